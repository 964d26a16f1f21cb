//! Rendering `/alertes?etat=passees` from the store, without the page cache, with 10, 1,000 and 10,000
//! ended threads in the archive (aim: flat). `cargo run --release --example bench_archive`

use std::sync::Arc;
use std::time::Instant as Stopwatch;

use axum::body::{Body, to_bytes};
use axum::http::Request;
use portal::documents::{Reading, read};
use portal::messages::{Completeness, Intake, NewDocument, NewMessage};
use portal::places::{ContourIndex, Dep, NoContours};
use portal::sources::{Publish, Signature, Source, SourceId, SourceKind};
use portal::{Clock, Instant, Span};
use server::clock::SystemClock;
use server::config::{PortalConfig, PublicConfig};
use server::public::{Live, Pages, PublicDeps, Site};
use tower::ServiceExt as _;

const SIZES: [usize; 3] = [10, 1_000, 10_000];
const RENDERS: usize = 60;
const TYPICAL: &str = include_str!("typical.cap.xml");

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
    let mut first: Option<f64> = None;
    for size in SIZES {
        let folder =
            std::env::temp_dir().join(format!("rives-bench-archive-{}-{size}", std::process::id()));
        std::fs::create_dir_all(&folder)?;
        let median = measure(&folder, size).await;
        std::fs::remove_dir_all(&folder)?;
        let median = median?;
        let ratio = median / *first.get_or_insert(median);
        println!(
            "render of the archive with {size:>6} ended threads: {median:.2} ms (×{ratio:.2} of the first)"
        );
    }
    Ok(())
}

async fn measure(
    folder: &std::path::Path,
    size: usize,
) -> Result<f64, Box<dyn std::error::Error + Send + Sync>> {
    let url = format!("sqlite://{}", folder.join("bench.db").display());
    let store = server::open(&url).await?;
    let clock: Arc<dyn Clock> = Arc::new(SystemClock);
    let source = source();
    for i in 0..size {
        let sent = clock.now() - Span::hours(48) - Span::minutes(i64::try_from(i)?);
        store
            .receive(
                &source.id,
                document(i),
                vec![message(i, sent, &source)],
                sent,
            )
            .await?;
    }
    let pages = Arc::new(Pages::new(clock.clone()));
    let config = PublicConfig::default();
    let live = Live::new(store.clone(), pages.clone(), clock.clone(), &config);
    let router = server::build_public(PublicDeps {
        messages: store.clone(),
        sources: store.clone(),
        configured: Arc::from([source]),
        subscriptions: store.clone(),
        push: None,
        exchange: None,
        reports: None,
        random: Arc::new(server::desk::SystemRandomness),
        contours: Arc::new(ContourIndex::new([])),
        site: Arc::new(Site::default()),
        pages: pages.clone(),
        live: Arc::new(live),
        clock,
        config,
        portal: PortalConfig::default(),
    });
    let mut times = Vec::new();
    for version in 1..=RENDERS {
        // A new version each time: every request renders anew.
        pages.set_version(version as u64);
        let start = Stopwatch::now();
        let request = Request::get("/alertes?etat=passees").body(Body::empty())?;
        let response = router.clone().oneshot(request).await?;
        let page = to_bytes(response.into_body(), usize::MAX).await?;
        times.push(start.elapsed().as_secs_f64() * 1_000.0);
        let shown = String::from_utf8_lossy(&page).matches("/alertes/").count();
        assert!(
            shown >= size.min(20),
            "the archive page shows {shown} alerts"
        );
    }
    times.sort_by(f64::total_cmp);
    Ok(times[times.len() / 2])
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

fn document(i: usize) -> NewDocument {
    NewDocument {
        url: "bench".to_owned(),
        content_type: None,
        bytes: i.to_string().into_bytes(),
    }
}

/// The typical document as the `i`th alert, ended twelve hours after it was sent.
fn message(i: usize, sent: Instant, source: &Source) -> NewMessage {
    let reading = Reading {
        kind: None,
        publisher: "bench",
        source: "bench",
        default_language: "fr-FR",
        at: sent,
        previous: &[],
        exercise: false,
    };
    let mut alert = read(TYPICAL.as_bytes(), &reading).alerts.remove(0);
    alert.alert.identity.identifier = format!("bench.{i}");
    alert.alert.identity.sent = sent;
    alert.alert.references.clear();
    for info in &mut alert.alert.infos {
        (info.onset, info.effective, info.expires) = (None, None, Some(sent + Span::hours(12)));
    }
    alert.completeness = Completeness::Full;
    portal::documents::describe(alert, source, false, &NoContours)
}
