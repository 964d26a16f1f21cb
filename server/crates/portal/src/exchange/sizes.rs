//! Whether two sizes or ages, as people write them, may be the same.

use crate::places::normalise;

/// `None`: one of them says nothing. `104-110` and `110` meet, `8 ans`, `8 a` and `8` meet, `8 ans` and `M` do not.
pub(super) fn meet(a: &str, b: &str) -> Option<bool> {
    let (a, b) = (normalise(a), normalise(b));
    if a.is_empty() || b.is_empty() {
        return None;
    }
    let (of_a, of_b) = (Size::read(&a), Size::read(&b));
    Some(match (of_a, of_b) {
        (Some(a), Some(b)) => a.unit == b.unit && a.least <= b.most && b.least <= a.most,
        (None, None) => a.split(' ').any(|x| b.split(' ').any(|y| x == y)),
        _ => false,
    })
}

/// A bare number up to this is an age: sizes in centimetres, of adults and of shoes begin above it.
const OLDEST: u16 = 16;

/// A range of numbers with its unit.
struct Size {
    least: u16,
    most: u16,
    unit: Unit,
}

#[derive(PartialEq, Eq)]
enum Unit {
    Years,
    Months,
    Plain,
}

impl Size {
    fn read(key: &str) -> Option<Self> {
        let mut numbers = Vec::new();
        let mut unit = Unit::Plain;
        for word in key.split(' ') {
            let digits = word.trim_end_matches(|c: char| !c.is_ascii_digit());
            if let Ok(n) = digits.parse::<u16>() {
                numbers.push(n);
            }
            match word.get(digits.len()..).unwrap_or("") {
                "ans" | "an" | "a" if digits.is_empty() && word == "a" => {}
                "ans" | "an" | "a" => unit = Unit::Years,
                "mois" | "m" if !numbers.is_empty() => unit = Unit::Months,
                _ => {}
            }
        }
        let most = numbers.iter().copied().max()?;
        if unit == Unit::Plain && most <= OLDEST {
            unit = Unit::Years;
        }
        Some(Self {
            least: numbers.iter().copied().min()?,
            most,
            unit,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_meet_as_people_write_them() {
        for (a, b, met) in [
            ("104-110", "110", Some(true)),
            ("104-110", "116", Some(false)),
            ("8 ans", "8ans", Some(true)),
            ("6 à 8 ans", "7 ans", Some(true)),
            ("8", "8 ans", Some(true)),
            ("8", "12 ans", Some(false)),
            ("8 ans", "8 mois", Some(false)),
            ("M", "m", Some(true)),
            ("M ou L", "L", Some(true)),
            ("M", "42", Some(false)),
            ("", "42", None),
        ] {
            assert_eq!(meet(a, b), met, "{a} {b}");
            assert_eq!(meet(b, a), met, "{b} {a}");
        }
    }
}
