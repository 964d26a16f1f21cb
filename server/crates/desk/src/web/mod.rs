//! The desk over HTTP: its frame. Pages of a noun stand in that noun's own folder beside this one.
//!
//! Owns sessions in cookies, forms that cannot be forged, the table of routes, the layout.
//! Never: a script inline, a style inline, an answer that is kept by a cache.

mod answer;
mod aspect;
mod assets;
mod cookies;
mod deed;
mod door;
mod extract;
mod health;
mod layout;
mod routes;
mod safety;
mod sessions;
mod state;
mod trouble;

pub use answer::*;
pub use aspect::Aspect;
pub use cookies::*;
pub use deed::*;
pub use door::*;
pub use extract::*;
pub use health::Health;
pub use layout::*;
pub use routes::*;
pub use sessions::{ClientAddress, device_of};
pub use state::*;
pub use trouble::*;

use std::sync::Arc;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::{from_fn_with_state, map_response, map_response_with_state};

/// Every route of the desk, with who may take it.
pub fn routes() -> Routes {
    Routes::default()
        .with(health::routes)
        .with(assets::routes)
        .with(crate::pages::routes)
}

/// The desk's router.
pub fn router(desk: Arc<Desk>) -> Router {
    routes()
        .into_router()
        .fallback(|| std::future::ready(Trouble::Unknown))
        .method_not_allowed_fallback(|| std::future::ready(Trouble::Method))
        .layer(map_response_with_state(desk.clone(), trouble::told))
        .layer(from_fn_with_state(desk.clone(), sessions::find))
        .layer(DefaultBodyLimit::max(deed::LARGEST_FORM))
        .layer(map_response(safety::add))
        .with_state(desk)
}
