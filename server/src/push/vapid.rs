//! Who sends: this portal's key, and the tokens that prove it to push services (RFC 8292).
//!
//! Never: the private key in a log or an answer; a token for one service shown to another.

use std::collections::HashMap;
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use aws_lc_rs::agreement::{ECDH_P256, PrivateKey};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use desk::access::Randomness;
use portal::{Instant, Span};
use reqwest::header::HeaderValue;
use sha2::{Digest as _, Sha256};
use web_push::{PartialVapidSignatureBuilder, SubscriptionInfo, VapidSignatureBuilder};

use crate::key_file;

/// How long a token is good for: half of what RFC 8292 §2 allows, for clocks that differ.
const GOOD_FOR: Span = Span::hours(12);
/// A token is made anew after half of it.
const RENEWED_AFTER: Span = Span::hours(6);
/// The most tokens kept: Windows' service has many hosts.
const MOST_TOKENS: usize = 1_024;

/// Why there is no key.
#[derive(Debug, thiserror::Error)]
pub enum VapidError {
    /// The key's file cannot be read or made.
    #[error("the key of push messages, {path}: {error}")]
    File {
        /// Which.
        path: String,
        /// Why.
        error: std::io::Error,
    },
    /// What the file holds is no key.
    #[error(
        "{path} holds no P-256 private key: 43 characters of base64url\n    fix: give back the file that was there; if it is lost, move this one away, and every device has to subscribe anew"
    )]
    NoKey {
        /// Which.
        path: String,
    },
    /// A token cannot be signed.
    #[error("a VAPID token cannot be signed")]
    Unsigned,
}

/// This portal's key, and its tokens.
pub struct Vapid {
    key: PartialVapidSignatureBuilder,
    public_key: String,
    key_id: String,
    subject: String,
    tokens: Mutex<HashMap<String, (HeaderValue, Instant)>>,
}

impl std::fmt::Debug for Vapid {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Vapid({})", self.key_id)
    }
}

impl Vapid {
    /// Reads the key of `path`, or makes the file, which only its owner can read. `subject` is where push
    /// services write to when something is wrong: `mailto:` or `https:` (RFC 8292 §2.1).
    pub fn open_or_create(
        path: &Path,
        subject: &str,
        random: &dyn Randomness,
    ) -> Result<Self, VapidError> {
        let text =
            key_file::read_or_create(path, || fresh(random)).map_err(|error| VapidError::File {
                path: path.display().to_string(),
                error,
            })?;
        Self::read(&text, subject).ok_or_else(|| VapidError::NoKey {
            path: path.display().to_string(),
        })
    }

    /// A key as text: base64url of its 32 bytes, as other libraries write it.
    fn read(text: &str, subject: &str) -> Option<Self> {
        let text = text.trim();
        let bytes = URL_SAFE_NO_PAD.decode(text).ok()?;
        // The crate panics on bytes that are no key.
        is_key(&bytes).then_some(())?;
        let key = VapidSignatureBuilder::from_base64_no_sub(text).ok()?;
        let public = key.get_public_key();
        let digest = Sha256::digest(&public);
        Some(Self {
            key,
            public_key: URL_SAFE_NO_PAD.encode(&public),
            key_id: digest.iter().take(8).map(|b| format!("{b:02x}")).collect(),
            subject: subject.to_owned(),
            tokens: Mutex::default(),
        })
    }

    /// What browsers subscribe with (`applicationServerKey`): the uncompressed point, in base64url.
    pub fn public_key(&self) -> String {
        self.public_key.clone()
    }

    /// Its short name, kept beside each device: [`portal::push::NewSubscription::vapid_key`].
    pub fn key_id(&self) -> &str {
        &self.key_id
    }

    /// The `Authorization` for the push service of that origin: one token per service, kept for hours, since
    /// signing one costs as much as encrypting ten messages.
    pub fn authorization(&self, origin: &str, now: Instant) -> Result<HeaderValue, VapidError> {
        if let Some((token, made)) = self.tokens().get(origin)
            && *made <= now
            && now < *made + RENEWED_AFTER
        {
            return Ok(token.clone());
        }
        let token = self.sign(origin, now)?;
        let mut tokens = self.tokens();
        if tokens.len() >= MOST_TOKENS {
            tokens.clear();
        }
        tokens.insert(origin.to_owned(), (token.clone(), now));
        Ok(token)
    }

    fn tokens(&self) -> std::sync::MutexGuard<'_, HashMap<String, (HeaderValue, Instant)>> {
        self.tokens.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn sign(&self, origin: &str, now: Instant) -> Result<HeaderValue, VapidError> {
        // Only `aud` and `exp` of the subscription would be used, and both are given: the crate drops the
        // port of `aud`, and takes the machine's clock.
        let nobody = SubscriptionInfo::new(origin, "", "");
        let mut builder = self.key.clone().add_sub_info(&nobody);
        builder.add_claim("aud", origin);
        builder.add_claim("exp", (now + GOOD_FOR).0 / 1_000);
        builder.add_claim("sub", self.subject.as_str());
        let signature = builder.build().map_err(|_| VapidError::Unsigned)?;
        let text = format!("vapid t={}, k={}", signature.auth_t, self.public_key);
        let mut value = HeaderValue::try_from(text).map_err(|_| VapidError::Unsigned)?;
        value.set_sensitive(true);
        Ok(value)
    }
}

/// Whether this number is a private key of P-256: not zero, and below the group's order.
fn is_key(bytes: &[u8]) -> bool {
    PrivateKey::from_private_key(&ECDH_P256, bytes).is_ok()
}

/// A new key, as its file holds it.
fn fresh(random: &dyn Randomness) -> String {
    let mut bytes = [0; 32];
    // Nearly every number is a key; one that is not (zero, or past the group's order) is drawn again.
    loop {
        random.fill(&mut bytes);
        if is_key(&bytes) {
            return URL_SAFE_NO_PAD.encode(bytes);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt as _;

    use super::*;
    use crate::desk::SystemRandomness;

    const FCM: &str = "https://fcm.googleapis.com";
    const NOW: Instant = Instant(1_795_464_000_000);
    const SUBJECT: &str = "mailto:equipe@example.fr";

    /// A key that other libraries made.
    const KEY: &str = "IQ9Ur0ykXoHS9gzfYX0aBjy9lvdrjx_PFUXmie9YRcY";
    const PUBLIC: &str =
        "BMjQIp55pdbU8pfCBKyXcZjlmER_mXt5LqNrN1hrXbdBS5EnhIbMu3Au-RV53iIpztzNXkGI56BFB1udQ8Bq_H4";

    fn claims(header: &HeaderValue) -> serde_json::Value {
        let text = header.to_str().unwrap();
        let claims = text.split('.').nth(1).unwrap();
        serde_json::from_slice(&URL_SAFE_NO_PAD.decode(claims).unwrap()).unwrap()
    }

    #[test]
    fn the_first_start_makes_a_key_that_only_its_owner_reads_and_the_next_one_keeps_it() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("data/push.key");
        let first = Vapid::open_or_create(&path, SUBJECT, &SystemRandomness).unwrap();
        let mode = std::fs::metadata(&path).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
        let files = std::fs::read_dir(path.parent().unwrap()).unwrap().count();
        assert_eq!(files, 1, "nothing but the key is left");
        let again = Vapid::open_or_create(&path, SUBJECT, &SystemRandomness).unwrap();
        assert_eq!(again.public_key(), first.public_key());
    }

    #[test]
    fn two_first_starts_have_different_keys_and_one_that_came_second_takes_the_firsts() {
        let folder = tempfile::tempdir().unwrap();
        let of = |name: &str| {
            Vapid::open_or_create(&folder.path().join(name), SUBJECT, &SystemRandomness).unwrap()
        };
        assert_ne!(of("a").public_key(), of("b").public_key());
        let there = std::fs::read_to_string(folder.path().join("a")).unwrap();
        let taken = key_file::create(&folder.path().join("a"), "other").unwrap();
        assert_eq!(taken, there);
    }

    #[test]
    fn a_number_that_is_no_key_is_drawn_again() {
        struct ZeroFirst(Mutex<u8>);
        impl Randomness for ZeroFirst {
            fn fill(&self, bytes: &mut [u8]) {
                let mut next = self.0.lock().unwrap();
                bytes.fill(*next);
                *next += 1;
            }
        }
        let folder = tempfile::tempdir().unwrap();
        let random = ZeroFirst(Mutex::new(0));
        Vapid::open_or_create(&folder.path().join("k"), SUBJECT, &random).unwrap();
        let kept = std::fs::read_to_string(folder.path().join("k")).unwrap();
        assert_eq!(kept.trim(), URL_SAFE_NO_PAD.encode([1; 32]));
    }

    #[test]
    fn a_key_of_another_library_is_read_and_what_is_none_is_said_to_be_none() {
        let vapid = Vapid::read(&format!("{KEY}\n"), SUBJECT).unwrap();
        assert_eq!(vapid.public_key(), PUBLIC);
        let digest = Sha256::digest(URL_SAFE_NO_PAD.decode(PUBLIC).unwrap());
        let hex: String = digest.iter().map(|b| format!("{b:02x}")).collect();
        assert_eq!(vapid.key_id(), &hex[..16]);
        assert!(!format!("{vapid:?}").contains(KEY));

        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("k");
        for bad in [
            "",
            "hello",
            "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----",
        ] {
            std::fs::write(&path, bad).unwrap();
            let error = Vapid::open_or_create(&path, SUBJECT, &SystemRandomness).unwrap_err();
            assert!(matches!(error, VapidError::NoKey { .. }), "{bad}: {error}");
            assert_eq!(
                std::fs::read_to_string(&path).unwrap(),
                bad,
                "left as it was"
            );
        }
    }

    #[test]
    fn a_token_names_the_service_with_its_port_and_ends_in_twelve_hours() {
        let vapid = Vapid::read(KEY, SUBJECT).unwrap();
        for origin in [FCM, "http://127.0.0.1:4100"] {
            let token = vapid.authorization(origin, NOW).unwrap();
            let claims = claims(&token);
            assert_eq!(claims["aud"], origin);
            assert_eq!(claims["exp"], NOW.0 / 1_000 + 12 * 3_600);
            assert_eq!(claims["sub"], SUBJECT);
            assert!(token.to_str().unwrap().ends_with(&format!(", k={PUBLIC}")));
            assert!(token.is_sensitive());
        }
    }

    #[test]
    fn a_token_serves_for_six_hours_and_one_service_only() {
        let vapid = Vapid::read(KEY, SUBJECT).unwrap();
        let first = vapid.authorization(FCM, NOW).unwrap();
        let at = |hours: i64, ms: i64| {
            vapid
                .authorization(FCM, NOW + Span::hours(hours) + Span(ms))
                .unwrap()
        };
        assert_eq!(at(5, 3_599_999), first);
        let next = at(6, 0);
        assert_eq!(claims(&next)["exp"], NOW.0 / 1_000 + 18 * 3_600);
        let other = vapid
            .authorization("https://web.push.apple.com", NOW)
            .unwrap();
        assert_ne!(other, first);
        // A clock that was set back must not show a token from the future.
        assert_eq!(claims(&at(0, 0))["exp"], claims(&first)["exp"]);
    }

    #[test]
    fn a_flood_of_services_does_not_fill_the_memory() {
        let vapid = Vapid::read(KEY, SUBJECT).unwrap();
        let token = vapid.authorization(FCM, NOW).unwrap();
        for n in 0..2 * MOST_TOKENS {
            vapid
                .tokens()
                .insert(format!("https://{n}"), (token.clone(), NOW));
            if n % 100 == 0 {
                vapid
                    .authorization(&format!("https://more-{n}"), NOW)
                    .unwrap();
            }
        }
        vapid.authorization("https://last", NOW).unwrap();
        assert!(vapid.tokens().len() <= MOST_TOKENS);
    }
}
