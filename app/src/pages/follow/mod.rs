//! `/suivre` and the pages behind it: choosing places, being told on this device, its private page,
//! the test of reception.
//!
//! Never: a permission asked without a click, a token kept anywhere but in the holder's hands.

mod choice;
mod draft;
mod elsewhere;
mod manage;
mod receive;
mod start;
mod test;

pub use draft::{Draft, colour};
pub use manage::{Note, manage, removed, unknown_link};
pub use receive::PushKey;
pub use start::{Wrong, follow, wrong_words};
pub use test::{Reception, test_page};
