//! `/entraide/publier`: posting a listing.

use app::pages::exchange as pages;
use axum::http::StatusCode;
use portal::exchange::{
    Draft, FieldError, Posted, Posting, Wrong, holds, likeness, names, parse_contact, parse_listing,
};

use super::super::answer::{Made, Refusal};
use super::super::sent::Sent;
use super::here::{FOREIGN, Here, draft_of, is_machine};
use crate::exchange::{Told, link_hash};
use crate::secret;

/// `GET /entraide/publier`
pub(super) async fn form(here: Here) -> Result<Made, Refusal> {
    let draft = here.asked();
    Ok(again(&here, &draft, &[]))
}

/// The form with everything that was typed.
fn again(here: &Here, draft: &Draft, wrong: &[FieldError]) -> Made {
    let form_id = here.form_id(draft);
    let (site, lang) = (&here.web.site, here.ask.lang);
    Made::fresh(match draft.ticked(names::TONIGHT) {
        true => pages::porte_ouverte(site, lang, draft, wrong, &form_id, here.now()),
        false => pages::publish(site, lang, draft, wrong, &form_id),
    })
}

/// `POST /entraide/publier`
pub(super) async fn post(here: Here, sent: Sent) -> Result<Made, Refusal> {
    let draft = draft_of(&sent);
    if !sent.from_here {
        return Ok(again(&here, &draft, FOREIGN).status(StatusCode::FORBIDDEN));
    }
    if is_machine(&draft) {
        let nowhere = secret::fresh(here.exchanging.random());
        return Ok(here.to(&format!("/entraide/gerer/{nowhere}?nouveau=1")));
    }
    let now = here.now();
    let listing = parse_listing(&draft, now);
    let contact = parse_contact(&draft);
    let mut wrong = Vec::new();
    let listing = listing.map_err(|w| wrong.extend(w)).ok();
    let contact = contact.map_err(|w| wrong.extend(w)).ok();
    if let Some(listing) = &listing
        && !here.exchanging.is_open(&listing.commune.departement())
    {
        wrong.push((names::COMMUNE, Wrong::NotOpen));
    }
    let (Some(listing), Some(contact), true) = (listing, contact, wrong.is_empty()) else {
        return Ok(again(&here, &draft, &wrong).status(StatusCode::UNPROCESSABLE_ENTITY));
    };
    let (key, random) = (here.exchanging.key(), here.exchanging.random());
    let idempotency = here.idempotency(&draft, &sent);
    let secret = key.manage_secret(&idempotency);
    let path = format!("/entraide/gerer/{secret}");
    let sealed = key.seal_contact(&contact, random);
    let (Some(manage), Some(sealed)) = (link_hash(&secret), sealed) else {
        return Err(Refusal::Unavailable);
    };
    let told = Told::Posted(&listing);
    let letter = here.letter(&contact, listing.tongue, &told, std::slice::from_ref(&path));
    let posting = Posting {
        contact: sealed,
        manage,
        idempotency,
        hold: holds(&listing),
        likeness: likeness(&listing.text),
        letter,
        listing,
    };
    Ok(match here.exchanging.exchange.post(&posting, now).await? {
        Posted::Kept { probably, .. } => {
            let also: String = probably
                .iter()
                .map(|id| format!("&aussi={}", id.0))
                .collect();
            here.to(&format!("{path}?nouveau=1{also}"))
        }
        Posted::Again(_) => here.to(&format!("{path}?nouveau=1")),
        Posted::TooMany(until) => {
            Made::fresh(pages::too_many(&here.web.site, here.ask.lang, Some(until)))
                .status(StatusCode::TOO_MANY_REQUESTS)
        }
    })
}
