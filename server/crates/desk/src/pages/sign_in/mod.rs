//! The door: coming in by passkey, by password and code, by recovery code; going out; accepting an
//! invitation.
//!
//! Never: an answer, or a time to answer, that tells whether somebody exists.

pub(super) mod fields;
mod invitation;
pub(super) mod passkeys;
pub(super) mod session;

use std::sync::Arc;

use axum::Extension;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use maud::{Markup, html};
use serde::Deserialize;

use crate::access::Staff;
use crate::staff::{Method, StaffId, StoredPassword, recovery_hash, totp_step, verify_password};
use crate::web::{
    Access, Desk, Door, DoorForm, Nothing, OwnDeed, Routes, SESSION, Trouble, clear_cookie,
    door_page, door_token, onward, see,
};
use fields::{Faults, Field, fault_list, passkey_button};
pub(super) use fields::{code_field, key_name_field, password_fields, totp_offer};
pub(super) use invitation::{CODE, TOO_LONG, counted_as};
use session::{Address, counted, entered, open};

pub(super) fn routes(routes: Routes) -> Routes {
    routes
        .get("/connexion", Access::Open, page)
        .post("/connexion/cle", Access::Open, by_passkey)
        .post("/connexion/cle/demande", Access::Open, ask_passkey)
        .post("/connexion/mot-de-passe", Access::Open, by_password)
        .post("/connexion/secours", Access::Open, by_recovery)
        .post("/deconnexion", Access::SignedIn, leave)
        .with(invitation::routes)
}

/// Said of everything that does not open, whatever the reason.
const WRONG: &str = "Ces identifiants n'ouvrent pas de session. Vérifiez-les et recommencez. \
    Un code ne sert qu'une fois : attendez le suivant.";
/// The same of passkeys.
const WRONG_KEY: &str = "Cette clé n'ouvre pas de session, ou la page est restée ouverte plus de dix minutes. \
    Recommencez.";

#[derive(Deserialize)]
struct Asked {
    suite: Option<String>,
    /// Present where somebody signed in has to prove once more that it is them.
    confirmer: Option<String>,
}

#[derive(Deserialize)]
struct KeyForm {
    reponse: String,
    #[serde(default)]
    suite: String,
}

#[derive(Deserialize)]
struct PasswordForm {
    login: String,
    mot_de_passe: String,
    code: String,
    #[serde(default)]
    suite: String,
}

#[derive(Deserialize)]
struct RecoveryForm {
    login: String,
    code: String,
    #[serde(default)]
    suite: String,
}

async fn page(
    State(desk): State<Arc<Desk>>,
    door: Door,
    before: Option<Extension<Staff>>,
    asked: Result<Query<Asked>, QueryRejection>,
) -> Result<Response, Trouble> {
    let (suite, again) = match asked {
        Ok(Query(asked)) => (asked.suite, asked.confirmer.is_some()),
        Err(_) => (None, false),
    };
    let suite = onward(suite.as_deref());
    if before.is_some() && !again {
        return Ok(see(suite));
    }
    Ok(show(&desk, &door, suite, "", &Faults::new()))
}

/// The options of the ceremony, for the script: it asks when the person does, so that looking at the page
/// leaves nothing behind.
async fn ask_passkey(
    State(desk): State<Arc<Desk>>,
    from: Address,
    DoorForm { door, .. }: DoorForm<Nothing>,
) -> Result<Response, Trouble> {
    counted(&desk, None, from)?;
    let options = passkeys::ask(&desk, &door).await?;
    Ok(([(header::CONTENT_TYPE, "application/json")], options).into_response())
}

async fn by_passkey(
    State(desk): State<Arc<Desk>>,
    headers: HeaderMap,
    from: Address,
    before: Option<Extension<Staff>>,
    DoorForm { door, form }: DoorForm<KeyForm>,
) -> Result<Response, Trouble> {
    counted(&desk, passkeys::claimed(&form.reponse).as_deref(), from)?;
    let suite = onward(Some(&form.suite));
    let who = passkeys::answered(&desk, &door, &form.reponse).await?;
    let token = match who {
        Some(who) => {
            let before = before.as_deref();
            open(&desk, who, Method::Passkey, &headers, before).await?
        }
        None => None,
    };
    match token {
        Some(token) => Ok(entered(see(suite), &token)),
        None => {
            let faults = vec![("", WRONG_KEY.to_owned())];
            Ok(show(&desk, &Door(door), suite, "", &faults))
        }
    }
}

async fn by_password(
    State(desk): State<Arc<Desk>>,
    headers: HeaderMap,
    from: Address,
    before: Option<Extension<Staff>>,
    DoorForm { door, form }: DoorForm<PasswordForm>,
) -> Result<Response, Trouble> {
    counted(&desk, Some(&form.login), from)?;
    let suite = onward(Some(&form.suite));
    let token = match proven(&desk, &form).await? {
        Some(who) => {
            let before = before.as_deref();
            open(&desk, who, Method::Password, &headers, before).await?
        }
        None => None,
    };
    match token {
        Some(token) => Ok(entered(see(suite), &token)),
        None => {
            let faults = vec![("login", WRONG.to_owned())];
            Ok(show(&desk, &Door(door), suite, &form.login, &faults))
        }
    }
}

/// Whose password and code these are.
async fn proven(desk: &Desk, form: &PasswordForm) -> Result<Option<StaffId>, Trouble> {
    let id = staff_of(desk, &form.login).await?;
    // Asked for nobody as well: the same work whoever it is.
    let kept: Option<StoredPassword> = desk.store.password(&id).await?;
    let hash = kept.as_ref().map(|k| k.hash.clone());
    let same = verify_password(form.mot_de_passe.clone(), hash).await;
    let step = kept.and_then(|k| totp_step(&k.totp_key, &form.code, desk.now()));
    match (same, step) {
        (true, Some(step)) => Ok(desk.store.use_step(&id, step).await?.then_some(id)),
        _ => Ok(None),
    }
}

async fn by_recovery(
    State(desk): State<Arc<Desk>>,
    headers: HeaderMap,
    from: Address,
    before: Option<Extension<Staff>>,
    DoorForm { door, form }: DoorForm<RecoveryForm>,
) -> Result<Response, Trouble> {
    counted(&desk, Some(&form.login), from)?;
    let id = staff_of(&desk, &form.login).await?;
    let hash = recovery_hash(&form.code);
    let token = if desk.store.use_recovery(&id, &hash, desk.now()).await? {
        open(&desk, id, Method::Recovery, &headers, before.as_deref()).await?
    } else {
        None
    };
    match token {
        // What was lost has to be replaced first.
        Some(token) => Ok(entered(see("/compte"), &token)),
        None => {
            let faults = vec![("login-secours", WRONG.to_owned())];
            let suite = onward(Some(&form.suite));
            Ok(show(&desk, &Door(door), suite, &form.login, &faults))
        }
    }
}

/// The person of a login, or an id that nobody has.
async fn staff_of(desk: &Desk, login: &str) -> Result<StaffId, Trouble> {
    let login = login.trim().to_lowercase();
    let account = desk.store.account_of_login(&login).await?;
    Ok(account.map_or_else(|| StaffId(String::new()), |a| a.id))
}

async fn leave(
    State(desk): State<Arc<Desk>>,
    OwnDeed { by, .. }: OwnDeed<Nothing>,
) -> Result<Response, Trouble> {
    desk.store.close(&by, &by.session().id, desk.now()).await?;
    let mut response = see("/connexion");
    clear_cookie(response.headers_mut(), SESSION);
    Ok(response)
}

fn show(desk: &Desk, door: &Door, suite: &str, login: &str, faults: &Faults) -> Response {
    let carried = html! { (door_token(door)) input type="hidden" name="suite" value=(suite); };
    let main = html! {
        h1 { "Connexion" }
        (fault_list(faults))
        section class="way" aria-labelledby="cle" {
            h2 id="cle" { "Avec une clé d'accès" }
            form method="post" action="/connexion/cle" data-ask="/connexion/cle/demande" data-ceremony="get" {
                (carried)
                (passkey_button("Se connecter avec une clé d'accès"))
            }
        }
        (password_form(&carried, login, faults))
        (recovery_form(&carried, login, faults))
        (provider_way(desk, "Se connecter", ("suite", suite)))
    };
    let status = status(faults);
    door_page(desk, door, status, "Connexion", &["/cles.js"], main)
}

/// The way through the identity provider, if there is one: what it does, and what it carries along.
fn provider_way(desk: &Desk, doing: &str, (carried, value): (&str, &str)) -> Markup {
    let query: String = url::form_urlencoded::Serializer::new(String::new())
        .append_pair(carried, value)
        .finish();
    html! {
        @if let Some(provider) = &desk.federation {
            section class="way" aria-labelledby="federation" {
                h2 id="federation" { "Avec votre administration" }
                // A link, not a form: `form-action 'self'` would stop a form's redirect to the provider.
                p { a class="next" href=(format!("/connexion/federation?{query}")) { (doing) " avec " (provider.name()) } }
            }
        }
    }
}

fn password_form(carried: &Markup, login: &str, faults: &Faults) -> Markup {
    html! {
        section class="way" aria-labelledby="mot-de-passe-titre" {
            h2 id="mot-de-passe-titre" { "Avec un mot de passe et un code" }
            form method="post" action="/connexion/mot-de-passe" {
                (carried)
                (login_field("login", login).show(faults))
                (Field { id: "mot_de_passe", name: "mot_de_passe", label: "Mot de passe", kind: "password",
                    autocomplete: "current-password", value: "", hint: "" }.show(faults))
                (Field { id: "code", name: "code", label: "Code à 6 chiffres", kind: "text",
                    autocomplete: "one-time-code", value: "",
                    hint: "Celui que votre application affiche en ce moment." }.show(faults))
                button { "Se connecter" }
            }
        }
    }
}

fn recovery_form(carried: &Markup, login: &str, faults: &Faults) -> Markup {
    let tried = faults.iter().any(|(field, _)| *field == "login-secours");
    html! {
        details class="way" open[tried] {
            summary { "Téléphone ou clé perdus : avec un code de secours" }
            form method="post" action="/connexion/secours" {
                (carried)
                (login_field("login-secours", login).show(faults))
                (Field { id: "code-secours", name: "code", label: "Code de secours", kind: "text",
                    autocomplete: "off", value: "", hint: "Quatre groupes de quatre signes." }.show(faults))
                button { "Se connecter avec ce code" }
            }
        }
    }
}

fn login_field<'a>(id: &'a str, value: &'a str) -> Field<'a> {
    Field {
        id,
        name: "login",
        label: "Identifiant",
        kind: "text",
        autocomplete: "username",
        value,
        hint: "",
    }
}

/// 422 for a form given back.
pub(in crate::pages) fn status(faults: &Faults) -> StatusCode {
    if faults.is_empty() {
        StatusCode::OK
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    }
}
