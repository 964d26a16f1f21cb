//! The second factor beside a password: RFC 6238 codes (SHA-1, 6 digits, 30 s), the only kind that every
//! authenticator app knows.
//!
//! Never: whether a code was used before; [`super::Credentials::use_step`] keeps that.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use portal::Instant;
use qrcode::QrCode;
use qrcode::render::svg;
use totp_rs::{Builder, Secret, Totp};

use crate::access::Randomness;

/// A fresh key: 160 bits, as long as SHA-1's output (RFC 4226 §4).
pub fn fresh_totp_key(random: &dyn Randomness) -> Vec<u8> {
    let mut key = vec![0; 20];
    random.fill(&mut key);
    key
}

/// The time step of a code that is right at `at`, or was 30 s before, or will be 30 s after.
pub fn totp_step(key: &[u8], code: &str, at: Instant) -> Option<i64> {
    let digits: String = code.chars().filter(|c| !c.is_whitespace()).collect();
    if digits.len() != 6 || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let seconds = u64::try_from(at.0.div_euclid(1000)).ok()?;
    let step = totp(key, "-", "-")?.check(&digits, seconds)?;
    i64::try_from(step).ok()
}

/// What the authenticator app reads: `otpauth://totp/…`.
pub fn totp_url(key: &[u8], portal: &str, person: &str) -> Option<String> {
    totp(key, portal, person)?.to_url().ok()
}

/// The key as it is typed by hand, in groups of four.
pub fn totp_typed(key: &[u8]) -> String {
    let text = Secret::from(key).to_base32();
    let chars: Vec<char> = text.chars().filter(|c| *c != '=').collect();
    let groups: Vec<String> = chars.chunks(4).map(|g| g.iter().collect()).collect();
    groups.join(" ")
}

/// A QR code as the address of an image (`data:`): dark on light whatever the page's colours.
pub fn qr_image(text: &str) -> Option<String> {
    let svg = QrCode::new(text)
        .ok()?
        .render::<svg::Color<'_>>()
        .min_dimensions(220, 220)
        .build();
    Some(format!(
        "data:image/svg+xml;base64,{}",
        STANDARD.encode(svg)
    ))
}

fn totp(key: &[u8], portal: &str, person: &str) -> Option<Totp> {
    // A colon would end the label's first part.
    let plain = |text: &str| text.replace(':', " ");
    Builder::new()
        .with_secret(key)
        .with_skew(1)
        .with_account_name(plain(person))
        .with_issuer(Some(plain(portal)))
        .build()
        .ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 6238, appendix B: the last six digits of the SHA-1 column.
    const KEY: &[u8] = b"12345678901234567890";

    #[test]
    fn codes_are_those_of_the_rfc_and_one_step_around() {
        let at = |seconds: i64| Instant(seconds * 1000);
        assert_eq!(totp_step(KEY, "287082", at(59)), Some(1));
        assert_eq!(
            totp_step(KEY, "081 804", at(1_111_111_109)),
            Some(37_037_036)
        );
        assert_eq!(totp_step(KEY, "287082", at(89)), Some(1));
        assert_eq!(totp_step(KEY, "287082", at(90)), None);
        assert_eq!(totp_step(KEY, "287083", at(59)), None);
        assert_eq!(totp_step(KEY, "", at(59)), None);
    }

    #[test]
    fn the_address_names_the_portal_and_the_person() {
        let url = totp_url(KEY, "Rives : Gard", "Zoé").unwrap();
        assert!(url.starts_with("otpauth://totp/"), "{url}");
        assert!(
            url.contains("secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"),
            "{url}"
        );
        assert!(
            qr_image(&url)
                .unwrap()
                .starts_with("data:image/svg+xml;base64,")
        );
        assert_eq!(totp_typed(KEY), "GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ");
    }
}
