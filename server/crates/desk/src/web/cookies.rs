//! The desk's cookies: `__Host-` (RFC 6265bis §4.1.3.2), so that no other host or path can set them,
//! `Secure`, `HttpOnly`, `SameSite=Strict`.

use axum::http::header::{COOKIE, SET_COOKIE};
use axum::http::{HeaderMap, HeaderValue};

use crate::access::Token;

/// The session's.
pub const SESSION: &str = "__Host-rives-desk";
/// The one of somebody not yet signed in: it ties forms and ceremonies to the browser.
pub const DOOR: &str = "__Host-rives-desk-door";

/// The token in a cookie, if the request has it.
pub fn cookie(headers: &HeaderMap, name: &str) -> Option<Token> {
    headers
        .get_all(COOKIE)
        .iter()
        .filter_map(|v| v.to_str().ok())
        .flat_map(|v| v.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(key, _)| *key == name)
        .and_then(|(_, value)| Token::shown(value))
}

/// Adds a cookie to an answer. It lasts as long as the browser runs; the server ends it earlier.
pub fn set_cookie(headers: &mut HeaderMap, name: &str, token: &Token) {
    append(
        headers,
        &format!(
            "{name}={}; Path=/; Secure; HttpOnly; SameSite=Strict",
            token.reveal()
        ),
    );
}

/// Removes a cookie.
pub fn clear_cookie(headers: &mut HeaderMap, name: &str) {
    append(
        headers,
        &format!("{name}=; Path=/; Secure; HttpOnly; SameSite=Strict; Max-Age=0"),
    );
}

fn append(headers: &mut HeaderMap, text: &str) {
    if let Ok(value) = HeaderValue::try_from(text) {
        headers.append(SET_COOKIE, value);
    }
}
