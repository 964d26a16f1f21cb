//! The secret of a device's link: 256 bits, given once; what is kept is its hash.

use portal::push::ManageHash;
use sha2::{Digest as _, Sha256};

pub(super) use crate::secret::{fresh as secret, is_secret};

/// What is kept of the secret of a link; `None` when it cannot be one.
pub(super) fn hash(secret: &str) -> Option<ManageHash> {
    is_secret(secret).then(|| {
        let digest = Sha256::digest(secret.as_bytes());
        ManageHash(digest.iter().map(|b| format!("{b:02x}")).collect())
    })
}

#[cfg(test)]
mod tests {
    use desk::access::Randomness;

    use super::*;

    /// Bytes that count.
    struct Counting;

    impl Randomness for Counting {
        fn fill(&self, bytes: &mut [u8]) {
            for (byte, n) in bytes.iter_mut().zip(0..) {
                *byte = n;
            }
        }
    }

    #[test]
    fn a_secret_is_256_bits_of_letters_for_addresses_and_its_hash_does_not_hold_it() {
        let secret = secret(&Counting);
        assert_eq!(secret, "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8");
        let ManageHash(hash) = hash(&secret).unwrap_or(ManageHash(String::new()));
        assert_eq!(hash.len(), 64);
        assert!(!hash.contains(&secret));
    }

    #[test]
    fn what_cannot_be_a_secret_is_not_looked_up() {
        let long = "A".repeat(44);
        let other = format!("{}/", "A".repeat(42));
        for text in ["", "abc", &long, &other] {
            assert_eq!(hash(text), None, "{text}");
        }
    }
}
