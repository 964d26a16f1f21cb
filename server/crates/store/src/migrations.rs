//! The migrations, compiled in: the same versions on both engines.
//!
//! An applied migration is never edited: expand, then contract.

use std::borrow::Cow;

use sqlx::SqlSafeStr as _;
use sqlx::migrate::{Migration, MigrationType, Migrator};

/// Version, name, and the text for each engine, from one pair of files.
macro_rules! pairs {
    ($($version:literal $file:literal),+ $(,)?) => {
        &[$((
            $version,
            $file,
            include_str!(concat!("../../../../migrations/sqlite/", $file, ".sql")),
            include_str!(concat!("../../../../migrations/postgres/", $file, ".sql")),
        )),+]
    };
}

type Pair = (i64, &'static str, &'static str, &'static str);

const PAIRS: &[Pair] = pairs![
    1 "0001_messages",
    2 "0002_staff",
    3 "0003_drafts",
    4 "0004_steering",
    6 "0006_push",
];

/// Version and file name (without `.sql`) of every migration, in order.
pub fn migrations() -> Vec<(i64, &'static str)> {
    PAIRS
        .iter()
        .map(|(version, file, ..)| (*version, *file))
        .collect()
}

pub(crate) fn sqlite() -> Migrator {
    migrator(|(.., sqlite, _)| sqlite)
}

pub(crate) fn postgres() -> Migrator {
    migrator(|(.., postgres)| postgres)
}

fn migrator(text: impl Fn(&Pair) -> &'static str) -> Migrator {
    Migrator::with_migrations(
        PAIRS
            .iter()
            .map(|pair| {
                Migration::new(
                    pair.0,
                    Cow::Borrowed(pair.1),
                    MigrationType::Simple,
                    text(pair).into_sql_str(),
                    false,
                )
            })
            .collect(),
    )
}
