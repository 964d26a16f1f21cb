//! Following places: subscribing as a browser does, the private page, the test of reception.

use axum::body::Body;
use axum::http::{Method, Request, StatusCode};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use portal::Span;
use portal::push::{Outbox as _, Outcome, Settled};
use serde_json::{Value, json};
use store_testing::on_both_engines;

use crate::house::{Answer, House, ORIGIN, Settings, gard};

/// A device of Firefox's service.
fn endpoint(name: &str) -> String {
    format!("https://updates.push.services.mozilla.com/wpush/v2/{name}")
}

/// Keys whose point begins with these bytes.
fn keys(first: [u8; 2]) -> Value {
    let point = [&first[..], &[7; 63]].concat();
    json!({ "p256dh": URL_SAFE_NO_PAD.encode(point), "auth": URL_SAFE_NO_PAD.encode([9; 16]) })
}

/// What the island sends.
fn asked(name: &str) -> Value {
    json!({
        "endpoint": endpoint(name), "keys": keys([4, 7]),
        "places": ["30189", "D34"], "at_least": "orange", "lang": "fr",
    })
}

/// A POST of a page of this portal.
fn post(path: &str, kind: &str, body: String) -> Request<Body> {
    Request::post(path)
        .header("content-type", kind)
        .header("sec-fetch-site", "same-origin")
        .header("origin", "null")
        .body(Body::from(body))
        .unwrap()
}

async fn json_to(house: &House, path: &str, body: &Value) -> Answer {
    house
        .ask(post(path, "application/json", body.to_string()))
        .await
}

async fn form_to(house: &House, path: &str, body: &str) -> Answer {
    let kind = "application/x-www-form-urlencoded";
    house.ask(post(path, kind, body.to_owned())).await
}

/// Subscribes; gives the path of the device's page.
async fn subscribed(house: &House, name: &str) -> String {
    let answer = json_to(house, "/suivre", &asked(name)).await;
    assert_eq!(answer.status, StatusCode::CREATED, "{}", answer.text());
    answer.json()["manage"].as_str().unwrap().to_owned()
}

/// Asks for a test; gives the path of its page.
async fn tested(house: &House, page: &str) -> String {
    let answer = form_to(house, &format!("{page}/essai"), "").await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    answer.header("location").to_owned()
}

/// The service says this of everything that waits for Firefox's devices.
async fn service_says(house: &House, outcome: Outcome, status: u16) {
    let now = portal::Clock::now(&*house.clock);
    let origin = "https://updates.push.services.mozilla.com";
    let lease = now + Span::minutes(1);
    let claimed = house
        .store
        .claim("essai", origin, 10, lease, now)
        .await
        .unwrap();
    assert!(!claimed.is_empty());
    let results: Vec<_> = claimed
        .into_iter()
        .map(|c| Settled {
            fanout: c.fanout,
            subscription: c.subscription,
            outcome: outcome.clone(),
            status: Some(status),
        })
        .collect();
    house.store.settle("essai", &results, now).await.unwrap();
}

on_both_engines! {
    async fn a_device_subscribes_and_its_private_page_shows_its_choice_to_its_holder_only(database) {
        let house = House::open(database.url(), vec![gard()]).await;
        let page = subscribed(&house, "a").await;
        assert_eq!(page, format!("/suivre/{}", house.secrets.last()));
        let shown = house.get(&page).await.good();
        for said in ["Nîmes, Gard (30)", "Hérault (34)", "Orange et rouge", "Vos notifications"] {
            assert!(shown.says(said), "{said}");
        }
        assert!(!shown.says("wpush"), "the endpoint is nobody's business");
        assert_eq!(shown.header("cache-control"), "no-store");
        assert_eq!(shown.header("referrer-policy"), "no-referrer");
        assert_eq!(shown.header("x-robots-tag"), "noindex");
        assert!(shown.says("<meta name=\"robots\" content=\"noindex\""));
        assert!(house.get(&format!("/en{page}")).await.good().says("Your notifications"));

        let other = format!("/suivre/{}", "A".repeat(43));
        for unknown in [other.as_str(), "/suivre/abc", "/suivre/%00"] {
            let answer = house.get(unknown).await;
            assert_eq!(answer.status, StatusCode::NOT_FOUND, "{unknown}");
            assert!(answer.says("Ce lien ne mène à aucun appareil"), "{unknown}");
        }
    }

    async fn what_is_no_subscription_is_refused_with_its_reasons(database) {
        let house = House::open(database.url(), vec![gard()]).await;
        let with = |name: &str, value: Value| {
            let mut body = asked("b");
            body[name] = value;
            body
        };
        let many: Vec<_> = (1..=21).map(|n| format!("D{n:02}")).filter(|d| d != "D20").chain(["D30".to_owned(), "D34".to_owned()]).collect();
        for (body, reason) in [
            (with("places", json!([])), "Choisissez au moins un lieu."),
            (with("places", json!(["99999"])), "n'a pas pu être lue"),
            (with("places", json!(many)), "Vous suivez déjà 20 lieux"),
            (with("at_least", json!("vert")), "Choisissez une couleur"),
            (with("lang", json!("de")), "n'a pas pu être lue"),
            (with("endpoint", json!("https://evil.example/fcm.googleapis.com")), "service de notifications"),
            (with("endpoint", json!("http://127.0.0.1/")), "service de notifications"),
            (with("keys", keys([2, 7])), "Les clés"),
            (with("keys", keys([4, 0])), "Les clés"),
            (with("keys", json!(null)), "n'a pas pu être lue"),
            (json!([]), "n'a pas pu être lue"),
        ] {
            let answer = json_to(&house, "/suivre", &body).await;
            assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{body}");
            let errors = answer.json()["errors"].to_string();
            assert!(errors.contains(reason), "{body}: {errors}");
            assert_eq!(answer.header("cache-control"), "no-store");
        }
        let english = json_to(&house, "/en/suivre", &with("places", json!([]))).await;
        assert_eq!(english.json()["errors"][0], "Choose at least one place.");
    }

    async fn another_sites_page_changes_nothing(database) {
        let house = House::open(database.url(), vec![gard()]).await;
        let page = subscribed(&house, "c").await;
        let foreign = |path: &str, kind: &str, body: String| {
            Request::post(path).header("content-type", kind)
                .header("sec-fetch-site", "cross-site").header("origin", "https://autre.example")
                .body(Body::from(body)).unwrap()
        };
        let script = "application/json";
        for path in ["/suivre", "/suivre/recu", "/suivre/remplacer"] {
            let answer = house.ask(foreign(path, script, asked("d").to_string())).await;
            assert_eq!(answer.status, StatusCode::FORBIDDEN, "{path}");
        }
        let form = "application/x-www-form-urlencoded";
        for path in [page.clone(), format!("{page}/retirer"), format!("{page}/essai")] {
            let body = "lieu=30007&niveau=rouge&langue=fr".to_owned();
            let answer = house.ask(foreign(&path, form, body)).await;
            assert_eq!(answer.status, StatusCode::FORBIDDEN, "{path}");
        }
        let shown = house.get(&page).await.good();
        assert!(shown.says("Nîmes, Gard (30)") && !shown.says("Alès, Gard (30)"));
        // A form cannot pass for a script.
        let plain = post("/suivre", "text/plain", asked("d").to_string());
        assert_eq!(house.ask(plain).await.status, StatusCode::UNPROCESSABLE_ENTITY);
        let large = post("/suivre", script, " ".repeat(9_000));
        assert_eq!(house.ask(large).await.status, StatusCode::PAYLOAD_TOO_LARGE);
        // A browser without Sec-Fetch-Site says its origin.
        let old = Request::post("/suivre").header("content-type", script).header("origin", ORIGIN)
            .body(Body::from(asked("d").to_string())).unwrap();
        assert_eq!(house.ask(old).await.status, StatusCode::CREATED);
    }

    async fn a_choice_is_changed_without_a_script_and_nothing_typed_is_lost(database) {
        let house = House::open(database.url(), vec![gard()]).await;
        let page = subscribed(&house, "e").await;
        // A place is looked for and added on the page itself; nothing is kept yet.
        let start = "?brouillon=1&lieu=30189&niveau=rouge&langue=en";
        let found = house.get(&format!("{page}{start}&q=ales")).await.good();
        assert!(found.says("name=\"ajouter\" value=\"30007\""));
        let added = house.get(&format!("{page}{start}&ajouter=30007")).await;
        assert_eq!(added.status, StatusCode::SEE_OTHER);
        let draft = house.get(added.header("location").split('#').next().unwrap()).await.good();
        assert!(draft.says("Ces changements ne sont pas encore enregistrés."));
        assert!(draft.says("type=\"hidden\" name=\"lieu\" value=\"30007\""));
        assert!(house.get(&page).await.good().says("Hérault (34)"));

        let nowhere = form_to(&house, &page, "niveau=rouge&langue=en&q=nulle+part").await;
        assert_eq!(nowhere.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(nowhere.says("Choisissez au moins un lieu.") && nowhere.says("value=\"nulle part\""));
        assert!(nowhere.says("value=\"rouge\" checked"), "{}", nowhere.text());

        let saved = form_to(&house, &page, "lieu=30189&lieu=30007&niveau=rouge&langue=en").await;
        assert_eq!(saved.status, StatusCode::SEE_OTHER);
        let shown = house.get(saved.header("location")).await.good();
        for said in ["Votre choix est enregistré.", "Alès, Gard (30)", "Rouge seulement"] {
            assert!(shown.says(said), "{said}");
        }
        assert!(!shown.says("Hérault (34)</li>"));
    }

    async fn an_ended_device_is_forgotten_and_its_link_leads_nowhere(database) {
        let house = House::open(database.url(), vec![gard()]).await;
        let page = subscribed(&house, "f").await;
        let end = format!("{page}/retirer");
        assert_eq!(house.get(&end).await.status, StatusCode::METHOD_NOT_ALLOWED);
        let ended = form_to(&house, &end, "").await.good();
        // The browser forgets its side too: only on the answer to this very deed.
        assert!(ended.says("C'est arrêté") && ended.says("data-forget=\"all\""));
        assert_eq!(house.get(&page).await.status, StatusCode::NOT_FOUND);
        assert_eq!(form_to(&house, &end, "").await.status, StatusCode::NOT_FOUND);
        // The same browser may begin anew.
        subscribed(&house, "f").await;
    }

    async fn subscribing_again_voids_the_old_link(database) {
        let house = House::open(database.url(), vec![gard()]).await;
        let old = subscribed(&house, "g").await;
        let new = subscribed(&house, "g").await;
        assert_ne!(old, new);
        assert_eq!(house.get(&old).await.status, StatusCode::NOT_FOUND);
        house.get(&new).await.good();
    }

    async fn a_test_is_watched_until_the_device_says_that_it_arrived(database) {
        let house = House::open(database.url(), vec![gard()]).await;
        let page = subscribed(&house, "h").await;
        let test = tested(&house, &page).await;
        let receipt = house.secrets.last();
        let waiting = house.get(&test).await.good();
        assert!(waiting.says("Le message attend de partir."));
        assert_eq!(waiting.header("refresh"), "3");
        assert_eq!(waiting.header("cache-control"), "no-store");
        let again = form_to(&house, &format!("{page}/essai"), "").await;
        let told = house.get(again.header("location")).await.good();
        assert!(told.says("il y a moins d'une minute"));

        service_says(&house, Outcome::Sent, 201).await;
        assert!(house.get(&test).await.good().says("le service de notifications l'a pris"));
        let wrong = json!({ "receipt": "B".repeat(43) });
        assert_eq!(json_to(&house, "/suivre/recu", &wrong).await.status, StatusCode::NO_CONTENT);
        assert!(!house.get(&test).await.good().says("Le message est arrivé"));
        let right = json!({ "receipt": receipt });
        assert_eq!(json_to(&house, "/suivre/recu", &right).await.status, StatusCode::NO_CONTENT);
        let arrived = house.get(&test).await.good();
        assert!(arrived.says("Le message est arrivé"));
        assert_eq!(arrived.header("refresh"), "");
        let json = house.get(&test.replace('?', ".json?")).await.good().json();
        assert_eq!(json["state"], "arrived");

        // Another device's link does not show it.
        let other = subscribed(&house, "i").await;
        let stolen = test.replace(&page, &other);
        assert_eq!(house.get(&stolen).await.status, StatusCode::NOT_FOUND);
        for bad in [json!({ "receipt": "court" }), json!({})] {
            let answer = json_to(&house, "/suivre/recu", &bad).await;
            assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        }
    }

    async fn a_test_that_does_not_come_tells_what_to_check(database) {
        let house = House::open(database.url(), vec![gard()]).await;
        let page = subscribed(&house, "j").await;
        let test = tested(&house, &page).await;
        house.at(crate::documents::START + Span::minutes(2));
        let late = house.get(&test).await.good();
        assert!(late.says("n'est pas arrivé en deux minutes") && late.says("Ne pas déranger"));
        assert_eq!(late.header("refresh"), "");
    }

    async fn a_device_that_is_gone_is_told_so_and_must_subscribe_anew(database) {
        let house = House::open(database.url(), vec![gard()]).await;
        let page = subscribed(&house, "k").await;
        let test = tested(&house, &page).await;
        service_says(&house, Outcome::Gone, 410).await;
        let refused = house.get(&test).await.good();
        assert!(refused.says("a refusé le message") && refused.says("410"));
        let shown = house.get(&page).await.good();
        assert!(shown.says("n'existe plus pour lui"));
        assert!(shown.says("href=\"/suivre?lieu=30189&amp;lieu=D34&amp;niveau=orange&amp;langue=fr\""));
        let answer = json_to(&house, "/suivre", &asked("k")).await;
        assert_eq!(answer.status, StatusCode::CONFLICT);
        // Another address of the same browser is another device.
        subscribed(&house, "k2").await;
    }

    async fn a_browser_that_replaces_its_subscription_keeps_its_choice_and_link(database) {
        let house = House::open(database.url(), vec![gard()]).await;
        let page = subscribed(&house, "l").await;
        let replacing = |old: &str, new: &str| json!({
            "old_endpoint": endpoint(old), "endpoint": endpoint(new), "keys": keys([4, 8]),
        });
        let done = json_to(&house, "/suivre/remplacer", &replacing("l", "m")).await;
        assert_eq!(done.status, StatusCode::NO_CONTENT);
        assert!(house.get(&page).await.good().says("Nîmes, Gard (30)"));
        let again = json_to(&house, "/suivre/remplacer", &replacing("l", "n")).await;
        assert_eq!(again.status, StatusCode::NOT_FOUND);
        let mut hostile = replacing("m", "o");
        hostile["endpoint"] = json!("https://127.0.0.1/");
        let refused = json_to(&house, "/suivre/remplacer", &hostile).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    }

    async fn a_portal_that_sends_none_says_so_and_its_devices_can_still_be_ended(database) {
        let page = {
            let house = House::open(database.url(), vec![gard()]).await;
            subscribed(&house, "p").await
        };
        let settings = Settings { push: false, ..Settings::default() };
        let house = House::with(database.url(), vec![gard()], settings).await;
        let start = house.get("/suivre?lieu=30189").await.good();
        assert!(start.says("n'envoie pas de notifications") && start.says("FR-Alert"));
        assert!(!start.says("leptos-island"));
        assert_eq!(json_to(&house, "/suivre", &asked("q")).await.status, StatusCode::NOT_FOUND);
        house.get(&page).await.good();
        form_to(&house, &format!("{page}/retirer"), "").await.good();
        assert_eq!(house.get(&page).await.status, StatusCode::NOT_FOUND);
    }

    async fn places_are_chosen_by_plain_links_and_forms(database) {
        let house = House::open(database.url(), vec![gard()]).await;
        let nimes = house.get("/commune/30189/nimes").await.good();
        assert!(nimes.says("href=\"/suivre?lieu=30189\""));
        assert!(house.get("/en/departement/30").await.good().says("href=\"/en/suivre?lieu=D30\""));
        let start = house.get("/suivre?lieu=30189&q=ales&niveau=jaune").await.good();
        assert!(start.says("Nîmes, Gard (30)") && start.says("name=\"ajouter\" value=\"30007\""));
        assert!(start.says("data-key=\"BKey\"") && start.says("/commune/30189/alertes.atom"));
        let added = house.get("/suivre?lieu=30189&q=ales&niveau=jaune&langue=fr&ajouter=30007").await;
        assert_eq!(added.status, StatusCode::SEE_OTHER);
        assert_eq!(added.header("location"), "/suivre?lieu=30189&lieu=30007&niveau=jaune&langue=fr#lieux");
        let whole = house.get("/suivre?lieu=30189&departement=D34").await;
        assert_eq!(whole.header("location"), "/suivre?lieu=30189&lieu=D34&niveau=orange&langue=fr#lieux");
        let removed = house.get("/suivre?lieu=30189&lieu=D34&retirer=30189").await;
        assert_eq!(removed.header("location"), "/suivre?lieu=D34&niveau=orange&langue=fr#lieux");
        assert_eq!(house.get_method(Method::DELETE, "/suivre").await.status, StatusCode::METHOD_NOT_ALLOWED);
    }

    async fn who_subscribes_without_end_is_slowed_down(database) {
        let house = House::open(database.url(), vec![gard()]).await;
        let mut refused = None;
        for _ in 0..200 {
            let answer = json_to(&house, "/suivre", &json!({})).await;
            if answer.status == StatusCode::TOO_MANY_REQUESTS {
                refused = Some(answer);
                break;
            }
        }
        let refused = refused.unwrap();
        assert!(refused.header("retry-after").parse::<u64>().unwrap() >= 1);
        // Reading and ending go on.
        house.get("/suivre").await.good();
    }
}
