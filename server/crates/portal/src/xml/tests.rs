//! How tolerant, and where it stops.

use super::*;

fn ok(text: &str) -> Parsed {
    parse(text.as_bytes()).unwrap()
}

fn refused(bytes: &[u8]) -> String {
    parse(bytes).unwrap_err().0
}

#[test]
fn a_plain_document_becomes_a_tree_without_notes() {
    let p = ok(
        "<?xml version=\"1.0\"?><a xmlns=\"urn:x\" k='1 &lt; 2'>t<b>&#233;<![CDATA[<i>]]></b><b/>u</a>",
    );
    assert_eq!(p.notes, Deviations::new());
    assert_eq!(p.root.name, "a");
    assert_eq!(p.root.namespace.as_deref(), Some("urn:x"));
    assert_eq!(p.root.attribute("k"), Some("1 < 2"));
    assert_eq!(p.root.text, "tu");
    assert_eq!(p.root.text_of("b"), Some("é<i>"));
    assert_eq!(p.root.all("b").count(), 2);
}

#[test]
fn prefixes_resolve_in_their_scope() {
    let p = ok("<x:a xmlns:x='urn:x'><b xmlns='urn:b'/><c/><y:d/></x:a>");
    let ns: Vec<_> = p
        .root
        .children
        .iter()
        .map(|c| c.namespace.as_deref())
        .collect();
    assert_eq!(p.root.namespace.as_deref(), Some("urn:x"));
    assert_eq!(ns, [Some("urn:b"), None, None]);
    assert!(p.notes.iter().any(|n| n.contains("prefix y")));
}

#[test]
fn other_encodings_are_read_and_noted() {
    let latin = b"<?xml version='1.0' encoding='ISO-8859-1'?><a>cr\xfbe</a>";
    assert_eq!(parse(latin).unwrap().root.text, "crûe");
    assert!(parse(latin).unwrap().notes[0].contains("ISO-8859-1"));
    let cp1252 = b"<?xml version='1.0' encoding='windows-1252'?><a>\x80</a>";
    assert_eq!(parse(cp1252).unwrap().root.text, "€");
    let mut utf16 = vec![0xff, 0xfe];
    utf16.extend("<a>crûe</a>".encode_utf16().flat_map(u16::to_le_bytes));
    assert_eq!(parse(&utf16).unwrap().root.text, "crûe");
    let big: Vec<u8> = "<?xml version='1.0' encoding='UTF-16'?><a>crûe</a>"
        .encode_utf16()
        .flat_map(u16::to_be_bytes)
        .collect();
    assert_eq!(parse(&big).unwrap().root.text, "crûe");
    let p = parse("\u{feff}<a>crûe</a>".as_bytes()).unwrap();
    assert_eq!((p.root.text.as_str(), p.notes.len()), ("crûe", 1));
}

#[test]
fn a_false_declaration_of_encoding_does_not_lose_the_text() {
    let says_utf8 = b"<?xml version='1.0' encoding='UTF-8'?><a>cr\xfbe</a>";
    assert_eq!(parse(says_utf8).unwrap().root.text, "crûe");
    let says_utf16 = "<?xml version='1.0' encoding='UTF-16'?><a>crûe</a>";
    assert_eq!(ok(says_utf16).root.text, "crûe");
    let says_klingon = "<?xml version='1.0' encoding='klingon'?><a>crûe</a>";
    assert_eq!(ok(says_klingon).root.text, "crûe");
    let one_broken_letter = b"<a>\xc3\xa9 \xff</a>";
    assert_eq!(parse(one_broken_letter).unwrap().root.text, "é \u{fffd}");
}

#[test]
fn declared_entities_are_refused_and_never_resolved() {
    let xxe = "<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><a>&x;</a>";
    assert!(refused(xxe.as_bytes()).contains("entities"));
    let laughs = "<!DOCTYPE a [<!entity a 'ha'><!ENTITY b '&a;&a;'>]><a>&b;</a>";
    assert!(refused(laughs.as_bytes()).contains("entities"));
    let parameter = "<!DOCTYPE a [<!ENTITY % p SYSTEM 'http://x/'> %p;]><a/>";
    assert!(refused(parameter.as_bytes()).contains("entities"));
}

#[test]
fn a_harmless_document_type_is_skipped_with_a_note() {
    let p = ok("<!DOCTYPE a SYSTEM \"a.dtd\"><a>x</a>");
    assert_eq!(p.root.text, "x");
    assert!(p.notes[0].contains("document type"));
}

#[test]
fn html_entities_are_resolved_and_undefined_ones_dropped_both_with_a_note() {
    let p = ok("<a k='&eacute;&foo;'>cr&ucirc;e&nbsp;!&foo;&amp;</a>");
    assert_eq!(p.root.text, "crûe\u{a0}!&");
    assert_eq!(p.root.attribute("k"), Some("é"));
    assert!(p.notes.iter().any(|n| n.contains("&ucirc; is HTML")));
    assert!(p.notes.iter().any(|n| n.contains("&foo; is not defined")));
}

#[test]
fn a_bare_ampersand_stays_in_the_text() {
    for text in ["pluie & vent", "pluie & vent; grêle", "R&D"] {
        let p = ok(&format!("<a>{text}<b/></a>"));
        assert_eq!(p.root.text, text);
        assert_eq!(p.notes, ["A bare & was taken as text."]);
    }
    assert_eq!(
        ok("<a k='?x=1&y=2'/>").root.attribute("k"),
        Some("?x=1&y=2")
    );
}

#[test]
fn forbidden_characters_are_dropped_with_a_note() {
    let p = ok("<a>x\u{1}y&#2;z&#0;&#xD800;&#x110000;</a>");
    assert_eq!(p.root.text, "xyz");
    assert!(p.notes.iter().any(|n| n.contains("forbids")));
}

#[test]
fn what_is_cut_off_or_not_xml_is_refused_with_a_reason() {
    assert!(refused(b"<a><b>x").contains("cut off"));
    assert!(refused(b"<a><b></a></b>").contains("well-formed"));
    assert!(refused(b"").contains("no element"));
    assert!(refused(b"404 Not Found").contains("not XML"));
    assert!(refused(b"{\"a\": 1}").contains("not XML"));
    assert!(refused(b"</a>").contains("well-formed"));
}

#[test]
fn content_after_the_root_is_left_out_with_a_note() {
    for tail in ["<b/>", "<b>x</b>", "junk", "&amp;"] {
        let p = ok(&format!("<a>x</a>{tail}"));
        assert_eq!((p.root.text.as_str(), p.notes.len()), ("x", 1), "{tail}");
    }
}

#[test]
fn depth_size_elements_and_attributes_have_limits() {
    let deep = |n: usize| format!("{}{}", "<a>".repeat(n), "</a>".repeat(n));
    assert!(parse(deep(MAX_DEPTH).as_bytes()).is_ok());
    assert!(refused(deep(MAX_DEPTH + 1).as_bytes()).contains("deep"));
    assert!(refused("<a>".repeat(1_000_000).as_bytes()).contains("deep"));
    let wide = format!("<a>{}</a>", "<b/>".repeat(MAX_ELEMENTS));
    assert!(refused(wide.as_bytes()).contains("elements"));
    assert!(refused(&vec![b' '; MAX_BYTES + 1]).contains("bytes"));
    let attributes: String = (0..=MAX_ATTRIBUTES).map(|n| format!(" k{n}=''")).collect();
    assert!(refused(format!("<a{attributes}/>").as_bytes()).contains("attributes"));
}

#[test]
fn notes_are_few_however_many_faults_there_are() {
    let faults: String = (0..10_000).map(|n| format!("&x{n};")).collect();
    let p = ok(&format!("<a>{faults}</a>"));
    assert_eq!(p.notes.len(), crate::cap::MAX_NOTES + 1);
}
