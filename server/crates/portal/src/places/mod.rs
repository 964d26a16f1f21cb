//! Where: communes and départements of France, and sets of them.
//!
//! Nothing finer than a commune ever exists on the public side.

mod contours;
mod epci;
mod gazetteer;
mod geocode;
mod hint;
mod normal;
mod resolve;
mod schemes;
mod search;
mod set;

pub use contours::*;
pub use epci::*;
pub use gazetteer::*;
pub use normal::{normalise, slug};
pub use resolve::*;
pub use schemes::*;
pub use search::Match;
pub use set::*;
