//! What probably tells of the same event: near, at nearly the same time, of the same kind, with the same words.
//!
//! A suggestion is a number and never a deed: nothing is tied together but by a person.

use std::collections::BTreeSet;

use portal::places::{Insee, normalise};
use portal::valve::{Category, Position};
use portal::{Instant, Span};

/// Further apart in time, two reports are not compared.
const WINDOW: Span = Span::hours(3);
/// Within so many metres it is the same spot.
const SPOT: f64 = 300.0;
/// Beyond so many metres it is elsewhere.
const ELSEWHERE: f64 = 3_000.0;
/// Shorter words say little.
const SHORT: usize = 4;
/// From here on it is worth somebody's look, of 100.
const WORTH: u32 = 50;

/// What two things are compared by.
#[derive(Clone)]
pub struct Trait {
    /// What it is about.
    pub kind: Category,
    /// When.
    pub at: Instant,
    /// In which commune.
    pub commune: Option<Insee>,
    /// Exactly where.
    pub position: Option<Position>,
    /// What it says.
    pub words: BTreeSet<String>,
}

impl Trait {
    /// The words of a text that say something.
    pub fn words_of(text: &str) -> BTreeSet<String> {
        normalise(text)
            .split(' ')
            .filter(|word| word.chars().count() >= SHORT)
            .map(str::to_owned)
            .collect()
    }
}

/// How likely two tell of the same, of 100, and why; `None`: not worth a look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Likely {
    /// Of 100.
    pub of_100: u32,
    /// Metres between them, where both tell.
    pub metres: Option<u32>,
    /// Minutes between them.
    pub minutes: u32,
    /// Words that both have.
    pub words: u32,
}

/// Compares two. Without a place in common, or near each other, nothing is likely.
pub fn likely(a: &Trait, b: &Trait) -> Option<Likely> {
    let apart = Span((a.at.0 - b.at.0).abs());
    if apart > WINDOW {
        return None;
    }
    let metres = a.position.zip(b.position).map(|(a, b)| distance(a, b));
    let near = match metres {
        Some(metres) if metres <= SPOT => 50,
        Some(metres) if metres >= ELSEWHERE => return None,
        Some(metres) => (50.0 * (ELSEWHERE - metres) / (ELSEWHERE - SPOT)) as u32,
        None if a.commune.is_some() && a.commune == b.commune => 30,
        None => return None,
    };
    let common = u32::try_from(a.words.intersection(&b.words).count()).unwrap_or(u32::MAX);
    let minutes = u32::try_from(apart.0 / Span::minutes(1).0).unwrap_or(u32::MAX);
    let soon = 20 - 20 * minutes / 180;
    let kind = if a.kind == b.kind { 15 } else { 0 };
    let of_100 = near + soon + kind + (5 * common.min(3));
    (of_100 >= WORTH).then_some(Likely {
        of_100,
        metres: metres.map(|m| m.round() as u32),
        minutes,
        words: common,
    })
}

/// Metres between two positions, as the crow flies; right to a few in a thousand.
fn distance(a: Position, b: Position) -> f64 {
    const EARTH: f64 = 6_371_000.0;
    let (from, to) = (a.latitude().to_radians(), b.latitude().to_radians());
    let half = |from: f64, to: f64| ((to - from) / 2.0).sin().powi(2);
    let east = half(a.longitude().to_radians(), b.longitude().to_radians());
    let chord = half(from, to) + from.cos() * to.cos() * east;
    2.0 * EARTH * chord.sqrt().min(1.0).asin()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(kind: Category, minute: i64, at: Option<(f64, f64)>, words: &str) -> Trait {
        Trait {
            kind,
            at: Instant(0) + Span::minutes(minute),
            commune: Some(Insee("30189".into())),
            position: at.and_then(|(north, east)| Position::new(north, east, 10.0)),
            words: Trait::words_of(words),
        }
    }

    #[test]
    fn the_same_bridge_twice_within_minutes_is_likely_and_another_town_is_not() {
        let first = seen(Category::RoadCut, 0, Some((43.83, 4.36)), "Pont coupé, eau");
        let again = seen(
            Category::RoadCut,
            5,
            Some((43.831, 4.36)),
            "Le pont est coupé",
        );
        let likely_same = likely(&first, &again).unwrap();
        assert!(likely_same.of_100 >= 85, "{likely_same:?}");
        assert_eq!((likely_same.metres, likely_same.words), (Some(111), 2));
        let elsewhere = seen(
            Category::RoadCut,
            5,
            Some((43.9, 4.36)),
            "Le pont est coupé",
        );
        assert_eq!(likely(&first, &elsewhere), None);
        let tomorrow = seen(Category::RoadCut, 1_440, Some((43.83, 4.36)), "Pont coupé");
        assert_eq!(likely(&first, &tomorrow), None);
    }

    #[test]
    fn a_commune_alone_needs_more_than_itself() {
        let first = seen(Category::RoadCut, 0, None, "");
        assert_eq!(
            likely(&first, &seen(Category::Pollution, 60, None, "")),
            None
        );
        assert!(likely(&first, &seen(Category::RoadCut, 10, None, "")).is_some());
    }

    #[test]
    fn what_is_compared_is_the_same_both_ways() {
        let a = seen(Category::RoadCut, 0, Some((43.83, 4.36)), "pont");
        let b = seen(Category::WaterRising, 30, Some((43.84, 4.37)), "pont");
        assert_eq!(likely(&a, &b), likely(&b, &a));
    }
}
