//! Passwords: argon2id with OWASP's parameters (Password Storage Cheat Sheet: m = 19 MiB, t = 2, p = 1).
//!
//! Never: a password kept, logged or compared; a quicker answer for somebody who does not exist.

use std::sync::OnceLock;

use argon2::password_hash::{PasswordHasher as _, PasswordVerifier as _};
use argon2::{Algorithm, Argon2, Params, Version};
use tokio::sync::Semaphore;

/// The shortest password, in characters. It never stands alone: a code goes with it.
pub const SHORTEST_PASSWORD: usize = 12;
/// The longest, in bytes: more is no password.
pub const LONGEST_PASSWORD: usize = 512;

/// Hashes at the same time: each takes 19 MiB and a core.
static TURNS: Semaphore = Semaphore::const_new(4);

/// What is wrong with a password that somebody chooses, in French; `None` when it will do.
pub fn password_fault(password: &str, login: &str, name: &str) -> Option<&'static str> {
    if password.chars().count() < SHORTEST_PASSWORD {
        return Some("Choisissez au moins 12 caractères. Quatre mots au hasard conviennent.");
    }
    if password.len() > LONGEST_PASSWORD {
        return Some("Choisissez un mot de passe plus court.");
    }
    let lower = password.to_lowercase();
    let told = [login.to_lowercase(), name.to_lowercase()];
    if told.contains(&lower)
        || lower
            .chars()
            .collect::<std::collections::BTreeSet<_>>()
            .len()
            < 4
    {
        return Some("Ce mot de passe se devine. Choisissez-en un autre.");
    }
    None
}

/// The hash of a password, PHC format; `None` when the machine cannot make one (no random bytes).
pub async fn hash_password(password: String) -> Option<String> {
    let _turn = TURNS.acquire().await.ok()?;
    tokio::task::spawn_blocking(move || hash_now(&password))
        .await
        .ok()
        .flatten()
}

/// Whether the password is the one of the hash. Without a hash (nobody of that login, or no password) the
/// same work is done against one that nothing opens.
pub async fn verify_password(password: String, hash: Option<String>) -> bool {
    let Ok(_turn) = TURNS.acquire().await else {
        return false;
    };
    tokio::task::spawn_blocking(move || {
        let known = hash.is_some();
        // Made for everybody, so that its first making tells nothing either.
        let stand_in = nobodys().map(ToOwned::to_owned);
        let Some(hash) = hash.or(stand_in) else {
            return false;
        };
        // Longer ones were never accepted; hashing megabytes would only cost.
        let fits = password.len() <= LONGEST_PASSWORD;
        let shown = if fits { password.as_bytes() } else { b"" };
        let same = argon2().is_some_and(|a| a.verify_password(shown, hash.as_str()).is_ok());
        same && known && fits
    })
    .await
    .unwrap_or(false)
}

fn argon2() -> Option<Argon2<'static>> {
    let params = Params::new(19_456, 2, 1, None).ok()?;
    Some(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

fn hash_now(password: &str) -> Option<String> {
    let hash = argon2()?.hash_password(password.as_bytes()).ok()?;
    Some(hash.to_string())
}

/// A hash of no password that anybody has, made once.
fn nobodys() -> Option<&'static str> {
    static HASH: OnceLock<Option<String>> = OnceLock::new();
    HASH.get_or_init(|| hash_now("nobody's")).as_deref()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_password_opens_its_own_hash_and_no_other() {
        let hash = hash_password("quatre mots au hasard".into()).await.unwrap();
        assert!(
            hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"),
            "{hash}"
        );
        assert!(verify_password("quatre mots au hasard".into(), Some(hash.clone())).await);
        assert!(!verify_password("quatre mots au hasarD".into(), Some(hash)).await);
    }

    #[tokio::test]
    async fn nobody_comes_in_without_a_hash_not_even_with_the_one_that_stands_in() {
        assert!(!verify_password("nobody's".into(), None).await);
    }

    #[test]
    fn short_or_guessed_passwords_are_refused() {
        assert!(password_fault("onze caract", "a.b", "A B").is_some());
        assert!(password_fault("aaaaaaaaaaaaaa", "a.b", "A B").is_some());
        assert!(password_fault("Camille.Durand", "camille.durand", "Camille").is_some());
        assert!(password_fault("quatre mots au hasard", "a.b", "A B").is_none());
    }
}
