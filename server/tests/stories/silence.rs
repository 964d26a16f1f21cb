//! A source that falls silent: told at the very instant, wherever its absence could mislead.

use portal::Instant;
use portal::sources::{Attempt, Sources as _};
use store_testing::on_both_engines;

use crate::documents::{alert, minute};
use crate::house::{House, path, source};

const WORDS: &str = "L'absence d'alerte n'est pas l'absence de danger.";

/// What depends on a source of the Gard.
const DEPENDING: [&str; 4] = ["/", "/commune/30189/nimes", "/departement/30", "/alertes"];
const FEEDS: [&str; 3] = [
    "/alertes.atom",
    "/departement/30/alertes.atom",
    "/commune/30189/alertes.atom",
];

async fn warned(house: &House, expected: bool) {
    for page in DEPENDING {
        let answer = house.get(page).await.good();
        assert_eq!(answer.says("class=\"silent\""), expected, "{page}");
        assert_eq!(answer.says(WORDS), expected, "{page}");
        assert_eq!(
            answer.says("Service crues"),
            expected || page == "/commune/30189/nimes" || page == "/departement/30",
            "{page}"
        );
        let page = if page == "/" {
            "/en".to_owned()
        } else {
            format!("/en{page}")
        };
        assert_eq!(
            house
                .get(&page)
                .await
                .good()
                .says("No alert does not mean no danger."),
            expected,
            "{page}"
        );
    }
    for feed in FEEDS {
        assert_eq!(
            house.get(feed).await.good().says("absence de danger"),
            expected,
            "{feed}"
        );
    }
    let silent = house.get("/api/alertes.json").await.good().json()["silent_sources"].clone();
    assert_eq!(silent.as_array().unwrap().len(), usize::from(expected));
    assert_eq!(house.get("/sources").await.good().says("Muette"), expected);
    let lozere = house.get("/departement/48").await.good();
    assert!(
        !lozere.says("class=\"silent\""),
        "the Lozère does not depend on a source of the Gard"
    );
}

on_both_engines! {
    async fn silence_is_told_at_its_instant_and_gone_on_recovery(database) {
        let crues = source("crues", "cap", "https://exemple.invalid/cap.xml", "territory = [\"30\"]\nsilent_after = \"2h\"");
        let house = House::open(database.url(), vec![crues]).await;
        let id = house.sources[0].source().id;
        let good = Attempt::Success { etag: None, last_modified: None };
        house.store.note(&id, &good, minute(0)).await.unwrap();
        warned(&house, false).await;
        house.at(Instant(minute(120).0 - 1));
        warned(&house, false).await;
        house.at(minute(120));
        warned(&house, true).await;
        let home = house.get("/").await.good();
        assert!(home.says("muette depuis le") && home.says(&minute(0).rfc3339()));
        assert!(home.says("Situation inconnue"), "nothing is known when nobody is heard");

        // Failing does not move the instant; answering ends it.
        house.at(minute(150));
        house.store.note(&id, &Attempt::Failure { error: "http-500".into() }, minute(150)).await.unwrap();
        warned(&house, true).await;
        house.at(minute(151));
        house.store.note(&id, &good, minute(151)).await.unwrap();
        warned(&house, false).await;
    }

    async fn an_alert_of_a_silent_source_stays_and_says_so(database) {
        let crues = source("crues", "cap", "https://exemple.invalid/cap.xml", "territory = [\"30\"]\nsilent_after = \"30m\"");
        let house = House::open(database.url(), vec![crues]).await;
        let id = house.sources[0].source().id;
        house.store.note(&id, &Attempt::Success { etag: None, last_modified: None }, minute(0)).await.unwrap();
        house.hears(&alert("crue", 0)).await;
        let told = house.only().await;
        assert!(!house.get(&path(&told)).await.good().says(WORDS));
        house.at(minute(30));
        let page = house.get(&path(&told)).await.good();
        assert!(page.says(WORDS) && page.says("Jusqu'au"));
        assert!(house.get("/").await.good().says("Titre crue"));
    }

    async fn a_portal_without_sources_says_that_it_knows_nothing(database) {
        let house = House::open(database.url(), vec![]).await;
        assert!(house.get("/").await.good().says("Situation inconnue"));
        assert!(house.get("/sources").await.good().says("Aucune source n'est configurée."));
        assert!(house.get("/commune/30189/nimes").await.good().says("Aucune source n'est écoutée pour ce territoire."));
    }
}
