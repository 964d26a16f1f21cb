//! What rows say, what is taken out of a listing for search, and how lists travel in one parameter.

use std::collections::BTreeSet;

use portal::Instant;
use portal::exchange::{
    Availability, Details, HoldReason, Listing, ListingId, Moderation, NewListing, Party, Side,
    Slot,
};
use portal::places::{Insee, gazetteer, normalise};
use portal::push::Tongue;

use super::{LEFT, LISTING, LISTINGS};
use crate::db::Tx;
use crate::error::StoreError;
use crate::statement::sql;

/// The longest word kept, in characters; of a longer one its beginning.
const WORD: usize = 24;
/// The width of an id in a packed text.
const ID: usize = 40;
/// The width of a slot in a packed text.
const SLOT: usize = 10;
/// So many values travel in one parameter: the engines read such a text anew for each.
const AT_ONCE: usize = 128;

/// What `select_listings!` gives.
pub(super) type ListingRow = (
    String,
    String,
    String,
    String,
    String,
    String,
    String,
    String,
    i64,
    i64,
    String,
);

/// What `select_talks!` gives.
pub(super) type TalkRow = (
    String,
    String,
    String,
    Vec<u8>,
    Vec<u8>,
    String,
    String,
    i64,
    i64,
    i64,
    Option<String>,
    String,
    String,
);

/// What was written differently than this version writes it.
pub(super) fn unreadable(what: &'static str, id: &str, reason: &str) -> StoreError {
    StoreError::Unreadable {
        what,
        id: id.to_owned(),
        reason: reason.to_owned(),
    }
}

/// A listing without what is left of it, and why it is held.
fn listing(row: ListingRow) -> Result<(Listing, Vec<HoldReason>), StoreError> {
    let (id, side, commune, details, text, lang, availability, moderation, posted, expires, hold) =
        row;
    let wrong = |reason: &str| unreadable("the listing", &id, reason);
    let details = serde_json::from_str(&details).map_err(|e| wrong(&e.to_string()))?;
    let said = NewListing {
        side: Side::parse(&side).ok_or_else(|| wrong("its side is none"))?,
        commune: Insee(commune),
        details,
        text,
        tongue: tongue(&lang),
    };
    let availability =
        Availability::parse(&availability).ok_or_else(|| wrong("its availability is none"))?;
    let moderation =
        Moderation::parse(&moderation).ok_or_else(|| wrong("its moderation is none"))?;
    let listing = Listing {
        id: ListingId(id),
        said,
        posted_at: Instant(posted),
        expires_at: Instant(expires),
        availability,
        moderation,
        left: Vec::new(),
    };
    Ok((listing, reasons(&hold)))
}

/// Reasons, as one text.
pub(super) fn hold(reasons: &BTreeSet<HoldReason>) -> String {
    let codes: Vec<&str> = reasons.iter().map(|r| r.code()).collect();
    codes.join(" ")
}

fn reasons(hold: &str) -> Vec<HoldReason> {
    hold.split(' ').filter_map(HoldReason::parse).collect()
}

/// One listing, whatever its state, and why it is held.
pub(super) async fn one(
    tx: &mut Tx,
    id: &str,
) -> Result<Option<(Listing, Vec<HoldReason>)>, StoreError> {
    let row: Option<ListingRow> = sql!(fetch_optional, tx, LISTING, id)?;
    let Some(row) = row else { return Ok(None) };
    let (mut found, hold) = listing(row)?;
    fill(tx, std::slice::from_mut(&mut found)).await?;
    Ok(Some((found, hold)))
}

/// The listings of these ids, in their order.
pub(super) async fn some(tx: &mut Tx, ids: &[String]) -> Result<Vec<Listing>, StoreError> {
    let mut found = Vec::with_capacity(ids.len());
    for ids in ids.chunks(AT_ONCE) {
        let (packed, n) = (pack::<ID>(ids), count(ids.len()));
        let rows: Vec<ListingRow> = sql!(fetch_all, tx, LISTINGS, packed, n)?;
        for row in rows {
            found.push(listing(row)?.0);
        }
    }
    fill(tx, &mut found).await?;
    Ok(found)
}

/// What is left of each.
async fn fill(tx: &mut Tx, listings: &mut [Listing]) -> Result<(), StoreError> {
    for some in listings.chunks_mut(AT_ONCE) {
        let ids: Vec<&str> = some.iter().map(|l| l.id.0.as_str()).collect();
        let (packed, n) = (pack::<ID>(&ids), count(ids.len()));
        let rows: Vec<(String, String, i64)> = sql!(fetch_all, tx, LEFT, packed, n)?;
        let mut at = 0;
        for (id, slot, left) in rows {
            let slot = Slot::parse(&slot).ok_or_else(|| unreadable("a slot of", &id, "no day"))?;
            // Both come in the order of the ids.
            while some.get(at).is_some_and(|l| l.id.0 != id) {
                at += 1;
            }
            if let Some(listing) = some.get_mut(at) {
                listing.left.push((slot, u8::try_from(left).unwrap_or(0)));
            }
        }
    }
    Ok(())
}

/// The columns of a listing that search asks.
#[derive(Default)]
pub(super) struct Columns {
    /// The first and the last day or night.
    pub days: Option<(String, String)>,
    /// Leaves between.
    pub leaves: Option<(i64, i64)>,
    pub destination: Option<String>,
    pub child_seats: i64,
    pub wheelchair: i64,
    pub pets: i64,
    pub step_free: Option<&'static str>,
    pub household: Option<&'static str>,
    pub wearer: Option<&'static str>,
    pub help: Option<&'static str>,
}

impl Columns {
    pub(super) fn of(details: &Details) -> Self {
        match details {
            Details::Ride(ride) => Self {
                days: Some((day(ride.from), day(ride.until))),
                leaves: Some((ride.from.0, ride.until.0)),
                destination: ride.to.as_ref().map(|c| c.0.clone()),
                child_seats: i64::from(ride.child_seats),
                wheelchair: i64::from(ride.wheelchair),
                pets: i64::from(ride.pets),
                ..Self::default()
            },
            Details::Clothing(clothing) => Self {
                wearer: Some(clothing.wearer.code()),
                ..Self::default()
            },
            Details::Housing(housing) => Self {
                days: details
                    .slots()
                    .first()
                    .zip(details.slots().last())
                    .map(|(first, last)| (first.code(), last.code())),
                pets: i64::from(housing.pets),
                step_free: Some(housing.step_free.code()),
                household: Some(housing.household.code()),
                ..Self::default()
            },
            Details::Other(other) => Self {
                help: Some(other.help.code()),
                ..Self::default()
            },
        }
    }
}

fn day(at: Instant) -> String {
    at.in_paris().date().to_string()
}

/// The words under which a listing is found: its own, its communes', and what is exchanged.
pub(super) fn words(listing: &NewListing) -> BTreeSet<String> {
    let mut texts = vec![
        listing.text.clone(),
        listing.details.kind().code().to_owned(),
    ];
    let name = |insee: &Insee| gazetteer().commune(insee).map(|c| c.name.to_owned());
    texts.extend(name(&listing.commune));
    match &listing.details {
        Details::Ride(ride) => texts.extend(ride.to.as_ref().and_then(name)),
        Details::Clothing(clothing) => {
            texts.push(clothing.size.clone());
            texts.push(clothing.wearer.code().to_owned());
            texts.extend(clothing.garments.iter().map(|g| g.code().to_owned()));
        }
        Details::Housing(housing) => texts.push(housing.household.code().to_owned()),
        Details::Other(other) => texts.push(other.help.code().to_owned()),
    }
    let normal = normalise(&texts.join(" "));
    normal
        .split(' ')
        .filter(|w| !w.is_empty())
        .map(word)
        .collect()
}

/// A word as it is kept and looked for.
pub(super) fn word(word: &str) -> String {
    word.chars().take(WORD).collect()
}

/// Words as parameters: a text of them and how many it holds.
pub(super) fn packed_words(words: &BTreeSet<String>) -> Vec<(String, i64)> {
    let words: Vec<&String> = words.iter().collect();
    words
        .chunks(AT_ONCE)
        .map(|some| (pack::<WORD>(some), count(some.len())))
        .collect()
}

/// Slots as two parameters.
pub(super) fn packed_slots(slots: &[Slot]) -> (String, i64) {
    let codes: Vec<String> = slots.iter().map(|s| s.code()).collect();
    (pack::<SLOT>(&codes), count(codes.len()))
}

/// Texts padded to one width.
pub(super) fn pack<const WIDTH: usize>(texts: &[impl AsRef<str>]) -> String {
    texts
        .iter()
        .map(|t| format!("{:<WIDTH$}", t.as_ref()))
        .collect()
}

/// A language by its tag; French when it is of another version.
pub(super) fn tongue(tag: &str) -> Tongue {
    Tongue::parse(tag).unwrap_or(Tongue::Fr)
}

/// A side of a conversation.
pub(super) fn party(code: &str, talk: &str) -> Result<Party, StoreError> {
    Party::parse(code).ok_or_else(|| unreadable("a side of the conversation", talk, "it is none"))
}

pub(super) fn count(n: usize) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}
