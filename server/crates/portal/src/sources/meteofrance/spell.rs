//! When a phenomenon holds in a domain on one day, and how it runs.
//!
//! Owns the reading of `timelaps_items`. Must never turn an unreadable colour into green.

use serde_json::Value;

use super::{Period, instant};
use crate::Instant;
use crate::cap::NamedValue;
use crate::messages::{Colour, Message};
use crate::sources::states;

/// How many time slices of one phenomenon are read.
const MAX_SLICES: usize = 100;

/// When a phenomenon is at least yellow, and how bad it gets.
pub(super) struct Spell {
    pub(super) colour: Colour,
    pub(super) onset: Option<Instant>,
    pub(super) end: Option<Instant>,
    /// Each slice at least yellow.
    pub(super) slices: Vec<(Colour, Instant, Instant)>,
    /// Each change of colour: until when which colour holds, green at the end left out.
    course: Vec<(Colour, Instant)>,
}

impl Spell {
    pub(super) fn green() -> Self {
        Self {
            colour: Colour::Green,
            onset: None,
            end: None,
            slices: Vec::new(),
            course: Vec::new(),
        }
    }

    pub(super) fn of(item: &Value, period: &Period<'_>) -> Option<Self> {
        let mut slices = Vec::new();
        let mut worst: Option<Colour> = None;
        let items = item.get("timelaps_items").and_then(Value::as_array);
        for slice in items.into_iter().flatten().take(MAX_SLICES) {
            let Some(colour) = slice.get("color_id").and_then(states::rank) else {
                continue;
            };
            worst = worst.max(Some(colour));
            let begin = instant(slice, "begin_time").unwrap_or(period.begin);
            let end = instant(slice, "end_time")
                .filter(|end| *end > begin)
                .unwrap_or(period.end);
            slices.push((colour, begin, end));
        }
        // The stated worst colour counts even where no slice carries it.
        let colour = item
            .get("phenomenon_max_color_id")
            .and_then(states::rank)
            .max(worst)?;
        if colour == Colour::Green {
            return Some(Self::green());
        }
        slices.sort_by_key(|(_, begin, _)| *begin);
        let course = course(&slices);
        slices.retain(|(colour, ..)| *colour != Colour::Green);
        Some(Self {
            colour,
            onset: Some(slices.iter().map(|s| s.1).min().unwrap_or(period.begin)),
            end: Some(slices.iter().map(|s| s.2).max().unwrap_or(period.end)),
            slices,
            course,
        })
    }
}

/// The parameter that carries a spell's course, so that the next bulletin can be compared with it.
const COURSE: &str = "vigilance-course";

fn course(slices: &[(Colour, Instant, Instant)]) -> Vec<(Colour, Instant)> {
    let mut course: Vec<(Colour, Instant)> = Vec::new();
    for (colour, _, end) in slices {
        match course.last_mut() {
            Some(last) if last.0 == *colour => last.1 = last.1.max(*end),
            _ => course.push((*colour, *end)),
        }
    }
    while course.last().is_some_and(|last| last.0 == Colour::Green) {
        course.pop();
    }
    course
}

/// The course as a parameter's value: `2 2026-11-23T16:00:00Z, 3 2026-11-23T23:00:00Z`. A bulletin
/// cuts off what lies behind it, so only what lies after `now` is compared.
fn written(course: &[(Colour, Instant)]) -> String {
    let parts: Vec<String> = course
        .iter()
        .map(|(colour, end)| format!("{} {}", colour.rank(), end.rfc3339()))
        .collect();
    parts.join(", ")
}

impl Spell {
    /// The course as a parameter of the message.
    pub(super) fn parameter(&self) -> Option<NamedValue> {
        (!self.course.is_empty()).then(|| states::named(COURSE, &written(&self.course)))
    }

    /// Whether a message told the same of what lies after `now`.
    pub(super) fn same_course(&self, message: &Message, now: Instant) -> bool {
        let before = message
            .alert
            .infos
            .first()
            .and_then(|i| i.parameter(COURSE))
            .unwrap_or_default();
        let to_come = |part: &&str| {
            part.split_once(' ')
                .and_then(|(_, end)| Instant::parse(end))
                .is_some_and(|end| end > now)
        };
        let after = written(&self.course);
        before
            .split(", ")
            .filter(to_come)
            .eq(after.split(", ").filter(to_come))
    }
}
