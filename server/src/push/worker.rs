//! The worker: empties the outbox. Plans and expands tellings, runs a lane for each push service with
//! something to send, notes results. Whatever kills it, the next start goes on where it was.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use desk::access::Randomness;
use portal::push::{Outbox, Services, Settled};
use portal::{Clock, Span};
use tokio::sync::{Notify, mpsc, watch};
use tokio::task::{AbortHandle, JoinSet};

use super::lane::LaneRun;
use super::{Lanes, Post, Teller, planner, results};

/// How often it is looked for lanes with something to send whose time has come.
const EVERY: Duration = Duration::from_secs(1);

/// What sending needs.
pub struct Sending {
    /// What is to be sent.
    pub outbox: Arc<dyn Outbox>,
    /// What is said.
    pub teller: Teller,
    /// The way to push services.
    pub post: Arc<dyn Post>,
    /// Which services may be written to.
    pub services: Services,
    /// Which of the portal's keys signs: [`portal::push::Claimed::vapid_key`].
    pub vapid_key: String,
    /// How fast.
    pub lanes: Arc<Lanes>,
    /// The clock.
    pub clock: Arc<dyn Clock>,
    /// For pauses that differ between processes.
    pub random: Arc<dyn Randomness>,
    /// The longest that one request takes: leases are three times as long.
    pub timeout: Span,
    /// This process's name among those that send on one store.
    pub worker: String,
    /// This process took something in, or released it.
    pub wake: Arc<Notify>,
    /// Deliveries were added.
    pub expanded: Notify,
}

impl Sending {
    /// Between 0 and 1.
    pub(super) fn jitter(&self) -> f64 {
        let mut bytes = [0; 4];
        self.random.fill(&mut bytes);
        f64::from(u32::from_be_bytes(bytes)) / f64::from(u32::MAX)
    }

    /// Runs until asked to stop; then finishes what is in flight, notes it, and gives the rest back.
    pub async fn run(self, mut stopping: watch::Receiver<bool>) {
        let sending = Arc::new(self);
        sending.give_back("what it held before its last end").await;
        let (results, settling) = mpsc::channel(results::ROOM);
        let settling = tokio::spawn(results::settle(sending.clone(), settling));
        let planning = tokio::spawn(planner::run(sending.clone(), stopping.clone()));
        let mut lanes = OpenLanes::default();
        while !*stopping.borrow() {
            lanes.open(&sending, &results, &stopping).await;
            tokio::select! {
                () = sending.expanded.notified() => {}
                () = tokio::time::sleep(EVERY) => {}
                _ = stopping.wait_for(|s| *s) => {}
            }
        }
        while lanes.tasks.join_next().await.is_some() {}
        drop(results);
        for task in [planning, settling] {
            if let Err(error) = task.await {
                tracing::error!(%error, "a part of sending broke");
            }
        }
        sending.give_back("what it had not sent").await;
    }

    async fn give_back(&self, what: &str) {
        match self.outbox.release(&self.worker).await {
            Ok(0) => {}
            Ok(deliveries) => {
                tracing::info!(
                    deliveries,
                    worker = self.worker,
                    "the worker gave back {what}"
                );
            }
            // Its leases lapse by themselves.
            Err(error) => tracing::warn!(%error, "leases could not be given back"),
        }
    }
}

#[derive(Default)]
struct OpenLanes {
    tasks: JoinSet<()>,
    by_origin: HashMap<String, AbortHandle>,
}

impl OpenLanes {
    /// Opens a lane for each service with something to send, if it has none.
    async fn open(
        &mut self,
        sending: &Arc<Sending>,
        results: &mpsc::Sender<Settled>,
        stopping: &watch::Receiver<bool>,
    ) {
        while let Some(ended) = self.tasks.try_join_next() {
            if let Err(error) = ended {
                tracing::error!(%error, "a lane broke; it is opened again");
            }
        }
        self.by_origin.retain(|_, task| !task.is_finished());
        let now = sending.clock.now();
        let lanes = match sending.outbox.lanes(now).await {
            Ok(lanes) => lanes,
            Err(error) => {
                tracing::error!(%error, "the outbox cannot be read; tried again");
                return;
            }
        };
        for lane in lanes {
            let ready = lane.next_at <= now
                && !self.by_origin.contains_key(&lane.origin)
                && sending.lanes.paused_until(&lane.origin, now).is_none();
            if ready {
                let run = LaneRun {
                    sending: sending.clone(),
                    origin: lane.origin.clone(),
                    results: results.clone(),
                    stopping: stopping.clone(),
                };
                let task = self.tasks.spawn(run.run());
                self.by_origin.insert(lane.origin, task);
            }
        }
    }
}
