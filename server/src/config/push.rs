//! `[push]`: notifications to devices that follow a place.

use std::path::PathBuf;

use portal::Span;
use portal::push::Services;
use serde::Deserialize;

use super::{Duration, Problems};

/// Notifications to devices.
#[derive(Clone, Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct PushConfig {
    /// Whether residents can ask to be told, and are.
    pub enabled: bool,
    /// The portal's key, relative to the working directory; made at the first start. If it is lost, every
    /// device has to subscribe anew.
    pub key_file: PathBuf,
    /// Where push services write to when something is wrong: `mailto:…` or `https://…`.
    pub subject: String,
    /// Push services beside those of the browsers in use: a host, or `.host` for every host below it.
    pub more_services: Vec<String>,
    /// Origins of push services of one's own, whatever their scheme, port and address: exercises only.
    pub trial_services: Vec<String>,
    /// The longest that one request may take.
    pub timeout: Duration,
    /// The name of this process among those that send on one store: each has its own.
    pub worker: String,
}

impl Default for PushConfig {
    fn default() -> Self {
        Self {
            enabled: false,
            key_file: PathBuf::from("data/push.key"),
            subject: String::new(),
            more_services: Vec::new(),
            trial_services: Vec::new(),
            timeout: Duration::of(Span::seconds(10)),
            worker: "worker-1".to_owned(),
        }
    }
}

impl PushConfig {
    /// Which push services may be written to.
    pub fn services(&self) -> Services {
        Services::new(self.more_services.iter().cloned())
            .with_trials(self.trial_services.iter().cloned())
    }

    pub(super) fn validate(&self, exercise: bool, problems: &mut Problems) {
        if self.enabled && !is_contact(&self.subject) {
            problems.add(
                "push.subject",
                format!(
                    "\"{}\" is neither a mailto: nor an https: address",
                    self.subject
                ),
                "where push services can write to you: \"mailto:equipe@example.fr\" (Apple refuses addresses that do not exist)",
            );
        }
        if self.enabled && self.key_file.as_os_str().is_empty() {
            problems.add(
                "push.key_file",
                "is empty",
                "write key_file = \"data/push.key\"",
            );
        }
        for host in &self.more_services {
            let bare = host.strip_prefix('.').unwrap_or(host);
            let domain = matches!(url::Host::parse(bare), Ok(url::Host::Domain(d)) if d == bare && d.contains('.'));
            if !domain {
                problems.add(
                    "push.more_services",
                    format!("\"{host}\" is no host name"),
                    "a host in lower case, without scheme and port: \"push.example.org\", or \".push.example.org\" for all below it",
                );
            }
        }
        if !self.trial_services.is_empty() && !exercise {
            problems.add(
                "push.trial_services",
                "is only for an exercise: it lets browsers make this server send to any address there",
                "remove it, or set portal.exercise = true on a portal that is only an exercise",
            );
        }
        for origin in &self.trial_services {
            let parsed = url::Url::parse(origin).map(|u| u.origin().ascii_serialization());
            if parsed.as_deref() != Ok(origin.as_str()) || !origin.starts_with("http") {
                problems.add(
                    "push.trial_services",
                    format!("\"{origin}\" is not an origin"),
                    "scheme, host and port, without a slash at the end: \"http://127.0.0.1:4100\"",
                );
            }
        }
        if !(1_000..=60_000).contains(&self.timeout.span().0) {
            problems.add(
                "push.timeout",
                "must lie between 1s and 1m",
                "write timeout = \"10s\"",
            );
        }
        let plain = |c: char| c.is_ascii_alphanumeric() || "-_.".contains(c);
        if self.worker.is_empty() || self.worker.len() > 64 || !self.worker.chars().all(plain) {
            problems.add(
                "push.worker",
                "must be 1 to 64 letters, digits, - _ .",
                "write worker = \"worker-1\", and another name in each further process",
            );
        }
    }
}

/// RFC 8292 §2.1: a `mailto:` or an `https:` URI.
fn is_contact(subject: &str) -> bool {
    let Ok(url) = url::Url::parse(subject) else {
        return false;
    };
    match url.scheme() {
        "mailto" => url
            .path()
            .split_once('@')
            .is_some_and(|(who, host)| !who.is_empty() && !host.is_empty()),
        "https" => url.host_str().is_some(),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problems(text: &str, exercise: bool) -> String {
        let config: PushConfig = toml::from_str(text).unwrap();
        let mut problems = Problems::default();
        config.validate(exercise, &mut problems);
        super::super::list(&problems.0)
    }

    #[test]
    fn no_push_needs_nothing_and_push_needs_a_contact() {
        assert_eq!(problems("", false), "");
        assert!(problems("enabled = true", false).contains("push.subject"));
        for good in ["mailto:equipe@example.fr", "https://example.fr/contact"] {
            let text = format!("enabled = true\nsubject = \"{good}\"");
            assert_eq!(problems(&text, false), "");
        }
        for bad in [
            "equipe@example.fr",
            "mailto:equipe",
            "http://example.fr",
            "mailto:@",
        ] {
            let text = format!("enabled = true\nsubject = \"{bad}\"");
            assert!(problems(&text, false).contains("push.subject"), "{bad}");
        }
    }

    #[test]
    fn services_of_ones_own_are_for_exercises_and_are_origins() {
        let trial = "trial_services = [\"http://127.0.0.1:4100\"]";
        assert_eq!(problems(trial, true), "");
        assert!(problems(trial, false).contains("only for an exercise"));
        for bad in [
            "http://127.0.0.1:4100/",
            "127.0.0.1:4100",
            "ftp://a.example",
        ] {
            let text = format!("trial_services = [\"{bad}\"]");
            assert!(problems(&text, true).contains("is not an origin"), "{bad}");
        }
    }

    #[test]
    fn what_is_wrong_is_named_with_its_key() {
        for (text, key) in [
            (
                "more_services = [\"https://a.example\"]",
                "push.more_services",
            ),
            ("more_services = [\"127.0.0.1\"]", "push.more_services"),
            ("more_services = [\".org\"]", "push.more_services"),
            ("timeout = \"0s\"", "push.timeout"),
            ("timeout = \"2m\"", "push.timeout"),
            ("worker = \"a b\"", "push.worker"),
        ] {
            assert!(problems(text, false).contains(key), "{text}");
        }
        assert_eq!(
            problems(
                "more_services = [\".push.example.org\", \"a.example\"]",
                false
            ),
            ""
        );
    }
}
