//! One device that is told.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use crate::Instant;
use crate::push::{Endpoint, Follow};

/// The keys with which messages to one browser are encrypted (RFC 8291 §2.1).
#[derive(Clone, PartialEq, Eq)]
pub struct PushKeys {
    /// The browser's public key: an uncompressed point of P-256 (X9.62), 65 bytes. That it lies on the
    /// curve is the server's to check.
    pub p256dh: [u8; 65],
    /// The authentication secret.
    pub auth: [u8; 16],
}

impl PushKeys {
    /// Reads the two texts of `PushSubscription.toJSON().keys`; `None` when one is not of its length or form.
    pub fn parse(p256dh: &str, auth: &str) -> Option<Self> {
        let decode = |text: &str| {
            (text.len() <= 128)
                .then(|| URL_SAFE_NO_PAD.decode(text.trim_end_matches('=')).ok())
                .flatten()
        };
        let p256dh: [u8; 65] = decode(p256dh)?.try_into().ok()?;
        let auth = decode(auth)?.try_into().ok()?;
        (p256dh.first() == Some(&4)).then_some(Self { p256dh, auth })
    }
}

impl std::fmt::Debug for PushKeys {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("PushKeys(…)")
    }
}

/// A subscription's id: a UUIDv7, so that they stand in the order of their making.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SubscriptionId(pub String);

/// The SHA-256, in hex, of the secret in a device's manage link: the secret itself is never kept.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ManageHash(pub String);

/// A device that asks to be told.
#[derive(Clone, Debug)]
pub struct NewSubscription {
    /// Where.
    pub endpoint: Endpoint,
    /// How it is encrypted.
    pub keys: PushKeys,
    /// Which of this portal's keys it was made with: the first 16 hex digits of the SHA-256 of the
    /// uncompressed public key.
    pub vapid_key: String,
    /// About what.
    pub follow: Follow,
    /// Its manage link.
    pub manage: ManageHash,
}

/// What became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Subscribed {
    /// Kept; a device that was known has its new choice and its new link, the old link is void.
    Kept(SubscriptionId),
    /// The push service has said that this endpoint is gone, and it does not come back: the browser must
    /// subscribe anew.
    Gone,
}

/// A device that is told, as its manage page shows it.
#[derive(Clone, Debug)]
pub struct Subscription {
    /// Its id.
    pub id: SubscriptionId,
    /// About what.
    pub follow: Follow,
    /// Since when.
    pub created_at: Instant,
    /// When a push last reached its service.
    pub last_ok_at: Option<Instant>,
    /// When the service said that it is gone.
    pub gone_at: Option<Instant>,
    /// The name of its push service: the endpoint's origin.
    pub origin: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_read_as_browsers_give_them_with_or_without_padding() {
        let point = URL_SAFE_NO_PAD.encode([&[4][..], &[7; 64]].concat());
        let auth = URL_SAFE_NO_PAD.encode([9; 16]);
        let keys = PushKeys::parse(&point, &format!("{auth}==")).unwrap();
        assert_eq!(keys.auth, [9; 16]);
        assert!(!format!("{keys:?}").contains('9'));
    }

    #[test]
    fn keys_of_another_length_or_form_are_refused() {
        let point =
            |first: u8, n: usize| URL_SAFE_NO_PAD.encode([&[first][..], &vec![7; n]].concat());
        let auth = URL_SAFE_NO_PAD.encode([9; 16]);
        assert!(PushKeys::parse(&point(2, 64), &auth).is_none());
        assert!(PushKeys::parse(&point(4, 63), &auth).is_none());
        assert!(PushKeys::parse(&point(4, 64), "AAAA").is_none());
        assert!(PushKeys::parse("***", &auth).is_none());
        assert!(PushKeys::parse(&"A".repeat(1 << 20), &auth).is_none());
    }
}
