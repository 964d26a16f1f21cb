//! People of the desk for tests: invited from the command line, joined with a password, signed in. Proofs are
//! obtained as the desk obtains them; there is no other way.

use std::sync::atomic::{AtomicU64, Ordering};

use desk::access::{
    Capability, NewSession, Proof, Randomness, Sessions as _, Staff, Token, authenticate,
};
use desk::staff::{
    Account, Accounts as _, FirstCredential, Inviter, Method, NewInvitation, Opening, Role,
    StaffId, StoredPassword, login_of,
};
use portal::{Instant, Span};
use store::Store;

use crate::telling::START;

/// How long sessions of the tests may be idle.
pub const IDLE: Span = Span::hours(1);
/// How long they last at most.
pub const ABSOLUTE: Span = Span::hours(12);

/// Never the same bytes twice in one run.
struct Counting;

impl Randomness for Counting {
    fn fill(&self, bytes: &mut [u8]) {
        static NEXT: AtomicU64 = AtomicU64::new(1);
        let next = NEXT.fetch_add(1, Ordering::Relaxed).to_be_bytes();
        for (byte, from) in bytes.iter_mut().zip(next.iter().cycle()) {
            *byte = *from;
        }
    }
}

/// A token that no other test has.
pub fn token() -> Token {
    Token::fresh(&Counting)
}

/// A password as the store keeps it; nothing here checks it.
pub fn password() -> StoredPassword {
    StoredPassword {
        hash: "$argon2id$not-a-real-hash".into(),
        totp_key: b"12345678901234567890".to_vec(),
        last_step: 0,
    }
}

/// What somebody of this name opens their account with.
pub fn opening(name: &str) -> Opening {
    let login = login_of(name);
    Opening {
        id: StaffId(format!("id-of-{login}")),
        login,
        credential: FirstCredential::Password(password()),
        recovery: vec![],
    }
}

/// Somebody new, invited from the command line at `at`.
pub async fn join(store: &Store, name: &str, roles: &[Role], at: Instant) -> Account {
    let link = token().hash();
    let new = NewInvitation {
        name: name.into(),
        roles: roles.iter().copied().collect(),
    };
    store
        .invite(Inviter::CommandLine, new, link.clone(), at)
        .await
        .unwrap();
    store.accept(&link, opening(name), at).await.unwrap()
}

/// A session of somebody; its token. Panics when they may not come in.
pub async fn sign_in(store: &Store, who: &StaffId, at: Instant) -> Token {
    let shown = token();
    let new = NewSession {
        staff: who.clone(),
        method: Method::Password,
        token: shown.hash(),
        form_token: token(),
        device: "Firefox, Linux".into(),
        ends_at: at + ABSOLUTE,
    };
    assert!(store.open(new, at).await.unwrap(), "may not come in");
    shown
}

/// Who shows this token, if it opens a session.
pub async fn who(store: &Store, shown: &Token, at: Instant) -> Option<Staff> {
    authenticate(store, shown, IDLE, at).await.unwrap()
}

/// Somebody new who has just signed in, at the start of the stories.
pub async fn person(store: &Store, name: &str, roles: &[Role]) -> Staff {
    let account = join(store, name, roles, START).await;
    let shown = sign_in(store, &account.id, START).await;
    who(store, &shown, START).await.unwrap()
}

/// What somebody may, proved.
pub fn may<C: Capability>(staff: &Staff) -> Proof<C> {
    staff.prove().unwrap()
}
