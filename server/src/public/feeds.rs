//! Feeds, CAP documents, JSON: for reuse.

use std::sync::Arc;

use app::api;
use app::feeds::{self, FeedOf};
use axum::Router;
use portal::cap;
use portal::messages::{Found, MessageId, Past, Thread, ThreadId, Where, relayed};
use portal::places::{Dep, Insee, gazetteer};

use super::answer::{Made, Refusal};
use super::ask::Ask;
use super::pages::thread_of;
use super::{Web, handle};

const ATOM: &str = "application/atom+xml; charset=utf-8";
const CAP: &str = "application/cap+xml";
const JSON: &str = "application/json; charset=utf-8";
const PLAIN: &str = "text/plain; charset=utf-8";

/// Ended alerts that stay in a feed, so that readers that were off learn of the end.
const ENDED_IN_FEED: u32 = 20;
/// Messages in the index of CAP documents.
const CAP_INDEX: u32 = 100;
/// Suggestions for someone who types.
const SUGGESTIONS: usize = 8;

/// Kept in memory.
pub fn kept() -> Router<Arc<Web>> {
    Router::new()
        .route("/alertes.atom", handle(everywhere_atom))
        .route("/departement/{code}/alertes.atom", handle(departement_atom))
        .route("/commune/{insee}/alertes.atom", handle(commune_atom))
        .route("/cap.atom", handle(cap_index))
        .route("/messages/{id}/cap.xml", handle(message_cap))
        .route("/messages/{id}/original", handle(message_original))
        .route("/api/alertes.json", handle(alerts_json))
        .route("/api/alertes/{id}", handle(alert_json))
        .route("/api/sources.json", handle(sources_json))
        .route("/api/openapi.json", handle(openapi))
        .route("/robots.txt", handle(robots))
}

/// Differs with every word typed.
pub fn searched() -> Router<Arc<Web>> {
    Router::new().route("/api/communes", handle(communes_json))
}

async fn threads(web: &Web, place: &Where) -> Result<Vec<Thread>, Refusal> {
    let now = web.now();
    let mut all = web.messages.in_force(place, now).await?;
    let ended = web
        .messages
        .ended(place, &Past::default(), ENDED_IN_FEED, now)
        .await?;
    all.extend(ended.into_iter().map(|(_, thread)| thread));
    Ok(all)
}

async fn atom(web: &Web, of: FeedOf<'_>) -> Result<Made, Refusal> {
    let place = match of {
        FeedOf::Portal => Where::Everywhere,
        FeedOf::Departement(departement) => Where::Departement(departement.code.clone()),
        FeedOf::Commune(commune) => Where::Commune(commune.insee.clone()),
    };
    let threads = threads(web, &place).await?;
    let sources = web.source_lines().await?;
    Ok(Made::text(
        ATOM,
        feeds::atom(&web.site, web.now(), of, &threads, &sources.lines()),
    ))
}

async fn everywhere_atom(web: Arc<Web>, _: Ask) -> Result<Made, Refusal> {
    atom(&web, FeedOf::Portal).await
}

async fn departement_atom(web: Arc<Web>, ask: Ask) -> Result<Made, Refusal> {
    let code = Dep(ask.parameter("code").to_ascii_uppercase());
    let found = gazetteer()
        .departement(&code)
        .ok_or(Refusal::NoSuchDepartement)?;
    atom(&web, FeedOf::Departement(found)).await
}

async fn commune_atom(web: Arc<Web>, ask: Ask) -> Result<Made, Refusal> {
    let code = Insee(ask.parameter("insee").to_ascii_uppercase());
    let found = gazetteer().commune(&code).ok_or(Refusal::NoSuchCommune)?;
    atom(&web, FeedOf::Commune(found)).await
}

async fn cap_index(web: Arc<Web>, _: Ask) -> Result<Made, Refusal> {
    let latest = web.messages.latest(&Where::Everywhere, CAP_INDEX).await?;
    Ok(Made::text(ATOM, feeds::cap_index(&web.site, &latest)))
}

fn message_id(ask: &Ask) -> MessageId {
    MessageId(ask.parameter("id").to_owned())
}

async fn message_cap(web: Arc<Web>, ask: Ask) -> Result<Made, Refusal> {
    let id = message_id(&ask);
    let (message, _) = web
        .messages
        .message(&id)
        .await?
        .ok_or(Refusal::NoSuchAlert)?;
    let geometry = web.messages.geometry(&id).await?.unwrap_or_default();
    Ok(Made::constant(
        CAP,
        cap::write(&relayed(&message, &geometry)),
    ))
}

async fn message_original(web: Arc<Web>, ask: Ask) -> Result<Made, Refusal> {
    let id = message_id(&ask);
    let document = web
        .messages
        .document(&id)
        .await?
        .ok_or(Refusal::NoSuchAlert)?;
    let name = format!(
        "{}.{}",
        document.sha256.get(..16).unwrap_or("document"),
        extension(&document.bytes)
    );
    Ok(Made::original(document.bytes, &name).header(
        axum::http::HeaderName::from_static("x-content-sha256"),
        &document.sha256,
    ))
}

fn extension(bytes: &[u8]) -> &'static str {
    match bytes
        .iter()
        .find(|b| !b.is_ascii_whitespace() && b.is_ascii())
    {
        Some(b'<') => "xml",
        Some(b'{' | b'[') => "json",
        _ => "bin",
    }
}

async fn alerts_json(web: Arc<Web>, _: Ask) -> Result<Made, Refusal> {
    // Not the ended ones that feeds carry: whoever shows this list shows what holds or will hold.
    let now = web.now();
    let threads = web.messages.in_force(&Where::Everywhere, now).await?;
    let sources = web.source_lines().await?;
    Ok(Made::text(
        JSON,
        api::threads_json(&web.site, now, &threads, &sources.lines()),
    ))
}

async fn alert_json(web: Arc<Web>, ask: Ask) -> Result<Made, Refusal> {
    let id = ask
        .parameter("id")
        .strip_suffix(".json")
        .ok_or(Refusal::Unknown)?;
    let thread = match thread_of(&web, id).await? {
        Found::Thread(thread) => thread,
        Found::Moved(ThreadId(id)) => return Ok(Made::moved(format!("/api/alertes/{id}.json"))),
    };
    api::thread_json(&web.site, web.now(), &thread)
        .map(|text| Made::text(JSON, text))
        .ok_or(Refusal::NoSuchAlert)
}

async fn sources_json(web: Arc<Web>, _: Ask) -> Result<Made, Refusal> {
    let sources = web.source_lines().await?;
    Ok(Made::text(
        JSON,
        api::sources_json(web.now(), &sources.lines()),
    ))
}

async fn communes_json(_: Arc<Web>, ask: Ask) -> Result<Made, Refusal> {
    let found = gazetteer().search(ask.query("q").unwrap_or_default(), SUGGESTIONS);
    Ok(Made::fresh_text(JSON, api::communes_json(&found).body))
}

async fn openapi(web: Arc<Web>, _: Ask) -> Result<Made, Refusal> {
    Ok(Made::text(JSON, api::openapi(&web.site)))
}

async fn robots(web: Arc<Web>, _: Ask) -> Result<Made, Refusal> {
    Ok(Made::constant(PLAIN, app::pages::robots(&web.site)))
}
