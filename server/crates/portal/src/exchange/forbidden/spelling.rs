//! Words and numbers of a text, whatever signs they are written with.
//!
//! Owns what is one sign written in several ways: wide and circled digits, digits of other scripts, keycaps,
//! invisible signs, accents. Never decides what is forbidden.

use unicode_normalization::{UnicodeNormalization as _, char::is_combining_mark};

/// One word or number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Token {
    /// Lower case, no accents; digits only, or anything but digits.
    pub text: String,
    /// Whether these are digits.
    pub number: bool,
    /// It begins with a capital, in a text that is not all capitals.
    pub capital: bool,
    /// What stands between the token before and this one, spaces as one.
    pub before: String,
}

impl Token {
    /// Whether it is one of these words.
    pub fn is(&self, words: &[&str]) -> bool {
        !self.number && words.contains(&self.text.as_str())
    }

    /// Whether a sentence ends before it.
    pub fn after_stop(&self) -> bool {
        self.before.contains(['.', '!', '?', ';', '\n'])
    }
}

/// The tokens of a text, and an empty one at its end. A word of digits and letters that look like them (`O6`, `l2`) is a number; any other
/// word is parted where digits begin or end.
pub(super) fn tokens(text: &str) -> Vec<Token> {
    let shouted = !text.chars().any(char::is_lowercase);
    let mut tokens = Vec::new();
    let (mut before, mut word) = (String::new(), String::new());
    for c in text.chars().filter(|c| !invisible(*c)) {
        let digit = digit(c);
        for part in std::iter::once(digit.unwrap_or(c)).nfkd() {
            match part {
                c if is_combining_mark(c) => {}
                'œ' | 'Œ' => word.push_str("oe"),
                'æ' | 'Æ' => word.push_str("ae"),
                // Letters of other alphabets that look like o.
                'о' | 'О' | 'ο' | 'Ο' => word.push('o'),
                c if c.is_alphanumeric() => word.push(c),
                c => {
                    if !word.is_empty() {
                        part_word(&word, &mut before, shouted, &mut tokens);
                        word.clear();
                    }
                    let c = if c.is_whitespace() && c != '\n' {
                        ' '
                    } else {
                        c
                    };
                    if !(c == ' ' && before.ends_with(' ')) {
                        before.push(c);
                    }
                }
            }
        }
    }
    if !word.is_empty() {
        part_word(&word, &mut before, shouted, &mut tokens);
    }
    // What stands behind the last word (`20 €`) is asked for before an empty one.
    tokens.push(Token {
        text: String::new(),
        number: false,
        capital: false,
        before,
    });
    tokens
}

fn part_word(word: &str, before: &mut String, shouted: bool, tokens: &mut Vec<Token>) {
    let capital = !shouted && word.starts_with(char::is_uppercase);
    let word = word.to_lowercase();
    let looks = |c: char| c.is_ascii_digit() || matches!(c, 'o' | 'l' | 'i');
    if word.chars().all(looks) && word.contains(|c: char| c.is_ascii_digit()) {
        let digits = word.replace('o', "0").replace(['l', 'i'], "1");
        tokens.push(Token {
            text: digits,
            number: true,
            capital: false,
            before: std::mem::take(before),
        });
        return;
    }
    let mut part = String::new();
    let mut flush = |part: &mut String, first: bool| {
        if !part.is_empty() {
            tokens.push(Token {
                number: part.starts_with(|c: char| c.is_ascii_digit()),
                text: std::mem::take(part),
                capital: capital && first,
                before: std::mem::take(before),
            });
        }
    };
    let (mut digits, mut first) = (false, true);
    for c in word.chars() {
        if c.is_ascii_digit() != digits {
            let had = !part.is_empty();
            flush(&mut part, first);
            first &= !had;
            digits = !digits;
        }
        part.push(c);
    }
    flush(&mut part, first);
}

/// Signs that leave no trace on the page, or only dress the one before.
fn invisible(c: char) -> bool {
    matches!(c,
        '\u{00AD}' | '\u{034F}' | '\u{061C}' | '\u{115F}' | '\u{180B}'..='\u{180E}' | '\u{200B}'..='\u{200F}'
        | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{20E3}' | '\u{3164}'
        | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{E0000}'..='\u{E0FFF}')
}

/// The digit that a sign of another script or a circled sign is; compatibility forms are left to Unicode.
fn digit(c: char) -> Option<char> {
    const ZEROS: [u32; 11] = [
        0x0660, 0x06F0, 0x07C0, 0x0966, 0x09E6, 0x0A66, 0x0E50, 0x0ED0, 0x0F20, 0x1040, 0x17E0,
    ];
    let code = c as u32;
    let from = |zero: u32| code.checked_sub(zero).filter(|d| *d < 10);
    let value = ZEROS.iter().find_map(|zero| from(*zero)).or(match c {
        '⓪' | '⓿' | '🄋' | '🄌' => Some(0),
        // ❶, ➀, ➊, ⓵: from one to nine.
        _ => [0x2776, 0x2780, 0x278A, 0x24F5]
            .iter()
            .find_map(|one| code.checked_sub(*one).filter(|d| *d < 9))
            .map(|d| d + 1),
    });
    value.and_then(|d| char::from_digit(d, 10))
}
