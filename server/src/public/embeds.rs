//! `/integrer`: frames for other sites, and how to use them. The only answers that may be framed.

use std::sync::Arc;

use app::pages::{self, EmbedForm, EmbedPlace, Found};
use axum::Router;
use axum::http::header::CONTENT_SECURITY_POLICY;
use portal::messages::Where;
use portal::places::{Dep, Departement, Insee, gazetteer, slug};

use super::Web;
use super::answer::{Made, Refusal};
use super::ask::Ask;
use super::headers::Safety;
use super::pages::both;

/// Places shown for what was typed.
const MOST_FOUND: usize = 20;

/// Kept in memory.
pub fn kept() -> Router<Arc<Web>> {
    both("/integrer/commune/{insee}", |web, ask| {
        commune(web, ask, EmbedForm::Banner)
    })
    .merge(both("/integrer/commune/{insee}/liste", |web, ask| {
        commune(web, ask, EmbedForm::List)
    }))
    .merge(both("/integrer/departement/{code}", |web, ask| {
        departement(web, ask, EmbedForm::Banner)
    }))
    .merge(both("/integrer/departement/{code}/liste", |web, ask| {
        departement(web, ask, EmbedForm::List)
    }))
}

/// Differs with every word typed.
pub fn searched() -> Router<Arc<Web>> {
    both("/integrer", how_to)
}

async fn commune(web: Arc<Web>, ask: Ask, form: EmbedForm) -> Result<Made, Refusal> {
    let asked = Insee(ask.parameter("insee").to_ascii_uppercase());
    let commune = gazetteer().commune(&asked).ok_or(Refusal::NoSuchCommune)?;
    let place = EmbedPlace::commune(commune);
    frame(
        web,
        ask,
        form,
        &place,
        Where::Commune(commune.insee.clone()),
    )
    .await
}

async fn departement(web: Arc<Web>, ask: Ask, form: EmbedForm) -> Result<Made, Refusal> {
    let asked = Dep(ask.parameter("code").to_ascii_uppercase());
    let departement = gazetteer()
        .departement(&asked)
        .ok_or(Refusal::NoSuchDepartement)?;
    let place = EmbedPlace::departement(departement);
    let at = Where::Departement(departement.code.clone());
    frame(web, ask, form, &place, at).await
}

async fn frame(
    web: Arc<Web>,
    ask: Ask,
    form: EmbedForm,
    place: &EmbedPlace,
    at: Where,
) -> Result<Made, Refusal> {
    // One address per place: old codes and small letters lead to it.
    let path = place.path(form);
    if ask.path != path {
        return Ok(Made::moved(ask.lang.path(&path)));
    }
    let now = web.now();
    let threads = web.messages.in_force(&at, now).await?;
    let sources = web.source_lines().await?;
    let page = pages::embed(
        &web.site,
        ask.lang,
        now,
        place,
        form,
        &threads,
        &sources.lines(),
    );
    let policy = Safety::framed(pages::embed_stylesheet());
    Ok(Made::page(page).header(CONTENT_SECURITY_POLICY, &policy))
}

async fn how_to(web: Arc<Web>, ask: Ask) -> Result<Made, Refusal> {
    let chosen = if let Some(insee) = ask.query("commune") {
        let asked = Insee(insee.to_ascii_uppercase());
        let commune = gazetteer().commune(&asked).ok_or(Refusal::NoSuchCommune)?;
        Some(EmbedPlace::commune(commune))
    } else if let Some(code) = ask.query("departement") {
        let asked = Dep(code.to_ascii_uppercase());
        let departement = gazetteer()
            .departement(&asked)
            .ok_or(Refusal::NoSuchDepartement)?;
        Some(EmbedPlace::departement(departement))
    } else {
        None
    };
    let typed = ask.query("q").unwrap_or_default();
    let (departements, communes) = if typed.is_empty() {
        (Vec::new(), Vec::new())
    } else {
        (
            departements_like(typed),
            gazetteer().search(typed, MOST_FOUND),
        )
    };
    let found = Found {
        typed,
        departements: &departements,
        communes: &communes,
    };
    Ok(Made::fresh(pages::how_to_embed(
        &web.site,
        ask.lang,
        chosen.as_ref(),
        found,
    )))
}

/// Départements of this code, or whose name begins so.
fn departements_like(typed: &str) -> Vec<&'static Departement> {
    let (code, name) = (typed.to_ascii_uppercase(), slug(typed));
    gazetteer()
        .departements()
        .iter()
        .filter(|d| d.code.0 == code || (!name.is_empty() && slug(d.name).starts_with(&name)))
        .take(MOST_FOUND)
        .collect()
}
