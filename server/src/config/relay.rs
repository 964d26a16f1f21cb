//! `[relay]`: how sources are asked.

use portal::Span;
use serde::Deserialize;

use super::{Duration, Problems};

/// How sources are asked.
#[derive(Clone, Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct RelayConfig {
    /// How this portal presents itself to sources. Add an address where they can write to you.
    pub user_agent: String,
    /// The longest a request may take, from connection to last byte.
    pub timeout: Duration,
    /// The longest pause between two attempts at a failing source.
    pub longest_pause: Duration,
}

impl Default for RelayConfig {
    fn default() -> Self {
        Self {
            user_agent: concat!("Rives/", env!("CARGO_PKG_VERSION")).to_owned(),
            timeout: Duration::of(Span::seconds(30)),
            longest_pause: Duration::of(Span::minutes(15)),
        }
    }
}

impl RelayConfig {
    pub(super) fn validate(&self, problems: &mut Problems) {
        if self.user_agent.is_empty()
            || !self
                .user_agent
                .chars()
                .all(|c| c.is_ascii_graphic() || c == ' ')
        {
            problems.add(
                "relay.user_agent",
                "must be plain ASCII text",
                "write user_agent = \"Rives (contact@example.org)\"",
            );
        }
        if !(1_000..=300_000).contains(&self.timeout.span().0) {
            problems.add(
                "relay.timeout",
                "must lie between 1s and 5m",
                "write timeout = \"30s\"",
            );
        }
        if !(1_000..=86_400_000).contains(&self.longest_pause.span().0) {
            problems.add(
                "relay.longest_pause",
                "must lie between 1s and 24h",
                "write longest_pause = \"15m\"",
            );
        }
    }
}
