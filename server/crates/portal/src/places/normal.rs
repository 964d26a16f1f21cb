//! How names of places are compared: without accents, case, punctuation, or the many ways to
//! write "Saint".
//!
//! Owns the keys and the slugs. Never decides which place is meant.

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// The accent-insensitive key of a text: lower case, no accents, `œ` and `æ` as two letters, everything
/// that is neither a letter nor a digit as one space, none at the ends.
///
/// `normalise("L'Haÿ-les-Roses")` is `l hay les roses`. Search columns of the store are made with it.
pub fn normalise(text: &str) -> String {
    let mut key = String::with_capacity(text.len());
    if text.is_ascii() {
        // Most of what is compared is plain; the tables are 40,000 names long.
        text.bytes().for_each(|b| push(char::from(b), &mut key));
    } else {
        text.nfkd()
            .filter(|c| !is_combining_mark(*c))
            .for_each(|c| push(c, &mut key));
    }
    if key.ends_with(' ') {
        key.pop();
    }
    key
}

fn push(c: char, key: &mut String) {
    match c {
        'œ' | 'Œ' => key.push_str("oe"),
        'æ' | 'Æ' => key.push_str("ae"),
        'ß' | 'ẞ' => key.push_str("ss"),
        'ø' | 'Ø' => key.push('o'),
        c if c.is_ascii() && c.is_alphanumeric() => key.push(c.to_ascii_lowercase()),
        c if c.is_alphanumeric() => key.extend(c.to_lowercase()),
        _ if key.is_empty() || key.ends_with(' ') => {}
        _ => key.push(' '),
    }
}

/// The part of a URL after the code: `le-grau-du-roi`. Empty only for a name without letter or digit.
pub fn slug(name: &str) -> String {
    normalise(name).replace(' ', "-")
}

/// [`normalise`], and what people write in several ways brought to one: `st` to `saint`, `s/` to `sur`,
/// `lez` to `les`, `8e` and `8ème` to `8`.
pub(super) fn place_key(text: &str) -> String {
    let plain = normalise(text);
    let mut key = String::with_capacity(plain.len() + 4);
    for (i, word) in plain.split(' ').enumerate() {
        if i > 0 {
            key.push(' ');
        }
        key.push_str(match word {
            "st" => "saint",
            "ste" => "sainte",
            "sts" => "saints",
            "stes" => "saintes",
            "lez" => "les",
            "s" if i > 0 => "sur",
            "ss" if i > 0 => "sous",
            word => ordinal(word).unwrap_or(word),
        });
    }
    key
}

/// `8` of `8e`, `8eme`, `1er`.
fn ordinal(word: &str) -> Option<&str> {
    let digits = word.trim_end_matches(|c: char| !c.is_ascii_digit());
    let ending = word.get(digits.len()..)?;
    (!digits.is_empty()
        && digits.len() <= 2
        && matches!(ending, "e" | "er" | "eme" | "ieme" | "nd" | "nde"))
    .then_some(digits)
}

/// How many bytes of a key its leading article takes, with the space: 3 of `le grau du roi`.
pub(super) fn article(key: &str) -> usize {
    ["le ", "la ", "les ", "l "]
        .into_iter()
        .find(|a| key.len() > a.len() && key.starts_with(a))
        .map_or(0, str::len)
}

/// Whether two words are one typing error apart or less: a letter too many, too few, another, or two
/// neighbours swapped. Bytes, since keys of French names are ASCII.
pub(super) fn within_one_error(a: &str, b: &str) -> bool {
    let (a, b) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    if b.len() - a.len() > 1 {
        return false;
    }
    let (a, b) = (a.as_bytes(), b.as_bytes());
    let same = a.iter().zip(b).take_while(|(x, y)| x == y).count();
    let (Some(a), Some(b)) = (a.get(same..), b.get(same..)) else {
        return false;
    };
    match (a, b) {
        ([], _) => true,
        (a, [_, b @ ..]) if b.len() == a.len() => a == b,
        ([x, y, a @ ..], [u, v, b @ ..]) if x == v && y == u && a == b => true,
        ([_, a @ ..], [_, b @ ..]) => a == b,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_has_neither_accents_nor_case_nor_punctuation() {
        assert_eq!(normalise("  L'Haÿ-les-Roses "), "l hay les roses");
        assert_eq!(normalise("Œuilly"), "oeuilly");
        assert_eq!(normalise("ŒUILLY / Lætitia"), "oeuilly laetitia");
        assert_eq!(normalise("Ale\u{300}s"), normalise("Alès"));
        assert_eq!(normalise("😀 '%_\" "), "");
    }

    #[test]
    fn a_slug_is_plain_letters_and_hyphens() {
        assert_eq!(slug("Le Grau-du-Roi"), "le-grau-du-roi");
        assert_eq!(slug("L'Haÿ-les-Roses"), "l-hay-les-roses");
        assert_eq!(slug("Œuilly"), "oeuilly");
    }

    #[test]
    fn the_ways_to_write_saint_are_one() {
        assert_eq!(
            place_key("St Hippolyte du Fort"),
            place_key("SAINT-HIPPOLYTE-DU-FORT")
        );
        assert_eq!(place_key("Ste-Énimie"), "sainte enimie");
        assert_eq!(place_key("Marseille 8ème"), "marseille 8");
        assert_eq!(place_key("Villefranche s/ Saône"), "villefranche sur saone");
    }

    #[test]
    fn one_error_is_one_letter_or_one_swap() {
        for (a, b) in [
            ("nimes", "nmes"),
            ("nimes", "nimmes"),
            ("nimes", "nines"),
            ("nimes", "inmes"),
            ("nimes", "nimse"),
            ("nimes", "nimes"),
            ("nimes", "nime"),
            ("nimes", "imes"),
        ] {
            assert!(within_one_error(a, b), "{a} {b}");
            assert!(within_one_error(b, a), "{b} {a}");
        }
        for (a, b) in [
            ("nimes", "nms"),
            ("nimes", "minse"),
            ("nimes", "names s"),
            ("ab", "cd"),
        ] {
            assert!(!within_one_error(a, b), "{a} {b}");
        }
    }
}
