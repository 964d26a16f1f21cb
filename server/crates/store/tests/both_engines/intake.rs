//! What is kept of a document, and when the content version rises.

use portal::Span;
use portal::messages::{Intake as _, Messages as _, Taken, Where, extent};
use portal::sources::SourceId;
use store_testing::on_both_engines;

use crate::telling::*;

on_both_engines! {
    async fn the_bytes_are_kept_as_received_and_once_per_source(database) {
        let store = store(&database).await;
        let bytes = b"\xEF\xBB\xBF<alert>\x00\xFF</alert>".to_vec();
        let keep = async |source: SourceId, at| {
            let messages = vec![message("alert", 0).0];
            store.receive(&source, document(bytes.clone()), messages, minute(at)).await.unwrap()
        };
        let (first, taken) = keep(meteo(), 0).await;
        let Taken::New(id) = &taken[0] else { panic!() };
        let (again, taken) = keep(meteo(), 5).await;
        assert_eq!(first, again);
        assert_eq!(taken, [Taken::Known(id.clone())]);
        let (other, taken) = keep(SourceId("other".into()), 6).await;
        assert_ne!(first, other);
        assert_eq!(taken, [Taken::Known(id.clone())]);

        let kept = store.document(id).await.unwrap().unwrap();
        assert_eq!((kept.id, kept.bytes), (first, bytes));
        assert_eq!(kept.received_at, minute(0));
        assert_eq!(kept.source, meteo());
        assert_eq!(kept.sha256, "4e97294b714364a9966fee0a3aec90fd46d32fce3ea743234c9b059e13d0e6e2");
    }

    async fn of_bytes_that_brought_nothing_new_only_the_last_are_kept(database) {
        let store = store(&database).await;
        let same = || vec![message("alert", 0).0];
        let (first, _) = store.receive(&meteo(), document("first"), same(), minute(0)).await.unwrap();
        let mut printed = Vec::new();
        for poll in 1..=3 {
            let bytes = format!("printed anew {poll}");
            let (id, _) = store.receive(&meteo(), document(bytes), same(), minute(poll)).await.unwrap();
            printed.push(id);
        }
        // Bytes that were let go are new when they come again; those that are kept have their first id.
        let again = async |bytes: &str| {
            store.receive(&meteo(), document(bytes), same(), minute(9)).await.unwrap().0
        };
        assert_eq!(again("printed anew 3").await, printed[2]);
        assert_eq!(again("first").await, first);
        assert_ne!(again("printed anew 1").await, printed[0]);
        assert_ne!(again("printed anew 3").await, printed[2]);
    }

    async fn what_is_taken_follows_the_order_of_the_messages(database) {
        let store = store(&database).await;
        message("b", 0).received(&store, 0).await;
        let all = ["a", "b", "c"].map(|name| message(name, 0).0);
        let (_, taken) = store
            .receive(&meteo(), document("feed"), all.into(), minute(1))
            .await
            .unwrap();
        assert!(matches!(taken[..], [Taken::New(_), Taken::Known(_), Taken::New(_)]), "{taken:?}");
    }

    async fn the_version_rises_once_for_a_document_and_not_for_what_is_known(database) {
        let store = store(&database).await;
        let first = store.version().await.unwrap();
        let feed = || ["a", "b"].map(|name| message(name, 0).0).to_vec();
        store.receive(&meteo(), document("1"), feed(), minute(1)).await.unwrap();
        assert_eq!(store.version().await.unwrap(), first + 1);
        store.receive(&meteo(), document("2"), feed(), minute(2)).await.unwrap();
        assert_eq!(store.version().await.unwrap(), first + 1);
        let thread = &in_force(&store, &Where::Everywhere, 3).await[0];
        assert_eq!(thread.messages[0].confirmed_at, minute(2), "though it was confirmed");
    }

    async fn a_confirmation_never_goes_back(database) {
        let store = store(&database).await;
        message("alert", 0).received(&store, 10).await;
        let identity = [identity("alert", minute(0))];
        store.confirm(&meteo(), &identity, minute(30)).await.unwrap();
        store.confirm(&meteo(), &identity, minute(20)).await.unwrap();
        assert_eq!(only(&store, 31).await.messages[0].confirmed_at, minute(30));
    }

    async fn without_an_expiry_a_confirmed_message_stays_in_steps_of_a_quarter(database) {
        let store = store(&database).await;
        // Review after 12 hours, so steps of 180 minutes.
        message("alert", 0).until(None).received(&store, 0).await;
        let identity = [identity("alert", minute(0))];
        let version = store.version().await.unwrap();
        for at in (10..180).step_by(10) {
            store.confirm(&meteo(), &identity, minute(at)).await.unwrap();
        }
        assert_eq!(store.version().await.unwrap(), version, "no new page at every poll");
        store.confirm(&meteo(), &identity, minute(180)).await.unwrap();
        assert_eq!(store.version().await.unwrap(), version + 1);

        // What lists say is what the messages say.
        let end = 180 + 12 * 60;
        let thread = only(&store, 181).await;
        assert_eq!(extent(&thread).ends_at, Some(minute(end)));
        assert_eq!(in_force(&store, &Where::Everywhere, end - 1).await.len(), 1);
        assert_eq!(in_force(&store, &Where::Everywhere, end).await.len(), 0);
    }

    async fn what_is_known_whole_is_told_and_an_entry_is_not(database) {
        let store = store(&database).await;
        message("whole", 0).received(&store, 0).await;
        message("entry", 0).entry().received(&store, 0).await;
        let whole = identity("whole", minute(0));
        let mut without_sender = whole.clone();
        without_sender.sender.clear();
        let asked = [
            whole.clone(),
            without_sender.clone(),
            identity("entry", minute(0)),
            identity("whole", minute(1)),
        ];
        assert_eq!(store.known(&asked).await.unwrap(), [whole, without_sender]);
    }

    async fn the_newest_of_each_series_is_found(database) {
        let store = store(&database).await;
        for (series, sent) in [("crue.vidourle", 1), ("crue.vidourle", 3), ("crue.gardon", 2)] {
            message(&format!("{series}.{sent}"), sent).received(&store, 10 - sent).await;
        }
        message("crue.vidourle.9", 9).received_from(&store, &SourceId("other".into()), 9).await;
        let newest = store.newest(&meteo()).await.unwrap();
        let names: Vec<_> = newest.iter().map(|m| m.alert.identity.identifier.as_str()).collect();
        assert_eq!(names, ["crue.gardon.2", "crue.vidourle.3"]);
        assert!(store.newest(&SourceId("none".into())).await.unwrap().is_empty());
    }

    async fn absurd_identifiers_are_kept_and_found_again(database) {
        let store = store(&database).await;
        for name in ["x".repeat(100_000), "nul\0nul".into(), String::new(), "'; --".into()] {
            let Taken::New(id) = message(&name, 0).received(&store, 0).await else { panic!() };
            assert_eq!(message(&name, 0).received(&store, 1).await, Taken::Known(id.clone()));
            let cancel = message("cancel", 2).cancels(&[(&name, 0)]);
            let mut cancel = cancel.by("vigilance@example.fr");
            cancel.0.alert.identity.identifier = format!("cancel of {}", name.len());
            cancel.received(&store, 2).await;
            let (kept, thread_id) = store.message(&id).await.unwrap().unwrap();
            assert_eq!(kept.alert.identity.identifier, name);
            assert_eq!(thread(&store, &thread_id).await.messages.len(), 2);
        }
    }

    async fn a_review_deadline_of_zero_does_no_harm(database) {
        let store = store(&database).await;
        let mut told = message("alert", 0).until(None);
        told.0.review_after = Span(0);
        told.received(&store, 0).await;
        store.confirm(&meteo(), &[identity("alert", minute(0))], minute(1)).await.unwrap();
    }
}
