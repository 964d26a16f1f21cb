//! From a form to a stay.
//!
//! Owns which night is tonight, how long a stay may be, and that no child goes alone.

use jiff::civil::Date;

use crate::Instant;
use crate::exchange::typed::{Read, day, few, note, word};
use crate::exchange::{
    Draft, FieldError, Household, Housing, MOST_NIGHTS, Side, StepFree, Wrong, names,
};

/// Until this hour in Paris the night that began yesterday evening is tonight.
pub const NIGHT_ENDS: i8 = 6;

/// The night that is tonight, by the evening on which it begins.
pub fn tonight(now: Instant) -> Date {
    let paris = now.in_paris();
    let today = paris.date();
    if paris.hour() < NIGHT_ENDS {
        today.yesterday().unwrap_or(today)
    } else {
        today
    }
}

/// Reads a stay. An error of the adults is [`Wrong::LoneMinor`] where a need names none.
pub(super) fn housing(
    draft: &Draft,
    side: Option<Side>,
    now: Instant,
    errors: &mut Vec<FieldError>,
) -> Read<Housing> {
    let need = side == Some(Side::Need);
    let adults = few(draft, names::ADULTS, (0, 20), (!need).then_some(0), errors);
    if need && adults == Some(0) {
        errors.push((names::ADULTS, Wrong::LoneMinor));
    }
    let children = few(draft, names::CHILDREN, (0, 20), Some(0), errors);
    let people = match (adults, children) {
        (Some(a), Some(c)) if need && a > 0 => Some(u16::from(a) + u16::from(c)),
        _ => None,
    };
    let beds = match people {
        // Too many people: told once, at the beds.
        Some(people) => few(
            draft,
            names::UNITS,
            (1, people.min(20)),
            Some(people),
            errors,
        )
        .filter(|b| *b <= 20)
        .or_else(|| {
            let range = Wrong::Range {
                least: 1,
                most: people.min(20),
            };
            if !errors.contains(&(names::UNITS, range)) {
                errors.push((names::UNITS, range));
            }
            None
        }),
        // The error of the adults is told already.
        None if need => Some(0),
        None => few(draft, names::UNITS, (1, 20), None, errors),
    };
    let household = household(draft, need, errors);
    let step_free = match draft.get(names::STEP_FREE).trim() {
        "" => Some(StepFree::Unknown),
        _ => word(draft, names::STEP_FREE, StepFree::parse, errors),
    };
    if !draft.ticked(names::SAFETY) {
        errors.push((names::SAFETY, Wrong::NotAccepted));
    }
    let (from, until) = nights(draft, now, errors)?;
    let this_night = from == tonight(now) && from.tomorrow().ok() == Some(until);
    Some(Housing {
        beds: beds?,
        from,
        until,
        adults: adults?,
        children: children?,
        household: household?,
        step_free: step_free?,
        pets: draft.ticked(names::PETS),
        own_room: draft.ticked(names::OWN_ROOM),
        smoking: draft.ticked(names::SMOKING),
        tonight: draft.ticked(names::TONIGHT) && this_night,
    })
}

/// Whom a host takes in: anyone, where nothing is said. Who asks has to say it, and is not "anyone".
fn household(draft: &Draft, need: bool, errors: &mut Vec<FieldError>) -> Read<Household> {
    if !need && draft.get(names::HOUSEHOLD).trim().is_empty() {
        return Some(Household::Anyone);
    }
    match word(draft, names::HOUSEHOLD, Household::parse, errors)? {
        Household::Anyone if need => note(errors, names::HOUSEHOLD, Wrong::Unreadable),
        household => Some(household),
    }
}

/// First night and last morning. A stay that began and is not over may still be changed. Errors at the last
/// morning: `Range` of 1 to 60 nights when it is not after the first night, `Far` when there are more.
fn nights(draft: &Draft, now: Instant, errors: &mut Vec<FieldError>) -> Read<(Date, Date)> {
    let tonight = tonight(now);
    if draft.ticked(names::TONIGHT) && draft.get(names::DAY).trim().is_empty() {
        return Some((tonight, tonight.tomorrow().ok()?));
    }
    let from = day(draft, names::DAY, errors);
    let until = day(draft, names::UNTIL, errors);
    let (from, until) = (from?, until?);
    let days = |from: Date, to: Date| from.until(to).map_or(i32::MAX, |s| s.get_days());
    if until <= tonight {
        let field = if from < tonight {
            names::DAY
        } else {
            names::UNTIL
        };
        return note(errors, field, Wrong::Past);
    }
    if days(tonight, from) > 366 {
        return note(errors, names::DAY, Wrong::Far);
    }
    if until <= from {
        let nights = Wrong::Range { least: 1, most: 60 };
        return note(errors, names::UNTIL, nights);
    }
    if usize::try_from(days(from, until)).map_or(true, |n| n > MOST_NIGHTS) {
        return note(errors, names::UNTIL, Wrong::Far);
    }
    Some((from, until))
}
