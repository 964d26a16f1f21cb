//! Lets scheduled messages out when their time has come.

use std::sync::Arc;
use std::time::Duration;

use desk::Desk;
use tokio::sync::watch;

/// How often the clock is looked at: a message goes out within this of its time.
const EVERY: Duration = Duration::from_secs(1);

/// Runs until asked to stop.
pub async fn run(desk: Arc<Desk>, mut stopping: watch::Receiver<bool>) {
    loop {
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
