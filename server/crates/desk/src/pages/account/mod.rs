//! One's own account: passkeys, password and code, recovery codes, sessions.
//!
//! Never: somebody else's. Every deed is about whoever asks.

mod aspect;
mod password;
pub(super) mod show;

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::response::Response;
use maud::html;
use serde::Deserialize;
use webauthn_rs::prelude::PasskeyRegistration;

use super::sign_in::fields::{Faults, shown_codes};
use super::sign_in::passkeys::{registered, under};
use crate::access::Staff;
use crate::staff::{StaffError, fresh_recovery, recovery_hash};
use crate::web::{
    Access, Desk, Nothing, OwnDeed, Page, Routes, SESSION, SignedIn, Trouble, clear_cookie, see,
};

pub(super) fn routes(routes: Routes) -> Routes {
    routes
        .get("/compte", Access::SignedIn, page)
        .post("/compte/cles", Access::SignedIn, add)
        .post("/compte/cles/{id}/nom", Access::SignedIn, rename)
        .post("/compte/cles/{id}/retirer", Access::SignedIn, remove)
        .post("/compte/secours", Access::SignedIn, recovery)
        .post("/compte/sessions/{id}/fin", Access::SignedIn, end)
        .with(password::routes)
        .with(aspect::routes)
}

/// The ceremony of adding a passkey.
const ADDING: &str = "passkey.add";

#[derive(Deserialize)]
struct Adding {
    #[serde(default)]
    nom: String,
    reponse: String,
}

#[derive(Deserialize)]
struct Naming {
    nom: String,
}

async fn page(State(desk): State<Arc<Desk>>, SignedIn(by): SignedIn) -> Result<Response, Trouble> {
    show::account(&desk, &by, &Faults::new()).await
}

async fn add(
    State(desk): State<Arc<Desk>>,
    OwnDeed { by, form }: OwnDeed<Adding>,
) -> Result<Response, Trouble> {
    let now = desk.now();
    let key = under(&by.session().form_token, ADDING);
    let state = desk
        .store
        .take(&key, ADDING, now)
        .await?
        .and_then(|text| serde_json::from_str::<PasskeyRegistration>(&text).ok());
    let passkey =
        state.and_then(|state| registered(&desk, &state, &form.reponse, by.id(), &form.nom, now));
    match passkey {
        Some(passkey) => {
            let done = desk.store.add_passkey(&by, passkey, now).await;
            finished(&desk, &by, done).await
        }
        None => {
            let words = "La clé n'a pas été enregistrée, ou la page est restée ouverte plus de dix minutes. Recommencez.";
            show::account(&desk, &by, &vec![("", words.into())]).await
        }
    }
}

async fn rename(
    State(desk): State<Arc<Desk>>,
    Path(id): Path<String>,
    OwnDeed { by, form }: OwnDeed<Naming>,
) -> Result<Response, Trouble> {
    let name: String = form.nom.split_whitespace().collect::<Vec<_>>().join(" ");
    if name.is_empty() || name.chars().count() > 40 {
        let words = "Nommez la clé en 1 à 40 signes.";
        return show::account(&desk, &by, &vec![("", words.into())]).await;
    }
    let done = desk.store.rename_passkey(&by, &id, &name, desk.now()).await;
    finished(&desk, &by, done).await
}

async fn remove(
    State(desk): State<Arc<Desk>>,
    Path(id): Path<String>,
    OwnDeed { by, .. }: OwnDeed<Nothing>,
) -> Result<Response, Trouble> {
    let done = desk.store.remove_passkey(&by, &id, desk.now()).await;
    finished(&desk, &by, done).await
}

async fn recovery(
    State(desk): State<Arc<Desk>>,
    OwnDeed { by, .. }: OwnDeed<Nothing>,
) -> Result<Response, Trouble> {
    let codes = fresh_recovery(&*desk.random);
    let hashes = codes.iter().map(|code| recovery_hash(code)).collect();
    if let Err(error) = desk.store.set_recovery(&by, hashes, desk.now()).await {
        return finished(&desk, &by, Err(error)).await;
    }
    let main = html! {
        h1 { "Vos nouveaux codes de secours" }
        p { "Les anciens n'ouvrent plus rien." }
        (shown_codes(&codes))
        p { a class="next" href="/compte" { "J'ai noté mes codes : retour au compte" } }
    };
    Page::new("Codes de secours", main).answer(&desk, &by).await
}

async fn end(
    State(desk): State<Arc<Desk>>,
    Path(id): Path<String>,
    OwnDeed { by, .. }: OwnDeed<Nothing>,
) -> Result<Response, Trouble> {
    desk.store.close(&by, &id, desk.now()).await?;
    if id == by.session().id {
        let mut response = see("/connexion");
        clear_cookie(response.headers_mut(), SESSION);
        return Ok(response);
    }
    Ok(see("/compte"))
}

/// Back to the account, or what kept the deed from being done.
async fn finished(
    desk: &Arc<Desk>,
    by: &Staff,
    done: Result<(), StaffError>,
) -> Result<Response, Trouble> {
    let words = match done {
        Ok(()) => return Ok(see("/compte")),
        Err(StaffError::Port(error)) => return Err(error.into()),
        Err(StaffError::NoLongerAllowed) => return Err(Trouble::SignIn),
        Err(StaffError::LastCredential) => {
            "C'est votre dernière façon de vous connecter. Ajoutez-en une autre avant de retirer celle-ci."
        }
        Err(_) => "Cette clé n'est plus là. Rien n'a été changé.",
    };
    show::account(desk, by, &vec![("", words.into())]).await
}
