//! Sorting as people do it, over the real router: a post found on the web is typed in, taken, graded and closed.

use axum::http::StatusCode;
use desk::audit::Audit as _;
use desk::staff::Role;
use store_testing::on_both_engines;

use crate::desk_access::Colleague;
use crate::house::{Answer, House};

/// What somebody types in.
const POST: &[(&str, &str)] = &[
    ("adresse", "https://reseau.exemple.invalid/1"),
    ("citation", "Le pont canari est coupé"),
    ("genre", "road-cut"),
    ("commune", "Anduze"),
    ("voie", "urgent"),
];

/// Where an answer leads to.
#[track_caller]
fn leads(answer: &Answer) -> String {
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
    answer.header("location").to_owned()
}

/// Types a post in; the path of its page.
async fn posted(house: &House, by: &Colleague) -> String {
    leads(&house.desk(by.post("/signalements/veille", POST)).await)
}

/// The number of the lease that a page's forms name.
async fn lease(house: &House, by: &Colleague, item: &str) -> String {
    let page = house.desk(by.get(item)).await.good().text();
    let field = page.split("name=\"bail\" value=\"").nth(1).unwrap();
    field.split('"').next().unwrap().to_owned()
}

on_both_engines! {
    async fn two_people_never_work_on_the_same_item_and_a_late_write_is_refused(database) {
        let house = House::open(database.url(), vec![]).await;
        let vera = house.colleague("Vera Veille", &[Role::Verifier]).await;
        let yann = house.colleague("Yann Roux", &[Role::Verifier]).await;
        let chief = house.colleague("Anne Martin", &[Role::Chief]).await;
        let item = posted(&house, &vera).await;
        let list = house.desk(yann.get("/signalements?genre=road-cut&commune=Anduze")).await.good();
        assert!(list.says(&item) && list.says("Route coupée · Anduze (30)"), "{}", list.text());
        assert!(!house.desk(yann.get("/signalements?genre=pollution")).await.good().says(&item));

        leads(&house.desk(vera.post(&format!("{item}/prendre"), &[])).await);
        let taken = house.desk(yann.post(&format!("{item}/prendre"), &[])).await;
        assert_eq!(taken.status, StatusCode::CONFLICT);
        assert!(taken.says("Vera Veille y travaille"));
        let bail = lease(&house, &vera, &item).await;
        let judged = |bail: &str, info: &str| {
            [("bail", bail.to_owned()), ("voie", "normal".to_owned()), ("source", "C".to_owned()),
             ("info", info.to_owned()), ("controle", "place".to_owned())]
        };
        let sort = |by: &Colleague, bail: &str, info: &str| {
            let fields = judged(bail, info);
            let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
            by.post(&format!("{item}/trier"), &fields)
        };
        assert_eq!(house.desk(sort(&vera, &bail, "1")).await.status, StatusCode::CONFLICT);
        leads(&house.desk(sort(&vera, &bail, "3")).await);
        assert!(house.desk(vera.get(&item)).await.good().says("cote C3"));
        assert!(house.desk(yann.get("/signalements")).await.good().says("En main jusqu'à"));

        leads(&house.desk(chief.post(&format!("{item}/liberer"), &[])).await);
        let late = house.desk(sort(&vera, &bail, "2")).await;
        assert_eq!(late.status, StatusCode::CONFLICT);
        assert!(house.desk(vera.get(&item)).await.good().says("cote C3"));
        leads(&house.desk(yann.post(&format!("{item}/prendre"), &[])).await);
        let bail = lease(&house, &yann, &item).await;
        let closed = house.desk(yann.post(&format!("{item}/clore"), &[("bail", &bail), ("etat", "done")])).await;
        assert_eq!(leads(&closed), "/signalements?fait=traite");
        assert!(house.desk(yann.get("/signalements?voie=normal&etat=clos")).await.good().says(&item));
    }

    async fn a_watcher_reads_notes_and_watches_the_web_and_the_audit_says_only_that(database) {
        let house = House::open(database.url(), vec![]).await;
        let watcher = house.colleague("Bruno Roux", &[Role::Watcher]).await;
        let item = posted(&house, &watcher).await;
        let page = house.desk(watcher.get(&item)).await.good();
        assert!(page.says("Le pont canari est coupé") && !page.says("Prendre ce signalement"));
        leads(&house.desk(watcher.post(&format!("{item}/note"), &[("mots", "Rappeler canari")])).await);
        assert!(house.desk(watcher.get(&item)).await.good().says("Rappeler canari"));
        let take = house.desk(watcher.post(&format!("{item}/prendre"), &[])).await;
        assert_eq!(take.status, StatusCode::FORBIDDEN);
        let entries = house.store.entries_after(0, 100).await.unwrap();
        assert!(entries.iter().any(|entry| entry.action == "item.post"));
        assert!(entries.iter().all(|entry| !format!("{entry:?}").contains("canari")));
    }

    async fn many_go_to_quarantine_together_and_come_out_again(database) {
        let house = House::open(database.url(), vec![]).await;
        let vera = house.colleague("Vera Veille", &[Role::Verifier]).await;
        let yann = house.colleague("Yann Roux", &[Role::Verifier]).await;
        let mut ids = Vec::new();
        for _ in 0..3 {
            ids.push(posted(&house, &vera).await.rsplit('/').next().unwrap().to_owned());
        }
        leads(&house.desk(yann.post(&format!("/signalements/{}/prendre", ids[2]), &[])).await);
        let all = |lane| {
            let mut fields: Vec<(&str, &str)> = ids.iter().map(|id| ("choisi", id.as_str())).collect();
            fields.push(("vers", lane));
            vera.post("/signalements/lot", &fields)
        };
        assert_eq!(leads(&house.desk(all("quarantine")).await), "/signalements?fait=deplaces");
        let quarantine = house.desk(vera.get("/signalements?voie=quarantine")).await.good();
        assert!(quarantine.says(&ids[0]) && quarantine.says(&ids[1]));
        assert_eq!(quarantine.text().matches("name=\"choisi\"").count(), 2, "what somebody holds stays");
        leads(&house.desk(all("urgent")).await);
        let urgent = house.desk(vera.get("/signalements?voie=urgent")).await.good();
        assert_eq!(urgent.text().matches("name=\"choisi\"").count(), 3);
    }

    async fn a_post_that_cannot_be_read_is_given_back_as_it_was_typed(database) {
        let house = House::open(database.url(), vec![]).await;
        let watcher = house.colleague("Bruno Roux", &[Role::Watcher]).await;
        let fields = [("adresse", "javascript:alert(1)"), ("citation", "De l'eau"), ("genre", "other")];
        let back = house.desk(watcher.post("/signalements/veille", &fields)).await;
        assert_eq!(back.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(back.says("elle commence par https://") && back.says("De l'eau") && back.says("javascript:alert(1)"));
    }
}
