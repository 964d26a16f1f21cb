//! What can go wrong with a request, each with its status and its words. Detail goes to the log.

use std::sync::Arc;

use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use maud::html;
use portal::PortError;

use super::{Desk, bare_page, html_answer};

/// Something that kept a request from being answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// 404.
    Unknown,
    /// 405.
    Method,
    /// 401: no session.
    SignIn,
    /// 403: signed in, without the role.
    NotYours,
    /// 403: not sent from a page of this session.
    Forged,
    /// 413.
    TooLarge,
    /// 422: not what the page's form sends.
    NotAForm,
    /// 429, with the seconds to wait.
    TooMany(u64),
    /// 503: the store.
    Unavailable,
}

impl Trouble {
    fn status(self) -> StatusCode {
        match self {
            Trouble::Unknown => StatusCode::NOT_FOUND,
            Trouble::Method => StatusCode::METHOD_NOT_ALLOWED,
            Trouble::SignIn => StatusCode::UNAUTHORIZED,
            Trouble::NotYours | Trouble::Forged => StatusCode::FORBIDDEN,
            Trouble::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Trouble::NotAForm => StatusCode::UNPROCESSABLE_ENTITY,
            Trouble::TooMany(_) => StatusCode::TOO_MANY_REQUESTS,
            Trouble::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
        }
    }

    fn words(self) -> (&'static str, &'static str) {
        match self {
            Trouble::Unknown => (
                "Page inconnue",
                "Rien n'existe à cette adresse, ou plus rien.",
            ),
            Trouble::Method => ("Demande inconnue", "Cette adresse ne se demande pas ainsi."),
            Trouble::SignIn => ("Connectez-vous", "Cette page demande une session."),
            Trouble::NotYours => (
                "Pas avec votre rôle",
                "Votre rôle ne permet pas cela. Demandez à votre chef d'équipe.",
            ),
            Trouble::Forged => (
                "Envoi refusé",
                "Cet envoi ne vient pas d'une page de votre session. Ouvrez la page de nouveau et recommencez.",
            ),
            Trouble::TooLarge => (
                "Trop long",
                "Cet envoi dépasse 512 ko. Raccourcissez, puis envoyez de nouveau.",
            ),
            Trouble::NotAForm => (
                "Envoi illisible",
                "Il manque des champs. Ouvrez la page de nouveau et recommencez.",
            ),
            Trouble::TooMany(_) => ("Trop d'essais", "Attendez un peu, puis recommencez."),
            Trouble::Unavailable => (
                "Momentanément indisponible",
                "La base de données ne répond pas. Rien n'a été fait. Gardez cette page et recommencez dans une minute.",
            ),
        }
    }
}

impl From<PortError> for Trouble {
    fn from(error: PortError) -> Self {
        tracing::error!(%error, "the desk's store");
        Trouble::Unavailable
    }
}

impl IntoResponse for Trouble {
    fn into_response(self) -> Response {
        let mut response = self.status().into_response();
        response.extensions_mut().insert(self);
        response
    }
}

/// Gives an answer that is only a [`Trouble`] its page.
pub(super) async fn told(State(desk): State<Arc<Desk>>, response: Response) -> Response {
    let Some(trouble) = response.extensions().get::<Trouble>().copied() else {
        return response;
    };
    let (title, text) = trouble.words();
    let main = html! {
        h1 { (title) }
        p { (text) }
        @if let Trouble::TooMany(seconds) = trouble {
            p { "Dans " (seconds) " s." }
        }
        p { @if trouble == Trouble::SignIn { a href="/connexion" { "Se connecter" } } @else { a href="/" { "Retour au poste" } } }
    };
    let mut told = html_answer(trouble.status(), bare_page(&desk, title, main));
    let (mut parts, _) = response.into_parts();
    parts.headers.remove(header::CONTENT_LENGTH);
    parts.headers.extend(std::mem::take(told.headers_mut()));
    if let Trouble::TooMany(seconds) = trouble {
        parts.headers.insert(header::RETRY_AFTER, seconds.into());
    }
    Response::from_parts(parts, told.into_body())
}
