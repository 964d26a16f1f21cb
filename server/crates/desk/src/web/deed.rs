//! Forms. What a form says reaches a handler only as a [`Deed`]: its sender has signed in, may do it, and
//! sent it from a page of this very session.
//!
//! Nothing typed is lost: where a deed is refused because the session ended or changed, the answer holds
//! every field, to be sent again after signing in.

use std::sync::Arc;

use axum::extract::{FromRequest, Request};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use serde::de::DeserializeOwned;

use super::{Desk, SESSION, Trouble, cookie, refused_form};
use crate::access::{Capability, Proof, Staff, Token};

/// The largest form, in bytes: three languages of long texts and a list of every commune of a département.
pub const LARGEST_FORM: usize = 512 * 1024;
/// The field that carries the session's form token.
pub const TOKEN_FIELD: &str = "jeton";

/// A form sent by somebody who may `C`.
#[derive(Debug)]
pub struct Deed<C: Capability, T> {
    /// Who, and that they may.
    pub by: Proof<C>,
    /// What the form says.
    pub form: T,
}

/// A form sent by somebody signed in, about their own account.
#[derive(Debug)]
pub struct OwnDeed<T> {
    /// Who.
    pub by: Staff,
    /// What the form says.
    pub form: T,
}

/// A form without fields.
#[derive(Clone, Copy, Debug, serde::Deserialize)]
pub struct Nothing {}

impl<T: DeserializeOwned> FromRequest<Arc<Desk>> for OwnDeed<T> {
    type Rejection = Response;

    async fn from_request(request: Request, desk: &Arc<Desk>) -> Result<Self, Response> {
        let (by, body) = own(request, desk).await?;
        Ok(Self {
            by,
            form: read(&body).map_err(Trouble::into_response)?,
        })
    }
}

impl<C: Capability, T: DeserializeOwned> FromRequest<Arc<Desk>> for Deed<C, T> {
    type Rejection = Response;

    async fn from_request(request: Request, desk: &Arc<Desk>) -> Result<Self, Response> {
        let (by, body) = own(request, desk).await?;
        let by = by
            .prove::<C>()
            .ok_or_else(|| Trouble::NotYours.into_response())?;
        Ok(Self {
            by,
            form: read(&body).map_err(Trouble::into_response)?,
        })
    }
}

/// Who sent a form from a page of their session, and its body.
async fn own(request: Request, desk: &Arc<Desk>) -> Result<(Staff, String), Response> {
    let staff = request.extensions().get::<Staff>().cloned();
    let had_cookie = cookie(request.headers(), SESSION).is_some();
    let uri = request.uri().clone();
    let from_here = is_from(request.headers(), &desk.settings.origin);
    let body = body(request).await?;
    let Some(staff) = staff else {
        return Err(match (from_here, had_cookie) {
            // The session ended under the writer's hands: give everything back.
            (true, _) => refused_form(desk, None, &uri, &body, StatusCode::UNAUTHORIZED),
            (false, _) => Trouble::SignIn.into_response(),
        });
    };
    if !from_here {
        return Err(Trouble::Forged.into_response());
    }
    let shown = field(&body, TOKEN_FIELD).and_then(|text| Token::shown(&text));
    if shown.is_some_and(|token| token.is(&staff.session().form_token)) {
        return Ok((staff, body));
    }
    // From a page of an earlier session: asked again, with everything kept.
    Err(refused_form(
        desk,
        Some(&staff),
        &uri,
        &body,
        StatusCode::FORBIDDEN,
    ))
}

/// Whether a browser says that a page of this origin sent the request. One that says nothing is not
/// believed: every browser says `Origin` with a POST.
pub(super) fn is_from(headers: &HeaderMap, origin: &str) -> bool {
    let text = |name: &str| headers.get(name).map(|v| v.to_str().unwrap_or("?"));
    let site = text("sec-fetch-site").is_none_or(|site| site == "same-origin");
    site && text(header::ORIGIN.as_str()) == Some(origin)
}

/// The body of a form.
pub(super) async fn body(request: Request) -> Result<String, Response> {
    let urlencoded = request
        .headers()
        .get(header::CONTENT_TYPE)
        .and_then(|v| v.to_str().ok())
        .is_some_and(|v| v.starts_with("application/x-www-form-urlencoded"));
    if !urlencoded {
        return Err(Trouble::NotAForm.into_response());
    }
    let bytes = axum::body::Bytes::from_request(request, &())
        .await
        .map_err(|_| Trouble::TooLarge.into_response())?;
    String::from_utf8(bytes.into()).map_err(|_| Trouble::NotAForm.into_response())
}

/// What a form's body says.
pub(super) fn read<T: DeserializeOwned>(body: &str) -> Result<T, Trouble> {
    serde_html_form::from_str(body).map_err(|error| {
        tracing::info!(%error, "a form without the fields that its page has");
        Trouble::NotAForm
    })
}

/// One field of a body.
pub(super) fn field(body: &str, name: &str) -> Option<String> {
    url::form_urlencoded::parse(body.as_bytes())
        .find(|(key, _)| key == name)
        .map(|(_, value)| value.into_owned())
}
