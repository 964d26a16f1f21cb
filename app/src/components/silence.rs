//! What a page says of the sources it depends on, and what it says when it has nothing to show.

use leptos::prelude::*;

use super::{Icon, Long, icon, sentence, sentence_of};
use crate::reading::{Hearing, Silence};
use crate::text::one_line;
use crate::wording::Lang;

/// The warning on silent sources; nothing when all are heard.
pub(crate) fn silence_warning(hearing: &Hearing<'_>, lang: Lang) -> Option<AnyView> {
    let words = &lang.words().sources;
    if hearing.silent.is_empty() {
        return None;
    }
    let lines = hearing
        .silent
        .iter()
        .map(|(line, silence)| {
            let publisher = one_line(&line.source.publisher);
            let text = match silence {
                Silence::Since(at) => sentence_of(words.silent, &publisher, *at, lang),
                _ => format!("{publisher} · {}", words.silent_mark).into_any(),
            };
            view! { <li>{text}</li> }
        })
        .collect_view();
    Some(
        view! {
            <aside class="silent" aria-labelledby="silence">
                {icon(Icon::Silent)}
                <div>
                    <ul>{lines}</ul>
                    <p id="silence"><strong>{words.silent_means}</strong></p>
                    <p><a href=lang.path("/sources")>{words.title}</a></p>
                </div>
            </aside>
        }
        .into_any(),
    )
}

/// The state "nothing in force": calm when somebody listens, honest when nobody does.
pub(crate) fn nothing(title: String, hearing: &Hearing<'_>, level: Heading, lang: Lang) -> AnyView {
    let words = &lang.words().home;
    let (class, title, note, checked) = match hearing.checked_at {
        None => (
            "empty unknown",
            words.unknown.to_owned(),
            words.unknown_note,
            None,
        ),
        Some(at) => {
            let checked = sentence(words.checked, at, Long::Day, lang);
            (
                "empty",
                title,
                words.empty_note,
                Some(view! { <p>{checked}</p> }),
            )
        }
    };
    let shape = if hearing.is_deaf() {
        Icon::Silent
    } else {
        Icon::Done
    };
    let heading = match level {
        Heading::H1 => view! { <h1>{title}</h1> }.into_any(),
        Heading::Text => view! { <p><strong>{title}</strong></p> }.into_any(),
    };
    view! {
        <div class=class>
            {icon(shape)}
            <div>{heading} {checked} <p>{note}</p></div>
        </div>
    }
    .into_any()
}

/// Whether an empty state is the page's heading.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Heading {
    /// It is.
    H1,
    /// It stands under one.
    Text,
}
