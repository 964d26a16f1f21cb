//! Durable reports per second through the vault's door, against the same bytes put into a bare table by the same
//! library, and against appending them to a file with one `fdatasync` each: what this disk can do at all.
//! Rounds of the three take turns, so that the ratio holds on a machine that is busy with other things.
//! `cargo run --release -p rives-store --example bench_vault [folder, on the disk to be measured] [reports]`

use std::error::Error;
use std::fs::File;
use std::io::Write as _;
use std::path::Path;
use std::sync::Arc;
use std::time::Instant as Stopwatch;

use portal::valve::{BUCKETS, ENC_LEN, HEAD_LEN, SealedReport, TAG_LEN, Valve as _};
use portal::{Clock, Instant};
use sqlx::sqlite::{
    SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteSynchronous,
};
use store::{Vault, VaultDoor};

type Failure = Box<dyn Error + Send + Sync>;

const ROUNDS: usize = 5;
/// Senders at once, as in a burst.
const SENDERS: [usize; 2] = [1, 32];

/// Any instant will do: the clock of the measured is injected.
struct Standing;

impl Clock for Standing {
    fn now(&self) -> Instant {
        Instant(1_795_460_400_000)
    }
}

#[tokio::main]
async fn main() -> Result<(), Failure> {
    let mut args = std::env::args().skip(1);
    let under = args.next().map_or_else(std::env::temp_dir, Into::into);
    let reports = args.next().map_or(Ok(400), |n| n.parse())?;
    let folder = under.join(format!("rives-bench-vault-{}", std::process::id()));
    std::fs::create_dir_all(&folder)?;
    let measured = measure(&folder, reports).await;
    std::fs::remove_dir_all(&folder)?;
    measured
}

async fn measure(folder: &Path, reports: usize) -> Result<(), Failure> {
    let path = folder.join("vault.db").display().to_string();
    Vault::open(&path).await?.migrate().await?;
    let door = VaultDoor::open(&path, Arc::new(Standing)).await?;
    let bare = bare(&folder.join("bare.db")).await?;
    let file = folder.join("appended");
    let mut next = 0;
    for senders in SENDERS {
        let (mut through_door, mut into_table, mut to_disk) = (vec![], vec![], vec![]);
        for _ in 0..ROUNDS {
            let round: Vec<Vec<u8>> = (0..reports).map(|i| envelope(next + i)).collect();
            next += reports;
            to_disk.push(rate(reports, append(&file, &round))?);
            let start = Stopwatch::now();
            by_senders(senders, &round, |bytes| put_bare(bare.clone(), bytes)).await?;
            into_table.push(rate(reports, Ok(start.elapsed().as_secs_f64()))?);
            let start = Stopwatch::now();
            by_senders(senders, &round, |bytes| put_in(door.clone(), bytes)).await?;
            through_door.push(rate(reports, Ok(start.elapsed().as_secs_f64()))?);
        }
        let (door, table, disk) = (median(through_door), median(into_table), median(to_disk));
        println!(
            "{senders:>2} senders: door {door:>8.0}/s, bare table {table:>8.0}/s (ratio {:.2}), \
             append and fdatasync {disk:>8.0}/s (ratio {:.2})",
            door / table,
            door / disk
        );
    }
    // What was measured was done: each report is a row.
    let check = SqlitePool::connect(&path).await?;
    let (rows,): (i64,) = sqlx::query_as("SELECT count(*) FROM sealed_report")
        .fetch_one(&check)
        .await?;
    if usize::try_from(rows)? != next {
        return Err(format!("{rows} rows of {next} reports").into());
    }
    Ok(())
}

/// Everything of a round, by so many senders who each wait for their answer.
async fn by_senders<F>(
    senders: usize,
    round: &[Vec<u8>],
    put: impl Fn(Vec<u8>) -> F,
) -> Result<(), Failure>
where
    F: Future<Output = Result<(), Failure>> + Send + 'static,
{
    let share = round.len().div_ceil(senders);
    let mut tasks = vec![];
    for some in round.chunks(share) {
        let puts: Vec<F> = some.iter().cloned().map(&put).collect();
        tasks.push(tokio::spawn(async move {
            for put in puts {
                put.await?;
            }
            Ok::<(), Failure>(())
        }));
    }
    for task in tasks {
        task.await??;
    }
    Ok(())
}

async fn put_in(door: VaultDoor, bytes: Vec<u8>) -> Result<(), Failure> {
    door.submit(SealedReport::parse(&bytes, false)?).await?;
    Ok(())
}

async fn put_bare(bare: SqlitePool, bytes: Vec<u8>) -> Result<(), Failure> {
    sqlx::query("INSERT INTO bare (envelope) VALUES ($1)")
        .bind(bytes)
        .execute(&bare)
        .await?;
    Ok(())
}

/// A table of one column, as durable as the vault.
async fn bare(path: &Path) -> Result<SqlitePool, Failure> {
    let options = SqliteConnectOptions::new()
        .filename(path)
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full);
    let pool = SqlitePoolOptions::new()
        .max_connections(1)
        .connect_with(options)
        .await?;
    sqlx::query("CREATE TABLE bare (envelope BLOB NOT NULL) STRICT")
        .execute(&pool)
        .await?;
    Ok(pool)
}

/// Seconds that the disk takes for a round.
fn append(path: &Path, round: &[Vec<u8>]) -> Result<f64, Failure> {
    let mut file = File::options().create(true).append(true).open(path)?;
    let start = Stopwatch::now();
    for bytes in round {
        file.write_all(bytes)?;
        file.sync_data()?;
    }
    Ok(start.elapsed().as_secs_f64())
}

fn rate(reports: usize, seconds: Result<f64, Failure>) -> Result<f64, Failure> {
    Ok(f64::from(u32::try_from(reports)?) / seconds?)
}

fn median(mut rates: Vec<f64>) -> f64 {
    rates.sort_by(f64::total_cmp);
    rates.get(rates.len() / 2).copied().unwrap_or_default()
}

/// An envelope of the smallest bucket, with a key of its own in no order.
fn envelope(i: usize) -> Vec<u8> {
    let key = (i as u128 + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15_f39c_c060_5ced_c835);
    let mut bytes = vec![1, 1];
    bytes.extend([7; 8]);
    bytes.extend(key.to_be_bytes());
    bytes.push(0);
    let sealed = HEAD_LEN + ENC_LEN + BUCKETS[0] + TAG_LEN;
    let noise = key.to_le_bytes();
    bytes.extend(noise.iter().cycle().take(sealed - HEAD_LEN));
    bytes
}
