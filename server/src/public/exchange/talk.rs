//! `/entraide/echange/{secret}`: a conversation as one of its two sides sees it, and what that side does in it.

use app::pages::exchange::{self as pages, Note, TalkView};
use axum::http::StatusCode;
use portal::exchange::{
    Did, Draft, FieldError, LinkHash, Listing, MatchDeed, NewLetter, Reported, Talk,
    leaves_platform, names, parse_said, parse_wants,
};

use super::super::answer::{Made, Refusal};
use super::super::sent::Sent;
use super::here::{FOREIGN, Here, draft_of};
use super::report::reason;
use crate::exchange::Told;

/// A conversation and its link.
struct Ours {
    secret: String,
    hash: LinkHash,
    talk: Talk,
    listing: Listing,
}

impl Ours {
    async fn of(here: &Here) -> Result<Option<Self>, Refusal> {
        let Some((secret, hash)) = here.link() else {
            return Ok(None);
        };
        let exchange = &here.exchanging.exchange;
        let Some(talk) = exchange.talk(&hash, here.now()).await? else {
            return Ok(None);
        };
        let listing = exchange.listing_of_talk(&hash).await?;
        Ok(listing.map(|listing| Self {
            secret,
            hash,
            talk,
            listing,
        }))
    }

    fn page(&self, here: &Here, draft: &Draft, wrong: &[FieldError], note: Note) -> Made {
        let other = self.talk.party.other();
        let shown = self.talk.revealed_to_me.as_deref();
        let view = TalkView {
            talk: self.talk.clone(),
            listing: self.listing.clone(),
            their_contact: shown.and_then(|sealed| here.exchanging.key().open_contact(sealed)),
            leaves: self
                .talk
                .said
                .iter()
                .any(|said| said.by == other && leaves_platform(&said.text)),
            now: here.now(),
        };
        let (site, lang) = (&here.web.site, here.ask.lang);
        Made::secret(pages::talk(
            site,
            lang,
            &self.secret,
            &view,
            draft,
            wrong,
            note,
        ))
    }

    /// To the other side, if it can be written to: there is news.
    async fn news(&self, here: &Here) -> Result<Option<NewLetter>, Refusal> {
        let key = here.exchanging.key();
        let other = here.exchanging.exchange.correspondent(&self.hash).await?;
        let other = other.and_then(|(sealed, tongue)| Some((key.open_contact(&sealed)?, tongue)));
        let secret = key.talk_secret(&self.talk.id, self.talk.party.other());
        let paths = [format!("/entraide/echange/{secret}")];
        Ok(other.and_then(|(contact, tongue)| here.letter(&contact, tongue, &Told::News, &paths)))
    }
}

/// `GET /entraide/echange/{secret}`
pub(super) async fn page(here: Here) -> Result<Made, Refusal> {
    let Some(ours) = Ours::of(&here).await? else {
        return Ok(here.no_link());
    };
    if here.ask.query("nouveau").is_some() {
        let state = ours.talk.matched.as_ref().map(|m| m.state);
        let (site, lang) = (&here.web.site, here.ask.lang);
        return Ok(Made::secret(pages::answered(
            site,
            lang,
            &ours.secret,
            state,
            here.exchanging.mails,
        )));
    }
    let note = match here.ask.query("fait") {
        Some("dit") => Note::Sent,
        Some("enregistre") => Note::Saved,
        Some("bloque") => Note::Blocked,
        Some("signale") => Note::Reported,
        Some("non") => Note::NotNow,
        _ => Note::None,
    };
    Ok(ours.page(&here, &Draft::default(), &[], note))
}

/// What became of what was asked, and the note that tells.
enum Became {
    Did(Did, &'static str),
    Wrong(Vec<FieldError>),
}

/// `POST /entraide/echange/{secret}`
pub(super) async fn post(here: Here, sent: Sent) -> Result<Made, Refusal> {
    let Some(ours) = Ours::of(&here).await? else {
        return Ok(here.no_link());
    };
    let draft = draft_of(&sent);
    if !sent.from_here {
        let page = ours.page(&here, &draft, FOREIGN, Note::None);
        return Ok(page.status(StatusCode::FORBIDDEN));
    }
    let path = format!("/entraide/echange/{}", ours.secret);
    Ok(match act(&here, &ours, &draft).await? {
        Became::Did(Did::Done, note) => here.to(&format!("{path}?fait={note}")),
        // What was typed stays.
        Became::Did(Did::NotNow, _) => ours
            .page(&here, &draft, &[], Note::NotNow)
            .status(StatusCode::CONFLICT),
        Became::Did(Did::Unknown, _) => here.no_link(),
        Became::Wrong(wrong) => ours
            .page(&here, &draft, &wrong, Note::None)
            .status(StatusCode::UNPROCESSABLE_ENTITY),
    })
}

async fn act(here: &Here, ours: &Ours, draft: &Draft) -> Result<Became, Refusal> {
    let exchange = &here.exchanging.exchange;
    let (link, now) = (&ours.hash, here.now());
    let deed = draft.get("geste");
    let did = match deed {
        "dire" => {
            let said = match parse_said(draft) {
                Ok(said) => said,
                Err(wrong) => return Ok(Became::Wrong(wrong)),
            };
            let letter = ours.news(here).await?;
            let did = exchange.say(link, &said, letter.as_ref(), now).await?;
            return Ok(Became::Did(did, "dit"));
        }
        "demander" => {
            let (units, slots) = match parse_wants(draft, &ours.listing) {
                Ok(Some(wants)) => wants,
                Ok(None) => {
                    let missing = (names::UNITS, portal::exchange::Wrong::Missing);
                    return Ok(Became::Wrong(vec![missing]));
                }
                Err(wrong) => return Ok(Became::Wrong(wrong)),
            };
            let letter = ours.news(here).await?;
            let asked = exchange.propose(link, units, &slots, letter.as_ref(), now);
            match asked.await? {
                Some(_) => Did::Done,
                None => Did::NotNow,
            }
        }
        "montrer" => exchange.reveal(link, true, now).await?,
        "cacher" => exchange.reveal(link, false, now).await?,
        "bloquer" => return Ok(Became::Did(exchange.block(link, now).await?, "bloque")),
        "signaler" => {
            let reason = match reason(draft) {
                Ok(reason) => reason,
                Err(wrong) => return Ok(Became::Wrong(vec![wrong])),
            };
            let what = Reported::Talk(link.clone());
            let did = exchange.report(&what, &reason, now).await?;
            return Ok(Became::Did(did, "signale"));
        }
        other => {
            let deed = MatchDeed::parse(other).ok_or(Refusal::BadRequest)?;
            let letter = ours.news(here).await?;
            exchange.matched(link, deed, letter.as_ref(), now).await?
        }
    };
    Ok(Became::Did(did, "enregistre"))
}
