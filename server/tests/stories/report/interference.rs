//! Non-interference: what a portal answers does not depend on what its vault holds.
//!
//! The same random requests go to two portals over one main database. Above the first the vault is emptied all the
//! time, above the second it holds 1,000 reports. Times and randomness are pinned, so every byte must agree. Posting
//! to the exchange and to `/suivre` is left out: what they make has ids of its own.

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::Request;
use axum::routing::get;
use portal::Instant;
use portal::messages::Messages as _;
use portal::valve::{Category, IdempotencyKey, Place, Report, Submission, Valve as _};
use store::Vault;
use store_testing::{Database, on_both_engines};

use super::upstairs::{Upstairs, form};
use crate::documents::{START, alert};
use crate::house::{Answer, House, Secrets, Settings, answer, gard, path};

/// How many requests; `RIVES_REQUESTS` says otherwise. Rendering without optimisation is slow.
const REQUESTS: u64 = if cfg!(debug_assertions) {
    1_500
} else {
    10_000
};
const REPORTS: u64 = 1_000;
/// After so many requests the first vault is emptied.
const EMPTIED: u64 = 25;

const PATHS: [&str; 37] = [
    "/",
    "/alertes",
    "/alertes?etat=passees",
    "/alertes?couleur=orange&departement=30",
    "/communes",
    "/communes?q=saint",
    "/commune/30189/nimes",
    "/commune/30189/faux",
    "/commune/99999/x",
    "/departements",
    "/departement/30",
    "/departement/99",
    "/sources",
    "/integrations",
    "/a-propos",
    "/accessibilite",
    "/hors-ligne",
    "/integrer",
    "/integrer?commune=30189",
    "/suivre",
    "/suivre?q=nimes",
    "/entraide",
    "/entraide/publier",
    "/entraide/securite",
    "/alertes.atom",
    "/departement/30/alertes.atom",
    "/cap.atom",
    "/api/alertes.json",
    "/api/sources.json",
    "/api/communes?q=nimes",
    "/api/openapi.json",
    "/robots.txt",
    "/en-direct/etat",
    "/signaler",
    "/signaler?quoi=road-cut",
    "/signaler/attente",
    "/.well-known/rien",
];

/// A generator of numbers that anybody can run again (SplitMix64).
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (z ^ (z >> 31)) % sides
    }

    fn pick<'a>(&mut self, from: &[&'a str]) -> &'a str {
        from[usize::try_from(self.roll(from.len() as u64)).unwrap()]
    }

    fn word(&mut self) -> String {
        let syllables = [
            "sa", "int", "ni", "mes", "al", "es", "pont", " du ", "30", "é", "'", "<", "&", "%",
        ];
        (0..=self.roll(4)).map(|_| self.pick(&syllables)).collect()
    }
}

/// One request, made anew for each portal. Each comes from an address of its own, so that no limit, which counts real
/// time, decides anything.
fn random_request(turn: u64, seed: u64, alert: &str) -> Request<Body> {
    let mut dice = Dice(seed ^ (turn << 20));
    let english = dice.roll(4) == 0;
    let prefixed = |path: &str| match (english, path) {
        (false, path) => path.to_owned(),
        (true, "/") => "/en".to_owned(),
        (true, path) => format!("/en{path}"),
    };
    let mut request = if dice.roll(4) == 0 {
        let (word, text) = (
            dice.word(),
            dice.word().repeat(usize::try_from(dice.roll(60)).unwrap()),
        );
        let key = [
            "AAAAAAAAAAAAAAAAAAAAAA",
            "BBBBBBBBBBBBBBBBBBBBBA",
            "",
            "court",
        ];
        let fields = [
            (
                "quoi",
                dice.pick(&["road-cut", "water-rising", "other", "volcan", ""]),
            ),
            (
                "etape",
                dice.pick(&["envoi", "envoi", "envoi", "phrase", "erreur", ""]),
            ),
            ("cle", dice.pick(&key)),
            ("premier", dice.pick(&key)),
            (
                "commune",
                dice.pick(&["Nîmes", "30000", "Saint-Aubin", "", "xyzzyq"]),
            ),
            ("lieu", &word),
            ("phrase", &text),
            ("site-web", dice.pick(&["", "", "", "robot"])),
        ];
        form(
            &prefixed("/signaler"),
            &fields,
            dice.pick(&["same-origin", "same-origin", "cross-site"]),
        )
    } else {
        let mut path = match dice.roll(12) {
            0 => alert.to_owned(),
            1 => format!("/communes?q={}", urlencoded(&dice.word())),
            2 => format!("/{}", urlencoded(&dice.word())),
            _ => dice.pick(&PATHS).to_owned(),
        };
        if dice.roll(6) == 0 {
            let sign = if path.contains('?') { '&' } else { '?' };
            path = format!("{path}{sign}x={}", dice.roll(50));
        }
        let method = dice.pick(&[
            "GET", "GET", "GET", "GET", "GET", "GET", "HEAD", "DELETE", "PUT",
        ]);
        let prefix = !path.starts_with("/api") && !path.ends_with(".atom");
        let path = if prefix { prefixed(&path) } else { path };
        let builder = Request::builder().method(method).uri(path);
        builder.body(Body::empty()).unwrap()
    };
    for (name, values) in [
        ("accept-encoding", ["", "gzip", "br", "gzip;q=0"]),
        ("if-none-match", ["", "", "*", "\"x\""]),
        ("user-agent", ["", "Mozilla/5.0", "curl/8", "Firefox"]),
        ("cookie", ["", "", "", "__Host-rives-desk=x"]),
    ] {
        let value = dice.pick(&values);
        if !value.is_empty() {
            request.headers_mut().insert(name, value.parse().unwrap());
        }
    }
    let address = Ipv4Addr::from(0x0a00_0000 + u32::try_from(turn).unwrap());
    let peer = SocketAddr::from((address, 1));
    request.extensions_mut().insert(ConnectInfo(peer));
    request
}

fn urlencoded(text: &str) -> String {
    form_urlencoded::byte_serialize(text.as_bytes()).collect()
}

/// A portal below a vault, over a main database that it may share.
async fn below(up: &Upstairs, database: &Database) -> House {
    let settings = Settings {
        seed: Some(1),
        reports: Some(up.reports(Arc::new(Secrets::seeded(2)))),
        ..Settings::default()
    };
    House::with(database.url(), vec![gard()], settings).await
}

async fn fill(up: &Upstairs) {
    let key = up.key.current().await;
    for n in 0..REPORTS {
        let category = Category::ALL[usize::try_from(n % 9).unwrap()];
        let place = Place::new(None, None, &format!("lieu {n}")).unwrap();
        let report = Report::new(category, place, START, "").unwrap();
        let mut name = [0; 16];
        name[..8].copy_from_slice(&n.to_be_bytes());
        let sealed = key.seal(&Submission::Report(report), IdempotencyKey(name), [7; 32]);
        up.door.submit(sealed.unwrap()).await.unwrap();
    }
}

fn same(a: &Answer, b: &Answer) -> bool {
    a.status == b.status && a.headers == b.headers && a.bytes == b.bytes
}

/// The first request that the two portals answer differently, and what each answered.
async fn first_difference(
    (empty, vault): (&Router, &Vault),
    full: &Router,
    alert: &str,
    requests: u64,
) -> Option<String> {
    let mut statuses = std::collections::BTreeMap::<u16, u64>::new();
    for turn in 0..requests {
        if turn % EMPTIED == 0 {
            vault.purge(Instant(i64::MAX)).await.unwrap();
        }
        let asked = random_request(turn, 0x5eed, alert);
        let what = format!("{turn}: {} {}", asked.method(), asked.uri());
        let a = answer(empty, asked).await;
        let b = answer(full, random_request(turn, 0x5eed, alert)).await;
        if !same(&a, &b) {
            let told = |x: &Answer| {
                format!(
                    "{} {:?}\n{}",
                    x.status,
                    x.headers,
                    String::from_utf8_lossy(&x.bytes)
                )
            };
            return Some(format!(
                "{what}\n--- empty\n{}\n--- full\n{}",
                told(&a),
                told(&b)
            ));
        }
        *statuses.entry(a.status.as_u16()).or_default() += 1;
    }
    eprintln!("{requests} requests answered alike: {statuses:?}");
    // What was asked is worth asking: pages, refusals and reports alike.
    for status in [200, 304, 403, 404, 405, 422] {
        assert!(
            statuses.contains_key(&status),
            "no {status} among {statuses:?}"
        );
    }
    None
}

/// Another vault on the same engine.
fn another(database: &Database) -> Database {
    if database.url().starts_with("postgres") {
        store_testing::postgres().unwrap()
    } else {
        store_testing::sqlite()
    }
}

on_both_engines! {
    async fn every_answer_is_the_same_byte_for_byte_whatever_the_vault_holds_and_a_leak_would_be_found(database) {
        let requests = std::env::var("RIVES_REQUESTS").ok().and_then(|n| n.parse().ok()).unwrap_or(REQUESTS);
        let second = another(&database);
        let (empty_up, full_up) = (Upstairs::of(&database).await, Upstairs::of(&second).await);
        let empty = below(&empty_up, &database).await;
        empty.hears(&alert("crue", 0)).await;
        let thread = path(&empty.only().await);
        let full = below(&full_up, &database).await;
        fill(&full_up).await;
        let by = empty.watcher().await;
        assert_eq!(full_up.vault.count(&by).await.unwrap(), REPORTS);
        let version = empty.store.version().await.unwrap();
        for house in [&empty, &full] {
            house.pages.set_version(version);
        }
        let below = (&empty.router, &empty_up.vault);
        let found = first_difference(below, &full.router, &thread, requests).await;
        assert!(found.is_none(), "{}", found.unwrap_or_default());
        let by = Arc::new(by);
        assert!(full_up.vault.count(&by).await.unwrap() > REPORTS, "reports were among the requests");

        // The same check, with a route that tells how many reports there are.
        let leaking = |router: &Router, vault: &Vault| {
            let (vault, by) = (vault.clone(), by.clone());
            let count = move || async move { vault.count(&by).await.unwrap().to_string() };
            Router::new().route("/signaler/attente", get(count)).merge(router.clone())
        };
        let leak = leaking(&empty.router, &empty_up.vault);
        let full_leak = leaking(&full.router, &full_up.vault);
        // The two drew alike so far; the check stops at the leak, whatever else they would draw.
        let found = first_difference((&leak, &empty_up.vault), &full_leak, &thread, requests).await;
        assert!(found.is_some_and(|told| told.contains("/signaler/attente")), "the leak was not found");
    }
}
