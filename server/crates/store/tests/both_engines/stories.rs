//! How messages become threads, whatever the order in which they arrive.

use std::collections::{BTreeMap, BTreeSet};

use portal::cap::{Reference, Severity};
use portal::messages::{Found, Messages as _, Publication, State, Taken, Where, join};
use portal::sources::SourceId;
use store_testing::on_both_engines;

use crate::telling::*;

on_both_engines! {
    async fn a_cancel_that_comes_first_hides_its_alert_later(database) {
        let store = store(&database).await;
        let before = store.version().await.unwrap();
        message("cancel", 10).cancels(&[("alert", 0)]).received(&store, 10).await;
        assert!(listed(&store, 11).await.is_empty());
        assert!(store.latest(&Where::Everywhere, 10).await.unwrap().is_empty());
        assert_eq!(store.version().await.unwrap(), before, "nothing is to be seen yet");

        message("alert", 0).received(&store, 12).await;
        assert!(in_force(&store, &Where::Everywhere, 13).await.is_empty());
        let thread = only(&store, 13).await;
        assert_eq!(identifiers(&thread), ["alert", "cancel"]);
        assert_eq!(state(&thread, 13), State::Cancelled);
        assert!(store.version().await.unwrap() > before);
    }

    async fn a_late_message_joins_two_threads_and_the_old_permalinks_lead_to_the_survivor(database) {
        let store = store(&database).await;
        message("first", 0).received(&store, 0).await;
        let first = only(&store, 1).await.id;
        message("third", 20).updates(&[("second", 10)]).received(&store, 20).await;
        message("fifth", 40).updates(&[("fourth", 30)]).received(&store, 40).await;
        let ids: BTreeSet<_> = listed(&store, 41).await.into_iter().map(|t| t.id).collect();
        assert_eq!(ids.len(), 3);

        // The middle of the chain: two younger threads become one, then all become the oldest.
        message("fourth", 30).updates(&[("third", 20)]).received(&store, 50).await;
        message("second", 10).updates(&[("first", 0)]).received(&store, 51).await;
        let thread = only(&store, 52).await;
        assert_eq!(thread.id, first);
        assert_eq!(identifiers(&thread), ["first", "second", "third", "fourth", "fifth"]);
        for id in ids.iter().filter(|id| **id != first) {
            let found = store.thread(id).await.unwrap();
            assert_eq!(found, Some(Found::Moved(first.clone())), "an alias of an alias too");
        }
    }

    async fn an_update_chain_is_the_same_thread_in_any_order(database) {
        let store = store(&database).await;
        for order in [[0, 1, 2, 3, 4], [4, 3, 2, 1, 0], [2, 0, 4, 1, 3], [3, 1, 4, 0, 2]] {
            let name = |i: i64| format!("{order:?}.{i}");
            for (minute, i) in (100..).zip(order) {
                let names: Vec<String> = (0..i).map(name).collect();
                let earlier: Vec<(&str, i64)> =
                    names.iter().zip(0..).map(|(name, sent)| (name.as_str(), sent)).collect();
                message(&name(i), i).updates(&earlier).received(&store, minute).await;
            }
        }
        let threads = listed(&store, 110).await;
        assert_eq!(threads.len(), 4);
        for thread in threads {
            let order: Vec<_> = thread.messages.iter().map(|m| m.alert.identity.sent).collect();
            assert_eq!(order, [minute(0), minute(1), minute(2), minute(3), minute(4)]);
        }
    }

    async fn messages_that_refer_to_the_same_missing_one_are_one_event(database) {
        let store = store(&database).await;
        message("b", 10).updates(&[("missing", 0)]).received(&store, 10).await;
        message("c", 20).updates(&[("missing", 0)]).received(&store, 20).await;
        assert_eq!(identifiers(&only(&store, 21).await), ["b", "c"]);
    }

    async fn nobody_joins_anothers_thread_by_naming_it(database) {
        let store = store(&database).await;
        message("alert", 0).received(&store, 0).await;
        let stranger = SourceId("stranger".into());
        let mut cancel = message("cancel", 10).cancels(&[("alert", 0)]);
        cancel.0.alert.identity.sender = "stranger@example.fr".into();
        cancel.received_from(&store, &stranger, 10).await;
        let thread = only(&store, 11).await;
        assert_eq!(identifiers(&thread), ["alert"]);
        assert_eq!(state(&thread, 11), State::Active);
    }

    async fn a_feeds_entry_is_completed_by_the_whole_message(database) {
        let store = store(&database).await;
        message("alert", 0).received(&store, 0).await;
        let update = || message("update", 10).updates(&[("alert", 0)]);
        let Taken::New(id) = update().entry().received(&store, 10).await else { panic!() };
        assert_eq!(listed(&store, 11).await.len(), 2);
        assert_eq!(update().received(&store, 12).await, Taken::Completed(id.clone()));

        let thread = only(&store, 13).await;
        assert_eq!(identifiers(&thread), ["alert", "update"]);
        let (whole, _) = store.message(&id).await.unwrap().unwrap();
        assert_eq!(whole.alert.identity.sender, "vigilance@example.fr");
        assert_eq!((whole.received_at, whole.confirmed_at), (minute(10), minute(12)));
        // The feed goes on telling the entry.
        assert_eq!(update().entry().received(&store, 14).await, Taken::Known(id));
    }

    async fn an_entry_that_turns_out_to_be_a_test_is_taken_back(database) {
        let store = store(&database).await;
        message("alert", 0).entry().received(&store, 0).await;
        let id = only(&store, 1).await.id;
        let version = store.version().await.unwrap();
        let withheld = Publication::Withheld("cb-eu-level=TEST".into());
        message("alert", 0).publication(withheld).received(&store, 2).await;
        assert!(listed(&store, 3).await.is_empty());
        assert_eq!(store.thread(&id).await.unwrap(), None);
        assert!(store.version().await.unwrap() > version);
    }

    async fn another_content_under_one_identity_is_noted_once_and_the_first_stays(database) {
        let store = store(&database).await;
        let Taken::New(id) = message("alert", 0).received(&store, 0).await else { panic!() };
        let other = || message("alert", 0).headline("Tout va bien");
        assert_eq!(other().received(&store, 5).await, Taken::Differs(id.clone()));
        assert_eq!(other().received(&store, 6).await, Taken::Differs(id.clone()));
        let (first, _) = store.message(&id).await.unwrap().unwrap();
        assert_eq!(first.alert.infos[0].headline.as_deref(), Some("Crue du Vidourle"));
        let [deviation] = &first.deviations[..] else { panic!("{:?}", first.deviations) };
        assert!(deviation.contains("another content"), "{deviation}");
        assert!(deviation.contains(&minute(5).rfc3339()), "{deviation}");
    }

    async fn another_envelope_around_the_same_content_is_no_difference(database) {
        let store = store(&database).await;
        let Taken::New(id) = message("alert", 0).received(&store, 0).await else { panic!() };
        let mut signed = message("alert", 0);
        signed.0.alert.signed = true;
        signed.0.alert.sent_text = "2026-11-23T20:00:00+01:00".into();
        assert_eq!(signed.received(&store, 5).await, Taken::Known(id));
    }

    async fn a_source_cannot_keep_anothers_message_back_by_sending_it_first(database) {
        let store = store(&database).await;
        let rumour = SourceId("rumour".into());
        let held = Publication::Held("prefecture news".into());
        message("alert", 0)
            .headline("Rien à signaler")
            .publication(held)
            .received_from(&store, &rumour, 0)
            .await;
        assert!(listed(&store, 1).await.is_empty());
        message("alert", 0).received(&store, 2).await;
        let thread = only(&store, 3).await;
        assert_eq!(thread.messages[0].alert.infos[0].headline.as_deref(), Some("Crue du Vidourle"));
        assert_eq!(thread.messages[0].source, meteo());
    }

    async fn held_and_withheld_messages_never_come_through_the_port(database) {
        let store = store(&database).await;
        let before = store.version().await.unwrap();
        let held = Publication::Held("a person confirms first".into());
        let withheld = Publication::Withheld("status is Test".into());
        for (name, publication) in [("held", held), ("withheld", withheld)] {
            let taken = message(name, 0).publication(publication).received(&store, 0).await;
            let Taken::New(id) = taken else { panic!() };
            assert_eq!(store.message(&id).await.unwrap(), None);
            assert_eq!(store.geometry(&id).await.unwrap(), None);
            assert_eq!(store.document(&id).await.unwrap(), None);
        }
        assert!(listed(&store, 1).await.is_empty());
        assert!(store.latest(&Where::Everywhere, 10).await.unwrap().is_empty());
        assert_eq!(store.version().await.unwrap(), before);
    }

    async fn relays_that_receive_the_same_messages_at_once_make_one_thread(database) {
        let store = store(&database).await;
        let relays: Vec<_> = (0..8_i64)
            .map(|relay| {
                let store = store.clone();
                tokio::spawn(async move {
                    let source = SourceId(format!("relay-{relay}"));
                    // Half of them see the update first.
                    for i in if relay % 2 == 0 { [0, 1] } else { [1, 0] } {
                        let told = if i == 0 {
                            message("alert", 0)
                        } else {
                            message("update", 1).updates(&[("alert", 0)])
                        };
                        told.received_from(&store, &source, 10 + relay).await;
                    }
                })
            })
            .collect();
        for relay in relays {
            relay.await.unwrap();
        }
        assert_eq!(identifiers(&only(&store, 30).await), ["alert", "update"]);
    }

    async fn a_thread_is_in_force_until_its_end_and_in_the_archive_from_then_on(database) {
        let store = store(&database).await;
        message("alert", 0).severity(Severity::Extreme).received(&store, 0).await;
        assert_eq!(in_force(&store, &Where::Everywhere, 119).await.len(), 1);
        assert_eq!(in_force(&store, &Where::Everywhere, 120).await.len(), 0);
        let thread = only(&store, 120).await;
        assert_eq!(state(&thread, 119), State::Active);
        assert_eq!(state(&thread, 120), State::Ended);
    }

    async fn the_stores_threads_are_those_that_the_domain_makes(database) {
        let store = store(&database).await;
        let mut dice = Dice(1);
        for round in 0..60 {
            let mut ids = BTreeMap::new();
            for (told, source) in universe(round, &mut dice) {
                if let Taken::New(id) = told.received_from(&store, &source, 10).await {
                    ids.insert(id.clone(), store.message(&id).await.unwrap().unwrap());
                }
            }
            let mut by_store: BTreeMap<_, BTreeSet<_>> = BTreeMap::new();
            for id in ids.keys() {
                // Where it is now, after all the others came.
                let (_, thread) = store.message(id).await.unwrap().unwrap();
                by_store.entry(thread).or_default().insert(id.clone());
            }
            let all: Vec<_> = ids.into_values().map(|(message, _)| message).collect();
            let by_domain: BTreeSet<BTreeSet<_>> = join(&all)
                .into_iter()
                .map(|group| group.into_iter().map(|i| all[i].id.clone()).collect())
                .collect();
            let by_store: BTreeSet<_> = by_store.into_values().collect();
            assert_eq!(by_store, by_domain, "round {round}: {all:#?}");
        }
    }
}

/// The same numbers at every run (Knuth's constants).
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % sides
    }

    fn maybe<T>(&mut self, value: T) -> Option<T> {
        (self.roll(2) == 0).then_some(value)
    }
}

/// A handful of messages that refer to each other, to others and to nothing, in all the shapes that feeds
/// write; apart from other rounds'.
fn universe(round: u64, dice: &mut Dice) -> Vec<(Telling, SourceId)> {
    let names = |dice: &mut Dice| match dice.roll(6) {
        0 | 1 => "none".to_owned(),
        n => format!("{round}.ABC{n}"),
    };
    (0..6)
        .map(|_| {
            let sender = format!("{}@{round}.example.fr", dice.roll(2));
            let source = SourceId(format!("{round}-{}", dice.roll(3)));
            let name = names(dice);
            let mut told = message(&name, i64::try_from(dice.roll(2)).unwrap()).by(&sender);
            for _ in 0..dice.roll(3) {
                let sender = format!("{}@{round}.example.fr", dice.roll(2));
                let sent = minute(i64::try_from(dice.roll(2)).unwrap());
                told.0.alert.references.push(Reference {
                    sender: dice.maybe(sender),
                    identifier: names(dice),
                    sent: dice.maybe(sent),
                });
            }
            (told, source)
        })
        .collect()
}
