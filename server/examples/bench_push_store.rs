//! What a telling costs the store, with 100,000 devices on SQLite: expanding it in steps of 20,000, claiming
//! 1,000 at a time, settling 200 at a time; then an update of it, and one of a commune that few follow.
//! `cargo run --release --example bench_push_store [devices]`

use std::error::Error;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant as Stopwatch;

use portal::documents::{Reading, describe, read};
use portal::messages::{
    Colour, Completeness, Found, Intake as _, Messages as _, NewDocument, NewMessage,
};
use portal::places::{Dep, Insee, NoContours, Places, gazetteer};
use portal::push::{
    Endpoint, FanoutId, Follow, Followed, ManageHash, NewSubscription, Outbox as _, Outcome, Plan,
    PushKeys, Services, Settled, Subscriptions as _, Tellings as _, Tongue, plan,
};
use portal::sources::{Publish, Signature, Source, SourceId, SourceKind};
use portal::{Ids, Instant, Span};
use store::{Db, Store};

type Failure = Box<dyn Error + Send + Sync>;

const ORIGINS: [&str; 3] = [
    "https://fcm.googleapis.com",
    "https://updates.push.services.mozilla.com",
    "https://web.push.apple.com",
];
/// Any instant will do: the clock of the measured is injected.
const NOW: Instant = Instant(1_795_460_400_000);
const STEP: u32 = 20_000;
const CLAIM: u32 = 1_000;
const SETTLE: usize = 200;
const WORKER: &str = "bench";
const TYPICAL: &str = include_str!("typical.cap.xml");

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
    let devices = std::env::args().nth(1).map_or(Ok(100_000), |n| n.parse())?;
    let folder = std::env::temp_dir().join(format!("rives-bench-push-{}", std::process::id()));
    let measured = measure(&folder.join("bench.db").display().to_string(), devices).await;
    std::fs::remove_dir_all(&folder)?;
    measured
}

async fn measure(path: &str, devices: usize) -> Result<(), Failure> {
    let db = Db::open(path).await?;
    db.migrate().await?;
    let store = Store::new(db, Arc::new(Counting::default()));
    let now = NOW;

    let gard = gazetteer().communes_of(&Dep("30".to_owned()));
    let start = Stopwatch::now();
    for i in 0..devices {
        let commune = gard.get(i % gard.len()).ok_or("the Gard has communes")?;
        store.subscribe(&device(i, &commune.insee)?, now).await?;
    }
    say("subscribe", devices, start);

    let whole = Places::new([Dep("30".to_owned())], []);
    tell(&store, "alert", 0, whole.clone(), now).await?;
    tell(&store, "update", 1, whole, now + Span::minutes(20)).await?;
    let one = gard.first().ok_or("the Gard has communes")?.insee.clone();
    let one = Places::new([], [one]);
    tell(&store, "one commune", 2, one, now).await?;
    Ok(())
}

/// One message from its reception to the last result.
async fn tell(
    store: &Store,
    name: &str,
    i: usize,
    places: Places,
    now: Instant,
) -> Result<(), Failure> {
    let source = source();
    let document = NewDocument {
        url: "bench".to_owned(),
        content_type: None,
        bytes: i.to_string().into_bytes(),
    };
    let message = message(i, places, now, &source)?;
    store
        .receive(&source.id, document, vec![message], now)
        .await?;

    let start = Stopwatch::now();
    let waiting = store.waiting(now).await?;
    let first = waiting.first().ok_or("a telling waits")?;
    let Some(Found::Thread(thread)) = store.thread(&first.thread).await? else {
        return Err("its thread is here".into());
    };
    let plan = plan(&thread, now);
    assert!(matches!(plan, Plan::Alert { .. }));
    store.begin(&first.id, &plan, now).await?;
    let added = expand(store, &first.id, now).await?;
    say(&format!("{name}: expand"), added, start);

    let (mut claiming, mut settling) = (0.0, 0.0);
    let lease = now + Span::minutes(1);
    for lane in store.lanes(now).await? {
        loop {
            let start = Stopwatch::now();
            let letters = store.claim(WORKER, &lane.origin, CLAIM, lease, now).await?;
            claiming += start.elapsed().as_secs_f64();
            if letters.is_empty() {
                break;
            }
            let results: Vec<Settled> = letters
                .into_iter()
                .map(|letter| Settled {
                    fanout: letter.fanout,
                    subscription: letter.subscription,
                    outcome: Outcome::Sent,
                    status: Some(201),
                })
                .collect();
            let start = Stopwatch::now();
            for some in results.chunks(SETTLE) {
                store.settle(WORKER, some, now).await?;
            }
            settling += start.elapsed().as_secs_f64();
        }
    }
    say_seconds(&format!("{name}: claim"), added, claiming);
    say_seconds(&format!("{name}: settle"), added, settling);
    let told = store.tellings(1).await?;
    let sent = told.first().map_or(0, |t| t.sent);
    assert_eq!(sent, u64::try_from(added)?, "each once");
    Ok(())
}

async fn expand(store: &Store, id: &FanoutId, now: Instant) -> Result<usize, Failure> {
    let (mut added, mut longest) = (0, 0.0_f64);
    loop {
        let start = Stopwatch::now();
        let step = store.expand(id, STEP, now).await?;
        longest = longest.max(start.elapsed().as_secs_f64());
        added += usize::try_from(step.added)?;
        if step.done {
            println!(
                "  longest step of the expansion: {:.0} ms",
                longest * 1_000.0
            );
            return Ok(added);
        }
    }
}

fn say(what: &str, rows: usize, since: Stopwatch) {
    say_seconds(what, rows, since.elapsed().as_secs_f64());
}

fn say_seconds(what: &str, rows: usize, seconds: f64) {
    let rate = f64::from(u32::try_from(rows).unwrap_or(u32::MAX)) / seconds.max(1e-9);
    println!("{what:<22} {rows:>7} rows {seconds:>8.2} s {rate:>9.0} rows/s");
}

fn device(i: usize, commune: &Insee) -> Result<NewSubscription, Failure> {
    let origin = ORIGINS.get(i % ORIGINS.len()).copied().unwrap_or_default();
    // As long as the endpoints that browsers give.
    let endpoint = format!("{origin}/send/{i:0>150}");
    Ok(NewSubscription {
        endpoint: Endpoint::parse(&endpoint, &Services::default())?,
        keys: PushKeys {
            p256dh: [4; 65],
            auth: [9; 16],
        },
        vapid_key: "0123456789abcdef".to_owned(),
        follow: Follow::new(
            [Followed::Commune(commune.clone())],
            Colour::Yellow,
            Tongue::Fr,
        )?,
        manage: ManageHash(format!("{i:064x}")),
    })
}

fn source() -> Source {
    Source {
        id: SourceId("bench".to_owned()),
        kind: SourceKind::Cap,
        publisher: "Bench".to_owned(),
        url: "file:///".to_owned(),
        default_language: "fr-FR".to_owned(),
        territory: vec![Dep("30".to_owned())],
        poll_interval: Span::minutes(1),
        publish: Publish::Auto,
        signature: Signature::Optional,
        review_after: Span::hours(24),
        silent_after: Span::hours(2),
    }
}

/// The typical document as an alert for these places; the second updates the first.
fn message(
    i: usize,
    places: Places,
    sent: Instant,
    source: &Source,
) -> Result<NewMessage, Failure> {
    let reading = Reading {
        kind: None,
        publisher: "bench",
        source: "bench",
        default_language: "fr-FR",
        at: sent,
        previous: &[],
        exercise: false,
    };
    let mut alerts = read(TYPICAL.as_bytes(), &reading).alerts.into_iter();
    let mut alert = alerts.next().ok_or("the typical document holds an alert")?;
    let identity = &mut alert.alert.identity;
    (identity.identifier, identity.sent) = (format!("bench.{i}"), sent);
    alert.alert.references.clear();
    if i == 1 {
        alert.alert.references.push(portal::cap::Reference {
            sender: None,
            identifier: "bench.0".to_owned(),
            sent: None,
        });
    }
    for info in &mut alert.alert.infos {
        (info.onset, info.effective) = (None, None);
        info.expires = Some(sent + Span::hours(12));
    }
    alert.completeness = Completeness::Full;
    let mut message = describe(alert, source, false, &NoContours);
    for resolution in message.resolved.iter_mut().flatten() {
        resolution.places = places.clone();
    }
    Ok(message)
}
