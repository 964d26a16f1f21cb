//! Items: what watchers and verifiers sort. A hazard report, or a post that somebody found on the web.
//!
//! Owns an item's lane, state, lease and grades, what may be done with it, what goes with what, and the board: what
//! reports say, in memory only. Never: what a report says in the store or in the audit; a way back to its sender.

mod alike;
mod board;
mod grade;
mod item;
mod ports;

pub use alike::{Likely, Trait, likely};
pub use board::{Added, Board, Extra, Glance, Seen, Unreadable};
pub use grade::{Check, Grade, InformationGrade, SourceGrade};
pub use item::*;
pub use ports::{ItemError, Items};
