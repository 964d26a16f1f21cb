//! Reports as the desk has them: the keys that open envelopes, and what was opened.
//!
//! Owns the private halves, their files' form, their epochs, and the opening. Never: a place on the public
//! side, files (the server's), SQL. Neither keys nor opened reports have `Debug` or `Serialize`.

mod files;
mod keys;
mod open;
mod reader;
mod ring;
mod status;
mod wrap;

pub use files::{FileError, KeyFolder};
pub use keys::{Change, Doomed, EPOCH_LASTS, KeysError, Made, RETENTION, destroy, init, rotate};
pub use open::{OpenError, OpenedReport};
pub use reader::{After, Arrived, Reports};
pub use ring::KeyRing;
pub use status::{Destroyed, EpochState, EpochStatus, KeysStatus, status};
pub use wrap::{Cost, Passphrase, WrapError};
