//! The fields of each kind of listing.

use leptos::prelude::*;
use portal::exchange::{Garment, Help, Household, Kind, Luggage, Side, StepFree, Wearer, names};

use super::fields::{Form, Line};

/// Minutes of margin to choose from.
const MARGINS: [u16; 8] = [0, 15, 30, 60, 120, 240, 480, 720];
/// The longest text of a listing, in characters.
const LONGEST_TEXT: u32 = 600;

/// Where, when and what, by kind.
pub(super) fn kind_fields(form: Form<'_>) -> AnyView {
    let words = &form.lang.words().exchange.form;
    let (place, what) = match form.kind {
        Kind::Ride => (ride_place(form), ride(form)),
        Kind::Clothing => (form.commune(names::COMMUNE), clothing(form)),
        Kind::Housing => (housing_place(form), housing(form)),
        Kind::Other => (form.commune(names::COMMUNE), other(form)),
    };
    view! {
        <fieldset>
            <legend><h2>{words.place}</h2></legend>
            {place}
        </fieldset>
        <fieldset>
            <legend><h2>{words.what}</h2></legend>
            {what}
            {form.text(names::TEXT, LONGEST_TEXT)}
        </fieldset>
    }
    .into_any()
}

fn ride_place(form: Form<'_>) -> AnyView {
    let margin = form.lang.words().exchange.form.margin;
    let margins = MARGINS.map(|m| (m.to_string(), margin(m))).to_vec();
    view! {
        {form.commune(names::COMMUNE)}
        {form.commune(names::TO)}
        {form.line(names::DAY, Line::of("date"))}
        {form.line(names::TIME, Line::of("time"))}
        {form.select(names::MARGIN, margins, "15")}
    }
    .into_any()
}

fn ride(form: Form<'_>) -> AnyView {
    let says = &form.lang.words().exchange.says;
    let luggage: Vec<_> = Luggage::ALL
        .iter()
        .map(|l| (l.code(), (says.luggage)(*l)))
        .collect();
    view! {
        {form.line(names::UNITS, Line::number(1, 8, "1"))}
        {form.line(names::CHILD_SEATS, Line::number(0, 4, "0"))}
        {form.tick(names::WHEELCHAIR)}
        {form.tick(names::PETS)}
        {form.choice(names::LUGGAGE, &luggage, Luggage::None.code(), false)}
        {form.tick(names::RETURNS)}
    }
    .into_any()
}

fn clothing(form: Form<'_>) -> AnyView {
    let says = &form.lang.words().exchange.says;
    let wearers: Vec<_> = Wearer::ALL
        .iter()
        .map(|w| (w.code(), (says.wearer)(*w)))
        .collect();
    let garments: Vec<_> = Garment::ALL
        .iter()
        .map(|g| (g.code(), (says.garment)(*g)))
        .collect();
    view! {
        {form.choice(names::WEARER, &wearers, "", false)}
        {form.line(names::SIZE, Line::of("text"))}
        {form.choice(names::GARMENTS, &garments, "", true)}
        {form.line(names::UNITS, Line::number(1, 50, "1"))}
        {form.tick(names::DELIVERS)}
    }
    .into_any()
}

fn housing_place(form: Form<'_>) -> AnyView {
    view! {
        {form.commune(names::COMMUNE)}
        {form.line(names::DAY, Line::of("date"))}
        {form.line(names::UNTIL, Line::of("date"))}
    }
    .into_any()
}

/// Beds of an offer; a need asks for one for each person.
pub(super) fn people(form: Form<'_>) -> AnyView {
    let offer = form.side == Side::Offer;
    let beds = offer.then(|| form.line(names::UNITS, Line::number(1, 20, "1")));
    let adults = if offer {
        Line::number(0, 20, "0")
    } else {
        Line::number(1, 20, "1")
    };
    view! {
        {beds}
        {form.line(names::ADULTS, adults)}
        {form.line(names::CHILDREN, Line::number(0, 20, "0"))}
    }
    .into_any()
}

/// Who is taken in, or asks: who asks is never anyone.
pub(super) fn household(form: Form<'_>) -> AnyView {
    let says = &form.lang.words().exchange.says;
    let need = form.side == Side::Need;
    let households: Vec<_> = Household::ALL
        .iter()
        .filter(|h| !(need && **h == Household::Anyone))
        .map(|h| (h.code(), (says.household)(*h)))
        .collect();
    let default = if need { "" } else { Household::Anyone.code() };
    form.choice(names::HOUSEHOLD, &households, default, false)
}

fn housing(form: Form<'_>) -> AnyView {
    let says = &form.lang.words().exchange.says;
    let steps: Vec<_> = StepFree::ALL
        .iter()
        .map(|s| (s.code(), (says.step_free)(*s)))
        .collect();
    view! {
        {people(form)}
        {household(form)}
        {form.choice(names::STEP_FREE, &steps, StepFree::Unknown.code(), false)}
        {form.tick(names::OWN_ROOM)}
        {form.tick(names::PETS)}
        {form.tick(names::SMOKING)}
    }
    .into_any()
}

fn other(form: Form<'_>) -> AnyView {
    let says = &form.lang.words().exchange.says;
    let helps: Vec<_> = Help::ALL
        .iter()
        .map(|h| (h.code(), (says.help)(*h)))
        .collect();
    view! {
        {form.choice(names::HELP, &helps, "", false)}
        {form.line(names::UNITS, Line::number(1, 50, "1"))}
    }
    .into_any()
}
