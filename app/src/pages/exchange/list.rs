//! `/entraide`: official messages of the commune asked for, the doors, the search, what was found.

use leptos::prelude::*;
use portal::Instant;
use portal::exchange::{
    Draft, FieldError, Found, Kind, PAGE_SIZE, SearchAsk, Side, names, tonight,
};
use portal::messages::Thread;
use portal::places::gazetteer;

use super::card::{cards, commune_name, kind_icon, side_icon};
use super::fields::{Form, Line};
use super::frame::easy;
use super::publish::choose;
use super::views::Enabled;
use crate::components::*;
use crate::reading::{departement_name, earliest, next_change, told};
use crate::shell::{Head, document};
use crate::site::{Page, Site};
use crate::text::query_value;
use crate::wording::Lang;

/// Radii to choose from, in km.
const RADII: [u16; 5] = [10, 20, 30, 50, 100];
/// The radius of a search that found nothing nearer.
const WIDER: u16 = 30;
/// Every filter that a further page keeps.
const FILTERS: [&str; 13] = [
    names::SIDE,
    names::KIND,
    names::COMMUNE,
    names::DEPARTEMENT,
    names::RADIUS,
    names::DAY,
    names::UNTIL,
    names::UNITS,
    names::STEP_FREE,
    names::CHILD_SEATS,
    names::WHEELCHAIR,
    names::PETS,
    names::WORDS,
];
/// The filters that are folded until one of them is used.
const FOLDED: [&str; 9] = [
    names::DEPARTEMENT,
    names::DAY,
    names::UNTIL,
    names::UNITS,
    names::STEP_FREE,
    names::CHILD_SEATS,
    names::WHEELCHAIR,
    names::PETS,
    names::WORDS,
];

/// `/entraide`. `alerts`: threads in force that concern the commune asked for; empty where none is chosen.
#[expect(
    clippy::too_many_arguments,
    reason = "each stands for one thing the page shows; a struct would only name them twice"
)]
pub fn list(
    site: &Site,
    lang: Lang,
    draft: &Draft,
    ask: &SearchAsk,
    wrong: &[FieldError],
    found: &Found,
    alerts: &[Thread],
    on: &Enabled,
    now: Instant,
) -> Page {
    if !on.on {
        return super::switched_off(site, lang);
    }
    let words = &lang.words().exchange;
    let query = query(draft, None);
    let head = Head {
        title: words.title.to_owned(),
        description: words.lead.to_owned(),
        path: format!("/entraide{query}"),
        noindex: !query.is_empty(),
        keeps: true,
        ..Head::default()
    };
    let official = told(alerts, now);
    let form = Form {
        lang,
        draft,
        wrong,
        side: ask.side.unwrap_or(Side::Offer),
        // Labels of a search hold for every kind.
        kind: Kind::Other,
    };
    let html = document(site, lang, head, || {
        let place = ask.commune.as_ref().map(commune_name);
        let official = place.clone().filter(|_| !official.is_empty()).map(|place| {
            view! {
                <section aria-labelledby="officiel">
                    <h2 id="officiel">{(words.list.official)(&place)}</h2>
                    {alert_list(&official, lang)}
                </section>
            }
        });
        let only = (!on.departements.is_empty()).then(|| {
            let names: Vec<_> = on.departements.iter().map(departement_name).collect();
            view! { <p class="hint">{(words.list.only)(&names.join(", "))}</p> }
        });
        let results = if found.listings.is_empty() {
            nothing_found(lang, draft, ask, place.as_deref(), now)
        } else {
            cards(&found.listings, lang)
        };
        let heading = if found.total == 0 && found.listings.is_empty() {
            words.pages.back.to_owned()
        } else {
            (words.list.found)(found.total)
        };
        view! {
            <h1>{words.title}</h1>
            {official}
            <p>{words.lead}</p>
            {only}
            {easy(lang, words.list.easy)}
            {doors(lang, draft)}
            {form.errors()}
            {filter(form)}
            <section aria-labelledby="trouve">
                <h2 id="trouve">{heading}</h2>
                {results}
                {turn(lang, draft, ask, found)}
            </section>
            <p><a class="next" href=lang.path("/entraide/securite")>{icon(Icon::Do)} {words.list.safety}</a></p>
            <p><a class="next" href=lang.path("/entraide/lien-perdu")>{icon(Icon::Private)} {words.list.lost}</a></p>
        }
        .into_any()
    });
    let ends = found.listings.iter().map(|l| l.expires_at);
    Page {
        html,
        valid_until: earliest(
            std::iter::once(next_change(&official)).chain(ends.filter(|e| *e > now).map(Some)),
        ),
    }
}

/// Asking, giving, a bed tonight; a commune that was chosen goes along.
fn doors(lang: Lang, draft: &Draft) -> AnyView {
    let words = &lang.words().exchange.list;
    let kind = Kind::parse(draft.get(names::KIND));
    let commune = draft.get(names::COMMUNE);
    let doors = [(Side::Need, words.ask), (Side::Offer, words.give)].map(|(side, word)| {
        let path = choose(Some(side), kind, commune);
        view! { <li class="door"><a href=lang.path(&path)>{icon(side_icon(side))} <strong>{word}</strong></a></li> }
    });
    view! {
        <ul class="doors">
            {doors.collect_view()}
            <li class="door">
                <a href=lang.path("/entraide/porte-ouverte")>{icon(kind_icon(Kind::Housing))} <strong>{words.tonight}</strong></a>
            </li>
        </ul>
    }
    .into_any()
}

fn filter(form: Form<'_>) -> AnyView {
    let lang = form.lang;
    let words = &lang.words().exchange;
    let any = |word: &str| (String::new(), word.to_owned());
    let mut sides = vec![any(words.list.any_side)];
    sides.extend(
        Side::ALL
            .iter()
            .map(|s| (s.code().to_owned(), (words.side)(*s).to_owned())),
    );
    let mut kinds = vec![any(words.list.any_kind)];
    kinds.extend(
        Kind::ALL
            .iter()
            .map(|k| (k.code().to_owned(), (words.kind)(*k).to_owned())),
    );
    let mut radii = vec![any(words.list.no_radius)];
    radii.extend(RADII.map(|r| (r.to_string(), (words.list.radius)(r))));
    let mut departements = vec![any(words.list.any_departement)];
    departements.extend(
        gazetteer()
            .departements()
            .iter()
            .map(|d| (d.code.to_string(), format!("{} {}", d.code, d.name))),
    );
    let open = FOLDED.iter().any(|name| form.draft.ticked(name));
    view! {
        <form class="choosing" action=lang.path("/entraide") method="get" role="search" aria-labelledby="chercher">
            <h2 id="chercher">{words.list.search}</h2>
            <div class="pair">
                {form.select(names::SIDE, sides, "")}
                {form.select(names::KIND, kinds, "")}
            </div>
            {form.commune(names::COMMUNE)}
            {form.select(names::RADIUS, radii, "")}
            <details class="filtering" open=open>
                <summary>{words.list.more}</summary>
                {form.select(names::DEPARTEMENT, departements, "")}
                <div class="pair">
                    {form.line(names::DAY, Line::of("date"))}
                    {form.line(names::UNTIL, Line::of("date"))}
                </div>
                {form.line(names::UNITS, Line::number(1, 50, ""))}
                {form.tick(names::STEP_FREE)}
                {form.tick(names::CHILD_SEATS)}
                {form.tick(names::WHEELCHAIR)}
                {form.tick(names::PETS)}
                {form.line(names::WORDS, Line::of("text"))}
            </details>
            <p><button type="submit">{icon(Icon::Search)} {words.list.submit}</button></p>
        </form>
    }
    .into_any()
}

/// Nothing found is not the end: post, look farther, call.
fn nothing_found(
    lang: Lang,
    draft: &Draft,
    ask: &SearchAsk,
    place: Option<&str>,
    now: Instant,
) -> AnyView {
    let words = &lang.words().exchange.list;
    let this_night = ask.from == Some(tonight(now));
    let said = (words.empty)(ask.side, ask.kind, place, this_night);
    // Who looks for offers has a need, and the other way round.
    let side = ask.side.unwrap_or(Side::Offer).opposite();
    let post = choose(Some(side), ask.kind, draft.get(names::COMMUNE));
    let narrow = ask.commune.is_some() || !query(draft, None).is_empty();
    let wider = narrow.then(|| {
        let mut wide = Vec::new();
        for name in [names::SIDE, names::KIND, names::COMMUNE] {
            wide.extend(pair(name, draft.get(name)));
        }
        if ask.commune.is_some() {
            let radius = ask
                .radius_km
                .map_or(WIDER, |r| r.saturating_mul(2).clamp(WIDER, 100));
            wide.extend(pair(names::RADIUS, &radius.to_string()));
        }
        let path = format!("/entraide?{}", wide.join("&"));
        view! { <li><a class="next" href=lang.path(&path)>{words.empty_widen}</a></li> }
    });
    view! {
        <div class="empty">
            {icon(Icon::Help)}
            <div>
                <p role="status"><strong>{said}</strong></p>
                <p>{words.empty_note}</p>
                <ul>
                    <li><a class="next" href=lang.path(&post)>{(words.empty_post)(side)}</a></li>
                    {wider}
                    <li>{words.empty_call}</li>
                </ul>
            </div>
        </div>
    }
    .into_any()
}

fn pair(name: &str, value: &str) -> Option<String> {
    (!value.is_empty()).then(|| format!("{name}={}", query_value(value)))
}

/// The filters as a query, with a page of its own.
fn query(draft: &Draft, page: Option<u32>) -> String {
    let mut pairs: Vec<_> = FILTERS
        .iter()
        .filter_map(|name| pair(name, draft.get(name)))
        .collect();
    pairs.extend(page.and_then(|p| pair(names::PAGE, &p.to_string())));
    if pairs.is_empty() {
        String::new()
    } else {
        format!("?{}", pairs.join("&"))
    }
}

fn turn(lang: Lang, draft: &Draft, ask: &SearchAsk, found: &Found) -> AnyView {
    let words = &lang.words().exchange.list;
    let at = ask.page.max(1);
    let link = |page: u32, word: &'static str| {
        let path = format!("/entraide{}", query(draft, Some(page)));
        view! { <a class="next" href=lang.path(&path)>{word}</a> }
    };
    let previous = (at > 1).then(|| link(at - 1, words.previous));
    let next = (at.saturating_mul(PAGE_SIZE) < found.total).then(|| link(at + 1, words.next));
    (previous.is_some() || next.is_some())
        .then(|| view! { <p class="turn">{previous} {next}</p> })
        .into_any()
}
