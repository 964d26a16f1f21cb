//! Where: communes and départements of France, and sets of them.
//!
//! Nothing finer than a commune ever exists on the public side.

mod epci;
mod gazetteer;
mod normal;
mod resolve;
mod search;
mod set;

pub use epci::*;
pub use gazetteer::*;
pub use normal::{normalise, slug};
pub use resolve::*;
pub use search::Match;
pub use set::*;
