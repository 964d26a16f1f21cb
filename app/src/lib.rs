//! The public side of Rives: pages, feeds and their words, as pure functions from data to text.
//!
//! Owns what residents see. Never: HTTP, SQL, a clock, a cookie; and it cannot name a report
//! (it depends on `portal` only, never on `desk` or `store`).
//!
//! - feature `ssr`: everything below; what the server calls.
//! - feature `hydrate`: the islands only, for the browser.
//!
//! Every page is a [`Page`]: HTML and the instant until which it stays true by itself. It is
//! a function of its arguments alone, so that the server may keep it per content version.

pub mod islands;

#[cfg(feature = "ssr")]
pub mod api;
#[cfg(feature = "ssr")]
mod components;
#[cfg(feature = "ssr")]
pub mod feeds;
#[cfg(feature = "ssr")]
pub mod notice;
#[cfg(feature = "ssr")]
pub mod pages;
#[cfg(feature = "ssr")]
mod reading;
#[cfg(feature = "ssr")]
#[cfg(test)]
mod samples;
#[cfg(feature = "ssr")]
mod shell;
#[cfg(feature = "ssr")]
mod site;
#[cfg(feature = "ssr")]
pub mod text;
#[cfg(feature = "ssr")]
mod typography;
#[cfg(feature = "ssr")]
#[cfg(test)]
mod walls;
#[cfg(feature = "ssr")]
pub mod wording;

#[cfg(feature = "ssr")]
pub use components::TextArea;
#[cfg(feature = "ssr")]
pub use reading::SourceLine;
#[cfg(feature = "ssr")]
pub use site::*;
#[cfg(feature = "ssr")]
pub use wording::Lang;
