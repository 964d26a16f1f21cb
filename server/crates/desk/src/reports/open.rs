//! Opening an envelope.

use hpke::aead::ChaCha20Poly1305;
use hpke::kdf::HkdfSha256;
use hpke::kem::X25519HkdfSha256;
use hpke::{Deserializable as _, HpkeError, Kem, OpModeR, single_shot_open};
use portal::valve::{
    EnvelopeError, EnvelopeParts, HPKE_INFO, IdempotencyKey, KeyId, NotAReport,
    SUITE_X25519_CHACHA, SealedRow, Submission,
};
use zeroize::Zeroizing;

use super::KeyRing;
use super::ring::{Held, PrivateKey};

/// What an envelope held. Only the desk can make one.
pub struct OpenedReport {
    idempotency: IdempotencyKey,
    key_id: KeyId,
    sealed_at_door: bool,
    submission: Submission,
}

impl OpenedReport {
    /// The envelope's own name, which supplements name.
    pub fn idempotency(&self) -> IdempotencyKey {
        self.idempotency
    }

    /// The epoch's key that it was sealed to.
    pub fn key_id(&self) -> KeyId {
        self.key_id
    }

    /// Whether the portal sealed it: then a compromised portal could have read it as it came.
    pub fn sealed_at_door(&self) -> bool {
        self.sealed_at_door
    }

    /// What somebody wrote. Nobody proved who they are, and nothing of it is true for being here.
    pub fn submission(&self) -> &Submission {
        &self.submission
    }

    /// What somebody wrote, to keep.
    pub fn into_submission(self) -> Submission {
        self.submission
    }
}

/// Why an envelope stays shut. Quotes nothing of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum OpenError {
    /// Cut, too long, or of a kind that is not known.
    #[error(transparent)]
    Form(#[from] EnvelopeError),
    /// The row's clear columns say something else than the envelope's head.
    #[error("the row and its envelope contradict each other")]
    Row,
    /// A key that this desk never had, or lost.
    #[error("the desk has no key {0}")]
    UnknownKey(KeyId),
    /// Its epoch's key was destroyed: nobody can open it any more.
    #[error("the key {0} was destroyed")]
    DestroyedEpoch(KeyId),
    /// Changed in any bit, its head included, or sealed to another key.
    #[error("the envelope was changed, or sealed to another key")]
    Tampered,
    /// It opens, and holds no report.
    #[error(transparent)]
    Content(#[from] NotAReport),
}

impl KeyRing {
    /// Opens what a row of the vault holds.
    pub fn open(&self, row: &SealedRow) -> Result<OpenedReport, OpenError> {
        let parts = EnvelopeParts::of(&row.envelope)?;
        let agrees = row.suite == SUITE_X25519_CHACHA
            && row.bucket == parts.bucket
            && row.key_id == parts.key_id
            && row.idempotency == parts.idempotency;
        if !agrees {
            return Err(OpenError::Row);
        }
        let id = KeyId(parts.key_id);
        let key = match self.held(id) {
            Held::Key(key) => key,
            Held::Destroyed => return Err(OpenError::DestroyedEpoch(id)),
            Held::Unknown => return Err(OpenError::UnknownKey(id)),
        };
        let plaintext = open_bytes(key, HPKE_INFO, &parts).map_err(|_| OpenError::Tampered)?;
        Ok(OpenedReport {
            idempotency: IdempotencyKey(parts.idempotency),
            key_id: id,
            sealed_at_door: row.sealed_at_door,
            submission: Submission::decode(&plaintext)?,
        })
    }
}

/// Single-shot opening of RFC 9180 §6.1.
fn open_bytes(
    key: &PrivateKey,
    info: &[u8],
    parts: &EnvelopeParts<'_>,
) -> Result<Zeroizing<Vec<u8>>, HpkeError> {
    let enc = <X25519HkdfSha256 as Kem>::EncappedKey::from_bytes(parts.enc)?;
    single_shot_open::<ChaCha20Poly1305, HkdfSha256, X25519HkdfSha256>(
        &OpModeR::Base,
        key,
        &enc,
        info,
        parts.ciphertext,
        parts.aad,
    )
    .map(Zeroizing::new)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hex(text: &str) -> Vec<u8> {
        let digits = |at: usize| u8::from_str_radix(&text[at..at + 2], 16).unwrap();
        (0..text.len()).step_by(2).map(digits).collect()
    }

    /// RFC 9180, appendix A.2.1, sequence number 0.
    #[test]
    fn the_standards_example_is_opened() {
        let private = hex("8057991eef8f1f1af18f4a9491d16a1ce333f695d4db8e38da75975c4478e0fb");
        let private = PrivateKey::from_bytes(&private).unwrap();
        let opened = |aad: &str| {
            let parts = EnvelopeParts {
                key_id: [0; 8],
                idempotency: [0; 16],
                bucket: 0,
                aad: &hex(aad),
                enc: &hex("1afa08d3dec047a643885163f1180476fa7ddb54c6a8029ea33f95796bf2ac4a"),
                ciphertext: &hex(
                    "1c5250d8034ec2b784ba2cfd69dbdb8af406cfe3ff938e131f0def8c8b60b4db21993c62ce81883d2dd1b51a28",
                ),
            };
            let info = hex("4f6465206f6e2061204772656369616e2055726e");
            open_bytes(&private, &info, &parts).map(|text| text.to_vec())
        };
        assert_eq!(
            opened("436f756e742d30").unwrap(),
            b"Beauty is truth, truth beauty"
        );
        assert!(opened("436f756e742d31").is_err());
    }
}
