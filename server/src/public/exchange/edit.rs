//! `/entraide/gerer/{secret}/modifier`: other details or another text. Side and kind stay what they are.

use app::pages::exchange as pages;
use axum::http::StatusCode;
use portal::exchange::{
    Did, Draft, FieldError, Wrong, draft_of as draft_of_listing, holds, likeness, names,
    parse_listing,
};

use super::super::answer::{Made, Refusal};
use super::super::sent::Sent;
use super::here::{FOREIGN, Here, draft_of};
use super::manage::Mine;

/// `GET …/modifier`
pub(super) async fn form(here: Here) -> Result<Made, Refusal> {
    let Some(mine) = Mine::of(&here).await? else {
        return Ok(here.no_link());
    };
    let draft = draft_of_listing(&mine.managed.listing.said);
    Ok(page(&here, &mine, &draft, &[]))
}

fn page(here: &Here, mine: &Mine, draft: &Draft, wrong: &[FieldError]) -> Made {
    let (site, lang) = (&here.web.site, here.ask.lang);
    Made::secret(pages::edit(site, lang, &mine.secret, draft, wrong))
}

/// `POST …/modifier`
pub(super) async fn post(here: Here, sent: Sent) -> Result<Made, Refusal> {
    let Some(mine) = Mine::of(&here).await? else {
        return Ok(here.no_link());
    };
    let said = &mine.managed.listing.said;
    let draft = draft_of(&sent)
        .with(names::SIDE, said.side.code())
        .with(names::KIND, said.details.kind().code());
    if !sent.from_here {
        return Ok(page(&here, &mine, &draft, FOREIGN).status(StatusCode::FORBIDDEN));
    }
    let refused = |wrong: &[FieldError]| {
        Ok(page(&here, &mine, &draft, wrong).status(StatusCode::UNPROCESSABLE_ENTITY))
    };
    let listing = match parse_listing(&draft, here.now()) {
        Ok(listing) => listing,
        Err(wrong) => return refused(&wrong),
    };
    if !here.exchanging.is_open(&listing.commune.departement()) {
        return refused(&[(names::COMMUNE, Wrong::NotOpen)]);
    }
    let (hold, likeness) = (holds(&listing), likeness(&listing.text));
    let exchange = &here.exchanging.exchange;
    let now = here.now();
    Ok(
        match exchange
            .edit(&mine.hash, &listing, &hold, &likeness, now)
            .await?
        {
            Did::Done => here.to(&format!("{}?fait=enregistre", mine.path())),
            // Less than is taken, or closed meanwhile: what was typed stays.
            Did::NotNow => page(&here, &mine, &draft, &[(names::UNITS, Wrong::NotNow)])
                .status(StatusCode::CONFLICT),
            Did::Unknown => here.no_link(),
        },
    )
}
