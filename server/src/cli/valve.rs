//! What `rives serve` and `rives migrate` do for hazard reports.

use std::sync::Arc;
use std::time::Duration;

use desk::reports::{KeyFolder, RETENTION, init, status};
use portal::{Clock as _, Span};
use store::{Vault, VaultDoor};
use tokio::sync::watch;

use super::serve::Side;
use crate::clock::SystemClock;
use crate::config::Config;
use crate::desk::{KeyDirectory, SystemRandomness, publish};
use crate::public::PublicReports;
use crate::valve::{PublishedKey, Reader};

/// How often what is past its retention is purged.
const PURGE_EVERY: Duration = Duration::from_secs(60 * 60);
/// How long a key of an exercise is sealed to: longer than any exercise.
const EXERCISE_EPOCH: Span = Span::hours(366 * 24);

type Error = Box<dyn std::error::Error + Send + Sync>;

/// The vault as its owner, with this version's schema; `None` where the configuration has no owner's way to it, and
/// in the public side's own process, whatever its configuration has.
pub(super) async fn owner(config: &Config, only: Option<Side>) -> Result<Option<Vault>, Error> {
    if !config.reports.is_on() || only == Some(Side::Public) {
        return Ok(None);
    }
    let vault = Vault::open(&config.reports.vault).await?;
    vault.migrate().await?;
    make_exercise_keys(config)?;
    Ok(Some(vault))
}

/// An exercise makes its keys at its first start, without a passphrase. A real portal's are made by a person.
fn make_exercise_keys(config: &Config) -> Result<(), Error> {
    let directory = KeyDirectory::at(&config.reports.keys);
    let folder = directory.read()?;
    let now = SystemClock.now();
    if !config.portal.exercise || has_keys(&folder, now)? {
        return Ok(());
    }
    let made = init(&folder, (now, EXERCISE_EPOCH), None, &SystemRandomness)?;
    directory.apply(&made.changes)?;
    publish(&config.valve.public_key, &made.document)?;
    if let Some(file) = config.valve.identity_file() {
        publish(&file, &made.identity.to_string())?;
    }
    tracing::info!("the exercise's report keys are made");
    Ok(())
}

fn has_keys(folder: &KeyFolder, now: portal::Instant) -> Result<bool, Error> {
    let status = status(folder, now, RETENTION)?;
    Ok(status.identity.is_some() || !status.epochs.is_empty())
}

/// The desk's reader.
pub(super) fn reader(config: &Config, vault: &Vault) -> Result<Arc<Reader>, Error> {
    let reports = &config.reports;
    let reader = Reader::open(vault.clone(), &reports.keys, &reports.passphrase_file)?;
    Ok(Arc::new(reader))
}

/// The door, and what the public side seals with; `None`: no reports are taken.
pub(super) async fn public(config: &Config) -> Result<Option<(VaultDoor, PublicReports)>, Error> {
    if !config.valve.enabled {
        return Ok(None);
    }
    let key = PublishedKey::open(&config.valve.public_key, &config.valve.identity)?;
    let door = VaultDoor::open(&config.valve.door, Arc::new(SystemClock)).await;
    let door = door.map_err(|error| {
        format!("valve.door: {error}\n    fix: the vault's owner makes it first: rives migrate, or rives serve, with reports.vault")
    })?;
    let reports = PublicReports {
        valve: Arc::new(door.clone()),
        key: Arc::new(key),
        random: Arc::new(SystemRandomness),
    };
    Ok(Some((door, reports)))
}

/// Purges what is past its retention, until asked to stop. Says in no log how much that was.
pub(super) async fn purge(vault: Vault, keep: Span, mut stopping: watch::Receiver<bool>) {
    loop {
        if let Err(error) = vault.purge(SystemClock.now() - keep).await {
            tracing::error!(%error, "reports past their retention cannot be purged; tried again in an hour");
        }
        tokio::select! {
            () = tokio::time::sleep(PURGE_EVERY) => {}
            _ = stopping.wait_for(|s| *s) => return,
        }
    }
}
