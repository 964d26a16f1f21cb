//! What every answer of the desk says to browsers about safety.

use axum::http::header::{self, HeaderName, HeaderValue};
use axum::response::Response;

/// Nothing from elsewhere, nothing inline; frames only of the desk's own previews.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; \
    connect-src 'self'; frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

pub(super) async fn add(mut response: Response) -> Response {
    let headers = response.headers_mut();
    let mut set = |name: HeaderName, value: &'static str| {
        // A preview has a policy of its own.
        headers
            .entry(name)
            .or_insert(HeaderValue::from_static(value));
    };
    set(header::CONTENT_SECURITY_POLICY, POLICY);
    set(header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    // Not `no-referrer`: under it browsers send `Origin: null` with every form (Fetch, "append a request
    // Origin header"), and a form that does not say where it comes from is refused.
    set(header::REFERRER_POLICY, "same-origin");
    set(header::CACHE_CONTROL, "no-store");
    set(
        HeaderName::from_static("cross-origin-opener-policy"),
        "same-origin",
    );
    set(
        HeaderName::from_static("cross-origin-resource-policy"),
        "same-origin",
    );
    set(
        HeaderName::from_static("permissions-policy"),
        "geolocation=(), camera=(), microphone=(), publickey-credentials-get=(self), publickey-credentials-create=(self)",
    );
    set(HeaderName::from_static("x-robots-tag"), "noindex");
    response
}
