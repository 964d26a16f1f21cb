//! Door codes, and where keys lie.

use super::numbers::Piece;
use super::runs::dates_and_times;
use super::spelling::Token;

const CODES: &[&str] = &[
    "code",
    "codes",
    "digicode",
    "digicodes",
    "interphone",
    "vigik",
    "cadenas",
];
const KEYS: &[&str] = &["cle", "cles", "clef", "clefs"];
const HIDES: &[&str] = &["sous", "dans", "derriere"];
const HOLDS: &[&str] = &[
    "paillasson",
    "pot",
    "boite",
    "compteur",
    "volet",
    "jardiniere",
];
/// What a code is of that opens no door.
const HARMLESS: &[&str] = &["postal", "postaux", "insee", "promo", "commune", "route"];
/// How many words after its name a code comes at the latest.
const NEAR: usize = 8;

/// Whether a code or a key's place is told.
pub(super) fn found(tokens: &[Token], pieces: &[Piece]) -> bool {
    let masked = dates_and_times(tokens);
    (0..tokens.len()).any(|i| {
        let Some((token, after)) = tokens.get(i..).and_then(<[Token]>::split_first) else {
            return false;
        };
        let near = |words: &[&str]| after.iter().take(NEAR).any(|t| t.is(words));
        let code = || code_after(tokens, pieces, &masked, i);
        if token.is(KEYS) {
            return (near(HIDES) && near(HOLDS)) || (near(&["boite", "boitier"]) && code());
        }
        token.is(CODES) && !after.first().is_some_and(|t| t.is(HARMLESS)) && code()
    })
}

/// Whether the first numbers after a token, in its sentence, are three digits or more, letters of the code
/// between them.
fn code_after(tokens: &[Token], pieces: &[Piece], masked: &[bool], name: usize) -> bool {
    let end = (name + 2..tokens.len())
        .find(|i| tokens.get(*i).is_some_and(Token::after_stop))
        .unwrap_or(tokens.len())
        .min(name + 1 + NEAR);
    let mut digits = 0;
    let mut last: Option<usize> = None;
    for piece in pieces.iter().filter(|p| !p.weak && p.token > name) {
        let begins = last.is_none();
        if begins && piece.token >= end {
            break;
        }
        if masked.get(piece.token) == Some(&true) {
            continue;
        }
        let between = last.map_or(&[][..], |l| {
            tokens.get(l + 1..piece.token).unwrap_or_default()
        });
        if between.len() > 1 || between.iter().any(|t| t.text.len() > 2) {
            break;
        }
        digits += piece.digits.len();
        last = Some(piece.token);
    }
    digits >= 3
}
