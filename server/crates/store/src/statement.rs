//! One SQL text for both engines: how statements are declared and run.
//!
//! Texts keep to what SQLite and PostgreSQL both speak: `$1` placeholders, `RETURNING`,
//! `ON CONFLICT … DO UPDATE SET x = excluded.x`, row values, `CAST` where a bare placeholder has no type.

/// A declared statement.
#[derive(Clone, Copy, Debug)]
pub struct Statement {
    /// Its name in the code.
    pub name: &'static str,
    /// Its text, the same for both engines.
    pub sql: &'static str,
}

/// Declares a file's statements and lists them in its `STATEMENTS`.
macro_rules! statements {
    ($($(#[$doc:meta])* $name:ident = $sql:expr;)+) => {
        $($(#[$doc])* const $name: $crate::Statement = $crate::Statement { name: stringify!($name), sql: $sql };)+
        /// Every statement of this file.
        pub(crate) const STATEMENTS: &[$crate::Statement] = &[$($name),+];
    };
}

/// Runs a statement on whichever engine `$on` (a `Db` or a `Tx`) is: `execute` gives the number of rows
/// changed; `fetch_all`, `fetch_one` and `fetch_optional` give tuples.
macro_rules! sql {
    (execute, $on:expr, $statement:expr $(, $arg:expr)* $(,)?) => {
        match $on.engine() {
            $crate::db::Engine::Sqlite(on) => sqlx::query($statement.sql)$(.bind($arg))*
                .execute(on).await.map(|done| done.rows_affected()),
            $crate::db::Engine::Postgres(on) => sqlx::query($statement.sql)$(.bind($arg))*
                .execute(on).await.map(|done| done.rows_affected()),
        }
        .map_err($crate::StoreError::from)
    };
    ($fetch:ident, $on:expr, $statement:expr $(, $arg:expr)* $(,)?) => {
        match $on.engine() {
            $crate::db::Engine::Sqlite(on) => {
                sqlx::query_as($statement.sql)$(.bind($arg))*.$fetch(on).await
            }
            $crate::db::Engine::Postgres(on) => {
                sqlx::query_as($statement.sql)$(.bind($arg))*.$fetch(on).await
            }
        }
        .map_err($crate::StoreError::from)
    };
}

pub(crate) use {sql, statements};

/// Every statement of the store, for the test that prepares each on both engines; another test sees to it
/// that no file is missing here.
pub fn every_statement() -> Vec<Statement> {
    [
        crate::accounts::STATEMENTS,
        crate::areas::STATEMENTS,
        crate::audit::STATEMENTS,
        crate::ceremonies::STATEMENTS,
        crate::contours::STATEMENTS,
        crate::credentials::STATEMENTS,
        crate::decisions::STATEMENTS,
        crate::documents::STATEMENTS,
        crate::drafts::STATEMENTS,
        crate::exchange::STATEMENTS,
        crate::exchange_moderation::STATEMENTS,
        crate::held::STATEMENTS,
        crate::identities::STATEMENTS,
        crate::invitations::STATEMENTS,
        crate::items::STATEMENTS,
        crate::logbook::STATEMENTS,
        crate::messages::STATEMENTS,
        crate::push::STATEMENTS,
        crate::role_changes::STATEMENTS,
        crate::sessions::STATEMENTS,
        crate::sources::STATEMENTS,
        crate::steering::STATEMENTS,
        crate::staff::STATEMENTS,
        crate::threads::STATEMENTS,
        crate::versions::STATEMENTS,
    ]
    .concat()
}

/// Every statement that is for the vault, not for the main database.
pub fn every_statement_of_the_vault() -> Vec<Statement> {
    [
        crate::vault::STATEMENTS, //
    ]
    .concat()
}
