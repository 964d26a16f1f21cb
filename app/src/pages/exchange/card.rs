//! A listing in a list and on its page: what, where, when, how much is left, in words.

use jiff::civil::Date;
use leptos::prelude::*;
use portal::Instant;
use portal::exchange::{Details, Kind, Listing, NewListing, Side, Slot, StepFree};
use portal::places::{Insee, gazetteer};

use crate::components::*;
use crate::reading::departement_name;
use crate::text::{one_line, plain};
use crate::typography::as_typed;
use crate::wording::Lang;

/// Its icon.
pub(super) fn kind_icon(kind: Kind) -> Icon {
    match kind {
        Kind::Ride => Icon::Ride,
        Kind::Clothing => Icon::Clothing,
        Kind::Housing => Icon::Bed,
        Kind::Other => Icon::Hands,
    }
}

/// A side's icon.
pub(super) fn side_icon(side: Side) -> Icon {
    match side {
        Side::Need => Icon::Need,
        Side::Offer => Icon::Offer,
    }
}

/// The name of a commune; the bare code when the gazetteer does not know it.
pub(super) fn commune_name(insee: &Insee) -> String {
    gazetteer()
        .commune(insee)
        .map_or_else(|| insee.to_string(), |c| c.name.to_owned())
}

/// A commune with its département.
pub(super) fn place(insee: &Insee) -> String {
    let departement = departement_name(&insee.departement());
    format!("{}, {departement}", commune_name(insee))
}

/// A day in words.
pub(super) fn day(date: Date, lang: Lang) -> String {
    Instant::of_paris(date.at(12, 0, 0, 0)).map_or_else(|| date.to_string(), lang.words().time.day)
}

/// The French path of its page.
pub(super) fn path(listing: &Listing) -> String {
    format!("/entraide/annonce/{}", listing.id.0)
}

/// What it is about.
pub(super) fn title(said: &NewListing, lang: Lang) -> String {
    let words = &lang.words().exchange.says;
    match &said.details {
        Details::Ride(ride) => {
            let to = ride.to.as_ref().map(commune_name);
            (words.ride)(&commune_name(&said.commune), to.as_deref())
        }
        Details::Clothing(c) => {
            (words.clothing)((words.wearer)(c.wearer), &as_typed(&one_line(&c.size)))
        }
        Details::Housing(h) => (words.housing)(said.side, h.beds),
        Details::Other(o) => (words.help)(o.help).to_owned(),
    }
}

/// When; `None` where any time will do.
pub(super) fn when_said(said: &NewListing, lang: Lang) -> Option<String> {
    let words = &lang.words().exchange.says;
    match &said.details {
        Details::Ride(ride) => {
            let same = ride.from.in_paris().date() == ride.until.in_paris().date();
            let until = if same {
                (lang.words().time.clock)(ride.until)
            } else {
                lang.day_time(ride.until)
            };
            Some((words.between)(&lang.day_time(ride.from), &until))
        }
        Details::Housing(h) => {
            let nights = said.details.slots().len();
            Some((words.stay)(
                &day(h.from, lang),
                &day(h.until, lang),
                nights,
            ))
        }
        Details::Clothing(_) | Details::Other(_) => None,
    }
}

/// What is left of it, at the least of its nights.
pub(super) fn left(listing: &Listing, lang: Lang) -> String {
    let details = &listing.said.details;
    let of = details.units();
    let left = listing.left.iter().map(|(_, n)| *n).min().unwrap_or(of);
    (lang.words().exchange.says.left)(listing.said.side, details.kind(), left, of)
}

/// What is left night by night, where nights differ.
pub(super) fn nights(listing: &Listing, lang: Lang) -> Option<AnyView> {
    let first = listing.left.first().map(|(_, n)| *n)?;
    if listing.left.iter().all(|(_, n)| *n == first) {
        return None;
    }
    let of = listing.said.details.units();
    let items = listing
        .left
        .iter()
        .filter_map(|(slot, n)| match slot {
            Slot::Night(date) => {
                let said = (lang.words().exchange.says.night)(&day(*date, lang), *n, of);
                Some(view! { <li>{said}</li> })
            }
            Slot::Whole => None,
        })
        .collect_view();
    Some(view! { <ul>{items}</ul> }.into_any())
}

/// Its traits, in words.
pub(super) fn traits(said: &NewListing, lang: Lang) -> Vec<String> {
    let words = &lang.words().exchange.says;
    let side = said.side;
    let mut out: Vec<String> = Vec::new();
    let mut say = |is: bool, word: &str| {
        if is {
            out.push(word.to_owned());
        }
    };
    match &said.details {
        Details::Ride(r) => {
            say(r.child_seats > 0, &(words.child_seats)(r.child_seats));
            say(r.wheelchair, (words.wheelchair)(side));
            say(r.pets, (words.pets)(side));
            say(true, (words.luggage)(r.luggage));
            say(r.returns, words.returns);
        }
        Details::Clothing(c) => {
            for garment in &c.garments {
                say(true, (words.garment)(*garment));
            }
            say(c.delivers, (words.delivers)(side));
        }
        Details::Housing(h) => {
            say(h.tonight, words.tonight);
            say(true, &(words.household_of)(side, h.household));
            let people = h.adults > 0 || h.children > 0;
            say(people, &(words.people)(side, h.adults, h.children));
            let told = side == Side::Offer || h.step_free != StepFree::Unknown;
            say(told, (words.step_free)(h.step_free));
            say(h.own_room, words.own_room);
            say(h.pets, (words.pets)(side));
            say(h.smoking, (words.smoking)(side));
        }
        Details::Other(_) => {}
    }
    out
}

/// Side and kind, each with word and shape.
pub(super) fn marks(said: &NewListing, lang: Lang) -> AnyView {
    let words = &lang.words().exchange;
    let kind = said.details.kind();
    view! {
        <p class="marks">
            <span class="side" data-side=said.side.code()>
                {icon(side_icon(said.side))} {(words.side)(said.side)}
            </span>
            " "
            <span>{icon(kind_icon(kind))} {(words.kind)(kind)}</span>
        </p>
    }
    .into_any()
}

/// Traits as a list.
pub(super) fn trait_list(said: &NewListing, lang: Lang) -> Option<AnyView> {
    let traits = traits(said, lang);
    (!traits.is_empty()).then(|| {
        let items = traits.into_iter().map(|t| view! { <li>{t}</li> });
        view! { <ul class="traits">{items.collect_view()}</ul> }.into_any()
    })
}

/// A poster's words, line by line.
pub(super) fn lines(text: &str) -> AnyView {
    plain(text)
        .lines()
        .filter(|l| !l.trim().is_empty())
        .map(|l| view! { <p dir="auto">{as_typed(l)}</p> })
        .collect_view()
        .into_any()
}

/// One of a list.
pub(super) fn card(listing: &Listing, reasons: &[String], lang: Lang) -> AnyView {
    let words = &lang.words().exchange.says;
    let said = &listing.said;
    let when = when_said(said, lang).map(|w| view! { <p>{icon(Icon::Clock)} {w}</p> });
    let why =
        (!reasons.is_empty()).then(|| view! { <p>{icon(Icon::Done)} {reasons.join(", ")}</p> });
    view! {
        <article class="listing" data-side=said.side.code()>
            {marks(said, lang)}
            <h3><a href=lang.path(&path(listing))>{title(said, lang)}</a></h3>
            <p>{icon(Icon::Place)} {place(&said.commune)}</p>
            {when}
            <p><strong>{left(listing, lang)}</strong></p>
            {why}
            {trait_list(said, lang)}
            <p class="hint">{sentence(words.posted, listing.posted_at, Long::Day, lang)}</p>
        </article>
    }
    .into_any()
}

/// Several.
pub(super) fn cards(listings: &[Listing], lang: Lang) -> AnyView {
    let items = listings
        .iter()
        .map(|l| view! { <li>{card(l, &[], lang)}</li> })
        .collect_view();
    view! { <ul class="listings">{items}</ul> }.into_any()
}
