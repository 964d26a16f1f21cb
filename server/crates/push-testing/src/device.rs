//! A browser that subscribed, what it is answered, and what it got.

use std::collections::VecDeque;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ece::EcKeyComponents;

/// What a browser gives to whom it lets write: `PushSubscription.toJSON()`.
#[derive(Clone, Debug)]
pub struct Device {
    /// Where to.
    pub endpoint: String,
    /// The uncompressed point.
    pub p256dh: [u8; 65],
    /// The authentication secret.
    pub auth: [u8; 16],
}

impl Device {
    pub(crate) fn new(endpoint: String) -> (Self, Kept) {
        let (pair, auth) = ece::generate_keypair_and_auth_secret().expect("a pair of keys");
        let components = pair.raw_components().expect("its numbers");
        let point = pair.pub_as_raw().expect("its point");
        let device = Self {
            endpoint,
            p256dh: point.try_into().expect("65 bytes"),
            auth,
        };
        let kept = Kept {
            components,
            auth,
            script: VecDeque::new(),
            received: Vec::new(),
            requests: 0,
        };
        (device, kept)
    }

    /// `keys.p256dh` and `keys.auth`, as text.
    pub fn keys(&self) -> (String, String) {
        let encode = |bytes: &[u8]| URL_SAFE_NO_PAD.encode(bytes);
        (encode(&self.p256dh), encode(&self.auth))
    }
}

/// What the service answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reply {
    /// This status.
    Status(u16),
    /// This status, with `Retry-After`.
    Later(u16, String),
    /// This status, with so many bytes of text.
    Long(u16, usize),
    /// A redirection to this address.
    Moved(String),
    /// Takes the message, and breaks the connection.
    Reset,
    /// Takes the message, and never answers.
    Hang,
}

/// A message that was good and could be opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Received {
    /// What was in it.
    pub payload: Vec<u8>,
    /// `TTL`.
    pub ttl: u32,
    /// `Urgency`.
    pub urgency: Option<String>,
    /// `Topic`.
    pub topic: Option<String>,
    /// What was answered; none: no answer.
    pub answered: Option<u16>,
}

/// A device, as the service keeps it.
pub(crate) struct Kept {
    pub(crate) components: EcKeyComponents,
    pub(crate) auth: [u8; 16],
    pub(crate) script: VecDeque<Reply>,
    pub(crate) received: Vec<Received>,
    pub(crate) requests: u64,
}

impl Kept {
    pub(crate) fn next_reply(&mut self) -> Reply {
        let next = if self.script.len() > 1 {
            self.script.pop_front()
        } else {
            self.script.front().cloned()
        };
        next.unwrap_or(Reply::Status(201))
    }
}
