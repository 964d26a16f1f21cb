//! Linking an identity at the provider to one's own account, and unlinking it.
//!
//! Never: for a session that was opened long ago. Whoever links an identity comes in by it for good, and a
//! screen left open must not be enough for that.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use maud::html;
use portal::Span;
use serde::Deserialize;

use super::{UnderWay, kept, not_in, provider};
use crate::access::Staff;
use crate::federation::{Federation, FederationError, Vouched};
use crate::pages::account::show;
use crate::pages::sign_in::session::{Address, counted};
use crate::staff::{Federated, StaffError};
use crate::web::{Access, Desk, Door, Nothing, OwnDeed, Page, Routes, Trouble, see};

pub(super) fn routes(routes: Routes) -> Routes {
    routes
        .post("/compte/federation", Access::SignedIn, begin)
        .post("/compte/federation/retirer", Access::SignedIn, remove)
}

/// So long after coming in, a person need not prove again that it is them.
const CONFIRMED_FOR: Span = Span::minutes(10);
/// Where somebody proves it, and comes back from.
const CONFIRM: &str = "/connexion?confirmer=oui&suite=%2Fcompte";

/// An identity of one's own.
#[derive(Deserialize)]
struct Which {
    issuer: String,
    subject: String,
}

async fn begin(
    State(desk): State<Arc<Desk>>,
    door: Door,
    from: Address,
    OwnDeed { by, .. }: OwnDeed<Nothing>,
) -> Result<Response, Trouble> {
    let provider = provider(&desk)?;
    if desk.now() - by.session().opened_at > CONFIRMED_FOR {
        return Ok(see(CONFIRM));
    }
    counted(&desk, None, from)?;
    let begun = match provider.begin(&*desk.random).await {
        Ok(begun) => begun,
        Err(error) => return Ok(not_in(&desk, &*provider, &error)),
    };
    // A page with a link, not a redirect: `form-action 'self'` would stop a form's at the desk's edge.
    let main = html! {
        h1 { "Relier une identité de " (provider.name()) }
        p { "Connectez-vous chez " (provider.name()) " avec l'identité à relier. Elle ouvrira ensuite ce compte, celui de " strong { (by.account().name) } "." }
        p { a class="button" href=(begun.url) { "Continuer chez " (provider.name()) } }
        p { a class="next" href="/compte" { "Ne rien relier" } }
    };
    let under_way = UnderWay {
        begun,
        invitation: None,
        suite: None,
        linking: Some(by.session().id.clone()),
    };
    let title = "Relier une identité";
    let answer = Page::new(title, main).answer(&desk, &by).await?;
    kept(&desk, &door, &under_way, answer).await
}

/// Back from the provider.
pub(super) async fn finish(
    desk: &Arc<Desk>,
    by: &Staff,
    provider: &dyn Federation,
    outcome: Result<Vouched, FederationError>,
) -> Result<Response, Trouble> {
    let words = match outcome {
        Ok(vouched) => match desk.store.add_federated(by, vouched.who, desk.now()).await {
            Ok(()) => return Ok(see("/compte#identites")),
            Err(StaffError::Port(error)) => return Err(error.into()),
            Err(StaffError::NoLongerAllowed) => return Err(Trouble::SignIn),
            Err(_) => {
                "Cette identité ouvre déjà le compte d'une autre personne. Rien n'a été relié."
                    .to_owned()
            }
        },
        Err(error) => {
            tracing::info!(%error, "linking an identity");
            format!(
                "{} n'a pas confirmé cette identité. Rien n'a été relié.",
                provider.name()
            )
        }
    };
    show::account(desk, by, &vec![("", words)]).await
}

async fn remove(
    State(desk): State<Arc<Desk>>,
    OwnDeed { by, form }: OwnDeed<Which>,
) -> Result<Response, Trouble> {
    let who = Federated {
        issuer: form.issuer,
        subject: form.subject,
    };
    let words = match desk.store.remove_federated(&by, &who, desk.now()).await {
        Ok(()) => return Ok(see("/compte#identites")),
        Err(StaffError::Port(error)) => return Err(error.into()),
        Err(StaffError::NoLongerAllowed) => return Err(Trouble::SignIn),
        Err(StaffError::LastCredential) => {
            "C'est votre dernière façon de vous connecter. Ajoutez-en une autre avant de retirer celle-ci."
        }
        Err(_) => "Cette identité n'est plus reliée. Rien n'a été changé.",
    };
    show::account(&desk, &by, &vec![("", words.to_owned())]).await
}
