//! Which sources a page depends on, and which of them are silent.

use portal::places::Dep;
use portal::sources::{Source, SourceStatus};
use portal::{Instant, Span};

/// A source and how it does.
#[derive(Clone, Copy, Debug)]
pub struct SourceLine<'a> {
    /// The configured source.
    pub source: &'a Source,
    /// What is known of it.
    pub status: &'a SourceStatus,
}

impl SourceLine<'_> {
    /// Since when it has been silent; a source never heard of at all is silent too, with no instant.
    pub(crate) fn silence(&self, now: Instant) -> Silence {
        if self
            .status
            .last_success
            .or(self.status.first_seen)
            .is_none()
        {
            return Silence::Never;
        }
        self.status
            .silent_since(self.source, now)
            .map_or(Silence::None, Silence::Since)
    }

    /// Whether its messages may concern a département.
    pub(crate) fn covers(&self, dep: Option<&Dep>) -> bool {
        self.source.territory.is_empty() || dep.is_none_or(|d| self.source.territory.contains(d))
    }
}

/// Whether a source is silent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Silence {
    /// It is heard.
    None,
    /// It has been since.
    Since(Instant),
    /// It was never asked, or never noted.
    Never,
}

/// What the sources behind one page allow it to say.
#[derive(Debug)]
pub(crate) struct Hearing<'a> {
    /// The sources of this place.
    pub all: Vec<SourceLine<'a>>,
    /// Those that are silent.
    pub silent: Vec<(SourceLine<'a>, Silence)>,
    /// Until which instant at least every heard source was listened to: the oldest of their last successes.
    pub checked_at: Option<Instant>,
    /// When the next of them becomes silent.
    pub next_silence: Option<Instant>,
}

impl<'a> Hearing<'a> {
    /// The sources behind a page on `dep`, or on everything.
    pub(crate) fn of(sources: &[SourceLine<'a>], dep: Option<&Dep>, now: Instant) -> Self {
        let all: Vec<_> = sources.iter().filter(|s| s.covers(dep)).copied().collect();
        let (mut silent, mut checked, mut next) = (Vec::new(), Vec::new(), Vec::new());
        for line in &all {
            match line.silence(now) {
                Silence::None => {
                    checked.extend(line.status.last_success);
                    next.extend(line.status.silent_at(line.source).filter(|t| *t > now));
                }
                silence => silent.push((*line, silence)),
            }
        }
        Hearing {
            checked_at: checked.into_iter().min(),
            next_silence: next.into_iter().min(),
            all,
            silent,
        }
    }

    /// Whether nothing can be said: no source, or all of them silent.
    pub(crate) fn is_deaf(&self) -> bool {
        self.checked_at.is_none()
    }

    /// Until when a page that shows the time of the last check may be kept.
    pub(crate) fn valid_until(&self, now: Instant) -> Option<Instant> {
        let refresh = (!self.is_deaf()).then_some(now + Span::minutes(2));
        earliest([self.next_silence, refresh])
    }
}

/// The earliest of several instants.
pub(crate) fn earliest(instants: impl IntoIterator<Item = Option<Instant>>) -> Option<Instant> {
    instants.into_iter().flatten().min()
}
