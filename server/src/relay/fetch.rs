//! One request to a source, within limits: time, size, redirects.

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use reqwest::header::{
    ACCEPT, CONTENT_TYPE, ETAG, HeaderName, HeaderValue, IF_MODIFIED_SINCE, IF_NONE_MATCH,
    LAST_MODIFIED,
};
use reqwest::redirect::Policy;
use reqwest::{Client, StatusCode, Url};
use tokio::sync::watch;

/// The largest document taken, in bytes after decompression. Vigicrues' GeoJSON has 2–3 MB.
pub const MAX_BYTES: usize = 16 * 1024 * 1024;
/// Redirects followed, all on the same host.
const MAX_REDIRECTS: usize = 5;
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);
/// What sources offer, best first (CAP 1.2 §… registers `application/cap+xml`; older feeds use the other).
const ACCEPTED: &str = "application/cap+xml, application/common-alerting-protocol+xml, application/atom+xml, application/rss+xml, application/geo+json, application/json, application/xml;q=0.9, text/xml;q=0.9, */*;q=0.1";

/// What to ask for.
#[derive(Clone, Debug)]
pub struct Request {
    /// http, https or file.
    pub url: Url,
    /// `ETag` of the last success.
    pub etag: Option<String>,
    /// `Last-Modified` of the last success.
    pub last_modified: Option<String>,
    /// A header's name and its secret value.
    pub token: Option<(String, Secret)>,
}

/// A value that never shows in a log.
#[derive(Clone)]
pub struct Secret(pub String);

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("…")
    }
}

/// What came back.
#[derive(Clone, Debug)]
pub enum Fetched {
    /// 304: as last time.
    NotModified,
    /// Bytes.
    Document {
        /// `Content-Type`.
        content_type: Option<String>,
        /// `ETag`.
        etag: Option<String>,
        /// `Last-Modified`.
        last_modified: Option<String>,
        /// The body, decompressed, at most [`MAX_BYTES`].
        bytes: Vec<u8>,
    },
}

/// Why nothing came. [`FetchError::code`] is what is stored and shown: it holds no address, path or token.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FetchError {
    /// No connection: name, route, TLS, reset.
    #[error("unreachable")]
    Unreachable,
    /// The time ran out.
    #[error("timeout")]
    Timeout,
    /// An HTTP status that is no success.
    #[error("http-{0}")]
    Status(u16),
    /// More than [`MAX_BYTES`].
    #[error("too-large")]
    TooLarge,
    /// Redirected to another host or port, to plain http, or too often.
    #[error("redirected")]
    Redirected,
    /// The server is going down: nothing is known of the source.
    #[error("stopped")]
    Stopped,
    /// A file that cannot be read.
    #[error("file-unreadable")]
    File,
}

impl FetchError {
    /// A stable word for the store; pages put it into sentences.
    pub fn code(&self) -> String {
        self.to_string()
    }
}

/// Fetching, injected so that nothing else opens connections.
#[async_trait]
pub trait Fetch: Send + Sync {
    /// One request.
    async fn fetch(&self, request: Request) -> Result<Fetched, FetchError>;
}

/// Fetching over HTTP and from files.
#[derive(Clone, Debug)]
pub struct HttpFetch {
    client: Client,
    timeout: Duration,
}

impl HttpFetch {
    /// A client that presents itself as `user_agent`; `timeout` bounds one whole request.
    pub fn new(user_agent: &str, timeout: Duration) -> Result<Self, reqwest::Error> {
        // A feed that moved to another host is told to the operator rather than followed: a token must
        // not travel, and a source must not be able to make this server ask others.
        let policy = Policy::custom(|attempt| {
            let previous = attempt.previous();
            let Some(last) = previous.last() else {
                return attempt.stop();
            };
            if previous.len() > MAX_REDIRECTS || !same_service(last, attempt.url()) {
                attempt.stop()
            } else {
                attempt.follow()
            }
        });
        let client = Client::builder()
            .user_agent(user_agent)
            .timeout(timeout)
            .connect_timeout(CONNECT_TIMEOUT.min(timeout))
            .redirect(policy)
            .referer(false)
            .build()?;
        Ok(Self { client, timeout })
    }

    async fn over_http(&self, request: Request) -> Result<Fetched, FetchError> {
        let mut builder = self.client.get(request.url).header(ACCEPT, ACCEPTED);
        for (name, value) in [
            (IF_NONE_MATCH, request.etag),
            (IF_MODIFIED_SINCE, request.last_modified),
        ] {
            if let Some(value) = value.and_then(|v| HeaderValue::from_str(&v).ok()) {
                builder = builder.header(name, value);
            }
        }
        if let Some((name, Secret(secret))) = request.token
            && let (Ok(name), Ok(mut value)) =
                (HeaderName::try_from(name), HeaderValue::from_str(&secret))
        {
            value.set_sensitive(true);
            builder = builder.header(name, value);
        }
        let mut response = builder.send().await.map_err(|e| reason(&e))?;
        match response.status() {
            StatusCode::NOT_MODIFIED => return Ok(Fetched::NotModified),
            status if status.is_success() => {}
            status if status.is_redirection() => return Err(FetchError::Redirected),
            status => return Err(FetchError::Status(status.as_u16())),
        }
        let text = |name: HeaderName| {
            response
                .headers()
                .get(name)
                .and_then(|v| v.to_str().ok())
                .map(str::to_owned)
        };
        let (content_type, etag, last_modified) =
            (text(CONTENT_TYPE), text(ETAG), text(LAST_MODIFIED));
        let mut bytes = Vec::new();
        while let Some(chunk) = response.chunk().await.map_err(|e| reason(&e))? {
            if bytes.len() + chunk.len() > MAX_BYTES {
                return Err(FetchError::TooLarge);
            }
            bytes.extend_from_slice(&chunk);
        }
        Ok(Fetched::Document {
            content_type,
            etag,
            last_modified,
            bytes,
        })
    }

    async fn read_file(&self, url: &Url) -> Result<Fetched, FetchError> {
        use tokio::io::AsyncReadExt;
        let path = url.to_file_path().map_err(|()| FetchError::File)?;
        let read = async {
            let file = tokio::fs::File::open(path).await?;
            let mut bytes = Vec::new();
            file.take(MAX_BYTES as u64 + 1)
                .read_to_end(&mut bytes)
                .await?;
            Ok::<_, std::io::Error>(bytes)
        };
        // A named pipe or a dead network disk must not hold the task for ever.
        let bytes = tokio::time::timeout(self.timeout, read)
            .await
            .map_err(|_| FetchError::Timeout)?
            .map_err(|_| FetchError::File)?;
        if bytes.len() > MAX_BYTES {
            return Err(FetchError::TooLarge);
        }
        Ok(Fetched::Document {
            content_type: None,
            etag: None,
            last_modified: None,
            bytes,
        })
    }
}

/// Whether `to` is the same service as `from`: host and port, or the same host's usual move from http
/// to https. Another port may be another program, of somebody else or of this very server.
pub(super) fn same_service(from: &Url, to: &Url) -> bool {
    let upgrade = (from.scheme(), to.scheme()) == ("http", "https")
        && (from.port(), to.port()) == (None, None);
    from.host() == to.host() && (from.origin() == to.origin() || upgrade)
}

/// Fetching that ends at once when the server is asked to stop, so that a source that hangs cannot hold up
/// the end. What it had not yet said was not acknowledged; what is being kept is kept to the end.
pub(super) struct Stoppable {
    pub(super) fetch: Arc<dyn Fetch>,
    pub(super) stop: watch::Receiver<bool>,
}

#[async_trait]
impl Fetch for Stoppable {
    async fn fetch(&self, request: Request) -> Result<Fetched, FetchError> {
        let mut stop = self.stop.clone();
        tokio::select! {
            fetched = self.fetch.fetch(request) => fetched,
            _ = stop.wait_for(|s| *s) => Err(FetchError::Stopped),
        }
    }
}

fn reason(error: &reqwest::Error) -> FetchError {
    if error.is_timeout() {
        FetchError::Timeout
    } else if error.is_redirect() {
        FetchError::Redirected
    } else {
        FetchError::Unreachable
    }
}

#[async_trait]
impl Fetch for HttpFetch {
    async fn fetch(&self, request: Request) -> Result<Fetched, FetchError> {
        match request.url.scheme() {
            "file" => self.read_file(&request.url).await,
            _ => self.over_http(request).await,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_redirect_stays_with_the_service_that_was_asked() {
        let same = |from: &str, to: &str| {
            same_service(&Url::parse(from).unwrap(), &Url::parse(to).unwrap())
        };
        assert!(same("https://a.example/1", "https://a.example/2"));
        assert!(same("https://a.example/1", "https://a.example:443/2"));
        assert!(same("http://a.example/1", "https://a.example/1"));
        assert!(!same("http://a.example/1", "http://b.example/1"));
        assert!(!same("https://a.example/1", "http://a.example/1"));
        assert!(!same(
            "http://127.0.0.1:8080/1",
            "http://127.0.0.1:3001/metrics"
        ));
        assert!(!same("http://a.example/1", "https://a.example:8443/1"));
    }
}
