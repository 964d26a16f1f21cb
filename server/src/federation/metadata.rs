//! What the provider publishes of itself, and whether an answer is its own (RFC 9207, against mix-up attacks).

use openidconnect::core::{
    CoreAuthDisplay, CoreClaimName, CoreClaimType, CoreClientAuthMethod, CoreGrantType,
    CoreJsonWebKey, CoreJweContentEncryptionAlgorithm, CoreJweKeyManagementAlgorithm,
    CoreResponseMode, CoreResponseType, CoreSubjectIdentifierType,
};
use openidconnect::{AdditionalProviderMetadata, ProviderMetadata};
use serde::{Deserialize, Serialize};

/// What RFC 9207 adds to the metadata of a provider.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
pub(super) struct NamesItself {
    /// Whether every answer holds `iss` (§3). Absent means false.
    #[serde(default)]
    authorization_response_iss_parameter_supported: bool,
}

impl AdditionalProviderMetadata for NamesItself {}

/// The discovery document.
pub(super) type Metadata = ProviderMetadata<
    NamesItself,
    CoreAuthDisplay,
    CoreClientAuthMethod,
    CoreClaimName,
    CoreClaimType,
    CoreGrantType,
    CoreJweContentEncryptionAlgorithm,
    CoreJweKeyManagementAlgorithm,
    CoreJsonWebKey,
    CoreResponseMode,
    CoreResponseType,
    CoreSubjectIdentifierType,
>;

/// Whether the answer comes from this provider: compared where `iss` is there, and required where the
/// provider says that it always is (RFC 9207 §2.4: simple string comparison).
pub(super) fn check_iss(metadata: &Metadata, iss: Option<&str>) -> Result<(), String> {
    let always = metadata
        .additional_metadata()
        .authorization_response_iss_parameter_supported;
    let issuer = metadata.issuer().as_str();
    match iss {
        Some(iss) if iss == issuer => Ok(()),
        // Anybody's text: as data, and not all of it.
        Some(iss) => {
            let iss: String = iss.chars().take(80).collect();
            Err(format!("iss {iss:?} is not the provider"))
        }
        None if always => Err("the answer lacks iss, which the provider always gives".to_owned()),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn metadata(more: &str) -> Metadata {
        let text = format!(
            r#"{{"issuer": "https://identite.exemple.fr", "authorization_endpoint": "https://identite.exemple.fr/a",
            "jwks_uri": "https://identite.exemple.fr/j", "response_types_supported": ["code"],
            "subject_types_supported": ["public"], "id_token_signing_alg_values_supported": ["RS256"]{more}}}"#
        );
        serde_json::from_str(&text).unwrap()
    }

    #[test]
    fn an_answer_that_names_another_provider_is_refused_and_a_silent_one_only_where_it_promised_to_speak()
     {
        let silent = metadata("");
        let promised = metadata(r#", "authorization_response_iss_parameter_supported": true"#);
        for metadata in [&silent, &promised] {
            assert!(check_iss(metadata, Some("https://identite.exemple.fr")).is_ok());
            // Not even a slash more.
            assert!(check_iss(metadata, Some("https://identite.exemple.fr/")).is_err());
            assert!(check_iss(metadata, Some("https://autre.exemple.fr")).is_err());
        }
        assert!(check_iss(&silent, None).is_ok());
        assert!(check_iss(&promised, None).is_err());
    }
}
