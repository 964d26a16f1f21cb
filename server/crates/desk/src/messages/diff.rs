//! What changed between two versions of a message, field by field, word by word.
//!
//! Never: HTML, or a judgement.

use portal::places::{Places, gazetteer};
use similar::{ChangeTag, TextDiff};

use super::{Tongue, Typed, event};

/// A piece of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    /// In both.
    Same(String),
    /// Only in the newer.
    Inserted(String),
    /// Only in the older.
    Deleted(String),
}

/// One field that changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldChange {
    /// The form's field, as in [`super::Finding`].
    pub field: String,
    /// Its text with what was inserted and deleted, in reading order.
    pub pieces: Vec<Piece>,
}

/// The fields that differ, in the order of the form. Empty: nothing changed.
pub fn differences(older: &Typed, newer: &Typed) -> Vec<FieldChange> {
    let (was, is) = (fields(older), fields(newer));
    was.into_iter()
        .zip(is)
        .filter(|((_, was), (_, is))| was != is)
        .map(|((field, was), (_, is))| FieldChange {
            field,
            pieces: words(&was, &is),
        })
        .collect()
}

/// Every field as text, always in the same order.
fn fields(typed: &Typed) -> Vec<(String, String)> {
    let mut fields: Vec<(String, String)> = [
        (
            "event",
            event(&typed.event).map_or(typed.event.as_str(), |e| e.french),
        ),
        (
            "colour",
            match typed.colour.as_str() {
                "yellow" => "jaune",
                "red" => "rouge",
                other => other,
            },
        ),
    ]
    .map(|(field, text)| (field.to_owned(), text.to_owned()))
    .into();
    let mut places = place_names(&typed.places);
    places.extend(typed.unknown_places.iter().cloned());
    fields.push(("places".to_owned(), places.join("\n")));
    for (field, text) in [
        ("onset", &typed.onset),
        ("expires", &typed.expires),
        ("publish_at", &typed.publish_at),
        ("link", &typed.link),
        ("contact", &typed.contact),
    ] {
        fields.push((field.to_owned(), text.clone()));
    }
    for tongue in Tongue::ALL {
        let texts = typed.texts(tongue);
        for (name, text) in [
            ("headline", &texts.headline),
            ("description", &texts.description),
            ("instruction", &texts.instruction),
        ] {
            fields.push((
                format!("{}_{name}", tongue.field()),
                text.replace("\r\n", "\n"),
            ));
        }
    }
    fields.push(("note".to_owned(), typed.note.clone()));
    fields
}

fn place_names(places: &Places) -> Vec<String> {
    let departements = places.whole_departements().iter().map(|dep| {
        let name = gazetteer().departement(dep).map_or("", |d| d.name);
        format!("{name} ({dep})")
    });
    let communes = places.communes().iter().map(|insee| {
        let name = gazetteer().commune(insee).map_or("", |c| c.name);
        format!("{name} ({insee})")
    });
    departements.chain(communes).collect()
}

fn words(was: &str, is: &str) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = Vec::new();
    for change in TextDiff::from_words(was, is).iter_all_changes() {
        let text = change.value();
        match (change.tag(), pieces.last_mut()) {
            (ChangeTag::Equal, Some(Piece::Same(last)))
            | (ChangeTag::Insert, Some(Piece::Inserted(last)))
            | (ChangeTag::Delete, Some(Piece::Deleted(last))) => last.push_str(text),
            (ChangeTag::Equal, _) => pieces.push(Piece::Same(text.to_owned())),
            (ChangeTag::Insert, _) => pieces.push(Piece::Inserted(text.to_owned())),
            (ChangeTag::Delete, _) => pieces.push(Piece::Deleted(text.to_owned())),
        }
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_fields_that_changed_are_shown_word_by_word() {
        let older = Typed {
            contact: "appelez le 18".into(),
            link: "https://a.fr".into(),
            ..Typed::default()
        };
        let mut newer = older.clone();
        assert_eq!(differences(&older, &newer), []);
        newer.contact = "appelez le 112".into();
        let changes = differences(&older, &newer);
        assert_eq!(changes.len(), 1);
        assert_eq!(changes[0].field, "contact");
        assert_eq!(
            changes[0].pieces,
            [
                Piece::Same("appelez le ".into()),
                Piece::Deleted("18".into()),
                Piece::Inserted("112".into())
            ]
        );
    }
}
