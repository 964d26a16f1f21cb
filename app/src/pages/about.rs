//! Pages that only tell: `/a-propos`, `/accessibilite`, `/integrations`; and `robots.txt`.

use leptos::prelude::*;

use crate::shell::{Head, document};
use crate::site::{Page, Site};
use crate::wording::{Lang, Section};

/// `/a-propos`
pub fn about(site: &Site, lang: Lang) -> Page {
    let words = &lang.words().about;
    telling(site, lang, words.title, "/a-propos", words.sections)
}

/// `/accessibilite`
pub fn accessibility(site: &Site, lang: Lang) -> Page {
    let words = &lang.words().about;
    telling(
        site,
        lang,
        words.accessibility_title,
        "/accessibilite",
        words.accessibility,
    )
}

fn telling(
    site: &Site,
    lang: Lang,
    title: &'static str,
    path: &str,
    sections: &'static [Section],
) -> Page {
    let head = Head {
        title: title.to_owned(),
        description: lang.words().shell.foot.to_owned(),
        path: path.to_owned(),
        ..Head::default()
    };
    let html = document(site, lang, head, || {
        let sections = sections
            .iter()
            .map(|(title, paragraphs)| {
                let paragraphs = paragraphs
                    .iter()
                    .map(|p| view! { <p>{*p}</p> })
                    .collect_view();
                view! { <h2>{*title}</h2> {paragraphs} }
            })
            .collect_view();
        view! { <h1>{title}</h1> {sections} }.into_any()
    });
    Page {
        html,
        valid_until: None,
    }
}

/// `/integrations`
pub fn integrations(site: &Site, lang: Lang) -> Page {
    let words = &lang.words().about;
    let head = Head {
        title: words.integrations_title.to_owned(),
        description: words
            .integrations_lead
            .first()
            .copied()
            .unwrap_or_default()
            .to_owned(),
        path: "/integrations".to_owned(),
        feeds: vec![
            (
                lang.words().feed.portal.to_owned(),
                "/alertes.atom".to_owned(),
            ),
            (lang.words().feed.cap.to_owned(), "/cap.atom".to_owned()),
        ],
        ..Head::default()
    };
    let html = document(site, lang, head, || {
        let lead = words
            .integrations_lead
            .iter()
            .map(|p| view! { <p>{*p}</p> })
            .collect_view();
        let rules = words
            .integrations_rules
            .iter()
            .map(|p| view! { <p>{*p}</p> })
            .collect_view();
        let rows = words
            .endpoints
            .iter()
            .map(|(path, what)| {
                let fixed = !path.contains(['{', '?']);
                let address = view! { <code>{*path}</code> };
                let cell = if fixed {
                    view! { <a href=*path>{address}</a> }.into_any()
                } else {
                    address.into_any()
                };
                view! { <div><dt>{cell}</dt><dd>{*what}</dd></div> }
            })
            .collect_view();
        view! {
            <h1>{words.integrations_title}</h1>
            {lead}
            <dl class="endpoints">{rows}</dl>
            {rules}
        }
        .into_any()
    });
    Page {
        html,
        valid_until: None,
    }
}

/// `robots.txt`: everything but searches; an exercise is not for search engines at all.
pub fn robots(site: &Site) -> String {
    if site.exercise {
        "User-agent: *\nDisallow: /\n".to_owned()
    } else {
        "User-agent: *\nDisallow: /communes?\nDisallow: /en/communes?\nDisallow: /api/communes\n"
            .to_owned()
    }
}
