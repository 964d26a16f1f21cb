//! What a browser sends: from a page of ours or not, and its bytes within the limit.

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::State;
use axum::extract::rejection::BytesRejection;
use axum::http::header::{CONTENT_TYPE, ORIGIN};
use axum::http::{HeaderMap, StatusCode};
use axum::routing::{MethodRouter, post};
use serde::de::DeserializeOwned;

use super::Web;
use super::answer::{Made, Refusal};
use super::ask::Ask;

/// The most fields of a form looked at.
const MOST_FIELDS: usize = 64;

/// A body and where it comes from.
pub(crate) struct Sent {
    /// A browser says that a page of this origin sent it.
    pub from_here: bool,
    json: bool,
    body: Bytes,
}

impl Sent {
    /// The fields of a form.
    pub(crate) fn fields(&self) -> Vec<(String, String)> {
        form_urlencoded::parse(&self.body)
            .take(MOST_FIELDS)
            .map(|(name, value)| (name.into_owned(), value.into_owned()))
            .collect()
    }

    /// Everything that was sent.
    pub(crate) fn bytes(&self) -> &[u8] {
        &self.body
    }

    /// The JSON of a script; `None` when it is none, or not said to be.
    pub(crate) fn json<T: DeserializeOwned>(&self) -> Option<T> {
        self.json
            .then(|| serde_json::from_slice(&self.body).ok())
            .flatten()
    }
}

/// Whether a page of this origin sent a request. Every browser that can subscribe says one of the two:
/// `Sec-Fetch-Site`, which no page can forge, or `Origin` — which is `null` in forms of our pages, because
/// they send no referrer (Fetch §3.2, "serializing a request origin").
fn from_here(headers: &HeaderMap, origin: &str) -> bool {
    let text = |name: &str| headers.get(name).and_then(|v| v.to_str().ok());
    let said = text(ORIGIN.as_str());
    match text("sec-fetch-site") {
        Some(site) => site == "same-origin" && said.is_none_or(|o| o == "null" || o == origin),
        None => said == Some(origin),
    }
}

/// A POST's handler from a function of what is asked and sent.
pub(crate) fn act<F, Fut>(make: F) -> MethodRouter<Arc<Web>>
where
    F: Fn(Arc<Web>, Ask, Sent) -> Fut + Clone + Send + Sync + 'static,
    Fut: Future<Output = Result<Made, Refusal>> + Send + 'static,
{
    post(
        move |State(web): State<Arc<Web>>,
              ask: Ask,
              headers: HeaderMap,
              body: Result<Bytes, BytesRejection>| {
            let make = make.clone();
            async move {
                let Ok(body) = body else {
                    return Refusal::BadRequest.answer_as(
                        StatusCode::PAYLOAD_TOO_LARGE,
                        &web.site,
                        &ask,
                    );
                };
                let kind = headers.get(CONTENT_TYPE).and_then(|v| v.to_str().ok());
                let json = kind
                    .and_then(|k| k.split(';').next())
                    .is_some_and(|k| k.trim().eq_ignore_ascii_case("application/json"));
                let sent = Sent {
                    from_here: from_here(&headers, &web.site.origin),
                    json,
                    body,
                };
                match make(web.clone(), ask.clone(), sent).await {
                    Ok(made) => made.answer(),
                    Err(refusal) => refusal.answer(&web.site, &ask),
                }
            }
        },
    )
}

#[cfg(test)]
mod tests {
    use axum::http::{HeaderName, HeaderValue};

    use super::*;

    fn says(pairs: &[(&'static str, &'static str)]) -> bool {
        let headers = pairs
            .iter()
            .map(|(n, v)| (HeaderName::from_static(n), HeaderValue::from_static(v)))
            .collect();
        from_here(&headers, "https://rives.example")
    }

    #[test]
    fn only_a_page_of_this_origin_may_send() {
        assert!(says(&[
            ("sec-fetch-site", "same-origin"),
            ("origin", "null")
        ]));
        assert!(says(&[
            ("sec-fetch-site", "same-origin"),
            ("origin", "https://rives.example")
        ]));
        assert!(says(&[("origin", "https://rives.example")]));
        assert!(!says(&[]));
        assert!(!says(&[("origin", "null")]));
        assert!(!says(&[("origin", "https://autre.example")]));
        for site in ["cross-site", "same-site", "none"] {
            let pairs = [
                ("sec-fetch-site", site),
                ("origin", "https://rives.example"),
            ];
            assert!(!says(&pairs), "{site}");
        }
        assert!(!says(&[
            ("sec-fetch-site", "same-origin"),
            ("origin", "https://autre.example")
        ]));
    }
}
