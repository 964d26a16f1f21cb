//! One task per source: visit, wait, and heed what staff decided meanwhile.
//!
//! Never: what one visit does (`visit`), what a feed links to (`links`).

mod links;
mod visit;

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use portal::messages::Intake;
use portal::places::Contours;
use portal::sources::{SourceId, Sources, Steered};
use portal::{Clock, Instant, PortError};
use tokio::sync::{Notify, watch};
use tokio::task::JoinSet;

use self::visit::Memory;
use super::fetch::{Fetch, Stoppable};
use super::steering::{self, Decisions};
use crate::config::SourceConfig;

/// Rung after every change of what is stored, so that pages are rendered anew at once.
pub type Wake = Arc<Notify>;

/// Everything a source's task needs.
#[derive(Clone)]
pub struct Relay {
    /// Takes messages in.
    pub intake: Arc<dyn Intake>,
    /// Notes how sources do.
    pub sources: Arc<dyn Sources>,
    /// What staff decided about sources.
    pub steered: Arc<dyn Steered>,
    /// Fetches.
    pub fetch: Arc<dyn Fetch>,
    /// Shapes of communes.
    pub contours: Arc<dyn Contours>,
    /// The clock.
    pub clock: Arc<dyn Clock>,
    /// Whether this is an exercise portal.
    pub exercise: bool,
    /// The longest pause after failures.
    pub longest_pause: Duration,
    /// Rung after each visit.
    pub wake: Wake,
}

impl Relay {
    /// Runs one task per source until `stop` turns true. A source's task that panics is a failure of
    /// that visit, of no other.
    pub async fn run(mut self, sources: Vec<SourceConfig>, stop: watch::Receiver<bool>) {
        self.fetch = Arc::new(Stoppable {
            fetch: self.fetch,
            stop: stop.clone(),
        });
        let ids: Vec<_> = sources.iter().map(|s| s.source().id).collect();
        let (decided, attempts) = loop {
            match self.begin(&ids).await {
                Ok(begun) => break begun,
                Err(error) => {
                    tracing::error!(%error, "the store cannot be used; the relay waits");
                    if pause(Duration::from_secs(5), &stop).await {
                        return;
                    }
                }
            }
        };
        let mut tasks = JoinSet::new();
        let mut asked_before = HashMap::new();
        for (id, last) in attempts {
            let asked_at = decided.get(&id).and_then(|s| s.asked_at);
            if asked_at.is_some_and(|asked| last.is_some_and(|last| asked <= last)) {
                asked_before.insert(id, asked_at);
            }
        }
        let (told, decisions) = watch::channel(decided);
        tasks.spawn(steering::follow(self.steered.clone(), told, stop.clone()));
        for (config, id) in sources.into_iter().zip(&ids) {
            let answered = asked_before.get(id).copied().flatten();
            let task = self
                .clone()
                .follow(config, decisions.clone(), answered, stop.clone());
            tasks.spawn(task);
        }
        tasks.join_all().await;
    }

    /// What has to be known before the first visit: what was decided, and when each source was last asked.
    async fn begin(
        &self,
        ids: &[SourceId],
    ) -> Result<(Decisions, Vec<(SourceId, Option<Instant>)>), PortError> {
        self.sources.know(ids, self.clock.now()).await?;
        let decided = steering::decisions(&*self.steered).await?;
        let statuses = self.sources.statuses().await?.into_iter();
        let attempts = statuses.map(|(id, status)| (id, status.last_attempt));
        Ok((decided, attempts.collect()))
    }

    /// Visits a source whenever it is due, unless it is paused, and whenever somebody wants it asked.
    /// `answered` is the wish that a visit before this start has already met.
    async fn follow(
        self,
        config: SourceConfig,
        mut decisions: watch::Receiver<Decisions>,
        mut answered: Option<Instant>,
        stop: watch::Receiver<bool>,
    ) {
        let source = Arc::new(config.source());
        let memory = Arc::new(tokio::sync::Mutex::new(Memory::default()));
        let mut due = tokio::time::Instant::now();
        loop {
            let decided = decisions.borrow_and_update().get(&source.id).copied();
            let decided = decided.unwrap_or_default();
            let wanted = decided.asked_at.is_some() && decided.asked_at != answered;
            let paused = decided.paused_at.is_some();
            if !wanted && (paused || due > tokio::time::Instant::now()) {
                let left = due.saturating_duration_since(tokio::time::Instant::now());
                if wait((!paused).then_some(left), &mut decisions, &stop).await {
                    return;
                }
                continue;
            }
            answered = decided.asked_at;
            let visit = {
                let (relay, source, config, memory) =
                    (self.clone(), source.clone(), config.clone(), memory.clone());
                tokio::spawn(async move {
                    relay
                        .visit(&source, &config, &mut *memory.lock().await)
                        .await
                })
            };
            let rest = match visit.await {
                Ok(rest) => rest,
                Err(_) => {
                    tracing::error!(source = %source.id.0, "the visit stopped by a panic; the source will be asked again");
                    self.longest_pause
                }
            };
            due = tokio::time::Instant::now() + rest;
            if *stop.borrow() || stop.has_changed().is_err() {
                return;
            }
        }
    }
}

/// Waits for a time (`None`: for ever) or until something else is decided; true when it is time to stop.
async fn wait(
    length: Option<Duration>,
    decisions: &mut watch::Receiver<Decisions>,
    stop: &watch::Receiver<bool>,
) -> bool {
    let decided = async {
        // Nobody is left to tell of a change: what was decided last goes on.
        if decisions.changed().await.is_err() {
            std::future::pending::<()>().await;
        }
    };
    // Longer than any pause; stopping ends it all the same.
    let length = length.unwrap_or(Duration::from_secs(24 * 3600));
    tokio::select! {
        () = decided => false,
        stopping = pause(length, stop) => stopping,
    }
}

/// Waits; true when it is time to stop.
async fn pause(length: Duration, stop: &watch::Receiver<bool>) -> bool {
    let mut stop = stop.clone();
    tokio::select! {
        () = tokio::time::sleep(length) => false,
        // An error means that the sender is gone: the server is going down.
        stopped = stop.wait_for(|s| *s) => stopped.map_or(true, |s| *s),
    }
}
