//! The valve: how a hazard report leaves the public side for good.
//!
//! Owns what a report is before it is sealed, the key it is sealed to, the envelope, and the one port by which
//! an envelope goes up. Never: the opening of an envelope, which is the desk's alone; a count, a state or an
//! answer about what went up; randomness of its own.
//!
//! What people wrote has no `Debug` and no `Serialize` here, so that no log and no answer holds it by accident.

mod category;
mod encoding;
mod envelope;
mod key;
mod place;
mod ports;
mod report;
mod seal;

pub use category::*;
pub use encoding::{MAX_PHOTO_LEN, NotAReport};
pub use envelope::*;
pub use key::*;
pub use place::*;
pub use ports::*;
pub use report::*;
pub use seal::*;
