//! Mutual aid without accounts: residents post, find, answer, agree, show their contact, block and erase.

use std::io;
use std::sync::{Arc, Mutex};

use axum::body::Body;
use axum::http::{Request, StatusCode};
use portal::Span;
use portal::exchange::Letters as _;
use portal::places::Dep;
use server::exchange::{Keeping, Letter};
use store_testing::on_both_engines;
use tracing_subscriber::fmt::MakeWriter;

use crate::house::{Answer, House, ORIGIN, Settings, exchange_key, gard, writer};

/// Who asks.
pub const EMAIL: &str = "lea.martin@exemple.fr";
pub const PHONE: &str = "06 44 61 22 78";
/// Who helps.
pub const HELPER: &str = "karim.benali@exemple.fr";
pub const HELPERS_PHONE: &str = "06 87 65 43 21";

pub type Fields<'a> = Vec<(&'a str, &'a str)>;

/// Two seats from Nîmes, tomorrow morning.
pub fn ride() -> Fields<'static> {
    vec![
        ("cote", "besoin"),
        ("genre", "trajet"),
        ("commune", "Nîmes (30189)"),
        ("jour", "2026-11-24"),
        ("heure", "08:30"),
        ("marge", "60"),
        ("nombre", "2"),
        ("texte", "Deux personnes et un parapluie rouge"),
        ("courriel", EMAIL),
        ("telephone", PHONE),
        ("formulaire", "rrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrr"),
    ]
}

/// An answer that asks for both seats.
pub fn answer() -> Fields<'static> {
    vec![
        ("message", "Je passe demain matin avec une voiture bleue"),
        ("nombre", "2"),
        ("courriel", HELPER),
        ("telephone", HELPERS_PHONE),
        ("formulaire", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"),
    ]
}

/// The same with another value.
pub fn with<'a>(fields: &[(&'a str, &'a str)], name: &'a str, value: &'a str) -> Fields<'a> {
    let others = fields.iter().filter(|(n, _)| *n != name).copied();
    others.chain([(name, value)]).collect()
}

fn request(path: &str, fields: &[(&str, &str)], site: &str, origin: &str) -> Request<Body> {
    let body = form_urlencoded::Serializer::new(String::new())
        .extend_pairs(fields)
        .finish();
    Request::post(path)
        .header("content-type", "application/x-www-form-urlencoded")
        .header("sec-fetch-site", site)
        .header("origin", origin)
        .body(Body::from(body))
        .unwrap()
}

pub async fn send(house: &House, path: &str, fields: &[(&str, &str)]) -> Answer {
    house
        .ask(request(path, fields, "same-origin", "null"))
        .await
}

/// What another site's page makes a browser send.
async fn forge(house: &House, path: &str, fields: &[(&str, &str)]) -> Answer {
    let request = request(path, fields, "cross-site", "https://autre.example");
    house.ask(request).await
}

/// Where a success leads, without what is shown there once.
#[track_caller]
pub fn led_to(answer: &Answer) -> String {
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
    let to = answer.header("location");
    to.split('?').next().unwrap().to_owned()
}

/// The keeper comes by once.
pub async fn kept(house: &House) {
    let keeping = Keeping {
        exchange: house.store.clone(),
        writer: writer(house.exercise, house.secrets.clone()),
        clock: house.clock.clone(),
    };
    keeping.visit().await.unwrap();
}

/// A resident posts; gives the path of the manage page and the listing's.
pub async fn posted(house: &House, fields: &[(&str, &str)]) -> (String, String) {
    let manage = led_to(&send(house, "/entraide/publier", fields).await);
    let data = house.get(&format!("{manage}/donnees")).await.good().json();
    let id = data["id"].as_str().unwrap();
    (manage, format!("/entraide/annonce/{id}"))
}

/// The letters that wait, opened.
pub async fn letters(house: &House) -> Vec<Letter> {
    let now = portal::Clock::now(&*house.clock);
    let lease = now + Span::minutes(1);
    let claimed = house
        .store
        .claim_letters("essai", 50, lease, now)
        .await
        .unwrap();
    let mut letters = Vec::new();
    for letter in claimed {
        letters.push(exchange_key().open_letter(&letter.sealed).unwrap());
        house
            .store
            .settle_letter("essai", &letter.id, None)
            .await
            .unwrap();
    }
    letters
}

/// The only path in a letter to somebody.
#[track_caller]
pub fn path_in(letters: &[Letter], to: &str) -> String {
    let mut of = letters.iter().filter(|l| l.to == to);
    let letter = of.next().unwrap();
    assert!(of.next().is_none(), "one letter to {to}");
    let line = letter.body.lines().find_map(|l| l.strip_prefix(ORIGIN));
    line.filter(|l| l.len() > 1).unwrap().to_owned()
}

on_both_engines! {
    async fn a_need_is_posted_found_answered_agreed_and_the_helper_shows_a_number_first(database) {
        let house = House::open(database.url(), vec![gard()]).await;
        let (manage, listing) = posted(&house, &ride()).await;
        let mail = letters(&house).await;
        assert_eq!(path_in(&mail, EMAIL), manage);
        assert!(house.get("/entraide?genre=trajet&commune=N%C3%AEmes+%2830189%29").await.good().says(&listing));
        assert!(house.get(&listing).await.good().says("parapluie rouge"));

        let theirs = led_to(&send(&house, &format!("{listing}/repondre"), &answer()).await);
        let mail = letters(&house).await;
        let mine = path_in(&mail, EMAIL);
        assert_eq!(path_in(&mail, HELPER), theirs);
        assert_ne!(mine, theirs);
        for letter in &mail {
            let other = if letter.to == EMAIL { HELPER } else { EMAIL };
            assert!(!letter.body.contains(other) && !letter.subject.contains(other));
        }
        assert!(house.get(&manage).await.good().says(&mine), "who has no mail finds the conversation");
        assert!(house.get(&mine).await.good().says("voiture bleue"));

        // Nothing is shown until somebody shows it, and the helper begins.
        let early = send(&house, &mine, &[("geste", "montrer")]).await;
        assert_eq!(early.status, StatusCode::CONFLICT);
        led_to(&send(&house, &mine, &[("geste", "accept")]).await);
        assert!(!house.get(&mine).await.good().says("87654321"));
        led_to(&send(&house, &theirs, &[("geste", "montrer")]).await);
        let shown = house.get(&mine).await.good();
        assert!(shown.says(HELPER), "{}", shown.text());
        assert!(!house.get(&theirs).await.good().says(EMAIL));
        led_to(&send(&house, &theirs, &[("geste", "cacher")]).await);
        assert!(!house.get(&mine).await.good().says(HELPER));

        letters(&house).await;
        led_to(&send(&house, &theirs, &[("geste", "dire"), ("message", "Je serai là à huit heures")]).await);
        assert_eq!(path_in(&letters(&house).await, EMAIL), mine);
        led_to(&send(&house, &mine, &[("geste", "bloquer")]).await);
        let late = send(&house, &theirs, &[("geste", "dire"), ("message", "Une phrase de trop")]).await;
        assert_eq!(late.status, StatusCode::CONFLICT);
        assert!(late.says("Une phrase de trop"), "{}", late.text());
    }

    async fn what_is_wrong_comes_back_as_it_was_typed(database) {
        let house = House::open(database.url(), vec![gard()]).await;
        let (manage, listing) = posted(&house, &ride()).await;
        let marked = "Un parapluie jaune, 06 11 22 33 44";
        for (path, fields) in [
            ("/entraide/publier".to_owned(), with(&ride(), "texte", marked)),
            (format!("{manage}/modifier"), with(&ride(), "texte", marked)),
            (format!("{listing}/repondre"), with(&answer(), "message", marked)),
        ] {
            let refused = send(&house, &path, &fields).await;
            assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{path}");
            assert!(refused.says(marked), "{path}: {}", refused.text());
            assert_eq!(refused.header("cache-control"), "no-store", "{path}");
            let forged = forge(&house, &path, &fields).await;
            assert_eq!(forged.status, StatusCode::FORBIDDEN, "{path}");
            assert!(forged.says(marked), "{path}");
        }
        let nobody = with(&with(&ride(), "courriel", "pas une adresse"), "telephone", "");
        let refused = send(&house, "/entraide/publier", &nobody).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.says("pas une adresse") && refused.says("parapluie rouge"));
        let lost = send(&house, "/entraide/lien-perdu", &[("courriel", "pas une adresse")]).await;
        assert_eq!(lost.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(lost.says("pas une adresse"));
        let report = format!("{listing}/signaler");
        assert_eq!(send(&house, &report, &[("message", " ")]).await.status, StatusCode::UNPROCESSABLE_ENTITY);
        let told = forge(&house, &report, &[("message", "Une raison dite")]).await;
        assert_eq!(told.status, StatusCode::FORBIDDEN);
        assert!(told.says("Une raison dite"));
        assert_eq!(forge(&house, &manage, &[("geste", "effacer")]).await.status, StatusCode::FORBIDDEN);
        house.get(&manage).await.good();
    }

    async fn a_form_sent_twice_is_one_listing_and_a_machine_posts_none(database) {
        let house = House::open(database.url(), vec![gard()]).await;
        let (manage, listing) = posted(&house, &ride()).await;
        assert_eq!(posted(&house, &ride()).await, (manage, listing.clone()));
        let answers = format!("{listing}/repondre");
        let first = led_to(&send(&house, &answers, &answer()).await);
        assert_eq!(led_to(&send(&house, &answers, &answer()).await), first);

        let machine = with(&with(&ride(), "texte", "Parapluies à foison"), "site-web", "https://spam.example");
        let answered = send(&house, "/entraide/publier", &machine).await;
        assert!(led_to(&answered).starts_with("/entraide/gerer/"), "it sees no difference");
        assert!(!house.get("/entraide").await.good().says("foison"));
    }

    async fn an_owner_changes_pauses_and_erases_by_the_link_and_a_lost_link_is_replaced(database) {
        let house = House::open(database.url(), vec![gard()]).await;
        let (manage, listing) = posted(&house, &ride()).await;
        letters(&house).await;
        let change = with(&ride(), "texte", "Deux personnes et un parapluie vert");
        led_to(&send(&house, &format!("{manage}/modifier"), &change).await);
        assert!(house.get(&listing).await.good().says("parapluie vert"));

        led_to(&send(&house, &manage, &[("geste", "suspendre")]).await);
        assert_eq!(house.get(&listing).await.status, StatusCode::NOT_FOUND);
        led_to(&send(&house, &manage, &[("geste", "reprendre")]).await);
        house.get(&listing).await.good();

        let unknown = send(&house, "/entraide/lien-perdu", &[("courriel", "personne@exemple.fr")]).await.good();
        assert!(letters(&house).await.is_empty());
        let known = send(&house, "/entraide/lien-perdu", &[("courriel", EMAIL)]).await.good();
        assert_eq!(known.text(), unknown.text(), "nobody learns who posted");
        let anew = path_in(&letters(&house).await, EMAIL);
        assert_ne!(anew, manage);
        assert_eq!(house.get(&manage).await.status, StatusCode::NOT_FOUND, "the old link is void");
        let data = house.get(&format!("{anew}/donnees")).await.good();
        assert_eq!(data.json()["contact"]["email"], EMAIL);
        assert_eq!(data.header("cache-control"), "no-store");

        send(&house, &anew, &[("geste", "effacer")]).await.good();
        for gone in [&anew, &listing] {
            assert_eq!(house.get(gone).await.status, StatusCode::NOT_FOUND, "{gone}");
        }
    }

    async fn no_contact_and_no_secret_is_on_a_public_page_or_in_a_log(database) {
        let log = Log::default();
        let subscriber = tracing_subscriber::fmt().with_max_level(tracing::Level::TRACE).with_writer(log.clone());
        let _guard = tracing::subscriber::set_default(subscriber.finish());
        let house = House::open(database.url(), vec![gard()]).await;
        let (manage, listing) = posted(&house, &ride()).await;
        let theirs = led_to(&send(&house, &format!("{listing}/repondre"), &answer()).await);
        send(&house, "/entraide/lien-perdu", &[("courriel", "autre@exemple.fr")]).await.good();
        let secrets = [&manage, &theirs].map(|p| p.rsplit('/').next().unwrap().to_owned());
        let hidden = [EMAIL, HELPER, PHONE, HELPERS_PHONE, "644612278", "687654321", &secrets[0], &secrets[1]];
        let answers = format!("{listing}/repondre");
        for page in ["/", "/entraide", "/entraide?genre=trajet", "/en/entraide", &listing, &answers, "/entraide/publier"] {
            let answer = house.get(page).await.good();
            for private in hidden {
                assert!(!answer.says(private), "{page}: {private}");
            }
        }
        for page in [&manage, &theirs] {
            let answer = house.get(page).await.good();
            assert_eq!(answer.header("cache-control"), "no-store");
            assert_eq!(answer.header("x-robots-tag"), "noindex");
            assert_eq!(answer.header("referrer-policy"), "no-referrer");
        }
        let said = log.text();
        tracing::trace!("the log works");
        assert!(log.text().contains("the log works"));
        for private in hidden {
            assert!(!said.contains(private), "in the log: {private}");
        }
    }

    async fn where_it_is_not_open_nothing_is_posted_and_it_is_said(database) {
        let closed = Settings { exchange: None, ..Settings::default() };
        let house = House::with(database.url(), vec![gard()], closed).await;
        house.get("/entraide").await.good();
        assert_eq!(send(&house, "/entraide/publier", &ride()).await.status, StatusCode::FORBIDDEN);
        let elsewhere = Settings { exchange: Some(vec![Dep("34".to_owned())]), ..Settings::default() };
        let house = House::with(database.url(), vec![gard()], elsewhere).await;
        let refused = send(&house, "/entraide/publier", &ride()).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.says("parapluie rouge"));
        for unknown in ["/entraide/annonce/abc", "/entraide/gerer/abc", "/entraide/echange/abc"] {
            assert_eq!(house.get(unknown).await.status, StatusCode::NOT_FOUND, "{unknown}");
        }
    }
}

/// What would stand in the log.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Log {
    fn text(&self) -> String {
        String::from_utf8_lossy(&self.0.lock().unwrap()).into_owned()
    }
}

impl io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Log {
    type Writer = Self;
    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}
