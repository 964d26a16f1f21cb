//! OASIS Common Alerting Protocol: the typed alert, in CAP's own names.
//!
//! `read` accepts CAP 1.0, 1.1 and 1.2 as they occur and lists every deviation;
//! `write` emits CAP 1.2 that validates against the schema.
//! Section numbers are those of *Common Alerting Protocol Version 1.2* (OASIS Standard, 1 July 2010).

mod notes;
mod types;

pub use notes::MAX_NOTES;
pub(crate) use notes::Notes;
pub use types::*;
