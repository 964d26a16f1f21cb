//! JSON for reusers, and its OpenAPI description. Field names are a contract: add, never rename.

mod openapi;
mod shapes;

pub use openapi::*;

use portal::Instant;
use portal::messages::{State, Thread};
use portal::places::Commune;
use portal::sources::SourceKind;
use serde::Serialize;

use crate::reading::{Hearing, Silence, SourceLine, earliest, next_change, tell, told};
use crate::site::{Site, Text};
use shapes::*;

/// A state's word in JSON and Atom categories.
pub(crate) fn state_word(state: State) -> &'static str {
    match state {
        State::Future => "future",
        State::Active => "active",
        State::Ended => "ended",
        State::Cancelled => "cancelled",
        State::AllClear => "all_clear",
    }
}

fn text(value: &impl Serialize, valid_until: Option<Instant>) -> Text {
    // Structs of texts and numbers always serialise.
    Text {
        body: serde_json::to_string(value).unwrap_or_default(),
        valid_until,
    }
}

/// `/api/alertes.json`: in force and to come, worst first.
pub fn threads_json(
    site: &Site,
    now: Instant,
    threads: &[Thread],
    sources: &[SourceLine<'_>],
) -> Text {
    let all = told(threads, now);
    let hearing = Hearing::of(sources, None, now);
    let body = Alerts {
        exercise: site.exercise,
        checked_at: hearing.checked_at.map(Instant::rfc3339),
        silent_sources: hearing
            .silent
            .iter()
            .map(|(line, _)| line.source.id.0.clone())
            .collect(),
        alerts: all.iter().map(|t| alert(site, t)).collect(),
    };
    text(
        &body,
        earliest([next_change(&all), hearing.valid_until(now)]),
    )
}

/// `/api/alertes/{id}.json`; `None` as for the page.
pub fn thread_json(site: &Site, now: Instant, thread: &Thread) -> Option<Text> {
    let told = tell(thread, now)?;
    let body = AlertWithMessages {
        alert: alert(site, &told),
        messages: messages(site, &told),
    };
    Some(text(&body, told.view.next_change))
}

/// `/api/sources.json`.
pub fn sources_json(now: Instant, sources: &[SourceLine<'_>]) -> Text {
    let hearing = Hearing::of(sources, None, now);
    let lines = sources
        .iter()
        .map(|line| {
            let silence = line.silence(now);
            SourceShape {
                id: line.source.id.0.clone(),
                publisher: line.source.publisher.clone(),
                kind: match line.source.kind {
                    SourceKind::Cap => "cap",
                    SourceKind::CapFeed => "cap-feed",
                    SourceKind::RssNews => "rss-news",
                    SourceKind::Vigicrues => "vigicrues",
                    SourceKind::MeteofranceVigilance => "meteofrance-vigilance",
                },
                territory: line.source.territory.iter().map(|d| d.0.clone()).collect(),
                last_success: line.status.last_success.map(Instant::rfc3339),
                last_failure: line.status.last_failure.map(Instant::rfc3339),
                last_error: line.status.last_error.clone(),
                silent: silence != Silence::None,
                silent_since: match silence {
                    Silence::Since(at) => Some(at.rfc3339()),
                    _ => None,
                },
            }
        })
        .collect();
    text(&Sources { sources: lines }, hearing.valid_until(now))
}

/// `/api/communes?q=`, best first.
pub fn communes_json(found: &[&Commune]) -> Text {
    text(
        &Communes {
            communes: found.iter().map(|c| commune(c)).collect(),
        },
        None,
    )
}
