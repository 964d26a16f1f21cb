//! `prefill`: the form begins with what the event says now.

use desk::messages::times::for_field;
use desk::messages::{EVENTS, Purpose, Tongue, Typed, event, prefill, template};
use portal::Span;
use portal::places::{Dep, Insee, Places};
use proptest::prelude::*;
use proptest::sample::select;

use crate::event::{Event, SENDER, id, minute, to, typed};

/// What stands in the form when it is opened at a minute.
fn opened(event: &Event, purpose: &Purpose, at: i64) -> Typed {
    prefill(purpose, &event.0, minute(at))
}

fn update() -> Purpose {
    Purpose::Update(id())
}

#[test]
fn an_update_begins_with_the_texts_places_and_time_of_the_last_message() {
    let said = typed("Crue", 300);
    let now = typed("Décrue", 400);
    let event = Event::new()
        .says(&said, &Purpose::New, 0)
        .says(&now, &update(), 10);
    assert_eq!(opened(&event, &update(), 20), now);
}

#[test]
fn an_extended_event_begins_with_the_end_that_it_was_given_last() {
    let event = Event::new()
        .says(&typed("Crue", 60), &Purpose::New, 0)
        .says(&typed("Crue", 600), &Purpose::Extend(id()), 10);
    let form = opened(&event, &Purpose::Extend(id()), 100);
    assert_eq!(
        form,
        typed("Crue", 600),
        "the first end has passed and is not proposed"
    );
}

#[test]
fn several_heads_give_all_their_places_their_worst_colour_and_their_last_end() {
    let event = Event::new().says(&typed("Crue", 300), &Purpose::New, 0);
    let first = to(event.last());
    let at = |headline: &str, insee: &str, colour: &str, until: i64| Typed {
        places: Places::new([], [Insee(insee.into())]),
        colour: colour.into(),
        ..typed(headline, until)
    };
    let (amont, aval) = (
        at("Amont", "30007", "red", 200),
        at("Aval", "30189", "yellow", 400),
    );
    let event = event
        .refers(&amont, &update(), 10, SENDER, vec![first.clone()])
        .refers(&aval, &update(), 11, SENDER, vec![first]);
    let form = opened(&event, &update(), 20);
    assert_eq!(form.places, amont.places.union(&aval.places));
    assert_eq!(
        (form.colour.as_str(), form.expires),
        ("red", for_field(minute(400)))
    );
    assert_eq!(
        form.fr, aval.fr,
        "one message's words, not a mixture: the newest's"
    );
}

#[test]
fn an_event_that_has_ended_begins_with_its_last_words_and_no_end() {
    let event = Event::new().says(&typed("Crue", 60), &Purpose::New, 0);
    let form = opened(&event, &update(), 100);
    let expected = Typed {
        expires: String::new(),
        ..typed("Crue", 60)
    };
    assert_eq!(form, expected, "an end in the past would be refused");
}

#[test]
fn a_cancelled_event_begins_with_no_words_of_the_warning_that_was_wrong() {
    let cancel = typed("Fausse alerte", 300);
    let event = Event::new()
        .says(&typed("Crue", 300), &Purpose::New, 0)
        .says(&cancel, &Purpose::Cancel(id()), 10);
    let form = opened(&event, &update(), 20);
    assert!(!format!("{form:?}").contains("Crue ("), "{form:?}");
}

#[test]
fn an_all_clear_and_a_cancel_begin_with_the_event_s_template_from_now_for_half_a_day() {
    let coming = Typed {
        onset: for_field(minute(120)),
        ..typed("Crue", 300)
    };
    let told = Event::new().says(&coming, &Purpose::New, 0);
    for purpose in [Purpose::AllClear(id()), Purpose::Cancel(id())] {
        let form = opened(&told, &purpose, 20);
        for tongue in Tongue::ALL {
            let expected = template(event("flood").unwrap(), &purpose, tongue);
            assert_eq!(form.texts(tongue), &expected, "{purpose:?}");
        }
        assert_eq!(form.expires, for_field(minute(20) + Span::hours(12)));
        assert!(form.onset.is_empty());
        assert_eq!(
            (form.places, form.event),
            (coming.places.clone(), coming.event.clone())
        );
    }
}

fn any_places() -> impl Strategy<Value = Places> {
    let deps = proptest::collection::btree_set(select(&["2A", "30", "75", "974"][..]), 0..3);
    let communes =
        proptest::collection::btree_set(select(&["30007", "30189", "48095", "97411"][..]), 1..4);
    (deps, communes).prop_map(|(deps, communes)| {
        let deps = deps.into_iter().map(|d| Dep(d.into()));
        Places::new(deps, communes.into_iter().map(|c| Insee(c.into())))
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    /// Through CAP and back: whatever was typed stands in the form again.
    #[test]
    fn what_was_released_stands_in_the_form_as_it_was_typed(
        which in 0..EVENTS.len(),
        colour in select(&["yellow", "orange", "red"][..]),
        places in any_places(),
        until in 60..5_000_i64,
        onset in proptest::option::of(1..50_i64),
        easy in any::<bool>(),
        extend in any::<bool>(),
    ) {
        let mut said = typed("Attention", until);
        said.event = EVENTS[which].word.into();
        said.colour = colour.into();
        said.places = places;
        said.onset = onset.map(|n| for_field(minute(n))).unwrap_or_default();
        if !easy {
            said.falc = Default::default();
        }
        let event = Event::new().says(&said, &Purpose::New, 0);
        let purpose = if extend { Purpose::Extend(id()) } else { update() };
        prop_assert_eq!(opened(&event, &purpose, 1), said);
    }
}
