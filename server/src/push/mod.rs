//! Web push: encryption (RFC 8291), proof of who sends (RFC 8292), the client and what answers mean
//! (RFC 8030); and the worker that empties the outbox.
//!
//! Never: who is told of what (the domain's), rows (the store's), words (the app's).

mod answer;
mod client;
mod encrypt;
mod lane;
mod lanes;
mod planner;
mod post;
mod resolver;
mod results;
mod teller;
mod vapid;
mod warm;
mod worker;

pub use answer::LONGEST_RETRY_AFTER;
pub use client::*;
pub use encrypt::*;
pub use lanes::{Lanes, Paused, Why};
pub use post::*;
pub use teller::{Spoken, Teller};
pub use vapid::*;
pub use worker::Sending;
