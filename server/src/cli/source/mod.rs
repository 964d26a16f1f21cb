//! `rives source check` and `rives source replay`: what this portal would do with documents.

mod check;
mod replay;

use std::path::PathBuf;

use clap::{Args, Subcommand};
use portal::Span;
use portal::places::Dep;
use portal::sources::{Publish, Signature, Source, SourceId, SourceKind};

use super::Outcome;
use crate::config::Config;

/// What to do with documents.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Tell for each document what it is, what deviates, where it holds, and whether it would be public.
    Check {
        /// Files or http(s) addresses.
        #[arg(required = true)]
        documents: Vec<String>,
        /// Print JSON.
        #[arg(long)]
        json: bool,
        #[command(flatten)]
        role: Role,
    },
    /// Run documents, in the order given, through the real pipeline into a throw-away store, and tell
    /// the threads at an instant.
    Replay {
        /// Files, or folders whose files are taken in the order of their names.
        #[arg(required = true)]
        documents: Vec<PathBuf>,
        /// The instant, RFC 3339: 2026-11-23T21:00:00+01:00. Without it, now.
        #[arg(long)]
        at: Option<String>,
        /// Print JSON.
        #[arg(long)]
        json: bool,
        #[command(flatten)]
        role: Role,
    },
}

/// As which source the documents are read.
#[derive(Debug, Args)]
pub struct Role {
    /// As this configured source.
    #[arg(long)]
    source: Option<String>,
    /// The kind, when no configured source is named.
    #[arg(long, value_parser = kind)]
    kind: Option<SourceKind>,
    /// Départements of the source, separated by commas, when no configured source is named.
    #[arg(long, value_delimiter = ',')]
    territory: Vec<String>,
    /// As on an exercise portal: only status Exercise is public.
    #[arg(long)]
    exercise: bool,
}

fn kind(text: &str) -> Result<SourceKind, String> {
    serde_json::from_value(serde_json::Value::String(text.to_owned()))
        .map_err(|_| "write cap, cap-feed, rss-news, vigicrues or meteofrance-vigilance".to_owned())
}

impl Role {
    /// The source to read as, and whether the portal is an exercise.
    fn source(&self, config: &Config) -> Result<(Source, bool), String> {
        let exercise = self.exercise || config.portal.exercise;
        if let Some(id) = &self.source {
            let known = || {
                config
                    .sources
                    .iter()
                    .map(|s| s.id.as_str())
                    .collect::<Vec<_>>()
                    .join(", ")
            };
            let found = config.sources.iter().find(|s| s.id == *id);
            return found.map(|s| (s.source(), exercise)).ok_or_else(|| {
                format!(
                    "--source {id}: not in the configuration, which has: {}",
                    known()
                )
            });
        }
        let kind = self.kind.unwrap_or(SourceKind::CapFeed);
        Ok((
            Source {
                id: SourceId("rehearsal".to_owned()),
                kind,
                publisher: "Rehearsal".to_owned(),
                url: "file:///".to_owned(),
                default_language: "fr-FR".to_owned(),
                territory: self.territory.iter().cloned().map(Dep).collect(),
                poll_interval: Span::minutes(1),
                publish: if kind == SourceKind::RssNews {
                    Publish::Hold
                } else {
                    Publish::Auto
                },
                signature: Signature::Optional,
                review_after: Span::hours(24),
                silent_after: Span::hours(2),
            },
            exercise,
        ))
    }
}

/// Runs the command.
pub async fn run(command: &Command, config: &Config) -> Outcome {
    match command {
        Command::Check {
            documents,
            json,
            role,
        } => {
            let (source, exercise) = role.source(config)?;
            check::run(config, documents, *json, &source, exercise).await
        }
        Command::Replay {
            documents,
            at,
            json,
            role,
        } => {
            let (source, exercise) = role.source(config)?;
            replay::run(config, documents, at.as_deref(), *json, &source, exercise).await
        }
    }
}
