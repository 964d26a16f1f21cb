//! One task per source: ask, take in, note how it went, wait; and heed what staff decided meanwhile.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;
use std::time::Duration;

use portal::cap::Identity;
use portal::documents::Link;
use portal::messages::{Intake, NewDocument};
use portal::places::Contours;
use portal::sources::{Attempt, Source, SourceId, SourceKind, Sources, Steered};
use portal::{Clock, Instant, PortError, Span};
use reqwest::Url;
use tokio::sync::{Notify, watch};
use tokio::task::JoinSet;

use super::exercise::{expand_document, start_of_play};
use super::fetch::{Fetch, FetchError, Fetched, Request, Secret, Stoppable, same_service};
use super::ingest::ingest;
use super::steering::{self, Decisions};
use crate::config::SourceConfig;

/// Linked documents fetched at the same time, per source.
const LINKS_AT_ONCE: usize = 4;
/// Linked documents taken from one feed at one visit; the rest follow at the next.
const LINKS_PER_VISIT: usize = 500;
/// A linked document that was read is asked for again after this long, in case it was mended in place.
const LINK_AGAIN: Span = Span::hours(6);

/// Rung after every change of what is stored, so that pages are rendered anew at once.
pub type Wake = Arc<Notify>;

/// Everything a source's task needs.
#[derive(Clone)]
pub struct Relay {
    /// Takes messages in.
    pub intake: Arc<dyn Intake>,
    /// Notes how sources do.
    pub sources: Arc<dyn Sources>,
    /// What staff decided about sources.
    pub steered: Arc<dyn Steered>,
    /// Fetches.
    pub fetch: Arc<dyn Fetch>,
    /// Shapes of communes.
    pub contours: Arc<dyn Contours>,
    /// The clock.
    pub clock: Arc<dyn Clock>,
    /// Whether this is an exercise portal.
    pub exercise: bool,
    /// The longest pause after failures.
    pub longest_pause: Duration,
    /// Rung after each visit.
    pub wake: Wake,
}

/// What a source's task remembers between visits. Nothing that must survive a restart: without it
/// the next visit merely asks for everything again.
#[derive(Default)]
struct Memory {
    etag: Option<String>,
    last_modified: Option<String>,
    /// What the last good answer carried.
    carried: Vec<Identity>,
    /// Linked documents already read: when, and what they carried.
    links: HashMap<String, (Instant, Vec<Identity>)>,
    failures: u32,
    visits: u64,
}

impl Relay {
    /// Runs one task per source until `stop` turns true. A source's task that panics is a failure of
    /// that visit, of no other.
    pub async fn run(mut self, sources: Vec<SourceConfig>, stop: watch::Receiver<bool>) {
        self.fetch = Arc::new(Stoppable {
            fetch: self.fetch,
            stop: stop.clone(),
        });
        let ids: Vec<_> = sources.iter().map(|s| s.source().id).collect();
        let (decided, attempts) = loop {
            match self.begin(&ids).await {
                Ok(begun) => break begun,
                Err(error) => {
                    tracing::error!(%error, "the store cannot be used; the relay waits");
                    if pause(Duration::from_secs(5), &stop).await {
                        return;
                    }
                }
            }
        };
        let mut tasks = JoinSet::new();
        let mut asked_before = HashMap::new();
        for (id, last) in attempts {
            let asked_at = decided.get(&id).and_then(|s| s.asked_at);
            if asked_at.is_some_and(|asked| last.is_some_and(|last| asked <= last)) {
                asked_before.insert(id, asked_at);
            }
        }
        let (told, decisions) = watch::channel(decided);
        tasks.spawn(steering::follow(self.steered.clone(), told, stop.clone()));
        for (config, id) in sources.into_iter().zip(&ids) {
            let answered = asked_before.get(id).copied().flatten();
            let task = self
                .clone()
                .follow(config, decisions.clone(), answered, stop.clone());
            tasks.spawn(task);
        }
        tasks.join_all().await;
    }

    /// What has to be known before the first visit: what was decided, and when each source was last asked.
    async fn begin(
        &self,
        ids: &[SourceId],
    ) -> Result<(Decisions, Vec<(SourceId, Option<Instant>)>), PortError> {
        self.sources.know(ids, self.clock.now()).await?;
        let decided = steering::decisions(&*self.steered).await?;
        let statuses = self.sources.statuses().await?.into_iter();
        let attempts = statuses.map(|(id, status)| (id, status.last_attempt));
        Ok((decided, attempts.collect()))
    }

    /// Visits a source whenever it is due, unless it is paused, and whenever somebody wants it asked.
    /// `answered` is the wish that a visit before this start has already met.
    async fn follow(
        self,
        config: SourceConfig,
        mut decisions: watch::Receiver<Decisions>,
        mut answered: Option<Instant>,
        stop: watch::Receiver<bool>,
    ) {
        let source = Arc::new(config.source());
        let memory = Arc::new(tokio::sync::Mutex::new(Memory::default()));
        let mut due = tokio::time::Instant::now();
        loop {
            let decided = decisions.borrow_and_update().get(&source.id).copied();
            let decided = decided.unwrap_or_default();
            let wanted = decided.asked_at.is_some() && decided.asked_at != answered;
            let paused = decided.paused_at.is_some();
            if !wanted && (paused || due > tokio::time::Instant::now()) {
                let left = due.saturating_duration_since(tokio::time::Instant::now());
                if wait((!paused).then_some(left), &mut decisions, &stop).await {
                    return;
                }
                continue;
            }
            answered = decided.asked_at;
            let visit = {
                let (relay, source, config, memory) =
                    (self.clone(), source.clone(), config.clone(), memory.clone());
                tokio::spawn(async move {
                    relay
                        .visit(&source, &config, &mut *memory.lock().await)
                        .await
                })
            };
            let rest = match visit.await {
                Ok(rest) => rest,
                Err(_) => {
                    tracing::error!(source = %source.id.0, "the visit stopped by a panic; the source will be asked again");
                    self.longest_pause
                }
            };
            due = tokio::time::Instant::now() + rest;
            if *stop.borrow() || stop.has_changed().is_err() {
                return;
            }
        }
    }

    /// One visit; gives the pause until the next.
    async fn visit(&self, source: &Source, config: &SourceConfig, memory: &mut Memory) -> Duration {
        memory.visits += 1;
        let outcome = self.ask(source, config, memory).await;
        // The server is going down, which says nothing of the source (alone, or as "linked-stopped").
        let stopped = FetchError::Stopped.code();
        if outcome.as_ref().is_err_and(|code| code.ends_with(&stopped)) {
            return Duration::ZERO;
        }
        let attempt = match &outcome {
            Ok(()) => {
                memory.failures = 0;
                Attempt::Success {
                    etag: memory.etag.clone(),
                    last_modified: memory.last_modified.clone(),
                }
            }
            Err(code) => {
                memory.failures = memory.failures.saturating_add(1);
                // Bytes that could not be taken in are asked for again whole.
                (memory.etag, memory.last_modified) = (None, None);
                tracing::warn!(source = %source.id.0, %code, failures = memory.failures, "source failed");
                Attempt::Failure {
                    error: code.clone(),
                }
            }
        };
        if let Err(error) = self
            .sources
            .note(&source.id, &attempt, self.clock.now())
            .await
        {
            tracing::error!(source = %source.id.0, %error, "the source's status could not be kept");
        }
        self.wake.notify_one();
        next_pause(source, memory.failures, memory.visits, self.longest_pause)
    }

    /// Asks the source and takes its answer in. The error is a stable word (see [`FetchError::code`]).
    async fn ask(
        &self,
        source: &Source,
        config: &SourceConfig,
        memory: &mut Memory,
    ) -> Result<(), String> {
        let url = Url::parse(&source.url).map_err(|_| "bad-url".to_owned())?;
        let request = Request {
            url: url.clone(),
            etag: memory.etag.clone(),
            last_modified: memory.last_modified.clone(),
            token: config
                .token
                .clone()
                .map(|t| (config.token_header.clone(), Secret(t))),
        };
        let at = self.clock.now();
        match self.fetch.fetch(request).await.map_err(|e| e.code())? {
            Fetched::NotModified => {
                self.intake
                    .confirm(&source.id, &memory.carried, at)
                    .await
                    .map_err(|e| store(&e))?;
                self.follow_links(source, config, &url, None, memory)
                    .await?;
                Ok(())
            }
            Fetched::Document {
                content_type,
                etag,
                last_modified,
                bytes,
            } => {
                let document = NewDocument {
                    url: url.to_string(),
                    content_type,
                    bytes,
                };
                let ingested = self
                    .take(source, &url, document, at)
                    .await
                    .map_err(|e| store(&e))?;
                if let Some(error) = &ingested.error {
                    tracing::warn!(source = %source.id.0, %error, "the document could not be read whole");
                    if ingested.carried.is_empty() && ingested.links.is_empty() {
                        return Err("unreadable".to_owned());
                    }
                }
                memory.carried = ingested.carried;
                let missed = self
                    .follow_links(source, config, &url, Some(ingested.links), memory)
                    .await?;
                // A feed is "not modified" for us only once everything it links to was read too.
                (memory.etag, memory.last_modified) = if missed == 0 {
                    (etag, last_modified)
                } else {
                    (None, None)
                };
                Ok(())
            }
        }
    }

    async fn take(
        &self,
        source: &Source,
        url: &Url,
        mut document: NewDocument,
        at: Instant,
    ) -> Result<super::Ingested, PortError> {
        if self.exercise && url.scheme() == "file" {
            let first = self.first_seen(source).await?.unwrap_or(at);
            document.bytes = expand_document(document.bytes, start_of_play(first, at));
        }
        ingest(
            &*self.intake,
            self.contours.clone(),
            source,
            self.exercise,
            document,
            at,
        )
        .await
    }

    async fn first_seen(&self, source: &Source) -> Result<Option<Instant>, PortError> {
        let statuses = self.sources.statuses().await?;
        Ok(statuses
            .into_iter()
            .find(|(id, _)| *id == source.id)
            .and_then(|(_, status)| status.first_seen))
    }

    /// Fetches the CAP documents that a feed links to; `links` is `None` when the feed did not change.
    /// Gives how many could not be read: they are asked for again at the next visit, and one dead link
    /// does not make a source a failing one. An error when none could be read.
    async fn follow_links(
        &self,
        source: &Source,
        config: &SourceConfig,
        feed: &Url,
        links: Option<Vec<Link>>,
        memory: &mut Memory,
    ) -> Result<usize, String> {
        let now = self.clock.now();
        let urls: Vec<Url> = match links {
            Some(links) => {
                let urls: Vec<Url> = links
                    .iter()
                    .filter_map(|l| allowed(feed, &l.href, &config.link_hosts))
                    .collect();
                if urls.len() < links.len() {
                    tracing::warn!(source = %source.id.0, refused = links.len() - urls.len(), "links to other hosts are not followed: see link_hosts");
                }
                memory
                    .links
                    .retain(|url, _| urls.iter().any(|u| u.as_str() == url));
                urls
            }
            None => memory
                .links
                .keys()
                .filter_map(|u| Url::parse(u).ok())
                .collect(),
        };
        let fresh = |url: &Url| {
            memory
                .links
                .get(url.as_str())
                .is_some_and(|(at, _)| now - *at < LINK_AGAIN)
        };
        let (known, missing): (Vec<_>, Vec<_>) = urls.into_iter().partition(fresh);
        let still: Vec<Identity> = known
            .iter()
            .filter_map(|u| memory.links.get(u.as_str()))
            .flat_map(|(_, c)| c.clone())
            .collect();
        if !still.is_empty() {
            self.intake
                .confirm(&source.id, &still, now)
                .await
                .map_err(|e| store(&e))?;
        }
        let mut waiting = missing.into_iter().take(LINKS_PER_VISIT);
        let mut tasks: JoinSet<(Url, Result<Vec<Identity>, String>)> = JoinSet::new();
        let (mut read, mut missed, mut failed) = (0_usize, 0_usize, String::new());
        loop {
            while tasks.len() < LINKS_AT_ONCE
                && let Some(url) = waiting.next()
            {
                let (relay, source) = (self.clone(), source.clone());
                let token = same_service(feed, &url)
                    .then(|| {
                        config
                            .token
                            .clone()
                            .map(|t| (config.token_header.clone(), Secret(t)))
                    })
                    .flatten();
                tasks.spawn(async move {
                    let outcome = relay.take_linked(&source, &url, token).await;
                    (url, outcome)
                });
            }
            match tasks.join_next().await {
                Some(Ok((url, Ok(carried)))) => {
                    memory.links.insert(url.into(), (now, carried));
                    read += 1;
                }
                Some(Ok((_, Err(code)))) => (missed, failed) = (missed + 1, code),
                Some(Err(_)) => (missed, failed) = (missed + 1, "internal".to_owned()),
                None => break,
            }
        }
        if missed > 0 {
            tracing::warn!(source = %source.id.0, missed, code = %failed, "linked documents could not be read");
            if read == 0 && still.is_empty() {
                return Err(format!("linked-{failed}"));
            }
        }
        Ok(missed)
    }

    async fn take_linked(
        &self,
        source: &Source,
        url: &Url,
        token: Option<(String, Secret)>,
    ) -> Result<Vec<Identity>, String> {
        let at = self.clock.now();
        let request = Request {
            url: url.clone(),
            etag: None,
            last_modified: None,
            token,
        };
        let Fetched::Document {
            content_type,
            bytes,
            ..
        } = self.fetch.fetch(request).await.map_err(|e| e.code())?
        else {
            return Err(FetchError::Status(304).code());
        };
        let document = NewDocument {
            url: url.to_string(),
            content_type,
            bytes,
        };
        // Whatever the feed's kind, what it links to is a CAP document.
        let cap = Source {
            kind: SourceKind::Cap,
            ..source.clone()
        };
        let ingested = self
            .take(&cap, url, document, at)
            .await
            .map_err(|e| store(&e))?;
        match ingested.error {
            Some(_) if ingested.carried.is_empty() => Err("unreadable".to_owned()),
            _ => Ok(ingested.carried),
        }
    }
}

fn store(error: &PortError) -> String {
    tracing::error!(%error, "the store refused");
    "store".to_owned()
}

/// Whether a feed may make this server ask for `href`: the feed's own host, hosts the operator named,
/// and files beside a feed that is itself a file.
fn allowed(feed: &Url, href: &str, link_hosts: &[String]) -> Option<Url> {
    let url = feed.join(href).ok()?;
    // Another port of the feed's host may be another service, such as a desk.
    let known_host = same_service(feed, &url)
        || url
            .host_str()
            .is_some_and(|host| link_hosts.iter().any(|h| h.eq_ignore_ascii_case(host)));
    match (feed.scheme(), url.scheme()) {
        ("file", "file") => {
            let folder = feed.to_file_path().ok()?.parent()?.to_path_buf();
            url.to_file_path().ok()?.starts_with(folder).then_some(url)
        }
        ("https", "http") => None,
        (_, "http" | "https") if known_host => Some(url),
        _ => None,
    }
}

/// The poll interval, doubled for each failure in a row up to `longest`, and spread by up to a tenth
/// (after failures: by up to a half) so that sources and portals do not ask in step.
fn next_pause(source: &Source, failures: u32, visits: u64, longest: Duration) -> Duration {
    let poll = Duration::from_millis(u64::try_from(source.poll_interval.0).unwrap_or(60_000));
    let base = poll
        .saturating_mul(1 << failures.min(16))
        .min(longest.max(poll));
    let mut hasher = DefaultHasher::new();
    (&source.id.0, visits).hash(&mut hasher);
    let spread = if failures == 0 { 10 } else { 2 };
    let part = (hasher.finish() % 1_000) as u32;
    base - base / spread * part / 1_000
}

/// Waits for a time (`None`: for ever) or until something else is decided; true when it is time to stop.
async fn wait(
    length: Option<Duration>,
    decisions: &mut watch::Receiver<Decisions>,
    stop: &watch::Receiver<bool>,
) -> bool {
    let decided = async {
        // Nobody is left to tell of a change: what was decided last goes on.
        if decisions.changed().await.is_err() {
            std::future::pending::<()>().await;
        }
    };
    // Longer than any pause; stopping ends it all the same.
    let length = length.unwrap_or(Duration::from_secs(24 * 3600));
    tokio::select! {
        () = decided => false,
        stopping = pause(length, stop) => stopping,
    }
}

/// Waits; true when it is time to stop.
async fn pause(length: Duration, stop: &watch::Receiver<bool>) -> bool {
    let mut stop = stop.clone();
    tokio::select! {
        () = tokio::time::sleep(length) => false,
        // An error means that the sender is gone: the server is going down.
        stopped = stop.wait_for(|s| *s) => stopped.map_or(true, |s| *s),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn url(text: &str) -> Url {
        Url::parse(text).unwrap()
    }

    #[test]
    fn a_feed_cannot_make_the_portal_ask_other_hosts_or_read_files() {
        let feed = url("https://feeds.example.org/france");
        assert!(allowed(&feed, "/cap/1.xml", &[]).is_some());
        assert!(allowed(&feed, "https://other.example.org/1.xml", &[]).is_none());
        assert!(
            allowed(
                &feed,
                "https://other.example.org/1.xml",
                &["other.example.org".to_owned()]
            )
            .is_some()
        );
        assert!(allowed(&feed, "http://feeds.example.org/1.xml", &[]).is_none());
        assert!(allowed(&feed, "http://127.0.0.1:3001/", &[]).is_none());
        assert!(allowed(&feed, "https://feeds.example.org:8443/1.xml", &[]).is_none());
        assert!(allowed(&feed, "file:///etc/passwd", &[]).is_none());
        let folder = url("file:///srv/exercise/feed.xml");
        assert!(allowed(&folder, "alert.cap", &[]).is_some());
        assert!(allowed(&folder, "../../etc/passwd", &[]).is_none());
    }
}
