//! The two ends of the valve on this machine: the published key that the public side seals to, and what the desk
//! reads the vault with.
//!
//! Never both for one router: the public side's is given the first, the desk's the second.

mod published;
mod reader;

pub use published::{PublishedError, PublishedKey};
pub use reader::{Reader, ReaderError};
