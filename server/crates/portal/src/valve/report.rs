//! What somebody reports, before it is sealed and after the desk opened it.

use super::{Category, MAX_PHOTO_LEN, Place};
use crate::Instant;

/// The most characters of a report's or a supplement's text.
pub const MAX_TEXT: usize = 400;

/// Why something is no report. For the person who writes it: nothing of it is quoted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ReportError {
    /// Neither commune nor position nor words.
    #[error("the report says nothing of where it is")]
    NoPlace,
    /// No INSEE code.
    #[error("the commune has not the form of an INSEE code")]
    Commune,
    /// More than [`MAX_PLACE_WORDS`](super::MAX_PLACE_WORDS) characters.
    #[error("the place is told in too many words")]
    PlaceTooLong,
    /// More than [`MAX_TEXT`] characters.
    #[error("the text is too long")]
    TextTooLong,
    /// A supplement without anything in it.
    #[error("there is nothing to add")]
    Nothing,
    /// More than [`MAX_PHOTO_LEN`] bytes.
    #[error("the photo is too large")]
    PhotoTooLarge,
}

/// A text that somebody wrote: not blank, trimmed, line ends as `\n`, no other control character.
#[derive(Clone, PartialEq, Eq)]
pub struct Written(String);

impl Written {
    /// Reads what was typed; `None` when it is blank, an error when it has more than `most` characters.
    pub fn read(text: &str, most: usize) -> Result<Option<Self>, TooLong> {
        let text = text.replace("\r\n", "\n").replace('\r', "\n");
        let text: String = text
            .chars()
            .map(|c| if c == '\t' { ' ' } else { c })
            .filter(|c| *c == '\n' || !c.is_control())
            .collect();
        let text = text.trim();
        if text.chars().count() > most {
            return Err(TooLong);
        }
        Ok((!text.is_empty()).then(|| Self(text.to_owned())))
    }

    /// The text. It is what a stranger wrote: escape it.
    pub fn text(&self) -> &str {
        &self.0
    }
}

/// More characters than there may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TooLong;

/// A random name that whoever seals gives an envelope, so that it is kept once however often it is sent.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct IdempotencyKey(pub [u8; 16]);

/// What one envelope holds.
#[derive(Clone, PartialEq, Eq)]
pub enum Submission {
    /// A first report.
    Report(Report),
    /// Something about an earlier one.
    Supplement(Supplement),
}

/// A hazard, as somebody saw it.
#[derive(Clone, PartialEq, Eq)]
pub struct Report {
    category: Category,
    place: Place,
    at: Instant,
    text: Option<Written>,
}

impl Report {
    /// `at` is the reporter's own clock, which may be wrong. `text` may be blank.
    pub fn new(
        category: Category,
        place: Place,
        at: Instant,
        text: &str,
    ) -> Result<Self, ReportError> {
        let text = Written::read(text, MAX_TEXT).map_err(|_| ReportError::TextTooLong)?;
        Ok(Self {
            category,
            place,
            at,
            text,
        })
    }

    /// What it is.
    pub fn category(&self) -> Category {
        self.category
    }

    /// Where it is.
    pub fn place(&self) -> &Place {
        &self.place
    }

    /// When it was reported, by the reporter's own clock.
    pub fn at(&self) -> Instant {
        self.at
    }

    /// What was written beside it, if anything.
    pub fn text(&self) -> Option<&str> {
        self.text.as_ref().map(Written::text)
    }
}

/// Something about an earlier report. Which one is sealed too: nobody but the desk can tell that two
/// envelopes belong together.
#[derive(Clone, PartialEq, Eq)]
pub struct Supplement {
    first: IdempotencyKey,
    at: Instant,
    addition: Addition,
}

/// What a supplement adds.
#[derive(Clone, PartialEq, Eq)]
pub enum Addition {
    /// A sentence.
    Sentence(Written),
    /// A photo's bytes, as they came: hostile until they are decoded and encoded again.
    Photo(Vec<u8>),
    /// "I was wrong."
    Wrong,
}

impl Supplement {
    /// A sentence about the report whose envelope has that key.
    pub fn sentence(first: IdempotencyKey, at: Instant, text: &str) -> Result<Self, ReportError> {
        let text = Written::read(text, MAX_TEXT).map_err(|_| ReportError::TextTooLong)?;
        let addition = Addition::Sentence(text.ok_or(ReportError::Nothing)?);
        Ok(Self {
            first,
            at,
            addition,
        })
    }

    /// A photo: 1 to [`MAX_PHOTO_LEN`] bytes.
    pub fn photo(first: IdempotencyKey, at: Instant, bytes: Vec<u8>) -> Result<Self, ReportError> {
        if bytes.is_empty() {
            return Err(ReportError::Nothing);
        }
        if bytes.len() > MAX_PHOTO_LEN {
            return Err(ReportError::PhotoTooLarge);
        }
        let addition = Addition::Photo(bytes);
        Ok(Self {
            first,
            at,
            addition,
        })
    }

    /// "I was wrong."
    pub fn wrong(first: IdempotencyKey, at: Instant) -> Self {
        Self {
            first,
            at,
            addition: Addition::Wrong,
        }
    }

    /// The key of the first report's envelope.
    pub fn first(&self) -> IdempotencyKey {
        self.first
    }

    /// When it was added, by the reporter's own clock.
    pub fn at(&self) -> Instant {
        self.at
    }

    /// What is added.
    pub fn addition(&self) -> &Addition {
        &self.addition
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_typed_is_kept_but_for_what_nobody_sees() {
        let text = |typed: &str| {
            Written::read(typed, 12)
                .unwrap()
                .map(|w| w.text().to_owned())
        };
        assert_eq!(text(" l'eau\r\nmonte\u{7}\0 ").unwrap(), "l'eau\nmonte");
        assert_eq!(text("\t \r\n"), None);
        assert!(Written::read("treize signes", 12).is_err());
        assert_eq!(
            text("éééééééééééé").unwrap().len(),
            24,
            "characters, not bytes"
        );
    }

    #[test]
    fn an_empty_supplement_is_none_and_a_huge_photo_is_refused() {
        let first = IdempotencyKey([7; 16]);
        let refused = |read: Result<Supplement, ReportError>| read.err();
        assert_eq!(
            refused(Supplement::sentence(first, Instant(0), "  ")),
            Some(ReportError::Nothing)
        );
        assert_eq!(
            refused(Supplement::photo(first, Instant(0), Vec::new())),
            Some(ReportError::Nothing)
        );
        let huge = vec![0; MAX_PHOTO_LEN + 1];
        assert_eq!(
            refused(Supplement::photo(first, Instant(0), huge)),
            Some(ReportError::PhotoTooLarge)
        );
    }
}
