//! The public pages: each a function of view data, language and instant, giving a [`crate::Page`].
//!
//! Paths are French ones; English stands under `/en`. The server routes, reads the ports, sets
//! headers and caches; pages never do.

mod about;
mod alert;
mod alert_parts;
mod alerts;
mod communes;
mod embed;
pub mod exchange;
pub mod follow;
mod home;
mod map;
mod offline;
mod places;
mod problem;
pub mod report;
mod share;
mod sources;

pub use about::*;
pub(crate) use alert::when_text;
pub use alert::{alert, shared_card};
pub(crate) use alert_parts::{cap_path, original_path};
pub use alerts::*;
pub use communes::*;
pub use embed::{EmbedForm, EmbedPlace, Found, embed, embed_stylesheet, how_to_embed};
pub use home::*;
pub use map::*;
pub use offline::*;
pub use places::*;
pub use problem::*;
pub use sources::*;
