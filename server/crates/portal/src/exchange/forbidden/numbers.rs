//! Numbers of a text, in digits and in words.
//!
//! Owns the French number words, those of France, Belgium and Switzerland, run together or not, the English
//! ones, and how they add up.

use super::spelling::Token;

/// A number of the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Piece {
    /// Its digits.
    pub digits: String,
    /// Its value where it was said in words, up to 100.
    pub spoken: Option<u16>,
    /// A letter that looks like a digit: a number only among numbers.
    pub weak: bool,
    /// Which token.
    pub token: usize,
}

/// Counts nothing: of `vingtetun`.
const AND: u16 = u16::MAX;

const WORDS: &[(&str, u16)] = &[
    ("zero", 0),
    ("un", 1),
    ("une", 1),
    ("deux", 2),
    ("trois", 3),
    ("quatre", 4),
    ("cinq", 5),
    ("six", 6),
    ("sept", 7),
    ("huit", 8),
    ("neuf", 9),
    ("dix", 10),
    ("onze", 11),
    ("douze", 12),
    ("treize", 13),
    ("quatorze", 14),
    ("quinze", 15),
    ("seize", 16),
    ("vingt", 20),
    ("vingts", 20),
    ("trente", 30),
    ("quarante", 40),
    ("cinquante", 50),
    ("soixante", 60),
    ("septante", 70),
    ("huitante", 80),
    ("octante", 80),
    ("nonante", 90),
    ("cent", 100),
    ("et", AND),
    ("one", 1),
    ("two", 2),
    ("three", 3),
    ("four", 4),
    ("five", 5),
    ("seven", 7),
    ("eight", 8),
    ("nine", 9),
    ("ten", 10),
    ("eleven", 11),
    ("twelve", 12),
    ("thirteen", 13),
    ("fourteen", 14),
    ("fifteen", 15),
    ("sixteen", 16),
    ("seventeen", 17),
    ("eighteen", 18),
    ("nineteen", 19),
    ("twenty", 20),
    ("thirty", 30),
    ("forty", 40),
    ("fifty", 50),
    ("sixty", 60),
    ("seventy", 70),
    ("eighty", 80),
    ("ninety", 90),
];

/// All numbers, in order.
pub(super) fn pieces(tokens: &[Token]) -> Vec<Piece> {
    let mut pieces = Vec::new();
    for (token, t) in tokens.iter().enumerate() {
        if t.number {
            pieces.push(Piece {
                digits: t.text.clone(),
                spoken: None,
                weak: false,
                token,
            });
        } else if let Some(digit) = lookalike(&t.text) {
            pieces.push(Piece {
                digits: digit,
                spoken: None,
                weak: true,
                token,
            });
        } else if let Some(values) = values(&t.text) {
            pieces.extend(values.into_iter().map(|v| Piece {
                digits: v.to_string(),
                spoken: Some(v),
                weak: false,
                token,
            }));
        }
    }
    pieces
}

/// A short word of nothing but letters that look like digits.
fn lookalike(word: &str) -> Option<String> {
    let looks = (1..=4).contains(&word.len()) && word.chars().all(|c| matches!(c, 'o' | 'l' | 'i'));
    looks.then(|| word.replace('o', "0").replace(['l', 'i'], "1"))
}

/// The numbers of a word: one, or several run together.
fn values(word: &str) -> Option<Vec<u16>> {
    if word.is_empty() {
        return Some(Vec::new());
    }
    if word.len() > 120 || !word.is_ascii() {
        return None;
    }
    // How to read the rest from each position, from the end on: one word of numbers at a time.
    let mut best: Vec<Option<(u16, usize)>> = vec![None; word.len() + 1];
    let mut readable = vec![false; word.len() + 1];
    if let Some(end) = readable.last_mut() {
        *end = true;
    }
    for from in (0..word.len()).rev() {
        let rest = word.get(from..)?;
        let next = WORDS
            .iter()
            .filter(|(name, _)| rest.starts_with(name))
            .filter(|(name, _)| readable.get(from + name.len()) == Some(&true))
            .max_by_key(|(name, _)| name.len());
        if let (Some((name, value)), Some(slot), Some(flag)) =
            (next, best.get_mut(from), readable.get_mut(from))
        {
            *slot = Some((*value, from + name.len()));
            *flag = true;
        }
    }
    let (mut values, mut at) = (Vec::new(), 0);
    while at < word.len() {
        let (value, next) = (*best.get(at)?)?;
        if value != AND {
            values.push(value);
        }
        at = next;
    }
    Some(values)
}

/// What two numbers said after one another are together: 70 of 60 and 10, 24 of 20 and 4, 80 of 4 and 20.
pub(super) fn joined(a: u16, b: u16) -> Option<u16> {
    let tens = a % 100;
    match (tens, b) {
        (0, 1..100) if a >= 100 => Some(a + b),
        (4, 20) => Some(a + 76),
        (20 | 30 | 40 | 50 | 60 | 70 | 80 | 90, 1..=9) | (60 | 80, 10..=16) | (10, 7..=9) => {
            Some(a + b)
        }
        (2..=9, 100) if a < 10 => Some(a * 100),
        _ => None,
    }
}
