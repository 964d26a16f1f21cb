//! Who may do what, as types: whatever needs a role takes a [`Proof`] of it, and only [`authenticate`]
//! begins the way to one.
//!
//! Never: a `bool` that says that somebody may.

mod capability;
mod proof;
mod session;
mod token;

pub use capability::*;
pub use proof::*;
pub use session::*;
pub use token::*;

use portal::PortError;

/// Why a deed of somebody who was let in was not done.
#[derive(Debug, thiserror::Error)]
pub enum Refused {
    /// The person may no longer do so: suspended, signed out, or in another role since the request began.
    #[error("no longer allowed")]
    NoLongerAllowed,
    /// The store.
    #[error(transparent)]
    Port(#[from] PortError),
}
