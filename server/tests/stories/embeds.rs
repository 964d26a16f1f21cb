//! What other sites may frame, and what they may not.

use axum::http::StatusCode;
use base64::Engine as _;
use sha2::{Digest as _, Sha256};
use store_testing::on_both_engines;

use crate::documents::{Text, alert, minute, text};
use crate::house::{House, ORIGIN, gard, path};

const FRAMES: [&str; 4] = [
    "/integrer/commune/30189",
    "/integrer/commune/30189/liste",
    "/integrer/departement/30",
    "/integrer/departement/30/liste",
];

on_both_engines! {
    async fn only_the_frames_can_be_framed_and_they_can_run_nothing(database) {
        let house = House::open(database.url(), vec![gard()]).await;
        house.hears(&alert("crue", 0)).await;
        for frame in FRAMES {
            for address in [frame.to_owned(), format!("/en{frame}")] {
                let answer = house.get(&address).await.good();
                let policy = answer.header("content-security-policy").to_owned();
                let page = answer.text();
                let (_, style) = page.split_once("<style>").unwrap();
                let (style, _) = style.split_once("</style>").unwrap();
                let hash = base64::engine::general_purpose::STANDARD.encode(Sha256::digest(style));
                assert_eq!(policy, format!("default-src 'none'; style-src 'sha256-{hash}'; form-action 'none'; base-uri 'none'; frame-ancestors *"), "{address}");
                assert!(!page.contains("<script") && !page.contains(" style="), "{address}");
                assert!(!page.contains("<form") && !page.contains("<iframe"), "{address}");
                assert!(answer.header("set-cookie").is_empty() && answer.header("x-frame-options").is_empty());
                assert_eq!(answer.header("x-content-type-options"), "nosniff");
                assert!(answer.header("cache-control").starts_with("public, max-age="));
                assert!(!answer.header("etag").is_empty());
                for link in page.split("<a ").skip(1) {
                    let link = link.split('>').next().unwrap();
                    assert!(link.contains(&format!("href=\"{ORIGIN}/")), "{address}: {link}");
                    assert!(link.contains("target=\"_blank\"") && link.contains("rel=\"noopener\""), "{address}: {link}");
                }
                assert!(page.contains("Titre crue"), "{address}");
            }
        }
        for page in ["/", "/integrer", "/integrer?commune=30189", "/commune/30189/nimes", "/integrer/commune/99999"] {
            let answer = house.get(page).await;
            assert!(answer.header("content-security-policy").contains("frame-ancestors 'none'"), "{page}");
        }
    }

    async fn the_banner_shows_the_worst_and_counts_the_others_that_the_list_shows(database) {
        let house = House::open(database.url(), vec![gard()]).await;
        house.hears(&alert("jaune", 0).says([Text { severity: "Minor", ..text("Petite crue") }])).await;
        house.hears(&alert("rouge", 0).says([Text { severity: "Extreme", ..text("Grande crue") }])).await;
        house.hears(&alert("demain", 0).says([Text { onset: Some(minute(60)), ..text("Pluie demain") }])).await;
        house.hears(&alert("ailleurs", 0).says([Text { areas: vec![("Hérault", "34")], ..text("Hérault seul") }])).await;
        let banner = house.get("/integrer/commune/30189").await.good();
        assert!(banner.says("Grande crue") && !banner.says("Petite crue") && !banner.says("Pluie demain"));
        assert!(banner.says("et 2 autres alertes"));
        assert!(house.get("/en/integrer/commune/30189").await.good().says("and 2 other alerts"));
        let list = house.get("/integrer/commune/30189/liste").await.good();
        for title in ["Grande crue", "Petite crue", "Pluie demain", "À venir"] {
            assert!(list.says(title), "{title}");
        }
        assert!(!list.says("Hérault seul") && !list.says("autres alertes"));
        assert!(list.text().find("Grande crue") < list.text().find("Petite crue"));
    }

    async fn what_has_expired_is_never_framed_as_current(database) {
        let house = House::open(database.url(), vec![gard()]).await;
        house.hears(&alert("crue", 0).says([Text { expires: Some(minute(120)), ..text("Crue") }])).await;
        let told = path(&house.only().await);
        let frame = "/integrer/departement/30";
        // The frame asks again when the alert ends, not five minutes later; and is kept for a minute.
        for (at, refresh) in [(0, 300), (116, 241), (119, 61)] {
            house.at(minute(at));
            let answer = house.get(frame).await.good();
            assert!(answer.says(&format!("http-equiv=\"refresh\" content=\"{refresh}\"")), "{at}: {}", answer.text());
            assert!(answer.says(&told));
        }
        house.at(portal::Instant(minute(120).0 - 1));
        let answer = house.get(frame).await.good();
        assert!(answer.header("cache-control").contains("max-age=0"), "{}", answer.header("cache-control"));
        house.at(minute(120));
        for frame in FRAMES {
            let answer = house.get(frame).await.good();
            assert!(!answer.says(&told), "{frame}");
            assert!(answer.says("Aucune alerte en cours pour"), "{frame}");
        }
    }

    async fn an_empty_frame_says_since_when_and_a_deaf_one_that_it_does_not_know(database) {
        let house = House::open(database.url(), vec![gard()]).await;
        let deaf = house.get("/integrer/commune/30189").await.good();
        assert!(!deaf.says("Aucune alerte en cours pour"), "{}", deaf.text());
        house.hears(&alert("ailleurs", 0).says([Text { areas: vec![("Hérault", "34")], ..text("Hérault") }])).await;
        house.at(minute(2));
        let heard = house.get("/integrer/commune/30189").await.good();
        assert!(heard.says("Aucune alerte en cours pour Nîmes") && heard.says("Dernière vérification"), "{}", heard.text());
    }

    async fn the_how_to_finds_places_and_gives_code_that_shows_them(database) {
        let house = House::open(database.url(), vec![gard()]).await;
        let found = house.get("/integrer?q=gard").await.good();
        assert!(found.says("/integrer?departement=30"), "{}", found.text());
        let found = house.get("/en/integrer?q=nimes").await.good();
        assert!(found.says("/en/integrer?commune=30189"));
        assert!(house.get("/integrer?q=zzzz").await.good().says("Aucun lieu trouvé"));
        let page = house.get("/integrer?commune=30189").await.good();
        assert_eq!(page.header("cache-control"), "no-store");
        let code: Vec<String> = page.text().split("&lt;iframe src=\"").skip(1).map(|rest| rest.split('"').next().unwrap().to_owned()).collect();
        assert_eq!(code, [format!("{ORIGIN}/integrer/commune/30189"), format!("{ORIGIN}/integrer/commune/30189/liste")]);
        for address in code {
            house.get(address.strip_prefix(ORIGIN).unwrap()).await.good();
        }
        assert_eq!(page.text().matches("readonly").count(), 2);
        for bad in ["/integrer?commune=99999", "/integrer?departement=00", "/integrer/departement/00"] {
            assert_eq!(house.get(bad).await.status, StatusCode::NOT_FOUND, "{bad}");
        }
        for (from, to) in [("/integrer/commune/75101", "/integrer/commune/75056"), ("/en/integrer/departement/2a/liste", "/en/integrer/departement/2A/liste")] {
            let answer = house.get(from).await;
            assert_eq!((answer.status, answer.header("location")), (StatusCode::MOVED_PERMANENTLY, to));
        }
    }
}
