//! Devices: kept once, found by their link only, gone for ever, forgotten altogether.

use portal::messages::Colour;
use portal::push::{
    Endpoint, Outbox as _, Outcome, PushKeys, Services, Subscribed, Subscriptions as _,
    Tellings as _, TestAsked, TestState,
};
use store_testing::on_both_engines;

use crate::push::*;
use crate::telling::*;

on_both_engines! {
    async fn a_device_is_kept_as_it_chose_and_found_by_its_link_only(database) {
        let store = store(&database).await;
        let id = device_from(&store, "a", &["30189", "D34"], Colour::Orange).await;
        let kept = store.subscription(&link("a")).await.unwrap().unwrap();
        assert_eq!((kept.id, kept.origin.as_str()), (id, ORIGIN));
        assert_eq!(kept.follow, follow(&["30189", "D34"], Colour::Orange));
        assert_eq!((kept.created_at, kept.last_ok_at, kept.gone_at), (minute(-10), None, None));
        assert!(store.subscription(&link("b")).await.unwrap().is_none());
        assert_eq!(store.devices().await.unwrap(), [(ORIGIN.to_owned(), 1)]);
    }

    async fn subscribing_again_is_the_same_device_with_its_new_choice_and_link(database) {
        let store = store(&database).await;
        let first = device(&store, "a", &["30189"]).await;
        let mut again = new("a", &["34172"], Colour::Red);
        again.manage = link("other");
        assert_eq!(store.subscribe(&again, minute(0)).await.unwrap(), Subscribed::Kept(first));
        assert!(store.subscription(&link("a")).await.unwrap().is_none(), "the old link is void");
        let kept = store.subscription(&link("other")).await.unwrap().unwrap();
        assert_eq!(kept.follow, follow(&["34172"], Colour::Red));
        message("flood", 0).received(&store, 1).await;
        assert_eq!(work(&store, 1).await, [], "what it no longer follows");
    }

    async fn another_choice_takes_the_place_of_the_first(database) {
        let store = store(&database).await;
        let id = device(&store, "a", &["34172"]).await;
        let choice = follow(&["30189"], Colour::Orange);
        assert!(store.change(&link("a"), &choice, minute(0)).await.unwrap());
        assert!(!store.change(&link("nobody"), &choice, minute(0)).await.unwrap());
        assert_eq!(store.subscription(&link("a")).await.unwrap().unwrap().follow, choice);
        message("flood", 0).received(&store, 1).await;
        message("south", 0).at(commune("34172")).received(&store, 1).await;
        assert_eq!(work(&store, 1).await, [(id, true)]);
    }

    async fn a_removed_device_leaves_nothing_behind_and_is_told_nothing_more(database) {
        let store = store(&database).await;
        let stays = device(&store, "stays", &["30189"]).await;
        device(&store, "goes", &["30189"]).await;
        store.ask_test(&link("goes"), "receipt", minute(0)).await.unwrap();
        message("flood", 0).received(&store, 1).await;
        assert_eq!(expand(&store, 1).await, 2);
        assert!(store.remove(&link("goes")).await.unwrap());
        assert!(!store.remove(&link("goes")).await.unwrap());
        let letters = claim(&store, 2).await;
        assert_eq!(whom(&letters), [(stays, true)]);
        settle(&store, &letters, Outcome::Sent, 2).await;
        let told = newest(&store).await;
        assert_eq!((told.expected, told.sent, told.done_at), (1, 1, Some(minute(2))));
        assert_eq!(store.devices().await.unwrap(), [(ORIGIN.to_owned(), 1)]);
        // It may come back: nothing is known of it any more.
        assert!(matches!(
            store.subscribe(&new("goes", &["30189"], Colour::Red), minute(3)).await.unwrap(),
            Subscribed::Kept(_)
        ));
    }

    async fn a_gone_device_is_written_to_no_more_and_never_comes_back(database) {
        let store = store(&database).await;
        device(&store, "a", &["30189"]).await;
        message("flood", 0).received(&store, 1).await;
        message("other", 0).received(&store, 1).await;
        assert_eq!(expand(&store, 1).await, 2);
        let letters = claim_as(&store, WORKER, 1, 1).await;
        settle(&store, &letters, Outcome::Gone, 2).await;
        assert!(claim(&store, 3).await.is_empty(), "what else was to be sent is not");
        for telling in store.tellings(10).await.unwrap() {
            assert_eq!((telling.gone, telling.done_at), (1, Some(minute(2))));
        }
        assert_eq!(store.devices().await.unwrap(), []);
        let kept = store.subscription(&link("a")).await.unwrap().unwrap();
        assert_eq!(kept.gone_at, Some(minute(2)), "its page says so until it is swept");
        let back = new("a", &["30189"], Colour::Yellow);
        assert_eq!(store.subscribe(&back, minute(4)).await.unwrap(), Subscribed::Gone);
        store.sweep(minute(5)).await.unwrap();
        assert!(store.subscription(&link("a")).await.unwrap().is_none());
        assert_eq!(store.subscribe(&back, minute(6)).await.unwrap(), Subscribed::Gone);
        assert!(!store.change(&link("a"), &back.follow, minute(6)).await.unwrap());
    }

    async fn a_replaced_address_keeps_choice_and_link_and_what_is_under_way_goes_there(database) {
        let store = store(&database).await;
        let id = device(&store, "a", &["30189"]).await;
        message("flood", 0).received(&store, 1).await;
        expand(&store, 1).await;
        let to_the_old = claim(&store, 1).await;
        let text = "https://updates.push.services.mozilla.com/wpush/new";
        let address = Endpoint::parse(text, &Services::default()).unwrap();
        let keys = PushKeys { p256dh: [4; 65], auth: [1; 16] };
        let old = endpoint("a");
        assert!(!store.replace("https://unknown", &address, &keys, "key", minute(2)).await.unwrap());
        assert!(store.replace(old.url(), &address, &keys, "key", minute(2)).await.unwrap());
        // The old address answers 410 after that: that is not the device's end.
        settle(&store, &to_the_old, Outcome::Gone, 2).await;
        let kept = store.subscription(&link("a")).await.unwrap().unwrap();
        assert_eq!((kept.id.clone(), kept.gone_at), (id, None));
        assert_eq!(kept.origin, "https://updates.push.services.mozilla.com");
        let letters = store.claim(WORKER, &kept.origin, 10, minute(9), minute(4)).await.unwrap();
        assert_eq!(letters.len(), 1);
        assert_eq!((letters[0].endpoint.as_str(), letters[0].keys.auth), (text, [1; 16]));
    }

    async fn a_test_goes_through_the_outbox_and_its_receipt_comes_back(database) {
        let store = store(&database).await;
        let id = device(&store, "a", &["30189"]).await;
        device(&store, "b", &["30189"]).await;
        let TestAsked::Asked(test) = store.ask_test(&link("a"), "receipt", minute(0)).await.unwrap() else { panic!() };
        let state = async || store.test(&link("a"), &test).await.unwrap();
        assert_eq!(state().await, Some(TestState::Waiting));
        assert_eq!(store.test(&link("b"), &test).await.unwrap(), None, "it is not theirs");
        let letters = claim(&store, 0).await;
        assert_eq!(letters.len(), 1);
        assert!(
            matches!(&letters[0].said, portal::push::Said::Test(receipt) if receipt == "receipt")
        );
        assert_eq!(letters[0].subscription, id);
        settle(&store, &letters, Outcome::Sent, 0).await;
        assert_eq!(state().await, Some(TestState::Sent));
        store.arrived("another", minute(0)).await.unwrap();
        assert_eq!(state().await, Some(TestState::Sent));
        store.arrived("receipt", minute(0)).await.unwrap();
        assert_eq!(state().await, Some(TestState::Arrived));
        assert!(store.tellings(10).await.unwrap().is_empty(), "the desk lists tellings of threads");
        let ok = store.subscription(&link("a")).await.unwrap().unwrap().last_ok_at;
        assert_eq!(ok, Some(minute(0)));
    }

    async fn a_test_is_asked_once_a_minute_by_a_live_device_and_its_refusal_is_told(database) {
        let store = store(&database).await;
        device(&store, "a", &["30189"]).await;
        let TestAsked::Asked(test) = store.ask_test(&link("a"), "r1", second(0)).await.unwrap() else { panic!() };
        assert_eq!(store.ask_test(&link("a"), "r2", second(59)).await.unwrap(), TestAsked::TooSoon);
        assert_eq!(store.ask_test(&link("b"), "r3", second(59)).await.unwrap(), TestAsked::Unknown);
        let asked = store.ask_test(&link("a"), "r4", second(60)).await.unwrap();
        assert!(matches!(asked, TestAsked::Asked(_)));
        let letters = claim(&store, 1).await;
        settle(&store, &letters, Outcome::Gone, 1).await;
        assert_eq!(store.test(&link("a"), &test).await.unwrap(), Some(TestState::Refused(Some(410))));
        assert_eq!(store.ask_test(&link("a"), "r5", minute(9)).await.unwrap(), TestAsked::Unknown);
    }
}
