use super::*;
use portal::messages::ThreadId;
use portal::places::Insee;

fn now() -> Instant {
    Instant::parse("2026-11-24T12:00:00Z").unwrap()
}

fn good() -> Typed {
    Typed {
        event: "flood".into(),
        colour: "orange".into(),
        places: Places::new([], [Insee("30007".into())]),
        expires: "2026-11-25T08:00".into(),
        contact: "0 800 00 00 00".into(),
        fr: TypedTexts {
            headline: "Crue à Alès".into(),
            description: "Le Gardon déborde.".into(),
            instruction: "Montez à l’étage.".into(),
        },
        en: TypedTexts {
            headline: "Flood in Alès".into(),
            description: "The Gardon is overflowing.".into(),
            instruction: "Go upstairs.".into(),
        },
        falc: TypedTexts {
            headline: "Inondation à Alès".into(),
            description: "L’eau monte.".into(),
            instruction: "Montez en haut.".into(),
        },
        ..Typed::default()
    }
}

fn checked(typed: &Typed) -> Checked {
    check(typed, &Purpose::New, &[Dep("30".into())], now(), false)
}

#[track_caller]
fn finds(change: impl Fn(&mut Typed), field: &str, level: Level) {
    let mut typed = good();
    change(&mut typed);
    let checked = checked(&typed);
    let found = checked
        .findings
        .iter()
        .any(|f| f.field == field && f.level == level);
    assert!(found, "{field}: {:?}", checked.findings);
    assert_eq!(checked.written.is_some(), checked.errors().count() == 0);
    assert_eq!(checked.written.is_none(), level == Level::Error);
}

#[test]
fn a_good_message_has_no_finding_and_is_written() {
    let checked = checked(&good());
    assert_eq!(checked.findings, []);
    let written = checked.written.unwrap();
    assert_eq!(written.expires.rfc3339(), "2026-11-25T07:00:00Z");
    assert_eq!(written.texts.len(), 3);
}

#[test]
fn what_is_missing_is_an_error() {
    finds(|t| t.event.clear(), "event", Level::Error);
    finds(|t| t.event = "war".into(), "event", Level::Error);
    finds(|t| t.colour = "green".into(), "colour", Level::Error);
    finds(|t| t.places = Places::default(), "places", Level::Error);
    finds(|t| t.expires.clear(), "expires", Level::Error);
    finds(|t| t.fr.headline = " ".into(), "fr_headline", Level::Error);
    finds(|t| t.fr.instruction.clear(), "fr_instruction", Level::Error);
    finds(|t| t.en.headline.clear(), "en_headline", Level::Error);
    finds(
        |t| t.en = TypedTexts::default(),
        "en_headline",
        Level::Advice,
    );
    finds(
        |t| t.falc = TypedTexts::default(),
        "falc_headline",
        Level::Advice,
    );
    finds(|t| t.contact.clear(), "contact", Level::Advice);
}

#[test]
fn places_must_be_known_and_within_the_territory() {
    finds(
        |t| t.places = Places::new([Dep("34".into())], []),
        "places",
        Level::Error,
    );
    finds(
        |t| t.places = Places::new([], [Insee("30999".into())]),
        "places",
        Level::Error,
    );
    finds(
        |t| t.unknown_places = vec!["Atlantide".into()],
        "places",
        Level::Error,
    );
}

#[test]
fn times_must_be_readable_and_in_order() {
    finds(|t| t.expires = "demain".into(), "expires", Level::Error);
    finds(
        |t| t.expires = "2026-11-24T12:00".into(),
        "expires",
        Level::Error,
    );
    finds(
        |t| t.expires = "2026-12-03T12:00".into(),
        "expires",
        Level::Error,
    );
    finds(
        |t| t.onset = "2026-11-25T09:00".into(),
        "expires",
        Level::Error,
    );
    finds(
        |t| t.publish_at = "2026-11-24T12:00".into(),
        "publish_at",
        Level::Error,
    );
    finds(
        |t| t.publish_at = "2026-11-25T08:00".into(),
        "publish_at",
        Level::Error,
    );
    let mut typed = good();
    typed.onset = "2026-11-24T18:00".into();
    typed.publish_at = "2026-11-24T15:00".into();
    assert_eq!(checked(&typed).findings, []);
}

#[test]
fn of_an_hour_that_comes_twice_the_later_ends_and_the_author_is_told() {
    let mut typed = good();
    typed.expires = "2026-10-25T02:30".into();
    let before = Instant::parse("2026-10-24T12:00:00Z").unwrap();
    let checked = check(&typed, &Purpose::New, &[], before, false);
    assert!(
        checked
            .findings
            .iter()
            .any(|f| f.field == "expires" && f.text.contains("deux fois 02:30"))
    );
    assert_eq!(
        checked.written.unwrap().expires.rfc3339(),
        "2026-10-25T01:30:00Z"
    );
    typed.expires = "2027-03-28T02:30".into();
    let before = Instant::parse("2027-03-27T12:00:00Z").unwrap();
    let checked = check(&typed, &Purpose::New, &[], before, false);
    assert!(checked.errors().any(|f| f.text.contains("n’existe pas")));
}

#[test]
fn gaps_of_a_template_are_never_released() {
    finds(
        |t| t.fr.description = "À [commune], l’eau monte.".into(),
        "fr_description",
        Level::Error,
    );
    finds(
        |t| t.en.headline = "Flood in [commune".into(),
        "en_headline",
        Level::Error,
    );
    assert_eq!(gaps("[a] b [c]"), ["a", "c"]);
}

#[test]
fn links_lead_where_they_seem_to() {
    for link in [
        "javascript:alert(1)",
        "gard.fr",
        "ftp://gard.fr/",
        "https://gouv.fr@example.org/",
        "https://",
    ] {
        finds(|t| t.link = link.into(), "link", Level::Error);
    }
    let mut typed = good();
    typed.link = "https://www.gard.gouv.fr/crue".into();
    assert_eq!(checked(&typed).findings, []);
}

#[test]
fn long_texts_are_advised_against_and_too_long_ones_refused() {
    finds(
        |t| t.fr.headline = "a".repeat(91),
        "fr_headline",
        Level::Advice,
    );
    finds(
        |t| t.fr.headline = "a".repeat(161),
        "fr_headline",
        Level::Error,
    );
    finds(
        |t| t.fr.description = "a".repeat(701),
        "fr_description",
        Level::Advice,
    );
    finds(
        |t| t.fr.description = "a".repeat(4001),
        "fr_description",
        Level::Error,
    );
    finds(
        |t| t.fr.instruction = "a".repeat(121),
        "fr_instruction",
        Level::Advice,
    );
    finds(|t| t.contact = "1".repeat(201), "contact", Level::Error);
    finds(|t| t.note = "1".repeat(2001), "note", Level::Error);
}

#[test]
fn shouting_is_advised_against_and_markup_refused() {
    finds(
        |t| t.fr.headline = "Évacuez !".into(),
        "fr_headline",
        Level::Advice,
    );
    finds(
        |t| t.fr.headline = "DANGER IMMINENT".into(),
        "fr_headline",
        Level::Advice,
    );
    finds(
        |t| t.fr.headline = "<b>Crue</b>".into(),
        "fr_headline",
        Level::Error,
    );
    let mut typed = good();
    typed.fr.headline = "Trafic SNCF interrompu".into();
    assert_eq!(checked(&typed).findings, []);
}

#[test]
fn exercises_stay_on_exercise_portals() {
    finds(
        |t| t.fr.headline = "Exercice : crue".into(),
        "fr_headline",
        Level::Error,
    );
    let checked = check(&good(), &Purpose::New, &[], now(), true);
    assert!(checked.findings.iter().any(|f| f.field == "fr_headline"));
    assert!(checked.written.is_some());
}

#[test]
fn an_all_clear_needs_no_colour() {
    let mut typed = good();
    typed.colour.clear();
    let purpose = Purpose::AllClear(ThreadId("t".into()));
    assert!(check(&typed, &purpose, &[], now(), false).written.is_some());
}
