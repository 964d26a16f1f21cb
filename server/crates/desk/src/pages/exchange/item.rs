//! One listing: what it says, why somebody should look, and the forms that decide about it.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use maud::{Markup, html};
use portal::exchange::{Kind, ListingId, Moderation};

use super::{details, kin, reason_field, report, words};
use crate::access::{ModerateExchange, Proof, Staff};
use crate::exchange::Moderated;
use crate::web::{Desk, May, Page, Trouble, form_token};

/// A form that was given back: which, what was typed, what is wrong.
#[derive(Debug, Default)]
pub(super) struct GivenBack {
    pub(super) form: &'static str,
    pub(super) reason: String,
    pub(super) contact: bool,
    pub(super) error: Option<String>,
}

pub(super) async fn page(
    State(desk): State<Arc<Desk>>,
    May(by): May<ModerateExchange>,
    Path(id): Path<String>,
) -> Result<Response, Trouble> {
    let item = desk
        .store
        .moderated(&by, &ListingId(id), desk.now())
        .await?;
    let item = item.ok_or(Trouble::Unknown)?;
    show(&desk, &by, &item, GivenBack::default()).await
}

/// The page, with what was typed and what is wrong with it.
pub(super) async fn show(
    desk: &Arc<Desk>,
    by: &Proof<ModerateExchange>,
    item: &Moderated,
    back: GivenBack,
) -> Result<Response, Trouble> {
    let now = desk.now();
    let listing = &item.listing;
    let title = words::title(listing);
    let (standing, look) = words::standing(listing.standing(now));
    let main = html! {
        p { a class="next" href="/entraide" { "Retour à la file" } }
        h1 { (title) }
        @if let Some(error) = &back.error {
            section class="faults" role="alert" aria-labelledby="a-corriger" {
                h2 id="a-corriger" { "À corriger" }
                ul { li { a href=(format!("#{}-motif", back.form)) { (error) } } }
            }
        }
        p { span class="tag" data-state=(look) { (standing) } }
        div class="split" {
            div {
                (why(item))
                section class="said" lang=(listing.said.tongue.tag()) {
                    h2 lang="fr" { "L'annonce" }
                    div lang="fr" { (details::shown(listing)) }
                }
                @if !item.reports.is_empty() {
                    section aria-labelledby="signalements" {
                        h2 id="signalements" { "Signalements" }
                        @for one in &item.reports { (report::evidence(one, now)) }
                    }
                }
                (kin::shown(item, now))
            }
            div { (deeds(by, item, &back)) }
        }
    };
    let status = match back.error {
        Some(_) => StatusCode::UNPROCESSABLE_ENTITY,
        None => StatusCode::OK,
    };
    Page::new(title, main)
        .with_status(status)
        .answer(desk, by)
        .await
}

/// Why a moderator should look.
fn why(item: &Moderated) -> Markup {
    html! {
        @if !item.hold.is_empty() || item.approved_by.is_some() || item.returned.is_some() {
            section aria-labelledby="pourquoi" {
                h2 id="pourquoi" { "Pourquoi elle attend" }
                ul {
                    @for reason in &item.hold { li { (words::hold(*reason)) } }
                    @if let Some((name, own)) = &item.approved_by {
                        li {
                            @if *own { "Vous l'avez approuvée : il manque l'accord d'une deuxième personne." }
                            @else { "Approuvée par " (name) ". Votre accord la met en ligne." }
                        }
                    }
                    @if let Some(reason) = &item.returned { li { "Rendue à son auteur : « " (reason) " »" } }
                }
            }
        }
    }
}

/// What can be done with it as it stands; the first is what mostly follows.
fn deeds(by: &Staff, item: &Moderated, back: &GivenBack) -> Markup {
    let moderation = item.listing.moderation;
    let public = matches!(moderation, Moderation::New | Moderation::Approved);
    html! {
        (approve_form(by, item))
        @if public {
            (form(by, item, back, Deed { word: "retenir", title: "Retenir", does: "Retenir cette annonce", hint: "Elle quitte le site jusqu'à une décision. L'auteur lit ce motif sur sa page ; il reste dans le journal." }))
        }
        @if moderation != Moderation::Blocked {
            (form(by, item, back, Deed { word: "rendre", title: "Rendre à l'auteur", does: "Rendre cette annonce", hint: "L'auteur lit ce motif sur sa page et peut corriger. L'annonce n'est pas en ligne d'ici là." }))
            (form(by, item, back, Deed { word: "bloquer", title: "Bloquer", does: "Bloquer cette annonce", hint: "L'annonce quitte le site, ses conversations se terminent, ce qui était convenu est annulé. Le motif reste dans le journal." }))
        }
    }
}

fn approve_form(by: &Staff, item: &Moderated) -> Markup {
    let listing = &item.listing;
    let housing = listing.said.details.kind() == Kind::Housing;
    let waits = housing && listing.moderation != Moderation::Approved;
    let own = item.approved_by.as_ref().is_some_and(|(_, own)| *own);
    html! {
        section class="way" aria-labelledby="approuver" {
            h2 id="approuver" { "Approuver" }
            @if waits && own {
                p { "Votre accord est noté. Une deuxième personne doit donner le sien." }
            } @else {
                @if waits { p class="hint" { "Un logement demande l'accord de deux modérateurs différents." } }
                form method="post" action=(format!("/entraide/examen/{}/approuver", listing.id.0)) {
                    (form_token(by))
                    (seen(item))
                    button { @if item.reports.iter().any(|r| !r.settled) { "Approuver et classer les signalements" } @else { "Approuver cette annonce" } }
                }
            }
        }
    }
}

/// How the listing stood on this page: a deed about another standing changes nothing.
fn seen(item: &Moderated) -> Markup {
    html! {
        input type="hidden" name="vu" value=(item.listing.moderation.code());
        input type="hidden" name="version" value=(item.changed_at.0);
    }
}

/// A deed that needs a reason: its word in the path, and what the form says.
#[derive(Clone, Copy)]
struct Deed {
    word: &'static str,
    title: &'static str,
    does: &'static str,
    hint: &'static str,
}

fn form(by: &Staff, item: &Moderated, back: &GivenBack, deed: Deed) -> Markup {
    let mine = back.form == deed.word;
    let typed = if mine { back.reason.as_str() } else { "" };
    let error = back.error.as_deref().filter(|_| mine);
    html! {
        section class="way" aria-labelledby=(deed.word) {
            h2 id=(deed.word) { (deed.title) }
            form method="post" action=(format!("/entraide/examen/{}/{}", item.listing.id.0, deed.word)) {
                (form_token(by))
                (seen(item))
                (reason_field(&format!("{}-motif", deed.word), "Motif", deed.hint, typed, error))
                @if deed.word == "bloquer" {
                    label { input type="checkbox" name="contact" value="oui" checked[mine && back.contact]; "Bloquer aussi le contact : ses autres annonces seront retenues" }
                }
                button class="quiet" { (deed.does) }
            }
        }
    }
}
