//! Messages encrypted and sent per second of one core: ours, npm's `web-push`, `pywebpush`, against one
//! sink over TLS in one run; and how many messages the elliptic curve alone would allow.
//! `cargo run --release --example bench_push [NODE_FOLDER PYTHON]`: `make bench` prepares both.

use std::error::Error;
use std::path::Path;
use std::process::Command;
use std::sync::Arc;
use std::time::{Duration, Instant as Stopwatch};

use aws_lc_rs::agreement::{ECDH_P256, PrivateKey, UnparsedPublicKey, agree};
use portal::Clock as _;
use portal::push::{Endpoint, PushKeys, Services};
use push_testing::{Certificate, Options, Sink};
use serde_json::{Value, json};
use server::clock::SystemClock;
use server::desk::SystemRandomness;
use server::push::{Answer, Letter, Post as _, PushClient, Vapid, encrypt};
use tokio::sync::Semaphore;
use tokio::task::JoinSet;

type Failure = Box<dyn Error + Send + Sync>;

/// Browsers that are written to, in turn.
const DEVICES: usize = 1_000;
/// Under way at a time, as the worker's lanes have it.
const IN_FLIGHT: usize = 256;
const OURS: usize = 40_000;
const THEIRS: usize = 4_000;
const ROUNDS: usize = 3;
const ROUND: Duration = Duration::from_secs(2);
const SUBJECT: &str = "mailto:equipe@example.fr";
/// A usual notification: 300 bytes.
const PAYLOAD: &str = r#"{"web_push":8030,"notification":{"title":"Crue rouge : Sommières","body":"Montez à l'étage. N'allez pas chercher vos enfants à l'école. Jusqu'à 23 h 30.","lang":"fr","dir":"ltr","tag":"0193a7c2f1","navigate":"https://alertes.example.fr/alertes/0193a7c2f1","silent":false,"data":{"n":"00000000"}}}"#;

#[tokio::main]
async fn main() -> Result<(), Failure> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        // The sink and ours are processes of their own, so that only the sender's time is counted.
        ["sink", folder] => sink(Path::new(folder)).await,
        ["ours", folder, count] => ours(Path::new(folder), count.parse()?).await,
        [] => compare(None),
        [node, python] => compare(Some((node, python))),
        _ => Err("bench_push [NODE_FOLDER PYTHON]".into()),
    }
}

fn compare(others: Option<(&str, &str)>) -> Result<(), Failure> {
    let key = best("ephemeral key and ECDH alone", ecdh)?;
    best("encryption alone", encryption)?;
    let folder = std::env::temp_dir().join(format!("rives-bench-push-{}", std::process::id()));
    std::fs::create_dir_all(&folder)?;
    let mut sink = Command::new(std::env::current_exe()?)
        .arg("sink")
        .arg(&folder)
        .spawn()?;
    let measured = against_the_sink(&folder, key, others);
    sink.kill()?;
    sink.wait()?;
    std::fs::remove_dir_all(&folder)?;
    measured
}

fn against_the_sink(
    folder: &Path,
    limit: f64,
    others: Option<(&str, &str)>,
) -> Result<(), Failure> {
    let setup = folder.join("setup.json");
    while !setup.exists() {
        std::thread::sleep(Duration::from_millis(20));
    }
    let mut us = Command::new(std::env::current_exe()?);
    us.arg("ours").arg(folder).arg(OURS.to_string());
    us.env("SSL_CERT_FILE", folder.join("cert.pem"));
    let ours = sender("rives", us)?;
    println!("  ×{:.2} of the bare limit (aim: ≥ 0.6)", ours / limit);
    let Some((node, python)) = others else {
        return Ok(());
    };
    let mut npm = Command::new("node");
    npm.arg(Path::new(node).join("send.mjs"));
    npm.env("NODE_EXTRA_CA_CERTS", folder.join("cert.pem"));
    let mut py = Command::new(python);
    py.arg(Path::new(node).join("send.py"));
    py.env("REQUESTS_CA_BUNDLE", folder.join("cert.pem"));
    for (name, mut command) in [("npm web-push", npm), ("pywebpush", py)] {
        command.arg(&setup).arg(THEIRS.to_string());
        let theirs = sender(name, command)?;
        println!("  rives sends ×{:.1} of it (aim: ≥ 5)", ours / theirs);
    }
    Ok(())
}

/// The median of a few rounds.
fn sender(name: &str, mut command: Command) -> Result<f64, Failure> {
    let mut rates = Vec::new();
    for _ in 0..ROUNDS {
        let output = command.output()?;
        if !output.status.success() {
            let told = String::from_utf8_lossy(&output.stderr).into_owned();
            return Err(format!("{name}: {told}").into());
        }
        let result: Value = serde_json::from_slice(&output.stdout)?;
        let number = |key: &str| result[key].as_f64().ok_or("no figure");
        rates.push(number("sent")? / number("cpu_s")?);
    }
    let rate = median(rates);
    println!("{name}: {rate:.0} messages encrypted and sent per core-second (median of {ROUNDS})");
    Ok(rate)
}

fn median(mut rates: Vec<f64>) -> f64 {
    rates.sort_by(f64::total_cmp);
    rates.get(rates.len() / 2).copied().unwrap_or_default()
}

fn best(name: &str, once: impl Fn() -> Result<(), Failure>) -> Result<f64, Failure> {
    let mut rates = Vec::new();
    for _ in 0..ROUNDS {
        let (start, cpu) = (Stopwatch::now(), cpu_s()?);
        let mut done = 0_u32;
        while start.elapsed() < ROUND {
            for _ in 0..100 {
                once()?;
            }
            done += 100;
        }
        rates.push(f64::from(done) / (cpu_s()? - cpu));
    }
    let rate = median(rates);
    println!("{name}: {rate:.0} per core-second (median of {ROUNDS})");
    Ok(rate)
}

/// What no message can do without: a key of its own, and the agreement with the browser's.
fn ecdh() -> Result<(), Failure> {
    let ephemeral = PrivateKey::generate(&ECDH_P256)?;
    let theirs = UnparsedPublicKey::new(&ECDH_P256, &some_keys().p256dh);
    agree(&ephemeral, theirs, "no agreement", |shared| {
        std::hint::black_box(shared);
        Ok(())
    })?;
    Ok(())
}

fn encryption() -> Result<(), Failure> {
    std::hint::black_box(encrypt(some_keys(), PAYLOAD.as_bytes(), 0)?);
    Ok(())
}

fn some_keys() -> &'static PushKeys {
    static KEYS: std::sync::OnceLock<PushKeys> = std::sync::OnceLock::new();
    KEYS.get_or_init(|| {
        // RFC 8291, appendix A.
        let point = "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4";
        PushKeys::parse(point, "BTBZMqHH6r4Tts7J_aSIgg").unwrap_or(PushKeys {
            p256dh: [0; 65],
            auth: [0; 16],
        })
    })
}

/// Seconds of processor that this process has used, from the kernel: hundredths.
fn cpu_s() -> Result<f64, Failure> {
    let stat = std::fs::read_to_string("/proc/self/stat")?;
    let after_name = stat.rsplit(')').next().unwrap_or_default();
    let ticks: u32 = after_name
        .split_whitespace()
        .skip(11)
        .take(2)
        .filter_map(|t| t.parse::<u32>().ok())
        .sum();
    Ok(f64::from(ticks) / 100.0)
}

async fn sink(folder: &Path) -> Result<(), Failure> {
    let certificate = Certificate::fresh();
    std::fs::write(folder.join("cert.pem"), certificate.pem())?;
    let sink = Sink::start_with(Options {
        tls: Some(certificate),
        count_only: true,
        ..Options::default()
    })
    .await;
    let devices: Vec<Value> = (0..DEVICES)
        .map(|_| {
            let device = sink.device();
            let (p256dh, auth) = device.keys();
            json!({ "endpoint": device.endpoint, "keys": { "p256dh": p256dh, "auth": auth } })
        })
        .collect();
    let key = folder.join("push.key");
    let vapid = Vapid::open_or_create(&key, SUBJECT, &SystemRandomness)?;
    let setup = json!({
        "origin": sink.origin(),
        "devices": devices,
        "payload": PAYLOAD,
        "subject": SUBJECT,
        "publicKey": vapid.public_key(),
        "privateKey": std::fs::read_to_string(key)?.trim(),
    });
    let whole = folder.join("setup.part");
    std::fs::write(&whole, setup.to_string())?;
    std::fs::rename(whole, folder.join("setup.json"))?;
    std::future::pending::<()>().await;
    Ok(())
}

async fn ours(folder: &Path, count: usize) -> Result<(), Failure> {
    let setup: Value = serde_json::from_slice(&std::fs::read(folder.join("setup.json"))?)?;
    let origin = setup["origin"].as_str().ok_or("no origin")?;
    let services = Services::default().with_trials([origin.to_owned()]);
    let key = folder.join("push.key");
    let vapid = Arc::new(Vapid::open_or_create(&key, SUBJECT, &SystemRandomness)?);
    let payload: Arc<[u8]> = Arc::from(PAYLOAD.as_bytes());
    let letters: Arc<[Letter]> = setup["devices"]
        .as_array()
        .ok_or("no devices")?
        .iter()
        .map(|device| {
            let text = |value: &Value| value.as_str().map(str::to_owned).ok_or("no text");
            let keys = &device["keys"];
            Ok(Letter {
                endpoint: Endpoint::parse(&text(&device["endpoint"])?, &services)?,
                keys: PushKeys::parse(&text(&keys["p256dh"])?, &text(&keys["auth"])?)
                    .ok_or("no keys")?,
                payload: payload.clone(),
                ttl_s: 3_600,
                urgent: true,
                topic: Some("0193a7c2f1".to_owned()),
            })
        })
        .collect::<Result<_, Failure>>()?;
    let client = Arc::new(PushClient::new(vapid, services, Duration::from_secs(10))?);
    // The first connection of each client, not counted.
    for letter in letters.iter().take(10) {
        client.post(letter, SystemClock.now()).await;
    }
    let slots = Arc::new(Semaphore::new(IN_FLIGHT));
    let (start, cpu) = (Stopwatch::now(), cpu_s()?);
    let mut tasks = JoinSet::new();
    let mut sent = 0_u32;
    for n in 0..count {
        let slot = slots.clone().acquire_owned().await?;
        let (client, letters) = (client.clone(), letters.clone());
        tasks.spawn(async move {
            let Some(letter) = letters.get(n % letters.len()) else {
                return false;
            };
            let (answer, _) = client.post(letter, SystemClock.now()).await;
            drop(slot);
            answer == Answer::Sent
        });
        while let Some(done) = tasks.try_join_next() {
            sent += u32::from(done?);
        }
    }
    while let Some(done) = tasks.join_next().await {
        sent += u32::from(done?);
    }
    let (cpu, wall) = (cpu_s()? - cpu, start.elapsed().as_secs_f64());
    if usize::try_from(sent)? != count {
        return Err(format!("only {sent} of {count} were taken").into());
    }
    println!("{}", json!({ "sent": sent, "cpu_s": cpu, "wall_s": wall }));
    Ok(())
}
