//! `[public]`: the listener for residents.

use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;

use serde::Deserialize;

use super::Problems;

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
}

impl Default for PublicConfig {
    fn default() -> Self {
        Self {
            listen: SocketAddr::from((Ipv4Addr::LOCALHOST, 3000)),
            origin: "http://127.0.0.1:3000".to_owned(),
            site_root: PathBuf::from("target/site"),
            trusted_proxies: 0,
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
    }
}
