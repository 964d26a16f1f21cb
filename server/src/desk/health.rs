//! What the desk listener tells those who run the portal.

use std::fmt::Write as _;
use std::sync::Arc;

use async_trait::async_trait;
use desk::web::DeskStore;
use portal::sources::Source;
use portal::{Clock, Instant};

use super::DeskDeps;
use crate::public::Pages;

pub(super) struct PortalHealth {
    store: Arc<dyn DeskStore>,
    configured: Arc<[Source]>,
    pages: Option<Arc<Pages>>,
    clock: Arc<dyn Clock>,
}

impl PortalHealth {
    pub(super) fn new(deps: &DeskDeps) -> Self {
        Self {
            store: deps.store.clone(),
            configured: deps.configured.clone(),
            pages: deps.pages.clone(),
            clock: deps.clock.clone(),
        }
    }
}

#[async_trait]
impl desk::web::Health for PortalHealth {
    async fn ready(&self) -> Result<(), String> {
        self.store
            .version()
            .await
            .map(drop)
            .map_err(|_| "the store does not answer".to_owned())
    }

    async fn metrics(&self) -> String {
        let now = self.clock.now();
        let mut out = String::new();
        let mut gauge = |name: &str, help: &str, kind: &str, samples: Vec<(String, f64)>| {
            let _ = writeln!(out, "# HELP {name} {help}\n# TYPE {name} {kind}");
            for (labels, value) in samples {
                let _ = writeln!(out, "{name}{labels} {value}");
            }
        };
        let version = self.store.version().await;
        gauge(
            "rives_store_up",
            "Whether the store answers.",
            "gauge",
            vec![(String::new(), f64::from(u8::from(version.is_ok())))],
        );
        if let Some(pages) = &self.pages {
            let (hits, renders) = pages.counts();
            gauge(
                "rives_pages_from_memory_total",
                "Requests answered from memory.",
                "counter",
                vec![(String::new(), hits as f64)],
            );
            gauge(
                "rives_pages_rendered_total",
                "Pages rendered.",
                "counter",
                vec![(String::new(), renders as f64)],
            );
            gauge(
                "rives_content_version",
                "The content version that pages show.",
                "gauge",
                vec![(String::new(), pages.version() as f64)],
            );
        }
        if let Ok(statuses) = self.store.statuses().await {
            let status = |source: &Source| {
                statuses
                    .iter()
                    .find(|(id, _)| *id == source.id)
                    .map(|(_, s)| s)
            };
            let age = |at: Option<Instant>| at.map(|t| (now - t).0 as f64 / 1_000.0);
            let samples = |value: &dyn Fn(&Source) -> Option<f64>| {
                self.configured
                    .iter()
                    .filter_map(|s| Some((format!("{{source=\"{}\"}}", s.id.0), value(s)?)))
                    .collect::<Vec<_>>()
            };
            gauge(
                "rives_source_last_success_age_seconds",
                "Since the source last answered.",
                "gauge",
                samples(&|s| age(status(s)?.last_success)),
            );
            gauge(
                "rives_source_failures",
                "Failures in a row.",
                "gauge",
                samples(&|s| Some(f64::from(status(s)?.failures))),
            );
            gauge(
                "rives_source_silent",
                "Whether residents are told that the source is silent.",
                "gauge",
                samples(&|s| {
                    Some(f64::from(u8::from(
                        status(s)?.silent_since(s, now).is_some(),
                    )))
                }),
            );
        }
        out
    }
}
