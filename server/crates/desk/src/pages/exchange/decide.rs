//! The deeds about a listing.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::response::Response;
use portal::Instant;
use portal::exchange::{ListingId, Moderation};
use serde::Deserialize;

use super::item::{GivenBack, show};
use super::{reason, refused};
use crate::access::{ModerateExchange, Proof};
use crate::exchange::{Approved, ModerationError, Seen};
use crate::web::{Deed, Desk, Trouble, see};

/// How the listing stood on the page.
#[derive(Debug, Deserialize)]
pub(super) struct Approve {
    vu: String,
    version: i64,
}

/// The same, and why.
#[derive(Debug, Deserialize)]
pub(super) struct Reasoned {
    vu: String,
    version: i64,
    motif: String,
    contact: Option<String>,
}

fn seen(listing: String, moderation: &str, version: i64) -> Result<Seen, Trouble> {
    Ok(Seen {
        listing: ListingId(listing),
        moderation: Moderation::parse(moderation).ok_or(Trouble::NotAForm)?,
        changed_at: Instant(version),
    })
}

pub(super) async fn approve(
    State(desk): State<Arc<Desk>>,
    Path(id): Path<String>,
    Deed { by, form }: Deed<ModerateExchange, Approve>,
) -> Result<Response, Trouble> {
    let seen = seen(id, &form.vu, form.version)?;
    match desk.store.approve_listing(&by, &seen, desk.now()).await {
        Ok(Approved::Public) => Ok(see("/entraide?fait=publiee")),
        Ok(Approved::WaitsForSecond) => Ok(see("/entraide?fait=attend")),
        Err(error) => refused(&desk, &by, error).await,
    }
}

/// A form whose reason can be read: what it is about, and why. Otherwise the answer that gives it back.
async fn readable(
    desk: &Arc<Desk>,
    by: &Proof<ModerateExchange>,
    which: &'static str,
    id: String,
    form: &Reasoned,
) -> Result<Result<(Seen, String), Response>, Trouble> {
    let seen = seen(id, &form.vu, form.version)?;
    let error = match reason(&form.motif) {
        Ok(reason) => return Ok(Ok((seen, reason.to_owned()))),
        Err(error) => error,
    };
    let Some(item) = desk.store.moderated(by, &seen.listing, desk.now()).await? else {
        return refused(desk, by, ModerationError::Gone).await.map(Err);
    };
    let back = GivenBack {
        form: which,
        reason: form.motif.clone(),
        contact: form.contact.is_some(),
        error: Some(error),
    };
    show(desk, by, &item, back).await.map(Err)
}

async fn outcome(
    desk: &Arc<Desk>,
    by: &Proof<ModerateExchange>,
    done: Result<(), ModerationError>,
    onward: &'static str,
) -> Result<Response, Trouble> {
    match done {
        Ok(()) => Ok(see(onward)),
        Err(error) => refused(desk, by, error).await,
    }
}

pub(super) async fn hold(
    State(desk): State<Arc<Desk>>,
    Path(id): Path<String>,
    Deed { by, form }: Deed<ModerateExchange, Reasoned>,
) -> Result<Response, Trouble> {
    let (seen, reason) = match readable(&desk, &by, "retenir", id, &form).await? {
        Ok(read) => read,
        Err(answer) => return Ok(answer),
    };
    let done = desk
        .store
        .hold_listing(&by, &seen, &reason, desk.now())
        .await;
    outcome(&desk, &by, done, "/entraide?fait=retenue").await
}

pub(super) async fn give_back(
    State(desk): State<Arc<Desk>>,
    Path(id): Path<String>,
    Deed { by, form }: Deed<ModerateExchange, Reasoned>,
) -> Result<Response, Trouble> {
    let (seen, reason) = match readable(&desk, &by, "rendre", id, &form).await? {
        Ok(read) => read,
        Err(answer) => return Ok(answer),
    };
    let done = desk
        .store
        .return_listing(&by, &seen, &reason, desk.now())
        .await;
    outcome(&desk, &by, done, "/entraide?fait=rendue").await
}

pub(super) async fn block(
    State(desk): State<Arc<Desk>>,
    Path(id): Path<String>,
    Deed { by, form }: Deed<ModerateExchange, Reasoned>,
) -> Result<Response, Trouble> {
    let (seen, reason) = match readable(&desk, &by, "bloquer", id, &form).await? {
        Ok(read) => read,
        Err(answer) => return Ok(answer),
    };
    let contact = form.contact.is_some();
    let done = desk
        .store
        .block_listing(&by, &seen, &reason, contact, desk.now())
        .await;
    outcome(&desk, &by, done, "/entraide?fait=bloquee").await
}
