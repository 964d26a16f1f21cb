//! What the stories are told with: a store, hand-made messages, and questions to the store.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use portal::cap::{
    Alert, Area, CapVersion, Category, Certainty, Identity, Info, MsgType, Point, Reference, Scope,
    Severity, Status, Urgency,
};
use portal::messages::{
    Completeness, Found, Intake as _, Messages as _, NewDocument, NewMessage, Publication,
    Resolution, State, Taken, Thread, ThreadId, Where, view,
};
use portal::places::{Dep, Insee, Places};
use portal::sources::SourceId;
use portal::{Ids, Instant, Span};
use store::{Db, Store};
use store_testing::Database;

/// 2026-11-23, 20:00 in Paris.
pub const START: Instant = Instant(1_795_460_400_000);

/// `n` minutes after the start.
pub fn minute(n: i64) -> Instant {
    START + Span::minutes(n)
}

/// Ids in order of time and of making, as UUIDv7 are.
#[derive(Default)]
struct Counting(AtomicU64);

impl Ids for Counting {
    fn fresh(&self, now: Instant) -> String {
        let n = self.0.fetch_add(1, Ordering::Relaxed);
        format!("{:013}-{n:08}", now.0)
    }
}

/// A store over a migrated database.
pub async fn store(database: &Database) -> Store {
    let db = Db::open(database.url()).await.unwrap();
    db.migrate().await.unwrap();
    Store::new(db, Arc::new(Counting::default()))
}

/// The source of all stories that need only one.
pub fn meteo() -> SourceId {
    SourceId("meteo".into())
}

/// One département, whole.
pub fn departement(code: &str) -> Places {
    Places::new([Dep(code.into())], [])
}

/// One commune.
pub fn commune(insee: &str) -> Places {
    Places::new([], [Insee(insee.into())])
}

/// The identity of the stories' messages.
pub fn identity(identifier: &str, sent: Instant) -> Identity {
    Identity {
        identifier: identifier.into(),
        sender: "vigilance@example.fr".into(),
        sent,
    }
}

/// A public flood message for the whole Gard, from minute `sent` for two hours.
pub fn message(identifier: &str, sent: i64) -> Telling {
    let sent = minute(sent);
    Telling(NewMessage {
        alert: Alert {
            identity: identity(identifier, sent),
            sent_text: sent.rfc3339(),
            version: CapVersion::V1_2,
            status: Status::Actual,
            msg_type: MsgType::Alert,
            source: None,
            scope: Scope::Public,
            restriction: None,
            addresses: vec![],
            codes: vec![],
            note: None,
            references: vec![],
            incidents: vec![],
            infos: vec![info(sent)],
            signed: false,
        },
        resolved: vec![vec![Resolution {
            places: departement("30"),
            resolved: true,
        }]],
        publication: Publication::Public,
        completeness: Completeness::Full,
        deviations: vec![],
        review_after: Span::hours(12),
        default_language: "fr-FR".into(),
    })
}

fn info(sent: Instant) -> Info {
    Info {
        language: None,
        categories: vec![Category::Met],
        event: "Crue".into(),
        response_types: vec![],
        urgency: Urgency::Immediate,
        severity: Severity::Severe,
        certainty: Certainty::Likely,
        audience: None,
        event_codes: vec![],
        effective: None,
        onset: Some(sent),
        expires: Some(sent + Span::hours(2)),
        sender_name: None,
        headline: Some("Crue du Vidourle".into()),
        description: None,
        instruction: None,
        web: None,
        contact: None,
        parameters: vec![],
        resources: vec![],
        areas: vec![Area {
            desc: "Gard".into(),
            // A third cannot be written exactly: what is read back must still be the same.
            polygons: vec![vec![point(0.0), point(1.0 / 3.0), point(0.2), point(0.0)]],
            ..Area::default()
        }],
    }
}

fn point(east: f64) -> Point {
    Point {
        lat: 43.0 + 1.0 / 7.0,
        lon: 4.0 + east,
    }
}

/// A message being told.
#[derive(Clone)]
pub struct Telling(pub NewMessage);

impl Telling {
    /// An Update of these (identifier, minute sent).
    pub fn updates(self, referents: &[(&str, i64)]) -> Self {
        self.refers(MsgType::Update, referents)
    }

    /// A Cancel of these, without info.
    pub fn cancels(self, referents: &[(&str, i64)]) -> Self {
        let mut this = self.refers(MsgType::Cancel, referents);
        this.0.alert.infos.clear();
        this.0.resolved.clear();
        this
    }

    fn refers(mut self, msg_type: MsgType, referents: &[(&str, i64)]) -> Self {
        self.0.alert.msg_type = msg_type;
        self.0.alert.references = referents
            .iter()
            .map(|(identifier, sent)| Reference {
                sender: Some(self.0.alert.identity.sender.clone()),
                identifier: (*identifier).to_owned(),
                sent: Some(minute(*sent)),
            })
            .collect();
        self
    }

    /// From another sender.
    pub fn by(mut self, sender: &str) -> Self {
        self.0.alert.identity.sender = sender.into();
        self
    }

    /// Somewhere else than the Gard.
    pub fn at(mut self, places: Places) -> Self {
        for resolution in self.0.resolved.iter_mut().flatten() {
            resolution.places = places.clone();
        }
        self
    }

    /// Of another severity.
    pub fn severity(mut self, severity: Severity) -> Self {
        self.infos(|info| info.severity = severity)
    }

    /// With another headline.
    pub fn headline(mut self, text: &str) -> Self {
        self.infos(|info| info.headline = Some(text.into()))
    }

    /// Ending at that minute, or never saying when.
    pub fn until(mut self, end: Option<i64>) -> Self {
        self.infos(|info| info.expires = end.map(minute))
    }

    fn infos(&mut self, change: impl Fn(&mut Info)) -> Self {
        self.0.alert.infos.iter_mut().for_each(change);
        self.clone()
    }

    /// Not public, or not yet.
    pub fn publication(mut self, publication: Publication) -> Self {
        self.0.publication = publication;
        self
    }

    /// As a feed's entry tells it: no sender, no references.
    pub fn entry(mut self) -> Self {
        self.0.completeness = Completeness::Entry;
        self.0.alert.identity.sender.clear();
        self.0.alert.references.clear();
        self
    }

    /// Received at that minute from `meteo`, in a document of its own.
    pub async fn received(self, store: &Store, at: i64) -> Taken {
        self.received_from(store, &meteo(), at).await
    }

    /// Received at that minute from another source.
    pub async fn received_from(self, store: &Store, source: &SourceId, at: i64) -> Taken {
        let bytes = serde_json::to_vec(&self.0.alert).unwrap();
        let (_, mut taken) = store
            .receive(source, document(bytes), vec![self.0], minute(at))
            .await
            .unwrap();
        assert_eq!(taken.len(), 1);
        taken.remove(0)
    }
}

/// Bytes as they arrived.
pub fn document(bytes: impl Into<Vec<u8>>) -> NewDocument {
    NewDocument {
        url: "https://example.fr/cap.xml?token=secret".into(),
        content_type: Some("application/cap+xml".into()),
        bytes: bytes.into(),
    }
}

/// The identifiers of a thread's messages, in its order.
pub fn identifiers(thread: &Thread) -> Vec<&str> {
    thread
        .messages
        .iter()
        .map(|m| m.alert.identity.identifier.as_str())
        .collect()
}

/// All threads, in force or ended at that minute.
pub async fn listed(store: &Store, at: i64) -> Vec<Thread> {
    let mut threads = in_force(store, &Where::Everywhere, at).await;
    let past = portal::messages::Past::default();
    let ended = store
        .ended(&Where::Everywhere, &past, 1000, minute(at))
        .await
        .unwrap();
    threads.extend(ended.into_iter().map(|(_, thread)| thread));
    threads
}

/// Threads in force there at that minute.
pub async fn in_force(store: &Store, place: &Where, at: i64) -> Vec<Thread> {
    store.in_force(place, minute(at)).await.unwrap()
}

/// The only thread listed.
pub async fn only(store: &Store, at: i64) -> Thread {
    let mut threads = listed(store, at).await;
    assert_eq!(threads.len(), 1, "{threads:#?}");
    threads.remove(0)
}

/// The thread of that id, which must be here.
pub async fn thread(store: &Store, id: &ThreadId) -> Thread {
    match store.thread(id).await.unwrap() {
        Some(Found::Thread(thread)) => *thread,
        other => panic!("{other:?}"),
    }
}

/// What a thread is at that minute.
pub fn state(thread: &Thread, at: i64) -> State {
    view(thread, minute(at)).unwrap().state
}
