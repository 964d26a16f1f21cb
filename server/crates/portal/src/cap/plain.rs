//! Texts as people read them: markup removed, line breaks kept, forbidden characters dropped.
//!
//! Both reading and writing go through here, so that what was read once is read the same again.
//! Never: output for HTML. Whoever shows a text escapes it.

use quick_xml::escape::resolve_html5_entity;

use super::Notes;
use crate::xml::{self, Element};

/// The longest text kept, in characters.
pub const MAX_TEXT: usize = 20_000;
/// How often markup within markup within markup is undone before its signs are simply dropped.
const MAX_PASSES: usize = 8;

/// HTML's elements; anything else between `<` and `>` is what somebody wrote.
#[rustfmt::skip]
const TAGS: &[&str] = &[
    "a", "abbr", "article", "b", "big", "blockquote", "body", "br", "button", "center", "cite",
    "code", "dd", "del", "div", "dl", "dt", "em", "figcaption", "figure", "font", "footer", "form",
    "h1", "h2", "h3", "h4", "h5", "h6", "head", "header", "hr", "html", "i", "iframe", "img",
    "input", "ins", "label", "li", "link", "main", "mark", "meta", "nav", "noscript", "object",
    "ol", "option", "p", "pre", "q", "s", "script", "section", "select", "small", "span", "strike",
    "strong", "style", "sub", "sup", "svg", "table", "tbody", "td", "textarea", "tfoot", "th",
    "thead", "title", "tr", "tt", "u", "ul", "video", "wbr",
];
/// Those within a line; all others break it.
const INLINE: &[&str] = &[
    "a", "abbr", "b", "big", "cite", "code", "del", "em", "font", "i", "img", "ins", "label",
    "mark", "q", "s", "small", "span", "strike", "strong", "sub", "sup", "tt", "u", "wbr",
];

/// A text of several lines: `description`, `instruction`.
pub(crate) fn block(raw: &str, what: &str, notes: &mut Notes) -> Option<String> {
    let text = without_markup(legal(raw), what, notes);
    finish(&text, what, notes)
}

/// A text of one line: `headline`, `areaDesc`; white space collapses.
pub(crate) fn line(raw: &str, what: &str, notes: &mut Notes) -> Option<String> {
    let text = without_markup(legal(raw), what, notes);
    let words: Vec<&str> = text.split_whitespace().collect();
    finish(&words.join(" "), what, notes)
}

/// A value for machines: trimmed, otherwise as written.
pub(super) fn value(raw: &str, what: &str, notes: &mut Notes) -> Option<String> {
    finish(&legal(raw), what, notes)
}

/// The whole text of an element that may hold markup as real elements.
pub(crate) fn content(element: &Element, what: &str, notes: &mut Notes) -> String {
    if element.children.is_empty() {
        return element.text.clone();
    }
    notes.add(format!("{what} holds elements; read as plain text."));
    let mut out = String::new();
    flatten(element, &mut out);
    out
}

/// Recursion is bounded by [`xml::MAX_DEPTH`].
fn flatten(element: &Element, out: &mut String) {
    let mut done = 0;
    for child in &element.children {
        out.push_str(element.text.get(done..child.at).unwrap_or_default());
        done = done.max(child.at);
        let breaks = !INLINE.contains(&child.name.to_ascii_lowercase().as_str());
        if breaks {
            out.push('\n');
        }
        flatten(child, out);
        if breaks && !child.name.eq_ignore_ascii_case("br") {
            out.push('\n');
        }
    }
    out.push_str(element.text.get(done..).unwrap_or_default());
}

/// Only characters that XML allows, line ends as XML normalises them.
fn legal(raw: &str) -> String {
    let mut out = String::with_capacity(raw.len());
    let mut after_return = false;
    for c in raw.chars().filter(|c| xml::is_legal(*c)) {
        match c {
            '\r' => out.push('\n'),
            '\n' if after_return => {}
            c => out.push(c),
        }
        after_return = c == '\r';
    }
    out
}

/// Trims and cuts; `None` when nothing is left.
fn finish(text: &str, what: &str, notes: &mut Notes) -> Option<String> {
    let mut text = text.trim();
    if let Some((end, _)) = text.char_indices().nth(MAX_TEXT) {
        notes.add(format!("{what} was cut after {MAX_TEXT} characters."));
        text = text.get(..end).unwrap_or_default().trim_end();
    }
    (!text.is_empty()).then(|| text.to_owned())
}

/// Undoes markup until none is left, so that reading the result changes nothing any more.
fn without_markup(mut text: String, what: &str, notes: &mut Notes) -> String {
    let mut found = false;
    for _ in 0..MAX_PASSES {
        if !text.contains(['<', '&']) {
            break;
        }
        let once = without_tags(&without_entities(&text));
        if once == text {
            break;
        }
        found = true;
        text = once;
    }
    if !found {
        return text;
    }
    notes.add(format!("{what} holds markup; read as plain text."));
    if text.contains(['<', '&']) && without_tags(&without_entities(&text)) != text {
        text.retain(|c| !matches!(c, '<' | '&'));
    }
    // What the tags' own line breaks and indentation leave behind.
    let mut out = String::with_capacity(text.len());
    let mut empty_lines = 0;
    for line in legal(&text).lines().map(str::trim) {
        empty_lines = if line.is_empty() { empty_lines + 1 } else { 0 };
        if empty_lines < 2 {
            out.push_str(line);
            out.push('\n');
        }
    }
    out
}

/// Resolves `&eacute;` and `&#233;`, and `&amp;amp;eacute;` at once.
fn without_entities(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('&') {
        out.push_str(before);
        rest = after;
        loop {
            match entity(rest) {
                Some((resolved, after)) if resolved == "&" => rest = after,
                Some((resolved, after)) => {
                    out.push_str(&resolved);
                    rest = after;
                    break;
                }
                None => {
                    out.push('&');
                    break;
                }
            }
        }
    }
    out.push_str(rest);
    out
}

/// What the reference right after a `&` stands for, and the text after it.
fn entity(after: &str) -> Option<(String, &str)> {
    let end = after
        .bytes()
        .take(34)
        .position(|b| !(b.is_ascii_alphanumeric() || b == b'#'))?;
    let (name, rest) = after.split_at_checked(end)?;
    let rest = rest.strip_prefix(';')?;
    let resolved = match name.strip_prefix('#') {
        None => resolve_html5_entity(name)?.to_owned(),
        Some(number) => {
            let code = match number.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                None => number.parse().ok()?,
            };
            char::from_u32(code)
                .filter(|c| xml::is_legal(*c))
                .map_or_else(String::new, String::from)
        }
    };
    Some((resolved, rest))
}

fn without_tags(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    let mut never_closed: Vec<String> = Vec::new();
    while let Some((before, after)) = rest.split_once('<') {
        out.push_str(before);
        rest = after;
        let Some((name, after)) = tag(rest) else {
            out.push('<');
            continue;
        };
        let opens = !rest.starts_with('/');
        rest = after;
        match name.as_str() {
            // One that is never closed hides nothing: better a line of script than no warning.
            "script" | "style" if opens && !never_closed.contains(&name) => {
                match from_closing(rest, &name) {
                    Some(closing) => rest = closing,
                    None => never_closed.push(name),
                }
            }
            "script" | "style" => {}
            "td" | "th" => out.push(' '),
            n if INLINE.contains(&n) || n.is_empty() => {}
            _ => out.push('\n'),
        }
    }
    out.push_str(rest);
    out
}

/// The name of the tag that begins right after a `<` (empty for a comment), and the text after it.
fn tag(after: &str) -> Option<(String, &str)> {
    let end = after.find(['<', '>'])?;
    let (inner, rest) = after.split_at_checked(end)?;
    let rest = rest.strip_prefix('>')?;
    if inner.starts_with("!--") {
        return Some((String::new(), rest));
    }
    let inner = inner.strip_prefix('/').unwrap_or(inner);
    let end = inner
        .find(|c: char| c.is_whitespace() || c == '/')
        .unwrap_or(inner.len());
    let name = inner.get(..end)?.to_ascii_lowercase();
    TAGS.contains(&name.as_str()).then_some((name, rest))
}

/// What follows the content of a script or a style sheet, which no reader sees.
fn from_closing<'a>(rest: &'a str, name: &str) -> Option<&'a str> {
    let close = format!("</{name}");
    let bytes = close.as_bytes();
    rest.as_bytes()
        .windows(bytes.len())
        .position(|w| w.eq_ignore_ascii_case(bytes))
        .and_then(|at| rest.get(at..))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(raw: &str) -> (String, usize) {
        let mut notes = Notes::default();
        let text = block(raw, "description", &mut notes).unwrap_or_default();
        (text, notes.into_deviations().len())
    }

    #[test]
    fn plain_text_stays_as_it_is() {
        for text in [
            "Crue.\nMontez à l'étage.\n\n\nFin.",
            "vent < 50 km/h, pluie > 3 mm",
            "<https://example.org>",
            "<Cannes>",
            "R&D; <b",
            "a & b",
        ] {
            assert_eq!(read(text), (text.to_owned(), 0));
        }
    }

    #[test]
    fn escaped_markup_becomes_lines() {
        let html = "<p>Crue&nbsp;rapide.<br/>Montez &agrave; l&#39;<b>étage</b>.</p><ul><li>un</li><LI>deux</LI></ul>";
        let (text, told) = read(html);
        assert_eq!(text, "Crue\u{a0}rapide.\nMontez à l'étage.\n\nun\n\ndeux");
        assert_eq!(told, 1);
    }

    #[test]
    fn scripts_styles_and_comments_leave_nothing() {
        let html = "a<script>alert(1 < 2)</script>b<style>p{}</style><!-- c -->d";
        assert_eq!(read(html).0.replace('\n', ""), "abd");
        assert_eq!(read("x<script>alert(1)").0, "xalert(1)");
        assert_eq!(read(&"<script>".repeat(200_000)).0, "");
    }

    #[test]
    fn markup_within_markup_is_undone_to_the_end() {
        assert_eq!(read("&amp;amp;lt;b&amp;amp;gt;x").0, "x");
        let nested = format!("&{}lt;i&gt;x", "amp;".repeat(4_000));
        assert_eq!(read(&nested).0, "x");
        assert_eq!(read(&read("&l&#116;;b&g&#116;;").0).1, 0);
    }

    #[test]
    fn a_text_is_cut_at_the_limit_between_characters() {
        let (text, told) = read(&"é".repeat(MAX_TEXT + 1));
        assert_eq!((text.chars().count(), told), (MAX_TEXT, 1));
    }

    #[test]
    fn real_elements_in_a_text_keep_their_place() {
        let parsed = xml::parse(b"<d>un <b>deux</b> trois<br/>quatre<p>cinq</p></d>").unwrap();
        let mut notes = Notes::default();
        let text = content(&parsed.root, "description", &mut notes);
        assert_eq!(text, "un deux trois\nquatre\ncinq\n");
        assert_eq!(notes.into_deviations().len(), 1);
    }
}
