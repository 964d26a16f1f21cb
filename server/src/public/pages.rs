//! Pages: from what is asked, through the ports, to the app's pure functions. Every page in French,
//! and in English under `/en`.

use std::sync::Arc;

use app::pages::{self, Filter, Here, Showing};
use axum::Router;
use portal::cap::Point;
use portal::messages::{Cursor, Found, Past, Thread, ThreadId, Where, view};
use portal::places::{Commune, Dep, Insee, gazetteer, slug};

use super::answer::{Made, Refusal};
use super::ask::Ask;
use super::{Web, handle};

/// How many ended alerts the page of a place shows.
const RECENTLY_ENDED: u32 = 10;
/// Communes drawn on a map; beyond it their outlines would not be told apart.
const OUTLINES_ON_MAP: usize = 400;

/// Pages kept in memory.
pub fn kept() -> Router<Arc<Web>> {
    both("/", home)
        .merge(both("/commune/{insee}", commune))
        .merge(both("/commune/{insee}/{slug}", commune))
        .merge(both("/departements", departements))
        .merge(both("/departement/{code}", departement))
        .merge(both("/alertes", alerts))
        .merge(both("/alertes/{id}", alert))
        .merge(both("/alertes/{id}/carte", map))
        .merge(both("/sources", sources))
        .merge(both("/integrations", integrations))
        .merge(both("/a-propos", about))
        .merge(both("/accessibilite", accessibility))
        .merge(both("/hors-ligne", without_network))
}

/// Pages that differ with every word typed: never kept.
pub fn searched() -> Router<Arc<Web>> {
    both("/communes", communes)
}

pub(super) fn both<F, Fut>(path: &str, make: F) -> Router<Arc<Web>>
where
    F: Fn(Arc<Web>, Ask) -> Fut + Clone + Send + Sync + 'static,
    Fut: Future<Output = Result<Made, Refusal>> + Send + 'static,
{
    let english = if path == "/" {
        "/en".to_owned()
    } else {
        format!("/en{path}")
    };
    Router::new()
        .route(path, handle(make.clone()))
        .route(&english, handle(make))
}

async fn home(web: Arc<Web>, ask: Ask) -> Result<Made, Refusal> {
    let now = web.now();
    let threads = web.messages.in_force(&Where::Everywhere, now).await?;
    let sources = web.source_lines().await?;
    Ok(Made::page(pages::home(
        &web.site,
        ask.lang,
        now,
        &threads,
        &sources.lines(),
    )))
}

async fn communes(web: Arc<Web>, ask: Ask) -> Result<Made, Refusal> {
    let typed = ask.query("q").unwrap_or_default();
    let found = gazetteer().search(typed, pages::SEARCH_LIMIT + 1);
    // A search that can only mean one commune leads there.
    if let [only] = found.as_slice() {
        return Ok(Made::redirect(ask.lang.path(&path_of(only))));
    }
    Ok(Made::fresh(pages::communes(
        &web.site, ask.lang, typed, &found,
    )))
}

fn path_of(commune: &Commune) -> String {
    format!("/commune/{}/{}", commune.insee, slug(commune.name))
}

async fn commune(web: Arc<Web>, ask: Ask) -> Result<Made, Refusal> {
    let asked = Insee(ask.parameter("insee").to_ascii_uppercase());
    let commune = gazetteer().commune(&asked).ok_or(Refusal::NoSuchCommune)?;
    let path = path_of(commune);
    // One address per commune: old codes, small letters and wrong names lead to it.
    if ask.path != path {
        return Ok(Made::moved(ask.lang.path(&path)));
    }
    let place = Where::Commune(commune.insee.clone());
    let (now, here) = (web.now(), Gathered::at(&web, &place).await?);
    let lines = here.sources.lines();
    Ok(Made::page(pages::commune(
        &web.site,
        ask.lang,
        now,
        commune,
        here.here(&lines),
    )))
}

async fn departements(web: Arc<Web>, ask: Ask) -> Result<Made, Refusal> {
    Ok(Made::page(pages::departements(&web.site, ask.lang)))
}

async fn departement(web: Arc<Web>, ask: Ask) -> Result<Made, Refusal> {
    let asked = Dep(ask.parameter("code").to_ascii_uppercase());
    let departement = gazetteer()
        .departement(&asked)
        .ok_or(Refusal::NoSuchDepartement)?;
    let path = format!("/departement/{}", departement.code);
    if ask.path != path {
        return Ok(Made::moved(ask.lang.path(&path)));
    }
    let place = Where::Departement(departement.code.clone());
    let (now, here) = (web.now(), Gathered::at(&web, &place).await?);
    let lines = here.sources.lines();
    Ok(Made::page(pages::departement(
        &web.site,
        ask.lang,
        now,
        departement,
        here.here(&lines),
    )))
}

/// What holds at a place, gathered from the ports.
struct Gathered {
    in_force: Vec<Thread>,
    ended: Vec<Thread>,
    sources: super::SourceLines,
}

impl Gathered {
    async fn at(web: &Web, place: &Where) -> Result<Self, Refusal> {
        let now = web.now();
        let in_force = web.messages.in_force(place, now).await?;
        let ended = web
            .messages
            .ended(place, &Past::default(), RECENTLY_ENDED, now)
            .await?;
        Ok(Self {
            in_force,
            ended: ended.into_iter().map(|(_, thread)| thread).collect(),
            sources: web.source_lines().await?,
        })
    }

    fn here<'a>(&'a self, sources: &'a [app::SourceLine<'a>]) -> Here<'a> {
        Here {
            in_force: &self.in_force,
            ended: &self.ended,
            sources,
        }
    }
}

async fn alerts(web: Arc<Web>, ask: Ask) -> Result<Made, Refusal> {
    let pairs = ["etat", "couleur", "departement", "avant"];
    let pairs = pairs
        .into_iter()
        .filter_map(|name| Some((name, ask.query(name)?)));
    let filter = Filter::parse(pairs).map_err(|_| Refusal::BadRequest)?;
    let now = web.now();
    let (in_force, ended): (Vec<Thread>, Vec<(Cursor, Thread)>) = if filter.showing == Showing::Past
    {
        let limit = u32::try_from(pages::ARCHIVE_PAGE + 1).unwrap_or(u32::MAX);
        (
            Vec::new(),
            web.messages
                .ended(&filter.place(), &filter.past(), limit, now)
                .await?,
        )
    } else {
        (
            web.messages.in_force(&filter.place(), now).await?,
            Vec::new(),
        )
    };
    let sources = web.source_lines().await?;
    Ok(Made::page(pages::alerts(
        &web.site,
        ask.lang,
        now,
        &filter,
        &in_force,
        &ended,
        &sources.lines(),
    )))
}

/// The thread of `/alertes/{id}…`, or where it moved to.
pub(super) async fn thread_of(web: &Web, id: &str) -> Result<Found, Refusal> {
    let fit = id.len() <= 64 && id.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    if !fit {
        return Err(Refusal::NoSuchAlert);
    }
    web.messages
        .thread(&ThreadId(id.to_owned()))
        .await?
        .ok_or(Refusal::NoSuchAlert)
}

async fn alert(web: Arc<Web>, ask: Ask) -> Result<Made, Refusal> {
    let thread = match thread_of(&web, ask.parameter("id")).await? {
        Found::Thread(thread) => thread,
        Found::Moved(ThreadId(id)) => {
            return Ok(Made::moved(ask.lang.path(&format!("/alertes/{id}"))));
        }
    };
    let sources = web.source_lines().await?;
    pages::alert(&web.site, ask.lang, web.now(), &thread, &sources.lines())
        .map(Made::page)
        .ok_or(Refusal::NoSuchAlert)
}

async fn map(web: Arc<Web>, ask: Ask) -> Result<Made, Refusal> {
    let thread = match thread_of(&web, ask.parameter("id")).await? {
        Found::Thread(thread) => thread,
        Found::Moved(ThreadId(id)) => {
            return Ok(Made::moved(ask.lang.path(&format!("/alertes/{id}/carte"))));
        }
    };
    let mut geometry = Vec::new();
    for message in &thread.messages {
        if let Some(areas) = web.messages.geometry(&message.id).await? {
            geometry.push((message.id.clone(), areas));
        }
    }
    let now = web.now();
    let view = view(&thread, now).ok_or(Refusal::NoSuchAlert)?;
    let outlines: Vec<Vec<Point>> = view
        .places
        .communes()
        .iter()
        .take(OUTLINES_ON_MAP)
        .filter_map(|commune| web.contours.outline(commune))
        .flat_map(|outline| outline.rings().collect::<Vec<_>>())
        .map(|ring| {
            ring.into_iter()
                .map(|(lon, lat)| Point { lat, lon })
                .collect()
        })
        .collect();
    pages::alert_map(&web.site, ask.lang, now, &thread, &geometry, &outlines)
        .map(Made::page)
        .ok_or(Refusal::NoSuchAlert)
}

async fn sources(web: Arc<Web>, ask: Ask) -> Result<Made, Refusal> {
    let sources = web.source_lines().await?;
    Ok(Made::page(pages::sources(
        &web.site,
        ask.lang,
        web.now(),
        &sources.lines(),
    )))
}

async fn integrations(web: Arc<Web>, ask: Ask) -> Result<Made, Refusal> {
    Ok(Made::page(pages::integrations(&web.site, ask.lang)))
}

async fn about(web: Arc<Web>, ask: Ask) -> Result<Made, Refusal> {
    Ok(Made::page(pages::about(&web.site, ask.lang)))
}

async fn without_network(web: Arc<Web>, ask: Ask) -> Result<Made, Refusal> {
    Ok(Made::page(pages::offline(&web.site, ask.lang)))
}

async fn accessibility(web: Arc<Web>, ask: Ask) -> Result<Made, Refusal> {
    Ok(Made::page(pages::accessibility(&web.site, ask.lang)))
}
