//! Reading: the search, one listing, the short form for tonight, the safety card.

use app::pages::exchange as pages;
use portal::exchange::{Found, SearchAsk, parse_search};
use portal::messages::{Thread, Where};
use portal::places::{ContourIndex, Insee};

use super::super::answer::{Made, Refusal};
use super::here::Here;

/// The most communes around one that are looked in.
const MOST_NEAR: usize = 1_000;

/// `GET /entraide`
pub(super) async fn list(here: Here) -> Result<Made, Refusal> {
    let draft = here.asked();
    let (asked, wrong) = parse_search(&draft);
    let mut search = asked.search(near(&here.web.contours, &asked));
    if let Some(commune) = &asked.commune
        && asked.radius_km.is_some()
        && here.web.contours.centroid(commune).is_none()
    {
        // Without imported shapes nobody knows what is near: the whole département is.
        search.communes.clear();
        search.departements = vec![commune.departement()];
    }
    let on = &here.exchanging.on;
    // Where it is closed nothing is shown, whatever was posted there before.
    if search.departements.is_empty() {
        search.departements.clone_from(&on.departements);
    } else {
        search.departements.retain(|d| here.exchanging.is_open(d));
    }
    let now = here.now();
    let nothing = search.departements.is_empty() && !on.departements.is_empty();
    let found = match nothing {
        true => Found {
            listings: Vec::new(),
            total: 0,
        },
        false => here.exchanging.exchange.find(&search, now).await?,
    };
    let alerts = alerts(&here, &asked).await?;
    Ok(Made::fresh(pages::list(
        &here.web.site,
        here.ask.lang,
        &draft,
        &asked,
        &wrong,
        &found,
        &alerts,
        on,
        now,
    )))
}

/// The communes within the radius asked for, the nearest first; empty where none was asked for or none is known.
fn near(contours: &ContourIndex, asked: &SearchAsk) -> Vec<Insee> {
    let (Some(commune), Some(radius)) = (&asked.commune, asked.radius_km) else {
        return Vec::new();
    };
    let Some(middle) = contours.centroid(commune) else {
        return Vec::new();
    };
    let metres = f64::from(radius) * 1_000.0;
    contours
        .nearest(middle.lat, middle.lon, MOST_NEAR)
        .into_iter()
        .take_while(|(_, distance)| *distance <= metres)
        .map(|(insee, _)| insee)
        .collect()
}

/// What officials say where it is looked.
async fn alerts(here: &Here, asked: &SearchAsk) -> Result<Vec<Thread>, Refusal> {
    let place = match (&asked.commune, &asked.departement) {
        (Some(commune), _) => Where::Commune(commune.clone()),
        (None, Some(departement)) => Where::Departement(departement.clone()),
        (None, None) => return Ok(Vec::new()),
    };
    Ok(here.web.messages.in_force(&place, here.now()).await?)
}

/// `GET /entraide/porte-ouverte`
pub(super) async fn tonight(here: Here) -> Result<Made, Refusal> {
    let draft = here.asked();
    let form_id = here.form_id(&draft);
    Ok(Made::fresh(pages::porte_ouverte(
        &here.web.site,
        here.ask.lang,
        &draft,
        &[],
        &form_id,
        here.now(),
    )))
}

/// `GET /entraide/annonce/{id}`
pub(super) async fn listing(here: Here) -> Result<Made, Refusal> {
    let Some(listing) = here.listing().await? else {
        return Ok(here.no_listing());
    };
    Ok(Made::fresh(pages::listing(
        &here.web.site,
        here.ask.lang,
        &listing,
        here.now(),
    )))
}

/// `GET /entraide/securite`
pub(super) async fn safety(here: Here) -> Result<Made, Refusal> {
    Ok(Made::fresh(pages::safety(&here.web.site, here.ask.lang)))
}
