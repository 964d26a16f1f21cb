//! Accepting an invitation: the person chooses a login and a first way in, and is shown recovery codes.
//!
//! Never: a word about why a link does not work; one that never existed and one that was used answer alike.

use std::sync::Arc;

use axum::Extension;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use maud::html;
use serde::{Deserialize, Serialize};
use webauthn_rs::prelude::PasskeyRegistration;

use super::fields::{
    Faults, Field, code_field, fault_list, key_name_field, passkey_button, password_fields,
    shown_codes, totp_offer,
};
use super::passkeys::{json, register, registered, under};
use super::session::{Address, counted, entered, open};
use super::{provider_way, status};
use crate::access::{Staff, Token};
use crate::staff::{
    FirstCredential, Invitation, Method, Opening, StaffError, StaffId, StoredPassword,
    fresh_recovery, fresh_totp_key, hash_password, login_of, password_fault, read_login,
    recovery_hash, totp_step,
};
use crate::web::{
    Access, Desk, Door, DoorForm, Routes, Trouble, bare_page, door_page, door_token, html_answer,
};

pub(super) fn routes(routes: Routes) -> Routes {
    routes
        .get("/invitation/{link}", Access::Open, page)
        .post("/invitation/{link}/cle", Access::Open, with_passkey)
        .post(
            "/invitation/{link}/mot-de-passe",
            Access::Open,
            with_password,
        )
}

const JOINING: &str = "invitation";

/// What is under way: the account to be, and what was offered to it.
#[derive(Serialize, Deserialize)]
struct Joining {
    link: String,
    id: StaffId,
    totp: String,
    registration: PasskeyRegistration,
}

impl Joining {
    fn totp_key(&self) -> Vec<u8> {
        URL_SAFE_NO_PAD.decode(&self.totp).unwrap_or_default()
    }
}

#[derive(Deserialize)]
struct KeyForm {
    login: String,
    #[serde(default)]
    nom: String,
    reponse: String,
}

#[derive(Deserialize)]
struct PasswordForm {
    login: String,
    mot_de_passe: String,
    encore: String,
    code: String,
}

/// An invitation that is open, by its link.
struct Open {
    link: Token,
    invitation: Invitation,
}

/// Under what tries with one link are counted, whether it exists or not.
pub(in crate::pages) fn counted_as(link: &str) -> String {
    format!("invitation {}", Token::hash_of(link).0)
}

async fn find(desk: &Desk, link: &str) -> Result<Option<Open>, Trouble> {
    let Some(link) = Token::shown(link) else {
        return Ok(None);
    };
    let found = desk.store.invitation(&link.hash()).await?;
    Ok(found
        .filter(|i| i.is_open(desk.now()))
        .map(|invitation| Open { link, invitation }))
}

async fn page(
    State(desk): State<Arc<Desk>>,
    door: Door,
    Path(link): Path<String>,
) -> Result<Response, Trouble> {
    match find(&desk, &link).await? {
        Some(asked) => show(&desk, &door, &asked, None, None, &Faults::new()).await,
        None => Ok(gone(&desk)),
    }
}

async fn with_passkey(
    State(desk): State<Arc<Desk>>,
    Path(link): Path<String>,
    headers: HeaderMap,
    from: Address,
    before: Option<Extension<Staff>>,
    DoorForm { door, form }: DoorForm<KeyForm>,
) -> Result<Response, Trouble> {
    let Some((asked, joining)) = arrived(&desk, &door, &link, from).await? else {
        return Ok(gone(&desk));
    };
    let mut faults = Faults::new();
    let login = chosen(&form.login, "login", &mut faults);
    let passkey = joining.as_ref().and_then(|j| {
        let now = desk.now();
        registered(&desk, &j.registration, &form.reponse, &j.id, &form.nom, now)
    });
    if passkey.is_none() {
        faults.push(("", KEY.into()));
    }
    if let (Some(joining), Some(login), Some(passkey)) = (&joining, login, passkey) {
        let first = FirstCredential::Passkey(passkey);
        let before = before.as_deref();
        match join(&desk, &asked, &joining.id, login, first, &headers, before).await? {
            Some(response) => return Ok(response),
            None => faults.push(("login", TAKEN.into())),
        }
    }
    let typed = Some(form.login.as_str());
    show(&desk, &Door(door), &asked, joining, typed, &faults).await
}

async fn with_password(
    State(desk): State<Arc<Desk>>,
    Path(link): Path<String>,
    headers: HeaderMap,
    from: Address,
    before: Option<Extension<Staff>>,
    DoorForm { door, form }: DoorForm<PasswordForm>,
) -> Result<Response, Trouble> {
    let Some((asked, joining)) = arrived(&desk, &door, &link, from).await? else {
        return Ok(gone(&desk));
    };
    let mut faults = Faults::new();
    let login = chosen(&form.login, "login-mdp", &mut faults);
    let fault = password_fault(&form.mot_de_passe, &form.login, &asked.invitation.name);
    if let Some(words) = fault {
        faults.push(("mot_de_passe", words.into()));
    } else if form.mot_de_passe != form.encore {
        faults.push(("encore", "Les deux mots de passe diffèrent.".into()));
    }
    let key = joining.as_ref().map(Joining::totp_key).unwrap_or_default();
    let step = totp_step(&key, &form.code, desk.now());
    match (&joining, step) {
        (None, _) => faults.push(("code", TOO_LONG.into())),
        (_, None) => faults.push(("code", CODE.into())),
        _ => {}
    }
    if let (Some(joining), Some(login), Some(last_step), true) =
        (&joining, login, step, faults.is_empty())
    {
        let hash = hash_password(form.mot_de_passe)
            .await
            .ok_or(Trouble::Unavailable)?;
        let first = FirstCredential::Password(StoredPassword {
            hash,
            totp_key: key,
            last_step,
        });
        let before = before.as_deref();
        match join(&desk, &asked, &joining.id, login, first, &headers, before).await? {
            Some(response) => return Ok(response),
            None => faults.push(("login-mdp", TAKEN.into())),
        }
    }
    let typed = Some(form.login.as_str());
    show(&desk, &Door(door), &asked, joining, typed, &faults).await
}

const LOGIN: &str =
    "Choisissez un identifiant de 2 à 40 signes : lettres sans accent, chiffres, point, tiret.";
const TAKEN: &str = "Cet identifiant est déjà pris. Choisissez-en un autre.";
const KEY: &str = "La clé n'a pas été enregistrée, ou la page est restée ouverte plus de dix minutes. \
    Recommencez.";
pub(in crate::pages) const CODE: &str =
    "Ce code n'est pas le bon. Vérifiez l'heure de votre téléphone et recopiez le code du moment.";
pub(in crate::pages) const TOO_LONG: &str = "La page est restée ouverte plus de dix minutes. \
    Retirez le compte de votre application, scannez le nouveau code et recommencez.";

/// What this browser was offered for this very link.
async fn taken(desk: &Desk, door: &Token, asked: &Open) -> Result<Option<Joining>, Trouble> {
    let kept = desk
        .store
        .take(&under(door, JOINING), JOINING, desk.now())
        .await?;
    Ok(kept
        .and_then(|text| serde_json::from_str::<Joining>(&text).ok())
        .filter(|joining| joining.link == asked.link.hash().0))
}

/// What both forms begin with: the open invitation of the link, and what this browser was offered for it.
async fn arrived(
    desk: &Desk,
    door: &Token,
    link: &str,
    from: Address,
) -> Result<Option<(Open, Option<Joining>)>, Trouble> {
    counted(desk, Some(&counted_as(link)), from)?;
    let Some(asked) = find(desk, link).await? else {
        return Ok(None);
    };
    let joining = taken(desk, door, &asked).await?;
    Ok(Some((asked, joining)))
}

/// The login that was typed, or what is wrong with it, beside that field.
fn chosen(typed: &str, field: &'static str, faults: &mut Faults) -> Option<String> {
    let login = read_login(typed);
    if login.is_none() {
        faults.push((field, LOGIN.into()));
    }
    login
}

/// Opens the account and a session; `None` when somebody else has the login.
async fn join(
    desk: &Desk,
    asked: &Open,
    id: &StaffId,
    login: String,
    credential: FirstCredential,
    headers: &HeaderMap,
    before: Option<&Staff>,
) -> Result<Option<Response>, Trouble> {
    let method = match &credential {
        FirstCredential::Passkey(_) => Method::Passkey,
        FirstCredential::Password(_) => Method::Password,
        FirstCredential::Federation(_) => Method::Federation,
    };
    let codes = fresh_recovery(&*desk.random);
    let opening = Opening {
        id: id.clone(),
        login,
        credential,
        recovery: codes.iter().map(|code| recovery_hash(code)).collect(),
    };
    let accepted = desk
        .store
        .accept(&asked.link.hash(), opening, desk.now())
        .await;
    match accepted {
        Ok(_) => welcome(desk, id.clone(), method, headers, before, &codes)
            .await
            .map(Some),
        Err(StaffError::LoginTaken) => Ok(None),
        Err(StaffError::Port(error)) => Err(error.into()),
        Err(_) => Ok(Some(gone(desk))),
    }
}

/// The account is open: the codes, and a session.
async fn welcome(
    desk: &Desk,
    id: StaffId,
    method: Method,
    headers: &HeaderMap,
    before: Option<&Staff>,
    codes: &[String],
) -> Result<Response, Trouble> {
    let token = open(desk, id, method, headers, before).await;
    let main = html! {
        h1 { "Votre compte est ouvert" }
        (shown_codes(codes))
        p { a class="next" href="/" { "J'ai noté mes codes : aller au poste" } }
    };
    let response = html_answer(StatusCode::OK, bare_page(desk, "Codes de secours", main));
    // Whatever becomes of the session, the codes are shown: they exist this once.
    Ok(match token {
        Ok(Some(token)) => entered(response, &token),
        _ => response,
    })
}

fn gone(desk: &Desk) -> Response {
    let main = html! {
        h1 { "Cette invitation n'ouvre rien" }
        p { "Une invitation sert une seule fois, pendant 24 heures. Demandez-en une autre à votre chef d'équipe." }
        p { a class="next" href="/connexion" { "Se connecter" } }
    };
    html_answer(StatusCode::NOT_FOUND, bare_page(desk, "Invitation", main))
}

async fn show(
    desk: &Desk,
    door: &Door,
    asked: &Open,
    before: Option<Joining>,
    typed: Option<&str>,
    faults: &Faults,
) -> Result<Response, Trouble> {
    let invitation = &asked.invitation;
    // A form given back keeps the account to be and the key that the person's app already has.
    let (id, key) = match before {
        Some(joining) => {
            let key = joining.totp_key();
            (joining.id, key)
        }
        None => (
            StaffId(desk.ids.fresh(desk.now())),
            fresh_totp_key(&*desk.random),
        ),
    };
    let proposed = login_of(&invitation.name);
    let (options, registration) = register(desk, &id, &proposed, &invitation.name, &[])?;
    let joining = Joining {
        link: asked.link.hash().0,
        id,
        totp: URL_SAFE_NO_PAD.encode(&key),
        registration,
    };
    desk.store
        .begin(
            &under(&door.0, JOINING),
            JOINING,
            &json(&joining)?,
            desk.now(),
        )
        .await?;
    let login = typed.unwrap_or(&proposed);
    let path = format!("/invitation/{}", asked.link.reveal());
    let main = html! {
        h1 { "Bienvenue " (invitation.name) }
        p { "Vous êtes invité au poste de " strong { (desk.settings.name) } " en tant que :" }
        ul { @for role in &invitation.roles { li { strong { (role.name()) } " : " (role.duty()) "." } } }
        (fault_list(faults))
        section class="way" aria-labelledby="cle" {
            h2 id="cle" { "Avec une clé d'accès" }
            p { "La façon la plus sûre et la plus rapide : l'empreinte, le visage ou le code de votre appareil, ou une clé USB." }
            form method="post" action=(format!("{path}/cle")) data-options=(options) data-ceremony="create" {
                (door_token(door))
                (login_field("login", login).show(faults))
                (key_name_field().show(faults))
                (passkey_button("Créer ma clé d'accès"))
            }
        }
        details class="way" open[faults.iter().any(|(f, _)| !matches!(*f, "" | "login"))] {
            summary { "Sans clé d'accès : avec un mot de passe et un code" }
            form method="post" action=(format!("{path}/mot-de-passe")) {
                (door_token(door))
                (login_field("login-mdp", login).show(faults))
                (password_fields(faults))
                (totp_offer(desk, &key, &invitation.name))
                (code_field().show(faults))
                button { "Ouvrir mon compte" }
            }
        }
        (provider_way(desk, "Ouvrir mon compte", ("invitation", asked.link.reveal())))
    };
    Ok(door_page(
        desk,
        door,
        status(faults),
        "Invitation",
        &["/cles.js"],
        main,
    ))
}

fn login_field<'a>(id: &'a str, value: &'a str) -> Field<'a> {
    Field {
        id,
        name: "login",
        label: "Identifiant",
        kind: "text",
        autocomplete: "username",
        value,
        hint: "Lettres sans accent, chiffres, point, tiret.",
    }
}
