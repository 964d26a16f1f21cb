//! Posting, finding, holding, editing, ending and erasing listings.

use portal::exchange::*;
use portal::places::Insee;
use store_testing::on_both_engines;

use crate::exchange::*;
use crate::telling::{minute, store};

on_both_engines! {
    async fn a_form_sent_twice_makes_one_listing(database) {
        let store = store(&database).await;
        let id = posted(&store, "a", ride(3)).await;
        let again = store.post(&posting("a", "poster-a", ride(3)), minute(1)).await.unwrap();
        assert_eq!(again, Posted::Again(id.clone()));
        let listing = store.listing(&id, minute(1)).await.unwrap().unwrap();
        assert_eq!((listing.said, listing.left), (ride(3), vec![(Slot::Whole, 3)]));
        assert_eq!(store.claim_letters("w", 9, minute(5), minute(1)).await.unwrap().len(), 1);
    }

    async fn a_contact_posts_five_an_hour_and_is_told_of_probable_duplicates(database) {
        let store = store(&database).await;
        let mut kept = vec![];
        for i in 0..5 {
            let posting = posting(&format!("p{i}"), "one", meals(Side::Offer, 2));
            let Posted::Kept { id, probably, .. } = store.post(&posting, minute(i)).await.unwrap() else { panic!() };
            assert_eq!(probably, kept);
            kept.push(id);
        }
        let sixth = posting("p6", "one", meals(Side::Offer, 2));
        assert_eq!(store.post(&sixth, minute(10)).await.unwrap(), Posted::TooMany(minute(60)));
        assert!(matches!(store.post(&sixth, minute(60)).await.unwrap(), Posted::Kept { .. }));
    }

    async fn the_third_poster_of_nearly_the_same_text_is_held_and_housing_too(database) {
        let store = store(&database).await;
        for (i, expected) in [Moderation::New, Moderation::New, Moderation::Held].into_iter().enumerate() {
            let mut posting = posting(&format!("s{i}"), &format!("p{i}"), meals(Side::Offer, 2));
            posting.likeness = "alike".into();
            let Posted::Kept { moderation, .. } = store.post(&posting, minute(0)).await.unwrap() else { panic!() };
            assert_eq!(moderation, expected);
        }
        let managed = store.managed(&link("manage-s2"), minute(1)).await.unwrap().unwrap();
        assert_eq!(managed.hold, [HoldReason::Similar]);
        assert!(store.listing(&managed.listing.id, minute(1)).await.unwrap().is_none());
        assert_eq!(found(&store, everything(), minute(1)).await.len(), 2);
    }

    async fn search_finds_by_every_filter_and_only_what_is_live(database) {
        let store = store(&database).await;
        let ride = posted(&store, "ride", ride(3)).await;
        let home = posted(&store, "home", beds(2, "2026-11-24", "2026-11-27")).await;
        let need = posted(&store, "need", meals(Side::Need, 4)).await;
        let all = vec![need.clone(), home.clone(), ride.clone()];
        let at = minute(1);
        let (one, with) = (vec![ride.clone()], everything());
        assert_eq!(found(&store, everything(), at).await, all, "the newest first");
        let cases = [
            (Search { departements: gard(), ..with.clone() }, all.clone()),
            (Search { communes: vec![Insee("34172".into()), Insee(HERE.into())], ..with.clone() }, all.clone()),
            (Search { communes: vec![Insee("34172".into())], ..with.clone() }, vec![]),
            (Search { side: Some(Side::Offer), kind: Some(Kind::Ride), ..with.clone() }, one.clone()),
            (Search { side: Some(Side::Need), ..with.clone() }, vec![need.clone()]),
            (Search { units: Some(3), ..with.clone() }, vec![need.clone(), ride.clone()]),
            (Search { child_seat: true, pets: true, ..with.clone() }, one.clone()),
            (Search { wheelchair: true, ..with.clone() }, vec![]),
            (Search { step_free: true, ..with.clone() }, vec![home.clone()]),
            (Search { words: vec!["couv".into(), "montp".into()], ..with.clone() }, one.clone()),
            (Search { words: vec!["repas".into(), "nimes".into()], departements: gard(), ..with.clone() }, vec![need.clone()]),
            (Search { words: vec!["absent".into()], ..with.clone() }, vec![]),
            (Search { kind: Some(Kind::Housing), from: Some(day("2026-11-25")), until: Some(day("2026-11-27")), ..with.clone() }, vec![home.clone()]),
            (Search { kind: Some(Kind::Housing), from: Some(day("2026-11-25")), until: Some(day("2026-11-28")), ..with.clone() }, vec![]),
            (Search { kind: Some(Kind::Ride), from: Some(day("2026-11-25")), ..with.clone() }, vec![]),
            (Search { kind: Some(Kind::Ride), from: Some(day("2026-11-24")), until: Some(day("2026-11-24")), ..with }, one),
        ];
        for (search, expected) in cases {
            assert_eq!(found(&store, search.clone(), at).await, expected, "{search:?}");
        }
        // A taken night is no longer free, the others are; a full ride is found no more.
        asks(&store, &home, "guest", 2, &[night("2026-11-25")], 1).await;
        let stay = |from, until| Search { kind: Some(Kind::Housing), from: Some(day(from)), until: Some(day(until)), ..everything() };
        assert!(found(&store, stay("2026-11-24", "2026-11-26"), at).await.is_empty());
        assert_eq!(found(&store, stay("2026-11-26", "2026-11-27"), at).await, [home]);
        asks(&store, &ride, "rider", 3, &[Slot::Whole], 1).await;
        assert!(!found(&store, everything(), at).await.contains(&ride));
        assert!(store.listing(&ride, at).await.unwrap().is_some(), "its page says that it is full");
        let page = store.find(&Search { skip: 1, limit: 1, ..everything() }, at).await.unwrap();
        assert_eq!((page.total, page.listings.len()), (2, 1));
    }

    async fn an_owner_pauses_resumes_renews_and_closes(database) {
        let store = store(&database).await;
        let id = posted(&store, "a", meals(Side::Offer, 4)).await;
        let does = async |deed: Deed, at| store.deed(&link("manage-a"), &deed, minute(at)).await.unwrap();
        assert_eq!(does(Deed::Pause, 1).await, Did::Done);
        assert!(store.listing(&id, minute(1)).await.unwrap().is_none());
        assert_eq!(does(Deed::Pause, 1).await, Did::NotNow);
        assert_eq!(does(Deed::Resume, 2).await, Did::Done);
        let week = 7 * 24 * 60;
        store.sweep(minute(week)).await.unwrap();
        assert!(found(&store, everything(), minute(week)).await.is_empty());
        assert_eq!(does(Deed::Renew, week + 1).await, Did::Done);
        assert_eq!(found(&store, everything(), minute(week + 2)).await, [id]);
        assert_eq!(does(Deed::Cancel, week + 3).await, Did::Done);
        assert_eq!(does(Deed::Renew, week + 4).await, Did::NotNow);
        assert_eq!(store.deed(&link("other"), &Deed::Cancel, minute(1)).await.unwrap(), Did::Unknown);
    }

    async fn an_edit_never_goes_below_what_is_taken_and_serves_who_waits(database) {
        let store = store(&database).await;
        let id = posted(&store, "a", ride(2)).await;
        asks(&store, &id, "first", 2, &[Slot::Whole], 1).await;
        assert_eq!(asks(&store, &id, "second", 1, &[Slot::Whole], 2).await, MatchState::Waiting);
        let edit = async |seats| {
            store.edit(&link("manage-a"), &ride(seats), &[], "", minute(3)).await.unwrap()
        };
        assert_eq!(edit(1).await, Did::NotNow);
        assert_eq!(match_of(&store, "second").await.state, MatchState::Waiting);
        assert_eq!(edit(3).await, Did::Done);
        assert_eq!(match_of(&store, "second").await.state, MatchState::Proposed);
        let other = store.edit(&link("manage-a"), &meals(Side::Offer, 9), &[], "", minute(3)).await.unwrap();
        assert_eq!(other, Did::NotNow, "another kind");
    }

    async fn three_reports_hold_and_evidence_outlives_the_listing(database) {
        let store = store(&database).await;
        let id = posted(&store, "a", meals(Side::Offer, 4)).await;
        for n in 1..=3 {
            assert!(store.listing(&id, minute(1)).await.unwrap().is_some(), "before report {n}");
            let what = Reported::Listing(id.clone());
            assert_eq!(store.report(&what, "Un prix", minute(n)).await.unwrap(), Did::Done);
        }
        assert!(store.listing(&id, minute(4)).await.unwrap().is_none());
        let managed = store.managed(&link("manage-a"), minute(4)).await.unwrap().unwrap();
        assert_eq!((managed.hold, managed.listing.moderation), (vec![HoldReason::Reported], Moderation::Held));
        assert_eq!(store.erase(&link("manage-a"), minute(5)).await.unwrap(), Did::Done);
        assert!(store.managed(&link("manage-a"), minute(5)).await.unwrap().is_none());
        assert!(store.owner(&id).await.unwrap().is_none());
        let reports = crate::schema::count(store.db(), "exchange_report").await;
        let evidence = crate::schema::count(store.db(), "exchange_report_contact").await;
        assert_eq!((reports, evidence), (3, 6));
        for table in ["exchange_listing", "exchange_contact", "exchange_letter", "exchange_word", "exchange_slot"] {
            assert_eq!(crate::schema::count(store.db(), table).await, 0, "{table}");
        }
    }

    async fn a_lost_link_is_replaced_and_a_reminder_adds_one(database) {
        let store = store(&database).await;
        let id = posted(&store, "a", meals(Side::Offer, 4)).await;
        let open = store.open_listings_of(&ContactHash("mail-poster-a".into()), minute(1)).await.unwrap();
        assert_eq!(open.len(), 1);
        store.relink(&[(id.clone(), link("new"))], &letter(), minute(1)).await.unwrap();
        assert!(store.managed(&link("manage-a"), minute(1)).await.unwrap().is_none());
        assert!(store.to_remind(minute(1), 9).await.unwrap().is_empty());
        let late = minute(6 * 24 * 60 + 1);
        assert_eq!(store.to_remind(late, 9).await.unwrap().len(), 1);
        store.reminded(&id, &link("third"), Some(&letter()), late).await.unwrap();
        assert!(store.to_remind(late, 9).await.unwrap().is_empty());
        for kept in ["new", "third"] {
            assert!(store.managed(&link(kept), late).await.unwrap().is_some(), "{kept}");
        }
    }

    async fn what_is_over_for_a_month_is_forgotten(database) {
        let store = store(&database).await;
        let id = posted(&store, "a", ride(2)).await;
        asks(&store, &id, "guest", 2, &[Slot::Whole], 1).await;
        store.sweep(minute(700)).await.unwrap();
        assert!(store.managed(&link("manage-a"), minute(700)).await.unwrap().is_some());
        store.sweep(minute(701 + 30 * 24 * 60)).await.unwrap();
        for table in ["exchange_listing", "exchange_talk", "exchange_match", "exchange_contact", "exchange_letter", "exchange_pace"] {
            assert_eq!(crate::schema::count(store.db(), table).await, 0, "{table}");
        }
    }

    async fn a_letter_is_held_by_one_worker_and_goes_once_sent(database) {
        let store = store(&database).await;
        posted(&store, "a", ride(2)).await;
        let held = store.claim_letters("one", 9, minute(5), minute(1)).await.unwrap();
        assert_eq!((held.len(), held[0].attempts), (1, 0));
        assert!(store.claim_letters("two", 9, minute(5), minute(1)).await.unwrap().is_empty());
        store.settle_letter("two", &held[0].id, None).await.unwrap();
        store.settle_letter("one", &held[0].id, Some(minute(10))).await.unwrap();
        let again = store.claim_letters("two", 9, minute(15), minute(10)).await.unwrap();
        assert_eq!((again.len(), again[0].attempts), (1, 1));
        store.settle_letter("two", &again[0].id, None).await.unwrap();
        assert!(store.claim_letters("two", 9, minute(99), minute(20)).await.unwrap().is_empty());
    }
}
