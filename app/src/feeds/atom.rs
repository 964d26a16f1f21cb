//! Alerts of the portal, a département or a commune.

use std::cmp::Reverse;
use std::io;

use portal::Instant;
use portal::messages::Thread;
use portal::places::{Commune, Departement};

use super::{ATOM, Xml, author, element, empty, entry, xml};
use crate::components::join_areas;
use crate::pages::{cap_path, when_text};
use crate::reading::{
    Hearing, Silence, SourceLine, Told, area_names, commune_path, departement_path, earliest, lead,
    next_change, says, tell, told,
};
use crate::site::{Site, Text};
use crate::text::one_line;
use crate::wording::Lang;

/// What a feed is about.
#[derive(Clone, Copy, Debug)]
pub enum FeedOf<'a> {
    /// Everything: `/alertes.atom`.
    Portal,
    /// `/departement/{code}/alertes.atom`
    Departement(&'a Departement),
    /// `/commune/{insee}/alertes.atom`
    Commune(&'a Commune),
}

const LANG: Lang = Lang::Fr;

/// The feed: `threads` are those in force, to come, and recently ended, in any order.
pub fn atom(
    site: &Site,
    now: Instant,
    of: FeedOf<'_>,
    threads: &[Thread],
    sources: &[SourceLine<'_>],
) -> Text {
    let words = &LANG.words().feed;
    let (title, page, path, dep) = match of {
        FeedOf::Portal => (
            words.portal.to_owned(),
            "/alertes".to_owned(),
            "/alertes.atom".to_owned(),
            None,
        ),
        FeedOf::Departement(d) => {
            let page = departement_path(&d.code);
            (
                (words.place)(d.name),
                page.clone(),
                format!("{page}/alertes.atom"),
                Some(d.code.clone()),
            )
        }
        FeedOf::Commune(c) => (
            (words.place)(c.name),
            commune_path(c),
            format!("/commune/{}/alertes.atom", c.insee),
            Some(c.insee.departement()),
        ),
    };
    let prefix = if site.exercise {
        LANG.words().shell.exercise_prefix
    } else {
        ""
    };
    let hearing = Hearing::of(sources, dep.as_ref(), now);
    let mut all = told(threads, now);
    all.sort_by_cached_key(|t| (Reverse(entry::updated(t, now)), t.thread.id.clone()));
    let updated = all
        .iter()
        .map(|t| entry::updated(t, now))
        .chain(
            hearing
                .silent
                .iter()
                .filter_map(|(line, _)| line.status.silent_at(line.source)),
        )
        .chain(sources.iter().filter_map(|s| s.status.first_seen))
        .max()
        .unwrap_or(Instant(0));
    let body = xml(|x| {
        x.create_element("feed")
            .with_attributes([("xmlns", ATOM), ("xml:lang", LANG.tag())])
            .write_inner_content(|x| {
                let link = |p: &str| format!("{}{p}", site.origin);
                element(x, "id", &[], &link(&path))?;
                element(x, "title", &[], &format!("{prefix}{title}"))?;
                let warning = silence(&hearing);
                if !warning.is_empty() {
                    element(x, "subtitle", &[], &warning)?;
                }
                element(x, "updated", &[], &updated.rfc3339())?;
                author(x, &site.name)?;
                empty(
                    x,
                    "link",
                    &[
                        ("rel", "self"),
                        ("type", "application/atom+xml"),
                        ("href", &link(&path)),
                    ],
                )?;
                empty(
                    x,
                    "link",
                    &[
                        ("rel", "alternate"),
                        ("type", "text/html"),
                        ("href", &link(&page)),
                    ],
                )?;
                all.iter().try_for_each(|t| one(x, site, t, now, &[]))
            })?;
        Ok(())
    });
    Text {
        body,
        valid_until: earliest([next_change(&all), hearing.next_silence]),
    }
}

/// One alert's entry as a document of its own; `None` when the thread has nothing to tell yet.
pub fn atom_entry(site: &Site, now: Instant, thread: &Thread) -> Option<String> {
    let told = tell(thread, now)?;
    let attributes = [("xmlns", ATOM), ("xml:lang", LANG.tag())];
    Some(xml(|x| one(x, site, &told, now, &attributes)))
}

/// The warning on silent sources.
fn silence(hearing: &Hearing<'_>) -> String {
    let words = &LANG.words().sources;
    let mut lines: Vec<String> = hearing
        .silent
        .iter()
        .map(|(line, silence)| {
            let name = one_line(&line.source.publisher);
            match silence {
                Silence::Since(at) => (words.silent)(&name, &LANG.full_time(*at)),
                _ => format!("{name} : {}.", words.silent_mark),
            }
        })
        .collect();
    if !lines.is_empty() {
        lines.push(words.silent_means.to_owned());
    }
    lines.join(" ")
}

fn one(
    x: &mut Xml,
    site: &Site,
    told: &Told<'_>,
    now: Instant,
    attributes: &[(&str, &str)],
) -> io::Result<()> {
    let url = format!("{}{}", site.origin, told.path());
    let lead = lead(&told.view, LANG);
    let place = lead
        .map(|s| join_areas(area_names(&s), 6, LANG))
        .unwrap_or_default();
    let who = lead
        .and_then(|s| says(&s))
        .unwrap_or_else(|| LANG.words().alert.unnamed.to_owned());
    let summary = [place, when_text(told, LANG)]
        .into_iter()
        .filter(|t| !t.is_empty())
        .collect::<Vec<_>>()
        .join(". ");
    let entry = x.create_element("entry");
    let entry = entry.with_attributes(attributes.iter().copied());
    entry.write_inner_content(|x| {
        element(x, "id", &[], &url)?;
        element(x, "title", &[], &entry::title(told, site.exercise, LANG))?;
        element(x, "updated", &[], &entry::updated(told, now).rfc3339())?;
        element(x, "published", &[], &entry::published(told).rfc3339())?;
        author(x, &who)?;
        empty(
            x,
            "link",
            &[("rel", "alternate"), ("type", "text/html"), ("href", &url)],
        )?;
        let cap = format!("{}{}", site.origin, cap_path(told.view.current));
        // Not `alternate`: an entry has one page, and the CAP document of its newest message beside it.
        empty(
            x,
            "link",
            &[
                ("rel", "related"),
                ("type", "application/cap+xml"),
                ("href", &cap),
            ],
        )?;
        let scheme = |name: &str| format!("{}/integrations#{name}", site.origin);
        let colour = (LANG.words().alert.colour)(told.view.colour);
        empty(
            x,
            "category",
            &[
                ("term", told.view.colour.word()),
                ("scheme", &scheme("couleur")),
                ("label", colour),
            ],
        )?;
        empty(
            x,
            "category",
            &[
                ("term", crate::api::state_word(told.view.state)),
                ("scheme", &scheme("etat")),
                ("label", (LANG.words().alert.state)(told.view.state)),
            ],
        )?;
        element(x, "summary", &[], &summary)?;
        element(
            x,
            "content",
            &[("type", "html")],
            &entry::content(told, LANG),
        )
    })?;
    Ok(())
}
