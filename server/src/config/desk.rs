//! `[desk]`: the listener for staff.

use std::net::{Ipv4Addr, SocketAddr};

use desk::access::SessionLimits;
use portal::Span;
use serde::Deserialize;

use super::{Duration, Problems};

/// The listener for staff.
#[derive(Clone, Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct DeskConfig {
    /// Where it listens. Keep it off the public network: a private address, a VPN, a proxy with its own rules.
    pub listen: SocketAddr,
    /// Where staff reach it, without a slash at the end. Passkeys are bound to its host for ever: choose it once.
    pub origin: String,
    /// How many reverse proxies of the operator stand in front: see [`super::PublicConfig::trusted_proxies`].
    pub trusted_proxies: usize,
    /// A session ends after so long without any use.
    pub session_idle: Duration,
    /// A session ends so long after its beginning, whatever its use.
    pub session_absolute: Duration,
}

impl Default for DeskConfig {
    fn default() -> Self {
        Self {
            listen: SocketAddr::from((Ipv4Addr::LOCALHOST, 3001)),
            origin: "http://localhost:3001".to_owned(),
            trusted_proxies: 0,
            session_idle: Duration::of(Span::hours(2)),
            session_absolute: Duration::of(Span::hours(14)),
        }
    }
}

/// How often a session's token is replaced while in use.
const ROTATE: Span = Span::minutes(20);

impl DeskConfig {
    /// How long sessions last.
    pub fn sessions(&self) -> SessionLimits {
        SessionLimits {
            idle: self.session_idle.span(),
            absolute: self.session_absolute.span(),
            rotate: ROTATE,
        }
    }

    pub(super) fn validate(&self, problems: &mut Problems) {
        match url::Url::parse(&self.origin) {
            Ok(url) if url.origin().ascii_serialization() == self.origin => {
                let local = url.scheme() == "http" && url.host_str() == Some("localhost");
                if matches!(url.host(), Some(url::Host::Ipv4(_) | url::Host::Ipv6(_))) {
                    problems.add(
                        "desk.origin",
                        "names an address of numbers: passkeys need a host name",
                        "write the host name, for example \"https://poste.example.fr\", or \"http://localhost:3001\"",
                    );
                } else if url.scheme() != "https" && !local {
                    problems.add(
                        "desk.origin",
                        "is not https: browsers would send no session cookie",
                        "put a TLS-terminating proxy in front and write \"https://…\"; only http://localhost works without",
                    );
                }
            }
            _ => problems.add(
                "desk.origin",
                format!("\"{}\" is not an origin", self.origin),
                "write scheme, host and port, without a slash at the end: \"https://poste.example.fr\"",
            ),
        }
        for (key, length) in [
            ("desk.session_idle", self.session_idle),
            ("desk.session_absolute", self.session_absolute),
        ] {
            if length.span() < Span::minutes(5) || length.span() > Span::hours(24 * 7) {
                problems.add(
                    key,
                    format!("{length} is not between 5m and 7d"),
                    "a shift: \"14h\"; idle: \"2h\"",
                );
            }
        }
    }
}
