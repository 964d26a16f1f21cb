//! The parts of an alert's page below its first screen.

use leptos::prelude::*;
use portal::Instant;
use portal::messages::{Completeness, Message, Shown, colour};

use crate::components::*;
use crate::reading::{
    Told, area_names, areas, by_departement, colour_word, commune_path, departement_name,
    departement_path, history, info_of, instruction, is_all_of_france, title,
};
use crate::text::{direction, http_url, language_tag, one_line, plain};
use crate::wording::Lang;

/// How an info is told.
#[derive(Clone, Copy)]
pub(super) struct Manner {
    /// In the page's own language, under the first screen; else in a section of its own.
    pub main: bool,
    /// Beside others of the same language: each has its areas and its colour.
    pub several: bool,
    /// The first screen told its whole instruction.
    pub said_above: bool,
}

impl Manner {
    /// A heading one level under what stands above.
    fn heading(self, title: &'static str) -> AnyView {
        match (self.several, self.main) {
            (true, _) => view! { <p><strong>{title}</strong></p> }.into_any(),
            (false, true) => view! { <h2>{title}</h2> }.into_any(),
            (false, false) => view! { <h3>{title}</h3> }.into_any(),
        }
    }
}

/// One info: what is said of its areas.
pub(super) fn part(
    told: &Told<'_>,
    shown: &Shown<'_>,
    manner: Manner,
    lang: Lang,
    foreign: Option<String>,
    dir: Option<&'static str>,
) -> AnyView {
    let words = &lang.words().permalink;
    let info = shown.info;
    let colour = colour(info);
    let description = info
        .description
        .as_deref()
        .map(plain)
        .filter(|t| !t.is_empty());
    let said = info
        .instruction
        .as_deref()
        .map(plain)
        .filter(|t| !t.is_empty());
    let todo = said
        .clone()
        .or_else(|| instruction(info, lang))
        .filter(|_| !manner.said_above);
    let todo_lang = if said.is_some() {
        foreign.clone()
    } else {
        None
    };
    let head = manner.several.then(|| {
        let name = join_areas(area_names(shown), 8, lang);
        let until = info.expires.map(|t| sentence(lang.words().alert.until, t, Long::Day, lang));
        let unresolved = areas(shown).iter().any(|(_, r)| !r.resolved);
        view! {
            <h3 lang=foreign.clone() dir=dir>{name}</h3>
            <p class="marks">{mark(colour, colour_word(Some(info), colour, lang))}</p>
            {(!told.is_over()).then(|| view! { <p>{icon(Icon::Clock)} {until.unwrap_or_else(|| lang.words().alert.no_expiry.into_any())}</p> })}
            {unresolved.then(|| view! { <p class="unsure">{lang.words().alert.unresolved}</p> })}
        }
    });
    let resources = info
        .resources
        .iter()
        .filter_map(|r| r.uri.as_deref().and_then(http_url).map(|uri| (one_line(&r.desc), uri)))
        .map(|(desc, uri)| {
            let name = if desc.is_empty() { uri.to_owned() } else { desc };
            view! { <li><a href=uri.to_owned() rel="noopener nofollow external">{icon(Icon::External)} {name}</a></li> }
        })
        .collect::<Vec<_>>();
    let attached = (!resources.is_empty()).then(|| {
        view! { <p>{words.resources}</p> <ul>{resources.collect_view()}</ul> }
    });
    let section = description.map(|text| {
        let heading = (!manner.several).then(|| manner.heading(words.description));
        view! { {heading} <p class="as-said" lang=foreign.clone() dir=dir>{text}</p> }
    });
    let todo = todo.map(|text| {
        let (title, class) = if told.is_over() {
            (words.instructions_then, "as-said")
        } else {
            (lang.words().alert.todo, "as-said do")
        };
        let heading = manner.heading(title);
        view! { {heading} <p class=class lang=todo_lang dir=dir>{text}</p> }
    });
    let frame = manner.several.then(|| colour.word());
    view! { <div class="part" data-colour=frame>{head} {todo} {section} {attached}</div> }
        .into_any()
}

/// Départements and communes.
pub(super) fn places(told: &Told<'_>, lang: Lang) -> AnyView {
    view! {
        <section aria-labelledby="lieux">
            <h2 id="lieux">{lang.words().permalink.places}</h2>
            {place_list(told, lang)}
            <p><a class="next" href=lang.path(&format!("{}/carte", told.path()))>{icon(Icon::Map)} {lang.words().permalink.map}</a></p>
        </section>
    }
    .into_any()
}

/// The list alone: for the page and the map.
pub(super) fn place_list(told: &Told<'_>, lang: Lang) -> AnyView {
    let words = &lang.words().permalink;
    let places = &told.view.places;
    let note = told
        .view
        .unresolved
        .then(|| view! { <p class="unsure">{lang.words().alert.unresolved}</p> });
    if is_all_of_france(places) {
        return view! { {note} <p>{lang.words().alert.everywhere}</p> }.into_any();
    }
    let items = by_departement(places)
        .into_iter()
        .map(|d| {
            let name = departement_name(&d.code);
            let link = d.known.map(|k| lang.path(&departement_path(&k.code)));
            if d.whole {
                return view! { <li><a href=link>{(words.whole)(&name)}</a></li> }.into_any();
            }
            let count = d.communes.len();
            let communes = d
                .communes
                .iter()
                .map(|c| view! { <li><a href=lang.path(&commune_path(c))>{c.name}</a></li> })
                .collect_view();
            view! {
                <li>
                    <details open=count <= 12>
                        <summary>{(words.communes_in)(&name, count)}</summary>
                        <ul class="columns">{communes}</ul>
                    </details>
                </li>
            }
            .into_any()
        })
        .collect_view();
    view! { {note} <ul class="places">{items}</ul> }.into_any()
}

/// Received when, the author's page, raw document, CAP, signature.
pub(super) fn provenance(told: &Told<'_>, lead: Option<Shown<'_>>, lang: Lang) -> AnyView {
    let words = &lang.words().permalink;
    let message = told.view.current;
    let at = |with, at: Instant| view! { <li>{sentence(with, at, Long::Year, lang)}</li> };
    let confirmed = (message.confirmed_at > message.received_at)
        .then(|| at(words.confirmed, message.confirmed_at));
    let original = lead
        .and_then(|s| s.info.web.as_deref())
        .and_then(http_url)
        .map(|web| {
            view! {
                <li>
                    <a href=web.to_owned() rel="noopener nofollow external">{icon(Icon::External)} {words.original}</a>
                </li>
            }
        });
    let contact = lead
        .and_then(|s| s.info.contact.as_deref())
        .map(one_line)
        .filter(|c| !c.is_empty())
        .map(|c| view! { <li>{(words.contact)(&c)}</li> });
    let entry = (message.completeness == Completeness::Entry)
        .then(|| view! { <li>{words.entry_only}</li> });
    let signature = if message.alert.signed {
        words.signed
    } else {
        words.unsigned
    };
    view! {
        <section aria-labelledby="origine">
            <h2 id="origine">{words.provenance}</h2>
            <ul class="facts">
                {at(words.sent, message.alert.identity.sent)}
                {at(words.received, message.received_at)}
                {confirmed} {entry} {contact}
                <li>{signature}</li>
                {original}
                <li><a href=original_path(message)>{icon(Icon::Document)} {words.raw}</a></li>
                <li><a href=cap_path(message) type="application/cap+xml">{icon(Icon::Document)} {words.cap}</a></li>
            </ul>
        </section>
    }
    .into_any()
}

/// Where a message's bytes are.
pub(crate) fn original_path(message: &Message) -> String {
    format!("/messages/{}/original", message.id.0)
}

/// Where a message is as CAP.
pub(crate) fn cap_path(message: &Message) -> String {
    format!("/messages/{}/cap.xml", message.id.0)
}

/// Every message of the thread, newest first.
pub(super) fn history_list(told: &Told<'_>, lang: Lang) -> AnyView {
    let words = &lang.words().permalink;
    let fork = (told.view.heads.len() > 1).then(|| view! { <p>{words.fork}</p> });
    let items = history(told)
        .into_iter()
        .map(|(message, head)| {
            let info = info_of(message, lang);
            let tag = info.map(|i| language_tag(message.language(i)));
            let dir = tag.as_deref().and_then(direction);
            let tag = tag.filter(|t| !lang.speaks(t));
            let name = info.and_then(title).or_else(|| {
                message
                    .alert
                    .note
                    .as_deref()
                    .map(one_line)
                    .filter(|n| !n.is_empty())
            });
            let status = match (head, told.is_over()) {
                (false, _) => Some(words.superseded),
                (true, false) => Some(words.current),
                (true, true) => None,
            };
            view! {
                <li data-head=head.then_some("true")>
                    <p>
                        <strong>{(lang.words().alert.msg_type)(message.alert.msg_type)}</strong>
                        {status.map(|s| view! { " " <span class="state">{s}</span> })}
                    </p>
                    {name.map(|n| view! { <p lang=tag dir=dir>{n}</p> })}
                    <p class="hint">
                        {sentence(words.sent, message.alert.identity.sent, Long::Year, lang)} ". "
                        {sentence(words.received, message.received_at, Long::Year, lang)} "."
                    </p>
                    <p class="hint">
                        <a href=original_path(message)>{words.raw}</a>
                        " "
                        <a href=cap_path(message) type="application/cap+xml">{words.cap}</a>
                    </p>
                </li>
            }
        })
        .collect_view();
    view! {
        <section aria-labelledby="historique">
            <h2 id="historique">{words.history}</h2>
            {fork}
            <ol class="history">{items}</ol>
        </section>
    }
    .into_any()
}
