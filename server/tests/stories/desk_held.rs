//! What a person has to confirm, as they do it: the pages and forms of the desk, over the real router, and
//! what residents see of it.

use axum::http::StatusCode;
use desk::staff::Role;
use store_testing::on_both_engines;

use crate::desk_access::Colleague;
use crate::documents::{Cap, alert};
use crate::house::{Answer, House, source};

/// A portal whose first source waits for a person and whose second does not, and somebody who may judge.
async fn portal(url: &str) -> (House, Colleague) {
    let hold = "publish = \"hold\"\nterritory = [\"30\"]";
    let sources = vec![
        source("crues", "cap", "https://exemple.invalid/cap.xml", hold),
        source(
            "vent",
            "cap",
            "https://exemple.invalid/vent.xml",
            "territory = [\"30\"]",
        ),
    ];
    let house = House::open(url, sources).await;
    let colleague = house.colleague("Anne Martin", &[Role::Communicator]).await;
    (house, colleague)
}

/// The paths of the items of the queue, in its order.
async fn queue(house: &House, by: &Colleague) -> Vec<String> {
    let page = house.desk(by.get("/a-confirmer")).await.good().text();
    let links = page
        .split("href=\"")
        .skip(1)
        .filter_map(|part| part.split('"').next());
    let items = links.filter(|link| link.starts_with("/a-confirmer/"));
    items.map(str::to_owned).collect()
}

/// Takes a message in from the source that holds; gives its path in the queue.
async fn held(house: &House, by: &Colleague, cap: &Cap) -> String {
    house.hears(cap).await;
    queue(house, by).await.into_iter().next().unwrap()
}

/// Where an answer leads to.
#[track_caller]
fn leads(answer: &Answer) -> &str {
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
    answer.header("location")
}

/// What the item's form sends when nothing in it is changed.
async fn places_of(house: &House, by: &Colleague, item: &str) -> String {
    let page = house.desk(by.get(item)).await.good().text();
    let field = page.split("name=\"lieux\"").nth(1).unwrap();
    let text = field
        .split_once('>')
        .unwrap()
        .1
        .split("</textarea>")
        .next()
        .unwrap();
    text.trim_start_matches('\n').to_owned()
}

on_both_engines! {
    async fn a_held_message_is_released_as_it_is_and_residents_see_it_at_once(database) {
        let (house, anne) = portal(database.url()).await;
        let item = held(&house, &anne, &alert("crue", 0)).await;
        assert!(house.alerts().await.is_empty());
        let page = house.desk(anne.get(&item)).await.good();
        assert!(page.says("Titre crue") && page.says("La source est réglée pour qu'une personne confirme."));

        let lieux = places_of(&house, &anne, &item).await;
        assert_eq!(lieux, "Gard (30)");
        let done = house.desk(anne.post(&format!("{item}/publier"), &[("lieux", &lieux), ("evenement", "")])).await;
        let told = house.desk(anne.get(leads(&done))).await.good();
        let public = house.only().await;
        assert!(told.says("Le message est publié") && told.says(public["url"].as_str().unwrap()));
        assert_eq!((&public["title"], &public["state"]), (&"Titre crue".into(), &"active".into()));
        assert!(house.get("/").await.good().says("Titre crue"));

        let again = house.desk(anne.post(&format!("{item}/publier"), &[("lieux", "34"), ("evenement", "")])).await;
        assert_eq!(again.status, StatusCode::CONFLICT);
        assert!(again.says("Une autre personne a déjà décidé"));
        assert!(queue(&house, &anne).await.is_empty());
    }

    async fn edited_areas_are_where_residents_find_it(database) {
        let (house, anne) = portal(database.url()).await;
        let item = held(&house, &anne, &alert("crue", 0)).await;
        let form = [("lieux", "Sommières\nLozère"), ("evenement", "")];
        leads(&house.desk(anne.post(&format!("{item}/publier"), &form)).await);
        // The short address leads to the one that names the commune.
        let short = house.get("/commune/30321").await;
        let page = house.get(short.header("location")).await.good();
        assert!(page.says("Sommières") && page.says("Titre crue"));
        let feed = house.get("/commune/30189/alertes.atom").await.good();
        assert!(!feed.says("Titre crue"), "Nîmes is not concerned");
        let told = house.only().await.to_string();
        assert!(told.contains("30321") && told.contains("\"48\""), "{told}");
    }

    async fn places_that_cannot_be_read_are_asked_about_and_nothing_typed_is_lost(database) {
        let (house, anne) = portal(database.url()).await;
        let item = held(&house, &anne, &alert("crue", 0)).await;
        let public = format!("{item}/publier");
        for (typed, kept) in [
            ("Atlantide-sur-Mer\nSommières", "Atlantide-sur-Mer\nSommières"),
            ("</textarea><b>", "&lt;/textarea&gt;&lt;b&gt;"),
            ("  ", "  "),
        ] {
            let refused = house.desk(anne.post(&public, &[("lieux", typed), ("evenement", "")])).await;
            assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{typed}");
            let text = refused.text();
            assert!(text.contains(&format!("\n{kept}</textarea>")), "{typed}: {text}");
            assert!(text.contains("href=\"#lieux\"") && text.contains("id=\"lieux-erreur\""));
        }
        let unknown = [("lieux", "Sommières"), ("evenement", "jamais-vu")];
        let refused = house.desk(anne.post(&public, &unknown)).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.says("Cet événement n'existe plus") && refused.says("\nSommières</textarea>"));
        assert!(house.alerts().await.is_empty());
        assert_eq!(queue(&house, &anne).await, [item]);
    }

    async fn a_message_is_linked_to_the_event_that_it_speaks_of(database) {
        let (house, anne) = portal(database.url()).await;
        house.hears_from(1, alert("tempete", 0).xml().into_bytes()).await;
        let event = house.only().await["id"].as_str().unwrap().rsplit('/').next().unwrap().to_owned();
        let item = held(&house, &anne, &alert("consignes", 1)).await;
        let page = house.desk(anne.get(&item)).await.good();
        assert!(page.says("Titre tempete · Service vent") && page.says(&format!("value=\"{event}\"")), "{}", page.text());

        // Chosen, but with a mistake elsewhere: the choice stays.
        let wrong = house.desk(anne.post(&format!("{item}/publier"), &[("lieux", "Nulle-Part"), ("evenement", &event)])).await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(wrong.says(&format!("value=\"{event}\" selected")), "{}", wrong.text());

        let form = [("lieux", "Gard (30)"), ("evenement", event.as_str())];
        let done = house.desk(anne.post(&format!("{item}/publier"), &form)).await;
        assert_eq!(leads(&done), format!("/a-confirmer?publie={event}"));
        let thread = house.only().await;
        assert!(thread["id"].as_str().unwrap().ends_with(&event));
        let page = house.get(&crate::house::path(&thread)).await.good();
        assert!(page.says("Titre tempete") && page.says("Titre consignes"));
    }

    async fn a_message_is_set_aside_with_a_reason_that_stays_in_the_audit(database) {
        let (house, anne) = portal(database.url()).await;
        let chief = house.colleague("Bruno Roux", &[Role::Chief]).await;
        let item = held(&house, &anne, &alert("voeux", 0)).await;
        let path = format!("{item}/ecarter");
        let long = "é".repeat(501);
        for (motif, told) in [("   ", "Écrivez pourquoi"), (&long, "500 caractères au plus")] {
            let refused = house.desk(anne.post(&path, &[("motif", motif)])).await;
            assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
            assert!(refused.says(told) && refused.says(&format!("\n{motif}</textarea>")));
            assert!(refused.says("Gard (30)"), "the other form is still filled in");
        }
        let done = house.desk(anne.post(&path, &[("motif", "Vœux du préfet <3")])).await;
        assert!(house.desk(anne.get(leads(&done))).await.good().says("Le message est écarté"));
        assert!(queue(&house, &anne).await.is_empty() && house.alerts().await.is_empty());
        let journal = house.desk(chief.get("/journal")).await.good();
        assert!(journal.says("Vœux du préfet &lt;3") && journal.says("Anne Martin"));
        // The source goes on carrying it.
        house.hears(&alert("voeux", 0)).await;
        assert!(queue(&house, &anne).await.is_empty() && house.alerts().await.is_empty());
    }

    async fn whoever_may_not_judge_decides_nothing(database) {
        let (house, anne) = portal(database.url()).await;
        let editor = house.colleague("Denis Petit", &[Role::Editor]).await;
        let item = held(&house, &anne, &alert("crue", 0)).await;
        for (deed, fields) in [("publier", [("lieux", "30"), ("evenement", "")]), ("ecarter", [("motif", "non"), ("lieux", "")])] {
            let refused = house.desk(editor.post(&format!("{item}/{deed}"), &fields)).await;
            assert_eq!(refused.status, StatusCode::FORBIDDEN);
        }
        assert_eq!(queue(&house, &anne).await, [item]);
    }
}
