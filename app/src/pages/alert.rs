//! `/alertes/{id}`: what is happening, where, until when, what to do, who says so; then all the rest.

use leptos::prelude::*;
use portal::Instant;
use portal::messages::{Fingerprint, Shown, Thread};

use super::alert_parts::*;
use super::share::share;
use crate::components::*;
use crate::reading::{
    Hearing, SourceLine, Told, Voice, area_names, colour_word, earliest, hazard, instruction, lead,
    says, tell, title, voices,
};
use crate::shell::{Head, document};
use crate::site::{Card, Page, Site};
use crate::text::{direction, first_sentence, language_tag};
use crate::wording::Lang;

/// The most characters of instruction in the first screen; the rest follows below.
const FIRST: usize = 90;

/// The page of a thread; `None` when it has nothing to tell yet (answer with
/// [`super::Problem::Alert`]). `sources`: all; the page warns when the thread's own is silent.
pub fn alert(
    site: &Site,
    lang: Lang,
    now: Instant,
    thread: &Thread,
    sources: &[SourceLine<'_>],
) -> Option<Page> {
    let told = tell(thread, now)?;
    let own: Vec<_> = sources
        .iter()
        .filter(|s| s.source.id == told.view.current.source)
        .copied()
        .collect();
    let hearing = Hearing::of(&own, None, now);
    let name = told_title(&told, lang);
    let voices = voices(&told.view, lang);
    let lead = lead(&told.view, lang);
    let head = head(&told, lead, &name, lang);
    let html = document(site, lang, head, || {
        let (first, others) = match voices.split_first() {
            Some((first, others)) => (Some(first), others),
            None => (None, &[][..]),
        };
        // Easy-read French follows the text it simplifies; at the end it would not be found.
        let (easy, others): (Vec<_>, Vec<_>) = others.iter().partition(|v| v.is_easy());
        let to_easy = (lang == Lang::Fr && !easy.is_empty()).then(|| {
            view! { <p><a class="next" href="#facile">{icon(Icon::Document)} {lang.words().permalink.easy}</a></p> }
        });
        let silence = (!told.is_over()).then(|| silence_warning(&hearing, lang));
        view! {
            <article data-over=told.is_over().then_some("true") data-ends=ends(&told)>
                {top(&told, lead, &name, lang)}
                {silence}
                {to_easy}
                {first.map(|voice| body(&told, voice, true, lang))}
                {easy.into_iter().map(|voice| easy_read(&told, voice, lang)).collect_view()}
                {places(&told, lang)}
                {others.into_iter().map(|voice| translation(&told, voice, lang)).collect_view()}
                {provenance(&told, lead, lang)}
                {history_list(&told, lang)}
                {share(site, &told, lead, &name, lang)}
            </article>
        }
        .into_any()
    });
    let silent_next = if told.is_over() {
        None
    } else {
        hearing.next_silence
    };
    Some(Page {
        html,
        valid_until: earliest([told.view.next_change, silent_next]),
    })
}

/// What a shared link to the page of a thread shows; `None` as for [`alert`].
pub fn shared_card(site: &Site, lang: Lang, now: Instant, thread: &Thread) -> Option<Card> {
    let told = tell(thread, now)?;
    let name = told_title(&told, lang);
    let lead = lead(&told.view, lang);
    Some(head(&told, lead, &name, lang).card(site, lang))
}

fn head(told: &Told<'_>, lead: Option<Shown<'_>>, name: &str, lang: Lang) -> Head {
    Head {
        title: format!("{} · {name}", state_or_colour(told, lead, lang)),
        description: description(told, lead, lang),
        path: told.path(),
        feeds: vec![(
            lang.words().feed.portal.to_owned(),
            "/alertes.atom".to_owned(),
        )],
        live: Some(Fingerprint::of_view(told.thread, &told.view)),
        article: true,
        ..Head::default()
    }
}

/// The five answers.
fn top(told: &Told<'_>, lead: Option<Shown<'_>>, name: &str, lang: Lang) -> AnyView {
    let words = &lang.words().alert;
    let view = &told.view;
    let tag = lead.map(|s| language_tag(s.message.language(s.info)));
    let dir = tag.as_deref().and_then(direction);
    let foreign = tag.filter(|t| !lang.speaks(t));
    let shape = lead.map_or(Icon::Danger, |s| hazard(s.info));
    let colour = colour_word(lead.map(|s| s.info), view.colour, lang);
    let exercise = told
        .is_exercise()
        .then(|| view! { <span class="state">{words.exercise}</span> });
    let who = lead
        .and_then(|s| says(&s))
        .unwrap_or_else(|| words.unnamed.to_owned());
    let where_ = lead
        .map(|s| join_areas(area_names(&s), 6, lang))
        .unwrap_or_default();
    let unresolved = view
        .unresolved
        .then(|| view! { <span class="unsure">{words.unresolved}</span> });
    let review = (!told.is_over()).then_some(view.review_at).flatten().map(
        |at| view! { <span class="unsure">{sentence(words.review, at, Long::Day, lang)}</span> },
    );
    let todo = (!told.is_over()).then(|| {
        let all = lead.and_then(|s| instruction(s.info, lang));
        let (text, whole) = match &all {
            Some(text) => first_sentence(text, FIRST),
            None => (words.no_instruction.to_owned(), true),
        };
        let own_words = lead.is_some_and(|s| s.info.instruction.is_some());
        let said_in = foreign.clone().filter(|_| own_words);
        let more = (!whole).then(|| {
            view! { " " <a href="#consignes">{lang.words().permalink.all_instructions}</a> }
        });
        view! {
            <div class="todo">
                <dt>{icon(Icon::Do)} {words.todo}</dt>
                <dd><span lang=said_in dir=dir>{text}</span> {more}</dd>
            </div>
        }
    });
    view! {
        <div class="band" data-colour=view.colour.word()>
            <p class="marks">{state_mark(view.state, lang)} {mark(view.colour, colour)} {exercise}</p>
            <h1 lang=foreign.clone() dir=dir>{icon(shape)} {name.to_owned()}</h1>
        </div>
        <dl class="answers">
            <div>
                <dt>{icon(Icon::Place)} {words.where_}</dt>
                <dd><span lang=foreign dir=dir>{where_}</span> {unresolved}</dd>
            </div>
            <div>
                <dt>{icon(Icon::Clock)} {words.until_label}</dt>
                <dd>{when(told, lang)} {review}</dd>
            </div>
            {todo}
            <div>
                <dt>{icon(Icon::Says)} {words.says}</dt>
                <dd>{who}</dd>
            </div>
        </dl>
    }
    .into_any()
}

/// What stands below the first screen, in one language: descriptions and whole instructions; area by
/// area when there are several, each with its own colour.
pub(super) fn body(told: &Told<'_>, voice: &Voice<'_>, main: bool, lang: Lang) -> AnyView {
    let words = &lang.words().permalink;
    let tag = language_tag(&voice.tag);
    let dir = direction(&tag);
    let foreign = Some(tag).filter(|t| !lang.speaks(t));
    let several = voice.infos.len() > 1;
    let note =
        (main && foreign.is_some()).then(|| view! { <p class="hint">{words.not_translated}</p> });
    // What the first screen already told whole is not repeated.
    let said_above = main
        && !several
        && !told.is_over()
        && voice
            .infos
            .first()
            .and_then(|s| instruction(s.info, lang))
            .is_none_or(|text| first_sentence(&text, FIRST).1);
    let manner = Manner {
        main,
        several,
        said_above,
    };
    let parts = voice
        .infos
        .iter()
        .map(|shown| part(told, shown, manner, lang, foreign.clone(), dir))
        .collect_view();
    let heading = (main && several).then(|| view! { <h2>{words.by_area}</h2> });
    view! { <div class="told" id=main.then_some("consignes")>{note} {heading} {parts}</div> }
        .into_any()
}

/// Another language than the page's.
fn translation(told: &Told<'_>, voice: &Voice<'_>, lang: Lang) -> AnyView {
    let tag = language_tag(&voice.tag);
    let dir = direction(&tag);
    let name = (lang.words().permalink.language)(&tag);
    let titled = voice.infos.first().and_then(|s| title(s.info));
    view! {
        <section class="translation">
            <h2>{name}</h2>
            {titled.map(|t| view! { <p lang=tag.clone() dir=dir><strong>{t}</strong></p> })}
            {body(told, voice, false, lang)}
        </section>
    }
    .into_any()
}

/// Easy-read French: the texts of its own, under a heading that the link at the top leads to.
fn easy_read(told: &Told<'_>, voice: &Voice<'_>, lang: Lang) -> AnyView {
    let titled = voice.infos.first().and_then(|s| title(s.info));
    let tag = Lang::Fr.tag();
    view! {
        <section class="translation easy" aria-labelledby="facile">
            <h2 id="facile">{lang.words().permalink.easy}</h2>
            <div lang=tag>
                {titled.map(|t| view! { <p><strong>{t}</strong></p> })}
                {body(told, voice, false, Lang::Fr)}
            </div>
        </section>
    }
    .into_any()
}

pub(super) fn told_title(told: &Told<'_>, lang: Lang) -> String {
    lead(&told.view, lang)
        .and_then(|s| title(s.info))
        .unwrap_or_else(|| lang.words().alert.untitled.to_owned())
}

pub(super) fn state_or_colour(
    told: &Told<'_>,
    lead: Option<Shown<'_>>,
    lang: Lang,
) -> &'static str {
    if told.view.state == portal::messages::State::Active {
        colour_word(lead.map(|s| s.info), told.view.colour, lang)
    } else {
        (lang.words().alert.state)(told.view.state)
    }
}

/// Where, when and who, as plain text: for shared links.
pub(super) fn description(told: &Told<'_>, lead: Option<Shown<'_>>, lang: Lang) -> String {
    let words = &lang.words().alert;
    let place = lead
        .map(|s| join_areas(area_names(&s), 6, lang))
        .unwrap_or_default();
    let who = lead
        .and_then(|s| says(&s))
        .unwrap_or_else(|| words.unnamed.to_owned());
    [
        place,
        when_text(told, lang),
        format!("{} {who}", words.says),
    ]
    .into_iter()
    .filter(|t| !t.is_empty())
    .collect::<Vec<_>>()
    .join(". ")
}

/// [`when`] as text.
pub(crate) fn when_text(told: &Told<'_>, lang: Lang) -> String {
    use portal::messages::State;
    let words = &lang.words().alert;
    let view = &told.view;
    let day = |t| lang.day_time(t);
    match (view.state, view.until) {
        (state @ (State::Ended | State::Cancelled | State::AllClear), until) => {
            view.ended_at.or(until).map_or_else(
                || (words.state)(state).to_owned(),
                |t| (words.ended)(state, &lang.full_time(t)),
            )
        }
        (State::Active, Some(until)) => (words.until)(&day(until)),
        (State::Active, None) => words.no_expiry.to_owned(),
        (State::Future, Some(until)) => (words.from_until)(&day(view.starts_at), &day(until)),
        (State::Future, None) => format!(
            "{}. {}",
            (words.from)(&day(view.starts_at)),
            words.no_expiry
        ),
    }
}
