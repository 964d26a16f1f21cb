//! `/entraide…`: searching, posting, answering, managing by a secret link, talking.
//!
//! What was typed is never lost: whatever is refused comes back as it was sent. Never: a contact or a secret
//! in a public page, in a log, or in another's letter.

mod answer;
mod edit;
mod here;
mod lost;
mod manage;
mod post;
mod report;
mod search;
mod talk;

use std::sync::Arc;

use app::pages::exchange::Enabled;
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::routing::MethodRouter;
use desk::access::Randomness;
use portal::Ids;
use portal::exchange::Exchange;
use portal::places::Dep;

use self::here::{act, show};
use super::Web;
use super::limits::{self, Limit, Limiter};
use crate::exchange::{ContactKey, Writer};

/// The largest body: a text of 1,000 characters in percent signs, and room.
const LARGEST: usize = 32 * 1024;

/// What the public side needs for the exchange.
#[derive(Clone)]
pub struct PublicExchange {
    /// Listings and conversations.
    pub exchange: Arc<dyn Exchange>,
    /// Who writes letters, with the key that contacts, letters and links are sealed with.
    pub writer: Writer,
    /// Ids of conversations.
    pub ids: Arc<dyn Ids>,
    /// Where it is open; empty: everywhere.
    pub departements: Vec<Dep>,
    /// Whether letters are sent: pages say where they are not.
    pub mails: bool,
}

/// What these handlers share.
pub(crate) struct Exchanging {
    exchange: Arc<dyn Exchange>,
    ids: Arc<dyn Ids>,
    writer: Writer,
    on: Enabled,
    mails: bool,
}

impl Exchanging {
    pub(crate) fn new(public: PublicExchange) -> Self {
        Self {
            exchange: public.exchange,
            ids: public.ids,
            writer: public.writer,
            mails: public.mails,
            on: Enabled {
                departements: public.departements,
                on: true,
            },
        }
    }

    /// What contacts, letters and links are sealed with.
    fn key(&self) -> &ContactKey {
        &self.writer.key
    }

    /// For secrets of links and forms.
    fn random(&self) -> &dyn Randomness {
        &*self.writer.random
    }

    /// Whether it is open there.
    fn is_open(&self, departement: &Dep) -> bool {
        self.on.departements.is_empty() || self.on.departements.contains(departement)
    }
}

/// The routes, each action under its own limit.
pub(crate) fn routes(limit: impl Fn(Limit) -> Limiter) -> Router<Arc<Web>> {
    let under = |router: Router<Arc<Web>>, which| router.layer(limit(which));
    let read = both("/entraide", || show(search::list))
        .merge(both("/entraide/porte-ouverte", || show(search::tonight)))
        .merge(both("/entraide/publier", || show(post::form)))
        .merge(both("/entraide/annonce/{id}", || show(search::listing)))
        .merge(both("/entraide/annonce/{id}/repondre", || {
            show(answer::form)
        }))
        .merge(both("/entraide/annonce/{id}/signaler", || {
            show(report::form)
        }))
        .merge(both("/entraide/lien-perdu", || show(lost::form)))
        .merge(both("/entraide/securite", || show(search::safety)));
    let posted = both("/entraide/publier", || act(post::post));
    let answered = both("/entraide/annonce/{id}/repondre", || act(answer::post))
        .merge(both("/entraide/annonce/{id}/signaler", || {
            act(report::post)
        }));
    let asked = both("/entraide/lien-perdu", || act(lost::post));
    let managed = both("/entraide/gerer/{secret}", || {
        show(manage::page).merge(act(manage::post))
    })
    .merge(both("/entraide/gerer/{secret}/modifier", || {
        show(edit::form).merge(act(edit::post))
    }))
    .merge(both("/entraide/gerer/{secret}/donnees", || {
        show(manage::data)
    }))
    .merge(both("/entraide/echange/{secret}", || {
        show(talk::page).merge(act(talk::post))
    }));
    under(read, limits::SEARCH)
        .merge(under(posted, limits::POST_LISTING))
        .merge(under(answered, limits::ANSWER))
        .merge(under(asked, limits::LOST))
        .merge(under(managed, limits::MANAGE))
        .layer(DefaultBodyLimit::max(LARGEST))
}

fn both(path: &str, handler: impl Fn() -> MethodRouter<Arc<Web>>) -> Router<Arc<Web>> {
    Router::new()
        .route(path, handler())
        .route(&format!("/en{path}"), handler())
}
