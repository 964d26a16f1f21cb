//! The audit, to read, search and export.
//!
//! Owns the pages under `/journal`. Never: a change to an entry, an entry written other than by the store.

mod export;
mod list;
mod readable;
mod search;

use crate::access::ReadAudit;
use crate::web::{Routes, may};

pub(super) fn routes(routes: Routes) -> Routes {
    let read = may::<ReadAudit>();
    routes
        .get("/journal", read, list::page)
        .post("/journal/export", read, export::export)
}
