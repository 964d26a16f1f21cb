//! `/commune/{insee}/{slug}`, `/departement/{code}`, `/departements`.

use leptos::prelude::*;
use portal::Instant;
use portal::messages::{Fingerprint, State, Thread};
use portal::places::{Commune, Dep, Departement, gazetteer, slug};

use crate::components::*;
use crate::reading::{
    Hearing, SourceLine, Told, commune_path, departement_path, earliest, next_change, told,
};
use crate::shell::{Head, document};
use crate::site::{Page, Site};
use crate::text::one_line;
use crate::wording::Lang;

/// What holds at a place.
#[derive(Clone, Copy, Debug)]
pub struct Here<'a> {
    /// Not ended at `now`, in any order.
    pub in_force: &'a [Thread],
    /// Recently ended, newest end first; the page shows at most ten.
    pub ended: &'a [Thread],
    /// All sources; the page picks those of the place.
    pub sources: &'a [SourceLine<'a>],
}

/// The page of a commune.
pub fn commune(site: &Site, lang: Lang, now: Instant, commune: &Commune, here: Here<'_>) -> Page {
    let code = commune.insee.departement();
    let departement = gazetteer().departement(&code);
    let words = &lang.words().place;
    let under = departement.map_or_else(|| code.to_string(), |d| d.name.to_owned());
    let after = move || {
        let codes = commune.postal_codes.join(", ");
        view! {
            <p>
                <a class="next" href=lang.path(&departement_path(&code))>
                    {(words.departement)(&format!("{under} ({code})"))}
                </a>
            </p>
            {(!codes.is_empty()).then(|| view! { <p class="hint">{(words.postal)(&codes)}</p> })}
        }
        .into_any()
    };
    let place = Place {
        name: commune.name.to_owned(),
        path: commune_path(commune),
        feed: format!("/commune/{}/alertes.atom", commune.insee),
        follow: commune.insee.to_string(),
        aid: format!(
            "commune={}",
            crate::text::query_value(&portal::exchange::commune_value(&commune.insee))
        ),
        dep: commune.insee.departement(),
    };
    place_page(site, lang, now, place, here, after)
}

/// The page of a département, with its communes.
pub fn departement(
    site: &Site,
    lang: Lang,
    now: Instant,
    departement: &Departement,
    here: Here<'_>,
) -> Page {
    let code = &departement.code;
    let words = &lang.words().place;
    let after = || {
        let communes = gazetteer().communes_of(code);
        let count = communes.len();
        view! {
            <details class="communes-of">
                <summary>{(words.communes)(count)}</summary>
                {by_letter(&communes, lang)}
            </details>
            <p><a class="next" href=lang.path("/departements")>{words.departements}</a></p>
        }
        .into_any()
    };
    let place = Place {
        name: format!("{} ({code})", departement.name),
        path: departement_path(code),
        feed: format!("/departement/{code}/alertes.atom"),
        follow: format!("D{code}"),
        aid: format!("departement={code}"),
        dep: code.clone(),
    };
    place_page(site, lang, now, place, here, after)
}

struct Place {
    name: String,
    path: String,
    feed: String,
    /// As [`portal::push::Followed::parse`] reads it.
    follow: String,
    /// As the exchange's search reads it.
    aid: String,
    dep: Dep,
}

fn place_page(
    site: &Site,
    lang: Lang,
    now: Instant,
    place: Place,
    here: Here<'_>,
    after: impl FnOnce() -> AnyView,
) -> Page {
    let words = &lang.words().place;
    let all = told(here.in_force, now);
    let ended: Vec<Told<'_>> = here
        .ended
        .iter()
        .take(10)
        .filter_map(|t| crate::reading::tell(t, now))
        .collect();
    let hearing = Hearing::of(here.sources, Some(&place.dep), now);
    let title = (words.title)(&place.name);
    let head = Head {
        title: title.clone(),
        description: lang.words().home.lead.to_owned(),
        path: place.path.clone(),
        feeds: vec![((lang.words().feed.place)(&place.name), place.feed.clone())],
        keeps: true,
        live: Some(Fingerprint::of_place(here.in_force, now)),
        ..Head::default()
    };
    let html = document(site, lang, head, || {
        let active: Vec<_> = all
            .iter()
            .filter(|t| t.view.state == State::Active)
            .collect();
        let coming: Vec<_> = all
            .iter()
            .filter(|t| t.view.state == State::Future)
            .collect();
        let top = match active.first() {
            Some(worst) => view! {
                <div class="band" data-colour=worst.view.colour.word() data-ends=worst_ends(&active)>
                    <p class="marks">{mark(worst.view.colour, (lang.words().alert.level)(worst.view.colour))}</p>
                    <h1>{place.name.clone()}</h1>
                    <p>{(lang.words().home.now)(active.len())}</p>
                </div>
                <h2>{words.now}</h2>
                {alert_list(active, lang)}
            }
            .into_any(),
            None => view! {
                <h1>{place.name.clone()}</h1>
                {nothing((lang.words().home.empty_at)(&place.name), &hearing, Heading::Text, lang)}
            }
            .into_any(),
        };
        let past = if ended.is_empty() {
            view! { <p>{words.ended_none}</p> }.into_any()
        } else {
            alert_list(&ended, lang)
        };
        let archive = format!("/alertes?etat=passees&departement={}", place.dep);
        view! {
            {top}
            {silence_warning(&hearing, lang)}
            {(!coming.is_empty())
                .then(|| {
                    view! {
                        <section aria-labelledby="avenir">
                            <h2 id="avenir">{words.coming}</h2>
                            {alert_list(coming, lang)}
                        </section>
                    }
                })}
            <section aria-labelledby="passees">
                <h2 id="passees">{words.ended}</h2>
                {past}
                <p><a class="next" href=lang.path(&archive)>{words.archive}</a></p>
            </section>
            {after()}
            <p>
                <a class="next" href=lang.path(&format!("/entraide?{}", place.aid))>
                    {icon(Icon::Help)} {(lang.words().exchange.here)(&place.name)}
                </a>
            </p>
            {search_form(lang, "", false)}
            <section aria-labelledby="suivre">
                <h2 id="suivre">{lang.words().shell.follow}</h2>
                {heard(&hearing, lang)}
                <p>
                    <a class="next" href=lang.path(&format!("/suivre?lieu={}", place.follow))>
                        {icon(Icon::Says)} {(lang.words().follow.link)(&place.name)}
                    </a>
                </p>
                <p><a class="next" href=place.feed.clone()>{icon(Icon::Feed)} {lang.words().shell.atom}</a></p>
            </section>
        }
        .into_any()
    });
    Page {
        html,
        valid_until: earliest([next_change(&all), hearing.valid_until(now)]),
    }
}

/// Who is listened to for this place.
fn heard(hearing: &Hearing<'_>, lang: Lang) -> AnyView {
    let words = &lang.words().place;
    if hearing.all.is_empty() {
        return view! { <p>{words.unheard}</p> }.into_any();
    }
    let names: Vec<_> = hearing
        .all
        .iter()
        .map(|s| one_line(&s.source.publisher))
        .collect();
    view! {
        <p>{words.heard} " " {names.join(", ")} ". " <a href=lang.path("/sources")>{lang.words().sources.title}</a></p>
    }
    .into_any()
}

/// Communes under their first letters.
fn by_letter(communes: &[&Commune], lang: Lang) -> AnyView {
    let mut groups: Vec<(String, Vec<&Commune>)> = Vec::new();
    let mut sorted: Vec<_> = communes.iter().map(|c| (slug(c.name), *c)).collect();
    sorted.sort_by(|a, b| a.0.cmp(&b.0));
    for (slug, commune) in sorted {
        let letter = slug
            .chars()
            .next()
            .map(|c| c.to_ascii_uppercase().to_string())
            .unwrap_or_default();
        match groups.last_mut() {
            Some((l, group)) if *l == letter => group.push(commune),
            _ => groups.push((letter, vec![commune])),
        }
    }
    groups
        .into_iter()
        .map(|(letter, group)| {
            let items = group
                .into_iter()
                .map(|c| view! { <li><a href=lang.path(&commune_path(c))>{c.name}</a></li> })
                .collect_view();
            view! {
                <h3>{letter}</h3>
                <ul class="columns">{items}</ul>
            }
        })
        .collect_view()
        .into_any()
}

/// `/departements`.
pub fn departements(site: &Site, lang: Lang) -> Page {
    let words = &lang.words().place;
    let head = Head {
        title: words.departements.to_owned(),
        description: lang.words().home.lead.to_owned(),
        path: "/departements".to_owned(),
        ..Head::default()
    };
    let html = document(site, lang, head, || {
        let items = gazetteer()
            .departements()
            .iter()
            .map(|d| {
                view! {
                    <li><a href=lang.path(&departement_path(&d.code))>{d.code.to_string()} " " {d.name}</a></li>
                }
            })
            .collect_view();
        view! {
            <h1>{words.departements}</h1>
            {search_form(lang, "", false)}
            <ul class="columns">{items}</ul>
        }
        .into_any()
    });
    Page {
        html,
        valid_until: None,
    }
}
