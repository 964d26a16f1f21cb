//! The ports: devices (public side), the outbox (worker), progress (desk).

use async_trait::async_trait;

use crate::messages::{MessageId, ThreadId};
use crate::push::{
    Follow, ManageHash, NewSubscription, Plan, PushKeys, Subscribed, Subscription, SubscriptionId,
    Tongue,
};
use crate::{Instant, PortError};

/// A telling's id: a UUIDv7.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FanoutId(pub String);

/// How a test of reception stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TestState {
    /// In the outbox.
    Waiting,
    /// The push service took it.
    Sent,
    /// The device showed it.
    Arrived,
    /// The push service refused it, or says that the device is gone; its answer.
    Refused(Option<u16>),
}

/// What came of asking for a test.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TestAsked {
    /// It is in the outbox.
    Asked(FanoutId),
    /// There was one less than a minute ago.
    TooSoon,
    /// There is no such live device.
    Unknown,
}

/// Devices, as the public side keeps and changes them.
#[async_trait]
pub trait Subscriptions: Send + Sync {
    /// Keeps a device, or gives a known one its new choice and link, in one transaction.
    async fn subscribe(&self, new: &NewSubscription, at: Instant) -> Result<Subscribed, PortError>;
    /// The device of a manage link.
    async fn subscription(&self, manage: &ManageHash) -> Result<Option<Subscription>, PortError>;
    /// Another choice; false when there is no such device.
    async fn change(
        &self,
        manage: &ManageHash,
        follow: &Follow,
        at: Instant,
    ) -> Result<bool, PortError>;
    /// Forgets the device altogether, with everything still to be sent to it.
    async fn remove(&self, manage: &ManageHash) -> Result<bool, PortError>;
    /// The browser replaced its subscription (`pushsubscriptionchange`): whoever knows the old endpoint's
    /// address gives the new one. The choice and the link stay. False when the old one is not known.
    async fn replace(
        &self,
        old_endpoint: &str,
        new: &crate::push::Endpoint,
        keys: &PushKeys,
        vapid_key: &str,
        at: Instant,
    ) -> Result<bool, PortError>;
    /// Puts a test into the outbox. `receipt` is what the device will send back: it has to be kept as it is,
    /// as it travels in the message; all that it proves is that this one message arrived.
    async fn ask_test(
        &self,
        manage: &ManageHash,
        receipt: &str,
        at: Instant,
    ) -> Result<TestAsked, PortError>;
    /// How a test of this device stands; `None` when it is not this device's.
    async fn test(
        &self,
        manage: &ManageHash,
        test: &FanoutId,
    ) -> Result<Option<TestState>, PortError>;
    /// The device showed the test of that receipt. Once; unknown ones change nothing.
    async fn arrived(&self, receipt: &str, at: Instant) -> Result<(), PortError>;
}

/// A telling that waits to be planned and expanded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waiting {
    /// Its id.
    pub id: FanoutId,
    /// The message that caused it.
    pub message: MessageId,
    /// The thread it belongs to today.
    pub thread: ThreadId,
    /// When that message was taken in.
    pub made_at: Instant,
}

/// How far an expansion got.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Expanded {
    /// Deliveries added by this step.
    pub added: u64,
    /// Whether nothing is left to add.
    pub done: bool,
}

/// What is said in a delivery.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Said {
    /// An alert, as its thread is when it is sent ([`Plan::Alert`]).
    Thread(ThreadId),
    /// The end of one ([`Plan::End`]): apart, so that a device which was never told of the alert is not told
    /// of its end by a delivery that was on its way when it ended.
    End(ThreadId),
    /// A test of reception, with what the device sends back.
    Test(String),
}

/// A delivery that this worker holds for a time.
#[derive(Clone, Debug)]
pub struct Claimed {
    /// Which telling.
    pub fanout: FanoutId,
    /// To whom.
    pub subscription: SubscriptionId,
    /// What.
    pub said: Said,
    /// Not sent from then on.
    pub expires_at: Instant,
    /// `Urgency: high`.
    pub urgent: bool,
    /// With sound; otherwise an update that raises nothing for this device.
    pub loud: bool,
    /// In which language.
    pub tongue: Tongue,
    /// The endpoint's address: of an allowed service when it was kept, checked again when sending.
    pub endpoint: String,
    /// How it is encrypted.
    pub keys: PushKeys,
    /// Which of the portal's keys it was made with.
    pub vapid_key: String,
    /// How often it was tried before.
    pub attempts: u32,
}

/// What came of one attempt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// 2xx.
    Sent,
    /// 404, 410: the device is marked gone and is never written to again.
    Gone,
    /// 400, 413: never for this message; the device stays.
    Refused,
    /// To be tried again then.
    Again(Instant),
    /// Its time had passed before it could be sent, or what it was about is no longer so.
    Lapsed,
}

/// The result of one attempt.
#[derive(Clone, Debug)]
pub struct Settled {
    /// Which telling.
    pub fanout: FanoutId,
    /// To whom.
    pub subscription: SubscriptionId,
    /// What came of it.
    pub outcome: Outcome,
    /// The push service's answer, if there was one.
    pub status: Option<u16>,
}

/// Something to send at one push service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lane {
    /// The endpoint's origin.
    pub origin: String,
    /// The earliest instant at which something of it may be sent.
    pub next_at: Instant,
}

/// The outbox, as the worker empties it. Rows are written by [`crate::messages::Intake`] and by the desk's
/// releases, in the transaction of the message.
#[async_trait]
pub trait Outbox: Send + Sync {
    /// Tellings not yet expanded whose time has come, oldest first. A newer telling of the same thread makes
    /// the older one void ([`Outbox::begin`] sees to it), so only the newest of each thread comes.
    async fn waiting(&self, now: Instant) -> Result<Vec<Waiting>, PortError>;
    /// Notes the plan, makes earlier tellings of the thread void, and lets the expansion begin. A quiet
    /// update (nobody would be told loudly) within [`crate::push::QUIET_PAUSE`] of the thread's last telling
    /// is put off; then it gives the instant to which. `Plan::Nothing` closes the telling.
    async fn begin(
        &self,
        id: &FanoutId,
        plan: &Plan,
        now: Instant,
    ) -> Result<Option<Instant>, PortError>;
    /// Adds up to `limit` deliveries, and moves the cursor, in one transaction.
    async fn expand(&self, id: &FanoutId, limit: u32, now: Instant) -> Result<Expanded, PortError>;
    /// Tellings under expansion: after a restart they go on.
    async fn expanding(&self) -> Result<Vec<FanoutId>, PortError>;
    /// The push services for which something waits (or will: `next_at`).
    async fn lanes(&self, now: Instant) -> Result<Vec<Lane>, PortError>;
    /// Takes up to `limit` deliveries of one service for `worker` until `lease_until`: those that wait and
    /// those whose lease lapsed. Loud ones first. What expired is marked lapsed instead.
    async fn claim(
        &self,
        worker: &str,
        origin: &str,
        limit: u32,
        lease_until: Instant,
        now: Instant,
    ) -> Result<Vec<Claimed>, PortError>;
    /// Notes results, counts them, marks gone devices, closes tellings that are through: one transaction.
    /// Results of deliveries that `worker` no longer holds are ignored, except that a gone device is gone.
    async fn settle(
        &self,
        worker: &str,
        results: &[Settled],
        now: Instant,
    ) -> Result<(), PortError>;
    /// Gives back everything that `worker` held: at its start, after a crash.
    async fn release(&self, worker: &str) -> Result<u64, PortError>;
    /// Deletes tellings that are through since before `before` and whose thread is over, and devices gone
    /// since before it (their hash stays). Tells how many rows went.
    async fn sweep(&self, before: Instant) -> Result<u64, PortError>;
}

/// How a telling goes, for the desk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Progress {
    /// Its id.
    pub id: FanoutId,
    /// The thread; `None` for a test.
    pub thread: Option<ThreadId>,
    /// When it was asked for.
    pub made_at: Instant,
    /// Not sent from then on.
    pub expires_at: Option<Instant>,
    /// When the last was settled.
    pub done_at: Option<Instant>,
    /// Whether a newer one took its place.
    pub superseded: bool,
    /// To be told in all, so far as expanded.
    pub expected: u64,
    /// Taken by a push service.
    pub sent: u64,
    /// Gone devices.
    pub gone: u64,
    /// Refused.
    pub refused: u64,
    /// Too late.
    pub lapsed: u64,
}

/// How tellings go.
#[async_trait]
pub trait Tellings: Send + Sync {
    /// The newest tellings of threads, newest first.
    async fn tellings(&self, limit: u32) -> Result<Vec<Progress>, PortError>;
    /// How many live devices follow anything, by push service.
    async fn devices(&self) -> Result<Vec<(String, u64)>, PortError>;
    /// How many live devices would be told of an alert of that rank there: the desk's estimate.
    async fn reach(&self, plan: &Plan) -> Result<u64, PortError>;
}
