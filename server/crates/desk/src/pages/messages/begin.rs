//! Beginning a draft: a new event, or another message about one in force.

use std::sync::Arc;

use axum::extract::State;
use axum::response::{IntoResponse as _, Response};
use portal::messages::ThreadId;
use serde::Deserialize;

use super::{path_of, words};
use crate::access::WriteMessages;
use crate::messages::{Purpose, Typed, prefill};
use crate::release;
use crate::web::{Deed, Desk, Trouble, see};

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
            {
            // Only what this authority said is its own to continue.
            if !thread.messages.iter().any(|m| m.source == issuer.source.id) {
                return Err(Trouble::Unknown);
            }
            prefill(&purpose, &thread, now)
        }
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
        Err(error) => {
            words(error)?;
            Ok(Trouble::Unknown.into_response())
        }
    }
}
