//! What suits whom, whose turn it is, who was told, who moved up: nobody is told twice, nobody is forgotten.

use portal::Instant;
use portal::exchange::*;
use portal::places::Insee;
use store::Store;
use store_testing::on_both_engines;

use crate::exchange::*;
use crate::schema::count;
use crate::telling::{minute, store};

/// Meals in a commune.
fn meals_in(commune: &str, side: Side) -> NewListing {
    NewListing {
        commune: Insee(commune.into()),
        ..meals(side, 3)
    }
}

async fn one(store: &Store, id: &ListingId) -> Listing {
    store.listing(id, minute(1)).await.unwrap().unwrap()
}

async fn suiting(store: &Store, of: &Listing, whom: For, at: i64) -> Vec<ListingId> {
    let found = store.candidates(of, whom, 10, minute(at)).await.unwrap();
    found.into_iter().map(|(listing, _)| listing.id).collect()
}

fn telling(told: &ListingId, about: &ListingId) -> Telling {
    Telling {
        told: told.clone(),
        about: vec![about.clone()],
        letter: letter(),
    }
}

async fn due(store: &Store, run: Run, at: Instant) -> Vec<Due> {
    store.due(run, 10, at).await.unwrap()
}

on_both_engines! {
    async fn the_other_side_of_the_same_kind_nearest_first_and_nobody_of_one_contact_or_at_odds(database) {
        let store = store(&database).await;
        let need = posted(&store, "need", meals_in(HERE, Side::Need)).await;
        let around = posted(&store, "around", meals_in("30007", Side::Offer)).await;
        let here = posted(&store, "here", meals_in(HERE, Side::Offer)).await;
        posted(&store, "elsewhere", meals_in("34172", Side::Offer)).await;
        posted(&store, "too", meals_in(HERE, Side::Need)).await;
        posted(&store, "ride", ride(3)).await;
        let cleaning = Details::Other(Other { help: Help::Cleaning, count: 3 });
        posted(&store, "cleaning", NewListing { details: cleaning, ..meals(Side::Offer, 3) }).await;
        let own = posting("own", "poster-need", meals_in(HERE, Side::Offer));
        store.post(&own, minute(0)).await.unwrap();
        let rude = posted(&store, "rude", meals_in(HERE, Side::Offer)).await;
        let mut answer = answering(&need, "rude", None);
        answer.contact = contact("poster-rude");
        store.answer(&answer, minute(1)).await.unwrap();
        let need = one(&store, &need).await;
        assert_eq!(suiting(&store, &need, For::Page, 2).await, [here.clone(), around.clone()], "in conversation already");
        store.block(&link("owner-rude"), minute(2)).await.unwrap();
        assert_eq!(suiting(&store, &need, For::Page, 3).await, [here.clone(), around]);
        assert!(suiting(&store, &one(&store, &rude).await, For::Page, 3).await.len() == 1, "the other need");
    }

    async fn rides_by_their_hours_and_nights_by_their_days(database) {
        let store = store(&database).await;
        let ask = |from: i64, until: i64| {
            let Details::Ride(offered) = ride(1).details else { panic!() };
            let details = Details::Ride(Ride { from: minute(from), until: minute(until), ..offered });
            NewListing { side: Side::Need, details, ..ride(1) }
        };
        let offer = posted(&store, "offer", ride(3)).await;
        let soon = posted(&store, "soon", ask(700 + i64::from(APART), 1000)).await;
        posted(&store, "late", ask(701 + i64::from(APART), 1000)).await;
        assert_eq!(suiting(&store, &one(&store, &offer).await, For::Page, 1).await, [soon]);
        let bed = posted(&store, "bed", beds(2, "2026-11-24", "2026-11-26")).await;
        let guest = |from, until| NewListing { side: Side::Need, ..beds(1, from, until) };
        let fits = posted(&store, "fits", guest("2026-11-25", "2026-11-27")).await;
        posted(&store, "after", guest("2026-11-26", "2026-11-27")).await;
        assert_eq!(suiting(&store, &one(&store, &bed).await, For::Page, 1).await, [fits]);
    }

    async fn a_need_is_told_in_turns_and_never_twice_also_by_two_processes(database) {
        let store = store(&database).await;
        let offer = posted(&store, "offer", meals(Side::Offer, 3)).await;
        assert!(due(&store, Run::Wave, minute(1)).await.is_empty(), "offers have no turn");
        let id = posted(&store, "need", meals(Side::Need, 3)).await;
        let need = one(&store, &id).await;
        let first = due(&store, Run::Wave, minute(1)).await;
        assert_eq!(first.len(), 1);
        assert_eq!((&first[0].need.id, first[0].told, first[0].talks), (&id, 0, 0));
        let letters = count(store.db(), "exchange_letter").await;
        let next = Some(minute(61));
        for _ in 0..2 {
            store.tell(Run::Wave, &first[0], next, &[telling(&offer, &id)], minute(1)).await.unwrap();
        }
        assert_eq!(count(store.db(), "exchange_letter").await, letters + 1);
        assert!(due(&store, Run::Wave, minute(60)).await.is_empty());
        assert!(suiting(&store, &need, For::Wave, 60).await.is_empty());
        assert_eq!(suiting(&store, &need, For::Page, 60).await, std::slice::from_ref(&offer));
        assert_eq!(suiting(&store, &need, For::Night, 60).await, std::slice::from_ref(&offer), "its owner was not told of the offer");

        let second = due(&store, Run::Wave, minute(61)).await;
        assert_eq!(second[0].told, 1);
        store.tell(Run::Wave, &second[0], None, &[telling(&offer, &id)], minute(61)).await.unwrap();
        assert_eq!(count(store.db(), "exchange_letter").await, letters + 1, "never twice");
        assert!(due(&store, Run::Wave, minute(6000)).await.is_empty(), "no more waves");

        let night = next_night(minute(0));
        assert!(due(&store, Run::Night, minute(1)).await.is_empty());
        let turn = due(&store, Run::Night, night).await;
        store.tell(Run::Night, &turn[0], None, &[telling(&id, &offer)], night).await.unwrap();
        assert!(suiting(&store, &need, For::Night, 1).await.is_empty());
        assert!(due(&store, Run::Night, night).await.is_empty());
        store.erase(&link("manage-need"), minute(70)).await.unwrap();
        assert_eq!(count(store.db(), "exchange_told").await + count(store.db(), "exchange_flow").await, 0);
    }

    async fn the_owner_of_an_offer_hears_of_five_needs_a_day(database) {
        let store = store(&database).await;
        let offer = posted(&store, "offer", meals(Side::Offer, 3)).await;
        for i in 0..=TOLD_PER_DAY {
            let id = posted(&store, &format!("n{i}"), meals(Side::Need, 3)).await;
            let free = suiting(&store, &one(&store, &id).await, For::Wave, 1).await;
            assert_eq!(free.len(), usize::from(i < TOLD_PER_DAY), "{i}");
            let due = due(&store, Run::Wave, minute(1)).await;
            store.tell(Run::Wave, &due[0], None, &[telling(&offer, &id)], minute(1)).await.unwrap();
            let later = suiting(&store, &one(&store, &id).await, For::Wave, 2 + 24 * 60).await;
            assert!(later.is_empty());
        }
    }

    async fn a_need_that_is_not_live_waits_for_its_turn(database) {
        let store = store(&database).await;
        posted(&store, "need", meals(Side::Need, 3)).await;
        let manage = link("manage-need");
        store.deed(&manage, &Deed::Pause, minute(1)).await.unwrap();
        assert!(due(&store, Run::Wave, minute(2)).await.is_empty());
        store.deed(&manage, &Deed::Resume, minute(3)).await.unwrap();
        assert!(due(&store, Run::Wave, minute(4)).await.is_empty());
        assert_eq!(due(&store, Run::Wave, minute(12)).await.len(), 1);
    }

    async fn whoever_moves_up_is_noted_whatever_made_room_and_written_to_once(database) {
        let store = store(&database).await;
        let id = posted(&store, "a", meals(Side::Offer, 1)).await;
        for (i, who) in ["one", "two", "three", "four"].into_iter().enumerate() {
            asks(&store, &id, who, 1, &[Slot::Whole], 1 + i as i64).await;
        }
        assert!(store.notices(10).await.unwrap().is_empty(), "nobody moved up");
        responder_does(&store, "one", MatchDeed::Cancel, 10).await;
        let noted = store.notices(10).await.unwrap();
        assert_eq!(noted.len(), 1);
        assert_eq!((noted[0].talk.0.as_str(), noted[0].state), ("talk-two", MatchState::Proposed));
        assert_eq!((noted[0].responder.0.as_slice(), noted[0].owner.as_slice()), (&b"two"[..], &b"poster-a"[..]));
        let letters = count(store.db(), "exchange_letter").await;
        for _ in 0..2 {
            store.noticed(&noted[0], &[letter(), letter()], minute(11)).await.unwrap();
        }
        assert_eq!(count(store.db(), "exchange_letter").await, letters + 2);
        assert!(store.notices(10).await.unwrap().is_empty());

        store.sweep(minute(10 + 24 * 60)).await.unwrap();
        let noted = store.notices(10).await.unwrap();
        assert_eq!(noted[0].talk.0, "talk-three", "swept");
        store.edit(&link("manage-a"), &meals(Side::Offer, 2), &[], "", minute(11 + 24 * 60)).await.unwrap();
        let noted = store.notices(10).await.unwrap();
        assert_eq!(noted.iter().map(|n| n.talk.0.as_str()).collect::<Vec<_>>(), ["talk-three", "talk-four"]);
        responder_does(&store, "three", MatchDeed::Cancel, 12 + 24 * 60).await;
        assert_eq!(store.notices(10).await.unwrap()[0].state, MatchState::Cancelled, "nobody is told what is no longer so");
        store.erase(&link("manage-a"), minute(13 + 24 * 60)).await.unwrap();
        assert!(store.notices(10).await.unwrap().is_empty());
    }

    async fn a_contact_known_for_a_week_may_do_three_times_as_much_unless_somebody_blocked_or_reported_it(database) {
        let store = store(&database).await;
        let known = TRUSTED_AFTER.0 / 60_000 + 1;
        let many = |who: &'static str, at: i64| {
            let store = &store;
            async move {
                let mut kept = 0;
                for i in 0..=POSTS_PER_HOUR * TRUSTED_TIMES {
                    let posting = posting(&format!("{who}-{at}-{i}"), who, meals(Side::Offer, 1));
                    match store.post(&posting, minute(at)).await.unwrap() {
                        Posted::Kept { .. } => kept += 1,
                        _ => break,
                    }
                }
                kept
            }
        };
        for who in ["good", "reported", "rude"] {
            assert_eq!(many(who, 0).await, POSTS_PER_HOUR, "{who}");
        }
        let reported = found(&store, Search { limit: 50, ..everything() }, minute(1)).await;
        assert_eq!(reported.len() as u32, 3 * POSTS_PER_HOUR);
        let of_reported = link("manage-reported-0-0");
        let listing = store.managed(&of_reported, minute(1)).await.unwrap().unwrap().listing.id;
        store.report(&Reported::Listing(listing), "Un prix", minute(2)).await.unwrap();
        let theirs = posted(&store, "theirs", meals(Side::Offer, 2)).await;
        let mut answer = answering(&theirs, "rude", None);
        answer.contact = contact("rude");
        store.answer(&answer, minute(2)).await.unwrap();
        store.block(&link("owner-rude"), minute(3)).await.unwrap();
        assert_eq!(many("good", known).await, POSTS_PER_HOUR * TRUSTED_TIMES);
        assert_eq!(many("reported", known).await, POSTS_PER_HOUR);
        assert_eq!(many("rude", known).await, POSTS_PER_HOUR);
    }

    async fn the_responder_is_written_to_in_the_language_of_the_answer(database) {
        let store = store(&database).await;
        let id = posted(&store, "a", meals(Side::Offer, 1)).await;
        asks(&store, &id, "reader", 1, &[Slot::Whole], 1).await;
        let (_, tongue) = store.correspondent(&link("owner-reader")).await.unwrap().unwrap();
        assert_eq!(tongue, portal::push::Tongue::En);
        let (_, tongue) = store.correspondent(&link("responder-reader")).await.unwrap().unwrap();
        assert_eq!(tongue, portal::push::Tongue::Fr, "the listing's");
    }
}
