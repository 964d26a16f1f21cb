//! Erasing a contact, or lifting its block, by its phone number or e-mail in any spelling.
//!
//! Never: what was typed in an address, a log or the audit.

use std::sync::Arc;

use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use maud::{Markup, html};
use portal::exchange::{ContactHash, Draft, names, parse_contact};
use serde::Deserialize;

use super::{reason, reason_field, refused, words};
use crate::access::{ModerateExchange, Proof, Staff};
use crate::exchange::Reach;
use crate::web::{Deed, Desk, May, Page, Trouble, form_token, see};

/// What has just been erased.
#[derive(Debug, Deserialize)]
pub(super) struct Done {
    annonces: Option<u64>,
    conversations: Option<u64>,
    debloque: Option<String>,
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
            p class="done" role="status" { "Effacé : " (reach(listings, talks)) "." }
        },
        _ if done.debloque.is_some() => html! {
            p class="done" role="status" { "Ce contact n'est plus bloqué. Ce qui est retenu de lui attend toujours une décision." }
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
        let said = confirm(&by, found, &form.contact, "", None);
        return show(&desk, &by, said, &form.contact, None).await;
    }
    match desk.store.erase_contact(&by, &hashes, desk.now()).await {
        Ok(Reach {
            listings, talks, ..
        }) => Ok(see(&format!(
            "/entraide/effacer?annonces={listings}&conversations={talks}"
        ))),
        Err(error) => refused(&desk, &by, error).await,
    }
}

/// What lifts a block.
#[derive(Debug, Deserialize)]
pub(super) struct Unblock {
    contact: String,
    motif: String,
}

pub(super) async fn unblock(
    State(desk): State<Arc<Desk>>,
    Deed { by, form }: Deed<ModerateExchange, Unblock>,
) -> Result<Response, Trouble> {
    let Some(hashes) = hashes(&desk, &form.contact) else {
        let error = "Écrivez un numéro de téléphone ou une adresse e-mail complète.";
        return show(&desk, &by, html! {}, &form.contact, Some(error)).await;
    };
    let reason = match reason(&form.motif) {
        Ok(reason) => reason,
        Err(error) => {
            let found = desk.store.reach_of(&by, &hashes).await?;
            let said = confirm(&by, found, &form.contact, &form.motif, Some(&error));
            let page = page_of(&desk, &by, said, &form.contact, None);
            let page = page.with_status(StatusCode::UNPROCESSABLE_ENTITY);
            return page.answer(&desk, &by).await;
        }
    };
    let done = desk
        .store
        .unblock_contact(&by, &hashes, reason, desk.now())
        .await;
    match done {
        Ok(()) => Ok(see("/entraide/effacer?debloque=oui")),
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

fn reach(listings: u64, talks: u64) -> String {
    format!(
        "{}, {}",
        words::counted(listings, "une annonce", "annonces"),
        words::counted(talks, "une conversation", "conversations")
    )
}

/// What would go, and the button that does it; and, of a contact that is blocked, the form that lifts it, with the
/// reason that was typed and what is wrong with it.
fn confirm(by: &Staff, found: Reach, typed: &str, motive: &str, error: Option<&str>) -> Markup {
    html! {
        @if found.blocked {
            section class="way" aria-labelledby="bloque" {
                h2 id="bloque" { "Ce contact est bloqué" }
                p { "Débloqué, il peut de nouveau publier et répondre. Ses annonces retenues attendent toujours une décision." }
                form method="post" action="/entraide/debloquer" {
                    (form_token(by))
                    input type="hidden" name="contact" value=(typed);
                    (reason_field("debloquer-motif", "Motif", "Il reste dans le journal, sans le contact.", motive, error))
                    button class="quiet" { "Débloquer ce contact" }
                }
            }
        }
        @if found.listings == 0 && found.talks == 0 {
            p class="done" role="status" { "Rien n'est gardé de ce contact." }
        } @else {
            section class="way" aria-labelledby="certain" {
                h2 id="certain" { "Effacer pour toujours ?" }
                p { "De ce contact : " (reach(found.listings, found.talks)) ". Ce qui a été signalé reste comme preuve." }
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
    let page = page_of(desk, by, said, typed, error);
    page.answer(desk, by).await
}

fn page_of(
    desk: &Arc<Desk>,
    by: &Proof<ModerateExchange>,
    said: Markup,
    typed: &str,
    error: Option<&str>,
) -> Page {
    let main = html! {
        p { a class="next" href="/entraide" { "Retour à la file" } }
        h1 { "Effacer ou débloquer un contact" }
        (said)
        @if desk.contact_hasher.is_none() {
            p class="warn" { "L'entraide n'est pas réglée sur ce poste : aucun contact ne peut y être retrouvé." }
        } @else {
            p { "Effacer : à la demande de la personne, ses annonces et ses conversations disparaissent. Débloquer : un contact que des modérateurs avaient bloqué." }
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
    Page::new("Effacer ou débloquer un contact", main).with_status(status)
}
