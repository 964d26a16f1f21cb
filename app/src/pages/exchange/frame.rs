//! What all pages of the exchange have in common.

use leptos::prelude::*;

use crate::shell::{Head, document};
use crate::site::{Page, Site};
use crate::wording::Lang;

/// The head of a page with a form: not for search engines.
pub(super) fn head(title: &str, path: &str) -> Head {
    Head {
        title: title.to_owned(),
        description: title.to_owned(),
        path: path.to_owned(),
        noindex: true,
        ..Head::default()
    }
}

/// The head of a secret link's page: for nobody's list, as [`head`].
pub(super) fn secret_head(title: &str, path: &str) -> Head {
    head(title, path)
}

/// A page that time alone does not change.
pub(super) fn page(site: &Site, lang: Lang, head: Head, main: impl FnOnce() -> AnyView) -> Page {
    Page {
        html: document(site, lang, head, main),
        valid_until: None,
    }
}

/// Easy-read French, folded, on pages of either language.
pub(super) fn easy(lang: Lang, lines: &'static [&'static str]) -> AnyView {
    let lines = lines.iter().map(|l| view! { <li>{*l}</li> });
    view! {
        <details class="easy">
            <summary lang="fr">{lang.words().follow.easy_title}</summary>
            <ul lang="fr">{lines.collect_view()}</ul>
        </details>
    }
    .into_any()
}

/// A page of a title and a few sentences, with the way back to the list.
pub(super) fn small(
    site: &Site,
    lang: Lang,
    path: &str,
    title: &'static str,
    lines: &'static [&'static str],
    more: impl FnOnce() -> AnyView,
) -> Page {
    page(site, lang, head(title, path), || {
        let lines = lines.iter().map(|l| view! { <p>{*l}</p> });
        view! {
            <h1>{title}</h1>
            {lines.collect_view()}
            {more()}
            <p><a class="next" href=lang.path("/entraide")>{lang.words().exchange.pages.back}</a></p>
        }
        .into_any()
    })
}
