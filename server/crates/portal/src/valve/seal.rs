//! Sealing: HPKE base mode (RFC 9180), one message per encapsulated key.

use std::convert::Infallible;

use hpke::aead::ChaCha20Poly1305;
use hpke::kdf::HkdfSha256;
use hpke::kem::X25519HkdfSha256;
use hpke::rand_core::{TryCryptoRng, TryRng};
use hpke::{HpkeError, Kem, OpModeS, Serializable as _, single_shot_seal_with_rng};
use sha2::{Digest as _, Sha256};

use super::envelope::Head;
use super::{IdempotencyKey, ReportKey, SealedReport, Submission};

/// What the key schedule is bound to: envelopes of anything else cannot be opened as reports.
pub const HPKE_INFO: &[u8] = b"rives report 1";

pub(super) type PublicKey = <X25519HkdfSha256 as Kem>::PublicKey;

/// Nothing was sealed: the desk's key is a point that X25519 refuses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the report cannot be sealed to this key")]
pub struct SealError;

impl ReportKey {
    /// Seals in the reporter's browser. `idempotency` and `seed` are random bytes, fresh for every envelope;
    /// an envelope that is sent again is sent as it is.
    pub fn seal(
        &self,
        submission: &Submission,
        idempotency: IdempotencyKey,
        seed: [u8; 32],
    ) -> Result<SealedReport, SealError> {
        self.seal_as(submission, idempotency, seed, false)
    }

    /// Seals at the portal's door, in memory, where the browser could not.
    pub fn seal_at_door(
        &self,
        submission: &Submission,
        idempotency: IdempotencyKey,
        seed: [u8; 32],
    ) -> Result<SealedReport, SealError> {
        self.seal_as(submission, idempotency, seed, true)
    }

    fn seal_as(
        &self,
        submission: &Submission,
        idempotency: IdempotencyKey,
        seed: [u8; 32],
        at_door: bool,
    ) -> Result<SealedReport, SealError> {
        let (bucket, plaintext) = submission.encode();
        let head = Head {
            key_id: self.id().0,
            idempotency: idempotency.0,
            bucket,
        };
        let aad = head.bytes();
        // One encapsulated key must never serve two messages: should a caller give one seed twice, the message
        // still makes the difference.
        let keying: [u8; 32] = Sha256::new()
            .chain_update(b"rives report seed\0")
            .chain_update(seed)
            .chain_update(aad)
            .chain_update(&plaintext)
            .finalize()
            .into();
        let (enc, ciphertext) =
            seal_bytes(&self.public, keying, HPKE_INFO, &aad, &plaintext).map_err(|_| SealError)?;
        let envelope = [aad.as_slice(), &enc, &ciphertext].concat();
        Ok(SealedReport::sealed(head, envelope, at_door))
    }
}

/// Single-shot sealing of RFC 9180 §6.1; `keying` is the ephemeral key's input keying material.
fn seal_bytes(
    public: &PublicKey,
    keying: [u8; 32],
    info: &[u8],
    aad: &[u8],
    plaintext: &[u8],
) -> Result<([u8; 32], Vec<u8>), HpkeError> {
    let (enc, ciphertext) =
        single_shot_seal_with_rng::<ChaCha20Poly1305, HkdfSha256, X25519HkdfSha256>(
            &OpModeS::Base,
            public,
            info,
            plaintext,
            aad,
            &mut Given(keying),
        )?;
    Ok((enc.to_bytes().into(), ciphertext))
}

/// The caller's random bytes as `hpke` takes them: it draws 32, once. Whoever drew more would be given the
/// chain of their hashes.
struct Given([u8; 32]);

impl TryRng for Given {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        let mut bytes = [0; 4];
        self.try_fill_bytes(&mut bytes)?;
        Ok(u32::from_le_bytes(bytes))
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        let mut bytes = [0; 8];
        self.try_fill_bytes(&mut bytes)?;
        Ok(u64::from_le_bytes(bytes))
    }

    fn try_fill_bytes(&mut self, out: &mut [u8]) -> Result<(), Infallible> {
        for chunk in out.chunks_mut(self.0.len()) {
            chunk.copy_from_slice(&self.0[..chunk.len()]);
            self.0 = Sha256::digest(self.0).into();
        }
        Ok(())
    }
}

impl TryCryptoRng for Given {}

#[cfg(test)]
mod tests {
    use hpke::Deserializable as _;

    use super::*;

    fn hex(text: &str) -> Vec<u8> {
        let digits = |at: usize| u8::from_str_radix(&text[at..at + 2], 16).unwrap();
        (0..text.len()).step_by(2).map(digits).collect()
    }

    /// RFC 9180, appendix A.2.1, sequence number 0.
    #[test]
    fn sealing_gives_the_bytes_of_the_standards_example() {
        let public = hex("4310ee97d88cc1f088a5576c77ab0cf5c3ac797f3d95139c6c84b5429c59662a");
        let keying = hex("909a9b35d3dc4713a5e72a4da274b55d3d3821a37e5d099e74a647db583a904b");
        let (enc, ciphertext) = seal_bytes(
            &PublicKey::from_bytes(&public).unwrap(),
            keying.try_into().unwrap(),
            &hex("4f6465206f6e2061204772656369616e2055726e"),
            &hex("436f756e742d30"),
            &hex("4265617574792069732074727574682c20747275746820626561757479"),
        )
        .unwrap();
        assert_eq!(
            enc.as_slice(),
            hex("1afa08d3dec047a643885163f1180476fa7ddb54c6a8029ea33f95796bf2ac4a")
        );
        assert_eq!(
            ciphertext,
            hex(
                "1c5250d8034ec2b784ba2cfd69dbdb8af406cfe3ff938e131f0def8c8b60b4db21993c62ce81883d2dd1b51a28"
            )
        );
    }

    #[test]
    fn a_key_that_would_give_everybody_the_same_secret_is_refused() {
        let nothing = PublicKey::from_bytes(&[0; 32]).unwrap();
        assert!(seal_bytes(&nothing, [1; 32], b"", b"", b"text").is_err());
    }
}
