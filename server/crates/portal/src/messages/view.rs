//! A thread at an instant, and its extent in time and space.
//!
//! Owns the derivation of [`View`] and [`Extent`] from the messages; nothing of it is ever stored as a
//! flag that could grow stale.
//! Never: a clock of its own.

use std::collections::BTreeSet;

use crate::Instant;
use crate::cap::Severity;
use crate::messages::reading::{Live, Reading, live, shown};
use crate::messages::{Colour, Extent, Interval, Shown, State, Thread, View, colour};
use crate::places::Places;

/// What the thread is at `now`; `None` when there is nothing to tell yet (a Cancel that came before
/// what it cancels).
///
/// A Cancel or all-clear acts from its reception, whatever its `sent`; it is not asked whether `now` is
/// before a message was received. See [`extent`] for where the two agree.
pub fn view(thread: &Thread, now: Instant) -> Option<View<'_>> {
    let reading = Reading::of(&thread.messages);
    let coming: Vec<Live<'_>> = reading
        .live
        .iter()
        .filter(|l| !l.interval.is_over(now))
        .copied()
        .collect();
    let Some(newest) = coming.first() else {
        return over(&reading, now);
    };
    let current = newest.shown.message;
    let holding: Vec<Shown<'_>> = coming
        .iter()
        .filter(|l| l.interval.holds(now))
        .map(|l| l.shown)
        .collect();
    let state = if holding.is_empty() {
        State::Future
    } else {
        State::Active
    };
    let shown: Vec<Shown<'_>> = coming.iter().map(|l| l.shown).collect();
    let worst = if holding.is_empty() { &shown } else { &holding };
    Some(View {
        state,
        current,
        heads: reading.heads(),
        colour: worst_colour(worst),
        severity: worst_severity(worst),
        languages: languages(&shown),
        places: places(&shown),
        unresolved: unresolved(&shown),
        starts_at: coming
            .iter()
            .map(|l| l.interval.start)
            .min()
            .unwrap_or(current.alert.identity.sent),
        until: until(&shown),
        review_at: review_at(&shown),
        ended_at: None,
        next_change: next_change(&reading, now),
        shown,
    })
}

/// The view of a thread of which nothing holds any more.
fn over<'a>(reading: &Reading<'a>, now: Instant) -> Option<View<'a>> {
    let over = reading.over()?;
    Some(View {
        state: over.state,
        current: over.current,
        heads: reading.heads(),
        colour: worst_colour(&over.shown),
        severity: worst_severity(&over.shown),
        languages: languages(&over.shown),
        places: places(&over.shown),
        unresolved: unresolved(&over.shown),
        starts_at: over.starts_at,
        until: until(&over.shown),
        review_at: (over.state == State::Ended)
            .then(|| review_at(&over.shown))
            .flatten(),
        ended_at: Some(over.ended_at),
        next_change: next_change(reading, now),
        shown: over.shown,
    })
}

/// The extent of a thread.
///
/// Agrees with [`view`] at every `now` from the last reception on: `view` is `Some` exactly if `ends_at`
/// is, and the state is `Future` or `Active` exactly if `now < ends_at`. (Earlier instants can only be
/// asked about by going back in time; then a Cancel already counts, see [`view`].)
pub fn extent(thread: &Thread) -> Extent {
    let reading = Reading::of(&thread.messages);
    let over = reading.over();
    let starts_at = reading.live.iter().map(|l| l.interval.start).min();
    let ever: Vec<Shown<'_>> = reading.messages().flat_map(shown).collect();
    let held: Vec<Shown<'_>> = reading.messages().flat_map(live).map(|l| l.shown).collect();
    Extent {
        starts_at: over
            .as_ref()
            .map(|over| starts_at.unwrap_or(over.starts_at)),
        ends_at: over.as_ref().map(|over| over.ended_at),
        colour_rank: worst_colour(if held.is_empty() { &ever } else { &held }).rank(),
        places: places(&ever),
    }
}

/// The next instant at which an info of a head begins or is over.
fn next_change(reading: &Reading<'_>, now: Instant) -> Option<Instant> {
    reading
        .live
        .iter()
        .filter_map(|l| l.interval.next_change(now))
        .min()
}

/// The worst colour; yellow (never green) where there is nothing.
fn worst_colour(shown: &[Shown<'_>]) -> Colour {
    shown
        .iter()
        .map(|s| colour(s.info))
        .max()
        .unwrap_or(Colour::Yellow)
}

/// The worst severity: the schema lists them worst first.
fn worst_severity(shown: &[Shown<'_>]) -> Severity {
    shown
        .iter()
        .map(|s| s.info.severity)
        .min()
        .unwrap_or(Severity::Unknown)
}

fn languages(shown: &[Shown<'_>]) -> BTreeSet<String> {
    shown
        .iter()
        .map(|s| s.message.language(s.info).to_owned())
        .collect()
}

/// All places together. One pass over borrowed names: a thread may hold all of France many times over.
fn places(shown: &[Shown<'_>]) -> Places {
    let mut departements = BTreeSet::new();
    let mut communes = BTreeSet::new();
    for resolution in shown.iter().flat_map(|s| s.message.resolutions(s.index)) {
        departements.extend(resolution.places.whole_departements());
        communes.extend(resolution.places.communes());
    }
    Places::new(
        departements.into_iter().cloned(),
        communes.into_iter().cloned(),
    )
}

/// Whether some area could not be resolved, or some info has none that was.
fn unresolved(shown: &[Shown<'_>]) -> bool {
    shown.iter().any(|s| {
        let resolutions = s.message.resolutions(s.index);
        resolutions.is_empty() || resolutions.iter().any(|r| !r.resolved)
    })
}

/// The latest `expires`; `None` when an info has none.
fn until(shown: &[Shown<'_>]) -> Option<Instant> {
    let ends: Option<Vec<Instant>> = shown.iter().map(|s| s.info.expires).collect();
    ends?.into_iter().max()
}

/// The nearest review deadline.
fn review_at(shown: &[Shown<'_>]) -> Option<Instant> {
    shown
        .iter()
        .map(|s| Interval::of(s.message, s.info))
        .filter(|i| i.review)
        .map(|i| i.end)
        .min()
}
