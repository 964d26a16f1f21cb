//! The versions of a draft, and what changed from one to the next.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::response::Response;
use maud::{Markup, html};

use super::fields::tongue_name;
use super::path_of;
use crate::access::ReadMessages;
use crate::messages::{DraftId, Piece, Tongue, Typed, Version, differences};
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
        p { a class="next" href=(path_of(&id)) data-key="r" { "Revenir au message" } }
        @if versions.is_empty() { p class="empty" { "Ce message n'a pas encore été soumis." } }
        @for (i, version) in versions.iter().enumerate().rev() {
            @let before = i.checked_sub(1).and_then(|j| versions.get(j)).map_or(&nothing, |v| &v.typed);
            section {
                h2 { "Version " (version.number) }
                p { "Soumise par " (version.by.name) ", " (portal_time(version.at)) ". " (outcome(version)) }
                @let changes = differences(before, &version.typed);
                @if changes.is_empty() { p class="empty" { "Rien n'a changé depuis la version précédente." } }
                dl {
                    @for field in &changes {
                        div { dt { (field_name(&field.field)) } dd class="typed" { @for piece in &field.pieces { (marked(piece)) } } }
                    }
                }
            }
        }
    };
    Page::new("Versions", main).answer(&desk, &by).await
}

fn marked(piece: &Piece) -> Markup {
    html! {
        @match piece {
            Piece::Same(text) => (text),
            Piece::Inserted(text) => ins { (text) },
            Piece::Deleted(text) => del { (text) },
        }
    }
}

/// A field in the reader's words.
fn field_name(field: &str) -> String {
    let text = |of: &str| match of {
        "headline" => Some("titre"),
        "description" => Some("ce qui se passe"),
        "instruction" => Some("consignes"),
        _ => None,
    };
    let of_tongue = field.split_once('_').and_then(|(prefix, of)| {
        let tongue = Tongue::ALL.into_iter().find(|t| t.field() == prefix)?;
        Some(format!("{}, {}", tongue_name(tongue), text(of)?))
    });
    of_tongue.unwrap_or_else(|| {
        match field {
            "event" => "Événement",
            "colour" => "Couleur",
            "places" => "Où",
            "onset" => "Début",
            "expires" => "Fin",
            "publish_at" => "À publier le",
            "link" => "Lien",
            "contact" => "Contact",
            _ => "Note",
        }
        .to_owned()
    })
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
