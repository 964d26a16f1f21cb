//! The system's clock and identifiers: the one place where real time and randomness enter.

use portal::{Clock, Ids, Instant};

/// The machine's clock.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(
        clippy::disallowed_methods,
        reason = "this is the clock that everything else is given"
    )]
    fn now(&self) -> Instant {
        jiff::Timestamp::now().into()
    }
}

/// UUIDv7, random but for its time.
#[derive(Clone, Copy, Debug, Default)]
pub struct UuidIds;

impl Ids for UuidIds {
    fn fresh(&self, now: Instant) -> String {
        let ms = u64::try_from(now.0).unwrap_or(0);
        let (seconds, nanos) = (ms / 1_000, (ms % 1_000) as u32 * 1_000_000);
        uuid::Uuid::new_v7(uuid::Timestamp::from_unix(uuid::NoContext, seconds, nanos)).to_string()
    }
}
