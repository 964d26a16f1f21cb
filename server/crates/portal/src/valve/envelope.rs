//! The envelope: what travels and what is stored. Its clear head is bound to what is sealed.
//!
//! | bytes | what |
//! |---|---|
//! | 1 | version, 1 |
//! | 1 | suite, 1: DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, ChaCha20-Poly1305 |
//! | 8 | id of the desk's key |
//! | 16 | idempotency key, random |
//! | 1 | size bucket |
//! | 32 | encapsulated key |
//! | the bucket's size + 16 | ciphertext and tag |

/// The version of the envelope that this code writes and reads.
pub const VERSION: u8 = 1;

/// DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, ChaCha20-Poly1305 of RFC 9180, base mode.
pub const SUITE_X25519_CHACHA: u8 = 1;

/// Bytes that a bucket holds once padded: whatever is written fits the first; most photos take
/// the others.
pub const BUCKETS: [usize; 4] = [2 * 1024, 64 * 1024, 256 * 1024, 1024 * 1024];

/// Bytes of the clear head, all of them bound as additional authenticated data.
pub const HEAD_LEN: usize = 27;

/// Bytes of the encapsulated key.
pub const ENC_LEN: usize = 32;

/// Bytes of the tag at the end of the ciphertext.
pub const TAG_LEN: usize = 16;

/// The longest envelope that there can be: a door reads no more.
pub const MAX_ENVELOPE_LEN: usize = HEAD_LEN + ENC_LEN + BUCKETS[3] + TAG_LEN;

/// Bytes are not an envelope. Says nothing of what was sealed, which nobody on this side knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum EnvelopeError {
    /// Shorter or longer than its bucket says.
    #[error("the envelope has not the length that its size bucket says")]
    Length,
    /// A version that this code does not know.
    #[error("the envelope has a version that is not known")]
    Version,
    /// A suite that this code does not know.
    #[error("the envelope is sealed by a suite that is not known")]
    Suite,
    /// A bucket that does not exist.
    #[error("the envelope names a size bucket that does not exist")]
    Bucket,
}

/// The clear head of an envelope.
#[derive(Clone, Copy)]
pub(super) struct Head {
    pub(super) key_id: [u8; 8],
    pub(super) idempotency: [u8; 16],
    pub(super) bucket: u8,
}

impl Head {
    /// The head as it is written and bound.
    pub(super) fn bytes(&self) -> [u8; HEAD_LEN] {
        let mut head = [0; HEAD_LEN];
        head[0] = VERSION;
        head[1] = SUITE_X25519_CHACHA;
        head[2..10].copy_from_slice(&self.key_id);
        head[10..26].copy_from_slice(&self.idempotency);
        head[26] = self.bucket;
        head
    }

    /// Reads the head of a whole envelope, whose length must be the bucket's.
    fn read(bytes: &[u8]) -> Result<Self, EnvelopeError> {
        let (head, rest) = bytes
            .split_first_chunk::<HEAD_LEN>()
            .ok_or(EnvelopeError::Length)?;
        let [version, suite, middle @ .., bucket] = *head;
        if version != VERSION {
            return Err(EnvelopeError::Version);
        }
        if suite != SUITE_X25519_CHACHA {
            return Err(EnvelopeError::Suite);
        }
        let size = BUCKETS
            .get(usize::from(bucket))
            .ok_or(EnvelopeError::Bucket)?;
        if rest.len() != ENC_LEN + size + TAG_LEN {
            return Err(EnvelopeError::Length);
        }
        let (mut key_id, mut idempotency) = ([0; 8], [0; 16]);
        key_id.copy_from_slice(&middle[..8]);
        idempotency.copy_from_slice(&middle[8..]);
        Ok(Self {
            key_id,
            idempotency,
            bucket,
        })
    }
}

/// An envelope's parts, none of them readable but the clear head: what opening needs.
pub struct EnvelopeParts<'a> {
    /// The desk's key that the head names.
    pub key_id: [u8; 8],
    /// The idempotency key that the head names.
    pub idempotency: [u8; 16],
    /// The bucket that the head names.
    pub bucket: u8,
    /// The whole head, which is bound as additional authenticated data.
    pub aad: &'a [u8],
    /// The encapsulated key.
    pub enc: &'a [u8],
    /// Ciphertext and tag.
    pub ciphertext: &'a [u8],
}

impl<'a> EnvelopeParts<'a> {
    /// Splits an envelope whose form is right.
    pub fn of(envelope: &'a [u8]) -> Result<Self, EnvelopeError> {
        let head = Head::read(envelope)?;
        let (aad, sealed) = envelope.split_at(HEAD_LEN);
        let (enc, ciphertext) = sealed.split_at(ENC_LEN);
        Ok(Self {
            key_id: head.key_id,
            idempotency: head.idempotency,
            bucket: head.bucket,
            aad,
            enc,
            ciphertext,
        })
    }
}

/// A report, sealed. It cannot be printed, serialised, compared or looked into: the public side can make one,
/// read one from bytes, and hand it to the valve.
///
/// ```compile_fail
/// fn print(report: &portal::valve::SealedReport) {
///     println!("{report:?}");
/// }
/// ```
pub struct SealedReport {
    head: Head,
    envelope: Vec<u8>,
    sealed_at_door: bool,
}

impl SealedReport {
    /// Reads an envelope that somebody sent. `sealed_at_door`: this portal sealed it, as the browser could not.
    ///
    /// Checks the form only: whether it was sealed to the desk's key, nobody but the desk can tell.
    pub fn parse(bytes: &[u8], sealed_at_door: bool) -> Result<Self, EnvelopeError> {
        let head = Head::read(bytes)?;
        Ok(Self {
            head,
            envelope: bytes.to_vec(),
            sealed_at_door,
        })
    }

    /// What was just sealed.
    pub(super) fn sealed(head: Head, envelope: Vec<u8>, sealed_at_door: bool) -> Self {
        Self {
            head,
            envelope,
            sealed_at_door,
        }
    }

    /// Ends the report: what a row of the vault holds, or a browser posts. Nothing in it is readable but the
    /// clear head.
    pub fn into_row(self) -> SealedRow {
        SealedRow {
            idempotency: self.head.idempotency,
            key_id: self.head.key_id,
            suite: SUITE_X25519_CHACHA,
            bucket: self.head.bucket,
            sealed_at_door: self.sealed_at_door,
            envelope: self.envelope,
        }
    }
}

/// The columns of a sealed report: the clear head repeated for indexes, and the whole envelope, opaque.
pub struct SealedRow {
    /// Made at random by whoever sealed it: one row however often it is sent.
    pub idempotency: [u8; 16],
    /// The desk's key that it is sealed to: what destroying a key makes unreadable.
    pub key_id: [u8; 8],
    /// How it is sealed.
    pub suite: u8,
    /// Index into [`BUCKETS`].
    pub bucket: u8,
    /// Sealed by the portal in memory, where the browser could not.
    pub sealed_at_door: bool,
    /// The whole envelope, head included: what the desk opens.
    pub envelope: Vec<u8>,
}
