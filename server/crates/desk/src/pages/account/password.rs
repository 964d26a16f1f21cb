//! One's own password and code: set together, since neither opens anything alone.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use maud::html;
use serde::Deserialize;

use super::super::sign_in::fields::{Faults, fault_list};
use super::super::sign_in::passkeys::under;
use super::super::sign_in::{CODE, TOO_LONG, code_field, password_fields, status, totp_offer};
use super::finished;
use crate::access::Staff;
use crate::staff::{StoredPassword, fresh_totp_key, hash_password, password_fault, totp_step};
use crate::web::{Access, Desk, OwnDeed, Page, Routes, SignedIn, Trouble, form_token};

pub(super) fn routes(routes: Routes) -> Routes {
    routes
        .get("/compte/mot-de-passe", Access::SignedIn, page)
        .post("/compte/mot-de-passe", Access::SignedIn, set)
}

const SETTING: &str = "totp.set";

#[derive(Deserialize)]
struct Typed {
    mot_de_passe: String,
    encore: String,
    code: String,
}

async fn page(State(desk): State<Arc<Desk>>, SignedIn(by): SignedIn) -> Result<Response, Trouble> {
    show(&desk, &by, None, &Faults::new()).await
}

async fn set(
    State(desk): State<Arc<Desk>>,
    OwnDeed { by, form }: OwnDeed<Typed>,
) -> Result<Response, Trouble> {
    let now = desk.now();
    let key = desk
        .store
        .take(&under(&by.session().form_token, SETTING), SETTING, now)
        .await?
        .and_then(|text| URL_SAFE_NO_PAD.decode(text).ok());
    let mut faults = Faults::new();
    let me = by.account();
    if let Some(words) = password_fault(&form.mot_de_passe, &me.login, &me.name) {
        faults.push(("mot_de_passe", words.into()));
    } else if form.mot_de_passe != form.encore {
        faults.push(("encore", "Les deux mots de passe diffèrent.".into()));
    }
    let step = key.as_ref().and_then(|k| totp_step(k, &form.code, now));
    match (&key, step) {
        (None, _) => faults.push(("code", TOO_LONG.into())),
        (_, None) => faults.push(("code", CODE.into())),
        _ => {}
    }
    match (key, step, faults.is_empty()) {
        (Some(totp_key), Some(last_step), true) => {
            let hash = hash_password(form.mot_de_passe)
                .await
                .ok_or(Trouble::Unavailable)?;
            let password = StoredPassword {
                hash,
                totp_key,
                last_step,
            };
            let done = desk.store.set_password(&by, password, now).await;
            finished(&desk, &by, done).await
        }
        (key, ..) => show(&desk, &by, key, &faults).await,
    }
}

/// The page; a form given back keeps the key that the person's app already has.
async fn show(
    desk: &Arc<Desk>,
    by: &Staff,
    key: Option<Vec<u8>>,
    faults: &Faults,
) -> Result<Response, Trouble> {
    let key = key.unwrap_or_else(|| fresh_totp_key(&*desk.random));
    desk.store
        .begin(
            &under(&by.session().form_token, SETTING),
            SETTING,
            &URL_SAFE_NO_PAD.encode(&key),
            desk.now(),
        )
        .await?;
    let main = html! {
        h1 { "Mot de passe et code" }
        p { "Vos autres sessions seront fermées. L'ancien mot de passe et l'ancien code n'ouvriront plus rien." }
        (fault_list(faults))
        form method="post" action="/compte/mot-de-passe" {
            (form_token(by))
            // For password managers: whose password this is.
            input type="hidden" name="login" autocomplete="username" value=(by.account().login);
            (password_fields(faults))
            (totp_offer(desk, &key, &by.account().login))
            (code_field().show(faults))
            button { "Enregistrer" }
        }
        p { a class="next" href="/compte" { "Retour au compte" } }
    };
    Page::new("Mot de passe et code", main)
        .with_status(status(faults))
        .answer(desk, by)
        .await
}
