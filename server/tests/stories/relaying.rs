//! The real relay against a real server on this machine.

use std::io::Write as _;
use std::time::Duration;

use portal::Span;
use serde_json::Value;
use store_testing::on_both_engines;

use crate::chains::entry_ids;
use crate::documents::{alert, feed, minute};
use crate::house::{House, source, until};
use crate::station::{Reply, Station};

const GARD: &str = "territory = [\"30\"]";

/// What `/api/sources.json` says of the source.
async fn status(house: &House) -> Value {
    house.get("/api/sources.json").await.good().json()["sources"][0].clone()
}

/// Waits until the alert is there.
async fn arrived(house: &House, count: usize) {
    until("the alerts", || async {
        house.alerts().await.len() == count
    })
    .await;
}

on_both_engines! {
    async fn what_did_not_change_is_asked_for_with_conditions_and_not_sent_again(database) {
        let station = Station::open().await;
        station.says("/cap.xml", Reply::Tagged("un", alert("crue", 0).xml().into_bytes()));
        let house = House::open(database.url(), vec![source("crues", "cap", &station.url("/cap.xml"), GARD)]).await;
        let relay = house.relay();
        arrived(&house, 1).await;
        station.visited("/cap.xml").await;
        house.at(minute(30));
        station.visited("/cap.xml").await;
        relay.stop().await;
        let asked = station.asked("/cap.xml");
        assert!(asked[0].get("if-none-match").is_none());
        assert_eq!(asked[1]["if-none-match"], "\"un\"");
        assert_eq!(asked[1]["if-modified-since"], "Mon, 23 Nov 2026 19:00:00 GMT");
        assert_eq!(asked[0]["user-agent"], "Rives/essai");
        assert!(asked[0]["accept"].to_str().unwrap().contains("application/cap+xml"));
        let source = status(&house).await;
        assert_eq!(source["last_success"], minute(30).rfc3339(), "a 304 is a success: {source}");
        assert_eq!(source["last_error"], Value::Null);
        house.only().await;
    }

    async fn compressed_answers_are_read_and_kept_as_the_document_they_are(database) {
        let station = Station::open().await;
        let document = alert("crue", 0).xml().into_bytes();
        let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        packed.write_all(&document).unwrap();
        let headers = vec![("content-encoding", "gzip".to_owned())];
        station.says("/cap.xml", Reply::Say(200, headers, packed.finish().unwrap()));
        let house = House::open(database.url(), vec![source("crues", "cap", &station.url("/cap.xml"), GARD)]).await;
        let relay = house.relay();
        arrived(&house, 1).await;
        relay.stop().await;
        assert!(station.asked("/cap.xml")[0]["accept-encoding"].to_str().unwrap().contains("gzip"));
        let told = house.only().await;
        let original = told["original"].as_str().unwrap().strip_prefix(crate::house::ORIGIN).unwrap().to_owned();
        assert_eq!(house.get(&original).await.good().bytes, document);
    }

    async fn whatever_a_source_answers_no_message_goes_and_the_sources_page_tells(database) {
        let station = Station::open().await;
        let good = alert("crue", 0).xml();
        station.says("/cap.xml", Reply::xml(good.clone()));
        station.says("/ailleurs.xml", Reply::xml(alert("intruse", 0).xml()));
        station.says("/ronde.xml", Reply::redirect("/ronde.xml".into()));
        let house = House::open(database.url(), vec![source("crues", "cap", &station.url("/cap.xml"), GARD)]).await;
        let relay = house.relay_with(Duration::from_millis(700));
        arrived(&house, 1).await;
        let first = house.only().await;

        let html = "<!DOCTYPE html><html><body><h1>Maintenance</h1></body></html>";
        let half = good[..good.len() / 2].to_owned();
        let troubles = [
            (Reply::status(500), "http-500"),
            (Reply::status(404), "http-404"),
            (Reply::Hang, "timeout"),
            (Reply::Say(200, vec![], vec![b' '; 20 * 1024 * 1024]), "too-large"),
            (Reply::redirect(station.other_host("/ailleurs.xml")), "redirected"),
            (Reply::redirect("/ronde.xml".into()), "redirected"),
            (Reply::Say(200, vec![("content-type", "text/html".into())], html.into()), "unreadable"),
            (Reply::xml(half), "unreadable"),
            (Reply::xml(""), "unreadable"),
            (Reply::Say(200, vec![], vec![0, 159, 146, 150]), "unreadable"),
        ];
        for (n, (reply, code)) in troubles.into_iter().enumerate() {
            let n = i64::try_from(n).unwrap();
            house.at(minute(2 * n + 1));
            let asked = || (station.asked("/cap.xml").len(), station.asked("/ronde.xml").len());
            let before = asked();
            station.says("/cap.xml", reply.clone());
            until(&format!("{code} in /api/sources.json after {reply:.60?}"), || async {
                let s = status(&house).await;
                s["last_error"] == code && s["last_failure"] == minute(2 * n + 1).rfc3339()
            }).await;
            let page = house.get("/sources").await.good();
            assert!(page.says(code) && page.says("Ne répond plus"), "{code}: {}", page.text());
            let told = house.only().await;
            assert_eq!((&told["id"], &told["state"]), (&first["id"], &"active".into()), "after {code}");
            let (visits, rounds) = (asked().0 - before.0 + 1, asked().1 - before.1);
            assert!(rounds <= 6 * visits, "the loop was followed {rounds} times in {visits} visits");

            // Recovery: heard again, nothing new.
            house.at(minute(2 * n + 2));
            station.says("/cap.xml", Reply::xml(good.clone()));
            until("recovery", || async {
                status(&house).await["last_success"] == minute(2 * n + 2).rfc3339()
            }).await;
            assert!(!house.get("/sources").await.good().says("Ne répond plus"));
        }
        station.close().await;
        house.at(minute(50));
        until("refused connections", || async { status(&house).await["last_error"] == "unreachable" }).await;
        assert_eq!(house.only().await["state"], "active");
        station.reopen().await;
        until("recovery", || async { status(&house).await["last_success"] == minute(50).rfc3339() }).await;
        relay.stop().await;

        // It flapped a dozen times: one alert, one message, one entry under one id.
        let told = house.only().await;
        assert_eq!((&told["id"], &told["received_at"]), (&first["id"], &first["received_at"]));
        let thread = house.get(&format!("/api/alertes/{}.json", told["id"].as_str().unwrap())).await.good().json();
        assert_eq!(thread["messages"].as_array().unwrap().len(), 1);
        assert_eq!(entry_ids(&house.get("/alertes.atom").await.good()), [first["url"].as_str().unwrap()]);
        assert_eq!(entry_ids(&house.get("/cap.atom").await.good()).len(), 1);
        assert!(station.asked("/ailleurs.xml").is_empty(), "another host was asked");
        assert!(!station.asked("/ronde.xml").is_empty());
    }

    async fn a_feed_that_stops_listing_an_alert_does_not_remove_it(database) {
        let station = Station::open().await;
        station.says("/flux.atom", Reply::xml(feed(&["/a.xml"])));
        station.says("/a.xml", Reply::xml(alert("crue", 0).xml()));
        let house = House::open(database.url(), vec![source("crues", "cap-feed", &station.url("/flux.atom"), GARD)]).await;
        let relay = house.relay();
        arrived(&house, 1).await;
        station.says("/flux.atom", Reply::xml(feed(&[])));
        house.at(minute(10));
        station.visited("/flux.atom").await;
        relay.stop().await;
        assert_eq!(house.only().await["state"], "active");
        assert_eq!(status(&house).await["last_error"], Value::Null, "an empty feed is a good feed");
    }

    async fn one_dead_link_stops_no_other_and_is_tried_again(database) {
        let station = Station::open().await;
        station.says("/flux.atom", Reply::Tagged("flux", feed(&["/a.xml", "/mort.xml", "/b.xml"]).into_bytes()));
        station.says("/a.xml", Reply::xml(alert("a", 0).xml()));
        station.says("/b.xml", Reply::xml(alert("b", 0).xml()));
        station.says("/mort.xml", Reply::status(503));
        let house = House::open(database.url(), vec![source("crues", "cap-feed", &station.url("/flux.atom"), GARD)]).await;
        let relay = house.relay();
        arrived(&house, 2).await;
        station.visited("/mort.xml").await;
        assert_eq!(station.asked("/a.xml").len(), 1, "what was read is not asked for at every visit");
        station.says("/mort.xml", Reply::xml(alert("c", 0).xml()));
        arrived(&house, 3).await;
        relay.stop().await;
        assert_eq!(status(&house).await["last_error"], Value::Null, "one dead link is no failing source");
    }

    async fn a_link_to_another_host_is_not_followed_unless_the_operator_named_it(database) {
        let station = Station::open().await;
        let elsewhere = station.other_host("/ailleurs.xml");
        station.says("/flux.atom", Reply::xml(feed(&["/a.xml", &elsewhere, "file:///etc/hostname"])));
        station.says("/a.xml", Reply::xml(alert("a", 0).xml()));
        station.says("/ailleurs.xml", Reply::xml(alert("ailleurs", 0).xml()));
        let url = station.url("/flux.atom");
        let mut house = House::open(database.url(), vec![source("crues", "cap-feed", &url, GARD)]).await;
        let relay = house.relay();
        arrived(&house, 1).await;
        station.visited("/flux.atom").await;
        relay.stop().await;
        assert!(station.asked("/ailleurs.xml").is_empty());
        house.only().await;

        let more = "territory = [\"30\"]\nlink_hosts = [\"localhost\"]\ntoken = \"secret-7\"\ntoken_header = \"apikey\"";
        house.sources = vec![source("crues", "cap-feed", &url, more)];
        let relay = house.relay();
        arrived(&house, 2).await;
        relay.stop().await;
        // The token goes to the source's own host, and only there.
        let tokens = |path: &str| -> Vec<bool> {
            station.asked(path).iter().map(|h| h.get("apikey").is_some_and(|v| v == "secret-7")).collect()
        };
        assert!(tokens("/flux.atom").last().unwrap());
        assert!(tokens("/a.xml").last().unwrap());
        assert!(tokens("/ailleurs.xml").iter().all(|told| !told), "the token travelled");
    }

    async fn a_token_does_not_follow_a_redirect_to_another_host_or_port(database) {
        let station = Station::open().await;
        let neighbour = Station::open().await;
        neighbour.says("/cap.xml", Reply::xml(alert("intruse", 0).xml()));
        station.says("/cap.xml", Reply::redirect(neighbour.url("/cap.xml")));
        let more = "token = \"secret-7\"";
        let house = House::open(database.url(), vec![source("crues", "cap", &station.url("/cap.xml"), more)]).await;
        let relay = house.relay();
        until("the failure", || async { status(&house).await["last_error"] == "redirected" }).await;
        relay.stop().await;
        assert!(neighbour.asked("/cap.xml").is_empty(), "another service was asked: {:?}", neighbour.asked("/cap.xml"));
        for page in ["/sources", "/api/sources.json"] {
            assert!(!house.get(page).await.good().says("secret-7"));
        }
    }

    async fn one_source_that_fails_or_hangs_does_not_touch_another(database) {
        let station = Station::open().await;
        station.says("/mort.xml", Reply::Hang);
        station.says("/vif.xml", Reply::xml(alert("crue", 0).xml()));
        let house = House::open(database.url(), vec![
            source("mort", "cap", &station.url("/mort.xml"), GARD),
            source("absent", "cap", &station.url("/rien.xml"), GARD),
            source("vif", "cap", &station.url("/vif.xml"), GARD),
        ]).await;
        let relay = house.relay_with(Duration::from_secs(30));
        arrived(&house, 1).await;
        station.visited("/vif.xml").await;
        let all = house.get("/api/sources.json").await.good().json();
        let errors: Vec<_> = all["sources"].as_array().unwrap().iter().map(|s| s["last_error"].clone()).collect();
        assert_eq!(errors, [Value::Null, "http-404".into(), Value::Null]);
        drop(relay);
    }

    async fn a_source_that_confirms_what_it_carries_keeps_an_open_ended_message_alive(database) {
        let station = Station::open().await;
        let mut open_ended = alert("eau", 0);
        open_ended.infos[0].expires = None;
        station.says("/flux.atom", Reply::Tagged("flux", feed(&["/a.xml"]).into_bytes()));
        station.says("/a.xml", Reply::xml(open_ended.xml()));
        let house = House::open(database.url(), vec![source("crues", "cap-feed", &station.url("/flux.atom"), GARD)]).await;
        let relay = house.relay();
        arrived(&house, 1).await;
        // Later than a confirmation would be too small a change to be kept.
        house.at(minute(600));
        station.visited("/flux.atom").await;
        relay.stop().await;
        let deadline = minute(600) + Span::hours(24);
        assert_eq!(house.only().await["review_at"], deadline.rfc3339(), "a 304 confirms what the feed links to");
    }
}
