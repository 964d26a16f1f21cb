//! `/entraide/annonce/{id}/repondre`: answering a listing.

use app::pages::exchange as pages;
use axum::http::StatusCode;
use portal::exchange::{
    Answered, Answering, Draft, FieldError, Listing, Party, TalkId, parse_contact, parse_said,
    parse_wants,
};

use super::super::answer::{Made, Refusal};
use super::super::sent::Sent;
use super::here::{FOREIGN, Here, draft_of, is_machine};
use crate::exchange::{Told, link_hash};
use crate::secret;

/// `GET …/repondre`
pub(super) async fn form(here: Here) -> Result<Made, Refusal> {
    let Some(listing) = here.listing().await? else {
        return Ok(here.no_listing());
    };
    Ok(again(&here, &listing, &here.asked(), &[]))
}

fn again(here: &Here, listing: &Listing, draft: &Draft, wrong: &[FieldError]) -> Made {
    Made::fresh(pages::answer(
        &here.web.site,
        here.ask.lang,
        listing,
        draft,
        wrong,
        &here.form_id(draft),
    ))
}

/// `POST …/repondre`
pub(super) async fn post(here: Here, sent: Sent) -> Result<Made, Refusal> {
    let draft = draft_of(&sent);
    let Some(listing) = here.listing().await? else {
        return Ok(here.no_listing());
    };
    if !sent.from_here {
        return Ok(again(&here, &listing, &draft, FOREIGN).status(StatusCode::FORBIDDEN));
    }
    if is_machine(&draft) {
        let nowhere = secret::fresh(here.exchanging.random());
        return Ok(here.to(&format!("/entraide/echange/{nowhere}?nouveau=1")));
    }
    let mut wrong = Vec::new();
    let wants = parse_wants(&draft, &listing)
        .map_err(|w| wrong.extend(w))
        .ok();
    let said = parse_said(&draft).map_err(|w| wrong.extend(w)).ok();
    let contact = parse_contact(&draft).map_err(|w| wrong.extend(w)).ok();
    let (Some(wants), Some(said), Some(contact), true) = (wants, said, contact, wrong.is_empty())
    else {
        return Ok(again(&here, &listing, &draft, &wrong).status(StatusCode::UNPROCESSABLE_ENTITY));
    };
    let (key, now) = (here.exchanging.key(), here.now());
    let talk = TalkId(here.exchanging.ids.fresh(now));
    let secret = |side| key.talk_secret(&talk, side);
    let path = |side| format!("/entraide/echange/{}", secret(side));
    let links = [Party::Owner, Party::Responder].map(|side| link_hash(&secret(side)));
    let sealed = key.seal_contact(&contact, here.exchanging.random());
    let ([Some(owner_link), Some(responder_link)], Some(sealed)) = (links, sealed) else {
        return Err(Refusal::Unavailable);
    };
    let owner = here.exchanging.exchange.owner(&listing.id).await?;
    let owner = owner.and_then(|(sealed, tongue)| Some((key.open_contact(&sealed)?, tongue)));
    let to_owner = owner.and_then(|(contact, tongue)| {
        let told = Told::Answered(&listing.said);
        here.letter(&contact, tongue, &told, &[path(Party::Owner)])
    });
    let told = Told::Answering(&listing.said);
    let to_responder = here.letter(&contact, here.tongue(), &told, &[path(Party::Responder)]);
    let answering = Answering {
        talk: talk.clone(),
        listing: listing.id.clone(),
        contact: sealed,
        tongue: here.tongue(),
        said,
        wants,
        responder_link,
        owner_link,
        idempotency: here.idempotency(&draft, &sent),
        letters: to_owner.into_iter().chain(to_responder).collect(),
    };
    let (site, lang) = (&here.web.site, here.ask.lang);
    Ok(
        match here.exchanging.exchange.answer(&answering, now).await? {
            // Sent twice, the link of the first holds: it is made of the conversation's id.
            Answered::Open(talk, _) | Answered::Again(talk) => {
                let secret = key.talk_secret(&talk, Party::Responder);
                here.to(&format!("/entraide/echange/{secret}?nouveau=1"))
            }
            Answered::Closed => {
                Made::fresh(pages::listing(site, lang, &listing, now)).status(StatusCode::CONFLICT)
            }
            Answered::TooMany => {
                Made::fresh(pages::too_many(site, lang, None)).status(StatusCode::TOO_MANY_REQUESTS)
            }
        },
    )
}
