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

#[cfg(test)]
mod tests {
    use base64::Engine as _;
    use base64::engine::general_purpose::URL_SAFE_NO_PAD;
    use proptest::prelude::*;

    use super::*;

    fn bytes<const N: usize>(text: &str) -> [u8; N] {
        URL_SAFE_NO_PAD.decode(text).unwrap().try_into().unwrap()
    }

    /// A browser's keys, and what opens messages to it.
    fn browser() -> (PushKeys, ece::EcKeyComponents) {
        let (pair, auth) = ece::generate_keypair_and_auth_secret().unwrap();
        let p256dh = pair.pub_as_raw().unwrap().try_into().unwrap();
        (PushKeys { p256dh, auth }, pair.raw_components().unwrap())
    }

    /// RFC 8291, appendix A.
    fn of_the_standard() -> (PushKeys, PrivateKey, [u8; SALT]) {
        let keys = PushKeys {
            p256dh: bytes(
                "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4",
            ),
            auth: bytes("BTBZMqHH6r4Tts7J_aSIgg"),
        };
        let private: [u8; 32] = bytes("yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw");
        let ephemeral = PrivateKey::from_private_key(&ECDH_P256, &private).unwrap();
        (keys, ephemeral, bytes("DGv6ra1nlYgDCS1FRnbzlw"))
    }

    #[test]
    fn the_standards_example_comes_out_byte_for_byte() {
        let (keys, ephemeral, salt) = of_the_standard();
        let message = encrypt_with(
            &keys,
            b"When I grow up, I want to be a watermelon",
            0,
            &ephemeral,
            &salt,
        )
        .unwrap();
        assert_eq!(
            URL_SAFE_NO_PAD.encode(message),
            "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN"
        );
    }

    #[test]
    fn no_two_messages_share_a_key_or_a_salt() {
        let (keys, _) = browser();
        let one = encrypt(&keys, b"a", 0).unwrap();
        let other = encrypt(&keys, b"a", 0).unwrap();
        assert_ne!(one[..SALT], other[..SALT]);
        assert_ne!(
            one[SALT + 5..SALT + 5 + POINT],
            other[SALT + 5..SALT + 5 + POINT]
        );
    }

    #[test]
    fn a_payload_over_the_limit_is_refused_and_one_at_it_is_not() {
        let (keys, _) = browser();
        assert!(encrypt(&keys, &[0; LONGEST_PAYLOAD], 0).is_ok());
        assert_eq!(
            encrypt(&keys, &[0; LONGEST_PAYLOAD + 1], 0),
            Err(EncryptError)
        );
        assert_eq!(encrypt(&keys, &[0; LONGEST_PAYLOAD], 1), Err(EncryptError));
    }

    #[test]
    fn a_point_off_the_curve_is_no_key() {
        let (keys, _) = browser();
        assert!(on_curve(&keys.p256dh));
        let mut off = keys.p256dh;
        off[64] ^= 1;
        assert!(!on_curve(&off));
        let mut zero = [0; POINT];
        assert!(!on_curve(&zero));
        zero[0] = 4;
        assert!(!on_curve(&zero));
        // The other, "hybrid" form of the same point (X9.62 §4.3.6).
        let mut hybrid = keys.p256dh;
        hybrid[0] = 6 | (hybrid[64] & 1);
        assert!(!on_curve(&hybrid));
        let keys = PushKeys {
            p256dh: off,
            auth: keys.auth,
        };
        assert_eq!(encrypt(&keys, b"a", 0), Err(EncryptError));
    }

    /// Opens a message with our own primitives, as a browser would (RFC 8291 §3.4 from the other side).
    fn open(browser: &PrivateKey, keys: &PushKeys, message: &[u8]) -> Vec<u8> {
        let (salt, rest) = message.split_at(SALT);
        let (sender, sealed) = rest[5..].split_at(POINT);
        let mut ikm = [0; 32];
        agreement::agree(
            browser,
            UnparsedPublicKey::new(&ECDH_P256, sender),
            EncryptError,
            |s| {
                derive(
                    &keys.auth,
                    s,
                    &[b"WebPush: info\0", &keys.p256dh, sender],
                    &mut ikm,
                )
            },
        )
        .unwrap();
        let (mut key, mut nonce) = ([0; KEY], [0; NONCE]);
        derive(salt, &ikm, &[b"Content-Encoding: aes128gcm\0"], &mut key).unwrap();
        derive(salt, &ikm, &[b"Content-Encoding: nonce\0"], &mut nonce).unwrap();
        let opening = LessSafeKey::new(UnboundKey::new(&AES_128_GCM, &key).unwrap());
        let mut sealed = sealed.to_vec();
        let plain = opening
            .open_in_place(
                Nonce::assume_unique_for_key(nonce),
                Aad::empty(),
                &mut sealed,
            )
            .unwrap();
        let end = plain.iter().rposition(|b| *b != 0).unwrap();
        assert_eq!(plain[end], 2);
        plain[..end].to_vec()
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn what_we_encrypt_another_implementation_opens(
            payload in proptest::collection::vec(any::<u8>(), 0..=LONGEST_PAYLOAD),
            padding in 0_usize..64,
        ) {
            let (keys, opens) = browser();
            let padding = padding.min(LONGEST_PAYLOAD - payload.len());
            let message = encrypt(&keys, &payload, padding).unwrap();
            prop_assert_eq!(ece::decrypt(&opens, &keys.auth, &message).unwrap(), payload);
        }

        #[test]
        fn what_the_web_push_crate_encrypts_our_primitives_open(
            payload in proptest::collection::vec(any::<u8>(), 1..=LONGEST_PAYLOAD),
        ) {
            let (keys, opens) = browser();
            // OpenSSL gives a number, without its leading zeros; a key is 32 bytes.
            let number = opens.private_key();
            let scalar = [&vec![0; 32 - number.len()], number].concat();
            let browser = PrivateKey::from_private_key(&ECDH_P256, &scalar).unwrap();
            let device = web_push::SubscriptionInfo::new(
                "https://fcm.googleapis.com/1",
                &URL_SAFE_NO_PAD.encode(keys.p256dh),
                &URL_SAFE_NO_PAD.encode(keys.auth),
            );
            let mut builder = web_push::WebPushMessageBuilder::new(&device);
            builder.set_payload(web_push::ContentEncoding::Aes128Gcm, &payload);
            let message = builder.build().ok().and_then(|m| m.payload);
            let opened = message.map(|m| open(&browser, &keys, &m.content));
            prop_assert_eq!(opened, Some(payload));
        }

        #[test]
        fn a_message_that_was_touched_does_not_open(at in 0_usize..120, bit in 0_u8..8) {
            let (keys, opens) = browser();
            let mut message = encrypt(&keys, b"Crue du Vidourle", 0).unwrap();
            let at = at % message.len();
            // The record size is no secret and not signed by itself; all else is.
            prop_assume!(!(SALT..SALT + 4).contains(&at));
            message[at] ^= 1 << bit;
            let opened = std::panic::catch_unwind(|| ece::decrypt(&opens, &keys.auth, &message));
            prop_assert!(!matches!(opened, Ok(Ok(plain)) if plain == b"Crue du Vidourle"));
        }
    }
}
