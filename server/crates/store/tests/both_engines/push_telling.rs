//! Who is told what: once, loudly only what is worse or new to a device, quietly the rest.

use desk::access::JudgeHeld;
use desk::held::{Confirmation, Held as _};
use portal::cap::Severity;
use portal::messages::{Colour, Messages as _, Publication, Taken};
use portal::push::{Outbox as _, Outcome, Plan, Tellings as _};
use store_testing::on_both_engines;

use crate::push::*;
use crate::steering::proof;
use crate::telling::*;

on_both_engines! {
    async fn those_who_follow_the_place_at_that_colour_are_told_once_and_nobody_else(database) {
        let store = store(&database).await;
        let commune = device_from(&store, "commune", &["30189", "D30"], Colour::Orange).await;
        let departement = device(&store, "departement", &["D30"]).await;
        device_from(&store, "only red", &["30189"], Colour::Red).await;
        device(&store, "elsewhere", &["34172", "D34"]).await;
        let version = store.version().await.unwrap();
        message("flood", 0).received(&store, 1).await;
        let raised = store.version().await.unwrap();
        assert!(raised > version);
        assert_eq!(store.reach(&plan_of(&store, 1).await).await.unwrap(), 2);
        assert_eq!(work(&store, 1).await, [(commune, true), (departement, true)]);
        assert_eq!(work(&store, 2).await, []);
        assert_eq!(work(&store, 60).await, []);
        let told = newest(&store).await;
        assert_eq!((told.expected, told.sent, told.superseded), (2, 2, false));
        assert_eq!(told.done_at, Some(minute(1)));
        assert_eq!(store.version().await.unwrap(), raised, "no page changes by it");
    }

    async fn what_is_not_public_is_told_to_nobody_until_somebody_confirms_it(database) {
        let store = store(&database).await;
        let id = device(&store, "a", &["30189"]).await;
        let held = message("news", 0).publication(Publication::Held("a person has to look".into()));
        let Taken::New(message) = held.received(&store, 1).await else { panic!() };
        assert!(store.waiting(minute(1)).await.unwrap().is_empty());
        let by = proof::<JudgeHeld>(&store, "chief").await;
        store.confirm_held(&by, &message, &Confirmation::default(), minute(2)).await.unwrap();
        assert_eq!(store.waiting(minute(2)).await.unwrap()[0].message, message);
        assert_eq!(work(&store, 2).await, [(id, true)]);
    }

    async fn a_message_received_again_is_not_told_again(database) {
        let store = store(&database).await;
        device(&store, "a", &["30189"]).await;
        message("flood", 0).received(&store, 1).await;
        assert_eq!(work(&store, 1).await.len(), 1);
        message("flood", 0).received(&store, 30).await;
        assert!(store.waiting(minute(30)).await.unwrap().is_empty());
    }

    async fn an_update_is_quiet_unless_it_is_worse(database) {
        let store = store(&database).await;
        let id = device(&store, "a", &["30189"]).await;
        message("1", 0).received(&store, 0).await;
        assert_eq!(work(&store, 0).await, [(id.clone(), true)]);
        message("2", 20).updates(&[("1", 0)]).headline("Autre").received(&store, 20).await;
        assert_eq!(work(&store, 20).await, [(id.clone(), false)], "other words");
        message("3", 40).updates(&[("2", 20)]).severity(Severity::Extreme).received(&store, 40).await;
        assert_eq!(work(&store, 40).await, [(id.clone(), true)], "red");
        message("4", 60).updates(&[("3", 40)]).severity(Severity::Moderate).received(&store, 60).await;
        assert_eq!(work(&store, 60).await, [(id.clone(), false)], "yellow again");
        message("5", 80).updates(&[("4", 60)]).received(&store, 80).await;
        assert_eq!(work(&store, 80).await, [(id, false)], "orange was told before");
    }

    async fn a_downgrade_below_the_threshold_is_still_told_quietly_to_who_was_told(database) {
        let store = store(&database).await;
        let id = device_from(&store, "a", &["30189"], Colour::Orange).await;
        device_from(&store, "red", &["30189"], Colour::Red).await;
        message("1", 0).received(&store, 0).await;
        assert_eq!(work(&store, 0).await.len(), 1);
        message("2", 20).updates(&[("1", 0)]).severity(Severity::Moderate).received(&store, 20).await;
        assert_eq!(work(&store, 20).await, [(id, false)]);
    }

    async fn an_area_that_grows_is_told_loudly_at_once_to_whom_it_newly_holds(database) {
        let store = store(&database).await;
        let nimes = device(&store, "nimes", &["30189"]).await;
        let ales = device(&store, "ales", &["30007"]).await;
        message("1", 0).at(commune("30189")).received(&store, 0).await;
        assert_eq!(work(&store, 0).await, [(nimes.clone(), true)]);
        message("2", 1).updates(&[("1", 0)]).received(&store, 1).await;
        assert_eq!(work(&store, 1).await, [(nimes, false), (ales, true)], "without a pause");
    }

    async fn a_quiet_update_waits_ten_minutes_and_the_last_one_wins(database) {
        let store = store(&database).await;
        let id = device(&store, "a", &["30189"]).await;
        message("1", 0).received(&store, 0).await;
        work(&store, 0).await;
        message("2", 1).updates(&[("1", 0)]).headline("Autre").received(&store, 1).await;
        assert_eq!(work(&store, 1).await, []);
        assert!(store.waiting(minute(2)).await.unwrap().is_empty(), "it is put off");
        message("3", 3).updates(&[("2", 1)]).headline("Encore").received(&store, 3).await;
        assert_eq!(work(&store, 3).await, []);
        assert_eq!(work(&store, 10).await, [(id, false)]);
        assert_eq!(work(&store, 30).await, []);
    }

    async fn a_source_that_flaps_tells_once(database) {
        let store = store(&database).await;
        device(&store, "a", &["30189"]).await;
        message("1", 0).received(&store, 0).await;
        assert_eq!(work(&store, 0).await.len(), 1);
        message("2", 1).updates(&[("1", 0)]).headline("Autre").until(Some(120)).received(&store, 1).await;
        assert_eq!(work(&store, 1).await, []);
        message("3", 2).updates(&[("2", 1)]).until(Some(120)).received(&store, 2).await;
        for at in [2, 10, 20, 60] {
            assert_eq!(work(&store, at).await, [], "minute {at}");
        }
        assert_eq!(newest(&store).await.done_at, Some(minute(10)));
    }

    async fn while_a_telling_is_expanded_a_quiet_update_does_not_break_in(database) {
        let store = store(&database).await;
        for name in ["a", "b", "c"] {
            device(&store, name, &["30189"]).await;
        }
        message("1", 0).received(&store, 0).await;
        let telling = begin(&store, 0).await.remove(0);
        store.expand(&telling, 1, minute(0)).await.unwrap();
        message("2", 1).updates(&[("1", 0)]).headline("Autre").received(&store, 1).await;
        assert!(begin(&store, 1).await.is_empty());
        assert_eq!(store.expanding().await.unwrap(), [telling]);
        assert_eq!(work(&store, 2).await.len(), 3);
    }

    async fn an_update_is_loud_when_what_came_before_it_did_not_arrive(database) {
        let store = store(&database).await;
        let failed = device(&store, "failed", &["30189"]).await;
        let arrived = device(&store, "arrived", &["30189"]).await;
        message("1", 0).received(&store, 0).await;
        expand(&store, 0).await;
        let mut on_their_way = claim(&store, 0).await;
        message("2", 20).updates(&[("1", 0)]).headline("Autre").received(&store, 20).await;
        expand(&store, 20).await;
        on_their_way.sort_by_key(|letter| letter.subscription != failed);
        settle(&store, &on_their_way[..1], Outcome::Again(minute(21)), 20).await;
        settle(&store, &on_their_way[1..], Outcome::Sent, 20).await;
        assert_eq!(work(&store, 20).await, [(failed, true), (arrived, false)]);
    }

    async fn the_end_is_told_to_exactly_those_who_were_told(database) {
        let store = store(&database).await;
        let told = device(&store, "told", &["30189"]).await;
        message("1", 0).received(&store, 0).await;
        work(&store, 0).await;
        device(&store, "later", &["30189"]).await;
        message("2", 20).cancels(&[("1", 0)]).received(&store, 20).await;
        assert_eq!(work(&store, 20).await, [(told, false)]);
        message("2", 20).cancels(&[("1", 0)]).received(&store, 40).await;
        assert_eq!(work(&store, 40).await, []);
    }

    async fn a_false_alarm_is_withdrawn_at_once(database) {
        let store = store(&database).await;
        let id = device(&store, "a", &["30189"]).await;
        message("1", 0).received(&store, 0).await;
        work(&store, 0).await;
        message("2", 1).cancels(&[("1", 0)]).received(&store, 1).await;
        assert_eq!(work(&store, 1).await, [(id, false)]);
    }

    async fn the_end_is_told_also_to_whom_a_delivery_is_on_its_way_and_not_to_whom_it_only_waited_for(database) {
        let store = store(&database).await;
        device(&store, "a", &["30189"]).await;
        device(&store, "b", &["30189"]).await;
        message("1", 0).received(&store, 0).await;
        expand(&store, 0).await;
        let on_its_way = claim_as(&store, WORKER, 1, 0).await;
        message("2", 20).cancels(&[("1", 0)]).received(&store, 20).await;
        expand(&store, 20).await;
        let letters = claim_as(&store, "another", 10, 20).await;
        assert_eq!(whom(&letters), [(on_its_way[0].subscription.clone(), false)]);
    }

    async fn what_follows_an_end_is_loud_again(database) {
        let store = store(&database).await;
        let id = device(&store, "a", &["30189"]).await;
        message("1", 0).received(&store, 0).await;
        work(&store, 0).await;
        message("2", 20).cancels(&[("1", 0)]).received(&store, 20).await;
        assert_eq!(work(&store, 20).await, [(id.clone(), false)]);
        message("3", 21).updates(&[("1", 0)]).received(&store, 21).await;
        assert!(matches!(plan_of(&store, 21).await, Plan::Alert { .. }));
        assert_eq!(work(&store, 21).await, [(id, true)], "at once");
    }

    async fn a_newer_telling_makes_the_older_void(database) {
        let store = store(&database).await;
        let a = device(&store, "a", &["30189"]).await;
        let b = device(&store, "b", &["30189"]).await;
        message("1", 0).received(&store, 0).await;
        expand(&store, 0).await;
        let first = claim_as(&store, WORKER, 1, 0).await;
        settle(&store, &first, Outcome::Sent, 0).await;
        message("2", 1).updates(&[("1", 0)]).severity(Severity::Extreme).received(&store, 1).await;
        expand(&store, 1).await;
        let letters = claim(&store, 1).await;
        assert_eq!(whom(&letters), [(a, true), (b, true)], "one each, both of the newer one");
        assert!(letters.iter().all(|l| l.fanout != first[0].fanout));
        let [newer, older] = &store.tellings(2).await.unwrap()[..] else { panic!() };
        assert_eq!((older.superseded, older.sent, older.lapsed), (true, 1, 0));
        assert!(!newer.superseded);
    }

    async fn of_several_messages_of_a_thread_only_the_newest_waits(database) {
        let store = store(&database).await;
        device(&store, "a", &["30189"]).await;
        message("1", 0).received(&store, 0).await;
        message("2", 1).updates(&[("1", 0)]).received(&store, 1).await;
        assert_eq!(store.waiting(minute(0)).await.unwrap(), [], "its time has not come");
        assert_eq!(store.waiting(minute(1)).await.unwrap().len(), 1);
        assert_eq!(work(&store, 1).await.len(), 1);
        assert!(store.waiting(minute(1)).await.unwrap().is_empty());
    }

    async fn threads_that_turn_out_to_be_one_have_told_what_each_of_them_told(database) {
        let store = store(&database).await;
        let id = device(&store, "a", &["30189"]).await;
        let other = device(&store, "b", &["34172"]).await;
        message("1", 0).received(&store, 0).await;
        message("2", 0).at(commune("34172")).received(&store, 0).await;
        assert_eq!(work(&store, 0).await.len(), 2);
        message("3", 20).updates(&[("1", 0), ("2", 0)]).headline("Une seule crue").received(&store, 20).await;
        assert_eq!(listed(&store, 20).await.len(), 1);
        assert_eq!(work(&store, 20).await, [(id, false), (other, false)]);
    }

    async fn what_is_over_is_told_to_nobody(database) {
        let store = store(&database).await;
        device(&store, "a", &["30189"]).await;
        message("1", 0).received(&store, 0).await;
        assert_eq!(work(&store, 121).await, []);
        assert!(store.waiting(minute(121)).await.unwrap().is_empty(), "and waits no more");
    }
}
