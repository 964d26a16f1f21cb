//! `[exchange]`: mutual aid between residents.

use std::path::PathBuf;

use portal::places::{Dep, gazetteer};
use serde::Deserialize;

use super::Problems;

/// Mutual aid between residents.
#[derive(Clone, Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ExchangeConfig {
    /// Whether residents can post and answer.
    pub enabled: bool,
    /// Where; empty: everywhere.
    pub departements: Vec<String>,
    /// What contacts, letters and links are sealed with, relative to the working directory; made at the first
    /// start. If it is lost, nobody can be reached any more.
    pub key_file: PathBuf,
}

impl Default for ExchangeConfig {
    fn default() -> Self {
        Self {
            enabled: false,
            departements: Vec::new(),
            key_file: PathBuf::from("data/exchange.key"),
        }
    }
}

impl ExchangeConfig {
    /// Where it is open; empty: everywhere.
    pub fn departements(&self) -> Vec<Dep> {
        self.departements.iter().cloned().map(Dep).collect()
    }

    pub(super) fn validate(&self, problems: &mut Problems) {
        for code in &self.departements {
            if gazetteer().departement(&Dep(code.clone())).is_none() {
                problems.add(
                    "exchange.departements",
                    format!("\"{code}\" is no département"),
                    "write codes as text: departements = [\"30\", \"2A\", \"974\"]",
                );
            }
        }
        if self.enabled && self.key_file.as_os_str().is_empty() {
            problems.add(
                "exchange.key_file",
                "is empty",
                "write key_file = \"data/exchange.key\"",
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problems(text: &str) -> String {
        let config: ExchangeConfig = toml::from_str(text).unwrap();
        let mut problems = Problems::default();
        config.validate(&mut problems);
        super::super::list(&problems.0)
    }

    #[test]
    fn the_exchange_is_off_until_it_is_turned_on_and_needs_a_key_then() {
        assert!(!ExchangeConfig::default().enabled);
        assert_eq!(problems("enabled = true"), "");
        assert!(problems("enabled = true\nkey_file = \"\"").contains("exchange.key_file"));
        assert_eq!(problems("key_file = \"\""), "");
    }

    #[test]
    fn a_departement_that_does_not_exist_is_named() {
        assert_eq!(problems("departements = [\"30\", \"2A\", \"974\"]"), "");
        assert!(problems("departements = [\"Gard\"]").contains("\"Gard\""));
    }
}
