//! One lane: claims deliveries of one push service, sends as many at a time as its pace allows, and hands
//! the results on. Ends when nothing is left; the worker opens it again.

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Duration;

use portal::push::{Claimed, Endpoint, LONGEST_TTL, Outcome, Settled};
use portal::{Instant, Span};
use tokio::sync::{mpsc, watch};
use tokio::task::JoinSet;

use super::lanes::backoff;
use super::worker::is_stopping;
use super::{Answer, Letter, Sending, results};

/// The most deliveries held at once, whatever the pace: what another process may have to wait for.
const MOST_HELD: usize = 1_000;
/// The fewest that are claimed, so that slow lanes do not ask the store all the time.
const FEWEST_HELD: usize = 100;
/// How long a lane waits before it looks again: at a pause, after an empty claim.
const LOOK_AGAIN: Duration = Duration::from_millis(200);
/// The first pause of a message that could not be delivered, and the longest.
const FIRST_RETRY: Span = Span::seconds(2);
const LONGEST_RETRY: Span = Span::minutes(10);

/// A delivery and the end of its lease.
struct Held {
    claimed: Claimed,
    lease_until: Instant,
}

pub(super) struct LaneRun {
    pub sending: Arc<Sending>,
    pub origin: String,
    pub results: mpsc::Sender<Settled>,
    pub stopping: watch::Receiver<bool>,
}

impl LaneRun {
    pub(super) async fn run(mut self) {
        let mut flights: JoinSet<()> = JoinSet::new();
        let mut queue: VecDeque<Held> = VecDeque::new();
        let mut dry_since: Option<tokio::time::Instant> = None;
        while !is_stopping(&self.stopping) {
            while flights.try_join_next().is_some() {}
            let now = self.sending.clock.now();
            if let Some(until) = self.sending.lanes.paused_until(&self.origin, now) {
                queue.retain(|held| held.lease_until > until);
                if queue.is_empty() && flights.is_empty() {
                    return;
                }
                self.wait(&mut flights, false).await;
                continue;
            }
            let window = self.sending.lanes.window(&self.origin).max(1);
            let dry = dry_since.is_some_and(|since| since.elapsed() < LOOK_AGAIN);
            if queue.len() * 2 < window && !dry && results::has_room(&self.results) {
                let held = queue.len() + flights.len();
                let limit = (window * 3).clamp(FEWEST_HELD, MOST_HELD);
                let claimed = self.claim(limit.saturating_sub(held), now).await;
                dry_since = claimed.is_empty().then(tokio::time::Instant::now);
                queue.extend(claimed);
            }
            if dry_since.is_some() && queue.is_empty() && flights.is_empty() {
                return;
            }
            while flights.len() < window {
                let Some(held) = queue.pop_front() else { break };
                self.send(held, &mut flights).await;
            }
            self.wait(&mut flights, queue.is_empty()).await;
        }
        // What is in flight is finished and noted; what was only held goes back when the worker ends.
        while flights.join_next().await.is_some() {}
    }

    async fn wait(&mut self, flights: &mut JoinSet<()>, idle: bool) {
        let idle = idle || flights.is_empty();
        tokio::select! {
            Some(_) = flights.join_next() => {}
            () = tokio::time::sleep(LOOK_AGAIN), if idle => {}
            _ = self.stopping.wait_for(|s| *s) => {}
        }
    }

    async fn claim(&self, limit: usize, now: Instant) -> Vec<Held> {
        let Ok(limit @ 1..) = u32::try_from(limit) else {
            return Vec::new();
        };
        // Long enough for what is claimed to be sent one after the other twice over; what another process
        // then finds lapsed is no longer sent here.
        let lease_until = now + Span(self.sending.timeout.0.saturating_mul(3));
        let claimed = self
            .sending
            .outbox
            .claim(&self.sending.worker, &self.origin, limit, lease_until, now)
            .await;
        match claimed {
            Ok(all) => all
                .into_iter()
                .map(|claimed| Held {
                    claimed,
                    lease_until,
                })
                .collect(),
            Err(error) => {
                tracing::error!(%error, origin = self.origin, "deliveries cannot be claimed; tried again");
                Vec::new()
            }
        }
    }

    /// Sends one, if it is still to be sent.
    async fn send(&self, held: Held, flights: &mut JoinSet<()>) {
        let Held {
            claimed,
            lease_until,
        } = held;
        let now = self.sending.clock.now();
        if now + self.sending.timeout >= lease_until {
            // It may be another process's before the answer comes.
            return;
        }
        let spoken = match self.sending.teller.say(&claimed, now).await {
            Ok(spoken) => spoken,
            Err(error) => {
                tracing::error!(%error, telling = claimed.fanout.0, "what is to be told cannot be read; tried again");
                return;
            }
        };
        let Some(spoken) = spoken else {
            self.note(&claimed, Outcome::Lapsed, None).await;
            return;
        };
        let expires_at = spoken.expires_at.min(claimed.expires_at);
        let left = expires_at - now;
        let Some(ttl_s) = u32::try_from(left.min(LONGEST_TTL).0 / 1_000)
            .ok()
            .filter(|ttl| *ttl > 0)
        else {
            self.note(&claimed, Outcome::Lapsed, None).await;
            return;
        };
        // A message signed with another key than the device was made with is refused (RFC 8292 §4.2), and
        // that answer would close the lane for everybody.
        if claimed.vapid_key != self.sending.vapid_key {
            self.note(&claimed, Outcome::Refused, None).await;
            return;
        }
        let Ok(endpoint) = Endpoint::parse(&claimed.endpoint, &self.sending.services) else {
            self.note(&claimed, Outcome::Refused, None).await;
            return;
        };
        let letter = Letter {
            endpoint,
            keys: claimed.keys.clone(),
            payload: spoken.payload,
            ttl_s,
            urgent: claimed.urgent,
            topic: Some(spoken.topic),
        };
        let (sending, results) = (self.sending.clone(), self.results.clone());
        flights.spawn(async move {
            let (answer, status) = sending.post.post(&letter, now).await;
            let now = sending.clock.now();
            let origin = letter.endpoint.origin();
            sending.lanes.learn(origin, &answer, now, sending.jitter());
            let outcome = outcome(&sending, &answer, origin, claimed.attempts, expires_at, now);
            // Nobody listens only after everything has ended.
            let _ = results
                .send(Settled {
                    fanout: claimed.fanout,
                    subscription: claimed.subscription,
                    outcome,
                    status,
                })
                .await;
        });
    }

    async fn note(&self, claimed: &Claimed, outcome: Outcome, status: Option<u16>) {
        let _ = self
            .results
            .send(Settled {
                fanout: claimed.fanout.clone(),
                subscription: claimed.subscription.clone(),
                outcome,
                status,
            })
            .await;
    }
}

/// What an answer means for the delivery.
fn outcome(
    sending: &Sending,
    answer: &Answer,
    origin: &str,
    attempts: u32,
    expires_at: Instant,
    now: Instant,
) -> Outcome {
    let retry = || now + backoff(FIRST_RETRY, attempts, LONGEST_RETRY, sending.jitter());
    let at = match answer {
        Answer::Sent => return Outcome::Sent,
        Answer::Gone => return Outcome::Gone,
        Answer::Refused => return Outcome::Refused,
        Answer::Misconfigured | Answer::Slow { .. } => sending
            .lanes
            .paused_until(origin, now)
            .unwrap_or_else(retry),
        Answer::Failed => retry(),
    };
    if at >= expires_at {
        Outcome::Lapsed
    } else {
        Outcome::Again(at)
    }
}
