//! `/entraide`: moderators keep the exchange in order.
//!
//! Never: a contact in clear, a conversation that nobody reported.

mod decide;
mod details;
mod erase;
mod item;
mod kin;
mod queue;
mod report;
mod statistics;
mod words;

use std::sync::Arc;

use axum::http::StatusCode;
use axum::response::Response;
use maud::{Markup, html};
use portal::exchange::{Forbidden, forbidden};

use crate::access::{ModerateExchange, Proof};
use crate::exchange::ModerationError;
use crate::web::{Desk, Page, Routes, Trouble, may};

/// The longest reason, in characters.
const LONGEST_REASON: usize = 500;

pub(super) fn routes(routes: Routes) -> Routes {
    let access = may::<ModerateExchange>();
    routes
        .get("/entraide", access, queue::page)
        .get("/entraide/chiffres", access, statistics::page)
        .post("/entraide/debloquer", access, erase::unblock)
        .get("/entraide/effacer", access, erase::page)
        .post("/entraide/effacer", access, erase::erase)
        .get("/entraide/examen/{listing}", access, item::page)
        .post(
            "/entraide/examen/{listing}/approuver",
            access,
            decide::approve,
        )
        .post("/entraide/examen/{listing}/bloquer", access, decide::block)
        .post(
            "/entraide/examen/{listing}/rendre",
            access,
            decide::give_back,
        )
        .post("/entraide/examen/{listing}/retenir", access, decide::hold)
        .get("/entraide/signalement/{report}", access, report::page)
        .post(
            "/entraide/signalement/{report}/bloquer",
            access,
            report::block,
        )
        .post(
            "/entraide/signalement/{report}/classer",
            access,
            report::dismiss,
        )
}

/// A reason that somebody typed, or what is wrong with it.
fn reason(typed: &str) -> Result<&str, String> {
    let reason = typed.trim();
    if reason.is_empty() {
        return Err("Écrivez un motif.".to_owned());
    }
    if reason.chars().count() > LONGEST_REASON {
        return Err(format!(
            "Raccourcissez le motif : {LONGEST_REASON} caractères au plus."
        ));
    }
    // It goes into the audit, which keeps what it has for ever.
    let personal = [Forbidden::Phone, Forbidden::Email, Forbidden::Address];
    if forbidden(reason).iter().any(|f| personal.contains(f)) {
        return Err("N'écrivez ni numéro, ni adresse : le motif reste dans le journal.".to_owned());
    }
    Ok(reason)
}

/// The field of a reason, with what was typed and what is wrong with it.
fn reason_field(id: &str, label: &str, hint: &str, typed: &str, error: Option<&str>) -> Markup {
    let (hint_id, error_id) = (format!("{id}-aide"), format!("{id}-erreur"));
    let described = match error {
        Some(_) => format!("{hint_id} {error_id}"),
        None => hint_id.clone(),
    };
    html! {
        div class="field" {
            label for=(id) { (label) }
            p id=(hint_id) class="hint" { (hint) }
            @if let Some(error) = error { p id=(error_id) class="fault" { (error) } }
            textarea id=(id) name="motif" rows="3" required maxlength=(LONGEST_REASON) aria-describedby=(described)
                aria-invalid=[error.map(|_| "true")] { (format!("\n{typed}")) }
        }
    }
}

/// Nothing was changed, and why.
async fn refused(
    desk: &Arc<Desk>,
    by: &Proof<ModerateExchange>,
    error: ModerationError,
) -> Result<Response, Trouble> {
    let (title, why) = match error {
        ModerationError::NoLongerAllowed => return Err(Trouble::NotYours),
        ModerationError::Port(error) => return Err(error.into()),
        ModerationError::Gone => (
            "Elle n'existe plus",
            "Ce que vous examiniez a été effacé, ou est déjà traité.",
        ),
        ModerationError::Changed => (
            "Elle a changé entre-temps",
            "Une autre personne a décidé, ou l'auteur a modifié l'annonce. Relisez-la avant de décider.",
        ),
        ModerationError::SamePerson => (
            "Il faut une deuxième personne",
            "Vous avez déjà donné votre accord. Un logement demande deux modérateurs différents.",
        ),
    };
    let main = html! {
        h1 { (title) }
        p { (why) " Votre envoi n'a rien changé." }
        p { a class="next" href="/entraide" { "Retour à la file" } }
    };
    let page = Page::new(title, main).with_status(StatusCode::CONFLICT);
    page.answer(desk, by).await
}
