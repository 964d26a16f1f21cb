//! Official messages as staff write them: what was typed, what is wrong with it, what it becomes.
//!
//! Owns the draft and its way: writing, submitted, returned, scheduled, released, withdrawn. A message's
//! author never releases it, except in an emergency where that is configured.
//! Never: another way to the public than CAP, through the same reading as every source's.

mod check;
mod compile;
mod diff;
mod draft;
mod events;
mod paste;
mod ports;
mod prefill;
mod templates;
pub mod times;
mod typed;

pub use check::*;
pub use compile::*;
pub use diff::*;
pub use draft::*;
pub use events::*;
pub use paste::*;
pub use ports::*;
pub use prefill::prefill;
pub use templates::template;
pub use typed::*;
