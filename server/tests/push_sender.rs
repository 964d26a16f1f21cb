//! The sender against a strict push service: what is sent is what RFC 8030, 8291 and 8292 ask, and every
//! answer is understood.
#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot go on fails where it stands"
)]

use std::sync::Arc;
use std::time::Duration;

use portal::Instant;
use portal::push::{Endpoint, PushKeys, Services};
use push_testing::{Device, Options, Reply, Sink};
use server::desk::SystemRandomness;
use server::push::{Answer, Letter, Post, PushClient, Vapid};

/// 2026-11-23T20:00:00Z, for us and for the service.
const NOW: Instant = Instant(1_795_464_000_000);

/// Longer than any machine under load takes for an answer that comes.
const PATIENT: Duration = Duration::from_secs(30);

struct Way {
    sink: Sink,
    client: PushClient,
    services: Services,
}

async fn way() -> Way {
    let clock = Arc::new(|| NOW.0 / 1_000);
    let sink = Sink::start_with(Options {
        clock: Some(clock),
        ..Options::default()
    })
    .await;
    let services = Services::default().with_trials([sink.origin().to_owned()]);
    let vapid = vapid();
    sink.expect_key(&vapid.public_key());
    let client = PushClient::new(vapid, services.clone(), PATIENT).unwrap();
    Way {
        sink,
        client,
        services,
    }
}

fn vapid() -> Arc<Vapid> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("push.key");
    let subject = "mailto:equipe@example.fr";
    Arc::new(Vapid::open_or_create(&path, subject, &SystemRandomness).unwrap())
}

fn letter(device: &Device, services: &Services) -> Letter {
    let (p256dh, auth) = device.keys();
    Letter {
        endpoint: Endpoint::parse(&device.endpoint, services).unwrap(),
        keys: PushKeys::parse(&p256dh, &auth).unwrap(),
        payload: Arc::from("{\"web_push\":8030}".as_bytes()),
        ttl_s: 3_600,
        urgent: true,
        topic: Some("crue-gard-2026".to_owned()),
    }
}

impl Way {
    async fn answered(&self, reply: Reply) -> (Answer, Option<u16>) {
        let device = self.sink.device();
        self.sink.answers(&device, [reply]);
        let answer = self
            .client
            .post(&letter(&device, &self.services), NOW)
            .await;
        assert_eq!(self.sink.requests_to(&device), 1, "tried once, no more");
        answer
    }
}

#[tokio::test]
async fn a_message_arrives_as_it_was_written_with_its_time_urgency_and_topic() {
    let way = way().await;
    let device = way.sink.device();
    let mut letter = letter(&device, &way.services);
    let sent = way.client.post(&letter, NOW).await;
    assert_eq!(sent, (Answer::Sent, Some(201)), "{:?}", way.sink.faults());
    letter.urgent = false;
    letter.topic = None;
    letter.ttl_s = 0;
    way.client.post(&letter, NOW).await;

    let [loud, quiet] = &way.sink.received(&device)[..] else {
        panic!("{:?}", way.sink.received(&device));
    };
    assert_eq!(loud.payload, &*letter.payload);
    assert_eq!(loud.ttl, 3_600);
    assert_eq!(loud.urgency.as_deref(), Some("high"));
    assert_eq!(loud.topic.as_deref(), Some("crue-gard-2026"));
    assert_eq!(quiet.ttl, 0);
    assert_eq!(quiet.urgency.as_deref(), Some("normal"));
    assert_eq!(quiet.topic, None);
    assert_eq!(way.sink.faults(), [""; 0]);
}

#[tokio::test]
async fn a_hundred_messages_share_one_token_and_few_connections() {
    let way = way().await;
    let device = way.sink.device();
    let letter = letter(&device, &way.services);
    for _ in 0..100 {
        assert_eq!(way.client.post(&letter, NOW).await.0, Answer::Sent);
    }
    assert_eq!(way.sink.tokens(), 1);
    assert!(way.sink.connections() <= 5, "{}", way.sink.connections());
}

#[tokio::test]
async fn every_answer_is_understood() {
    let way = way().await;
    let later = |s: u64| Answer::Slow {
        retry_after: Some(Duration::from_secs(s)),
    };
    for (reply, answer, status) in [
        (Reply::Status(201), Answer::Sent, Some(201)),
        (Reply::Status(404), Answer::Gone, Some(404)),
        (Reply::Status(410), Answer::Gone, Some(410)),
        (Reply::Status(413), Answer::Refused, Some(413)),
        (Reply::Status(403), Answer::Misconfigured, Some(403)),
        (Reply::Later(429, "120".to_owned()), later(120), Some(429)),
        (
            Reply::Later(503, "Mon, 23 Nov 2026 20:05:00 GMT".to_owned()),
            later(300),
            Some(503),
        ),
        (Reply::Status(500), Answer::Failed, Some(500)),
        (Reply::Reset, Answer::Failed, None),
    ] {
        let told = format!("{reply:?}");
        assert_eq!(way.answered(reply).await, (answer, status), "{told}");
    }
}

#[tokio::test]
async fn a_service_that_never_answers_is_not_waited_for() {
    let way = way().await;
    let device = way.sink.device();
    way.sink.answers(&device, [Reply::Hang]);
    let (short, vapid) = (Duration::from_millis(500), vapid());
    way.sink.expect_key(&vapid.public_key());
    let client = PushClient::new(vapid, way.services.clone(), short).unwrap();
    let sent = client.post(&letter(&device, &way.services), NOW).await;
    assert_eq!(sent, (Answer::Failed, None));
}

#[tokio::test]
async fn a_service_that_cannot_be_reached_is_a_failure_and_no_more() {
    let way = way().await;
    let gone = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let origin = format!("http://{}", gone.local_addr().unwrap());
    drop(gone);
    let services = Services::default().with_trials([origin.clone()]);
    let client = PushClient::new(vapid(), services.clone(), Duration::from_millis(500)).unwrap();
    let mut device = way.sink.device();
    device.endpoint = format!("{origin}/push/d0");
    let sent = client.post(&letter(&device, &services), NOW).await;
    assert_eq!(sent, (Answer::Failed, None));
}

#[tokio::test]
async fn a_redirection_is_not_followed() {
    let way = way().await;
    let other = way.sink.device();
    let answer = way.answered(Reply::Moved(other.endpoint.clone())).await;
    assert_eq!(answer, (Answer::Refused, Some(307)));
    assert_eq!(way.sink.requests_to(&other), 0);
}

#[tokio::test]
async fn an_endless_answer_is_not_read_to_its_end_and_counts_all_the_same() {
    let way = way().await;
    let answer = way.answered(Reply::Long(201, 64 * 1024 * 1024)).await;
    assert_eq!(answer, (Answer::Sent, Some(201)));
}

#[tokio::test]
async fn a_service_that_is_no_longer_allowed_is_not_written_to() {
    let way = way().await;
    let device = way.sink.device();
    let letter = letter(&device, &way.services);
    let strict = PushClient::new(vapid(), Services::default(), Duration::from_secs(1)).unwrap();
    assert_eq!(strict.post(&letter, NOW).await, (Answer::Refused, None));
    assert_eq!(way.sink.requests(), 0);
}

#[tokio::test]
async fn a_message_too_long_or_for_keys_that_are_none_is_refused_before_anything_is_sent() {
    let way = way().await;
    let device = way.sink.device();
    let mut long = letter(&device, &way.services);
    long.payload = Arc::from(vec![b'x'; 1_025]);
    assert_eq!(way.client.post(&long, NOW).await, (Answer::Refused, None));
    let mut off = letter(&device, &way.services);
    off.keys.p256dh[64] ^= 1;
    assert_eq!(way.client.post(&off, NOW).await, (Answer::Refused, None));
    assert_eq!(way.sink.requests(), 0);
}

#[tokio::test]
async fn a_topic_of_another_form_is_left_out_rather_than_the_message() {
    let way = way().await;
    let device = way.sink.device();
    let mut letter = letter(&device, &way.services);
    for topic in ["é", "", "a b", &"x".repeat(33)] {
        letter.topic = Some(topic.to_owned());
        assert_eq!(
            way.client.post(&letter, NOW).await.0,
            Answer::Sent,
            "{topic}"
        );
    }
    assert!(way.sink.received(&device).iter().all(|r| r.topic.is_none()));
}

#[tokio::test]
async fn the_service_of_the_tests_refuses_who_is_not_who_subscribed() {
    // The double is strict, or the tests above say little.
    let way = way().await;
    let device = way.sink.device();
    let letter = letter(&device, &way.services);
    let stranger = PushClient::new(vapid(), way.services.clone(), PATIENT).unwrap();
    let sent = stranger.post(&letter, NOW).await;
    assert_eq!(sent, (Answer::Misconfigured, Some(403)));
    let late = Instant(NOW.0 - 13 * 3_600_000);
    let sent = way.client.post(&letter, late).await;
    assert_eq!(sent, (Answer::Misconfigured, Some(403)));
    let early = Instant(NOW.0 + 13 * 3_600_000);
    let sent = way.client.post(&letter, early).await;
    assert_eq!(sent, (Answer::Misconfigured, Some(403)));
    assert_eq!(way.sink.faults().len(), 3, "{:?}", way.sink.faults());
}
