//! `[store]`: where everything is kept.

use serde::Deserialize;

use super::Problems;

/// Where everything is kept.
#[derive(Clone, Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct StoreConfig {
    /// `sqlite://path/to/file.db` or `postgres://user:password@host/database`.
    pub url: String,
}

impl Default for StoreConfig {
    fn default() -> Self {
        Self {
            url: "sqlite://data/rives.db".to_owned(),
        }
    }
}

impl StoreConfig {
    pub(super) fn validate(&self, problems: &mut Problems) {
        if !["sqlite://", "postgres://", "postgresql://"]
            .iter()
            .any(|s| self.url.starts_with(s))
        {
            problems.add(
                "store.url",
                "is neither SQLite nor PostgreSQL",
                "write url = \"sqlite://data/rives.db\" or url = \"postgres://user@host/database\"",
            );
        }
    }
}
