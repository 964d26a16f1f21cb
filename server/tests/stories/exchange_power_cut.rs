//! `kill -9` while residents post, answer and agree: what was acknowledged is there afterwards, once, although
//! each form is sent again as browsers do.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use desk::staff::Role;
use portal::Clock as _;
use portal::exchange::{Exchange as _, ListingId};
use reqwest::StatusCode;
use serde_json::Value;
use server::clock::SystemClock;
use store_testing::on_both_engines;

use crate::exchange::{led_to, letters, posted, send};
use crate::exchange_running::{Form, Place};
use crate::exchange_town::{form_id, spelled};
use crate::house::{House, Settings};
use crate::power_cut::{CUTS, cut, value};
use crate::program::serve;

/// How many residents write at the same time.
const AT_ONCE: usize = 4;
/// The most forms that each of them sends before the power is cut.
const EACH: usize = 10;
/// Beds of a listing, and how many ask for one: each agreement must be counted once to come out right.
const BEDS: usize = 20;
const GUESTS: usize = 15;

/// Waits for an instant within the writing, another at each cut: after so many acknowledgements, and a bit.
async fn instant_of(cut: u64, acknowledged: &AtomicU64) {
    while acknowledged.load(Ordering::SeqCst) <= cut % 7 {
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
    tokio::time::sleep(Duration::from_millis(cut * 13 % 17)).await;
}

fn email(n: usize) -> String {
    format!("{}@exemple.fr", spelled(n))
}

/// A listing that nobody else posts.
fn offer(n: usize, units: &str) -> Form {
    let fields = [
        ("cote", "offre".to_owned()),
        ("genre", "autre".to_owned()),
        ("aide", "repas".to_owned()),
        ("nombre", units.to_owned()),
        ("commune", "Nîmes (30189)".to_owned()),
        ("texte", format!("Soupe de {}", spelled(n))),
        ("courriel", email(n)),
        ("formulaire", form_id(n)),
    ];
    Form {
        path: "/entraide/publier".to_owned(),
        fields: fields.into(),
        from: n,
    }
}

/// An answer that asks for one.
fn asks(listing: &str, n: usize) -> Form {
    let fields = [
        ("message", format!("Pour moi, {}", spelled(n))),
        ("nombre", "1".to_owned()),
        ("courriel", email(n)),
        ("formulaire", form_id(n)),
    ];
    Form {
        path: format!("{listing}/repondre"),
        fields: fields.into(),
        from: n,
    }
}

/// Sends them one after the other until the program is gone; gives those that were sent, each with where it
/// leads if it was acknowledged.
async fn send_on(
    place: Arc<Place>,
    forms: Vec<Form>,
    acknowledged: Arc<AtomicU64>,
) -> Vec<(Form, Option<String>)> {
    let mut sent = Vec::new();
    for form in forms {
        let to = Place::acknowledged(place.send(&form).await);
        let gone = to.is_none();
        acknowledged.fetch_add(u64::from(!gone), Ordering::SeqCst);
        sent.push((form, to));
        if gone {
            break;
        }
    }
    sent
}

/// Residents send the forms of these numbers at the same time; the power is cut meanwhile.
async fn cut_while(
    place: &Arc<Place>,
    n: u64,
    form: impl Fn(usize) -> Form,
    first: usize,
) -> Vec<(Form, Option<String>)> {
    let mut serving = serve(place.folder());
    let acknowledged = Arc::new(AtomicU64::new(0));
    let writers: Vec<_> = (0..AT_ONCE)
        .map(|who| {
            let from = first + who * EACH;
            let forms = (from..from + EACH).map(&form).collect();
            tokio::spawn(send_on(place.clone(), forms, acknowledged.clone()))
        })
        .collect();
    instant_of(n, &acknowledged).await;
    cut(&mut serving).await;
    let mut sent = Vec::new();
    for writer in writers {
        sent.extend(writer.await.unwrap());
    }
    sent
}

/// Sends each again: what was acknowledged leads where it led. Gives where each leads.
async fn again(place: &Place, sent: &[(Form, Option<String>)]) -> Vec<String> {
    let mut all = Vec::new();
    for (form, told) in sent {
        let to = Place::acknowledged(place.send(form).await).unwrap();
        if let Some(told) = told {
            assert_eq!(&to, told);
        }
        all.push(to);
    }
    all
}

async fn data(place: &Place, manage: &str) -> Value {
    let (status, text) = place.get(&format!("{manage}/donnees")).await;
    assert_eq!(status, StatusCode::OK, "{manage}");
    serde_json::from_str(&text).unwrap()
}

/// The listings that a search finds.
async fn found(place: &Place, query: &str) -> BTreeSet<String> {
    let (_, page) = place.get(&format!("/entraide?{query}")).await;
    let links = page.split("href=\"/entraide/annonce/").skip(1);
    links
        .map(|l| l.split(['"', '/', '?']).next().unwrap().to_owned())
        .collect()
}

on_both_engines! {
    async fn what_was_posted_and_acknowledged_is_there_once_after_a_power_cut(database) {
        let place = Arc::new(Place::over(database.url(), ""));
        let (mut told, mut all) = (0, Vec::new());
        for n in 0..CUTS {
            let first = usize::try_from(n).unwrap() * AT_ONCE * EACH;
            let sent = cut_while(&place, n, |n| offer(n, "3"), first).await;
            let mut serving = serve(place.folder());
            for (form, to) in &sent {
                let Some(manage) = to else { continue };
                told += 1;
                let text = value_of(form, "texte");
                assert_eq!(data(&place, manage).await["text"], text, "cut {n}: it was acknowledged");
            }
            again(&place, &sent).await;
            for (form, _) in &sent {
                let word = spelled(form.from);
                assert_eq!(found(&place, &format!("mots={word}")).await.len(), 1, "cut {n}: {word}");
            }
            cut(&mut serving).await;
            all.extend(sent);
        }
        assert!(told > 10 && all.iter().any(|(_, to)| to.is_none()), "{told} of {} were acknowledged", all.len());
        let letters = place.letters().await;
        assert_eq!(letters.len(), all.len());
        assert!(letters.values().all(|n| *n == 1), "a listing and its letter are one: {letters:?}");
    }

    async fn what_was_answered_and_acknowledged_is_there_once_after_a_power_cut(database) {
        let place = Arc::new(Place::over(database.url(), ""));
        let (mut told, mut all) = (0, 0);
        for n in 0..CUTS {
            let owner = 900 + usize::try_from(n).unwrap();
            let mut serving = serve(place.folder());
            let manage = Place::acknowledged(place.send(&offer(owner, "50")).await).unwrap();
            let id = data(&place, &manage).await["id"].as_str().unwrap().to_owned();
            let listing = format!("/entraide/annonce/{id}");
            cut(&mut serving).await;

            let first = usize::try_from(n).unwrap() * AT_ONCE * EACH;
            let sent = cut_while(&place, n, |n| asks(&listing, n), first).await;
            let mut serving = serve(place.folder());
            let before = data(&place, &manage).await;
            for (form, _) in sent.iter().filter(|(_, to)| to.is_some()) {
                told += 1;
                let said = value_of(form, "message");
                assert!(before.to_string().contains(&said), "cut {n}: it was acknowledged: {said}");
            }
            let theirs: BTreeSet<String> = again(&place, &sent).await.into_iter().collect();
            assert_eq!(theirs.len(), sent.len(), "each its own conversation");
            let after = data(&place, &manage).await;
            let talks = after["conversations"].as_array().unwrap();
            assert_eq!(talks.len(), sent.len(), "cut {n}: each once");
            for talk in talks {
                assert_eq!((&talk["match"]["units"], &talk["match"]["state"]), (&1.into(), &"proposed".into()));
                assert_eq!(talk["said"].as_array().unwrap().len(), 1);
            }
            cut(&mut serving).await;
            let left = left(database.url(), &id).await;
            assert_eq!(left, 50 - sent.len(), "cut {n}: taken once each");
            all += sent.len();
        }
        assert!(told > 10 && told < all, "{told} of {all} were acknowledged");
        let letters = place.letters().await;
        for (to, n) in letters.iter().filter(|(to, _)| (0..900).any(|n| email(n) == **to)) {
            assert_eq!(*n, 1, "{to}");
        }
        // To the owners: one of each posting, one of each answer.
        let owners: usize = (900..910).map(|n| letters.get(&email(n)).copied().unwrap_or(0)).sum();
        assert_eq!(owners, all + usize::try_from(CUTS).unwrap());
    }

    async fn what_was_accepted_and_confirmed_is_so_once_after_a_power_cut(database) {
        let place = Arc::new(Place::over(database.url(), ""));
        let stays = stays(database.url()).await;
        let per_cut = stays.len() / usize::try_from(CUTS).unwrap();
        let mut confirmed = 0;
        for n in 0..CUTS {
            let from = usize::try_from(n).unwrap() * per_cut;
            let mut serving = serve(place.folder());
            let acknowledged = Arc::new(AtomicU64::new(0));
            let agreeing: Vec<_> = stays[from..from + per_cut]
                .iter()
                .map(|stay| tokio::spawn(agree(place.clone(), stay.clone(), acknowledged.clone())))
                .collect();
            instant_of(n, &acknowledged).await;
            cut(&mut serving).await;
            let mut told = Vec::new();
            for task in agreeing {
                told.push(task.await.unwrap());
            }
            let mut serving = serve(place.folder());
            for (stay, told) in stays[from..from + per_cut].iter().zip(&told) {
                let state = state_of(&place, stay).await;
                // What was on its way may have arrived without its answer.
                assert!((*told..=*told + 1).contains(&state), "cut {n}: {state} is kept, {told} was acknowledged");
                confirmed += usize::from(*told == 2);
                // Both send what they sent once more: done is done.
                for deed in [accept(stay), confirm(stay)] {
                    let (status, _) = place.send(&deed).await.unwrap();
                    assert!([StatusCode::SEE_OTHER, StatusCode::CONFLICT].contains(&status), "{status}");
                }
                assert_eq!(state_of(&place, stay).await, 2, "cut {n}");
            }
            cut(&mut serving).await;
        }
        assert!(confirmed < stays.len(), "every cut came too late");
        let listings: BTreeSet<&str> = stays.iter().map(|s| s.id.as_str()).collect();
        for id in listings {
            assert_eq!(left(database.url(), id).await, BEDS - GUESTS, "each bed once");
        }
        // One letter of each deed: to the guest that it was accepted, to the host that it was confirmed.
        let letters = place.letters().await;
        for stay in &stays {
            assert_eq!(letters.get(&stay.guest), Some(&1), "{}", stay.guest);
        }
        assert_eq!(letters.values().sum::<usize>(), 2 * stays.len());
    }
}

fn value_of(form: &Form, name: &str) -> String {
    let field = form.fields.iter().find(|(n, _)| *n == name);
    field.unwrap().1.clone()
}

/// What is left of a listing. The program must not run.
async fn left(url: &str, id: &str) -> usize {
    let store = server::open(url).await.unwrap();
    let listing = store
        .listing(&ListingId(id.to_owned()), SystemClock.now())
        .await;
    store.db().close().await;
    let left = listing.unwrap().unwrap().left;
    assert_eq!(left.len(), 1);
    usize::from(left[0].1)
}

/// A stay that somebody asked for, with both sides' links.
#[derive(Clone)]
struct Stay {
    id: String,
    host: String,
    theirs: String,
    guest: String,
    from: usize,
}

/// Four approved listings, each with guests who ask for a bed.
async fn stays(url: &str) -> Vec<Stay> {
    let now = SystemClock.now();
    let settings = Settings {
        now,
        trusted_proxies: 0,
        ..Settings::default()
    };
    let house = House::with(url, vec![], settings).await;
    let moderators = [
        house.colleague("Anne Martin", &[Role::Moderator]).await,
        house.colleague("Bruno Roux", &[Role::Moderator]).await,
    ];
    let day = |days: i64| {
        (now + portal::Span::hours(24 * days))
            .in_paris()
            .date()
            .to_string()
    };
    let (from, until) = (day(1), day(2));
    let mut stays = Vec::new();
    for host in 0..4 {
        let (mail, id, beds) = (email(900 + host), form_id(900 + host), BEDS.to_string());
        let text = format!("Un dortoir à {}", spelled(900 + host));
        let fields = [
            ("cote", "offre"),
            ("genre", "logement"),
            ("commune", "Nîmes (30189)"),
            ("jour", &from),
            ("fin", &until),
            ("nombre", &beds),
            ("securite", "oui"),
            ("texte", &text),
            ("courriel", &mail),
            ("formulaire", &id),
        ];
        let (_, listing) = posted(&house, &fields).await;
        let id = listing.rsplit('/').next().unwrap().to_owned();
        for moderator in &moderators {
            let page = house
                .desk(moderator.get(&format!("/entraide/examen/{id}")))
                .await
                .good()
                .text();
            let seen = [
                ("vu", value(&page, "vu")),
                ("version", value(&page, "version")),
            ];
            let seen = seen.each_ref().map(|(n, v)| (*n, v.as_str()));
            let path = format!("/entraide/examen/{id}/approuver");
            led_to(&house.desk(moderator.post(&path, &seen)).await);
        }
        for guest in 0..GUESTS {
            let n = host * GUESTS + guest;
            let form = asks(&listing, n);
            let mut fields: Vec<_> = form.fields.iter().map(|(n, v)| (*n, v.as_str())).collect();
            fields.push(("securite", "oui"));
            let theirs = led_to(&send(&house, &form.path, &fields).await);
            let mail = drained(&house).await;
            let letter = mail
                .iter()
                .find(|l| l.to == email(900 + host) && l.body.contains("/echange/"))
                .unwrap();
            let host = crate::exchange_town::links_in(letter).remove(0);
            stays.push(Stay {
                id: id.clone(),
                host,
                theirs,
                guest: email(n),
                from: n,
            });
        }
    }
    house.store.db().close().await;
    stays
}

async fn drained(house: &House) -> Vec<server::exchange::Letter> {
    letters(house).await
}

fn deed(path: &str, deed: &str, from: usize) -> Form {
    Form {
        path: path.to_owned(),
        fields: vec![("geste", deed.to_owned())],
        from,
    }
}

fn accept(stay: &Stay) -> Form {
    deed(&stay.host, "accept", 500 + stay.from)
}

fn confirm(stay: &Stay) -> Form {
    deed(&stay.theirs, "confirm", stay.from)
}

/// The host accepts, the guest confirms; gives how far it came: 0, 1 or 2 were acknowledged.
async fn agree(place: Arc<Place>, stay: Stay, acknowledged: Arc<AtomicU64>) -> usize {
    for (done, form) in [accept(&stay), confirm(&stay)].into_iter().enumerate() {
        if Place::acknowledged(place.send(&form).await).is_none() {
            return done;
        }
        acknowledged.fetch_add(1, Ordering::SeqCst);
    }
    2
}

/// How far an agreement is, as its guest sees it: by what can still be done.
async fn state_of(place: &Place, stay: &Stay) -> usize {
    let (status, page) = place.get(&stay.theirs).await;
    assert_eq!(status, StatusCode::OK);
    let may = |deed: &str| page.contains(&format!("value=\"{deed}\""));
    match (may("confirm"), may("done")) {
        (true, _) => 1,
        (_, true) => 2,
        _ => {
            assert!(may("cancel"), "{page}");
            0
        }
    }
}
