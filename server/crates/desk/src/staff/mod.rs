//! The people of the desk: who they are, what they may do, how they prove it is them.
//!
//! Never: the public side. A resident has no account.

mod account;
mod credentials;
mod invitation;
mod password;
mod ports;
mod recovery;
mod role;
mod throttle;
mod totp;

pub use account::*;
pub use credentials::*;
pub use invitation::*;
pub use password::*;
pub use ports::*;
pub use recovery::*;
pub use role::*;
pub use throttle::Throttle;
pub use totp::*;
