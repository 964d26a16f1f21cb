//! What waits, what is being written, what is in force.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use maud::{Markup, html};
use portal::messages::{State as ThreadState, Thread, Where, view};

use super::path_of;
use crate::access::{Capability as _, ReadMessages, Staff, WriteMessages};
use crate::messages::{Draft, DraftLine, DraftState, Pile, Purpose};
use crate::web::{Desk, May, Page, Trouble, form_token, portal_time};

pub(super) async fn page(
    State(desk): State<Arc<Desk>>,
    May(by): May<ReadMessages>,
) -> Result<Response, Trouble> {
    let now = desk.now();
    let waiting = desk.store.drafts(&by, Pile::Waiting).await?;
    let open = desk.store.drafts(&by, Pile::Open).await?;
    let done = desk.store.drafts(&by, Pile::Done).await?;
    let mut live: Vec<Thread> = match &desk.settings.issuer {
        Some(issuer) => desk
            .store
            .in_force(&Where::Everywhere, now)
            .await?
            .into_iter()
            .filter(|t| t.messages.iter().any(|m| m.source == issuer.source.id))
            .collect(),
        None => Vec::new(),
    };
    live.sort_by(|a, b| b.id.cmp(&a.id));
    let writes = by.has(WriteMessages::ROLES);
    let main = html! {
        h1 { "Messages officiels" }
        @if desk.settings.issuer.is_none() {
            p class="warn" {
                "Personne ne peut écrire de message : l'émetteur n'est pas configuré ([authoring] sender). Demandez à l'administrateur."
            }
        } @else if writes {
            (new_message(&by))
        }
        div class="split" { div {
        section aria-labelledby="attente" {
            h2 id="attente" { "À relire et à publier" }
            (pile(&waiting, &by, "Aucun message n'attend."))
        }
        section aria-labelledby="ecriture" {
            h2 id="ecriture" { "En cours d'écriture" }
            (pile(&open, &by, "Aucun message en cours d'écriture."))
        }
        } div {
        section aria-labelledby="vigueur" {
            h2 id="vigueur" { "En vigueur" }
            @if live.is_empty() { p class="empty" { "Aucun message de ce poste n'est en vigueur." } }
            ul class="rows" {
                @for thread in &live { (in_force(&desk, thread, &by, writes, now)) }
            }
        }
        section aria-labelledby="faits" {
            h2 id="faits" { "Publiés et retirés" }
            (pile(&done, &by, "Rien encore."))
        }
        } }
    };
    Page::new("Messages", main).answer(&desk, &by).await
}

fn new_message(by: &Staff) -> Markup {
    html! {
        form method="post" action="/messages/nouveau" {
            (form_token(by))
            input type="hidden" name="but" value="new";
            button data-key="n" { "Écrire un nouveau message" }
        }
    }
}

fn pile(lines: &[DraftLine], by: &Staff, empty: &str) -> Markup {
    html! {
        @if lines.is_empty() { p class="empty" { (empty) } }
        @else {
            ul class="rows" {
                @for line in lines { (item(&line.draft, by)) }
            }
        }
    }
}

fn item(draft: &Draft, by: &Staff) -> Markup {
    let title = headline(draft);
    html! {
        li {
            div {
                a class="next" href=(path_of(&draft.id)) { (title) }
                p class="hint" {
                    (purpose_words(&draft.purpose)) ", par "
                    @for (i, author) in draft.authors.iter().enumerate() {
                        @if i > 0 { ", " } (author.name)
                    }
                    @if draft.is_by(by.id()) { " (vous)" }
                    ", " (portal_time(draft.changed_at))
                }
            }
            (state_tag(draft))
        }
    }
}

fn in_force(
    desk: &Desk,
    thread: &Thread,
    by: &Staff,
    writes: bool,
    now: portal::Instant,
) -> Markup {
    let shown = view(thread, now);
    let title = shown
        .as_ref()
        .and_then(|v| v.shown.first())
        .map_or("Message", |s| {
            s.info.headline.as_deref().unwrap_or(&s.info.event)
        });
    let over = shown
        .as_ref()
        .is_none_or(|v| !matches!(v.state, ThreadState::Active | ThreadState::Future));
    let public = format!("{}/alertes/{}", desk.settings.public_origin, thread.id.0);
    let deeds = [
        ("update", "Mettre à jour"),
        ("extend", "Prolonger"),
        ("all-clear", "Sonner la fin d'alerte"),
        ("cancel", "Annuler"),
    ];
    html! {
        li {
            div {
                strong { (title) }
                p { a class="next" href=(public) rel="external" { "Page publique" } }
            }
            @if writes && !over {
                div class="deeds" {
                    @for (word, name) in deeds {
                        form method="post" action="/messages/nouveau" {
                            (form_token(by))
                            input type="hidden" name="but" value=(word);
                            input type="hidden" name="fil" value=(thread.id.0);
                            button class="quiet" { (name) }
                        }
                    }
                }
            }
        }
    }
}

/// The headline, or what stands in for it.
pub(super) fn headline(draft: &Draft) -> &str {
    let headline = draft.typed.fr.headline.trim();
    if headline.is_empty() {
        "Message sans titre"
    } else {
        headline
    }
}

/// Where a draft stands: in words, and by the tag's own look.
pub(super) fn state_tag(draft: &Draft) -> Markup {
    let look = match draft.state {
        DraftState::Writing => "writing",
        DraftState::Submitted => "submitted",
        DraftState::Returned { .. } => "returned",
        DraftState::Scheduled { .. } => "scheduled",
        DraftState::Released { .. } => "released",
        DraftState::Withdrawn { .. } => "withdrawn",
    };
    html! {
        span class="tag" data-state=(look) { (state_words(&draft.state)) }
        @if draft.emergency { " " span class="tag" data-state="emergency" { "Urgence, une seule personne" } }
    }
}

/// A state in words.
pub(super) fn state_words(state: &DraftState) -> &'static str {
    match state {
        DraftState::Writing => "En cours d'écriture",
        DraftState::Submitted => "Soumis, attend une autre personne",
        DraftState::Returned { .. } => "Rendu, à reprendre",
        DraftState::Scheduled { .. } => "Validé, publication programmée",
        DraftState::Released { .. } => "Publié",
        DraftState::Withdrawn { .. } => "Retiré",
    }
}

/// A purpose in words.
pub(super) fn purpose_words(purpose: &Purpose) -> &'static str {
    match purpose {
        Purpose::New => "Nouveau message",
        Purpose::Update(_) => "Mise à jour",
        Purpose::Extend(_) => "Prolongation",
        Purpose::AllClear(_) => "Fin d'alerte",
        Purpose::Cancel(_) => "Annulation",
    }
}
