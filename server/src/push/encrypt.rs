//! Message encryption for web push (RFC 8291): `aes128gcm` (RFC 8188) in one record, on aws-lc.
//!
//! Never: a key used for two messages.

use aws_lc_rs::aead::{AES_128_GCM, Aad, LessSafeKey, Nonce, UnboundKey};
use aws_lc_rs::agreement::{self, ECDH_P256, ParsedPublicKey, PrivateKey, UnparsedPublicKey};
use aws_lc_rs::error::Unspecified;
use aws_lc_rs::hkdf::{HKDF_SHA256, KeyType, Salt};
use portal::push::{LONGEST_PAYLOAD, PushKeys};

/// What is said of a message that cannot be encrypted: its keys are no keys, or it is too long.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the message cannot be encrypted for this device")]
pub struct EncryptError;

impl From<Unspecified> for EncryptError {
    fn from(_: Unspecified) -> Self {
        Self
    }
}

/// The record size announced: one record, whatever its length (RFC 8291 §4 allows no second one).
const RECORD: u32 = 4_096;
const SALT: usize = 16;
const KEY: usize = 16;
const NONCE: usize = 12;
const POINT: usize = 65;

/// Whether this is an uncompressed point of P-256, as a browser's key must be.
pub fn on_curve(p256dh: &[u8; POINT]) -> bool {
    p256dh.first() == Some(&4)
        && ParsedPublicKey::try_from(UnparsedPublicKey::new(&ECDH_P256, p256dh)).is_ok()
}

/// Encrypts `payload`, with a key and a salt of its own, and `padding` zero bytes after it.
pub fn encrypt(keys: &PushKeys, payload: &[u8], padding: usize) -> Result<Vec<u8>, EncryptError> {
    let ephemeral = PrivateKey::generate(&ECDH_P256)?;
    let mut salt = [0; SALT];
    aws_lc_rs::rand::fill(&mut salt)?;
    encrypt_with(keys, payload, padding, &ephemeral, &salt)
}

/// [`encrypt`], with the key and the salt given: for the standard's test vector. Never twice the same.
fn encrypt_with(
    keys: &PushKeys,
    payload: &[u8],
    padding: usize,
    ephemeral: &PrivateKey,
    salt: &[u8; SALT],
) -> Result<Vec<u8>, EncryptError> {
    if payload.len().saturating_add(padding) > LONGEST_PAYLOAD {
        return Err(EncryptError);
    }
    let ours = ephemeral.compute_public_key()?;
    let theirs = UnparsedPublicKey::new(&ECDH_P256, &keys.p256dh);
    // RFC 8291 §3.4: the shared secret and the authentication secret, then as RFC 8188 §2.2.
    let mut ikm = [0; 32];
    agreement::agree(ephemeral, theirs, EncryptError, |shared| {
        let info = [b"WebPush: info\0", &keys.p256dh[..], ours.as_ref()];
        derive(&keys.auth, shared, &info, &mut ikm)
    })?;
    let (mut key, mut nonce) = ([0; KEY], [0; NONCE]);
    let prk = Salt::new(HKDF_SHA256, salt).extract(&ikm);
    prk.expand(&[b"Content-Encoding: aes128gcm\0"], Length(KEY))?
        .fill(&mut key)?;
    prk.expand(&[b"Content-Encoding: nonce\0"], Length(NONCE))?
        .fill(&mut nonce)?;

    // RFC 8188 §2.1: salt, record size, length of the key's identifier, the identifier: our public key.
    let header = SALT + 4 + 1 + POINT;
    let mut body = Vec::with_capacity(header + payload.len() + 1 + padding + AES_128_GCM.tag_len());
    body.extend_from_slice(salt);
    body.extend_from_slice(&RECORD.to_be_bytes());
    body.push(u8::try_from(ours.as_ref().len()).map_err(|_| EncryptError)?);
    body.extend_from_slice(ours.as_ref());
    body.extend_from_slice(payload);
    // 2: the last record (RFC 8188 §2).
    body.push(2);
    body.resize(body.len() + padding, 0);
    let sealing = LessSafeKey::new(UnboundKey::new(&AES_128_GCM, &key)?);
    let plain = body.get_mut(header..).ok_or(EncryptError)?;
    let tag = sealing.seal_in_place_separate_tag(
        Nonce::assume_unique_for_key(nonce),
        Aad::empty(),
        plain,
    )?;
    body.extend_from_slice(tag.as_ref());
    Ok(body)
}

/// HKDF (RFC 5869): extract with `salt`, expand with `info`.
fn derive(salt: &[u8], secret: &[u8], info: &[&[u8]], out: &mut [u8]) -> Result<(), EncryptError> {
    let prk = Salt::new(HKDF_SHA256, salt).extract(secret);
    Ok(prk.expand(info, Length(out.len()))?.fill(out)?)
}

/// How much is derived.
struct Length(usize);

impl KeyType for Length {
    fn len(&self) -> usize {
        self.0
    }
}
