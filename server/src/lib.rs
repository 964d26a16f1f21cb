//! The binary's library: configuration, HTTP, workers, command line. The only crate that knows all others.

pub mod cli;
pub mod clock;
pub mod config;
pub mod desk;
pub mod exchange;
pub mod federation;
pub mod key_file;
pub mod listen;
pub mod public;
pub mod push;
pub mod relay;
pub mod secret;
pub mod valve;

use std::sync::Arc;

use portal::places::{ContourIndex, Outline};

use crate::clock::UuidIds;
use crate::config::Config;

pub use desk::build_desk;
pub use public::build_public;

/// Opens the configured store and brings its schema up to date.
pub async fn open_store(config: &Config) -> Result<Arc<store::Store>, store::StoreError> {
    open(&config.store.url).await
}

/// Opens a store and brings its schema up to date.
pub async fn open(url: &str) -> Result<Arc<store::Store>, store::StoreError> {
    let db = store::Db::open(url).await?;
    db.migrate().await?;
    Ok(Arc::new(store::Store::new(db, Arc::new(UuidIds))))
}

/// The imported shapes of communes; empty when none were imported. A row that cannot be read is told
/// and left out: its commune is then matched by its département.
pub async fn contours(store: &store::Store) -> Result<Arc<ContourIndex>, portal::PortError> {
    let rows = store.contours().await?;
    let outlines = rows.into_iter().filter_map(|(insee, text)| match Outline::from_text(&text) {
        Ok(outline) => Some((insee, outline)),
        Err(error) => {
            tracing::warn!(%insee, %error, "a stored contour cannot be read: import contours again");
            None
        }
    });
    Ok(Arc::new(ContourIndex::new(outlines)))
}

/// For rehearsals: the configured store's contours if there is such a store, none otherwise. Never
/// creates a store.
pub async fn contours_if_any(config: &Config) -> Arc<ContourIndex> {
    let none = || Arc::new(ContourIndex::new([]));
    let there = match config.store.url.strip_prefix("sqlite://") {
        Some(path) => std::path::Path::new(path.split('?').next().unwrap_or(path)).exists(),
        None => true,
    };
    if !there {
        return none();
    }
    // As it is, without bringing its schema up to date: a rehearsal changes nothing.
    match store::Db::open(&config.store.url).await {
        Ok(db) => {
            let store = store::Store::new(db, Arc::new(UuidIds));
            contours(&store).await.unwrap_or_else(|_| none())
        }
        Err(_) => none(),
    }
}
