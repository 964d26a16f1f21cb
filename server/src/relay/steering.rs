//! Following what staff decided about sources: one question a second for all of them together.
//!
//! Owns the copy of the steering that sources' tasks look at. Never: asking a source, deciding anything.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use portal::PortError;
use portal::sources::{SourceId, Steered, Steering};
use tokio::sync::watch;

/// How often the store is asked what was decided.
const EVERY: Duration = Duration::from_secs(1);

/// What was decided, by source.
pub(super) type Decisions = HashMap<SourceId, Steering>;

/// What is decided at present.
pub(super) async fn decisions(steered: &dyn Steered) -> Result<Decisions, PortError> {
    Ok(steered.steering().await?.into_iter().collect())
}

/// Keeps `told` in line with the store until `stop` turns true. While the store cannot be read, what was
/// decided last goes on.
pub(super) async fn follow(
    steered: Arc<dyn Steered>,
    told: watch::Sender<Decisions>,
    mut stop: watch::Receiver<bool>,
) {
    let mut failing = false;
    loop {
        tokio::select! {
            () = tokio::time::sleep(EVERY) => {}
            // An error means that the sender is gone: the server is going down.
            _ = stop.wait_for(|stopped| *stopped) => return,
        }
        match decisions(&*steered).await {
            Ok(now) => {
                failing = false;
                told.send_if_modified(|before| {
                    let changed = *before != now;
                    *before = now;
                    changed
                });
            }
            Err(error) => {
                if !failing {
                    tracing::warn!(%error, "what staff decided about sources cannot be read; the last known goes on");
                }
                failing = true;
            }
        }
    }
}
