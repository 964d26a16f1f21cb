//! `[federation]`: signing in through an identity provider (OpenID Connect; ProConnect's profile).

use std::fmt;

use serde::Deserialize;

use super::Problems;

/// A secret that no log shows.
#[derive(Clone, Default, Deserialize)]
#[serde(transparent)]
pub struct ClientSecret(pub String);

impl fmt::Debug for ClientSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.0.is_empty() { "none" } else { "…" })
    }
}

/// An identity provider. Without `issuer` there is none.
#[derive(Clone, Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct FederationConfig {
    /// The provider's address: what `.well-known/openid-configuration` is appended to, exactly as its
    /// tokens name it.
    pub issuer: String,
    /// Its name on the sign-in page.
    pub name: String,
    /// What the provider calls this desk.
    pub client_id: String,
    /// What proves that it is this desk.
    pub client_secret: ClientSecret,
    /// What is asked for; `openid` is among it.
    pub scopes: Vec<String>,
    /// The levels of assurance accepted (`acr`); empty: any.
    pub acr_values: Vec<String>,
    /// Ways of proving oneself that must all have been used (`amr`); empty: any.
    pub required_amr: Vec<String>,
    /// Establishments whose agents may come in; empty: any.
    pub siret: Vec<String>,
}

impl Default for FederationConfig {
    fn default() -> Self {
        Self {
            issuer: String::new(),
            name: "ProConnect".to_owned(),
            client_id: String::new(),
            client_secret: ClientSecret::default(),
            scopes: ["openid", "given_name", "usual_name", "siret"]
                .map(str::to_owned)
                .into(),
            acr_values: Vec::new(),
            required_amr: Vec::new(),
            siret: Vec::new(),
        }
    }
}

impl FederationConfig {
    /// Whether there is a provider.
    pub fn is_on(&self) -> bool {
        !self.issuer.is_empty()
    }

    pub(super) fn validate(&self, problems: &mut Problems) {
        if !self.is_on() {
            let given = !self.client_id.is_empty() || !self.client_secret.0.is_empty();
            if given {
                problems.add(
                    "federation.issuer",
                    "is missing, though other keys of [federation] are given",
                    "the provider's address: \"https://identite.example.fr/api/v2\"",
                );
            }
            return;
        }
        self.validate_issuer(problems);
        for (key, empty, fix) in [
            (
                "federation.name",
                self.name.trim().is_empty(),
                "the provider's name on the sign-in page: \"ProConnect\"",
            ),
            (
                "federation.client_id",
                self.client_id.is_empty(),
                "the identifier that the provider gave to this desk",
            ),
            (
                "federation.client_secret",
                self.client_secret.0.is_empty(),
                "give it by the environment: RIVES__FEDERATION__CLIENT_SECRET=…",
            ),
        ] {
            if empty {
                problems.add(key, "is missing", fix);
            }
        }
        self.validate_lists(problems);
    }

    fn validate_issuer(&self, problems: &mut Problems) {
        let fix = "the provider's address as its discovery document names it: \"https://identite.example.fr/api/v2\"";
        match url::Url::parse(&self.issuer) {
            Ok(url) => {
                let local = matches!(url.host_str(), Some("localhost" | "127.0.0.1"));
                if url.scheme() != "https" && !(url.scheme() == "http" && local) {
                    problems.add(
                        "federation.issuer",
                        "is not https: whoever is in between could sign in as anybody",
                        fix,
                    );
                }
                if url.query().is_some() || url.fragment().is_some() {
                    problems.add("federation.issuer", "holds a query or a fragment", fix);
                }
            }
            Err(_) => problems.add(
                "federation.issuer",
                format!("\"{}\" is not an address", self.issuer),
                fix,
            ),
        }
    }

    fn validate_lists(&self, problems: &mut Problems) {
        if !self.scopes.iter().any(|scope| scope == "openid") {
            problems.add(
                "federation.scopes",
                "does not hold \"openid\": the provider would not say who somebody is",
                "[\"openid\", \"given_name\", \"usual_name\", \"siret\"]",
            );
        }
        if !self.siret.is_empty() && !self.scopes.iter().any(|scope| scope == "siret") {
            problems.add(
                "federation.scopes",
                "does not hold \"siret\", though federation.siret restricts who may come in: nobody could",
                "add \"siret\"",
            );
        }
        for (key, words) in [
            ("federation.scopes", &self.scopes),
            ("federation.acr_values", &self.acr_values),
            ("federation.required_amr", &self.required_amr),
        ] {
            for word in words {
                if word.is_empty() || word.contains(char::is_whitespace) {
                    problems.add(
                        key,
                        format!("\"{word}\" is empty or holds a space"),
                        "one word per entry: [\"a\", \"b\"]",
                    );
                }
            }
        }
        for siret in &self.siret {
            if siret.len() != 14 || !siret.bytes().all(|b| b.is_ascii_digit()) {
                problems.add(
                    "federation.siret",
                    format!("\"{siret}\" is no SIRET"),
                    "14 digits, without spaces: \"17300001600017\"",
                );
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problems(text: &str) -> String {
        let config: FederationConfig = toml::from_str(text).unwrap();
        let mut problems = Problems::default();
        config.validate(&mut problems);
        super::super::list(&problems.0)
    }

    const GOOD: &str = "issuer = \"https://identite.example.fr\"\nclient_id = \"poste\"\n\
        client_secret = \"secret\"\nsiret = [\"17300001600017\"]\n";

    #[test]
    fn a_complete_provider_is_fine_and_none_at_all_too() {
        assert_eq!(problems(GOOD), "");
        assert_eq!(problems(""), "");
    }

    #[test]
    fn what_is_missing_or_wrong_is_named_with_its_key() {
        for (change, key) in [
            (("https://identite", "http://identite"), "federation.issuer"),
            (("https://identite.example.fr", ""), "federation.issuer"),
            (("\"poste\"", "\"\""), "federation.client_id"),
            (("\"secret\"", "\"\""), "federation.client_secret"),
            (("17300001600017", "173 000 016 00017"), "federation.siret"),
            (
                ("siret =", "scopes = [\"openid\"]\nsiret ="),
                "federation.scopes",
            ),
            (
                ("siret =", "required_amr = [\"mfa pwd\"]\nsiret ="),
                "federation.required_amr",
            ),
        ] {
            let told = problems(&GOOD.replace(change.0, change.1));
            assert!(told.contains(key), "{change:?}: {told}");
        }
    }

    #[test]
    fn the_secret_is_not_printed() {
        let config: FederationConfig = toml::from_str(GOOD).unwrap();
        assert!(!format!("{config:?}").contains("secret\""), "{config:?}");
        assert!(format!("{config:?}").contains('…'));
    }
}
