//! From what somebody typed to a contact in one spelling.
//!
//! Owns the spelling: the same number or mailbox is always the same text, so that its keyed hash finds it again.

use std::str::FromStr as _;

use email_address::EmailAddress;
use unicode_normalization::UnicodeNormalization as _;

use crate::exchange::{Contact, Draft, FieldError, Wrong, names};

/// The longest mail address (RFC 5321 §4.5.3.1.3, without the brackets).
const LONGEST_EMAIL: usize = 254;

/// What numbers begin with in the overseas départements when they are typed as at home, and the country code
/// that reaches them. Longest first: `06 39 98` is kept free for films, on the mainland.
const OVERSEAS: &[(&str, &str)] = &[
    ("063998", "33"),
    ("0262", "262"),
    ("0263", "262"),
    ("0269", "262"),
    ("0639", "262"),
    ("0692", "262"),
    ("0693", "262"),
    ("0508", "508"),
    ("0590", "590"),
    ("0690", "590"),
    ("0691", "590"),
    ("0594", "594"),
    ("0694", "594"),
    ("0596", "596"),
    ("0696", "596"),
    ("0697", "596"),
];

/// Reads e-mail and phone: at least one, each in its one spelling.
pub fn parse_contact(draft: &Draft) -> Result<Contact, Vec<FieldError>> {
    let mut errors = Vec::new();
    let mut read = |field, parse: fn(&str) -> Option<String>| match draft.get(field).trim() {
        "" => None,
        typed => {
            let read = parse(typed);
            if read.is_none() {
                errors.push((field, Wrong::Unreadable));
            }
            read
        }
    };
    let email = read(names::EMAIL, normal_email);
    let phone = read(names::PHONE, normal_phone);
    if errors.is_empty() && email.is_none() && phone.is_none() {
        errors.push((names::EMAIL, Wrong::NoContact));
    }
    if errors.is_empty() {
        Ok(Contact { email, phone })
    } else {
        Err(errors)
    }
}

/// A mail address with its domain in lower case; one with a dot, since mail goes over the internet.
pub fn normal_email(typed: &str) -> Option<String> {
    let typed = typed.trim();
    if typed.len() > LONGEST_EMAIL || typed.contains(['"', '<', '[']) {
        return None;
    }
    let address = EmailAddress::from_str(typed).ok()?;
    let domain = address.domain().to_lowercase();
    let dotted = domain
        .rsplit_once('.')
        .is_some_and(|(name, top)| !name.is_empty() && top.chars().count() >= 2);
    dotted.then(|| format!("{}@{domain}", address.local_part()))
}

/// A phone number as E.164: French ones typed as at home, overseas ones too, foreign ones with `+` or `00`.
pub fn normal_phone(typed: &str) -> Option<String> {
    if typed.len() > 60 {
        return None;
    }
    let plain = plain(typed)?;
    let foreign = plain.strip_prefix('+').or_else(|| plain.strip_prefix("00"));
    match foreign {
        // Some write +33 before an overseas number too.
        Some(rest) => match rest.strip_prefix("33") {
            Some(home) => french(&format!("0{}", home.trim_start_matches('0'))),
            None => abroad(rest),
        },
        None => french(&plain),
    }
}

/// Digits with a `+` before them at most; `(0)` left out; `None` when there is anything but separators.
fn plain(typed: &str) -> Option<String> {
    let typed: String = typed.nfkc().collect();
    let typed = match typed.trim_start() {
        t if t.starts_with('+') || t.starts_with("00") || t.starts_with("(+") => {
            t.replace("(0)", "")
        }
        t => t.to_owned(),
    };
    let mut plain = String::new();
    for c in typed.chars() {
        match c {
            '0'..='9' => plain.push(c),
            '+' if plain.is_empty() => plain.push('+'),
            '.' | '-' | '/' | '(' | ')' | '_' | '\u{2010}'..='\u{2015}' => {}
            c if c.is_whitespace()
                || matches!(c, '\u{200B}'..='\u{200F}' | '\u{FEFF}' | '\u{2060}') => {}
            _ => return None,
        }
    }
    Some(plain)
}

/// Ten digits from 0, as at home. Not 08: those are services that cost, nobody lives there.
fn french(home: &str) -> Option<String> {
    let rest = home.strip_prefix('0')?;
    if rest.len() != 9 || rest.starts_with(['0', '8']) {
        return None;
    }
    let country = OVERSEAS
        .iter()
        .find(|(begins, _)| home.starts_with(begins))
        .map_or("33", |(_, country)| country);
    Some(format!("+{country}{rest}"))
}

/// A number with its country code. Some write the 0 of home behind it (`+262 0692 …`).
fn abroad(rest: &str) -> Option<String> {
    let rest = ["262", "508", "590", "594", "596"]
        .into_iter()
        .find_map(|c| {
            rest.strip_prefix(c)
                .and_then(|r| r.strip_prefix('0'))
                .map(|r| format!("{c}{r}"))
        })
        .unwrap_or_else(|| rest.to_owned());
    let number = phonenumber::parse(None, format!("+{rest}")).ok()?;
    phonenumber::is_valid(&number)
        .then(|| number.format().mode(phonenumber::Mode::E164).to_string())
}
