//! A passphrase around a key: argon2id (RFC 9106) and ChaCha20-Poly1305 (RFC 8439).

use argon2::{Algorithm, Argon2, Params, Version};
use chacha20poly1305::aead::{Aead as _, KeyInit as _, Payload};
use chacha20poly1305::{ChaCha20Poly1305, Key, Nonce};
use zeroize::Zeroizing;

use crate::access::Randomness;

/// The fewest characters of a passphrase: it stands between a stolen disk and every report.
const SHORTEST: usize = 16;
/// What a file may ask for at most: a gibibyte, 64 passes.
const MOST: Cost = Cost {
    memory_kib: 1 << 20,
    passes: 64,
};

/// A secret that somebody types, or a file gives, when the desk starts.
pub struct Passphrase(Zeroizing<String>);

impl Passphrase {
    /// Reads one, without the line end that files have; `None` when it is shorter than 16 characters.
    pub fn read(text: &str) -> Option<Self> {
        let text = text.trim_end_matches(['\r', '\n']);
        (text.chars().count() >= SHORTEST).then(|| Self(Zeroizing::new(text.to_owned())))
    }
}

/// What every guess at a passphrase costs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cost {
    /// Memory in KiB.
    pub memory_kib: u32,
    /// Passes over it.
    pub passes: u32,
}

impl Default for Cost {
    /// RFC 9106's second choice, 64 MiB and three passes, on one lane.
    fn default() -> Self {
        Self {
            memory_kib: 64 * 1024,
            passes: 3,
        }
    }
}

/// Why a key stays shut.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum WrapError {
    /// It is wrapped, and there is no passphrase.
    #[error("the key is wrapped and no passphrase was given")]
    NoPassphrase,
    /// Another passphrase, or the file was changed: nobody can tell which.
    #[error("the passphrase is not the one, or the file was changed")]
    Refused,
    /// The file asks for a cost that is none, or absurd.
    #[error("the cost that the file names cannot be")]
    Cost,
}

/// A key in its wrapping. The salt is drawn anew for every key, so the derived key serves once and the nonce
/// may be zeros.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Wrapped {
    pub(super) cost: Cost,
    pub(super) salt: [u8; 16],
    pub(super) sealed: Vec<u8>,
}

/// Draws a salt.
pub(super) fn fresh_salt(random: &dyn Randomness) -> [u8; 16] {
    let mut salt = [0; 16];
    random.fill(&mut salt);
    salt
}

/// Wraps a key, bound to `aad`.
pub(super) fn wrap(
    secret: &[u8; 32],
    passphrase: &Passphrase,
    (cost, salt): (Cost, [u8; 16]),
    aad: &[u8],
) -> Result<Vec<u8>, WrapError> {
    let payload = Payload { msg: secret, aad };
    cipher(passphrase, cost, &salt)?
        .encrypt(&Nonce::default(), payload)
        .map_err(|_| WrapError::Refused)
}

/// Unwraps a key.
pub(super) fn unwrap(
    wrapped: &Wrapped,
    passphrase: &Passphrase,
    aad: &[u8],
) -> Result<Zeroizing<[u8; 32]>, WrapError> {
    let payload = Payload {
        msg: &wrapped.sealed,
        aad,
    };
    let secret = cipher(passphrase, wrapped.cost, &wrapped.salt)?
        .decrypt(&Nonce::default(), payload)
        .map(Zeroizing::new)
        .map_err(|_| WrapError::Refused)?;
    let secret = secret.as_slice().try_into();
    secret.map(Zeroizing::new).map_err(|_| WrapError::Refused)
}

fn cipher(
    passphrase: &Passphrase,
    cost: Cost,
    salt: &[u8; 16],
) -> Result<ChaCha20Poly1305, WrapError> {
    if cost.memory_kib > MOST.memory_kib || cost.passes > MOST.passes {
        return Err(WrapError::Cost);
    }
    let params = Params::new(cost.memory_kib, cost.passes, 1, Some(32));
    let params = params.map_err(|_| WrapError::Cost)?;
    let mut derived = Zeroizing::new([0; 32]);
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
        .hash_password_into(passphrase.0.as_bytes(), salt, derived.as_mut_slice())
        .map_err(|_| WrapError::Cost)?;
    Ok(ChaCha20Poly1305::new(&Key::from(*derived)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_passphrase_is_long_and_has_no_line_end() {
        assert!(Passphrase::read("trop court").is_none());
        let typed = Passphrase::read("six mots tirés aux dés hier").unwrap();
        let filed = Passphrase::read("six mots tirés aux dés hier\r\n").unwrap();
        assert_eq!(*typed.0, *filed.0);
    }

    #[test]
    fn a_file_cannot_ask_for_all_the_memory() {
        let passphrase = Passphrase::read("six mots tirés aux dés hier").unwrap();
        let greedy = Cost {
            memory_kib: u32::MAX,
            passes: 1,
        };
        let refused = wrap(&[1; 32], &passphrase, (greedy, [0; 16]), b"");
        assert_eq!(refused, Err(WrapError::Cost));
    }
}
