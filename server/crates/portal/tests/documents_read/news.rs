//! News of prefectures.

use portal::Span;
use portal::cap::{MsgType, Severity};
use portal::documents::{Kind, Read, Reading, read};
use portal::messages::Message;
use portal::sources::SourceKind;

use crate::ground::{all_kept, evening, fixture, reading};

const FILE: &str = "prefecture-synthetic.rss.xml";

fn news(bytes: &[u8], previous: &[Message]) -> Read {
    read(
        bytes,
        &Reading {
            kind: Some(SourceKind::RssNews),
            ..reading(evening(), previous)
        },
    )
}

#[test]
fn an_item_becomes_a_message_that_says_no_more_than_the_item() {
    let read = news(&fixture(FILE), &[]);
    assert_eq!(
        (read.kind, read.alerts.len(), read.links.len()),
        (Kind::Rss, 3, 0)
    );
    let alert = &read.alerts[0].alert;
    assert_eq!(alert.identity.sent.rfc3339(), "2026-11-23T17:05:00Z");
    assert_eq!(alert.msg_type, MsgType::Alert);
    let info = &alert.infos[0];
    assert_eq!(info.headline.as_deref(), Some("Évacuation & hébergement"));
    let description = info.description.as_deref().unwrap();
    assert!(description.starts_with("Les eaux"), "{description}");
    assert!(
        description.contains("Alès") && !description.contains('<'),
        "{description}"
    );
    assert_eq!(info.web.as_deref(), Some("https://www.example.gouv.fr/a"));
    assert_eq!((info.severity, info.expires), (Severity::Unknown, None));
    assert_eq!(info.language.as_deref(), Some("fr-FR"));
}

#[test]
fn an_empty_title_is_made_of_the_first_words() {
    let read = news(&fixture(FILE), &[]);
    assert_eq!(
        read.alerts[1].alert.infos[0].headline.as_deref(),
        Some("Un deux trois quatre cinq six sept huit neuf dix onze douze …")
    );
    assert_eq!(
        read.alerts[1].alert.identity.sent.rfc3339(),
        "2026-11-23T18:00:00Z"
    );
    assert!(read.alerts[1].deviations[0].contains("Paris"));
    assert_eq!(
        read.alerts[2].alert.identity.sent,
        evening(),
        "no date: when it was received"
    );
}

#[test]
fn an_item_keeps_its_identifier_wherever_it_stands() {
    let text = String::from_utf8(fixture(FILE)).unwrap();
    let start = text.find("    <item>").unwrap();
    let end = text.find("    </item>\n").unwrap() + "    </item>\n".len();
    let moved = format!("{}{}", &text[..start], &text[end..]).replace(
        "  </channel>",
        &format!("{}  </channel>", &text[start..end]),
    );
    let mut before: Vec<_> = news(text.as_bytes(), &[]).alerts;
    let mut after: Vec<_> = news(moved.as_bytes(), &[]).alerts;
    assert_ne!(before, after);
    before.sort_by(|a, b| a.alert.identity.cmp(&b.alert.identity));
    after.sort_by(|a, b| a.alert.identity.cmp(&b.alert.identity));
    assert_eq!(before, after);
}

#[test]
fn an_item_that_changed_is_an_update_and_one_that_did_not_is_confirmed() {
    let first = news(&fixture(FILE), &[]);
    let previous = all_kept(&first, evening());
    let again = news(&fixture(FILE), &previous);
    assert!(again.alerts.is_empty());
    assert_eq!(again.confirmed, [0, 1, 2]);

    let changed = String::from_utf8(fixture(FILE))
        .unwrap()
        .replace("<li>Montez</li>", "<li>Descendez</li>");
    let read = read_later(changed.as_bytes(), &previous);
    assert_eq!(read.alerts.len(), 1);
    let alert = &read.alerts[0].alert;
    assert_eq!(alert.msg_type, MsgType::Update);
    assert!(alert.references[0].names(&first.alerts[0].alert.identity));
    assert_eq!(alert.identity.sent, evening() + Span::hours(1));
}

fn read_later(bytes: &[u8], previous: &[Message]) -> Read {
    read(
        bytes,
        &Reading {
            kind: Some(SourceKind::RssNews),
            ..reading(evening() + Span::hours(1), previous)
        },
    )
}

#[test]
fn news_of_any_other_source_makes_no_message_and_says_why() {
    for kind in [None, Some(SourceKind::CapFeed)] {
        let read = read(
            &fixture(FILE),
            &Reading {
                kind,
                ..reading(evening(), &[])
            },
        );
        assert!(read.alerts.is_empty() && read.links.is_empty());
        assert!(read.error.unwrap().contains("rss-news"));
    }
}
