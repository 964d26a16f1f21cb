//! The vault, from what is put in by the door to its end: kept once, kept durably, read by the desk, deleted.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use desk::access::{Capability as _, Proof, ReadReports};
use desk::staff::Role;
use portal::valve::{BUCKETS, ENC_LEN, HEAD_LEN, SealedReport, TAG_LEN, Valve as _};
use portal::{Clock, Instant, Span};
use sqlx::AssertSqlSafe;
use store::{Db, DoorPool, Kept, Place, Vault, VaultDoor};
use store_testing::{Database, on_both_engines};

use crate::people::{may, person};
use crate::telling::{START, minute, store};

/// A clock that stands until it is moved.
pub struct Standing(AtomicI64);

impl Clock for Standing {
    fn now(&self) -> Instant {
        Instant(self.0.load(Ordering::Relaxed))
    }
}

impl Standing {
    /// At 20:00:00.
    pub fn new() -> Arc<Self> {
        Arc::new(Self(AtomicI64::new(START.0)))
    }

    fn set(&self, at: Instant) {
        self.0.store(at.0, Ordering::Relaxed);
    }
}

/// Where the vault beside a main database is: a file of its own, or the same database of PostgreSQL.
pub fn vault_url(database: &Database) -> String {
    database.url().replace("/rives.db", "/vault.db")
}

/// What the door is opened with.
pub fn door_url(database: &Database) -> String {
    vault_url(database).replace("//rives@", "//rives_door@")
}

/// A connection of the owner's to the vault, with which tests do what no code of ours does.
pub async fn owner(database: &Database) -> Db {
    let url = vault_url(database);
    let schema = if url.contains("host=") {
        "&options=-csearch_path%3Dvault"
    } else {
        ""
    };
    Db::open(&format!("{url}{schema}")).await.unwrap()
}

/// A vault, migrated, with its door, and somebody who may read.
pub struct House {
    pub vault: Vault,
    pub door: VaultDoor,
    pub clock: Arc<Standing>,
    pub by: Proof<ReadReports>,
}

pub async fn house(database: &Database) -> House {
    let main = store(database).await;
    let watcher = person(&main, "Vera Veille", &[Role::Watcher]).await;
    let vault = Vault::open(&vault_url(database)).await.unwrap();
    vault.migrate().await.unwrap();
    let clock = Standing::new();
    House {
        vault,
        door: VaultDoor::open(&door_url(database), clock.clone())
            .await
            .unwrap(),
        clock,
        by: may(&watcher),
    }
}

/// An envelope with this key whose sealed part is all `fill`. The vault cannot tell that it is none.
pub fn envelope(key: u128, fill: u8) -> Vec<u8> {
    let mut bytes = vec![1, 1];
    bytes.extend([7; 8]);
    bytes.extend(key.to_be_bytes());
    bytes.push(0);
    assert_eq!(bytes.len(), HEAD_LEN);
    bytes.resize(HEAD_LEN + ENC_LEN + BUCKETS[0] + TAG_LEN, fill);
    bytes
}

/// The same, read as the public side reads what it is sent.
pub fn report(key: u128, fill: u8) -> SealedReport {
    SealedReport::parse(&envelope(key, fill), false).unwrap()
}

impl House {
    async fn all(&self) -> Vec<Kept> {
        let start = Place::at(Instant(0));
        self.vault.after(&self.by, start, 10_000).await.unwrap()
    }

    /// Many reports at once, past the door: 1,000 commits would only take time.
    async fn fill(&self, database: &Database, n: usize) {
        let owner = owner(database).await;
        let zero = START.0;
        match &owner {
            Db::Sqlite { writer, .. } => {
                let sql = format!(
                    "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {n})
                    INSERT INTO sealed_report SELECT randomblob(16), randomblob(8), 1, 0, 0, randomblob(2123), {zero}
                    FROM n"
                );
                let sql = sqlx::query(AssertSqlSafe(sql));
                sql.execute(writer).await.unwrap();
            }
            Db::Postgres(pool) => {
                let sql = format!(
                    "INSERT INTO sealed_report SELECT decode(md5(i::text), 'hex'), '\\x0011223344556677', 1, 0, 0,
                        decode(repeat(md5(i::text), 66), 'hex'), {zero} FROM generate_series(1, {n}) i"
                );
                let sql = sqlx::query(AssertSqlSafe(sql));
                sql.execute(pool).await.unwrap();
            }
        }
        owner.close().await;
    }
}

on_both_engines! {
    async fn what_is_put_in_is_what_the_desk_reads_and_of_its_time_the_minute(database) {
        let house = house(&database).await;
        house.clock.set(minute(3) + Span::seconds(59));
        house.door.submit(report(1, 0xab)).await.unwrap();
        let at_the_door = SealedReport::parse(&envelope(2, 0xcd), true).unwrap();
        house.door.submit(at_the_door).await.unwrap();

        assert_eq!(house.vault.count(&house.by).await.unwrap(), 2);
        let kept = house.vault.report(&house.by, &1_u128.to_be_bytes()).await.unwrap().unwrap();
        assert_eq!(kept.row.envelope, envelope(1, 0xab));
        assert_eq!(kept.row.key_id, [7; 8]);
        assert_eq!((kept.row.suite, kept.row.bucket, kept.row.sealed_at_door), (1, 0, false));
        assert_eq!(kept.received_at, minute(3));
        let kept = house.vault.report(&house.by, &2_u128.to_be_bytes()).await.unwrap().unwrap();
        assert!(kept.row.sealed_at_door);
        assert!(house.vault.report(&house.by, &[0; 16]).await.unwrap().is_none());
    }

    async fn a_report_sent_a_thousand_times_is_one_row_and_the_first_stays(database) {
        let house = house(&database).await;
        house.door.submit(report(1, 0xaa)).await.unwrap();
        // Two processes' doors, eight senders, among them somebody who changes what stands behind the key.
        let other = VaultDoor::open(&door_url(&database), house.clock.clone()).await.unwrap();
        let senders = (0..8_u8).map(|sender| {
            let door = if sender % 2 == 0 { house.door.clone() } else { other.clone() };
            tokio::spawn(async move {
                for _ in 0..125 {
                    door.submit(report(1, 0xaa ^ (sender & 4))).await.unwrap();
                }
            })
        });
        for sender in senders.collect::<Vec<_>>() {
            sender.await.unwrap();
        }
        let all = house.all().await;
        assert_eq!(all.len(), 1);
        assert_eq!(all[0].row.envelope, envelope(1, 0xaa));
        assert_eq!(house.vault.count(&house.by).await.unwrap(), 1);
    }

    async fn many_senders_of_many_reports_each_tried_again_leave_each_once(database) {
        let house = house(&database).await;
        let senders = (0..8_u128).map(|sender| {
            let door = house.door.clone();
            tokio::spawn(async move {
                // Neighbours overlap by half, and everybody sends everything twice.
                for n in (0..20).chain(0..20) {
                    door.submit(report(sender * 10 + n, 0)).await.unwrap();
                }
            })
        });
        for sender in senders.collect::<Vec<_>>() {
            sender.await.unwrap();
        }
        let keys: Vec<_> = house.all().await.iter().map(|k| k.row.idempotency).collect();
        let once: BTreeSet<_> = (0..90_u128).map(u128::to_be_bytes).collect();
        assert_eq!(keys.len(), once.len());
        assert_eq!(keys.into_iter().collect::<BTreeSet<_>>(), once);
    }

    async fn what_was_acknowledged_is_there_when_all_is_closed_and_opened_again(database) {
        let first = house(&database).await;
        for key in 0..20 {
            first.door.submit(report(key, 1)).await.unwrap();
        }
        let House { vault, door, by, clock } = first;
        // Dropped, not closed: nothing gets the time to tidy up.
        drop((vault, door));
        let again = Vault::open(&vault_url(&database)).await.unwrap();
        again.migrate().await.unwrap();
        assert_eq!(again.count(&by).await.unwrap(), 20);
        let door = VaultDoor::open(&door_url(&database), clock).await.unwrap();
        door.submit(report(3, 9)).await.unwrap();
        door.submit(report(20, 9)).await.unwrap();
        assert_eq!(again.count(&by).await.unwrap(), 21);
    }

    async fn retention_deletes_what_came_before_it_and_nothing_else(database) {
        let house = house(&database).await;
        house.fill(&database, 250).await;
        house.clock.set(minute(2));
        house.door.submit(report(1, 0xee)).await.unwrap();
        house.clock.set(minute(5));
        house.door.submit(report(2, 0xdd)).await.unwrap();

        assert_eq!(house.vault.purge(minute(0)).await.unwrap(), 0);
        assert_eq!(house.vault.purge(minute(2)).await.unwrap(), 250);
        assert_eq!(house.vault.purge(minute(5)).await.unwrap(), 1);
        let all = house.all().await;
        assert_eq!(all.len(), 1);
        assert_eq!(all[0].row.envelope, envelope(2, 0xdd));
        if let Some(file) = vault_url(&database).strip_prefix("sqlite://") {
            for file in [file.to_owned(), format!("{file}-wal")] {
                let bytes = std::fs::read(file).unwrap();
                assert!(!bytes.windows(64).any(|some| some == [0xee; 64]), "still in the file");
            }
        }
        // A key that is gone may come again: a restored phone's queue.
        house.door.submit(report(1, 0xee)).await.unwrap();
        assert_eq!(house.all().await.len(), 2);
    }

    async fn the_door_answers_alike_whatever_the_vault_holds(database) {
        let house = house(&database).await;
        house.door.submit(report(1, 1)).await.unwrap();
        let with_one = answers(&house.door).await;
        house.fill(&database, 1_000).await;
        let with_many = answers(&house.door).await;
        house.vault.purge(minute(60)).await.unwrap();
        let with_none = answers(&house.door).await;
        assert_eq!(with_one, with_many);
        assert_eq!(with_one, with_none);
        // And within each: a key that is new, and the same again.
        assert!(with_one.windows(2).all(|two| two[0] == two[1]), "{with_one:?}");
    }

    async fn the_desk_reads_page_by_page_and_misses_nothing(database) {
        let house = house(&database).await;
        for (at, key) in [(2, 9), (1, 5), (2, 3), (1, 7), (3, 1)] {
            house.clock.set(minute(at));
            house.door.submit(report(key, 0)).await.unwrap();
        }
        let (mut place, mut read) = (Place::at(minute(1)), vec![]);
        loop {
            let page = house.vault.after(&house.by, place, 2).await.unwrap();
            let Some(last) = page.last() else { break };
            place = last.place();
            read.extend(page.iter().map(|kept| u128::from_be_bytes(kept.row.idempotency)));
        }
        assert_eq!(read, [5, 7, 3, 9, 1]);
        let later = house.vault.after(&house.by, Place::at(minute(2)), 10).await.unwrap();
        assert_eq!(later.len(), 3);
    }
}

/// What the driver is told when new and known keys are put in: rows changed, and SQLite's row number.
async fn answers(door: &VaultDoor) -> Vec<(u64, i64)> {
    let put_in = store::every_statement_of_the_vault()
        .into_iter()
        .find(|s| s.name == "PUT_IN")
        .unwrap()
        .sql;
    let mut answers = vec![];
    for key in [100_u128, 101, 100, 101, 102] {
        assert!(door.submit(report(key, 0)).await.is_ok());
        let (key, id) = (key.to_be_bytes().to_vec(), vec![7; 8]);
        macro_rules! put {
            ($pool:expr) => {
                sqlx::query(put_in)
                    .bind(key)
                    .bind(id)
                    .bind(1_i64)
                    .bind(0_i64)
                    .bind(0_i64)
                    .bind(vec![0_u8; 9])
                    .bind(START.0)
                    .execute($pool)
                    .await
                    .unwrap()
            };
        }
        answers.push(match door.pool() {
            DoorPool::Sqlite(pool) => {
                let done = put!(pool);
                (done.rows_affected(), done.last_insert_rowid())
            }
            DoorPool::Postgres(pool) => (put!(pool).rows_affected(), 0),
        });
    }
    answers
}

#[test]
fn nobody_reads_reports_but_who_watches_verifies_or_leads() {
    let may: BTreeSet<Role> = ReadReports::ROLES.iter().copied().collect();
    assert_eq!(
        may,
        BTreeSet::from([Role::Watcher, Role::Verifier, Role::Chief])
    );
}
