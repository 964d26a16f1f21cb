//! A post found on the web, typed in by whoever saw it: an item like any other.

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use maud::{Markup, html};
use portal::places::gazetteer;
use portal::valve::Category;
use serde::Deserialize;

use super::{refused, words};
use crate::access::{Proof, ReadReports};
use crate::items::{Lane, Post};
use crate::web::{Deed, Desk, May, Page, Trouble, form_token, see};

/// The longest address, in bytes.
const LONGEST_URL: usize = 2_000;
/// The longest quote or note, in characters.
const LONGEST_TEXT: usize = 2_000;

/// What was typed.
#[derive(Clone, Debug, Default, Deserialize)]
pub(super) struct Typed {
    adresse: String,
    citation: String,
    #[serde(default)]
    remarque: String,
    genre: String,
    #[serde(default)]
    commune: String,
    #[serde(default)]
    voie: String,
}

/// What is wrong with it: which field, and in words.
type Faults = Vec<(&'static str, &'static str)>;

impl Typed {
    fn read(&self) -> Result<(Post, Lane), Faults> {
        let mut faults = Faults::new();
        let url = url::Url::parse(self.adresse.trim()).ok().filter(|url| {
            matches!(url.scheme(), "http" | "https") && url.as_str().len() <= LONGEST_URL
        });
        if url.is_none() {
            faults.push((
                "adresse",
                "Collez l'adresse du message, elle commence par https://.",
            ));
        }
        let quote = self.citation.trim();
        if quote.is_empty() || quote.chars().count() > LONGEST_TEXT {
            faults.push(("citation", "Recopiez l'essentiel, en 2 000 signes au plus."));
        }
        if self.remarque.chars().count() > LONGEST_TEXT {
            faults.push(("remarque", "Raccourcissez : 2 000 signes au plus."));
        }
        let kind = Category::from_word(&self.genre);
        if kind.is_none() {
            faults.push(("genre", "Choisissez une nature."));
        }
        let typed = self.commune.trim();
        let commune = gazetteer()
            .search(typed, 1)
            .first()
            .map(|c| c.insee.clone());
        if !typed.is_empty() && commune.is_none() {
            faults.push((
                "commune",
                "Cette commune n'est pas connue. Laissez vide si elle n'est pas dite.",
            ));
        }
        match (url, kind) {
            (Some(url), Some(kind)) if faults.is_empty() => Ok((
                Post {
                    url: url.into(),
                    quote: quote.to_owned(),
                    note: self.remarque.trim().to_owned(),
                    kind,
                    commune: commune.filter(|_| !typed.is_empty()),
                },
                Lane::parse(&self.voie).unwrap_or(Lane::Normal),
            )),
            _ => Err(faults),
        }
    }
}

pub(super) async fn page(
    State(desk): State<Arc<Desk>>,
    May(by): May<ReadReports>,
) -> Result<Response, Trouble> {
    show(&desk, &by, &Typed::default(), &[]).await
}

pub(super) async fn add(
    State(desk): State<Arc<Desk>>,
    Deed { by, form }: Deed<ReadReports, Typed>,
) -> Result<Response, Trouble> {
    let (post, lane) = match form.read() {
        Ok(read) => read,
        Err(faults) => return show(&desk, &by, &form, &faults).await,
    };
    match desk.store.add_post(&by, &post, lane, desk.now()).await {
        Ok(id) => Ok(see(&format!("/signalements/{}", id.0))),
        Err(error) => refused(&desk, &by, "/signalements/veille", error).await,
    }
}

async fn show(
    desk: &Arc<Desk>,
    by: &Proof<ReadReports>,
    typed: &Typed,
    faults: &[(&'static str, &'static str)],
) -> Result<Response, Trouble> {
    let fault = |field: &str| {
        faults
            .iter()
            .find(|(of, _)| *of == field)
            .map(|(_, why)| *why)
    };
    let main = html! {
        p { a class="next" href="/signalements" { "Retour à la file" } }
        h1 { "Un message vu sur le web" }
        @if !faults.is_empty() {
            section class="faults" role="alert" aria-labelledby="a-corriger" {
                h2 id="a-corriger" { "À corriger" }
                ul { @for (field, why) in faults { li { a href=(format!("#{field}")) { (why) } } } }
            }
        }
        form method="post" action="/signalements/veille" {
            (form_token(by))
            (field("adresse", "Adresse", fault("adresse"), html! { input id="adresse" name="adresse" type="url" required value=(typed.adresse) aria-invalid=[fault("adresse").map(|_| "true")]; }))
            (field("citation", "Ce qu'il dit", fault("citation"), html! { textarea id="citation" name="citation" rows="4" required maxlength=(LONGEST_TEXT) aria-invalid=[fault("citation").map(|_| "true")] { (format!("\n{}", typed.citation)) } }))
            (field("genre", "Nature", fault("genre"), html! { select id="genre" name="genre" required {
                option value="" { "Choisir" }
                @for kind in Category::ALL { option value=(kind.word()) selected[typed.genre == kind.word()] { (words::kind(kind)) } }
            } }))
            (field("commune", "Commune, si elle est connue", fault("commune"), html! { input id="commune" name="commune" value=(typed.commune) aria-invalid=[fault("commune").map(|_| "true")]; }))
            (field("voie", "Voie", None, html! { select id="voie" name="voie" {
                @for lane in Lane::ALL { option value=(lane.code()) selected[typed.voie == lane.code() || (typed.voie.is_empty() && *lane == Lane::Normal)] { (lane.words()) } }
            } }))
            (field("remarque", "Votre remarque", fault("remarque"), html! { textarea id="remarque" name="remarque" rows="2" maxlength=(LONGEST_TEXT) { (format!("\n{}", typed.remarque)) } }))
            p class="hint" { "Ce que vous écrivez ici est gardé en clair, avec votre nom dans le journal. N'y recopiez ni nom de particulier ni numéro." }
            button { "Ajouter à la file" }
        }
    };
    let status = if faults.is_empty() {
        StatusCode::OK
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    };
    Page::new("Veille du web", main)
        .with_status(status)
        .answer(desk, by)
        .await
}

fn field(id: &str, label: &str, fault: Option<&str>, control: Markup) -> Markup {
    html! {
        div class="field" {
            label for=(id) { (label) }
            @if let Some(fault) = fault { p class="fault" { (fault) } }
            (control)
        }
    }
}
