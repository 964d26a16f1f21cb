//! What every handler of the desk shares.

use std::sync::Arc;

use portal::messages::Messages;
use portal::places::Dep;
use portal::push::Tellings;
use portal::sources::{Source, Sources, Steered};
use portal::{Clock, Ids, Instant};

use super::Health;
use crate::access::{Randomness, SessionLimits, Sessions};
use crate::audit::Audit;
use crate::exchange::{ContactHasher, Moderation};
use crate::federation::Federation;
use crate::held::Held;
use crate::items::{Board, Items};
use crate::logbook::Logbook;
use crate::messages::Drafts;
use crate::preview::Preview;
use crate::reports::Reports;
use crate::sources::SourceDesk;
use crate::staff::{Accounts, Ceremonies, Credentials};
use crate::telling::SendingState;

/// Everything that the desk keeps, behind one name: the store implements each part.
pub trait DeskStore:
    Accounts
    + Credentials
    + Ceremonies
    + Sessions
    + Audit
    + Drafts
    + Held
    + Moderation
    + Items
    + Logbook
    + SourceDesk
    + Messages
    + Sources
    + Steered
    + Tellings
{
}

impl<T> DeskStore for T where
    T: Accounts
        + Credentials
        + Ceremonies
        + Sessions
        + Audit
        + Drafts
        + Held
        + Moderation
        + Items
        + Logbook
        + SourceDesk
        + Messages
        + Sources
        + Steered
        + Tellings
{
}

/// Who speaks, when staff release a message.
#[derive(Clone, Debug)]
pub struct Issuer {
    /// CAP `sender`: an address or name without spaces, commas, `<` and `&`, unique to this authority.
    pub sender: String,
    /// CAP `senderName`, as residents know it ("Préfecture du Gard").
    pub name: String,
    /// Where it may speak; empty: all of France. Elsewhere is an error of the draft.
    pub territory: Vec<Dep>,
    /// Proposed as CAP `contact`.
    pub contact: String,
    /// Proposed as CAP `web`.
    pub web: String,
    /// Whether one person alone may release a red message.
    pub emergency_release: bool,
    /// The source under which released messages are kept.
    pub source: Source,
}

/// The desk's settings.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The portal's name.
    pub name: String,
    /// Whether it is an exercise portal: everything written here is `status` Exercise.
    pub exercise: bool,
    /// Where staff reach the desk, without a slash at the end: `https://…`, or `http://localhost:…`.
    pub origin: String,
    /// Where residents reach the portal.
    pub public_origin: String,
    /// How long sessions last.
    pub sessions: SessionLimits,
    /// Who speaks; `None`: no message can be written until it is configured.
    pub issuer: Option<Issuer>,
}

/// What the desk is made of.
#[derive(Clone)]
pub struct Desk {
    /// Settings.
    pub settings: Settings,
    /// The store.
    pub store: Arc<dyn DeskStore>,
    /// The configured sources, in order.
    pub sources: Arc<[Source]>,
    /// How a message will look.
    pub preview: Arc<dyn Preview>,
    /// The identity provider, if one is configured.
    pub federation: Option<Arc<dyn Federation>>,
    /// How this process tells residents' devices; `None`: another does, or nobody.
    pub sending: Option<Arc<dyn SendingState>>,
    /// Finds a resident's contact in the exchange again; `None`: the exchange is not configured.
    pub contact_hasher: Option<Arc<dyn ContactHasher>>,
    /// Hazard reports; `None`: this desk reads none.
    pub reports: Option<Arc<dyn Reports>>,
    /// How the portal does.
    pub health: Arc<dyn Health>,
    /// What hazard reports say, as far as this process has opened them.
    pub board: Arc<Board>,
    /// The clock.
    pub clock: Arc<dyn Clock>,
    /// New ids.
    pub ids: Arc<dyn Ids>,
    /// Random bytes.
    pub random: Arc<dyn Randomness>,
    /// Limits of signing in.
    pub throttle: Arc<crate::staff::Throttle>,
    /// WebAuthn; its relying party is the host of the desk's origin.
    pub webauthn: Arc<webauthn_rs::Webauthn>,
}

impl Desk {
    /// The present instant.
    pub fn now(&self) -> Instant {
        self.clock.now()
    }
}

/// WebAuthn for an origin; `None` when it cannot carry passkeys (an address of numbers, no host).
pub fn relying_party(origin: &str, name: &str) -> Option<webauthn_rs::Webauthn> {
    let url = url::Url::parse(origin).ok()?;
    webauthn_rs::WebauthnBuilder::new(url.domain()?, &url)
        .ok()?
        .rp_name(name)
        .build()
        .ok()
}
