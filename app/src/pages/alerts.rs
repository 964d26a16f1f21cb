//! `/alertes`: everything in force or to come, and the archive; filters are GET parameters.

use leptos::prelude::*;
use portal::Instant;
use portal::messages::{Colour, Cursor, Past, State, Thread, ThreadId, Where};
use portal::places::{Dep, gazetteer};

use crate::components::*;
use crate::reading::{Hearing, SourceLine, earliest, next_change, tell, told};
use crate::shell::{Head, document};
use crate::site::{Page, Site};
use crate::text::query_value;
use crate::wording::Lang;

/// How many archived alerts a page shows.
pub const ARCHIVE_PAGE: usize = 20;

/// Which state the list shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Showing {
    /// In force and to come (no parameter).
    #[default]
    InForce,
    /// `etat=en-cours`
    Now,
    /// `etat=a-venir`
    Coming,
    /// `etat=passees`: the archive.
    Past,
}

impl Showing {
    const ALL: [Showing; 4] = [
        Showing::InForce,
        Showing::Now,
        Showing::Coming,
        Showing::Past,
    ];

    fn value(self) -> &'static str {
        match self {
            Showing::InForce => "",
            Showing::Now => "en-cours",
            Showing::Coming => "a-venir",
            Showing::Past => "passees",
        }
    }
}

/// The filters of `/alertes`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// `etat`.
    pub showing: Showing,
    /// `couleur`: this colour or worse (`jaune`, `orange`, `rouge`).
    pub at_least: Option<Colour>,
    /// `departement`: a code of the gazetteer.
    pub departement: Option<Dep>,
    /// `avant`: where the archive's next page begins.
    pub before: Option<Cursor>,
}

const COLOURS: [(Colour, &str); 3] = [
    (Colour::Yellow, "jaune"),
    (Colour::Orange, "orange"),
    (Colour::Red, "rouge"),
];

/// A parameter with a value that means nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Meaningless;

impl Filter {
    /// Reads the parameters of a request, already percent-decoded. Empty values and unknown names
    /// are left aside; `Err` for a value that means nothing: answer with [`super::Problem::Request`].
    pub fn parse<'a>(
        pairs: impl IntoIterator<Item = (&'a str, &'a str)>,
    ) -> Result<Self, Meaningless> {
        let mut filter = Self::default();
        for (name, value) in pairs {
            let value = value.trim();
            if value.is_empty() {
                continue;
            }
            match name {
                "etat" => {
                    filter.showing = Showing::ALL
                        .into_iter()
                        .find(|s| s.value() == value)
                        .ok_or(Meaningless)?;
                }
                "couleur" => {
                    filter.at_least = Some(
                        COLOURS
                            .into_iter()
                            .find(|c| c.1 == value)
                            .ok_or(Meaningless)?
                            .0,
                    );
                }
                "departement" => {
                    let code = Dep(value.to_ascii_uppercase());
                    filter.departement = Some(
                        gazetteer()
                            .departement(&code)
                            .ok_or(Meaningless)?
                            .code
                            .clone(),
                    );
                }
                "avant" => filter.before = Some(read_cursor(value).ok_or(Meaningless)?),
                _ => {}
            }
        }
        Ok(filter)
    }

    /// The place to ask the port for.
    pub fn place(&self) -> Where {
        self.departement
            .clone()
            .map_or(Where::Everywhere, Where::Departement)
    }

    /// The part of the archive to ask the port for, with a limit of [`ARCHIVE_PAGE`] + 1.
    pub fn past(&self) -> Past {
        Past {
            at_least: self.at_least.map_or(0, Colour::rank),
            before: self.before.clone(),
        }
    }

    /// The French path with its query, in one canonical form: the cache's key.
    pub fn path(&self) -> String {
        let mut pairs = Vec::new();
        let showing = self.showing.value();
        if !showing.is_empty() {
            pairs.push(format!("etat={showing}"));
        }
        if let Some((_, name)) = COLOURS.into_iter().find(|c| Some(c.0) == self.at_least) {
            pairs.push(format!("couleur={name}"));
        }
        if let Some(dep) = &self.departement {
            pairs.push(format!("departement={}", query_value(&dep.0)));
        }
        if let Some(cursor) = &self.before {
            pairs.push(format!("avant={}", write_cursor(cursor)));
        }
        if pairs.is_empty() {
            "/alertes".to_owned()
        } else {
            format!("/alertes?{}", pairs.join("&"))
        }
    }
}

/// `{milliseconds}_{thread id}`.
fn write_cursor(cursor: &Cursor) -> String {
    format!("{}_{}", cursor.ends_at.0, query_value(&cursor.id.0))
}

fn read_cursor(text: &str) -> Option<Cursor> {
    let (at, id) = text.split_once('_')?;
    let fit = !id.is_empty()
        && id.len() <= 64
        && id.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
    Some(Cursor {
        ends_at: Instant(at.parse().ok()?),
        id: ThreadId(id.to_owned()),
    })
    .filter(|_| fit)
}

/// The list. `in_force`: threads not ended, unfiltered by colour, of [`Filter::place`] (empty when the
/// filter shows the archive); `ended`: what the port gave for [`Filter::past`] with one more than
/// [`ARCHIVE_PAGE`] (empty unless the filter shows the archive).
pub fn alerts(
    site: &Site,
    lang: Lang,
    now: Instant,
    filter: &Filter,
    in_force: &[Thread],
    ended: &[(Cursor, Thread)],
    sources: &[SourceLine<'_>],
) -> Page {
    let words = &lang.words().list;
    let everything = told(in_force, now);
    let hearing = Hearing::of(sources, filter.departement.as_ref(), now);
    let archive = filter.showing == Showing::Past;
    let feed = filter.departement.as_ref().map_or_else(
        || "/alertes.atom".to_owned(),
        |d| format!("/departement/{d}/alertes.atom"),
    );
    let head = Head {
        title: if archive { words.past } else { words.title }.to_owned(),
        description: lang.words().home.lead.to_owned(),
        path: filter.path(),
        feeds: vec![(lang.words().feed.portal.to_owned(), feed)],
        noindex: filter.before.is_some(),
        ..Head::default()
    };
    let html = document(site, lang, head, || {
        let body = if archive {
            past(filter, ended, now, lang)
        } else {
            let shown: Vec<_> = everything
                .iter()
                .filter(|t| match filter.showing {
                    Showing::Now => t.view.state == State::Active,
                    Showing::Coming => t.view.state == State::Future,
                    _ => !t.is_over(),
                })
                .filter(|t| filter.at_least.is_none_or(|c| t.view.colour >= c))
                .collect();
            let plain = Filter {
                departement: filter.departement.clone(),
                ..Filter::default()
            } == *filter;
            match (shown.is_empty(), plain) {
                (true, true) => nothing(
                    lang.words().home.empty.to_owned(),
                    &hearing,
                    Heading::Text,
                    lang,
                ),
                (true, false) if hearing.is_deaf() => {
                    nothing(words.none.to_owned(), &hearing, Heading::Text, lang)
                }
                (true, false) => view! { <p>{words.none}</p> }.into_any(),
                (false, _) => {
                    let count = (words.in_force)(shown.len());
                    view! { <h2>{count}</h2> {alert_list(shown, lang)} }.into_any()
                }
            }
        };
        let to_archive = Filter {
            showing: Showing::Past,
            before: None,
            ..filter.clone()
        }
        .path();
        view! {
            <h1>{if archive { words.past } else { words.title }}</h1>
            {silence_warning(&hearing, lang)}
            {filter_form(filter, lang)}
            {body}
            {(!archive)
                .then(|| view! { <p><a class="next" href=lang.path(&to_archive)>{words.past}</a></p> })}
        }
        .into_any()
    });
    Page {
        html,
        valid_until: earliest([next_change(&everything), hearing.valid_until(now)]),
    }
}

fn past(filter: &Filter, ended: &[(Cursor, Thread)], now: Instant, lang: Lang) -> AnyView {
    let words = &lang.words().list;
    let page = ended.get(..ARCHIVE_PAGE).unwrap_or(ended);
    let shown: Vec<_> = page.iter().filter_map(|(_, t)| tell(t, now)).collect();
    let older = (ended.len() > page.len())
        .then(|| page.last())
        .flatten()
        .map(|(cursor, _)| {
            let path = Filter {
                before: Some(cursor.clone()),
                ..filter.clone()
            }
            .path();
            view! { <a class="next" rel="next" href=lang.path(&path)>{words.older}</a> }
        });
    let newest = filter.before.is_some().then(|| {
        let path = Filter {
            before: None,
            ..filter.clone()
        }
        .path();
        view! { <a class="next" href=lang.path(&path)>{words.newest}</a> }
    });
    let list = if shown.is_empty() {
        view! { <p>{words.none_past}</p> }.into_any()
    } else {
        view! { <h2>{(words.in_force)(shown.len())}</h2> {alert_list(&shown, lang)} }.into_any()
    };
    view! { {list} <p class="turn">{newest} " " {older}</p> }.into_any()
}

fn filter_form(filter: &Filter, lang: Lang) -> AnyView {
    let words = &lang.words().list;
    let narrowed = *filter != Filter::default();
    let states = Showing::ALL
        .into_iter()
        .map(|s| {
            let name = match s {
                Showing::InForce => words.state_all,
                Showing::Now => words.state_now,
                Showing::Coming => words.state_coming,
                Showing::Past => words.state_past,
            };
            view! { <option value=s.value() selected=s == filter.showing>{name}</option> }
        })
        .collect_view();
    let colours = COLOURS
        .into_iter()
        .map(|(colour, value)| {
            let name = (words.colour_at_least)((lang.words().alert.colour)(colour));
            view! { <option value=value selected=filter.at_least == Some(colour)>{name}</option> }
        })
        .collect_view();
    let departements = gazetteer()
        .departements()
        .iter()
        .map(|d| {
            let chosen = filter.departement.as_ref() == Some(&d.code);
            view! { <option value=d.code.to_string() selected=chosen>{format!("{} {}", d.code, d.name)}</option> }
        })
        .collect_view();
    view! {
        <details class="filtering" open=narrowed>
        <summary>{words.filter}</summary>
        <form class="filter" action=lang.path("/alertes") method="get">
            <p>
                <label for="etat">{words.state}</label>
                <select id="etat" name="etat">{states}</select>
            </p>
            <p>
                <label for="couleur">{words.colour}</label>
                <select id="couleur" name="couleur">
                    <option value="">{words.colour_all}</option>
                    {colours}
                </select>
            </p>
            <p>
                <label for="departement">{words.departement}</label>
                <select id="departement" name="departement">
                    <option value="">{words.departement_all}</option>
                    {departements}
                </select>
            </p>
            <button type="submit">{words.submit}</button>
        </form>
        </details>
    }
    .into_any()
}
