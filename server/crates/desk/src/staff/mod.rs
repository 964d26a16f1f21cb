//! The people of the desk: who they are, what they may do, how they prove it is them.
//!
//! Never: the public side. A resident has no account.

mod account;
mod credentials;
mod invitation;
mod ports;
mod role;
mod throttle;

pub use account::*;
pub use credentials::*;
pub use invitation::*;
pub use ports::*;
pub use role::*;
pub use throttle::Throttle;
