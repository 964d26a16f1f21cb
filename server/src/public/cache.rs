//! Pages in memory: rendered once per content version, compressed once, served with a strong ETag.
//!
//! A page is a pure function of its URL and the content version; it also ends at the next instant at
//! which it would change by itself (an onset, an expiry, a source falling silent).

use std::collections::HashMap;
use std::io::Write as _;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, PoisonError, RwLock};

use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{Request, State};
use axum::http::header::{
    ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_LENGTH, ETAG, IF_NONE_MATCH, VARY,
};
use axum::http::{self, HeaderMap, HeaderValue, Method, StatusCode};
use axum::middleware::Next;
use axum::response::Response;
use portal::{Clock, Instant};
use sha2::{Digest, Sha256};
use tokio::sync::watch;

/// How long browsers and CDNs may serve a page without asking, in seconds: one poll of a fast source.
const MAX_AGE: i64 = 15;
/// How long a CDN may serve the last page when this server does not answer. The page tells its own time.
const STALE_IF_ERROR: i64 = 600;
/// What caches are told otherwise.
const USUAL: &str = "public, max-age=15, stale-while-revalidate=15, stale-if-error=600";
const _: () = assert!(
    MAX_AGE == 15 && STALE_IF_ERROR == 600,
    "the text must say the constants"
);
/// Renders waiting for each other; beyond it, those whose client broke off are forgotten.
const MOST_RENDERING: usize = 1_024;
/// Bytes of pages kept; beyond it, everything kept is let go and rendered again when asked for.
const BUDGET: usize = 96 * 1024 * 1024;
/// The largest page or feed.
const LARGEST: usize = 8 * 1024 * 1024;
/// Brotli's level: 9 is within 3 % of 11 on these pages at a fifteenth of the time.
const BROTLI_LEVEL: u32 = 9;

/// Put by a handler into its response's extensions: this page may be kept.
#[derive(Clone, Copy, Debug)]
pub struct Keep {
    /// When the page changes by itself.
    pub until: Option<Instant>,
}

/// One kept page.
struct Page {
    version: u64,
    until: Option<Instant>,
    status: StatusCode,
    identity: Encoded,
    gzip: Encoded,
    brotli: Encoded,
}

/// One representation of a page, with all the headers of its answer.
struct Encoded {
    bytes: Bytes,
    etag: HeaderValue,
    headers: HeaderMap,
}

/// All kept pages.
pub struct Pages {
    clock: Arc<dyn Clock>,
    version: watch::Sender<u64>,
    kept: RwLock<Kept>,
    /// One render at a time per page: a crowd arriving at a new version waits for the first.
    rendering: tokio::sync::Mutex<HashMap<String, Arc<tokio::sync::Mutex<()>>>>,
    hits: AtomicU64,
    renders: AtomicU64,
}

#[derive(Default)]
struct Kept {
    pages: HashMap<String, Arc<Page>>,
    bytes: usize,
}

impl Pages {
    /// No pages yet.
    pub fn new(clock: Arc<dyn Clock>) -> Self {
        Self {
            clock,
            version: watch::Sender::new(0),
            kept: RwLock::default(),
            rendering: tokio::sync::Mutex::default(),
            hits: AtomicU64::new(0),
            renders: AtomicU64::new(0),
        }
    }

    /// The content version that kept pages must have.
    pub fn version(&self) -> u64 {
        *self.version.borrow()
    }

    /// Every page of another version is rendered anew from now on.
    pub fn set_version(&self, version: u64) {
        self.version.send_if_modified(|known| {
            let changed = *known != version;
            *known = version;
            changed
        });
    }

    /// Wakes whoever wants to know that the version is another.
    pub fn versions(&self) -> watch::Receiver<u64> {
        self.version.subscribe()
    }

    /// How many requests were answered from memory, and how many pages were rendered.
    pub fn counts(&self) -> (u64, u64) {
        (
            self.hits.load(Ordering::Relaxed),
            self.renders.load(Ordering::Relaxed),
        )
    }

    /// The answer, if the page is kept and still true. The listener asks here before anything else, so
    /// that the pages everyone reads cost next to nothing.
    pub fn from_memory<B>(&self, request: &http::Request<B>) -> Option<Response> {
        if !matches!(*request.method(), Method::GET | Method::HEAD) {
            return None;
        }
        let now = self.clock.now();
        let page = self.get(key(request), now)?;
        self.hits.fetch_add(1, Ordering::Relaxed);
        Some(respond(&page, request.method(), request.headers(), now))
    }

    fn get(&self, key: &str, now: Instant) -> Option<Arc<Page>> {
        let kept = self.kept.read().unwrap_or_else(PoisonError::into_inner);
        let page = kept.pages.get(key)?;
        let fresh = page.version == self.version() && page.until.is_none_or(|until| now < until);
        fresh.then(|| page.clone())
    }

    fn put(&self, key: String, page: Arc<Page>) {
        let size =
            page.identity.bytes.len() + page.gzip.bytes.len() + page.brotli.bytes.len() + key.len();
        let mut kept = self.kept.write().unwrap_or_else(PoisonError::into_inner);
        if kept.bytes + size > BUDGET {
            *kept = Kept::default();
        }
        kept.bytes += size;
        if let Some(old) = kept.pages.insert(key, page) {
            let old = old.identity.bytes.len() + old.gzip.bytes.len() + old.brotli.bytes.len();
            kept.bytes = kept.bytes.saturating_sub(old);
        }
    }
}

fn key<B>(request: &http::Request<B>) -> &str {
    let uri = request.uri();
    uri.path_and_query().map_or(uri.path(), |p| p.as_str())
}

/// The middleware: from memory where possible, else rendered, kept where the handler says so.
pub async fn serve(State(pages): State<Arc<Pages>>, request: Request, next: Next) -> Response {
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return next.run(request).await;
    }
    if let Some(response) = pages.from_memory(&request) {
        return response;
    }
    let now = pages.clock.now();
    let key = key(&request).to_owned();
    let turn = {
        let mut rendering = pages.rendering.lock().await;
        if rendering.len() > MOST_RENDERING {
            rendering.retain(|_, turn| Arc::strong_count(turn) > 1);
        }
        rendering.entry(key.clone()).or_default().clone()
    };
    let guard = turn.lock().await;
    let response = match pages.get(&key, now) {
        Some(page) => respond(&page, request.method(), request.headers(), now),
        None => render(&pages, key.clone(), request, next, now).await,
    };
    drop(guard);
    let mut rendering = pages.rendering.lock().await;
    // The last of the crowd takes the lock away with it: the map holds only what is being rendered.
    if Arc::strong_count(&turn) <= 2 {
        rendering.remove(&key);
    }
    response
}

async fn render(
    pages: &Arc<Pages>,
    key: String,
    request: Request,
    next: Next,
    now: Instant,
) -> Response {
    let (method, headers) = (request.method().clone(), request.headers().clone());
    // Read before rendering: the page is at least as new as this.
    let version = pages.version();
    let response = next.run(request).await;
    let Some(Keep { until }) = response.extensions().get::<Keep>().copied() else {
        return response;
    };
    pages.renders.fetch_add(1, Ordering::Relaxed);
    let (parts, body) = response.into_parts();
    let Ok(bytes) = to_bytes(body, LARGEST).await else {
        tracing::error!(path = %key, "a page is larger than allowed");
        return StatusCode::INTERNAL_SERVER_ERROR.into_response_plain();
    };
    let encoded = tokio::task::spawn_blocking(move || {
        let (gzip, brotli) = (gzip(&bytes), brotli(&bytes));
        let digest = Sha256::digest(&bytes);
        (bytes, gzip, brotli, digest)
    })
    .await;
    let Ok((identity, gzip, brotli, digest)) = encoded else {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response_plain();
    };
    let tag: String = digest.iter().take(12).map(|b| format!("{b:02x}")).collect();
    let page = Arc::new(Page {
        version,
        until,
        status: parts.status,
        identity: Encoded::new(identity, &tag, None, &parts.headers),
        gzip: Encoded::new(gzip, &tag, Some("gzip"), &parts.headers),
        brotli: Encoded::new(brotli, &tag, Some("br"), &parts.headers),
    });
    pages.put(key, page.clone());
    respond(&page, &method, &headers, now)
}

impl Encoded {
    fn new(
        bytes: impl Into<Bytes>,
        tag: &str,
        coding: Option<&'static str>,
        headers: &HeaderMap,
    ) -> Self {
        let bytes = bytes.into();
        // Each encoding is its own representation and has its own strong validator (RFC 9110 §8.8.3.3).
        let etag = HeaderValue::try_from(format!("\"{tag}-{}\"", coding.unwrap_or("identity")))
            .unwrap_or(HeaderValue::from_static("\"\""));
        let mut headers = headers.clone();
        headers.insert(ETAG, etag.clone());
        headers.insert(VARY, HeaderValue::from_static("accept-encoding"));
        headers.insert(CACHE_CONTROL, HeaderValue::from_static(USUAL));
        headers.insert(CONTENT_LENGTH, HeaderValue::from(bytes.len()));
        if let Some(coding) = coding {
            headers.insert(CONTENT_ENCODING, HeaderValue::from_static(coding));
        }
        Self {
            bytes,
            etag,
            headers,
        }
    }
}

fn respond(page: &Page, method: &Method, asked: &HeaderMap, now: Instant) -> Response {
    let encoded = match accepted(asked) {
        Encoding::Brotli => &page.brotli,
        Encoding::Gzip => &page.gzip,
        Encoding::Identity => &page.identity,
    };
    let mut response = Response::new(Body::empty());
    response.headers_mut().clone_from(&encoded.headers);
    if let Some(cache_control) = close_to_change(page, now) {
        response.headers_mut().insert(CACHE_CONTROL, cache_control);
    }
    if page.status == StatusCode::OK && unchanged(asked, &encoded.etag) {
        *response.status_mut() = StatusCode::NOT_MODIFIED;
        response.headers_mut().remove(CONTENT_LENGTH);
        response.headers_mut().remove(CONTENT_ENCODING);
        return response;
    }
    *response.status_mut() = page.status;
    if *method != Method::HEAD {
        *response.body_mut() = Body::from(encoded.bytes.clone());
    }
    response
}

/// What caches are told when a page is close to changing by itself: nobody may serve it past that.
fn close_to_change(page: &Page, now: Instant) -> Option<HeaderValue> {
    let left = ((page.until? - now).0 / 1_000).max(0);
    let text = format!("public, max-age={left}, stale-if-error={STALE_IF_ERROR}");
    (left < MAX_AGE)
        .then(|| HeaderValue::try_from(text).unwrap_or(HeaderValue::from_static("no-cache")))
}

/// RFC 9110 §13.1.2: `*` or a list; the weak prefix does not matter for this comparison.
fn unchanged(asked: &HeaderMap, etag: &HeaderValue) -> bool {
    asked
        .get_all(IF_NONE_MATCH)
        .iter()
        .filter_map(|v| v.to_str().ok())
        .flat_map(|v| v.split(','))
        .any(|tag| {
            let tag = tag.trim();
            tag == "*" || tag.strip_prefix("W/").unwrap_or(tag).as_bytes() == etag.as_bytes()
        })
}

enum Encoding {
    Brotli,
    Gzip,
    Identity,
}

/// Whether the client takes this content coding (RFC 9110 §12.5.3); `;q=0` refuses.
pub(super) fn takes(asked: &HeaderMap, name: &str) -> bool {
    asked
        .get_all(ACCEPT_ENCODING)
        .iter()
        .filter_map(|v| v.to_str().ok())
        .flat_map(|v| v.split(','))
        .any(|part| {
            let (coding, parameters) = part.split_once(';').unwrap_or((part, ""));
            let refused = parameters
                .trim()
                .strip_prefix("q=")
                .is_some_and(|q| q.trim().parse::<f32>().is_ok_and(|q| q <= 0.0));
            coding.trim().eq_ignore_ascii_case(name) && !refused
        })
}

/// The best of what the client accepts.
fn accepted(asked: &HeaderMap) -> Encoding {
    if takes(asked, "br") {
        Encoding::Brotli
    } else if takes(asked, "gzip") {
        Encoding::Gzip
    } else {
        Encoding::Identity
    }
}

/// Gzip at its best level.
pub fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    // Writing into memory cannot fail.
    let _ = encoder.write_all(bytes);
    encoder.finish().unwrap_or_default()
}

/// Brotli for pages.
pub fn brotli(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    {
        let mut encoder = brotli::CompressorWriter::new(&mut out, 4096, BROTLI_LEVEL, 22);
        let _ = encoder.write_all(bytes);
    }
    out
}

/// A bare status without a page, for what should never happen.
trait Plain {
    fn into_response_plain(self) -> Response;
}

impl Plain for StatusCode {
    fn into_response_plain(self) -> Response {
        let mut response = Response::new(Body::empty());
        *response.status_mut() = self;
        response
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(name: &'static str, value: &'static str) -> HeaderMap {
        HeaderMap::from_iter([(
            axum::http::HeaderName::from_static(name),
            HeaderValue::from_static(value),
        )])
    }

    #[test]
    fn the_best_accepted_encoding_is_chosen_and_a_refused_one_never() {
        assert!(matches!(
            accepted(&asked("accept-encoding", "gzip, deflate, br")),
            Encoding::Brotli
        ));
        assert!(matches!(
            accepted(&asked("accept-encoding", "br;q=0, gzip")),
            Encoding::Gzip
        ));
        assert!(matches!(
            accepted(&asked("accept-encoding", "br;q=0.0, GZIP;q=0.5")),
            Encoding::Gzip
        ));
        assert!(matches!(accepted(&HeaderMap::new()), Encoding::Identity));
    }

    #[test]
    fn an_etag_in_a_list_or_weakened_by_a_proxy_still_matches() {
        let etag = HeaderValue::from_static("\"a-b\"");
        assert!(unchanged(
            &asked("if-none-match", "\"x\", W/\"a-b\""),
            &etag
        ));
        assert!(unchanged(&asked("if-none-match", "*"), &etag));
        assert!(!unchanged(&asked("if-none-match", "\"a-g\""), &etag));
    }

    #[test]
    fn what_is_compressed_can_be_read_back() {
        let text = "Montez à l'étage. ".repeat(100);
        let mut back = Vec::new();
        brotli::BrotliDecompress(&mut &*brotli(text.as_bytes()), &mut back).unwrap();
        assert_eq!(back, text.as_bytes());
        let mut back = String::new();
        std::io::Read::read_to_string(
            &mut flate2::read::GzDecoder::new(&*gzip(text.as_bytes())),
            &mut back,
        )
        .unwrap();
        assert_eq!(back, text);
    }
}
