//! What staff decide about sources; and the people of these tests, signed in as the desk does it.

use desk::access::{
    Capability, Proof, ReadSources, Refused, Staff, SteerSources, Token, authenticate,
};
use desk::audit::Audit as _;
use desk::sources::SourceDesk as _;
use portal::Span;
use portal::messages::{Intake as _, NewDocument};
use portal::sources::{SourceId, Steered as _, Steering};
use sqlx::{AssertSqlSafe, Executor as _};
use store::{Db, Store};
use store_testing::on_both_engines;

use crate::telling::*;

/// Runs a statement of these tests on whichever engine it is.
async fn run(store: &Store, sql: String) {
    match store.db() {
        Db::Sqlite { writer, .. } => {
            writer.execute(AssertSqlSafe(sql)).await.unwrap();
        }
        Db::Postgres(pool) => {
            pool.execute(AssertSqlSafe(sql)).await.unwrap();
        }
    }
}

/// Somebody in one role, whose id is the role's word, signed in.
pub async fn staff(store: &Store, role: &str) -> Staff {
    // 32 bytes in base64url: another token for each role.
    let mut text = format!("{role:A<42}A");
    text.truncate(43);
    let token = Token::shown(&text).unwrap();
    let (now, end) = (minute(0).0, minute(600).0);
    run(store, format!(
        "INSERT INTO staff (id, login, name, roles, state, created_at) VALUES ('{role}', '{role}', 'Camille', '{role}', 'active', {now})"
    )).await;
    run(store, format!(
        "INSERT INTO session (id, token, staff, form_token, method, opened_at, seen_at, rotated_at, ends_at, device)
         VALUES ('s-{role}', '{}', '{role}', '{text}', 'passkey', {now}, {now}, {now}, {end}, '')",
        token.hash().0
    )).await;
    authenticate(store, &token, Span::hours(1), minute(0))
        .await
        .unwrap()
        .unwrap()
}

/// Somebody in one role, with the proof of a capability that it has.
pub async fn proof<C: Capability>(store: &Store, role: &str) -> Proof<C> {
    staff(store, role).await.prove().unwrap()
}

/// Suspends somebody behind the back of whoever holds a proof.
pub async fn suspend(store: &Store, id: &str) {
    run(
        store,
        format!("UPDATE staff SET state = 'suspended' WHERE id = '{id}'"),
    )
    .await;
}

async fn actions(store: &Store) -> Vec<String> {
    let entries = store.entries_after(0, 100).await.unwrap();
    entries.into_iter().map(|e| e.action).collect()
}

async fn of(store: &Store, source: &SourceId) -> Steering {
    let all = store.steering().await.unwrap();
    all.into_iter()
        .find(|(id, _)| id == source)
        .map(|(_, s)| s)
        .unwrap_or_default()
}

on_both_engines! {
    async fn a_pause_lasts_until_resumed_and_each_is_audited(database) {
        let store = store(&database).await;
        let by = proof::<SteerSources>(&store, "chief").await;
        assert!(store.steering().await.unwrap().is_empty());
        store.pause(&by, &meteo(), minute(1)).await.unwrap();
        store.pause(&by, &meteo(), minute(2)).await.unwrap();
        assert_eq!(of(&store, &meteo()).await.paused_at, Some(minute(1)), "paused since the first time");
        store.ask_now(&by, &meteo(), minute(3)).await.unwrap();
        let asked = Steering { paused_at: Some(minute(1)), asked_at: Some(minute(3)) };
        assert_eq!(of(&store, &meteo()).await, asked, "asking does not resume");
        store.resume(&by, &meteo(), minute(4)).await.unwrap();
        store.resume(&by, &meteo(), minute(5)).await.unwrap();
        assert_eq!(of(&store, &meteo()).await, Steering { paused_at: None, ..asked });
        assert_eq!(actions(&store).await, ["source.pause", "source.ask", "source.resume"]);
    }

    async fn one_source_is_steered_and_no_other(database) {
        let store = store(&database).await;
        let by = proof::<SteerSources>(&store, "admin").await;
        store.pause(&by, &meteo(), minute(1)).await.unwrap();
        assert_eq!(of(&store, &SourceId("crues".into())).await, Steering::default());
        assert_eq!(store.steering().await.unwrap().len(), 1);
    }

    async fn somebody_suspended_since_steers_nothing(database) {
        let store = store(&database).await;
        let by = proof::<SteerSources>(&store, "chief").await;
        suspend(&store, "chief").await;
        for refused in [
            store.pause(&by, &meteo(), minute(1)).await,
            store.resume(&by, &meteo(), minute(1)).await,
            store.ask_now(&by, &meteo(), minute(1)).await,
        ] {
            assert!(matches!(refused, Err(Refused::NoLongerAllowed)), "{refused:?}");
        }
        assert!(store.steering().await.unwrap().is_empty());
        assert!(actions(&store).await.is_empty());
    }

    async fn only_messages_that_deviate_are_listed_newest_first(database) {
        let store = store(&database).await;
        let by = proof::<ReadSources>(&store, "auditor").await;
        for (n, deviations) in [(0, vec!["no sender"]), (1, vec![]), (2, vec!["bad time", "no scope"])] {
            let mut new = message(&format!("m{n}"), n).0;
            new.deviations = deviations.into_iter().map(str::to_owned).collect();
            let document = NewDocument {
                url: "https://example.fr/".into(),
                content_type: None,
                bytes: vec![u8::try_from(n).unwrap()],
            };
            store.receive(&meteo(), document, vec![new], minute(n)).await.unwrap();
        }
        let found = store.deviating(&by, &meteo(), 10).await.unwrap();
        let told: Vec<_> = found.iter().map(|d| (d.received_at, d.deviations.len())).collect();
        assert_eq!(told, [(minute(2), 2), (minute(0), 1)]);
        assert_eq!(found[0].title, "Crue du Vidourle");
        assert_eq!(store.deviating(&by, &meteo(), 1).await.unwrap().len(), 1);
        assert!(store.deviating(&by, &SourceId("crues".into()), 10).await.unwrap().is_empty());
    }
}
