//! Erasing a contact, by its phone number or e-mail in any spelling.
//!
//! Never: what was typed in an address, a log or the audit.

use std::sync::Arc;

use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use maud::{Markup, html};
use portal::exchange::{ContactHash, Draft, names, parse_contact};
use serde::Deserialize;

use super::{refused, words};
use crate::access::{ModerateExchange, Proof, Staff};
use crate::exchange::Reach;
use crate::web::{Deed, Desk, May, Page, Trouble, form_token, see};

/// What has just been erased.
#[derive(Debug, Deserialize)]
pub(super) struct Done {
    annonces: Option<u64>,
    conversations: Option<u64>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Wanted {
    contact: String,
    /// Given once the reach was shown.
    certain: Option<String>,
}

pub(super) async fn page(
    State(desk): State<Arc<Desk>>,
    May(by): May<ModerateExchange>,
    Query(done): Query<Done>,
) -> Result<Response, Trouble> {
    let said = match (done.annonces, done.conversations) {
        (Some(listings), Some(talks)) => html! {
            p class="done" role="status" { "Effacé : " (reach(Reach { listings, talks })) "." }
        },
        _ => html! {},
    };
    show(&desk, &by, said, "", None).await
}

pub(super) async fn erase(
    State(desk): State<Arc<Desk>>,
    Deed { by, form }: Deed<ModerateExchange, Wanted>,
) -> Result<Response, Trouble> {
    let Some(hashes) = hashes(&desk, &form.contact) else {
        let error = "Écrivez un numéro de téléphone ou une adresse e-mail complète.";
        return show(&desk, &by, html! {}, &form.contact, Some(error)).await;
    };
    if form.certain.is_none() {
        let found = desk.store.reach_of(&by, &hashes).await?;
        let said = confirm(&by, found, &form.contact);
        return show(&desk, &by, said, &form.contact, None).await;
    }
    match desk.store.erase_contact(&by, &hashes, desk.now()).await {
        Ok(Reach { listings, talks }) => Ok(see(&format!(
            "/entraide/effacer?annonces={listings}&conversations={talks}"
        ))),
        Err(error) => refused(&desk, &by, error).await,
    }
}

/// What finds the contact that was typed; `None` when it is neither a number nor an address.
fn hashes(desk: &Desk, typed: &str) -> Option<Vec<ContactHash>> {
    let field = if typed.contains('@') {
        names::EMAIL
    } else {
        names::PHONE
    };
    let contact = parse_contact(&Draft::default().with(field, typed)).ok()?;
    Some(desk.contact_hasher.as_ref()?.hashes(&contact))
}

fn reach(reach: Reach) -> String {
    format!(
        "{}, {}",
        words::counted(reach.listings, "une annonce", "annonces"),
        words::counted(reach.talks, "une conversation", "conversations")
    )
}

/// What would go, and the button that does it.
fn confirm(by: &Staff, found: Reach, typed: &str) -> Markup {
    html! {
        @if found == Reach::default() {
            p class="done" role="status" { "Rien n'est gardé de ce contact." }
        } @else {
            section class="way" aria-labelledby="certain" {
                h2 id="certain" { "Effacer pour toujours ?" }
                p { "De ce contact : " (reach(found)) ". Ce qui a été signalé reste comme preuve." }
                form method="post" action="/entraide/effacer" {
                    (form_token(by))
                    input type="hidden" name="contact" value=(typed);
                    input type="hidden" name="certain" value="oui";
                    button class="grave" { "Effacer pour toujours" }
                }
            }
        }
    }
}

async fn show(
    desk: &Arc<Desk>,
    by: &Proof<ModerateExchange>,
    said: Markup,
    typed: &str,
    error: Option<&str>,
) -> Result<Response, Trouble> {
    let main = html! {
        p { a class="next" href="/entraide" { "Retour à la file" } }
        h1 { "Effacer un contact" }
        (said)
        @if desk.contact_hasher.is_none() {
            p class="warn" { "L'entraide n'est pas réglée sur ce poste : aucun contact ne peut y être retrouvé." }
        } @else {
            p { "À la demande de la personne. Ses annonces et ses conversations sont effacées." }
            form method="post" action="/entraide/effacer" {
                (form_token(by))
                div class="field" {
                    label for="contact" { "Téléphone ou e-mail" }
                    p id="contact-aide" class="hint" { "Comme la personne l'écrit : avec ou sans espaces, points ou indicatif. Rien n'est gardé de ce que vous tapez." }
                    @if let Some(error) = error { p id="contact-erreur" class="fault" role="alert" { (error) } }
                    input id="contact" name="contact" type="text" required autocomplete="off" spellcheck="false" value=(typed)
                        aria-describedby=(if error.is_some() { "contact-aide contact-erreur" } else { "contact-aide" })
                        aria-invalid=[error.map(|_| "true")];
                }
                button { "Chercher" }
            }
        }
    };
    let status = match error {
        Some(_) => StatusCode::UNPROCESSABLE_ENTITY,
        None => StatusCode::OK,
    };
    Page::new("Effacer un contact", main)
        .with_status(status)
        .answer(desk, by)
        .await
}
