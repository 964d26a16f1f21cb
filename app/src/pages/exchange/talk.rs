//! `/entraide/echange/{secret}`: a conversation as one of its two sides sees it, and the match made in it.

use leptos::prelude::*;
use portal::exchange::{Details, Draft, FieldError, Match, MatchState, Party, Side, Slot, names};

use super::card::{day, marks, path as public_path, title};
use super::fields::{DEED, Form};
use super::frame::{page, secret_head};
use super::manage::{contact_list, told_note};
use super::one::{LONGEST_SAID, facts, wants};
use super::views::{Note, TalkView};
use crate::components::*;
use crate::site::{Page, Site};
use crate::text::plain;
use crate::wording::Lang;

/// Where the reason of a report is typed; its name is that of messages.
const REASON_ID: &str = "motif";

/// The page. `draft`, `wrong`: what was sent and refused.
pub fn talk(
    site: &Site,
    lang: Lang,
    secret: &str,
    view: &TalkView,
    draft: &Draft,
    wrong: &[FieldError],
    note: Note,
) -> Page {
    let words = &lang.words().exchange;
    let path = format!("/entraide/echange/{secret}");
    let listing = &view.listing;
    let reporting = draft.get(DEED) == "signaler";
    page(site, lang, secret_head(words.talk.title, &path), || {
        let form = Form {
            lang,
            draft,
            wrong,
            // The forms are those of whoever answers.
            side: listing.said.side.opposite(),
            kind: listing.said.details.kind(),
        };
        let leaves = view.leaves.then(|| {
            let lines = words.talk.leaves.iter().map(|l| view! { <li>{*l}</li> });
            let safety = lang.path("/entraide/securite");
            view! {
                <aside class="told" aria-labelledby="attention">
                    <h2 id="attention">{icon(Icon::Danger)} {words.safety.title}</h2>
                    <ul>{lines.collect_view()}</ul>
                    <p><a class="next" href=safety>{words.form.safety}</a></p>
                </aside>
            }
        });
        let ended = view.talk.ended.is_some();
        let over =
            ended.then(|| view! { <p class="state">{icon(Icon::Over)} {words.talk.ended}</p> });
        // The other side may have ended it while this one was writing: what was typed is not lost.
        let typed = draft.get(names::SAID);
        let unsent = (ended && !reporting && !typed.is_empty()).then(|| {
            let typed = super::card::lines(typed);
            view! { <p class="warn">{words.talk.unsent}</p> <blockquote>{typed}</blockquote> }
        });
        let say = (!ended).then(|| {
            // What was typed as a reason is not a message.
            let blank = Draft::default();
            let form = Form {
                draft: if reporting { &blank } else { draft },
                wrong: if reporting { &[] } else { wrong },
                ..form
            };
            view! {
                <form class="choosing" method="post" action=lang.path(&path)>
                    {form.text(names::SAID, LONGEST_SAID)}
                    <p><button type="submit" name=DEED value="dire">{words.talk.send}</button></p>
                </form>
            }
        });
        view! {
            <h1>{words.talk.title}</h1>
            {told_note(note, lang)}
            {form.errors_at(if reporting { Some(REASON_ID) } else { None })}
            <p class="hint">{icon(Icon::Private)} {words.talk.private}</p>
            {leaves}
            <section aria-labelledby="annonce">
                <h2 id="annonce">{words.talk.about}</h2>
                {marks(&listing.said, lang)}
                <p><a class="next" href=lang.path(&public_path(listing))>{title(&listing.said, lang)}</a></p>
                {facts(listing, lang)}
            </section>
            {over}
            {matched(view, form, &path)}
            <section aria-labelledby="messages">
                <h2 id="messages">{words.talk.said}</h2>
                {said(view, lang)}
                {unsent}
                {say}
            </section>
            {contacts(view, &path, lang)}
            {problem(form, ended, reporting, &path)}
        }
        .into_any()
    })
}

/// What was said, oldest first.
fn said(view: &TalkView, lang: Lang) -> AnyView {
    let words = &lang.words().exchange.talk;
    let items = view
        .talk
        .said
        .iter()
        .map(|s| {
            let mine = s.by == view.talk.party;
            let who = if mine { words.me } else { (words.other)(s.by) };
            view! {
                <li data-mine=mine.then_some("true")>
                    <p class="hint"><strong>{who}</strong> " " {time(s.at, Long::Day, lang)}</p>
                    {super::card::lines(&s.text)}
                </li>
            }
        })
        .collect_view();
    view! { <ol class="said">{items}</ol> }.into_any()
}

/// Where the match stands, and what this side can do about it.
fn matched(view: &TalkView, form: Form<'_>, path: &str) -> AnyView {
    let lang = form.lang;
    let words = &lang.words().exchange.talk;
    let ended = view.talk.ended.is_some();
    let open = view.talk.matched.as_ref().is_some_and(|m| m.state.open());
    let now = view.talk.matched.as_ref().map(|m| standing(m, view, lang));
    let deeds = view.talk.matched.as_ref().filter(|_| !ended).map(|m| {
        let housing = matches!(view.listing.said.details, Details::Housing(_));
        let buttons = possible(m.state, view.talk.party, housing)
            .iter()
            .map(|deed| {
                view! { <button type="submit" name=DEED value=*deed>{(words.deed)(deed)}</button> " " }
            })
            .collect_view();
        view! { <form method="post" class="deeds" action=lang.path(path)>{buttons}</form> }
    });
    let asks = (!ended && !open && view.talk.party == Party::Responder).then(|| {
        view! {
            <form class="choosing" method="post" action=lang.path(path)>
                {wants(form, &view.listing)}
                <p><button type="submit" name=DEED value="demander">{(words.deed)("demander")}</button></p>
            </form>
        }
    });
    if now.is_none() && asks.is_none() {
        return ().into_any();
    }
    view! {
        <section aria-labelledby="accord">
            <h2 id="accord">{words.matched}</h2>
            {now}
            {deeds}
            {asks}
        </section>
    }
    .into_any()
}

fn standing(m: &Match, view: &TalkView, lang: Lang) -> AnyView {
    let words = &lang.words().exchange.talk;
    let nights = m.slots.iter().filter_map(|slot| match slot {
        Slot::Night(date) => Some(day(*date, lang)),
        Slot::Whole => None,
    });
    let what: Vec<_> = std::iter::once((words.units)(view.listing.said.details.kind(), m.units))
        .chain(nights)
        .collect();
    let by = m
        .answer_by
        .map(|at| view! { <p>{sentence(words.by, at, Long::Day, lang)}</p> });
    let ahead = m
        .ahead
        .filter(|_| m.state == MatchState::Waiting)
        .map(|n| view! { <p>{(words.ahead)(n)}</p> });
    view! {
        <p><strong>{(words.state)(m.state, view.talk.party)}</strong></p>
        <p>{what.join(" · ")}</p>
        {ahead}
        {by}
    }
    .into_any()
}

/// The deeds of this side as the match stands. Only a stay is confirmed by the guest.
fn possible(state: MatchState, party: Party, housing: bool) -> &'static [&'static str] {
    match (state, party) {
        (MatchState::Proposed, Party::Owner) => &["accept", "decline"],
        (MatchState::Waiting, Party::Owner) => &["decline"],
        (MatchState::Waiting | MatchState::Proposed, Party::Responder) => &["cancel"],
        (MatchState::Accepted, Party::Responder) if housing => &["confirm", "cancel"],
        (MatchState::Accepted, _) => &["cancel"],
        (MatchState::Confirmed, _) => &["done", "no-show", "cancel"],
        _ => &[],
    }
}

/// Contacts are shown by the side that helps first, then, perhaps, by the other.
fn contacts(view: &TalkView, path: &str, lang: Lang) -> AnyView {
    let words = &lang.words().exchange.talk;
    let theirs = match &view.their_contact {
        Some(contact) => view! { <h3>{words.theirs}</h3> {contact_list(contact)} }.into_any(),
        None => view! { <p>{words.theirs_hidden}</p> }.into_any(),
    };
    let helps = matches!(
        (view.listing.said.side, view.talk.party),
        (Side::Offer, Party::Owner) | (Side::Need, Party::Responder)
    );
    let may = helps || view.their_contact.is_some() || view.talk.revealed_by_me;
    let (mine, deed) = if view.talk.revealed_by_me {
        (words.mine, "cacher")
    } else {
        (words.mine_hidden, "montrer")
    };
    let ended = view.talk.ended.is_some() && deed == "montrer";
    let button = if may && !ended {
        view! {
            <form method="post" action=lang.path(path)>
                <button type="submit" name=DEED value=deed>{(words.deed)(deed)}</button>
            </form>
        }
        .into_any()
    } else {
        view! { <p class="hint">{words.helper_first}</p> }.into_any()
    };
    view! {
        <section aria-labelledby="contacts">
            <h2 id="contacts">{words.contact}</h2>
            {theirs}
            <p>{mine}</p>
            {button}
        </section>
    }
    .into_any()
}

/// Blocking and reporting.
fn problem(form: Form<'_>, ended: bool, reporting: bool, path: &str) -> AnyView {
    let lang = form.lang;
    let words = &lang.words().exchange.talk;
    let block = (!ended).then(|| {
        view! {
            <form method="post" action=lang.path(path)>
                <p class="hint">{words.block_note}</p>
                <button type="submit" name=DEED value="bloquer">{(words.deed)("bloquer")}</button>
            </form>
        }
    });
    let reason = if reporting {
        plain(form.draft.get(names::SAID))
    } else {
        String::new()
    };
    let faults = form.faults_of(names::SAID).filter(|_| reporting);
    let invalid = faults.is_some().then_some("true");
    let described = faults.is_some().then_some("motif-faux");
    let faults = faults.map(|said| view! { <p id="motif-faux" class="warn">{said}</p> });
    view! {
        <details open=reporting>
            <summary>{icon(Icon::Danger)} {words.problem}</summary>
            {block}
            <form method="post" action=lang.path(path)>
                <label for=REASON_ID>{words.reason}</label>
                {faults}
                <input
                    id=REASON_ID
                    name=names::SAID
                    type="text"
                    class="wide"
                    maxlength="1000"
                    value=reason
                    aria-describedby=described
                    aria-invalid=invalid
                />
                <p><button type="submit" name=DEED value="signaler">{(words.deed)("signaler")}</button></p>
            </form>
        </details>
    }
    .into_any()
}
