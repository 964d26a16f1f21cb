//! CAP documents, real ones, our own and damaged ones: read, written, judged.

#[cfg(test)]
mod fixtures;
#[cfg(test)]
mod manifest;
#[cfg(test)]
mod mutations;
#[cfg(test)]
mod reading;
#[cfg(test)]
mod schema;
