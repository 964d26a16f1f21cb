//! The staff side: its own listener, its own origin, no wasm.
//!
//! Owns the people of the desk and what they may do, the messages that they write, what they confirm, how
//! they keep the exchange in order, and the audit; its pages are rendered here. Never: SQL, anything that the public side could name or reach.

pub mod access;
pub mod audit;
pub mod exchange;
pub mod federation;
pub mod held;
pub mod items;
pub mod logbook;
pub mod messages;
pub mod pages;
pub mod preview;
pub mod release;
pub mod reports;
pub mod sources;
pub mod staff;
pub mod telling;
pub mod web;

pub use web::{Desk, Health, router, routes};
