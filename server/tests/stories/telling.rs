//! Devices are told: from a document taken in, through the outbox and the worker, to a push service that
//! answers as the story says.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use async_trait::async_trait;
use desk::access::Randomness;
use desk::staff::Role;
use portal::messages::Colour;
use portal::push::{
    Endpoint, Follow, Followed, ManageHash, NewSubscription, PushKeys, Services,
    Subscriptions as _, TestAsked, TestState, Tongue,
};
use portal::{Clock as _, Instant, Span};
use serde_json::Value;
use server::push::{Answer, Lanes, Letter, Post, Sending, Teller};
use store_testing::on_both_engines;
use tokio::sync::{Notify, watch};

use crate::documents::{START, Text, alert, minute, text};
use crate::house::{House, ORIGIN, gard, until};

const FCM: &str = "https://fcm.googleapis.com";
const APPLE: &str = "https://web.push.apple.com";

/// Half-way, always.
struct Half;

impl Randomness for Half {
    fn fill(&self, bytes: &mut [u8]) {
        bytes.fill(0x80);
    }
}

/// What a service does with what comes next.
#[derive(Clone, Copy)]
enum Does {
    Answers(Answer),
    Hangs,
}

/// Push services that note what they are sent.
#[derive(Default)]
struct Sent {
    does: Mutex<HashMap<String, Does>>,
    got: Mutex<Vec<Letter>>,
}

impl Sent {
    fn will(&self, origin: &str, does: Does) {
        self.does.lock().unwrap().insert(origin.to_owned(), does);
    }

    /// What one device got, as its service worker reads it, with the letter.
    fn got(&self, device: &str) -> Vec<(Value, Letter)> {
        let all = self.got.lock().unwrap();
        let of = all
            .iter()
            .filter(|l| l.endpoint.url().ends_with(&format!("/{device}")));
        of.map(|l| {
            let payload: Value = serde_json::from_slice(&l.payload).unwrap();
            (payload["notification"].clone(), l.clone())
        })
        .collect()
    }
}

#[async_trait]
impl Post for Sent {
    async fn post(&self, letter: &Letter, _: Instant) -> (Answer, Option<u16>) {
        let does = self
            .does
            .lock()
            .unwrap()
            .get(letter.endpoint.origin())
            .copied();
        match does.unwrap_or(Does::Answers(Answer::Sent)) {
            Does::Hangs => std::future::pending().await,
            Does::Answers(answer) => {
                if answer == Answer::Sent {
                    self.got.lock().unwrap().push(letter.clone());
                }
                (answer, None)
            }
        }
    }
}

/// A house whose worker runs.
struct Told {
    house: House,
    services: Arc<Sent>,
    lanes: Arc<Lanes>,
    stop: watch::Sender<bool>,
    task: tokio::task::JoinHandle<()>,
}

impl Told {
    async fn open(url: &str) -> Self {
        Self::of(House::open(url, vec![gard()]).await, Arc::default())
    }

    fn of(house: House, services: Arc<Sent>) -> Self {
        let lanes = Arc::new(Lanes::default());
        let (stop, stopping) = watch::channel(false);
        let site = app::Site {
            name: "Rives".to_owned(),
            origin: ORIGIN.to_owned(),
            exercise: false,
            assets: app::Assets::default(),
        };
        let sending = Sending {
            outbox: house.store.clone(),
            teller: Teller::new(house.store.clone(), site),
            post: services.clone(),
            services: Services::default(),
            vapid_key: "cle".to_owned(),
            lanes: lanes.clone(),
            clock: house.clock.clone(),
            random: Arc::new(Half),
            timeout: Span::seconds(10),
            worker: "w".to_owned(),
            wake: Arc::new(Notify::new()),
            expanded: Notify::new(),
        };
        let task = tokio::spawn(sending.run(stopping));
        Self {
            house,
            services,
            lanes,
            stop,
            task,
        }
    }

    /// A device of that name at that service, which follows that place from that colour on.
    async fn follows(
        &self,
        device: &str,
        origin: &str,
        place: &str,
        at_least: Colour,
    ) -> ManageHash {
        let endpoint = format!("{origin}/{device}");
        let manage = ManageHash(format!("{device:0>64}"));
        let mut p256dh = [7; 65];
        p256dh[0] = 4;
        let new = NewSubscription {
            endpoint: Endpoint::parse(&endpoint, &Services::default()).unwrap(),
            keys: PushKeys {
                p256dh,
                auth: [9; 16],
            },
            vapid_key: "cle".to_owned(),
            follow: Follow::new([Followed::parse(place).unwrap()], at_least, Tongue::Fr).unwrap(),
            manage: manage.clone(),
        };
        self.house
            .store
            .subscribe(&new, self.house.clock.now())
            .await
            .unwrap();
        manage
    }

    async fn gets(&self, device: &str, n: usize) {
        until(&format!("{device} is told {n} times"), || async {
            self.services.got(device).len() >= n
        })
        .await;
    }

    /// Long enough for the worker to look twice: what it has not done then, it does not do.
    async fn rest(&self) {
        tokio::time::sleep(Duration::from_millis(2_300)).await;
    }

    fn count(&self, device: &str) -> usize {
        self.services.got(device).len()
    }

    async fn stop(self) -> House {
        let _ = self.stop.send(true);
        self.task.await.unwrap();
        self.house
    }
}

on_both_engines! {
    async fn a_message_is_told_once_to_who_follows_its_place_at_its_colour(database) {
        let told = Told::open(database.url()).await;
        told.follows("nimes", FCM, "30189", Colour::Yellow).await;
        told.follows("gard", APPLE, "D30", Colour::Orange).await;
        told.follows("rouge", FCM, "30189", Colour::Red).await;
        told.follows("paris", FCM, "75056", Colour::Yellow).await;
        told.house.hears(&alert("crue", 0)).await;
        told.gets("nimes", 1).await;
        told.gets("gard", 1).await;
        told.rest().await;
        assert_eq!(["nimes", "gard", "rouge", "paris"].map(|d| told.count(d)), [1, 1, 0, 0]);
        let (notification, letter) = told.services.got("nimes").remove(0);
        assert!(notification["title"].as_str().unwrap().contains("Titre crue"), "{notification}");
        assert_eq!(notification["silent"], false);
        assert_eq!(notification["tag"].as_str(), letter.topic.as_deref());
        let navigate = notification["navigate"].as_str().unwrap();
        told.house.get(navigate.strip_prefix(ORIGIN).unwrap()).await.good();
        assert!(letter.urgent);
        assert_eq!(letter.ttl_s, 120 * 60);
        told.stop().await;
    }

    async fn an_update_is_quiet_and_an_end_is_told_only_to_who_was_told(database) {
        let told = Told::open(database.url()).await;
        told.follows("avant", FCM, "30189", Colour::Yellow).await;
        told.house.hears(&alert("crue", 0)).await;
        told.gets("avant", 1).await;
        told.rest().await;
        told.house.at(minute(20));
        let more = alert("crue-2", 20).updates(&[("crue", 0)]).says([text("L'eau monte encore")]);
        told.house.hears(&more).await;
        told.gets("avant", 2).await;
        let both = told.services.got("avant");
        let tags: Vec<_> = both.iter().map(|(n, _)| n["tag"].clone()).collect();
        assert_eq!(tags[0], tags[1]);
        assert_eq!(both[1].0["silent"], true);
        told.rest().await;

        told.house.at(minute(40));
        told.follows("apres", FCM, "30189", Colour::Yellow).await;
        told.house.hears(&alert("fin", 40).cancels(&[("crue-2", 20)])).await;
        told.gets("avant", 3).await;
        told.rest().await;
        assert_eq!([told.count("avant"), told.count("apres")], [3, 0]);
        told.stop().await;
    }

    async fn nothing_is_told_of_what_is_over(database) {
        let told = Told::open(database.url()).await;
        told.follows("a", FCM, "30189", Colour::Yellow).await;
        // The service waits until the alert is over.
        told.services.will(FCM, Does::Answers(Answer::Slow { retry_after: Some(Duration::from_secs(1_200)) }));
        let short = Text { expires: Some(minute(10)), ..text("Bref") };
        told.house.hears(&alert("bref", 0).says([short])).await;
        until("it is paused", || async { !told.lanes.paused(START).is_empty() }).await;
        told.services.will(FCM, Does::Answers(Answer::Sent));
        told.house.at(minute(30));
        // Already over when it is heard.
        told.house.hears(&alert("passe", 0).says([Text { expires: Some(minute(20)), ..text("Passé") }])).await;
        told.rest().await;
        assert_eq!(told.count("a"), 0);
        told.stop().await;
    }

    async fn a_service_that_hangs_or_asks_to_wait_holds_up_only_its_own(database) {
        let told = Told::open(database.url()).await;
        let (slow, dead) = ("https://a.push.services.mozilla.com", "https://wns.notify.windows.com");
        for n in 0..6 {
            told.follows(&format!("slow{n}"), slow, "30189", Colour::Yellow).await;
            told.follows(&format!("dead{n}"), dead, "30189", Colour::Yellow).await;
            told.follows(&format!("good{n}"), FCM, "30189", Colour::Yellow).await;
        }
        told.services.will(slow, Does::Answers(Answer::Slow { retry_after: Some(Duration::from_secs(90)) }));
        told.services.will(dead, Does::Hangs);
        told.house.hears(&alert("crue", 0)).await;
        for n in 0..6 {
            told.gets(&format!("good{n}"), 1).await;
        }
        until("the slow one is paused", || async { !told.lanes.paused(START).is_empty() }).await;
        assert_eq!(told.lanes.paused(START).first().map(|p| p.origin.clone()).as_deref(), Some(slow));
        assert_eq!(told.lanes.paused_until(FCM, START), None);
        // Nobody is forgotten: once the time has passed, the slow one's devices are told.
        told.services.will(slow, Does::Answers(Answer::Sent));
        told.house.at(START + Span::seconds(100));
        for n in 0..6 {
            told.gets(&format!("slow{n}"), 1).await;
        }
        // It hangs for ever: the worker is dropped as a killed process's would be.
        told.task.abort();
    }

    async fn a_key_that_is_refused_deletes_nobody_and_a_gone_device_is_not_written_to_again(database) {
        let told = Told::open(database.url()).await;
        let kept = told.follows("kept", APPLE, "30189", Colour::Yellow).await;
        let gone = told.follows("gone", FCM, "30189", Colour::Yellow).await;
        told.services.will(APPLE, Does::Answers(Answer::Misconfigured));
        told.services.will(FCM, Does::Answers(Answer::Gone));
        told.house.hears(&alert("crue", 0)).await;
        until("one is gone", || async {
            told.house.store.subscription(&gone).await.unwrap().is_none_or(|s| s.gone_at.is_some())
        }).await;
        until("the other is paused", || async { told.lanes.paused_until(APPLE, START).is_some() }).await;
        assert!(told.house.store.subscription(&kept).await.unwrap().unwrap().gone_at.is_none());
        told.services.will(APPLE, Does::Answers(Answer::Sent));
        told.services.will(FCM, Does::Answers(Answer::Sent));
        told.house.at(minute(5));
        told.gets("kept", 1).await;
        told.rest().await;
        assert_eq!(told.count("gone"), 0);
        told.stop().await;
    }

    async fn a_restart_goes_on_where_it_was_and_misses_nobody(database) {
        let told = Told::open(database.url()).await;
        for n in 0..300 {
            told.follows(&format!("d{n}"), FCM, "30189", Colour::Yellow).await;
        }
        told.services.will(FCM, Does::Hangs);
        told.house.hears(&alert("crue", 0)).await;
        tokio::time::sleep(Duration::from_millis(1_500)).await;
        told.task.abort();
        let _ = told.task.await;
        let (house, services) = (told.house, told.services);
        services.will(FCM, Does::Answers(Answer::Sent));
        let told = Told::of(house, services);
        until("all are told", || async { (0..300).all(|n| told.count(&format!("d{n}")) == 1) }).await;
        told.stop().await;
    }

    async fn the_desk_sees_how_a_telling_went_and_no_address(database) {
        let told = Told::open(database.url()).await;
        told.follows("nimes", FCM, "30189", Colour::Yellow).await;
        told.follows("gone", APPLE, "30189", Colour::Yellow).await;
        told.services.will(APPLE, Does::Answers(Answer::Gone));
        let editor = told.house.colleague("Anne Martin", &[Role::Editor]).await;
        told.house.hears(&alert("crue", 0)).await;
        until("all is through", || async {
            let page = told.house.desk(editor.get("/diffusion")).await.good();
            page.says("terminé") && page.says("100 %")
        }).await;
        let page = told.house.desk(editor.get("/diffusion")).await.good();
        assert!(page.says("Sur 2 : 1 remis, 1 appareils disparus, 0 refusés, 0 trop tard."), "{}", page.text());
        assert!(page.says("1 appareil suit au moins un lieu."), "{}", page.text());
        assert!(!page.says("/nimes"));
        let watcher = told.house.colleague("Paul Petit", &[Role::Watcher]).await;
        let refused = told.house.desk(watcher.get("/diffusion")).await;
        assert_eq!(refused.status, axum::http::StatusCode::FORBIDDEN);
        told.stop().await;
    }

    async fn a_test_of_reception_goes_through_the_same_chain(database) {
        let told = Told::open(database.url()).await;
        let manage = told.follows("a", FCM, "30189", Colour::Yellow).await;
        let asked = told.house.store.ask_test(&manage, "recu", START).await.unwrap();
        let TestAsked::Asked(test) = asked else { panic!("{asked:?}") };
        told.gets("a", 1).await;
        let (notification, _) = told.services.got("a").remove(0);
        assert!(notification["title"].as_str().unwrap().starts_with("Essai"), "{notification}");
        let receipt = notification["data"]["receipt"].as_str().unwrap();
        told.house.store.arrived(receipt, START).await.unwrap();
        let state = told.house.store.test(&manage, &test).await.unwrap();
        assert_eq!(state, Some(TestState::Arrived));
        told.stop().await;
    }
}
