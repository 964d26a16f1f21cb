//! What a search costs at 1,000, 10,000 and 100,000 live listings, and how fast they are posted, on SQLite and
//! on PostgreSQL: a private cluster, as tests start it (without fsync: posting is no faster than a disk allows).
//! Prints p50, p99 and the ratios to the first size. `cargo run --release --example bench_exchange`

use std::error::Error;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant as Stopwatch};

use portal::exchange::{
    ContactHash, Details, Exchange as _, Help, Kind, LinkHash, NewListing, Other, Posting, Ride,
    SealedContact, Search, Side,
};
use portal::places::{Commune, Dep, gazetteer};
use portal::push::Tongue;
use portal::{Ids, Instant, Span};
use store::{Db, Store};

type Failure = Box<dyn Error + Send + Sync>;

/// Any instant will do: the clock of the measured is injected.
const NOW: Instant = Instant(1_795_460_400_000);
const SIZES: [usize; 3] = [1_000, 10_000, 100_000];
const RUNS: usize = 200;

/// Ids of the length and order of UUIDv7.
#[derive(Default)]
struct Counting(AtomicU64);

impl Ids for Counting {
    fn fresh(&self, _: Instant) -> String {
        let n = self.0.fetch_add(1, Ordering::Relaxed);
        format!("01980000-0000-7000-8000-{n:012x}")
    }
}

#[tokio::main]
async fn main() -> Result<(), Failure> {
    let folder = std::env::temp_dir().join(format!("rives-bench-exchange-{}", std::process::id()));
    println!("SQLite");
    let measured = measure(&folder.join("bench.db").display().to_string()).await;
    std::fs::remove_dir_all(&folder)?;
    measured?;
    if let Some(database) = store_testing::postgres() {
        println!("PostgreSQL");
        measure(database.url()).await?;
    }
    Ok(())
}

async fn measure(url: &str) -> Result<(), Failure> {
    let db = Db::open(url).await?;
    db.migrate().await?;
    let store = Store::new(db, Arc::new(Counting::default()));
    // Residents of three départements, as in one flood.
    let places: Vec<&Commune> = ["30", "34", "06"]
        .iter()
        .flat_map(|code| gazetteer().communes_of(&Dep((*code).to_owned())))
        .collect();
    let mut posted = 0;
    let mut first: Vec<(Duration, Duration)> = Vec::new();
    for size in SIZES {
        let (start, before) = (Stopwatch::now(), posted);
        while posted < size {
            let at = NOW + Span(i64::try_from(posted)?);
            let commune = places
                .get(posted * 7 % places.len())
                .ok_or("there are communes")?;
            store.post(&posting(posted, commune), at).await?;
            posted += 1;
        }
        let rate = (posted - before) as f64 / start.elapsed().as_secs_f64();
        println!("{size} listings, {rate:.0} posted a second");
        for (i, (name, search)) in searches(&places).into_iter().enumerate() {
            let (p50, p99, total) = time(&store, &search).await?;
            first.extend((first.len() == i).then_some((p50, p99)));
            let least = first.get(i).copied().unwrap_or_default();
            let ratio = |now: Duration, then: Duration| now.as_secs_f64() / then.as_secs_f64();
            let (of_p50, of_p99) = (ratio(p50, least.0), ratio(p99, least.1));
            println!(
                "  {name:<24} p50 {p50:>8.1?} × {of_p50:.2}  p99 {p99:>8.1?} × {of_p99:.2}  ({total} found)"
            );
        }
    }
    Ok(())
}

async fn time(store: &Store, search: &Search) -> Result<(Duration, Duration, u32), Failure> {
    let mut times = Vec::with_capacity(RUNS);
    let mut total = 0;
    for _ in 0..RUNS {
        let start = Stopwatch::now();
        total = store.find(search, NOW + Span::minutes(10)).await?.total;
        times.push(start.elapsed());
    }
    times.sort_unstable();
    let at = |n: usize| times.get(n).copied().ok_or("it ran");
    Ok((at(RUNS / 2)?, at(RUNS * 99 / 100)?, total))
}

fn searches(places: &[&Commune]) -> Vec<(&'static str, Search)> {
    let all = Search {
        side: None,
        kind: None,
        departements: Vec::new(),
        communes: Vec::new(),
        from: None,
        until: None,
        units: None,
        step_free: false,
        child_seat: false,
        wheelchair: false,
        pets: false,
        words: Vec::new(),
        skip: 0,
        limit: 20,
    };
    let gard = vec![Dep("30".to_owned())];
    let near = places.iter().take(30).map(|c| c.insee.clone()).collect();
    vec![
        ("everything", all.clone()),
        (
            "a département",
            Search {
                departements: gard.clone(),
                ..all.clone()
            },
        ),
        (
            "rides of a département",
            Search {
                departements: gard,
                kind: Some(Kind::Ride),
                side: Some(Side::Offer),
                child_seat: true,
                units: Some(2),
                ..all.clone()
            },
        ),
        (
            "30 communes near",
            Search {
                communes: near,
                ..all.clone()
            },
        ),
        (
            "a common word",
            Search {
                words: vec!["couverture".to_owned()],
                ..all.clone()
            },
        ),
        (
            "two rare words",
            Search {
                words: vec!["couv".to_owned(), "lit500".to_owned()],
                ..all
            },
        ),
    ]
}

fn posting(n: usize, commune: &Commune) -> Posting {
    let side = if n.is_multiple_of(5) {
        Side::Need
    } else {
        Side::Offer
    };
    let details = if n.is_multiple_of(2) {
        Details::Ride(Ride {
            to: None,
            from: NOW + Span::hours(20),
            until: NOW + Span::hours(21),
            seats: 3,
            child_seats: 1,
            wheelchair: false,
            pets: false,
            luggage: portal::exchange::Luggage::Bags,
            returns: false,
        })
    } else {
        Details::Other(Other {
            help: Help::Meals,
            count: 10,
        })
    };
    Posting {
        listing: NewListing {
            side,
            commune: commune.insee.clone(),
            details,
            text: format!("Couvertures chaudes et lit{n} pour une famille, disponibles ce soir"),
            tongue: Tongue::Fr,
        },
        contact: SealedContact {
            sealed: vec![0; 120],
            hashes: vec![ContactHash(format!("c{n}"))],
        },
        manage: LinkHash(format!("m{n}")),
        idempotency: format!("i{n}"),
        hold: Vec::new(),
        likeness: String::new(),
        letter: None,
    }
}
