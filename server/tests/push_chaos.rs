//! The real server, killed again and again while it tells devices, with push services that are down, slow,
//! gone or silent: nobody who is there is forgotten, few are told twice, nothing is told late.
//!
//! `RIVES_CHAOS_KILLS` and `RIVES_CHAOS_DEVICES` raise or lower it.
#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot go on fails where it stands"
)]

use std::collections::HashMap;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::Duration;

use portal::messages::{Colour, NewDocument};
use portal::places::ContourIndex;
use portal::push::{
    Endpoint, Follow, Followed, ManageHash, NewSubscription, PushKeys, Services,
    Subscriptions as _, Tongue,
};
use portal::sources::Source;
use portal::{Clock as _, Instant, Span};
use push_testing::{Device, Reply, Sink};
use server::clock::SystemClock;
use server::config::SourceConfig;
use server::relay::ingest;

/// Messages told in all; one is taken in after so many kills.
const MESSAGES: u64 = 10;
/// Results that a killed process may have had and not noted: one batch.
const BATCH: usize = 200;
/// Push services.
const SERVICES: usize = 3;

/// A source of numbers that looks random and is the same in every run.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, n: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % n
    }
}

fn from_environment(name: &str, or: u64) -> u64 {
    std::env::var(name)
        .ok()
        .and_then(|text| text.parse().ok())
        .unwrap_or(or)
}

/// How a device's service behaves, again and again; `None`: the device is gone.
fn character(n: u64) -> Option<Vec<Reply>> {
    let trouble = match n % 20 {
        0 => return None,
        1 | 2 => vec![Reply::Status(500)],
        3 => vec![Reply::Reset],
        4 if n % 200 == 4 => vec![Reply::Later(429, "1".to_owned())],
        5 if n % 60 == 5 => vec![Reply::Hang],
        _ => Vec::new(),
    };
    let mut script = Vec::new();
    for _ in 0..MESSAGES {
        script.extend(trouble.iter().cloned());
        script.push(Reply::Status(201));
    }
    Some(script)
}

fn cap(name: &str, sent: Instant, expires: Instant) -> String {
    let time = |at: Instant| at.rfc3339().replace('Z', "-00:00");
    format!(
        "<alert xmlns=\"urn:oasis:names:tc:emergency:cap:1.2\"><identifier>{name}</identifier>\
         <sender>crues@exemple.invalid</sender><sent>{}</sent><status>Exercise</status>\
         <msgType>Alert</msgType><scope>Public</scope><info><language>fr-FR</language><category>Met</category>\
         <event>Crue</event><urgency>Immediate</urgency><severity>Severe</severity>\
         <certainty>Likely</certainty><expires>{}</expires><senderName>Crues</senderName>\
         <headline>{name}</headline><area><areaDesc>Gard</areaDesc><geocode><valueName>INSEE</valueName>\
         <value>30</value></geocode></area></info></alert>",
        time(sent),
        time(expires)
    )
}

struct Portal {
    folder: tempfile::TempDir,
    store: Arc<store::Store>,
    source: Source,
    vapid_key: String,
}

impl Portal {
    async fn open(sinks: &[Sink]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir_all(folder.path().join("site/pkg")).unwrap();
        std::fs::write(folder.path().join("site/manifest.json"), "{}").unwrap();
        let origins: Vec<String> = sinks
            .iter()
            .map(|s| format!("\"{}\"", s.origin()))
            .collect();
        let config = format!(
            "[portal]\nname = \"Rives\"\nexercise = true\n[public]\nlisten = \"127.0.0.1:0\"\nsite_root = \"site\"\n\
             [store]\nurl = \"sqlite://rives.db\"\n[push]\nenabled = true\nkey_file = \"push.key\"\n\
             subject = \"mailto:essai@exemple.fr\"\ntimeout = \"1s\"\ntrial_services = [{}]\n",
            origins.join(", ")
        );
        std::fs::write(folder.path().join("rives.toml"), config).unwrap();
        let vapid = server::push::Vapid::open_or_create(
            &folder.path().join("push.key"),
            "mailto:essai@exemple.fr",
            &server::desk::SystemRandomness,
        )
        .unwrap();
        for sink in sinks {
            sink.expect_key(&vapid.public_key());
        }
        let url = format!("sqlite://{}", folder.path().join("rives.db").display());
        let source: SourceConfig = toml::from_str(
            "id = \"crues\"\nkind = \"cap\"\npublisher = \"Crues\"\nurl = \"https://exemple.invalid/\"\nterritory = [\"30\"]",
        )
        .unwrap();
        Self {
            store: server::open(&url).await.unwrap(),
            source: source.source(),
            vapid_key: vapid.key_id().to_owned(),
            folder,
        }
    }

    async fn follow(&self, n: u64, device: &Device, origin: &str) {
        let services = Services::default().with_trials([origin.to_owned()]);
        let gard = Followed::parse("D30").unwrap();
        let new = NewSubscription {
            endpoint: Endpoint::parse(&device.endpoint, &services).unwrap(),
            keys: PushKeys {
                p256dh: device.p256dh,
                auth: device.auth,
            },
            vapid_key: self.vapid_key.clone(),
            follow: Follow::new([gard], Colour::Yellow, Tongue::Fr).unwrap(),
            manage: ManageHash(format!("{n:064}")),
        };
        self.store.subscribe(&new, SystemClock.now()).await.unwrap();
    }

    async fn hears(&self, name: &str, lasts: Span) -> Instant {
        let now = SystemClock.now();
        // CAP counts in seconds.
        let expires = Instant((now + lasts).0 / 1_000 * 1_000);
        let document = NewDocument {
            url: self.source.url.clone(),
            content_type: None,
            bytes: cap(name, now, expires).into_bytes(),
        };
        let contours = Arc::new(ContourIndex::new([]));
        ingest(&*self.store, contours, &self.source, true, document, now)
            .await
            .unwrap();
        expires
    }

    fn start(&self) -> Killed {
        Killed(serve(self.folder.path()))
    }
}

fn serve(folder: &Path) -> Child {
    let mut command = Command::new(env!("CARGO_BIN_EXE_rives"));
    for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("RIVES_")) {
        command.env_remove(name);
    }
    let log = std::fs::File::options()
        .create(true)
        .append(true)
        .open(folder.join("log"))
        .unwrap();
    command
        .current_dir(folder)
        .args(["serve", "--only", "public"])
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(log)
        .spawn()
        .unwrap()
}

/// A server that is killed, as `kill -9` does, when this is dropped.
struct Killed(Child);

impl Drop for Killed {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// How often each message reached that device and was acknowledged, by its title's last word.
fn told(sink: &Sink, device: &Device) -> HashMap<String, usize> {
    let mut times = HashMap::new();
    for received in sink.received(device) {
        if received.answered != Some(201) {
            continue;
        }
        let payload: serde_json::Value = serde_json::from_slice(&received.payload).unwrap();
        let title = payload["notification"]["title"].as_str().unwrap();
        let name = title.rsplit(' ').next().unwrap().to_owned();
        *times.entry(name).or_default() += 1;
    }
    times
}

#[tokio::test(flavor = "multi_thread")]
async fn killed_again_and_again_nobody_is_forgotten_few_are_told_twice_and_nothing_is_told_late() {
    let kills = from_environment("RIVES_CHAOS_KILLS", 50);
    let devices = from_environment("RIVES_CHAOS_DEVICES", 900);
    let mut sinks = Vec::new();
    for _ in 0..SERVICES {
        sinks.push(Sink::start().await);
    }
    let portal = Portal::open(&sinks).await;
    let mut live = Vec::new();
    let mut gone = Vec::new();
    for (n, service) in (0..devices).zip((0..SERVICES).cycle()) {
        let sink = sinks.get(service).unwrap();
        let device = sink.device();
        portal.follow(n, &device, sink.origin()).await;
        match character(n) {
            Some(script) => {
                sink.answers(&device, script);
                live.push((service, device));
            }
            None => {
                sink.answers(&device, [Reply::Status(410)]);
                gone.push((service, device));
            }
        }
    }

    let count = |name: &str| -> usize {
        let of = |(service, device): &(usize, Device)| {
            told(sinks.get(*service).unwrap(), device)
                .get(name)
                .copied()
                .unwrap_or(0)
        };
        live.iter().map(of).sum()
    };
    let mut numbers = Numbers(0x9E37_79B9_7F4A_7C15);
    let every = (kills / MESSAGES).max(1);
    let mut names = Vec::new();
    let mut short = None;
    let mut short_at_its_end = None;
    for kill in 0..kills {
        if kill % every == 0 {
            let name = format!("alerte-{kill}");
            portal.hears(&name, Span::hours(6)).await;
            names.push(name);
        }
        // One in the midst expires while the server is still busy with it, or dead.
        if kill == kills / 2 {
            short = Some(portal.hears("courte", Span::seconds(4)).await);
        }
        let server = portal.start();
        tokio::time::sleep(Duration::from_millis(300 + numbers.below(1_500))).await;
        drop(server);
        if let Some(expires) = short
            && short_at_its_end.is_none()
            && SystemClock.now() > expires + Span::seconds(1)
        {
            // The server is dead: what is counted now is what was told in time.
            short_at_its_end = Some(count("courte"));
        }
    }

    let _server = portal.start();
    let done = |name: &String| {
        live.iter()
            .all(|(service, device)| told(sinks.get(*service).unwrap(), device).contains_key(name))
    };
    // A device that failed six times across kills is tried again after up to two minutes, after eight up to
    // eight (`push::lane`): who is not told by then is forgotten, not put off.
    for _ in 0..1_200 {
        tokio::time::sleep(Duration::from_millis(500)).await;
        if names.iter().all(done) {
            break;
        }
    }
    let forgotten: usize = names
        .iter()
        .map(|name| {
            live.iter()
                .filter(|(service, device)| {
                    !told(sinks.get(*service).unwrap(), device).contains_key(name)
                })
                .count()
        })
        .sum();
    let told_in_all: usize = names.iter().map(|name| count(name)).sum();
    let twice = told_in_all.saturating_sub(live.len() * names.len() - forgotten);
    let log = std::fs::read_to_string(portal.folder.path().join("log")).unwrap();
    let tail: Vec<&str> = log.lines().rev().take(30).collect();
    println!(
        "{kills} kills, {} messages, {} live devices: {told_in_all} told, {twice} of them again, {forgotten} forgotten",
        names.len(),
        live.len()
    );
    assert_eq!(forgotten, 0, "{tail:#?}");
    let most = usize::try_from(kills).unwrap() * BATCH;
    assert!(twice <= most, "{twice} were told again in {kills} kills");
    if let Some(in_time) = short_at_its_end {
        assert_eq!(count("courte"), in_time, "some were told late");
    }
    for (service, device) in &gone {
        let sink = sinks.get(*service).unwrap();
        assert!(told(sink, device).is_empty());
    }
    for sink in &sinks {
        assert_eq!(sink.faults(), Vec::<String>::new());
    }
}
