//! Who sends: this portal's key, and the tokens that prove it to push services (RFC 8292).
//!
//! Never: the private key in a log or an answer; a token for one service shown to another.

use std::collections::HashMap;
use std::io::Write as _;
use std::os::unix::fs::OpenOptionsExt as _;
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
        "{path} holds no P-256 private key: 43 characters of base64url, or PEM\n    fix: give back the file that was there; if it is lost, move this one away, and every device has to subscribe anew"
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
        let text = match std::fs::read_to_string(path) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => create(path, random)
                .map_err(|error| VapidError::File {
                    path: path.display().to_string(),
                    error,
                })?,
            Err(error) => {
                return Err(VapidError::File {
                    path: path.display().to_string(),
                    error,
                });
            }
        };
        Self::read(&text, subject).ok_or_else(|| VapidError::NoKey {
            path: path.display().to_string(),
        })
    }

    /// A key as text: base64url of its 32 bytes (as other libraries write it), or PEM.
    fn read(text: &str, subject: &str) -> Option<Self> {
        let key = if text.contains("-----BEGIN") {
            VapidSignatureBuilder::from_pem_no_sub(text.as_bytes())
        } else {
            VapidSignatureBuilder::from_base64_no_sub(text.trim())
        }
        .ok()?;
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
    pub fn public_key(&self) -> &str {
        &self.public_key
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

/// A new key in a new file. Two processes that start at once have one key: the file is made once, whole.
fn create(path: &Path, random: &dyn Randomness) -> std::io::Result<String> {
    if let Some(folder) = path.parent().filter(|f| !f.as_os_str().is_empty()) {
        std::fs::create_dir_all(folder)?;
    }
    let mut bytes = [0; 32];
    // Nearly every number is a key; one that is not (zero, or past the group's order) is drawn again.
    loop {
        random.fill(&mut bytes);
        if PrivateKey::from_private_key(&ECDH_P256, &bytes).is_ok() {
            break;
        }
    }
    let text = format!("{}\n", URL_SAFE_NO_PAD.encode(bytes));
    let mut name = path.as_os_str().to_owned();
    name.push(format!(".{}", std::process::id()));
    let fresh = std::path::PathBuf::from(name);
    let mut file = std::fs::OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(true)
        .mode(0o600)
        .open(&fresh)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()?;
    // A link fails where a file already is, and then that file holds the key.
    let linked = std::fs::hard_link(&fresh, path);
    std::fs::remove_file(&fresh)?;
    match linked {
        Err(error) if error.kind() != std::io::ErrorKind::AlreadyExists => Err(error),
        _ => std::fs::read_to_string(path),
    }
}
