//! What is sealed, as bytes: one encoding per submission, padded to its bucket.
//!
//! Four bytes of length, the submission, zeros. All numbers big-endian. The desk reads it back with the same
//! rules as the form was read with: whoever seals needs no permission, so nothing inside is trusted.

use super::{
    Addition, BUCKETS, Category, IdempotencyKey, Place, Position, Report, Submission, Supplement,
};
use crate::Instant;
use crate::places::Insee;

const REPORT: u8 = 1;
const SENTENCE: u8 = 2;
const PHOTO: u8 = 3;
const WRONG: u8 = 4;

const HAS_COMMUNE: u8 = 1;
const HAS_POSITION: u8 = 2;
const HAS_WORDS: u8 = 4;
const HAS_TEXT: u8 = 8;

/// Bytes of the length at the beginning.
const LENGTH: usize = 4;

/// The most bytes of a photo: what the largest bucket holds beside a supplement's kind, key and instant.
pub const MAX_PHOTO_LEN: usize = BUCKETS[BUCKETS.len() - 1] - LENGTH - 1 - 16 - 8;

/// What was sealed is no submission: a program's error, or somebody's attempt.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("what was sealed is no report")]
pub struct NotAReport;

impl Submission {
    /// The smallest bucket that holds it, and its bytes, padded to that bucket. Whatever is not a photo goes
    /// into the first bucket.
    pub fn encode(&self) -> (u8, Vec<u8>) {
        let mut bytes = vec![0; LENGTH];
        match self {
            Self::Report(report) => write_report(&mut bytes, report),
            Self::Supplement(supplement) => write_supplement(&mut bytes, supplement),
        }
        let length = (bytes.len() - LENGTH) as u32;
        bytes[..LENGTH].copy_from_slice(&length.to_be_bytes());
        let bucket = BUCKETS.iter().position(|size| bytes.len() <= *size);
        // The constructors' limits keep everything within the largest bucket.
        let bucket = bucket.unwrap_or(BUCKETS.len() - 1);
        bytes.resize(BUCKETS[bucket], 0);
        (bucket as u8, bytes)
    }

    /// Reads a bucket's bytes. Refuses what no form would have taken, and padding that is not zeros.
    pub fn decode(bytes: &[u8]) -> Result<Self, NotAReport> {
        let (length, rest) = bytes.split_first_chunk::<LENGTH>().ok_or(NotAReport)?;
        let length = usize::try_from(u32::from_be_bytes(*length)).map_err(|_| NotAReport)?;
        let (body, padding) = rest.split_at_checked(length).ok_or(NotAReport)?;
        if padding.iter().any(|byte| *byte != 0) {
            return Err(NotAReport);
        }
        let mut reader = Reader(body);
        let read = match reader.byte()? {
            REPORT => Self::Report(read_report(&mut reader)?),
            kind => Self::Supplement(read_supplement(kind, &mut reader)?),
        };
        reader.0.is_empty().then_some(read).ok_or(NotAReport)
    }
}

fn write_report(out: &mut Vec<u8>, report: &Report) {
    let place = report.place();
    let has = |what: bool, flag: u8| if what { flag } else { 0 };
    out.push(REPORT);
    out.push(report.category().code());
    out.extend(report.at().0.to_be_bytes());
    out.push(
        has(place.commune().is_some(), HAS_COMMUNE)
            | has(place.position().is_some(), HAS_POSITION)
            | has(place.words().is_some(), HAS_WORDS)
            | has(report.text().is_some(), HAS_TEXT),
    );
    if let Some(commune) = place.commune() {
        out.extend(commune.0.as_bytes());
    }
    if let Some(position) = place.position() {
        let (latitude, longitude) = position.steps();
        out.extend(latitude.to_be_bytes());
        out.extend(longitude.to_be_bytes());
        out.extend(position.within_metres().to_be_bytes());
    }
    for text in [place.words(), report.text()].into_iter().flatten() {
        write_text(out, text);
    }
}

fn read_report(reader: &mut Reader<'_>) -> Result<Report, NotAReport> {
    let category = Category::from_code(reader.byte()?).ok_or(NotAReport)?;
    let at = reader.instant()?;
    let has = reader.byte()?;
    if has & !(HAS_COMMUNE | HAS_POSITION | HAS_WORDS | HAS_TEXT) != 0 {
        return Err(NotAReport);
    }
    let commune = match has & HAS_COMMUNE {
        0 => None,
        _ => {
            let code = std::str::from_utf8(reader.take(5)?).map_err(|_| NotAReport)?;
            Some(Insee(code.to_owned()))
        }
    };
    let position = match has & HAS_POSITION {
        0 => None,
        _ => {
            let latitude = i32::from_be_bytes(reader.array()?);
            let longitude = i32::from_be_bytes(reader.array()?);
            let within = u32::from_be_bytes(reader.array()?);
            Some(Position::of_steps(latitude, longitude, within).ok_or(NotAReport)?)
        }
    };
    let words = reader.text_if(has & HAS_WORDS != 0)?;
    let text = reader.text_if(has & HAS_TEXT != 0)?;
    let place = Place::new(commune, position, words).map_err(|_| NotAReport)?;
    Report::new(category, place, at, text).map_err(|_| NotAReport)
}

fn write_supplement(out: &mut Vec<u8>, supplement: &Supplement) {
    out.push(match supplement.addition() {
        Addition::Sentence(_) => SENTENCE,
        Addition::Photo(_) => PHOTO,
        Addition::Wrong => WRONG,
    });
    out.extend(supplement.first().0);
    out.extend(supplement.at().0.to_be_bytes());
    match supplement.addition() {
        Addition::Sentence(text) => write_text(out, text.text()),
        // The last thing in it: its length is what is left.
        Addition::Photo(bytes) => out.extend(bytes),
        Addition::Wrong => {}
    }
}

fn read_supplement(kind: u8, reader: &mut Reader<'_>) -> Result<Supplement, NotAReport> {
    let first = IdempotencyKey(reader.array()?);
    let at = reader.instant()?;
    let read = match kind {
        SENTENCE => Supplement::sentence(first, at, reader.text_if(true)?),
        PHOTO => Supplement::photo(first, at, std::mem::take(&mut reader.0).to_vec()),
        WRONG => Ok(Supplement::wrong(first, at)),
        _ => return Err(NotAReport),
    };
    read.map_err(|_| NotAReport)
}

/// Two bytes of length and the text: no text here is longer than 1,600 bytes.
fn write_text(out: &mut Vec<u8>, text: &str) {
    out.extend((text.len() as u16).to_be_bytes());
    out.extend(text.as_bytes());
}

struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    fn take(&mut self, n: usize) -> Result<&'a [u8], NotAReport> {
        let (taken, rest) = self.0.split_at_checked(n).ok_or(NotAReport)?;
        self.0 = rest;
        Ok(taken)
    }

    fn array<const N: usize>(&mut self) -> Result<[u8; N], NotAReport> {
        self.take(N)?.try_into().map_err(|_| NotAReport)
    }

    fn byte(&mut self) -> Result<u8, NotAReport> {
        self.array::<1>().map(|[byte]| byte)
    }

    fn instant(&mut self) -> Result<Instant, NotAReport> {
        self.array().map(|bytes| Instant(i64::from_be_bytes(bytes)))
    }

    /// The next text, or an empty one where none is.
    fn text_if(&mut self, there: bool) -> Result<&'a str, NotAReport> {
        if !there {
            return Ok("");
        }
        let length = u16::from_be_bytes(self.array()?);
        std::str::from_utf8(self.take(usize::from(length))?).map_err(|_| NotAReport)
    }
}
