//! From the valve to the board: reports are opened, become items, and leave nothing of themselves in the database.

use std::sync::atomic::{AtomicU8, Ordering};

use async_trait::async_trait;
use desk::access::{Proof, Randomness, ReadReports};
use desk::items::{Board, Extra, Filter, Items as _, Key, Lane, Unreadable};
use desk::reports::{After, Arrived, Change, EPOCH_LASTS, KeyFolder, KeyRing, Reports, init};
use portal::places::Insee;
use portal::valve::{
    Category, DeskIdentity, IdempotencyKey, Place, Position, Report, ReportKey, Submission,
    Supplement, Valve as _,
};
use portal::{Instant, PortError};
use store::{Kept, Vault};
use store_testing::on_both_engines;

use crate::schema::texts;
use crate::telling::{minute, store};
use crate::vault::{House, house};

/// A word that no row of the main database may hold.
const CANARY: &str = "canari";

/// Random bytes that are never the same.
struct Counting(AtomicU8);

impl Randomness for Counting {
    fn fill(&self, bytes: &mut [u8]) {
        bytes.fill(self.0.fetch_add(1, Ordering::Relaxed));
    }
}

/// Keys of a desk, others for another `seed`: what is published, and what opens.
fn keys(seed: u8) -> (ReportKey, KeyRing) {
    let random = Counting(AtomicU8::new(seed));
    let made = init(&KeyFolder::new([]), (minute(0), EPOCH_LASTS), None, &random);
    let mut files = Vec::new();
    for change in made.ok().unwrap().changes {
        if let Change::Write { name, text } = change {
            files.push((name, text));
        }
    }
    let text = |name: &str| files.iter().find(|(n, _)| n == name).unwrap().1.to_string();
    let desk = DeskIdentity::parse(&text("identity.pub")).unwrap();
    let key = ReportKey::parse(&text("report.pub"), &desk).unwrap();
    let ring = KeyRing::read(&KeyFolder::new(files), None).ok().unwrap();
    (key, ring)
}

/// The vault as the desk reads it.
struct Opened<'a> {
    vault: &'a Vault,
    ring: &'a KeyRing,
}

impl Opened<'_> {
    fn arrived(&self, kept: Kept) -> Arrived {
        Arrived {
            idempotency: IdempotencyKey(kept.row.idempotency),
            received_at: kept.received_at,
            opened: self.ring.open(&kept.row),
        }
    }
}

#[async_trait]
impl Reports for Opened<'_> {
    async fn page(
        &self,
        by: &Proof<ReadReports>,
        after: After,
        limit: u32,
    ) -> Result<Vec<Arrived>, PortError> {
        let from = store::Place::at(after.received_at);
        let kept = self.vault.after(by, from, 100_000).await?;
        let behind = |kept: &Kept| {
            kept.received_at > after.received_at
                || after
                    .idempotency
                    .is_none_or(|key| kept.row.idempotency > key)
        };
        let kept = kept.into_iter().filter(behind);
        let limit = usize::try_from(limit).unwrap();
        Ok(kept.take(limit).map(|kept| self.arrived(kept)).collect())
    }

    async fn report(
        &self,
        by: &Proof<ReadReports>,
        idempotency: &IdempotencyKey,
    ) -> Result<Option<Arrived>, PortError> {
        let kept = self.vault.report(by, &idempotency.0).await?;
        Ok(kept.map(|kept| self.arrived(kept)))
    }
}

async fn put_in(house: &House, key: &ReportKey, n: u8, submission: &Submission) {
    let sealed = key.seal(submission, IdempotencyKey([n; 16]), [n; 32]);
    house.door.submit(sealed.ok().unwrap()).await.unwrap();
}

fn report(kind: Category, north: f64, at: Instant) -> Submission {
    let position = Position::new(north, 4.36, 10.0);
    let place = Place::new(Some(Insee("30189".into())), position, CANARY).unwrap();
    Submission::Report(
        Report::new(kind, place, at, "Le canari du pont")
            .ok()
            .unwrap(),
    )
}

on_both_engines! {
    async fn what_was_sealed_becomes_an_item_and_stays_out_of_the_database(database) {
        let house = house(&database).await;
        let main = store(&database).await;
        let (key, ring) = keys(1);
        let vault = Opened { vault: &house.vault, ring: &ring };
        let board = Board::default();
        let now = minute(1);
        put_in(&house, &key, 1, &report(Category::WaterRising, 43.8300, now)).await;
        put_in(&house, &key, 2, &report(Category::WaterRising, 43.8303, now)).await;
        put_in(&house, &key, 3, &report(Category::RumourSeen, 44.2, now)).await;
        let first = IdempotencyKey([1; 16]);
        let sentence = Supplement::sentence(first, now, "Le canari monte").ok().unwrap();
        put_in(&house, &key, 4, &Submission::Supplement(sentence)).await;
        put_in(&house, &key, 5, &Submission::Supplement(Supplement::wrong(first, now))).await;
        let (other, _) = keys(101);
        put_in(&house, &other, 6, &report(Category::Other, 43.0, now)).await;

        for _ in 0..3 {
            let (arrivals, whole) = board.follow(&vault, &house.by, now).await.unwrap();
            assert!(whole);
            main.admit_reports(&house.by, &arrivals, now).await.unwrap();
            board.admitted(&house.by, &arrivals).await;
        }
        let counts = main.item_counts(&house.by, now).await.unwrap();
        assert_eq!(counts.iter().map(|c| c.open).collect::<Vec<_>>(), [2, 0, 1, 0]);
        // A desk that starts anew opens everything again, and makes nothing twice.
        let fresh = Board::default();
        let (arrivals, _) = fresh.follow(&vault, &house.by, now).await.unwrap();
        assert_eq!(arrivals.len(), 3);
        assert_eq!(main.admit_reports(&house.by, &arrivals, now).await.unwrap(), 0);

        let seen = board.seen(&house.by, Key([1; 16])).await.unwrap();
        assert!(seen.is_withdrawn());
        let sentences = seen.added.iter().filter(|a| matches!(&a.what, Extra::Sentence(text) if text == "Le canari monte"));
        assert_eq!((sentences.count(), seen.added.len()), (1, 2));
        let like = board.like(&house.by, Key([1; 16])).await;
        assert_eq!(like.iter().map(|(key, _)| *key).collect::<Vec<_>>(), [Key([2; 16])]);
        let shut = board.unreadable(&house.by).await;
        assert_eq!(shut, Unreadable { without_key: 1, spoilt: 0 });

        let filter = Filter { lane: Lane::Urgent, open: true, since: None, source: None, information: None };
        let urgent = main.items_waiting(&house.by, &filter, 10).await.unwrap();
        main.note_item(&house.by, &urgent[0].id, "Vu", now).await.unwrap();
        for (table, columns) in [
            ("item", "id || COALESCE(report, '') || COALESCE(post, '') || lane || state || checks"),
            ("item_note", "words"),
            ("audit", "action || subject || before || after || words"),
        ] {
            let rows = texts(main.db(), &format!("SELECT {columns} FROM {table}")).await;
            assert!(!rows.is_empty(), "{table}");
            assert!(rows.iter().all(|row| !row.contains(CANARY)), "{rows:?}");
        }
    }
}
