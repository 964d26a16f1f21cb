//! The queue, newest first.

use std::sync::Arc;

use axum::extract::{Query, State};
use axum::response::Response;
use maud::{Markup, html};
use portal::Instant;
use portal::messages::{Found, Publication, ThreadId};
use serde::Deserialize;

use super::{publisher, reasons, title};
use crate::access::JudgeHeld;
use crate::held::HeldItem;
use crate::pages::ago::ago;
use crate::web::{Desk, May, Page, Trouble, portal_time};

/// How many are listed; the older ones come up as these are decided.
const LISTED: u32 = 100;

/// What has just been done.
#[derive(Debug, Deserialize)]
pub(super) struct Done {
    publie: Option<String>,
    ecarte: Option<String>,
}

pub(super) async fn page(
    State(desk): State<Arc<Desk>>,
    May(by): May<JudgeHeld>,
    Query(done): Query<Done>,
) -> Result<Response, Trouble> {
    let now = desk.now();
    let items = desk.store.held(&by, LISTED).await?;
    let waiting = desk.store.held_count().await?;
    let more = usize::try_from(waiting).unwrap_or(usize::MAX) > items.len();
    let main = html! {
        h1 { "À confirmer" }
        (told(&desk, &done).await?)
        @if items.is_empty() {
            p { "Rien n'attend. Les messages qui demandent un regard humain apparaîtront ici." }
        } @else {
            p {
                @if waiting == 1 { "Un message attend." } @else { (waiting) " messages attendent." }
                @if more { " Les " (items.len()) " plus récents sont affichés." }
            }
            ol class="rows" { @for item in &items { li { (row(&desk, item, now)) } } }
        }
    };
    Page::new("À confirmer", main).answer(&desk, &by).await
}

/// What came of the last decision.
async fn told(desk: &Desk, done: &Done) -> Result<Markup, Trouble> {
    let thread = match &done.publie {
        Some(id) => match desk.store.thread(&ThreadId(id.clone())).await? {
            Some(Found::Thread(thread)) => Some(thread.id),
            Some(Found::Moved(id)) => Some(id),
            None => None,
        },
        None => None,
    };
    Ok(html! {
        @if let Some(thread) = thread {
            p class="done" role="status" {
                "Le message est publié. "
                a href=(format!("{}/alertes/{}", desk.settings.public_origin, thread.0)) { "Voir la page publique" }
            }
        } @else if done.ecarte.is_some() {
            p class="done" role="status" { "Le message est écarté. Il ne sera pas publié." }
        }
    })
}

fn row(desk: &Desk, item: &HeldItem, now: Instant) -> Markup {
    let message = &item.message;
    html! {
        div {
        h2 { a href=(format!("/a-confirmer/{}", message.id.0)) { (title(message)) } }
        p class="hint" { (publisher(desk, &message.source)) " · reçu " (ago(message.received_at, now)) " (" (portal_time(message.received_at)) ")" }
        }
        @if let Publication::Held(why) = &message.publication {
            ul { @for reason in reasons(why) { li { (reason) } } }
        }
    }
}
