//! A push service for tests: strict about what RFC 8030, 8188, 8291 and 8292 ask of a sender, opens what it
//! is sent with another implementation than ours (Mozilla's `ece` on OpenSSL), and answers as it is told.
//!
//! Nothing of ours is used here, so that every crate's tests can. Never part of what is shipped: only
//! `[dev-dependencies]` name this crate. A fault of the sender is an answer of 4xx and a line in
//! [`Sink::faults`].

#![expect(
    clippy::expect_used,
    reason = "for tests: what cannot go on ends the test"
)]

mod check;
mod device;
mod serve;
mod tls;
mod token;

use std::collections::HashMap;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use tokio::net::TcpListener;
use tokio::task::JoinHandle;

pub use device::{Device, Received, Reply};
pub use tls::Certificate;

use device::Kept;

/// Seconds since 1970, as the service counts them.
pub type Seconds = Arc<dyn Fn() -> i64 + Send + Sync>;

/// How strict the service is, and what it speaks.
#[derive(Default)]
pub struct Options {
    /// Its clock; none: the machine's.
    pub clock: Option<Seconds>,
    /// TLS with this certificate, as `https://localhost:PORT`; none: plain TCP, `http://127.0.0.1:PORT`.
    pub tls: Option<Certificate>,
    /// For benchmarks: looks at the headers, opens and keeps nothing.
    pub count_only: bool,
}

/// The service. It ends when this is dropped.
pub struct Sink {
    origin: String,
    shared: Arc<Shared>,
    task: JoinHandle<()>,
}

pub(crate) struct Shared {
    pub(crate) origin: String,
    pub(crate) clock: Seconds,
    pub(crate) count_only: bool,
    state: Mutex<State>,
}

#[derive(Default)]
pub(crate) struct State {
    pub(crate) devices: HashMap<String, Kept>,
    /// Tokens that were found good.
    pub(crate) tokens: HashMap<String, token::Good>,
    pub(crate) key: Option<String>,
    pub(crate) faults: Vec<String>,
    pub(crate) requests: u64,
    pub(crate) connections: u64,
}

impl Shared {
    pub(crate) fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Sink {
    /// A service on a free port of this machine, plain, on the machine's clock.
    pub async fn start() -> Self {
        Self::start_with(Options::default()).await
    }

    /// A service as `options` say.
    pub async fn start_with(options: Options) -> Self {
        let listener = TcpListener::bind(SocketAddr::from((Ipv4Addr::LOCALHOST, 0)))
            .await
            .expect("a free port");
        let port = listener.local_addr().expect("its address").port();
        let origin = match options.tls {
            Some(_) => format!("https://localhost:{port}"),
            None => format!("http://127.0.0.1:{port}"),
        };
        let shared = Arc::new(Shared {
            origin: origin.clone(),
            clock: options.clock.unwrap_or_else(|| Arc::new(machine_seconds)),
            count_only: options.count_only,
            state: Mutex::default(),
        });
        let tls = options.tls.map(|certificate| certificate.acceptor());
        let task = tokio::spawn(serve::run(listener, tls, shared.clone()));
        Self {
            origin,
            shared,
            task,
        }
    }

    /// Its origin: one of the sender's trial services.
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// From now on only this key proves a sender (`k`, base64url of the uncompressed point).
    pub fn expect_key(&self, public_key: &str) {
        self.shared.state().key = Some(public_key.to_owned());
    }

    /// A browser that subscribes; it is answered 201 until told otherwise.
    pub fn device(&self) -> Device {
        let mut state = self.shared.state();
        let id = format!("d{}", state.devices.len());
        let (device, kept) = Device::new(format!("{}/push/{id}", self.origin));
        state.devices.insert(id, kept);
        device
    }

    /// What the next messages to this device are answered; the last answer stays.
    pub fn answers(&self, device: &Device, replies: impl IntoIterator<Item = Reply>) {
        self.with(device, |kept| kept.script = replies.into_iter().collect());
    }

    /// What was sent to this device and opened, in order, whatever was answered.
    pub fn received(&self, device: &Device) -> Vec<Received> {
        self.with(device, |kept| kept.received.clone())
    }

    /// How many messages this device's address was sent, good or not.
    pub fn requests_to(&self, device: &Device) -> u64 {
        self.with(device, |kept| kept.requests)
    }

    /// How many requests came in all.
    pub fn requests(&self) -> u64 {
        self.shared.state().requests
    }

    /// How many connections were made.
    pub fn connections(&self) -> u64 {
        self.shared.state().connections
    }

    /// How many different tokens were shown.
    pub fn tokens(&self) -> usize {
        self.shared.state().tokens.len()
    }

    /// What the sender did wrong.
    pub fn faults(&self) -> Vec<String> {
        self.shared.state().faults.clone()
    }

    fn with<T: Default>(&self, device: &Device, read: impl FnOnce(&mut Kept) -> T) -> T {
        let id = device.endpoint.rsplit('/').next().unwrap_or_default();
        let mut state = self.shared.state();
        state.devices.get_mut(id).map(read).unwrap_or_default()
    }
}

impl Drop for Sink {
    fn drop(&mut self) {
        self.task.abort();
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "a service of its own, with the machine's clock unless it is given one"
)]
fn machine_seconds() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH);
    i64::try_from(since.unwrap_or(Duration::ZERO).as_secs()).unwrap_or(0)
}
