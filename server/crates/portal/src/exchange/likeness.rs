//! When two listings are nearly the same.
//!
//! Owns the comparison. What follows from it (a hold, a warning) is decided elsewhere; nothing is blocked.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest as _, Sha256};

use crate::exchange::{Contact, NewListing};
use crate::places::normalise;

/// Shorter words say little: articles, prepositions.
const SHORT: usize = 3;

/// The same for texts that differ by digits, case, accents, punctuation and short words: SHA-256, base64url, of
/// the words that are left. Empty when none is.
pub fn likeness(text: &str) -> String {
    let words: Vec<String> = normalise(text)
        .split(' ')
        .map(|word| {
            word.chars()
                .filter(|c| c.is_alphabetic())
                .collect::<String>()
        })
        .filter(|word| word.chars().count() >= SHORT)
        .collect();
    if words.is_empty() {
        return String::new();
    }
    URL_SAFE_NO_PAD.encode(Sha256::digest(words.join(" ")))
}

/// Whether two listings are probably one posted twice: a contact in common, same side, kind and commune. Warned
/// of, never blocked: one person may need several things.
pub fn probably_same(a: (&Contact, &NewListing), b: (&Contact, &NewListing)) -> bool {
    fn shared<T: PartialEq>(a: &Option<T>, b: &Option<T>) -> bool {
        a.is_some() && a == b
    }
    let contact = shared(&a.0.email, &b.0.email) || shared(&a.0.phone, &b.0.phone);
    let (a, b) = (a.1, b.1);
    contact && a.side == b.side && a.details.kind() == b.details.kind() && a.commune == b.commune
}
