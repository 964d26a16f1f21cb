//! From "tell them" to deliveries: plans each telling from its thread as it is now, and adds its deliveries
//! in steps, so that no transaction keeps others waiting for long.

use std::sync::Arc;
use std::time::Duration;

use portal::push::{FanoutId, Plan, plan};
use portal::{Instant, PortError, Span};
use tokio::sync::watch;

use super::Sending;

/// Deliveries added in one transaction.
const STEP: u32 = 20_000;
/// How often it is looked whether another process put something into the outbox.
const EVERY: Duration = Duration::from_secs(1);
/// How often what is through is swept away,
const SWEEP_EVERY: Span = Span::hours(1);
/// and how long it is kept.
const KEPT_FOR: Span = Span::hours(7 * 24);

/// Runs until asked to stop.
pub(super) async fn run(sending: Arc<Sending>, mut stopping: watch::Receiver<bool>) {
    let mut swept = None;
    loop {
        begin_all(&sending).await;
        expand_all(&sending, &stopping).await;
        sweep(&sending, &mut swept).await;
        tokio::select! {
            () = sending.wake.notified() => {}
            () = tokio::time::sleep(EVERY) => {}
            _ = stopping.wait_for(|s| *s) => return,
        }
    }
}

async fn begin_all(sending: &Sending) {
    let waiting = match sending.outbox.waiting(sending.clock.now()).await {
        Ok(waiting) => waiting,
        Err(error) => {
            tracing::error!(%error, "the outbox cannot be read; tried again");
            return;
        }
    };
    for telling in waiting {
        // One that cannot be read keeps no other from being told.
        if let Err(error) = begin(sending, &telling).await {
            tracing::error!(%error, telling = telling.id.0, "a telling cannot be planned; tried again");
        }
    }
}

async fn begin(sending: &Sending, telling: &portal::push::Waiting) -> Result<(), PortError> {
    let now = sending.clock.now();
    let plan = sending
        .teller
        .thread(&telling.thread)
        .await?
        .map_or(Plan::Nothing, |thread| plan(&thread, now));
    let put_off = sending.outbox.begin(&telling.id, &plan, now).await?;
    if let Some(until) = put_off {
        tracing::debug!(telling = telling.id.0, ?until, "a quiet update is put off");
    }
    Ok(())
}

async fn expand_all(sending: &Sending, stopping: &watch::Receiver<bool>) {
    let ids = match sending.outbox.expanding().await {
        Ok(ids) => ids,
        Err(error) => {
            tracing::error!(%error, "the outbox cannot be read; tried again");
            return;
        }
    };
    for id in ids {
        if let Err(error) = expand(sending, &id, stopping).await {
            tracing::error!(%error, telling = id.0, "a telling cannot be expanded; tried again");
        }
    }
}

async fn expand(
    sending: &Sending,
    id: &FanoutId,
    stopping: &watch::Receiver<bool>,
) -> Result<(), PortError> {
    let mut added = 0;
    while !*stopping.borrow() {
        let step = sending.outbox.expand(id, STEP, sending.clock.now()).await?;
        added += step.added;
        // Sending begins with the first step.
        sending.expanded.notify_one();
        if step.done {
            tracing::info!(telling = id.0, devices = added, "a telling goes out");
            return Ok(());
        }
    }
    Ok(())
}

async fn sweep(sending: &Sending, swept: &mut Option<Instant>) {
    let now = sending.clock.now();
    if swept.is_some_and(|at| now - at < SWEEP_EVERY) {
        return;
    }
    *swept = Some(now);
    match sending.outbox.sweep(now - KEPT_FOR).await {
        Ok(0) => {}
        Ok(rows) => tracing::info!(rows, "old tellings were swept away"),
        Err(error) => tracing::warn!(%error, "old tellings cannot be swept away; tried again"),
    }
}
