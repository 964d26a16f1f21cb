//! The store's tests: each runs on SQLite and on PostgreSQL.
#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot go on fails where it stands"
)]

mod archive;
mod audit;
mod drafts;
mod exchange;
mod exchange_flow;
mod exchange_listings;
mod exchange_matches;
mod exchange_moderation;
mod faults;
mod held;
mod intake;
mod items;
mod items_board;
mod logbook;
mod people;
mod push;
mod push_devices;
mod push_telling;
mod push_work;
mod schema;
mod sessions;
mod sources;
mod staff;
mod steering;
mod stories;
mod telling;
mod vault;
mod vault_door;
