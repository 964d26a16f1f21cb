//! Links of a previewed page lead nowhere: the frame is sandboxed, the desk serves none of the public side's
//! pages, and the message's own page does not exist yet.
//!
//! Owns the marking of links. Never: another change of the page.

/// Marks what leads nowhere, and says so where a mouse rests. An `a` without `href` is HTML's own placeholder
/// for a link: no keyboard stops at it, nothing follows it.
pub(super) const STYLE: &str =
    "a[aria-disabled]{cursor:not-allowed;text-decoration:underline dotted}";
/// What every such link carries instead of its address.
const MARK: &str = " role=\"link\" aria-disabled=\"true\"";

/// The page with every link out of it marked, and none left that leads anywhere. Those within it stay.
pub(super) fn inert(html: &str) -> String {
    let mut out = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(at) = rest.find("<a") {
        let (before, tag) = rest.split_at(at);
        out.push_str(before);
        let is_link = tag
            .get(2..3)
            .is_some_and(|c| c == ">" || c.trim().is_empty());
        let end = if is_link { end_of(tag) } else { 2 };
        let (tag, after) = tag.split_at(end);
        if is_link {
            push(&mut out, tag)
        } else {
            out.push_str(tag)
        }
        rest = after;
    }
    out.push_str(rest);
    out
}

/// Where a start tag ends, past its `>`; one between quotes belongs to a value.
fn end_of(tag: &str) -> usize {
    let mut quoted = false;
    for (at, sign) in tag.char_indices() {
        match sign {
            '"' => quoted = !quoted,
            '>' if !quoted => return at + 1,
            _ => {}
        }
    }
    tag.len()
}

/// The start tag of a link, as it is where it stays on the page.
fn push(out: &mut String, tag: &str) {
    let href = tag.find(" href=\"").and_then(|at| {
        let value = tag.get(at + 7..)?;
        Some((at, value, value.find('"')?))
    });
    match href {
        Some((at, value, length)) if !value.starts_with('#') => {
            out.push_str(tag.get(..at).unwrap_or_default());
            out.push_str(MARK);
            out.push_str(value.get(length + 1..).unwrap_or_default());
        }
        _ => out.push_str(tag),
    }
}

#[cfg(test)]
mod tests {
    use super::inert;

    #[test]
    fn links_out_of_the_page_lose_their_address_and_nothing_else_changes() {
        let page = "<abbr>PAF</abbr><a class=\"x > y\" href=\"/alertes\" rel=\"z\">Toutes</a>\
            <a href=\"#carte\">Carte</a><link href=\"/s.css\"><a href=\"tel:112\">112</a>";
        let shown = "<abbr>PAF</abbr><a class=\"x > y\" role=\"link\" aria-disabled=\"true\" rel=\"z\">Toutes</a>\
            <a href=\"#carte\">Carte</a><link href=\"/s.css\"><a role=\"link\" aria-disabled=\"true\">112</a>";
        assert_eq!(inert(page), shown);
        for odd in ["", "<a", "<a>x</a>", "<a href=\"", "é <a\u{301}> <a é>"] {
            assert_eq!(inert(odd), odd);
        }
    }
}
