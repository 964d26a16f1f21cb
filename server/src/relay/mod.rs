//! The relay: asks each configured source, keeps what it said as received, and takes its messages in.
//!
//! One task per source; what fails in one never touches another, and a failed fetch never removes,
//! ends or hides a message.

mod exercise;
mod fetch;
mod ingest;
mod steering;
mod worker;

pub use exercise::expand_document;
pub use fetch::{Fetch, FetchError, Fetched, HttpFetch, Request};
pub use ingest::{Ingested, ingest};
pub use worker::{Relay, Wake};
