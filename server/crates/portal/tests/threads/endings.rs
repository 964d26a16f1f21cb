//! The three endings.

use portal::Span;
use portal::cap::{Info, Severity};
use portal::messages::{Colour, State, extent};

use crate::build::*;

fn live() -> Vec<Info> {
    vec![info().expires(h(20))]
}

#[test]
fn an_all_clear_that_expires_before_its_onset_ends_the_event_and_is_shown() {
    let a = alert("A", h(8), live());
    let clear = info().all_clear().onset(h(12)).expires(h(11));
    let u = update("U", h(10), &[&a], vec![clear]);
    in_every_order(&[a, u], |t| {
        for now in [h(10) + Span::hours(1), h(12), h(13), h(1000)] {
            let v = seen(t, now);
            assert_eq!(v.state, State::AllClear);
            assert_eq!(v.ended_at, Some(h(10)));
            assert_eq!(
                v.starts_at,
                h(8),
                "the event's beginning, not the all-clear's"
            );
            assert_eq!(identifier(v.shown[0].message), "U");
            assert_eq!(v.next_change, None);
        }
        assert_eq!(extent(t).ends_at, Some(h(10)));
    });
}

#[test]
fn an_event_that_was_orange_is_found_among_the_orange_ones_after_its_all_clear() {
    let a = alert("A", h(8), live());
    let u = update("U", h(10), &[&a], vec![info().all_clear()]);
    let t = thread(&[a, u]);
    assert_eq!(seen(&t, h(11)).colour, Colour::Yellow);
    assert_eq!(extent(&t).colour_rank, Colour::Orange.rank());
}

#[test]
fn expiry_passes_by_itself() {
    let a = alert("A", h(8), live());
    let t = thread(&[a]);
    let before = seen(&t, h(20) - Span(1));
    assert_eq!((before.state, before.until), (State::Active, Some(h(20))));
    assert_eq!(before.next_change, Some(h(20)));
    assert_eq!(before.ended_at, None);
    let after = seen(&t, h(20));
    assert_eq!((after.state, after.ended_at), (State::Ended, Some(h(20))));
    assert_eq!(after.shown.len(), 1, "what held stays to be read");
}

#[test]
fn a_cancel_after_expiry_still_says_cancelled() {
    let a = alert("A", h(8), live());
    let c = cancel("C", h(21), &[&a]);
    in_every_order(&[a, c], |t| {
        let v = seen(t, h(22));
        assert_eq!((v.state, v.ended_at), (State::Cancelled, Some(h(21))));
    });
}

#[test]
fn a_cancel_from_a_clock_that_is_ahead_acts_from_its_reception() {
    let a = alert("A", h(8), live());
    let c = cancel("C", h(12), &[&a]).received(h(10));
    let t = thread(&[a, c]);
    let v = seen(&t, h(10));
    assert_eq!((v.state, v.ended_at), (State::Cancelled, Some(h(10))));
    assert_eq!(extent(&t).ends_at, Some(h(10)));
}

#[test]
fn a_cancel_of_many_tells_only_the_last_of_what_it_cancelled() {
    let a = alert("A", h(1), vec![info().expires(h(20)).in_dep("34")]);
    let u = update("U", h(2), &[&a], vec![info().expires(h(20)).in_dep("30")]);
    let c = cancel("C", h(3), &[&a, &u]);
    in_every_order(&[a, u, c], |t| {
        let v = seen(t, h(4));
        assert_eq!(deps(&v), ["30"]);
        assert_eq!(
            extent(t).places.departements().len(),
            2,
            "found where it was"
        );
    });
}

#[test]
fn a_cancel_of_a_cancel_tells_what_both_were_about() {
    let a = alert("A", h(1), live());
    let c = cancel("C", h(2), &[&a]);
    let d = cancel("D", h(3), &[&c]);
    in_every_order(&[a, c, d], |t| {
        let v = seen(t, h(4));
        assert_eq!(identifier(v.current), "D");
        assert_eq!(identifier(v.shown[0].message), "A");
        assert_eq!(v.ended_at, Some(h(3)));
    });
}

#[test]
fn a_cancel_of_a_cancel_that_tells_only_words_repeats_them() {
    let a = alert("A", h(1), live());
    let mut words = info();
    words.areas.clear();
    let c = cancel("C", h(2), &[&a]).with_infos(vec![words]);
    let d = cancel("D", h(3), &[&c]);
    in_every_order(&[c, d], |t| {
        let v = seen(t, h(4));
        assert_eq!(
            (v.state, identifier(v.current)),
            (State::Cancelled, "D".into())
        );
        assert_eq!(identifier(v.shown[0].message), "C");
    });
}

#[test]
fn a_cancel_with_infos_and_areas_speaks_for_itself_and_never_holds() {
    let a = alert("A", h(1), live());
    let c = cancel("C", h(2), &[&a]).with_infos(vec![info().expires(h(30)).in_dep("34")]);
    in_every_order(&[a, c.clone()], |t| {
        let v = seen(t, h(4));
        assert_eq!(
            (v.state, deps(&v)),
            (State::Cancelled, vec!["34".to_owned()])
        );
    });
    let alone = thread(&[c]);
    assert_eq!(seen(&alone, h(4)).state, State::Cancelled);
}

#[test]
fn a_cancel_with_infos_without_areas_takes_them_from_what_it_cancelled() {
    let a = alert("A", h(1), live());
    let mut words = info();
    words.areas.clear();
    let c = cancel("C", h(2), &[&a]).with_infos(vec![words]);
    in_every_order(&[a, c.clone()], |t| {
        assert_eq!(deps(&seen(t, h(4))), ["30"]);
    });
    let alone = thread(&[c]);
    let v = seen(&alone, h(4));
    assert_eq!((v.state, v.unresolved), (State::Cancelled, true));
}

#[test]
fn a_cancel_on_one_branch_leaves_the_other_live() {
    let a = alert("A", h(1), live());
    let u = update("U", h(2), &[&a], live());
    let c = cancel("C", h(3), &[&a]);
    in_every_order(&[a, u, c], |t| {
        let v = seen(t, h(4));
        assert_eq!(
            (v.state, heads(&v)),
            (State::Active, vec!["C".into(), "U".into()])
        );
        assert_eq!(identifier(v.current), "U");
        let later = seen(t, h(21));
        assert_eq!(later.state, State::Cancelled, "the newest head decides");
        assert_eq!(
            later.ended_at,
            Some(h(20)),
            "but it was in force until then"
        );
        assert_eq!(extent(t).ends_at, Some(h(20)));
    });
}

#[test]
fn an_update_of_a_cancel_revives_the_event() {
    let a = alert("A", h(1), live());
    let c = cancel("C", h(2), &[&a]);
    let u = update("U", h(3), &[&c], live());
    in_every_order(&[a, c, u], |t| {
        assert_eq!(seen(t, h(4)).state, State::Active)
    });
}

#[test]
fn an_update_that_clears_one_area_and_keeps_another_shows_the_kept_one() {
    let both = vec![
        info().expires(h(20)).in_dep("30"),
        info()
            .expires(h(20))
            .in_dep("34")
            .severity(Severity::Extreme),
    ];
    let a = alert("A", h(1), both);
    let mixed = vec![
        info().expires(h(20)).in_dep("30"),
        info().expires(h(20)).in_dep("34").all_clear(),
    ];
    let u = update("U", h(2), &[&a], mixed);
    in_every_order(&[a, u], |t| {
        let v = seen(t, h(4));
        assert_eq!((v.state, deps(&v)), (State::Active, vec!["30".to_owned()]));
        assert_eq!(v.colour, Colour::Orange);
        assert_eq!(
            seen(t, h(21)).state,
            State::Ended,
            "not all of it was cleared"
        );
    });
}

#[test]
fn what_ended_stays_ended_when_nothing_is_heard_for_two_days() {
    let a = alert("A", h(1), live());
    let t = thread(&[a]);
    assert_eq!(seen(&t, h(72)).state, State::Ended);
    assert_eq!(seen(&t, h(72)).ended_at, Some(h(20)));
}
