//! `/main-courante`: what the team on duty writes down, in order.

use std::sync::Arc;

use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use maud::{Markup, html};
use serde::Deserialize;

use crate::access::{Proof, ReadReports, Refused};
use crate::logbook::{LONGEST_ENTRY, LogEntry};
use crate::web::{Deed, Desk, May, Page, Routes, Trouble, form_token, may, portal_time, see};

/// Entries on one page.
const PAGE: usize = 50;

pub(super) fn routes(routes: Routes) -> Routes {
    let access = may::<ReadReports>();
    routes
        .get("/main-courante", access, page)
        .post("/main-courante", access, write)
}

/// From where on.
#[derive(Debug, Default, Deserialize)]
struct Asked {
    avant: Option<u64>,
}

/// What is written down.
#[derive(Debug, Deserialize)]
struct Written {
    texte: String,
}

async fn page(
    State(desk): State<Arc<Desk>>,
    May(by): May<ReadReports>,
    Query(asked): Query<Asked>,
) -> Result<Response, Trouble> {
    show(&desk, &by, asked.avant, None).await
}

async fn write(
    State(desk): State<Arc<Desk>>,
    Deed { by, form }: Deed<ReadReports, Written>,
) -> Result<Response, Trouble> {
    let words = form.texte.trim();
    if words.is_empty() || words.chars().count() > LONGEST_ENTRY {
        return show(&desk, &by, None, Some(&form.texte)).await;
    }
    match desk.store.write_down(&by, words, desk.now()).await {
        Ok(_) => Ok(see("/main-courante")),
        Err(Refused::NoLongerAllowed) => Err(Trouble::NotYours),
        Err(Refused::Port(error)) => Err(error.into()),
    }
}

/// The page; with a text that was given back since it is empty or too long.
async fn show(
    desk: &Arc<Desk>,
    by: &Proof<ReadReports>,
    before: Option<u64>,
    back: Option<&str>,
) -> Result<Response, Trouble> {
    let limit = u32::try_from(PAGE + 1).unwrap_or(u32::MAX);
    let mut entries = desk.store.logbook(by, before, limit).await?;
    let more = entries.len() > PAGE;
    entries.truncate(PAGE);
    let head = desk.store.logbook_head().await?;
    let older = entries.last().filter(|_| more).map(|e| e.seq);
    let main = html! {
        h1 { "Main courante" }
        form method="post" action="/main-courante" {
            (form_token(by))
            div class="field" {
                label for="texte" { "Noter " kbd aria-hidden="true" { "n" } }
                p class="hint" id="texte-aide" { "Rien ne pourra être modifié ni retiré. Votre nom et l'heure s'ajoutent." }
                @if back.is_some() { p class="fault" id="texte-erreur" { "Écrivez entre 1 et 4 000 signes." } }
                textarea id="texte" name="texte" rows="3" required maxlength=(LONGEST_ENTRY) data-key="n" aria-describedby="texte-aide"
                    aria-invalid=[back.map(|_| "true")] { (format!("\n{}", back.unwrap_or_default())) }
            }
            button { "Écrire" }
        }
        @if entries.is_empty() { p class="empty" { "Rien n'est encore écrit." } }
        @else { ol class="rows" { @for entry in &entries { li { (row(entry)) } } } }
        nav class="turn" aria-label="Pages de la main courante" {
            @if before.is_some() { a class="next" href="/main-courante" { "Les plus récentes" } }
            @if let Some(seq) = older { a class="next" rel="next" href=(format!("/main-courante?avant={seq}")) { "Plus anciennes" } }
        }
        p class="hint" {
            (head.seq) " entrées. Empreinte de la dernière : " code { (head.seq) ":" (head.hash) } ". "
            "Notée ailleurs, elle montre que rien n'a été retiré à la fin : " code { "rives logbook verify --expect" } "."
        }
    };
    let status = match back {
        Some(_) => StatusCode::UNPROCESSABLE_ENTITY,
        None => StatusCode::OK,
    };
    Page::new("Main courante", main)
        .with_status(status)
        .answer(desk, by)
        .await
}

fn row(entry: &LogEntry) -> Markup {
    html! {
        div id={ "n" (entry.seq) } {
            p class="hint" { "n° " (entry.seq) " · " (portal_time(entry.at)) " · " (entry.author_name) }
            @match &entry.words {
                Some(words) => p class="typed" { (words) },
                None => p class="empty" { "Effacé après sa durée de conservation." },
            }
        }
    }
}
