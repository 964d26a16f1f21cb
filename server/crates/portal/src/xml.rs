//! XML as a small tree, over quick-xml: entities off, depth, size and count limited.
//!
//! Never: fetches or expands anything (a document type that declares entities is refused),
//! recurses over its input, or panics.

mod decode;

use quick_xml::escape::{resolve_html5_entity, resolve_xml_entity, unescape_with};
use quick_xml::events::{BytesRef, BytesStart, Event};
use quick_xml::name::{QName, ResolveResult};
use quick_xml::reader::NsReader;

use crate::cap::{Deviations, Notes};

/// The largest document read, in bytes. The largest real CAP file known has 1.6 MB, Vigicrues 3 MB.
pub const MAX_BYTES: usize = 8 * 1024 * 1024;
/// The deepest nesting of elements. CAP needs 4, within EDXL-DE 9.
pub const MAX_DEPTH: usize = 64;
/// The most elements in a document.
pub const MAX_ELEMENTS: usize = 200_000;
/// The most attributes of one element, namespace declarations included.
pub const MAX_ATTRIBUTES: usize = 128;

/// One element: local name, namespace, attributes, child elements, direct text.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Element {
    /// Local name, as written.
    pub name: String,
    /// Namespace URI, if bound.
    pub namespace: Option<String>,
    /// Attributes by local name, unescaped.
    pub attributes: Vec<(String, String)>,
    /// Child elements in order.
    pub children: Vec<Element>,
    /// Direct text and CDATA, concatenated, unescaped, not trimmed.
    pub text: String,
    /// Where this element stood in its parent: a byte offset in the parent's [`Element::text`].
    pub at: usize,
}

impl Element {
    /// The first child of that local name.
    pub fn child(&self, name: &str) -> Option<&Element> {
        self.children.iter().find(|c| c.name == name)
    }
    /// All children of that local name.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Element> {
        self.children.iter().filter(move |c| c.name == name)
    }
    /// The trimmed text of the first child of that name, `None` when absent or empty.
    pub fn text_of(&self, name: &str) -> Option<&str> {
        self.child(name)
            .map(|c| c.text.trim())
            .filter(|t| !t.is_empty())
    }
    /// An attribute by local name.
    pub fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes
            .iter()
            .find(|(n, _)| n == name)
            .map(|(_, v)| v.as_str())
    }
}

/// A parsed document.
#[derive(Clone, Debug, PartialEq)]
pub struct Parsed {
    /// The root element.
    pub root: Element,
    /// What was tolerated: a byte-order mark, another encoding, an undefined entity…
    pub notes: Deviations,
}

/// Why bytes are not XML that this portal reads; a sentence for operators.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct XmlError(pub String);

/// Parses bytes.
///
/// Refused: what is not XML, what ends in the middle, document types that declare entities (nothing
/// is ever resolved: neither XXE nor a billion laughs), and what exceeds the limits above.
/// Tolerated with a note: other encodings, a bare `&`, HTML's entities, undefined entities (dropped),
/// characters that XML forbids (dropped), undeclared prefixes, content after the root.
pub fn parse(bytes: &[u8]) -> Result<Parsed, XmlError> {
    if bytes.len() > MAX_BYTES {
        return Err(XmlError(format!(
            "The document has {} bytes; at most {MAX_BYTES} are read.",
            bytes.len()
        )));
    }
    let mut notes = Notes::default();
    let text = decode::decode(bytes, &mut notes);
    let mut reader = NsReader::from_str(&text);
    reader.config_mut().allow_dangling_amp = true;
    let mut tree = Tree::default();
    loop {
        let event = reader.read_event().map_err(|e| {
            XmlError(format!(
                "This is not well-formed XML, at byte {}: {e}.",
                reader.error_position()
            ))
        })?;
        match event {
            Event::Start(start) => {
                if tree.root.is_some() {
                    notes.add(AFTER_ROOT.to_owned());
                    break;
                }
                let namespace = namespace(&reader, start.name(), &mut notes);
                tree.open(element(&start, namespace, &mut notes)?)?;
            }
            Event::Empty(start) => {
                if tree.root.is_some() {
                    notes.add(AFTER_ROOT.to_owned());
                    break;
                }
                let namespace = namespace(&reader, start.name(), &mut notes);
                tree.open(element(&start, namespace, &mut notes)?)?;
                tree.close();
            }
            Event::End(_) => tree.close(),
            Event::Text(t) => {
                let t = t.xml10_content();
                if t.contains('&') {
                    notes.add("A bare & was taken as text.".to_owned());
                }
                tree.text(&t, &mut notes)?;
            }
            Event::CData(t) => tree.text(&t.xml10_content(), &mut notes)?,
            Event::GeneralRef(r) => tree.reference(&r, &mut notes)?,
            Event::DocType(t) => document_type(&t, &mut notes)?,
            Event::Decl(_) | Event::PI(_) | Event::Comment(_) => {}
            Event::Eof => break,
        }
    }
    if let Some(open) = tree.open.last() {
        return Err(XmlError(format!(
            "The document ends inside <{}>: it is cut off.",
            open.name
        )));
    }
    match tree.root {
        Some(root) => Ok(Parsed {
            root,
            notes: notes.into_deviations(),
        }),
        None => Err(XmlError("The document has no element.".to_owned())),
    }
}

const AFTER_ROOT: &str = "There is content after the root element; it was left out.";

/// The tree while it grows: the open elements, innermost last.
#[derive(Default)]
struct Tree {
    open: Vec<Element>,
    root: Option<Element>,
    count: usize,
}

impl Tree {
    fn open(&mut self, mut element: Element) -> Result<(), XmlError> {
        element.at = self.open.last().map_or(0, |parent| parent.text.len());
        self.count += 1;
        if self.count > MAX_ELEMENTS {
            return Err(XmlError(format!(
                "The document has more than {MAX_ELEMENTS} elements."
            )));
        }
        if self.open.len() >= MAX_DEPTH {
            return Err(XmlError(format!(
                "Elements are nested more than {MAX_DEPTH} deep."
            )));
        }
        self.open.push(element);
        Ok(())
    }

    fn close(&mut self) {
        if let Some(done) = self.open.pop() {
            match self.open.last_mut() {
                Some(parent) => parent.children.push(done),
                None => self.root = Some(done),
            }
        }
    }

    fn text(&mut self, text: &str, notes: &mut Notes) -> Result<(), XmlError> {
        match self.open.last_mut() {
            Some(element) => push_legal(&mut element.text, text, notes),
            None if text
                .trim_matches(['\0', '\u{feff}', ' ', '\t', '\n', '\r'])
                .is_empty() => {}
            None if self.root.is_some() => notes.add(AFTER_ROOT.to_owned()),
            None => {
                return Err(XmlError(
                    "This is not XML: there is text before the first element.".to_owned(),
                ));
            }
        }
        Ok(())
    }

    fn reference(&mut self, reference: &BytesRef<'_>, notes: &mut Notes) -> Result<(), XmlError> {
        let name: &str = reference;
        if reference.is_char_ref() {
            match reference.resolve_char_ref() {
                Ok(Some(c)) => self.text(c.encode_utf8(&mut [0; 4]), notes),
                _ => {
                    notes.add(format!("&{}; is not a character; left out.", short(name)));
                    Ok(())
                }
            }
        } else if is_entity_name(name) {
            self.text(resolve(name, notes), notes)
        } else {
            notes.add("A bare & was taken as text.".to_owned());
            self.text(&format!("&{name};"), notes)
        }
    }
}

/// Entity names are short and plain; `Smith & sons; others` is not a reference.
fn is_entity_name(name: &str) -> bool {
    name.len() <= 64
        && name.starts_with(|c: char| c.is_alphabetic() || c == '_')
        && name
            .chars()
            .all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | ':'))
}

/// XML's five entities, HTML's with a note, nothing for all others.
fn resolve(name: &str, notes: &mut Notes) -> &'static str {
    if let Some(text) = resolve_xml_entity(name) {
        return text;
    }
    if let Some(text) = resolve_html5_entity(name) {
        notes.add(format!("&{name}; is HTML's, not XML's."));
        return text;
    }
    notes.add(format!("&{name}; is not defined; left out."));
    ""
}

/// Appends what XML 1.0 §2.2 allows as a character.
fn push_legal(to: &mut String, text: &str, notes: &mut Notes) {
    if text.chars().all(is_legal) {
        to.push_str(text);
    } else {
        notes.add("Characters that XML forbids were left out.".to_owned());
        to.extend(text.chars().filter(|c| is_legal(*c)));
    }
}

/// Whether XML 1.0 §2.2 allows the character in a document.
pub(crate) fn is_legal(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..)
}

/// A document type is skipped, unread, when it declares no entity; else the document is refused.
fn document_type(text: &str, notes: &mut Notes) -> Result<(), XmlError> {
    if text.to_ascii_uppercase().contains("<!ENTITY") {
        return Err(XmlError(
            "The document type declares entities; such documents are refused.".to_owned(),
        ));
    }
    notes.add("The document has a document type; it was not looked at.".to_owned());
    Ok(())
}

fn namespace(reader: &NsReader<&[u8]>, name: QName<'_>, notes: &mut Notes) -> Option<String> {
    match reader.resolver().resolve_element(name).0 {
        ResolveResult::Bound(namespace) => Some(namespace.0.to_owned()),
        ResolveResult::Unbound => None,
        ResolveResult::Unknown(prefix) => {
            notes.add(format!("The prefix {} is not declared.", short(&prefix)));
            None
        }
    }
}

fn element(
    start: &BytesStart<'_>,
    namespace: Option<String>,
    notes: &mut Notes,
) -> Result<Element, XmlError> {
    let mut attributes: Vec<(String, String)> = Vec::new();
    for (n, attribute) in start.attributes().with_checks(false).enumerate() {
        if n >= MAX_ATTRIBUTES {
            return Err(XmlError(format!(
                "An element has more than {MAX_ATTRIBUTES} attributes."
            )));
        }
        let Ok(attribute) = attribute else {
            notes.add("An attribute cannot be read; it was left out.".to_owned());
            continue;
        };
        if attribute.key.as_namespace_binding().is_some() {
            continue;
        }
        let mut unresolved = Notes::default();
        let value = unescape_with(&attribute.value, |name| {
            Some(resolve(name, &mut unresolved))
        });
        for note in unresolved.into_deviations() {
            notes.add(note);
        }
        let mut legal = String::new();
        match value {
            Ok(value) => push_legal(&mut legal, &value, notes),
            Err(_) => {
                notes.add("A bare & was taken as text.".to_owned());
                push_legal(&mut legal, &attribute.value, notes);
            }
        }
        attributes.push((attribute.key.local_name().into_inner().to_owned(), legal));
    }
    Ok(Element {
        name: start.local_name().into_inner().to_owned(),
        namespace,
        attributes,
        ..Element::default()
    })
}

/// At most 40 characters, for sentences that quote the input.
fn short(text: &str) -> String {
    text.chars().take(40).collect()
}

#[cfg(test)]
mod tests;
