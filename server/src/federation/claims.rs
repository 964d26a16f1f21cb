//! What a provider says beyond OpenID Connect's own claims, and whether it is enough.

use openidconnect::AdditionalClaims;
use serde::{Deserialize, Serialize};

use crate::config::FederationConfig;

/// ProConnect's claims about an agent (userinfo).
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
pub(super) struct AgentClaims {
    /// The establishment.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) siret: Option<String>,
    /// The name in use, where a provider gives no `family_name`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) usual_name: Option<String>,
}

impl AdditionalClaims for AgentClaims {}

/// Whether the level of assurance is one of those accepted. With none configured, any is.
pub(super) fn check_acr(config: &FederationConfig, acr: Option<&str>) -> Result<(), String> {
    let accepted = &config.acr_values;
    if accepted.is_empty() || acr.is_some_and(|acr| accepted.iter().any(|a| a == acr)) {
        return Ok(());
    }
    Err(format!("acr {acr:?} is not among {accepted:?}"))
}

/// Whether every required way of proving oneself was used.
pub(super) fn check_amr(config: &FederationConfig, amr: &[String]) -> Result<(), String> {
    match config.required_amr.iter().find(|r| !amr.contains(r)) {
        None => Ok(()),
        Some(missing) => Err(format!("amr {amr:?} lacks {missing:?}")),
    }
}

/// Whether the establishment is one of those allowed. With none configured, any is.
pub(super) fn check_siret(config: &FederationConfig, siret: Option<&str>) -> Result<(), String> {
    let allowed = &config.siret;
    if allowed.is_empty() || siret.is_some_and(|siret| allowed.iter().any(|a| a == siret)) {
        return Ok(());
    }
    Err(format!("siret {siret:?} is not among those allowed"))
}
