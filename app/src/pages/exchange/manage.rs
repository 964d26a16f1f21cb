//! `/entraide/gerer/{secret}`: a listing as its owner sees it. Whoever has the address may: it is shown to
//! nobody else.

use leptos::prelude::*;
use portal::exchange::{Contact, Fit, Kind, Listing, Standing, Talk};

use super::card::{card, lines, marks, path as public_path, title};
use super::fields::{DEED, WITH};
use super::frame::{page, secret_head};
use super::one::{facts, text};
use super::views::{ManagedView, Note};
use crate::components::*;
use crate::site::{Page, Site};
use crate::text::one_line;
use crate::typography::as_typed;
use crate::wording::Lang;

/// The longest part of what somebody said that tells conversations apart, in characters.
const EXCERPT: usize = 60;

/// The page. `note`: what just happened.
pub fn manage(site: &Site, lang: Lang, secret: &str, view: &ManagedView, note: Note) -> Page {
    let words = &lang.words().exchange;
    let listing = &view.managed.listing;
    let path = format!("/entraide/gerer/{secret}");
    page(site, lang, secret_head(words.manage.title, &path), || {
        let standing = listing.standing(view.now);
        let state = (words.says.standing)(standing)
            .map(|s| view! { <p class="state">{icon(Icon::Over)} {s}</p> });
        let held = (standing == Standing::Held).then(|| view! { <p>{words.manage.held}</p> });
        let reason = view.managed.reason.as_deref().map(|reason| {
            view! {
                <section class="told" aria-labelledby="motif">
                    <h2 id="motif">{words.manage.reason}</h2>
                    <blockquote lang="fr">{lines(reason)}</blockquote>
                    <p>{words.manage.reason_note}</p>
                </section>
            }
        });
        let public = matches!(standing, Standing::Live | Standing::Full).then(|| {
            view! { <p><a class="next" href=lang.path(&public_path(listing))>{words.says.facts}</a></p> }
        });
        let export = format!("{path}/donnees");
        view! {
            <h1>{words.manage.title}</h1>
            {told_note(note, lang)}
            <p class="hint">{icon(Icon::Private)} {words.manage.private}</p>
            {marks(&listing.said, lang)}
            <h2>{title(&listing.said, lang)}</h2>
            {state}
            {held}
            {reason}
            {facts(listing, lang)}
            <p class="hint">{sentence(words.says.until, listing.expires_at, Long::Day, lang)} "."</p>
            {public}
            {talks(view, lang)}
            {suiting(&view.suggestions, lang)}
            {deeds(view, standing, &path, lang)}
            {text(listing, lang)}
            <section aria-labelledby="contact">
                <h2 id="contact">{words.manage.contact}</h2>
                {contact_list(&view.contact)}
                <p class="hint">{words.manage.contact_note}</p>
            </section>
            <section aria-labelledby="donnees">
                <h2 id="donnees">{words.manage.data}</h2>
                <p><a class="next" href=lang.path(&export)>{words.manage.export}</a></p>
                {erase(&path, lang)}
            </section>
        }
        .into_any()
    })
}

/// What just happened.
pub(super) fn told_note(note: Note, lang: Lang) -> Option<AnyView> {
    (note != Note::None).then(|| {
        let said = (lang.words().exchange.manage.note)(note);
        view! { <p role="status" class="told"><strong>{said}</strong></p> }.into_any()
    })
}

/// An e-mail and a phone, as links that write and dial.
pub(super) fn contact_list(contact: &Contact) -> AnyView {
    let email = contact.email.as_deref().map(|email| {
        let email = one_line(email);
        view! { <li><a class="next" href=format!("mailto:{email}")>{as_typed(&email)}</a></li> }
    });
    let phone = contact.phone.as_deref().map(|phone| {
        let phone = one_line(phone);
        view! { <li><a class="next" href=format!("tel:{phone}")>{phone.clone()}</a></li> }
    });
    view! { <ul>{email} {phone}</ul> }.into_any()
}

/// The conversations, each with its link and its last words.
fn talks(view: &ManagedView, lang: Lang) -> AnyView {
    let words = &lang.words().exchange.manage;
    let body = if view.managed.talks.is_empty() {
        view! { <p>{words.talks_none}</p> }.into_any()
    } else {
        let items = view
            .managed
            .talks
            .iter()
            .enumerate()
            .map(|(i, talk)| view! { <li>{one_talk(talk, view.links.get(i), lang)}</li> });
        view! { <p class="hint">{words.talks_note}</p> <ul class="listings">{items.collect_view()}</ul> }
            .into_any()
    };
    view! {
        <section aria-labelledby="reponses">
            <h2 id="reponses">{words.talks}</h2>
            {body}
        </section>
    }
    .into_any()
}

fn one_talk(talk: &Talk, link: Option<&String>, lang: Lang) -> AnyView {
    let words = &lang.words().exchange;
    let state = match (&talk.ended, &talk.matched) {
        (Some(_), _) => Some(words.talk.ended),
        (None, Some(matched)) => Some((words.talk.state)(matched.state, talk.party)),
        (None, None) => None,
    };
    let state = state.map(|s| view! { <p><strong>{s}</strong></p> });
    let last = talk.said.last().map(|s| {
        let who = if s.by == talk.party {
            words.talk.me
        } else {
            (words.talk.other)(s.by)
        };
        view! { <p>{who}</p> <blockquote>{lines(&s.text)}</blockquote> }
    });
    let link = link.map(|secret| {
        let path = format!("/entraide/echange/{secret}");
        view! { <p><a class="act" href=lang.path(&path)>{words.manage.open}</a></p> }
    });
    view! {
        <article class="listing">
            {state}
            {last}
            <p class="hint">{sentence(words.manage.began, talk.began_at, Long::Day, lang)}</p>
            {link}
        </article>
    }
    .into_any()
}

/// Listings of the other side that may suit, and why.
pub(super) fn suiting(suggestions: &[(Listing, Fit)], lang: Lang) -> AnyView {
    let words = &lang.words().exchange;
    let body = if suggestions.is_empty() {
        view! { <p>{words.manage.suggestions_none}</p> }.into_any()
    } else {
        let items = suggestions.iter().map(|(listing, fit)| {
            let why: Vec<_> = fit
                .reasons
                .iter()
                .map(|r| (words.says.reason)(*r))
                .collect();
            view! { <li>{card(listing, &why, lang)}</li> }
        });
        view! { <ul class="listings">{items.collect_view()}</ul> }.into_any()
    };
    view! {
        <section aria-labelledby="convient">
            <h2 id="convient">{words.manage.suggestions}</h2>
            {body}
        </section>
    }
    .into_any()
}

/// What the owner can do as things stand.
fn deeds(view: &ManagedView, standing: Standing, path: &str, lang: Lang) -> AnyView {
    let words = &lang.words().exchange.manage;
    let again = view.managed.listing.said.details.kind() != Kind::Ride;
    let possible: Vec<&'static str> = match standing {
        Standing::Live | Standing::Full | Standing::Held => {
            vec!["suspendre", "prolonger", "pourvu", "annuler"]
        }
        Standing::Paused => vec!["reprendre", "prolonger", "pourvu", "annuler"],
        Standing::Expired => vec!["prolonger"],
        Standing::Closed | Standing::Blocked => Vec::new(),
    };
    let edits = matches!(
        standing,
        Standing::Live | Standing::Full | Standing::Held | Standing::Paused
    )
    .then(|| {
        let edit = format!("{path}/modifier");
        view! { <p><a class="act" href=lang.path(&edit)>{(words.deed)("modifier")}</a></p> }
    });
    let buttons = possible
        .into_iter()
        .filter(|d| again || *d != "prolonger")
        .map(|deed| {
            let note = (words.deed_note)(deed);
            view! {
                <li>
                    {(deed == "pourvu").then(|| with_whom(&view.managed.talks, lang))}
                    <button type="submit" name=DEED value=deed>{(words.deed)(deed)}</button>
                    <p class="hint">{note}</p>
                </li>
            }
        })
        .collect_view();
    view! {
        <section aria-labelledby="faire">
            <h2 id="faire">{words.actions}</h2>
            {edits}
            <form method="post" action=lang.path(path)>
                <ul class="picks">{buttons}</ul>
            </form>
        </section>
    }
    .into_any()
}

/// With whom it was: one of the conversations in which something was taken, or nobody of them.
fn with_whom(talks: &[Talk], lang: Lang) -> Option<AnyView> {
    let words = &lang.words().exchange;
    let with: Vec<_> = talks
        .iter()
        .filter(|talk| talk.matched.as_ref().is_some_and(|m| m.state.takes()))
        .map(|talk| {
            let began = sentence(words.manage.began, talk.began_at, Long::Day, lang);
            let of_other = talk.said.iter().rfind(|said| said.by != talk.party);
            let said =
                of_other.map(|said| view! { <q dir="auto">{as_typed(&excerpt(&said.text))}</q> });
            view! {
                <li><label>
                    <input type="radio" name=WITH value=talk.id.0.clone()/> " " {said} " " {began}
                </label></li>
            }
        })
        .collect();
    (!with.is_empty()).then(|| {
        view! {
            <fieldset class="choice">
                <legend>{words.manage.with_whom}</legend>
                <ul class="picks">
                    {with}
                    <li><label>
                        <input type="radio" name=WITH value="" checked/> " " {words.manage.with_none}
                    </label></li>
                </ul>
            </fieldset>
        }
        .into_any()
    })
}

/// The beginning of what somebody said, on one line.
fn excerpt(text: &str) -> String {
    let line = one_line(text);
    if line.chars().count() <= EXCERPT {
        return line;
    }
    let beginning: String = line.chars().take(EXCERPT).collect();
    format!("{}…", beginning.trim_end())
}

/// Erasing is final: it stands folded, with what it does.
fn erase(path: &str, lang: Lang) -> AnyView {
    let words = &lang.words().exchange.manage;
    view! {
        <details>
            <summary>{(words.deed)("effacer")}</summary>
            <p>{(words.deed_note)("effacer")}</p>
            <form method="post" action=lang.path(path)>
                <button type="submit" name=DEED value="effacer">{(words.deed)("effacer")}</button>
            </form>
        </details>
    }
    .into_any()
}
