//! The two schemas are one, every statement runs on both, and an applied migration stays as it is.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use portal::Instant;
use portal::messages::{Found, Messages as _, ThreadId, Where};
use sha2::{Digest as _, Sha256};
use sqlx::{AssertSqlSafe, Executor as _, SqlSafeStr as _};
use store::{
    Db, Statement, Vault, every_statement, every_statement_of_the_vault, migrations,
    vault_migrations,
};
use store_testing::{Database, on_both_engines};

use crate::telling::store;
use crate::vault::{owner, vault_url};

/// SHA-256 of every committed migration. One is added with each; none is ever changed.
const COMMITTED: &[(&str, &str)] = &[
    (
        "sqlite/0001_messages.sql",
        "1e487c7779e6b88456bab02acfd9d63ff1e0cf97021d129645a8ba9c8f9a5a95",
    ),
    (
        "postgres/0001_messages.sql",
        "8eaf4fcab9af96e68490489b746f3292383ebc127ad7d24bd9659aac4618126c",
    ),
    (
        "sqlite/0002_staff.sql",
        "e610e221615ab0f7782858ead5349ae807b7b452b64aeee73353c73469bb229d",
    ),
    (
        "postgres/0002_staff.sql",
        "b418dd4f623581712bceabc234be93e1d5c1b5b97cc896d38dc83cb15231a559",
    ),
    (
        "sqlite/0003_drafts.sql",
        "ac04836977210816a3395148ac8b93d0cdd29327e8413c7ea83125b99cce66e9",
    ),
    (
        "postgres/0003_drafts.sql",
        "3d18d757144d679ee5d00f63c3163fd6accc0615896904a60648620ad01869cc",
    ),
    (
        "sqlite/0004_steering.sql",
        "e6a00461411856222564e7c5c54b22c1a441c989c2b7c11eb464fb890fd015de",
    ),
    (
        "postgres/0004_steering.sql",
        "f6da944f9d32fff8e1f855ea4935f6dce3304112704666998f458c48e697575d",
    ),
    (
        "sqlite/0005_decisions.sql",
        "dbdffaed3799be1b769eb68f4dd01e58a644019eef57f3af5a1ed0f30f29e3cb",
    ),
    (
        "postgres/0005_decisions.sql",
        "3a2a95b85b260f9798215b4a335715d45a85978a1d0a00a4ed86b8ccd23b0631",
    ),
    (
        "sqlite/0006_push.sql",
        "7479f60bbcb84483088531a193b95af35c7c3835c3965fb438c9e39fecdebf5f",
    ),
    (
        "postgres/0006_push.sql",
        "5c9c8dfadf74aa83e4be942cddfb33e85cceb10983d8524b89e98c17029ddddb",
    ),
    (
        "vault/sqlite/0001_sealed_reports.sql",
        "8fb2ff540ae5050ea417abaf1f48c3929eed03d46c00e54e80c25ad26e2999d6",
    ),
    (
        "vault/postgres/0001_sealed_reports.sql",
        "4d4d1d49eff500b5e5a5de389ffb35a37fd11d5dfdd3e858ea775af4ad0e63e4",
    ),
    (
        "sqlite/0007_exchange.sql",
        "1b3f3e4b83c42a4d98779562ff6498fb709c8d29d3e4b5937adec74c6bdd8116",
    ),
    (
        "postgres/0007_exchange.sql",
        "e48c053e6d3aae39103113957c5feeac7bfbd04faf91e4f156127abb1267418c",
    ),
    (
        "sqlite/0008_flow.sql",
        "08d0fa95d7b3d8744c6a6d75bd4aba2dae96a80a1e2c1b7e8893aed709b54530",
    ),
    (
        "postgres/0008_flow.sql",
        "2d7db4b5505fb662b570d3b82e1084cf245501fbfd7696701084cf4c56f7e727",
    ),
    (
        "sqlite/0009_items.sql",
        "1f0a8e27438e63a9cd790c3f543b3524348fb096a3e945515000bb09723a6a19",
    ),
    (
        "postgres/0009_items.sql",
        "f7ccdc611df83d8c455a912f72a198e91bc7a6bc446a0bf889ecaec2b5d903d1",
    ),
    (
        "sqlite/0010_logbook.sql",
        "bd9cfbb617f268f7578d182a64f7a45b4d7ceee8a7c3e1d5f27d5356dacf47b8",
    ),
    (
        "postgres/0010_logbook.sql",
        "cecd65d9781747fa6f9a4b4f4fa75c79d12376b3fa2cdc143be0171b5cf45bb9",
    ),
];

/// As if the last applied migration were of a version to come.
const NEWER: &str = "UPDATE _sqlx_migrations SET version = 9999
    WHERE version = (SELECT MAX(version) FROM _sqlx_migrations)";

fn migrations_folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../migrations")
}

fn folder(engine: &str) -> BTreeSet<String> {
    std::fs::read_dir(migrations_folder().join(engine))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect()
}

#[test]
fn every_migration_file_is_compiled_in_under_its_own_version_on_both_sides() {
    for (under, compiled_in) in [("", migrations()), ("vault/", vault_migrations())] {
        let expected: BTreeSet<String> = compiled_in
            .into_iter()
            .map(|(version, file)| {
                assert!(file.starts_with(&format!("{version:04}_")), "{file}");
                format!("{file}.sql")
            })
            .collect();
        assert_eq!(folder(&format!("{under}sqlite")), expected);
        assert_eq!(folder(&format!("{under}postgres")), expected);
    }
}

#[test]
fn a_committed_migration_is_never_edited() {
    let found: BTreeMap<String, String> = ["sqlite", "postgres", "vault/sqlite", "vault/postgres"]
        .into_iter()
        .flat_map(|engine| {
            folder(engine)
                .into_iter()
                .map(move |f| format!("{engine}/{f}"))
        })
        .map(|file| {
            let hash = Sha256::digest(std::fs::read(migrations_folder().join(&file)).unwrap());
            (file, hash.iter().map(|b| format!("{b:02x}")).collect())
        })
        .collect();
    let committed = COMMITTED
        .iter()
        .map(|(file, hash)| ((*file).to_owned(), (*hash).to_owned()))
        .collect();
    assert_eq!(found, committed, "write another migration instead");
}

#[test]
fn no_file_with_statements_is_missing_from_the_list() {
    let source = |file: &Path| std::fs::read_to_string(file).unwrap();
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let list = source(&src.join("statement.rs"));
    let mut declared = 0;
    for file in std::fs::read_dir(&src).unwrap() {
        let path = file.unwrap().path();
        // A noun's folder holds its statements in `mod.rs`; no other file of it has any.
        let text = if path.is_dir() {
            let files = std::fs::read_dir(&path).unwrap();
            let texts: Vec<String> = files.map(|file| source(&file.unwrap().path())).collect();
            let with_statements = |text: &&String| text.contains("\nstatements! {");
            assert!(
                texts.iter().filter(with_statements).count() <= 1,
                "{path:?}"
            );
            texts.concat()
        } else {
            source(&path)
        };
        let name = path.file_stem().unwrap().to_str().unwrap();
        if text.contains("\nstatements! {") {
            declared += 1;
            assert!(
                list.contains(&format!("crate::{name}::STATEMENTS")),
                "{name}"
            );
        }
        // SQL stands in `statements!` only; the engines' own two words are in db.rs.
        let loose = text.matches("sqlx::query(").count() + text.matches("raw_sql(").count();
        let allowed = match name {
            "db" => 1,
            "statement" => 2,
            // SQLite's checkpoint, which is no statement of PostgreSQL.
            "vault" => 1,
            _ => 0,
        };
        assert!(loose <= allowed, "{name} runs SQL beside its statements");
    }
    assert_eq!(declared, list.matches("::STATEMENTS,").count());
}

on_both_engines! {
    async fn every_statement_can_be_prepared(database) {
        let db = Db::open(database.url()).await.unwrap();
        db.migrate().await.unwrap();
        let vault = vault(&database).await;
        for (db, statements) in [(&db, every_statement()), (&vault, every_statement_of_the_vault())] {
            for statement in statements {
                let sql = statement.sql.into_sql_str();
                let prepared = match db {
                    Db::Sqlite { writer, .. } => writer.prepare(sql).await.err(),
                    Db::Postgres(pool) => pool.prepare(sql).await.err(),
                };
                assert!(prepared.is_none(), "{}: {}", statement.name, prepared.unwrap());
            }
        }
    }

    async fn migrations_keep_the_rows_of_every_version(database) {
        let db = Db::open(database.url()).await.unwrap();
        for (version, _) in migrations() {
            db.migrate_to(version).await.unwrap();
            let sample = Path::new(env!("CARGO_MANIFEST_DIR"))
                .join(format!("tests/both_engines/samples/{version:04}.sql"));
            let rows = std::fs::read_to_string(&sample)
                .unwrap_or_else(|e| panic!("sample rows for version {version}: {e}"));
            run(&db, rows).await;
            for table in schema(&db).await.into_keys() {
                assert!(count(&db, &table).await > 0, "no row of {table} in version {version}");
            }
        }
        // What the first version held is read by this one.
        let store = store(&database).await;
        assert!(store.version().await.unwrap() >= 7);
        assert_eq!(store.in_force(&Where::Everywhere, Instant(8999)).await.unwrap().len(), 1);
        let moved = store.thread(&ThreadId("t2".into())).await.unwrap();
        assert_eq!(moved, Some(Found::Moved(ThreadId("t1".into()))));
        let found = store.thread(&ThreadId("t1".into())).await.unwrap();
        let Some(Found::Thread(thread)) = found else { panic!() };
        assert_eq!(thread.messages[0].alert.infos[0].event, "Crue");
    }

    async fn migrations_of_the_vault_keep_the_rows_of_every_version(database) {
        let vault = Vault::open(&vault_url(&database)).await.unwrap();
        for (version, _) in vault_migrations() {
            vault.migrate_to(version).await.unwrap();
            let db = owner(&database).await;
            let sample = Path::new(env!("CARGO_MANIFEST_DIR"))
                .join(format!("tests/both_engines/samples/vault/{version:04}.sql"));
            run(&db, std::fs::read_to_string(&sample).unwrap()).await;
            for table in schema(&db).await.into_keys() {
                assert!(count(&db, &table).await > 0, "no row of {table} in version {version}");
            }
        }
    }

    async fn the_vault_and_the_main_database_share_no_table(database) {
        let db = Db::open(database.url()).await.unwrap();
        db.migrate().await.unwrap();
        let vault = vault(&database).await;
        let (main, vault) = (schema(&db).await, schema(&vault).await);
        assert_eq!(vault.keys().collect::<Vec<_>>(), ["sealed_report"]);
        assert!(main.keys().all(|table| !vault.contains_key(table)));
    }

    async fn a_migrated_database_is_left_alone(database) {
        let db = Db::open(database.url()).await.unwrap();
        db.migrate().await.unwrap();
        run(&db, "UPDATE content_version SET version = 41".into()).await;
        db.migrate().await.unwrap();
        assert_eq!(store(&database).await.version().await.unwrap(), 41);
    }

    async fn a_database_of_a_newer_version_is_refused(database) {
        let db = Db::open(database.url()).await.unwrap();
        db.migrate().await.unwrap();
        run(&db, NEWER.into()).await;
        assert!(db.migrate().await.unwrap_err().to_string().contains("9999"));
        // A migration that fails leaves its connection with the lock on this database's migrations.
        db.close().await;
        let vault = vault(&database).await;
        run(&vault, NEWER.into()).await;
        let vault = Vault::open(&vault_url(&database)).await.unwrap();
        assert!(vault.migrate().await.unwrap_err().to_string().contains("9999"));
    }
}

#[tokio::test]
async fn both_engines_have_the_same_tables() {
    let Some(postgres) = store_testing::postgres() else {
        return;
    };
    let sqlite = store_testing::sqlite();
    let mut schemas = vec![];
    let mut vaults = vec![];
    for database in [&sqlite, &postgres] {
        let db = Db::open(database.url()).await.unwrap();
        db.migrate().await.unwrap();
        schemas.push(schema(&db).await);
        vaults.push(schema(&vault(database).await).await);
    }
    assert!(schemas[0].len() >= 10, "{:?}", schemas[0].keys());
    assert_eq!(schemas[0], schemas[1]);
    assert_eq!(vaults[0].len(), 1);
    assert_eq!(vaults[0], vaults[1]);
}

/// A migrated vault, as its owner sees it.
async fn vault(database: &Database) -> Db {
    let vault = Vault::open(&vault_url(database)).await.unwrap();
    vault.migrate().await.unwrap();
    owner(database).await
}

/// Lists are ranges of an index: no page's cost grows with the archive.
#[tokio::test]
async fn no_statement_of_a_page_reads_a_table_from_end_to_end() {
    let database = store_testing::sqlite();
    let db = Db::open(database.url()).await.unwrap();
    db.migrate().await.unwrap();
    is_read_by_index(&db, every_statement()).await;
    is_read_by_index(&vault(&database).await, every_statement_of_the_vault()).await;
}

async fn is_read_by_index(db: &Db, statements: Vec<Statement>) {
    let Db::Sqlite { writer, .. } = db else {
        panic!("SQLite")
    };
    // One row for each source, commune or person of the desk: read whole on purpose.
    let whole_on_purpose = [
        "source_status",
        "source_steering",
        "commune_contour",
        "FROM staff s ORDER BY s.name",
        "FROM invitation\n        WHERE accepted_by IS NULL",
        "FROM role_change c",
        "UPDATE role_change SET",
        "FROM staff s WHERE s.state = 'active'",
        // Suspending somebody, once in a while: a desk has few invitations.
        "UPDATE invitation SET revoked_at",
        "UPDATE invitation SET approved_by = NULL",
        "FROM staff WHERE state = 'active'",
        // Devices by push service, for the desk.
        "FROM push_subscription WHERE gone_at IS NULL GROUP BY origin",
        // The vault's number of reports, for the desk.
        "SELECT count(*) FROM sealed_report",
        // The exchange in numbers, for its moderators.
        "FROM exchange_listing GROUP BY 1",
        "FROM exchange_match GROUP BY state",
        "SELECT (SELECT count(*) FROM exchange_talk)",
    ];
    for statement in statements {
        let sql = AssertSqlSafe(format!("EXPLAIN QUERY PLAN {}", statement.sql));
        let plan: Vec<(i64, i64, i64, String)> =
            sqlx::query_as(sql).fetch_all(writer).await.unwrap();
        let plan: Vec<&str> = plan.iter().map(|(.., detail)| detail.as_str()).collect();
        let tables = schema(db).await;
        for step in &plan {
            let scanned = step.strip_prefix("SCAN ").and_then(|s| s.split(' ').next());
            let Some(scanned) = scanned else { continue };
            let alias = ["a", "b", "c", "d", "f", "h", "m", "o", "q", "r", "t"].contains(&scanned);
            let allowed = whole_on_purpose.iter().any(|t| statement.sql.contains(t));
            let table = alias || tables.contains_key(scanned);
            assert!(!table || allowed, "{}: {plan:#?}", statement.name);
        }
        if ["ENDED", "LATEST"].contains(&statement.name) {
            assert!(
                !plan.iter().any(|s| s.contains("TEMP B-TREE")),
                "{}: {plan:#?}",
                statement.name
            );
        }
        if statement.name == "IN_FORCE" {
            let by_end = "thread_area_end (place=? AND colour_rank=? AND ends_at>?)";
            assert!(plan.iter().any(|s| s.contains(by_end)), "{plan:#?}");
        }
    }
}

#[tokio::test]
async fn postgres_too_reads_a_page_of_a_long_archive_by_its_index() {
    let Some(database) = store_testing::postgres() else {
        return;
    };
    let db = Db::open(database.url()).await.unwrap();
    db.migrate().await.unwrap();
    run(
        &db,
        "INSERT INTO thread SELECT n::text, n FROM generate_series(100000, 120000) n;
        INSERT INTO thread_area SELECT id, code, 2 + ends_at % 3, ends_at, ends_at
            FROM thread, (VALUES ('*     '), ('D30   '), ('W30   ')) AS c (code);
        INSERT INTO document VALUES ('d', 'meteo', '', 0, NULL, '', '', 1);
        INSERT INTO message SELECT id, id, 'meteo', 'd', '', id, '', 0, 0, 0, 0, 0, '', 'public', NULL, 'full'
            FROM thread;
        INSERT INTO message_body SELECT id, '', '', '', '' FROM message;
        ANALYZE"
            .into(),
    )
    .await;
    let Db::Postgres(pool) = &db else {
        panic!("PostgreSQL")
    };
    let values = [
        (
            "ENDED",
            vec!["'*     '", "3", "110000", "'x'", "20"],
            "thread_area_end",
        ),
        ("LATEST", vec!["'D30   '", "20"], "thread_area_latest"),
        (
            "IN_FORCE",
            vec!["'C30321'", "'W30   '", "119990"],
            "thread_area_end",
        ),
    ];
    for (name, values, index) in values {
        let statement = every_statement()
            .into_iter()
            .find(|s| s.name == name)
            .unwrap();
        let sql = values
            .iter()
            .enumerate()
            .fold(statement.sql.to_owned(), |sql, (i, value)| {
                sql.replace(&format!("${}", i + 1), value)
            });
        let plan: Vec<(String,)> = sqlx::query_as(AssertSqlSafe(format!("EXPLAIN {sql}")))
            .fetch_all(pool)
            .await
            .unwrap();
        let plan: Vec<String> = plan.into_iter().map(|(line,)| line).collect();
        assert!(plan.iter().any(|l| l.contains(index)), "{name}: {plan:#?}");
        let whole = plan.iter().any(|l| l.contains("Seq Scan"));
        assert!(!whole, "{name}: {plan:#?}");
    }
}

async fn run(db: &Db, sql: String) {
    match db {
        Db::Sqlite { writer, .. } => {
            sqlx::raw_sql(AssertSqlSafe(sql))
                .execute(writer)
                .await
                .unwrap();
        }
        Db::Postgres(pool) => {
            // Bytes are written in two ways: x'…' here, '\x…' there.
            let sql = sql.replace(" x'", " '\\x").replace("(x'", "('\\x");
            sqlx::raw_sql(AssertSqlSafe(sql))
                .execute(pool)
                .await
                .unwrap();
        }
    }
}

async fn rows<T>(db: &Db, sqlite: &'static str, postgres: &'static str) -> Vec<T>
where
    T: for<'r> sqlx::FromRow<'r, sqlx::sqlite::SqliteRow>
        + for<'r> sqlx::FromRow<'r, sqlx::postgres::PgRow>
        + Send
        + Unpin,
{
    match db {
        Db::Sqlite { writer, .. } => sqlx::query_as(sqlite).fetch_all(writer).await.unwrap(),
        Db::Postgres(pool) => sqlx::query_as(postgres).fetch_all(pool).await.unwrap(),
    }
}

/// Texts of a query's one column.
pub async fn texts(db: &Db, sql: &str) -> Vec<String> {
    let sql = AssertSqlSafe(sql.to_owned());
    let rows: Vec<(String,)> = match db {
        Db::Sqlite { writer, .. } => sqlx::query_as(sql).fetch_all(writer).await.unwrap(),
        Db::Postgres(pool) => sqlx::query_as(sql).fetch_all(pool).await.unwrap(),
    };
    rows.into_iter().map(|(text,)| text).collect()
}

/// How many rows there are.
pub async fn count(db: &Db, table: &str) -> i64 {
    let sql = AssertSqlSafe(format!("SELECT count(*) FROM {table}"));
    let (count,): (i64,) = match db {
        Db::Sqlite { writer, .. } => sqlx::query_as(sql).fetch_one(writer).await.unwrap(),
        Db::Postgres(pool) => sqlx::query_as(sql).fetch_one(pool).await.unwrap(),
    };
    count
}

/// A table as both engines can tell it.
#[derive(Debug, Default, PartialEq)]
struct Table {
    /// Name, class of type, whether it may be NULL; in order.
    columns: Vec<(String, String, bool)>,
    /// Columns of each index, key and uniqueness, and whether it is unique.
    indexes: BTreeSet<(String, bool)>,
    /// Column and the table it refers to.
    references: BTreeSet<(String, String)>,
    /// The primary key's columns.
    key: String,
}

async fn schema(db: &Db) -> BTreeMap<String, Table> {
    let mut tables: BTreeMap<String, Table> = BTreeMap::new();
    let columns: Vec<(String, String, String, i64)> = rows(
        db,
        "SELECT t.name, c.name, c.type, c.\"notnull\" FROM sqlite_schema t, pragma_table_info(t.name) c
            WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite%' ORDER BY t.name, c.cid",
        "SELECT table_name::text, column_name::text, data_type::text,
                CASE is_nullable WHEN 'NO' THEN 1::bigint ELSE 0 END
            FROM information_schema.columns c WHERE table_schema = current_schema() AND EXISTS (SELECT FROM information_schema.tables t
                WHERE t.table_schema = c.table_schema AND t.table_name = c.table_name AND t.table_type = 'BASE TABLE')
            ORDER BY table_name, ordinal_position",
    )
    .await;
    for (table, column, class, not_null) in columns {
        let class = match class.as_str() {
            "INTEGER" | "bigint" => "integer",
            "TEXT" | "text" => "text",
            "BLOB" | "bytea" => "bytes",
            other => other,
        };
        let columns = &mut tables.entry(table).or_default().columns;
        columns.push((column, class.to_owned(), not_null == 0));
    }
    let indexes: Vec<(String, String, i64)> = rows(
        db,
        "SELECT t.name, (SELECT group_concat(name) FROM
                (SELECT i.name FROM pragma_index_info(x.name) i ORDER BY i.seqno)), x.\"unique\"
            FROM sqlite_schema t, pragma_index_list(t.name) x
            WHERE t.type = 'table' AND x.origin <> 'pk'",
        "SELECT t.relname::text, array_to_string(ARRAY(SELECT a.attname::text
                FROM unnest(i.indkey) WITH ORDINALITY k (n, o)
                JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = k.n ORDER BY o), ','),
                i.indisunique::int::bigint
            FROM pg_index i JOIN pg_class t ON t.oid = i.indrelid JOIN pg_namespace s ON s.oid = t.relnamespace
            WHERE s.nspname = current_schema() AND NOT i.indisprimary",
    )
    .await;
    for (table, columns, unique) in indexes {
        let indexes = &mut tables.entry(table).or_default().indexes;
        indexes.insert((columns, unique == 1));
    }
    let keys: Vec<(String, String)> = rows(
        db,
        "SELECT t.name, (SELECT group_concat(name) FROM
                (SELECT c.name FROM pragma_table_info(t.name) c WHERE c.pk > 0 ORDER BY c.pk))
            FROM sqlite_schema t WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite%'",
        "SELECT t.relname::text, array_to_string(ARRAY(SELECT a.attname::text
                FROM unnest(i.indkey) WITH ORDINALITY k (n, o)
                JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = k.n ORDER BY o), ',')
            FROM pg_index i JOIN pg_class t ON t.oid = i.indrelid JOIN pg_namespace s ON s.oid = t.relnamespace
            WHERE s.nspname = current_schema() AND i.indisprimary",
    )
    .await;
    for (table, key) in keys {
        tables.entry(table).or_default().key = key;
    }
    let references: Vec<(String, String, String)> = rows(
        db,
        "SELECT t.name, f.\"from\", f.\"table\" FROM sqlite_schema t, pragma_foreign_key_list(t.name) f
            WHERE t.type = 'table'",
        "SELECT t.relname::text, a.attname::text, r.relname::text FROM pg_constraint c
            JOIN pg_class t ON t.oid = c.conrelid JOIN pg_class r ON r.oid = c.confrelid
            JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = c.conkey[1]
            WHERE c.contype = 'f' AND c.connamespace = current_schema()::regnamespace",
    )
    .await;
    for (table, column, other) in references {
        let references = &mut tables.entry(table).or_default().references;
        references.insert((column, other));
    }
    tables.remove("_sqlx_migrations");
    tables
}
