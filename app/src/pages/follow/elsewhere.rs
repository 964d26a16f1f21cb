//! Being told without a push: FR-Alert, radio, feeds.

use leptos::prelude::*;
use portal::push::Followed;

use super::draft::{feed_of, name_of};
use crate::components::{Icon, icon};
use crate::wording::Lang;
use crate::wording::follow::Told;

/// What is so, and what to do.
pub(super) fn told(told: &'static Told) -> AnyView {
    view! { <p><strong>{told.said}</strong></p> {todo(told)} }.into_any()
}

/// What to do, line by line.
pub(super) fn todo(told: &'static Told) -> Option<AnyView> {
    (!told.todo.is_empty()).then(|| {
        let lines = told.todo.iter().map(|t| view! { <li>{*t}</li> });
        view! { <ul>{lines.collect_view()}</ul> }.into_any()
    })
}

/// The section, with the feeds of these places.
pub(super) fn elsewhere(lang: Lang, places: &[Followed]) -> AnyView {
    let words = &lang.words().follow.elsewhere;
    let link = |path: String, name: String| {
        view! { <li><a class="next" href=path>{icon(Icon::Feed)} {name}</a></li> }
    };
    let mut feeds: Vec<_> = places
        .iter()
        .map(|p| link(feed_of(p), (words.atom_of)(&name_of(p))))
        .collect();
    if feeds.is_empty() {
        feeds.push(link("/alertes.atom".to_owned(), words.atom_all.to_owned()));
    }
    view! {
        <section id="autrement" aria-labelledby="autrement-titre">
            <h2 id="autrement-titre">{words.title}</h2>
            {told(&words.fr_alert)}
            {told(&words.radio)}
            <p>{words.atom}</p>
            <ul class="places">{feeds.into_iter().collect_view()}</ul>
        </section>
    }
    .into_any()
}
