//! A report with its evidence, and the two ways to settle it.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use maud::{Markup, html};
use portal::Instant;
use serde::Deserialize;

use super::{reason, reason_field, refused, words};
use crate::access::{ModerateExchange, Proof, Staff};
use crate::exchange::{ModerationError, Report};
use crate::pages::ago::ago;
use crate::web::{Deed, Desk, May, Page, Trouble, form_token, portal_time, see};

/// What was reported, and why.
pub(super) fn evidence(report: &Report, now: Instant) -> Markup {
    html! {
        section class="said" {
            h2 { (words::report(report)) }
            p class="hint" {
                (ago(report.at, now)) " (" (portal_time(report.at)) ")"
                @if report.settled { " · traité" } @else { " · à traiter" }
            }
            p { "Motif :" }
            p class="typed" { (report.reason) }
            @if !report.text.trim().is_empty() {
                p { "L'annonce disait :" }
                p class="typed" { (report.text) }
            }
            @if !report.said.is_empty() {
                p { "Dans la conversation, jusque-là :" }
                dl {
                    @for said in &report.said {
                        div { dt { (words::party(said.by)) " " (portal_time(said.at)) } dd class="typed" { (said.text) } }
                    }
                }
            }
            @if !report.settled && report.by.is_some() {
                p { a class="next" href=(format!("/entraide/signalement/{}", report.id)) { "Traiter ce signalement" } }
            }
        }
    }
}

#[derive(Debug, Default)]
struct GivenBack {
    form: &'static str,
    reason: String,
    error: Option<String>,
}

pub(super) async fn page(
    State(desk): State<Arc<Desk>>,
    May(by): May<ModerateExchange>,
    Path(id): Path<String>,
) -> Result<Response, Trouble> {
    let report = desk.store.report_of(&by, &id).await?;
    let report = report.ok_or(Trouble::Unknown)?;
    show(&desk, &by, &report, GivenBack::default()).await
}

async fn show(
    desk: &Arc<Desk>,
    by: &Proof<ModerateExchange>,
    report: &Report,
    back: GivenBack,
) -> Result<Response, Trouble> {
    let kept = desk
        .store
        .moderated(by, &report.listing, desk.now())
        .await?;
    let main = html! {
        p { a class="next" href="/entraide" { "Retour à la file" } }
        h1 { "Signalement" }
        @if let Some(error) = &back.error {
            section class="faults" role="alert" aria-labelledby="a-corriger" {
                h2 id="a-corriger" { "À corriger" }
                ul { li { a href=(format!("#{}-motif", back.form)) { (error) } } }
            }
        }
        div class="split" {
            div {
                (evidence(report, desk.now()))
                @match &kept {
                    Some(item) => {
                        p { a class="next" href=(format!("/entraide/examen/{}", item.listing.id.0)) { "Voir l'annonce : " (words::title(&item.listing)) } }
                    },
                    None => { p class="hint" { "L'annonce est effacée. Ce qui a été signalé reste ici." } },
                }
            }
            div {
                @if report.settled {
                    p class="empty" { "Ce signalement est traité." }
                } @else {
                    (form(by, report, &back, "bloquer", "Bloquer la personne signalée", &format!("{} : son contact est bloqué, la conversation se termine, ses annonces sont retenues. Le motif reste dans le journal.", words::party(report.reported()))))
                    (form(by, report, &back, "classer", "Classer sans suite", "Rien ne change pour personne. Le motif reste dans le journal."))
                }
            }
        }
    };
    let status = match back.error {
        Some(_) => StatusCode::UNPROCESSABLE_ENTITY,
        None => StatusCode::OK,
    };
    Page::new("Signalement", main)
        .with_status(status)
        .answer(desk, by)
        .await
}

fn form(
    by: &Staff,
    report: &Report,
    back: &GivenBack,
    word: &str,
    does: &str,
    hint: &str,
) -> Markup {
    let mine = back.form == word;
    let typed = if mine { back.reason.as_str() } else { "" };
    let error = back.error.as_deref().filter(|_| mine);
    html! {
        section class="way" aria-labelledby=(word) {
            h2 id=(word) { (does) }
            form method="post" action=(format!("/entraide/signalement/{}/{word}", report.id)) {
                (form_token(by))
                (reason_field(&format!("{word}-motif"), "Motif", hint, typed, error))
                button class="quiet" { (does) }
            }
        }
    }
}

#[derive(Debug, Deserialize)]
pub(super) struct Reasoned {
    motif: String,
}

pub(super) async fn block(
    State(desk): State<Arc<Desk>>,
    Path(id): Path<String>,
    Deed { by, form }: Deed<ModerateExchange, Reasoned>,
) -> Result<Response, Trouble> {
    let reason = match reason(&form.motif) {
        Ok(reason) => reason,
        Err(error) => return given_back(&desk, &by, &id, "bloquer", &form, error).await,
    };
    match desk
        .store
        .block_reported(&by, &id, reason, desk.now())
        .await
    {
        Ok(()) => Ok(see("/entraide?fait=contact")),
        Err(error) => refused(&desk, &by, error).await,
    }
}

pub(super) async fn dismiss(
    State(desk): State<Arc<Desk>>,
    Path(id): Path<String>,
    Deed { by, form }: Deed<ModerateExchange, Reasoned>,
) -> Result<Response, Trouble> {
    let reason = match reason(&form.motif) {
        Ok(reason) => reason,
        Err(error) => return given_back(&desk, &by, &id, "classer", &form, error).await,
    };
    match desk
        .store
        .dismiss_report(&by, &id, reason, desk.now())
        .await
    {
        Ok(()) => Ok(see("/entraide?fait=classe")),
        Err(error) => refused(&desk, &by, error).await,
    }
}

async fn given_back(
    desk: &Arc<Desk>,
    by: &Proof<ModerateExchange>,
    id: &str,
    which: &'static str,
    form: &Reasoned,
    error: String,
) -> Result<Response, Trouble> {
    let Some(report) = desk.store.report_of(by, id).await? else {
        return refused(desk, by, ModerationError::Gone).await;
    };
    let back = GivenBack {
        form: which,
        reason: form.motif.clone(),
        error: Some(error),
    };
    show(desk, by, &report, back).await
}
