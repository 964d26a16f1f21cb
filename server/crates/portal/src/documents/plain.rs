//! HTML of feeds as plain text: what a reader sees, line by line.
//!
//! Must never give markup back: what is written out elsewhere is escaped there, and this is not a sanitiser.

use quick_xml::escape::resolve_html5_entity;

/// The longest text kept, in bytes.
const MAX_TEXT: usize = 64 * 1024;

/// Elements after (or before) which a reader sees a new line.
const BLOCKS: &[&str] = &[
    "p", "div", "br", "li", "ul", "ol", "tr", "table", "h1", "h2", "h3", "h4", "h5", "h6",
    "section", "article", "blockquote", "hr", "dt", "dd",
];
/// Elements whose content nobody reads.
const UNREAD: &[&str] = &["script", "style", "head", "template"];

/// The text of a piece of HTML (or of plain text, which stays as it is but for white space).
pub(crate) fn text(html: &str) -> String {
    let mut out = String::new();
    let mut rest = html;
    let mut unread: Option<&str> = None;
    while !rest.is_empty() && out.len() < MAX_TEXT {
        let Some(start) = rest.find('<') else {
            if unread.is_none() {
                push(&mut out, rest);
            }
            break;
        };
        let (before, tag) = rest.split_at(start);
        if unread.is_none() {
            push(&mut out, before);
        }
        if let Some(comment) = tag.strip_prefix("<!--") {
            rest = comment.split_once("-->").map_or("", |(_, after)| after);
            continue;
        }
        let opens = tag[1..].starts_with(|c: char| c.is_ascii_alphabetic() || "/!?".contains(c));
        let end = tag.find('>').filter(|_| opens);
        let Some(end) = end else {
            // A lone "<" is text: "niveau < 2 m".
            if unread.is_none() {
                out.push('<');
            }
            rest = &tag[1..];
            continue;
        };
        let inside = &tag[1..end];
        rest = &tag[end + 1..];
        let closing = inside.starts_with('/');
        let name = inside
            .trim_start_matches('/')
            .split(|c: char| !c.is_ascii_alphanumeric())
            .next()
            .unwrap_or_default()
            .to_ascii_lowercase();
        match unread {
            Some(waiting) => {
                if closing && name == waiting {
                    unread = None;
                }
            }
            None => {
                unread = UNREAD
                    .iter()
                    .copied()
                    .find(|u| !closing && !inside.ends_with('/') && *u == name);
                if name == "li" && !closing {
                    out.push_str("\n- ");
                } else if BLOCKS.contains(&name.as_str()) {
                    out.push('\n');
                }
            }
        }
    }
    tidy(&out)
}

/// Appends text: entities resolved, white space (line ends too: HTML has none) as single blanks.
fn push(out: &mut String, text: &str) {
    let mut rest = text;
    while let Some(start) = rest.find('&') {
        let (before, entity) = rest.split_at(start);
        push_words(out, before);
        let end = entity
            .char_indices()
            .take(12)
            .find(|(_, c)| *c == ';')
            .map(|(i, _)| i);
        match end.and_then(|end| Some((character(&entity[1..end])?, end))) {
            Some((resolved, end)) => {
                push_words(out, &resolved);
                rest = &entity[end + 1..];
            }
            None => {
                out.push('&');
                rest = &entity[1..];
            }
        }
    }
    push_words(out, rest);
}

fn character(entity: &str) -> Option<String> {
    let Some(number) = entity.strip_prefix('#') else {
        return resolve_html5_entity(entity).map(str::to_owned);
    };
    let code = match number.strip_prefix(['x', 'X']) {
        Some(hex) => u32::from_str_radix(hex, 16).ok()?,
        None => number.parse().ok()?,
    };
    char::from_u32(code).map(String::from)
}

fn push_words(out: &mut String, text: &str) {
    for c in text.chars() {
        if c.is_whitespace() {
            if !out.ends_with([' ', '\n']) {
                out.push(' ');
            }
        } else if !c.is_control() {
            out.push(c);
        }
    }
}

/// No blank at either end of a line, no empty lines in a row, no bullet without text.
fn tidy(text: &str) -> String {
    let mut lines: Vec<&str> = Vec::new();
    for line in text.lines() {
        let line = line.trim();
        if !line.is_empty() && line != "-" {
            lines.push(line);
        }
    }
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::text;

    #[test]
    fn html_becomes_what_a_reader_sees() {
        assert_eq!(
            text("<p>Les eaux&nbsp;montent &agrave; <strong>Al&egrave;s</strong>.</p><ul><li>Restez</li><li>Montez</li></ul><script>alert('x')</script>"),
            "Les eaux montent à Alès.\n- Restez\n- Montez"
        );
        assert_eq!(text("a<br/>b<!-- <p>c</p> -->d"), "a\nbd");
        assert_eq!(text("R&#233;union &#x27;24"), "Réunion '24");
    }

    #[test]
    fn what_only_looks_like_markup_stays_text() {
        assert_eq!(text("niveau < 2 m & stable &inconnu;"), "niveau < 2 m & stable &inconnu;");
        assert_eq!(text("fin <"), "fin <");
        assert_eq!(text("<p"), "<p");
        assert_eq!(text("&é;"), "&é;");
    }
}
