//! Signing in through an identity provider (OpenID Connect Core 1.0, ProConnect's profile): what the desk
//! needs of it. The protocol itself is spoken by the server.

use async_trait::async_trait;
use serde::{Deserialize, Serialize};

use crate::access::Randomness;
use crate::staff::Federated;

/// Where on the desk a provider sends browsers back to; operators register it there.
pub const RETURN_PATH: &str = "/connexion/federation/retour";

/// A sign-in that has been begun: kept as a ceremony, never shown whole.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Begun {
    /// Where the browser goes.
    pub url: String,
    /// `state`: comes back with the browser. ≥ 32 characters.
    pub state: String,
    /// `nonce`: comes back in the ID token. ≥ 32 characters.
    pub nonce: String,
    /// PKCE's verifier (RFC 7636).
    pub verifier: String,
}

/// What the browser brought back from the provider.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Returned {
    /// What is exchanged for tokens, once.
    pub code: String,
    /// The `state` of [`Begun`], if nobody meddled.
    pub state: String,
    /// Who answered (RFC 9207), where the provider says it.
    pub iss: Option<String>,
}

/// Somebody whom the provider vouches for, all checks passed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Vouched {
    /// Who.
    pub who: Federated,
    /// As the provider names them, if it does.
    pub name: Option<String>,
    /// `amr`: how they proved it there.
    pub amr: Vec<String>,
}

/// Why nobody came in. The text of [`FederationError::Refused`] is for the log of operators.
#[derive(Debug, thiserror::Error)]
pub enum FederationError {
    /// The provider does not answer, or not in its own protocol.
    #[error("the identity provider is not available: {0}")]
    Unavailable(String),
    /// A check failed: state, nonce, signature, issuer (of the answer and of the token), audience, expiry, `acr`, `amr` or `siret`.
    #[error("refused: {0}")]
    Refused(String),
}

/// An identity provider.
#[async_trait]
pub trait Federation: Send + Sync {
    /// Its name on the sign-in page ("ProConnect").
    fn name(&self) -> &str;
    /// Begins a sign-in that ends at `redirect_uri`.
    async fn begin(&self, random: &dyn Randomness) -> Result<Begun, FederationError>;
    /// Ends it with what the browser brought back.
    async fn finish(&self, begun: &Begun, returned: &Returned) -> Result<Vouched, FederationError>;
}
