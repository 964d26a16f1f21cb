//! Pausing, resuming, asking now.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::response::Response;
use portal::sources::SourceId;

use crate::access::{Refused, SteerSources};
use crate::web::{Deed, Desk, Nothing, Trouble, see};

pub(super) async fn pause(
    State(desk): State<Arc<Desk>>,
    Path(id): Path<String>,
    Deed { by, .. }: Deed<SteerSources, Nothing>,
) -> Result<Response, Trouble> {
    let id = configured(&desk, id)?;
    answered(&id, desk.store.pause(&by, &id, desk.now()).await)
}

pub(super) async fn resume(
    State(desk): State<Arc<Desk>>,
    Path(id): Path<String>,
    Deed { by, .. }: Deed<SteerSources, Nothing>,
) -> Result<Response, Trouble> {
    let id = configured(&desk, id)?;
    answered(&id, desk.store.resume(&by, &id, desk.now()).await)
}

pub(super) async fn ask(
    State(desk): State<Arc<Desk>>,
    Path(id): Path<String>,
    Deed { by, .. }: Deed<SteerSources, Nothing>,
) -> Result<Response, Trouble> {
    let id = configured(&desk, id)?;
    answered(&id, desk.store.ask_now(&by, &id, desk.now()).await)
}

/// Only what is configured can be steered: no row is made for a name that somebody thought up.
fn configured(desk: &Desk, id: String) -> Result<SourceId, Trouble> {
    let id = SourceId(id);
    let known = desk.sources.iter().any(|source| source.id == id);
    known.then_some(id).ok_or(Trouble::Unknown)
}

fn answered(id: &SourceId, outcome: Result<(), Refused>) -> Result<Response, Trouble> {
    match outcome {
        Ok(()) => Ok(see(&format!("/sources/{}", id.0))),
        Err(Refused::NoLongerAllowed) => Err(Trouble::NotYours),
        Err(Refused::Port(error)) => Err(error.into()),
    }
}
