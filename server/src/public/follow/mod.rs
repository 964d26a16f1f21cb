//! `/suivre…`: following places, the private page of a device, the test of reception.
//!
//! The secret of a device's link is made here, given once, and kept nowhere: the store has its hash. No
//! endpoint, key or secret is ever logged. Never: who is told of what, and when (the outbox).

mod devices;
mod manage;
mod test;
mod token;

use std::sync::Arc;

use app::pages::follow::{self as pages, Draft, PushKey};
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::routing::MethodRouter;
use desk::access::Randomness;
use portal::push::{Services, Subscriptions};

use super::answer::{Made, Refusal};
use super::ask::Ask;
use super::limits::{self, Limit, Limiter};
use super::sent::act;
use super::{Web, handle};

/// The largest body: an endpoint of 2 kB, its keys, twenty places, and room.
const LARGEST: usize = 8 * 1024;

/// What the public side needs to let devices subscribe.
#[derive(Clone)]
pub struct PublicPush {
    /// The portal's public key, as browsers take it: base64url of the uncompressed point.
    pub key: String,
    /// Its short name, kept beside each device.
    pub key_id: String,
    /// Which push services may be written to.
    pub services: Services,
    /// Whether 65 bytes are a point of P-256: nothing can be encrypted to others.
    pub on_curve: fn(&[u8; 65]) -> bool,
}

/// What these handlers share.
pub(crate) struct Following {
    pub(crate) subscriptions: Arc<dyn Subscriptions>,
    pub(crate) push: Option<PublicPush>,
    pub(crate) random: Arc<dyn Randomness>,
}

/// The routes, each action under its own limit.
pub(crate) fn routes(limit: impl Fn(Limit) -> Limiter) -> Router<Arc<Web>> {
    let under = |router: Router<Arc<Web>>, which| router.layer(limit(which));
    let searched = under(both("/suivre", || handle(start)), limits::SEARCH);
    let subscribed = under(
        both("/suivre", || act(devices::subscribe)),
        limits::SUBSCRIBE,
    );
    let managed = both("/suivre/{token}", || {
        handle(manage::show).merge(act(manage::change))
    })
    .merge(both("/suivre/{token}/retirer", || act(manage::remove)))
    .merge(both("/suivre/{token}/essai/{id}", || handle(test::show)));
    let tested = under(
        both("/suivre/{token}/essai", || act(test::ask)),
        limits::TEST,
    );
    // Service workers call these, in no language.
    let told = Router::new()
        .route("/suivre/recu", act(test::arrived))
        .route("/suivre/remplacer", act(devices::replace));
    searched
        .merge(subscribed)
        .merge(under(managed, limits::MANAGE))
        .merge(tested)
        .merge(under(told, limits::RECEIPT))
        .layer(DefaultBodyLimit::max(LARGEST))
}

fn both(path: &str, handler: impl Fn() -> MethodRouter<Arc<Web>>) -> Router<Arc<Web>> {
    Router::new()
        .route(path, handler())
        .route(&format!("/en{path}"), handler())
}

/// `/suivre`.
async fn start(web: Arc<Web>, ask: Ask) -> Result<Made, Refusal> {
    let draft = Draft::read(ask.lang, ask.pairs());
    if draft.moved && !draft.full {
        let to = format!("/suivre{}#lieux", draft.query());
        return Ok(Made::redirect(ask.lang.path(&to)));
    }
    let key = web
        .follow
        .push
        .as_ref()
        .map(|push| PushKey { public: &push.key });
    Ok(Made::fresh(pages::follow(
        &web.site,
        ask.lang,
        &draft,
        key,
        &[],
    )))
}
