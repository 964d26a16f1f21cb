//! What somebody asked to be told about.

use std::collections::BTreeSet;

use crate::messages::Colour;
use crate::places::{Dep, Insee, gazetteer};

/// The most places one device follows.
pub const MOST_PLACES: usize = 20;

/// A place that is followed.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Followed {
    /// A commune: told of what holds there or in its whole département.
    Commune(Insee),
    /// A département: told of what holds anywhere in it.
    Departement(Dep),
}

impl Followed {
    /// Reads `30189` or `D30`; `None` when France has no such place.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim().to_ascii_uppercase();
        match text.strip_prefix('D') {
            Some(code) => gazetteer()
                .departement(&Dep(code.to_owned()))
                .map(|d| Self::Departement(d.code.clone())),
            None => gazetteer()
                .commune(&Insee(text))
                .map(|c| Self::Commune(c.insee.clone())),
        }
    }

    /// `30189`, `D30`: as [`Followed::parse`] reads it.
    pub fn code(&self) -> String {
        match self {
            Self::Commune(insee) => insee.0.clone(),
            Self::Departement(dep) => format!("D{}", dep.0),
        }
    }
}

/// The language in which a device is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Tongue {
    /// French.
    Fr,
    /// English.
    En,
}

impl Tongue {
    /// `fr`, `en`.
    pub fn tag(self) -> &'static str {
        match self {
            Self::Fr => "fr",
            Self::En => "en",
        }
    }

    /// Reads `fr`, `en`.
    pub fn parse(text: &str) -> Option<Self> {
        [Self::Fr, Self::En].into_iter().find(|t| t.tag() == text)
    }
}

/// What one device is told about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Follow {
    places: BTreeSet<Followed>,
    /// Only of this colour or worse: yellow, orange or red.
    at_least: Colour,
    /// In this language.
    tongue: Tongue,
}

/// Why a choice cannot be kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FollowError {
    /// No place was chosen.
    #[error("no place is followed")]
    Nowhere,
    /// More than [`MOST_PLACES`].
    #[error("more than {MOST_PLACES} places")]
    TooMany,
    /// Green, or no colour.
    #[error("the threshold is none of yellow, orange, red")]
    NoThreshold,
}

impl Follow {
    /// A choice, if it is one.
    pub fn new(
        places: impl IntoIterator<Item = Followed>,
        at_least: Colour,
        tongue: Tongue,
    ) -> Result<Self, FollowError> {
        let places: BTreeSet<Followed> = places.into_iter().collect();
        match places.len() {
            0 => return Err(FollowError::Nowhere),
            n if n > MOST_PLACES => return Err(FollowError::TooMany),
            _ => {}
        }
        if at_least == Colour::Green {
            return Err(FollowError::NoThreshold);
        }
        Ok(Self {
            places,
            at_least,
            tongue,
        })
    }

    /// The places, in order.
    pub fn places(&self) -> impl Iterator<Item = &Followed> {
        self.places.iter()
    }

    /// The least colour.
    pub fn at_least(&self) -> Colour {
        self.at_least
    }

    /// The language.
    pub fn tongue(&self) -> Tongue {
        self.tongue
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_read_from_its_code_and_an_unknown_one_is_not() {
        for code in ["30189", "D30", "2A004", "D2A", "D971"] {
            assert_eq!(
                Followed::parse(code).map(|p| p.code()).as_deref(),
                Some(code)
            );
        }
        for code in ["", "D", "99999", "D99", "Nîmes", "30189; DROP"] {
            assert_eq!(Followed::parse(code), None, "{code}");
        }
    }

    #[test]
    fn a_choice_needs_a_place_not_too_many_and_a_colour_that_warns() {
        let nimes = || Followed::parse("30189").unwrap();
        let new = |places: Vec<Followed>, colour| Follow::new(places, colour, Tongue::Fr);
        assert_eq!(new(vec![], Colour::Red).unwrap_err(), FollowError::Nowhere);
        assert_eq!(
            new(vec![nimes()], Colour::Green).unwrap_err(),
            FollowError::NoThreshold
        );
        let many = gazetteer()
            .departements()
            .iter()
            .map(|d| Followed::Departement(d.code.clone()))
            .take(MOST_PLACES + 1)
            .collect();
        assert_eq!(new(many, Colour::Red).unwrap_err(), FollowError::TooMany);
        let kept = new(vec![nimes(), nimes()], Colour::Orange).unwrap();
        assert_eq!(kept.places().count(), 1);
    }
}
