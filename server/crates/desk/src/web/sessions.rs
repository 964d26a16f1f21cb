//! Finding who asks, once per request.

use std::net::IpAddr;
use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::{HeaderMap, Method, header};
use axum::middleware::Next;
use axum::response::Response;

use super::{Desk, SESSION, bounce, clear_cookie, cookie, set_cookie, trouble::Trouble};
use crate::access::{Staff, Token, authenticate};

/// The client's address, put there by the listener: for limits only, in memory only, never logged.
#[derive(Clone, Copy, Debug)]
pub struct ClientAddress(pub IpAddr);

/// Puts the [`Staff`] of the session's cookie among the request's extensions, and replaces the cookie's
/// token when it is due.
pub(super) async fn find(
    State(desk): State<Arc<Desk>>,
    mut request: Request,
    next: Next,
) -> Response {
    use axum::response::IntoResponse as _;
    let Some(token) = cookie(request.headers(), SESSION) else {
        // SameSite=Strict: coming from elsewhere by a link the cookie is not shown, coming from here it is.
        if request.method() == Method::GET && from_elsewhere(request.headers()) {
            return bounce(request.uri());
        }
        return next.run(request).await;
    };
    let now = desk.now();
    let limits = desk.settings.sessions;
    let staff = match authenticate(&*desk.store, &token, limits.idle, now).await {
        Ok(staff) => staff,
        Err(error) => return Trouble::from(error).into_response(),
    };
    let Some(staff) = staff else {
        let mut response = next.run(request).await;
        // Unless this very answer opens another.
        if !sets_session(response.headers()) {
            clear_cookie(response.headers_mut(), SESSION);
        }
        return response;
    };
    let fresh = rotated(&desk, &staff, &token).await;
    request.extensions_mut().insert(staff);
    let mut response = next.run(request).await;
    // Another cookie in the answer (the door's) does not stand for it: the old token works for a minute only.
    let answered = sets_session(response.headers());
    if let (Some(fresh), false) = (fresh, answered) {
        set_cookie(response.headers_mut(), SESSION, &fresh);
    }
    response
}

/// Whether an answer opens or ends a session itself.
fn sets_session(headers: &HeaderMap) -> bool {
    headers.get_all(header::SET_COOKIE).iter().any(|value| {
        value.to_str().is_ok_and(|value| {
            value
                .strip_prefix(SESSION)
                .is_some_and(|rest| rest.starts_with('='))
        })
    })
}

async fn rotated(desk: &Desk, staff: &Staff, token: &Token) -> Option<Token> {
    let session = staff.session();
    let now = desk.now();
    if now - session.rotated_at < desk.settings.sessions.rotate {
        return None;
    }
    let fresh = Token::fresh(&*desk.random);
    match desk
        .store
        .rotate(&session.id, &token.hash(), &fresh.hash(), now)
        .await
    {
        Ok(true) => Some(fresh),
        // Another request of the same moment did.
        Ok(false) => None,
        Err(error) => {
            tracing::warn!(%error, "a session's token could not be replaced; the old one goes on");
            None
        }
    }
}

/// Whether a browser says that another site led here by a link.
fn from_elsewhere(headers: &HeaderMap) -> bool {
    let is = |name: &str, value: &str| {
        headers
            .get(name)
            .is_some_and(|v| v.as_bytes() == value.as_bytes())
    };
    is("sec-fetch-site", "cross-site") && is("sec-fetch-mode", "navigate")
}

/// Browser and system in a few words, from `User-Agent`.
pub fn device_of(headers: &HeaderMap) -> String {
    let agent = headers
        .get(header::USER_AGENT)
        .and_then(|v| v.to_str().ok())
        .unwrap_or_default();
    let first = |known: &[(&str, &str)], other: &str| {
        known
            .iter()
            .find(|(mark, _)| agent.contains(mark))
            .map_or_else(|| other.to_owned(), |(_, name)| (*name).to_owned())
    };
    let browser = first(
        &[
            ("Edg/", "Edge"),
            ("OPR/", "Opera"),
            ("Firefox/", "Firefox"),
            ("Chrome/", "Chrome"),
            ("Safari/", "Safari"),
        ],
        "Autre navigateur",
    );
    let system = first(
        &[
            ("Android", "Android"),
            ("iPhone", "iPhone"),
            ("iPad", "iPad"),
            ("Windows", "Windows"),
            ("Mac OS X", "macOS"),
            ("Linux", "Linux"),
        ],
        "autre système",
    );
    format!("{browser}, {system}")
}
