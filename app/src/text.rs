//! Text from outside, made fit to stand on a page: no control characters, no tricks of direction,
//! no address but http(s).
//!
//! Escaping is Leptos' and quick-xml's work, not this module's.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// The text without NUL, other control characters (line break and tab stay), byte-order marks and
/// the characters that turn the direction of what follows (U+202A–202E, U+2066–2069).
pub fn plain(text: &str) -> String {
    text.chars()
        .filter(|c| match c {
            '\n' | '\t' => true,
            '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{FEFF}' => false,
            '\u{FFFE}' | '\u{FFFF}' => false,
            c => !c.is_control(),
        })
        .collect::<String>()
        .trim()
        .to_owned()
}

/// [`plain`], on one line.
pub fn one_line(text: &str) -> String {
    plain(text).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The address if it may become a link: http or https, and nothing in it that an address has not.
pub fn http_url(text: &str) -> Option<&str> {
    let text = text.trim();
    let lower = text.get(..8).unwrap_or(text).to_ascii_lowercase();
    let rest = if lower.starts_with("https://") {
        text.get(8..)?
    } else if lower.starts_with("http://") {
        text.get(7..)?
    } else {
        return None;
    };
    let clean = plain(text) == text && !text.contains(['<', '>', '"', '\\', '`', ' ', '\n', '\t']);
    (clean && !rest.is_empty() && !rest.starts_with('/')).then_some(text)
}

/// What stays itself in a query's value and in the text of `mailto:` and `sms:`.
const KEPT: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'_')
    .remove(b'.')
    .remove(b'~');

/// Percent-encoded for one value of a query.
pub fn query_value(text: &str) -> String {
    utf8_percent_encode(text, KEPT).to_string()
}

/// The first sentence of a text, and whether it is all of it. At least one line; at most about
/// `most` characters, cut at a word with an ellipsis.
pub fn first_sentence(text: &str, most: usize) -> (String, bool) {
    let all = plain(text);
    if all.chars().count() <= most {
        return (all, true);
    }
    let line = all
        .lines()
        .map(str::trim)
        .find(|l| !l.is_empty())
        .unwrap_or_default();
    let ends = line
        .char_indices()
        .filter(|(i, c)| {
            matches!(c, '.' | '!' | '?' | '…')
                && line[i + c.len_utf8()..]
                    .chars()
                    .next()
                    .is_none_or(char::is_whitespace)
        })
        .map(|(i, c)| i + c.len_utf8())
        .take_while(|end| line[..*end].chars().count() <= most)
        .last();
    if let Some(end) = ends {
        return (line[..end].to_owned(), false);
    }
    if line.chars().count() <= most {
        return (line.to_owned(), false);
    }
    let mut cut = String::new();
    for word in line.split_whitespace() {
        if cut.chars().count() + word.chars().count() + 1 > most {
            break;
        }
        if !cut.is_empty() {
            cut.push(' ');
        }
        cut.push_str(word);
    }
    (format!("{cut}…"), false)
}

/// Right-to-left scripts' languages.
pub fn direction(tag: &str) -> Option<&'static str> {
    matches!(
        crate::wording::primary(tag).as_str(),
        "ar" | "he" | "iw" | "fa" | "ur" | "ps" | "yi"
    )
    .then_some("rtl")
}

/// A language tag fit for `lang`: letters, digits and hyphens; `und` for anything else. Easy-read French
/// is French to whatever reads it aloud, which may not know the private-use subtag.
pub fn language_tag(tag: &str) -> String {
    if crate::wording::is_easy_french(tag) {
        return crate::wording::Lang::Fr.tag().to_owned();
    }
    let tag = tag.trim().replace('_', "-");
    if !tag.is_empty()
        && tag.len() <= 35
        && tag.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
    {
        tag
    } else {
        "und".to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_http_addresses_become_links() {
        assert_eq!(
            http_url(" https://example.org/a?b=c "),
            Some("https://example.org/a?b=c")
        );
        assert_eq!(http_url("HTTP://example.org"), Some("HTTP://example.org"));
        for bad in [
            "javascript:alert(1)",
            "java\nscript:alert(1)",
            "data:text/html,x",
            "https://",
            "https:///x",
            "//example.org",
            "https://exam\u{202E}ple.org",
            "https://e.org/\"onload=",
            "",
            "é",
            "httpé://x",
        ] {
            assert_eq!(http_url(bad), None, "{bad}");
        }
    }

    #[test]
    fn characters_that_turn_the_text_around_are_dropped() {
        assert_eq!(plain("a\u{202E}b\0c\u{7}\nd"), "abc\nd");
    }

    #[test]
    fn a_long_instruction_is_told_by_whole_sentences() {
        let text = "Montez à l'étage. N'allez pas chercher vos enfants à l'école : ils y sont en sécurité. Coupez le courant.";
        assert_eq!(
            first_sentence(text, 60),
            ("Montez à l'étage.".to_owned(), false)
        );
        assert_eq!(first_sentence("Montez.", 60), ("Montez.".to_owned(), true));
        let (cut, whole) = first_sentence("un deux trois quatre cinq six sept", 12);
        assert_eq!((cut.as_str(), whole), ("un deux…", false));
    }
}
