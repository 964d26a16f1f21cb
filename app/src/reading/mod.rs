//! From a thread and the clock to what a page says of it: order, titles, places, who says so.
//!
//! Owns choices (which text first, which areas), no words and no markup.

mod hazard;
mod places;
mod quiet;
mod told;

pub(crate) use hazard::*;
pub(crate) use places::*;
pub use quiet::SourceLine;
pub(crate) use quiet::*;
pub(crate) use told::*;
