//! Listings and conversations as the stories of the exchange use them.

use jiff::civil::Date;
use portal::Instant;
use portal::exchange::*;
use portal::places::{Dep, Insee};
use portal::push::Tongue;
use store::Store;

use crate::telling::minute;

/// Nîmes.
pub const HERE: &str = "30189";

pub fn link(of: &str) -> LinkHash {
    LinkHash(of.to_owned())
}

pub fn day(text: &str) -> Date {
    text.parse().unwrap()
}

pub fn night(text: &str) -> Slot {
    Slot::Night(day(text))
}

/// Who: one hash for each e-mail and phone.
pub fn contact(who: &str) -> SealedContact {
    SealedContact {
        sealed: who.as_bytes().to_vec(),
        hashes: vec![
            ContactHash(format!("mail-{who}")),
            ContactHash(format!("phone-{who}")),
        ],
    }
}

fn listing(side: Side, details: Details) -> NewListing {
    NewListing {
        side,
        commune: Insee(HERE.into()),
        details,
        text: "Couvertures chaudes".into(),
        tongue: Tongue::Fr,
    }
}

/// A ride of tomorrow.
pub fn ride(seats: u8) -> NewListing {
    listing(
        Side::Offer,
        Details::Ride(Ride {
            to: Some(Insee("34172".into())),
            from: minute(600),
            until: minute(700),
            seats,
            child_seats: 1,
            wheelchair: false,
            pets: true,
            luggage: Luggage::Bags,
            returns: false,
        }),
    )
}

/// Beds from the evening of one day to the morning of another.
pub fn beds(beds: u8, from: &str, until: &str) -> NewListing {
    listing(
        Side::Offer,
        Details::Housing(Housing {
            beds,
            from: day(from),
            until: day(until),
            adults: 2,
            children: 0,
            household: Household::Anyone,
            step_free: StepFree::All,
            pets: false,
            own_room: true,
            smoking: false,
            tonight: false,
        }),
    )
}

/// Meals, offered or needed.
pub fn meals(side: Side, count: u8) -> NewListing {
    listing(
        side,
        Details::Other(Other {
            help: Help::Meals,
            count,
        }),
    )
}

pub fn posting(key: &str, who: &str, listing: NewListing) -> Posting {
    Posting {
        listing,
        contact: contact(who),
        manage: link(&format!("manage-{key}")),
        idempotency: format!("post-{key}"),
        hold: vec![],
        likeness: String::new(),
        letter: Some(letter()),
    }
}

pub fn letter() -> NewLetter {
    NewLetter {
        sealed: vec![7],
        not_before: minute(0),
        expires_at: minute(1440),
    }
}

/// Posts at minute 0 and gives the id.
pub async fn posted(store: &Store, key: &str, listing: NewListing) -> ListingId {
    let posting = posting(key, &format!("poster-{key}"), listing);
    match store.post(&posting, minute(0)).await.unwrap() {
        Posted::Kept { id, .. } => id,
        other => panic!("{other:?}"),
    }
}

pub fn answering(listing: &ListingId, who: &str, wants: Option<(u8, Vec<Slot>)>) -> Answering {
    Answering {
        talk: TalkId(format!("talk-{who}")),
        listing: listing.clone(),
        contact: contact(who),
        tongue: Tongue::En,
        said: "Bonjour".into(),
        wants,
        responder_link: link(&format!("responder-{who}")),
        owner_link: link(&format!("owner-{who}")),
        idempotency: format!("answer-{who}"),
        letters: vec![letter()],
    }
}

/// Answers at a minute and gives how the match stands.
pub async fn asks(
    store: &Store,
    listing: &ListingId,
    who: &str,
    units: u8,
    slots: &[Slot],
    at: i64,
) -> MatchState {
    let answering = answering(listing, who, Some((units, slots.to_vec())));
    match store.answer(&answering, minute(at)).await.unwrap() {
        Answered::Open(_, Some(state)) => state,
        other => panic!("{other:?}"),
    }
}

/// The match of a responder.
pub async fn match_of(store: &Store, who: &str) -> Match {
    let talk = store
        .talk(&link(&format!("responder-{who}")), minute(1))
        .await
        .unwrap();
    talk.unwrap().matched.unwrap()
}

pub async fn owner_does(store: &Store, who: &str, deed: MatchDeed, at: i64) -> Did {
    store
        .matched(&link(&format!("owner-{who}")), deed, None, minute(at))
        .await
        .unwrap()
}

pub async fn responder_does(store: &Store, who: &str, deed: MatchDeed, at: i64) -> Did {
    store
        .matched(&link(&format!("responder-{who}")), deed, None, minute(at))
        .await
        .unwrap()
}

/// A search for everything.
pub fn everything() -> Search {
    Search {
        side: None,
        kind: None,
        departements: vec![],
        communes: vec![],
        from: None,
        until: None,
        units: None,
        step_free: false,
        child_seat: false,
        wheelchair: false,
        pets: false,
        words: vec![],
        skip: 0,
        limit: 20,
    }
}

pub async fn found(store: &Store, search: Search, at: Instant) -> Vec<ListingId> {
    let found = store.find(&search, at).await.unwrap();
    assert_eq!(found.total as usize, found.listings.len());
    found.listings.into_iter().map(|l| l.id).collect()
}

pub fn gard() -> Vec<Dep> {
    vec![Dep("30".into())]
}
