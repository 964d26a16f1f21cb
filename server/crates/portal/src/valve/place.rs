//! Where it is: a commune, a position, a few words, or several of them.

use super::{ReportError, Written};
use crate::places::Insee;

/// The most characters of a place's words.
pub const MAX_PLACE_WORDS: usize = 80;

/// A position as a browser gives it, in steps of 0.00001 degree (about a metre).
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Position {
    latitude: i32,
    longitude: i32,
    within_metres: u32,
}

impl Position {
    /// Steps in a degree.
    const STEPS: f64 = 100_000.0;
    /// Half the way around the earth: no position is less sure than that.
    const LEAST_SURE: f64 = 20_037_508.0;

    /// Of degrees (WGS 84) and the radius in metres within which it is; `None` when these are no position.
    pub fn new(latitude: f64, longitude: f64, within_metres: f64) -> Option<Self> {
        let on_earth = (-90.0..=90.0).contains(&latitude) && (-180.0..=180.0).contains(&longitude);
        // A browser that does not know how sure it is gives nothing or nonsense: then it is not sure at all.
        let within = if within_metres.is_finite() && within_metres >= 0.0 {
            within_metres.min(Self::LEAST_SURE)
        } else {
            Self::LEAST_SURE
        };
        on_earth.then(|| Self {
            latitude: steps(latitude),
            longitude: steps(longitude),
            within_metres: within.ceil() as u32,
        })
    }

    /// Degrees north.
    pub fn latitude(self) -> f64 {
        f64::from(self.latitude) / Self::STEPS
    }

    /// Degrees east.
    pub fn longitude(self) -> f64 {
        f64::from(self.longitude) / Self::STEPS
    }

    /// The radius in metres within which it is.
    pub fn within_metres(self) -> u32 {
        self.within_metres
    }

    pub(super) fn steps(self) -> (i32, i32) {
        (self.latitude, self.longitude)
    }

    pub(super) fn of_steps(latitude: i32, longitude: i32, within_metres: u32) -> Option<Self> {
        let degrees = |steps: i32| f64::from(steps) / Self::STEPS;
        Self::new(
            degrees(latitude),
            degrees(longitude),
            f64::from(within_metres),
        )
    }
}

/// Rounded to a step; only called within ±180 degrees, so it always fits.
fn steps(degrees: f64) -> i32 {
    (degrees * Position::STEPS).round() as i32
}

/// Where it is.
#[derive(Clone, PartialEq, Eq)]
pub struct Place {
    commune: Option<Insee>,
    position: Option<Position>,
    words: Option<Written>,
}

impl Place {
    /// At least one of the three. The commune must have the form of an INSEE code; words are at most
    /// [`MAX_PLACE_WORDS`] characters, and blank ones count as none.
    pub fn new(
        commune: Option<Insee>,
        position: Option<Position>,
        words: &str,
    ) -> Result<Self, ReportError> {
        if commune.as_ref().is_some_and(|c| !is_insee(c)) {
            return Err(ReportError::Commune);
        }
        let words = Written::read(words, MAX_PLACE_WORDS).map_err(|_| ReportError::PlaceTooLong)?;
        if commune.is_none() && position.is_none() && words.is_none() {
            return Err(ReportError::NoPlace);
        }
        Ok(Self {
            commune,
            position,
            words,
        })
    }

    /// The commune, if it was given.
    pub fn commune(&self) -> Option<&Insee> {
        self.commune.as_ref()
    }

    /// The position, if it was given.
    pub fn position(&self) -> Option<Position> {
        self.position
    }

    /// The place in somebody's words, if any.
    pub fn words(&self) -> Option<&str> {
        self.words.as_ref().map(Written::text)
    }
}

/// Five characters: digits, with a letter of Corsica in the second place at most.
fn is_insee(commune: &Insee) -> bool {
    let bytes = commune.0.as_bytes();
    bytes.len() == 5
        && bytes.iter().enumerate().all(|(at, byte)| {
            byte.is_ascii_digit() || (at == 1 && bytes[0] == b'2' && matches!(byte, b'A' | b'B'))
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_needs_something_that_tells_where() {
        assert!(matches!(
            Place::new(None, None, " \n "),
            Err(ReportError::NoPlace)
        ));
        assert!(Place::new(None, None, "pont de Russan").is_ok());
        assert!(Place::new(Some(Insee("30189".into())), None, "").is_ok());
        assert!(Place::new(None, Position::new(43.8, 4.3, 12.0), "").is_ok());
    }

    #[test]
    fn a_commune_has_the_form_of_an_insee_code() {
        for good in ["30189", "2A004", "2B033", "97411"] {
            assert!(Place::new(Some(Insee(good.into())), None, "").is_ok());
        }
        for bad in ["", "3018", "301899", "3A004", "2C004", "3018é", "<b>01"] {
            let read = Place::new(Some(Insee(bad.into())), None, "");
            assert!(matches!(read, Err(ReportError::Commune)), "{bad}");
        }
    }

    #[test]
    fn a_position_off_the_earth_is_none_and_an_unsure_one_is_unsure() {
        for (latitude, longitude) in [(90.1, 0.0), (0.0, -180.1), (f64::NAN, 0.0)] {
            assert!(Position::new(latitude, longitude, 1.0).is_none());
        }
        let unsure = Position::new(43.836_7, 4.360_1, f64::NAN).unwrap();
        assert_eq!(unsure.within_metres(), 20_037_508);
        assert!((unsure.latitude() - 43.836_7).abs() < 1e-9);
        assert!((unsure.longitude() - 4.360_1).abs() < 1e-9);
    }
}
