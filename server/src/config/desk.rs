//! `[desk]`: the listener for staff.

use std::net::{Ipv4Addr, SocketAddr};

use serde::Deserialize;

use super::Problems;

/// The listener for staff.
#[derive(Clone, Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct DeskConfig {
    /// Where it listens. Keep it off the public network: a private address, a VPN, a proxy with its own rules.
    pub listen: SocketAddr,
}

impl Default for DeskConfig {
    fn default() -> Self {
        Self {
            listen: SocketAddr::from((Ipv4Addr::LOCALHOST, 3001)),
        }
    }
}

impl DeskConfig {
    #[expect(
        clippy::unused_self,
        reason = "every section has the same shape; an address cannot be wrong once parsed"
    )]
    pub(super) fn validate(&self, _problems: &mut Problems) {}
}
