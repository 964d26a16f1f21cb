//! What a person has to confirm: decided once, by who may, with its audit entry.

use desk::access::JudgeHeld;
use desk::audit::{Audit as _, Verifier};
use desk::held::{Confirmation, Held as _, HeldError};
use portal::cap::{Identity, Severity};
use portal::messages::{
    Completeness, Found, Intake as _, Message, MessageId, Messages as _, NewDocument, NewMessage,
    Publication, Taken, Thread, ThreadId, Where,
};
use portal::places::Dep;
use portal::sources::SourceId;
use store::Store;
use store_testing::on_both_engines;

use crate::steering::{proof, staff, suspend};
use crate::telling::*;

/// A news item of the prefecture, held.
fn news(identifier: &str, sent: i64) -> NewMessage {
    let mut new = message(identifier, sent).0;
    new.publication = Publication::Held("a person has to look".into());
    new
}

/// What a source that is set to hold tells.
fn told() -> Telling {
    message("told", 0).publication(Publication::Held("publish = \"hold\"".into()))
}

/// Takes one message in at a minute; gives its id.
async fn take(store: &Store, new: NewMessage, at: i64) -> MessageId {
    let document = NewDocument {
        url: "https://example.fr/".into(),
        content_type: None,
        bytes: new.alert.identity.identifier.clone().into_bytes(),
    };
    let (_, taken) = store
        .receive(&meteo(), document, vec![new], minute(at))
        .await
        .unwrap();
    match taken.into_iter().next().unwrap() {
        portal::messages::Taken::New(id) => id,
        other => panic!("{other:?}"),
    }
}

async fn threads(store: &Store, place: &Where, at: i64) -> Vec<Thread> {
    store.in_force(place, minute(at)).await.unwrap()
}

async fn public(store: &Store, id: &MessageId) -> Option<(Message, ThreadId)> {
    store.message(id).await.unwrap()
}

async fn actions(store: &Store) -> Vec<String> {
    let entries = store.entries_after(0, 100).await.unwrap();
    let mut verifier = Verifier::default();
    for entry in &entries {
        verifier.next(entry).unwrap();
    }
    entries.into_iter().map(|e| e.action).collect()
}

on_both_engines! {
    async fn what_waits_is_listed_newest_first_and_seen_by_no_resident(database) {
        let store = store(&database).await;
        let by = proof::<JudgeHeld>(&store, "chief").await;
        let old = take(&store, news("a", 0), 1).await;
        let new = take(&store, news("b", 0), 2).await;
        take(&store, message("public", 0).0, 3).await;
        let queue: Vec<_> = store.held(&by, 10).await.unwrap();
        let ids: Vec<_> = queue.iter().map(|i| i.message.id.clone()).collect();
        assert_eq!(ids, [new.clone(), old.clone()]);
        assert_eq!(queue[0].geometry, vec![news("b", 0).alert.infos[0].areas.clone()]);
        assert_eq!(store.held(&by, 1).await.unwrap().len(), 1);
        assert_eq!(store.held_count().await.unwrap(), 2);
        assert!(public(&store, &old).await.is_none());
    }

    async fn confirming_makes_a_message_public_in_its_thread_and_raises_the_version(database) {
        let store = store(&database).await;
        let by = proof::<JudgeHeld>(&store, "communicator").await;
        let first = take(&store, message("flood", 0).0, 0).await;
        let (_, thread) = public(&store, &first).await.unwrap();
        let mut update = message("flood-2", 5).updates(&[("flood", 0)]).0;
        update.publication = Publication::Held("a person has to look".into());
        let id = take(&store, update, 5).await;
        let version = store.version().await.unwrap();
        let home = store.confirm_held(&by, &id, &Confirmation::default(), minute(6)).await.unwrap();
        assert_eq!(home, thread, "its references tell which event it belongs to");
        let (message, joined) = public(&store, &id).await.unwrap();
        assert_eq!((message.publication, joined), (Publication::Public, thread));
        assert!(store.version().await.unwrap() > version);
        assert_eq!(store.geometry(&id).await.unwrap().unwrap()[0][0].polygons.len(), 1, "its shape stays");
        assert_eq!(store.held_count().await.unwrap(), 0);
        assert!(store.held_item(&by, &id).await.unwrap().is_none());
    }

    async fn other_areas_are_where_residents_find_it_and_its_text_stays(database) {
        let store = store(&database).await;
        let by = proof::<JudgeHeld>(&store, "chief").await;
        let id = take(&store, news("a", 0), 0).await;
        let how = Confirmation { places: Some(commune("34172")), thread: None };
        store.confirm_held(&by, &id, &how, minute(1)).await.unwrap();
        let (message, _) = public(&store, &id).await.unwrap();
        assert_eq!(message.places(0), commune("34172"));
        assert_eq!(message.alert.infos[0].areas[0].desc, "Gard");
        assert_eq!(threads(&store, &Where::Departement(Dep("34".into())), 2).await.len(), 1);
        assert_eq!(threads(&store, &Where::Departement(Dep("30".into())), 2).await.len(), 0);
    }

    async fn a_chosen_event_takes_a_message_without_references(database) {
        let store = store(&database).await;
        let by = proof::<JudgeHeld>(&store, "chief").await;
        let first = take(&store, message("flood", 0).0, 0).await;
        let (_, thread) = public(&store, &first).await.unwrap();
        let id = take(&store, news("news", 1), 1).await;
        let unknown = Confirmation { places: None, thread: Some(ThreadId("nowhere".into())) };
        let refused = store.confirm_held(&by, &id, &unknown, minute(2)).await;
        assert!(matches!(refused, Err(HeldError::UnknownThread)), "{refused:?}");
        assert_eq!(store.held_count().await.unwrap(), 1, "nothing was changed");
        let how = Confirmation { places: None, thread: Some(thread.clone()) };
        assert_eq!(store.confirm_held(&by, &id, &how, minute(2)).await.unwrap(), thread);
        let Some(Found::Thread(found)) = store.thread(&thread).await.unwrap() else { panic!() };
        assert_eq!(found.messages.len(), 2);
    }

    async fn a_decision_happens_once_even_when_two_decide_at_the_same_moment(database) {
        let store = store(&database).await;
        let (a, b) = (proof::<JudgeHeld>(&store, "chief").await, proof::<JudgeHeld>(&store, "communicator").await);
        let id = take(&store, news("a", 0), 0).await;
        let how = Confirmation::default();
        let (confirmed, dismissed) = tokio::join!(
            store.confirm_held(&a, &id, &how, minute(1)),
            store.dismiss_held(&b, &id, "déjà dit", minute(1)),
        );
        assert!(confirmed.is_ok() != dismissed.is_ok(), "{confirmed:?} {dismissed:?}");
        assert!(matches!(confirmed, Ok(_) | Err(HeldError::Gone)));
        assert!(matches!(dismissed, Ok(()) | Err(HeldError::Gone)));
        assert_eq!(actions(&store).await.len(), 1, "one deed, one entry");
        let again = store.confirm_held(&a, &id, &how, minute(2)).await;
        assert!(matches!(again, Err(HeldError::Gone)));
        let never = store.dismiss_held(&a, &MessageId("never".into()), "x", minute(2)).await;
        assert!(matches!(never, Err(HeldError::Gone)));
    }

    async fn a_dismissed_message_is_never_public_and_the_reason_is_in_the_audit(database) {
        let store = store(&database).await;
        let by = proof::<JudgeHeld>(&store, "chief").await;
        let id = take(&store, news("a", 0), 0).await;
        store.dismiss_held(&by, &id, "vœux du préfet", minute(1)).await.unwrap();
        // The source still carries it: that changes nothing.
        let identity: Identity = news("a", 0).alert.identity;
        store.confirm(&meteo(), &[identity], minute(5)).await.unwrap();
        assert!(public(&store, &id).await.is_none());
        assert_eq!(store.held_count().await.unwrap(), 0);
        let entry = store.entries_after(0, 10).await.unwrap().remove(0);
        assert_eq!((entry.action.as_str(), &entry.subject), ("held.dismiss", &id.0));
        assert!(entry.after.contains("vœux du préfet") && entry.actor == "chief");
    }

    async fn a_confirmation_tells_in_the_audit_what_changed(database) {
        let store = store(&database).await;
        let by = proof::<JudgeHeld>(&store, "chief").await;
        let id = take(&store, news("a", 0), 0).await;
        let how = Confirmation { places: Some(commune("34172")), thread: None };
        let home = store.confirm_held(&by, &id, &how, minute(1)).await.unwrap();
        assert_eq!(actions(&store).await, ["held.confirm"]);
        let entry = store.entries_after(0, 10).await.unwrap().remove(0);
        assert!(entry.before.contains("\"30\"") && entry.before.contains("a person has to look"));
        assert!(entry.after.contains("34172") && entry.after.contains(&home.0));
    }

    async fn what_was_released_as_an_entry_stays_public_where_they_said_when_it_comes_whole(database) {
        let store = store(&database).await;
        let by = proof::<JudgeHeld>(&store, "chief").await;
        let id = take(&store, told().entry().0, 0).await;
        let how = Confirmation { places: Some(commune("34172")), thread: None };
        let home = store.confirm_held(&by, &id, &how, minute(1)).await.unwrap();
        let whole = told().headline("Crue du Vidourle : mettez-vous à l'abri");
        assert_eq!(whole.received(&store, 2).await, Taken::Completed(id.clone()));
        let (message, thread) = public(&store, &id).await.unwrap();
        assert_eq!((thread, message.completeness), (home, Completeness::Full));
        assert_eq!(message.places(0), commune("34172"));
        assert_eq!(message.alert.infos[0].headline.as_deref(), Some("Crue du Vidourle : mettez-vous à l'abri"));
        assert_eq!(threads(&store, &Where::Departement(Dep("34".into())), 3).await.len(), 1);
        assert_eq!(store.held_count().await.unwrap(), 0);
        assert_eq!(actions(&store).await, ["held.confirm"]);
    }

    async fn what_was_set_aside_as_an_entry_stays_so_whole_and_however_its_source_is_set(database) {
        let store = store(&database).await;
        let by = proof::<JudgeHeld>(&store, "chief").await;
        let id = take(&store, told().entry().0, 0).await;
        store.dismiss_held(&by, &id, "déjà dit", minute(1)).await.unwrap();
        told().received(&store, 2).await;
        assert!(public(&store, &id).await.is_none());
        told().publication(Publication::Public).headline("Encore").received(&store, 3).await;
        assert!(public(&store, &id).await.is_none());
        assert_eq!(store.held_count().await.unwrap(), 0);
        assert_eq!(actions(&store).await, ["held.dismiss"]);
        // What another source publishes by itself, nobody keeps from residents by sending it first.
        told().publication(Publication::Public).received_from(&store, &SourceId("crues".into()), 4).await;
        assert!(public(&store, &id).await.is_some());
        assert_eq!(actions(&store).await, ["held.dismiss", "held.reopen"]);
    }

    async fn a_whole_message_that_tells_otherwise_than_its_entry_waits_again_and_says_why(database) {
        let whole = [
            ("type", told().updates(&[("before", -5)])),
            ("severity", told().severity(Severity::Extreme)),
            ("time", told().until(Some(600))),
            ("place", told().at(departement("34"))),
        ];
        let store = store(&database).await;
        let by = proof::<JudgeHeld>(&store, "chief").await;
        for (n, (what, mut whole)) in whole.into_iter().enumerate() {
            for release in [true, false] {
                let identifier = format!("{n}-{release}");
                let mut entry = told().entry();
                entry.0.alert.identity.identifier.clone_from(&identifier);
                whole.0.alert.identity.identifier = identifier;
                let id = take(&store, entry.0, 0).await;
                let home = if release {
                    Some(store.confirm_held(&by, &id, &Confirmation::default(), minute(1)).await.unwrap())
                } else {
                    store.dismiss_held(&by, &id, "déjà dit", minute(1)).await.unwrap();
                    None
                };
                whole.clone().received(&store, 2).await;
                assert!(public(&store, &id).await.is_none(), "{what}");
                let item = store.held_item(&by, &id).await.unwrap().unwrap();
                let Publication::Held(why) = item.message.publication else { panic!("{what}") };
                assert!(why.contains(what) && why.contains("a person"), "{why}");
                assert_eq!(actions(&store).await.pop().unwrap(), "held.reopen");
                let again = store.confirm_held(&by, &id, &Confirmation::default(), minute(3)).await.unwrap();
                assert!(home.is_none_or(|home| home == again), "{what}: the permalink stays");
            }
        }
    }

    async fn what_nobody_may_see_is_withheld_whatever_a_person_decided_about_its_entry(database) {
        let store = store(&database).await;
        let by = proof::<JudgeHeld>(&store, "chief").await;
        let id = take(&store, told().entry().0, 0).await;
        store.confirm_held(&by, &id, &Confirmation::default(), minute(1)).await.unwrap();
        let test = Publication::Withheld("status is Test, not Actual".into());
        told().publication(test).received(&store, 2).await;
        assert!(public(&store, &id).await.is_none());
        assert_eq!(store.held_count().await.unwrap(), 0);
    }

    async fn somebody_suspended_since_decides_nothing(database) {
        let store = store(&database).await;
        let by = proof::<JudgeHeld>(&store, "chief").await;
        let id = take(&store, news("a", 0), 0).await;
        suspend(&store, "chief").await;
        let confirmed = store.confirm_held(&by, &id, &Confirmation::default(), minute(1)).await;
        assert!(matches!(confirmed, Err(HeldError::NoLongerAllowed)));
        let dismissed = store.dismiss_held(&by, &id, "x", minute(1)).await;
        assert!(matches!(dismissed, Err(HeldError::NoLongerAllowed)));
        assert_eq!(store.held_count().await.unwrap(), 1);
        assert!(actions(&store).await.is_empty());
    }

    async fn roles_that_may_not_judge_have_no_proof(database) {
        let store = store(&database).await;
        for role in ["watcher", "verifier", "mapper", "editor", "moderator", "auditor", "admin"] {
            assert!(staff(&store, role).await.prove::<JudgeHeld>().is_none(), "{role}");
        }
    }
}
