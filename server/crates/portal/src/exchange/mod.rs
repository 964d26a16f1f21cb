//! The exchange: residents offer and ask for rides, clothing, housing and other help.
//!
//! Owns what a listing is, how a form becomes one, what may not be said in public, who suits whom, and the
//! states of a match. A place is a commune, never finer. Contacts pass through here as sealed bytes and keyed
//! hashes only; nothing that a page can show holds one.

mod contact;
mod details;
mod draft_of;
mod field;
mod flow;
mod flow_port;
mod forbidden;
mod likeness;
mod listing;
mod parse_answer;
mod parse_housing;
mod parse_listing;
mod place;
mod ports;
mod scam;
mod search;
mod sizes;
mod suits;
mod talk;
mod typed;

pub use contact::*;
pub use details::*;
pub use draft_of::draft_of;
pub use field::*;
pub use flow::*;
pub use flow_port::*;
pub use forbidden::forbidden;
pub use likeness::*;
pub use listing::*;
pub use parse_answer::*;
pub use parse_housing::tonight;
pub use parse_listing::*;
pub use place::*;
pub use ports::*;
pub use scam::*;
pub use search::*;
pub use suits::*;
pub use talk::*;
