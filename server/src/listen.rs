//! Listening: one loop for both listeners, with the limits that hyper leaves to its user (time to send
//! a request's head, number of connections), and a shutdown that lets answers finish.

use std::convert::Infallible;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::{ConnectInfo, Request};
use hyper::body::Incoming;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use tokio::net::TcpListener;
use tokio::sync::{Semaphore, watch};
use tower::ServiceExt as _;

use crate::public::Pages;

/// The longest a client may take to send a request's head, and a connection may idle.
const HEAD_TIMEOUT: Duration = Duration::from_secs(30);
/// Connections at once; further ones wait in the kernel's queue.
pub(crate) const CONNECTIONS: usize = 16_384;
/// The longest that running answers may take once the server was asked to stop.
const LAST_ANSWERS: Duration = Duration::from_secs(10);
/// The largest request head: URLs beyond it are answered by hyper with 431.
const HEAD_BYTES: usize = 16 * 1024;

/// Serves `router` on `listener` until `stop` turns true. `memory` is asked first: what it answers never
/// reaches the router.
pub async fn serve(
    listener: TcpListener,
    memory: Option<Arc<Pages>>,
    router: Router,
    stop: watch::Receiver<bool>,
) {
    let mut builder = hyper::server::conn::http1::Builder::new();
    builder
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD_TIMEOUT)
        .max_buf_size(HEAD_BYTES)
        .pipeline_flush(true);
    let graceful = GracefulShutdown::new();
    let places = Arc::new(Semaphore::new(CONNECTIONS));
    let mut stopping = stop.clone();
    loop {
        let Ok(place) = places.clone().acquire_owned().await else {
            break;
        };
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            _ = stopping.wait_for(|s| *s) => break,
        };
        let (stream, peer) = match accepted {
            Ok(accepted) => accepted,
            Err(error) => {
                // Out of file descriptors, or a client gone before it was accepted: wait, go on.
                tracing::warn!(%error, "a connection could not be accepted");
                tokio::time::sleep(Duration::from_millis(50)).await;
                continue;
            }
        };
        // Without it a second small answer on the same connection waits for an acknowledgement.
        let _ = stream.set_nodelay(true);
        let (memory, router) = (memory.clone(), router.clone());
        let service = hyper::service::service_fn(move |mut request: Request<Incoming>| {
            let (memory, router) = (memory.clone(), router.clone());
            async move {
                if let Some(kept) = memory.and_then(|pages| pages.from_memory(&request)) {
                    return Ok::<_, Infallible>(kept);
                }
                request
                    .extensions_mut()
                    .insert(ConnectInfo::<SocketAddr>(peer));
                Ok(unfailing(router.oneshot(request).await))
            }
        });
        let connection = graceful.watch(builder.serve_connection(TokioIo::new(stream), service));
        tokio::spawn(async move {
            // A client that breaks off is everyday on mobile networks: nothing to log.
            let _ = connection.await;
            drop(place);
        });
    }
    drop(listener);
    let _ = tokio::time::timeout(LAST_ANSWERS, graceful.shutdown()).await;
}

fn unfailing<T>(result: Result<T, Infallible>) -> T {
    match result {
        Ok(value) => value,
        Err(never) => match never {},
    }
}
