//! `references`, `incidents` and `addresses` (CAP 1.2 §3.2.1): lists within one text.
//!
//! Never: splits references at commas first. Lists of real feeds hold eight triples and more, and
//! who cuts them at every comma loses the thread.

use super::date_time::date_time;
use super::{Notes, Reference};

/// The most entries of one list.
pub const MAX_REFERENCES: usize = 1_000;

/// White-space separated `sender,identifier,sent` triples; bare identifiers, stray commas and a
/// space within an entry are tolerated with a note.
pub(super) fn references(text: &str, notes: &mut Notes) -> Vec<Reference> {
    let mut out: Vec<Reference> = Vec::new();
    let mut tokens = text.split_whitespace().peekable();
    while let Some(token) = tokens.next() {
        let mut entry = token.to_owned();
        // "sender,identifier,2026-11-23 21:00:00+01:00": the space belongs to the date.
        if let Some(next) = tokens.peek()
            && entry.contains(',')
            && is_day(entry.rsplit(',').next().unwrap_or_default())
            && is_time(next)
        {
            entry.push('T');
            entry.push_str(next);
            tokens.next();
            notes.add("references has a date-time with a space in it.".to_owned());
        }
        // "sender, identifier, sent": only if the three together end in a date-time.
        if let Some(rest) = spaced(&entry, tokens.clone()) {
            entry = rest;
            tokens.next();
            tokens.next();
            notes.add("references has white space after its commas.".to_owned());
        }
        let Some(reference) = entry_of(&entry, notes) else {
            continue;
        };
        if out.len() >= MAX_REFERENCES {
            notes.add(format!(
                "references has more than {MAX_REFERENCES} entries."
            ));
            break;
        }
        out.push(reference);
    }
    out
}

fn spaced<'a>(first: &str, mut next: impl Iterator<Item = &'a str>) -> Option<String> {
    if first.matches(',').count() != 1 || !first.ends_with(',') {
        return None;
    }
    let second = next.next()?;
    if second.matches(',').count() != 1 || !second.ends_with(',') {
        return None;
    }
    let third = next.next()?;
    date_time(third.trim_end_matches(','))?;
    Some(format!("{first}{second}{third}"))
}

fn entry_of(entry: &str, notes: &mut Notes) -> Option<Reference> {
    let trimmed = entry.trim_end_matches(',');
    if trimmed.len() < entry.len() {
        notes.add("references has stray commas.".to_owned());
    }
    let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    let (sender, rest) = match trimmed.split_once(',') {
        None if trimmed.is_empty() => return None,
        None => {
            notes.add("references has an identifier without sender and sent.".to_owned());
            return Some(Reference {
                sender: None,
                identifier: trimmed.to_owned(),
                sent: None,
            });
        }
        Some((sender, rest)) => (some(sender), rest),
    };
    let (identifier, sent) = match rest.rsplit_once(',') {
        None => {
            notes.add("references has an entry without sent.".to_owned());
            (rest, None)
        }
        Some((identifier, sent)) => match date_time(sent) {
            Some((at, odd)) => {
                if !odd.is_empty() {
                    notes.add(format!("sent within references {}.", odd.join(", ")));
                }
                (identifier, Some(at))
            }
            None => {
                notes.add("sent within references cannot be read.".to_owned());
                (identifier, None)
            }
        },
    };
    if sender.is_none() {
        notes.add("references has an entry without sender.".to_owned());
    }
    let identifier = identifier.trim_matches(',').to_owned();
    if identifier.is_empty() {
        notes.add("references has an entry without identifier; dropped.".to_owned());
        return None;
    }
    Some(Reference {
        sender,
        identifier,
        sent,
    })
}

fn is_day(text: &str) -> bool {
    text.len() == 10
        && text.bytes().enumerate().all(|(i, b)| match i {
            4 | 7 => b == b'-',
            _ => b.is_ascii_digit(),
        })
}

fn is_time(text: &str) -> bool {
    matches!(text.as_bytes(), [a, b, b':', c, d, ..] if [a, b, c, d].iter().all(|x| x.is_ascii_digit()))
}

/// Items separated by white space, those that hold white space within double quotes.
pub(super) fn quoted_list(text: &str) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    let mut rest = text.trim_start();
    while !rest.is_empty() && out.len() < MAX_REFERENCES {
        let (item, after) = match rest.strip_prefix('"') {
            Some(quoted) => quoted.split_once('"').unwrap_or((quoted, "")),
            None => rest.split_once(char::is_whitespace).unwrap_or((rest, "")),
        };
        let item = item.split_whitespace().collect::<Vec<_>>().join(" ");
        if !item.is_empty() {
            out.push(item);
        }
        rest = after.trim_start();
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> (Vec<(String, String, String)>, usize) {
        let mut notes = Notes::default();
        let list = references(text, &mut notes)
            .into_iter()
            .map(|r| {
                (
                    r.sender.unwrap_or_default(),
                    r.identifier,
                    r.sent.map(|s| s.rfc3339()).unwrap_or_default(),
                )
            })
            .collect();
        (list, notes.into_deviations().len())
    }

    fn triple(s: &str, i: &str, t: &str) -> (String, String, String) {
        (s.to_owned(), i.to_owned(), t.to_owned())
    }

    #[test]
    fn eight_triples_on_many_lines_are_eight_references() {
        let text = (0..8)
            .map(|n| format!("a@b.c,id.{n},2026-11-23T21:0{n}:00+01:00\n\t "))
            .collect::<String>();
        let (list, told) = read(&text);
        assert_eq!((list.len(), told), (8, 0));
        assert_eq!(list[7], triple("a@b.c", "id.7", "2026-11-23T20:07:00Z"));
    }

    #[test]
    fn irregular_entries_are_understood_and_told() {
        let full = triple("a@b.c", "id.1", "2026-11-23T20:00:00Z");
        for (text, expected) in [
            ("a@b.c,id.1,2026-11-23T20:00:00Z", vec![full.clone()]),
            ("a@b.c,id.1,2026-11-23T21:00:00+01:00,", vec![full.clone()]),
            ("a@b.c, id.1, 2026-11-23T21:00:00+01:00", vec![full.clone()]),
            ("a@b.c,id.1,2026-11-23 21:00:00+01:00", vec![full.clone()]),
            ("id.1", vec![triple("", "id.1", "")]),
            (
                "id.1, id.2, id.3",
                vec![
                    triple("", "id.1", ""),
                    triple("", "id.2", ""),
                    triple("", "id.3", ""),
                ],
            ),
            ("a@b.c,id.1", vec![triple("a@b.c", "id.1", "")]),
            ("a@b.c,id.1,hier", vec![triple("a@b.c", "id.1", "")]),
            (
                ",id.1,2026-11-23T20:00:00-00:00",
                vec![triple("", "id.1", "2026-11-23T20:00:00Z")],
            ),
            (
                "a@b.c,id,1,2026-11-23T20:00:00Z",
                vec![triple("a@b.c", "id,1", "2026-11-23T20:00:00Z")],
            ),
            (",,, ,", vec![]),
        ] {
            let (list, told) = read(text);
            assert_eq!(list, expected, "{text}");
            assert!(told > 0, "{text}");
        }
    }

    #[test]
    fn a_list_without_end_is_cut() {
        let (list, told) = read(&"a,b,2026-11-23T20:00:00-00:00 ".repeat(5_000));
        assert_eq!((list.len(), told), (MAX_REFERENCES, 1));
    }

    #[test]
    fn quoted_items_keep_their_spaces() {
        assert_eq!(
            quoted_list(" a \"b c\"\td \"\" \"e"),
            ["a", "b c", "d", "e"]
        );
    }
}
