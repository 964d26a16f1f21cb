//! `references`: every live predecessor of one's own, and what follows from that for residents.

use desk::messages::{Purpose, references};
use portal::cap::Reference;
use portal::messages::{Message, State, view};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::Index;

use crate::event::{Event, OTHER, SENDER, id, minute, to, typed};

fn named(event: &Event, at: i64) -> Vec<Reference> {
    references(&event.0, SENDER, minute(at))
}

fn all(messages: &[&Message]) -> Vec<Reference> {
    messages.iter().map(|m| to(m)).collect()
}

#[test]
fn every_message_that_has_not_expired_is_named_superseded_or_not() {
    let event = Event::new()
        .says(&typed("Crue", 300), &Purpose::New, 0)
        .says(&typed("Crue, suite", 60), &Purpose::Update(id()), 10)
        .says(&typed("Crue, suite", 400), &Purpose::Extend(id()), 20);
    let [first, second, third] = &event.0.messages[..] else {
        panic!()
    };
    assert_eq!(named(&event, 30), all(&[first, second, third]));
    assert_eq!(
        named(&event, 60),
        all(&[first, third]),
        "the second has expired"
    );
    assert_eq!(named(&event, 300), all(&[third]));
}

#[test]
fn of_several_heads_each_is_named() {
    let event = Event::new().says(&typed("Crue", 300), &Purpose::New, 0);
    let first = to(event.last());
    let event = event
        .refers(
            &typed("Amont", 300),
            &Purpose::Update(id()),
            10,
            SENDER,
            vec![first.clone()],
        )
        .refers(
            &typed("Aval", 300),
            &Purpose::Update(id()),
            11,
            SENDER,
            vec![first],
        );
    assert_eq!(view(&event.0, minute(20)).unwrap().heads.len(), 2);
    assert_eq!(named(&event, 20).len(), 3);
    let event = event.says(&typed("Fin", 300), &Purpose::Cancel(id()), 20);
    assert_eq!(view(&event.0, minute(21)).unwrap().state, State::Cancelled);
}

#[test]
fn an_event_that_is_over_goes_on_from_its_last_message() {
    let event = Event::new()
        .says(&typed("Crue", 60), &Purpose::New, 0)
        .says(&typed("Crue, suite", 90), &Purpose::Update(id()), 10);
    assert_eq!(named(&event, 500), all(&[event.last()]));
    let again = event.says(&typed("De nouveau", 900), &Purpose::Update(id()), 500);
    let view = view(&again.0, minute(501)).unwrap();
    assert_eq!((view.state, view.current), (State::Active, again.last()));
}

#[test]
fn a_cancel_is_never_named_and_what_it_cancelled_may_be_told_anew() {
    let event = Event::new()
        .says(&typed("Crue", 300), &Purpose::New, 0)
        .says(&typed("Fausse alerte", 300), &Purpose::Cancel(id()), 10);
    assert_eq!(named(&event, 20), all(&[&event.0.messages[0]]));
    assert_eq!(
        named(&event, 900),
        all(&[&event.0.messages[0]]),
        "all have expired"
    );
    let event = event.says(&typed("Crue, vraiment", 300), &Purpose::Update(id()), 20);
    let view = view(&event.0, minute(21)).unwrap();
    assert_eq!((view.state, view.current), (State::Active, event.last()));
}

#[test]
fn another_authority_s_message_is_never_named() {
    let event = Event::new()
        .refers(&typed("Vigilance", 300), &Purpose::New, 0, OTHER, vec![])
        .says(&typed("Crue", 300), &Purpose::New, 1);
    assert_eq!(named(&event, 20), all(&[event.last()]));
    let foreign = Event::new().refers(&typed("Vigilance", 300), &Purpose::New, 0, OTHER, vec![]);
    assert_eq!(named(&foreign, 20), []);
}

/// What is said: after how many minutes, for how many, referring to which, and by another authority or not.
type Saying = (i64, i64, Vec<Index>, bool);

/// An event of one to eight messages that refer to each other at will, and the minute after the last.
fn any_event(foreign: bool) -> impl Strategy<Value = (Event, i64)> {
    let by_other = if foreign { 0.4 } else { 0.0 };
    let one = (
        1..60_i64,
        2..240_i64,
        vec(any::<Index>(), 0..3),
        prop::bool::weighted(by_other),
    );
    vec(one, 1..9).prop_map(|sayings: Vec<Saying>| {
        let (mut event, mut at) = (Event::new(), 0);
        for (n, (after, lasts, which, by_other)) in sayings.into_iter().enumerate() {
            at += after;
            let mut named: Vec<Reference> = Vec::new();
            for index in which.iter().filter(|_| n > 0) {
                let reference = to(index.get(&event.0.messages));
                if !named.contains(&reference) {
                    named.push(reference);
                }
            }
            let purpose = if named.is_empty() {
                Purpose::New
            } else {
                Purpose::Update(id())
            };
            let sender = if by_other { OTHER } else { SENDER };
            event = event.refers(&typed("Crue", at + lasts), &purpose, at, sender, named);
        }
        (event, at + 1)
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn exactly_one_s_own_live_messages_are_named_each_once((event, at) in any_event(true)) {
        let named = named(&event, at);
        let own: Vec<&Message> = event.0.messages.iter().filter(|m| m.alert.identity.sender == SENDER).collect();
        let expires = |m: &Message| m.alert.infos.iter().filter_map(|i| i.expires).max().unwrap();
        let live: Vec<&Message> = own.iter().copied().filter(|m| expires(m) > minute(at)).collect();
        match (&live[..], own.last()) {
            ([], None) => prop_assert_eq!(named, vec![]),
            ([], Some(last)) => prop_assert_eq!(named, vec![to(last)]),
            (live, _) => prop_assert_eq!(named, all(live)),
        }
    }

    #[test]
    fn after_an_update_residents_are_told_the_update_and_nothing_older((event, at) in any_event(false)) {
        let event = event.says(&typed("Suite", at + 500), &Purpose::Update(id()), at);
        let view = view(&event.0, minute(at + 1)).unwrap();
        prop_assert_eq!(view.state, State::Active);
        prop_assert!(view.shown.iter().all(|s| s.message.id == event.last().id));
    }

    #[test]
    fn after_a_cancel_or_an_all_clear_nothing_of_the_event_holds((event, at) in any_event(false), cancel in any::<bool>()) {
        let purpose = if cancel { Purpose::Cancel(id()) } else { Purpose::AllClear(id()) };
        let event = event.says(&typed("Fin", at + 500), &purpose, at);
        let view = view(&event.0, minute(at + 1)).unwrap();
        prop_assert!(!matches!(view.state, State::Active | State::Future), "{:?}", view.state);
    }
}
