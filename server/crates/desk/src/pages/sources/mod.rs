//! How sources do, what they did against the standard, and steering them.
//!
//! Never: a source's address, which may hold a token.

mod list;
mod one;
mod state;
mod steer;

use crate::access::{ReadSources, SteerSources};
use crate::web::{Routes, may};

pub(super) fn routes(routes: Routes) -> Routes {
    let (read, steer) = (may::<ReadSources>(), may::<SteerSources>());
    routes
        .get("/sources", read, list::page)
        .get("/sources/{source}", read, one::page)
        .post("/sources/{source}/suspendre", steer, steer::pause)
        .post("/sources/{source}/reprendre", steer, steer::resume)
        .post("/sources/{source}/interroger", steer, steer::ask)
}
