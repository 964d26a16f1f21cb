//! Instants on a page: absolute in Paris, machine-readable beside it.
//!
//! Nothing relative: a page must stay true for as long as it is kept.

use leptos::prelude::*;
use portal::Instant;
use portal::messages::State;

use crate::reading::Told;
use crate::wording::{Lang, With};

/// Stands for an instant while a sentence is made around it.
const HOLE: char = '\u{F8FF}';

/// How an instant is written.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Long {
    /// Without year.
    Day,
    /// With year: history, archive.
    Year,
}

/// One instant.
pub(crate) fn time(at: Instant, long: Long, lang: Lang) -> AnyView {
    let text = match long {
        Long::Day => lang.day_time(at),
        Long::Year => lang.full_time(at),
    };
    view! { <time datetime=at.rfc3339()>{text}</time> }.into_any()
}

/// A sentence around instants.
fn around(sentence: &str, instants: &[Instant], long: Long, lang: Lang) -> AnyView {
    let mut instants = instants.iter();
    let mut parts: Vec<AnyView> = Vec::new();
    for (i, text) in sentence.split(HOLE).enumerate() {
        if i > 0 {
            parts.extend(instants.next().map(|at| time(*at, long, lang)));
        }
        if !text.is_empty() {
            parts.push(text.to_owned().into_any());
        }
    }
    parts.into_any()
}

/// A sentence around one instant.
pub(crate) fn sentence(with: With, at: Instant, long: Long, lang: Lang) -> AnyView {
    around(&with(&HOLE.to_string()), &[at], long, lang)
}

/// A sentence around a name and an instant.
pub(crate) fn sentence_of(
    with: fn(&str, &str) -> String,
    name: &str,
    at: Instant,
    lang: Lang,
) -> AnyView {
    let name = name.replace(HOLE, "");
    around(&with(&name, &HOLE.to_string()), &[at], Long::Day, lang)
}

/// `data-ends`: when a thread will be over unless something new is said, for pages read without network.
/// `None` for what is over already, and where no end is known.
pub(crate) fn ends(told: &Told<'_>) -> Option<String> {
    let view = &told.view;
    (!told.is_over())
        .then(|| latest(view.until, view.review_at))
        .flatten()
        .map(|at| at.rfc3339())
}

/// `data-ends` of the band over a list, which speaks for the worst: the last end among those of its
/// colour. `None` as soon as one of them has none.
pub(crate) fn worst_ends(active: &[&Told<'_>]) -> Option<String> {
    let worst = active.first()?.view.colour;
    let mut last = None;
    for told in active.iter().filter(|t| t.view.colour == worst) {
        last = latest(last, Some(latest(told.view.until, told.view.review_at)?));
    }
    last.map(|at| at.rfc3339())
}

fn latest(a: Option<Instant>, b: Option<Instant>) -> Option<Instant> {
    [a, b].into_iter().flatten().max()
}

/// When a thread holds, will hold or held.
pub(crate) fn when(told: &Told<'_>, lang: Lang) -> AnyView {
    let view = &told.view;
    let words = &lang.words().alert;
    let hole = HOLE.to_string();
    match (view.state, view.until) {
        (state @ (State::Ended | State::Cancelled | State::AllClear), until) => {
            match view.ended_at.or(until) {
                Some(at) => around(&(words.ended)(state, &hole), &[at], Long::Year, lang),
                None => (words.state)(state).into_any(),
            }
        }
        (State::Active, Some(until)) => sentence(words.until, until, Long::Day, lang),
        (State::Active, None) => words.no_expiry.into_any(),
        (State::Future, Some(until)) => around(
            &(words.from_until)(&hole, &hole),
            &[view.starts_at, until],
            Long::Day,
            lang,
        ),
        (State::Future, None) => view! {
            {sentence(words.from, view.starts_at, Long::Day, lang)}
            ". "
            {words.no_expiry}
        }
        .into_any(),
    }
}
