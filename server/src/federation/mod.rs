//! An identity provider, spoken to in OpenID Connect Core 1.0 (authorization code flow, PKCE S256).
//!
//! Owns the protocol and every check of what came back. Never: who has an account here, a session.

mod claims;
mod http;
mod metadata;

use std::time::{Duration, Instant};

use async_trait::async_trait;
use desk::access::{Randomness, Token};
use desk::federation::{Begun, Federation, FederationError, RETURN_PATH, Returned, Vouched};
use desk::staff::Federated;
use openidconnect::core::{
    CoreAuthenticationFlow, CoreClient, CoreClientAuthMethod, CoreGenderClaim,
};
use openidconnect::{
    AccessTokenHash, AuthType, AuthenticationContextClass, AuthorizationCode, ClientId,
    ClientSecret, CsrfToken, EndpointMaybeSet, EndpointNotSet, EndpointSet, IssuerUrl, Nonce,
    OAuth2TokenResponse as _, PkceCodeChallenge, PkceCodeVerifier, RedirectUrl, Scope,
    TokenResponse as _, UserInfoClaims,
};
use tokio::sync::Mutex;

use self::claims::{AgentClaims, check_acr, check_amr, check_siret};
use self::http::Http;
use self::metadata::{Metadata, check_iss};
use crate::config::FederationConfig;

/// What the provider publishes of itself is asked for again after so long, when somebody begins. When
/// somebody comes back it is always asked for: keys may have been replaced since.
const KNOWN_FOR: Duration = Duration::from_secs(5 * 60);

type Client = CoreClient<
    EndpointSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointMaybeSet,
    EndpointMaybeSet,
>;

/// The configured provider.
#[derive(Debug)]
pub struct OpenIdConnect {
    config: FederationConfig,
    issuer: IssuerUrl,
    return_to: RedirectUrl,
    http: Http,
    known: Mutex<Option<(Instant, Metadata)>>,
}

/// Why the configured provider cannot be used. A validated configuration never gives the second.
#[derive(Debug, thiserror::Error)]
pub enum BadProvider {
    /// The HTTP client could not be made.
    #[error("the HTTP client: {0}")]
    Client(#[from] reqwest::Error),
    /// Not an address.
    #[error("federation.issuer or desk.origin is not an address: {0}")]
    Address(#[from] url::ParseError),
}

impl OpenIdConnect {
    /// The provider of a configuration, for the desk at `desk_origin`; `None` when there is none.
    pub fn new(
        config: &FederationConfig,
        desk_origin: &str,
        user_agent: &str,
    ) -> Result<Option<Self>, BadProvider> {
        if !config.is_on() {
            return Ok(None);
        }
        Ok(Some(Self {
            issuer: IssuerUrl::new(config.issuer.clone())?,
            return_to: RedirectUrl::new(format!("{desk_origin}{RETURN_PATH}"))?,
            http: Http::new(user_agent)?,
            known: Mutex::new(None),
            config: config.clone(),
        }))
    }

    /// What the provider said of itself at most `age` ago.
    async fn metadata(&self, age: Duration) -> Result<Metadata, FederationError> {
        // Held while asking, so that a crowd at the door asks once.
        let mut known = self.known.lock().await;
        if let Some((at, metadata)) = &*known
            && at.elapsed() < age
        {
            return Ok(metadata.clone());
        }
        let fresh = Metadata::discover_async(self.issuer.clone(), &self.http)
            .await
            .map_err(|error| unavailable("discovery", &error))?;
        *known = Some((Instant::now(), fresh.clone()));
        Ok(fresh)
    }

    /// The protocol's client, for the provider that says this of itself.
    fn client(&self, metadata: Metadata) -> Client {
        // Basic is what a provider takes that says nothing (OpenID Connect Discovery §3).
        let methods = metadata.token_endpoint_auth_methods_supported();
        let only_post = methods.is_some_and(|methods| {
            !methods.contains(&CoreClientAuthMethod::ClientSecretBasic)
                && methods.contains(&CoreClientAuthMethod::ClientSecretPost)
        });
        let secret = ClientSecret::new(self.config.client_secret.0.clone());
        let id = ClientId::new(self.config.client_id.clone());
        CoreClient::from_provider_metadata(metadata, id, Some(secret))
            .set_redirect_uri(self.return_to.clone())
            .set_auth_type(if only_post {
                AuthType::RequestBody
            } else {
                AuthType::BasicAuth
            })
    }

    /// `claims` (OpenID Connect Core §5.5): `amr` comes only when asked for.
    fn asked_claims(&self) -> Option<String> {
        (!self.config.required_amr.is_empty())
            .then(|| r#"{"id_token":{"amr":{"essential":true}}}"#.to_owned())
    }
}

#[async_trait]
impl Federation for OpenIdConnect {
    fn name(&self) -> &str {
        &self.config.name
    }

    async fn begin(&self, random: &dyn Randomness) -> Result<Begun, FederationError> {
        let client = self.client(self.metadata(KNOWN_FOR).await?);
        // 43 characters each; RFC 7636 wants as many for the verifier.
        let [state, nonce, verifier] = [(); 3].map(|()| Token::fresh(random).reveal().to_owned());
        let challenge =
            PkceCodeChallenge::from_code_verifier_sha256(&PkceCodeVerifier::new(verifier.clone()));
        let (to_provider, to_token) = (state.clone(), nonce.clone());
        let mut request = client
            .authorize_url(
                CoreAuthenticationFlow::AuthorizationCode,
                move || CsrfToken::new(to_provider),
                move || Nonce::new(to_token),
            )
            .set_pkce_challenge(challenge);
        // The crate itself asks for `openid`.
        for scope in self.config.scopes.iter().filter(|s| *s != "openid") {
            request = request.add_scope(Scope::new(scope.clone()));
        }
        for acr in &self.config.acr_values {
            request = request.add_auth_context_value(AuthenticationContextClass::new(acr.clone()));
        }
        if let Some(claims) = self.asked_claims() {
            request = request.add_extra_param("claims", claims);
        }
        let (url, _, _) = request.url();
        Ok(Begun {
            url: url.into(),
            state,
            nonce,
            verifier,
        })
    }

    async fn finish(&self, begun: &Begun, returned: &Returned) -> Result<Vouched, FederationError> {
        let same = match (Token::shown(&begun.state), Token::shown(&returned.state)) {
            (Some(ours), Some(shown)) => ours.is(&shown),
            _ => false,
        };
        if !same {
            return Err(refused("another state than the one given"));
        }
        let metadata = self.metadata(Duration::ZERO).await?;
        // Before the code is shown to anybody: another provider may have mixed itself in.
        check_iss(&metadata, returned.iss.as_deref()).map_err(refused)?;
        let client = self.client(metadata);
        let answer = client
            .exchange_code(AuthorizationCode::new(returned.code.clone()))
            .map_err(|error| unavailable("no token endpoint", &error))?
            .set_pkce_verifier(PkceCodeVerifier::new(begun.verifier.clone()))
            .request_async(&self.http)
            .await
            .map_err(|error| match error {
                openidconnect::RequestTokenError::ServerResponse(said) => {
                    refused(format!("the code: {said}"))
                }
                other => unavailable("the token endpoint", &other),
            })?;
        let token = answer
            .id_token()
            .ok_or_else(|| refused("no ID token came with the access token"))?;
        // Signature, issuer, audience, expiry and nonce.
        let verifier = client.id_token_verifier();
        let claims = token
            .claims(&verifier, &Nonce::new(begun.nonce.clone()))
            .map_err(|error| refused(format!("the ID token: {error}")))?;
        if let Some(expected) = claims.access_token_hash() {
            let actual = token
                .signing_alg()
                .map_err(|error| error.to_string())
                .and_then(|alg| {
                    let key = token.signing_key(&verifier).map_err(|e| e.to_string())?;
                    AccessTokenHash::from_token(answer.access_token(), alg, key)
                        .map_err(|e| e.to_string())
                })
                .map_err(refused)?;
            if actual != *expected {
                return Err(refused("the access token is not the ID token's"));
            }
        }
        let amr: Vec<String> = claims
            .auth_method_refs()
            .into_iter()
            .flatten()
            .map(|way| way.as_str().to_owned())
            .collect();
        let acr = claims.auth_context_ref().map(|acr| acr.as_str());
        check_acr(&self.config, acr).map_err(refused)?;
        check_amr(&self.config, &amr).map_err(refused)?;

        // As JSON over TLS, or signed as a JWT; then its signature, issuer and audience count too.
        let about: UserInfoClaims<AgentClaims, CoreGenderClaim> = client
            .user_info(
                answer.access_token().clone(),
                Some(claims.subject().clone()),
            )
            .map_err(|error| unavailable("no userinfo endpoint", &error))?
            .request_async(&self.http)
            .await
            .map_err(|error| match error {
                openidconnect::UserInfoError::ClaimsVerification(why) => {
                    refused(format!("userinfo: {why}"))
                }
                other => unavailable("userinfo", &other),
            })?;
        let agent = about.additional_claims();
        check_siret(&self.config, agent.siret.as_deref()).map_err(refused)?;

        Ok(Vouched {
            who: Federated {
                issuer: self.issuer.as_str().to_owned(),
                subject: claims.subject().as_str().to_owned(),
            },
            name: name_of(&about),
            amr,
        })
    }
}

/// Given and family name, as far as the provider tells them.
fn name_of(about: &UserInfoClaims<AgentClaims, CoreGenderClaim>) -> Option<String> {
    let given = about
        .given_name()
        .and_then(|name| name.get(None))
        .map(|name| name.as_str());
    let family = about
        .family_name()
        .and_then(|name| name.get(None))
        .map(|name| name.as_str());
    let parts: Vec<&str> = [
        given,
        about.additional_claims().usual_name.as_deref().or(family),
    ]
    .into_iter()
    .flatten()
    .collect();
    (!parts.is_empty()).then(|| parts.join(" "))
}

fn refused(why: impl Into<String>) -> FederationError {
    FederationError::Refused(why.into())
}

/// With every cause: "request failed" alone helps no operator.
fn unavailable(what: &str, error: &dyn std::error::Error) -> FederationError {
    let mut text = format!("{what}: {error}");
    let mut cause = error.source();
    while let Some(error) = cause {
        text.push_str(&format!(": {error}"));
        cause = error.source();
    }
    FederationError::Unavailable(text)
}
