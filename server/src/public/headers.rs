//! What every public answer says to browsers about safety.

use axum::extract::Request;
use axum::http::header::{
    CONTENT_SECURITY_POLICY, HeaderName, REFERRER_POLICY, STRICT_TRANSPORT_SECURITY,
    X_CONTENT_TYPE_OPTIONS,
};
use axum::http::{HeaderMap, HeaderValue};
use axum::middleware::Next;
use axum::response::Response;
use base64::Engine as _;
use sha2::{Digest, Sha256};

/// The headers, made once at start.
#[derive(Clone, Debug)]
pub struct Safety(HeaderMap);

impl Safety {
    /// `style` is the inlined style sheet: allowed by its hash, so that nothing else inline is.
    pub fn new(style: &str, origin: &str) -> Self {
        let directives = [
            // Nothing that is not named below.
            "default-src 'none'".to_owned(),
            // Our own scripts, and wasm for the islands; no inline script, no eval.
            "script-src 'self' 'wasm-unsafe-eval'".to_owned(),
            // The one inlined style sheet, by its hash.
            format!("style-src {}", Self::style_source(style)),
            "img-src 'self' data:".to_owned(),
            // Islands ask our own API.
            "connect-src 'self'".to_owned(),
            "manifest-src 'self'".to_owned(),
            "form-action 'self'".to_owned(),
            "base-uri 'none'".to_owned(),
            // Nobody frames an alert page: a frame around it could lie about where it comes from.
            "frame-ancestors 'none'".to_owned(),
        ];
        let mut headers = HeaderMap::new();
        let mut set = |name: HeaderName, value: String| {
            if let Ok(value) = HeaderValue::try_from(value) {
                headers.insert(name, value);
            }
        };
        set(CONTENT_SECURITY_POLICY, directives.join("; "));
        set(X_CONTENT_TYPE_OPTIONS, "nosniff".to_owned());
        set(REFERRER_POLICY, "no-referrer".to_owned());
        set(
            HeaderName::from_static("permissions-policy"),
            "geolocation=(self), camera=(), microphone=(), interest-cohort=()".to_owned(),
        );
        set(
            HeaderName::from_static("cross-origin-opener-policy"),
            "same-origin".to_owned(),
        );
        if origin.starts_with("https://") {
            set(STRICT_TRANSPORT_SECURITY, "max-age=31536000".to_owned());
        }
        Self(headers)
    }

    /// The policy of what other sites may frame: no script, nothing to send, one style sheet.
    pub fn framed(style: &str) -> String {
        format!(
            "default-src 'none'; style-src {}; form-action 'none'; base-uri 'none'; frame-ancestors *",
            Self::style_source(style)
        )
    }

    /// The one inlined style sheet as a source of a policy: by its hash.
    pub fn style_source(style: &str) -> String {
        let hash = base64::engine::general_purpose::STANDARD.encode(Sha256::digest(style));
        format!("'sha256-{hash}'")
    }

    /// Adds the headers where the answer does not have its own.
    pub fn add_to(&self, headers: &mut HeaderMap) {
        for (name, value) in &self.0 {
            headers.entry(name.clone()).or_insert_with(|| value.clone());
        }
    }
}

/// The middleware, inside the page cache so that kept pages carry their headers already.
pub async fn add(
    axum::extract::State(safety): axum::extract::State<Safety>,
    request: Request,
    next: Next,
) -> Response {
    let mut response = next.run(request).await;
    safety.add_to(response.headers_mut());
    response
}
