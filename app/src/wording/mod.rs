//! Every word a resident reads, one struct per language: a missing translation does not compile.
//!
//! Owns sentences, nothing else. Never: markup, data access. No sentence stands anywhere else
//! (a test reads the components' sources).

mod embed;
mod en;
pub mod exchange;
mod exchange_en;
mod exchange_fr;
pub mod follow;
mod fr;
mod live;
pub mod offline;
pub mod report;
mod trial;
mod words;

use std::fmt;

use portal::Instant;
use portal::messages::EASY_FRENCH;

pub use embed::EmbedWords;
pub use live::LiveWords;
pub use trial::Trial;
pub use words::*;

/// A language of the portal's own words. Messages keep their authors' languages.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Lang {
    /// French, at `/…`.
    Fr,
    /// English, at `/en/…`.
    En,
}

impl Lang {
    /// Both, French first.
    pub const ALL: [Lang; 2] = [Lang::Fr, Lang::En];

    /// The BCP 47 tag.
    pub fn tag(self) -> &'static str {
        match self {
            Lang::Fr => "fr",
            Lang::En => "en",
        }
    }

    /// The path of a page in this language: `path` is the French one and begins with `/`.
    pub fn path(self, path: &str) -> String {
        match self {
            Lang::Fr => path.to_owned(),
            Lang::En if path == "/" => "/en".to_owned(),
            Lang::En if path.starts_with("/?") => format!("/en{}", &path[1..]),
            Lang::En => format!("/en{path}"),
        }
    }

    /// The language and the French path of a request's path.
    pub fn of_path(path: &str) -> (Lang, String) {
        match path.strip_prefix("/en") {
            Some("") => (Lang::En, "/".to_owned()),
            Some(rest) if rest.starts_with('/') => (Lang::En, rest.to_owned()),
            _ => (Lang::Fr, path.to_owned()),
        }
    }

    /// This language's words.
    pub fn words(self) -> &'static Words {
        match self {
            Lang::Fr => &fr::WORDS,
            Lang::En => &en::WORDS,
        }
    }

    /// Whether a message's language tag is this language (`fr-FR` is French). Easy-read French is not
    /// French in this sense: it stands beside the French text and never for it.
    pub fn speaks(self, tag: &str) -> bool {
        primary(tag) == self.tag() && !is_easy_french(tag)
    }

    /// Day and time in Paris, without a year: `lundi 23 novembre, 14:05`.
    pub fn day_time(self, at: Instant) -> String {
        (self.words().time.day_time)(at)
    }

    /// Day, year and time in Paris: `lundi 23 novembre 2026, 14:05`.
    pub fn full_time(self, at: Instant) -> String {
        (self.words().time.full)(at)
    }
}

/// The language part of a tag, lower-case: `fr` of `fr-FR`.
pub fn primary(tag: &str) -> String {
    tag.split(['-', '_'])
        .next()
        .unwrap_or_default()
        .trim()
        .to_ascii_lowercase()
}

/// Whether a tag is [`EASY_FRENCH`], however it is cased.
pub fn is_easy_french(tag: &str) -> bool {
    tag.trim()
        .replace('_', "-")
        .eq_ignore_ascii_case(EASY_FRENCH)
}

impl fmt::Display for Lang {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.tag())
    }
}
