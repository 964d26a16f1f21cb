//! A message as it was typed: kept whatever is wrong with it.

use portal::places::Places;
use serde::{Deserialize, Serialize};

/// The languages in which a message is written, side by side.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Tongue {
    /// Required.
    French,
    /// Asked for.
    English,
    /// Easy-read French (français facile à lire et à comprendre). Asked for.
    EasyFrench,
}

impl Tongue {
    /// All, in the order of the form.
    pub const ALL: [Tongue; 3] = [Tongue::French, Tongue::English, Tongue::EasyFrench];

    /// The tag of CAP's `language` (RFC 5646; easy-read French has no registered subtag, so a private one).
    pub fn tag(self) -> &'static str {
        match self {
            Tongue::French => "fr-FR",
            Tongue::English => "en-GB",
            Tongue::EasyFrench => portal::messages::EASY_FRENCH,
        }
    }

    /// The prefix of its fields in forms: `fr`, `en`, `falc`.
    pub fn field(self) -> &'static str {
        match self {
            Tongue::French => "fr",
            Tongue::English => "en",
            Tongue::EasyFrench => "falc",
        }
    }
}

/// The texts of one language, as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct TypedTexts {
    /// `headline`.
    pub headline: String,
    /// `description`.
    pub description: String,
    /// `instruction`: one instruction a line.
    pub instruction: String,
}

/// Everything that a person typed or chose, as it stands in the form.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Typed {
    /// The word of an event ([`crate::messages`]' catalogue), or empty.
    pub event: String,
    /// `yellow`, `orange`, `red`, or empty.
    pub colour: String,
    /// Where: chosen from what was found.
    pub places: Places,
    /// Lines of a pasted list that no place was found for, kept to be mended.
    pub unknown_places: Vec<String>,
    /// From when, as `datetime-local` gives it (`2026-11-24T14:30`, Paris time); empty: from the release.
    pub onset: String,
    /// Until when, likewise. Required.
    pub expires: String,
    /// When to release it, likewise; empty: as soon as another person does.
    pub publish_at: String,
    /// `web`.
    pub link: String,
    /// `contact`, as residents may use it.
    pub contact: String,
    /// French.
    pub fr: TypedTexts,
    /// English.
    pub en: TypedTexts,
    /// Easy-read French.
    pub falc: TypedTexts,
    /// A word to whoever reads it over; never released.
    pub note: String,
}

impl Typed {
    /// The texts of a language.
    pub fn texts(&self, tongue: Tongue) -> &TypedTexts {
        match tongue {
            Tongue::French => &self.fr,
            Tongue::English => &self.en,
            Tongue::EasyFrench => &self.falc,
        }
    }

    /// The texts of a language, to be written to.
    pub fn texts_mut(&mut self, tongue: Tongue) -> &mut TypedTexts {
        match tongue {
            Tongue::French => &mut self.fr,
            Tongue::English => &mut self.en,
            Tongue::EasyFrench => &mut self.falc,
        }
    }
}
