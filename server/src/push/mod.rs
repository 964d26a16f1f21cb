//! Web push: encryption (RFC 8291), proof of who sends (RFC 8292), the client and what answers mean
//! (RFC 8030).
//!
//! Never: who is told of what (the domain's), rows (the store's), words (the app's).

mod answer;
mod client;
mod encrypt;
mod post;
mod resolver;
mod vapid;
mod warm;

pub use answer::LONGEST_RETRY_AFTER;
pub use client::*;
pub use encrypt::*;
pub use post::*;
pub use vapid::*;
