//! From a form to a listing.
//!
//! Owns what every kind needs, its limits, and the check of everything that can be read in public. Nothing is
//! taken from a form that has an error, and all errors are told at once.

use std::collections::BTreeSet;

use crate::exchange::parse_housing::housing;
use crate::exchange::typed::{Read, count, day, few, note, text, time, word};
use crate::exchange::{
    Clothing, Details, Draft, FieldError, Forbidden, Garment, Help, Kind, Luggage, NewListing,
    Other, Ride, Side, Wearer, Wrong, commune_typed, forbidden, names,
};
use crate::places::Insee;
use crate::push::Tongue;
use crate::{Instant, Span};

/// The longest text of a listing, in characters.
pub const LONGEST_TEXT: u16 = 600;
/// The longest size or age, in characters.
pub const LONGEST_SIZE: u16 = 20;
/// How many minutes a driver waits where nothing is said: the margin of French covoiturage.
pub const USUAL_MARGIN: u16 = 15;
/// The largest margin, in minutes.
pub const MOST_MARGIN: u16 = 720;
/// How far ahead anything may lie.
pub const AHEAD: Span = Span::hours(366 * 24);

/// Reads the form of a listing. `now` decides what is past, and which night is tonight.
pub fn parse_listing(draft: &Draft, now: Instant) -> Result<NewListing, Vec<FieldError>> {
    let mut errors = Vec::new();
    let e = &mut errors;
    let side = word(draft, names::SIDE, Side::parse, e);
    let kind = word(draft, names::KIND, Kind::parse, e);
    let commune = place(draft, names::COMMUNE, e);
    let details = match kind {
        Some(Kind::Ride) => ride(draft, now, e).map(Details::Ride),
        Some(Kind::Clothing) => clothing(draft, e).map(Details::Clothing),
        Some(Kind::Housing) => housing(draft, side, now, e).map(Details::Housing),
        Some(Kind::Other) => other(draft, e).map(Details::Other),
        None => None,
    };
    let text = public_text(draft, e);
    if let Some(Details::Other(other)) = &details
        && other.help == Help::Else
        && text.is_empty()
    {
        e.push((names::TEXT, Wrong::Missing));
    }
    let tongue = match draft.get(names::TONGUE).trim() {
        "" => Some(Tongue::Fr),
        _ => word(draft, names::TONGUE, Tongue::parse, e),
    };
    match (side, commune, details, tongue) {
        (Some(side), Some(commune), Some(details), Some(tongue)) if errors.is_empty() => {
            Ok(NewListing {
                side,
                commune,
                details,
                text,
                tongue,
            })
        }
        _ => Err(errors),
    }
}

/// The commune of a field.
fn place(draft: &Draft, field: &'static str, errors: &mut Vec<FieldError>) -> Read<Insee> {
    let typed = draft.get(field).trim();
    if typed.is_empty() {
        return note(errors, field, Wrong::Missing);
    }
    match commune_typed(typed) {
        Some(commune) => Some(commune.insee.clone()),
        None => note(errors, field, Wrong::Place),
    }
}

/// The text, with an error for everything in it that may not stand in public. The size is read with it: half a
/// number in each is a number.
fn public_text(draft: &Draft, errors: &mut Vec<FieldError>) -> String {
    let text = text(draft, names::TEXT, LONGEST_TEXT, errors);
    let found = forbidden(&text);
    let size = draft.get(names::SIZE);
    let together = size.chars().any(|c| !c.is_ascii_alphabetic())
        && !found.contains(&Forbidden::Phone)
        && !forbidden(size).contains(&Forbidden::Phone)
        && forbidden(&format!("{size} {text}")).contains(&Forbidden::Phone);
    errors.extend(found.iter().map(|f| (names::TEXT, Wrong::Forbidden(*f))));
    if together {
        errors.push((names::TEXT, Wrong::Forbidden(Forbidden::Phone)));
    }
    text
}

fn ride(draft: &Draft, now: Instant, errors: &mut Vec<FieldError>) -> Read<Ride> {
    let anywhere = draft.get(names::TO).trim().is_empty();
    let to = if anywhere {
        Some(None)
    } else {
        place(draft, names::TO, errors).map(Some)
    };
    let seats = few(draft, names::UNITS, (1, 8), None, errors);
    let most = seats.map_or(4, |s| u16::from(s).min(4));
    let child_seats = few(draft, names::CHILD_SEATS, (0, most), Some(0), errors);
    let luggage = match draft.get(names::LUGGAGE).trim() {
        "" => Some(Luggage::None),
        _ => word(draft, names::LUGGAGE, Luggage::parse, errors),
    };
    let window = window(draft, now, errors);
    let (from, until) = window?;
    Some(Ride {
        to: to?,
        from,
        until,
        seats: seats?,
        child_seats: child_seats?,
        wheelchair: draft.ticked(names::WHEELCHAIR),
        pets: draft.ticked(names::PETS),
        luggage: luggage?,
        returns: draft.ticked(names::RETURNS),
    })
}

/// When a ride leaves: day and time in Paris, and how many minutes later at the latest.
fn window(draft: &Draft, now: Instant, errors: &mut Vec<FieldError>) -> Read<(Instant, Instant)> {
    let date = day(draft, names::DAY, errors);
    let time = time(draft, names::TIME, errors);
    let margin = count(
        draft,
        names::MARGIN,
        (0, MOST_MARGIN),
        Some(USUAL_MARGIN),
        errors,
    );
    let (date, time) = (date?, time?);
    let Some(from) = Instant::of_paris(date.to_datetime(time)) else {
        return note(errors, names::DAY, Wrong::Unreadable);
    };
    if from > now + AHEAD {
        return note(errors, names::DAY, Wrong::Far);
    }
    let until = from + Span::minutes(i64::from(margin?));
    if until <= now {
        // Today it is the hour that is wrong.
        let today = now.in_paris().date() == date;
        return note(
            errors,
            if today { names::TIME } else { names::DAY },
            Wrong::Past,
        );
    }
    Some((from, until))
}

fn clothing(draft: &Draft, errors: &mut Vec<FieldError>) -> Read<Clothing> {
    let wearer = word(draft, names::WEARER, Wearer::parse, errors);
    let size = text(draft, names::SIZE, LONGEST_SIZE, errors);
    errors.extend(
        forbidden(&size)
            .iter()
            .map(|f| (names::SIZE, Wrong::Forbidden(*f))),
    );
    let typed: Vec<&str> = draft
        .all(names::GARMENTS)
        .iter()
        .map(|g| g.trim())
        .filter(|g| !g.is_empty())
        .collect();
    let garments: Option<BTreeSet<Garment>> = typed.iter().map(|g| Garment::parse(g)).collect();
    let garments = match garments {
        None => note(errors, names::GARMENTS, Wrong::Unreadable),
        Some(none) if none.is_empty() => note(errors, names::GARMENTS, Wrong::Missing),
        some => some,
    };
    let pieces = few(draft, names::UNITS, (1, 50), None, errors);
    Some(Clothing {
        wearer: wearer?,
        size,
        garments: garments?,
        pieces: pieces?,
        delivers: draft.ticked(names::DELIVERS),
    })
}

fn other(draft: &Draft, errors: &mut Vec<FieldError>) -> Read<Other> {
    let help = word(draft, names::HELP, Help::parse, errors);
    let count = few(draft, names::UNITS, (1, 50), Some(1), errors);
    Some(Other {
        help: help?,
        count: count?,
    })
}
