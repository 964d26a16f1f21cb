//! One item: what the source said, and the forms that decide about it.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use maud::{Markup, html};
use portal::cap::Info;
use portal::messages::{Message, MessageId, Publication, Thread, Where, view};
use portal::places::Places;

use super::{places, publisher, reasons, title};
use crate::access::{JudgeHeld, Proof};
use crate::held::HeldItem;
use crate::pages::ago::ago;
use crate::web::{Desk, May, Page, Trouble, form_token, portal_time};

/// What stands in the fields.
#[derive(Debug, Default)]
pub(super) struct Typed {
    pub(super) places: String,
    pub(super) thread: String,
    pub(super) reason: String,
}

impl Typed {
    /// As the page first shows them.
    pub(super) fn of(item: &HeldItem) -> Self {
        Self {
            places: places::written(&current_places(&item.message)),
            ..Self::default()
        }
    }
}

/// What is wrong with the fields.
#[derive(Debug, Default)]
pub(super) struct Errors {
    pub(super) places: Vec<String>,
    pub(super) thread: Vec<String>,
    pub(super) reason: Vec<String>,
}

impl Errors {
    fn all(&self) -> impl Iterator<Item = (&'static str, &String)> {
        let places = self.places.iter().map(|e| ("#lieux", e));
        let thread = self.thread.iter().map(|e| ("#evenement", e));
        places
            .chain(thread)
            .chain(self.reason.iter().map(|e| ("#motif", e)))
    }
}

/// Where a message holds, all infos together.
pub(super) fn current_places(message: &Message) -> Places {
    message.infos().fold(Places::default(), |all, (i, _)| {
        all.union(&message.places(i))
    })
}

pub(super) async fn page(
    State(desk): State<Arc<Desk>>,
    May(by): May<JudgeHeld>,
    Path(id): Path<String>,
) -> Result<Response, Trouble> {
    let item = desk.store.held_item(&by, &MessageId(id)).await?;
    let item = item.ok_or(Trouble::Unknown)?;
    let typed = Typed::of(&item);
    show(&desk, &by, &item, typed, Errors::default()).await
}

/// The page, with what was typed and what is wrong with it.
pub(super) async fn show(
    desk: &Arc<Desk>,
    by: &Proof<JudgeHeld>,
    item: &HeldItem,
    typed: Typed,
    errors: Errors,
) -> Result<Response, Trouble> {
    let message = &item.message;
    let now = desk.now();
    let mut threads = desk.store.in_force(&Where::Everywhere, now).await?;
    nearest_first(&mut threads, &current_places(message));
    let choices: Vec<(String, String)> = threads
        .iter()
        .filter_map(|thread| Some((thread.id.0.clone(), view(thread, now)?.current)))
        .map(|(id, current)| {
            (
                id,
                format!("{} · {}", title(current), publisher(desk, &current.source)),
            )
        })
        .collect();
    let status = if errors.all().next().is_some() {
        StatusCode::UNPROCESSABLE_ENTITY
    } else {
        StatusCode::OK
    };
    let main = html! {
        p { a class="next" href="/a-confirmer" { "Retour à la liste" } }
        h1 { (title(message)) }
        @if errors.all().next().is_some() {
            section class="faults" role="alert" aria-labelledby="a-corriger" {
                h2 id="a-corriger" { "À corriger" }
                ul { @for (field, error) in errors.all() { li { a href=(field) { (error) } } } }
            }
        }
        p { (publisher(desk, &message.source)) " · reçu " (ago(message.received_at, now)) " (" (portal_time(message.received_at)) ")" }
        div class="split" {
        div {
        @if let Publication::Held(why) = &message.publication {
            h2 { "Pourquoi il attend" }
            ul { @for reason in reasons(why) { li { (reason) } } }
        }
        @for (i, info) in message.infos() { (said(message, i, info)) }
        @if !message.deviations.is_empty() {
            h2 { "Écarts au format" }
            ul lang="en" { @for deviation in &message.deviations { li { (deviation) } } }
        }
        }
        div {
            (confirm_form(by, message, &typed, &errors, &choices))
            (dismiss_form(by, message, &typed, &errors))
        }
        }
    };
    let page = Page::new(title(message), main).with_status(status);
    page.answer(desk, by).await
}

/// Events in the same départements first, newest first.
fn nearest_first(threads: &mut [Thread], places: &Places) {
    let here = places.departements();
    threads.sort_by_cached_key(|thread| {
        let near = thread.messages.iter().any(|message| {
            let there = current_places(message);
            here.iter().any(|dep| there.touches_departement(dep))
        });
        (!near, std::cmp::Reverse(thread.id.clone()))
    });
}

/// What the source said in one language.
fn said(message: &Message, i: usize, info: &Info) -> Markup {
    let language = message.language(info);
    let link = info
        .web
        .as_deref()
        .filter(|web| web.starts_with("https://") || web.starts_with("http://"));
    html! {
        section class="said" {
            h2 { "Texte reçu (" (language) ")" }
            div lang=(language) {
                p { strong { (info.headline.as_deref().unwrap_or(&info.event)) } }
                @for text in [&info.description, &info.instruction].into_iter().flatten() {
                    @for paragraph in text.lines().filter(|line| !line.trim().is_empty()) { p { (paragraph) } }
                }
            }
            dl {
                div { dt { "Événement" } dd { (info.event) } }
                @if let Some(onset) = info.onset.or(info.effective) { div { dt { "Début" } dd { (portal_time(onset)) } } }
                @if let Some(expires) = info.expires { div { dt { "Fin" } dd { (portal_time(expires)) } } }
                @if let Some(link) = link {
                    div { dt { "Lien" } dd { a href=(link) rel="noopener noreferrer" { (link) } } }
                }
            }
            h3 { "Zones" }
            ul {
                @for (area, resolution) in message.areas(i) {
                    li {
                        @if area.desc.is_empty() { "Zone sans nom" } @else { (area.desc) }
                        @if !resolution.resolved { " : non reconnue, tout le territoire de la source est retenu" }
                    }
                }
                @if info.areas.is_empty() { li { "Aucune zone indiquée : tout le territoire de la source est retenu" } }
            }
        }
    }
}

/// A field's errors beside it.
fn beside(id: &str, errors: &[String]) -> Markup {
    html! { @if !errors.is_empty() { div id=(id) class="fault" { @for error in errors { p { (error) } } } } }
}

fn described(errors: &[String], hint: &str, error: &str) -> String {
    if errors.is_empty() {
        hint.to_owned()
    } else {
        format!("{hint} {error}")
    }
}

fn confirm_form(
    by: &Proof<JudgeHeld>,
    message: &Message,
    typed: &Typed,
    errors: &Errors,
    threads: &[(String, String)],
) -> Markup {
    let areas = described(&errors.places, "lieux-aide", "lieux-erreur");
    let event = described(&errors.thread, "evenement-aide", "evenement-erreur");
    html! {
        section class="way" aria-labelledby="publier" {
            h2 id="publier" { "Publier" }
            form method="post" action=(format!("/a-confirmer/{}/publier", message.id.0)) {
                (form_token(by))
                div class="field" {
                    label for="lieux" { "Lieux concernés" }
                    p id="lieux-aide" class="hint" { "Une commune ou un département par ligne, par nom ou par code. Laissez tel quel pour garder les zones de la source." }
                    (beside("lieux-erreur", &errors.places))
                    textarea id="lieux" name="lieux" rows="8" required aria-describedby=(areas)
                        aria-invalid=[(!errors.places.is_empty()).then_some("true")] { (format!("\n{}", typed.places)) }
                }
                div class="field" {
                    label for="evenement" { "Événement" }
                    p id="evenement-aide" class="hint" { "Rattachez ce message à un événement en cours s'il en parle." }
                    (beside("evenement-erreur", &errors.thread))
                    select id="evenement" name="evenement" aria-describedby=(event)
                        aria-invalid=[(!errors.thread.is_empty()).then_some("true")] {
                        option value="" selected[typed.thread.is_empty()] { "Selon ses références, sinon un nouvel événement" }
                        @for (id, name) in threads {
                            option value=(id) selected[*id == typed.thread] { (name) }
                        }
                    }
                }
                button { "Publier ce message" }
            }
        }
    }
}

fn dismiss_form(
    by: &Proof<JudgeHeld>,
    message: &Message,
    typed: &Typed,
    errors: &Errors,
) -> Markup {
    let reason = described(&errors.reason, "motif-aide", "motif-erreur");
    html! {
        section class="way" aria-labelledby="ecarter" {
            h2 id="ecarter" { "Écarter" }
            form method="post" action=(format!("/a-confirmer/{}/ecarter", message.id.0)) {
                (form_token(by))
                div class="field" {
                    label for="motif" { "Motif" }
                    p id="motif-aide" class="hint" { "Il reste dans le journal. Le message ne sera pas publié." }
                    (beside("motif-erreur", &errors.reason))
                    textarea id="motif" name="motif" rows="3" required maxlength="500" aria-describedby=(reason)
                        aria-invalid=[(!errors.reason.is_empty()).then_some("true")] { (format!("\n{}", typed.reason)) }
                }
                button class="quiet" { "Écarter ce message" }
            }
        }
    }
}
