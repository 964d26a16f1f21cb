//! What an alert is in a feed.

use portal::Instant;

use crate::components::{alert_card, mark};
use crate::reading::{Told, instruction, lead, voices};
use crate::shell::fragment;
use crate::text::plain;
use crate::wording::Lang;
use leptos::prelude::*;

/// When an entry last changed: its newest message, or its end if that has come.
pub(super) fn updated(told: &Told<'_>, now: Instant) -> Instant {
    let newest = told.thread.messages.iter().map(|m| m.received_at).max();
    let ended = told.view.ended_at.filter(|t| *t <= now);
    newest
        .into_iter()
        .chain(ended)
        .max()
        .unwrap_or(told.view.starts_at)
}

/// When its first message was received.
pub(super) fn published(told: &Told<'_>) -> Instant {
    let first = told.thread.messages.iter().map(|m| m.received_at).min();
    first.unwrap_or(told.view.starts_at)
}

/// What to do, and what happens, as HTML.
pub(super) fn content(told: &Told<'_>, lang: Lang) -> String {
    fragment(|| {
        let parts = voices(&told.view, lang)
            .into_iter()
            .take(1)
            .flat_map(|v| v.infos)
            .map(|shown| {
                let info = shown.info;
                let colour = portal::messages::colour(info);
                let todo = instruction(info, lang).filter(|_| !told.is_over());
                let text = info.description.as_deref().map(plain);
                view! {
                    <p>{mark(colour, (lang.words().alert.level)(colour))}</p>
                    {todo.map(lines)}
                    {text.map(lines)}
                }
            })
            .collect_view();
        view! { {alert_card(told, lang)} {parts} }.into_any()
    })
}

fn lines(text: String) -> impl IntoView {
    text.lines()
        .filter(|l| !l.trim().is_empty())
        .map(|l| view! { <p>{l.to_owned()}</p> })
        .collect_view()
}

/// Title: state unless in force, colour, headline.
pub(super) fn title(told: &Told<'_>, exercise: bool, lang: Lang) -> String {
    let words = lang.words();
    let lead = lead(&told.view, lang);
    let name = lead
        .and_then(|s| crate::reading::title(s.info))
        .unwrap_or_else(|| words.alert.untitled.to_owned());
    let state = match told.view.state {
        portal::messages::State::Active => (words.alert.colour)(told.view.colour),
        state => (words.alert.state)(state),
    };
    let prefix = if exercise || told.is_exercise() {
        words.shell.exercise_prefix
    } else {
        ""
    };
    format!("{prefix}{state} · {name}")
}
