//! `[public]`: the listener for residents.

use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;

use serde::Deserialize;

use super::Problems;

/// The most streams: an eighth of all connections stays for pages.
const MOST_LIVE: usize = crate::listen::CONNECTIONS / 8 * 7;

/// The listener for residents.
#[derive(Clone, Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct PublicConfig {
    /// Where it listens.
    pub listen: SocketAddr,
    /// The address residents see, without a slash at the end: feeds, links to share, identifiers.
    pub origin: String,
    /// What browsers download (style, scripts, wasm), made by `cargo xtask site`.
    pub site_root: PathBuf,
    /// How many reverse proxies of yours stand in front: that many entries of X-Forwarded-For, from the
    /// right, are believed. 0 believes none.
    pub trusted_proxies: usize,
    /// How many open pages may listen for changes at once; others ask every minute.
    pub live_connections: usize,
    /// How many of these one client address may have.
    pub live_per_client: usize,
}

impl Default for PublicConfig {
    fn default() -> Self {
        Self {
            listen: SocketAddr::from((Ipv4Addr::LOCALHOST, 3000)),
            origin: "http://127.0.0.1:3000".to_owned(),
            site_root: PathBuf::from("target/site"),
            trusted_proxies: 0,
            live_connections: 12_000,
            live_per_client: 64,
        }
    }
}

impl PublicConfig {
    pub(super) fn validate(&self, problems: &mut Problems) {
        let good = reqwest::Url::parse(&self.origin).is_ok_and(|url| {
            matches!(url.scheme(), "http" | "https")
                && url.origin().ascii_serialization() == self.origin
        });
        if !good {
            problems.add(
                "public.origin",
                format!("\"{}\" is not an origin", self.origin),
                "write scheme and host without a path or a slash at the end: origin = \"https://alertes.example.org\"",
            );
        }
        if self.trusted_proxies > 8 {
            problems.add(
                "public.trusted_proxies",
                "is more than 8",
                "count the proxies between residents and this server",
            );
        }
        if self.live_connections > MOST_LIVE {
            problems.add(
                "public.live_connections",
                format!("is more than {MOST_LIVE}"),
                format!("pages need connections too: write at most {MOST_LIVE}"),
            );
        }
        if self.live_per_client == 0 {
            problems.add(
                "public.live_per_client",
                "is 0",
                "write at least 1; to have no streams at all, set public.live_connections = 0",
            );
        }
    }
}
