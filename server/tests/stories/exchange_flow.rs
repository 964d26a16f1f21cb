//! Needs and offers find each other without anybody being written to twice, and who waits in line hears of it.

use axum::http::StatusCode;
use desk::staff::Role;
use portal::Span;
use portal::exchange::next_night;
use store_testing::on_both_engines;

use crate::exchange::*;
use crate::house::{House, Settings, gard};

/// Four seats from Nîmes at about the same time, by somebody else.
fn offer(email: &'static str, form: &'static str) -> Fields<'static> {
    let mut fields = ride();
    for (name, value) in [
        ("cote", "offre"),
        ("nombre", "4"),
        ("texte", "Une voiture jaune"),
        ("bagages", "meubles"),
        ("courriel", email),
        ("telephone", ""),
        ("formulaire", form),
    ] {
        fields = with(&fields, name, value);
    }
    fields
}

const FIRST: &str = "fffffffffffffffffffffffffffffffffffffffffff";
const SECOND: &str = "sssssssssssssssssssssssssssssssssssssssssss";

fn now(house: &House) -> portal::Instant {
    portal::Clock::now(&*house.clock)
}

on_both_engines! {
    async fn a_need_is_shown_to_offers_once_and_its_owner_hears_of_new_ones_every_night(database) {
        let house = House::open(database.url(), vec![gard()]).await;
        let (_, offered) = posted(&house, &offer(HELPER, FIRST)).await;
        let published = send(&house, "/entraide/publier", &ride()).await;
        let shown = house.get(published.header("location")).await.good();
        assert!(shown.says(&offered) && shown.says("même commune"), "{}", shown.text());
        let manage = led_to(&published);
        assert!(house.get(&manage).await.good().says(&offered));
        let (_, need) = posted(&house, &ride()).await;
        letters(&house).await;

        kept(&house).await;
        let mail = letters(&house).await;
        assert_eq!(mail.len(), 1, "only who can help");
        assert!(mail[0].to == HELPER && mail[0].body.contains(&need), "{}", mail[0].body);
        assert!(!mail[0].body.contains(EMAIL) && !mail[0].body.contains("parapluie"), "links only");
        house.at(now(&house) + Span::hours(7));
        kept(&house).await;
        assert!(letters(&house).await.is_empty(), "never twice");

        let (_, another) = posted(&house, &offer("nour@exemple.fr", SECOND)).await;
        letters(&house).await;
        house.at(next_night(now(&house)));
        kept(&house).await;
        let mail = letters(&house).await;
        let mine: Vec<_> = mail.iter().filter(|l| l.to == EMAIL).collect();
        assert_eq!(mine.len(), 1);
        assert!(mine[0].body.contains(&another) && mine[0].body.contains(&offered), "{}", mine[0].body);
        house.at(next_night(now(&house)));
        kept(&house).await;
        assert!(letters(&house).await.iter().all(|l| l.to != EMAIL), "nothing new");
    }

    async fn who_waits_in_line_and_who_has_to_answer_are_written_to_when_a_place_is_free(database) {
        let house = House::open(database.url(), vec![gard()]).await;
        let seats = with(&offer(EMAIL, FIRST), "nombre", "2");
        let (_, listing) = posted(&house, &seats).await;
        let answers = format!("{listing}/repondre");
        let first = led_to(&send(&house, &answers, &answer()).await);
        let next = with(&with(&answer(), "courriel", "nour@exemple.fr"), "formulaire", SECOND);
        let waits = led_to(&send(&house, &answers, &with(&next, "telephone", "06 11 22 33 44")).await);
        assert!(house.get(&waits).await.good().says("file"));
        kept(&house).await;
        letters(&house).await;
        led_to(&send(&house, &first, &[("geste", "cancel")]).await);
        letters(&house).await;
        kept(&house).await;
        let mail = letters(&house).await;
        assert_eq!(path_in(&mail, "nour@exemple.fr"), waits);
        assert!(path_in(&mail, EMAIL).starts_with("/entraide/echange/"));
        assert_eq!(mail.len(), 2);
        kept(&house).await;
        assert!(letters(&house).await.is_empty());
    }

    async fn the_moderators_reason_is_on_the_owners_page_and_a_blocked_contact_is_found_in_any_spelling(database) {
        let house = House::open(database.url(), vec![gard()]).await;
        let anne = house.colleague("Anne Martin", &[Role::Moderator]).await;
        let (manage, listing) = posted(&house, &ride()).await;
        let item = listing.replace("/annonce/", "/examen/");
        let decide = |word: &'static str, more: Vec<(&'static str, &'static str)>| {
            let (house, anne, item) = (&house, &anne, &item);
            async move {
                let page = house.desk(anne.get(item)).await.good().text();
                let (seen, version) = (field(&page, "vu"), field(&page, "version"));
                let mut fields = vec![("vu", seen.as_str()), ("version", version.as_str())];
                fields.extend(more);
                let done = house.desk(anne.post(&format!("{item}/{word}"), &fields)).await;
                assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text());
            }
        };
        decide("rendre", vec![("motif", "Dites combien de bagages")]).await;
        assert!(house.get(&manage).await.good().says("Dites combien de bagages"));
        assert_eq!(house.get(&listing).await.status, StatusCode::NOT_FOUND);
        decide("bloquer", vec![("motif", "Une arnaque"), ("contact", "oui")]).await;
        assert!(!house.get(&manage).await.good().says("Une arnaque"), "stays with moderators");

        let spelt = "+33 (0)6 44-61-22-78";
        let found = house.desk(anne.post("/entraide/effacer", &[("contact", spelt)])).await.good();
        assert!(found.says("Ce contact est bloqué"), "{}", found.text());
        let unblock = |motif: &'static str| anne.post("/entraide/debloquer", &[("contact", spelt), ("motif", motif)]);
        let refused = house.desk(unblock(" ")).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.says("Écrivez un motif") && refused.says(spelt));
        let done = house.desk(unblock("Erreur sur la personne")).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text());
        let found = house.desk(anne.post("/entraide/effacer", &[("contact", "0644612278")])).await.good();
        assert!(!found.says("Ce contact est bloqué"));
    }

    async fn who_closes_a_listing_says_with_whom(database) {
        let house = House::open(database.url(), vec![gard()]).await;
        let (manage, listing) = posted(&house, &offer(EMAIL, FIRST)).await;
        let theirs = led_to(&send(&house, &format!("{listing}/repondre"), &answer()).await);
        let page = house.get(&manage).await.good();
        assert!(page.says("Avec qui ?") && page.says("voiture bleue"), "{}", page.text());
        let with = page.text().split("name=\"avec\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
        let other = send(&house, &manage, &[("geste", "pourvu"), ("avec", "0190-autre")]).await;
        assert_eq!(other.status, StatusCode::BAD_REQUEST);
        led_to(&send(&house, &manage, &[("geste", "pourvu"), ("avec", &with)]).await);
        assert!(house.get(&theirs).await.good().says("C'est fait."));
        assert_eq!(house.get(&listing).await.status, StatusCode::NOT_FOUND);
    }

    async fn who_answers_in_english_is_written_to_in_english(database) {
        let house = House::open(database.url(), vec![gard()]).await;
        let (_, listing) = posted(&house, &offer(EMAIL, FIRST)).await;
        let theirs = led_to(&send(&house, &format!("/en{listing}/repondre"), &answer()).await);
        letters(&house).await;
        let owners = house.get(&theirs).await;
        assert_eq!(owners.status, StatusCode::OK);
        let secret = theirs.rsplit('/').next().unwrap();
        led_to(&send(&house, &format!("/entraide/echange/{secret}"), &[("geste", "dire"), ("message", "Bonjour")]).await);
        let to_owner = letters(&house).await;
        let mine = path_in(&to_owner, EMAIL);
        assert!(!mine.starts_with("/en/"), "the owner's own language");
        led_to(&send(&house, &mine, &[("geste", "dire"), ("message", "Je passe demain")]).await);
        assert_eq!(path_in(&letters(&house).await, HELPER), format!("/en/entraide/echange/{secret}"));
    }

    async fn where_no_mail_is_sent_pages_say_so_and_a_lost_link_is_not_asked_for(database) {
        let quiet = Settings { mails: false, ..Settings::default() };
        let house = House::with(database.url(), vec![gard()], quiet).await;
        let said = "Ce portail n'envoie pas de courriel";
        let published = send(&house, "/entraide/publier", &offer(EMAIL, FIRST)).await;
        assert!(house.get(published.header("location")).await.good().says(said));
        let manage = led_to(&published);
        let id = house.get(&format!("{manage}/donnees")).await.good().json()["id"].as_str().unwrap().to_owned();
        let answered = send(&house, &format!("/entraide/annonce/{id}/repondre"), &answer()).await;
        assert!(house.get(answered.header("location")).await.good().says(said));
        let lost = house.get("/entraide/lien-perdu").await.good();
        assert!(lost.says(said) && !lost.says("name=\"courriel\""));
        send(&house, "/entraide/lien-perdu", &[("courriel", EMAIL)]).await.good();
        house.get(&manage).await.good();
    }
}

/// What a hidden field of a page holds.
fn field(page: &str, name: &str) -> String {
    let field = page
        .split(&format!("name=\"{name}\" value=\""))
        .nth(1)
        .unwrap();
    field.split('"').next().unwrap().to_owned()
}
