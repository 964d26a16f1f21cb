//! Recovery codes: the way back in for somebody whose phone or key is gone. Each opens one session.
//!
//! Never: a code kept. 80 random bits need no slow hash.

use crate::access::{Randomness, Token, TokenHash};

/// How many a person is given.
pub const RECOVERY_CODES: usize = 10;
/// Crockford's base 32, lower case: no letter is taken for another.
const LETTERS: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

/// Fresh codes, to be shown once, each of four groups of four.
pub fn fresh_recovery(random: &dyn Randomness) -> Vec<String> {
    (0..RECOVERY_CODES)
        .map(|_| {
            let mut bits = [0; 16];
            random.fill(&mut bits);
            let letters: Vec<char> = bits
                .iter()
                // 16 letters of 5 bits: 80.
                .filter_map(|byte| LETTERS.get(usize::from(byte % 32)))
                .map(|b| char::from(*b))
                .collect();
            let groups: Vec<String> = letters.chunks(4).map(|g| g.iter().collect()).collect();
            groups.join("-")
        })
        .collect()
}

/// What is kept of a code, however it is typed: case, dashes and spaces do not matter, and neither do the
/// letters that look like digits.
pub fn recovery_hash(typed: &str) -> TokenHash {
    let code: String = typed
        .chars()
        .filter(|c| c.is_ascii_alphanumeric())
        .take(64)
        .map(|c| match c.to_ascii_lowercase() {
            'o' => '0',
            'i' | 'l' => '1',
            other => other,
        })
        .collect();
    Token::hash_of(&code)
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::*;

    struct Counting(std::sync::Mutex<Cell<u8>>);
    impl Randomness for Counting {
        fn fill(&self, bytes: &mut [u8]) {
            let cell = self.0.lock().unwrap();
            for byte in bytes {
                *byte = cell.get();
                cell.set(cell.get().wrapping_mul(5).wrapping_add(7));
            }
        }
    }

    #[test]
    fn ten_different_codes_are_given_in_groups() {
        let codes = fresh_recovery(&Counting(std::sync::Mutex::new(Cell::new(1))));
        assert_eq!(codes.len(), RECOVERY_CODES);
        for code in &codes {
            assert_eq!(code.len(), 19, "{code}");
            assert_eq!(code.split('-').count(), 4, "{code}");
        }
    }

    #[test]
    fn a_code_is_known_however_it_is_typed_and_no_other_is() {
        let kept = recovery_hash("ab10-cdef-gh1j-0kmn");
        assert_eq!(kept, recovery_hash(" AB1O CDEF ghIj okmn "));
        assert_ne!(kept, recovery_hash("ab10-cdef-gh1j-0kmp"));
    }
}
