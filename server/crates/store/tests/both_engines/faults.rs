//! What goes wrong: full disks, damaged rows, missing databases.

use std::sync::Arc;

use portal::messages::{Intake as _, Messages as _, Taken, Where};
use portal::{Ids, Instant, PortError};
use sqlx::AssertSqlSafe;
use store::{Db, Store};
use store_testing::{Database, on_both_engines};

use crate::telling::*;

/// Runs SQL that the store would never run.
async fn break_in(store: &Store, sql: &'static str) {
    match store.db() {
        Db::Sqlite { writer, .. } => {
            sqlx::raw_sql(sql).execute(writer).await.unwrap();
        }
        Db::Postgres(pool) => {
            sqlx::raw_sql(sql).execute(pool).await.unwrap();
        }
    }
}

on_both_engines! {
    async fn a_write_that_fails_midway_leaves_nothing(database) {
        let store = store(&database).await;
        message("before", 0).received(&store, 0).await;
        let version = store.version().await.unwrap();
        break_in(&store, "ALTER TABLE message_reference RENAME TO gone").await;
        // The first message is written before the second one fails.
        let messages = vec![
            message("fine", 1).0,
            message("fails", 2).updates(&[("fine", 1)]).0,
        ];
        let failed = store.receive(&meteo(), document("bytes"), messages, minute(2)).await;
        assert!(matches!(failed, Err(PortError::Unavailable(_))), "{failed:?}");
        assert_eq!(store.version().await.unwrap(), version);
        assert_eq!(identifiers(&only(&store, 3).await), ["before"]);

        break_in(&store, "ALTER TABLE gone RENAME TO message_reference").await;
        message("after", 3).received(&store, 3).await;
        assert_eq!(listed(&store, 4).await.len(), 2);
    }

    async fn what_cannot_be_read_back_is_told_as_such(database) {
        let store = store(&database).await;
        let Taken::New(id) = message("alert", 0).received(&store, 0).await else { panic!() };
        break_in(&store, "UPDATE message_body SET alert = '{\"identity\": nonsense'").await;
        let answer = store.message(&id).await;
        let Err(PortError::Corrupt(text)) = answer else { panic!("{answer:?}") };
        assert!(text.contains(&id.0), "{text}");
    }

    async fn a_database_without_tables_is_not_available(database) {
        struct None;
        impl Ids for None {
            fn fresh(&self, _now: Instant) -> String {
                String::new()
            }
        }
        let store = Store::new(Db::open(database.url()).await.unwrap(), Arc::new(None));
        assert!(matches!(store.version().await, Err(PortError::Unavailable(_))));
    }
}

/// Fills the "disk" of a SQLite store at its present size.
async fn pages_allowed(store: &Store, more: i64) {
    let Db::Sqlite { writer, .. } = store.db() else {
        panic!("SQLite only");
    };
    let (pages,): (i64,) = sqlx::query_as("PRAGMA page_count")
        .fetch_one(writer)
        .await
        .unwrap();
    let limit = format!("PRAGMA max_page_count = {}", pages + more);
    sqlx::raw_sql(AssertSqlSafe(limit))
        .execute(writer)
        .await
        .unwrap();
}

#[tokio::test]
async fn a_full_disk_loses_nothing_and_the_store_goes_on() {
    let database = store_testing::sqlite();
    let store = store(&database).await;
    message("before", 0).received(&store, 0).await;
    let version = store.version().await.unwrap();

    for room in [0, 1, 2, 3] {
        pages_allowed(&store, room).await;
        let long = "une crue ".repeat(20_000);
        let messages = vec![message("small", 1).0, message("big", 1).headline(&long).0];
        let full = store
            .receive(&meteo(), document("bytes"), messages, minute(1))
            .await;
        let Err(PortError::Unavailable(text)) = full else {
            panic!("{full:?}")
        };
        assert!(text.contains("full"), "{text}");
        assert_eq!(store.version().await.unwrap(), version);
        assert_eq!(identifiers(&only(&store, 2).await), ["before"]);
    }

    pages_allowed(&store, 1_000_000).await;
    message("after", 2).received(&store, 2).await;
    assert_eq!(listed(&store, 3).await.len(), 2, "there is room again");
}

/// A really full disk can make SQLite end a transaction behind sqlx's back.
#[tokio::test]
async fn a_transaction_that_sqlite_ended_itself_does_not_block_the_writer() {
    let database = store_testing::sqlite();
    let store = store(&database).await;
    let Db::Sqlite { writer, .. } = store.db() else {
        panic!("SQLite only");
    };
    let mut tx = writer.begin_with("BEGIN IMMEDIATE").await.unwrap();
    sqlx::raw_sql("ROLLBACK").execute(&mut *tx).await.unwrap();
    drop(tx);
    message("after", 0).received(&store, 0).await;
}

#[tokio::test]
async fn a_database_in_memory_works() {
    let db = Db::open("sqlite::memory:").await.unwrap();
    db.migrate().await.unwrap();
    struct One;
    impl Ids for One {
        fn fresh(&self, now: Instant) -> String {
            format!("{}", now.0)
        }
    }
    let store = Store::new(db, Arc::new(One));
    assert!(
        store
            .in_force(&Where::Everywhere, START)
            .await
            .unwrap()
            .is_empty()
    );
}

#[tokio::test]
async fn what_was_acknowledged_is_there_after_reopening() {
    let database: Database = store_testing::sqlite();
    let first = store(&database).await;
    message("alert", 0).received(&first, 0).await;
    first.db().close().await;
    let again = store(&database).await;
    assert_eq!(identifiers(&only(&again, 1).await), ["alert"]);
}

#[tokio::test]
async fn a_database_that_cannot_be_opened_is_told_without_its_password() {
    for url in [
        "postgres://rives:secret@127.0.0.1:1/rives",
        "postgres://rives:secret@[not-an-address/rives",
        "/dev/null/rives.db",
        "sqlite:///dev/null/rives.db?mode=rw",
    ] {
        let text = Db::open(url).await.unwrap_err().to_string();
        assert!(text.contains("database"), "{text}");
        assert!(!text.contains("secret"), "{text}");
    }
}
