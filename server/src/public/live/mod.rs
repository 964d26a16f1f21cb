//! Open pages learn that there is something new: `/en-direct`, a stream of server-sent events
//! (HTML Living Standard, "Server-sent events"), and `/en-direct/etat` for those who poll.
//!
//! Owns who listens to what and when they are told. Never: what is told. A page says it, when it is
//! loaded again; the stream only says that there is another page.

mod hub;
mod scope;
mod seats;
mod stream;

pub use self::hub::Live;
pub use self::scope::Scope;
pub(super) use self::stream::{routes, state};
