//! `/entraide/securite`: how to exchange without danger; whom to call.

use leptos::prelude::*;

use super::frame::page;
use crate::components::number_list;
use crate::shell::Head;
use crate::site::{Page, Site};
use crate::wording::Lang;

/// The page.
pub fn safety(site: &Site, lang: Lang) -> Page {
    let words = &lang.words().exchange;
    let head = Head {
        title: words.safety.title.to_owned(),
        description: words.safety.card.join(" "),
        path: "/entraide/securite".to_owned(),
        has_numbers: true,
        keeps: true,
        ..Head::default()
    };
    page(site, lang, head, || {
        let parts = words.safety.parts.iter().map(|(title, lines)| {
            let lines = lines.iter().map(|l| view! { <li>{*l}</li> });
            view! { <h2>{*title}</h2> <ul>{lines.collect_view()}</ul> }
        });
        let easy = words.safety.easy.iter().map(|l| view! { <li>{*l}</li> });
        view! {
            <h1>{words.safety.title}</h1>
            <section class="easy" aria-labelledby="facile">
                <h2 id="facile" lang="fr">{lang.words().follow.easy_title}</h2>
                <ul lang="fr">{easy.collect_view()}</ul>
            </section>
            {parts.collect_view()}
            <section aria-labelledby="urgence">
                <h2 id="urgence">{lang.words().shell.emergency}</h2>
                {number_list(lang)}
            </section>
            <p><a class="next" href=lang.path("/entraide")>{words.pages.back}</a></p>
        }
        .into_any()
    })
}
