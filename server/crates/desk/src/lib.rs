//! The staff side: its own listener, its own origin, no wasm.
//!
//! Today it answers for the portal's health and says that the desk opens later; accounts, review and
//! authoring come here. Never: anything that the public side could name or reach.

mod pages;

use std::sync::Arc;

use async_trait::async_trait;
use axum::Router;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use axum::routing::get;

/// How the portal does, as the desk listener tells it to those who run it.
#[async_trait]
pub trait Health: Send + Sync {
    /// Whether the portal can do its work now; the text says what is missing.
    async fn ready(&self) -> Result<(), String>;
    /// Prometheus' text exposition format, version 0.0.4.
    async fn metrics(&self) -> String;
}

/// The desk's routes.
pub fn router(health: Arc<dyn Health>, portal: String, exercise: bool) -> Router {
    let page = pages::not_open_yet(&portal, exercise);
    Router::new()
        .route("/", get(move || std::future::ready(Html(page.clone()))))
        .route("/healthz", get(|| std::future::ready("ok\n")))
        .route("/readyz", get(readyz))
        .route("/metrics", get(metrics))
        .layer(axum::middleware::map_response(safe))
        .with_state(health)
}

async fn readyz(State(health): State<Arc<dyn Health>>) -> Response {
    match health.ready().await {
        Ok(()) => "ready\n".into_response(),
        Err(missing) => (StatusCode::SERVICE_UNAVAILABLE, format!("{missing}\n")).into_response(),
    }
}

async fn metrics(State(health): State<Arc<dyn Health>>) -> Response {
    (
        [(
            header::CONTENT_TYPE,
            "text/plain; version=0.0.4; charset=utf-8",
        )],
        health.metrics().await,
    )
        .into_response()
}

async fn safe(mut response: Response) -> Response {
    let headers = response.headers_mut();
    let mut set = |name, value| headers.insert(name, header::HeaderValue::from_static(value));
    set(
        header::CONTENT_SECURITY_POLICY,
        "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    );
    set(header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    set(header::REFERRER_POLICY, "no-referrer");
    set(header::CACHE_CONTROL, "no-store");
    response
}
