//! Configuration: one TOML file, every key documented in `server/rives.toml`, each overridable by an
//! environment variable. One file per section, each with its own `validate`.

mod authoring;
mod desk;
mod duration;
mod environment;
mod exchange;
mod federation;
mod mail;
mod portal;
mod public;
mod push;
mod relay;
mod source;
mod store;
mod valve;

use std::fmt;
use std::path::Path;

use serde::Deserialize;

pub use self::authoring::{AuthoringConfig, SOURCE as AUTHORING_SOURCE};
pub use self::desk::DeskConfig;
pub use self::duration::Duration;
pub use self::exchange::ExchangeConfig;
pub use self::federation::{ClientSecret, FederationConfig};
pub use self::mail::{MailConfig, SmtpAddress};
pub use self::portal::PortalConfig;
pub use self::public::PublicConfig;
pub use self::push::PushConfig;
pub use self::relay::RelayConfig;
pub use self::source::SourceConfig;
pub use self::store::StoreConfig;
pub use self::valve::{ReportsConfig, ValveConfig};

/// The whole configuration, with every default filled in.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Config {
    /// `[portal]`
    pub portal: PortalConfig,
    /// `[public]`
    pub public: PublicConfig,
    /// `[desk]`
    pub desk: DeskConfig,
    /// `[authoring]`
    pub authoring: AuthoringConfig,
    /// `[federation]`
    pub federation: FederationConfig,
    /// `[push]`
    pub push: PushConfig,
    /// `[exchange]`
    pub exchange: ExchangeConfig,
    /// `[mail]`
    pub mail: MailConfig,
    /// `[valve]`
    pub valve: ValveConfig,
    /// `[reports]`
    pub reports: ReportsConfig,
    /// `[store]`
    pub store: StoreConfig,
    /// `[relay]`
    pub relay: RelayConfig,
    /// `[[source]]`
    #[serde(rename = "source")]
    pub sources: Vec<SourceConfig>,
}

/// One thing wrong with the configuration: which key, what is wrong, how to mend it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// `public.listen`, `source.meteofrance.url`…
    pub key: String,
    /// What is wrong.
    pub wrong: String,
    /// What to write instead.
    pub fix: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}\n    fix: {}", self.key, self.wrong, self.fix)
    }
}

/// Why there is no usable configuration.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// The file cannot be read.
    #[error(
        "cannot read {path}: {error}\n    fix: give an existing file with --config FILE, or none to use the defaults"
    )]
    Unreadable {
        /// The file.
        path: String,
        /// The operating system's reason.
        error: std::io::Error,
    },
    /// Not TOML, an unknown key, or a value of the wrong type; the text shows the line.
    #[error("{path}: {message}")]
    Malformed {
        /// The file.
        path: String,
        /// What TOML's reader says, with the line and the keys that exist.
        message: String,
    },
    /// Readable, but not usable.
    #[error("{} problem(s) in {path}:\n{}", problems.len(), list(problems))]
    Invalid {
        /// The file.
        path: String,
        /// All of them, not only the first.
        problems: Vec<Problem>,
    },
}

fn list(problems: &[Problem]) -> String {
    problems
        .iter()
        .map(|p| format!("  - {p}"))
        .collect::<Vec<_>>()
        .join("\n")
}

/// Collects problems of one section.
#[derive(Debug, Default)]
pub struct Problems(Vec<Problem>);

impl Problems {
    /// Notes one problem.
    pub fn add(
        &mut self,
        key: impl Into<String>,
        wrong: impl Into<String>,
        fix: impl Into<String>,
    ) {
        self.0.push(Problem {
            key: key.into(),
            wrong: wrong.into(),
            fix: fix.into(),
        });
    }
}

impl Config {
    /// Reads `path` (or nothing: all defaults), lays `environment` over it and validates the whole.
    pub fn load(
        path: Option<&Path>,
        environment: impl IntoIterator<Item = (String, String)>,
    ) -> Result<Self, ConfigError> {
        let name = path.map_or_else(|| "the environment".to_owned(), |p| p.display().to_string());
        let text = match path {
            Some(p) => std::fs::read_to_string(p).map_err(|error| ConfigError::Unreadable {
                path: name.clone(),
                error,
            })?,
            None => String::new(),
        };
        let base = path
            .and_then(Path::parent)
            .map(Path::to_path_buf)
            .unwrap_or_default();
        let mut config =
            Self::parse(&text, environment).map_err(|message| ConfigError::Malformed {
                path: name.clone(),
                message,
            })?;
        for source in &mut config.sources {
            source.resolve_relative_to(&base);
        }
        let problems = config.validate();
        if problems.is_empty() {
            Ok(config)
        } else {
            Err(ConfigError::Invalid {
                path: name,
                problems,
            })
        }
    }

    fn parse(
        text: &str,
        environment: impl IntoIterator<Item = (String, String)>,
    ) -> Result<Self, String> {
        let mut table: toml::Table = toml::from_str(text).map_err(|e| e.to_string())?;
        // Read once as written, so that errors point at the line, then again with the overrides.
        toml::from_str::<Config>(text).map_err(|e| e.to_string())?;
        environment::overlay(&mut table, environment)?;
        Config::deserialize(toml::Value::Table(table))
            .map_err(|e| format!("with the environment's overrides: {e}"))
    }

    /// Everything that is wrong, section by section.
    pub fn validate(&self) -> Vec<Problem> {
        let mut problems = Problems::default();
        self.portal.validate(&mut problems);
        self.public.validate(&mut problems);
        self.desk.validate(&mut problems);
        self.authoring.validate(&mut problems);
        self.federation.validate(&mut problems);
        self.push.validate(self.portal.exercise, &mut problems);
        self.exchange.validate(&mut problems);
        self.mail.validate(&mut problems);
        self.valve.validate(&self.store.url, &mut problems);
        self.reports.validate(&self.store.url, &mut problems);
        self.store.validate(&mut problems);
        self.relay.validate(&mut problems);
        if self.public.listen == self.desk.listen {
            problems.add(
                "desk.listen",
                "is the same address as public.listen",
                "give the desk its own port, for example \"127.0.0.1:3001\"",
            );
        }
        let mut seen = std::collections::BTreeSet::new();
        for source in &self.sources {
            source.validate(self.portal.exercise, &mut problems);
            if source.id == AUTHORING_SOURCE {
                problems.add(
                    format!("source.{}.id", source.id),
                    "is the name under which messages of the desk are kept",
                    "give the [[source]] another id",
                );
            }
            if !seen.insert(&source.id) {
                problems.add(
                    format!("source.{}.id", source.id),
                    "is used by two sources",
                    "give each [[source]] its own id",
                );
            }
        }
        problems.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn load(text: &str, environment: &[(&str, &str)]) -> Result<Config, String> {
        let environment = environment
            .iter()
            .map(|(k, v)| ((*k).to_owned(), (*v).to_owned()));
        let config = Config::parse(text, environment)?;
        let problems = config.validate();
        if problems.is_empty() {
            Ok(config)
        } else {
            Err(list(&problems))
        }
    }

    const SOURCE: &str = r#"
        [[source]]
        id = "gard"
        kind = "cap"
        publisher = "Préfecture du Gard"
        url = "https://example.org/cap.xml"
        territory = ["30"]
    "#;

    #[test]
    fn the_shipped_file_is_valid_and_shows_every_default() {
        let shipped = include_str!("../../rives.toml");
        let config = load(shipped, &[]).unwrap();
        let defaults = Config::default();
        assert_eq!(
            format!("{:?}", config.public),
            format!("{:?}", defaults.public)
        );
        assert_eq!(
            format!("{:?}", config.portal),
            format!("{:?}", defaults.portal)
        );
        assert_eq!(format!("{:?}", config.desk), format!("{:?}", defaults.desk));
        assert_eq!(
            format!("{:?}", config.authoring),
            format!("{:?}", defaults.authoring)
        );
        assert_eq!(
            format!("{:?}", config.federation),
            format!("{:?}", defaults.federation)
        );
        assert_eq!(format!("{:?}", config.push), format!("{:?}", defaults.push));
        assert_eq!(
            format!("{:?}", config.valve),
            format!("{:?}", defaults.valve)
        );
        assert_eq!(
            format!("{:?}", config.reports),
            format!("{:?}", defaults.reports)
        );
        assert_eq!(
            format!("{:?}", config.store),
            format!("{:?}", defaults.store)
        );
        assert_eq!(
            format!("{:?}", config.relay),
            format!("{:?}", defaults.relay)
        );
    }

    #[test]
    fn an_unknown_key_is_named_with_its_line() {
        let error = load("[public]\nlisen = \"127.0.0.1:1\"", &[]).unwrap_err();
        assert!(
            error.contains("lisen") && error.contains("line 2") && error.contains("listen"),
            "{error}"
        );
    }

    #[test]
    fn every_problem_is_told_at_once_with_key_and_fix() {
        let bad = SOURCE
            .replace("https://example.org/cap.xml", "ftp://x")
            .replace("\"30\"", "\"00\"");
        let error = load(&format!("[public]\norigin = \"nonsense\"\n{bad}"), &[]).unwrap_err();
        for part in [
            "public.origin",
            "source.gard.url",
            "source.gard.territory",
            "fix:",
        ] {
            assert!(error.contains(part), "{part} missing in {error}");
        }
    }

    #[test]
    fn the_environment_overrides_a_key_and_a_source_by_its_id() {
        let config = load(
            SOURCE,
            &[
                ("RIVES__PUBLIC__LISTEN", "127.0.0.1:4000"),
                ("RIVES__PORTAL__EXERCISE", "false"),
                ("RIVES__SOURCE__GARD__POLL_INTERVAL", "90s"),
                ("RIVES__SOURCE__GARD__TOKEN", "12345"),
                ("HOME", "/root"),
            ],
        )
        .unwrap();
        assert_eq!(config.public.listen.to_string(), "127.0.0.1:4000");
        assert_eq!(config.sources[0].poll_interval.span().0, 90_000);
        assert_eq!(config.sources[0].token.as_deref(), Some("12345"));
    }

    #[test]
    fn an_override_of_an_unknown_source_is_refused() {
        let error = load(SOURCE, &[("RIVES__SOURCE__NOBODY__URL", "https://x.org")]).unwrap_err();
        assert!(error.contains("RIVES__SOURCE__NOBODY__URL"), "{error}");
    }

    #[test]
    fn two_sources_of_the_same_id_are_refused() {
        let error = load(&format!("{SOURCE}{SOURCE}"), &[]).unwrap_err();
        assert!(error.contains("two sources"), "{error}");
    }

    #[test]
    fn prefecture_news_cannot_be_published_by_itself() {
        let text = SOURCE.replace("\"cap\"", "\"rss-news\"") + "\npublish = \"auto\"\n";
        let error = load(&text, &[]).unwrap_err();
        assert!(error.contains("source.gard.publish"), "{error}");
    }
}
