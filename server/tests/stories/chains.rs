//! Chains of messages, as residents and readers of feeds see them.

use axum::http::StatusCode;
use store_testing::on_both_engines;

use crate::documents::{Text, alert, minute, text};
use crate::house::{Answer, House, gard, path};

/// The ids of the entries of an Atom feed, in its order.
pub fn entry_ids(feed: &Answer) -> Vec<String> {
    let text = feed.text();
    let entries = text.split("<entry>").skip(1);
    entries
        .map(|e| {
            e.split("<id>")
                .nth(1)
                .unwrap()
                .split("</id>")
                .next()
                .unwrap()
                .to_owned()
        })
        .collect()
}

/// The `updated` of the only entry of a feed.
fn entry_updated(feed: &Answer) -> String {
    let text = feed.text();
    let entry = text.split("<entry>").nth(1).unwrap();
    entry
        .split("<updated>")
        .nth(1)
        .unwrap()
        .split("</updated>")
        .next()
        .unwrap()
        .to_owned()
}

/// Pages on which an alert of the whole Gard is listed.
const LISTS: [&str; 6] = [
    "/",
    "/alertes",
    "/departement/30",
    "/commune/30189/nimes",
    "/en",
    "/en/departement/30",
];

on_both_engines! {
    async fn a_cancel_that_comes_first_shows_nothing_and_then_the_alert_as_cancelled(database) {
        let house = House::open(database.url(), vec![gard()]).await;
        house.at(minute(10));
        house.hears(&alert("fin", 10).cancels(&[("crue", 0)])).await;
        assert!(house.alerts().await.is_empty());
        for list in LISTS {
            let page = house.get(list).await.good();
            assert!(!page.says("/alertes/0"), "{list} lists an alert of which nothing is known");
        }
        assert!(entry_ids(&house.get("/alertes.atom").await.good()).is_empty());

        house.at(minute(12));
        house.hears(&alert("crue", 0)).await;
        let told = house.only().await;
        assert_eq!(told["state"], "cancelled");
        let page = house.get(&path(&told)).await.good();
        assert!(page.says("Annulée") && page.says("Titre crue"), "{}", page.text());
        assert!(!page.says("Jusqu'au"));
        for list in ["/", "/en", "/alertes"] {
            assert!(!house.get(list).await.good().says("Titre crue"), "{list}");
        }
        let commune = house.get("/commune/30189/nimes").await.good();
        let at = |part: &str| commune.text().find(part).unwrap_or_else(|| panic!("{part}"));
        assert!(at("Terminées récemment") < at("Titre crue"));
        let feed = house.get("/alertes.atom").await.good();
        assert_eq!(entry_ids(&feed), [told["url"].as_str().unwrap()]);
        assert!(feed.says("term=\"cancelled\""));
        assert!(house.get("/alertes?etat=passees").await.status == StatusCode::OK);
    }

    async fn eight_updates_in_any_order_are_one_alert_under_permalinks_that_go_on_working(database) {
        let house = House::open(database.url(), vec![gard()]).await;
        // Each lists only its direct predecessor: shuffled, they begin as several threads.
        let name = |n: i64| format!("crue-{n}");
        let chain: Vec<_> = (0..9)
            .map(|n| match n {
                0 => alert("crue-0", 0),
                n => alert(&name(n), n).updates(&[(&name(n - 1), n - 1)]),
            })
            .collect();
        let mut seen: Vec<String> = Vec::new();
        house.at(minute(20));
        for n in [5, 2, 8, 0, 6, 3, 7, 1, 4] {
            house.hears(&chain[n]).await;
            for told in house.alerts().await {
                if !seen.contains(&path(&told)) {
                    seen.push(path(&told));
                }
            }
        }
        assert!(seen.len() > 2, "the shuffle made several threads meanwhile: {seen:?}");
        let told = house.only().await;
        let survivor = path(&told);
        assert_eq!(told["title"], "Titre crue-8");
        for old in &seen {
            let answer = house.get(old).await;
            let english = house.get(&format!("/en{old}")).await;
            let json = house.get(&format!("/api{old}.json")).await;
            if *old == survivor {
                assert_eq!(answer.status, StatusCode::OK);
                continue;
            }
            assert_eq!(answer.status, StatusCode::MOVED_PERMANENTLY, "{old}");
            assert_eq!(answer.header("location"), survivor);
            assert_eq!(english.header("location"), format!("/en{survivor}"));
            assert_eq!(json.header("location"), format!("/api{survivor}.json"));
        }
        assert!(seen.contains(&survivor), "the survivor keeps an id that was given out");
        let page = house.get(&survivor).await.good();
        for n in 0..9 {
            let sent = format!("datetime=\"{}\"", minute(n).rfc3339());
            assert!(page.says(&sent), "message {n} is missing in the thread's history");
        }
        let thread = house.get(&format!("/api{survivor}.json")).await.good().json();
        let messages = thread["messages"].as_array().unwrap();
        assert_eq!(messages.len(), 9);
        let current: Vec<_> = messages.iter().filter(|m| m["current"] == true).collect();
        assert_eq!(current.len(), 1);
        assert_eq!(current[0]["identifier"], "crue-8");
        assert_eq!(entry_ids(&house.get("/alertes.atom").await.good()).len(), 1);
    }

    async fn a_fork_shows_both_ends_and_says_so(database) {
        let house = House::open(database.url(), vec![gard()]).await;
        house.at(minute(5));
        house.hears(&alert("crue", 0)).await;
        house.hears(&alert("gauche", 1).updates(&[("crue", 0)])).await;
        house.hears(&alert("droite", 2).updates(&[("crue", 0)])).await;
        let told = house.only().await;
        assert_eq!(told["state"], "active");
        let page = house.get(&path(&told)).await.good();
        for part in ["Titre gauche", "Titre droite", "Plusieurs messages de l'émetteur se suivent"] {
            assert!(page.says(part), "{part} missing");
        }
        let thread = house.get(&format!("/api{}.json", path(&told))).await.good().json();
        let heads: Vec<_> = thread["messages"].as_array().unwrap().iter()
            .filter(|m| m["current"] == true).map(|m| m["identifier"].clone()).collect();
        assert_eq!(heads.len(), 2, "{heads:?}");
    }

    async fn messages_that_name_each_other_in_a_circle_are_one_alert_with_the_newest_in_force(database) {
        let house = House::open(database.url(), vec![gard()]).await;
        house.at(minute(5));
        house.hears(&alert("un", 0).updates(&[("trois", 2)])).await;
        house.hears(&alert("deux", 1).updates(&[("un", 0)])).await;
        house.hears(&alert("trois", 2).updates(&[("deux", 1)])).await;
        let told = house.only().await;
        assert_eq!((&told["state"], &told["title"]), (&"active".into(), &"Titre trois".into()));
        house.get(&path(&told)).await.good();
    }

    async fn an_all_clear_that_expires_before_it_begins_is_shown_as_all_clear(database) {
        let house = House::open(database.url(), vec![gard()]).await;
        house.hears(&alert("crue", 0)).await;
        let before = entry_updated(&house.get("/alertes.atom").await.good());
        house.at(minute(30));
        let clear = Text {
            response: Some("AllClear"),
            onset: Some(minute(30)),
            expires: Some(minute(29)),
            ..text("La crue est finie")
        };
        house.hears(&alert("fin", 30).updates(&[("crue", 0)]).says([clear])).await;
        let told = house.only().await;
        assert_eq!((&told["state"], &told["title"]), (&"all_clear".into(), &"La crue est finie".into()));
        let page = house.get(&path(&told)).await.good();
        assert!(page.says("Fin d'alerte") && page.says("La crue est finie"));
        assert!(house.get("/").await.good().says("Aucune alerte en cours."));
        let feed = house.get("/alertes.atom").await.good();
        assert!(feed.says("term=\"all_clear\""));
        let after = entry_updated(&feed);
        assert!(after > before, "an entry's updated moves when the alert ends: {before} → {after}");
    }

    async fn two_languages_are_one_alert_each_marked_as_what_it_is(database) {
        let house = House::open(database.url(), vec![gard()]).await;
        let english = Text { language: Some("en-GB"), ..text("Flood of the Vidourle") };
        let french = text("Crue du Vidourle");
        house.hears(&alert("crue", 0).says([french, english])).await;
        let told = house.only().await;
        let page = house.get(&path(&told)).await.good();
        assert!(page.says("<html lang=\"fr\">") && page.says("<h1>") && page.says("lang=\"en-GB\""));
        let heading = |page: &Answer| {
            let text = page.text();
            text.split("<h1").nth(1).unwrap().split("</h1>").next().unwrap().to_owned()
        };
        assert!(heading(&page).contains("Crue du Vidourle"), "{}", heading(&page));
        let page = house.get(&format!("/en{}", path(&told))).await.good();
        assert!(page.says("<html lang=\"en\">") && page.says("lang=\"fr-FR\""));
        assert!(heading(&page).contains("Flood of the Vidourle"), "{}", heading(&page));
        // A message in one language only is marked in the other language's pages.
        house.hears(&alert("autre", 1)).await;
        let list = house.get("/en/alertes").await.good();
        let at = list.text().find("Titre autre").unwrap();
        let link = &list.text()[..at];
        assert!(link.rsplit("<a ").next().unwrap().contains("lang=\"fr-FR\""));
    }

    async fn two_areas_keep_their_own_severities(database) {
        let house = House::open(database.url(), vec![gard()]).await;
        let red = Text {
            severity: "Extreme",
            areas: vec![("Sommières", "30321")],
            ..text("Crue majeure à Sommières")
        };
        let yellow = Text {
            severity: "Minor",
            areas: vec![("Nîmes", "30189")],
            ..text("Vigilance à Nîmes")
        };
        house.hears(&alert("crue", 0).says([yellow, red])).await;
        let told = house.only().await;
        assert_eq!(told["colour"], "red");
        let page = house.get(&path(&told)).await.good();
        for part in ["Zone par zone", "Crue majeure à Sommières", "Vigilance à Nîmes",
            "data-colour=\"red\"", "data-colour=\"yellow\""] {
            assert!(page.says(part), "{part} missing");
        }
        for (commune, here) in [("/commune/30321/sommieres", true), ("/commune/30189/nimes", true),
            ("/commune/30007/ales", false), ("/departement/30", true), ("/departement/34", false)] {
            let page = house.get(commune).await.good();
            assert_eq!(page.says(&path(&told)), here, "{commune}");
        }
        let messages = house.get(&format!("/api{}.json", path(&told))).await.good().json();
        let infos = messages["messages"][0]["infos"].as_array().unwrap();
        let colours: Vec<_> = infos.iter().map(|i| i["colour"].as_str().unwrap()).collect();
        assert_eq!(colours, ["yellow", "red"]);
    }
}
