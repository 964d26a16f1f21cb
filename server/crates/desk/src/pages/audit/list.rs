//! `/journal`: the search and what it found, newest first.

use std::sync::Arc;

use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use maud::{Markup, html};

use super::readable::change;
use super::search::{Asked, Unread};
use crate::access::{ReadAudit, Staff};
use crate::audit::{Entry, Head};
use crate::web::{Desk, May, Page, Trouble, form_token, portal_time};

/// A release by one person alone: it stands out among all others.
const EMERGENCY: &str = "message.release-in-emergency";
/// Entries on one page.
const PAGE: usize = 50;

/// The search's page.
pub(super) async fn page(
    State(desk): State<Arc<Desk>>,
    May(by): May<ReadAudit>,
    Query(asked): Query<Asked>,
) -> Result<Response, Trouble> {
    let (search, unread) = asked.read();
    // One more than is shown tells whether there is another page. What could not be read finds nothing:
    // a list that ignored it would pass for the answer.
    let mut entries = if unread.any() {
        Vec::new()
    } else {
        let limit = u32::try_from(PAGE + 1).unwrap_or(u32::MAX);
        desk.store.entries(&by, &search, limit).await?
    };
    let more = entries.len() > PAGE;
    entries.truncate(PAGE);
    let head = desk.store.head().await?;
    let older = entries.last().filter(|_| more).map(|e| e.seq);
    let main = html! {
        h1 { "Journal" }
        (form(&asked, unread))
        @if !unread.any() { (found(&entries)) }
        nav class="turn" aria-label="Pages du journal" {
            @if search.before.is_some() { a class="next" href=(asked.address(None)) { "Les plus récentes" } }
            @if let Some(seq) = older { a class="next" rel="next" href=(asked.address(Some(seq))) { "Plus anciennes" } }
        }
        (whole(&by, &head))
    };
    let status = if unread.any() {
        StatusCode::UNPROCESSABLE_ENTITY
    } else {
        StatusCode::OK
    };
    Page::new("Journal", main)
        .with_status(status)
        .answer(&desk, &by)
        .await
}

fn form(asked: &Asked, unread: Unread) -> Markup {
    let wrong = "Écrivez un jour et une heure : 2026-11-24T09:30.";
    html! {
        @if unread.any() {
            div class="faults" role="alert" {
                p { strong { "La recherche n'a pas été faite." } }
                ul {
                    @if unread.du { li { a href="#du" { "Du : " (wrong) } } }
                    @if unread.au { li { a href="#au" { "Au : " (wrong) } } }
                }
            }
        }
        form class="sought" method="get" action="/journal" role="search" {
            div class="field" {
            label for="mots" { "Mots" }
            p class="hint" id="mots-aide" { "Personne, objet, contenu ; sans égard aux accents ni à la casse." }
            input id="mots" name="mots" type="search" value=(asked.mots) aria-describedby="mots-aide";
            }
            div class="field" {
            label for="action" { "Action" }
            p class="hint" id="action-aide" { "Son début suffit : « message. », « staff.suspend »." }
            input id="action" name="action" value=(asked.action) autocapitalize="none" spellcheck="false" aria-describedby="action-aide";
            }
            (instant("du", "Du", &asked.du, unread.du.then_some(wrong)))
            (instant("au", "Au", &asked.au, unread.au.then_some(wrong)))
            button { "Chercher" }
        }
    }
}

fn instant(field: &str, name: &str, value: &str, wrong: Option<&str>) -> Markup {
    let described = wrong.map(|_| format!("{field}-erreur"));
    html! {
        div class="field" {
        label for=(field) { (name) }
        @if let Some(wrong) = wrong { p class="fault" id={ (field) "-erreur" } { (wrong) } }
        // A browser empties a date field of what it cannot read: then as text, so that it stays.
        input id=(field) name=(field) value=(value)
            type=(if wrong.is_some() { "text" } else { "datetime-local" })
            aria-invalid=[wrong.map(|_| "true")] aria-describedby=[described];
        }
    }
}

fn found(entries: &[Entry]) -> Markup {
    html! {
        @if entries.is_empty() { p { "Aucune entrée ne correspond." } }
        @else {
            div class="wide" role="region" aria-label="Entrées du journal" tabindex="0" {
                table {
                    thead { tr {
                        th scope="col" { "N°" }
                        th scope="col" { "Quand" }
                        th scope="col" { "Qui" }
                        th scope="col" { "Quoi" }
                        th scope="col" { "Avant" }
                        th scope="col" { "Après" }
                    } }
                    tbody { @for entry in entries { (row(entry)) } }
                }
            }
        }
    }
}

fn row(entry: &Entry) -> Markup {
    html! {
        tr id={ "n" (entry.seq) } data-action=(entry.action) {
            th scope="row" { (entry.seq) }
            td { (portal_time(entry.at)) }
            td { (entry.actor_name) }
            td {
                @if entry.action == EMERGENCY {
                    span class="mark" data-colour="red" { "Urgence, une seule personne" } br;
                }
                code { (entry.action) } @if !entry.subject.is_empty() { br; code class="hint" { (entry.subject) } }
            }
            td { (change(&entry.before)) }
            td { (change(&entry.after)) }
        }
    }
}

fn whole(by: &Staff, head: &Head) -> Markup {
    html! {
        h2 { "Tout le journal" }
        p {
            (head.seq) " entrées. Empreinte de la dernière : " code { (head.seq) ":" (head.hash) } ". "
            "Notée ailleurs, elle montre que rien n'a été retiré à la fin : "
            code { "rives audit verify --expect" } "."
        }
        form method="post" action="/journal/export" {
            (form_token(by))
            button class="quiet" { "Exporter tout le journal" }
        }
    }
}
