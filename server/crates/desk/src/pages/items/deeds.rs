//! What is done with items.

use std::collections::BTreeSet;
use std::sync::Arc;

use axum::extract::{Path, State};
use axum::response::Response;
use serde::Deserialize;

use super::refused;
use crate::access::{LeadReports, ReadReports, SortReports, Staff};
use crate::items::{
    Check, Grade, Hold, InformationGrade, ItemError, ItemId, Lane, Sorted, SourceGrade,
    State as How, Tie,
};
use crate::web::{Deed, Desk, Nothing, Trouble, see};

/// The longest note, in characters.
pub(super) const LONGEST_NOTE: usize = 2_000;

/// The lease that a form was shown under.
#[derive(Debug, Deserialize)]
pub(super) struct Under {
    bail: u64,
}

/// What a verifier makes of an item.
#[derive(Debug, Deserialize)]
pub(super) struct Judged {
    bail: u64,
    voie: String,
    source: String,
    info: String,
    #[serde(default)]
    controle: Vec<String>,
}

/// How work on an item ends.
#[derive(Debug, Deserialize)]
pub(super) struct Closed {
    bail: u64,
    etat: String,
}

/// A tie to another item; without one, it is taken back.
#[derive(Debug, Deserialize)]
pub(super) struct Tied {
    bail: u64,
    autre: String,
    #[serde(default)]
    lien: String,
}

/// A note.
#[derive(Debug, Deserialize)]
pub(super) struct Noted {
    mots: String,
}

/// Several items, and where to.
#[derive(Debug, Deserialize)]
pub(super) struct Several {
    #[serde(default)]
    choisi: Vec<String>,
    vers: String,
}

fn page_of(id: &str) -> String {
    format!("/signalements/{id}")
}

/// Back to the item, or why nothing was changed.
async fn outcome<T>(
    desk: &Arc<Desk>,
    by: &Staff,
    id: &str,
    onward: Option<&str>,
    done: Result<T, ItemError>,
) -> Result<Response, Trouble> {
    let own = page_of(id);
    match done {
        Ok(_) => Ok(see(onward.unwrap_or(&own))),
        Err(error) => refused(desk, by, &own, error).await,
    }
}

fn hold(id: &str, fence: u64) -> Hold {
    Hold {
        item: ItemId(id.to_owned()),
        fence,
    }
}

pub(super) async fn take(
    State(desk): State<Arc<Desk>>,
    Path(id): Path<String>,
    Deed { by, form: _ }: Deed<SortReports, Nothing>,
) -> Result<Response, Trouble> {
    let done = desk
        .store
        .take_item(&by, &ItemId(id.clone()), desk.now())
        .await;
    outcome(&desk, &by, &id, None, done).await
}

pub(super) async fn keep(
    State(desk): State<Arc<Desk>>,
    Path(id): Path<String>,
    Deed { by, form }: Deed<SortReports, Under>,
) -> Result<Response, Trouble> {
    let done = desk
        .store
        .keep_item(&by, &hold(&id, form.bail), desk.now())
        .await;
    outcome(&desk, &by, &id, None, done).await
}

pub(super) async fn give_back(
    State(desk): State<Arc<Desk>>,
    Path(id): Path<String>,
    Deed { by, form }: Deed<SortReports, Under>,
) -> Result<Response, Trouble> {
    let done = desk
        .store
        .return_item(&by, &hold(&id, form.bail), desk.now())
        .await;
    outcome(&desk, &by, &id, Some("/signalements?fait=rendu"), done).await
}

pub(super) async fn sort(
    State(desk): State<Arc<Desk>>,
    Path(id): Path<String>,
    Deed { by, form }: Deed<SortReports, Judged>,
) -> Result<Response, Trouble> {
    let grade = SourceGrade::parse(&form.source)
        .zip(InformationGrade::parse(&form.info))
        .map(|(source, information)| Grade {
            source,
            information,
        });
    let (Some(lane), Some(grade)) = (Lane::parse(&form.voie), grade) else {
        return Err(Trouble::NotAForm);
    };
    let checks: BTreeSet<Check> = form
        .controle
        .iter()
        .filter_map(|code| Check::parse(code))
        .collect();
    let sorted = Sorted {
        lane,
        grade,
        checks,
    };
    let hold = hold(&id, form.bail);
    let done = desk.store.sort_item(&by, &hold, &sorted, desk.now()).await;
    outcome(&desk, &by, &id, None, done).await
}

pub(super) async fn close(
    State(desk): State<Arc<Desk>>,
    Path(id): Path<String>,
    Deed { by, form }: Deed<SortReports, Closed>,
) -> Result<Response, Trouble> {
    let (state, onward) = match How::parse(&form.etat) {
        Some(How::Done) => (How::Done, "/signalements?fait=traite"),
        Some(How::Dropped) => (How::Dropped, "/signalements?fait=ecarte"),
        _ => return Err(Trouble::NotAForm),
    };
    let hold = hold(&id, form.bail);
    let done = desk.store.close_item(&by, &hold, state, desk.now()).await;
    outcome(&desk, &by, &id, Some(onward), done).await
}

pub(super) async fn tie(
    State(desk): State<Arc<Desk>>,
    Path(id): Path<String>,
    Deed { by, form }: Deed<SortReports, Tied>,
) -> Result<Response, Trouble> {
    let tie = match form.lien.as_str() {
        "" => None,
        code => Some(Tie::parse(code).ok_or(Trouble::NotAForm)?),
    };
    let (hold, other) = (hold(&id, form.bail), ItemId(form.autre));
    let done = desk
        .store
        .tie_items(&by, &hold, &other, tie, desk.now())
        .await;
    outcome(&desk, &by, &id, None, done).await
}

pub(super) async fn note(
    State(desk): State<Arc<Desk>>,
    Path(id): Path<String>,
    Deed { by, form }: Deed<ReadReports, Noted>,
) -> Result<Response, Trouble> {
    let words = form.mots.trim();
    // The field says both itself; a browser without it gets the page of a form that is not one.
    if words.is_empty() || words.chars().count() > LONGEST_NOTE {
        return Err(Trouble::NotAForm);
    }
    let done = desk
        .store
        .note_item(&by, &ItemId(id.clone()), words, desk.now())
        .await;
    outcome(&desk, &by, &id, None, done).await
}

pub(super) async fn move_all(
    State(desk): State<Arc<Desk>>,
    Deed { by, form }: Deed<SortReports, Several>,
) -> Result<Response, Trouble> {
    let lane = Lane::parse(&form.vers).ok_or(Trouble::NotAForm)?;
    let ids: Vec<ItemId> = form.choisi.into_iter().map(ItemId).collect();
    match desk.store.move_items(&by, &ids, lane, desk.now()).await {
        Ok(0) => Ok(see("/signalements?fait=rien")),
        Ok(_) => Ok(see("/signalements?fait=deplaces")),
        Err(error) => refused(&desk, &by, "/signalements", error).await,
    }
}

pub(super) async fn break_lease(
    State(desk): State<Arc<Desk>>,
    Path(id): Path<String>,
    Deed { by, form: _ }: Deed<LeadReports, Nothing>,
) -> Result<Response, Trouble> {
    let done = desk
        .store
        .break_lease(&by, &ItemId(id.clone()), desk.now())
        .await;
    outcome(&desk, &by, &id, None, done).await
}
