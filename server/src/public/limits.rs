//! Named limits per client. The client's address is used for nothing else, kept in memory only, and
//! never logged.

use std::net::{IpAddr, Ipv6Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::header::RETRY_AFTER;
use axum::http::{HeaderMap, HeaderValue, Request, StatusCode};
use axum::response::Response;
use tower_governor::GovernorError;
use tower_governor::GovernorLayer;
use tower_governor::governor::GovernorConfigBuilder;
use tower_governor::key_extractor::KeyExtractor;

/// One limit: how often, and how many at once.
#[derive(Clone, Copy, Debug)]
pub struct Limit {
    /// One more request every so often…
    pub every: Duration,
    /// …after this many at once.
    pub burst: u32,
}

/// Searching communes: a suggestion per key pressed, for a shelter's worth of people behind one address.
pub const SEARCH: Limit = Limit {
    every: Duration::from_millis(50),
    burst: 200,
};
/// Pages that are not in memory and have to be rendered.
pub const RENDER: Limit = Limit {
    every: Duration::from_millis(20),
    burst: 400,
};
/// Opening streams: everyone behind one address comes back after a break of the network.
pub const LIVE: Limit = Limit {
    every: Duration::from_millis(50),
    burst: 200,
};

/// Subscribing a device: a shelter's worth of people behind one address, not a machine.
pub const SUBSCRIBE: Limit = Limit {
    every: Duration::from_secs(2),
    burst: 100,
};
/// Pages of secret links: what a device follows and its test, a listing, a conversation.
pub const MANAGE: Limit = Limit {
    every: Duration::from_millis(250),
    burst: 120,
};
/// Asking for a test of reception; a device also waits a minute between two.
pub const TEST: Limit = Limit {
    every: Duration::from_secs(2),
    burst: 30,
};
/// Posting a listing: a shelter's worth of people behind one address; a contact has its own limit in the store.
pub const POST_LISTING: Limit = Limit {
    every: Duration::from_secs(2),
    burst: 100,
};
/// Answering a listing, reporting one.
pub const ANSWER: Limit = Limit {
    every: Duration::from_secs(1),
    burst: 120,
};
/// Asking for lost links: each may send a letter to somebody.
pub const LOST: Limit = Limit {
    every: Duration::from_secs(10),
    burst: 30,
};
/// Reporting a danger: a training of thirty people behind one address, each tapping as fast as they can.
pub const REPORT: Limit = Limit {
    every: Duration::from_millis(100),
    burst: 600,
};
/// What service workers send by themselves: many devices may stand behind one address of a telephone network.
pub const RECEIPT: Limit = Limit {
    every: Duration::from_millis(50),
    burst: 200,
};

/// Who asks: the address, or for IPv6 its /64, which is what one subscriber has.
#[derive(Clone, Debug)]
pub struct Client {
    /// See [`crate::config::PublicConfig::trusted_proxies`].
    pub trusted_proxies: usize,
}

impl Client {
    /// The client's address: the peer, or what the trusted proxies say. Entries further left were
    /// written by the client and are not believed.
    pub fn address(&self, peer: IpAddr, headers: &HeaderMap) -> IpAddr {
        if self.trusted_proxies == 0 {
            return peer;
        }
        let forwarded: Vec<&str> = headers
            .get_all("x-forwarded-for")
            .iter()
            .filter_map(|v| v.to_str().ok())
            .flat_map(|v| v.split(','))
            .map(str::trim)
            .collect();
        forwarded
            .len()
            .checked_sub(self.trusted_proxies)
            .and_then(|i| forwarded.get(i))
            .and_then(|text| text.parse().ok())
            .unwrap_or(peer)
    }
}

impl KeyExtractor for Client {
    type Key = IpAddr;

    fn extract<T>(&self, request: &Request<T>) -> Result<IpAddr, GovernorError> {
        let peer = request
            .extensions()
            .get::<ConnectInfo<SocketAddr>>()
            // Tests and health checks that call the router without a socket share one key.
            .map_or(IpAddr::V6(Ipv6Addr::UNSPECIFIED), |ConnectInfo(peer)| {
                peer.ip()
            });
        Ok(match self.address(peer, request.headers()).to_canonical() {
            IpAddr::V6(v6) => IpAddr::V6(Ipv6Addr::from_bits(v6.to_bits() & !u128::from(u64::MAX))),
            v4 => v4,
        })
    }
}

/// The middleware's type, for those that keep it.
pub type Limiter = GovernorLayer<Client, governor::middleware::NoOpMiddleware, Body>;

/// A middleware for one limit. What is refused is a bare 429 with `Retry-After` in seconds.
pub fn limiter(limit: Limit, client: Client) -> Limiter {
    let mut builder = GovernorConfigBuilder::default().key_extractor(client);
    builder.period(limit.every).burst_size(limit.burst);
    let config = builder.finish().unwrap_or_else(|| {
        unreachable!("only a zero period or burst is refused, and the limits are constants")
    });
    let config = Arc::new(config);
    sweep(&config);
    GovernorLayer::new(config).error_handler(|error| {
        let wait = match error {
            GovernorError::TooManyRequests { wait_time, .. } => wait_time.max(1),
            GovernorError::UnableToExtractKey | GovernorError::Other { .. } => 1,
        };
        let mut response = Response::new(Body::empty());
        *response.status_mut() = StatusCode::TOO_MANY_REQUESTS;
        response
            .headers_mut()
            .insert(RETRY_AFTER, HeaderValue::from(wait));
        response
    })
}

type Config =
    tower_governor::governor::GovernorConfig<Client, governor::middleware::NoOpMiddleware>;

/// Addresses that have been quiet are forgotten, so that the table does not grow for ever.
fn sweep(config: &Arc<Config>) {
    let weak = Arc::downgrade(config);
    if let Ok(runtime) = tokio::runtime::Handle::try_current() {
        runtime.spawn(async move {
            loop {
                tokio::time::sleep(Duration::from_secs(60)).await;
                let Some(config) = weak.upgrade() else { return };
                config.limiter().retain_recent();
            }
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn forwarded(value: &'static str) -> HeaderMap {
        HeaderMap::from_iter([(
            axum::http::HeaderName::from_static("x-forwarded-for"),
            axum::http::HeaderValue::from_static(value),
        )])
    }

    #[test]
    fn a_client_cannot_choose_its_address() {
        let peer: IpAddr = "192.0.2.1".parse().unwrap();
        let headers = forwarded("203.0.113.9, 198.51.100.7");
        let none = Client { trusted_proxies: 0 };
        assert_eq!(none.address(peer, &headers), peer);
        let one = Client { trusted_proxies: 1 };
        assert_eq!(
            one.address(peer, &headers),
            "198.51.100.7".parse::<IpAddr>().unwrap()
        );
        let two = Client { trusted_proxies: 2 };
        assert_eq!(
            two.address(peer, &headers),
            "203.0.113.9".parse::<IpAddr>().unwrap()
        );
        assert_eq!(Client { trusted_proxies: 3 }.address(peer, &headers), peer);
        assert_eq!(one.address(peer, &forwarded("nonsense")), peer);
    }

    #[test]
    fn neighbours_in_one_ipv6_subscription_share_a_key() {
        let key = |text: &str| {
            let mut request = Request::new(());
            request
                .extensions_mut()
                .insert(ConnectInfo(SocketAddr::new(text.parse().unwrap(), 1)));
            Client { trusted_proxies: 0 }.extract(&request).unwrap()
        };
        assert_eq!(key("2001:db8:1:2::1"), key("2001:db8:1:2:ffff::9"));
        assert_ne!(key("2001:db8:1:2::1"), key("2001:db8:1:3::1"));
        assert_eq!(key("::ffff:192.0.2.1"), key("192.0.2.1"));
    }
}
