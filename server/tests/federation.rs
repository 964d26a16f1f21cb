//! Signing in through an identity provider: against a real one, run by node (`end2end/portal/provider.mjs`).

#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot go on says where by ending there"
)]

use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader, Lines};
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Stdio};

use desk::federation::{Begun, Federation as _, FederationError, RETURN_PATH, Returned, Vouched};
use reqwest::header::{CONTENT_TYPE, COOKIE, LOCATION, SET_COOKIE};
use reqwest::redirect::Policy;
use reqwest::{Client, Response, Url};
use server::config::{ClientSecret, FederationConfig};
use server::desk::SystemRandomness;
use server::federation::OpenIdConnect;

const DESK: &str = "http://localhost:3001";
const SIRET: &str = "17300001600017";

/// The provider's process; its end is ours.
struct Provider {
    child: Child,
    issuer: String,
    /// Kept open: a process that has nobody to talk to ends.
    _said: Lines<BufReader<ChildStdout>>,
}

impl Drop for Provider {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn provider() -> Provider {
    let end2end = Path::new(env!("CARGO_MANIFEST_DIR")).join("../end2end");
    assert!(
        end2end.join("node_modules/oidc-provider").exists(),
        "the identity provider is not installed. Type: (cd end2end && PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1 npm ci)"
    );
    let mut child = Command::new("node")
        .arg(end2end.join("portal/provider.mjs"))
        .arg(format!("{DESK}{RETURN_PATH}"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        // What it warns of and what goes wrong there is shown with a failing test.
        .stderr(Stdio::inherit())
        .spawn()
        .unwrap_or_else(|e| {
            panic!("node cannot be started ({e}). Type: sudo apt-get install -y nodejs")
        });
    let mut said = BufReader::new(child.stdout.take().unwrap()).lines();
    let first = said
        .by_ref()
        .map(|line| line.unwrap())
        .find_map(|line| serde_json::from_str::<serde_json::Value>(&line).ok())
        .unwrap_or_else(|| panic!("the provider ended before it listened"));
    let issuer = first["issuer"].as_str().unwrap().to_owned();
    Provider {
        child,
        issuer,
        _said: said,
    }
}

/// As an operator would configure it.
fn config(provider: &Provider) -> FederationConfig {
    FederationConfig {
        issuer: provider.issuer.clone(),
        client_id: "poste".to_owned(),
        client_secret: ClientSecret("un-secret-de-test-assez-long-pour-hs256".to_owned()),
        acr_values: vec!["eidas1".to_owned(), "eidas2".to_owned()],
        required_amr: vec!["mfa".to_owned()],
        siret: vec![SIRET.to_owned()],
        ..FederationConfig::default()
    }
}

fn desk_of(config: &FederationConfig) -> OpenIdConnect {
    OpenIdConnect::new(config, DESK, "Rives test")
        .unwrap()
        .unwrap()
}

async fn begin(desk: &OpenIdConnect) -> Begun {
    desk.begin(&SystemRandomness).await.unwrap()
}

/// A browser with cookies, that stops where the provider sends it back to the desk.
struct Browser {
    client: Client,
    cookies: BTreeMap<String, String>,
}

impl Browser {
    fn new() -> Self {
        let client = Client::builder().redirect(Policy::none()).build().unwrap();
        Self {
            client,
            cookies: BTreeMap::new(),
        }
    }

    async fn ask(&mut self, url: Url, form: Option<&str>) -> Response {
        let cookies: Vec<String> = self
            .cookies
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        let request = match form {
            None => self.client.get(url),
            Some(body) => self
                .client
                .post(url)
                .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
                .body(body.to_owned()),
        };
        let answer = request
            .header(COOKIE, cookies.join("; "))
            .send()
            .await
            .unwrap();
        for set in answer.headers().get_all(SET_COOKIE) {
            let pair = set.to_str().unwrap().split(';').next().unwrap();
            let (name, value) = pair.split_once('=').unwrap();
            if value.is_empty() {
                self.cookies.remove(name);
            } else {
                self.cookies.insert(name.to_owned(), value.to_owned());
            }
        }
        answer
    }

    /// Signs in there as `login`: what comes back.
    async fn sign_in(&mut self, begun: &Begun, login: &str) -> Returned {
        let mut url = Url::parse(&begun.url).unwrap();
        let mut typed: Option<String> = None;
        for _ in 0..8 {
            let answer = self.ask(url.clone(), typed.take().as_deref()).await;
            if answer.status().is_success() {
                // The login page: its form goes to its own address.
                typed = Some(format!("login={login}"));
                continue;
            }
            let status = answer.status();
            let location = answer.headers().get(LOCATION).cloned();
            let Some(location) = location else {
                panic!("{status} at {url}: {}", answer.text().await.unwrap());
            };
            url = url.join(location.to_str().unwrap()).unwrap();
            if url.as_str().starts_with(DESK) {
                let said: BTreeMap<String, String> = url.query_pairs().into_owned().collect();
                let [code, state] = ["code", "state"].map(|name| {
                    said.get(name)
                        .unwrap_or_else(|| panic!("no {name} in {url}"))
                        .clone()
                });
                let iss = said.get("iss").cloned();
                return Returned { code, state, iss };
            }
        }
        panic!("the provider leads in circles: {url}");
    }
}

/// The whole way, as `login`.
async fn sign_in(desk: &OpenIdConnect, login: &str) -> Result<Vouched, FederationError> {
    let begun = begin(desk).await;
    let returned = Browser::new().sign_in(&begun, login).await;
    desk.finish(&begun, &returned).await
}

/// Why nobody came in; it has to be a refusal.
fn refusal(outcome: Result<Vouched, FederationError>) -> String {
    match outcome {
        Err(FederationError::Refused(why)) => why,
        other => panic!("not a refusal: {other:?}"),
    }
}

#[tokio::test]
async fn somebody_of_an_allowed_establishment_with_two_factors_comes_in() {
    let provider = provider();
    let mut config = config(&provider);
    // Userinfo signed, as ProConnect gives it, and as plain JSON.
    for client in ["poste", "poste-json"] {
        config.client_id = client.to_owned();
        let vouched = sign_in(&desk_of(&config), "claire").await.unwrap();
        assert_eq!(vouched.who.issuer, provider.issuer);
        assert_eq!(vouched.who.subject, "claire");
        assert_eq!(vouched.name.as_deref(), Some("Claire Vidal"));
        assert_eq!(vouched.amr, ["pwd", "mfa"]);
    }
}

#[tokio::test]
async fn the_wrong_establishment_too_few_factors_and_too_low_a_level_are_refused() {
    let provider = provider();
    let desk = desk_of(&config(&provider));
    for (login, check) in [
        ("ailleurs", "siret"),
        ("sansfacteur", "amr"),
        ("faible", "acr"),
    ] {
        let why = refusal(sign_in(&desk, login).await);
        assert!(why.starts_with(check), "{login}: {why}");
    }
}

#[tokio::test]
async fn what_begins_a_sign_in_cannot_be_guessed_and_is_new_each_time() {
    let provider = provider();
    let desk = desk_of(&config(&provider));
    let (one, two) = (begin(&desk).await, begin(&desk).await);
    assert!(one.state.len() >= 32 && one.nonce.len() >= 32 && one.verifier.len() >= 43);
    assert!(one.state != two.state && one.nonce != two.nonce && one.verifier != two.verifier);
    let url = Url::parse(&one.url).unwrap();
    let said: BTreeMap<String, String> = url.query_pairs().into_owned().collect();
    assert_eq!(said["code_challenge_method"], "S256");
    assert_eq!(said["redirect_uri"], format!("{DESK}{RETURN_PATH}"));
    assert_eq!(said["acr_values"], "eidas1 eidas2");
    assert!(
        !one.url.contains(&one.verifier),
        "the verifier stays with the desk"
    );
}

#[tokio::test]
async fn a_state_of_another_sign_in_and_a_code_used_before_open_nothing() {
    let provider = provider();
    let desk = desk_of(&config(&provider));
    let (mine, theirs) = (begin(&desk).await, begin(&desk).await);
    let returned = Browser::new().sign_in(&mine, "claire").await;
    let why = refusal(desk.finish(&theirs, &returned).await);
    assert!(why.contains("state"), "{why}");
    let stateless = Returned {
        state: String::new(),
        ..returned.clone()
    };
    let why = refusal(desk.finish(&mine, &stateless).await);
    assert!(why.contains("state"), "{why}");
    // Nothing of that used the code up; once it opened a session, it opens no second.
    desk.finish(&mine, &returned).await.unwrap();
    let why = refusal(desk.finish(&mine, &returned).await);
    assert!(why.contains("code"), "{why}");
}

#[tokio::test]
async fn a_token_made_for_another_sign_in_is_refused() {
    let provider = provider();
    let desk = desk_of(&config(&provider));
    // Another nonce than the one in the ID token.
    let begun = begin(&desk).await;
    let returned = Browser::new().sign_in(&begun, "claire").await;
    let tampered = Begun {
        nonce: begin(&desk).await.nonce,
        ..begun
    };
    let why = refusal(desk.finish(&tampered, &returned).await);
    assert!(why.contains("ID token") && why.contains("nonce"), "{why}");
    // A code stolen on its way: without the verifier it is worth nothing.
    let begun = begin(&desk).await;
    let stolen = Browser::new().sign_in(&begun, "claire").await;
    let thief = begin(&desk).await;
    let shown = Returned {
        state: thief.state.clone(),
        ..stolen
    };
    let why = refusal(desk.finish(&thief, &shown).await);
    assert!(why.contains("code"), "{why}");
}

#[tokio::test]
async fn an_answer_must_name_the_provider_that_promises_to_name_itself() {
    let provider = provider();
    let desk = desk_of(&config(&provider));
    let begun = begin(&desk).await;
    let returned = Browser::new().sign_in(&begun, "claire").await;
    assert_eq!(returned.iss.as_deref(), Some(provider.issuer.as_str()));
    for iss in [None, Some("https://autre.exemple.invalid".to_owned())] {
        let meddled = Returned {
            iss,
            ..returned.clone()
        };
        let why = refusal(desk.finish(&begun, &meddled).await);
        assert!(why.contains("iss"), "{why}");
    }
    // The code was shown to nobody meanwhile.
    desk.finish(&begun, &returned).await.unwrap();
}

#[tokio::test]
async fn a_provider_that_does_not_answer_is_unavailable_rather_than_a_refusal() {
    let mut provider = provider();
    let desk = desk_of(&config(&provider));
    let begun = begin(&desk).await;
    let returned = Browser::new().sign_in(&begun, "claire").await;
    provider.child.kill().unwrap();
    provider.child.wait().unwrap();
    let outcome = desk.finish(&begun, &returned).await;
    assert!(
        matches!(outcome, Err(FederationError::Unavailable(_))),
        "{outcome:?}"
    );
}

#[test]
fn without_an_issuer_there_is_no_provider() {
    let none = OpenIdConnect::new(&FederationConfig::default(), DESK, "Rives test").unwrap();
    assert!(none.is_none());
}
