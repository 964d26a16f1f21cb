//! How the portal does, for those who run it.

use std::sync::Arc;

use async_trait::async_trait;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse as _, Response};

use super::{Access, Desk, Routes};

/// How the portal does, as the desk listener tells it.
#[async_trait]
pub trait Health: Send + Sync {
    /// Whether the portal can do its work now; the text says what is missing.
    async fn ready(&self) -> Result<(), String>;
    /// Prometheus' text exposition format, version 0.0.4.
    async fn metrics(&self) -> String;
}

pub(super) fn routes(routes: Routes) -> Routes {
    routes
        .get("/healthz", Access::Open, || std::future::ready("ok\n"))
        .get("/readyz", Access::Open, readyz)
        .get("/metrics", Access::Open, metrics)
}

async fn readyz(State(desk): State<Arc<Desk>>) -> Response {
    match desk.health.ready().await {
        Ok(()) => "ready\n".into_response(),
        Err(missing) => (StatusCode::SERVICE_UNAVAILABLE, format!("{missing}\n")).into_response(),
    }
}

async fn metrics(State(desk): State<Arc<Desk>>) -> Response {
    let kind = "text/plain; version=0.0.4; charset=utf-8";
    ([(header::CONTENT_TYPE, kind)], desk.health.metrics().await).into_response()
}
