//! The document around every page of the desk.

use std::sync::Arc;

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use maud::{DOCTYPE, Markup, html};

use super::{DOOR, Desk, Door, TOKEN_FIELD, Trouble, set_cookie};
use crate::access::{
    Capability as _, JudgeHeld, ManageStaff, ModerateExchange, ReadAudit, ReadMessages,
    ReadReports, ReadSources, Staff, Token,
};
use crate::messages::Alarm;

/// A page of somebody who has signed in.
#[derive(Debug)]
pub struct Page {
    /// The title, without the portal's name.
    pub title: String,
    /// What stands in `main`; begins with an `h1`.
    pub main: Markup,
    /// Scripts of the desk that it wants: `/cles.js`, `/brouillon.js`.
    pub scripts: &'static [&'static str],
    /// 200, or 422 for a form given back.
    pub status: StatusCode,
}

impl Page {
    /// A page without scripts of its own.
    pub fn new(title: impl Into<String>, main: Markup) -> Self {
        Self {
            title: title.into(),
            main,
            scripts: &[],
            status: StatusCode::OK,
        }
    }

    /// The same with scripts.
    pub fn with_scripts(self, scripts: &'static [&'static str]) -> Self {
        Self { scripts, ..self }
    }

    /// The same with another status.
    pub fn with_status(self, status: StatusCode) -> Self {
        Self { status, ..self }
    }

    /// The answer for that person.
    pub async fn answer(self, desk: &Arc<Desk>, by: &Staff) -> Result<Response, Trouble> {
        let alarms = desk.store.alarms(by).await?;
        let page = document(
            desk,
            &self.title,
            self.scripts,
            Some((by, &alarms)),
            self.main,
        );
        Ok(html_answer(self.status, page))
    }
}

/// A page of somebody who has not signed in, with a form: sets the door's cookie.
pub fn door_page(
    desk: &Desk,
    door: &Door,
    status: StatusCode,
    title: &str,
    scripts: &[&str],
    main: Markup,
) -> Response {
    let mut response = html_answer(status, document(desk, title, scripts, None, main));
    set_cookie(response.headers_mut(), DOOR, &door.0);
    response
}

/// A page without anything of a session.
pub fn bare_page(desk: &Desk, title: &str, main: Markup) -> Markup {
    document(desk, title, &[], None, main)
}

/// HTML as an answer.
pub fn html_answer(status: StatusCode, page: Markup) -> Response {
    let kind = HeaderValue::from_static("text/html; charset=utf-8");
    (status, [(header::CONTENT_TYPE, kind)], page.into_string()).into_response()
}

/// The hidden field that every form of a session carries.
pub fn form_token(by: &Staff) -> Markup {
    token_field(&by.session().form_token)
}

/// The hidden field that every form at the door carries.
pub fn door_token(door: &Door) -> Markup {
    token_field(&door.0)
}

fn token_field(token: &Token) -> Markup {
    html! { input type="hidden" name=(TOKEN_FIELD) value=(token.reveal()); }
}

fn document(
    desk: &Desk,
    title: &str,
    scripts: &[&str],
    who: Option<(&Staff, &[Alarm])>,
    main: Markup,
) -> Markup {
    let settings = &desk.settings;
    let exercise = if settings.exercise {
        "EXERCICE · "
    } else {
        ""
    };
    let alarmed = who.is_some_and(|(_, alarms)| !alarms.is_empty());
    html! {
        (DOCTYPE)
        html lang="fr" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                title { @if alarmed { "(!) " } (exercise) (title) " · Poste " (settings.name) }
                link rel="stylesheet" href="/style.css";
                link rel="icon" href="data:,";
                @if who.is_some() { script defer src="/touches.js" {} }
                @for script in scripts { script defer src=(script) {} }
            }
            body class="desk" {
                a class="skip" href="#contenu" { "Aller au contenu" }
                @if settings.exercise {
                    aside class="exercise" aria-label="Exercice" {
                        p { strong { "EXERCICE" } " Rien de ce qui est écrit ici n'est réel." }
                    }
                }
                header class="masthead" {
                    a class="brand" href="/" { (settings.name) " " span class="hint" { "poste" } }
                    @if let Some((by, _)) = who { (navigation(by, title)) }
                }
                @if let Some((by, alarms)) = who {
                    @for alarm in alarms { (alarm_band(by, alarm)) }
                }
                main id="contenu" tabindex="-1" { (main) }
            }
        }
    }
}

/// Links to what the person may see, in one order; `data-key` is the key that leads there.
fn navigation(by: &Staff, title: &str) -> Markup {
    let links: [(&str, &str, &str, bool); 10] = [
        ("/messages", "Messages", "m", by.has(ReadMessages::ROLES)),
        ("/a-confirmer", "À confirmer", "c", by.has(JudgeHeld::ROLES)),
        (
            "/signalements",
            "Signalements",
            "h",
            by.has(ReadReports::ROLES),
        ),
        (
            "/main-courante",
            "Main courante",
            "k",
            by.has(ReadReports::ROLES),
        ),
        ("/diffusion", "Diffusion", "d", by.has(ReadMessages::ROLES)),
        (
            "/entraide",
            "Entraide",
            "t",
            by.has(ModerateExchange::ROLES),
        ),
        ("/sources", "Sources", "s", by.has(ReadSources::ROLES)),
        ("/equipe", "Équipe", "e", by.has(ManageStaff::ROLES)),
        ("/journal", "Journal", "j", by.has(ReadAudit::ROLES)),
        ("/compte", "Compte", "p", true),
    ];
    html! {
        nav aria-label="Poste" {
            @for (path, name, key, _) in links.iter().filter(|(.., shown)| *shown) {
                // A list's own page is titled as its link is.
                a href=(path) data-key=(key) aria-current=[(*name == title).then_some("page")] { (name) " " kbd aria-hidden="true" { (key) } }
            }
        }
        form class="leave" method="post" action="/deconnexion" {
            (form_token(by))
            button class="quiet" { "Se déconnecter" }
        }
    }
}

/// A release by one person alone, on every page until it is confirmed.
fn alarm_band(by: &Staff, alarm: &Alarm) -> Markup {
    html! {
        div class="alarm" role="alert" data-colour="red" {
            p {
                strong class="grave" { "ALARME. Publication d'urgence par une seule personne" } br;
                (alarm.by) " a publié « " a href=(format!("/messages/{}", alarm.draft.0)) { (alarm.headline) } " » à "
                (portal_time(alarm.at)) ". Motif : " (alarm.reason)
            }
            form method="post" action=(format!("/messages/{}/alarme", alarm.draft.0)) {
                (form_token(by))
                button { "J'ai lu" }
            }
        }
    }
}

/// An instant as the desk writes it: Paris time, with its machine form.
pub fn portal_time(at: portal::Instant) -> Markup {
    let paris = at.in_paris();
    html! { time datetime=(at.rfc3339()) { (paris.strftime("%d/%m/%Y %H:%M").to_string()) } }
}
