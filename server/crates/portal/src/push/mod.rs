//! Being told: who follows which places, what a notification is about, and when it must not be sent.
//!
//! Owns the types, the rules and the ports. Never: words (the app's), encryption and HTTP (the server's),
//! SQL (the store's).

mod endpoint;
mod follow;
mod payload;
mod plan;
mod ports;
mod subscription;

pub use endpoint::*;
pub use follow::*;
pub use payload::*;
pub use plan::*;
pub use ports::*;
pub use subscription::*;
