//! From bytes to text: byte-order marks, declared encodings, and what to do when neither is true.
//!
//! Never: refuses bytes because of their encoding. A warning with two broken letters is a warning.

use std::borrow::Cow;

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

use crate::cap::Notes;

/// How far into the document an XML declaration is looked for; it must be the very first thing.
const DECLARATION_WINDOW: usize = 400;

/// The document as text. Whatever is not plain UTF-8 is noted.
pub(super) fn decode<'a>(bytes: &'a [u8], notes: &mut Notes) -> Cow<'a, str> {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        notes.add(format!(
            "The document begins with a byte-order mark ({}).",
            encoding.name()
        ));
        return with_encoding(encoding, bytes.get(mark..).unwrap_or_default(), notes);
    }
    if let Some(encoding) = utf16_without_mark(bytes) {
        notes.add(format!(
            "The document is in {} without a byte-order mark.",
            encoding.name()
        ));
        return with_encoding(encoding, bytes, notes);
    }
    match declared(bytes) {
        None => utf8(bytes, notes),
        Some(label) => match Encoding::for_label(label.as_bytes()) {
            Some(encoding) if encoding == UTF_8 => utf8(bytes, notes),
            // Bytes that let an ASCII declaration be read are not UTF-16, whatever it says.
            Some(encoding) if encoding == UTF_16LE || encoding == UTF_16BE => {
                notes.add("The document says that it is in UTF-16 and is not.".to_owned());
                utf8(bytes, notes)
            }
            Some(encoding) => {
                notes.add(format!("The document is in {label}, not in UTF-8."));
                with_encoding(encoding, bytes, notes)
            }
            None => {
                notes.add("The declared encoding is not known; read as UTF-8.".to_owned());
                utf8(bytes, notes)
            }
        },
    }
}

fn with_encoding<'a>(
    encoding: &'static Encoding,
    bytes: &'a [u8],
    notes: &mut Notes,
) -> Cow<'a, str> {
    let (text, broken) = encoding.decode_without_bom_handling(bytes);
    if broken {
        notes.add(format!(
            "Some bytes are not {}; replaced by U+FFFD.",
            encoding.name()
        ));
    }
    text
}

/// UTF-8; where it is broken: Windows-1252 if nothing beyond ASCII was valid UTF-8 (the usual
/// mislabelled file), else the broken bytes are replaced.
fn utf8<'a>(bytes: &'a [u8], notes: &mut Notes) -> Cow<'a, str> {
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Cow::Borrowed(text);
    }
    let some_is_utf8 = bytes
        .utf8_chunks()
        .any(|chunk| chunk.valid().bytes().any(|b| b >= 0x80));
    if some_is_utf8 {
        with_encoding(UTF_8, bytes, notes)
    } else {
        notes.add("The document is not UTF-8 as it says; read as Windows-1252.".to_owned());
        with_encoding(WINDOWS_1252, bytes, notes)
    }
}

fn utf16_without_mark(bytes: &[u8]) -> Option<&'static Encoding> {
    match bytes {
        [b'<', 0, b, 0, ..] if *b != 0 => Some(UTF_16LE),
        [0, b'<', 0, b, ..] if *b != 0 => Some(UTF_16BE),
        _ => None,
    }
}

/// The encoding's name in the XML declaration.
fn declared(bytes: &[u8]) -> Option<&str> {
    let start = bytes.iter().position(|b| !b.is_ascii_whitespace())?;
    let head = bytes.get(start..)?;
    let head = head.get(..DECLARATION_WINDOW).unwrap_or(head);
    let end = head.windows(2).position(|w| w == b"?>")?;
    // The declaration may hold a stray non-ASCII byte further on; the part before it is enough.
    let head = head.get(..end)?.utf8_chunks().next()?.valid();
    let rest = head.strip_prefix("<?xml")?;
    let (_, rest) = rest.split_once("encoding")?;
    let rest = rest.trim_start().strip_prefix('=')?.trim_start();
    let quote = rest.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    rest.get(1..)?
        .split_once(quote)
        .map(|(label, _)| label.trim())
}
