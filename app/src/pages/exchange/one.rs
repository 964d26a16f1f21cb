//! `/entraide/annonce/{id}`: one listing, answering it, reporting it. No contact stands here.

use leptos::prelude::*;
use portal::Instant;
use portal::exchange::{Draft, FieldError, Kind, Listing, Standing, names};

use super::card::{left, lines, marks, nights, path, place, title, trait_list, when_said};
use super::fields::{FORM_ID, Form, Line};
use super::frame::{head, page, small};
use crate::components::*;
use crate::shell::{Head, document};
use crate::site::{Page, Site};
use crate::wording::Lang;

/// The longest thing said, in characters.
pub(super) const LONGEST_SAID: u32 = 1000;

/// `/entraide/annonce/{id}`. Gone from the page of search engines: it lives for days.
pub fn listing(site: &Site, lang: Lang, listing: &Listing, now: Instant) -> Page {
    let words = &lang.words().exchange;
    let name = title(&listing.said, lang);
    let head = Head {
        title: name.clone(),
        description: format!("{name}. {}", place(&listing.said.commune)),
        path: path(listing),
        noindex: true,
        ..Head::default()
    };
    let html = document(site, lang, head, || {
        let standing = listing.standing(now);
        let state = (words.says.standing)(standing)
            .map(|s| view! { <p class="state">{icon(Icon::Over)} {s}</p> });
        let answer = matches!(standing, Standing::Live | Standing::Full).then(|| {
            let full = (standing == Standing::Full).then(|| view! { <p>{words.says.full}</p> });
            let to = format!("{}/repondre", path(listing));
            view! {
                {full}
                <p><a class="act" href=lang.path(&to)>{(words.says.answer)(listing.said.side)}</a></p>
                <p class="hint">{icon(Icon::Private)} {words.says.private}</p>
            }
        });
        let report = format!("{}/signaler", path(listing));
        view! {
            {marks(&listing.said, lang)}
            <h1>{name.clone()}</h1>
            {state}
            {facts(listing, lang)}
            {answer}
            {text(listing, lang)}
            <p class="hint">
                {sentence(words.says.posted, listing.posted_at, Long::Day, lang)} ". "
                {sentence(words.says.until, listing.expires_at, Long::Day, lang)} "."
            </p>
            <p><a class="next" href=lang.path("/entraide/securite")>{icon(Icon::Do)} {words.list.safety}</a></p>
            <p><a class="next" href=lang.path(&report)>{icon(Icon::Danger)} {words.says.report}</a></p>
            <p><a class="next" href=lang.path("/entraide")>{words.pages.back}</a></p>
        }
        .into_any()
    });
    Page {
        html,
        valid_until: Some(listing.expires_at).filter(|e| *e > now),
    }
}

/// Where, when, how much, its traits.
pub(super) fn facts(listing: &Listing, lang: Lang) -> AnyView {
    let said = &listing.said;
    let when = when_said(said, lang).map(|w| view! { <p>{icon(Icon::Clock)} {w}</p> });
    view! {
        <p>{icon(Icon::Place)} {place(&said.commune)}</p>
        {when}
        <p><strong>{left(listing, lang)}</strong></p>
        {nights(listing, lang)}
        {trait_list(said, lang)}
    }
    .into_any()
}

/// In the poster's words.
pub(super) fn text(listing: &Listing, lang: Lang) -> Option<AnyView> {
    let said = &listing.said;
    (!said.text.trim().is_empty()).then(|| {
        view! {
            <section aria-labelledby="precisions">
                <h2 id="precisions">{lang.words().exchange.says.words}</h2>
                <blockquote>{lines(&said.text)}</blockquote>
            </section>
        }
        .into_any()
    })
}

/// What is asked for, or brought: units, and of a stay the nights.
pub(super) fn wants(form: Form<'_>, listing: &Listing) -> AnyView {
    let words = &form.lang.words().exchange;
    let units = Line::number(1, listing.said.details.units().into(), "");
    let nights = (form.kind == Kind::Housing).then(|| {
        view! {
            <div class="pair">
                {form.line(names::DAY, Line::of("date"))}
                {form.line(names::UNTIL, Line::of("date"))}
            </div>
        }
    });
    view! {
        <fieldset>
            <legend><h2>{(words.form.wants)(listing.said.side)}</h2></legend>
            <p class="hint">{words.form.wants_note}</p>
            {form.line(names::UNITS, units)}
            {nights}
        </fieldset>
    }
    .into_any()
}

/// `/entraide/annonce/{id}/repondre`
pub fn answer(
    site: &Site,
    lang: Lang,
    listing: &Listing,
    draft: &Draft,
    wrong: &[FieldError],
    form_id: &str,
) -> Page {
    let words = &lang.words().exchange;
    let form = Form {
        lang,
        draft,
        wrong,
        // Whoever answers a need has something to give.
        side: listing.said.side.opposite(),
        kind: listing.said.details.kind(),
    };
    let action = format!("{}/repondre", path(listing));
    let name = (words.form.answer)(listing.said.side);
    page(site, lang, head(name, &action), || {
        let safety = (form.kind == Kind::Housing).then(|| form.safety());
        view! {
            <h1>{name}</h1>
            {form.errors()}
            {marks(&listing.said, lang)}
            <p><a class="next" href=lang.path(&path(listing))>{title(&listing.said, lang)}</a></p>
            {facts(listing, lang)}
            <form id=FORM_ID class="choosing" method="post" action=lang.path(&action)>
                {form.hidden(form_id)}
                {wants(form, listing)}
                {form.text(names::SAID, LONGEST_SAID)}
                {form.contact()}
                {safety}
                <p><button type="submit">{words.form.send}</button></p>
            </form>
        }
        .into_any()
    })
}

/// `/entraide/annonce/{id}/signaler`; the reason stands in the field of messages.
pub fn report(
    site: &Site,
    lang: Lang,
    listing: &Listing,
    draft: &Draft,
    wrong: &[FieldError],
    sent: bool,
) -> Page {
    let words = &lang.words().exchange.pages;
    let action = format!("{}/signaler", path(listing));
    if sent {
        return small(
            site,
            lang,
            &action,
            words.reported.0,
            words.reported.1,
            || ().into_any(),
        );
    }
    let form = Form {
        lang,
        draft,
        wrong,
        side: listing.said.side,
        kind: listing.said.details.kind(),
    };
    page(site, lang, head(words.report.0, &action), || {
        let lines = words.report.1.iter().map(|l| view! { <p>{*l}</p> });
        view! {
            <h1>{words.report.0}</h1>
            {form.errors()}
            {lines.collect_view()}
            {marks(&listing.said, lang)}
            <p><a class="next" href=lang.path(&path(listing))>{title(&listing.said, lang)}</a></p>
            <form id=FORM_ID class="choosing" method="post" action=lang.path(&action)>
                {form.hidden("")}
                {form.text_as(names::SAID, words.reason, LONGEST_SAID)}
                <p><button type="submit">{words.report_button}</button></p>
            </form>
        }
        .into_any()
    })
}
