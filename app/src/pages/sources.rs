//! `/sources`: who is listened to, and how well.

use leptos::prelude::*;
use portal::Instant;
use portal::sources::Publish;

use crate::components::*;
use crate::reading::{Hearing, Silence, SourceLine, departement_name};
use crate::shell::{Head, document};
use crate::site::{Page, Site};
use crate::text::one_line;
use crate::wording::Lang;

/// The page.
pub fn sources(site: &Site, lang: Lang, now: Instant, sources: &[SourceLine<'_>]) -> Page {
    let words = &lang.words().sources;
    let hearing = Hearing::of(sources, None, now);
    let head = Head {
        title: words.title.to_owned(),
        description: words.lead.to_owned(),
        path: "/sources".to_owned(),
        ..Head::default()
    };
    let html = document(site, lang, head, || {
        let lines = sources
            .iter()
            .map(|s| one_source(s, now, lang))
            .collect_view();
        let none = sources
            .is_empty()
            .then(|| view! { <p>{words.none} " " {words.silent_means}</p> });
        view! {
            <h1>{words.title}</h1>
            <p>{words.lead}</p>
            {none}
            <ul class="sources">{lines}</ul>
        }
        .into_any()
    });
    Page {
        html,
        valid_until: hearing.valid_until(now),
    }
}

fn one_source(line: &SourceLine<'_>, now: Instant, lang: Lang) -> AnyView {
    let words = &lang.words().sources;
    let (source, status) = (line.source, line.status);
    let publisher = one_line(&source.publisher);
    let silence = line.silence(now);
    let state = match silence {
        Silence::None if status.failures > 0 => {
            view! { <p class="state">{words.failing}</p> }.into_any()
        }
        Silence::None => view! { <p class="state">{icon(Icon::Done)} {words.heard}</p> }.into_any(),
        Silence::Since(at) => view! {
            <p class="state warn">{icon(Icon::Silent)} {words.silent_mark}</p>
            <p>{sentence_of(words.silent, &publisher, at, lang)} " " {words.silent_means}</p>
        }
        .into_any(),
        Silence::Never => view! {
            <p class="state warn">{icon(Icon::Silent)} {words.silent_mark}</p>
            <p>{words.silent_means}</p>
        }
        .into_any(),
    };
    let territory = if source.territory.is_empty() {
        words.france.to_owned()
    } else {
        source
            .territory
            .iter()
            .map(departement_name)
            .collect::<Vec<_>>()
            .join(", ")
    };
    let success = match status.last_success {
        Some(at) => time(at, Long::Year, lang),
        None => words.never.into_any(),
    };
    let failure = status.last_failure.map(|at| {
        let why = status.last_error.as_deref().map(one_line).unwrap_or_default();
        view! {
            <div>
                <dt>{words.failure}</dt>
                <dd>{time(at, Long::Year, lang)} {(!why.is_empty()).then(|| view! { <span class="unsure" dir="auto">{why}</span> })}</dd>
            </div>
        }
    });
    let held = (source.publish == Publish::Hold).then(|| view! { <p>{words.held}</p> });
    view! {
        <li>
            <h2>{publisher.clone()}</h2>
            {state}
            <dl>
                <div><dt>{words.kind_label}</dt><dd>{(words.kind)(source.kind)}</dd></div>
                <div><dt>{words.territory}</dt><dd>{territory}</dd></div>
                <div><dt>{words.success}</dt><dd>{success}</dd></div>
                {failure}
            </dl>
            {held}
        </li>
    }
    .into_any()
}
