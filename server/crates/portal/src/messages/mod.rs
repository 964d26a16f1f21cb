//! Official messages: what was received, what of it is public, how messages form threads, and where
//! and until when a thread holds.

mod colour;
mod message;
mod ports;
mod state;

pub use colour::*;
pub use message::*;
pub use ports::*;
pub use state::*;
