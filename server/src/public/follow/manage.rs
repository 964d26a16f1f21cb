//! `/suivre/{token}`: showing, changing and ending what one device follows. The secret in the address is
//! the only proof asked for: there are no accounts.

use std::sync::Arc;

use app::pages::follow::{self as pages, Draft, Note, Wrong};
use axum::http::StatusCode;
use portal::push::{ManageHash, Subscription};

use super::super::Web;
use super::super::answer::{Made, Refusal};
use super::super::ask::Ask;
use super::super::sent::Sent;
use super::token;

/// A device and its link.
pub(super) struct Managed {
    pub secret: String,
    pub hash: ManageHash,
    pub device: Subscription,
}

impl Managed {
    /// The device of the link asked for; `None` when there is none.
    pub(super) async fn of(web: &Web, ask: &Ask) -> Result<Option<Self>, Refusal> {
        let secret = ask.parameter("token").to_owned();
        let Some(hash) = token::hash(&secret) else {
            return Ok(None);
        };
        let device = web.follow.subscriptions.subscription(&hash).await?;
        Ok(device.map(|device| Self {
            secret,
            hash,
            device,
        }))
    }

    /// The French path of its page.
    pub(super) fn path(&self) -> String {
        format!("/suivre/{}", self.secret)
    }

    fn page(
        &self,
        web: &Web,
        ask: &Ask,
        draft: Option<&Draft>,
        note: Note,
        wrong: &[Wrong],
    ) -> Made {
        let sends = web.follow.push.is_some();
        Made::secret(pages::manage(
            &web.site,
            ask.lang,
            &self.secret,
            &self.device,
            draft,
            sends,
            note,
            wrong,
        ))
    }

    /// What was sent does not come from a page of ours: nothing was done, everything is still there.
    pub(super) fn foreign(&self, web: &Web, ask: &Ask, draft: Option<&Draft>) -> Made {
        self.page(web, ask, draft, Note::None, &[Wrong::Foreign])
            .status(StatusCode::FORBIDDEN)
    }
}

/// A link that leads nowhere.
pub(super) fn unknown(web: &Web, ask: &Ask) -> Made {
    Made::secret(pages::unknown_link(&web.site, ask.lang)).status(StatusCode::NOT_FOUND)
}

/// `GET /suivre/{token}`.
pub(super) async fn show(web: Arc<Web>, ask: Ask) -> Result<Made, Refusal> {
    let Some(managed) = Managed::of(&web, &ask).await? else {
        return Ok(unknown(&web, &ask));
    };
    // Changes under way stand in the address, as on `/suivre`.
    let draft = ask
        .query("brouillon")
        .map(|_| Draft::read(ask.lang, ask.pairs()));
    if let Some(draft) = draft.as_ref().filter(|d| d.moved && !d.full) {
        let to = format!("{}{}&brouillon=1#lieux", managed.path(), draft.query());
        return Ok(Made::redirect(ask.lang.path(&to)));
    }
    let note = match ask.query("fait") {
        Some("choix") => Note::Saved,
        Some("attendre") => Note::TooSoon,
        _ => Note::None,
    };
    Ok(managed.page(&web, &ask, draft.as_ref(), note, &[]))
}

/// `POST /suivre/{token}`.
pub(super) async fn change(web: Arc<Web>, ask: Ask, sent: Sent) -> Result<Made, Refusal> {
    let Some(managed) = Managed::of(&web, &ask).await? else {
        return Ok(unknown(&web, &ask));
    };
    let fields = sent.fields();
    let pairs = fields.iter().map(|(n, v)| (n.as_str(), v.as_str()));
    let draft = Draft::read(ask.lang, pairs);
    if !sent.from_here {
        return Ok(managed.foreign(&web, &ask, Some(&draft)));
    }
    let refused = |wrong: Wrong| {
        managed
            .page(&web, &ask, Some(&draft), Note::None, &[wrong])
            .status(StatusCode::UNPROCESSABLE_ENTITY)
    };
    if draft.full {
        return Ok(refused(Wrong::TooMany));
    }
    let follow = match draft.follow() {
        Ok(follow) => follow,
        Err(error) => return Ok(refused(Wrong::from(error))),
    };
    let kept = web
        .follow
        .subscriptions
        .change(&managed.hash, &follow, web.now())
        .await?;
    if !kept {
        return Ok(unknown(&web, &ask));
    }
    let to = format!("{}?fait=choix", managed.path());
    Ok(Made::redirect(ask.lang.path(&to)))
}

/// `POST /suivre/{token}/retirer`. Answers at this address, so that the browser's own side forgets the very
/// device that was ended, and no other page can make it.
pub(super) async fn remove(web: Arc<Web>, ask: Ask, sent: Sent) -> Result<Made, Refusal> {
    let Some(managed) = Managed::of(&web, &ask).await? else {
        return Ok(unknown(&web, &ask));
    };
    if !sent.from_here {
        return Ok(managed.foreign(&web, &ask, None));
    }
    web.follow.subscriptions.remove(&managed.hash).await?;
    Ok(Made::secret(pages::removed(&web.site, ask.lang)))
}
