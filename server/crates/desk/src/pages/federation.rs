//! Signing in through an identity provider: out to it, and back.
//!
//! Never: a word to somebody refused about which check it was, or whether they have an account.

use std::sync::Arc;

use axum::Extension;
use axum::extract::{Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse as _, Response};
use maud::html;
use serde::{Deserialize, Serialize};

use crate::access::{Staff, Token};
use crate::federation::{Begun, Federation, FederationError, RETURN_PATH, Vouched};
use crate::pages::sign_in::session::{Address, counted, open};
use crate::staff::{
    Account, AccountState, FirstCredential, Method, Opening, StaffError, StaffId, login_of,
};
use crate::web::{
    Access, DOOR, Desk, Door, Routes, SESSION, Trouble, bare_page, clear_cookie, html_answer,
    onward, see, set_cookie,
};

/// What the ceremony is kept as.
const KIND: &str = "federation";
/// Logins tried for a new account whose name somebody else already has.
const LOGINS: u32 = 20;

pub(super) fn routes(routes: Routes) -> Routes {
    routes
        .get("/connexion/federation", Access::Open, begin)
        .get(RETURN_PATH, Access::Open, finish)
}

/// What is under way while the browser is at the provider.
#[derive(Serialize, Deserialize)]
struct UnderWay {
    begun: Begun,
    /// The secret of an invitation's link.
    invitation: Option<String>,
    /// Where to go afterwards.
    suite: Option<String>,
}

#[derive(Deserialize)]
struct Asked {
    invitation: Option<String>,
    suite: Option<String>,
}

/// What comes back: a code, or the provider's error.
#[derive(Deserialize)]
struct Returned {
    code: Option<String>,
    state: Option<String>,
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
    counted(&desk, None, from)?;
    let begun = match provider.begin(&*desk.random).await {
        Ok(begun) => begun,
        Err(error) => return Ok(not_in(&desk, &*provider, &error)),
    };
    let mut answer = see(&begun.url);
    let under_way = UnderWay {
        begun,
        invitation: asked.invitation,
        suite: asked.suite,
    };
    let state = serde_json::to_string(&under_way).map_err(|error| {
        tracing::error!(%error, "a sign-in under way cannot be written down");
        Trouble::Unavailable
    })?;
    desk.store
        .begin(&door.0.hash(), KIND, &state, desk.now())
        .await?;
    set_cookie(answer.headers_mut(), DOOR, &door.0);
    Ok(answer)
}

async fn finish(
    State(desk): State<Arc<Desk>>,
    door: Door,
    from: Address,
    staff: Option<Extension<Staff>>,
    Query(returned): Query<Returned>,
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
    let (Some(under_way), Some(code), Some(state)) = (kept, &returned.code, &returned.state) else {
        // The provider's word is anybody's text: as data, and not all of it.
        let said: Option<String> = returned.error.map(|e| e.chars().take(80).collect());
        let why = format!("nothing under way, or no code; the provider says {said:?}");
        return Ok(not_in(&desk, &*provider, &FederationError::Refused(why)));
    };
    let vouched = match provider.finish(&under_way.begun, code, state).await {
        Ok(vouched) => vouched,
        Err(error) => return Ok(not_in(&desk, &*provider, &error)),
    };
    let invited = under_way.invitation.as_deref();
    let token = match account_of(&desk, vouched, invited).await? {
        Some(account) => open(&desk, account.id, Method::Federation, &headers, None).await?,
        None => None,
    };
    let Some(token) = token else {
        let why = "no active account, or no open invitation".to_owned();
        return Ok(not_in(&desk, &*provider, &FederationError::Refused(why)));
    };
    // A session that this browser had ends with the new one.
    if let Some(Extension(before)) = staff {
        desk.store
            .close(&before, &before.session().id, desk.now())
            .await?;
    }
    let mut answer = see(onward(under_way.suite.as_deref()));
    set_cookie(answer.headers_mut(), SESSION, &token);
    clear_cookie(answer.headers_mut(), DOOR);
    Ok(answer)
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
