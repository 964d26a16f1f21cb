//! The two WebAuthn ceremonies: registering a passkey, and coming in with one. User verification is
//! required in both, and the passkey is discoverable: nobody types a login.
//!
//! Never: a challenge that comes back from the browser. What was asked is kept by the server, and taken once.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use portal::Instant;
use uuid::Uuid;
use webauthn_rs::prelude::{
    CredentialID, DiscoverableAuthentication, Passkey, PasskeyRegistration, PublicKeyCredential,
    RegisterPublicKeyCredential, Webauthn,
};

use crate::access::{Token, TokenHash};
use crate::staff::{StaffId, StoredPasskey};
use crate::web::{Desk, Trouble};

/// The ceremony of signing in.
const SIGN_IN: &str = "passkey.sign-in";

/// Under what a ceremony is kept: one browser may have several kinds under way.
pub(in crate::pages) fn under(token: &Token, kind: &str) -> TokenHash {
    TokenHash(format!("{}.{kind}", token.hash().0))
}

/// JSON of something that the library makes; failing is its fault, not the person's.
pub(in crate::pages) fn json(value: &impl serde::Serialize) -> Result<String, Trouble> {
    serde_json::to_string(value).map_err(|error| {
        tracing::error!(%error, "a ceremony that cannot be written down");
        Trouble::Unavailable
    })
}

/// Begins signing in: the options for the script.
pub(super) async fn ask(desk: &Desk, door: &Token) -> Result<String, Trouble> {
    let (options, state) = desk
        .webauthn
        .start_discoverable_authentication()
        .map_err(broken)?;
    desk.store
        .begin(&under(door, SIGN_IN), SIGN_IN, &json(&state)?, desk.now())
        .await?;
    json(&options)
}

/// Under what tries with one passkey are counted: the credential that an answer names, known or not, so that
/// a limit tells nothing about which exist. An answer that names none comes no further than that.
pub(super) fn claimed(answer: &str) -> Option<String> {
    let answer = serde_json::from_str::<PublicKeyCredential>(answer).ok()?;
    let credential = URL_SAFE_NO_PAD.encode(&answer.raw_id);
    Some(format!("clé {}", Token::hash_of(&credential).0))
}

/// Whose passkey answered; `None` when it proves nothing.
pub(super) async fn answered(
    desk: &Desk,
    door: &Token,
    answer: &str,
) -> Result<Option<StaffId>, Trouble> {
    let now = desk.now();
    let state = desk
        .store
        .take(&under(door, SIGN_IN), SIGN_IN, now)
        .await?
        .and_then(|text| serde_json::from_str::<DiscoverableAuthentication>(&text).ok());
    let answer = serde_json::from_str::<PublicKeyCredential>(answer).ok();
    let (Some(state), Some(answer)) = (state, answer) else {
        return Ok(None);
    };
    let Ok((user, credential)) = desk.webauthn.identify_discoverable_authentication(&answer) else {
        return Ok(None);
    };
    let staff = StaffId(user.to_string());
    let credential = URL_SAFE_NO_PAD.encode(credential);
    let kept = desk.store.passkeys(&staff).await?;
    let Some(kept) = kept.into_iter().find(|k| k.credential == credential) else {
        return Ok(None);
    };
    let Ok(mut passkey) = serde_json::from_str::<Passkey>(&kept.passkey) else {
        tracing::error!(id = %kept.id, "a stored passkey that cannot be read");
        return Ok(None);
    };
    let result = match desk
        .webauthn
        .finish_discoverable_authentication_v2(&answer, state, &passkey)
    {
        Ok(result) if result.user_verified() => result,
        Ok(_) => return Ok(None),
        Err(error) => {
            tracing::info!(%error, "a passkey that was refused");
            return Ok(None);
        }
    };
    passkey.update_credential(&result);
    let used = desk
        .store
        .passkey_used(&kept.id, &json(&passkey)?, now)
        .await?;
    Ok(used.then_some(staff))
}

/// Begins registering a passkey: the options for the script, and what the server keeps of it.
pub(in crate::pages) fn register(
    desk: &Desk,
    staff: &StaffId,
    login: &str,
    name: &str,
    kept: &[StoredPasskey],
) -> Result<(String, PasskeyRegistration), Trouble> {
    let user = Uuid::parse_str(&staff.0).map_err(broken)?;
    let kept: Vec<CredentialID> = kept
        .iter()
        .filter_map(|k| URL_SAFE_NO_PAD.decode(&k.credential).ok())
        .collect();
    creation(&desk.webauthn, user, login, name, kept)
}

fn creation(
    webauthn: &Webauthn,
    user: Uuid,
    login: &str,
    name: &str,
    kept: Vec<CredentialID>,
) -> Result<(String, PasskeyRegistration), Trouble> {
    let (options, state) = webauthn
        .start_passkey_registration(user, login, name, Some(kept))
        .map_err(broken)?;
    let mut options = serde_json::to_value(&options).map_err(broken)?;
    // Discoverable, so that signing in needs no login. A hint to browsers; webauthn-rs does not check it.
    if let Some(selection) = options
        .pointer_mut("/publicKey/authenticatorSelection")
        .and_then(serde_json::Value::as_object_mut)
    {
        selection.insert("residentKey".into(), "required".into());
        selection.insert("requireResidentKey".into(), true.into());
    }
    Ok((options.to_string(), state))
}

/// Ends it: the passkey to keep; `None` when the answer is not one to what was asked.
pub(in crate::pages) fn registered(
    desk: &Desk,
    state: &PasskeyRegistration,
    answer: &str,
    staff: &StaffId,
    name: &str,
    at: Instant,
) -> Option<StoredPasskey> {
    let answer: RegisterPublicKeyCredential = serde_json::from_str(answer).ok()?;
    let passkey = desk
        .webauthn
        .finish_passkey_registration(&answer, state)
        .inspect_err(|error| tracing::info!(%error, "a new passkey that was refused"))
        .ok()?;
    let name: String = name.split_whitespace().collect::<Vec<_>>().join(" ");
    let name: String = name.chars().take(40).collect();
    Some(StoredPasskey {
        id: desk.ids.fresh(at),
        staff: staff.clone(),
        credential: URL_SAFE_NO_PAD.encode(passkey.cred_id()),
        name: if name.is_empty() {
            "Clé d'accès".into()
        } else {
            name
        },
        passkey: serde_json::to_string(&passkey).ok()?,
        created_at: at,
        last_used: None,
    })
}

fn broken(error: impl std::fmt::Display) -> Trouble {
    tracing::error!(%error, "a passkey ceremony cannot begin");
    Trouble::Unavailable
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, from_str, json};

    use super::*;

    fn options() -> Value {
        let webauthn = crate::web::relying_party("https://poste.example.fr", "Rives").unwrap();
        let user = Uuid::from_u128(7);
        let kept = vec![vec![1, 2, 3]];
        let (options, _) = creation(&webauthn, user, "a.b", "A B", kept).unwrap();
        from_str(&options).unwrap()
    }

    #[test]
    fn a_new_passkey_is_discoverable_verifies_its_user_and_is_no_second_one_of_the_same_device() {
        let options = options();
        let told = |path: &str| options.pointer(path).cloned();
        let selection = "/publicKey/authenticatorSelection";
        assert_eq!(
            told(&format!("{selection}/residentKey")),
            Some(json!("required"))
        );
        assert_eq!(
            told(&format!("{selection}/requireResidentKey")),
            Some(json!(true))
        );
        assert_eq!(
            told(&format!("{selection}/userVerification")),
            Some(json!("required"))
        );
        assert_eq!(
            told("/publicKey/excludeCredentials/0/id"),
            Some(json!("AQID"))
        );
        assert_eq!(
            told("/publicKey/user/id"),
            Some(json!("AAAAAAAAAAAAAAAAAAAABw"))
        );
    }

    #[test]
    fn what_the_script_sends_can_be_read() {
        let made = json!({"id": "AQID", "rawId": "AQID", "type": "public-key", "extensions": {},
            "response": {"attestationObject": "AQID", "clientDataJSON": "AQID",
                "transports": ["usb", "nfc", "ble", "internal", "hybrid"]}});
        assert!(from_str::<RegisterPublicKeyCredential>(&made.to_string()).is_ok());
        let shown = json!({"id": "AQID", "rawId": "AQID", "type": "public-key", "extensions": {},
            "response": {"authenticatorData": "AQID", "clientDataJSON": "AQID", "signature": "AQID",
                "userHandle": "AAAAAAAAAAAAAAAAAAAABw"}});
        let shown = from_str::<PublicKeyCredential>(&shown.to_string()).unwrap();
        let webauthn = crate::web::relying_party("https://poste.example.fr", "Rives").unwrap();
        let (user, credential) = webauthn
            .identify_discoverable_authentication(&shown)
            .unwrap();
        assert_eq!((user, credential), (Uuid::from_u128(7), &[1, 2, 3][..]));
    }
}
