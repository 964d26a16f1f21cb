//! `/signalements`: hazard reports and watched posts, sorted.
//!
//! Never: a photo as it came, a way back to whoever reported, anything of a report in an address.

mod deeds;
mod item;
mod list;
mod shift;
mod watch;
mod words;

use std::sync::Arc;

use axum::http::StatusCode;
use axum::response::Response;
use maud::html;

use crate::access::{LeadReports, Proof, ReadReports, SortReports, Staff};
use crate::items::ItemError;
use crate::web::{Desk, Page, Routes, Trouble, may, portal_time};

pub(super) fn routes(routes: Routes) -> Routes {
    let (reads, sorts) = (may::<ReadReports>(), may::<SortReports>());
    routes
        .get("/signalements", reads, list::page)
        .get("/signalements/veille", reads, watch::page)
        .post("/signalements/veille", reads, watch::add)
        .post("/signalements/lot", sorts, deeds::move_all)
        .get("/signalements/{item}", reads, item::page)
        .post("/signalements/{item}/prendre", sorts, deeds::take)
        .post("/signalements/{item}/garder", sorts, deeds::keep)
        .post("/signalements/{item}/rendre", sorts, deeds::give_back)
        .post("/signalements/{item}/trier", sorts, deeds::sort)
        .post("/signalements/{item}/clore", sorts, deeds::close)
        .post("/signalements/{item}/lien", sorts, deeds::tie)
        .post("/signalements/{item}/note", reads, deeds::note)
        .post(
            "/signalements/{item}/liberer",
            may::<LeadReports>(),
            deeds::break_lease,
        )
}

/// Reads what came into the vault and makes items of it; whether that was all.
async fn follow(desk: &Arc<Desk>, by: &Proof<ReadReports>) -> Result<bool, Trouble> {
    let Some(vault) = &desk.reports else {
        return Ok(true);
    };
    let now = desk.now();
    let (arrivals, whole) = desk.board.follow(&**vault, by, now).await?;
    desk.store.admit_reports(by, &arrivals, now).await?;
    desk.board.admitted(by, &arrivals).await;
    Ok(whole)
}

/// Nothing was changed, and why.
async fn refused(
    desk: &Arc<Desk>,
    by: &Staff,
    back: &str,
    error: ItemError,
) -> Result<Response, Trouble> {
    let mut until = None;
    let (title, why) = match error {
        ItemError::NoLongerAllowed => return Err(Trouble::NotYours),
        ItemError::Port(error) => return Err(error.into()),
        ItemError::Gone => return Err(Trouble::Unknown),
        ItemError::Held(name, end) => {
            until = Some(end);
            ("Déjà pris", format!("{name} y travaille."))
        }
        ItemError::Fenced => (
            "Vous ne l'avez plus",
            "Votre réservation est terminée ou a été libérée : une autre personne a pu le prendre. Relisez-le, puis reprenez-le.".to_owned(),
        ),
        ItemError::NeedsSecond => (
            "Il faut une deuxième source",
            "« 1 » demande un autre signalement lié comme source indépendante. Liez-le d'abord, ou choisissez « 2 ».".to_owned(),
        ),
    };
    let main = html! {
        h1 { (title) }
        p { (why) " Votre envoi n'a rien changé." }
        @if let Some(until) = until { p { "Jusqu'à " (portal_time(until)) ", sauf signe de sa part." } }
        p { a class="next" href=(back) { "Retour au signalement" } }
        p { a class="next" href="/signalements" { "Retour à la file" } }
    };
    let page = Page::new(title, main).with_status(StatusCode::CONFLICT);
    page.answer(desk, by).await
}
