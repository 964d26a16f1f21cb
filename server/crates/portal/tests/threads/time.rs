//! Onset, expiry, review; two languages, two areas.

use std::collections::BTreeSet;

use portal::Span;
use portal::cap::Severity;
use portal::messages::{Colour, State, extent};

use crate::build::*;

#[test]
fn an_event_to_come_is_future_until_its_onset() {
    let a = alert("A", h(8), vec![info().onset(h(12)).expires(h(20))]);
    let t = thread(&[a]);
    let v = seen(&t, h(9));
    assert_eq!((v.state, v.starts_at), (State::Future, h(12)));
    assert_eq!(v.next_change, Some(h(12)));
    assert_eq!(seen(&t, h(12)).state, State::Active);
    assert_eq!(seen(&t, h(12)).next_change, Some(h(20)));
    assert_eq!(extent(&t).starts_at, Some(h(12)));
}

#[test]
fn effective_is_the_beginning_where_there_is_no_onset() {
    let mut i = info().expires(h(20));
    i.effective = Some(h(10));
    let t = thread(&[alert("A", h(8), vec![i])]);
    assert_eq!(seen(&t, h(9)).state, State::Future);
    assert_eq!(seen(&t, h(10)).state, State::Active);
    let mut both = info().onset(h(12)).expires(h(20));
    both.effective = Some(h(8));
    let t = thread(&[alert("A", h(8), vec![both])]);
    assert_eq!(
        seen(&t, h(9)).state,
        State::Future,
        "the onset is the event's"
    );
}

#[test]
fn a_message_that_expires_before_its_onset_is_announced_until_then() {
    let a = alert("A", h(8), vec![info().onset(h(30)).expires(h(16))]);
    let t = thread(&[a]);
    let v = seen(&t, h(9));
    assert_eq!((v.state, v.next_change), (State::Future, Some(h(16))));
    let after = seen(&t, h(16));
    assert_eq!((after.state, after.ended_at), (State::Ended, Some(h(16))));
    assert_eq!(seen(&t, h(31)).state, State::Ended);
}

#[test]
fn without_expires_the_review_deadline_counts_from_the_last_confirmation_and_is_not_called_an_end()
{
    let mut a = alert("A", h(8), vec![info()]).received(h(8));
    let t = thread(std::slice::from_ref(&a));
    let v = seen(&t, h(9));
    assert_eq!((v.until, v.review_at), (None, Some(h(32))));
    assert_eq!(seen(&t, h(32)).state, State::Ended);
    a.confirmed_at = h(30);
    let t = thread(&[a]);
    assert_eq!(seen(&t, h(32)).state, State::Active);
    assert_eq!(seen(&t, h(32)).review_at, Some(h(54)));
}

#[test]
fn one_info_without_expires_leaves_the_whole_without() {
    let a = alert("A", h(8), vec![info().expires(h(20)), info().in_dep("34")]);
    let t = thread(&[a.received(h(8))]);
    assert_eq!(seen(&t, h(9)).until, None);
    assert_eq!(seen(&t, h(9)).review_at, Some(h(32)));
}

#[test]
fn two_languages_are_one_event_in_one_place() {
    let a = alert(
        "A",
        h(8),
        vec![
            info().expires(h(20)),
            info().expires(h(20)).language("en-GB"),
        ],
    );
    let t = thread(&[a]);
    let v = seen(&t, h(9));
    assert_eq!(
        v.languages,
        BTreeSet::from(["en-GB".into(), "fr-FR".into()])
    );
    assert_eq!((v.shown.len(), deps(&v)), (2, vec!["30".to_owned()]));
}

#[test]
fn two_areas_with_different_severities_end_one_after_the_other() {
    let a = alert(
        "A",
        h(8),
        vec![
            info()
                .expires(h(12))
                .in_dep("30")
                .severity(Severity::Extreme),
            info()
                .expires(h(20))
                .in_dep("34")
                .severity(Severity::Moderate),
        ],
    );
    let t = thread(&[a]);
    let v = seen(&t, h(9));
    assert_eq!((v.colour, v.severity), (Colour::Red, Severity::Extreme));
    assert_eq!(deps(&v), ["30", "34"]);
    assert_eq!(v.next_change, Some(h(12)));
    let later = seen(&t, h(12));
    assert_eq!(
        (later.colour, later.severity),
        (Colour::Yellow, Severity::Moderate)
    );
    assert_eq!(deps(&later), ["34"]);
    assert_eq!(later.until, Some(h(20)));
}

#[test]
fn the_colour_is_that_of_what_holds_now_and_what_is_to_come_is_listed_too() {
    let a = alert(
        "A",
        h(8),
        vec![
            info().expires(h(20)).severity(Severity::Moderate),
            info()
                .onset(h(14))
                .expires(h(20))
                .in_dep("34")
                .severity(Severity::Extreme),
        ],
    );
    let t = thread(&[a]);
    let v = seen(&t, h(9));
    assert_eq!((v.colour, v.shown.len()), (Colour::Yellow, 2));
    assert_eq!(deps(&v), ["30", "34"]);
    assert_eq!(v.next_change, Some(h(14)));
    assert_eq!(seen(&t, h(14)).colour, Colour::Red);
}

#[test]
fn awareness_level_is_trusted_over_severity() {
    let level = |text: &str| {
        info()
            .expires(h(20))
            .severity(Severity::Extreme)
            .parameter("Awareness_Level", text)
    };
    for (text, colour) in [
        ("2; yellow; Moderate", Colour::Yellow),
        ("1; green; Minor", Colour::Green),
        ("jaune", Colour::Yellow),
        ("", Colour::Red),
    ] {
        let t = thread(&[alert("A", h(8), vec![level(text)])]);
        assert_eq!(seen(&t, h(9)).colour, colour, "{text}");
    }
}

#[test]
fn severity_alone_never_gives_green() {
    for (severity, colour) in [
        (Severity::Extreme, Colour::Red),
        (Severity::Severe, Colour::Orange),
        (Severity::Moderate, Colour::Yellow),
        (Severity::Minor, Colour::Yellow),
        (Severity::Unknown, Colour::Yellow),
    ] {
        assert_eq!(portal::messages::colour(&info().severity(severity)), colour);
    }
}

#[test]
fn an_unresolved_area_says_so_and_so_does_an_info_without_areas() {
    let mut a = alert("A", h(8), vec![info().expires(h(20))]);
    assert!(!seen(&thread(std::slice::from_ref(&a)), h(9)).unresolved);
    a.resolved[0][0].resolved = false;
    assert!(seen(&thread(std::slice::from_ref(&a)), h(9)).unresolved);
    // An info without areas, with the entry that stands for the source's territory.
    a.alert.infos[0].areas.clear();
    let t = thread(std::slice::from_ref(&a));
    assert_eq!(deps(&seen(&t, h(9))), ["30"], "shown wider, never hidden");
    a.resolved.clear();
    assert!(seen(&thread(&[a]), h(9)).unresolved);
}

#[test]
fn a_message_from_a_clock_that_is_ahead_is_to_come() {
    let a = alert("A", h(8), vec![info().expires(h(20))]).received(h(8) - Span::minutes(3));
    assert_eq!(
        seen(&thread(&[a]), h(8) - Span::minutes(2)).state,
        State::Future
    );
}
