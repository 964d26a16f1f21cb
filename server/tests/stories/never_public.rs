//! What must never reach residents: tests, private messages, unconfirmed news; and what an exercise
//! portal must never be taken for.

use axum::http::StatusCode;
use store_testing::on_both_engines;

use crate::documents::{Cap, alert, minute};
use crate::house::{Answer, House, Settings, gard, path, source};

/// Everything that lists alerts.
const EVERYWHERE: [&str; 14] = [
    "/",
    "/en",
    "/alertes",
    "/en/alertes",
    "/alertes?etat=passees",
    "/departement/30",
    "/commune/30189/nimes",
    "/en/commune/30189/nimes",
    "/sources",
    "/alertes.atom",
    "/departement/30/alertes.atom",
    "/commune/30189/alertes.atom",
    "/cap.atom",
    "/api/alertes.json",
];

async fn nowhere(house: &House, words: &str) {
    for path in EVERYWHERE {
        let answer = house.get(path).await.good();
        assert!(!answer.says(words), "{path} says {words:?}");
    }
}

async fn somewhere(house: &House, words: &str) -> usize {
    let mut places = 0;
    for path in EVERYWHERE {
        places += usize::from(house.get(path).await.good().says(words));
    }
    places
}

const NEWS: &str = "<?xml version=\"1.0\"?><rss version=\"2.0\"><channel><title>Actualités</title>\
    <item><title>Inondations : appel à la vigilance</title><link>https://exemple.invalid/1</link>\
    <guid>n1</guid><description>&lt;p&gt;Crue en cours&lt;/p&gt;</description>\
    <pubDate>Mon, 23 Nov 2026 19:00:00 +0000</pubDate></item></channel></rss>";

on_both_engines! {
    async fn tests_exercises_drafts_and_restricted_messages_never_appear(database) {
        let house = House::open(database.url(), vec![gard()]).await;
        for (n, (status, scope)) in [("Test", "Public"), ("Exercise", "Public"), ("Draft", "Public"),
            ("System", "Public"), ("Actual", "Private"), ("Actual", "Restricted")].into_iter().enumerate()
        {
            let hidden = Cap { status, scope, ..alert(&format!("caché-{n}"), 0) };
            let ingested = house.hears(&hidden).await;
            assert_eq!(ingested.taken.len(), 1, "it is kept: {status} {scope}");
        }
        // A test in disguise, as Luxembourg sends them.
        let mut disguised = alert("caché-lu", 0);
        disguised.infos[0].extra =
            "<parameter><valueName>cb-eu-level</valueName><value>TEST</value></parameter>";
        house.hears(&disguised).await;
        nowhere(&house, "caché").await;
        nowhere(&house, "/alertes/0").await;

        // What is hidden cannot hide either.
        house.at(minute(5));
        house.hears(&alert("vrai", 1)).await;
        house.hears(&Cap { status: "Test", ..alert("caché-fin", 2).cancels(&[("vrai", 1)]) }).await;
        assert_eq!(house.only().await["state"], "active");
        assert!(somewhere(&house, "Titre vrai").await >= 10);
        nowhere(&house, "caché").await;
    }

    async fn what_is_withheld_has_no_address(database) {
        let house = House::open(database.url(), vec![gard()]).await;
        let ingested = house.hears(&Cap { status: "Test", ..alert("caché", 0) }).await;
        let portal::messages::Taken::New(id) = &ingested.taken[0] else { panic!() };
        for path in [format!("/messages/{}/cap.xml", id.0), format!("/messages/{}/original", id.0)] {
            assert_eq!(house.get(&path).await.status, StatusCode::NOT_FOUND, "{path}");
        }
    }

    async fn news_of_a_prefecture_is_held_and_never_appears(database) {
        let news = source("actualites", "rss-news", "https://exemple.invalid/flux", "territory = [\"30\"]");
        let house = House::open(database.url(), vec![news]).await;
        let ingested = house.hears_from(0, NEWS.as_bytes().to_vec()).await;
        assert_eq!((ingested.taken.len(), ingested.error), (1, None));
        nowhere(&house, "appel à la vigilance").await;
        nowhere(&house, "Crue en cours").await;
        assert!(house.alerts().await.is_empty());
    }

    async fn a_source_set_to_hold_shows_nothing_by_itself(database) {
        let held = source("crues", "cap", "https://exemple.invalid/cap.xml", "publish = \"hold\"");
        let house = House::open(database.url(), vec![held]).await;
        house.hears(&alert("retenu", 0)).await;
        nowhere(&house, "retenu").await;
    }

    async fn an_exercise_portal_shows_exercises_only_and_says_so_on_everything(database) {
        let settings = Settings { exercise: true, ..Settings::default() };
        let house = House::with(database.url(), vec![gard()], settings).await;
        house.hears(&alert("réelle", 0)).await;
        house.hears(&Cap { status: "Test", ..alert("essai", 0) }).await;
        nowhere(&house, "réelle").await;
        nowhere(&house, "essai").await;
        house.hears(&Cap { status: "Exercise", ..alert("jouée", 0) }).await;
        let told = house.only().await;
        assert!(told["exercise"].as_bool().unwrap());
        let thread = path(&told);
        let marked = |answer: &Answer| answer.says("EXERCICE") || answer.says("EXERCISE");
        let banner = |answer: &Answer| {
            let text = answer.text();
            assert!(text.contains("class=\"exercise\""), "no banner");
            let title = text.split("<title>").nth(1).unwrap().split("</title>").next().unwrap().to_owned();
            assert!(title.starts_with("EXERCI"), "{title}");
        };
        for page in ["/", "/alertes", "/alertes?etat=passees", "/departements", "/departement/30",
            "/commune/30189/nimes", "/communes?q=saint", "/sources", "/integrations", "/a-propos",
            "/accessibilite", &thread, &format!("{thread}/carte")]
        {
            for page in [page.to_owned(), if page == "/" { "/en".into() } else { format!("/en{page}") }] {
                let answer = house.get(&page).await.good();
                assert!(marked(&answer), "{page}");
                banner(&answer);
            }
        }
        let missing = house.get("/rien").await;
        assert_eq!(missing.status, StatusCode::NOT_FOUND);
        banner(&missing);
        for feed in ["/alertes.atom", "/departement/30/alertes.atom", "/commune/30189/alertes.atom", "/cap.atom"] {
            let feed_says = house.get(feed).await.good();
            let title = feed_says.text().split("<title>").nth(1).unwrap().to_owned();
            assert!(title.starts_with("EXERCICE"), "{feed}: {title}");
            let entry = feed_says.text().split("<entry>").nth(1).unwrap().to_owned();
            assert!(entry.contains("<title>EXERCICE"), "{feed}: {entry}");
        }
        assert_eq!(house.get("/api/alertes.json").await.good().json()["exercise"], true);
        assert_eq!(house.get(&format!("/api{thread}.json")).await.good().json()["exercise"], true);
        let cap = told["cap"].as_str().unwrap().strip_prefix(crate::house::ORIGIN).unwrap().to_owned();
        assert!(house.get(&cap).await.good().says("<status>Exercise</status>"));
    }
}
