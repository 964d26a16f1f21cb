//! Answers, matches, the waiting line, what each side sees of the other.

use std::sync::Arc;

use portal::exchange::*;
use store::{Db, Store};
use store_testing::on_both_engines;

use crate::exchange::*;
use crate::telling::{minute, store};

const DAY: i64 = 24 * 60;

on_both_engines! {
    async fn who_waits_is_served_in_order_and_nobody_who_fits_is_overtaken(database) {
        let store = store(&database).await;
        let id = posted(&store, "a", ride(3)).await;
        let whole = [Slot::Whole];
        assert_eq!(asks(&store, &id, "one", 2, &whole, 1).await, MatchState::Proposed);
        assert_eq!(asks(&store, &id, "two", 2, &whole, 2).await, MatchState::Waiting);
        assert_eq!(asks(&store, &id, "three", 2, &whole, 3).await, MatchState::Waiting);
        assert_eq!(asks(&store, &id, "four", 1, &whole, 4).await, MatchState::Proposed);
        assert_eq!((match_of(&store, "two").await.ahead, match_of(&store, "three").await.ahead), (Some(0), Some(1)));
        assert_eq!(owner_does(&store, "four", MatchDeed::Decline, 5).await, Did::Done);
        assert_eq!(match_of(&store, "two").await.state, MatchState::Waiting, "one seat is not enough");
        assert_eq!(responder_does(&store, "one", MatchDeed::Cancel, 6).await, Did::Done);
        let served = match_of(&store, "two").await;
        assert_eq!((served.state, served.answer_by), (MatchState::Proposed, Some(minute(6) + ANSWER_WITHIN)));
        assert_eq!(match_of(&store, "three").await.state, MatchState::Waiting);
        let left = store.listing(&id, minute(7)).await.unwrap().unwrap().left;
        assert_eq!(left, [(Slot::Whole, 1)]);
    }

    async fn housing_is_confirmed_by_the_guest_and_everything_else_by_the_owner(database) {
        let store = store(&database).await;
        let home = posted(&store, "home", beds(2, "2026-11-24", "2026-11-26")).await;
        asks(&store, &home, "guest", 2, &[night("2026-11-24"), night("2026-11-25")], 1).await;
        assert_eq!(responder_does(&store, "guest", MatchDeed::Confirm, 2).await, Did::NotNow);
        assert_eq!(responder_does(&store, "guest", MatchDeed::Accept, 2).await, Did::NotNow);
        assert_eq!(owner_does(&store, "guest", MatchDeed::Accept, 2).await, Did::Done);
        assert_eq!(match_of(&store, "guest").await.state, MatchState::Accepted);
        assert_eq!(owner_does(&store, "guest", MatchDeed::Confirm, 3).await, Did::NotNow);
        assert_eq!(responder_does(&store, "guest", MatchDeed::Confirm, 3).await, Did::Done);
        assert_eq!(owner_does(&store, "guest", MatchDeed::Done, 4).await, Did::Done);
        assert_eq!(responder_does(&store, "guest", MatchDeed::Cancel, 5).await, Did::NotNow);
        let ride = posted(&store, "ride", ride(2)).await;
        asks(&store, &ride, "rider", 1, &[Slot::Whole], 1).await;
        assert_eq!(owner_does(&store, "rider", MatchDeed::Accept, 2).await, Did::Done);
        assert_eq!(match_of(&store, "rider").await.state, MatchState::Confirmed);
        assert_eq!(responder_does(&store, "rider", MatchDeed::NoShow, 3).await, Did::Done);
    }

    async fn an_unanswered_match_lapses_and_the_next_in_line_is_served(database) {
        let store = store(&database).await;
        let id = posted(&store, "a", meals(Side::Offer, 1)).await;
        asks(&store, &id, "one", 1, &[Slot::Whole], 1).await;
        asks(&store, &id, "two", 1, &[Slot::Whole], 2).await;
        assert_eq!(owner_does(&store, "one", MatchDeed::Accept, 1 + DAY).await, Did::NotNow, "too late");
        assert_eq!(match_of(&store, "one").await.state, MatchState::Lapsed);
        assert_eq!(match_of(&store, "two").await.state, MatchState::Proposed);
        store.sweep(minute(3 + 2 * DAY)).await.unwrap();
        assert_eq!(match_of(&store, "two").await.state, MatchState::Lapsed);
        let again = store.propose(&link("responder-one"), 1, &[Slot::Whole], None, minute(4 + 2 * DAY)).await.unwrap();
        assert_eq!(again, Some(MatchState::Proposed));
        let twice = store.propose(&link("responder-one"), 1, &[Slot::Whole], None, minute(4 + 2 * DAY)).await.unwrap();
        assert_eq!(twice, None, "one is open");
    }

    async fn nights_are_taken_all_or_none(database) {
        let store = store(&database).await;
        let id = posted(&store, "a", beds(2, "2026-11-24", "2026-11-27")).await;
        let nights = ["2026-11-24", "2026-11-25", "2026-11-26"].map(night);
        assert_eq!(asks(&store, &id, "one", 2, &nights[1..2], 1).await, MatchState::Proposed);
        assert_eq!(asks(&store, &id, "two", 1, &nights, 2).await, MatchState::Waiting);
        assert_eq!(asks(&store, &id, "three", 2, &nights[2..], 3).await, MatchState::Proposed);
        let left = store.listing(&id, minute(4)).await.unwrap().unwrap().left;
        assert_eq!(left.iter().map(|(_, n)| *n).collect::<Vec<_>>(), [2, 0, 0]);
        let elsewhere = answering(&id, "four", Some((1, vec![night("2026-12-24")])));
        assert_eq!(store.answer(&elsewhere, minute(4)).await.unwrap(), Answered::Closed);
    }

    async fn a_need_has_five_open_conversations_and_a_contact_five_answers_an_hour(database) {
        let store = store(&database).await;
        let need = posted(&store, "need", meals(Side::Need, 50)).await;
        for i in 0..5 {
            asks(&store, &need, &format!("n{i}"), 1, &[Slot::Whole], 1).await;
        }
        let sixth = answering(&need, "n6", None);
        assert_eq!(store.answer(&sixth, minute(2)).await.unwrap(), Answered::TooMany);
        owner_does(&store, "n0", MatchDeed::Decline, 3).await;
        assert!(matches!(store.answer(&sixth, minute(4)).await.unwrap(), Answered::Open(_, None)));
        assert_eq!(store.answer(&sixth, minute(4)).await.unwrap(), Answered::Again(sixth.talk.clone()));
        for i in 0..6 {
            let offer = posted(&store, &format!("o{i}"), meals(Side::Offer, 3)).await;
            let mut answer = answering(&offer, &format!("same{i}"), None);
            answer.contact = contact("same");
            let expected = if i < 5 { Answered::Open(answer.talk.clone(), None) } else { Answered::TooMany };
            assert_eq!(store.answer(&answer, minute(5)).await.unwrap(), expected);
        }
    }

    async fn the_helper_shows_first_and_can_take_it_back(database) {
        let store = store(&database).await;
        let id = posted(&store, "a", meals(Side::Offer, 4)).await;
        asks(&store, &id, "r", 1, &[Slot::Whole], 1).await;
        let (owner, responder) = (link("owner-r"), link("responder-r"));
        assert_eq!(store.reveal(&responder, true, minute(2)).await.unwrap(), Did::NotNow);
        assert_eq!(store.reveal(&owner, true, minute(3)).await.unwrap(), Did::Done);
        let seen = store.talk(&responder, minute(3)).await.unwrap().unwrap();
        assert_eq!((seen.revealed_to_me, seen.revealed_by_me), (Some(b"poster-a".to_vec()), false));
        assert_eq!(store.reveal(&responder, true, minute(4)).await.unwrap(), Did::Done);
        assert_eq!(store.reveal(&owner, false, minute(5)).await.unwrap(), Did::Done);
        assert!(store.talk(&responder, minute(5)).await.unwrap().unwrap().revealed_to_me.is_none());
        assert_eq!(crate::schema::count(store.db(), "exchange_reveal").await, 3);
        let (sealed, _) = store.correspondent(&owner).await.unwrap().unwrap();
        assert_eq!(sealed, b"r");
    }

    async fn a_block_ends_gives_back_and_keeps_out(database) {
        let store = store(&database).await;
        let id = posted(&store, "a", meals(Side::Offer, 1)).await;
        asks(&store, &id, "rude", 1, &[Slot::Whole], 1).await;
        asks(&store, &id, "next", 1, &[Slot::Whole], 2).await;
        assert_eq!(store.block(&link("owner-rude"), minute(3)).await.unwrap(), Did::Done);
        assert_eq!(match_of(&store, "rude").await.state, MatchState::Cancelled);
        assert_eq!(match_of(&store, "next").await.state, MatchState::Proposed);
        let talk = store.talk(&link("responder-rude"), minute(3)).await.unwrap().unwrap();
        assert_eq!(talk.ended, Some(Ended::ByOwner));
        assert_eq!(store.say(&link("responder-rude"), "Encore", None, minute(4)).await.unwrap(), Did::NotNow);
        let mut back = answering(&id, "again", None);
        back.contact = contact("rude");
        assert_eq!(store.answer(&back, minute(4)).await.unwrap(), Answered::Closed);
    }

    async fn thirty_things_are_said_an_hour_and_no_more(database) {
        let store = store(&database).await;
        let id = posted(&store, "a", meals(Side::Offer, 1)).await;
        asks(&store, &id, "r", 1, &[Slot::Whole], 0).await;
        for _ in 0..30 {
            assert_eq!(store.say(&link("owner-r"), "Oui", None, minute(1)).await.unwrap(), Did::Done);
        }
        assert_eq!(store.say(&link("owner-r"), "Oui", None, minute(2)).await.unwrap(), Did::NotNow);
        assert_eq!(store.say(&link("responder-r"), "Merci", None, minute(2)).await.unwrap(), Did::Done);
        let said = store.talk(&link("owner-r"), minute(3)).await.unwrap().unwrap().said;
        assert_eq!((said.len(), said[0].by, said[31].text.as_str()), (32, Party::Responder, "Merci"));
    }

    async fn closing_ends_what_waits_and_keeps_what_was_agreed(database) {
        let store = store(&database).await;
        let id = posted(&store, "a", ride(2)).await;
        for who in ["sure", "asked", "line"] {
            asks(&store, &id, who, 1, &[Slot::Whole], 1).await;
        }
        owner_does(&store, "sure", MatchDeed::Accept, 2).await;
        store.deed(&link("manage-a"), &Deed::Fulfil(None), minute(3)).await.unwrap();
        let mut states = vec![];
        for who in ["sure", "asked", "line"] {
            states.push(match_of(&store, who).await.state);
        }
        assert_eq!(states, [MatchState::Confirmed, MatchState::Declined, MatchState::Declined]);
    }

    async fn what_was_acknowledged_is_there_after_opening_again(database) {
        let open = async || Store::new(Db::open(database.url()).await.unwrap(), Arc::new(Later));
        let store = store(&database).await;
        let id = posted(&store, "a", beds(1, "2026-11-24", "2026-11-25")).await;
        store.db().close().await;
        let store = open().await;
        assert!(store.listing(&id, minute(1)).await.unwrap().is_some());
        assert_eq!(asks(&store, &id, "g", 1, &[night("2026-11-24")], 1).await, MatchState::Proposed);
        for (owner, deed, expected) in [
            (true, MatchDeed::Accept, MatchState::Accepted),
            (false, MatchDeed::Confirm, MatchState::Confirmed),
            (true, MatchDeed::Done, MatchState::Done),
        ] {
            let store = open().await;
            let did = if owner { owner_does(&store, "g", deed, 2).await } else { responder_does(&store, "g", deed, 2).await };
            assert_eq!(did, Did::Done);
            store.db().close().await;
            let store = open().await;
            assert_eq!(match_of(&store, "g").await.state, expected);
            store.db().close().await;
        }
    }

    async fn of_ten_thousand_claims_at_once_exactly_as_many_hold_as_there_are_units(database) {
        let store = store(&database).await;
        let seats = posted(&store, "seats", ride(8)).await;
        let home = posted(&store, "home", beds(5, "2026-11-24", "2026-11-30")).await;
        let mut tasks = tokio::task::JoinSet::new();
        for worker in 0..8_u32 {
            let (store, seats, home) = (store.clone(), seats.clone(), home.clone());
            tasks.spawn(async move {
                let mut served = 0;
                for n in 0..1_250_u32 {
                    let who = format!("w{worker}-{n}");
                    if n % 5 > 0 {
                        let state = asks(&store, &seats, &who, 1, &[Slot::Whole], 1).await;
                        served += u32::from(state == MatchState::Proposed);
                    } else {
                        // Two nights, one after the other: every claim overlaps others.
                        let first = 24 + (worker + n / 5) % 5;
                        let nights = [first, first + 1].map(|d| night(&format!("2026-11-{d}")));
                        asks(&store, &home, &who, 1, &nights, 1).await;
                    }
                }
                served
            });
        }
        let served: u32 = tasks.join_all().await.into_iter().sum();
        assert_eq!(served, 8);
        let left = store.listing(&seats, minute(2)).await.unwrap().unwrap().left;
        assert_eq!(left, [(Slot::Whole, 0)]);
        assert_eq!(crate::schema::count(store.db(), "exchange_match").await, 10_000);
        let over = crate::schema::count(store.db(), "exchange_slot WHERE taken < 0 OR taken > capacity").await;
        assert_eq!(over, 0);
        let promised = "exchange_match_slot a JOIN exchange_match m ON m.id = a.matched
            WHERE m.state = 'proposed' AND a.slot = ";
        for (slot, n) in store.listing(&home, minute(2)).await.unwrap().unwrap().left {
            let held = crate::schema::count(store.db(), &format!("{promised}'{}'", slot.code())).await;
            assert_eq!(held, i64::from(5 - n), "{}", slot.code());
        }
        // The first in line, whoever that is, gets the first seat that is given back.
        let waiting = "SELECT t.responder_link FROM exchange_match m JOIN exchange_talk t ON t.id = m.talk
            JOIN exchange_listing l ON l.id = m.listing WHERE l.kind = 'trajet' AND m.state = ";
        let links = async |state: &str| {
            crate::schema::texts(store.db(), &format!("{waiting}'{state}' ORDER BY m.turn")).await
        };
        let (first, taken) = (links("waiting").await, links("proposed").await);
        store.matched(&link(&taken[0]), MatchDeed::Cancel, None, minute(3)).await.unwrap();
        assert!(links("proposed").await.contains(&first[0]));
        assert_eq!(links("waiting").await, first[1..]);
    }
}

/// Ids of a later opening: never those of before.
struct Later;

impl portal::Ids for Later {
    fn fresh(&self, now: portal::Instant) -> String {
        use std::sync::atomic::{AtomicU64, Ordering};
        static NEXT: AtomicU64 = AtomicU64::new(0);
        format!("{:013}-9{:08}", now.0, NEXT.fetch_add(1, Ordering::Relaxed))
    }
}
