//! The store's tests: each runs on SQLite and on PostgreSQL.
#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot go on fails where it stands"
)]

mod archive;
mod drafts;
mod audit;
mod faults;
mod held;
mod intake;
mod people;
mod schema;
mod sessions;
mod sources;
mod steering;
mod staff;
mod stories;
mod telling;
