//! `/entraide/lien-perdu`: new links, by a letter to the address that was given when posting. The page says
//! the same whether anything was posted with it or not.

use app::pages::exchange as pages;
use axum::http::StatusCode;
use portal::exchange::{
    Contact, Draft, FieldError, LinkHash, ListingId, Wrong, names, parse_contact,
};

use super::super::answer::{Made, Refusal};
use super::super::sent::Sent;
use super::here::{FOREIGN, Here, draft_of, is_machine};
use crate::exchange::{Told, link_hash};
use crate::secret;

/// `GET /entraide/lien-perdu`
pub(super) async fn form(here: Here) -> Result<Made, Refusal> {
    Ok(page(&here, &here.asked(), &[], false))
}

fn page(here: &Here, draft: &Draft, wrong: &[FieldError], sent: bool) -> Made {
    let (site, lang) = (&here.web.site, here.ask.lang);
    Made::fresh(pages::lost(
        site,
        lang,
        draft,
        wrong,
        sent,
        here.exchanging.mails,
    ))
}

/// `POST /entraide/lien-perdu`
pub(super) async fn post(here: Here, sent: Sent) -> Result<Made, Refusal> {
    let draft = draft_of(&sent);
    if !sent.from_here {
        return Ok(page(&here, &draft, FOREIGN, false).status(StatusCode::FORBIDDEN));
    }
    // Nobody could be told the new links, and the old ones hold.
    if !here.exchanging.mails {
        return Ok(page(&here, &draft, &[], false));
    }
    if is_machine(&draft) {
        return Ok(page(&here, &Draft::default(), &[], true));
    }
    // Only an e-mail can be written to.
    let refused = |wrong: &[FieldError]| {
        Ok(page(&here, &draft, wrong, false).status(StatusCode::UNPROCESSABLE_ENTITY))
    };
    let contact = match parse_contact(&draft) {
        Ok(contact) if contact.email.is_some() => contact,
        Ok(_) => return refused(&[(names::EMAIL, Wrong::Missing)]),
        Err(wrong) => return refused(&wrong),
    };
    relink(&here, contact).await?;
    Ok(page(&here, &Draft::default(), &[], true))
}

/// Gives everything that was posted with an e-mail new links, told to that very e-mail.
async fn relink(here: &Here, contact: Contact) -> Result<(), Refusal> {
    let Some(hash) = here.exchanging.key().hashes(&contact).into_iter().next() else {
        return Ok(());
    };
    let now = here.now();
    let exchange = &here.exchanging.exchange;
    let open = exchange.open_listings_of(&hash, now).await?;
    let Some((_, tongue)) = open.first() else {
        return Ok(());
    };
    let mut links: Vec<(ListingId, LinkHash)> = Vec::new();
    let mut paths = Vec::new();
    for (id, _) in &open {
        let secret = secret::fresh(here.exchanging.random());
        let hash = link_hash(&secret).ok_or(Refusal::Unavailable)?;
        links.push((id.clone(), hash));
        paths.push(format!("/entraide/gerer/{secret}"));
    }
    let letter = here.letter(&contact, *tongue, &Told::Links, &paths);
    let letter = letter.ok_or(Refusal::Unavailable)?;
    exchange.relink(&links, &letter, now).await?;
    Ok(())
}
