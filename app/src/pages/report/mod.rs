//! `/signaler`: danger first, then what, then where, then sent. One form per step, without any script.
//!
//! Owns what these pages say. Never: a word of what others reported, a number, an id: each page is a function of
//! what its reader typed alone.

mod draft;
mod frame;
mod place;
mod sent;
mod start;

pub use draft::{Draft, Step, Wrong, names};
pub use place::place;
pub use sent::{After, corrected, sent};
pub use start::{closed, start};

/// The French path of all of it.
pub const PATH: &str = "/signaler";
