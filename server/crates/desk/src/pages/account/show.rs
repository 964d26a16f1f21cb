//! The page of one's own account.

use std::sync::Arc;

use axum::response::Response;
use maud::{Markup, html};

use super::super::sign_in::fields::{Faults, fault_list, passkey_button};
use super::super::sign_in::passkeys::{json, register, under};
use super::super::sign_in::{key_name_field, status};
use super::ADDING;
use crate::access::{Session, Staff};
use crate::staff::{LinkedIdentity, Method, StoredPasskey};
use crate::web::{Desk, Page, Trouble, form_token, portal_time};

/// The page, with what was wrong with a form of it.
pub(in crate::pages) async fn account(
    desk: &Arc<Desk>,
    by: &Staff,
    faults: &Faults,
) -> Result<Response, Trouble> {
    let me = by.account();
    let keys = desk.store.passkeys(&me.id).await?;
    let password = desk.store.password(&me.id).await?.is_some();
    let codes = desk.store.recovery_left(&me.id).await?;
    let identities = desk.store.identities(&me.id).await?;
    let sessions = desk.store.sessions(by).await?;
    let (options, state) = register(desk, &me.id, &me.login, &me.name, &keys)?;
    desk.store
        .begin(
            &under(&by.session().form_token, ADDING),
            ADDING,
            &json(&state)?,
            desk.now(),
        )
        .await?;
    let main = html! {
        h1 { "Compte de " (me.name) }
        p { "Identifiant : " code { (me.login) } ". "
            "Rôles : " @for (i, role) in me.roles.iter().enumerate() { @if i > 0 { ", " } (role.name()) } "." }
        @if by.session().method == Method::Recovery {
            p class="advice" { strong { "Vous êtes entré avec un code de secours." }
                " Ajoutez une clé d'accès ou changez le mot de passe, et retirez ce que vous avez perdu." }
        }
        (fault_list(faults))
        h2 { "Clés d'accès" }
        @if keys.is_empty() { p { "Aucune clé d'accès." } }
        @else { ul class="rows" { @for key in &keys { (key_row(by, key)) } } }
        form class="way" method="post" action="/compte/cles" data-options=(options) data-ceremony="create" {
            (form_token(by))
            (key_name_field().show(faults))
            (passkey_button("Ajouter une clé d'accès"))
        }
        h2 { "Mot de passe et code" }
        p { @if password { "Un mot de passe et un code à 6 chiffres ouvrent ce compte." }
            @else { "Aucun mot de passe." } }
        p { a class="next" href="/compte/mot-de-passe" { @if password { "Changer le mot de passe et le code" } @else { "Ajouter un mot de passe et un code" } } }
        (linked(desk, by, &identities))
        h2 { "Codes de secours" }
        p { @match codes { 0 => "Il ne vous en reste aucun.", 1 => "Il vous en reste un seul.", n => { "Il vous en reste " (n) "." } } }
        form method="post" action="/compte/secours" {
            (form_token(by))
            button class="quiet" { "Remplacer mes codes de secours" }
        }
        (super::aspect::form(by))
        h2 { "Sessions ouvertes" }
        p { "Fermez celles que vous ne reconnaissez pas, puis changez votre mot de passe." }
        ul class="rows" { @for session in &sessions { (session_row(by, session)) } }
    };
    Page::new("Compte", main)
        .with_scripts(&["/cles.js"])
        .with_status(status(faults))
        .answer(desk, by)
        .await
}

fn key_row(by: &Staff, key: &StoredPasskey) -> Markup {
    let id = format!("nom-{}", key.id);
    html! {
        li {
            div {
                strong { (key.name) }
                p class="hint" { "Ajoutée le " (portal_time(key.created_at))
                    @if let Some(used) = key.last_used { ", utilisée le " (portal_time(used)) } "." }
            }
            form class="inline" method="post" action=(format!("/compte/cles/{}/nom", key.id)) {
                (form_token(by))
                label for=(id) { "Nouveau nom" }
                input id=(id) name="nom" value=(key.name) required maxlength="40" autocomplete="off";
                button class="quiet" aria-label=(format!("Renommer {}", key.name)) { "Renommer" }
            }
            form method="post" action=(format!("/compte/cles/{}/retirer", key.id)) {
                (form_token(by))
                button class="quiet" aria-label=(format!("Retirer {}", key.name)) { "Retirer" }
            }
        }
    }
}

/// Identities at a provider: those linked, and the way to link one.
fn linked(desk: &Desk, by: &Staff, identities: &[LinkedIdentity]) -> Markup {
    html! {
        @if desk.federation.is_some() || !identities.is_empty() {
            h2 id="identites" { "Identité professionnelle" }
            @if identities.is_empty() { p { "Aucune identité reliée." } }
            @else { ul class="rows" { @for identity in identities {
                li {
                    div {
                        strong { (identity.who.issuer) }
                        p class="hint" { "Reliée le " (portal_time(identity.since)) "." }
                    }
                    form method="post" action="/compte/federation/retirer" {
                        (form_token(by))
                        input type="hidden" name="issuer" value=(identity.who.issuer);
                        input type="hidden" name="subject" value=(identity.who.subject);
                        button class="quiet" aria-label=(format!("Retirer {}", identity.who.issuer)) { "Retirer" }
                    }
                }
            } } }
            @if let Some(provider) = &desk.federation {
                form method="post" action="/compte/federation" {
                    (form_token(by))
                    button { "Relier une identité de " (provider.name()) }
                }
            }
        }
    }
}

fn session_row(by: &Staff, session: &Session) -> Markup {
    let here = session.id == by.session().id;
    let how = match session.method {
        Method::Passkey => "clé d'accès",
        Method::Password => "mot de passe et code",
        Method::Recovery => "code de secours",
        Method::Federation => "administration",
    };
    let words = if here {
        "Fermer cette session".to_owned()
    } else {
        format!("Fermer la session {}", session.device)
    };
    html! {
        li {
            div {
                strong { (session.device) } @if here { " (celle-ci)" }
                p class="hint" { "Ouverte le " (portal_time(session.opened_at)) " par " (how)
                    ", utilisée le " (portal_time(session.seen_at)) "." }
            }
            form method="post" action=(format!("/compte/sessions/{}/fin", session.id)) {
                (form_token(by))
                button class="quiet" aria-label=(words) { "Fermer" }
            }
        }
    }
}
