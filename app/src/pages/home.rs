//! `/`: what is in force now, worst first; the search; three doors; emergency numbers.

use leptos::prelude::*;
use portal::Instant;
use portal::messages::{Fingerprint, State, Thread};

use crate::components::*;
use crate::reading::{Hearing, SourceLine, Told, earliest, next_change, told};
use crate::shell::{Head, document};
use crate::site::{Page, Site};
use crate::wording::Lang;

/// How many alerts the home page shows before it leads to `/alertes`.
const MOST: usize = 6;

/// The home page. `threads`: everything not ended at `now`, in any order.
pub fn home(
    site: &Site,
    lang: Lang,
    now: Instant,
    threads: &[Thread],
    sources: &[SourceLine<'_>],
) -> Page {
    let words = &lang.words().home;
    let all = told(threads, now);
    let hearing = Hearing::of(sources, None, now);
    let active: Vec<&Told<'_>> = all
        .iter()
        .filter(|t| t.view.state == State::Active)
        .collect();
    let coming: Vec<&Told<'_>> = all
        .iter()
        .filter(|t| t.view.state == State::Future)
        .collect();
    let head = Head {
        title: words.title.to_owned(),
        description: words.lead.to_owned(),
        path: "/".to_owned(),
        feeds: vec![(
            lang.words().feed.portal.to_owned(),
            "/alertes.atom".to_owned(),
        )],
        live: Some(Fingerprint::of_place(threads, now)),
        has_numbers: true,
        keeps: true,
        ..Head::default()
    };
    let html = document(site, lang, head, || {
        let quiet = (!hearing.silent.is_empty())
            .then(|| view! { <p><a href="#silence">{(lang.words().sources.silent_count)(hearing.silent.len())}</a></p> });
        let top = match active.first() {
            Some(worst) => view! {
                <div class="band" data-colour=worst.view.colour.word() data-ends=worst_ends(&active)>
                    <p class="marks">{mark(worst.view.colour, (lang.words().alert.level)(worst.view.colour))}</p>
                    <h1>{(words.now)(active.len())}</h1>
                    {quiet}
                </div>
            }
            .into_any(),
            None => nothing(words.empty.to_owned(), &hearing, Heading::H1, lang),
        };
        let more = active.len() > MOST;
        view! {
            {top}
            {search_form(lang, "", false)}
            {active.is_empty().then(|| silence_warning(&hearing, lang))}
            {(!active.is_empty())
                .then(|| {
                    view! {
                        <section aria-labelledby="maintenant">
                            <h2 id="maintenant">{lang.words().place.now}</h2>
                            {alert_list(active.iter().take(MOST).copied(), lang)}
                            {more
                                .then(|| {
                                    view! {
                                        <p><a class="next" href=lang.path("/alertes")>{(words.now)(active.len())}</a></p>
                                    }
                                })}
                        </section>
                    }
                })}
            {(!active.is_empty()).then(|| silence_warning(&hearing, lang))}
            {(!coming.is_empty())
                .then(|| {
                    view! {
                        <section aria-labelledby="avenir">
                            <h2 id="avenir">{words.coming}</h2>
                            {alert_list(coming.iter().take(MOST).copied(), lang)}
                        </section>
                    }
                })}
            {doors(lang)}
        }
        .into_any()
    });
    Page {
        html,
        valid_until: earliest([next_change(&all), hearing.valid_until(now)]),
    }
}

/// The three doors.
fn doors(lang: Lang) -> AnyView {
    let words = &lang.words().home;
    view! {
        <section aria-labelledby="portes">
            <h2 id="portes">{words.doors}</h2>
            <ul class="doors">
                <li class="door">
                    <a href=lang.path("/alertes")>{icon(Icon::Inform)} <strong>{words.inform}</strong></a>
                    <p>{words.inform_note}</p>
                </li>
                <li class="door">
                    <a href=lang.path("/entraide")>{icon(Icon::Help)} <strong>{words.help}</strong></a>
                    <p>{words.help_note}</p>
                </li>
                <li class="door">
                    <a href=lang.path("/signaler")>{icon(Icon::Danger)} <strong>{words.report}</strong></a>
                    <p>{words.report_note}</p>
                    {number_list(lang)}
                </li>
            </ul>
        </section>
    }
    .into_any()
}
