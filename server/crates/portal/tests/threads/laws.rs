//! What is true of every set of messages.

use std::collections::BTreeSet;

use portal::cap::{Info, MsgType, Reference, ResponseType, Severity};
use portal::messages::{
    Message, Publication, State, Thread, extent, join, links, takes_part, view,
};
use portal::{Instant, Span};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::{Index, select};

use crate::build::*;

/// Hours small enough that instants often coincide.
fn hour() -> impl Strategy<Value = Instant> {
    (0..12_i64).prop_map(h)
}

prop_compose! {
    fn any_info()(
        onset in option::of(hour()),
        effective in option::of(hour()),
        expires in option::weighted(0.8, hour()),
        all_clear in prop::bool::weighted(0.3),
        severity in select(Severity::ALL),
        dep in select(&["30", "34", "13", ""][..]),
    ) -> Info {
        let mut info = info().severity(severity).in_dep(dep);
        if dep.is_empty() {
            info.areas.clear();
        }
        info.onset = onset;
        info.effective = effective;
        info.expires = expires;
        if all_clear {
            info.response_types = vec![ResponseType::AllClear];
        }
        info
    }
}

prop_compose! {
    fn any_message()(
        identifier in select(&["A1", "A2", "id-1", "id-2", "id-3"][..]),
        sent in hour(),
        received in 0..600_i64,
        sender in select(&["s", "t", "u"][..]),
        source in select(&["a", "b"][..]),
        msg_type in select(&[MsgType::Alert, MsgType::Update, MsgType::Update, MsgType::Cancel, MsgType::Cancel, MsgType::Ack][..]),
        public in prop::bool::weighted(0.95),
        infos in vec(any_info(), 0..3),
    ) -> Message {
        let mut m = alert(identifier, sent, vec![])
            .from(sender, source)
            .with_infos(infos)
            .of_type(msg_type)
            .received(h(0) + Span::minutes(received));
        m.review_after = Span::hours(3);
        if !public {
            m.publication = Publication::Withheld("status is Exercise, not Actual".into());
        }
        m
    }
}

/// Up to nine messages of distinct identities (a store keeps one of each) with references to each
/// other and to messages that were never received, whole or in part.
fn any_messages() -> impl Strategy<Value = Vec<Message>> {
    let references = vec((any::<Index>(), any::<bool>(), any::<bool>()), 0..4);
    vec((any_message(), references), 1..10).prop_map(|drafts| {
        let identities: Vec<_> = drafts
            .iter()
            .map(|(m, _)| m.alert.identity.clone())
            .chain(["s", "t"].map(|s| alert("gone-1", h(1), vec![]).from(s, "a").alert.identity))
            .collect();
        let mut known = BTreeSet::new();
        drafts
            .into_iter()
            .filter(|(m, _)| known.insert(m.alert.identity.clone()))
            .map(|(mut m, references)| {
                m.alert.references = references
                    .into_iter()
                    .map(|(which, sender, sent)| {
                        let named = which.get(&identities);
                        Reference {
                            sender: sender.then(|| named.sender.clone()),
                            identifier: named.identifier.clone(),
                            sent: sent.then_some(named.sent),
                        }
                    })
                    .collect();
                m
            })
            .collect()
    })
}

fn threads(messages: &[Message]) -> Vec<Thread> {
    join(messages)
        .iter()
        .map(|group| {
            let members: Vec<Message> = group.iter().map(|&i| messages[i].clone()).collect();
            thread(&members)
        })
        .collect()
}

/// Every instant at which anything could change, and those just before and after.
fn instants(from: Instant) -> Vec<Instant> {
    (0..=40)
        .flat_map(|half| {
            let t = h(0) + Span::minutes(30 * half);
            [t - Span(1), t, t + Span::minutes(7)]
        })
        .filter(|t| *t >= from)
        .collect()
}

/// What must not depend on the order of arrival.
fn told(thread: &Thread, now: Instant) -> Option<impl PartialEq + std::fmt::Debug + use<>> {
    let key = |m: &Message| m.alert.identity.clone();
    view(thread, now).map(|v| {
        (
            v.state,
            v.heads.iter().map(|m| key(m)).collect::<Vec<_>>(),
            key(v.current),
            v.shown
                .iter()
                .map(|s| (key(s.message), s.index))
                .collect::<Vec<_>>(),
            (v.colour, v.severity, v.places, v.starts_at, v.until),
        )
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn arrival_order_never_changes_what_a_thread_is(
        (messages, shuffled) in any_messages().prop_flat_map(|m| (Just(m.clone()), Just(m).prop_shuffle())),
    ) {
        let first = h(12);
        let by_identity = |messages: &[Message]| {
            let mut all: Vec<_> = threads(&arrived(messages, first))
                .iter()
                .map(|t| {
                    let members: BTreeSet<_> =
                        t.messages.iter().map(|m| m.alert.identity.clone()).collect();
                    let told: Vec<_> = (12..18).map(|n| told(t, h(n) + Span::minutes(30))).collect();
                    (members, told)
                })
                .collect();
            all.sort_by(|a, b| a.0.cmp(&b.0));
            all
        };
        prop_assert_eq!(by_identity(&messages), by_identity(&shuffled));
    }

    #[test]
    fn joining_all_at_once_is_joining_by_pairs(messages in any_messages()) {
        // Threads as a store makes them: each arrival joins the threads that it links to.
        let mut grown: Vec<Vec<usize>> = Vec::new();
        for (i, m) in messages.iter().enumerate().filter(|(_, m)| takes_part(m)) {
            let linked = |group: &mut Vec<usize>| group.iter().any(|&j| links(m, &messages[j]));
            let mut joined: Vec<usize> = grown.extract_if(.., linked).flatten().collect();
            joined.push(i);
            joined.sort_unstable();
            grown.push(joined);
        }
        grown.sort();
        prop_assert_eq!(grown, join(&messages));
    }

    #[test]
    fn the_extent_agrees_with_the_view_at_every_instant_after_the_last_reception(
        messages in any_messages(),
    ) {
        let received = messages.iter().map(|m| m.received_at).max().unwrap_or(h(0));
        for t in threads(&messages) {
            let extent = extent(&t);
            prop_assert_eq!(extent.starts_at.is_some(), extent.ends_at.is_some());
            for now in instants(received) {
                let view = view(&t, now);
                prop_assert_eq!(view.is_some(), extent.ends_at.is_some());
                let Some((view, ends_at)) = view.zip(extent.ends_at) else { continue };
                let running = matches!(view.state, State::Future | State::Active);
                prop_assert_eq!(running, now < ends_at, "at {:?}: {:?}", now, view.state);
                prop_assert_eq!(view.ended_at, (!running).then_some(ends_at));
            }
        }
    }

    #[test]
    fn a_view_stays_the_same_until_its_next_change_and_a_thread_that_is_over_for_good(
        messages in any_messages(),
    ) {
        for t in threads(&messages) {
            for pair in instants(h(0)).windows(2) {
                let (Some(before), Some(after)) = (view(&t, pair[0]), view(&t, pair[1])) else {
                    continue;
                };
                prop_assert!(before.next_change.is_none_or(|t| t > pair[0]));
                if before.next_change.is_none_or(|t| t > pair[1]) {
                    prop_assert_eq!(&before, &after);
                }
                let running = matches!(before.state, State::Future | State::Active);
                prop_assert_eq!(running, before.next_change.is_some());
            }
        }
    }

    #[test]
    fn what_is_shown_as_running_runs_and_is_no_all_clear(messages in any_messages()) {
        for t in threads(&messages) {
            for now in instants(h(0)) {
                let Some(v) = view(&t, now) else { continue };
                prop_assert!(!v.shown.is_empty());
                if matches!(v.state, State::Future | State::Active) {
                    for s in &v.shown {
                        prop_assert!(!s.info.is_all_clear());
                        prop_assert!(s.message.alert.msg_type != MsgType::Cancel);
                        prop_assert!(s.info.expires.is_none_or(|t| t > now));
                    }
                    prop_assert!(v.shown.iter().any(|s| std::ptr::eq(s.message, v.current)));
                }
            }
        }
    }
}
