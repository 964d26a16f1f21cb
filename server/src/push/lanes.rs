//! How fast each push service is written to, and when not at all. Each has a lane of its own: one that is
//! slow, down or angry holds up nobody else's devices.
//!
//! Additive increase, multiplicative decrease of the requests in flight; pauses that the service asked for;
//! a breaker that opens when it fails again and again, or refuses the portal's key. Never: deletes a device,
//! sends anything.

use std::collections::{HashMap, VecDeque};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use portal::{Instant, Span};

use super::Answer;

/// In flight once the first answer is good.
const START: f64 = 64.0;
/// In flight at most.
const MOST: f64 = 512.0;
/// In flight while it is not known whether the service answers: at the start, and when a breaker tries again.
const TRY: f64 = 4.0;
/// Failures in a row that open the breaker.
const FAILURES: u32 = 20;
/// Above this share of failures, the window shrinks.
const FAILING: f64 = 0.2;
/// The window shrinks at most once in this time: answers to what was sent before it shrank say nothing new.
const ONE_CUT: Span = Span::seconds(1);
/// The first pause that was not asked for with a time.
const SHORTEST_PAUSE: Span = Span::seconds(2);
/// The longest.
const LONGEST_PAUSE: Span = Span::minutes(5);
/// While the portal's key is refused, it is tried again after this.
const KEY_PAUSE: Span = Span::minutes(1);
/// The longest pause that a service may ask for.
const LONGEST_ASKED: Span = Span::hours(1);
/// Over how long the rate is measured.
const RATE_OVER: Span = Span::seconds(30);

/// Why a lane is paused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// The service asked for it (429, 503).
    Asked,
    /// It does not answer, or fails.
    Failing,
    /// It refuses the portal's key (401, 403): somebody has to look.
    Key,
}

/// A lane that is paused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paused {
    /// The service's origin.
    pub origin: String,
    /// Until then.
    pub until: Instant,
    /// Why.
    pub why: Why,
}

/// How one service is written to.
#[derive(Debug)]
struct Pace {
    window: f64,
    /// The share of failures, over about the last twenty answers.
    failing: f64,
    failures: u32,
    pauses: u32,
    paused: Option<(Instant, Why)>,
    cut_at: Option<Instant>,
}

impl Default for Pace {
    fn default() -> Self {
        Self {
            window: TRY,
            failing: 0.0,
            failures: 0,
            pauses: 0,
            paused: None,
            cut_at: None,
        }
    }
}

impl Pace {
    fn good(&mut self) {
        if self.pauses > 0 {
            // It is back: what was before says nothing of it.
            self.failing = 0.0;
        }
        self.failing *= 0.95;
        self.failures = 0;
        self.pauses = 0;
        // Where nothing was good yet, one good answer is enough to begin in earnest.
        self.window = if self.window < START && self.failing < FAILING {
            START
        } else {
            (self.window + 4.0 / self.window.max(1.0)).min(MOST)
        };
    }

    fn cut(&mut self, now: Instant) {
        if self.cut_at.is_none_or(|at| now - at >= ONE_CUT) {
            self.window = (self.window / 2.0).max(TRY);
            self.cut_at = Some(now);
        }
    }

    /// Gives whether the lane was open until now.
    fn pause(&mut self, until: Instant, why: Why, now: Instant) -> bool {
        let open = self.paused.is_none_or(|(end, _)| end <= now);
        if open || self.paused.is_some_and(|(end, _)| end < until) {
            self.paused = Some((until, why));
        }
        if open {
            self.pauses = self.pauses.saturating_add(1);
            self.window = TRY;
        }
        open
    }

    /// Twice as long each time in a row, and never quite as long as another process's.
    fn next_pause(&self, first: Span, jitter: f64) -> Span {
        backoff(first, self.pauses, LONGEST_PAUSE.max(first), jitter)
    }
}

/// `first × 2^n`, at most `most`; of that, between a half and all, as `jitter` (0 to 1) says.
pub(super) fn backoff(first: Span, n: u32, most: Span, jitter: f64) -> Span {
    let whole = first.0.saturating_mul(1_i64 << n.min(20)).min(most.0);
    let half = whole / 2;
    Span(half + (half as f64 * jitter.clamp(0.0, 1.0)) as i64)
}

#[derive(Debug, Default)]
struct Inner {
    lanes: HashMap<String, Pace>,
    /// Settled ones by second.
    settled: VecDeque<(Instant, u64)>,
}

/// All lanes of this process: the worker paces itself by it, the desk looks at it.
#[derive(Debug, Default)]
pub struct Lanes(Mutex<Inner>);

impl Lanes {
    fn inner(&self) -> MutexGuard<'_, Inner> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// How many requests may be in flight to that service.
    pub fn window(&self, origin: &str) -> usize {
        let mut inner = self.inner();
        inner.lanes.entry(origin.to_owned()).or_default().window as usize
    }

    /// Until when nothing is sent to that service; `None`: it may be sent to.
    pub fn paused_until(&self, origin: &str, now: Instant) -> Option<Instant> {
        let inner = self.inner();
        let (until, _) = inner.lanes.get(origin)?.paused?;
        (until > now).then_some(until)
    }

    /// The lanes that are paused, in order.
    pub fn paused(&self, now: Instant) -> Vec<Paused> {
        let mut all: Vec<Paused> = self
            .inner()
            .lanes
            .iter()
            .filter_map(|(origin, pace)| {
                let (until, why) = pace.paused.filter(|(until, _)| *until > now)?;
                Some(Paused {
                    origin: origin.clone(),
                    until,
                    why,
                })
            })
            .collect();
        all.sort_by(|a, b| a.origin.cmp(&b.origin));
        all
    }

    /// Learns from an answer. `jitter` lies between 0 and 1.
    pub fn learn(&self, origin: &str, answer: &Answer, now: Instant, jitter: f64) {
        let mut inner = self.inner();
        let pace = inner.lanes.entry(origin.to_owned()).or_default();
        match answer {
            // It answers, and quickly: that a device is gone or a message refused is no trouble of the service.
            Answer::Sent | Answer::Gone | Answer::Refused => pace.good(),
            Answer::Slow { retry_after } => {
                pace.cut(now);
                let pause = retry_after.map_or_else(
                    || pace.next_pause(SHORTEST_PAUSE, jitter),
                    |asked| span(asked).min(LONGEST_ASKED),
                );
                if pace.pause(now + pause, Why::Asked, now) {
                    tracing::info!(
                        origin,
                        seconds = pause.0 / 1_000,
                        "a push service asks to wait"
                    );
                }
            }
            Answer::Misconfigured => {
                let pause = pace.next_pause(KEY_PAUSE, jitter);
                if pace.pause(now + pause, Why::Key, now) {
                    tracing::error!(
                        origin,
                        "ALARM: a push service refuses this portal's key or requests (401, 403): nobody there is told until it is put right; check [push] and the key's file"
                    );
                }
            }
            Answer::Failed => {
                pace.failing = pace.failing * 0.95 + 0.05;
                pace.failures = pace.failures.saturating_add(1);
                if pace.failing > FAILING {
                    pace.cut(now);
                }
                // A lane that was opened to try again is closed by the first failure.
                let enough = pace.failures >= FAILURES || (pace.pauses > 0 && pace.window <= TRY);
                if enough {
                    let pause = pace.next_pause(SHORTEST_PAUSE, jitter);
                    if pace.pause(now + pause, Why::Failing, now) {
                        tracing::warn!(
                            origin,
                            seconds = pause.0 / 1_000,
                            "a push service fails again and again: paused"
                        );
                    }
                }
            }
        }
    }

    /// So many deliveries are through, whatever came of them.
    pub fn settled(&self, count: usize, now: Instant) {
        let mut inner = self.inner();
        let second = Instant(now.0 - now.0.rem_euclid(1_000));
        let count = count as u64;
        match inner.settled.back_mut() {
            Some((at, n)) if *at == second => *n += count,
            _ => inner.settled.push_back((second, count)),
        }
        while inner
            .settled
            .front()
            .is_some_and(|(at, _)| now - *at > RATE_OVER)
        {
            inner.settled.pop_front();
        }
    }

    /// Deliveries that were through per second, lately; `None` when there were none.
    pub fn rate(&self, now: Instant) -> Option<f64> {
        let inner = self.inner();
        let lately = || {
            inner
                .settled
                .iter()
                .filter(|(at, _)| now - *at <= RATE_OVER)
        };
        let (first, _) = lately().next()?;
        let count: u64 = lately().map(|(_, n)| n).sum();
        let over = (now - *first).0.max(1_000) as f64 / 1_000.0;
        (count > 0).then_some(count as f64 / over)
    }
}

fn span(duration: Duration) -> Span {
    Span(i64::try_from(duration.as_millis()).unwrap_or(i64::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOON: Instant = Instant(1_795_518_000_000);
    const FCM: &str = "https://fcm.googleapis.com";

    fn many(lanes: &Lanes, answer: Answer, n: usize, now: Instant) {
        for _ in 0..n {
            lanes.learn(FCM, &answer, now, 0.5);
        }
    }

    #[test]
    fn a_lane_begins_with_a_few_then_many_and_never_too_many() {
        let lanes = Lanes::default();
        assert_eq!(lanes.window(FCM), 4);
        many(&lanes, Answer::Sent, 1, NOON);
        assert_eq!(lanes.window(FCM), 64);
        many(&lanes, Answer::Sent, 2_000, NOON);
        assert!(lanes.window(FCM) > 100, "{}", lanes.window(FCM));
        many(&lanes, Answer::Sent, 100_000, NOON);
        assert_eq!(lanes.window(FCM), 512);
    }

    #[test]
    fn a_service_that_asks_to_wait_waits_as_long_as_it_said_and_alone() {
        let lanes = Lanes::default();
        let slow = Answer::Slow {
            retry_after: Some(Duration::from_secs(90)),
        };
        many(&lanes, slow, 1, NOON);
        assert_eq!(
            lanes.paused_until(FCM, NOON + Span::seconds(89)),
            Some(NOON + Span::seconds(90))
        );
        assert_eq!(lanes.paused_until(FCM, NOON + Span::seconds(90)), None);
        assert_eq!(lanes.paused_until("https://web.push.apple.com", NOON), None);
        assert_eq!(lanes.paused(NOON).first().map(|p| p.why), Some(Why::Asked));
    }

    #[test]
    fn a_service_cannot_ask_for_ever() {
        let lanes = Lanes::default();
        let slow = Answer::Slow {
            retry_after: Some(Duration::from_secs(1 << 40)),
        };
        many(&lanes, slow, 1, NOON);
        assert_eq!(lanes.paused_until(FCM, NOON), Some(NOON + LONGEST_ASKED));
    }

    #[test]
    fn the_breaker_opens_after_failures_in_a_row_and_tries_again_with_a_few() {
        let lanes = Lanes::default();
        many(&lanes, Answer::Sent, 1, NOON);
        many(&lanes, Answer::Failed, 19, NOON);
        assert_eq!(lanes.paused_until(FCM, NOON), None);
        many(&lanes, Answer::Failed, 1, NOON);
        let until = lanes.paused_until(FCM, NOON).unwrap();
        assert_eq!(lanes.window(FCM), 4);
        // Still down when tried again: closed at once, for longer.
        many(&lanes, Answer::Failed, 1, until);
        let longer = lanes.paused_until(FCM, until).unwrap();
        assert!(longer - until > until - NOON);
        // Back again.
        many(&lanes, Answer::Sent, 1, longer);
        many(&lanes, Answer::Sent, 1, longer);
        assert_eq!(lanes.window(FCM), 64);
        assert_eq!(lanes.paused_until(FCM, longer), None);
    }

    #[test]
    fn single_failures_among_good_answers_neither_pause_nor_shrink() {
        let lanes = Lanes::default();
        for _ in 0..100 {
            many(&lanes, Answer::Sent, 20, NOON);
            many(&lanes, Answer::Failed, 1, NOON);
        }
        assert!(lanes.window(FCM) >= 64);
        assert!(lanes.paused(NOON).is_empty());
    }

    #[test]
    fn a_refused_key_pauses_at_once_and_says_so() {
        let lanes = Lanes::default();
        many(&lanes, Answer::Misconfigured, 1, NOON);
        assert_eq!(lanes.paused(NOON).first().map(|p| p.why), Some(Why::Key));
    }

    #[test]
    fn the_rate_is_what_was_through_lately() {
        let lanes = Lanes::default();
        assert_eq!(lanes.rate(NOON), None);
        for second in 0..10 {
            lanes.settled(500, NOON + Span::seconds(second));
        }
        let rate = lanes.rate(NOON + Span::seconds(10)).unwrap();
        assert!((rate - 500.0).abs() < 1.0, "{rate}");
        assert_eq!(lanes.rate(NOON + Span::minutes(5)), None);
    }

    #[test]
    fn pauses_grow_to_a_limit_and_differ_between_processes() {
        let most = Span::minutes(5);
        assert_eq!(backoff(Span::seconds(2), 0, most, 0.0), Span::seconds(1));
        assert_eq!(backoff(Span::seconds(2), 0, most, 1.0), Span::seconds(2));
        assert_eq!(backoff(Span::seconds(2), 99, most, 1.0), most);
    }
}
