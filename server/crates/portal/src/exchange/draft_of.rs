//! From a listing back to its form, for editing.

use crate::exchange::{Details, Draft, Garment, Housing, NewListing, Ride, commune_value, names};

/// The form that [`crate::exchange::parse_listing`] reads as this listing while it is not over.
pub fn draft_of(listing: &NewListing) -> Draft {
    let draft = Draft::default()
        .with(names::SIDE, listing.side.code())
        .with(names::KIND, listing.details.kind().code())
        .with(names::COMMUNE, commune_value(&listing.commune))
        .with(names::TEXT, listing.text.as_str())
        .with(names::TONGUE, listing.tongue.tag())
        .with(names::UNITS, listing.details.units().to_string());
    match &listing.details {
        Details::Ride(r) => ride(draft, r),
        Details::Clothing(c) => tick(draft, names::DELIVERS, c.delivers)
            .with(names::WEARER, c.wearer.code())
            .with(names::SIZE, c.size.as_str())
            .with_all(
                names::GARMENTS,
                c.garments
                    .iter()
                    .copied()
                    .map(Garment::code)
                    .map(str::to_owned),
            ),
        Details::Housing(h) => housing(draft, h),
        Details::Other(o) => draft.with(names::HELP, o.help.code()),
    }
}

fn ride(draft: Draft, r: &Ride) -> Draft {
    let leaves = r.from.in_paris();
    let minutes = (r.until - r.from).0 / 60_000;
    let draft = draft
        .with(
            names::TO,
            r.to.as_ref().map(commune_value).unwrap_or_default(),
        )
        .with(names::DAY, leaves.date().to_string())
        .with(names::TIME, leaves.strftime("%H:%M").to_string())
        .with(names::MARGIN, minutes.to_string())
        .with(names::CHILD_SEATS, r.child_seats.to_string())
        .with(names::LUGGAGE, r.luggage.code());
    let draft = tick(draft, names::WHEELCHAIR, r.wheelchair);
    let draft = tick(draft, names::PETS, r.pets);
    tick(draft, names::RETURNS, r.returns)
}

fn housing(draft: Draft, h: &Housing) -> Draft {
    let draft = draft
        .with(names::DAY, h.from.to_string())
        .with(names::UNTIL, h.until.to_string())
        .with(names::ADULTS, h.adults.to_string())
        .with(names::CHILDREN, h.children.to_string())
        .with(names::HOUSEHOLD, h.household.code())
        .with(names::STEP_FREE, h.step_free.code())
        // Whoever posted it has read the safety card.
        .with(names::SAFETY, "oui");
    let draft = tick(draft, names::PETS, h.pets);
    let draft = tick(draft, names::OWN_ROOM, h.own_room);
    let draft = tick(draft, names::SMOKING, h.smoking);
    tick(draft, names::TONIGHT, h.tonight)
}

/// A checkbox: absent when it is not ticked.
fn tick(draft: Draft, field: &str, ticked: bool) -> Draft {
    if ticked {
        draft.with(field, "oui")
    } else {
        draft
    }
}
