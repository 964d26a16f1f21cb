//! `/equipe/{staff}`: one person, and what the chief may do about their account.

use std::sync::Arc;

use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use maud::{Markup, html};
use serde::Deserialize;

use super::markup::{Errors, read_choice, role_choice, role_names, waiting_change};
use super::refusal::{About, trouble, words};
use super::team::state;
use crate::access::{ManageStaff, Proof, Staff};
use crate::staff::{Account, AccountState, Changed, Roles, StaffError, StaffId};
use crate::web::{Deed, Desk, May, Nothing, Page, Trouble, form_token, portal_time, see};

/// The longest reason, in characters.
const LONGEST_REASON: usize = 500;

/// What was just done, where the page itself would not show it.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Done {
    #[serde(default)]
    fait: String,
}

/// What was typed, when a form is given back.
#[derive(Default)]
struct Typed {
    reason: String,
    roles: Option<Roles>,
    errors: Errors,
}

/// The person.
pub(super) async fn page(
    State(desk): State<Arc<Desk>>,
    Path(id): Path<String>,
    May(by): May<ManageStaff>,
    Query(done): Query<Done>,
) -> Result<Response, Trouble> {
    let said =
        (done.fait == "sessions").then_some("Toutes les sessions de ce compte sont fermées.");
    shown(&desk, &by, &StaffId(id), Typed::default(), said).await
}

/// Why somebody is suspended.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct Reason {
    motif: String,
}

/// Suspends.
pub(super) async fn suspend(
    State(desk): State<Arc<Desk>>,
    Path(id): Path<String>,
    deed: Deed<ManageStaff, Reason>,
) -> Result<Response, Trouble> {
    let of = StaffId(id);
    let reason = deed.form.motif.trim();
    let mut typed = Typed {
        reason: reason.to_owned(),
        ..Typed::default()
    };
    if reason.is_empty() {
        typed
            .errors
            .add("motif", "Écrivez pourquoi : le journal le garde.");
    } else if reason.chars().count() > LONGEST_REASON {
        typed
            .errors
            .add("motif", "Raccourcissez : 500 caractères au plus.");
    } else {
        let done = desk.store.suspend(&deed.by, &of, reason, desk.now()).await;
        return outcome(&desk, &deed.by, &of, typed, done).await;
    }
    shown(&desk, &deed.by, &of, typed, None).await
}

/// Opens the account again.
pub(super) async fn reinstate(
    State(desk): State<Arc<Desk>>,
    Path(id): Path<String>,
    deed: Deed<ManageStaff, Nothing>,
) -> Result<Response, Trouble> {
    let of = StaffId(id);
    let done = desk.store.reinstate(&deed.by, &of, desk.now()).await;
    outcome(&desk, &deed.by, &of, Typed::default(), done).await
}

/// The roles that somebody shall have.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct Wanted {
    #[serde(default)]
    roles: Vec<String>,
}

/// Changes roles, or asks for it.
pub(super) async fn change_roles(
    State(desk): State<Arc<Desk>>,
    Path(id): Path<String>,
    deed: Deed<ManageStaff, Wanted>,
) -> Result<Response, Trouble> {
    let of = StaffId(id);
    let roles = read_choice(&deed.form.roles).ok_or(Trouble::NotAForm)?;
    let mut typed = Typed {
        roles: Some(roles.clone()),
        ..Typed::default()
    };
    if roles.is_empty() {
        typed.errors.add(
            "roles",
            "Choisissez au moins un rôle. Pour fermer le compte, suspendez-le.",
        );
        return shown(&desk, &deed.by, &of, typed, None).await;
    }
    let done = desk
        .store
        .change_roles(&deed.by, &of, roles, desk.now())
        .await
        // What waits for a second person stands on the page itself.
        .map(|changed| match changed {
            Changed::Now | Changed::Waits(_) => (),
        });
    outcome(&desk, &deed.by, &of, typed, done).await
}

/// Ends every session of the person.
pub(super) async fn close_sessions(
    State(desk): State<Arc<Desk>>,
    Path(id): Path<String>,
    deed: Deed<ManageStaff, Nothing>,
) -> Result<Response, Trouble> {
    let of = StaffId(id);
    // Only for somebody who exists: no entry of the audit about nobody.
    find(&desk.store.accounts(&deed.by).await?, &of)?;
    desk.store
        .close_all(&deed.by, &of, desk.now())
        .await
        .map_err(trouble)?;
    Ok(see(&format!("/equipe/{}?fait=sessions", of.0)))
}

async fn outcome(
    desk: &Arc<Desk>,
    by: &Proof<ManageStaff>,
    of: &StaffId,
    mut typed: Typed,
    done: Result<(), StaffError>,
) -> Result<Response, Trouble> {
    match done {
        Ok(()) => Ok(see(&format!("/equipe/{}", of.0))),
        Err(error) => {
            typed.errors = Errors::of_all(words(error, About::Person)?);
            shown(desk, by, of, typed, None).await
        }
    }
}

fn find<'a>(people: &'a [Account], id: &StaffId) -> Result<&'a Account, Trouble> {
    let mut found = people.iter().filter(|a| a.id == *id);
    found.next().ok_or(Trouble::Unknown)
}

async fn shown(
    desk: &Arc<Desk>,
    by: &Proof<ManageStaff>,
    of: &StaffId,
    typed: Typed,
    said: Option<&str>,
) -> Result<Response, Trouble> {
    let people = desk.store.accounts(by).await?;
    let person = find(&people, of)?;
    let changes = desk.store.role_changes(by).await?;
    let main = html! {
        h1 { (person.name) }
        (typed.errors.list())
        @if let Some(said) = said { p class="done" role="status" { strong { (said) } } }
        dl {
            div { dt { "Identifiant" } dd { code { (person.login) } } }
            div { dt { "État" } dd { (state(person.state)) } }
            div { dt { "Rôles" } dd { (role_names(&person.roles)) } }
            div { dt { "Compte ouvert" } dd { "le " (portal_time(person.created_at)) } }
            div { dt { "Session utilisée" } dd {
                @if let Some(at) = person.last_seen { "le " (portal_time(at)) } @else { "jamais" }
            } }
        }
        @let waiting: Vec<_> = changes.iter().filter(|c| c.staff.id == *of).collect();
        @if !waiting.is_empty() {
            h2 { "Changement qui attend une deuxième personne" }
            @for change in waiting { (waiting_change(by, &people, change)) }
        }
        (roles_form(by, person, &typed))
        (sessions_form(by, person))
        (state_form(by, person, &typed))
        p { a class="next" href="/equipe" { "Retour à l'équipe" } }
    };
    let status = if typed.errors.is_empty() {
        StatusCode::OK
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    };
    Page::new(person.name.clone(), main)
        .with_status(status)
        .answer(desk, by)
        .await
}

fn roles_form(by: &Staff, person: &Account, typed: &Typed) -> Markup {
    html! {
        h2 { "Changer les rôles" }
        @if person.id == *by.id() {
            p { "Personne ne change ses propres rôles. Demandez à un autre chef d'équipe ou administrateur." }
        } @else {
            form method="post" action={ "/equipe/" (person.id.0) "/roles" } {
                (form_token(by))
                (role_choice(typed.roles.as_ref().unwrap_or(&person.roles), &typed.errors))
                p { button { "Enregistrer les rôles" } }
            }
        }
    }
}

fn sessions_form(by: &Staff, person: &Account) -> Markup {
    html! {
        h2 { "Sessions" }
        p { "Téléphone perdu, poste resté ouvert : fermez toutes les sessions. La personne peut se connecter de nouveau." }
        form method="post" action={ "/equipe/" (person.id.0) "/sessions" } {
            (form_token(by))
            button class="quiet" { "Fermer toutes les sessions" }
        }
    }
}

fn state_form(by: &Staff, person: &Account, typed: &Typed) -> Markup {
    let errors = &typed.errors;
    match person.state {
        AccountState::Active => html! {
            h2 { "Suspendre" }
            p { "Toutes les sessions se ferment aussitôt, et la personne ne peut plus se connecter." }
            form method="post" action={ "/equipe/" (person.id.0) "/suspendre" } {
                (form_token(by))
                div class="field" {
                label for="motif" { "Motif" }
                (errors.beside("motif"))
                textarea id="motif" name="motif" rows="3" required maxlength=(LONGEST_REASON)
                    aria-invalid=[errors.describes("motif").map(|_| "true")]
                    aria-describedby=[errors.describes("motif")] { (typed.reason) }
                }
                p { button class="grave" { "Suspendre " (person.name) } }
            }
        },
        AccountState::Suspended => html! {
            h2 { "Rétablir" }
            p { "La personne peut se connecter de nouveau, avec les mêmes rôles." }
            form method="post" action={ "/equipe/" (person.id.0) "/retablir" } {
                (form_token(by))
                button { "Rétablir " (person.name) }
            }
        },
    }
}
