//! The exchange's key: contacts and letters are sealed under it (AES-256-GCM), contacts found again by keyed
//! hashes, and links made of ids (HMAC-SHA-256), each under a key of its own (HKDF, RFC 5869).
//!
//! The key is in a file beside the store, never in it: a copy of the store alone reaches nobody.

use std::path::Path;

use aws_lc_rs::aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use aws_lc_rs::error::Unspecified;
use aws_lc_rs::hkdf::{HKDF_SHA256, Prk, Salt};
use aws_lc_rs::hmac;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use desk::access::Randomness;
use desk::exchange::ContactHasher;
use portal::exchange::{Contact, ContactHash, LinkHash, Party, SealedContact, TalkId};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use super::Letter;
use crate::key_file;
use crate::secret::is_secret;

/// The first byte of everything sealed: how it is sealed.
const VERSION: u8 = 1;

/// Why there is no key.
#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    /// Its file cannot be read or made.
    #[error("the exchange's key, {path}: {error}")]
    File {
        /// Which.
        path: String,
        /// Why.
        error: std::io::Error,
    },
    /// What the file holds is no key.
    #[error(
        "{path} holds no key of the exchange: 43 characters of base64url\n    fix: give back the file that was there; if it is lost, move this one away, and nobody who posted can be reached any more"
    )]
    NoKey {
        /// Which.
        path: String,
    },
}

/// A contact as it is sealed.
#[derive(Serialize, Deserialize)]
struct Written {
    email: Option<String>,
    phone: Option<String>,
}

/// The exchange's keys. No `Debug`.
pub struct ContactKey {
    contacts: LessSafeKey,
    letters: LessSafeKey,
    hashes: hmac::Key,
    links: hmac::Key,
}

impl ContactKey {
    /// Reads the key of `path`, or makes the file, which only its owner can read.
    pub fn open_or_create(path: &Path, random: &dyn Randomness) -> Result<Self, KeyError> {
        let text = key_file::read_or_create(path, || crate::secret::fresh(random));
        let text = text.map_err(|error| KeyError::File {
            path: path.display().to_string(),
            error,
        })?;
        Self::read(text.trim()).ok_or_else(|| KeyError::NoKey {
            path: path.display().to_string(),
        })
    }

    /// A key as its file holds it: base64url of 32 bytes.
    pub fn read(text: &str) -> Option<Self> {
        let bytes = URL_SAFE_NO_PAD.decode(text).ok()?;
        if bytes.len() != 32 {
            return None;
        }
        let root = Salt::new(HKDF_SHA256, b"rives exchange").extract(&bytes);
        Self::derive(&root).ok()
    }

    fn derive(root: &Prk) -> Result<Self, Unspecified> {
        let sealing = |name: &[u8]| -> Result<LessSafeKey, Unspecified> {
            let key = UnboundKey::from(root.expand(&[name], &AES_256_GCM)?);
            Ok(LessSafeKey::new(key))
        };
        let hashing = |name: &[u8]| -> Result<hmac::Key, Unspecified> {
            Ok(hmac::Key::from(root.expand(&[name], hmac::HMAC_SHA256)?))
        };
        Ok(Self {
            contacts: sealing(b"contacts")?,
            letters: sealing(b"letters")?,
            hashes: hashing(b"contact hashes")?,
            links: hashing(b"links")?,
        })
    }

    /// A contact, sealed and hashed; `None` when it cannot be.
    pub fn seal_contact(
        &self,
        contact: &Contact,
        random: &dyn Randomness,
    ) -> Option<SealedContact> {
        let written = Written {
            email: contact.email.clone(),
            phone: contact.phone.clone(),
        };
        let sealed = seal(&self.contacts, &serde_json::to_vec(&written).ok()?, random)?;
        Some(SealedContact {
            sealed,
            hashes: self.hashes(contact),
        })
    }

    /// One keyed hash for each of e-mail and phone.
    pub fn hashes(&self, contact: &Contact) -> Vec<ContactHash> {
        let email = contact.email.as_ref().map(|e| ("e-mail", e.to_lowercase()));
        let phone = contact.phone.as_ref().map(|p| ("phone", p.clone()));
        let both = email.into_iter().chain(phone);
        both.map(|(what, text)| ContactHash(tag(&self.hashes, what, text.as_bytes())))
            .collect()
    }

    /// What [`ContactKey::seal_contact`] sealed; `None` when it was under another key.
    pub fn open_contact(&self, sealed: &[u8]) -> Option<Contact> {
        let Written { email, phone } =
            serde_json::from_slice(&open(&self.contacts, sealed)?).ok()?;
        Some(Contact { email, phone })
    }

    /// A letter, sealed; `None` when it cannot be.
    pub fn seal_letter(&self, letter: &Letter, random: &dyn Randomness) -> Option<Vec<u8>> {
        seal(&self.letters, &serde_json::to_vec(letter).ok()?, random)
    }

    /// What [`ContactKey::seal_letter`] sealed.
    pub fn open_letter(&self, sealed: &[u8]) -> Option<Letter> {
        serde_json::from_slice(&open(&self.letters, sealed)?).ok()
    }

    /// The secret of the manage link of what this form posted: sent twice, it leads to the same page.
    pub fn manage_secret(&self, idempotency: &str) -> String {
        tag(&self.links, "manage", idempotency.as_bytes())
    }

    /// The secret of one side's link to a conversation.
    pub fn talk_secret(&self, talk: &TalkId, side: Party) -> String {
        tag(&self.links, side.code(), talk.0.as_bytes())
    }

    /// What makes a form's sending the same as another: its form's id and everything that was typed.
    pub fn idempotency(&self, sent: &[u8]) -> String {
        tag(&self.links, "form", sent)
    }
}

impl ContactHasher for ContactKey {
    fn hashes(&self, contact: &Contact) -> Vec<ContactHash> {
        Self::hashes(self, contact)
    }
}

/// What is kept of the secret of a link; `None` when it cannot be one.
pub fn link_hash(secret: &str) -> Option<LinkHash> {
    is_secret(secret).then(|| LinkHash(URL_SAFE_NO_PAD.encode(Sha256::digest(secret.as_bytes()))))
}

/// 256 bits in base64url, of what something is and its bytes.
fn tag(key: &hmac::Key, what: &str, bytes: &[u8]) -> String {
    let mut context = hmac::Context::with_key(key);
    context.update(what.as_bytes());
    context.update(&[0]);
    context.update(bytes);
    URL_SAFE_NO_PAD.encode(context.sign())
}

/// Version, nonce, ciphertext, tag.
fn seal(key: &LessSafeKey, plain: &[u8], random: &dyn Randomness) -> Option<Vec<u8>> {
    let mut nonce = [0; NONCE_LEN];
    random.fill(&mut nonce);
    let mut sealed = plain.to_vec();
    let unique = Nonce::assume_unique_for_key(nonce);
    key.seal_in_place_append_tag(unique, Aad::from([VERSION]), &mut sealed)
        .ok()?;
    let mut whole = vec![VERSION];
    whole.extend(nonce);
    whole.extend(sealed);
    Some(whole)
}

fn open(key: &LessSafeKey, whole: &[u8]) -> Option<Vec<u8>> {
    let (version, rest) = whole.split_first()?;
    if *version != VERSION {
        return None;
    }
    let (nonce, sealed) = rest.split_first_chunk::<NONCE_LEN>()?;
    let mut plain = sealed.to_vec();
    let nonce = Nonce::assume_unique_for_key(*nonce);
    let length = key
        .open_in_place(nonce, Aad::from([VERSION]), &mut plain)
        .ok()?
        .len();
    plain.truncate(length);
    Some(plain)
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt as _;

    use super::*;
    use crate::desk::SystemRandomness;

    fn key() -> ContactKey {
        ContactKey::read(&"A".repeat(43)).unwrap()
    }

    fn contact() -> Contact {
        Contact {
            email: Some("Lea@exemple.fr".to_owned()),
            phone: Some("+33612345678".to_owned()),
        }
    }

    #[test]
    fn a_contact_is_opened_under_its_key_only_and_says_nothing_sealed() {
        let sealed = key().seal_contact(&contact(), &SystemRandomness).unwrap();
        let again = key().seal_contact(&contact(), &SystemRandomness).unwrap();
        assert!(key().open_contact(&sealed.sealed) == Some(contact()));
        assert_ne!(
            sealed.sealed, again.sealed,
            "nobody sees that it is the same"
        );
        assert!(sealed.hashes == again.hashes, "but who has the key");
        let other = ContactKey::read(&format!("B{}", "A".repeat(42))).unwrap();
        assert!(other.open_contact(&sealed.sealed).is_none());
        assert!(other.hashes(&contact()) != sealed.hashes);
        assert!(key().open_letter(&sealed.sealed).is_none(), "no letter");
        for bad in [&[][..], &[1; 5], &[2; 60], &sealed.sealed[..40]] {
            assert!(key().open_contact(bad).is_none());
        }
    }

    #[test]
    fn a_mail_and_a_phone_have_each_a_hash_whatever_the_spelling_of_the_mail() {
        let hashes = key().hashes(&contact());
        assert_eq!(hashes.len(), 2);
        let small = Contact {
            email: Some("lea@exemple.fr".to_owned()),
            phone: None,
        };
        assert!(key().hashes(&small) == hashes[..1]);
    }

    #[test]
    fn both_sides_of_a_conversation_have_links_of_their_own() {
        let talk = TalkId("0195".to_owned());
        let owner = key().talk_secret(&talk, Party::Owner);
        let responder = key().talk_secret(&talk, Party::Responder);
        assert_ne!(owner, responder);
        assert!(link_hash(&owner).is_some() && link_hash(&responder).is_some());
        assert!(link_hash("abc").is_none());
        assert_ne!(key().manage_secret("0195"), owner);
    }

    #[test]
    fn the_first_start_makes_a_key_that_only_its_owner_reads_and_the_next_one_keeps_it() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("data/exchange.key");
        let first = ContactKey::open_or_create(&path, &SystemRandomness).unwrap();
        let mode = std::fs::metadata(&path).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
        let again = ContactKey::open_or_create(&path, &SystemRandomness).unwrap();
        assert!(first.hashes(&contact()) == again.hashes(&contact()));
        std::fs::write(&path, "hello").unwrap();
        let error = ContactKey::open_or_create(&path, &SystemRandomness).err();
        assert!(matches!(error, Some(KeyError::NoKey { .. })));
    }
}
