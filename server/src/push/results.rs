//! Results on their way into the store: in batches, each one transaction, so that what a killed process had
//! sent and not noted stays small.

use std::sync::Arc;
use std::time::Duration;

use portal::push::Settled;
use tokio::sync::mpsc;

use super::Sending;

/// A batch is written when it is so large,
const BATCH: usize = 200;
/// or its first result waited so long.
const WAIT: Duration = Duration::from_millis(50);
/// Results that wait at most: beyond, lanes hold their answers back, and send nothing more.
pub(super) const ROOM: usize = 2 * BATCH;
/// How often writing is tried once the process is to end.
const LAST_TRIES: u32 = 20;
const AGAIN: Duration = Duration::from_millis(250);

/// Whether lanes may claim: no whole batch waits.
pub(super) fn has_room(results: &mpsc::Sender<Settled>) -> bool {
    results.capacity() >= BATCH
}

/// Writes results until nobody can give any more.
pub(super) async fn settle(sending: Arc<Sending>, mut results: mpsc::Receiver<Settled>) {
    let mut batch = Vec::with_capacity(BATCH);
    loop {
        let Some(first) = results.recv().await else {
            return;
        };
        batch.push(first);
        let filled = async {
            while batch.len() < BATCH {
                match results.recv().await {
                    Some(one) => batch.push(one),
                    None => return,
                }
            }
        };
        // Late or not, what is there is written.
        let _ = tokio::time::timeout(WAIT, filled).await;
        let mut tries = 0;
        while let Err(error) = write(&sending, &batch).await {
            tracing::error!(%error, results = batch.len(), "results of push messages cannot be noted; tried again");
            tries += 1;
            if results.is_closed() && tries > LAST_TRIES {
                break;
            }
            tokio::time::sleep(AGAIN).await;
        }
        batch.clear();
    }
}

async fn write(sending: &Sending, batch: &[Settled]) -> Result<(), portal::PortError> {
    let now = sending.clock.now();
    sending.outbox.settle(&sending.worker, batch, now).await?;
    sending.lanes.settled(batch.len(), now);
    Ok(())
}
