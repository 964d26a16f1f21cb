//! One visit: ask the source, take its answer in, note how it went.
//!
//! Never: ending a message because a visit failed.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::time::Duration;

use portal::cap::Identity;
use portal::messages::NewDocument;
use portal::sources::{Attempt, Source};
use portal::{Instant, PortError};
use reqwest::Url;

use super::Relay;
use crate::config::SourceConfig;
use crate::relay::Ingested;
use crate::relay::exercise::{expand_document, start_of_play};
use crate::relay::fetch::{FetchError, Fetched, Request, Secret};
use crate::relay::ingest::ingest;

/// What a source's task remembers between visits. Nothing that must survive a restart: without it
/// the next visit merely asks for everything again.
#[derive(Default)]
pub(super) struct Memory {
    etag: Option<String>,
    last_modified: Option<String>,
    /// What the last good answer carried.
    carried: Vec<Identity>,
    /// Linked documents already read: when, and what they carried.
    pub(super) links: HashMap<String, (Instant, Vec<Identity>)>,
    failures: u32,
    visits: u64,
}

impl Relay {
    /// One visit; gives the pause until the next.
    pub(super) async fn visit(
        &self,
        source: &Source,
        config: &SourceConfig,
        memory: &mut Memory,
    ) -> Duration {
        memory.visits += 1;
        let outcome = self.ask(source, config, memory).await;
        // The server is going down, which says nothing of the source (alone, or as "linked-stopped").
        let stopped = FetchError::Stopped.code();
        if outcome.as_ref().is_err_and(|code| code.ends_with(&stopped)) {
            return Duration::ZERO;
        }
        let attempt = match &outcome {
            Ok(()) => {
                memory.failures = 0;
                Attempt::Success {
                    etag: memory.etag.clone(),
                    last_modified: memory.last_modified.clone(),
                }
            }
            Err(code) => {
                memory.failures = memory.failures.saturating_add(1);
                // Bytes that could not be taken in are asked for again whole.
                (memory.etag, memory.last_modified) = (None, None);
                tracing::warn!(source = %source.id.0, %code, failures = memory.failures, "source failed");
                Attempt::Failure {
                    error: code.clone(),
                }
            }
        };
        if let Err(error) = self
            .sources
            .note(&source.id, &attempt, self.clock.now())
            .await
        {
            tracing::error!(source = %source.id.0, %error, "the source's status could not be kept");
        }
        self.wake.notify_one();
        next_pause(source, memory.failures, memory.visits, self.longest_pause)
    }

    /// Asks the source and takes its answer in. The error is a stable word (see [`FetchError::code`]).
    async fn ask(
        &self,
        source: &Source,
        config: &SourceConfig,
        memory: &mut Memory,
    ) -> Result<(), String> {
        let url = Url::parse(&source.url).map_err(|_| "bad-url".to_owned())?;
        let request = Request {
            url: url.clone(),
            etag: memory.etag.clone(),
            last_modified: memory.last_modified.clone(),
            token: config
                .token
                .clone()
                .map(|t| (config.token_header.clone(), Secret(t))),
        };
        let at = self.clock.now();
        match self.fetch.fetch(request).await.map_err(|e| e.code())? {
            Fetched::NotModified => {
                self.intake
                    .confirm(&source.id, &memory.carried, at)
                    .await
                    .map_err(|e| store(&e))?;
                self.follow_links(source, config, &url, None, memory)
                    .await?;
                Ok(())
            }
            Fetched::Document {
                content_type,
                etag,
                last_modified,
                bytes,
            } => {
                let document = NewDocument {
                    url: url.to_string(),
                    content_type,
                    bytes,
                };
                let ingested = self
                    .take(source, &url, document, at)
                    .await
                    .map_err(|e| store(&e))?;
                if let Some(error) = &ingested.error {
                    tracing::warn!(source = %source.id.0, %error, "the document could not be read whole");
                    if ingested.carried.is_empty() && ingested.links.is_empty() {
                        return Err("unreadable".to_owned());
                    }
                }
                memory.carried = ingested.carried;
                let missed = self
                    .follow_links(source, config, &url, Some(ingested.links), memory)
                    .await?;
                // A feed is "not modified" for us only once everything it links to was read too.
                (memory.etag, memory.last_modified) = if missed == 0 {
                    (etag, last_modified)
                } else {
                    (None, None)
                };
                Ok(())
            }
        }
    }

    pub(super) async fn take(
        &self,
        source: &Source,
        url: &Url,
        mut document: NewDocument,
        at: Instant,
    ) -> Result<Ingested, PortError> {
        if self.exercise && url.scheme() == "file" {
            let first = self.first_seen(source).await?.unwrap_or(at);
            document.bytes = expand_document(document.bytes, start_of_play(first, at));
        }
        ingest(
            &*self.intake,
            self.contours.clone(),
            source,
            self.exercise,
            document,
            at,
        )
        .await
    }

    async fn first_seen(&self, source: &Source) -> Result<Option<Instant>, PortError> {
        let statuses = self.sources.statuses().await?;
        Ok(statuses
            .into_iter()
            .find(|(id, _)| *id == source.id)
            .and_then(|(_, status)| status.first_seen))
    }
}

/// The word for a store that refused; the log tells why.
pub(super) fn store(error: &PortError) -> String {
    tracing::error!(%error, "the store refused");
    "store".to_owned()
}

/// The poll interval, doubled for each failure in a row up to `longest`, and spread by up to a tenth
/// (after failures: by up to a half) so that sources and portals do not ask in step.
fn next_pause(source: &Source, failures: u32, visits: u64, longest: Duration) -> Duration {
    let poll = Duration::from_millis(u64::try_from(source.poll_interval.0).unwrap_or(60_000));
    let base = poll
        .saturating_mul(1 << failures.min(16))
        .min(longest.max(poll));
    let mut hasher = DefaultHasher::new();
    (&source.id.0, visits).hash(&mut hasher);
    let spread = if failures == 0 { 10 } else { 2 };
    let part = (hasher.finish() % 1_000) as u32;
    base - base / spread * part / 1_000
}
