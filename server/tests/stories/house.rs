//! A portal to tell stories with: a store, a clock moved by hand, the real router, the real relay.

use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Method, Request, StatusCode};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use desk::access::Randomness;
use portal::messages::{Messages as _, NewDocument};
use portal::places::{ContourIndex, Dep};
use portal::push::Services;
use portal::sources::{Attempt, Source, Sources as _};
use portal::{Clock, Instant, Span};
use serde_json::Value;
use server::clock::UuidIds;
use server::config::{AuthoringConfig, DeskConfig, PortalConfig, PublicConfig, SourceConfig};
use server::desk::{DeskDeps, SystemRandomness};
use server::exchange::{ContactKey, Writer};
use server::public::{Live, Pages, PublicDeps, PublicExchange, PublicPush, PublicReports, Site};
use server::relay::{HttpFetch, Ingested, Relay, Wake, ingest};
use server::{build_desk, build_public};
use sha2::{Digest as _, Sha256};
use store::Store;
use tokio::sync::watch;
use tower::ServiceExt as _;

use crate::chains::entry_ids;
use crate::documents::{Cap, START};
use crate::vouching::Vouching;

/// Where residents are told that the portal is.
pub const ORIGIN: &str = "https://rives.exemple.invalid";

/// A clock that moves when told to.
#[derive(Debug)]
pub struct HandClock(AtomicI64);

impl Clock for HandClock {
    fn now(&self) -> Instant {
        Instant(self.0.load(Ordering::SeqCst))
    }
}

/// One source, as written in a configuration file.
pub fn source(id: &str, kind: &str, url: &str, more: &str) -> SourceConfig {
    let written = format!(
        "id = \"{id}\"\nkind = \"{kind}\"\npublisher = \"Service {id}\"\nurl = \"{url}\"\n{more}"
    );
    let mut config: SourceConfig = toml::from_str(&written).unwrap();
    // As often as possible: stories wait for visits.
    config.poll_interval = server::config::Duration::of(Span(20));
    config
}

/// A source of the Gard that nothing is fetched from: its documents are handed in.
pub fn gard() -> SourceConfig {
    let more = "territory = [\"30\"]\nsilent_after = \"7d\"";
    source("crues", "cap", "https://exemple.invalid/cap.xml", more)
}

/// A portal.
pub struct House {
    pub store: Arc<Store>,
    pub clock: Arc<HandClock>,
    pub pages: Arc<Pages>,
    pub live: Arc<Live>,
    pub router: Router,
    pub desk: Router,
    pub sources: Vec<SourceConfig>,
    /// What the public side drew.
    pub secrets: Arc<Secrets>,
    pub exercise: bool,
}

/// An answer.
#[derive(Clone, Debug)]
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub bytes: Vec<u8>,
}

impl Answer {
    pub fn text(&self) -> String {
        String::from_utf8(self.bytes.clone()).unwrap()
    }
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.bytes).unwrap_or_else(|e| panic!("{e}: {}", self.text()))
    }
    /// A header's text, empty when absent.
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |v| v.to_str().unwrap())
    }
    pub fn says(&self, part: &str) -> bool {
        self.text().contains(part)
    }
    /// This answer, which must be a 200.
    #[track_caller]
    pub fn good(self) -> Self {
        assert_eq!(
            self.status,
            StatusCode::OK,
            "{}",
            String::from_utf8_lossy(&self.bytes)
        );
        self
    }
}

/// The portal's settings that stories differ in.
#[derive(Clone)]
pub struct Settings {
    pub exercise: bool,
    pub trusted_proxies: usize,
    pub emergency_release: bool,
    /// Whether staff may come in through an identity provider ([`Vouching`]).
    pub federation: bool,
    pub live_connections: usize,
    pub now: Instant,
    /// Whether residents can subscribe.
    pub push: bool,
    /// Where mutual aid is open; `None`: nowhere.
    pub exchange: Option<Vec<Dep>>,
    /// Whether letters of mutual aid are sent.
    pub mails: bool,
    /// What the public side draws comes from it; `None`: from the operating system.
    pub seed: Option<u64>,
    /// What takes hazard reports; `None`: nothing.
    pub reports: Option<PublicReports>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            exercise: false,
            trusted_proxies: 0,
            emergency_release: false,
            federation: false,
            live_connections: 100,
            now: START,
            push: true,
            exchange: Some(Vec::new()),
            mails: true,
            seed: None,
            reports: None,
        }
    }
}

/// The operating system's random bytes, remembered; or, from a seed, the same ones in every run.
#[derive(Debug, Default)]
pub struct Secrets {
    drawn: Mutex<Vec<Vec<u8>>>,
    seed: Option<u64>,
}

impl Secrets {
    /// The same bytes in every run, none of them twice.
    pub fn seeded(seed: u64) -> Self {
        Self {
            drawn: Mutex::default(),
            seed: Some(seed),
        }
    }

    /// The last ones, as addresses and messages carry them.
    pub fn last(&self) -> String {
        let all = self.drawn.lock().unwrap();
        URL_SAFE_NO_PAD.encode(all.last().unwrap())
    }
}

impl Randomness for Secrets {
    fn fill(&self, bytes: &mut [u8]) {
        let mut drawn = self.drawn.lock().unwrap();
        match self.seed {
            None => SystemRandomness.fill(bytes),
            Some(seed) => {
                let turn = drawn.len() as u64;
                for (n, chunk) in bytes.chunks_mut(32).enumerate() {
                    let block = format!("{seed} {turn} {n}");
                    chunk.copy_from_slice(&Sha256::digest(block)[..chunk.len()]);
                }
            }
        }
        drawn.push(bytes.to_vec());
    }
}

/// What browsers subscribe with. Points whose second byte is 0 count as off the curve: the real check is
/// the sender's, and has tests of its own.
fn public_push() -> PublicPush {
    PublicPush {
        key: "BKey".to_owned(),
        key_id: "0123456789abcdef".to_owned(),
        services: Services::default(),
        on_curve: |point| point[1] != 0,
    }
}

/// The key of every story's exchange.
pub fn exchange_key() -> ContactKey {
    ContactKey::read(&"A".repeat(43)).unwrap()
}

/// Who writes the exchange's letters.
pub fn writer(exercise: bool, random: Arc<dyn Randomness>) -> Writer {
    Writer {
        name: "Rives".to_owned(),
        origin: ORIGIN.to_owned(),
        exercise,
        key: Arc::new(exchange_key()),
        random,
    }
}

impl House {
    /// A real portal with these sources, at the start.
    pub async fn open(url: &str, sources: Vec<SourceConfig>) -> Self {
        Self::with(url, sources, Settings::default()).await
    }

    pub async fn with(url: &str, sources: Vec<SourceConfig>, settings: Settings) -> Self {
        let store = server::open(url).await.unwrap();
        let clock = Arc::new(HandClock(AtomicI64::new(settings.now.0)));
        let pages = Arc::new(Pages::new(clock.clone()));
        let secrets = Arc::new(match settings.seed {
            Some(seed) => Secrets::seeded(seed),
            None => Secrets::default(),
        });
        let configured: Arc<[Source]> = sources.iter().map(SourceConfig::source).collect();
        let public = PublicConfig {
            origin: ORIGIN.to_owned(),
            trusted_proxies: settings.trusted_proxies,
            live_connections: settings.live_connections,
            ..PublicConfig::default()
        };
        let live = Arc::new(Live::new(
            store.clone(),
            pages.clone(),
            clock.clone(),
            &public,
        ));
        let router = build_public(PublicDeps {
            messages: store.clone(),
            sources: store.clone(),
            configured: configured.clone(),
            subscriptions: store.clone(),
            push: settings.push.then(public_push),
            exchange: settings
                .exchange
                .clone()
                .map(|departements| PublicExchange {
                    exchange: store.clone(),
                    writer: writer(settings.exercise, secrets.clone()),
                    ids: Arc::new(UuidIds),
                    departements,
                    mails: settings.mails,
                }),
            reports: settings.reports.clone(),
            random: secrets.clone(),
            contours: Arc::new(ContourIndex::new([])),
            site: Arc::new(live_site()),
            pages: pages.clone(),
            clock: clock.clone(),
            live: live.clone(),
            config: public,
            portal: PortalConfig {
                exercise: settings.exercise,
                ..PortalConfig::default()
            },
        });
        let desk = build_desk(&DeskDeps {
            store: store.clone(),
            configured,
            site: Arc::new(Site::default()),
            pages: Some(pages.clone()),
            federation: settings.federation.then(|| Arc::new(Vouching) as _),
            contact_hasher: Some(Arc::new(exchange_key())),
            reports: None,
            lanes: None,
            clock: clock.clone(),
            ids: Arc::new(UuidIds),
            portal: PortalConfig {
                exercise: settings.exercise,
                ..PortalConfig::default()
            },
            public_origin: ORIGIN.to_owned(),
            desk: DeskConfig::default(),
            authoring: AuthoringConfig {
                sender: "alertes@gard.exemple.invalid".to_owned(),
                sender_name: "Préfecture du Gard".to_owned(),
                emergency_release: settings.emergency_release,
                ..AuthoringConfig::default()
            },
        })
        .unwrap();
        let exercise = settings.exercise;
        Self {
            store,
            clock,
            pages,
            live,
            router,
            desk,
            sources,
            secrets,
            exercise,
        }
    }

    /// Moves the clock to an instant.
    pub fn at(&self, now: Instant) {
        self.clock.0.store(now.0, Ordering::SeqCst);
    }

    /// Takes a CAP document in from the first source, at the clock's instant.
    pub async fn hears(&self, cap: &Cap) -> Ingested {
        self.hears_from(0, cap.xml().into_bytes()).await
    }

    /// Takes bytes in from one of the sources, which has thereby answered.
    pub async fn hears_from(&self, source: usize, bytes: Vec<u8>) -> Ingested {
        let source = self.sources[source].source();
        let answered = Attempt::Success {
            etag: None,
            last_modified: None,
        };
        self.store
            .note(&source.id, &answered, self.clock.now())
            .await
            .unwrap();
        let document = NewDocument {
            url: source.url.clone(),
            content_type: None,
            bytes,
        };
        let contours = Arc::new(ContourIndex::new([]));
        let now = self.clock.now();
        ingest(
            &*self.store,
            contours,
            &source,
            self.exercise,
            document,
            now,
        )
        .await
        .unwrap()
    }

    /// Asks the public side, after the pages learnt of the store's version as they do in `serve`.
    pub async fn ask(&self, request: Request<Body>) -> Answer {
        if let Ok(version) = self.store.version().await {
            self.pages.set_version(version);
        }
        answer(&self.router, request).await
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.ask(request(Method::GET, path, &[])).await
    }

    pub async fn get_method(&self, method: Method, path: &str) -> Answer {
        self.ask(request(method, path, &[])).await
    }

    pub async fn get_with(&self, path: &str, headers: &[(&str, &str)]) -> Answer {
        self.ask(request(Method::GET, path, headers)).await
    }

    /// What the JSON says of every alert of the Atom feed: in force, to come, recently ended.
    pub async fn alerts(&self) -> Vec<Value> {
        let mut alerts = Vec::new();
        for id in entry_ids(&self.get("/alertes.atom").await.good()) {
            let thread = id.strip_prefix(ORIGIN).unwrap();
            alerts.push(self.get(&format!("/api{thread}.json")).await.good().json());
        }
        alerts
    }

    /// The titles of the JSON list, which holds what is in force or to come.
    pub async fn listed(&self) -> Vec<String> {
        let all = self.get("/api/alertes.json").await.good().json();
        let titles = all["alerts"].as_array().unwrap().iter();
        titles
            .map(|a| a["title"].as_str().unwrap().to_owned())
            .collect()
    }

    /// The only alert of the Atom feed.
    #[track_caller]
    pub fn only(&self) -> impl Future<Output = Value> {
        let here = std::panic::Location::caller();
        async move {
            let alerts = self.alerts().await;
            assert_eq!(alerts.len(), 1, "at {here}: {alerts:#?}");
            alerts[0].clone()
        }
    }

    /// Starts the real relay; it stops when what is given back is dropped.
    pub fn relay(&self) -> Running {
        self.relay_with(Duration::from_secs(5))
    }

    /// The same, with the longest time that one request may take.
    pub fn relay_with(&self, timeout: Duration) -> Running {
        let (stop, stopping) = watch::channel(false);
        let relay = Relay {
            intake: self.store.clone(),
            sources: self.store.clone(),
            steered: self.store.clone(),
            fetch: Arc::new(HttpFetch::new("Rives/essai", timeout).unwrap()),
            contours: Arc::new(ContourIndex::new([])),
            clock: self.clock.clone(),
            exercise: self.exercise,
            longest_pause: Duration::from_millis(40),
            wake: Wake::default(),
        };
        let task = tokio::spawn(relay.run(self.sources.clone(), stopping));
        Running { stop, task }
    }
}

/// A relay that runs.
pub struct Running {
    stop: watch::Sender<bool>,
    task: tokio::task::JoinHandle<()>,
}

impl Running {
    /// Stops it after the visits under way.
    pub async fn stop(self) {
        let _ = self.stop.send(true);
        self.task.await.unwrap();
    }
}

/// What browsers download, as far as stories read it: the script of live pages.
fn live_site() -> Site {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("pkg")).unwrap();
    std::fs::write(folder.path().join("pkg/live.0.js"), "").unwrap();
    std::fs::write(
        folder.path().join("manifest.json"),
        r#"{"live":"live.0.js"}"#,
    )
    .unwrap();
    Site::load(folder.path()).unwrap()
}

pub fn request(method: Method, path: &str, headers: &[(&str, &str)]) -> Request<Body> {
    let mut builder = Request::builder().method(method).uri(path);
    for (name, value) in headers {
        builder = builder.header(*name, *value);
    }
    builder.body(Body::empty()).unwrap()
}

pub async fn answer(router: &Router, request: Request<Body>) -> Answer {
    let response = router.clone().oneshot(request).await.unwrap();
    let (parts, body) = response.into_parts();
    let bytes = to_bytes(body, usize::MAX).await.unwrap().to_vec();
    Answer {
        status: parts.status,
        headers: parts.headers,
        bytes,
    }
}

/// The path of an alert, of what the JSON says of it.
pub fn path(alert: &Value) -> String {
    alert["url"]
        .as_str()
        .unwrap()
        .strip_prefix(ORIGIN)
        .unwrap()
        .to_owned()
}

/// Waits until something holds; the story fails when it does not within ten seconds.
#[track_caller]
pub fn until<F, Fut>(what: &str, mut holds: F) -> impl Future<Output = ()>
where
    F: FnMut() -> Fut,
    Fut: Future<Output = bool>,
{
    let here = std::panic::Location::caller();
    async move {
        for _ in 0..500 {
            if holds().await {
                return;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        panic!("{what} did not come about ({here})");
    }
}
