//! Builds messages and threads for the stories. Everything is synthetic.

use std::collections::HashSet;

use portal::cap::{
    Alert, Area, CapVersion, Category, Certainty, Identity, Info, MsgType, NamedValue, Reference,
    ResponseType, Scope, Severity, Status, Urgency,
};
use portal::messages::{
    Completeness, DocumentId, Message, MessageId, Publication, Resolution, Thread, ThreadId, View,
    join, order, view,
};
use portal::places::{Dep, Places};
use portal::sources::SourceId;
use portal::{Instant, Span};

/// `n` o'clock (UTC) on the day of the stories; beyond 24, the days after.
pub fn h(n: i64) -> Instant {
    Instant(1_795_392_000_000) + Span::hours(n)
}

/// The source and sender of a message that names none.
pub const GARD: &str = "pref-gard";

pub fn info() -> Info {
    Info {
        language: None,
        categories: vec![Category::Met],
        event: "Crues".into(),
        response_types: vec![],
        urgency: Urgency::Expected,
        severity: Severity::Severe,
        certainty: Certainty::Likely,
        audience: None,
        event_codes: vec![],
        effective: None,
        onset: None,
        expires: None,
        sender_name: None,
        headline: None,
        description: None,
        instruction: None,
        web: None,
        contact: None,
        parameters: vec![],
        resources: vec![],
        areas: vec![Area {
            desc: "30".into(),
            ..Area::default()
        }],
    }
}

/// What stories say about an info.
pub trait Say: Sized {
    fn onset(self, t: Instant) -> Self;
    fn expires(self, t: Instant) -> Self;
    fn severity(self, s: Severity) -> Self;
    fn language(self, tag: &str) -> Self;
    fn all_clear(self) -> Self;
    /// Its only area, by the code of a département.
    fn in_dep(self, dep: &str) -> Self;
    fn parameter(self, name: &str, value: &str) -> Self;
}

impl Say for Info {
    fn onset(mut self, t: Instant) -> Self {
        self.onset = Some(t);
        self
    }
    fn expires(mut self, t: Instant) -> Self {
        self.expires = Some(t);
        self
    }
    fn severity(mut self, s: Severity) -> Self {
        self.severity = s;
        self
    }
    fn language(mut self, tag: &str) -> Self {
        self.language = Some(tag.into());
        self
    }
    fn all_clear(mut self) -> Self {
        self.response_types = vec![ResponseType::AllClear];
        self.severity = Severity::Minor;
        self
    }
    fn in_dep(mut self, dep: &str) -> Self {
        self.areas = vec![Area {
            desc: dep.into(),
            ..Area::default()
        }];
        self
    }
    fn parameter(mut self, name: &str, value: &str) -> Self {
        self.parameters.push(NamedValue {
            name: name.into(),
            value: value.into(),
        });
        self
    }
}

fn message(msg_type: MsgType, identifier: &str, sent: Instant, infos: Vec<Info>) -> Message {
    let resolved = infos.iter().map(|i| places_of(&i.areas)).collect();
    Message {
        id: MessageId(format!("m-{identifier}-{}", sent.0)),
        source: SourceId(GARD.into()),
        document: DocumentId(format!("d-{identifier}")),
        received_at: sent + Span::minutes(1),
        confirmed_at: sent + Span::minutes(1),
        review_after: Span::hours(24),
        default_language: "fr-FR".into(),
        publication: Publication::Public,
        completeness: Completeness::Full,
        alert: Alert {
            identity: Identity {
                identifier: identifier.into(),
                sender: GARD.into(),
                sent,
            },
            sent_text: sent.rfc3339(),
            version: CapVersion::V1_2,
            status: Status::Actual,
            msg_type,
            source: None,
            scope: Scope::Public,
            restriction: None,
            addresses: vec![],
            codes: vec![],
            note: None,
            references: vec![],
            incidents: vec![],
            infos,
            signed: false,
        },
        resolved,
        deviations: vec![],
    }
}

/// Each area's description is a département's code here.
fn places_of(areas: &[Area]) -> Vec<Resolution> {
    areas
        .iter()
        .map(|a| Resolution {
            places: Places::new([Dep(a.desc.clone())], []),
            resolved: true,
        })
        .collect()
}

pub fn alert(identifier: &str, sent: Instant, infos: Vec<Info>) -> Message {
    message(MsgType::Alert, identifier, sent, infos)
}

pub fn update(identifier: &str, sent: Instant, of: &[&Message], infos: Vec<Info>) -> Message {
    message(MsgType::Update, identifier, sent, infos).refers_to(of)
}

pub fn cancel(identifier: &str, sent: Instant, of: &[&Message]) -> Message {
    message(MsgType::Cancel, identifier, sent, vec![]).refers_to(of)
}

/// What stories say about a message.
pub trait Tell: Sized {
    fn refers_to(self, of: &[&Message]) -> Self;
    /// Names others by their bare identifier.
    fn refers_barely_to(self, identifiers: &[&str]) -> Self;
    fn from(self, sender: &str, source: &str) -> Self;
    fn with_infos(self, infos: Vec<Info>) -> Self;
    fn received(self, t: Instant) -> Self;
    fn of_type(self, t: MsgType) -> Self;
}

impl Tell for Message {
    fn refers_to(mut self, of: &[&Message]) -> Self {
        self.alert.references.extend(of.iter().map(|m| Reference {
            sender: Some(m.alert.identity.sender.clone()),
            identifier: m.alert.identity.identifier.clone(),
            sent: Some(m.alert.identity.sent),
        }));
        self
    }
    fn refers_barely_to(mut self, identifiers: &[&str]) -> Self {
        self.alert
            .references
            .extend(identifiers.iter().map(|i| Reference {
                sender: None,
                identifier: (*i).to_owned(),
                sent: None,
            }));
        self
    }
    fn from(mut self, sender: &str, source: &str) -> Self {
        self.alert.identity.sender = sender.into();
        self.source = SourceId(source.into());
        self
    }
    fn with_infos(mut self, infos: Vec<Info>) -> Self {
        self.resolved = infos.iter().map(|i| places_of(&i.areas)).collect();
        self.alert.infos = infos;
        self
    }
    fn received(mut self, t: Instant) -> Self {
        self.received_at = t;
        self.confirmed_at = t;
        self
    }
    fn of_type(mut self, t: MsgType) -> Self {
        self.alert.msg_type = t;
        self
    }
}

/// A thread of these, in a thread's order.
pub fn thread(messages: &[Message]) -> Thread {
    let mut messages = messages.to_vec();
    order(&mut messages);
    Thread {
        id: ThreadId("t".into()),
        messages,
    }
}

/// The messages as if they had arrived in this order, a minute apart, from `first` on. What the source
/// still carries is the same whatever came first, so `confirmed_at` is that of the last arrival.
pub fn arrived(messages: &[Message], first: Instant) -> Vec<Message> {
    let minutes = |n: usize| Span::minutes(i64::try_from(n).unwrap_or(i64::MAX));
    messages
        .iter()
        .enumerate()
        .map(|(k, m)| {
            let mut m = m.clone();
            m.id = MessageId(format!("m-{k:04}"));
            m.received_at = first + minutes(k);
            m.confirmed_at = first + minutes(messages.len());
            m
        })
        .collect()
}

/// Checks the one thread that the messages make, in every order of arrival (up to five messages) or in
/// some hundred orders (more).
pub fn in_every_order(messages: &[Message], check: impl Fn(&Thread)) {
    let first = messages.iter().map(|m| m.received_at).max().unwrap_or(h(0));
    for order in orders(messages.len()) {
        let shuffled: Vec<Message> = order.iter().map(|&i| messages[i].clone()).collect();
        let arrived = arrived(&shuffled, first);
        assert_eq!(join(&arrived).len(), 1, "one thread, arriving as {order:?}");
        check(&thread(&arrived));
    }
}

fn orders(n: usize) -> Vec<Vec<usize>> {
    let mut orders = HashSet::new();
    let mut order: Vec<usize> = (0..n).collect();
    // Heap-like rotations reach every order of few; a fixed linear congruence mixes many.
    let mut seed = 7_usize;
    let wanted = if n <= 5 { (1..=n).product() } else { 120 };
    while orders.len() < wanted {
        orders.insert(order.clone());
        for i in (1..n).rev() {
            seed = seed
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            order.swap(i, (seed >> 33) % (i + 1));
        }
    }
    orders.into_iter().collect()
}

/// The view of a thread that has something to tell.
#[track_caller]
pub fn seen(thread: &Thread, now: Instant) -> View<'_> {
    match view(thread, now) {
        Some(view) => view,
        None => panic!("nothing to tell"),
    }
}

/// The identifiers of the heads, newest first.
pub fn heads(view: &View<'_>) -> Vec<String> {
    view.heads.iter().map(|m| identifier(m)).collect()
}

/// The identifier of a message.
pub fn identifier(m: &Message) -> String {
    m.alert.identity.identifier.clone()
}

/// The départements of a view.
pub fn deps(view: &View<'_>) -> Vec<String> {
    view.places
        .departements()
        .into_iter()
        .map(|d| d.0)
        .collect()
}
