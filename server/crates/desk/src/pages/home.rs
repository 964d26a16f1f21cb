//! The first page after signing in: what waits for this person.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use maud::html;

use crate::access::{
    Capability as _, JudgeHeld, ModerateExchange, ReadMessages, ReadReports, ReleaseMessages,
};
use crate::items::Lane;
use crate::messages::{DraftState, Pile};
use crate::web::{Access, Desk, Page, Routes, SignedIn, Trouble};

pub(super) fn routes(routes: Routes) -> Routes {
    routes.get("/", Access::SignedIn, home)
}

async fn home(State(desk): State<Arc<Desk>>, SignedIn(by): SignedIn) -> Result<Response, Trouble> {
    let (mut to_read, mut returned) = (0, 0);
    if let Some(proof) = by.prove::<ReadMessages>() {
        let waiting = desk.store.drafts(&proof, Pile::Waiting).await?;
        to_read = waiting
            .iter()
            .filter(|l| l.draft.state == DraftState::Submitted && !l.draft.is_by(by.id()))
            .count();
        let open = desk.store.drafts(&proof, Pile::Open).await?;
        returned = open
            .iter()
            .filter(|l| {
                matches!(l.draft.state, DraftState::Returned { .. }) && l.draft.is_by(by.id())
            })
            .count();
    }
    let held = if by.has(JudgeHeld::ROLES) {
        desk.store.held_count().await?
    } else {
        0
    };
    let listings = match by.prove::<ModerateExchange>() {
        Some(proof) => desk.store.listings_held(&proof, desk.now()).await?,
        None => 0,
    };
    let urgent = match by.prove::<ReadReports>() {
        Some(proof) => {
            let counts = desk.store.item_counts(&proof, desk.now()).await?;
            counts
                .iter()
                .find(|count| count.lane == Lane::Urgent)
                .map_or(0, |count| count.open - count.held)
        }
        None => 0,
    };
    let releases = by.has(ReleaseMessages::ROLES);
    let nothing =
        (to_read == 0 || !releases) && returned == 0 && held == 0 && listings == 0 && urgent == 0;
    let main = html! {
        h1 { "Bonjour " (by.account().name) }
        section aria-labelledby="attend" {
            h2 id="attend" { "Ce qui vous attend" }
            @if nothing { p class="empty" { "Rien n'attend de décision de votre part." } }
            ul class="rows" {
                @if releases && to_read > 0 {
                    li { a class="waits" href="/messages" { strong { (to_read) } " " (plural(to_read, "message à relire", "messages à relire")) } }
                }
                @if returned > 0 {
                    li { a class="waits" href="/messages" { strong { (returned) } " " (plural(returned, "message rendu, à reprendre", "messages rendus, à reprendre")) } }
                }
                @if held > 0 {
                    li { a class="waits" href="/a-confirmer" { strong { (held) } " " (plural(usize::try_from(held).unwrap_or(2), "document à confirmer", "documents à confirmer")) } }
                }
                @if urgent > 0 {
                    li { a class="waits" href="/signalements" { strong { (urgent) } " " (plural(usize::try_from(urgent).unwrap_or(2), "signalement urgent à prendre", "signalements urgents à prendre")) } }
                }
                @if listings > 0 {
                    li { a class="waits" href="/entraide" { strong { (listings) } " " (plural(usize::try_from(listings).unwrap_or(2), "annonce d'entraide retenue", "annonces d'entraide retenues")) } }
                }
            }
        }
        section aria-labelledby="roles" {
            h2 id="roles" { "Vos rôles" }
            ul { @for role in &by.account().roles { li { strong { (role.name()) } ", " (role.duty()) } } }
        }
    };
    Page::new("Poste", main).answer(&desk, &by).await
}

fn plural(n: usize, one: &'static str, many: &'static str) -> &'static str {
    if n == 1 { one } else { many }
}
