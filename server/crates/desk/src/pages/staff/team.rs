//! `/equipe`: everybody, and what waits for a second person.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use maud::{Markup, html};
use portal::Instant;
use serde::Deserialize;

use super::markup::{Errors, name_of, role_names, waiting_change};
use super::refusal::{About, words};
use crate::access::{ManageStaff, Proof, Staff};
use crate::staff::{Account, AccountState, Invitation, StaffError};
use crate::web::{Deed, Desk, May, Nothing, Page, Trouble, form_token, portal_time, see};

/// Everybody, invitations and changes that wait.
pub(super) async fn page(
    State(desk): State<Arc<Desk>>,
    May(by): May<ManageStaff>,
) -> Result<Response, Trouble> {
    shown(&desk, &by, &Errors::default()).await
}

/// Agrees to an invitation.
pub(super) async fn approve(
    State(desk): State<Arc<Desk>>,
    Path(id): Path<String>,
    deed: Deed<ManageStaff, Nothing>,
) -> Result<Response, Trouble> {
    let done = desk
        .store
        .approve_invitation(&deed.by, &id, desk.now())
        .await;
    outcome(&desk, &deed.by, done, About::Invitation).await
}

/// Takes an invitation back.
pub(super) async fn revoke(
    State(desk): State<Arc<Desk>>,
    Path(id): Path<String>,
    deed: Deed<ManageStaff, Nothing>,
) -> Result<Response, Trouble> {
    let done = desk
        .store
        .revoke_invitation(&deed.by, &id, desk.now())
        .await;
    outcome(&desk, &deed.by, done, About::Invitation).await
}

/// Which button was pressed.
#[derive(Clone, Copy, Debug, Deserialize)]
pub(super) struct Decision {
    decision: Word,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Word {
    Accord,
    Refus,
}

/// Agrees to a change of roles, or refuses it.
pub(super) async fn decide(
    State(desk): State<Arc<Desk>>,
    Path(id): Path<String>,
    deed: Deed<ManageStaff, Decision>,
) -> Result<Response, Trouble> {
    let agree = deed.form.decision == Word::Accord;
    let done = desk
        .store
        .decide_change(&deed.by, &id, agree, desk.now())
        .await;
    outcome(&desk, &deed.by, done, About::Change).await
}

async fn outcome(
    desk: &Arc<Desk>,
    by: &Proof<ManageStaff>,
    done: Result<(), StaffError>,
    about: About,
) -> Result<Response, Trouble> {
    match done {
        Ok(()) => Ok(see("/equipe")),
        Err(error) => shown(desk, by, &Errors::of_all(words(error, about)?)).await,
    }
}

async fn shown(
    desk: &Arc<Desk>,
    by: &Proof<ManageStaff>,
    errors: &Errors,
) -> Result<Response, Trouble> {
    let now = desk.now();
    let people = desk.store.accounts(by).await?;
    let invitations = desk.store.invitations(by, now).await?;
    let changes = desk.store.role_changes(by).await?;
    let main = html! {
        h1 { "Équipe" }
        (errors.list())
        p { a class="next" href="/equipe/inviter" { "Inviter quelqu'un" } }
        @if !changes.is_empty() {
            h2 { "Changements de rôles qui attendent" }
            @for change in &changes { (waiting_change(by, &people, change)) }
        }
        h2 { "Invitations ouvertes" }
        @if invitations.is_empty() { p { "Aucune." } }
        @for invitation in &invitations { (open_invitation(by, &people, invitation, now)) }
        h2 { "Personnes" }
        (everybody(&people))
    };
    let status = if errors.is_empty() {
        StatusCode::OK
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    };
    Page::new("Équipe", main)
        .with_status(status)
        .answer(desk, by)
        .await
}

fn everybody(people: &[Account]) -> Markup {
    html! {
        div class="wide" role="region" aria-label="Personnes" tabindex="0" {
            table {
                thead { tr {
                    th scope="col" { "Nom" }
                    th scope="col" { "Identifiant" }
                    th scope="col" { "Rôles" }
                    th scope="col" { "État" }
                    th scope="col" { "Vue" }
                } }
                tbody { @for person in people { tr {
                    th scope="row" { a class="next" href={ "/equipe/" (person.id.0) } { (person.name) } }
                    td { code { (person.login) } }
                    td { (role_names(&person.roles)) }
                    td { (state(person.state)) }
                    td { @if let Some(at) = person.last_seen { (portal_time(at)) } @else { "jamais" } }
                } } }
            }
        }
    }
}

/// The state's word.
pub(super) fn state(state: AccountState) -> &'static str {
    match state {
        AccountState::Active => "actif",
        AccountState::Suspended => "suspendu",
    }
}

fn open_invitation(
    by: &Staff,
    people: &[Account],
    invitation: &Invitation,
    now: Instant,
) -> Markup {
    let path = format!("/equipe/invitations/{}", invitation.id);
    let inviter = invitation.made_by.as_ref();
    let over = now >= invitation.expires_at;
    let waits = invitation.waits_for_approval() && !over;
    html! {
        div class="way" {
        h3 { (invitation.name) }
        dl {
            div { dt { "Rôles" } dd { (role_names(&invitation.roles)) } }
            div { dt { "Invitation de" } dd {
                @if let Some(id) = inviter { (name_of(people, id)) } @else { "la ligne de commande" }
                ", le " (portal_time(invitation.made_at))
            } }
            @if let Some(id) = &invitation.approved_by {
                div { dt { "Accord de" } dd { (name_of(people, id)) } }
            }
            div { dt { "État" } dd {
                @if over { "périmée depuis le " (portal_time(invitation.expires_at)) }
                @else if waits { "attend l'accord d'une deuxième personne, avant le " (portal_time(invitation.expires_at)) }
                @else { "le lien fonctionne jusqu'au " (portal_time(invitation.expires_at)) }
            } }
        }
        div class="turn" {
            @if waits && inviter == Some(by.id()) {
                p { "Une autre personne que vous doit donner son accord." }
            } @else if waits {
                form method="post" action={ (path) "/accord" } {
                    (form_token(by))
                    button { "Donner votre accord pour " (invitation.name) }
                }
            }
            form method="post" action={ (path) "/retrait" } {
                (form_token(by))
                button class="quiet" { "Retirer l'invitation de " (invitation.name) }
            }
        }
        }
    }
}
