//! The wall in the database: what every connection of the door is refused.

use portal::valve::Valve as _;
use sqlx::pool::PoolConnection;
use sqlx::{AssertSqlSafe, Database as Engine, Executor};
use store::{Db, DoorPool, StoreError, VaultDoor};
use store_testing::on_both_engines;

use crate::vault::{Standing, door_url, envelope, house, owner, report, vault_url};

/// Columns and values of a report with the key of the one that is there, and another content.
macro_rules! forged {
    ($head:literal, $tail:literal) => {
        concat!(
            $head,
            " (idempotency, key_id, suite, bucket, sealed_at_door, envelope, received_at) VALUES
            (x'00000000000000000000000000000001', x'0000000000000000', 1, 0, 0, x'66', 0) ",
            $tail
        )
    };
}

/// What SQLite's authorizer has to refuse.
const SQLITE: &[&str] = &[
    "SELECT 1",
    "VALUES (1)",
    "SELECT count(*) FROM sealed_report",
    "SELECT * FROM sealed_report",
    "SELECT 1 FROM sealed_report WHERE idempotency = x'00'",
    "SELECT idempotency FROM sealed_report",
    "SELECT * FROM letterbox",
    "SELECT * FROM sqlite_master",
    "SELECT * FROM sqlite_schema",
    "SELECT * FROM sqlite_temp_master",
    "SELECT * FROM _sqlx_migrations",
    "SELECT * FROM pragma_table_info('sealed_report')",
    "SELECT last_insert_rowid(), changes(), total_changes()",
    "EXPLAIN SELECT count(*) FROM sealed_report",
    "EXPLAIN QUERY PLAN SELECT count(*) FROM sealed_report",
    // Under a name that the rule knows.
    "WITH letterbox_falls AS (SELECT idempotency FROM sealed_report) SELECT * FROM letterbox_falls",
    "WITH letterbox_falls AS (SELECT idempotency FROM sealed_report)
        INSERT INTO letterbox (idempotency) SELECT idempotency FROM letterbox_falls",
    "INSERT INTO letterbox (idempotency) WITH sealed_report_stays AS (SELECT idempotency FROM sealed_report)
        SELECT * FROM sealed_report_stays",
    "INSERT INTO letterbox (idempotency) VALUES
        ((WITH letterbox_falls AS (SELECT idempotency FROM sealed_report) SELECT * FROM letterbox_falls))",
    "WITH letterbox_falls AS (SELECT 1 FROM sealed_report) DELETE FROM sealed_report",
    "CREATE TEMP TRIGGER letterbox_falls INSTEAD OF INSERT ON letterbox BEGIN SELECT 1; END",
    "INSERT INTO letterbox SELECT * FROM sealed_report",
    "INSERT INTO letterbox SELECT * FROM letterbox",
    "INSERT INTO letterbox (envelope) VALUES ((SELECT envelope FROM sealed_report))",
    "INSERT INTO letterbox (envelope) VALUES (load_extension('x'))",
    "INSERT INTO letterbox (envelope) VALUES (zeroblob(1000000000))",
    "INSERT INTO letterbox (envelope) VALUES (sqlite_version())",
    forged!("INSERT INTO letterbox", "RETURNING idempotency"),
    forged!("INSERT INTO letterbox", "RETURNING *"),
    forged!(
        "INSERT INTO letterbox",
        "RETURNING (SELECT count(*) FROM sealed_report)"
    ),
    forged!("INSERT INTO sealed_report", ""),
    forged!("INSERT INTO sealed_report", "RETURNING 1"),
    forged!("INSERT INTO sealed_report", "ON CONFLICT DO NOTHING"),
    forged!(
        "INSERT INTO sealed_report",
        "ON CONFLICT DO UPDATE SET envelope = x'66'"
    ),
    forged!("INSERT OR REPLACE INTO sealed_report", ""),
    forged!("REPLACE INTO sealed_report", ""),
    "INSERT INTO sqlite_master VALUES ('table', 'x', 'x', 0, '')",
    "INSERT INTO _sqlx_migrations (version) VALUES (7)",
    "UPDATE sealed_report SET envelope = x'66'",
    "UPDATE letterbox SET envelope = x'66'",
    "DELETE FROM sealed_report",
    "DELETE FROM letterbox",
    "ATTACH ':memory:' AS beside",
    "DETACH main",
    "PRAGMA user_version",
    "PRAGMA page_count",
    "PRAGMA database_list",
    "PRAGMA writable_schema = ON",
    "PRAGMA trusted_schema = ON",
    "PRAGMA secure_delete = OFF",
    "PRAGMA synchronous = OFF",
    "PRAGMA wal_checkpoint(TRUNCATE)",
    "CREATE TABLE mine (a)",
    "CREATE TEMP TABLE mine AS SELECT * FROM sealed_report",
    "CREATE VIEW mine AS SELECT * FROM sealed_report",
    "CREATE TEMP VIEW mine AS SELECT * FROM sealed_report",
    "CREATE TRIGGER mine AFTER INSERT ON sealed_report BEGIN SELECT 1; END",
    "CREATE INDEX mine ON sealed_report (bucket)",
    "CREATE VIRTUAL TABLE mine USING dbstat",
    "ALTER TABLE sealed_report RENAME TO mine",
    "ALTER TABLE sealed_report DROP COLUMN bucket",
    "DROP TABLE sealed_report",
    "DROP VIEW letterbox",
    "DROP TRIGGER sealed_report_stays",
    "DROP INDEX sealed_report_received",
    "ANALYZE",
    "REINDEX",
    "VACUUM",
    "VACUUM INTO '/tmp/rives-vault-copy.db'",
    "BEGIN",
    "BEGIN EXCLUSIVE",
    "SAVEPOINT mine",
    "COMMIT",
];

/// What PostgreSQL has to refuse to the role, for lack of a right (42501).
const POSTGRES: &[&str] = &[
    "SELECT count(*) FROM sealed_report",
    "SELECT * FROM sealed_report",
    "SELECT 1 FROM sealed_report",
    "SELECT ctid FROM sealed_report",
    "SELECT * FROM letterbox",
    "TABLE vault.sealed_report",
    "SELECT * FROM _sqlx_migrations",
    "SELECT * FROM public.staff",
    "SELECT * FROM public.message",
    "EXPLAIN SELECT count(*) FROM sealed_report",
    "EXPLAIN ANALYZE SELECT count(*) FROM sealed_report",
    "WITH letterbox AS (SELECT idempotency FROM sealed_report) SELECT * FROM letterbox",
    "COPY sealed_report TO STDOUT",
    "COPY (SELECT * FROM sealed_report) TO STDOUT",
    "COPY (SELECT 1) TO PROGRAM 'true'",
    "COPY (SELECT 1) TO '/tmp/rives-vault-copy'",
    "INSERT INTO letterbox SELECT * FROM sealed_report",
    "INSERT INTO letterbox SELECT * FROM letterbox",
    "INSERT INTO letterbox (envelope) VALUES ((SELECT envelope FROM sealed_report LIMIT 1))",
    "INSERT INTO letterbox (envelope) VALUES ('\\x66') RETURNING idempotency",
    "INSERT INTO letterbox (envelope) VALUES ('\\x66') RETURNING *",
    "INSERT INTO letterbox (envelope) VALUES ('\\x66') RETURNING (SELECT count(*) FROM sealed_report)",
    "INSERT INTO sealed_report (envelope) VALUES ('\\x66')",
    "INSERT INTO sealed_report (envelope) VALUES ('\\x66') RETURNING 1",
    "INSERT INTO sealed_report (envelope) VALUES ('\\x66') ON CONFLICT DO NOTHING",
    "INSERT INTO sealed_report (idempotency) VALUES ('\\x66') ON CONFLICT (idempotency) DO NOTHING",
    "INSERT INTO sealed_report (idempotency) VALUES ('\\x66') ON CONFLICT (idempotency) DO UPDATE SET bucket = 9",
    "MERGE INTO sealed_report s USING (VALUES (1)) v (n) ON false WHEN NOT MATCHED THEN INSERT (bucket) VALUES (n)",
    "UPDATE sealed_report SET envelope = '\\x66'",
    "DELETE FROM sealed_report",
    "TRUNCATE sealed_report",
    "DO $$ BEGIN LOCK TABLE vault.sealed_report; END $$",
    "DO $$ BEGIN PERFORM count(*) FROM vault.sealed_report; END $$",
    "CREATE TABLE vault.mine (a bigint)",
    "CREATE VIEW vault.mine AS SELECT * FROM sealed_report",
    "CREATE TEMP VIEW mine AS SELECT * FROM sealed_report; SELECT * FROM mine",
    "CREATE TEMP TABLE mine AS SELECT * FROM sealed_report",
    "CREATE INDEX mine ON sealed_report (bucket)",
    "CREATE TRIGGER mine AFTER INSERT ON sealed_report EXECUTE FUNCTION letterbox_falls()",
    "CREATE FUNCTION vault.mine() RETURNS bigint LANGUAGE sql AS 'SELECT 1::bigint'",
    "CREATE OR REPLACE FUNCTION vault.letterbox_falls() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'",
    "ALTER TABLE sealed_report DISABLE TRIGGER ALL",
    "ALTER TABLE sealed_report OWNER TO rives_door",
    "ALTER FUNCTION letterbox_falls() SECURITY INVOKER",
    "DROP TABLE sealed_report",
    "DROP VIEW letterbox",
    "DROP SCHEMA vault CASCADE",
    "GRANT SELECT ON sealed_report TO rives_door",
    "SET ROLE rives",
    "SET SESSION AUTHORIZATION rives",
    "CREATE ROLE mine",
    "ALTER ROLE rives_door SUPERUSER",
    "SELECT pg_read_file('PG_VERSION')",
    "SELECT lo_import('/etc/hostname')",
];

fn refused_by_sqlite(error: &sqlx::Error) -> bool {
    let text = error.to_string();
    [
        "not authorized",
        "authorization denied",
        "is prohibited",
        // Of the letterbox: nobody's right would do.
        "because it is a view",
    ]
    .iter()
    .any(|refusal| text.contains(refusal))
}

fn refused_by_postgres(error: &sqlx::Error) -> bool {
    let error = error.as_database_error();
    error.is_some_and(|e| e.code().as_deref() == Some("42501"))
}

/// Tries every statement, as one that is prepared and as a script; those that are not refused for lack of a right.
async fn not_refused<E: Engine>(
    connection: &mut PoolConnection<E>,
    statements: &[&'static str],
    refused: fn(&sqlx::Error) -> bool,
) -> Vec<String>
where
    for<'c> &'c mut E::Connection: Executor<'c, Database = E>,
{
    let mut wrong = vec![];
    for sql in statements {
        let script = sqlx::raw_sql(*sql).execute(&mut **connection).await.err();
        let prepared = (&mut **connection).fetch_all(*sql).await.err();
        // One that is two cannot be prepared.
        let tries = if sql.contains("; SELECT") {
            vec![script]
        } else {
            vec![script, prepared]
        };
        for error in tries {
            match error {
                Some(error) if refused(&error) => {}
                Some(error) => wrong.push(format!("{sql}: {error}")),
                None => wrong.push(format!("{sql}: done")),
            }
        }
    }
    wrong
}

/// All connections that the pool may have, tried; then ended, so that the pool makes others.
async fn on_every_connection<E: Engine>(
    pool: &sqlx::Pool<E>,
    statements: &[&'static str],
    refused: fn(&sqlx::Error) -> bool,
) where
    for<'c> &'c mut E::Connection: Executor<'c, Database = E>,
{
    let mut all = vec![];
    for _ in 0..pool.options().get_max_connections() {
        all.push(pool.acquire().await.unwrap());
    }
    for connection in &mut all {
        let wrong = not_refused(connection, statements, refused).await;
        assert!(wrong.is_empty(), "{wrong:#?}");
    }
    for connection in all {
        connection.close().await.unwrap();
    }
}

on_both_engines! {
    async fn every_connection_of_the_door_refuses_all_but_putting_in(database) {
        let house = house(&database).await;
        house.door.submit(report(1, 0xaa)).await.unwrap();
        // Twice: before the second time, every connection has been replaced.
        for _ in 0..2 {
            match house.door.pool() {
                DoorPool::Sqlite(pool) => on_every_connection(pool, SQLITE, refused_by_sqlite).await,
                DoorPool::Postgres(pool) => on_every_connection(pool, POSTGRES, refused_by_postgres).await,
            }
            house.door.submit(report(1, 0xbb)).await.unwrap();
        }
        assert_eq!(house.vault.count(&house.by).await.unwrap(), 1);
        let kept = house.vault.report(&house.by, &1_u128.to_be_bytes()).await.unwrap().unwrap();
        assert_eq!(kept.row.envelope, envelope(1, 0xaa));
        house.door.submit(report(2, 0xcc)).await.unwrap();
        assert_eq!(house.vault.count(&house.by).await.unwrap(), 2);
    }

    async fn what_may_be_returned_is_a_constant_and_it_returns_for_a_known_key_too(database) {
        let house = house(&database).await;
        house.door.submit(report(1, 0xaa)).await.unwrap();
        let known = forged!("INSERT INTO letterbox", "RETURNING 1");
        let new = known.replace("01'", "02'");
        for sql in [known, &new] {
            let rows = match house.door.pool() {
                DoorPool::Sqlite(pool) => pool.fetch_all(AssertSqlSafe(sql)).await.unwrap().len(),
                DoorPool::Postgres(pool) => {
                    let sql = sql.replace("x'", "'\\x");
                    pool.fetch_all(AssertSqlSafe(sql)).await.unwrap().len()
                }
            };
            assert_eq!(rows, 1);
        }
        assert_eq!(house.vault.count(&house.by).await.unwrap(), 2);
    }

    async fn there_is_no_door_where_there_is_no_vault(database) {
        assert!(VaultDoor::open(&door_url(&database), Standing::new()).await.is_err());
        if let Some(file) = vault_url(&database).strip_prefix("sqlite://") {
            assert!(!std::path::Path::new(file).exists(), "the door made a file");
        }
    }

    async fn a_row_stays_as_it_came_even_for_the_owner(database) {
        let house = house(&database).await;
        house.door.submit(report(1, 0xaa)).await.unwrap();
        let changed = "UPDATE sealed_report SET bucket = 3";
        match owner(&database).await {
            Db::Sqlite { writer, .. } => {
                for sql in [
                    forged!("INSERT OR REPLACE INTO sealed_report", ""),
                    forged!("INSERT OR REPLACE INTO letterbox", ""),
                ] {
                    sqlx::raw_sql(sql).execute(&writer).await.unwrap();
                }
                assert!(sqlx::raw_sql(changed).execute(&writer).await.is_err());
            }
            Db::Postgres(pool) => assert!(sqlx::raw_sql(changed).execute(&pool).await.is_err()),
        }
        let kept = house.vault.report(&house.by, &1_u128.to_be_bytes()).await.unwrap().unwrap();
        assert_eq!((kept.row.envelope, kept.row.bucket), (envelope(1, 0xaa), 0));
    }
}

#[tokio::test]
async fn no_conflict_clause_overwrites_a_report_and_none_tells_that_it_was_there() {
    let database = store_testing::sqlite();
    let house = house(&database).await;
    let DoorPool::Sqlite(pool) = house.door.pool() else {
        panic!("SQLite")
    };
    let known = [
        forged!("INSERT OR REPLACE INTO letterbox", ""),
        forged!("REPLACE INTO letterbox", ""),
        forged!("INSERT OR IGNORE INTO letterbox", ""),
        forged!("INSERT OR ROLLBACK INTO letterbox", ""),
        forged!("INSERT OR ABORT INTO letterbox", ""),
        forged!("INSERT OR FAIL INTO letterbox", ""),
        forged!("INSERT INTO letterbox", ""),
    ];
    house.door.submit(report(1, 0xaa)).await.unwrap();
    for sql in known {
        let done = sqlx::raw_sql(sql).execute(pool).await.unwrap();
        assert_eq!((done.rows_affected(), done.last_insert_rowid()), (0, 0));
    }
    let new = known[0].replace("01'", "02'");
    let done = sqlx::raw_sql(AssertSqlSafe(new))
        .execute(pool)
        .await
        .unwrap();
    assert_eq!((done.rows_affected(), done.last_insert_rowid()), (0, 0));
    let kept = house.vault.report(&house.by, &1_u128.to_be_bytes()).await;
    assert_eq!(kept.unwrap().unwrap().row.envelope, envelope(1, 0xaa));
    assert_eq!(house.vault.count(&house.by).await.unwrap(), 2);
}

#[tokio::test]
async fn a_role_that_may_more_than_put_in_gets_no_door() {
    let Some(database) = store_testing::postgres() else {
        return;
    };
    let house = house(&database).await;
    let as_owner = VaultDoor::open(&vault_url(&database), Standing::new()).await;
    assert!(matches!(as_owner.err(), Some(StoreError::Door)));
    let Db::Postgres(owner) = owner(&database).await else {
        panic!("PostgreSQL")
    };
    for (right, from) in [
        ("SELECT (bucket) ON sealed_report", "sealed_report"),
        ("DELETE ON sealed_report", "sealed_report"),
        ("INSERT ON sealed_report", "sealed_report"),
        ("SELECT ON letterbox", "letterbox"),
        ("SELECT ON _sqlx_migrations", "_sqlx_migrations"),
        ("CREATE ON SCHEMA vault", "SCHEMA vault"),
    ] {
        let grant = AssertSqlSafe(format!("GRANT {right} TO rives_door"));
        sqlx::raw_sql(grant).execute(&owner).await.unwrap();
        let door = VaultDoor::open(&door_url(&database), Standing::new()).await;
        assert!(matches!(door.err(), Some(StoreError::Door)), "{right}");
        let rest = match from {
            "letterbox" => "GRANT INSERT ON letterbox TO rives_door",
            "SCHEMA vault" => "GRANT USAGE ON SCHEMA vault TO rives_door",
            _ => "SELECT 1",
        };
        let revoke = format!("REVOKE ALL ON {from} FROM rives_door; {rest}");
        sqlx::raw_sql(AssertSqlSafe(revoke))
            .execute(&owner)
            .await
            .unwrap();
    }
    house.door.submit(report(1, 1)).await.unwrap();
    let door = VaultDoor::open(&door_url(&database), Standing::new()).await;
    door.unwrap().submit(report(2, 2)).await.unwrap();
    assert_eq!(house.vault.count(&house.by).await.unwrap(), 2);
}
