//! `/entraide/publier`: side and kind by two taps, then one form; the short form of a bed tonight; changes.

use leptos::prelude::*;
use portal::Instant;
use portal::exchange::{Draft, FieldError, Kind, Side, names};

use super::card::{kind_icon, side_icon};
use super::fields::{FORM_ID, Form, YES};
use super::frame::{easy, head, page, secret_head};
use super::kinds::{household, kind_fields, people};
use crate::components::icon;
use crate::site::{Page, Site};
use crate::text::query_value;
use crate::wording::Lang;

/// Where both forms are sent.
const PATH: &str = "/entraide/publier";

/// `/entraide/publier`: side and kind are chosen first, each by a link; then the form of that kind.
pub fn publish(
    site: &Site,
    lang: Lang,
    draft: &Draft,
    wrong: &[FieldError],
    form_id: &str,
) -> Page {
    let words = &lang.words().exchange;
    let side = Side::parse(draft.get(names::SIDE));
    let kind = Kind::parse(draft.get(names::KIND));
    let commune = draft.get(names::COMMUNE);
    match (side, kind) {
        (Some(side), Some(kind)) => {
            let form = Form {
                lang,
                draft,
                wrong,
                side,
                kind,
            };
            let title = (words.form.title)(side, kind);
            let path = format!("{PATH}?cote={}&genre={}", side.code(), kind.code());
            page(site, lang, head(&title, &path), || {
                whole(form, title.clone(), form_id)
            })
        }
        (None, _) => {
            let doors = [(Side::Need, words.list.ask), (Side::Offer, words.list.give)].map(|(s, word)| {
                let path = choose(Some(s), kind, commune);
                view! { <li class="door"><a href=lang.path(&path)>{icon(side_icon(s))} <strong>{word}</strong></a></li> }
            });
            steps(
                site,
                lang,
                words.form.which_side,
                doors.collect_view().into_any(),
            )
        }
        (Some(side), None) => {
            let doors = Kind::ALL
                .iter()
                .map(|k| {
                    let path = choose(Some(side), Some(*k), commune);
                    view! { <li class="door"><a href=lang.path(&path)>{icon(kind_icon(*k))} <strong>{(words.kind)(*k)}</strong></a></li> }
                })
                .collect_view();
            steps(site, lang, words.form.which_kind, doors.into_any())
        }
    }
}

/// The address of the form with what is chosen so far.
pub(super) fn choose(side: Option<Side>, kind: Option<Kind>, commune: &str) -> String {
    let mut query = Vec::new();
    if let Some(side) = side {
        query.push(format!("{}={}", names::SIDE, side.code()));
    }
    if let Some(kind) = kind {
        query.push(format!("{}={}", names::KIND, kind.code()));
    }
    if !commune.is_empty() {
        query.push(format!("{}={}", names::COMMUNE, query_value(commune)));
    }
    if query.is_empty() {
        PATH.to_owned()
    } else {
        format!("{PATH}?{}", query.join("&"))
    }
}

/// A page with one question, answered by a tap.
fn steps(site: &Site, lang: Lang, question: &'static str, doors: AnyView) -> Page {
    let words = &lang.words().exchange;
    page(site, lang, head(words.form.start, PATH), || {
        view! {
            <h1>{words.form.start}</h1>
            <h2 id="question">{question}</h2>
            <ul class="doors" aria-labelledby="question">{doors}</ul>
            <p><a class="next" href=lang.path("/entraide/porte-ouverte")>{icon(kind_icon(Kind::Housing))} {words.list.tonight}</a></p>
            {easy(lang, words.form.easy)}
        }
        .into_any()
    })
}

fn whole(form: Form<'_>, title: String, form_id: &str) -> AnyView {
    let lang = form.lang;
    let words = &lang.words().exchange;
    let housing = form.kind == Kind::Housing;
    let waits = housing.then(|| view! { <p class="told">{words.form.housing_waits}</p> });
    let safety = housing.then(|| form.safety());
    view! {
        <h1>{title}</h1>
        {form.errors()}
        {waits}
        {easy(lang, words.form.easy)}
        <form id=FORM_ID class="choosing" method="post" action=lang.path(PATH)>
            <input type="hidden" name=names::SIDE value=form.side.code()/>
            <input type="hidden" name=names::KIND value=form.kind.code()/>
            {form.hidden(form_id)}
            {kind_fields(form)}
            {form.contact()}
            {safety}
            <p><button type="submit">{words.form.publish}</button></p>
        </form>
        <p><a class="next" href=lang.path(PATH)>{words.form.other}</a></p>
    }
    .into_any()
}

/// `/entraide/porte-ouverte`: a bed tonight. Posts to `/entraide/publier` with `genre=logement` and
/// `ce-soir=oui`; the days stay empty.
pub fn porte_ouverte(
    site: &Site,
    lang: Lang,
    draft: &Draft,
    wrong: &[FieldError],
    form_id: &str,
    now: Instant,
) -> Page {
    let words = &lang.words().exchange;
    let side = Side::parse(draft.get(names::SIDE));
    let form = Form {
        lang,
        draft,
        wrong,
        side: side.unwrap_or(Side::Need),
        kind: Kind::Housing,
    };
    let path = "/entraide/porte-ouverte";
    page(site, lang, head(words.form.tonight, path), || {
        let tonight = super::card::day(portal::exchange::tonight(now), lang);
        let lines = words
            .form
            .tonight_easy
            .iter()
            .map(|l| view! { <li>{*l}</li> });
        let top = view! {
            <h1>{words.list.tonight}</h1>
            <p><strong>{tonight}</strong></p>
            {form.errors()}
            <ul lang="fr">{lines.collect_view()}</ul>
        };
        let Some(side) = side else {
            let doors = [(Side::Need, words.list.ask), (Side::Offer, words.list.give)]
                .map(|(s, word)| {
                    let path = format!("{path}?{}={}", names::SIDE, s.code());
                    view! { <li class="door"><a href=lang.path(&path)>{icon(side_icon(s))} <strong>{word}</strong></a></li> }
                })
                .collect_view();
            return view! { {top} <ul class="doors">{doors}</ul> }.into_any();
        };
        view! {
            {top}
            <form id=FORM_ID class="choosing" method="post" action=lang.path(PATH)>
                <input type="hidden" name=names::SIDE value=side.code()/>
                <input type="hidden" name=names::KIND value=Kind::Housing.code()/>
                <input type="hidden" name=names::TONIGHT value=YES/>
                {form.hidden(form_id)}
                <fieldset>
                    <legend><h2>{(words.form.title)(side, Kind::Housing)}</h2></legend>
                    {form.commune(names::COMMUNE)}
                    {people(form)}
                    {household(form)}
                </fieldset>
                {form.contact()}
                {form.safety()}
                <p><button type="submit">{words.form.publish}</button></p>
            </form>
        }
        .into_any()
    })
}

/// `/entraide/gerer/{secret}/modifier`. The kind and side of a listing stay what they are.
pub fn edit(site: &Site, lang: Lang, secret: &str, draft: &Draft, wrong: &[FieldError]) -> Page {
    let words = &lang.words().exchange;
    let side = Side::parse(draft.get(names::SIDE)).unwrap_or(Side::Need);
    let kind = Kind::parse(draft.get(names::KIND)).unwrap_or(Kind::Other);
    let form = Form {
        lang,
        draft,
        wrong,
        side,
        kind,
    };
    let back = format!("/entraide/gerer/{secret}");
    let path = format!("{back}/modifier");
    page(site, lang, secret_head(words.form.edit, &path), || {
        let tongue = draft.get(names::TONGUE).to_owned();
        let safety = (kind == Kind::Housing).then(|| form.safety());
        let tonight = draft
            .ticked(names::TONIGHT)
            .then(|| view! { <input type="hidden" name=names::TONIGHT value=YES/> });
        view! {
            <h1>{words.form.edit}</h1>
            {form.errors()}
            <form id=FORM_ID class="choosing" method="post" action=lang.path(&path)>
                <input type="hidden" name=names::SIDE value=side.code()/>
                <input type="hidden" name=names::KIND value=kind.code()/>
                <input type="hidden" name=names::TONGUE value=crate::text::one_line(&tongue)/>
                {tonight}
                {kind_fields(form)}
                {safety}
                <p><button type="submit">{words.form.save}</button></p>
            </form>
            <p><a class="next" href=lang.path(&back)>{words.manage.title}</a></p>
        }
        .into_any()
    })
}
