//! How residents' devices are told: what this process knows of it beside the store.
//!
//! Owns the port. Never: devices' addresses, keys or choices.

use portal::Instant;

/// A push service to which nothing is sent for a time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PausedService {
    /// Its origin.
    pub origin: String,
    /// Until then.
    pub until: Instant,
    /// Why.
    pub why: WhyPaused,
}

/// Why nothing is sent to a push service.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WhyPaused {
    /// It asked for it.
    Asked,
    /// It fails.
    Failing,
    /// It refuses the portal's key: somebody has to look.
    Key,
}

/// The sending of this process.
pub trait SendingState: Send + Sync {
    /// The services that are paused.
    fn paused(&self, now: Instant) -> Vec<PausedService>;
    /// Deliveries per second, lately; `None`: none.
    fn rate(&self, now: Instant) -> Option<f64>;
}
