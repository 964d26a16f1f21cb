//! Continuing an event: what the new message refers to, and what its form begins with.
#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot go on fails where it stands"
)]

mod event;
mod form;
mod predecessors;
