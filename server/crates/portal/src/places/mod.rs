//! Where: communes and départements of France, and sets of them.
//!
//! Nothing finer than a commune ever exists on the public side.

mod gazetteer;
mod resolve;
mod set;

pub use gazetteer::*;
pub use resolve::*;
pub use set::*;
