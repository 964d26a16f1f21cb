//! Databases for tests, given as URLs: nothing of ours is used here, so that every crate's tests can.
//!
//! Never part of what is shipped: only `[dev-dependencies]` name this crate.

mod cluster;

use tempfile::TempDir;

/// An empty database; a SQLite file goes when this is dropped, a PostgreSQL one with its cluster.
#[derive(Debug)]
pub struct Database {
    url: String,
    _directory: Option<TempDir>,
}

impl Database {
    /// What `store::Db::open` takes.
    pub fn url(&self) -> &str {
        &self.url
    }
}

/// A fresh SQLite file.
pub fn sqlite() -> Database {
    let directory = tempfile::tempdir()
        .unwrap_or_else(|e| panic!("no temporary directory for a SQLite file: {e}"));
    Database {
        url: format!("sqlite://{}/rives.db", directory.path().display()),
        _directory: Some(directory),
    }
}

/// A fresh database in this process's own PostgreSQL cluster, which is started at the first call.
/// Without PostgreSQL's binaries the test fails and says what to type; `None`, loudly, when
/// `RIVES_TEST_POSTGRES=waived` says to do without.
pub fn postgres() -> Option<Database> {
    if std::env::var("RIVES_TEST_POSTGRES").is_ok_and(|v| v == "waived") {
        eprintln!("!!! RIVES_TEST_POSTGRES=waived: NOT TESTED ON POSTGRESQL !!!");
        return None;
    }
    match cluster::database() {
        Ok(url) => Some(Database {
            url,
            _directory: None,
        }),
        Err(why) => panic!("{why}"),
    }
}

/// Makes of one test two: `async fn name(database: Database)` runs on SQLite and on PostgreSQL.
///
/// ```ignore
/// on_both_engines! {
///     async fn what_is_written_is_read(database) { … }
/// }
/// ```
#[macro_export]
macro_rules! on_both_engines {
    ($(async fn $name:ident($database:ident) $body:block)+) => {$(
        mod $name {
            use super::*;

            async fn on($database: $crate::Database) $body

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn sqlite() {
                on($crate::sqlite()).await;
            }

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn postgres() {
                if let Some(database) = $crate::postgres() {
                    on(database).await;
                }
            }
        }
    )+};
}
