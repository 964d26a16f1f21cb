//! Official messages at the desk: what waits, writing, reading over, releasing.

mod begin;
mod decide;
mod fields;
mod form;
mod list;
mod places;
mod preview;
mod review;
mod versions;
mod write;

use crate::access::{ReadMessages, ReleaseMessages, WriteMessages};
use crate::messages::DraftError;
use crate::web::{Access, Routes, Trouble, may};

pub(super) fn routes(routes: Routes) -> Routes {
    let (read, write, release) = (
        may::<ReadMessages>(),
        may::<WriteMessages>(),
        may::<ReleaseMessages>(),
    );
    routes
        .get("/messages", read, list::page)
        .post("/messages/nouveau", write, begin::begin)
        .get("/messages/{draft}", read, review::page)
        .get("/messages/{draft}/ecrire", write, write::page)
        .post("/messages/{draft}/ecrire", write, write::save)
        .get("/messages/{draft}/apercu", read, preview::page)
        .get("/messages/{draft}/apercu/{lang}", read, preview::framed)
        .get("/messages/{draft}/versions", read, versions::page)
        .post("/messages/{draft}/publier", release, decide::release)
        .post("/messages/{draft}/rendre", release, decide::give_back)
        .post(
            "/messages/{draft}/urgence",
            release,
            decide::release_in_emergency,
        )
        .post("/messages/{draft}/reprendre", write, decide::take_back)
        .post("/messages/{draft}/retirer", write, decide::withdraw)
        .post(
            "/messages/{draft}/alarme",
            Access::SignedIn,
            decide::acknowledge,
        )
}

/// Where a draft's page is.
fn path_of(draft: &crate::messages::DraftId) -> String {
    format!("/messages/{}", draft.0)
}

/// What keeps a deed from being done, in the reader's words; `Err` where no page of the draft can say it.
fn words(error: DraftError) -> Result<&'static str, Trouble> {
    Ok(match error {
        DraftError::NoLongerAllowed => return Err(Trouble::NotYours),
        DraftError::Unknown => return Err(Trouble::Unknown),
        DraftError::Port(error) => return Err(error.into()),
        DraftError::MovedOn(_) => {
            "Ce message a changé d'état pendant que vous lisiez : quelqu'un d'autre a agi avant vous. Voici où il en est."
        }
        DraftError::Conflict(_) => {
            "Quelqu'un d'autre a enregistré ce message pendant que vous écriviez."
        }
        DraftError::OwnWork => {
            "Vous avez écrit une partie de ce message : une autre personne doit le publier."
        }
        DraftError::ThreadMoved => {
            "Un autre message est paru pour cet événement depuis que celui-ci a été soumis. Rendez-le à son auteur pour qu'il le relise."
        }
        DraftError::NotOurs => {
            "Ce message continue l'alerte d'une autre autorité : elle seule peut la mettre à jour ou y mettre fin. Pour dire autre chose à vos habitants, écrivez un nouveau message."
        }
    })
}
