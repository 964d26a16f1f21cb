//! Error pages: what happened, what was kept, what to do.
//!
//! Never: a detail of the error. That goes to the log.

use leptos::prelude::*;
use portal::places::Commune;

use super::communes::commune_list;
use crate::components::*;
use crate::shell::{Head, document};
use crate::site::{Page, Site};
use crate::wording::{Lang, ProblemPages};

/// What went wrong, as a visitor is told.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Problem<'a> {
    /// No such address: 404.
    Page,
    /// No such commune: 404; communes that may be meant.
    Commune(&'a [&'a Commune]),
    /// No such département: 404.
    Departement,
    /// No such alert, message or document: 404.
    Alert,
    /// A request that means nothing: 400.
    Request,
    /// Too many requests: 429.
    TooMany,
    /// Something failed: 500.
    Failed,
    /// The store is away: 503.
    Unavailable,
}

impl Problem<'_> {
    /// The HTTP status that goes with it.
    pub fn status(&self) -> u16 {
        match self {
            Problem::Page | Problem::Commune(_) | Problem::Departement | Problem::Alert => 404,
            Problem::Request => 400,
            Problem::TooMany => 429,
            Problem::Failed => 500,
            Problem::Unavailable => 503,
        }
    }

    /// Its words in one language.
    pub fn words(&self, pages: &'static ProblemPages) -> &'static crate::wording::Problem {
        match self {
            Problem::Page => &pages.page,
            Problem::Commune(_) => &pages.commune,
            Problem::Departement => &pages.departement,
            Problem::Alert => &pages.alert,
            Problem::Request => &pages.request,
            Problem::TooMany => &pages.too_many,
            Problem::Failed => &pages.failed,
            Problem::Unavailable => &pages.unavailable,
        }
    }
}

/// The page of a problem. Needs no data: it can be shown when nothing else works.
pub fn problem(site: &Site, lang: Lang, problem: Problem<'_>) -> Page {
    let pages = &lang.words().problem;
    let words = problem.words(pages);
    let head = Head {
        title: words.title.to_owned(),
        description: words.happened.to_owned(),
        // The address asked for may be anything: the other language's link leads home.
        path: "/".to_owned(),
        noindex: true,
        ..Head::default()
    };
    let html = document(site, lang, head, || {
        let todo = words
            .todo
            .iter()
            .map(|t| view! { <li>{*t}</li> })
            .collect_view();
        let suggestions = match problem {
            Problem::Commune(found) if !found.is_empty() => {
                Some(view! { <h2>{pages.suggestions}</h2> {commune_list(found, lang)} })
            }
            _ => None,
        };
        let next = match problem {
            Problem::Departement => ("/departements", lang.words().place.departements),
            Problem::Alert => ("/alertes", lang.words().list.title),
            _ => ("/", pages.home),
        };
        let search = (problem.status() == 404).then(|| search_form(lang, "", false));
        view! {
            <h1>{words.title}</h1>
            <p>{words.happened}</p>
            <ul>{todo}</ul>
            {suggestions}
            {search}
            <p><a class="next" href=lang.path(next.0)>{next.1}</a></p>
        }
        .into_any()
    });
    Page {
        html,
        valid_until: None,
    }
}
