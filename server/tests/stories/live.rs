//! Open pages that listen: what they hear, when, and who is refused.

use std::time::Duration;

use axum::body::{Body, BodyDataStream};
use axum::extract::ConnectInfo;
use axum::http::{Method, StatusCode};
use futures_util::StreamExt as _;
use store_testing::on_both_engines;
use tokio::sync::watch;
use tower::ServiceExt as _;

use crate::documents::{Text, alert, minute, text};
use crate::house::{Answer, House, Settings, gard, path, request};

/// A stream, read chunk by chunk.
struct Heard(BodyDataStream);

impl Heard {
    /// The next chunk; the story fails when none comes.
    async fn next(&mut self) -> String {
        let chunk = tokio::time::timeout(Duration::from_secs(20), self.0.next())
            .await
            .unwrap_or_else(|e| panic!("nothing was said: {e}"));
        String::from_utf8(
            chunk
                .unwrap_or_else(|| panic!("the stream ended"))
                .unwrap()
                .to_vec(),
        )
        .unwrap()
    }

    /// Whether the stream ends now.
    async fn ends(&mut self) -> bool {
        matches!(
            tokio::time::timeout(Duration::from_secs(20), self.0.next()).await,
            Ok(None)
        )
    }
}

/// The hub, as `serve` runs it; it stops when told so.
fn run(house: &House) -> watch::Sender<bool> {
    let (stop, stopping) = watch::channel(false);
    tokio::spawn(house.live.clone().run(stopping));
    stop
}

async fn learn(house: &House) {
    use portal::messages::Messages as _;
    let version = house.store.version().await.unwrap();
    house.pages.set_version(version);
}

async fn open_with(
    house: &House,
    path: &str,
    headers: &[(&str, &str)],
) -> axum::response::Response {
    let request = request(Method::GET, path, headers);
    house.router.clone().oneshot(request).await.unwrap()
}

async fn listen(house: &House, path: &str, headers: &[(&str, &str)]) -> Heard {
    let response = open_with(house, path, headers).await;
    assert_eq!(response.status(), StatusCode::OK, "{path}");
    Heard(response.into_body().into_data_stream())
}

/// What a page was made from, as it tells its script.
fn seen(page: &Answer) -> String {
    let text = page.text();
    let (_, rest) = text.split_once("data-seen=\"").unwrap();
    rest[..16].to_owned()
}

fn id(chunk: &str) -> &str {
    let (_, rest) = chunk.split_once("id: ").unwrap();
    &rest[..16]
}

async fn current(house: &House, page: &str) -> String {
    learn(house).await;
    house
        .get(&format!("/en-direct/etat?page={page}"))
        .await
        .good()
        .text()
}

on_both_engines! {
    async fn a_page_and_its_stream_agree_on_what_was_seen_wherever_the_alert_holds(database) {
        let house = House::open(database.url(), vec![gard()]).await;
        let text = |areas| Text { areas, ..text("Crue") };
        house.hears(&alert("gard", 0)).await;
        house.hears(&alert("nimes", 0).says([text(vec![("Nîmes", "30189")])])).await;
        house.hears(&alert("ailleurs", 0).says([text(vec![("Zone inconnue", "99999")])])).await;
        house.hears(&alert("fini", 0).says([Text { expires: Some(minute(-1)), ..text(vec![("Gard", "30")]) }])).await;
        let mut pages = vec!["/".to_owned(), "/commune/30189/nimes".into(), "/commune/30007/ales".into(),
            "/commune/34172/montpellier".into(), "/departement/30".into(), "/departement/34".into()];
        pages.extend(house.alerts().await.iter().map(path));
        assert_eq!(pages.len(), 10);
        for page in &pages {
            for address in [page.clone(), if page == "/" { "/en".into() } else { format!("/en{page}") }] {
                let made_from = seen(&house.get(&address).await.good());
                assert_eq!(current(&house, &address).await, made_from, "{address}");
                let mut heard = listen(&house, &format!("/en-direct?page={address}&vu={made_from}"), &[]).await;
                let first = heard.next().await;
                assert!(!first.contains("event:") && first.starts_with("retry: "), "{address}: {first}");
                assert_eq!(id(&first), made_from);
            }
        }
        assert_ne!(current(&house, "/departement/30").await, current(&house, "/departement/34").await);
    }

    async fn a_released_message_is_heard_where_it_holds_and_nowhere_else(database) {
        let house = House::open(database.url(), vec![gard()]).await;
        house.hears(&alert("premier", 0)).await;
        learn(&house).await;
        let _stop = run(&house);
        let mut here = listen(&house, "/en-direct?page=/commune/30189/nimes", &[]).await;
        let mut all = listen(&house, "/en-direct?page=/en", &[]).await;
        let mut elsewhere = listen(&house, "/en-direct?page=/departement/34", &[]).await;
        let before = id(&here.next().await).to_owned();
        all.next().await;
        elsewhere.next().await;
        house.hears(&alert("second", 1)).await;
        learn(&house).await;
        let said = here.next().await;
        assert!(said.contains("event: change\n") && said.ends_with("\n\n"), "{said}");
        assert_ne!(id(&said), before);
        assert!(all.next().await.contains("event: change"));
        let page = house.get("/commune/30189/nimes").await.good();
        assert_eq!(seen(&page), id(&said), "the page that one then loads is the one announced");
        // What held before holds there still: the next word is about something else.
        house.hears(&alert("hérault", 2).says([Text { areas: vec![("Hérault", "34")], ..text("Hérault") }])).await;
        learn(&house).await;
        let said = elsewhere.next().await;
        assert_eq!(id(&said), current(&house, "/departement/34").await);
    }

    async fn a_source_that_only_confirms_says_nothing_new(database) {
        let house = House::open(database.url(), vec![gard()]).await;
        let open_ended = alert("eau", 0).says([Text { expires: None, ..text("Eau non potable") }]);
        house.hears(&open_ended).await;
        let told = path(&house.only().await);
        let before = (current(&house, "/").await, current(&house, &told).await);
        house.at(minute(90));
        house.hears(&open_ended).await;
        assert_eq!((current(&house, "/").await, current(&house, &told).await), before);
    }

    async fn who_comes_back_is_told_at_once_what_was_missed_and_only_then(database) {
        let house = House::open(database.url(), vec![gard()]).await;
        house.hears(&alert("premier", 0)).await;
        let first = current(&house, "/").await;
        house.hears(&alert("second", 1)).await;
        let second = current(&house, "/").await;
        assert_ne!(first, second);
        // What the stream last told counts more than what the page was made from.
        for (headers, vu, missed) in [
            (vec![("last-event-id", first.as_str())], second.as_str(), true),
            (vec![("last-event-id", second.as_str())], first.as_str(), false),
            (vec![("last-event-id", "nonsense")], first.as_str(), true),
            (vec![], first.as_str(), true),
            (vec![], second.as_str(), false),
            (vec![], "", false),
        ] {
            let mut heard = listen(&house, &format!("/en-direct?page=/&vu={vu}"), &headers).await;
            let said = heard.next().await;
            assert_eq!(said.contains("event: change"), missed, "{headers:?} {vu}: {said}");
            assert_eq!(id(&said), second);
        }
    }

    async fn what_begins_or_ends_by_itself_is_another_state(database) {
        let house = House::open(database.url(), vec![gard()]).await;
        let coming = Text { onset: Some(minute(60)), expires: Some(minute(120)), ..text("Crue à venir") };
        house.hears(&alert("crue", 0).says([coming])).await;
        let told = path(&house.only().await);
        let mut states = vec![current(&house, &told).await];
        for at in [59, 60, 119, 120] {
            house.at(minute(at));
            states.push(current(&house, &told).await);
            assert_eq!(states.last(), Some(&seen(&house.get(&told).await.good())));
        }
        assert_eq!((&states[0], &states[2]), (&states[1], &states[3]));
        assert!(states[0] != states[2] && states[2] != states[4]);
        assert_eq!(current(&house, "/").await, "0000000000000000", "nothing is in force");
    }

    async fn only_live_pages_can_be_listened_to_and_only_by_our_own_pages(database) {
        let house = House::open(database.url(), vec![gard()]).await;
        for page in ["", "/alertes", "/sources", "/alertes/inconnue", "/commune/99999/x", "/desk", "//exemple.invalid"] {
            for route in ["/en-direct", "/en-direct/etat"] {
                let answer = house.get(&format!("{route}?page={page}")).await;
                assert_eq!(answer.status, StatusCode::NOT_FOUND, "{route} {page}");
                assert_eq!(answer.header("cache-control"), "no-store");
            }
        }
        let other = open_with(&house, "/en-direct?page=/", &[("sec-fetch-site", "cross-site")]).await;
        assert_eq!(other.status(), StatusCode::FORBIDDEN);
        let own = open_with(&house, "/en-direct?page=/", &[("sec-fetch-site", "same-origin")]).await;
        for (name, value) in [("content-type", "text/event-stream"), ("cache-control", "no-store"), ("x-accel-buffering", "no"), ("x-content-type-options", "nosniff")] {
            assert_eq!(own.headers()[name], value);
        }
        assert!(own.headers().get("content-encoding").is_none());
    }

    async fn who_finds_no_place_is_told_when_to_ask_again_and_a_place_left_is_free(database) {
        let settings = Settings { live_connections: 66, ..Settings::default() };
        let house = House::with(database.url(), vec![gard()], settings).await;
        let from = |peer: &'static str| {
            let mut request = request(Method::GET, "/en-direct?page=/", &[]);
            let peer: std::net::IpAddr = peer.parse().unwrap();
            request.extensions_mut().insert(ConnectInfo(std::net::SocketAddr::new(peer, 4_000)));
            house.router.clone().oneshot(request)
        };
        let mut open: Vec<Body> = Vec::new();
        for _ in 0..64 {
            let response = from("192.0.2.1").await.unwrap();
            assert_eq!(response.status(), StatusCode::OK);
            open.push(response.into_body());
        }
        let refused = from("192.0.2.1").await.unwrap();
        assert_eq!(refused.status(), StatusCode::SERVICE_UNAVAILABLE, "one client has its share");
        assert_eq!(refused.headers()["retry-after"], "60");
        for _ in 0..2 {
            open.push(from("192.0.2.2").await.unwrap().into_body());
        }
        assert_eq!(house.live.listeners(), 66);
        assert_eq!(from("192.0.2.3").await.unwrap().status(), StatusCode::SERVICE_UNAVAILABLE, "all are taken");
        // Pages and the line for those who poll go on.
        house.get("/").await.good();
        let polled = house.get("/en-direct/etat?page=/").await.good();
        let tag = polled.header("etag").to_owned();
        let again = house.get_with("/en-direct/etat?page=/", &[("if-none-match", &tag)]).await;
        assert_eq!(again.status, StatusCode::NOT_MODIFIED);
        open.truncate(60);
        assert_eq!(house.live.listeners(), 60);
        assert_eq!(from("192.0.2.3").await.unwrap().status(), StatusCode::OK);
    }

    async fn streams_end_when_the_server_stops(database) {
        let house = House::open(database.url(), vec![gard()]).await;
        let stop = run(&house);
        let mut heard = listen(&house, "/en-direct?page=/", &[]).await;
        heard.next().await;
        stop.send(true).unwrap();
        assert!(heard.ends().await);
        let late = tokio::time::timeout(Duration::from_secs(20), async {
            while open_with(&house, "/en-direct?page=/", &[]).await.status() == StatusCode::OK {
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        });
        assert!(late.await.is_ok(), "nobody can listen to a server that stops");
    }

    async fn without_a_script_a_live_page_loads_itself_again_and_others_do_not(database) {
        let house = House::open(database.url(), vec![gard()]).await;
        for (page, live) in [("/", true), ("/en/departement/30", true), ("/sources", false), ("/alertes", false), ("/communes", false)] {
            let answer = house.get(page).await.good();
            let refresh = "<noscript><meta http-equiv=\"refresh\" content=\"120\"></noscript>";
            assert_eq!(answer.says(refresh), live, "{page}");
        }
    }
}
