//! The two decisions: making an item public, or letting it never be.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use maud::html;
use portal::messages::{MessageId, ThreadId};
use serde::Deserialize;

use super::item::{Errors, Typed, current_places, show};
use super::places;
use crate::access::{JudgeHeld, Proof};
use crate::held::{Confirmation, HeldError};
use crate::web::{Deed, Desk, Page, Trouble, see};

/// The longest reason, in characters.
const LONGEST_REASON: usize = 500;

#[derive(Debug, Deserialize)]
pub(super) struct Confirm {
    lieux: String,
    /// Empty: the event that its references tell.
    evenement: String,
}

pub(super) async fn confirm(
    State(desk): State<Arc<Desk>>,
    Path(id): Path<String>,
    Deed { by, form }: Deed<JudgeHeld, Confirm>,
) -> Result<Response, Trouble> {
    let id = MessageId(id);
    let Some(item) = desk.store.held_item(&by, &id).await? else {
        return gone(&desk, &by).await;
    };
    let typed = Typed {
        places: form.lieux.clone(),
        thread: form.evenement.clone(),
        reason: String::new(),
    };
    let places = match places::read(&form.lieux) {
        Ok(places) => places,
        Err(errors) => {
            let errors = Errors {
                places: errors,
                ..Errors::default()
            };
            return show(&desk, &by, &item, typed, errors).await;
        }
    };
    let thread = form.evenement.trim();
    let how = Confirmation {
        // Left as it was, each area keeps its own places.
        places: (places != current_places(&item.message)).then_some(places),
        thread: (!thread.is_empty()).then(|| ThreadId(thread.to_owned())),
    };
    match desk.store.confirm_held(&by, &id, &how, desk.now()).await {
        Ok(thread) => Ok(see(&format!("/a-confirmer?publie={}", thread.0))),
        Err(HeldError::UnknownThread) => {
            let errors = Errors {
                thread: vec!["Cet événement n'existe plus. Choisissez-en un autre.".to_owned()],
                ..Errors::default()
            };
            show(&desk, &by, &item, typed, errors).await
        }
        Err(HeldError::Gone) => gone(&desk, &by).await,
        Err(HeldError::NoLongerAllowed) => Err(Trouble::NotYours),
        Err(HeldError::Port(error)) => Err(error.into()),
    }
}

#[derive(Debug, Deserialize)]
pub(super) struct Dismiss {
    motif: String,
}

pub(super) async fn dismiss(
    State(desk): State<Arc<Desk>>,
    Path(id): Path<String>,
    Deed { by, form }: Deed<JudgeHeld, Dismiss>,
) -> Result<Response, Trouble> {
    let id = MessageId(id);
    let Some(item) = desk.store.held_item(&by, &id).await? else {
        return gone(&desk, &by).await;
    };
    let reason = form.motif.trim();
    let error = if reason.is_empty() {
        Some("Écrivez pourquoi vous écartez ce message.".to_owned())
    } else if reason.chars().count() > LONGEST_REASON {
        Some(format!(
            "Raccourcissez le motif : {LONGEST_REASON} caractères au plus."
        ))
    } else {
        None
    };
    if let Some(error) = error {
        let typed = Typed {
            reason: form.motif.clone(),
            ..Typed::of(&item)
        };
        let errors = Errors {
            reason: vec![error],
            ..Errors::default()
        };
        return show(&desk, &by, &item, typed, errors).await;
    }
    match desk.store.dismiss_held(&by, &id, reason, desk.now()).await {
        Ok(()) => Ok(see("/a-confirmer?ecarte=oui")),
        Err(HeldError::Gone | HeldError::UnknownThread) => gone(&desk, &by).await,
        Err(HeldError::NoLongerAllowed) => Err(Trouble::NotYours),
        Err(HeldError::Port(error)) => Err(error.into()),
    }
}

/// Somebody else was quicker: nothing was changed by this form.
async fn gone(desk: &Arc<Desk>, by: &Proof<JudgeHeld>) -> Result<Response, Trouble> {
    let main = html! {
        h1 { "Ce message n'attend plus" }
        p { "Une autre personne a déjà décidé, ou le message n'existe pas. Votre envoi n'a rien changé." }
        p { a class="next" href="/a-confirmer" { "Retour à la liste" } }
    };
    let page = Page::new("Déjà décidé", main).with_status(StatusCode::CONFLICT);
    page.answer(desk, by).await
}
