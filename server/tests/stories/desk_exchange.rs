//! The moderators' desk of the exchange, as moderators use it, and what residents see of it.

use std::collections::BTreeSet;

use axum::http::StatusCode;
use desk::staff::Role;
use store_testing::on_both_engines;

use crate::desk_access::Colleague;
use crate::exchange::{
    EMAIL, Fields, HELPER, HELPERS_PHONE, PHONE, answer, led_to, letters, path_in, posted, ride,
    send, with,
};
use crate::house::{Answer, House, gard};
use crate::power_cut::value;

/// Two beds in Nîmes, tomorrow night.
fn beds() -> Fields<'static> {
    vec![
        ("cote", "offre"),
        ("genre", "logement"),
        ("commune", "Nîmes (30189)"),
        ("jour", "2026-11-24"),
        ("fin", "2026-11-25"),
        ("nombre", "2"),
        ("plain-pied", "oui"),
        ("securite", "oui"),
        ("texte", "Une chambre au calme, draps fournis"),
        ("courriel", EMAIL),
        ("telephone", PHONE),
        ("formulaire", "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"),
    ]
}

/// One coat.
fn coat() -> Fields<'static> {
    vec![
        ("cote", "offre"),
        ("genre", "vetements"),
        ("commune", "Nîmes (30189)"),
        ("pour-qui", "enfant"),
        ("taille", "8"),
        ("quoi", "manteau"),
        ("nombre", "1"),
        ("texte", "Manteau chaud à capuche"),
        ("courriel", EMAIL),
        ("telephone", PHONE),
        ("formulaire", "ccccccccccccccccccccccccccccccccccccccccccc"),
    ]
}

/// An answer that asks for it.
fn answer_for_one() -> Fields<'static> {
    with(&answer(), "nombre", "1")
}

/// Somebody else's answer that asks for one.
fn other_answer() -> Fields<'static> {
    let mail = with(&answer(), "courriel", "zoe.blanc@exemple.fr");
    let phone = with(&mail, "telephone", "07 55 12 98 43");
    let said = with(&phone, "message", "Je viens à pied");
    let one = with(&said, "nombre", "1");
    with(
        &one,
        "formulaire",
        "ddddddddddddddddddddddddddddddddddddddddddd",
    )
}

async fn moderators(url: &str) -> (House, Colleague, Colleague) {
    let house = House::open(url, vec![gard()]).await;
    let anne = house.colleague("Anne Martin", &[Role::Moderator]).await;
    let bruno = house.colleague("Bruno Roux", &[Role::Moderator]).await;
    (house, anne, bruno)
}

/// The path of a listing's page at the desk.
fn examen(listing: &str) -> String {
    format!("/entraide/examen/{}", listing.rsplit('/').next().unwrap())
}

/// Sends one of the forms of a listing's page, as the page gives them.
async fn decide(
    house: &House,
    by: &Colleague,
    listing: &str,
    deed: &str,
    more: &[(&str, &str)],
) -> Answer {
    let page = house.desk(by.get(&examen(listing))).await.good().text();
    let (seen, version) = (value(&page, "vu"), value(&page, "version"));
    let mut fields = vec![("vu", seen.as_str()), ("version", version.as_str())];
    fields.extend(more);
    let path = format!("{}/{deed}", examen(listing));
    house.desk(by.post(&path, &fields)).await
}

/// Every link of a page of the desk.
fn links(page: &str) -> Vec<String> {
    let all = page
        .split("href=\"")
        .skip(1)
        .filter_map(|l| l.split('"').next());
    all.filter(|l| l.starts_with('/'))
        .map(|l| l.split('#').next().unwrap().replace("&amp;", "&"))
        .collect()
}

/// The reports that wait in the queue.
async fn reports(house: &House, by: &Colleague) -> Vec<String> {
    let queue = house.desk(by.get("/entraide")).await.good().text();
    let mut all = links(&queue);
    all.retain(|l| l.starts_with("/entraide/signalement/"));
    all
}

/// Whether the desk says that the session is over, and did nothing.
fn over(answer: &Answer) -> bool {
    !answer.status.is_redirection() && answer.says("Votre session est terminée")
}

/// Whether residents find it: on its page, and in the list.
async fn found(house: &House, listing: &str) -> bool {
    let page = house.get(listing).await.status;
    let listed = house.get("/entraide").await.good().says(listing);
    assert_eq!(page == StatusCode::OK, listed, "{listing}: {page}");
    listed
}

on_both_engines! {
    async fn housing_is_invisible_until_two_different_moderators_have_approved_it(database) {
        let (house, anne, bruno) = moderators(database.url()).await;
        let (manage, listing) = posted(&house, &beds()).await;
        assert!(!found(&house, &listing).await);
        assert!(house.desk(anne.get("/entraide")).await.good().says(&examen(&listing)));

        assert_eq!(led_to(&decide(&house, &anne, &listing, "approuver", &[]).await), "/entraide");
        assert!(!found(&house, &listing).await, "one is not enough");
        let again = decide(&house, &anne, &listing, "approuver", &[]).await;
        assert_eq!(again.status, StatusCode::CONFLICT);
        assert!(again.says("Il faut une deuxième personne"), "{}", again.text());
        assert!(!found(&house, &listing).await, "nor the same one twice");
        led_to(&decide(&house, &bruno, &listing, "approuver", &[]).await);
        assert!(found(&house, &listing).await);

        // What its owner changes is looked at anew, by both.
        let change = with(&beds(), "texte", "Une chambre au calme, sans draps");
        led_to(&send(&house, &format!("{manage}/modifier"), &change).await);
        assert!(!found(&house, &listing).await);
        led_to(&decide(&house, &bruno, &listing, "approuver", &[]).await);
        assert!(!found(&house, &listing).await);
        led_to(&decide(&house, &anne, &listing, "approuver", &[]).await);
        assert!(found(&house, &listing).await);
    }

    async fn a_moderator_who_looked_at_an_older_text_changes_nothing(database) {
        let (house, anne, _) = moderators(database.url()).await;
        let (manage, listing) = posted(&house, &coat()).await;
        let page = house.desk(anne.get(&examen(&listing))).await.good().text();
        let (seen, version) = (value(&page, "vu"), value(&page, "version"));
        house.at(crate::documents::minute(1));
        let change = with(&coat(), "texte", "Manteau léger");
        led_to(&send(&house, &format!("{manage}/modifier"), &change).await);
        let path = format!("{}/bloquer", examen(&listing));
        let fields = [("vu", seen.as_str()), ("version", &version), ("motif", "Annonce douteuse")];
        assert_eq!(house.desk(anne.post(&path, &fields)).await.status, StatusCode::CONFLICT);
        assert!(found(&house, &listing).await);
    }

    async fn who_is_reported_and_blocked_loses_the_place_and_the_line_moves(database) {
        let (house, anne, _) = moderators(database.url()).await;
        let (manage, listing) = posted(&house, &coat()).await;
        let answers = format!("{listing}/repondre");
        let first = led_to(&send(&house, &answers, &answer_for_one()).await);
        let mail: Vec<_> = letters(&house).await.into_iter().filter(|l| l.body.contains("/echange/")).collect();
        let mine = path_in(&mail, EMAIL);
        let second = led_to(&send(&house, &answers, &other_answer()).await);
        assert!(house.get(&second).await.good().says("dans la file"));

        let reason = [("geste", "signaler"), ("message", "Il veut me voir sans témoin")];
        led_to(&send(&house, &mine, &reason).await);
        let waiting = reports(&house, &anne).await;
        let [report] = &waiting[..] else { panic!("{waiting:?}") };
        let page = house.desk(anne.get(report)).await.good();
        assert!(page.says("sans témoin") && page.says("voiture bleue"));
        let done = house.desk(anne.post(&format!("{report}/bloquer"), &[("motif", "Comportement inquiétant")])).await;
        assert_eq!(led_to(&done), "/entraide");
        let late = send(&house, &first, &[("geste", "dire"), ("message", "Encore moi")]).await;
        assert_eq!(late.status, StatusCode::CONFLICT);
        assert!(!house.get(&second).await.good().says("dans la file"), "the line moved");
        let again = with(&answer_for_one(), "message", "Avec une autre voiture");
        let refused = send(&house, &answers, &with(&again, "formulaire", "eeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee")).await;
        assert_ne!(refused.status, StatusCode::SEE_OTHER, "who is blocked does not come back");
        house.get(&listing).await.good();

        // Then the listing itself, with its contact: nothing of it stays agreed.
        let fields = [("motif", "Annonce trompeuse"), ("contact", "oui")];
        led_to(&decide(&house, &anne, &listing, "bloquer", &fields).await);
        assert_eq!(house.get(&listing).await.status, StatusCode::NOT_FOUND);
        let late = send(&house, &second, &[("geste", "dire"), ("message", "Je suis en route")]).await;
        assert_eq!(late.status, StatusCode::CONFLICT);
        assert!(late.says("Je suis en route"));
        let data = house.get(&format!("{manage}/donnees")).await.good().json();
        assert_eq!(data["moderation"], "blocked");
        for talk in data["conversations"].as_array().unwrap() {
            assert_eq!(talk["match"]["state"], "cancelled", "{data}");
            assert!(talk["ended"].is_string(), "{data}");
        }
        let (_, held) = posted(&house, &ride()).await;
        assert!(!found(&house, &held).await, "what the contact posts later is held");
    }

    async fn a_contact_is_erased_by_its_number_in_another_spelling(database) {
        let (house, anne, _) = moderators(database.url()).await;
        let (manage, listing) = posted(&house, &with(&ride(), "courriel", "")).await;
        let theirs = led_to(&send(&house, &format!("{listing}/repondre"), &answer()).await);
        let ask = |fields: &[(&str, &str)]| house.desk(anne.post("/entraide/effacer", fields));
        let wrong = ask(&[("contact", "je ne sais plus")]).await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(wrong.says("je ne sais plus"));
        let nobody = ask(&[("contact", "06 99 88 77 66"), ("certain", "oui")]).await;
        assert_eq!(nobody.header("location"), "/entraide/effacer?annonces=0&conversations=0");

        let number = "+33 (0)6.44.61-22.78";
        let told = ask(&[("contact", number)]).await.good();
        assert!(told.says("une annonce") && told.says("une conversation"), "{}", told.text());
        house.get(&listing).await.good();
        let done = ask(&[("contact", number), ("certain", "oui")]).await;
        assert_eq!(done.header("location"), "/entraide/effacer?annonces=1&conversations=1");
        for gone in [&listing, &manage, &theirs] {
            assert_eq!(house.get(gone).await.status, StatusCode::NOT_FOUND, "{gone}");
        }
        // A helper's conversations go too, by the e-mail.
        let fields = with(&with(&ride(), "formulaire", "fffffffffffffffffffffffffffffffffffffffffff"), "texte", "Un trajet encore");
        let (_, listing) = posted(&house, &fields).await;
        let anew = with(&answer(), "formulaire", "ggggggggggggggggggggggggggggggggggggggggggg");
        let theirs = led_to(&send(&house, &format!("{listing}/repondre"), &anew).await);
        ask(&[("contact", "Karim.Benali@EXEMPLE.fr"), ("certain", "oui")]).await;
        assert_eq!(house.get(&theirs).await.status, StatusCode::NOT_FOUND);
        assert!(found(&house, &listing).await);
    }

    async fn a_suspended_moderator_can_do_nothing(database) {
        let (house, anne, _) = moderators(database.url()).await;
        let chief = house.colleague("Chloé Petit", &[Role::Chief]).await;
        let (_, listing) = posted(&house, &coat()).await;
        let theirs = led_to(&send(&house, &format!("{listing}/repondre"), &answer_for_one()).await);
        led_to(&send(&house, &theirs, &[("geste", "signaler"), ("message", "Une raison")]).await);
        let waiting = reports(&house, &anne).await;
        let report = waiting.first().unwrap();
        let page = house.desk(anne.get(&examen(&listing))).await.good().text();
        let (seen, version) = (value(&page, "vu"), value(&page, "version"));
        let suspend = format!("/equipe/{}/suspendre", anne.account.id.0);
        led_to(&house.desk(chief.post(&suspend, &[("motif", "A quitté l'équipe")])).await);

        let fields = [("vu", seen.as_str()), ("version", version.as_str()), ("motif", "Annonce douteuse")];
        for deed in ["approuver", "retenir", "rendre", "bloquer"] {
            let path = format!("{}/{deed}", examen(&listing));
            assert!(over(&house.desk(anne.post(&path, &fields)).await), "{deed}");
        }
        for (path, fields) in [
            (format!("{report}/bloquer"), vec![("motif", "Annonce douteuse")]),
            (format!("{report}/classer"), vec![("motif", "Annonce douteuse")]),
            ("/entraide/effacer".to_owned(), vec![("contact", PHONE), ("certain", "oui")]),
        ] {
            assert!(over(&house.desk(anne.post(&path, &fields)).await), "{path}");
        }
        for path in ["/entraide", "/entraide/chiffres", "/entraide/effacer", report, &examen(&listing)] {
            assert_eq!(led_to(&house.desk(anne.get(path)).await), "/connexion", "{path}");
        }
        house.get(&listing).await.good();
        house.get(&theirs).await.good();
        assert_eq!(reports(&house, &chief).await, waiting, "nothing was settled");
    }

    async fn a_reason_with_a_number_is_refused_and_comes_back_as_it_was_typed(database) {
        let (house, anne, _) = moderators(database.url()).await;
        let (_, listing) = posted(&house, &coat()).await;
        let theirs = led_to(&send(&house, &format!("{listing}/repondre"), &answer_for_one()).await);
        led_to(&send(&house, &theirs, &[("geste", "signaler"), ("message", "Une raison")]).await);
        let waiting = reports(&house, &anne).await;
        let report = waiting.first().unwrap();
        for typed in ["Rappeler au 06 12 34 56 78 : urgent", "Écrire à lea@exemple.fr", "Habite 12 rue des Lilas"] {
            for deed in ["retenir", "rendre", "bloquer"] {
                let refused = decide(&house, &anne, &listing, deed, &[("motif", typed)]).await;
                assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{deed}: {typed}");
                assert!(refused.says(&format!("{typed}</textarea>")), "{deed}: {}", refused.text());
            }
            for deed in ["bloquer", "classer"] {
                let path = format!("{report}/{deed}");
                let refused = house.desk(anne.post(&path, &[("motif", typed)])).await;
                assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{deed}: {typed}");
                assert!(refused.says(&format!("{typed}</textarea>")), "{deed}: {}", refused.text());
            }
        }
        assert_eq!(house.get(&listing).await.status, StatusCode::OK);
        assert_eq!(reports(&house, &anne).await, waiting);
    }

    async fn no_page_of_the_desk_shows_a_contact_or_a_secret_link(database) {
        let house = House::open(database.url(), vec![gard()]).await;
        let both = house.colleague("Anne Martin", &[Role::Chief, Role::Moderator]).await;
        let (manage, listing) = posted(&house, &coat()).await;
        let (_, held) = posted(&house, &beds()).await;
        let (gone, erased) = posted(&house, &ride()).await;
        let theirs = led_to(&send(&house, &format!("{listing}/repondre"), &answer_for_one()).await);
        led_to(&send(&house, &theirs, &[("geste", "signaler"), ("message", "Une raison de la conversation")]).await);
        for reported in [&listing, &erased] {
            send(&house, &format!("{reported}/signaler"), &[("message", "Une raison d'un lecteur")]).await.good();
        }
        led_to(&decide(&house, &both, &held, "approuver", &[]).await);
        led_to(&decide(&house, &both, &listing, "retenir", &[("motif", "À relire")]).await);
        send(&house, &gone, &[("geste", "effacer")]).await.good();

        let secrets = [&manage, &theirs, &gone].map(|p| p.rsplit('/').next().unwrap().to_owned());
        let mut hidden = vec![EMAIL, HELPER, PHONE, HELPERS_PHONE, "644612278", "687654321", "6 44 61", "6 87 65"];
        hidden.extend(secrets.iter().map(String::as_str));
        let mut seen = BTreeSet::new();
        let mut next = vec!["/".to_owned(), "/entraide".to_owned()];
        while let Some(path) = next.pop() {
            if !seen.insert(path.clone()) {
                continue;
            }
            let page = house.desk(both.get(&path)).await;
            let text = String::from_utf8_lossy(&page.bytes).into_owned();
            for private in &hidden {
                assert!(!text.contains(private), "{path}: {private}");
            }
            next.extend(links(&text));
        }
        let visited = |path: &str| seen.contains(path);
        assert!(visited(&examen(&listing)) && visited(&examen(&held)) && visited("/entraide/chiffres"), "{seen:?}");
        assert!(seen.iter().any(|p| p.starts_with("/entraide/signalement/")), "{seen:?}");
        assert!(seen.iter().any(|p| p.starts_with("/journal")), "{seen:?}");
    }
}
