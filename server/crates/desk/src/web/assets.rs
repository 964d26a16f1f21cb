//! The desk's own style sheet and scripts, compiled in.

use std::sync::Arc;

use axum::extract::State;
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};

use super::{Access, Aspect, Desk, Routes};

/// The public side's tokens and base, then what is the desk's own.
pub(super) const STYLE: &str = concat!(
    include_str!("../../../../../style/tokens.css"),
    include_str!("../../../../../style/base.css"),
    include_str!("../../../../../style/alert.css"),
    include_str!("../../style/desk.css"),
);

pub(super) fn routes(routes: Routes) -> Routes {
    routes
        .get("/style.css", Access::Open, style)
        .get("/cles.js", Access::Open, || {
            script(include_str!("../../scripts/passkeys.js"))
        })
        .get("/brouillon.js", Access::Open, || {
            script(include_str!("../../scripts/draft.js"))
        })
        .get("/touches.js", Access::Open, || {
            script(include_str!("../../scripts/keys.js"))
        })
}

async fn style(State(desk): State<Arc<Desk>>, headers: HeaderMap) -> Response {
    let dressed = Aspect::of(&headers).dress(STYLE, desk.now());
    file("text/css; charset=utf-8", dressed)
}

async fn script(text: &'static str) -> Response {
    file("text/javascript; charset=utf-8", text)
}

fn file(kind: &'static str, text: impl IntoResponse) -> Response {
    // Small, and asked for by few: always asked for again, so that an update is never mixed with the old.
    (
        [
            (header::CONTENT_TYPE, kind),
            (header::CACHE_CONTROL, "no-cache"),
        ],
        text,
    )
        .into_response()
}
