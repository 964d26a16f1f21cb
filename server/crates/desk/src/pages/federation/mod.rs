//! Signing in through an identity provider: out to it, and back. Linking an identity to an account that is
//! signed in goes the same way (`link`).
//!
//! Never: a word to somebody refused about which check it was, or whether they have an account.

mod link;

use std::sync::Arc;

use axum::Extension;
use axum::extract::{Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse as _, Response};
use maud::html;
use serde::{Deserialize, Serialize};

use crate::access::{Staff, Token};
use crate::federation::{Begun, Federation, FederationError, RETURN_PATH, Returned, Vouched};
use crate::pages::sign_in::counted_as;
use crate::pages::sign_in::passkeys::json;
use crate::pages::sign_in::session::{Address, counted, entered, open};
use crate::staff::{
    Account, AccountState, FirstCredential, Method, Opening, StaffError, StaffId, login_of,
};
use crate::web::{
    Access, DOOR, Desk, Door, Routes, Trouble, bare_page, html_answer, onward, see, set_cookie,
};

/// What the ceremony is kept as.
const KIND: &str = "federation";
/// Logins tried for a new account whose name somebody else already has.
const LOGINS: u32 = 20;

pub(super) fn routes(routes: Routes) -> Routes {
    routes
        .get("/connexion/federation", Access::Open, begin)
        .get(RETURN_PATH, Access::Open, finish)
        .with(link::routes)
}

/// What is under way while the browser is at the provider.
#[derive(Serialize, Deserialize)]
struct UnderWay {
    begun: Begun,
    /// The secret of an invitation's link.
    invitation: Option<String>,
    /// Where to go afterwards.
    suite: Option<String>,
    /// The session to whose account the identity is to be linked.
    linking: Option<String>,
}

#[derive(Deserialize)]
struct Asked {
    invitation: Option<String>,
    suite: Option<String>,
}

/// What comes back: a code, or the provider's error.
#[derive(Deserialize)]
struct Said {
    code: Option<String>,
    state: Option<String>,
    iss: Option<String>,
    error: Option<String>,
}

fn provider(desk: &Desk) -> Result<Arc<dyn Federation>, Trouble> {
    desk.federation.clone().ok_or(Trouble::Unknown)
}

async fn begin(
    State(desk): State<Arc<Desk>>,
    door: Door,
    from: Address,
    Query(asked): Query<Asked>,
) -> Result<Response, Trouble> {
    let provider = provider(&desk)?;
    let link = asked.invitation.as_deref().map(counted_as);
    counted(&desk, link.as_deref(), from)?;
    let begun = match provider.begin(&*desk.random).await {
        Ok(begun) => begun,
        Err(error) => return Ok(not_in(&desk, &*provider, &error)),
    };
    let answer = see(&begun.url);
    let under_way = UnderWay {
        begun,
        invitation: asked.invitation,
        suite: asked.suite,
        linking: None,
    };
    kept(&desk, &door, &under_way, answer).await
}

/// Keeps what is under way for the browser that gets this answer.
async fn kept(
    desk: &Desk,
    door: &Door,
    under_way: &UnderWay,
    mut answer: Response,
) -> Result<Response, Trouble> {
    desk.store
        .begin(&door.0.hash(), KIND, &json(under_way)?, desk.now())
        .await?;
    set_cookie(answer.headers_mut(), DOOR, &door.0);
    Ok(answer)
}

async fn finish(
    State(desk): State<Arc<Desk>>,
    door: Door,
    from: Address,
    staff: Option<Extension<Staff>>,
    Query(said): Query<Said>,
    headers: HeaderMap,
) -> Result<Response, Trouble> {
    let provider = provider(&desk)?;
    counted(&desk, None, from)?;
    // Taken, whatever comes of it: an address asked for again opens nothing.
    let kept = desk
        .store
        .take(&door.0.hash(), KIND, desk.now())
        .await?
        .and_then(|text| serde_json::from_str::<UnderWay>(&text).ok());
    let under_way = kept.as_ref();
    let outcome = match (under_way, said.code, said.state) {
        (Some(under_way), Some(code), Some(state)) => {
            let iss = said.iss;
            let returned = Returned { code, state, iss };
            provider.finish(&under_way.begun, &returned).await
        }
        // The provider's word is anybody's text: as data, and not all of it.
        _ => {
            let said: Option<String> = said.error.map(|e| e.chars().take(80).collect());
            let why = format!("nothing under way, or no code; the provider says {said:?}");
            Err(FederationError::Refused(why))
        }
    };
    let before = staff.as_deref();
    if let Some(session) = under_way.and_then(|u| u.linking.as_deref()) {
        // To whoever asked, if the browser still has that very session.
        let by = before.filter(|by| by.session().id == session);
        return link::finish(&desk, by.ok_or(Trouble::SignIn)?, &*provider, outcome).await;
    }
    let vouched = match outcome {
        Ok(vouched) => vouched,
        Err(error) => return Ok(not_in(&desk, &*provider, &error)),
    };
    let invited = under_way.and_then(|u| u.invitation.as_deref());
    let token = match account_of(&desk, vouched, invited).await? {
        Some(account) => open(&desk, account.id, Method::Federation, &headers, before).await?,
        None => None,
    };
    let Some(token) = token else {
        let why = "no active account, or no open invitation".to_owned();
        return Ok(not_in(&desk, &*provider, &FederationError::Refused(why)));
    };
    let suite = under_way.and_then(|u| u.suite.as_deref());
    Ok(entered(see(onward(suite)), &token))
}

/// The account of somebody vouched for, or the new one of their invitation; `None` when there is neither.
async fn account_of(
    desk: &Desk,
    vouched: Vouched,
    invitation: Option<&str>,
) -> Result<Option<Account>, Trouble> {
    let known = desk.store.account_of_federated(&vouched.who).await?;
    let Some(link) = invitation else {
        return Ok(known.filter(|account| account.state == AccountState::Active));
    };
    // Whoever has an account already does not get a second one.
    let Some(link) = Token::shown(link).filter(|_| known.is_none()) else {
        return Ok(None);
    };
    let now = desk.now();
    let Some(invitation) = desk.store.invitation(&link.hash()).await? else {
        return Ok(None);
    };
    let wished = match login_of(&invitation.name) {
        short if short.len() < 2 => "membre".to_owned(),
        wished => wished,
    };
    for n in 1..=LOGINS {
        let login = match n {
            1 => wished.clone(),
            n => format!("{}{n}", wished.chars().take(38).collect::<String>()),
        };
        let opening = Opening {
            id: StaffId(desk.ids.fresh(now)),
            login,
            credential: FirstCredential::Federation(vouched.who.clone()),
            recovery: Vec::new(),
        };
        match desk.store.accept(&link.hash(), opening, now).await {
            Ok(account) => return Ok(Some(account)),
            Err(StaffError::LoginTaken) => {}
            Err(StaffError::Port(error)) => return Err(error.into()),
            Err(error) => {
                tracing::info!(%error, "an invitation was not accepted");
                return Ok(None);
            }
        }
    }
    Ok(None)
}

/// Nobody came in. What the page says differs only where the provider itself is away.
fn not_in(desk: &Desk, provider: &dyn Federation, error: &FederationError) -> Response {
    let name = provider.name();
    let (status, text) = match error {
        FederationError::Unavailable(_) => {
            tracing::warn!(%error, "signing in through the identity provider");
            (
                StatusCode::SERVICE_UNAVAILABLE,
                "ne répond pas pour le moment. Recommencez dans une minute, ou connectez-vous autrement.",
            )
        }
        FederationError::Refused(_) => {
            tracing::info!(%error, "signing in through the identity provider");
            (
                StatusCode::FORBIDDEN,
                "n'a pas permis de vous connecter ici. Recommencez, avec votre compte professionnel et un second facteur. Si cela ne suffit pas, demandez à votre chef d'équipe.",
            )
        }
    };
    let main = html! {
        h1 { "Vous n'êtes pas connecté" }
        p { (name) " " (text) }
        p { a class="button" href="/connexion" { "Retour à la connexion" } }
    };
    html_answer(status, bare_page(desk, "Connexion", main)).into_response()
}
