//! What waits for a moderator, and why.

use std::sync::Arc;

use axum::extract::{Query, State};
use axum::response::Response;
use maud::{Markup, html};
use portal::Instant;
use serde::Deserialize;

use super::words;
use crate::access::ModerateExchange;
use crate::exchange::{Queued, Why};
use crate::pages::ago::ago;
use crate::web::{Desk, May, Page, Trouble, portal_time};

/// How many are listed; the others come up as these are decided.
const LISTED: u32 = 100;
/// Characters of a text that stand in the list.
const GLIMPSE: usize = 160;

/// What has just been done.
#[derive(Debug, Deserialize)]
pub(super) struct Done {
    fait: Option<String>,
}

pub(super) async fn page(
    State(desk): State<Arc<Desk>>,
    May(by): May<ModerateExchange>,
    Query(done): Query<Done>,
) -> Result<Response, Trouble> {
    let now = desk.now();
    let queue = desk.store.moderation_queue(&by, LISTED, now).await?;
    let reports = desk.store.reports_waiting(&by, LISTED).await?;
    let held = desk.store.listings_held(&by, now).await?;
    let main = html! {
        h1 { "Entraide" }
        @if let Some(words) = done.fait.as_deref().and_then(told) { p class="done" role="status" { (words) } }
        p class="deeds" {
            a class="next" href="/entraide/chiffres" { "Chiffres" }
            a class="next" href="/entraide/effacer" { "Effacer ou débloquer un contact" }
        }
        @if queue.is_empty() && reports.is_empty() {
            p class="empty" { "Rien n'attend. Les annonces retenues, signalées ou pas encore relues apparaîtront ici." }
        } @else {
            p {
                @match held {
                    0 => "Aucune annonce retenue.",
                    1 => "Une annonce est retenue.",
                    n => { (n) " annonces sont retenues." },
                }
                @if queue.len() >= usize::try_from(LISTED).unwrap_or(usize::MAX) { " Les " (LISTED) " premières de la file sont affichées." }
            }
        }
        @if !reports.is_empty() {
            section {
                h2 { "Signalements à traiter" }
                ol class="rows" {
                    @for report in &reports {
                        li {
                            a class="next" href=(format!("/entraide/signalement/{}", report.id)) { (words::report(report)) }
                            span class="hint" { "reçu " (ago(report.at, now)) }
                        }
                    }
                }
            }
        }
        @for why in [Why::Held, Why::Reported, Why::Similar, Why::New] {
            (part(why, &queue, now))
        }
    };
    Page::new("Entraide", main).answer(&desk, &by).await
}

/// What came of the last deed.
fn told(done: &str) -> Option<&'static str> {
    Some(match done {
        "publiee" => "L'annonce est approuvée et en ligne.",
        "attend" => {
            "Votre accord est noté. Un logement demande deux modérateurs : l'annonce attend l'accord d'une deuxième personne."
        }
        "retenue" => "L'annonce est retenue. Elle n'est plus en ligne.",
        "bloquee" => {
            "L'annonce est bloquée. Elle n'est plus en ligne, ce qui attendait une réponse est annulé."
        }
        "classe" => "Le signalement est classé.",
        "contact" => "La personne signalée est bloquée. Ses autres annonces sont retenues.",
        "rendue" => "L'annonce est rendue à son auteur avec votre motif. Elle n'est plus en ligne.",
        _ => return None,
    })
}

fn part(why: Why, queue: &[Queued], now: Instant) -> Markup {
    let items: Vec<&Queued> = queue.iter().filter(|item| item.why == why).collect();
    html! {
        @if !items.is_empty() {
            section {
                h2 { (words::why(why)) }
                ol class="rows" { @for item in items { li { (row(item, now)) } } }
            }
        }
    }
}

fn row(item: &Queued, now: Instant) -> Markup {
    let listing = &item.listing;
    html! {
        div {
            h3 { a class="next" href=(format!("/entraide/examen/{}", listing.id.0)) { (words::title(listing)) } }
            p class="hint" { "publiée " (ago(listing.posted_at, now)) " (" (portal_time(listing.posted_at)) ")" }
            @if !listing.said.text.trim().is_empty() { p { (glimpse(&listing.said.text)) } }
        }
        @if !item.hold.is_empty() || item.reports > 0 || item.approved_by.is_some() || item.returned {
            ul {
                @for reason in &item.hold { li { (words::hold(*reason)) } }
                @if item.reports > 0 { li { (words::counted(item.reports.into(), "un signalement", "signalements")) } }
                @if item.returned { li { "Rendue à son auteur, qui ne l'a pas encore corrigée." } }
                @if let Some(name) = &item.approved_by { li { "Approuvée par " (name) ", attend une deuxième personne." } }
            }
        }
    }
}

/// The beginning of a text.
fn glimpse(text: &str) -> String {
    let mut chars = text.chars();
    let mut start: String = chars.by_ref().take(GLIMPSE).collect();
    if chars.next().is_some() {
        start.push('…');
    }
    start
}
