//! The one place where results become HTTP answers.

use app::pages::{Problem, problem};
use app::{Page, Text};
use axum::body::Body;
use axum::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE, LOCATION, RETRY_AFTER};
use axum::http::{HeaderName, HeaderValue, StatusCode};
use axum::response::Response;
use portal::{Instant, PortError};

use super::ask::Ask;
use super::cache::Keep;

const HTML: &str = "text/html; charset=utf-8";

/// What a handler made.
#[derive(Debug)]
pub struct Made {
    status: StatusCode,
    content_type: &'static str,
    body: Vec<u8>,
    /// `Some`: may be kept until that instant (`None` inside: until the content changes).
    keep: Option<Option<Instant>>,
    headers: Vec<(HeaderName, String)>,
}

impl Made {
    fn of(content_type: &'static str, body: impl Into<Vec<u8>>) -> Self {
        Self {
            status: StatusCode::OK,
            content_type,
            body: body.into(),
            keep: None,
            headers: Vec::new(),
        }
    }

    /// A page to keep.
    pub fn page(page: Page) -> Self {
        Self {
            keep: Some(page.valid_until),
            ..Self::of(HTML, page.html)
        }
    }

    /// A page made for this request only.
    pub fn fresh(page: Page) -> Self {
        Self::of(HTML, page.html).header(CACHE_CONTROL, "no-store")
    }

    /// A page whose address is a secret: kept by nobody, listed by nobody.
    pub fn secret(page: Page) -> Self {
        Self::fresh(page).header(HeaderName::from_static("x-robots-tag"), "noindex")
    }

    /// JSON for the one who asked.
    pub fn private_json(body: serde_json::Value) -> Self {
        Self::of("application/json", body.to_string()).header(CACHE_CONTROL, "no-store")
    }

    /// Done, and nothing to say.
    pub fn nothing() -> Self {
        Self::private_json(serde_json::Value::Null).empty()
    }

    fn empty(mut self) -> Self {
        self.body.clear();
        self.status = StatusCode::NO_CONTENT;
        self
    }

    /// With another status.
    pub fn status(mut self, status: StatusCode) -> Self {
        self.status = status;
        self
    }

    /// A feed or JSON to keep.
    pub fn text(content_type: &'static str, text: Text) -> Self {
        Self {
            keep: Some(text.valid_until),
            ..Self::of(content_type, text.body)
        }
        // Feeds and JSON are for reuse by other sites' pages.
        .header(HeaderName::from_static("access-control-allow-origin"), "*")
    }

    /// Something that only new content changes.
    pub fn constant(content_type: &'static str, body: impl Into<Vec<u8>>) -> Self {
        Self {
            keep: Some(None),
            ..Self::of(content_type, body)
        }
    }

    /// JSON made for this request only.
    pub fn fresh_text(content_type: &'static str, body: String) -> Self {
        Self::of(content_type, body).header(CACHE_CONTROL, "public, max-age=3600")
    }

    /// A document as received from elsewhere: downloaded, never run or shown as a page of ours.
    pub fn original(bytes: Vec<u8>, file_name: &str) -> Self {
        Self {
            keep: Some(None),
            ..Self::of("application/octet-stream", bytes)
        }
        .header(
            CONTENT_DISPOSITION,
            &format!("attachment; filename=\"{file_name}\""),
        )
    }

    /// See Other, for now.
    pub fn redirect(to: String) -> Self {
        Self {
            status: StatusCode::SEE_OTHER,
            ..Self::of(HTML, Vec::new())
        }
        .header(LOCATION, &to)
    }

    /// For good.
    pub fn moved(to: String) -> Self {
        Self {
            status: StatusCode::MOVED_PERMANENTLY,
            ..Self::of(HTML, Vec::new())
        }
        .header(LOCATION, &to)
        .header(CACHE_CONTROL, "public, max-age=300")
    }

    /// With one more header.
    pub fn header(mut self, name: HeaderName, value: &str) -> Self {
        self.headers.push((name, value.to_owned()));
        self
    }

    /// As a response.
    pub fn answer(self) -> Response {
        let mut response = Response::new(Body::from(self.body));
        *response.status_mut() = self.status;
        response
            .headers_mut()
            .insert(CONTENT_TYPE, HeaderValue::from_static(self.content_type));
        for (name, value) in self.headers {
            if let Ok(value) = HeaderValue::try_from(value) {
                response.headers_mut().insert(name, value);
            }
        }
        if let Some(until) = self.keep {
            response.extensions_mut().insert(Keep { until });
        }
        response
    }
}

/// Why there is no answer to what was asked.
#[derive(Debug)]
pub enum Refusal {
    /// No page of that address.
    Unknown,
    /// No alert of that id.
    NoSuchAlert,
    /// No commune of that code.
    NoSuchCommune,
    /// No département of that code.
    NoSuchDepartement,
    /// Parameters that mean nothing.
    BadRequest,
    /// A method that pages do not have.
    Method,
    /// Asked too often; the seconds until the next answer.
    TooMany(u64),
    /// The store does not answer.
    Unavailable,
}

impl From<PortError> for Refusal {
    fn from(error: PortError) -> Self {
        // The detail goes to the log, never to the page.
        tracing::error!(%error, "a page could not be made");
        Refusal::Unavailable
    }
}

impl Refusal {
    /// The same page with a status of its own.
    pub fn answer_as(self, status: StatusCode, site: &app::Site, ask: &Ask) -> Response {
        let mut response = self.answer(site, ask);
        *response.status_mut() = status;
        response
    }

    /// The page that says what happened and what one can do.
    pub fn answer(self, site: &app::Site, ask: &Ask) -> Response {
        let near: Vec<&portal::places::Commune>;
        let (status, what) = match self {
            Refusal::Unknown => (StatusCode::NOT_FOUND, Problem::Page),
            Refusal::NoSuchAlert => (StatusCode::NOT_FOUND, Problem::Alert),
            Refusal::NoSuchCommune => {
                near = portal::places::gazetteer().search(ask.parameter("slug"), 5);
                (StatusCode::NOT_FOUND, Problem::Commune(&near))
            }
            Refusal::NoSuchDepartement => (StatusCode::NOT_FOUND, Problem::Departement),
            Refusal::BadRequest => (StatusCode::BAD_REQUEST, Problem::Request),
            Refusal::Method => (StatusCode::METHOD_NOT_ALLOWED, Problem::Request),
            Refusal::TooMany(_) => (StatusCode::TOO_MANY_REQUESTS, Problem::TooMany),
            Refusal::Unavailable => (StatusCode::SERVICE_UNAVAILABLE, Problem::Unavailable),
        };
        let wait = match self {
            Refusal::TooMany(seconds) => Some(seconds),
            Refusal::Unavailable => Some(10),
            _ => None,
        };
        let made = if ask.path.starts_with("/api/") {
            problem_json(status, &what)
        } else {
            Made::fresh(problem(site, ask.lang, what))
        };
        let mut response = Made { status, ..made }.answer();
        if let Some(seconds) = wait {
            response
                .headers_mut()
                .insert(RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}

/// A problem as programs read it (RFC 9457). In French, as all of the JSON.
fn problem_json(status: StatusCode, what: &Problem<'_>) -> Made {
    let words = what.words(&app::Lang::Fr.words().problem);
    let body = serde_json::json!({
        "status": status.as_u16(), "title": words.title, "detail": words.happened,
    });
    Made::of("application/problem+json", body.to_string())
        .header(CACHE_CONTROL, "no-store")
        .header(HeaderName::from_static("access-control-allow-origin"), "*")
}
