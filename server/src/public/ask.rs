//! What a request asks for: language, path parameters, query. Read within limits, never failing:
//! what cannot be read is as if it had not been sent.

use std::collections::HashMap;
use std::convert::Infallible;

use app::Lang;
use axum::extract::{FromRequestParts, RawPathParams};
use axum::http::request::Parts;

/// The longest query value taken, in characters.
const LONGEST_VALUE: usize = 200;
/// The most query parameters looked at.
const MOST_PARAMETERS: usize = 40;

/// What a request asks for.
#[derive(Clone, Debug)]
pub struct Ask {
    /// From the path's prefix.
    pub lang: Lang,
    /// The French path, without `/en`.
    pub path: String,
    parameters: HashMap<String, String>,
    query: Vec<(String, String)>,
}

impl Ask {
    /// A path parameter, empty when the route has none of that name.
    pub fn parameter(&self, name: &str) -> &str {
        self.parameters.get(name).map_or("", String::as_str)
    }

    /// A query value: trimmed, without control characters, at most 200 characters; `None` when absent or empty.
    pub fn query(&self, name: &str) -> Option<&str> {
        self.pairs()
            .filter(|(n, _)| *n == name)
            .last()
            .map(|(_, value)| value)
            .filter(|v| !v.is_empty())
    }

    /// All names and values of the query, in their order; values as [`Ask::query`] gives them, or empty.
    pub fn pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        self.query.iter().map(|(n, v)| (n.as_str(), v.as_str()))
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Ask {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Infallible> {
        let parameters = RawPathParams::from_request_parts(parts, state)
            .await
            .map(|all| {
                all.iter()
                    .map(|(k, v)| (k.to_owned(), v.to_owned()))
                    .collect()
            })
            .unwrap_or_default();
        let (lang, path) = Lang::of_path(parts.uri.path());
        let query = form_urlencoded::parse(parts.uri.query().unwrap_or_default().as_bytes())
            .take(MOST_PARAMETERS)
            .map(|(name, value)| {
                let value: String = value
                    .chars()
                    .filter(|c| !c.is_control())
                    .take(LONGEST_VALUE)
                    .collect();
                (name.into_owned(), value.trim().to_owned())
            })
            .collect();
        Ok(Self {
            lang,
            path,
            parameters,
            query,
        })
    }
}
