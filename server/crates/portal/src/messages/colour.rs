//! The colours of French vigilance, and which one an `info` has.
//!
//! Never: a default of green. Green is a statement, and only a source can make it.

use serde::{Deserialize, Serialize};

use crate::cap::{Info, Severity};

/// 1 vert, 2 jaune, 3 orange, 4 rouge; ordered, red greatest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Colour {
    /// Vert: no particular vigilance. Only ever said by a source itself, never a default.
    Green,
    /// Jaune.
    Yellow,
    /// Orange.
    Orange,
    /// Rouge.
    Red,
}

impl Colour {
    /// 1 (green) to 4 (red), as Météo-France and Vigicrues number them.
    pub fn rank(self) -> u8 {
        match self {
            Colour::Green => 1,
            Colour::Yellow => 2,
            Colour::Orange => 3,
            Colour::Red => 4,
        }
    }

    /// The colour of a rank 1–4.
    pub fn from_rank(rank: u8) -> Option<Self> {
        [Colour::Green, Colour::Yellow, Colour::Orange, Colour::Red]
            .into_iter()
            .find(|c| c.rank() == rank)
    }

    /// `green`, `yellow`, `orange`, `red`: for JSON and CSS classes.
    pub fn word(self) -> &'static str {
        match self {
            Colour::Green => "green",
            Colour::Yellow => "yellow",
            Colour::Orange => "orange",
            Colour::Red => "red",
        }
    }
}

/// The colour of one info: its `awareness_level` parameter where that says one (MeteoAlarm's
/// `2; yellow; Moderate`, whose mapping to `severity` has changed over the years), else from
/// `severity`; never green unless the source itself says so.
pub fn colour(info: &Info) -> Colour {
    info.parameter("awareness_level")
        .and_then(awareness)
        .unwrap_or(match info.severity {
            Severity::Extreme => Colour::Red,
            Severity::Severe => Colour::Orange,
            Severity::Moderate | Severity::Minor | Severity::Unknown => Colour::Yellow,
        })
}

/// The colour that an `awareness_level` says with a number, a word (English or French) or both, in
/// any order. Only the first number counts ("2 of 4"); where the parts disagree the worse wins.
fn awareness(level: &str) -> Option<Colour> {
    let tokens = || {
        level
            .split(|c: char| !c.is_alphanumeric())
            .map(str::to_lowercase)
    };
    let number = tokens()
        .find_map(|t| t.parse::<u8>().ok())
        .and_then(Colour::from_rank);
    tokens().filter_map(|t| word(&t)).chain(number).max()
}

/// The colour of a lower-case word.
fn word(word: &str) -> Option<Colour> {
    match word {
        "green" | "vert" | "verte" => Some(Colour::Green),
        "yellow" | "jaune" => Some(Colour::Yellow),
        "orange" => Some(Colour::Orange),
        "red" | "rouge" => Some(Colour::Red),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_level_is_read_from_number_or_word_in_either_language_and_any_order() {
        for (text, colour) in [
            ("2; yellow; Moderate", Colour::Yellow),
            ("yellow;2", Colour::Yellow),
            ("Moderate; JAUNE; 2", Colour::Yellow),
            ("1; green; Minor", Colour::Green),
            ("verte", Colour::Green),
            ("4", Colour::Red),
            (" rouge ", Colour::Red),
            ("niveau 3", Colour::Orange),
            ("level 2 of 4", Colour::Yellow),
            ("3\u{a0};\u{a0}orange", Colour::Orange),
        ] {
            assert_eq!(awareness(text), Some(colour), "{text}");
        }
    }

    #[test]
    fn parts_that_disagree_give_the_worse_colour() {
        assert_eq!(awareness("2; red"), Some(Colour::Red));
        assert_eq!(awareness("4; yellow"), Some(Colour::Red));
    }

    #[test]
    fn a_level_that_says_no_colour_says_nothing() {
        for text in [
            "",
            ";",
            "Moderate",
            "0",
            "5; unknown",
            "12",
            "-",
            "vertical",
        ] {
            assert_eq!(awareness(text), None, "{text}");
        }
    }
}
