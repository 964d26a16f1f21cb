//! The desk's look at the lanes of push messages.

use desk::telling::{PausedService, SendingState, WhyPaused};
use portal::Instant;

use crate::push::{Lanes, Why};

impl SendingState for Lanes {
    fn paused(&self, now: Instant) -> Vec<PausedService> {
        let all = Self::paused(self, now);
        all.into_iter()
            .map(|paused| PausedService {
                origin: paused.origin,
                until: paused.until,
                why: match paused.why {
                    Why::Asked => WhyPaused::Asked,
                    Why::Failing => WhyPaused::Failing,
                    Why::Key => WhyPaused::Key,
                },
            })
            .collect()
    }

    fn rate(&self, now: Instant) -> Option<f64> {
        Self::rate(self, now)
    }
}
