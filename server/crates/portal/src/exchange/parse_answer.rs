//! What is said to the other side, and what is asked of a listing.

use crate::exchange::typed::{day, few, text};
use crate::exchange::{
    Details, Draft, FieldError, Forbidden, Listing, Slot, Wrong, forbidden, names,
};

/// The longest thing said, in characters.
pub const LONGEST_SAID: u16 = 1_000;

/// Reads what is said in a conversation. Numbers, mail addresses, accounts, door codes and money are refused:
/// a contact is shown by its button, so that it can be hidden again, and nothing is sold here. A meeting place
/// may be told.
pub fn parse_said(draft: &Draft) -> Result<String, Vec<FieldError>> {
    let mut errors = Vec::new();
    let said = text(draft, names::SAID, LONGEST_SAID, &mut errors);
    if said.is_empty() {
        errors.push((names::SAID, Wrong::Missing));
    }
    errors.extend(
        forbidden(&said)
            .into_iter()
            .filter(|f| *f != Forbidden::Address)
            .map(|f| (names::SAID, Wrong::Forbidden(f))),
    );
    if errors.is_empty() {
        Ok(said)
    } else {
        Err(errors)
    }
}

/// Reads what is asked for: units, and of a stay the nights (all of them where no day is given). `None` when no
/// number is given: only a question.
pub fn parse_wants(
    draft: &Draft,
    listing: &Listing,
) -> Result<Option<(u8, Vec<Slot>)>, Vec<FieldError>> {
    if draft.get(names::UNITS).trim().is_empty() {
        return Ok(None);
    }
    let mut errors = Vec::new();
    let details = &listing.said.details;
    let most = u16::from(details.units());
    let units = few(draft, names::UNITS, (1, most), None, &mut errors);
    let slots = match details {
        Details::Housing(_) => nights(draft, details.slots(), &mut errors),
        _ => details.slots(),
    };
    match units {
        Some(units) if errors.is_empty() => Ok(Some((units, slots))),
        _ => Err(errors),
    }
}

/// The nights asked for, of those there are. A day outside of them is a `Range` error: 1 to so many nights.
fn nights(draft: &Draft, all: Vec<Slot>, errors: &mut Vec<FieldError>) -> Vec<Slot> {
    let blank = |field| draft.get(field).trim().is_empty();
    let outside = Wrong::Range {
        least: 1,
        most: u16::try_from(all.len()).unwrap_or(u16::MAX),
    };
    let (mut from, mut until) = (None, None);
    if !blank(names::DAY) {
        from = day(draft, names::DAY, errors);
        if from.is_some_and(|day| !all.contains(&Slot::Night(day))) {
            errors.push((names::DAY, outside));
        }
    }
    if !blank(names::UNTIL) {
        until = day(draft, names::UNTIL, errors);
        let last = until.and_then(|morning| morning.yesterday().ok());
        let backwards = from.is_some_and(|from| until.is_some_and(|until| until <= from));
        if until.is_some() && (backwards || last.is_none_or(|n| !all.contains(&Slot::Night(n)))) {
            errors.push((names::UNTIL, outside));
        }
    }
    all.into_iter()
        .filter(|slot| match slot {
            Slot::Night(night) => {
                from.is_none_or(|from| *night >= from) && until.is_none_or(|until| *night < until)
            }
            Slot::Whole => true,
        })
        .collect()
}
