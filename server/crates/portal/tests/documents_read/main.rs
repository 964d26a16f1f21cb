//! Documents as they come: every shape read, nothing invented, nothing that panics.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "tests: what is not as expected must stop them, in their shared functions too"
)]

mod exercise;
mod feeds;
mod ground;
mod hostile;
mod meteofrance;
mod news;
mod shared;
mod vigicrues;
