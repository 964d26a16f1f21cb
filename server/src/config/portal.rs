//! `[portal]`: what this portal is.

use serde::Deserialize;

use super::Problems;

/// What this portal is.
#[derive(Clone, Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct PortalConfig {
    /// Its name, on every page and feed.
    pub name: String,
    /// An exercise portal shows only Exercise messages, and says EXERCICE everywhere.
    pub exercise: bool,
}

impl Default for PortalConfig {
    fn default() -> Self {
        Self {
            name: "Rives".to_owned(),
            exercise: false,
        }
    }
}

impl PortalConfig {
    pub(super) fn validate(&self, problems: &mut Problems) {
        let length = self.name.chars().count();
        if !(1..=60).contains(&length) || self.name.chars().any(char::is_control) {
            problems.add(
                "portal.name",
                "must be 1 to 60 characters on one line",
                "write name = \"Rives Gard\"",
            );
        }
    }
}
