//! The logbook: what is written stays, and whatever somebody with the database does to it shows.

use desk::access::{Proof, ReadReports, Refused};
use desk::audit::{Audit as _, Broken, Head, Verifier};
use desk::logbook::{LogEntry, Logbook as _};
use desk::staff::Role;
use sqlx::{AssertSqlSafe, Executor as _};
use store::{Db, Store};
use store_testing::on_both_engines;

use crate::people::{may, person};
use crate::steering::suspend;
use crate::telling::{minute, store};

/// A store with five entries, and their author.
async fn five(database: &store_testing::Database) -> (Store, Proof<ReadReports>) {
    let store = store(database).await;
    let by = may(&person(&store, "Vera Veille", &[Role::Watcher]).await);
    for n in 1..=5 {
        let words = format!("Le canari {n}");
        assert_eq!(
            store.write_down(&by, &words, minute(n)).await.unwrap(),
            n.unsigned_abs()
        );
    }
    (store, by)
}

async fn run(store: &Store, sql: &str) -> Result<(), sqlx::Error> {
    let sql = AssertSqlSafe(sql.to_owned());
    match store.db() {
        Db::Sqlite { writer, .. } => writer.execute(sql).await.map(drop),
        Db::Postgres(pool) => pool.execute(sql).await.map(drop),
    }
}

/// The same as somebody who may change the schema.
async fn unguarded(store: &Store, sql: &str) {
    let guards = match store.db() {
        Db::Sqlite { .. } => "DROP TRIGGER logbook_no_update; DROP TRIGGER logbook_no_delete;",
        Db::Postgres(_) => "ALTER TABLE logbook DISABLE TRIGGER USER;",
    };
    let sql = AssertSqlSafe(format!("{guards}{sql}"));
    match store.db() {
        Db::Sqlite { writer, .. } => drop(sqlx::raw_sql(sql).execute(writer).await.unwrap()),
        Db::Postgres(pool) => drop(sqlx::raw_sql(sql).execute(pool).await.unwrap()),
    }
}

async fn walked(store: &Store) -> Result<Head, Broken> {
    let mut chain = Verifier::default();
    for entry in store.logbook_after(0, 100).await.unwrap() {
        entry.check(&mut chain)?;
    }
    chain.reaches(&store.logbook_head().await.unwrap())
}

on_both_engines! {
    async fn what_is_written_is_read_newest_first_and_the_chain_holds(database) {
        let (store, by) = five(&database).await;
        let page = store.logbook(&by, None, 2).await.unwrap();
        assert_eq!(page.iter().map(|e| e.seq).collect::<Vec<_>>(), [5, 4]);
        assert_eq!(page[0].words.as_deref(), Some("Le canari 5"));
        assert_eq!(page[0].author_name, "Vera Veille");
        let older = store.logbook(&by, Some(2), 2).await.unwrap();
        assert_eq!(older.len(), 1);
        assert_eq!(walked(&store).await.unwrap().seq, 5);
        let audit = store.entries_after(0, 100).await.unwrap();
        assert!(audit.iter().any(|e| e.action == "logbook.write"));
        assert!(audit.iter().all(|e| !format!("{e:?}").contains("canari")));
    }

    async fn the_table_itself_refuses_changes_and_deletions(database) {
        let (store, _) = five(&database).await;
        for sql in [
            "UPDATE logbook SET words = 'Rien' WHERE seq = 3",
            "UPDATE logbook SET at = at + 1, words = NULL WHERE seq = 3",
            "DELETE FROM logbook WHERE seq = 5",
        ] {
            assert!(run(&store, sql).await.is_err(), "{sql}");
        }
        // Words may go; the chain is made over their hash.
        run(&store, "UPDATE logbook SET words = NULL WHERE seq <= 2").await.unwrap();
        assert_eq!(walked(&store).await.unwrap().seq, 5);
    }

    async fn an_edited_entry_is_found(database) {
        let (store, _) = five(&database).await;
        unguarded(&store, "UPDATE logbook SET words = 'Rien' WHERE seq = 3").await;
        assert_eq!(walked(&store).await, Err(Broken::Edited(3)));
    }

    async fn an_entry_of_another_author_or_time_is_found(database) {
        let (store, _) = five(&database).await;
        unguarded(&store, "UPDATE logbook SET author_name = 'Yann Roux' WHERE seq = 2").await;
        assert_eq!(walked(&store).await, Err(Broken::Edited(2)));
    }

    async fn an_entry_edited_with_its_hashes_no_longer_leads_to_the_next(database) {
        let (store, by) = five(&database).await;
        let mut third: LogEntry = store.logbook(&by, Some(4), 1).await.unwrap().remove(0);
        third.words_hash = LogEntry::hash_of("Rien");
        let hash = third.computed();
        unguarded(&store, &format!(
            "UPDATE logbook SET words = 'Rien', words_hash = '{}', hash = '{hash}' WHERE seq = 3", third.words_hash
        )).await;
        assert_eq!(walked(&store).await, Err(Broken::Reordered(4)));
    }

    async fn a_dropped_entry_is_found(database) {
        let (store, _) = five(&database).await;
        unguarded(&store, "DELETE FROM logbook WHERE seq = 3").await;
        assert_eq!(walked(&store).await, Err(Broken::Dropped(4)));
    }

    async fn reordered_entries_are_found(database) {
        let (store, _) = five(&database).await;
        unguarded(&store, "UPDATE logbook SET seq = 99 WHERE seq = 3; UPDATE logbook SET seq = 3 WHERE seq = 4;
            UPDATE logbook SET seq = 4 WHERE seq = 99").await;
        assert_eq!(walked(&store).await, Err(Broken::Edited(3)));
    }

    async fn a_cut_end_is_found(database) {
        let (store, _) = five(&database).await;
        unguarded(&store, "DELETE FROM logbook WHERE seq > 3").await;
        assert_eq!(walked(&store).await, Err(Broken::CutOff(5)));
    }

    async fn whoever_was_suspended_writes_nothing_any_more(database) {
        let (store, by) = five(&database).await;
        suspend(&store, &by.id().0).await;
        let late = store.write_down(&by, "Encore", minute(9)).await;
        assert!(matches!(late, Err(Refused::NoLongerAllowed)));
        assert_eq!(store.logbook_head().await.unwrap().seq, 5);
    }
}
