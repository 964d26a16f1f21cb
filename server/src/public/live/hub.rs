//! What holds now, in fingerprints, and who is to be told when that changes.
//!
//! Looked at anew when the content version rises and when something changes by itself: one reading of
//! what is in force serves every place. Never: one query per listener.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::time::Duration;

use portal::messages::{
    Extent, Fingerprint, Found, Messages, State, Thread, ThreadId, Where, extent, view,
};
use portal::{Clock, Instant, PortError};
use tokio::sync::watch;

use super::Scope;
use super::seats::{Seat, Seats};
use crate::config::PublicConfig;
use crate::public::Pages;

/// The shortest time between two looks: a relay that takes in a hundred messages wakes readers once.
const SHORTEST: Duration = Duration::from_millis(100);
/// The longest time between two looks: clocks are set, and timers sleep through a suspended machine.
const LONGEST: Duration = Duration::from_secs(60);

/// What a scope shows, since when.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Shows {
    pub(super) fingerprint: Fingerprint,
    /// When it was found to have changed.
    pub(super) since: Instant,
}

/// A thread in force or to come.
struct Known {
    fingerprint: Fingerprint,
    extent: Extent,
}

/// What was in force at one look.
#[derive(Default)]
struct Look {
    /// `None`: never looked.
    version: Option<u64>,
    next_change: Option<Instant>,
    threads: HashMap<ThreadId, Known>,
}

/// The hub. Only what is newest matters: a listener that was slow is told once.
pub struct Live {
    messages: Arc<dyn Messages>,
    pages: Arc<Pages>,
    clock: Arc<dyn Clock>,
    seats: Arc<Seats>,
    look: RwLock<Arc<Look>>,
    looking: tokio::sync::Mutex<()>,
    scopes: Mutex<Scopes>,
    opened: AtomicU64,
}

#[derive(Default)]
struct Scopes {
    told: HashMap<Scope, watch::Sender<Shows>>,
    closed: bool,
}

/// Why nobody can listen to that.
#[derive(Debug)]
pub(super) enum NotNow {
    /// No such alert, or it has nothing to tell.
    Nothing,
    /// No place is left.
    Full,
    /// The store does not answer.
    Store(PortError),
}

impl From<PortError> for NotNow {
    fn from(error: PortError) -> Self {
        NotNow::Store(error)
    }
}

/// One who listens.
pub(super) struct Listener {
    pub(super) shows: watch::Receiver<Shows>,
    /// Spreads what listeners do by the clock: the golden ratio's multiples fall evenly into [0, 1).
    pub(super) spread: f64,
    pub(super) _seat: Seat,
}

impl Live {
    /// A hub that knows nothing yet.
    pub fn new(
        messages: Arc<dyn Messages>,
        pages: Arc<Pages>,
        clock: Arc<dyn Clock>,
        config: &PublicConfig,
    ) -> Self {
        Self {
            messages,
            pages,
            clock,
            seats: Seats::new(config.live_connections, config.live_per_client),
            look: RwLock::default(),
            looking: tokio::sync::Mutex::default(),
            scopes: Mutex::default(),
            opened: AtomicU64::new(0),
        }
    }

    /// Tells listeners of every change until `stopping`; then their streams end, so that nothing waits
    /// for them.
    pub async fn run(self: Arc<Self>, mut stopping: watch::Receiver<bool>) {
        let mut versions = self.pages.versions();
        loop {
            versions.mark_unchanged();
            if let Err(error) = self.look().await {
                tracing::error!(%error, "open pages cannot be told of what is new");
            }
            // After a look, not before it: the first of a crowd of messages is told at once.
            tokio::time::sleep(SHORTEST).await;
            let wait = self.until_next_change();
            tokio::select! {
                _ = versions.changed() => {}
                () = tokio::time::sleep(wait) => {}
                _ = stopping.wait_for(|s| *s) => break,
            }
        }
        let mut scopes = self.scopes.lock().unwrap_or_else(PoisonError::into_inner);
        scopes.closed = true;
        scopes.told.clear();
    }

    /// How many listen.
    pub fn listeners(&self) -> usize {
        self.seats.taken()
    }

    fn until_next_change(&self) -> Duration {
        let left = self.last().next_change.map(|at| at - self.clock.now());
        let left = left.and_then(|span| u64::try_from(span.0.max(0)).ok());
        left.map_or(LONGEST, |ms| Duration::from_millis(ms).min(LONGEST))
    }

    fn last(&self) -> Arc<Look> {
        self.look
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    fn is_true(&self, look: &Look, now: Instant) -> bool {
        look.version.is_some_and(|v| v >= self.pages.version())
            && look.next_change.is_none_or(|at| now < at)
    }

    /// Looks again if what is known may no longer be true, and tells the listeners. A crowd that arrives
    /// with a new version looks once.
    async fn look(&self) -> Result<Arc<Look>, PortError> {
        let now = self.clock.now();
        let last = self.last();
        if self.is_true(&last, now) {
            return Ok(last);
        }
        let _turn = self.looking.lock().await;
        let (now, last) = (self.clock.now(), self.last());
        if self.is_true(&last, now) {
            return Ok(last);
        }
        // Read before looking: what is seen is at least as new as this.
        let version = self.pages.version();
        let threads = self.messages.in_force(&Where::Everywhere, now).await?;
        let look = Arc::new(Look {
            version: Some(version),
            ..Look::of(&threads, now)
        });
        *self.look.write().unwrap_or_else(PoisonError::into_inner) = look.clone();
        self.tell(&look, now).await?;
        Ok(look)
    }

    /// Tells every scope whose fingerprint changed; forgets scopes that nobody listens to.
    async fn tell(&self, look: &Look, now: Instant) -> Result<(), PortError> {
        let scopes: Vec<Scope> = {
            let mut scopes = self.scopes.lock().unwrap_or_else(PoisonError::into_inner);
            scopes.told.retain(|_, told| told.receiver_count() > 0);
            scopes.told.keys().cloned().collect()
        };
        for scope in scopes {
            // What was withdrawn altogether is another state too.
            let fingerprint = self
                .fingerprint(look, &scope, now)
                .await?
                .unwrap_or_default();
            let scopes = self.scopes.lock().unwrap_or_else(PoisonError::into_inner);
            if let Some(told) = scopes.told.get(&scope) {
                told.send_if_modified(|shows| {
                    let changed = shows.fingerprint != fingerprint;
                    if changed {
                        *shows = Shows {
                            fingerprint,
                            since: now,
                        };
                    }
                    changed
                });
            }
        }
        Ok(())
    }

    /// What a scope shows; `None`: there is no such alert. Only an alert that is over is asked of the
    /// store.
    async fn fingerprint(
        &self,
        look: &Look,
        scope: &Scope,
        now: Instant,
    ) -> Result<Option<Fingerprint>, PortError> {
        let Scope::Alert(id) = scope else {
            return Ok(Some(look.at(scope)));
        };
        if let Some(known) = look.threads.get(id) {
            return Ok(Some(known.fingerprint));
        }
        Ok(match self.messages.thread(id).await? {
            Some(Found::Thread(thread)) => Fingerprint::of_thread(&thread, now),
            // Joined to another: that page is elsewhere, and reloading leads to it.
            Some(Found::Moved(_)) => Some(Fingerprint::default()),
            None => None,
        })
    }

    /// What a scope shows now, and until when that is so by itself.
    pub(super) async fn shows(
        &self,
        scope: &Scope,
    ) -> Result<Option<(Fingerprint, Option<Instant>)>, PortError> {
        let look = self.look().await?;
        let now = self.clock.now();
        let fingerprint = self.fingerprint(&look, scope, now).await?;
        Ok(fingerprint.map(|f| (f, look.next_change)))
    }

    /// A place for one who listens.
    pub(super) async fn listen(&self, scope: Scope, client: IpAddr) -> Result<Listener, NotNow> {
        let seat = self.seats.take(client).ok_or(NotNow::Full)?;
        let look = self.look().await?;
        let now = self.clock.now();
        let fingerprint = self
            .fingerprint(&look, &scope, now)
            .await?
            .ok_or(NotNow::Nothing)?;
        let shows = {
            let mut scopes = self.scopes.lock().unwrap_or_else(PoisonError::into_inner);
            if scopes.closed {
                return Err(NotNow::Full);
            }
            let fresh = Shows {
                fingerprint,
                since: now,
            };
            scopes
                .told
                .entry(scope.clone())
                .or_insert_with(|| watch::Sender::new(fresh))
                .subscribe()
        };
        // Between the look and this place in the list another look may have been told.
        if !Arc::ptr_eq(&look, &self.last()) {
            self.tell(&self.last(), now).await?;
        }
        let n = self.opened.fetch_add(1, Ordering::Relaxed) % 1_000_000;
        #[expect(clippy::cast_precision_loss, reason = "a million is exact")]
        let spread = (n as f64 * 0.618_033_988_749_895).fract();
        Ok(Listener {
            shows,
            spread,
            _seat: seat,
        })
    }
}

impl Look {
    fn of(threads: &[Thread], now: Instant) -> Self {
        let mut look = Self::default();
        for thread in threads {
            let Some(view) = view(thread, now) else {
                continue;
            };
            if !matches!(view.state, State::Future | State::Active) {
                continue;
            }
            look.next_change = [look.next_change, view.next_change]
                .into_iter()
                .flatten()
                .min();
            let known = Known {
                fingerprint: Fingerprint::of_view(thread, &view),
                extent: extent(thread),
            };
            look.threads.insert(thread.id.clone(), known);
        }
        look
    }

    /// All that is in force at a place, as the store finds it: by the extent.
    fn at(&self, scope: &Scope) -> Fingerprint {
        self.threads
            .values()
            .filter(|known| match scope {
                Scope::Everywhere => true,
                Scope::Alert(_) => false,
                Scope::Commune(insee) => known.extent.places.holds_commune(insee),
                Scope::Departement(dep) => known.extent.places.touches_departement(dep),
            })
            .fold(Fingerprint::default(), |all, known| {
                all.and(known.fingerprint)
            })
    }
}
