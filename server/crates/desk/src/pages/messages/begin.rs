//! Beginning a draft: a new event, or another message about one in force.

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use maud::html;
use portal::messages::ThreadId;
use serde::Deserialize;

use super::{path_of, words};
use crate::access::{Staff, WriteMessages};
use crate::messages::{DraftError, Purpose, Typed, prefill};
use crate::release;
use crate::web::{Deed, Desk, Page, Trouble, see};

/// What for, and for which thread.
#[derive(Debug, Deserialize)]
pub(super) struct Begin {
    but: String,
    #[serde(default)]
    fil: Option<String>,
}

pub(super) async fn begin(
    State(desk): State<Arc<Desk>>,
    Deed { by, form }: Deed<WriteMessages, Begin>,
) -> Result<Response, Trouble> {
    let Some(issuer) = &desk.settings.issuer else {
        return Ok(see("/messages"));
    };
    let thread = form.fil.filter(|t| !t.is_empty()).map(ThreadId);
    let purpose = Purpose::from_word(&form.but, thread).ok_or(Trouble::NotAForm)?;
    let now = desk.now();
    let typed = match release::thread_of(&desk, &purpose).await? {
        Some(thread) => {
            // Only what this authority said is its own to continue.
            if !thread.messages.iter().any(|m| m.source == issuer.source.id) {
                return refused(&desk, &by, words(DraftError::NotOurs)?).await;
            }
            prefill(&purpose, &thread, now)
        }
        None if purpose == Purpose::New => Typed {
            link: issuer.web.clone(),
            contact: issuer.contact.clone(),
            ..Typed::default()
        },
        None => return Err(Trouble::Unknown),
    };
    match desk.store.begin_draft(&by, purpose, typed, now).await {
        Ok(draft) => Ok(see(&format!("{}/ecrire", path_of(&draft.id)))),
        Err(error) => refused(&desk, &by, words(error)?).await,
    }
}

/// Nothing was begun, and why.
async fn refused(desk: &Arc<Desk>, by: &Staff, told: &str) -> Result<Response, Trouble> {
    let main = html! {
        h1 { "Aucun message n'a été commencé" }
        div class="faults" role="alert" { p { (told) } }
        p { a href="/messages" { "Revenir aux messages" } }
    };
    let page = Page::new("Messages", main).with_status(StatusCode::CONFLICT);
    page.answer(desk, by).await
}
