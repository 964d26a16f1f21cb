//! The versions of a draft, and what changed from one to the next.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::response::Response;
use maud::{Markup, html};

use super::path_of;
use crate::access::ReadMessages;
use crate::messages::{Change, DraftId, Typed, Version, differences};
use crate::web::{Desk, May, Page, Trouble, portal_time};

pub(super) async fn page(
    State(desk): State<Arc<Desk>>,
    Path(id): Path<String>,
    May(by): May<ReadMessages>,
) -> Result<Response, Trouble> {
    let id = DraftId(id);
    desk.store.draft(&by, &id).await?.ok_or(Trouble::Unknown)?;
    let versions = desk.store.versions(&by, &id).await?;
    let nothing = Typed::default();
    let main = html! {
        h1 { "Versions" }
        p { a href=(path_of(&id)) data-key="r" { "Revenir au message" } }
        @if versions.is_empty() { p class="empty" { "Ce message n'a pas encore été soumis." } }
        @for (i, version) in versions.iter().enumerate().rev() {
            @let before = i.checked_sub(1).and_then(|j| versions.get(j)).map_or(&nothing, |v| &v.typed);
            section {
                h2 { "Version " (version.number) }
                p { "Soumise par " (version.by.name) ", " (portal_time(version.at)) ". " (outcome(version)) }
                @let changes = differences(before, &version.typed);
                @if changes.is_empty() { p class="empty" { "Rien n'a changé depuis la version précédente." } }
                dl class="changes" {
                    @for field in &changes {
                        div { dt { (field.name) } dd class="typed" { @for change in &field.changes { (marked(change)) } } }
                    }
                }
            }
        }
    };
    Page::new("Versions", main).answer(&desk, &by).await
}

fn marked(change: &Change) -> Markup {
    html! {
        @match change {
            Change::Kept(text) => (text),
            Change::Added(text) => ins { (text) },
            Change::Removed(text) => del { (text) },
        }
    }
}

fn outcome(version: &Version) -> Markup {
    let words = match version.outcome.as_str() {
        "released" => "Publiée",
        "scheduled" => "Validée, programmée",
        "returned" => "Rendue",
        "withdrawn" => "Retirée",
        "taken-back" => "Reprise par son auteur",
        "emergency" => "Publiée en urgence par une seule personne",
        _ => "Attend une décision",
    };
    html! {
        strong { (words) }
        @if let Some(by) = &version.decided_by { " par " (by.name) }
        @if let Some(at) = version.decided_at { ", " (portal_time(at)) }
        @if !version.reason.is_empty() { ". Motif : " (version.reason) }
    }
}
