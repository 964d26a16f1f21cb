//! Releasing, returning, withdrawing: each once, by whoever may; the store has the last word.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use portal::messages::Colour;
use serde::Deserialize;

use super::{path_of, review, words};
use crate::access::{Proof, ReadMessages, ReleaseMessages, Staff, WriteMessages};
use crate::messages::{Checked, Draft, DraftError, DraftId, Issue, Version, Written, check};
use crate::release;
use crate::web::{Deed, Desk, Issuer, Nothing, OwnDeed, Trouble, see};

/// The version that the reader saw.
#[derive(Debug, Deserialize)]
pub(super) struct OfVersion {
    version: u32,
    #[serde(default)]
    motif: String,
}

/// A reason.
#[derive(Debug, Deserialize)]
pub(super) struct Reason {
    #[serde(default)]
    motif: String,
}

/// A reason says something.
const SHORTEST_REASON: usize = 5;
/// A reason is no message.
const LONGEST_REASON: usize = 500;

/// The reason as it is kept, or what is wrong with it.
fn reason(typed: &str) -> Result<String, &'static str> {
    let reason = typed.trim();
    match reason.chars().count() {
        n if n < SHORTEST_REASON => {
            Err("Donnez un motif : quelques mots suffisent, votre collègue les lira.")
        }
        n if n > LONGEST_REASON => Err("Le motif dépasse 500 caractères : raccourcissez-le."),
        _ => Ok(reason.to_owned()),
    }
}

/// A draft and its version, ready to go out.
struct Ready {
    draft: Draft,
    written: Written,
    issue: Issue,
}

/// Checks the version once more, now, and makes what would go out. `Err` holds what to tell the reader.
async fn ready(
    desk: &Desk,
    by: &Proof<ReadMessages>,
    id: &DraftId,
    number: u32,
) -> Result<Result<Ready, &'static str>, Trouble> {
    let Some(issuer) = &desk.settings.issuer else {
        return Ok(Err(
            "L'émetteur n'est plus configuré : rien ne peut être publié.",
        ));
    };
    let draft = desk.store.draft(by, id).await?.ok_or(Trouble::Unknown)?;
    let versions = desk.store.versions(by, id).await?;
    let Some(version) = versions.into_iter().find(|v| v.number == number) else {
        return Ok(Err("Cette version n'existe pas."));
    };
    let Some(written) = written(desk, issuer, &draft, &version) else {
        return Ok(Err(
            "Ce message ne peut plus être publié tel quel (échéance passée, par exemple). Rendez-le à son auteur.",
        ));
    };
    let now = desk.now();
    let thread = release::thread_of(desk, &draft.purpose).await?;
    let issue = release::issue(desk, issuer, &draft, &written, thread.as_ref(), now)?;
    Ok(Ok(Ready {
        draft,
        written,
        issue,
    }))
}

fn written(desk: &Desk, issuer: &Issuer, draft: &Draft, version: &Version) -> Option<Written> {
    let Checked { written, .. } = check(
        &version.typed,
        &draft.purpose,
        &issuer.territory,
        desk.now(),
        desk.settings.exercise,
    );
    written
}

fn reader(by: &Staff) -> Result<Proof<ReadMessages>, Trouble> {
    by.prove().ok_or(Trouble::NotYours)
}

pub(super) async fn release(
    State(desk): State<Arc<Desk>>,
    Path(id): Path<String>,
    Deed { by, form }: Deed<ReleaseMessages, OfVersion>,
) -> Result<Response, Trouble> {
    let id = DraftId(id);
    let reader = reader(&by)?;
    let ready = match ready(&desk, &reader, &id, form.version).await? {
        Ok(ready) => ready,
        Err(told) => return refused(&desk, &reader, &id, told).await,
    };
    let now = desk.now();
    let done = match ready.written.publish_at.filter(|at| *at > now) {
        Some(at) => desk.store.schedule(&by, &id, form.version, at, now).await,
        None => desk
            .store
            .release(&by, &id, form.version, ready.issue, now)
            .await
            .map(drop),
    };
    answer(&desk, &reader, &id, done).await
}

pub(super) async fn release_in_emergency(
    State(desk): State<Arc<Desk>>,
    Path(id): Path<String>,
    Deed { by, form }: Deed<ReleaseMessages, OfVersion>,
) -> Result<Response, Trouble> {
    let id = DraftId(id);
    let reader = reader(&by)?;
    let refuse = |told| refused(&desk, &reader, &id, told);
    if !desk
        .settings
        .issuer
        .as_ref()
        .is_some_and(|i| i.emergency_release)
    {
        return refuse(
            "La publication d'urgence par une seule personne n'est pas ouverte sur ce portail.",
        )
        .await;
    }
    let motif = match reason(&form.motif) {
        Ok(motif) => motif,
        Err(told) => return refuse(told).await,
    };
    let ready = match ready(&desk, &reader, &id, form.version).await? {
        Ok(ready) => ready,
        Err(told) => return refuse(told).await,
    };
    if ready.written.colour != Colour::Red || !ready.draft.purpose.may_be_urgent() {
        return refuse("Seul un message rouge peut être publié par une seule personne.").await;
    }
    let done = desk
        .store
        .release_in_emergency(&by, &id, form.version, ready.issue, &motif, desk.now())
        .await
        .map(drop);
    answer(&desk, &reader, &id, done).await
}

pub(super) async fn give_back(
    State(desk): State<Arc<Desk>>,
    Path(id): Path<String>,
    Deed { by, form }: Deed<ReleaseMessages, OfVersion>,
) -> Result<Response, Trouble> {
    let id = DraftId(id);
    let reader = reader(&by)?;
    let motif = match reason(&form.motif) {
        Ok(motif) => motif,
        Err(told) => return refused(&desk, &reader, &id, told).await,
    };
    let (version, now) = (form.version, desk.now());
    let done = desk.store.give_back(&by, &id, version, &motif, now).await;
    answer(&desk, &reader, &id, done).await
}

pub(super) async fn take_back(
    State(desk): State<Arc<Desk>>,
    Path(id): Path<String>,
    Deed { by, .. }: Deed<WriteMessages, Nothing>,
) -> Result<Response, Trouble> {
    let id = DraftId(id);
    match desk.store.take_back(&by, &id, desk.now()).await {
        Ok(()) => Ok(see(&format!("{}/ecrire", path_of(&id)))),
        Err(error) => answer(&desk, &reader(&by)?, &id, Err(error)).await,
    }
}

pub(super) async fn withdraw(
    State(desk): State<Arc<Desk>>,
    Path(id): Path<String>,
    Deed { by, form }: Deed<WriteMessages, Reason>,
) -> Result<Response, Trouble> {
    let id = DraftId(id);
    let reader = reader(&by)?;
    let motif = match reason(&form.motif) {
        Ok(motif) => motif,
        Err(told) => return refused(&desk, &reader, &id, told).await,
    };
    let done = desk.store.withdraw(&by, &id, &motif, desk.now()).await;
    answer(&desk, &reader, &id, done).await
}

pub(super) async fn acknowledge(
    State(desk): State<Arc<Desk>>,
    Path(id): Path<String>,
    OwnDeed { by, .. }: OwnDeed<Nothing>,
) -> Result<Response, Trouble> {
    let id = DraftId(id);
    match desk.store.acknowledge(&by, &id, desk.now()).await {
        Ok(()) => Ok(see(&path_of(&id))),
        Err(DraftError::Port(error)) => Err(error.into()),
        // Nothing else is refused: the session ended meanwhile.
        Err(_) => Err(Trouble::SignIn),
    }
}

/// The draft's page again, with what is wrong with the form.
async fn refused(
    desk: &Arc<Desk>,
    by: &Proof<ReadMessages>,
    id: &DraftId,
    told: &'static str,
) -> Result<Response, Trouble> {
    review::told(desk, by, id, told, StatusCode::UNPROCESSABLE_ENTITY).await
}

/// To the draft's page; with the reason on it where nothing was done.
async fn answer(
    desk: &Arc<Desk>,
    by: &Proof<ReadMessages>,
    id: &DraftId,
    done: Result<(), DraftError>,
) -> Result<Response, Trouble> {
    match done {
        Ok(()) => Ok(see(&path_of(id))),
        Err(error) => review::told(desk, by, id, words(error)?, StatusCode::CONFLICT).await,
    }
}
