//! How often somebody may try to come in: per account, passkey or invitation, and per address, in memory.

use std::net::IpAddr;
use std::num::NonZeroU32;
use std::time::Duration;

use governor::clock::{Clock as _, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};

/// Tries at one account (or with one passkey, or one invitation), by whoever: six at once, then one more
/// every minute.
const PER_ACCOUNT: (Duration, u32) = (Duration::from_secs(60), 6);
/// Tries from one address: a whole team behind one router, then one more every five seconds. Coming in by
/// passkey counts twice, once for the question and once for the answer.
const PER_ADDRESS: (Duration, u32) = (Duration::from_secs(5), 60);

/// The limits of signing in.
#[derive(Debug)]
pub struct Throttle {
    accounts: DefaultKeyedRateLimiter<String>,
    addresses: DefaultKeyedRateLimiter<IpAddr>,
}

impl Default for Throttle {
    fn default() -> Self {
        let quota = |(every, burst): (Duration, u32)| {
            Quota::with_period(every)
                .unwrap_or_else(|| Quota::per_minute(NonZeroU32::MIN))
                .allow_burst(NonZeroU32::new(burst).unwrap_or(NonZeroU32::MIN))
        };
        Self {
            accounts: RateLimiter::keyed(quota(PER_ACCOUNT)),
            addresses: RateLimiter::keyed(quota(PER_ADDRESS)),
        }
    }
}

impl Throttle {
    /// Counts a try; `Err` holds the seconds to wait. `account` is what was typed (or what names
    /// a passkey or an invitation), known or not, so that a limit tells nothing about who exists.
    pub fn try_once(&self, account: Option<&str>, address: Option<IpAddr>) -> Result<(), u64> {
        // What has been quiet is forgotten, so that the tables do not grow for ever.
        if self.accounts.len() > 10_000 {
            self.accounts.retain_recent();
        }
        if self.addresses.len() > 10_000 {
            self.addresses.retain_recent();
        }
        let now = DefaultClock::default().now();
        let wait = |refused: governor::NotUntil<_>| refused.wait_time_from(now).as_secs().max(1);
        if let Some(address) = address {
            self.addresses.check_key(&address).map_err(wait)?;
        }
        match account {
            Some(account) => self
                .accounts
                .check_key(&account.trim().to_lowercase().chars().take(80).collect())
                .map_err(wait),
            None => Ok(()),
        }
    }
}
