//! One source, with what its last documents did against the standard.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::response::Response;
use maud::html;

use super::state::standings;
use crate::access::ReadSources;
use crate::web::{Desk, May, Page, Trouble, portal_time};

/// How many deviating messages are shown.
const SHOWN: u32 = 20;

pub(super) async fn page(
    State(desk): State<Arc<Desk>>,
    May(by): May<ReadSources>,
    Path(id): Path<String>,
) -> Result<Response, Trouble> {
    let all = standings(&desk).await?;
    let one = all.iter().find(|s| s.source.id.0 == id);
    let one = one.ok_or(Trouble::Unknown)?;
    let deviating = desk.store.deviating(&by, &one.source.id, SHOWN).await?;
    let main = html! {
        p { a class="next" href="/sources" { "Retour aux sources" } }
        h1 { (one.source.publisher) }
        p { (one.words()) }
        (one.facts())
        (one.forms(&by))
        h2 { "Derniers écarts au format" }
        @if deviating.is_empty() {
            p { "Aucun écart relevé dans ses messages." }
        } @else {
            p class="hint" { "Un message qui s'écarte du format est publié quand même, sauf s'il doit être confirmé." }
            ul class="rows" {
                @for message in &deviating {
                    li {
                        h3 { (message.title) }
                        p { "Reçu le " (portal_time(message.received_at)) }
                        ul lang="en" { @for deviation in &message.deviations { li { (deviation) } } }
                    }
                }
            }
        }
    };
    Page::new(one.source.publisher.as_str(), main)
        .answer(&desk, &by)
        .await
}
