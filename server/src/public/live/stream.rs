//! The two answers: a stream for who can listen, a line for who polls.

use std::convert::Infallible;
use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, RETRY_AFTER};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Request, StatusCode};
use axum::response::Response;
use axum::routing::get;
use futures_util::stream;
use portal::messages::Fingerprint;
use tokio::time::{Instant as Moment, sleep_until};
use tower_governor::key_extractor::KeyExtractor as _;

use super::hub::{Listener, Live, NotNow, Shows};
use super::scope::Scope;
use crate::public::Web;
use crate::public::answer::{Made, Refusal};
use crate::public::ask::Ask;
use crate::public::limits::Client;

/// A comment so often: proxies close what is silent, and a broken connection is found out.
const HEARTBEAT: Duration = Duration::from_secs(20);
/// A stream ends after this and up to half as much again; the browser opens another and tells what it
/// last heard. Without an end, a client that vanished could keep its place.
const LIFE: Duration = Duration::from_secs(15 * 60);
/// How long browsers wait before they open a broken stream again: after a restart of this server not all
/// at once.
const RETRY_MS: f64 = 2_000.0;
/// Up to this much more.
const RETRY_SPREAD_MS: f64 = 8_000.0;
/// When one who was refused may ask again, in seconds.
const LATER: u64 = 60;

/// What the streams share.
#[derive(Clone)]
struct Streams {
    live: Arc<Live>,
    client: Client,
}

/// `GET /en-direct?page=PATH&vu=FINGERPRINT`. Never kept, never compressed.
pub(in crate::public) fn routes(live: Arc<Live>, client: Client) -> Router {
    Router::new()
        .route("/en-direct", get(open))
        .with_state(Streams { live, client })
}

/// `GET /en-direct/etat?page=PATH`: the fingerprint as one line, kept like a page.
pub(in crate::public) async fn state(web: Arc<Web>, ask: Ask) -> Result<Made, Refusal> {
    let page = ask.query("page").unwrap_or_default();
    let scope = Scope::of_path(page).ok_or(Refusal::Unknown)?;
    let shows = web.live.shows(&scope).await?;
    let (fingerprint, valid_until) = shows.ok_or(Refusal::NoSuchAlert)?;
    Ok(Made::text(
        "text/plain; charset=utf-8",
        app::Text {
            body: fingerprint.to_string(),
            valid_until,
        },
    ))
}

async fn open(State(streams): State<Streams>, ask: Ask, request: Request<Body>) -> Response {
    let headers = request.headers();
    // A page elsewhere could not read the stream; it shall not take a place either.
    let elsewhere = headers
        .get("sec-fetch-site")
        .is_some_and(|site| site != "same-origin");
    if elsewhere {
        return refused(StatusCode::FORBIDDEN);
    }
    let Some(scope) = Scope::of_path(ask.query("page").unwrap_or_default()) else {
        return refused(StatusCode::NOT_FOUND);
    };
    let Ok(client): Result<IpAddr, _> = streams.client.extract(&request) else {
        return refused(StatusCode::BAD_REQUEST);
    };
    let listener = match streams.live.listen(scope, client).await {
        Ok(listener) => listener,
        Err(NotNow::Nothing) => return refused(StatusCode::NOT_FOUND),
        Err(NotNow::Full) => return refused(StatusCode::SERVICE_UNAVAILABLE),
        Err(NotNow::Store(error)) => {
            tracing::error!(%error, "a stream could not be opened");
            return refused(StatusCode::SERVICE_UNAVAILABLE);
        }
    };
    let seen = last_seen(headers, &ask);
    let mut response = Response::new(events(listener, seen));
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("text/event-stream"));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    // nginx would hold the events back until its buffer is full.
    headers.insert(
        HeaderName::from_static("x-accel-buffering"),
        HeaderValue::from_static("no"),
    );
    response
}

/// What the page has seen: what the stream last told it, else what it was made from.
fn last_seen(headers: &HeaderMap, ask: &Ask) -> Option<Fingerprint> {
    headers
        .get("last-event-id")
        .and_then(|v| v.to_str().ok())
        .and_then(Fingerprint::parse)
        .or_else(|| ask.query("vu").and_then(Fingerprint::parse))
}

fn refused(status: StatusCode) -> Response {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    if status == StatusCode::SERVICE_UNAVAILABLE {
        headers.insert(RETRY_AFTER, HeaderValue::from(LATER));
    }
    response
}

/// One stream between two chunks.
struct Open {
    listener: Listener,
    end: Moment,
    /// The first chunk is still to be sent, to one who has seen this.
    first: Option<Option<Fingerprint>>,
}

fn events(listener: Listener, seen: Option<Fingerprint>) -> Body {
    let open = Open {
        end: Moment::now() + LIFE + LIFE.mul_f64(listener.spread / 2.0),
        listener,
        first: Some(seen),
    };
    // Pulled by the connection: a reader who does not read is not written for, and then hears only what
    // is newest.
    Body::from_stream(stream::unfold(open, |mut open| async move {
        let chunk = open.next().await?;
        Some((Ok::<_, Infallible>(chunk), open))
    }))
}

impl Open {
    async fn next(&mut self) -> Option<Bytes> {
        let shows = &mut self.listener.shows;
        if let Some(seen) = self.first.take() {
            let now = *shows.borrow_and_update();
            let retry = RETRY_MS + RETRY_SPREAD_MS * self.listener.spread;
            let start = format!("retry: {retry:.0}\n");
            return Some(match seen {
                Some(seen) if seen != now.fingerprint => format!("{start}{}", event(&now)).into(),
                // An id without data is no event; it is what Last-Event-ID will say.
                _ => format!("{start}id: {}\n\n", now.fingerprint).into(),
            });
        }
        let heartbeat = Moment::now() + HEARTBEAT;
        if heartbeat >= self.end {
            return None;
        }
        tokio::select! {
            changed = shows.changed() => {
                // The hub is gone: this server is stopping.
                changed.ok()?;
                let now = *shows.borrow_and_update();
                Some(event(&now).into())
            }
            () = sleep_until(heartbeat) => Some(Bytes::from_static(b":\n\n")),
        }
    }
}

fn event(shows: &Shows) -> String {
    format!(
        "id: {}\nevent: change\ndata: {{\"at\":{}}}\n\n",
        shows.fingerprint, shows.since.0
    )
}
