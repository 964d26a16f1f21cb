//! Drafts on their way to the public, and the two-person rule in the data.

use desk::access::{
    Proof, ReadAudit, ReadMessages, ReleaseMessages, Sessions as _, Staff, WriteMessages,
};
use desk::audit::{Audit as _, Entry, Search, Verifier};
use desk::messages::{
    Draft, DraftError, DraftId, DraftState, Drafts as _, Issue, Pile, Purpose, Typed, Version,
};
use desk::staff::Role;
use portal::PortError;
use portal::messages::{MessageId, Messages as _, Publication, Taken, Where};
use portal::sources::SourceId;
use sqlx::AssertSqlSafe;
use store::{Db, Store};
use store_testing::on_both_engines;

use crate::people::{may, person};
use crate::telling::*;

/// Runs SQL that no port offers.
async fn execute(store: &Store, sql: String) {
    match store.db() {
        Db::Sqlite { writer, .. } => drop(
            sqlx::raw_sql(AssertSqlSafe(sql))
                .execute(writer)
                .await
                .unwrap(),
        ),
        Db::Postgres(pool) => drop(
            sqlx::raw_sql(AssertSqlSafe(sql))
                .execute(pool)
                .await
                .unwrap(),
        ),
    }
}

/// Two people who may each write and release.
struct Desk {
    store: Store,
    alice: Staff,
    bruno: Staff,
}

impl Desk {
    async fn over(store: Store) -> Self {
        Self {
            alice: person(&store, "Alice", &[Role::Communicator]).await,
            bruno: person(&store, "Bruno", &[Role::Communicator]).await,
            store,
        }
    }

    /// Begun by Alice.
    async fn begun(&self, purpose: Purpose) -> Draft {
        let by = may::<WriteMessages>(&self.alice);
        self.store
            .begin_draft(&by, purpose, typed("Crue"), minute(1))
            .await
            .unwrap()
    }

    /// Begun and handed in by Alice as version 1.
    async fn handed_in(&self, purpose: Purpose, base: Option<MessageId>) -> DraftId {
        let draft = self.begun(purpose).await;
        let by = may::<WriteMessages>(&self.alice);
        let version = self
            .store
            .submit(&by, &draft.id, 1, base, minute(2))
            .await
            .unwrap();
        assert_eq!(version, 1);
        draft.id
    }

    async fn now(&self, id: &DraftId) -> Draft {
        let by = may::<ReadMessages>(&self.alice);
        self.store.draft(&by, id).await.unwrap().unwrap()
    }

    async fn versions(&self, id: &DraftId) -> Vec<Version> {
        let by = may::<ReadMessages>(&self.alice);
        self.store.versions(&by, id).await.unwrap()
    }

    async fn pile(&self, pile: Pile) -> Vec<DraftId> {
        let by = may::<ReadMessages>(&self.alice);
        let lines = self.store.drafts(&by, pile).await.unwrap();
        lines.into_iter().map(|line| line.draft.id).collect()
    }

    /// All entries, the chain verified.
    async fn audit(&self) -> Vec<Entry> {
        let entries = self.store.entries_after(0, 1000).await.unwrap();
        let mut verifier = Verifier::default();
        for entry in &entries {
            verifier.next(entry).unwrap();
        }
        verifier.reaches(&self.store.head().await.unwrap()).unwrap();
        entries
    }

    /// The actions on a draft, in order.
    async fn actions(&self, id: &DraftId) -> Vec<String> {
        let entries = self.audit().await.into_iter();
        entries
            .filter(|e| e.subject == id.0)
            .map(|e| e.action)
            .collect()
    }
}

fn typed(headline: &str) -> Typed {
    let mut typed = Typed {
        event: "flood".into(),
        colour: "red".into(),
        ..Typed::default()
    };
    typed.fr.headline = headline.into();
    typed.fr.description = "L'eau monte.\u{0} É€".into();
    typed
}

/// What the public would get: a message of this identifier.
fn issue(told: Telling, base: Option<MessageId>) -> Issue {
    Issue {
        document: document(serde_json::to_vec(&told.0.alert).unwrap()),
        message: told.0,
        base,
    }
}

/// The source of what is written at the desk.
fn here() -> SourceId {
    SourceId("redaction".into())
}

fn flood() -> Issue {
    issue(message("redaction.1", 3), None)
}

on_both_engines! {
    async fn whoever_wrote_any_of_it_cannot_release_it(database) {
        let desk = Desk::over(store(&database).await).await;
        let (store, carole) = (&desk.store, person(&desk.store, "Carole", &[Role::Chief]).await);
        let draft = desk.begun(Purpose::New).await;
        let second = may::<WriteMessages>(&desk.bruno);
        store.save(&second, &draft.id, 1, &typed("Crue du Vidourle"), minute(2)).await.unwrap();
        store.submit(&second, &draft.id, 2, None, minute(3)).await.unwrap();
        let authors: Vec<_> = desk.now(&draft.id).await.authors.into_iter().map(|a| a.name).collect();
        assert_eq!(authors, ["Alice", "Bruno"]);

        for author in [&desk.alice, &desk.bruno] {
            let by = may::<ReleaseMessages>(author);
            let refused = store.release(&by, &draft.id, 1, flood(), minute(4)).await;
            assert!(matches!(refused, Err(DraftError::OwnWork)), "{refused:?}");
            let refused = store.schedule(&by, &draft.id, 1, minute(9), minute(4)).await;
            assert!(matches!(refused, Err(DraftError::OwnWork)), "{refused:?}");
        }
        assert!(listed(store, 5).await.is_empty());
        assert_eq!(desk.now(&draft.id).await.state, DraftState::Submitted);
        assert_eq!(desk.actions(&draft.id).await, ["message.begin", "message.submit"]);

        let by = may::<ReleaseMessages>(&carole);
        store.release(&by, &draft.id, 1, flood(), minute(4)).await.unwrap();
        assert_eq!(listed(store, 5).await.len(), 1);
    }

    async fn a_released_message_is_public_like_any_other(database) {
        let desk = Desk::over(store(&database).await).await;
        let store = &desk.store;
        let id = desk.handed_in(Purpose::New, None).await;
        let before = store.version().await.unwrap();
        let by = may::<ReleaseMessages>(&desk.bruno);
        let released = store.release(&by, &id, 1, flood(), minute(4)).await.unwrap();

        let (message, thread) = store.message(&released.message).await.unwrap().unwrap();
        assert_eq!((message.source.0.as_str(), &thread), ("redaction", &released.thread));
        assert_eq!(message.alert.identity.identifier, "redaction.1");
        let document = store.document(&released.message).await.unwrap().unwrap();
        assert_eq!(document.bytes, flood().document.bytes);
        assert_eq!(in_force(store, &Where::Everywhere, 5).await.len(), 1);
        assert!(store.version().await.unwrap() > before, "pages are made anew");

        let state = DraftState::Released { message: released.message.clone(), thread };
        assert_eq!(desk.now(&id).await.state, state);
        assert_eq!((desk.pile(Pile::Done).await, desk.pile(Pile::Waiting).await), (vec![id], vec![]));
        let entry = desk.audit().await.pop().unwrap();
        assert_eq!((entry.action.as_str(), entry.actor_name.as_str()), ("message.release", "Bruno"));
        assert!(entry.after.contains(&released.message.0), "{}", entry.after);
    }

    async fn two_approvers_at_once_release_once(database) {
        let desk = Desk::over(store(&database).await).await;
        let carole = person(&desk.store, "Carole", &[Role::Chief]).await;
        let id = desk.handed_in(Purpose::New, None).await;
        let (one, other) = (may::<ReleaseMessages>(&desk.bruno), may::<ReleaseMessages>(&carole));
        // Two documents that differ, as two moments of release make them.
        let later = issue(message("redaction.1", 4), None);
        let (a, b) = tokio::join!(
            desk.store.release(&one, &id, 1, flood(), minute(4)),
            desk.store.release(&other, &id, 1, later, minute(4)),
        );
        let (winner, loser) = if a.is_ok() { (a, b) } else { (b, a) };
        let released = winner.unwrap();
        let Err(DraftError::MovedOn(now)) = loser else { panic!("{loser:?}") };
        assert!(matches!(now.state, DraftState::Released { message, .. } if message == released.message));
        assert_eq!(only(&desk.store, 5).await.messages.len(), 1);
        let actions = desk.actions(&id).await;
        assert_eq!(actions.iter().filter(|a| *a == "message.release").count(), 1);
    }

    async fn a_proof_is_worth_nothing_once_its_person_is_suspended_signed_out_or_in_another_role(database) {
        let desk = Desk::over(store(&database).await).await;
        let store = &desk.store;
        let id = desk.handed_in(Purpose::New, None).await;
        let by: Proof<ReleaseMessages> = may(&desk.bruno);
        let refused = async |what: &str| {
            let result = store.release(&by, &id, 1, flood(), minute(4)).await;
            assert!(matches!(result, Err(DraftError::NoLongerAllowed)), "{what}: {result:?}");
        };
        execute(store, "UPDATE staff SET state = 'suspended' WHERE name = 'Bruno'".into()).await;
        refused("suspended").await;
        execute(store, "UPDATE staff SET state = 'active', roles = 'editor' WHERE name = 'Bruno'".into()).await;
        refused("another role").await;
        execute(store, "UPDATE staff SET roles = 'communicator' WHERE name = 'Bruno'".into()).await;
        store.close(&desk.bruno, &desk.bruno.session().id, minute(4)).await.unwrap();
        refused("signed out").await;
        let write: Proof<WriteMessages> = may(&desk.bruno);
        let begun = store.begin_draft(&write, Purpose::New, typed("x"), minute(4)).await;
        assert!(matches!(begun, Err(DraftError::NoLongerAllowed)));
        assert!(listed(store, 5).await.is_empty());
    }

    async fn every_version_is_kept_with_what_became_of_it(database) {
        let desk = Desk::over(store(&database).await).await;
        let (store, author) = (&desk.store, may::<WriteMessages>(&desk.alice));
        let approver = may::<ReleaseMessages>(&desk.bruno);
        let id = desk.handed_in(Purpose::New, None).await;
        store.give_back(&approver, &id, 1, "Où, précisément ?", minute(3)).await.unwrap();
        let reason = "Où, précisément ?".to_owned();
        assert_eq!(desk.now(&id).await.state, DraftState::Returned { reason });
        assert_eq!(desk.pile(Pile::Open).await, std::slice::from_ref(&id));

        store.save(&author, &id, 1, &typed("Crue à Sommières"), minute(4)).await.unwrap();
        assert_eq!(store.submit(&author, &id, 2, None, minute(5)).await.unwrap(), 2);
        store.take_back(&author, &id, minute(6)).await.unwrap();
        store.save(&author, &id, 2, &typed("Crue à Sommières, évacuez"), minute(7)).await.unwrap();
        assert_eq!(store.submit(&author, &id, 3, None, minute(8)).await.unwrap(), 3);
        store.release(&approver, &id, 3, flood(), minute(9)).await.unwrap();

        let versions = desk.versions(&id).await;
        let told: Vec<_> = versions
            .iter()
            .map(|v| {
                let by = v.decided_by.as_ref().map_or("", |a| a.name.as_str());
                (v.number, v.typed.fr.headline.as_str(), v.outcome.as_str(), by, v.reason.as_str())
            })
            .collect();
        assert_eq!(told, [
            (1, "Crue", "returned", "Bruno", "Où, précisément ?"),
            (2, "Crue à Sommières", "taken-back", "Alice", ""),
            (3, "Crue à Sommières, évacuez", "released", "Bruno", ""),
        ]);
        assert_eq!(versions[0].typed, typed("Crue"), "to the letter");
        assert_eq!(desk.actions(&id).await, [
            "message.begin", "message.submit", "message.give-back", "message.submit",
            "message.take-back", "message.submit", "message.release",
        ]);
    }

    async fn of_two_who_save_over_the_same_revision_the_second_is_told(database) {
        let desk = Desk::over(store(&database).await).await;
        let (store, draft) = (&desk.store, desk.begun(Purpose::New).await);
        let (one, other) = (may::<WriteMessages>(&desk.alice), may::<WriteMessages>(&desk.bruno));
        assert_eq!(store.save(&one, &draft.id, 1, &typed("A"), minute(2)).await.unwrap(), 2);
        let late = store.save(&other, &draft.id, 1, &typed("B"), minute(3)).await;
        let Err(DraftError::Conflict(now)) = late else { panic!("{late:?}") };
        assert_eq!((now.revision, now.typed.fr.headline.as_str()), (2, "A"));
        let late = store.submit(&other, &draft.id, 1, None, minute(3)).await;
        assert!(matches!(late, Err(DraftError::Conflict(_))), "{late:?}");
        // Neither did the attempt make an author, nor does saving the very same again.
        assert_eq!(store.save(&other, &draft.id, 2, &typed("A"), minute(4)).await.unwrap(), 2);
        let now = desk.now(&draft.id).await;
        assert_eq!((now.authors.len(), now.changed_at), (1, minute(2)));
        let nowhere = DraftId("nowhere".into());
        let unknown = store.save(&one, &nowhere, 1, &typed("A"), minute(5)).await;
        assert!(matches!(unknown, Err(DraftError::Unknown)), "{unknown:?}");
    }

    async fn what_was_handed_in_is_written_to_no_more_and_released_in_that_version_only(database) {
        let desk = Desk::over(store(&database).await).await;
        let (store, author) = (&desk.store, may::<WriteMessages>(&desk.alice));
        let approver = may::<ReleaseMessages>(&desk.bruno);
        let id = desk.handed_in(Purpose::New, None).await;
        let saved = store.save(&author, &id, 1, &typed("Autre"), minute(3)).await;
        assert!(matches!(saved, Err(DraftError::MovedOn(_))), "{saved:?}");
        let again = store.submit(&author, &id, 1, None, minute(3)).await;
        assert!(matches!(again, Err(DraftError::MovedOn(_))), "{again:?}");
        store.take_back(&author, &id, minute(3)).await.unwrap();
        let early = store.release(&approver, &id, 1, flood(), minute(4)).await;
        assert!(matches!(early, Err(DraftError::MovedOn(_))), "taken back: {early:?}");
        store.submit(&author, &id, 1, None, minute(5)).await.unwrap();
        let old = store.release(&approver, &id, 1, flood(), minute(6)).await;
        assert!(matches!(old, Err(DraftError::MovedOn(_))), "another version: {old:?}");
        let old = store.give_back(&approver, &id, 1, "non", minute(6)).await;
        assert!(matches!(old, Err(DraftError::MovedOn(_))), "another version: {old:?}");

        store.withdraw(&author, &id, "fausse alerte", minute(7)).await.unwrap();
        let late = store.release(&approver, &id, 2, flood(), minute(8)).await;
        assert!(matches!(late, Err(DraftError::MovedOn(_))), "withdrawn: {late:?}");
        let twice = store.withdraw(&author, &id, "encore", minute(8)).await;
        assert!(matches!(twice, Err(DraftError::MovedOn(_))), "{twice:?}");
        let reason = "fausse alerte".to_owned();
        assert_eq!(desk.now(&id).await.state, DraftState::Withdrawn { reason });
        assert!(listed(store, 9).await.is_empty());
    }

    async fn an_update_waits_for_its_author_when_the_thread_has_moved_on(database) {
        let desk = Desk::over(store(&database).await).await;
        let (store, approver) = (&desk.store, may::<ReleaseMessages>(&desk.bruno));
        let Taken::New(first) = message("alert", 0).received_from(store, &here(), 0).await else { panic!() };
        let thread = only(store, 1).await.id;
        let id = desk.handed_in(Purpose::Update(thread), Some(first.clone())).await;
        let Taken::New(second) = message("more", 5).updates(&[("alert", 0)]).received_from(store, &here(), 5).await
        else { panic!() };

        let update = |base: &MessageId| {
            issue(message("redaction.2", 7).updates(&[("alert", 0)]), Some(base.clone()))
        };
        for base in [&first, &second] {
            let refused = store.release(&approver, &id, 1, update(base), minute(7)).await;
            assert!(matches!(refused, Err(DraftError::ThreadMoved)), "{refused:?}");
        }
        let refused = store.schedule(&approver, &id, 1, minute(9), minute(7)).await;
        assert!(matches!(refused, Err(DraftError::ThreadMoved)), "{refused:?}");
        let refused = store.release_in_emergency(&approver, &id, 1, update(&first), "vite", minute(7)).await;
        assert!(matches!(refused, Err(DraftError::ThreadMoved)), "{refused:?}");

        let author = may::<WriteMessages>(&desk.alice);
        store.take_back(&author, &id, minute(7)).await.unwrap();
        store.submit(&author, &id, 1, Some(second.clone()), minute(7)).await.unwrap();
        let stale = store.release(&approver, &id, 2, update(&first), minute(8)).await;
        assert!(matches!(stale, Err(DraftError::ThreadMoved)), "references filled in too early");
        store.release(&approver, &id, 2, update(&second), minute(8)).await.unwrap();
        assert_eq!(identifiers(&only(store, 9).await), ["alert", "more", "redaction.2"]);
    }

    async fn an_update_is_released_into_the_thread_that_its_own_became_part_of(database) {
        let desk = Desk::over(store(&database).await).await;
        let store = &desk.store;
        message("alert", 0).received_from(store, &here(), 0).await;
        let Taken::New(other) = message("other", 1).received_from(store, &here(), 1).await else { panic!() };
        let (_, thread) = store.message(&other).await.unwrap().unwrap();
        let both = message("both", 2).updates(&[("alert", 0), ("other", 1)]);
        let Taken::New(both) = both.received_from(store, &here(), 2).await else { panic!() };
        let id = desk.handed_in(Purpose::AllClear(thread), Some(both.clone())).await;
        let clear = issue(message("redaction.3", 5).updates(&[("both", 2)]), Some(both));
        store.release(&may(&desk.bruno), &id, 1, clear, minute(5)).await.unwrap();
        assert_eq!(only(store, 6).await.messages.len(), 4);
    }

    async fn what_another_authority_said_is_neither_continued_nor_referred_to(database) {
        let desk = Desk::over(store(&database).await).await;
        let (store, approver) = (&desk.store, may::<ReleaseMessages>(&desk.bruno));
        message("relayed", 0).received(store, 0).await;
        let relayed = only(store, 1).await.id;
        let author = may::<WriteMessages>(&desk.alice);
        for purpose in [Purpose::Update, Purpose::Extend, Purpose::AllClear, Purpose::Cancel] {
            let begun = store.begin_draft(&author, purpose(relayed.clone()), typed("x"), minute(1)).await;
            assert!(matches!(begun, Err(DraftError::NotOurs)), "{begun:?}");
        }

        let Taken::New(own) = message("own", 1).by("mairie@example.fr").received_from(store, &here(), 1).await
        else { panic!() };
        let (_, thread) = store.message(&own).await.unwrap().unwrap();
        let id = desk.handed_in(Purpose::Update(thread.clone()), Some(own.clone())).await;
        let update = |told: Telling| issue(told.by("mairie@example.fr"), Some(own.clone()));
        let both = message("redaction.1", 3).updates(&[("own", 1), ("relayed", 0)]);
        let mut relayed_only = message("redaction.1", 3).updates(&[("relayed", 0)]);
        let mut mixed = update(both);
        // The relayed one is named as its own sender named it.
        mixed.message.alert.references[0].sender = Some("mairie@example.fr".into());
        for told in [mixed, update(relayed_only.clone()), update(message("redaction.1", 3))] {
            let refused = store.release(&approver, &id, 1, told, minute(4)).await;
            assert!(matches!(refused, Err(DraftError::NotOurs)), "{refused:?}");
        }
        relayed_only.0.alert.references[0].sender = None;
        let bare = store.release_in_emergency(&approver, &id, 1, update(relayed_only), "vite", minute(4)).await;
        assert!(matches!(bare, Err(DraftError::NotOurs)), "{bare:?}");
        assert_eq!(desk.now(&id).await.state, DraftState::Submitted, "nothing was changed");

        // A new event refers to nothing.
        let new = desk.handed_in(Purpose::New, None).await;
        let told = issue(message("redaction.2", 3).updates(&[("relayed", 0)]), None);
        let refused = store.release(&approver, &new, 1, told, minute(4)).await;
        assert!(matches!(refused, Err(DraftError::NotOurs)), "{refused:?}");

        let mut good = update(message("redaction.1", 3).updates(&[("own", 1)]));
        good.message.alert.references[0].sender = Some("mairie@example.fr".into());
        let released = store.release(&approver, &id, 1, good, minute(4)).await.unwrap();
        assert_eq!(released.thread, thread);
    }

    async fn a_scheduled_update_is_no_way_around_whose_message_it_continues(database) {
        let desk = Desk::over(store(&database).await).await;
        let store = &desk.store;
        message("relayed", 0).received(store, 0).await;
        let Taken::New(own) = message("own", 1).by("mairie@example.fr").received_from(store, &here(), 1).await
        else { panic!() };
        let (_, thread) = store.message(&own).await.unwrap().unwrap();
        let id = desk.handed_in(Purpose::AllClear(thread), Some(own.clone())).await;
        store.schedule(&may(&desk.bruno), &id, 1, minute(30), minute(4)).await.unwrap();
        let told = message("redaction.1", 30).updates(&[("relayed", 0)]).by("mairie@example.fr");
        let told = issue(told, Some(own));
        let out = store.release_due(&id, 1, told, minute(30)).await;
        assert!(matches!(out, Err(DraftError::NotOurs)), "{out:?}");
        assert_eq!(in_force(store, &Where::Everywhere, 31).await.len(), 2, "nothing was ended");
    }

    async fn a_release_that_the_intake_knows_or_hides_changes_nothing(database) {
        let desk = Desk::over(store(&database).await).await;
        let store = &desk.store;
        message("redaction.1", 3).received(store, 3).await;
        let id = desk.handed_in(Purpose::New, None).await;
        let held = Publication::Held("une personne confirme".into());
        let hidden = issue(message("redaction.2", 3).publication(held), None);
        for wrong in [flood(), hidden] {
            let result = store.release(&may(&desk.bruno), &id, 1, wrong, minute(4)).await;
            assert!(matches!(result, Err(DraftError::Port(PortError::Corrupt(_)))), "{result:?}");
        }
        assert_eq!(desk.now(&id).await.state, DraftState::Submitted);
        assert_eq!(desk.actions(&id).await, ["message.begin", "message.submit"]);
    }

    async fn an_emergency_release_alarms_the_others_until_each_has_seen_it(database) {
        let desk = Desk::over(store(&database).await).await;
        let store = &desk.store;
        let carole = person(store, "Carole", &[Role::Chief]).await;
        let editor = person(store, "Denis", &[Role::Editor]).await;
        person(store, "Emma", &[Role::Communicator]).await;
        execute(store, "UPDATE staff SET state = 'suspended' WHERE name = 'Emma'".into()).await;
        let id = desk.handed_in(Purpose::New, None).await;
        let by = may::<ReleaseMessages>(&desk.alice);
        store.release_in_emergency(&by, &id, 1, flood(), "seule de garde", minute(4)).await.unwrap();

        assert_eq!(listed(store, 5).await.len(), 1);
        assert!(desk.now(&id).await.emergency);
        assert_eq!(desk.versions(&id).await[0].outcome, "emergency");
        let entry = desk.audit().await.pop().unwrap();
        assert_eq!(entry.action, "message.release-in-emergency");
        assert!(entry.after.contains("seule de garde"), "{}", entry.after);
        assert!(entry.after.contains("\"alarmed\":2"), "Bruno and Carole: {}", entry.after);

        for nobody in [&desk.alice, &editor] {
            assert!(store.alarms(nobody).await.unwrap().is_empty());
        }
        for other in [&desk.bruno, &carole] {
            let [alarm] = &store.alarms(other).await.unwrap()[..] else { panic!("one alarm") };
            assert_eq!((alarm.headline.as_str(), alarm.by.as_str()), ("Crue", "Alice"));
            assert_eq!((alarm.reason.as_str(), alarm.at), ("seule de garde", minute(4)));
        }
        store.acknowledge(&desk.bruno, &id, minute(6)).await.unwrap();
        store.acknowledge(&desk.bruno, &id, minute(7)).await.unwrap();
        assert!(store.alarms(&desk.bruno).await.unwrap().is_empty());
        assert_eq!(store.alarms(&carole).await.unwrap().len(), 1, "each for themselves");
        // Whoever has left in the meantime has seen nothing.
        store.close(&carole, &carole.session().id, minute(8)).await.unwrap();
        let refused = store.acknowledge(&carole, &id, minute(8)).await;
        assert!(matches!(refused, Err(DraftError::NoLongerAllowed)), "{refused:?}");
        assert_eq!(store.alarms(&carole).await.unwrap().len(), 1);
        let seen = desk.actions(&id).await;
        assert_eq!(seen.iter().filter(|a| *a == "message.acknowledge").count(), 1);
    }

    async fn a_scheduled_message_goes_out_once_when_its_time_has_come(database) {
        let desk = Desk::over(store(&database).await).await;
        let store = &desk.store;
        let id = desk.handed_in(Purpose::New, None).await;
        store.schedule(&may(&desk.bruno), &id, 1, minute(30), minute(4)).await.unwrap();
        assert_eq!(desk.now(&id).await.state, DraftState::Scheduled { publish_at: minute(30) });
        assert!(store.due(minute(29)).await.unwrap().is_empty());
        let early = store.release_due(&id, 1, flood(), minute(29)).await;
        assert!(matches!(early, Err(DraftError::MovedOn(_))), "{early:?}");
        assert!(listed(store, 29).await.is_empty());

        let [(draft, version)] = &store.due(minute(30)).await.unwrap()[..] else { panic!("one is due") };
        assert_eq!((&draft.id, version.number, version.outcome.as_str()), (&id, 1, "scheduled"));
        let (a, b) = tokio::join!(
            store.release_due(&id, 1, flood(), minute(30)),
            store.release_due(&id, 1, issue(message("redaction.1", 4), None), minute(30)),
        );
        assert!(a.is_ok() != b.is_ok(), "{a:?} {b:?}");
        assert_eq!(only(store, 31).await.messages.len(), 1);
        assert!(store.due(minute(31)).await.unwrap().is_empty());
        let entry = desk.audit().await.pop().unwrap();
        assert_eq!((entry.action.as_str(), entry.actor.as_str()), ("message.release-due", ""));
        assert!(entry.after.contains("Bruno"), "{}", entry.after);
        let version = desk.versions(&id).await.remove(0);
        assert_eq!(version.outcome, "released");
        assert_eq!(version.decided_by.unwrap().name, "Bruno");
    }

    async fn a_scheduled_message_that_cannot_go_out_comes_back_to_its_author(database) {
        let desk = Desk::over(store(&database).await).await;
        let store = &desk.store;
        let id = desk.handed_in(Purpose::New, None).await;
        store.schedule(&may(&desk.bruno), &id, 1, minute(30), minute(4)).await.unwrap();
        store.give_back_due(&id, 1, "expirée", minute(31)).await.unwrap();
        assert_eq!(desk.now(&id).await.state, DraftState::Returned { reason: "expirée".into() });
        let out = store.release_due(&id, 1, flood(), minute(32)).await;
        assert!(matches!(out, Err(DraftError::MovedOn(_))), "{out:?}");
        let entry = desk.audit().await.pop().unwrap();
        assert_eq!((entry.action.as_str(), entry.actor.as_str()), ("message.give-back", ""));
        assert!(entry.after.contains("expirée") && entry.after.contains("Bruno"), "{}", entry.after);

        // A scheduled one can be taken back, too.
        let id = desk.handed_in(Purpose::New, None).await;
        store.schedule(&may(&desk.bruno), &id, 1, minute(30), minute(4)).await.unwrap();
        store.take_back(&may(&desk.alice), &id, minute(5)).await.unwrap();
        assert!(store.due(minute(60)).await.unwrap().is_empty());
        assert_eq!(desk.now(&id).await.state, DraftState::Writing);
    }

    async fn a_draft_survives_the_database_being_closed_and_opened_again(database) {
        let desk = Desk::over(store(&database).await).await;
        let draft = desk.begun(Purpose::New).await;
        let author = may::<WriteMessages>(&desk.alice);
        desk.store.save(&author, &draft.id, 1, &typed("à moitié écr"), minute(2)).await.unwrap();
        let waiting = desk.handed_in(Purpose::New, None).await;
        let before = (desk.now(&draft.id).await, desk.now(&waiting).await);
        desk.store.db().close().await;

        let desk = Desk { store: store(&database).await, ..desk };
        assert_eq!((desk.now(&draft.id).await, desk.now(&waiting).await), before);
        assert_eq!(before.0.typed, typed("à moitié écr"));
        // Whose proof it was is still signed in.
        desk.store.release(&may(&desk.bruno), &waiting, 1, flood(), minute(9)).await.unwrap();
    }

    async fn lists_hold_no_long_texts_and_the_audit_is_found_by_its_words(database) {
        let desk = Desk::over(store(&database).await).await;
        let id = desk.handed_in(Purpose::New, None).await;
        let open = desk.begun(Purpose::New).await;
        assert_eq!((desk.pile(Pile::Open).await, desk.pile(Pile::Waiting).await), (vec![open.id], vec![id.clone()]));
        let by = may::<ReadMessages>(&desk.alice);
        let line = desk.store.drafts(&by, Pile::Waiting).await.unwrap().remove(0).draft;
        assert_eq!((line.typed.fr.headline.as_str(), line.typed.colour.as_str()), ("Crue", "red"));
        assert!(line.typed.fr.description.is_empty());

        let auditor = person(&desk.store, "Fatou", &[Role::Auditor]).await;
        let search = Search { words: "crue alice".into(), action: "message.".into(), ..Search::default() };
        let by: Proof<ReadAudit> = may(&auditor);
        let [entry] = &desk.store.entries(&by, &search, 10).await.unwrap()[..] else { panic!("one") };
        assert_eq!((entry.action.as_str(), &entry.subject), ("message.submit", &id.0));
    }
}
