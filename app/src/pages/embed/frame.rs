//! `/integrer/commune/{insee}`, `/integrer/departement/{code}`, each also `/liste`: small documents for
//! frames on other sites.
//!
//! What has expired is never shown as current: the frame loads itself again when the next thing changes,
//! is kept for a minute at most, and tells when it was made.

use leptos::prelude::*;
use portal::messages::State;
use portal::messages::Thread;
use portal::{Instant, Span};

use super::EmbedPlace;
use crate::components::*;
use crate::reading::{
    Hearing, SourceLine, Told, colour_word, earliest, lead, next_change, says, title, told,
};
use crate::shell::bare;
use crate::site::{Page, Site};
use crate::text::{direction, language_tag};
use crate::wording::Lang;

/// How often a frame loads itself again, in seconds.
const REFRESH: i64 = 300;
/// How long a frame is kept: what it shows may be told to be over that much late, with its end beside it.
const KEPT: Span = Span::seconds(60);

/// Which of the two frames.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EmbedForm {
    /// The worst alert.
    Banner,
    /// All of them.
    List,
}

/// The frames' whole style: what the frames' policy allows by its hash.
pub fn embed_stylesheet() -> &'static str {
    concat!(
        include_str!("../../../../style/tokens.css"),
        include_str!("../../../../style/embed.css")
    )
}

/// One frame. `threads`: everything at the place not ended at `now`, in any order.
pub fn embed(
    site: &Site,
    lang: Lang,
    now: Instant,
    place: &EmbedPlace,
    form: EmbedForm,
    threads: &[Thread],
    sources: &[SourceLine<'_>],
) -> Page {
    let words = &lang.words().embed;
    let all = told(threads, now);
    let hearing = Hearing::of(sources, Some(&place.dep), now);
    let in_state = |state: State| all.iter().filter(move |t| t.view.state == state);
    let active: Vec<_> = in_state(State::Active).collect();
    let coming: Vec<_> = in_state(State::Future).collect();
    let change = next_change(&all);
    let refresh = change.map_or(REFRESH, |at| ((at - now).0 / 1_000 + 1).clamp(5, REFRESH));
    let name = (words.frame)(&place.name);
    let shown: Vec<&Told<'_>> = match form {
        EmbedForm::Banner => active.iter().chain(&coming).take(1).copied().collect(),
        EmbedForm::List => active.iter().chain(&coming).copied().collect(),
    };
    let others = (active.len() + coming.len()).saturating_sub(shown.len());
    let colour = active.first().map(|t| t.view.colour.word());
    let items = shown
        .iter()
        .map(|t| view! { <li>{item(site, t, lang)}</li> })
        .collect_view();
    // Nothing in force is told even above what is to come; nobody heard is never told as nothing.
    let empty = active.is_empty().then(|| calm(&hearing, &place.name, lang));
    let silent = (!active.is_empty() && !hearing.silent.is_empty())
        .then(|| view! { <p class="quiet">{lang.words().sources.silent_means}</p> });
    let others = (others > 0).then(|| view! { <p>{(words.others)(others)}</p> });
    let exercise = site
        .exercise
        .then(|| view! { <p class="exercise">{lang.words().shell.exercise_word}</p> });
    let heading = name.clone();
    let more = (words.more)(&place.name);
    let main = move || {
        view! {
            {exercise}
            <main data-colour=colour>
                <h1>{heading}</h1>
                {empty}
                <ul>{items}</ul>
                {others}
                {silent}
                <p>{outside(site, lang, &place.page, more, None, None)}</p>
                <p class="quiet">{site.name.clone()} " · " {sentence(words.made, now, Long::Day, lang)}</p>
            </main>
        }
        .into_any()
    };
    Page {
        html: bare(site, lang, &name, embed_stylesheet(), refresh, main),
        valid_until: earliest([change, hearing.next_silence, Some(now + KEPT)]),
    }
}

/// One alert: its mark, its name, until when, who says so.
fn item(site: &Site, told: &Told<'_>, lang: Lang) -> AnyView {
    let words = &lang.words().alert;
    let lead = lead(&told.view, lang);
    let tag = lead.map(|s| language_tag(s.message.language(s.info)));
    let dir = tag.as_deref().and_then(direction);
    let tag = tag.filter(|t| !lang.speaks(t));
    let name = lead
        .and_then(|s| title(s.info))
        .unwrap_or_else(|| words.untitled.to_owned());
    let who = lead
        .and_then(|s| says(&s))
        .unwrap_or_else(|| words.unnamed.to_owned());
    let colour = told.view.colour;
    let exercise = told
        .is_exercise()
        .then(|| view! { <span class="state">{words.exercise}</span> });
    view! {
        <p>
            {state_mark(told.view.state, lang)} " "
            {mark(colour, colour_word(lead.map(|s| s.info), colour, lang))} " " {exercise}
        </p>
        <p>{outside(site, lang, &told.path(), name, tag, dir)}</p>
        <p>{when(told, lang)}</p>
        <p>{words.says} " " {who}</p>
    }
    .into_any()
}

/// A link out of the frame: to the portal, in a tab of its own that cannot reach back (HTML, `noopener`).
fn outside(
    site: &Site,
    lang: Lang,
    path: &str,
    text: String,
    tag: Option<String>,
    dir: Option<&'static str>,
) -> AnyView {
    let url = format!("{}{}", site.origin, lang.path(path));
    view! {
        <a href=url target="_blank" rel="noopener">
            <span lang=tag dir=dir>{text}</span>
            <span class="hidden">" (" {lang.words().embed.new_tab} ")"</span>
        </a>
    }
    .into_any()
}

/// Nothing in force: calm when somebody listens, honest when nobody does.
fn calm(hearing: &Hearing<'_>, place: &str, lang: Lang) -> AnyView {
    let words = &lang.words().home;
    match hearing.checked_at {
        None => view! { <p><strong>{words.unknown}</strong></p> <p class="quiet">{words.unknown_note}</p> }
            .into_any(),
        Some(at) => {
            let silent = (!hearing.silent.is_empty())
                .then(|| view! { <p class="quiet">{lang.words().sources.silent_means}</p> });
            view! {
                <p><strong>{(words.empty_at)(place)}</strong></p>
                <p class="quiet">{sentence(words.checked, at, Long::Day, lang)}</p>
                {silent}
            }
            .into_any()
        }
    }
}
