//! `[[source]]`: one source of official messages.

use std::path::Path;

use portal::Span;
use portal::places::{Dep, gazetteer};
use portal::sources::{Publish, Signature, Source, SourceId, SourceKind};
use serde::Deserialize;

use super::{Duration, Problems};

/// One source of official messages.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SourceConfig {
    /// Short name: small letters, digits, hyphens.
    pub id: String,
    /// Shape of the documents.
    pub kind: SourceKind,
    /// Who speaks, as residents know them.
    pub publisher: String,
    /// http, https or file; a relative path is relative to the configuration file.
    pub url: String,
    /// Sent as `token_header`. Better given by the environment than in the file.
    #[serde(default)]
    pub token: Option<String>,
    /// The header that carries the token.
    #[serde(default = "token_header")]
    pub token_header: String,
    /// Hosts, beside the feed's own, that the feed may link to.
    #[serde(default)]
    pub link_hosts: Vec<String>,
    /// Language of an `info` that names none.
    #[serde(default = "default_language")]
    pub default_language: String,
    /// Département codes; empty means all of France.
    #[serde(default)]
    pub territory: Vec<String>,
    /// How often to ask.
    #[serde(default = "poll_interval")]
    pub poll_interval: Duration,
    /// `auto` or `hold`. Left out: `hold` for prefecture news, `auto` for the others.
    #[serde(default)]
    pub publish: Option<Publish>,
    /// `optional`, `expected` or `required`.
    #[serde(default = "signature")]
    pub signature: Signature,
    /// How long a message without `expires` is shown after the source last confirmed it.
    #[serde(default = "review_after")]
    pub review_after: Duration,
    /// After how long without an answer the source counts as silent.
    #[serde(default = "silent_after")]
    pub silent_after: Duration,
}

fn token_header() -> String {
    // Météo-France's API gateway takes the key under this name.
    "apikey".to_owned()
}
fn default_language() -> String {
    "fr-FR".to_owned()
}
fn poll_interval() -> Duration {
    Duration::of(Span::seconds(60))
}
fn signature() -> Signature {
    Signature::Optional
}
fn review_after() -> Duration {
    Duration::of(Span::hours(24))
}
fn silent_after() -> Duration {
    Duration::of(Span::hours(2))
}

/// The token and the URL (which may hold one) stay out of logs.
impl std::fmt::Debug for SourceConfig {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SourceConfig")
            .field("id", &self.id)
            .field("kind", &self.kind)
            .finish_non_exhaustive()
    }
}

impl SourceConfig {
    /// A relative path or `file:` URL becomes an absolute `file:` URL.
    pub(super) fn resolve_relative_to(&mut self, base: &Path) {
        let path = match self.url.strip_prefix("file:") {
            Some(rest) if !rest.starts_with("//") => rest,
            None if !self.url.contains("://") => self.url.as_str(),
            _ => return,
        };
        let joined = base.join(path);
        let absolute = std::path::absolute(&joined).unwrap_or(joined);
        if let Ok(url) = reqwest::Url::from_file_path(&absolute) {
            self.url = url.into();
        }
    }

    /// What happens to readable messages.
    fn publish(&self) -> Publish {
        self.publish.unwrap_or(match self.kind {
            SourceKind::RssNews => Publish::Hold,
            _ => Publish::Auto,
        })
    }

    /// As the domain's source.
    pub fn source(&self) -> Source {
        Source {
            id: SourceId(self.id.clone()),
            kind: self.kind,
            publisher: self.publisher.clone(),
            url: self.url.clone(),
            default_language: self.default_language.clone(),
            territory: self.territory.iter().cloned().map(Dep).collect(),
            poll_interval: self.poll_interval.span(),
            publish: self.publish(),
            signature: self.signature,
            review_after: self.review_after.span(),
            silent_after: self.silent_after.span(),
        }
    }

    pub(super) fn validate(&self, exercise: bool, problems: &mut Problems) {
        let key = |name: &str| format!("source.{}.{name}", self.id);
        let good_id = (1..=40).contains(&self.id.len())
            && self
                .id
                .bytes()
                .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
        if !good_id {
            problems.add(
                key("id"),
                "must be 1 to 40 of a-z, 0-9 and -",
                "write id = \"prefecture-30\"",
            );
        }
        if !(1..=120).contains(&self.publisher.chars().count()) {
            problems.add(
                key("publisher"),
                "must be 1 to 120 characters",
                "write publisher = \"Préfecture du Gard\"",
            );
        }
        match reqwest::Url::parse(&self.url) {
            Ok(url) if matches!(url.scheme(), "http" | "https") && url.host().is_some() => {}
            Ok(url) if url.scheme() == "file" => {
                if url.to_file_path().is_ok_and(|p| !p.exists()) {
                    problems.add(
                        key("url"),
                        "names a file that does not exist",
                        "correct the path, or create the file first",
                    );
                }
            }
            _ => problems.add(
                key("url"),
                "is not an http, https or file address",
                "write url = \"https://…\" or a path",
            ),
        }
        for code in &self.territory {
            if gazetteer().departement(&Dep(code.clone())).is_none() {
                problems.add(
                    key("territory"),
                    format!("\"{code}\" is not a département's code"),
                    "write codes of two or three characters: territory = [\"30\", \"2A\", \"974\"]",
                );
            }
        }
        let between = |problems: &mut Problems,
                       name: &str,
                       value: Duration,
                       low: i64,
                       high: i64,
                       fix: &str| {
            if !(low..=high).contains(&value.span().0) {
                problems.add(
                    key(name),
                    format!(
                        "{value} is out of bounds ({} to {})",
                        Duration::of(Span(low)),
                        Duration::of(Span(high))
                    ),
                    fix,
                );
            }
        };
        between(
            problems,
            "poll_interval",
            self.poll_interval,
            1_000,
            86_400_000,
            "write poll_interval = \"60s\"",
        );
        between(
            problems,
            "review_after",
            self.review_after,
            60_000,
            31 * 86_400_000,
            "write review_after = \"24h\"",
        );
        between(
            problems,
            "silent_after",
            self.silent_after,
            1_000,
            31 * 86_400_000,
            "write silent_after = \"2h\"",
        );
        if self.silent_after.span() < self.poll_interval.span() {
            problems.add(
                key("silent_after"),
                "is shorter than poll_interval: the source would always be silent",
                "make it several times poll_interval",
            );
        }
        if self.kind == SourceKind::RssNews && self.publish() == Publish::Auto {
            problems.add(
                key("publish"),
                "prefecture news mixes everyday news with crises and is never published by itself",
                "write publish = \"hold\", or leave the key out",
            );
        }
        if self.kind == SourceKind::MeteofranceVigilance
            && self.token.is_none()
            && !exercise
            && self.url.starts_with("http")
        {
            problems.add(
                key("token"),
                "Météo-France's API needs a token",
                format!(
                    "set the environment variable RIVES__SOURCE__{}__TOKEN",
                    self.id.to_uppercase().replace('-', "_")
                ),
            );
        }
        let good_header = !self.token_header.is_empty()
            && self
                .token_header
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || b == b'-');
        if !good_header {
            problems.add(
                key("token_header"),
                "is not a header's name",
                "write token_header = \"apikey\"",
            );
        }
    }
}
