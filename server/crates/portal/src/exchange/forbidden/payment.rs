//! Money: bank accounts, cards, transfers, prices.
//!
//! Here everything is free; `gratuit` is welcome.

use super::runs::Run;
use super::spelling::Token;

const WORDS: &[&str] = &[
    "iban",
    "rib",
    "paypal",
    "lydia",
    "wero",
    "paylib",
    "moneygram",
    "paysafecard",
    "neosurf",
    "transcash",
    "bitcoin",
    "bitcoins",
    "crypto",
    "cryptos",
    "usdt",
    "revolut",
    "virement",
    "virements",
    "euro",
    "euros",
    "eur",
    "dollars",
    "leetchi",
    "toneo",
];
const PAIRS: &[(&str, &str)] = &[
    ("western", "union"),
    ("mandat", "cash"),
    ("mandat", "postal"),
    ("argent", "liquide"),
    ("carte", "bancaire"),
    ("carte", "bleue"),
    ("recharge", "pcs"),
    ("ticket", "pcs"),
    ("pay", "pal"),
    ("money", "gram"),
];
/// Countries and how long their account numbers are.
const ACCOUNTS: &[(&str, usize)] = &[
    ("fr", 27),
    ("mc", 27),
    ("be", 16),
    ("de", 22),
    ("es", 24),
    ("pt", 25),
    ("ch", 21),
    ("lu", 20),
    ("it", 27),
    ("nl", 18),
    ("gb", 22),
];

/// Whether money is spoken of.
pub(super) fn found(tokens: &[Token], runs: &[Run]) -> bool {
    tokens
        .iter()
        .any(|t| t.is(WORDS) || t.before.contains(['€', '$', '£']))
        || tokens.windows(2).any(|pair| match pair {
            [a, b] => PAIRS.iter().any(|(x, y)| a.is(&[x]) && b.is(&[y])),
            _ => false,
        })
        || runs.iter().any(card)
        || (0..tokens.len()).any(|i| account(tokens.get(i..).unwrap_or_default()))
}

/// 13 to 19 digits of a card, with their check digit (Luhn).
fn card(run: &Run) -> bool {
    // A list of sizes or ages has its commas.
    if run.said.iter().skip(1).any(|g| g.listed) {
        return false;
    }
    let digits: Vec<u32> = run
        .said
        .iter()
        .flat_map(|g| g.digits.chars())
        .filter_map(|c| c.to_digit(10))
        .collect();
    let sum: u32 = digits
        .iter()
        .rev()
        .enumerate()
        .map(|(i, d)| {
            if i % 2 == 0 {
                *d
            } else {
                d * 2 / 10 + d * 2 % 10
            }
        })
        .sum();
    (13..=19).contains(&digits.len())
        && matches!(digits.first(), Some(3..=6))
        && sum.is_multiple_of(10)
}

/// An account number with its country, from this token on: with its check (ISO 13616), or a French one by its
/// digits alone, so that a slip of the keyboard does not let it through.
fn account(tokens: &[Token]) -> bool {
    let text: String = tokens.iter().take(34).map(|t| t.text.as_str()).collect();
    let Some((_, length)) = ACCOUNTS
        .iter()
        .find(|(country, _)| text.starts_with(country))
    else {
        return false;
    };
    let digits = |from: usize, to: usize| {
        text.get(from..to)
            .is_some_and(|s| s.bytes().all(|b| b.is_ascii_digit()))
    };
    if text.starts_with("fr") && digits(2, 14) {
        return true;
    }
    let Some(number) = text.get(..*length).filter(|n| n.is_ascii()) else {
        return false;
    };
    let moved = number.bytes().skip(4).chain(number.bytes().take(4));
    let rest = moved.fold(0u32, |rest, b| match b {
        b'0'..=b'9' => (rest * 10 + u32::from(b - b'0')) % 97,
        b => (rest * 100 + 10 + u32::from(b.saturating_sub(b'a'))) % 97,
    });
    digits(2, 4) && rest == 1
}
