//! OASIS Common Alerting Protocol: the typed alert, in CAP's own names.
//!
//! `read` accepts CAP 1.0, 1.1 and 1.2 as they occur and lists every deviation;
//! `write` emits CAP 1.2 that validates against the schema; `strict` is what writing makes of an alert.
//! Never: fetches, judges signatures, or decides what is shown.
//! Section numbers are those of *Common Alerting Protocol Version 1.2* (OASIS Standard, 1 July 2010).

mod date_time;
mod geometry;
mod notes;
pub(crate) mod plain;
mod read;
mod read_info;
mod references;
mod strict;
mod types;
mod web;
mod write;

pub use date_time::date_time;
pub use notes::MAX_NOTES;
pub(crate) use notes::Notes;
pub use plain::MAX_TEXT;
pub use read::{CapError, MAX_INFOS, find_alerts, read};
pub use read_info::{MAX_AREAS, MAX_REPEATS};
pub use references::MAX_REFERENCES;
pub use strict::strict;
pub use types::*;
pub use write::write;
