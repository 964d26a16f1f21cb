//! The audit: every deed leaves its entry, no secret stands in one, and tampering is found.

use desk::access::{ManageStaff, ReadAudit, Sessions as _};
use desk::audit::{Audit as _, Broken, Entry, Head, Search, Verifier};
use desk::staff::{
    Accounts as _, Credentials as _, Federated, Inviter, NewInvitation, Role, StoredPasskey,
};
use sqlx::AssertSqlSafe;
use store::{Db, Store};
use store_testing::on_both_engines;

use crate::people::*;
use crate::telling::*;

/// Some deeds of several people; at least five entries.
async fn deeds(store: &Store) {
    let chief = person(store, "Chef", &[Role::Chief]).await;
    let anna = person(store, "Anna Roy", &[Role::Editor]).await;
    let by = may::<ManageStaff>(&chief);
    store
        .suspend(&by, anna.id(), "Départ", minute(5))
        .await
        .unwrap();
}

/// Walks the whole chain, up to `head`.
async fn verify(store: &Store, head: &Head) -> Result<Head, Broken> {
    let mut verifier = Verifier::default();
    let mut seen = 0;
    loop {
        // Small pages, so that going on from one to the next is tried too.
        let page = store.entries_after(seen, 2).await.unwrap();
        let Some(last) = page.last() else { break };
        seen = last.seq;
        for entry in &page {
            verifier.next(entry)?;
        }
    }
    verifier.reaches(head)
}

async fn entries(store: &Store) -> Vec<Entry> {
    store.entries_after(0, 1000).await.unwrap()
}

async fn try_raw(db: &Db, sql: &str) -> Result<(), sqlx::Error> {
    let sql = AssertSqlSafe(sql.to_owned());
    match db {
        Db::Sqlite { writer, .. } => sqlx::raw_sql(sql).execute(writer).await.map(|_| ()),
        Db::Postgres(pool) => sqlx::raw_sql(sql).execute(pool).await.map(|_| ()),
    }
}

/// What somebody with the database in hand can do.
async fn tamper(store: &Store, sql: &str) {
    let triggers = match store.db() {
        Db::Sqlite { .. } => "DROP TRIGGER audit_no_update; DROP TRIGGER audit_no_delete;",
        Db::Postgres(_) => "DROP TRIGGER audit_no_change ON audit;",
    };
    try_raw(store.db(), triggers).await.unwrap();
    try_raw(store.db(), sql).await.unwrap();
}

on_both_engines! {
    async fn the_chain_of_all_deeds_verifies(database) {
        let store = store(&database).await;
        deeds(&store).await;
        let head = store.head().await.unwrap();
        assert!(head.seq >= 5);
        assert_eq!(verify(&store, &head).await, Ok(head));
    }

    async fn an_edited_entry_is_found(database) {
        let store = store(&database).await;
        deeds(&store).await;
        tamper(&store, "UPDATE audit SET actor_name = 'Personne' WHERE seq = 3").await;
        let head = store.head().await.unwrap();
        assert_eq!(verify(&store, &head).await, Err(Broken::Edited(3)));
    }

    async fn a_dropped_entry_is_found(database) {
        let store = store(&database).await;
        deeds(&store).await;
        tamper(&store, "DELETE FROM audit WHERE seq = 3").await;
        let head = store.head().await.unwrap();
        assert_eq!(verify(&store, &head).await, Err(Broken::Dropped(4)));
    }

    async fn two_entries_put_the_other_way_round_are_found(database) {
        let store = store(&database).await;
        deeds(&store).await;
        let sql = "UPDATE audit SET seq = 1000 WHERE seq = 2; UPDATE audit SET seq = 2 WHERE seq = 3;
            UPDATE audit SET seq = 3 WHERE seq = 1000";
        tamper(&store, sql).await;
        let head = store.head().await.unwrap();
        assert_eq!(verify(&store, &head).await, Err(Broken::Edited(2)), "its number is hashed too");
    }

    async fn a_tail_that_was_cut_off_is_found(database) {
        let store = store(&database).await;
        deeds(&store).await;
        let head = store.head().await.unwrap();
        tamper(&store, &format!("DELETE FROM audit WHERE seq = {}", head.seq)).await;
        assert_eq!(verify(&store, &head).await, Err(Broken::CutOff(head.seq)));
    }

    async fn a_head_written_down_shows_a_tail_cut_off_with_the_head(database) {
        let store = store(&database).await;
        deeds(&store).await;
        let noted = store.head().await.unwrap();
        let last = noted.seq;
        let sql = format!(
            "UPDATE audit_head SET seq = {0}, hash = (SELECT hash FROM audit WHERE seq = {0});
                DELETE FROM audit WHERE seq = {1}", last - 1, last);
        tamper(&store, &sql).await;
        let head = store.head().await.unwrap();
        assert!(verify(&store, &head).await.is_ok(), "it looks whole from within");
        assert_eq!(verify(&store, &noted).await, Err(Broken::CutOff(last)));
    }

    async fn entries_can_be_neither_changed_nor_deleted(database) {
        let store = store(&database).await;
        deeds(&store).await;
        let before = entries(&store).await;
        for sql in ["UPDATE audit SET actor_name = 'x'", "DELETE FROM audit"] {
            let refused = try_raw(store.db(), sql).await.unwrap_err().to_string();
            assert!(refused.contains("append-only"), "{refused}");
        }
        assert_eq!(entries(&store).await, before);
    }

    async fn deeds_of_several_people_at_once_make_one_chain(database) {
        let store = store(&database).await;
        let anna = join(&store, "Anna Roy", &[Role::Editor], START).await;
        let all: Vec<_> = (0..12)
            .map(|_| {
                let (store, id) = (store.clone(), anna.id.clone());
                tokio::spawn(async move { sign_in(&store, &id, minute(1)).await })
            })
            .collect();
        for one in all {
            one.await.unwrap();
        }
        let head = store.head().await.unwrap();
        assert_eq!(head.seq, 2 + 12);
        assert!(verify(&store, &head).await.is_ok());
    }

    async fn what_is_refused_leaves_no_entry(database) {
        let store = store(&database).await;
        let chief = person(&store, "Chef", &[Role::Chief]).await;
        let before = store.head().await.unwrap();
        let by = may::<ManageStaff>(&chief);
        store.suspend(&by, chief.id(), "", minute(1)).await.unwrap_err();
        store.approve_invitation(&by, "none", minute(1)).await.unwrap_err();
        assert_eq!(store.head().await.unwrap(), before);
    }

    async fn no_secret_stands_in_the_audit(database) {
        let store = store(&database).await;
        let anna = person(&store, "Anna Roy", &[Role::Chief]).await;
        let by = may::<ManageStaff>(&anna);
        let (link, code) = (token(), token());
        let new = NewInvitation { name: "Paul".into(), roles: [Role::Editor].into() };
        store.invite(Inviter::Staff(&by), new, link.hash(), START).await.unwrap();
        let passkey = StoredPasskey {
            id: "k1".into(),
            staff: anna.id().clone(),
            credential: "credential-of-anna".into(),
            name: "Téléphone".into(),
            passkey: "{\"key\":\"state-of-anna\"}".into(),
            created_at: START,
            last_used: None,
        };
        store.add_passkey(&anna, passkey, START).await.unwrap();
        store.set_password(&anna, password(), START).await.unwrap();
        store.set_recovery(&anna, vec![code.hash()], START).await.unwrap();
        assert!(store.use_recovery(anna.id(), &code.hash(), START).await.unwrap());
        let who = Federated { issuer: "https://id.example.fr".into(), subject: "sub-of-anna".into() };
        store.add_federated(&anna, who, START).await.unwrap();
        store.close(&anna, &anna.session().id, START).await.unwrap();

        let text = serde_json::to_string(&entries(&store).await).unwrap();
        let form = anna.session().form_token.clone();
        for secret in [
            link.reveal(), &link.hash().0, code.reveal(), &code.hash().0, form.reveal(),
            &form.hash().0, "argon2id", "credential-of-anna", "state-of-anna", "sub-of-anna",
        ] {
            assert!(!text.contains(secret), "{secret}");
        }
        let actions: Vec<String> = entries(&store).await.into_iter().map(|e| e.action).collect();
        assert_eq!(
            actions,
            [
                "staff.invite", "staff.join", "session.open", "staff.invite",
                "credential.add-passkey", "credential.set-password", "credential.set-recovery",
                "credential.use-recovery", "credential.add-federated", "session.close",
            ]
        );
    }

    async fn an_auditor_finds_entries_by_words_action_and_time(database) {
        let store = store(&database).await;
        deeds(&store).await;
        let auditor = person(&store, "Zoé Petit", &[Role::Auditor]).await;
        let by = may::<ReadAudit>(&auditor);
        let find = async |search: Search| -> Vec<String> {
            let found = store.entries(&by, &search, 100).await.unwrap();
            found.into_iter().map(|e| e.action).collect()
        };
        let words = Search { words: "DEPART suspended".into(), ..Search::default() };
        assert_eq!(find(words).await, ["staff.suspend"]);
        let action = Search { action: "session.".into(), ..Search::default() };
        assert_eq!(find(action).await, ["session.open"; 3]);
        let late = Search { from: Some(minute(5)), ..Search::default() };
        assert_eq!(find(late).await, ["staff.suspend"]);
        let first = Search { before: Some(2), ..Search::default() };
        assert_eq!(find(first).await, ["staff.invite"]);
        assert_eq!(store.entries(&by, &Search::default(), 2).await.unwrap().len(), 2);
    }

    async fn an_export_is_itself_an_entry(database) {
        let store = store(&database).await;
        let auditor = person(&store, "Zoé Petit", &[Role::Auditor]).await;
        store.note_export(&may::<ReadAudit>(&auditor), minute(1)).await.unwrap();
        let last = entries(&store).await.pop().unwrap();
        assert_eq!((last.action.as_str(), last.actor_name.as_str()), ("audit.export", "Zoé Petit"));
    }
}
