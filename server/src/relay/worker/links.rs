//! What a feed links to: fetched a few at a time, and only from where the operator allows.

use portal::Span;
use portal::cap::Identity;
use portal::documents::Link;
use portal::messages::NewDocument;
use portal::sources::{Source, SourceKind};
use reqwest::Url;
use tokio::task::JoinSet;

use super::Relay;
use super::visit::{Memory, store};
use crate::config::SourceConfig;
use crate::relay::fetch::{FetchError, Fetched, Request, Secret, same_service};

/// Linked documents fetched at the same time, per source.
const LINKS_AT_ONCE: usize = 4;
/// Linked documents taken from one feed at one visit; the rest follow at the next.
const LINKS_PER_VISIT: usize = 500;
/// A linked document that was read is asked for again after this long, in case it was mended in place.
const LINK_AGAIN: Span = Span::hours(6);

impl Relay {
    /// Fetches the CAP documents that a feed links to; `links` is `None` when the feed did not change.
    /// Gives how many could not be read: they are asked for again at the next visit, and one dead link
    /// does not make a source a failing one. An error when none could be read.
    pub(super) async fn follow_links(
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
