//! What changes by itself, with the page cache in front.

use axum::http::StatusCode;
use portal::Instant;
use serde_json::Value;
use store_testing::on_both_engines;

use crate::documents::{Text, alert, minute, text};
use crate::house::{Answer, House, gard, path};

/// The page's `ETag`, with the answer; asking again with it must give 304 and nothing else.
async fn tagged(house: &House, path: &str) -> (String, Answer) {
    let page = house.get(path).await.good();
    let tag = page.header("etag").to_owned();
    assert!(!tag.is_empty());
    let again = house.get_with(path, &[("if-none-match", &tag)]).await;
    assert_eq!(again.status, StatusCode::NOT_MODIFIED);
    assert!(again.bytes.is_empty());
    assert_eq!(again.header("etag"), tag);
    (tag, page)
}

on_both_engines! {
    async fn an_announced_alert_begins_at_its_onset_and_ends_at_its_expiry_behind_the_page_cache(database) {
        let house = House::open(database.url(), vec![gard()]).await;
        let coming = Text { onset: Some(minute(60)), expires: Some(minute(120)), ..text("Crue à venir") };
        house.hears(&alert("crue", 0).says([coming])).await;
        let told = house.only().await;
        let page = path(&told);
        let just = |n: i64| Instant(minute(n).0 - 1);

        let (announced, answer) = tagged(&house, &page).await;
        assert!(answer.says("À venir") && !answer.says("Jusqu'au"));
        house.at(just(60));
        let (same, answer) = tagged(&house, &page).await;
        assert_eq!(announced, same, "nothing changed");
        assert!(answer.header("cache-control").contains("max-age=0"), "nobody may serve it past the onset: {}", answer.header("cache-control"));

        house.at(minute(60));
        let (begun, answer) = tagged(&house, &page).await;
        assert_ne!(announced, begun);
        assert!(answer.says("Jusqu'au") && !answer.says("À venir"));
        assert!(house.get("/commune/30189/nimes").await.good().says("Crue à venir"));
        house.at(just(120));
        assert_eq!(tagged(&house, &page).await.0, begun);

        let feed = house.get("/alertes.atom").await.good();
        house.at(minute(120));
        let (ended, answer) = tagged(&house, &page).await;
        assert_ne!(begun, ended);
        assert!(answer.says("Terminée le") && !answer.says("Jusqu'au"));
        assert!(house.get("/").await.good().says("Aucune alerte en cours."));
        assert_eq!(house.only().await["state"], "ended");
        let after = house.get("/alertes.atom").await.good();
        assert_ne!(feed.header("etag"), after.header("etag"));
        assert!(after.says(&format!("<updated>{}</updated>", minute(120).rfc3339())));
        let past = house.get("/alertes?etat=passees").await.good();
        assert!(past.says("Crue à venir"), "an ended alert stays findable");
        // The same page again, from memory.
        let (renders, hits) = (house.pages.counts().1, house.pages.counts().0);
        house.get(&page).await.good();
        assert_eq!(house.pages.counts(), (hits + 1, renders));
    }

    async fn without_an_expiry_the_review_deadline_is_told_and_a_confirmation_moves_it(database) {
        let house = House::open(database.url(), vec![gard()]).await;
        let open_ended = alert("eau", 0).says([Text { expires: None, ..text("Eau non potable") }]);
        house.hears(&open_ended).await;
        let told = house.only().await;
        assert_eq!((&told["until"], &told["state"]), (&Value::Null, &"active".into()));
        assert_eq!(told["review_at"], minute(24 * 60).rfc3339());
        let page = house.get(&path(&told)).await.good();
        assert!(page.says("Sans échéance indiquée par l'émetteur"));
        assert!(page.says("Sans nouvelle confirmation") && page.says(&minute(24 * 60).rfc3339()));

        // Ten hours later the source still says it: the same bytes.
        house.at(minute(600));
        house.hears(&open_ended).await;
        assert_eq!(house.only().await["review_at"], minute(34 * 60).rfc3339());
        assert!(house.get(&path(&told)).await.good().says(&minute(34 * 60).rfc3339()));
        house.at(minute(25 * 60));
        assert_eq!(house.only().await["state"], "active");
        house.at(minute(34 * 60));
        let told = house.only().await;
        assert_eq!((&told["state"], &told["ended_at"]), (&"ended".into(), &minute(34 * 60).rfc3339().into()));
        assert!(house.get("/").await.good().says("Aucune alerte en cours."));
    }

    async fn the_json_list_holds_what_is_in_force_or_to_come_and_nothing_that_is_over(database) {
        let house = House::open(database.url(), vec![gard()]).await;
        house.hears(&alert("courte", 0)).await;
        house.hears(&alert("retirée", 0)).await;
        let coming = Text { onset: Some(minute(300)), expires: Some(minute(400)), ..text("Plus tard") };
        house.hears(&alert("plus-tard", 0).says([coming])).await;
        let titles = async || {
            let mut titles = house.listed().await;
            titles.sort();
            titles
        };
        assert_eq!(titles().await, ["Plus tard", "Titre courte", "Titre retirée"]);
        house.at(minute(1));
        house.hears(&alert("fin", 1).cancels(&[("retirée", 0)])).await;
        assert_eq!(titles().await, ["Plus tard", "Titre courte"]);
        house.at(minute(120));
        assert_eq!(titles().await, ["Plus tard"]);
        house.at(minute(400));
        assert!(titles().await.is_empty());
        assert_eq!(house.alerts().await.len(), 3, "feeds still tell that they ended");
    }

    async fn a_new_message_changes_the_page_at_once(database) {
        let house = House::open(database.url(), vec![gard()]).await;
        house.hears(&alert("crue", 0)).await;
        let told = house.only().await;
        let (before, _) = tagged(&house, &path(&told)).await;
        house.hears(&alert("plus", 1).updates(&[("crue", 0)])).await;
        let (after, page) = tagged(&house, &path(&told)).await;
        assert_ne!(before, after);
        assert!(page.says("Titre plus"));
    }
}
