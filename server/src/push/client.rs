//! Sending to push services over HTTP.
//!
//! Never: a redirect followed, a proxy, an address inside a network of ours; an endpoint in a log; an
//! answer of any length.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use async_trait::async_trait;
use portal::Instant;
use portal::push::{Endpoint, Services};
use reqwest::header::{
    AUTHORIZATION, CONTENT_ENCODING, CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue, RETRY_AFTER,
};
use reqwest::redirect::Policy;
use reqwest::{Client, ClientBuilder, Response};

use super::answer::answer;
use super::resolver::PublicOnly;
use super::warm::Ways;
use super::{Answer, Letter, Post, Vapid, encrypt};

/// A service that does not even take the connection.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);
/// HTTP/2 connections to one service: each usually takes 100 messages at a time, and a client has one.
const CONNECTIONS: usize = 5;
/// A connection that nobody uses is closed before the service does it.
const IDLE: Duration = Duration::from_secs(60);
/// How much of an answer's text is read, so that its connection can be used again.
const MOST_TEXT: usize = 16 * 1024;
/// RFC 8030 §5.4.
const LONGEST_TOPIC: usize = 32;

const TTL: HeaderName = HeaderName::from_static("ttl");
const URGENCY: HeaderName = HeaderName::from_static("urgency");
const TOPIC: HeaderName = HeaderName::from_static("topic");

/// Push services over HTTPS.
#[derive(Debug)]
pub struct PushClient {
    vapid: Arc<Vapid>,
    services: Services,
    clients: Box<[Client]>,
    /// For services of one's own in an exercise: private addresses and plain HTTP too.
    trials: Box<[Client]>,
    turn: AtomicUsize,
    ways: Ways,
}

impl PushClient {
    /// A client that proves itself by `vapid` and writes to `services` only; `timeout` bounds one request,
    /// from connection to last byte.
    pub fn new(
        vapid: Arc<Vapid>,
        services: Services,
        timeout: Duration,
    ) -> Result<Self, reqwest::Error> {
        Self::made_from(Client::builder, vapid, services, timeout)
    }

    fn made_from(
        base: impl Fn() -> ClientBuilder,
        vapid: Arc<Vapid>,
        services: Services,
        timeout: Duration,
    ) -> Result<Self, reqwest::Error> {
        let builder = || {
            base()
                .timeout(timeout)
                .connect_timeout(CONNECT_TIMEOUT.min(timeout))
                .pool_idle_timeout(IDLE)
                .redirect(Policy::none())
                .no_proxy()
                .referer(false)
                .gzip(false)
                .brotli(false)
                .tcp_nodelay(true)
        };
        let several = |make: &dyn Fn() -> ClientBuilder| {
            let made: Result<Vec<Client>, _> = (0..CONNECTIONS).map(|_| make().build()).collect();
            made.map(Vec::into_boxed_slice)
        };
        Ok(Self {
            vapid,
            services,
            clients: several(&|| builder().https_only(true).dns_resolver(PublicOnly))?,
            trials: several(&builder)?,
            turn: AtomicUsize::new(0),
            ways: Ways::default(),
        })
    }

    /// The next of the clients for that service, and which it is.
    fn client(&self, endpoint: &Endpoint) -> Option<(usize, &Client)> {
        let clients = if self.services.is_trial(endpoint.origin()) {
            &self.trials
        } else {
            &self.clients
        };
        let turn = self.turn.fetch_add(1, Ordering::Relaxed) % CONNECTIONS;
        clients.get(turn).map(|client| (turn, client))
    }
}

#[async_trait]
impl Post for PushClient {
    async fn post(&self, letter: &Letter, now: Instant) -> (Answer, Option<u16>) {
        // It was allowed when it was kept; the configuration may have changed since.
        let Ok(endpoint) = Endpoint::parse(letter.endpoint.url(), &self.services) else {
            tracing::warn!(endpoint = ?letter.endpoint, "not of a push service that may be written to");
            return (Answer::Refused, None);
        };
        let Ok(body) = encrypt(&letter.keys, &letter.payload, 0) else {
            tracing::warn!(
                ?endpoint,
                "a message cannot be encrypted: too long, or for keys that are none"
            );
            return (Answer::Refused, None);
        };
        let token = match self.vapid.authorization(endpoint.origin(), now) {
            Ok(token) => token,
            Err(error) => {
                tracing::error!(%error, "push messages cannot be signed");
                return (Answer::Misconfigured, None);
            }
        };
        let Some((which, client)) = self.client(&endpoint) else {
            return (Answer::Failed, None);
        };
        let first = self.ways.turn(endpoint.origin(), which, now).await;
        let sent = client
            .post(endpoint.url())
            .headers(headers(letter, token))
            .body(body)
            .send()
            .await;
        drop(first);
        match sent {
            Ok(response) => {
                let status = response.status().as_u16();
                let retry_after = response.headers().get(RETRY_AFTER);
                let meaning = answer(status, endpoint.origin(), retry_after, now);
                read_away(response).await;
                (meaning, Some(status))
            }
            Err(error) => {
                // `without_url`: whoever has the address can write to that browser.
                tracing::debug!(?endpoint, error = ?error.without_url(), "no answer");
                (Answer::Failed, None)
            }
        }
    }
}

fn headers(letter: &Letter, token: HeaderValue) -> HeaderMap {
    let mut headers = HeaderMap::with_capacity(6);
    headers.insert(AUTHORIZATION, token);
    headers.insert(TTL, HeaderValue::from(letter.ttl_s));
    headers.insert(CONTENT_ENCODING, HeaderValue::from_static("aes128gcm"));
    headers.insert(
        CONTENT_TYPE,
        HeaderValue::from_static("application/octet-stream"),
    );
    let urgency = if letter.urgent { "high" } else { "normal" };
    headers.insert(URGENCY, HeaderValue::from_static(urgency));
    // A message without its topic is worth more than none: another's form is left out.
    if let Some(topic) = letter.topic.as_deref().filter(|t| is_topic(t))
        && let Ok(value) = HeaderValue::from_str(topic)
    {
        headers.insert(TOPIC, value);
    }
    headers
}

fn is_topic(text: &str) -> bool {
    let letters = |b: u8| b.is_ascii_alphanumeric() || b == b'-' || b == b'_';
    (1..=LONGEST_TOPIC).contains(&text.len()) && text.bytes().all(letters)
}

/// Reads the rest, within bounds: a connection with an unread answer cannot be used again.
async fn read_away(mut response: Response) {
    let mut read = 0;
    while let Ok(Some(chunk)) = response.chunk().await {
        read += chunk.len();
        if read > MOST_TEXT {
            return;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::desk::SystemRandomness;

    fn vapid() -> Arc<Vapid> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("push.key");
        let subject = "mailto:a@example.fr";
        Arc::new(Vapid::open_or_create(&path, subject, &SystemRandomness).unwrap())
    }

    fn client() -> PushClient {
        PushClient::new(vapid(), Services::default(), Duration::from_secs(1)).unwrap()
    }

    #[tokio::test]
    async fn a_herd_shares_one_http2_connection_per_client() {
        let now = Instant(1_795_464_000_000);
        let certificate = push_testing::Certificate::fresh();
        let root = reqwest::Certificate::from_pem(certificate.pem().as_bytes()).unwrap();
        let sink = push_testing::Sink::start_with(push_testing::Options {
            clock: Some(Arc::new(move || now.0 / 1_000)),
            tls: Some(certificate),
            ..Default::default()
        })
        .await;
        let services = Services::default().with_trials([sink.origin().to_owned()]);
        let base = || Client::builder().tls_certs_only([root.clone()]);
        let timeout = Duration::from_secs(30);
        let client = PushClient::made_from(base, vapid(), services.clone(), timeout).unwrap();
        let device = sink.device();
        let letter = Letter {
            endpoint: Endpoint::parse(&device.endpoint, &services).unwrap(),
            keys: portal::push::PushKeys {
                p256dh: device.p256dh,
                auth: device.auth,
            },
            payload: Arc::from(&b"{}"[..]),
            ttl_s: 60,
            urgent: false,
            topic: None,
        };
        let (client, letter) = (Arc::new(client), Arc::new(letter));
        let mut herd = tokio::task::JoinSet::new();
        for _ in 0..100 {
            let (client, letter) = (client.clone(), letter.clone());
            herd.spawn(async move { client.post(&letter, now).await.0 });
        }
        let answers = herd.join_all().await;
        assert_eq!(answers, [Answer::Sent; 100], "{:?}", sink.faults());
        assert_eq!(sink.connections(), CONNECTIONS as u64);
    }

    /// Why a GET with each of the clients for real services fails, cause by cause.
    async fn reasons(url: &str) -> Vec<String> {
        let mut all = Vec::new();
        for client in &client().clients {
            let error = client.get(url).send().await.unwrap_err();
            let mut told = String::new();
            let mut cause: Option<&dyn std::error::Error> = Some(&error);
            while let Some(error) = cause {
                told.push_str(&format!("{error}; "));
                cause = error.source();
            }
            all.push(told);
        }
        all
    }

    #[tokio::test]
    async fn a_service_whose_name_leads_into_our_networks_is_not_connected_to() {
        let told = reasons("https://localhost/").await;
        assert_eq!(told.len(), CONNECTIONS);
        for reason in told {
            assert!(reason.contains("no public address"), "{reason}");
        }
    }

    #[tokio::test]
    async fn a_real_service_is_never_written_to_in_the_clear() {
        for reason in reasons("http://fcm.googleapis.com/").await {
            assert!(reason.contains("scheme"), "{reason}");
        }
    }
}
