//! The pure domain of Rives: what an official message *is*, where it holds, when it ends, who said it.
//!
//! Owns the types, the parsing of everything that comes from outside, the rules, and the *ports*
//! (traits) through which the rest of the house reads and writes.
//! Never: I/O, a clock of its own, randomness of its own, SQL, HTML.
//! Compiles to native code and to wasm.

pub mod cap;
pub mod clock;
pub mod documents;
pub mod exchange;
pub mod messages;
pub mod places;
pub mod push;
pub mod sources;
pub mod valve;
pub mod xml;

pub use clock::{Clock, Ids, Instant, Span};

/// A port could not do its work. The detail goes to the log, never to a page.
#[derive(Debug, thiserror::Error)]
pub enum PortError {
    /// The store cannot take or give anything now: disk full, engine gone, pool exhausted.
    #[error("the store is not available: {0}")]
    Unavailable(String),
    /// What is stored cannot be read back: a bug or a damaged file.
    #[error("stored data cannot be read: {0}")]
    Corrupt(String),
}
