//! What these pages have in common.

use leptos::prelude::*;

use super::{PATH, Step, Wrong, names};
use crate::shell::{Head, document};
use crate::site::{Page, Site};
use crate::wording::Lang;

/// A page that neither time nor content changes. What answers a form is not for search engines.
pub(super) fn page(
    site: &Site,
    lang: Lang,
    title: &'static str,
    (noindex, has_numbers): (bool, bool),
    main: impl FnOnce() -> AnyView,
) -> Page {
    let head = Head {
        title: title.to_owned(),
        description: lang.words().report.lead.to_owned(),
        path: PATH.to_owned(),
        noindex,
        has_numbers,
        ..Head::default()
    };
    Page {
        html: document(site, lang, head, main),
        valid_until: None,
    }
}

/// Sentences, one a line.
pub(super) fn lines(lines: &'static [&'static str]) -> AnyView {
    lines
        .iter()
        .map(|line| view! { <p>{*line}</p> })
        .collect_view()
        .into_any()
}

/// Easy-read French, folded, on pages of either language.
pub(super) fn easy(lang: Lang) -> AnyView {
    let lines = lang.words().report.easy.iter();
    let lines = lines.map(|line| view! { <li>{*line}</li> });
    view! {
        <details class="easy">
            <summary lang="fr">{lang.words().follow.easy_title}</summary>
            <ul lang="fr">{lines.collect_view()}</ul>
        </details>
    }
    .into_any()
}

/// Everything that is wrong, on top, each leading to its field.
pub(super) fn errors(lang: Lang, wrong: &[Wrong]) -> Option<AnyView> {
    if wrong.is_empty() {
        return None;
    }
    let words = &lang.words().report;
    let items = wrong.iter().map(|wrong| {
        let said = (words.wrong)(*wrong);
        match wrong.field() {
            Some(field) => view! { <li><a href=format!("#{field}")>{said}</a></li> }.into_any(),
            None => view! { <li>{said}</li> }.into_any(),
        }
    });
    Some(
        view! {
            <div class="faults" role="alert">
                <h2>{words.wrong_title}</h2>
                <ul>{items.collect_view()}</ul>
            </div>
        }
        .into_any(),
    )
}

/// What is wrong with one field: the id of the sentence, and the sentence.
pub(super) fn fault(lang: Lang, wrong: &[Wrong], field: &'static str) -> Option<(String, AnyView)> {
    let wrong = wrong.iter().find(|w| w.field() == Some(field))?;
    let id = format!("{field}-faux");
    let said = (lang.words().report.wrong)(*wrong);
    let view = view! { <p id=id.clone() class="warn">{said}</p> }.into_any();
    Some((id, view))
}

/// What people do not see: the step, the form's key, and a field that only machines fill.
pub(super) fn hidden(lang: Lang, step: Step, key: &str) -> AnyView {
    let trap = format!("{}-{}", names::HONEYPOT, step.word());
    view! {
        <input type="hidden" name=names::STEP value=step.word()/>
        <input type="hidden" name=names::KEY value=key.to_owned()/>
        <div hidden>
            <label for=trap.clone()>{lang.words().exchange.form.honeypot}</label>
            <input id=trap name=names::HONEYPOT type="text" tabindex="-1" autocomplete="off"/>
        </div>
    }
    .into_any()
}
