//! The colours of French vigilance.

use serde::{Deserialize, Serialize};

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
