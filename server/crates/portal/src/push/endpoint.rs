//! The address at which a push service takes messages for one browser. A browser gives it, so it is
//! hostile input: it decides where this server sends requests.

use url::{Host, Url};

/// The longest endpoint accepted, in bytes.
pub const LONGEST_ENDPOINT: usize = 2_048;

/// The push services of the browsers in use. A leading dot: any host below it.
pub const KNOWN_SERVICES: [&str; 4] = [
    "fcm.googleapis.com",
    ".push.services.mozilla.com",
    ".push.apple.com",
    ".notify.windows.com",
];

/// Which hosts may be sent to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Services {
    hosts: Vec<String>,
    trials: Vec<String>,
}

impl Default for Services {
    fn default() -> Self {
        Self::new([])
    }
}

impl Services {
    /// The known services and `more` (a host, or `.host` for every host below it).
    pub fn new(more: impl IntoIterator<Item = String>) -> Self {
        let known = KNOWN_SERVICES.map(str::to_owned);
        Self {
            hosts: known
                .into_iter()
                .chain(more)
                .map(|h| h.to_ascii_lowercase())
                .collect(),
            trials: Vec::new(),
        }
    }

    /// Also lets through endpoints of exactly these origins (`http://127.0.0.1:4100`), whatever their
    /// scheme, host and port: for exercises with a push service of one's own. The configuration refuses
    /// them on a portal that is not an exercise.
    pub fn with_trials(mut self, origins: impl IntoIterator<Item = String>) -> Self {
        self.trials = origins.into_iter().collect();
        self
    }

    /// Whether this origin is one of the trials: then private addresses are allowed too.
    pub fn is_trial(&self, origin: &str) -> bool {
        self.trials.iter().any(|t| t == origin)
    }

    fn allow(&self, host: &str) -> bool {
        self.hosts
            .iter()
            .any(|known| match known.strip_prefix('.') {
                Some(parent) => host
                    .strip_suffix(parent)
                    .is_some_and(|below| below.len() > 1 && below.ends_with('.')),
                None => host == known,
            })
    }
}

/// Why an endpoint is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EndpointError {
    /// Over [`LONGEST_ENDPOINT`].
    #[error("the endpoint is too long")]
    TooLong,
    /// Not an absolute `https` URL on port 443, or with user information or a fragment.
    #[error("the endpoint is not a plain https address")]
    NotHttps,
    /// The host is no domain name, or not of a known push service.
    #[error("the endpoint is not of a known push service")]
    UnknownService,
}

/// An endpoint of an allowed push service. Whoever knows it can write to that browser: never logged.
#[derive(Clone, PartialEq, Eq)]
pub struct Endpoint {
    url: String,
    origin: String,
}

impl Endpoint {
    /// Reads an endpoint; the host is compared as parsed, never as text.
    pub fn parse(text: &str, services: &Services) -> Result<Self, EndpointError> {
        if text.len() > LONGEST_ENDPOINT {
            return Err(EndpointError::TooLong);
        }
        let url = Url::parse(text).map_err(|_| EndpointError::NotHttps)?;
        let origin = url.origin().ascii_serialization();
        let bare =
            url.username().is_empty() && url.password().is_none() && url.fragment().is_none();
        if !bare {
            return Err(EndpointError::NotHttps);
        }
        if !services.is_trial(&origin) {
            if url.scheme() != "https" || url.port().is_some() {
                return Err(EndpointError::NotHttps);
            }
            let Some(Host::Domain(host)) = url.host() else {
                return Err(EndpointError::UnknownService);
            };
            if !services.allow(host) {
                return Err(EndpointError::UnknownService);
            }
        }
        Ok(Self {
            url: url.to_string(),
            origin,
        })
    }

    /// The address.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// `https://updates.push.services.mozilla.com`: what VAPID's `aud` names (RFC 8292 §2), and the lane.
    pub fn origin(&self) -> &str {
        &self.origin
    }
}

impl std::fmt::Debug for Endpoint {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Endpoint({}/…)", self.origin)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<String, EndpointError> {
        Endpoint::parse(text, &Services::default()).map(|e| e.origin)
    }

    #[test]
    fn the_services_of_the_browsers_in_use_are_accepted() {
        for text in [
            "https://fcm.googleapis.com/fcm/send/abc:def",
            "https://updates.push.services.mozilla.com/wpush/v2/gAAA",
            "https://web.push.apple.com/QK",
            "https://wns2-par02p.notify.windows.com/w/?token=BQ",
        ] {
            assert!(read(text).is_ok(), "{text}");
        }
    }

    #[test]
    fn an_address_that_only_looks_like_a_push_service_is_refused() {
        for text in [
            "https://fcm.googleapis.com.evil.example/x",
            "https://evil.example/fcm.googleapis.com",
            "https://fcm.googleapis.com@evil.example/",
            "https://xpush.apple.com.evil.example/",
            "https://evilpush.apple.com/",
            "https://.push.apple.com/",
            "https://push.apple.com/",
            "https://fcm.googleapis.com:8443/",
            "http://fcm.googleapis.com/",
            "https://user:pass@fcm.googleapis.com/",
            "https://fcm.googleapis.com/#a",
            "https://2130706433/",
            "https://127.0.0.1/",
            "https://[::1]/",
            "https://localhost/",
            "ftp://fcm.googleapis.com/",
            "//fcm.googleapis.com/",
            "",
        ] {
            assert!(read(text).is_err(), "{text}");
        }
        let long = format!(
            "https://fcm.googleapis.com/{}",
            "a".repeat(LONGEST_ENDPOINT)
        );
        assert_eq!(read(&long), Err(EndpointError::TooLong));
    }

    #[test]
    fn more_services_and_trials_are_what_the_operator_says_and_no_more() {
        let services = Services::new([".push.example.org".to_owned()])
            .with_trials(["http://127.0.0.1:4100".to_owned()]);
        let read = |text: &str| Endpoint::parse(text, &services).is_ok();
        assert!(read("https://a.push.example.org/1"));
        assert!(read("http://127.0.0.1:4100/1"));
        assert!(!read("http://127.0.0.1:4101/1"));
        assert!(!read("https://127.0.0.1:4100/1"));
    }

    #[test]
    fn what_is_logged_of_an_endpoint_is_its_service_only() {
        let endpoint =
            Endpoint::parse("https://fcm.googleapis.com/secret", &Services::default()).unwrap();
        assert!(!format!("{endpoint:?}").contains("secret"));
    }
}
