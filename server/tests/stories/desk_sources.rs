//! Sources over the desk, with the real relay beside it: how they do, pausing, resuming, asking at once.

use axum::http::StatusCode;
use desk::staff::Role;
use portal::Span;
use store_testing::on_both_engines;

use crate::desk_access::Colleague;
use crate::documents::{alert, minute};
use crate::house::{Answer, House, source, until};
use crate::station::{Reply, Station};

const PATH: &str = "/cap.xml";

/// What tells that the relay has heard of everything decided before: a source of its own, not due for a day.
const OTHER: &str = "/vent.xml";

/// A portal with a source that is asked every so often and that other one, and somebody who may steer them.
async fn portal(url: &str, station: &Station, every: Span) -> (House, Colleague) {
    let of = |id: &str, path: &str, every: Span| {
        let mut source = source(id, "cap", &station.url(path), "territory = [\"30\"]");
        source.poll_interval = server::config::Duration::of(every);
        source
    };
    let sources = vec![of("crues", PATH, every), of("vent", OTHER, Span::hours(24))];
    let house = House::open(url, sources).await;
    let chief = house.colleague("Anne Martin", &[Role::Chief]).await;
    (house, chief)
}

/// Presses a source's button; gives the page that follows.
async fn steer(house: &House, by: &Colleague, source: &str, deed: &str) -> Answer {
    let path = format!("/sources/{source}/{deed}");
    let answer = house.desk(by.post(&path, &[])).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
    house.desk(by.get(answer.header("location"))).await.good()
}

/// Waits until the relay has heard of all that was decided: the other source, asked for after it, was asked.
async fn heard(house: &House, by: &Colleague, station: &Station, at: i64) {
    let before = station.asked(OTHER).len();
    // A wish is known by its instant.
    house.at(minute(at));
    steer(house, by, "vent", "interroger").await;
    until("the other source asked", || async {
        station.asked(OTHER).len() > before
    })
    .await;
}

on_both_engines! {
    async fn a_paused_source_is_not_asked_until_it_is_resumed(database) {
        let station = Station::open().await;
        station.says(PATH, Reply::xml(alert("crue", 0).xml()));
        let (house, chief) = portal(database.url(), &station, Span(20)).await;
        let relay = house.relay();
        station.visited(PATH).await;
        let page = house.desk(chief.get("/sources")).await.good();
        assert!(page.says("Service crues") && page.says("Répond.") && page.says("Mettre en pause"));
        assert!(!page.says(&station.url("")), "an address may hold a token");

        let page = steer(&house, &chief, "crues", "suspendre").await;
        assert!(page.says("En pause") && page.says("Reprendre") && !page.says("Mettre en pause"));
        // Twice: a visit that was under way at the first has ended by the second.
        heard(&house, &chief, &station, 1).await;
        heard(&house, &chief, &station, 2).await;
        let before = station.asked(PATH).len();
        heard(&house, &chief, &station, 3).await;
        assert_eq!(station.asked(PATH).len(), before, "asked though paused");
        assert_eq!(house.alerts().await.len(), 1, "a pause ends no alert");

        let page = steer(&house, &chief, "crues", "reprendre").await;
        assert!(!page.says("En pause") && page.says("Mettre en pause"));
        until("a visit", || async { station.asked(PATH).len() > before }).await;
        relay.stop().await;
    }

    async fn a_pause_outlives_the_relay_and_asking_now_asks_once_without_ending_it(database) {
        let station = Station::open().await;
        station.says(PATH, Reply::xml(alert("crue", 0).xml()));
        let (house, chief) = portal(database.url(), &station, Span(20)).await;
        steer(&house, &chief, "crues", "suspendre").await;
        let relay = house.relay();
        heard(&house, &chief, &station, 1).await;
        assert_eq!(station.asked(PATH).len(), 0);
        house.at(minute(2));
        let page = steer(&house, &chief, "crues", "interroger").await;
        assert!(page.says("En pause") && page.says("Dernière demande"));
        until("the alert", || async { house.alerts().await.len() == 1 }).await;
        heard(&house, &chief, &station, 3).await;
        heard(&house, &chief, &station, 4).await;
        assert_eq!(station.asked(PATH).len(), 1, "once, and the pause goes on");
        relay.stop().await;
    }

    async fn asking_now_brings_what_is_new_long_before_the_source_is_due(database) {
        let station = Station::open().await;
        station.says(PATH, Reply::xml(alert("crue", 0).xml()));
        let (house, chief) = portal(database.url(), &station, Span::hours(24)).await;
        let relay = house.relay();
        until("the first visit", || async { house.alerts().await.len() == 1 }).await;
        station.says(PATH, Reply::xml(alert("suite", 1).xml()));
        house.at(minute(1));
        steer(&house, &chief, "crues", "interroger").await;
        until("the second alert", || async { house.alerts().await.len() == 2 }).await;
        assert_eq!(station.asked(PATH).len(), 2);
        relay.stop().await;
    }

    async fn a_failing_source_says_how_in_french_and_who_may_only_read_sees_no_form(database) {
        let station = Station::open().await;
        station.says(PATH, Reply::status(500));
        let (house, _) = portal(database.url(), &station, Span(20)).await;
        let watcher = house.colleague("Bruno Roux", &[Role::Watcher]).await;
        let relay = house.relay();
        station.visited(PATH).await;
        relay.stop().await;
        let page = house.desk(watcher.get("/sources/crues")).await.good();
        assert!(page.says("En échec") && page.says("son serveur a répondu par une erreur") && page.says("http-500"));
        assert!(!page.says("Interroger maintenant") && !page.says("Mettre en pause"));
        let refused = house.desk(watcher.post("/sources/crues/suspendre", &[])).await;
        assert_eq!(refused.status, StatusCode::FORBIDDEN);
        let chief = house.colleague("Carole Blanc", &[Role::Chief]).await;
        let unknown = house.desk(chief.post("/sources/inconnue/suspendre", &[])).await;
        assert_eq!(unknown.status, StatusCode::NOT_FOUND);
    }
}
