//! `/communes?q=`: the results of a search. An island adds suggestions.

use leptos::prelude::*;
use portal::places::Commune;

use crate::components::*;
use crate::reading::{commune_path, departement_name};
use crate::shell::{Head, document};
use crate::site::{Page, Site};
use crate::text::{one_line, query_value};
use crate::wording::Lang;

/// How many results the page shows; ask the gazetteer for one more to know whether there are others.
pub const SEARCH_LIMIT: usize = 50;

/// The results for `typed` (empty: nothing asked yet), best first.
pub fn communes(site: &Site, lang: Lang, typed: &str, found: &[&Commune]) -> Page {
    let words = &lang.words().search;
    let asked: String = one_line(typed).chars().take(80).collect();
    let head = Head {
        title: words.title.to_owned(),
        description: words.hint.to_owned(),
        path: if asked.is_empty() {
            "/communes".into()
        } else {
            format!("/communes?q={}", query_value(&asked))
        },
        island: true,
        noindex: true,
        ..Head::default()
    };
    let html = document(site, lang, head, || {
        let shown = found.get(..SEARCH_LIMIT).unwrap_or(found);
        let answer = if asked.is_empty() {
            view! { <p>{words.empty}</p> }.into_any()
        } else if found.is_empty() {
            let help = words
                .none_help
                .iter()
                .map(|h| view! { <li>{*h}</li> })
                .collect_view();
            view! {
                <div role="status">
                    <h2>{(words.none)(&asked)}</h2>
                    <ul>{help}</ul>
                    <p><a class="next" href=lang.path("/departements")>{lang.words().place.departements}</a></p>
                </div>
            }
            .into_any()
        } else {
            let more = (found.len() > shown.len()).then(|| view! { <p>{words.more}</p> });
            view! {
                <h2>{(words.found)(shown.len(), &asked)}</h2>
                {commune_list(shown, lang)}
                {more}
            }
            .into_any()
        };
        view! {
            <h1>{words.title}</h1>
            {search_form(lang, &asked, true)}
            {answer}
        }
        .into_any()
    });
    Page {
        html,
        valid_until: None,
    }
}

/// Communes as links, each with its département and postal codes.
pub(super) fn commune_list(communes: &[&Commune], lang: Lang) -> AnyView {
    let items = communes
        .iter()
        .map(|c| {
            let codes = c.postal_codes.iter().take(3).copied().collect::<Vec<_>>().join(", ");
            let around = format!("{} · {codes}", departement_name(&c.insee.departement()));
            view! { <li><a href=lang.path(&commune_path(c))><strong>{c.name}</strong> " " <span>{around}</span></a></li> }
        })
        .collect_view();
    view! { <ul class="communes">{items}</ul> }.into_any()
}
