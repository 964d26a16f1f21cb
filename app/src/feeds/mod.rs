//! Atom feeds (RFC 4287), in French. Ids are permalinks and never change; `updated` moves when a
//! message arrives and when a thread ends, never because a feed was rendered again.
//!
//! XML is written by quick-xml only, never put together from strings.

mod atom;
mod cap_index;
mod entry;

pub use atom::*;
pub use cap_index::*;

use std::io;

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};

use crate::text::plain;

type Xml = Writer<Vec<u8>>;

/// The document that `write` writes. Writing to memory cannot fail; a failure would give an empty text.
fn xml(write: impl FnOnce(&mut Xml) -> io::Result<()>) -> String {
    let mut writer = Writer::new(Vec::new());
    let done = writer
        .write_event(Event::Decl(BytesDecl::new("1.0", Some("utf-8"), None)))
        .and_then(|()| write(&mut writer));
    match done {
        Ok(()) => String::from_utf8(writer.into_inner()).unwrap_or_default(),
        Err(_) => String::new(),
    }
}

/// `<name attributes>text</name>`, the text cleaned of what XML cannot hold.
fn element(xml: &mut Xml, name: &str, attributes: &[(&str, &str)], text: &str) -> io::Result<()> {
    let text = plain(text);
    xml.create_element(name)
        .with_attributes(attributes.iter().copied())
        .write_text_content(BytesText::new(&text))?;
    Ok(())
}

/// `<name attributes/>`.
fn empty(xml: &mut Xml, name: &str, attributes: &[(&str, &str)]) -> io::Result<()> {
    let clean: Vec<_> = attributes.iter().map(|(n, v)| (*n, plain(v))).collect();
    xml.create_element(name)
        .with_attributes(clean.iter().map(|(n, v)| (*n, v.as_str())))
        .write_empty()?;
    Ok(())
}

/// `<author><name>…</name></author>`.
fn author(xml: &mut Xml, name: &str) -> io::Result<()> {
    xml.create_element("author")
        .write_inner_content(|xml| element(xml, "name", &[], name))?;
    Ok(())
}

const ATOM: &str = "http://www.w3.org/2005/Atom";
