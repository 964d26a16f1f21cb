//! Forms of people who have not signed in: signing in itself, and accepting an invitation. They are tied to
//! the browser by a cookie of their own, which the form repeats (a double submit that no other host can
//! prepare: the cookie is `__Host-`).

use std::sync::Arc;

use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::request::Parts;
use axum::response::{IntoResponse as _, Response};
use serde::de::DeserializeOwned;

use super::deed::{TOKEN_FIELD, body, field, is_from, read};
use super::{DOOR, Desk, Trouble, cookie};
use crate::access::Token;

/// The door's token for a page with a form: the browser's own, or a fresh one, to be set as a cookie by
/// [`super::door_page`].
#[derive(Clone, Debug)]
pub struct Door(pub Token);

impl FromRequestParts<Arc<Desk>> for Door {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(
        parts: &mut Parts,
        desk: &Arc<Desk>,
    ) -> Result<Self, Self::Rejection> {
        Ok(Self(
            cookie(&parts.headers, DOOR).unwrap_or_else(|| Token::fresh(&*desk.random)),
        ))
    }
}

/// A form sent from a page at the door, by this browser.
#[derive(Debug)]
pub struct DoorForm<T> {
    /// The browser's token: ceremonies are kept under it.
    pub door: Token,
    /// What the form says.
    pub form: T,
}

impl<T: DeserializeOwned> FromRequest<Arc<Desk>> for DoorForm<T> {
    type Rejection = Response;

    async fn from_request(request: Request, desk: &Arc<Desk>) -> Result<Self, Response> {
        let door = cookie(request.headers(), DOOR);
        let from_here = is_from(request.headers(), &desk.settings.origin);
        let body = body(request).await?;
        let shown = field(&body, TOKEN_FIELD).and_then(|text| Token::shown(&text));
        match (door, shown) {
            (Some(door), Some(shown)) if from_here && door.is(&shown) => Ok(Self {
                door,
                form: read(&body).map_err(Trouble::into_response)?,
            }),
            _ => Err(Trouble::Forged.into_response()),
        }
    }
}
