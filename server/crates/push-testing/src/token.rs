//! Whether a VAPID token proves its sender (RFC 8292), by OpenSSL.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use openssl::bn::{BigNum, BigNumContext};
use openssl::ec::{EcGroup, EcKey, EcPoint};
use openssl::ecdsa::EcdsaSig;
use openssl::error::ErrorStack;
use openssl::nid::Nid;
use openssl::sha::sha256;
use serde_json::Value;

/// The longest that a token may be good for (RFC 8292 §2).
const LONGEST: i64 = 24 * 3_600;

/// A token that was found good.
#[derive(Clone, Debug)]
pub(crate) struct Good {
    pub(crate) key: String,
    pub(crate) expires: i64,
}

/// `vapid t=…, k=…`: its key and its end, or what is wrong with it.
pub(crate) fn read(header: &str, origin: &str, now: i64) -> Result<Good, String> {
    let rest = header
        .strip_prefix("vapid ")
        .ok_or("Authorization is not of the scheme vapid")?;
    let part = |name: &str| {
        rest.split(',')
            .find_map(|p| p.trim().strip_prefix(name)?.strip_prefix('='))
            .ok_or(format!("Authorization has no {name}"))
    };
    let (token, key) = (part("t")?, part("k")?);
    let [head, claims, signature] = token.split('.').collect::<Vec<_>>()[..] else {
        return Err("the token is no JWT".to_owned());
    };
    let decode = |text: &str| {
        URL_SAFE_NO_PAD
            .decode(text)
            .map_err(|_| "the token is not base64url without padding".to_owned())
    };
    let json = |text: &str| {
        serde_json::from_slice::<Value>(&decode(text)?).map_err(|e| format!("the token: {e}"))
    };
    if json(head)?["alg"] != "ES256" {
        return Err("the token is not signed by ES256".to_owned());
    }
    let claims_read = json(claims)?;
    if claims_read["aud"] != origin {
        return Err(format!("aud is {}, not {origin}", claims_read["aud"]));
    }
    let expires = claims_read["exp"]
        .as_i64()
        .ok_or("exp is no whole number of seconds")?;
    if expires <= now || expires > now + LONGEST {
        return Err(format!("exp is {} s from now", expires - now));
    }
    let subject = claims_read["sub"].as_str().unwrap_or_default();
    if !["mailto:", "https:"].iter().any(|s| subject.starts_with(s)) {
        return Err(format!("sub is \"{subject}\""));
    }
    let signed = sha256(format!("{head}.{claims}").as_bytes());
    match verify(&decode(key)?, &decode(signature)?, &signed) {
        Ok(true) => Ok(Good {
            key: key.to_owned(),
            expires,
        }),
        _ => Err("the token's signature is not of its key".to_owned()),
    }
}

fn verify(key: &[u8], signature: &[u8], digest: &[u8]) -> Result<bool, ErrorStack> {
    if key.len() != 65 || signature.len() != 64 {
        return Ok(false);
    }
    let group = EcGroup::from_curve_name(Nid::X9_62_PRIME256V1)?;
    let mut context = BigNumContext::new()?;
    let point = EcPoint::from_bytes(&group, key, &mut context)?;
    let key = EcKey::from_public_key(&group, &point)?;
    let (r, s) = signature.split_at(32);
    let signature =
        EcdsaSig::from_private_components(BigNum::from_slice(r)?, BigNum::from_slice(s)?)?;
    signature.verify(digest, &key)
}
