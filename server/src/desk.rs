//! The desk's router, and what it tells of the portal's health.

mod client;
mod health;
mod keys;
mod preview;
mod random;
pub mod schedule;
mod telling;

use std::sync::Arc;

use axum::Router;
use axum::middleware::from_fn_with_state;
use desk::exchange::ContactHasher;
use desk::federation::Federation;
use desk::reports::Reports;
use desk::staff::Throttle;
use desk::telling::SendingState;
use desk::web::{Desk, DeskStore, Settings, relying_party};
use portal::sources::Source;
use portal::{Clock, Ids};

pub use self::keys::{FolderError, KeyDirectory, publish};
pub use self::random::SystemRandomness;
use crate::config::{AuthoringConfig, DeskConfig, PortalConfig};
use crate::public::{Pages, Site};
use crate::push::Lanes;

/// What the desk needs.
#[derive(Clone)]
pub struct DeskDeps {
    /// Everything that is kept.
    pub store: Arc<dyn DeskStore>,
    /// The configured sources.
    pub configured: Arc<[Source]>,
    /// What browsers of residents download: previews are rendered with it.
    pub site: Arc<Site>,
    /// The public side's page cache, when it runs in this process.
    pub pages: Option<Arc<Pages>>,
    /// The identity provider, if one is configured.
    pub federation: Option<Arc<dyn Federation>>,
    /// Finds contacts of the exchange again, when it is configured.
    pub contact_hasher: Option<Arc<dyn ContactHasher>>,
    /// Hazard reports, when this desk reads them.
    pub reports: Option<Arc<dyn Reports>>,
    /// The lanes of push messages, when this process sends.
    pub lanes: Option<Arc<Lanes>>,
    /// The clock.
    pub clock: Arc<dyn Clock>,
    /// New ids.
    pub ids: Arc<dyn Ids>,
    /// `[portal]`
    pub portal: PortalConfig,
    /// `public.origin`
    pub public_origin: String,
    /// `[desk]`
    pub desk: DeskConfig,
    /// `[authoring]`
    pub authoring: AuthoringConfig,
}

/// Why there is no desk: its origin cannot carry passkeys. A validated configuration never gives this.
#[derive(Debug, thiserror::Error)]
#[error("desk.origin {0:?} cannot be a WebAuthn relying party")]
pub struct BadOrigin(String);

/// The desk, whose worker and router share it.
pub fn desk_of(deps: &DeskDeps) -> Result<Arc<Desk>, BadOrigin> {
    let webauthn = relying_party(&deps.desk.origin, &deps.portal.name)
        .ok_or_else(|| BadOrigin(deps.desk.origin.clone()))?;
    Ok(Arc::new(Desk {
        settings: Settings {
            name: deps.portal.name.clone(),
            exercise: deps.portal.exercise,
            origin: deps.desk.origin.clone(),
            public_origin: deps.public_origin.clone(),
            sessions: deps.desk.sessions(),
            issuer: deps.authoring.issuer(),
        },
        store: deps.store.clone(),
        sources: deps.configured.clone(),
        preview: Arc::new(preview::AppPreview::new(deps)),
        federation: deps.federation.clone(),
        sending: deps
            .lanes
            .clone()
            .map(|lanes| lanes as Arc<dyn SendingState>),
        contact_hasher: deps.contact_hasher.clone(),
        reports: deps.reports.clone(),
        health: Arc::new(health::PortalHealth::new(deps)),
        board: Arc::default(),
        clock: deps.clock.clone(),
        ids: deps.ids.clone(),
        random: Arc::new(SystemRandomness),
        throttle: Arc::new(Throttle::default()),
        webauthn: Arc::new(webauthn),
    }))
}

/// The router of a desk, behind so many proxies of the operator.
pub fn desk_router(desk: Arc<Desk>, trusted_proxies: usize) -> Router {
    let client = crate::public::Client { trusted_proxies };
    desk::router(desk).layer(from_fn_with_state(client, client::note))
}

/// The desk's router: what every HTTP test uses.
pub fn build_desk(deps: &DeskDeps) -> Result<Router, BadOrigin> {
    Ok(desk_router(desk_of(deps)?, deps.desk.trusted_proxies))
}
