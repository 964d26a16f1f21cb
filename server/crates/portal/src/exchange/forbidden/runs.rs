//! Numbers that stand together.
//!
//! Owns what may stand between two numbers of a run, and that a date or a time is not one of its numbers.

use super::numbers::{Piece, joined};
use super::spelling::Token;

/// Numbers with nothing but signs, or words for signs, between them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Run {
    /// Its groups of digits as written.
    pub said: Vec<Group>,
    /// The same with spoken numbers added up: `70` for 60 and 10.
    pub summed: Vec<Group>,
    /// Its first token.
    pub token: usize,
}

/// Digits that stand together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Group {
    /// The digits.
    pub digits: String,
    /// A plus stands right before them, as a sign or a word.
    pub plus: bool,
    /// A comma or a line's end stands between the group before and this one.
    pub listed: bool,
}

/// Words that stand for a sign between digits.
const SIGNS: &[&str] = &[
    "point", "tiret", "espace", "slash", "barre", "virgule", "puis", "et", "plus", "and", "dash",
    "dot",
];

/// All runs, in order.
pub(super) fn runs(tokens: &[Token], pieces: &[Piece]) -> Vec<Run> {
    let masked = dates_and_times(tokens);
    let mut runs: Vec<Run> = Vec::new();
    let mut last: Option<(&Piece, Option<u16>)> = None;
    for piece in pieces {
        if masked.get(piece.token) == Some(&true) {
            last = None;
            continue;
        }
        let between = match last {
            Some((before, _)) => tokens
                .get(before.token + 1..piece.token)
                .unwrap_or_default(),
            None => &[],
        };
        let together = last.is_some() && between.iter().all(|t| t.is(SIGNS));
        let own = tokens.get(piece.token);
        let plus = own.is_some_and(|t| t.before.ends_with('+'))
            || piece
                .token
                .checked_sub(1)
                .and_then(|i| tokens.get(i))
                .is_some_and(|t| t.is(&["plus"]));
        let listed = own.is_some_and(|t| t.before.contains([',', '\n']));
        let group = Group {
            digits: piece.digits.clone(),
            plus,
            listed,
        };
        let sum = match (together, last, piece.spoken) {
            (true, Some((before, Some(a))), Some(b)) => {
                let same = before.token == piece.token;
                let close =
                    same || own.is_some_and(|t| t.before.chars().all(|c| matches!(c, ' ' | '-')));
                let and = between.iter().all(|t| t.is(&["et"]));
                if close && and { joined(a, b) } else { None }
            }
            _ => None,
        };
        match (runs.last_mut(), together) {
            (Some(run), true) => {
                run.said.push(group.clone());
                match (sum, run.summed.last_mut()) {
                    (Some(sum), Some(group)) => group.digits = sum.to_string(),
                    _ => run.summed.push(group),
                }
            }
            _ => runs.push(Run {
                said: vec![group.clone()],
                summed: vec![group],
                token: piece.token,
            }),
        }
        last = Some((piece, sum.or(piece.spoken)));
    }
    runs
}

/// Which tokens are of a date (`23/11/2026`, `2026-11-23`, `23 novembre`) or of a time (`08:30`, `8 h 30`) that
/// stands alone: one among other numbers is a number.
pub(super) fn dates_and_times(tokens: &[Token]) -> Vec<bool> {
    let mut masked = vec![false; tokens.len()];
    let mut i = 0;
    while i < tokens.len() {
        let rest = tokens.get(i..).unwrap_or_default();
        let length = if let Some(length) = date(rest) {
            length
        } else if among_numbers(tokens, i) {
            0
        } else {
            named_day(rest)
                .or_else(|| day_and_month(tokens, i))
                .or_else(|| times(tokens, i))
                .unwrap_or(0)
        };
        masked
            .iter_mut()
            .skip(i)
            .take(length)
            .for_each(|m| *m = true);
        i += length.max(1);
    }
    masked
}

/// Whether a number stands right before, and no comma between.
fn among_numbers(tokens: &[Token], at: usize) -> bool {
    let before = at.checked_sub(1).and_then(|i| tokens.get(i));
    before.is_some_and(|b| b.number) && tokens.get(at).is_some_and(|t| !t.before.contains(','))
}

const MONTHS: &[&str] = &[
    "janvier",
    "fevrier",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "aout",
    "septembre",
    "octobre",
    "novembre",
    "decembre",
];

fn below(token: &Token, most: u16) -> bool {
    token.number && token.text.len() <= 2 && token.text.parse::<u16>().is_ok_and(|n| n <= most)
}

fn year(token: &Token) -> bool {
    token.number && token.text.len() == 4 && token.text.starts_with("20")
}

/// `23 novembre`.
fn named_day(rest: &[Token]) -> Option<usize> {
    match rest {
        [day, month, ..] if below(day, 31) && month.is(MONTHS) => Some(2),
        _ => None,
    }
}

/// How many tokens the date with its year takes that begins here.
fn date(rest: &[Token]) -> Option<usize> {
    let hyphen = |t: &Token| matches!(t.before.as_str(), "/" | "." | "-");
    match rest {
        [a, b, c, after @ ..] if hyphen(b) && hyphen(c) => {
            let alone = !after.first().is_some_and(|t| t.number && hyphen(t));
            let french = below(a, 31) && below(b, 12) && year(c);
            let iso = year(a) && below(b, 12) && below(c, 31);
            (alone && (french || iso)).then_some(3)
        }
        _ => None,
    }
}

/// `23/11` behind a word that a day follows, and before no further number.
fn day_and_month(tokens: &[Token], at: usize) -> Option<usize> {
    const BEFORE: &[&str] = &[
        "du", "le", "au", "des", "entre", "lundi", "mardi", "mercredi", "jeudi", "vendredi",
        "samedi", "dimanche",
    ];
    let before = at.checked_sub(1).and_then(|i| tokens.get(i))?;
    match tokens.get(at..)? {
        [day, month, after, ..] if below(day, 31) && below(month, 12) => {
            let slash = matches!(month.before.as_str(), "/" | "." | "-");
            let alone = !after.number || after.before.contains(',');
            (before.is(BEFORE) && slash && alone).then_some(2)
        }
        _ => None,
    }
}

/// How many tokens the time, or two times from and to, take that begin here and stand alone.
fn times(tokens: &[Token], at: usize) -> Option<usize> {
    let first = time(tokens.get(at..)?)?;
    let second = time(tokens.get(at + first..)?).unwrap_or(0);
    let length = first + second;
    let joins = |t: &Token| t.number && !t.before.contains(',');
    let after = tokens.get(at + length..).unwrap_or_default();
    let alone = !after.first().is_some_and(joins) || date(after).is_some();
    alone.then_some(length)
}

fn time(rest: &[Token]) -> Option<usize> {
    match rest {
        [hour, minute, ..]
            if below(hour, 24)
                && below(minute, 59)
                && minute.text.len() == 2
                && minute.before == ":" =>
        {
            Some(2)
        }
        [hour, h, minute, ..]
            if below(hour, 24) && h.is(&["h"]) && below(minute, 59) && minute.text.len() == 2 =>
        {
            Some(3)
        }
        [hour, h, ..] if below(hour, 24) && h.is(&["h", "heure", "heures"]) => Some(2),
        _ => None,
    }
}
