//! Every configured source.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use maud::html;

use super::state::standings;
use crate::access::ReadSources;
use crate::web::{Desk, May, Page, Trouble};

pub(super) async fn page(
    State(desk): State<Arc<Desk>>,
    May(by): May<ReadSources>,
) -> Result<Response, Trouble> {
    let all = standings(&desk).await?;
    let main = html! {
        h1 { "Sources" }
        @if all.is_empty() {
            p { "Aucune source n'est configurée. Ajoutez-en dans le fichier de configuration." }
        }
        ul class="rows" {
            @for one in &all {
                li {
                    div {
                        h2 { a href=(format!("/sources/{}", one.source.id.0)) { (one.source.publisher) } }
                        p { (one.words()) }
                    }
                    (one.facts())
                    (one.forms(&by))
                }
            }
        }
    };
    Page::new("Sources", main).answer(&desk, &by).await
}
