//! What the stories of telling devices are told with: devices, and a worker of few words.

use portal::messages::{Colour, Messages as _};
use portal::push::{
    Claimed, Endpoint, FanoutId, Follow, Followed, ManageHash, NewSubscription, Outbox as _,
    Outcome, Plan, Progress, PushKeys, Services, Settled, Subscribed, SubscriptionId,
    Subscriptions as _, Tellings as _, Tongue, plan,
};
use portal::{Instant, Span};
use store::Store;

use crate::telling::*;

/// The push service of every device here.
pub const ORIGIN: &str = "https://fcm.googleapis.com";
/// The worker's name.
pub const WORKER: &str = "worker";

/// An endpoint of that device.
pub fn endpoint(device: &str) -> Endpoint {
    Endpoint::parse(&format!("{ORIGIN}/send/{device}"), &Services::default()).unwrap()
}

/// A choice.
pub fn follow(places: &[&str], at_least: Colour) -> Follow {
    let places = places.iter().map(|code| Followed::parse(code).unwrap());
    Follow::new(places, at_least, Tongue::Fr).unwrap()
}

/// What its browser sends.
pub fn new(device: &str, places: &[&str], at_least: Colour) -> NewSubscription {
    NewSubscription {
        endpoint: endpoint(device),
        keys: PushKeys {
            p256dh: [4; 65],
            auth: [9; 16],
        },
        vapid_key: "key".into(),
        follow: follow(places, at_least),
        manage: link(device),
    }
}

/// Its manage link.
pub fn link(device: &str) -> ManageHash {
    ManageHash(format!("link of {device}"))
}

/// Keeps a device that follows these places from yellow on.
pub async fn device(store: &Store, name: &str, places: &[&str]) -> SubscriptionId {
    device_from(store, name, places, Colour::Yellow).await
}

/// Keeps a device that follows these places from that colour on.
pub async fn device_from(
    store: &Store,
    name: &str,
    places: &[&str],
    at_least: Colour,
) -> SubscriptionId {
    let new = new(name, places, at_least);
    match store.subscribe(&new, minute(-10)).await.unwrap() {
        Subscribed::Kept(id) => id,
        Subscribed::Gone => panic!("{name} is gone"),
    }
}

/// Plans and begins what waits at that minute; gives what was begun.
pub async fn begin(store: &Store, at: i64) -> Vec<FanoutId> {
    let mut begun = Vec::new();
    for waiting in store.waiting(minute(at)).await.unwrap() {
        let thread = thread(store, &waiting.thread).await;
        let plan = plan(&thread, minute(at));
        let put_off = store.begin(&waiting.id, &plan, minute(at)).await.unwrap();
        if put_off.is_none() {
            begun.push(waiting.id);
        }
    }
    begun
}

/// Begins what waits and expands it to its end; how many deliveries were added.
pub async fn expand(store: &Store, at: i64) -> u64 {
    begin(store, at).await;
    let mut added = 0;
    for id in store.expanding().await.unwrap() {
        loop {
            let step = store.expand(&id, 2, minute(at)).await.unwrap();
            added += step.added;
            if step.done {
                break;
            }
        }
    }
    added
}

/// Everything that can be claimed at that minute, for five minutes.
pub async fn claim(store: &Store, at: i64) -> Vec<Claimed> {
    claim_as(store, WORKER, 1000, at).await
}

/// Up to `limit` deliveries for that worker, for five minutes.
pub async fn claim_as(store: &Store, worker: &str, limit: u32, at: i64) -> Vec<Claimed> {
    store
        .claim(worker, ORIGIN, limit, minute(at + 5), minute(at))
        .await
        .unwrap()
}

/// A result.
pub fn result(of: &Claimed, outcome: Outcome, status: Option<u16>) -> Settled {
    Settled {
        fanout: of.fanout.clone(),
        subscription: of.subscription.clone(),
        outcome,
        status,
    }
}

/// Settles them all alike.
pub async fn settle(store: &Store, letters: &[Claimed], outcome: Outcome, at: i64) {
    settle_as(store, WORKER, letters, outcome, at).await;
}

/// Settles them all alike, as that worker.
pub async fn settle_as(
    store: &Store,
    worker: &str,
    letters: &[Claimed],
    outcome: Outcome,
    at: i64,
) {
    let status = match outcome {
        Outcome::Sent => Some(201),
        Outcome::Gone => Some(410),
        Outcome::Refused => Some(413),
        Outcome::Again(_) => Some(503),
        Outcome::Lapsed => None,
    };
    let results: Vec<Settled> = letters
        .iter()
        .map(|letter| result(letter, outcome.clone(), status))
        .collect();
    store.settle(worker, &results, minute(at)).await.unwrap();
}

/// Does all that a worker does at that minute; gives whom it told, and whether loudly, in order of devices.
pub async fn work(store: &Store, at: i64) -> Vec<(SubscriptionId, bool)> {
    expand(store, at).await;
    let letters = claim(store, at).await;
    settle(store, &letters, Outcome::Sent, at).await;
    whom(&letters)
}

/// Whom they are for, and whether they are loud, in order of devices.
pub fn whom(letters: &[Claimed]) -> Vec<(SubscriptionId, bool)> {
    let mut whom: Vec<_> = letters
        .iter()
        .map(|letter| (letter.subscription.clone(), letter.loud))
        .collect();
    whom.sort();
    whom
}

/// The newest telling.
pub async fn newest(store: &Store) -> Progress {
    store.tellings(1).await.unwrap().remove(0)
}

/// A plan that the thread gives at that minute.
pub async fn plan_of(store: &Store, at: i64) -> Plan {
    let thread = only(store, at).await;
    assert!(store.thread(&thread.id).await.unwrap().is_some());
    plan(&thread, minute(at))
}

/// That many seconds after the start.
pub fn second(n: i64) -> Instant {
    START + Span::seconds(n)
}
