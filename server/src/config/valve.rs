//! `[valve]` and `[reports]`: how hazard reports go up, and how the desk reads them. Two sections, since the two are
//! two processes of two users where it matters.

use std::path::PathBuf;

use portal::Span;
use portal::valve::DeskIdentity;
use serde::Deserialize;

use super::{Duration, Problems};

/// The public side: sealing reports and putting them in.
#[derive(Clone, Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ValveConfig {
    /// Whether residents can report (`/signaler`).
    pub enabled: bool,
    /// The door of the vault: `sqlite://path/to/vault.db`, or PostgreSQL as the role `rives_door`.
    pub door: String,
    /// The desk's signed key that reports are sealed to: the file that `rives desk keys … --publish` writes.
    pub public_key: PathBuf,
    /// Who may sign that key: the text of the desk's `identity.pub`, or a file that holds it.
    pub identity: String,
}

impl Default for ValveConfig {
    fn default() -> Self {
        Self {
            enabled: false,
            door: "sqlite://data/vault.db".to_owned(),
            public_key: PathBuf::from("data/report.pub"),
            identity: "data/identity.pub".to_owned(),
        }
    }
}

/// The desk's side: the vault as its owner, and the keys that open what is in it.
#[derive(Clone, Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ReportsConfig {
    /// The vault as its owner: `sqlite://path/to/vault.db`, or PostgreSQL. Empty: this desk reads no reports.
    pub vault: String,
    /// The folder of the desk's keys (`rives desk keys init --dir`): its user's only.
    pub keys: PathBuf,
    /// The passphrase around the private halves; empty: they are not wrapped. Read at start, and not again.
    pub passphrase_file: PathBuf,
    /// How long reports are kept, whether somebody read them or not.
    pub retention: Duration,
}

impl Default for ReportsConfig {
    fn default() -> Self {
        Self {
            vault: String::new(),
            keys: PathBuf::from("data/report-keys"),
            passphrase_file: PathBuf::new(),
            retention: Duration::of(Span::hours(90 * 24)),
        }
    }
}

fn is_database(url: &str) -> bool {
    ["sqlite://", "postgres://", "postgresql://"]
        .iter()
        .any(|scheme| url.starts_with(scheme))
}

/// A SQLite vault in the main database's file would put both behind one wall.
fn is_the_main_file(url: &str, store: &str) -> bool {
    url.starts_with("sqlite://") && url == store
}

impl ValveConfig {
    /// The file that holds the desk's identity; `None`: the configuration holds it itself.
    pub fn identity_file(&self) -> Option<PathBuf> {
        DeskIdentity::parse(&self.identity)
            .is_err()
            .then(|| PathBuf::from(&self.identity))
    }

    pub(super) fn validate(&self, store: &str, problems: &mut Problems) {
        if !self.enabled {
            return;
        }
        if !is_database(&self.door) || is_the_main_file(&self.door, store) {
            problems.add(
                "valve.door",
                "is no vault's: neither SQLite nor PostgreSQL, or the file of the main database",
                "write door = \"sqlite://data/vault.db\" or door = \"postgres://rives_door:…@host/database\"",
            );
        }
        if self.public_key.as_os_str().is_empty() {
            problems.add(
                "valve.public_key",
                "is empty: reports are sealed to it",
                "write public_key = \"data/report.pub\", and publish the desk's key there: rives desk keys init --publish",
            );
        }
        if self.identity.trim().is_empty() {
            problems.add(
                "valve.identity",
                "is empty: anybody could publish a key",
                "write the text of the desk's identity.pub (43 characters), or the path of a copy of it",
            );
        }
    }
}

impl ReportsConfig {
    /// Whether this configuration's desk reads reports.
    pub fn is_on(&self) -> bool {
        !self.vault.is_empty()
    }

    pub(super) fn validate(&self, store: &str, problems: &mut Problems) {
        if !self.is_on() {
            return;
        }
        if !is_database(&self.vault) || is_the_main_file(&self.vault, store) {
            problems.add(
                "reports.vault",
                "is no vault's: neither SQLite nor PostgreSQL, or the file of the main database",
                "write vault = \"sqlite://data/vault.db\" or vault = \"postgres://rives@host/database\"",
            );
        }
        if self.keys.as_os_str().is_empty() {
            problems.add(
                "reports.keys",
                "is empty: nothing could be opened",
                "write keys = \"data/report-keys\", and make keys there: rives desk keys init --dir",
            );
        }
        if self.retention.span() < Span::hours(24) || self.retention.span() > Span::hours(366 * 24)
        {
            problems.add(
                "reports.retention",
                format!("{} is not between 1d and 366d", self.retention),
                "write retention = \"90d\"",
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problems(valve: &str, reports: &str) -> String {
        let valve: ValveConfig = toml::from_str(valve).unwrap();
        let reports: ReportsConfig = toml::from_str(reports).unwrap();
        let mut problems = Problems::default();
        valve.validate("sqlite://data/rives.db", &mut problems);
        reports.validate("sqlite://data/rives.db", &mut problems);
        super::super::list(&problems.0)
    }

    #[test]
    fn nothing_is_taken_and_nothing_is_read_until_it_is_turned_on() {
        assert!(!ValveConfig::default().enabled && !ReportsConfig::default().is_on());
        assert_eq!(problems("door = \"\"", "keys = \"\""), "");
        let on = problems("enabled = true", "vault = \"sqlite://data/vault.db\"");
        assert_eq!(on, "");
    }

    #[test]
    fn the_vault_is_never_the_main_database_and_the_key_never_anybodys() {
        let bad = problems(
            "enabled = true\ndoor = \"sqlite://data/rives.db\"\npublic_key = \"\"\nidentity = \"\"",
            "vault = \"vault.db\"\nkeys = \"\"\nretention = \"3h\"",
        );
        for key in [
            "valve.door",
            "valve.public_key",
            "valve.identity",
            "reports.vault",
            "reports.keys",
            "reports.retention",
        ] {
            assert!(bad.contains(key), "{key} missing in {bad}");
        }
    }
}
