//! Phone numbers.
//!
//! Owns what makes digits a number to call: how they begin and how many there are. A date, a time, a postal
//! code, a list of sizes and counted things are not.

use super::numbers::Piece;
use super::runs::{Group, Run, dates_and_times};
use super::spelling::Token;

/// Words that may stand between the parts of a number that is told, and count nothing.
const CONNECTORS: &[&str] = &[
    "puis", "et", "ensuite", "apres", "enfin", "alors", "suivi", "de", "du", "d", "le", "la",
    "les", "mon", "ma", "tel", "numero", "num", "c", "est", "fin", "debut", "suite", "voila", "ca",
    "donc", "encore", "point", "stop", "tiret", "espace", "plus", "moi", "appelez", "appelle",
    "then", "and",
];

/// Words after which fewer digits are a number too, of any country.
const CALLS: &[&str] = &[
    "tel",
    "telephone",
    "telephonez",
    "telephoner",
    "tph",
    "portable",
    "mobile",
    "fixe",
    "appelez",
    "appeler",
    "appelle",
    "appellez",
    "joindre",
    "joignable",
    "sms",
    "texto",
    "call",
    "phone",
];

/// Whether a number to call is told.
pub(super) fn found(tokens: &[Token], pieces: &[Piece], runs: &[Run]) -> bool {
    runs.iter().any(|run| {
        called(&run.said)
            || called(&run.summed)
            || (asked_to_call(tokens, run) && length(&run.summed) >= 6)
    }) || spread(tokens, pieces)
}

fn length(groups: &[Group]) -> usize {
    groups.iter().map(|g| g.digits.len()).sum()
}

/// Whether a number begins with one of the groups.
fn called(groups: &[Group]) -> bool {
    (0..groups.len()).any(|i| {
        let groups = groups.get(i..).unwrap_or_default();
        let digits: String = groups.iter().map(|g| g.digits.as_str()).collect();
        begins_at_home(&digits)
            || (digits.starts_with("00") && digits.len() >= 11)
            || groups.first().is_some_and(|g| {
                g.digits.len() >= 9 || (g.plus && (9..=40).contains(&digits.len()))
            })
            || country_without_plus(groups, &digits)
            || without_zero(groups)
    })
}

/// 0, then 1 to 9, then eight more.
fn begins_at_home(digits: &str) -> bool {
    matches!(digits.as_bytes(), [b'0', b'1'..=b'9', rest @ ..] if rest.len() >= 8)
}

/// `33 6 12 34 56 78`. Sizes (`33, 34, 35`) stand in twos or in a list.
fn country_without_plus(groups: &[Group], digits: &str) -> bool {
    ["33", "262", "508", "590", "594", "596"]
        .iter()
        .any(|code| {
            let Some(rest) = digits.strip_prefix(code) else {
                return false;
            };
            let grouped = match groups {
                [first, second, ..] if first.digits == *code => {
                    !second.listed && (second.digits.len() != 2 || second.digits.starts_with('0'))
                }
                [first, ..] => first.digits.len() > 9,
                [] => false,
            };
            grouped && rest.trim_start_matches('0').len() >= 9
        })
}

/// A mobile's number without its 0: `6 12 34 56 78`, `612 345 678`.
fn without_zero(groups: &[Group]) -> bool {
    let mobile = groups
        .first()
        .is_some_and(|g| g.digits.starts_with(['6', '7']));
    let shape = |lengths: &[usize]| {
        groups.len() >= lengths.len()
            && groups
                .iter()
                .zip(lengths)
                .all(|(g, n)| g.digits.len() == *n)
            && groups.iter().take(lengths.len()).skip(1).all(|g| !g.listed)
    };
    mobile && (shape(&[1, 2, 2, 2, 2]) || shape(&[3, 3, 3]) || shape(&[3, 2, 2, 2]))
}

/// Whether a word to call stands at most three words before.
fn asked_to_call(tokens: &[Token], run: &Run) -> bool {
    let from = run.token.saturating_sub(4);
    let before = tokens.get(from..run.token).unwrap_or_default();
    before.iter().any(|t| t.is(CALLS))
}

/// Whether a number of ten digits is told with words between its parts: connecting words only, or any words
/// where its parts are five twos or ten ones.
fn spread(tokens: &[Token], pieces: &[Piece]) -> bool {
    let masked = dates_and_times(tokens);
    // A number may begin right behind an hour: `à 20 h 06 puis 12 …` is no time.
    let minutes: Vec<bool> = (0..tokens.len())
        .map(|i| {
            let minute = tokens
                .get(i)
                .is_some_and(|t| t.number && t.text.starts_with('0'));
            let before = i.checked_sub(1).and_then(|i| tokens.get(i));
            masked.get(i) == Some(&true) && !(minute && before.is_some_and(|t| t.is(&["h"])))
        })
        .collect();
    told(tokens, &parts(pieces, &masked)) || told(tokens, &parts(pieces, &minutes))
}

/// See [`spread`]; `parts`: digits, with their first and last token.
fn told(tokens: &[Token], parts: &[(String, usize, usize)]) -> bool {
    (0..parts.len()).any(|i| {
        let parts = parts.get(i..).unwrap_or_default();
        let mut digits = String::new();
        let (mut connected, mut twos, mut ones) = (true, true, true);
        for (n, (part, first, _)) in parts.iter().enumerate() {
            if n > 0 {
                let before = parts.get(n - 1).map_or(0, |(_, _, last)| *last);
                let between = tokens.get(before + 1..*first).unwrap_or_default();
                connected &= between.len() <= 4 && between.iter().all(|t| t.is(CONNECTORS));
                twos &= between.len() <= 3;
                ones &= between.len() <= 2;
            }
            twos &= part.len() == 2;
            ones &= part.len() == 1;
            digits.push_str(part);
            if digits.len() >= 10 || !(connected || twos || ones) {
                break;
            }
        }
        digits.len() == 10 && begins_at_home(&digits) && (connected || twos || ones)
    })
}

/// The numbers as parts: a spoken zero and the digit said after it are one; with their first and last token.
fn parts(pieces: &[Piece], masked: &[bool]) -> Vec<(String, usize, usize)> {
    let mut parts: Vec<(String, usize, usize)> = Vec::new();
    let mut last: Option<(&Piece, u16)> = None;
    for piece in pieces {
        if piece.weak || masked.get(piece.token) == Some(&true) {
            last = None;
            continue;
        }
        let near = last.filter(|(before, _)| piece.token - before.token <= 1);
        let sum = match (near, piece.spoken) {
            (Some((_, 0)), Some(b @ 1..=9)) => Some((format!("0{b}"), b)),
            (Some((_, a)), Some(b)) => super::numbers::joined(a, b).map(|s| (s.to_string(), s)),
            _ => None,
        };
        match (sum, parts.last_mut()) {
            (Some((digits, value)), Some(part)) => {
                part.0 = digits;
                part.2 = piece.token;
                // After a zero and a digit nothing more is added.
                last = Some((
                    piece,
                    if part.0.starts_with('0') {
                        1_000
                    } else {
                        value
                    },
                ));
            }
            _ => {
                parts.push((piece.digits.clone(), piece.token, piece.token));
                last = piece.spoken.map(|v| (piece, v));
            }
        }
    }
    parts
}
