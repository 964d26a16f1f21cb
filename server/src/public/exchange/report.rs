//! `/entraide/annonce/{id}/signaler`: a reader reports a listing.

use app::pages::exchange as pages;
use axum::http::StatusCode;
use portal::exchange::{Draft, FieldError, Listing, Reported, Wrong, names};

use super::super::answer::{Made, Refusal};
use super::super::sent::Sent;
use super::here::{FOREIGN, Here, draft_of, is_machine};

/// The longest reason, in characters.
const LONGEST: usize = 1_000;

/// `GET …/signaler`
pub(super) async fn form(here: Here) -> Result<Made, Refusal> {
    let Some(listing) = here.listing().await? else {
        return Ok(here.no_listing());
    };
    Ok(page(&here, &listing, &here.asked(), &[], false))
}

fn page(here: &Here, listing: &Listing, draft: &Draft, wrong: &[FieldError], sent: bool) -> Made {
    let (site, lang) = (&here.web.site, here.ask.lang);
    Made::fresh(pages::report(site, lang, listing, draft, wrong, sent))
}

/// Why something is reported. Moderators alone read it: contacts may stand in it.
pub(super) fn reason(draft: &Draft) -> Result<String, FieldError> {
    let said = draft.get(names::SAID).trim();
    match said.chars().count() {
        0 => Err((names::SAID, Wrong::Missing)),
        n if n > LONGEST => Err((names::SAID, Wrong::Long(1_000))),
        _ => Ok(said.to_owned()),
    }
}

/// `POST …/signaler`
pub(super) async fn post(here: Here, sent: Sent) -> Result<Made, Refusal> {
    let draft = draft_of(&sent);
    let Some(listing) = here.listing().await? else {
        return Ok(here.no_listing());
    };
    if !sent.from_here {
        return Ok(page(&here, &listing, &draft, FOREIGN, false).status(StatusCode::FORBIDDEN));
    }
    if !is_machine(&draft) {
        let reason = match reason(&draft) {
            Ok(reason) => reason,
            Err(wrong) => {
                return Ok(page(&here, &listing, &draft, &[wrong], false)
                    .status(StatusCode::UNPROCESSABLE_ENTITY));
            }
        };
        let what = Reported::Listing(listing.id.clone());
        let now = here.now();
        here.exchanging.exchange.report(&what, &reason, now).await?;
    }
    Ok(page(&here, &listing, &Draft::default(), &[], true))
}
