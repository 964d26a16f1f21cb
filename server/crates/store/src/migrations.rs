//! The migrations, compiled in: the same versions on both engines, for the main database and for the vault.
//!
//! An applied migration is never edited: expand, then contract.

use std::borrow::Cow;

use sqlx::SqlSafeStr as _;
use sqlx::migrate::{Migration, MigrationType, Migrator};

/// Version, name, and the text for each engine, from one pair of files under a folder of `migrations/`.
macro_rules! pairs {
    ($under:literal: $($version:literal $file:literal),+ $(,)?) => {
        &[$((
            $version,
            $file,
            include_str!(concat!("../../../../migrations/", $under, "sqlite/", $file, ".sql")),
            include_str!(concat!("../../../../migrations/", $under, "postgres/", $file, ".sql")),
        )),+]
    };
}

type Pair = (i64, &'static str, &'static str, &'static str);

const PAIRS: &[Pair] = pairs!["":
    1 "0001_messages",
    2 "0002_staff",
    3 "0003_drafts",
    4 "0004_steering",
    5 "0005_decisions",
    6 "0006_push",
    7 "0007_exchange",
    8 "0008_flow",
    9 "0009_items",
    10 "0010_logbook",
];

/// Those of the vault.
const VAULT_PAIRS: &[Pair] = pairs!["vault/":
    1 "0001_sealed_reports",
];

/// Version and file name (without `.sql`) of every migration of the main database, in order.
pub fn migrations() -> Vec<(i64, &'static str)> {
    names(PAIRS)
}

/// Version and file name (without `.sql`) of every migration of the vault, in order.
pub fn vault_migrations() -> Vec<(i64, &'static str)> {
    names(VAULT_PAIRS)
}

fn names(pairs: &[Pair]) -> Vec<(i64, &'static str)> {
    pairs
        .iter()
        .map(|(version, file, ..)| (*version, *file))
        .collect()
}

pub(crate) fn sqlite() -> Migrator {
    migrator(PAIRS, |(.., sqlite, _)| sqlite)
}

pub(crate) fn postgres() -> Migrator {
    migrator(PAIRS, |(.., postgres)| postgres)
}

/// The vault's.
pub(crate) mod vault {
    use super::{Migrator, VAULT_PAIRS, migrator};

    pub(crate) fn sqlite() -> Migrator {
        migrator(VAULT_PAIRS, |(.., sqlite, _)| sqlite)
    }

    /// Makes the schema first, in which its connections look for everything.
    pub(crate) fn postgres() -> Migrator {
        let mut migrator = migrator(VAULT_PAIRS, |(.., postgres)| postgres);
        migrator.create_schema(crate::vault::SCHEMA);
        migrator
    }
}

fn migrator(pairs: &[Pair], text: impl Fn(&Pair) -> &'static str) -> Migrator {
    Migrator::with_migrations(
        pairs
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
