//! What every handler of the exchange starts from, and what they have in common: the draft of a form, its id,
//! letters, links, and the page that says that the exchange is not open.

use std::sync::Arc;

use app::pages::exchange as pages;
use axum::http::StatusCode;
use axum::routing::MethodRouter;
use portal::Instant;
use portal::exchange::{
    Contact, Draft, FieldError, LinkHash, Listing, ListingId, NewLetter, Wrong, names,
};
use portal::push::Tongue;

use super::super::answer::{Made, Refusal};
use super::super::ask::Ask;
use super::super::sent::{self, Sent};
use super::super::{Web, handle};
use super::Exchanging;
use crate::exchange::{Told, link_hash};
use crate::secret;

/// The hidden field with a form's id.
pub(super) const FORM_ID: &str = "formulaire";

/// What is asked, of an exchange that is open.
pub(super) struct Here {
    pub web: Arc<Web>,
    pub exchanging: Arc<Exchanging>,
    pub ask: Ask,
}

/// A GET's handler.
pub(super) fn show<F, Fut>(make: F) -> MethodRouter<Arc<Web>>
where
    F: Fn(Here) -> Fut + Clone + Send + Sync + 'static,
    Fut: Future<Output = Result<Made, Refusal>> + Send + 'static,
{
    handle(move |web: Arc<Web>, ask: Ask| {
        let make = make.clone();
        async move {
            match Here::open(web, ask) {
                Ok(here) => make(here).await,
                Err(closed) => Ok(closed),
            }
        }
    })
}

/// A POST's handler.
pub(super) fn act<F, Fut>(make: F) -> MethodRouter<Arc<Web>>
where
    F: Fn(Here, Sent) -> Fut + Clone + Send + Sync + 'static,
    Fut: Future<Output = Result<Made, Refusal>> + Send + 'static,
{
    sent::act(move |web: Arc<Web>, ask: Ask, sent: Sent| {
        let make = make.clone();
        async move {
            match Here::open(web, ask) {
                Ok(here) => make(here, sent).await,
                Err(closed) => Ok(closed.status(StatusCode::FORBIDDEN)),
            }
        }
    })
}

impl Here {
    fn open(web: Arc<Web>, ask: Ask) -> Result<Self, Made> {
        match web.exchanging.clone() {
            Some(exchanging) => Ok(Self {
                web,
                exchanging,
                ask,
            }),
            None => Err(Made::fresh(pages::switched_off(&web.site, ask.lang))),
        }
    }

    pub(super) fn now(&self) -> Instant {
        self.web.now()
    }

    /// To one of this portal's own pages, in the language asked for.
    pub(super) fn to(&self, path: &str) -> Made {
        Made::redirect(self.ask.lang.path(path))
    }

    /// What stands in the address, as a form.
    pub(super) fn asked(&self) -> Draft {
        let pairs = self.ask.pairs();
        Draft::new(pairs.map(|(n, v)| (n.to_owned(), v.to_owned())))
    }

    /// The listing of the address, if it is public now.
    pub(super) async fn listing(&self) -> Result<Option<Listing>, Refusal> {
        let id = self.ask.parameter("id");
        let fit = id.len() <= 64 && id.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
        if !fit {
            return Ok(None);
        }
        let id = ListingId(id.to_owned());
        Ok(self.exchanging.exchange.listing(&id, self.now()).await?)
    }

    /// No such listing, or not for everybody.
    pub(super) fn no_listing(&self) -> Made {
        Made::fresh(pages::unknown_listing(&self.web.site, self.ask.lang))
            .status(StatusCode::NOT_FOUND)
    }

    /// The secret of the address and what is kept of it.
    pub(super) fn link(&self) -> Option<(String, LinkHash)> {
        let secret = self.ask.parameter("secret");
        Some((secret.to_owned(), link_hash(secret)?))
    }

    /// A link that leads nowhere.
    pub(super) fn no_link(&self) -> Made {
        Made::secret(pages::unknown_link(&self.web.site, self.ask.lang))
            .status(StatusCode::NOT_FOUND)
    }

    /// A form's id: the one it came with, or a new one.
    pub(super) fn form_id(&self, draft: &Draft) -> String {
        let came = draft.get(FORM_ID);
        match secret::is_secret(came) {
            true => came.to_owned(),
            false => secret::fresh(self.exchanging.random()),
        }
    }

    /// Equal for the same form sent twice unchanged; what came without a form's id is like nothing else.
    pub(super) fn idempotency(&self, draft: &Draft, sent: &Sent) -> String {
        let key = self.exchanging.key();
        match secret::is_secret(draft.get(FORM_ID)) {
            true => key.idempotency(sent.bytes()),
            false => key.idempotency(secret::fresh(self.exchanging.random()).as_bytes()),
        }
    }

    /// A letter with these links, if the contact has an e-mail.
    pub(super) fn letter(
        &self,
        to: &Contact,
        tongue: Tongue,
        told: &Told<'_>,
        paths: &[String],
    ) -> Option<NewLetter> {
        let writer = &self.exchanging.writer;
        writer.sealed(to, tongue, told, paths, self.now())
    }

    /// The language of who asks, for letters to them.
    pub(super) fn tongue(&self) -> Tongue {
        match self.ask.lang {
            app::Lang::En => Tongue::En,
            app::Lang::Fr => Tongue::Fr,
        }
    }
}

/// A form's fields.
pub(super) fn draft_of(sent: &Sent) -> Draft {
    Draft::new(sent.fields())
}

/// Whether a machine filled in what people do not see.
pub(super) fn is_machine(draft: &Draft) -> bool {
    draft.ticked(names::HONEYPOT)
}

/// What is said when no page of this portal sent a form.
pub(super) const FOREIGN: &[FieldError] = &[(FORM_ID, Wrong::Foreign)];
