//! Official messages: what was received, what of it is public, how messages form threads, and where
//! and until when a thread holds.

mod colour;
mod fingerprint;
mod graph;
mod interval;
mod join;
mod message;
mod ports;
mod reading;
mod relayed;
mod state;
mod verdict;
mod view;

pub use colour::*;
pub use fingerprint::Fingerprint;
pub use graph::{Graph, order, refers, takes_part};
pub use interval::*;
pub use join::{is_a_name, join, links};
pub use message::*;
pub use ports::*;
pub use relayed::relayed;
pub use state::*;
pub use verdict::verdict;
pub use view::{extent, view};

/// The `language` of easy-read French (français facile à lire et à comprendre): a private-use subtag of
/// RFC 5646 §2.2.7, as none is registered.
pub const EASY_FRENCH: &str = "fr-FR-x-falc";
