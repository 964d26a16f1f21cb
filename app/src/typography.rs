//! French spacing: a line never begins with a colon or a closing guillemet. It is for this portal's words and
//! for official messages, never for what residents typed.
//!
//! Values of attributes are left alone, whatever stands in them: a form gives back what was typed in it. Where
//! residents' words stand as text, [`as_typed`] marks them.

use std::borrow::Cow;

/// Stands beside what [`set`] would change in words of residents, and is taken out by it. A noncharacter
/// (Unicode §23.7): it is never part of a text from outside.
const KEPT: char = '\u{FDD0}';

/// Words of a resident, to be set as text of a document: they come out of [`set`] as they were typed.
pub(crate) fn as_typed(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        match c {
            KEPT => {}
            ':' | '»' => out.extend([KEPT, c]),
            '«' => out.extend([c, KEPT]),
            c => out.push(c),
        }
    }
    out
}

/// A document's body with non-breaking spaces before colons and inside guillemets, in its texts only.
pub(crate) fn set(html: &str) -> String {
    let mut out = String::with_capacity(html.len() + 64);
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        let (text, tag) = rest.split_at(at);
        out.push_str(&spaced(text));
        let (tag, after) = tag.split_at(end_of_tag(tag));
        out.push_str(tag);
        rest = after;
    }
    out.push_str(&spaced(rest));
    unmarked(&out).into_owned()
}

/// Without marks, as where nothing is set.
pub(crate) fn unmarked(html: &str) -> Cow<'_, str> {
    if html.contains(KEPT) {
        Cow::Owned(html.replace(KEPT, ""))
    } else {
        Cow::Borrowed(html)
    }
}

fn spaced(text: &str) -> Cow<'_, str> {
    if !text.contains([':', '«', '»']) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(
        text.replace(" : ", "\u{A0}: ")
            .replace("« ", "«\u{A0}")
            .replace(" »", "\u{A0}»"),
    )
}

/// Behind the tag that this begins with; what stands between quotes does not end it.
fn end_of_tag(html: &str) -> usize {
    let mut quoted = false;
    for (i, byte) in html.bytes().enumerate() {
        match byte {
            b'"' => quoted = !quoted,
            b'>' if !quoted => return i + 1,
            _ => {}
        }
    }
    html.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_portals_words_are_spaced_and_values_of_attributes_are_not() {
        assert_eq!(
            set("<p title=\"a : b > « c »\">Donc : « oui »</p> : <br/>« non »"),
            "<p title=\"a : b > « c »\">Donc\u{A0}: «\u{A0}oui\u{A0}»</p>\u{A0}: <br/>«\u{A0}non\u{A0}»"
        );
    }

    #[test]
    fn what_a_resident_typed_comes_out_as_it_was() {
        for typed in [
            "Donc : « oui »",
            " : : : ",
            "« » «« »»",
            ": «",
            "https://exemple.fr",
            "",
        ] {
            for around in ["<p>{}</p>", "<p>Motif : {} : fin</p>", "<p> {} </p>"] {
                let page = around.replace("{}", &as_typed(typed));
                let plain = around.replace("{}", "§");
                assert_eq!(
                    set(&page),
                    set(&plain).replace('§', typed),
                    "{typed:?} in {around}"
                );
            }
        }
        assert_eq!(as_typed("a\u{FDD0} : b"), as_typed("a : b"));
        assert_eq!(unmarked(&as_typed("a : b")), "a : b");
    }
}
