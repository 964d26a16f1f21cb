//! One alert in a list: colour with word and shape, title, where, until when, who says so.

use leptos::prelude::*;

use super::{Icon, ends, icon, mark, state_mark, when};
use crate::reading::{Told, area_names, colour_word, hazard, lead, says, title};
use crate::text::{direction, language_tag};
use crate::wording::Lang;

/// How many of an author's areas a card names.
const AREAS: usize = 4;

/// A list of alerts.
pub(crate) fn alert_list<'a>(told: impl IntoIterator<Item = &'a Told<'a>>, lang: Lang) -> AnyView {
    let items = told
        .into_iter()
        .map(|t| view! { <li>{alert_card(t, lang)}</li> })
        .collect_view();
    view! { <ul class="alerts">{items}</ul> }.into_any()
}

/// One card.
pub(crate) fn alert_card(told: &Told<'_>, lang: Lang) -> AnyView {
    let words = &lang.words().alert;
    let view = &told.view;
    let lead = lead(view, lang);
    let tag = lead.map(|s| language_tag(s.message.language(s.info)));
    let dir = tag.as_deref().and_then(direction);
    let tag = tag.filter(|t| !lang.speaks(t));
    let name = lead
        .and_then(|s| title(s.info))
        .unwrap_or_else(|| words.untitled.to_owned());
    let who = lead
        .and_then(|s| says(&s))
        .unwrap_or_else(|| words.unnamed.to_owned());
    let shape = lead.map_or(Icon::Danger, |s| hazard(s.info));
    let place = lead
        .map(|s| join_areas(area_names(&s), AREAS, lang))
        .unwrap_or_default();
    let unresolved = view
        .unresolved
        .then(|| view! { <p class="unsure">{words.unresolved}</p> });
    let exercise = told
        .is_exercise()
        .then(|| view! { <span class="state">{words.exercise}</span> });
    let over = told.is_over().then_some("true");
    view! {
        <article class="alert" data-colour=view.colour.word() data-over=over data-ends=ends(told)>
            <p class="marks">
                {state_mark(view.state, lang)}
                {mark(view.colour, colour_word(lead.map(|s| s.info), view.colour, lang))} {exercise}
            </p>
            <h3>
                <a href=lang.path(&told.path()) lang=tag dir=dir>{icon(shape)} {name}</a>
            </h3>
            {(!place.is_empty()).then(|| view! { <p>{icon(Icon::Place)} {place}</p> })}
            {unresolved}
            <p>{icon(Icon::Clock)} {when(told, lang)}</p>
            <p>{icon(Icon::Says)} {words.says} " " {who}</p>
        </article>
    }
    .into_any()
}

/// `Gard, Hérault et 3 autres zones`.
pub(crate) fn join_areas(names: Vec<String>, most: usize, lang: Lang) -> String {
    let more = names.len().saturating_sub(most);
    let mut text = names.into_iter().take(most).collect::<Vec<_>>().join(", ");
    if more > 0 {
        text.push(' ');
        text.push_str(&(lang.words().alert.more_areas)(more));
    }
    text
}
