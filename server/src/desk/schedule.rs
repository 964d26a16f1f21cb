//! Lets scheduled messages out when their time has come, and forgets ceremonies that nobody ended.

use std::sync::Arc;
use std::time::Duration;

use desk::Desk;
use portal::Span;
use tokio::sync::watch;

/// How often the clock is looked at: a message goes out within this of its time.
const EVERY: Duration = Duration::from_secs(1);

/// Ceremonies hold keys that were offered and never taken: those do not stay for long.
const SWEEP_EVERY: Span = Span::minutes(1);

/// Runs until asked to stop.
pub async fn run(desk: Arc<Desk>, mut stopping: watch::Receiver<bool>) {
    let mut swept = None;
    loop {
        let now = desk.now();
        if swept.is_none_or(|last| now - last >= SWEEP_EVERY) {
            swept = Some(now);
            if let Err(error) = desk.store.sweep_ceremonies(now).await {
                tracing::error!(%error, "ceremonies that are over cannot be forgotten; tried again");
            }
        }
        match desk::release::release_due(&desk).await {
            Ok(0) => {}
            Ok(released) => tracing::info!(released, "scheduled messages went out"),
            Err(error) => tracing::error!(%error, "scheduled messages cannot be read; tried again"),
        }
        tokio::select! {
            () = tokio::time::sleep(EVERY) => {}
            _ = stopping.wait_for(|s| *s) => return,
        }
    }
}
