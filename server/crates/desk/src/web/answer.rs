//! Answers that are no pages of a noun: going elsewhere, signing in first, a form given back.

use axum::http::header::{HeaderMap, LOCATION};
use axum::http::{HeaderValue, StatusCode, Uri};
use axum::response::{IntoResponse as _, Response};
use maud::{DOCTYPE, html};
use url::form_urlencoded;

use super::{Desk, TOKEN_FIELD, bare_page, html_answer};
use crate::access::Staff;

/// 303: the deed is done, here is what came of it.
pub fn see(path: &str) -> Response {
    let mut headers = HeaderMap::new();
    let location = HeaderValue::try_from(path).unwrap_or(HeaderValue::from_static("/"));
    headers.insert(LOCATION, location);
    (StatusCode::SEE_OTHER, headers).into_response()
}

/// To the door, and back here afterwards.
pub fn sign_in_first(uri: &Uri) -> Response {
    let here = uri.path_and_query().map_or("/", |p| p.as_str());
    if here == "/" {
        return see("/connexion");
    }
    let query: String = form_urlencoded::Serializer::new(String::new())
        .append_pair("suite", here)
        .finish();
    see(&format!("/connexion?{query}"))
}

/// Where to go after signing in: a path of the desk itself, else the first page.
pub fn onward(asked: Option<&str>) -> &str {
    asked
        .filter(|path| {
            path.starts_with('/')
                && !path.starts_with("//")
                && !path.contains(['\\', '\n', '\r', '\t'])
        })
        .unwrap_or("/")
}

/// The same address once more, asked for by a page of the desk: then the browser shows its cookie.
pub(super) fn bounce(uri: &Uri) -> Response {
    // An address that begins with two slashes would be another host's.
    let here = onward(uri.path_and_query().map(|p| p.as_str()));
    let page = html! {
        (DOCTYPE)
        html lang="fr" {
            head { meta charset="utf-8"; title { "Poste" } meta http-equiv="refresh" content=(format!("0;url={here}")); }
            body { p { a href=(here) { "Continuer" } } }
        }
    };
    html_answer(StatusCode::OK, page)
}

/// A form that could not be believed, with everything that it held: to be sent again on purpose.
pub(super) fn refused_form(
    desk: &Desk,
    staff: Option<&Staff>,
    uri: &Uri,
    body: &str,
    status: StatusCode,
) -> Response {
    let fields: Vec<(String, String)> = form_urlencoded::parse(body.as_bytes())
        .filter(|(name, _)| name != TOKEN_FIELD)
        .map(|(name, value)| (name.into_owned(), value.into_owned()))
        .collect();
    let token = staff
        .map(|s| s.session().form_token.reveal().to_owned())
        .unwrap_or_default();
    let main = html! {
        h1 { @if staff.is_some() { "Confirmez votre envoi" } @else { "Votre session est terminée" } }
        @if staff.is_some() {
            p { "Cette page venait d'une session précédente. Rien n'est perdu : relisez, puis envoyez de nouveau." }
        } @else {
            p { "Rien n'est perdu : tout ce que vous avez écrit est encore sur cette page." }
            ol {
                li { a href="/connexion" target="_blank" rel="noopener" { "Connectez-vous dans un autre onglet" } "." }
                li { "Revenez à cette page et envoyez de nouveau." }
            }
        }
        form method="post" action=(uri.path()) {
            input type="hidden" name=(TOKEN_FIELD) value=(token);
            @for (name, value) in &fields { input type="hidden" name=(name) value=(value); }
            button { "Envoyer de nouveau" }
        }
        @let texts: Vec<_> = fields.iter().filter(|(_, v)| !v.trim().is_empty()).collect();
        @if !texts.is_empty() {
            details open {
                summary { "Ce que vous avez écrit" }
                dl { @for (name, value) in texts { div { dt { (name) } dd class="typed" { (value) } } } }
            }
        }
    };
    html_answer(status, bare_page(desk, "Session terminée", main))
}
