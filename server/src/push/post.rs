//! The port through which the worker hands a message to a push service, and the words of the answer.
//!
//! Never: retries, lanes, pauses (the worker's); rows (the store's).

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use portal::Instant;
use portal::push::{Endpoint, PushKeys};

/// One message for one browser.
#[derive(Clone, Debug)]
pub struct Letter {
    /// Where to.
    pub endpoint: Endpoint,
    /// How it is encrypted.
    pub keys: PushKeys,
    /// What is encrypted: [`portal::push::LONGEST_PAYLOAD`] bytes at most.
    pub payload: Arc<[u8]>,
    /// How long the service keeps it for a device that is off, in seconds (RFC 8030 §5.2).
    pub ttl_s: u32,
    /// `Urgency: high` rather than `normal` (RFC 8030 §5.3).
    pub urgent: bool,
    /// A newer message of the same topic takes the place of one that still waits (RFC 8030 §5.4).
    pub topic: Option<String>,
}

/// What a push service's answer asks of us.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// 2xx: it has the message.
    Sent,
    /// 404, 410: there is no such device any more.
    Gone,
    /// 400, 413 and other 4xx: never for this message; the device stays. Also a message that cannot be
    /// encrypted or sent at all.
    Refused,
    /// 401, 403: our key or our configuration. Nothing is to be deleted, all of this service waits.
    Misconfigured,
    /// 429, 503, and 406 of Windows' service: all of this service waits.
    Slow {
        /// For so long, if it said so.
        retry_after: Option<Duration>,
    },
    /// 408, other 5xx, no answer in time, a broken connection: this message again, later.
    Failed,
}

/// A way to push services.
#[async_trait]
pub trait Post: Send + Sync {
    /// Encrypts and sends one message, once. Gives what came of it, and the status if there was an answer.
    /// `now` dates the VAPID token.
    async fn post(&self, letter: &Letter, now: Instant) -> (Answer, Option<u16>);
}
