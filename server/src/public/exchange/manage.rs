//! `/entraide/gerer/{secret}`: a listing as its owner sees it, and what its owner does to it. The secret in the
//! address is the only proof asked for: there are no accounts.

use app::pages::exchange::{self as pages, ManagedView, Note};
use axum::http::StatusCode;
use axum::http::header::CONTENT_DISPOSITION;
use portal::exchange::{
    Contact, Deed, Did, Draft, Fit, For, LinkHash, Listing, ListingId, Managed, Party, Standing,
    Talk, TalkId, suggested,
};
use serde_json::{Value, json};

use super::super::answer::{Made, Refusal};
use super::super::sent::Sent;
use super::here::{Here, draft_of};

/// Listings of the other side, of each place, that are compared.
const COMPARED: u32 = 100;
/// The most probable duplicates that are told.
const MOST_ALSO: usize = 5;

/// A listing and its link.
pub(super) struct Mine {
    pub secret: String,
    pub hash: LinkHash,
    pub managed: Managed,
}

impl Mine {
    /// The listing of the link asked for; `None` when there is none.
    pub(super) async fn of(here: &Here) -> Result<Option<Self>, Refusal> {
        let Some((secret, hash)) = here.link() else {
            return Ok(None);
        };
        let managed = here.exchanging.exchange.managed(&hash, here.now()).await?;
        Ok(managed.map(|managed| Self {
            secret,
            hash,
            managed,
        }))
    }

    /// The French path of its page.
    pub(super) fn path(&self) -> String {
        format!("/entraide/gerer/{}", self.secret)
    }

    /// Its owner's contact; empty when it was sealed under another key.
    fn contact(&self, here: &Here) -> Contact {
        let opened = here.exchanging.key().open_contact(&self.managed.contact);
        opened.unwrap_or_else(|| {
            tracing::error!("a contact of the exchange is sealed under another key");
            Contact {
                email: None,
                phone: None,
            }
        })
    }
}

/// `GET /entraide/gerer/{secret}`
pub(super) async fn page(here: Here) -> Result<Made, Refusal> {
    let Some(mine) = Mine::of(&here).await? else {
        return Ok(here.no_link());
    };
    if here.ask.query("nouveau").is_some() {
        let also = here.ask.pairs().filter(|(name, _)| *name == "aussi");
        let also: Vec<ListingId> = also
            .take(MOST_ALSO)
            .filter(|(_, id)| is_id(id))
            .map(|(_, id)| ListingId(id.to_owned()))
            .collect();
        let suggestions = suggestions(&here, &mine.managed.listing).await?;
        return Ok(Made::secret(pages::published(
            &here.web.site,
            here.ask.lang,
            &mine.secret,
            &mine.managed.listing,
            &also,
            &suggestions,
            here.exchanging.mails,
        )));
    }
    let note = match here.ask.query("fait") {
        Some("enregistre") => Note::Saved,
        Some("prolonge") => Note::Renewed,
        Some("suspendu") => Note::Paused,
        Some("repris") => Note::Resumed,
        Some("ferme") => Note::Closed,
        Some("non") => Note::NotNow,
        _ => Note::None,
    };
    shown(&here, mine, note).await
}

/// Whether a text could be a listing's id.
fn is_id(text: &str) -> bool {
    text.len() == 36 && text.bytes().all(|b| b.is_ascii_hexdigit() || b == b'-')
}

/// The page, with the listings that may suit.
async fn shown(here: &Here, mine: Mine, note: Note) -> Result<Made, Refusal> {
    let suggestions = suggestions(here, &mine.managed.listing).await?;
    let key = here.exchanging.key();
    let view = ManagedView {
        contact: mine.contact(here),
        links: mine
            .managed
            .talks
            .iter()
            .map(|talk| key.talk_secret(&talk.id, Party::Owner))
            .collect(),
        suggestions,
        now: here.now(),
        managed: mine.managed,
    };
    Ok(Made::secret(pages::manage(
        &here.web.site,
        here.ask.lang,
        &mine.secret,
        &view,
        note,
    )))
}

/// What others offer or need that suits, best first.
async fn suggestions(here: &Here, listing: &Listing) -> Result<Vec<(Listing, Fit)>, Refusal> {
    let exchange = &here.exchanging.exchange;
    let now = here.now();
    let over = matches!(
        listing.standing(now),
        Standing::Closed | Standing::Blocked | Standing::Expired
    );
    if over {
        return Ok(Vec::new());
    }
    let found = exchange
        .candidates(listing, For::Page, COMPARED, now)
        .await?;
    let others = found.into_iter().map(|(other, _)| other).collect();
    Ok(suggested(listing, others))
}

/// `POST /entraide/gerer/{secret}`
pub(super) async fn post(here: Here, sent: Sent) -> Result<Made, Refusal> {
    let Some(mine) = Mine::of(&here).await? else {
        return Ok(here.no_link());
    };
    if !sent.from_here {
        let made = shown(&here, mine, Note::Foreign).await?;
        return Ok(made.status(StatusCode::FORBIDDEN));
    }
    let draft = draft_of(&sent);
    let path = mine.path();
    let (deed, done) = match draft.get("geste") {
        "modifier" => return Ok(here.to(&format!("{path}/modifier"))),
        "effacer" => return erase(&here, &mine).await,
        "suspendre" => (Deed::Pause, "suspendu"),
        "reprendre" => (Deed::Resume, "repris"),
        "prolonger" => (Deed::Renew, "prolonge"),
        "pourvu" => (Deed::Fulfil(with_whom(&mine, &draft)?), "ferme"),
        "annuler" => (Deed::Cancel, "ferme"),
        _ => return Err(Refusal::BadRequest),
    };
    let did = here
        .exchanging
        .exchange
        .deed(&mine.hash, &deed, here.now())
        .await?;
    Ok(match did {
        Did::Done => here.to(&format!("{path}?fait={done}")),
        Did::NotNow => here.to(&format!("{path}?fait=non")),
        Did::Unknown => here.no_link(),
    })
}

/// With whom it was, of its own conversations; `None` when that is not said.
fn with_whom(mine: &Mine, draft: &Draft) -> Result<Option<TalkId>, Refusal> {
    let with = draft.get(pages::WITH);
    if with.is_empty() {
        return Ok(None);
    }
    let mut ids = mine.managed.talks.iter().map(|talk| &talk.id);
    let id = ids.find(|id| id.0 == with).ok_or(Refusal::BadRequest)?;
    Ok(Some(id.clone()))
}

async fn erase(here: &Here, mine: &Mine) -> Result<Made, Refusal> {
    let exchange = &here.exchanging.exchange;
    match exchange.erase(&mine.hash, here.now()).await? {
        Did::Unknown => Ok(here.no_link()),
        Did::NotNow => Ok(here.to(&format!("{}?fait=non", mine.path()))),
        Did::Done => Ok(Made::secret(pages::erased(&here.web.site, here.ask.lang))),
    }
}

/// `GET /entraide/gerer/{secret}/donnees`: everything that is kept of whoever has the link.
pub(super) async fn data(here: Here) -> Result<Made, Refusal> {
    let Some(mine) = Mine::of(&here).await? else {
        return Ok(here.no_link());
    };
    let contact = mine.contact(&here);
    let Managed {
        listing,
        hold,
        reason,
        talks,
        ..
    } = &mine.managed;
    let said = &listing.said;
    let body = json!({
        "id": listing.id.0,
        "side": said.side.code(),
        "commune": said.commune.0,
        "details": said.details,
        "text": said.text,
        "language": said.tongue.tag(),
        "posted_at": said_at(listing.posted_at),
        "expires_at": said_at(listing.expires_at),
        "availability": listing.availability.code(),
        "moderation": listing.moderation.code(),
        "held_because": hold.iter().map(|h| h.code()).collect::<Vec<_>>(),
        "moderators_say": reason,
        "contact": { "email": contact.email, "phone": contact.phone },
        "conversations": talks.iter().map(conversation).collect::<Vec<_>>(),
    });
    Ok(Made::private_json(body)
        .header(CONTENT_DISPOSITION, "attachment; filename=\"annonce.json\""))
}

/// One conversation, without the other's contact, which is theirs.
fn conversation(talk: &Talk) -> Value {
    json!({
        "began_at": said_at(talk.began_at),
        "said": talk.said.iter().map(|s| json!({
            "by": s.by.code(), "at": said_at(s.at), "text": s.text,
        })).collect::<Vec<_>>(),
        "match": talk.matched.as_ref().map(|m| json!({
            "units": m.units,
            "slots": m.slots.iter().map(|s| s.code()).collect::<Vec<_>>(),
            "state": m.state.code(),
        })),
        "contact_shown": talk.revealed_by_me,
        "ended": talk.ended.map(|e| e.code()),
    })
}

/// An instant as other programs read it.
fn said_at(at: portal::Instant) -> String {
    at.timestamp().to_string()
}
