//! Who refers to whom, and what that does.

use portal::Instant;
use portal::cap::MsgType;
use portal::messages::{Graph, Message, Publication, State, extent, join, links, refers, view};

use crate::build::*;

fn live() -> Vec<portal::cap::Info> {
    vec![info().expires(h(20))]
}

#[test]
fn a_cancel_that_comes_first_hides_its_referent_later() {
    let a = alert("A", h(8), live());
    let c = cancel("C", h(9), &[&a]);
    let tombstone = thread(std::slice::from_ref(&c));
    assert_eq!(view(&tombstone, h(10)), None, "nothing to tell yet");
    assert_eq!(extent(&tombstone).ends_at, None);
    assert_eq!(extent(&tombstone).starts_at, None);
    in_every_order(&[a, c], |t| {
        let v = seen(t, h(10));
        assert_eq!(v.state, State::Cancelled);
        assert_eq!(heads(&v), ["C"]);
        assert_eq!(v.ended_at, Some(h(9)));
        assert_eq!(
            identifier(v.shown[0].message),
            "A",
            "says what was cancelled"
        );
        assert_eq!(deps(&v), ["30"]);
    });
}

#[test]
fn a_chain_of_eight_updates_that_each_list_all_predecessors_has_one_head_in_any_order() {
    let mut chain: Vec<Message> = vec![alert("A0", h(0), live())];
    for n in 1..=8 {
        let all: Vec<&Message> = chain.iter().collect();
        chain.push(update(&format!("U{n}"), h(n), &all, live()));
    }
    in_every_order(&chain, |t| {
        let v = seen(t, h(12));
        assert_eq!((v.state, heads(&v)), (State::Active, vec!["U8".to_owned()]));
        assert_eq!(v.shown.len(), 1);
    });
}

#[test]
fn a_chain_whose_updates_name_only_the_one_before_is_as_good() {
    let mut chain: Vec<Message> = vec![alert("A0", h(0), live())];
    for n in 1..=8 {
        let before = chain[chain.len() - 1].clone();
        chain.push(update(&format!("U{n}"), h(n), &[&before], live()));
    }
    in_every_order(&chain, |t| assert_eq!(heads(&seen(t, h(12))), ["U8"]));
}

#[test]
fn after_a_fork_both_heads_are_live_and_the_newest_is_current() {
    let a = alert("A", h(1), live());
    let west = update("W", h(2), &[&a], vec![info().expires(h(20)).in_dep("34")]);
    let east = update("E", h(3), &[&a], vec![info().expires(h(10)).in_dep("13")]);
    in_every_order(&[a, west, east], |t| {
        let v = seen(t, h(5));
        assert_eq!(heads(&v), ["E", "W"]);
        assert_eq!(identifier(v.current), "E");
        assert_eq!(deps(&v), ["13", "34"]);
        assert_eq!(v.until, Some(h(20)));
        let later = seen(t, h(11));
        assert_eq!(identifier(later.current), "W", "E has nothing more to tell");
        assert_eq!(deps(&later), ["34"]);
        assert_eq!(later.state, State::Active);
    });
}

#[test]
fn in_a_cycle_the_newest_wins() {
    let first = update("U1", h(1), &[], live());
    let third = update("U3", h(3), &[], live());
    let second = update("U2", h(2), &[&first], live()).refers_to(&[&third]);
    let first = first.refers_to(&[&third]);
    let third = third.refers_to(&[&second]);
    in_every_order(&[first, second, third], |t| {
        assert_eq!(heads(&seen(t, h(5))), ["U3"]);
    });
}

#[test]
fn a_cycle_within_one_instant_is_cut_the_same_way_whichever_came_first() {
    let a = update("U1", h(1), &[], live());
    let b = update("U2", h(1), &[&a], live());
    let a = a.refers_to(&[&b]);
    in_every_order(&[a, b], |t| assert_eq!(heads(&seen(t, h(5))), ["U2"]));
}

#[test]
fn outside_a_cycle_a_reference_counts_whatever_the_clocks_say() {
    let a = alert("A", h(5), live());
    let u = update("U", h(4), &[&a], live());
    in_every_order(&[a, u], |t| assert_eq!(heads(&seen(t, h(6))), ["U"]));
}

#[test]
fn a_message_that_refers_to_itself_is_a_message() {
    let u = update("U", h(4), &[], live());
    let u = u.clone().refers_to(&[&u]).refers_barely_to(&["U"]);
    in_every_order(&[u], |t| assert_eq!(seen(t, h(6)).state, State::Active));
}

#[test]
fn two_updates_of_an_alert_never_received_are_one_thread() {
    let a = alert("A", h(1), live());
    let u = update("U", h(2), &[&a], live());
    let w = update("W", h(3), &[&a], live());
    in_every_order(&[u.clone(), w.clone()], |t| {
        assert_eq!(heads(&seen(t, h(5))), ["W", "U"]);
    });
    assert!(links(&u, &w) && !refers(&u, &w));
    let stranger = w.from("someone", "elsewhere");
    assert!(
        !links(&u, &stranger),
        "a stranger does not join by naming the same message"
    );
    assert_eq!(join(&[u, stranger]).len(), 2);
}

#[test]
fn an_update_without_references_is_a_thread_of_its_own() {
    let a = alert("A", h(1), live());
    let u = update("U", h(2), &[], live());
    assert_eq!(join(&[a, u.clone()]), [vec![0], vec![1]]);
    assert_eq!(seen(&thread(&[u]), h(5)).state, State::Active);
}

#[test]
fn a_bare_identifier_is_enough() {
    let a = alert("A", h(1), live());
    let u = update("U", h(2), &[], live()).refers_barely_to(&["A"]);
    in_every_order(&[a, u], |t| assert_eq!(heads(&seen(t, h(5))), ["U"]));
}

#[test]
fn a_bare_identifier_does_not_reach_a_later_message_that_reuses_it() {
    let a = alert("A", h(1), live());
    let u = update("U", h(2), &[], live()).refers_barely_to(&["A"]);
    let again = alert("A", h(3), live());
    in_every_order(&[a, u, again], |t| {
        assert_eq!(heads(&seen(t, h(5))), ["A", "U"]);
        assert_eq!(seen(t, h(5)).current.alert.identity.sent, h(3));
    });
}

#[test]
fn words_that_stand_for_no_reference_join_nothing() {
    for word in ["none", "0", "N/A"] {
        let u = update("U", h(1), &[], live()).refers_barely_to(&[word]);
        let w = update("W", h(2), &[], live()).refers_barely_to(&[word]);
        assert!(!links(&u, &w), "{word}");
        assert_eq!(join(&[u, w]).len(), 2, "{word}");
    }
}

#[test]
fn sent_in_another_offset_is_the_same_instant() {
    let mut a = alert("A", h(1), live());
    let u = update("U", h(2), &[&a], live());
    let paris = Instant::parse("2026-11-23T13:00:00+01:00").unwrap();
    let utc = Instant::parse("2026-11-23T12:00:00Z").unwrap();
    a.alert.identity.sent = paris;
    let mut u = u;
    u.alert.identity.sent = utc + portal::Span::hours(1);
    u.alert.references[0].sent = Some(utc);
    assert!(refers(&u, &a));
}

#[test]
fn the_same_identifier_with_another_sent_is_another_message() {
    let a = alert("A", h(1), live());
    let again = alert("A", h(4), live());
    let c = cancel("C", h(5), &[&a]);
    assert!(!refers(&c, &again));
    assert_eq!(join(&[a, again.clone(), c]), [vec![0, 2], vec![1]]);
    assert_eq!(seen(&thread(&[again]), h(6)).state, State::Active);
}

#[test]
fn a_cancel_by_a_stranger_is_refused() {
    let a = alert("A", h(1), live());
    let c = cancel("C", h(2), &[&a]).from("someone", "elsewhere");
    assert_eq!(join(&[a.clone(), c.clone()]), [vec![0], vec![1]]);
    // Even if a store put them together.
    let t = thread(&[a, c]);
    assert_eq!(seen(&t, h(3)).state, State::Active);
}

#[test]
fn a_source_may_cancel_what_it_brought_under_another_sender_and_a_sender_through_another_source() {
    let a = alert("A", h(1), live());
    for (sender, source) in [("operations", GARD), (GARD, "meteoalarm")] {
        let c = cancel("C", h(2), &[&a]).from(sender, source);
        in_every_order(&[a.clone(), c], |t| {
            assert_eq!(seen(t, h(3)).state, State::Cancelled);
        });
    }
}

#[test]
fn a_cancel_that_is_not_public_cancels_nothing() {
    let a = alert("A", h(1), live());
    for publication in [
        Publication::Withheld("status is Exercise, not Actual".into()),
        Publication::Held("a person confirms".into()),
    ] {
        let mut c = cancel("C", h(2), &[&a]);
        c.publication = publication;
        assert_eq!(join(&[a.clone(), c.clone()]), [vec![0]]);
        assert_eq!(seen(&thread(&[a.clone(), c]), h(3)).state, State::Active);
    }
}

#[test]
fn ack_and_error_take_no_part() {
    let a = alert("A", h(1), live());
    for receipt in [MsgType::Ack, MsgType::Error] {
        let r = update("R", h(2), &[&a], live()).of_type(receipt);
        assert_eq!(join(&[a.clone(), r.clone()]), [vec![0]]);
        assert_eq!(heads(&seen(&thread(&[a.clone(), r]), h(3))), ["A"]);
    }
}

#[test]
fn an_alert_with_references_joins_the_thread_but_hides_nothing() {
    let a = alert("A", h(1), live());
    let b = alert("B", h(2), live()).refers_to(&[&a]);
    in_every_order(&[a, b], |t| assert_eq!(heads(&seen(t, h(3))), ["B", "A"]));
}

#[test]
fn an_update_without_info_hides_nothing_and_passes_on_what_supersedes_it() {
    let a = alert("A", h(1), live());
    let empty = update("U", h(2), &[&a], vec![]);
    in_every_order(&[a.clone(), empty.clone()], |t| {
        let v = seen(t, h(3));
        assert_eq!((v.state, heads(&v)), (State::Active, vec!["A".to_owned()]));
    });
    let next = update("W", h(3), &[&empty], live());
    in_every_order(&[a.clone(), empty.clone(), next], |t| {
        assert_eq!(heads(&seen(t, h(4))), ["W"]);
    });
    let c = cancel("C", h(3), &[&empty]);
    in_every_order(&[a, empty.clone(), c], |t| {
        let v = seen(t, h(4));
        assert_eq!(
            (v.state, deps(&v)),
            (State::Cancelled, vec!["30".to_owned()])
        );
    });
    assert_eq!(view(&thread(&[empty]), h(4)), None);
}

#[test]
fn a_graph_tells_what_supersedes_what() {
    let a = alert("A", h(1), live());
    let u = update("U", h(2), &[&a], live());
    let graph = Graph::of(&[a, u]);
    assert_eq!(graph.heads(), [1]);
    assert_eq!(graph.supersedes(1), [0]);
    assert!(graph.is_superseded(0) && !graph.is_superseded(1));
}

#[test]
fn five_hundred_messages_that_all_refer_to_all_are_no_burden() {
    let plain: Vec<Message> = (0..500)
        .map(|n| update(&format!("U{n}"), h(n), &[], live()))
        .collect();
    let all: Vec<&Message> = plain.iter().collect();
    let tangled: Vec<Message> = plain.iter().map(|m| m.clone().refers_to(&all)).collect();
    assert_eq!(join(&tangled).len(), 1);
    let t = thread(&tangled);
    assert_eq!(Graph::of(&t.messages).heads(), [499]);
    // A chain of Cancels without info as deep as it gets.
    let mut deep = vec![alert("A", h(0), live())];
    for n in 1..20_000 {
        let c = cancel(&format!("C{n}"), h(n), &[&deep[deep.len() - 1]]);
        deep.push(c);
    }
    let t = thread(&deep);
    assert_eq!(
        seen(&t, h(30_000)).shown[0]
            .message
            .alert
            .identity
            .identifier,
        "A"
    );
}
