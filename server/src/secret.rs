//! The secret of a link: 256 bits in base64url, given once; what is kept is a hash of it.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use desk::access::Randomness;

/// A secret's bytes.
const BYTES: usize = 32;
/// Its length in base64url without padding.
const LETTERS: usize = 43;

/// A new secret, as addresses and messages carry it.
pub fn fresh(random: &dyn Randomness) -> String {
    let mut bytes = [0; BYTES];
    random.fill(&mut bytes);
    URL_SAFE_NO_PAD.encode(bytes)
}

/// Whether a text could be a secret of ours.
pub fn is_secret(text: &str) -> bool {
    text.len() == LETTERS
        && text
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
}
