//! Off for two days, and on again with the same database.

use portal::Span;
use store_testing::on_both_engines;

use crate::documents::{START, Text, alert, minute, text};
use crate::house::{House, Settings, path, source, until};
use crate::station::{Reply, Station};

on_both_engines! {
    async fn two_days_later_nothing_stale_is_current_and_the_archive_is_whole(database) {
        let station = Station::open().await;
        let crues = || source("crues", "cap-feed", &station.url("/flux.atom"), "territory = [\"30\"]");
        let embedded = |documents: &[String]| {
            let entries: String = documents.iter().map(|d| {
                let alert = d.split_once("<alert").unwrap().1;
                format!("<entry><id>e</id><title>t</title><updated>2026-11-23T19:00:00Z</updated><content type=\"text/xml\"><alert{alert}</content></entry>")
            }).collect();
            Reply::xml(format!("<feed xmlns=\"http://www.w3.org/2005/Atom\"><id>f</id><title>f</title><updated>2026-11-23T19:00:00Z</updated>{entries}</feed>"))
        };
        let open_ended = alert("sans-fin", 0).says([Text { expires: None, ..text("Sans échéance") }]);
        let all = [alert("courte", 0).xml(), open_ended.xml(), alert("longue", 0).says([Text { expires: Some(minute(5 * 24 * 60)), ..text("Longue") }]).xml()];
        station.says("/flux.atom", embedded(&all));
        let house = House::open(database.url(), vec![crues()]).await;
        let relay = house.relay();
        until("all three", || async { house.alerts().await.len() == 3 }).await;
        relay.stop().await;
        let before = house.alerts().await;
        house.store.db().close().await;
        drop(house);

        let later = START + Span::hours(48);
        let house = House::with(database.url(), vec![crues()], Settings { now: later, ..Settings::default() }).await;
        let after = house.alerts().await;
        let state = |title: &str| after.iter().find(|a| a["title"] == title).unwrap()["state"].clone();
        assert_eq!([state("Titre courte"), state("Sans échéance"), state("Longue")], ["ended", "ended", "active"]);
        let home = house.get("/").await.good();
        assert!(home.says("Longue") && !home.says("Titre courte") && !home.says("Sans échéance"));
        assert!(home.says("L'absence d'alerte n'est pas l'absence de danger."), "nobody was heard for two days");
        for old in &before {
            house.get(&path(old)).await.good();
            assert!(after.iter().any(|a| a["id"] == old["id"]));
        }
        let past = house.get("/alertes?etat=passees").await.good();
        assert!(past.says("Titre courte") && past.says("Sans échéance"));

        // The next poll brings what happened meanwhile.
        let new = alert("nouvelle", 47 * 60).says([Text { expires: Some(later + Span::hours(3)), ..text("Nouvelle crue") }]);
        let fade = alert("fin", 47 * 60).cancels(&[("longue", 0)]);
        station.says("/flux.atom", embedded(&[new.xml(), fade.xml()]));
        let relay = house.relay();
        until("the new alert", || async { house.get("/").await.says("Nouvelle crue") }).await;
        relay.stop().await;
        let home = house.get("/").await.good();
        assert!(!home.says("Longue") && !home.says("class=\"silent\""));
        assert_eq!(house.alerts().await.len(), 4);
    }
}
