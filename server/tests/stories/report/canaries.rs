//! Canaries: what somebody typed, and what their browser said, is looked for wherever it must not be: in answers, in
//! the log at its most talkative, in both databases with their logs, in a copy of them. Raw, in hex, in base64 and
//! URL-encoded.

use std::path::Path;
use std::process::{Command, Stdio};

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use desk::reports::KeyRing;
use portal::valve::SealedRow;
use server::desk::KeyDirectory;
use sqlx::{Connection as _, Row as _};
use store_testing::{Database, on_both_engines};

use super::upstairs::{door_url, vault_url};
use crate::command_line::rives;
use crate::program::{Serving, configure, free_port};

const TEXT: &str = "canari-phrase é 7f3a91";
const MORE: &str = "canari-ajout é 55d0c2";
const PLACE: &str = "canari-lieu é 0b8e44";
const AGENT: &str = "canari-agent/c19a07";
const REFERRER: &str = "canari-referent-6610fe";
const REFUSED: &str = "canari-refus é d2a9b3";
const ALL: [&str; 6] = [TEXT, MORE, PLACE, AGENT, REFERRER, REFUSED];

/// What answers everybody.
const EVERYWHERE: [&str; 24] = [
    "/",
    "/en",
    "/alertes",
    "/alertes?etat=passees",
    "/communes?q=nimes",
    "/commune/30189/nimes",
    "/departements",
    "/departement/30",
    "/sources",
    "/integrations",
    "/a-propos",
    "/hors-ligne",
    "/integrer?commune=30189",
    "/suivre",
    "/entraide",
    "/signaler",
    "/en/signaler",
    "/signaler/rien",
    "/alertes.atom",
    "/cap.atom",
    "/api/alertes.json",
    "/api/sources.json",
    "/sw.js",
    "/robots.txt",
];

/// The parts of base64 that stay the same whatever stands before and after.
fn base64_parts(bytes: &[u8]) -> Vec<String> {
    let mut parts = Vec::new();
    for shift in 0..3 {
        let padded = [&b"\0\0"[..shift], bytes].concat();
        let whole = &padded[..padded.len() - padded.len() % 3];
        let skipped = if shift == 0 { 0 } else { 4 };
        parts.push(STANDARD.encode(whole)[skipped..].to_owned());
        parts.push(URL_SAFE_NO_PAD.encode(whole)[skipped..].to_owned());
    }
    parts
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|b| format!("{b:02x}")).collect()
}

/// A canary as it might be written.
fn disguises(canary: &str) -> Vec<String> {
    let form: String = form_urlencoded::byte_serialize(canary.as_bytes()).collect();
    let utf16: Vec<u8> = canary.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let mut all = vec![
        canary.to_owned(),
        // What neither HTML nor a log would change.
        canary.split(' ').next_back().unwrap_or_default().to_owned(),
        hex(canary.as_bytes()),
        hex(canary.as_bytes()).to_uppercase(),
        hex(&utf16),
        form.replace('+', "%20"),
        form,
    ];
    all.extend(base64_parts(canary.as_bytes()));
    all
}

fn patterns() -> Vec<String> {
    ALL.iter().flat_map(|canary| disguises(canary)).collect()
}

/// The files below these folders in which a pattern stands.
fn found_in(folders: &[&Path]) -> String {
    let list = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(list.path(), patterns().join("\n")).unwrap();
    let output = Command::new("grep")
        .args(["-r", "-l", "-a", "-F", "-f"])
        .arg(list.path())
        .args(folders)
        .output()
        .unwrap();
    // 1: none; 2: a file went away while it was read.
    String::from_utf8(output.stdout).unwrap()
}

/// The portal at its most talkative.
fn serve(folder: &Path, log: &Path) -> Serving {
    use std::io::{BufRead as _, BufReader};
    let mut child = rives(folder)
        .arg("serve")
        .env("RIVES_LOG", "trace")
        .stdout(Stdio::piped())
        .stderr(std::fs::File::create(log).unwrap())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let serving = Serving::of(child);
    let started = lines
        .by_ref()
        .map_while(Result::ok)
        .any(|l| l.starts_with("desk "));
    assert!(
        started,
        "{}",
        std::fs::read_to_string(log).unwrap_or_default()
    );
    std::thread::spawn(move || lines.for_each(drop));
    serving
}

/// A copy as an operator makes one; where PostgreSQL's files are, after everything was written to them.
async fn copied(database: &Database, into: &Path) -> std::path::PathBuf {
    if let Some(path) = database.url().strip_prefix("sqlite://") {
        for url in [database.url().to_owned(), vault_url(database)] {
            let mut open = sqlx::SqliteConnection::connect(&url).await.unwrap();
            let name = url.rsplit('/').next().unwrap();
            let copy = into.join(format!("copie-{name}"));
            let vacuum = format!("VACUUM INTO '{}'", copy.display());
            sqlx::query(sqlx::AssertSqlSafe(vacuum))
                .execute(&mut open)
                .await
                .unwrap();
        }
        return Path::new(path).parent().unwrap().to_owned();
    }
    let mut open = sqlx::PgConnection::connect(database.url()).await.unwrap();
    sqlx::query("CHECKPOINT").execute(&mut open).await.unwrap();
    let row = sqlx::query("SHOW data_directory")
        .fetch_one(&mut open)
        .await
        .unwrap();
    row.get::<String, _>(0).into()
}

/// What is in the vault, as its owner finds it.
async fn rows(database: &Database) -> Vec<SealedRow> {
    const ALL: &str = "SELECT idempotency, key_id, bucket, envelope FROM sealed_report";
    let of = |i: Vec<u8>, k: Vec<u8>, bucket: i64, envelope: Vec<u8>| SealedRow {
        idempotency: i.try_into().unwrap(),
        key_id: k.try_into().unwrap(),
        suite: portal::valve::SUITE_X25519_CHACHA,
        bucket: u8::try_from(bucket).unwrap(),
        sealed_at_door: true,
        envelope,
    };
    type Read = (Vec<u8>, Vec<u8>, i64, Vec<u8>);
    let read: Vec<Read> = if database.url().starts_with("sqlite") {
        let mut open = sqlx::SqliteConnection::connect(&vault_url(database))
            .await
            .unwrap();
        sqlx::query_as(ALL).fetch_all(&mut open).await.unwrap()
    } else {
        let mut open = sqlx::PgConnection::connect(database.url()).await.unwrap();
        let all = ALL
            .replace("bucket", "bucket::int8")
            .replace("sealed_report", "vault.sealed_report");
        sqlx::query_as(sqlx::AssertSqlSafe(all))
            .fetch_all(&mut open)
            .await
            .unwrap()
    };
    read.into_iter()
        .map(|(i, k, b, e)| of(i, k, b, e))
        .collect()
}

on_both_engines! {
    async fn nothing_that_was_typed_or_said_is_anywhere_but_in_the_desks_own_reading(database) {
        let (public, desk) = (free_port(), free_port());
        let more = format!("[portal]\nexercise = true\n[valve]\nenabled = true\ndoor = \"{}\"\n[reports]\nvault = \"{}\"\n",
            door_url(&database), vault_url(&database));
        let folder = configure(database.url(), public, desk, &more);
        let log = folder.path().join("log");
        let mut serving = serve(folder.path(), &log);
        // A connection each: one whose body was too large is closed.
        let client = reqwest::Client::builder().pool_max_idle_per_host(0).build().unwrap();
        let origin = format!("http://127.0.0.1:{public}");
        let post = async |fields: &[(&str, &str)], site: &str| {
            let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
            client.post(format!("{origin}/signaler"))
                .header("content-type", "application/x-www-form-urlencoded")
                .header("sec-fetch-site", site)
                .header("user-agent", AGENT)
                .header("referer", format!("https://{REFERRER}.example/"))
                .header("cookie", format!("x={REFERRER}"))
                .body(body).send().await.unwrap()
        };
        let key = "AAAAAAAAAAAAAAAAAAAAAA";
        let report = [("quoi", "road-cut"), ("etape", "envoi"), ("cle", key), ("lieu", PLACE), ("phrase", TEXT)];
        let sent = post(&report, "same-origin").await;
        assert_eq!(sent.status(), 200);
        let page = sent.text().await.unwrap();
        let first = page.split("name=\"premier\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
        let added = [("etape", "phrase"), ("premier", first.as_str()), ("cle", key), ("phrase", MORE)];
        assert_eq!(post(&added, "same-origin").await.status(), 200);
        // What is refused is held by nobody either.
        let refused = [("quoi", "other"), ("etape", "envoi"), ("commune", REFUSED), ("phrase", REFUSED)];
        assert_eq!(post(&refused, "same-origin").await.status(), 422);
        assert_eq!(post(&refused, "cross-site").await.status(), 403);
        let huge = REFUSED.repeat(2_000);
        assert_eq!(post(&[("phrase", &huge)], "same-origin").await.status(), 413);

        let patterns = patterns();
        for path in EVERYWHERE {
            let answer = client.get(format!("{origin}{path}")).send().await.unwrap();
            let headers = format!("{:?}", answer.headers());
            let body = answer.bytes().await.unwrap();
            let body = String::from_utf8_lossy(&body);
            for pattern in &patterns {
                assert!(!body.contains(pattern.as_str()) && !headers.contains(pattern.as_str()), "{path}: {pattern}");
            }
        }
        // While it runs: the log of SQLite is there.
        let copies = tempfile::tempdir().unwrap();
        let databases = copied(&database, copies.path()).await;
        let everywhere = [folder.path(), databases.as_path(), copies.path()];
        assert_eq!(found_in(&everywhere), "");
        serving.signal("-TERM");
        assert!(serving.end().await.success());
        assert_eq!(found_in(&everywhere), "");
        let talked = std::fs::metadata(&log).unwrap().len();
        assert!(talked > 10_000, "the log was to be talkative, and has {talked} bytes");

        // The check finds what is there: in each disguise, and in a database that is not sealed.
        for (n, pattern) in patterns.iter().enumerate() {
            std::fs::write(copies.path().join(n.to_string()), format!("x{pattern}x")).unwrap();
        }
        assert_eq!(found_in(&[copies.path()]).lines().count(), patterns.len());
        // And the desk reads it all.
        let keys = KeyDirectory::at(&folder.path().join("data/report-keys"));
        let ring = KeyRing::read(&keys.read().unwrap(), None).unwrap_or_else(|e| panic!("{e}"));
        let rows = rows(&database).await;
        assert_eq!(rows.len(), 2);
        for row in rows {
            let opened = ring.open(&row).unwrap_or_else(|e| panic!("{e}"));
            let (_, plain) = opened.submission().encode();
            let plain = String::from_utf8_lossy(&plain).into_owned();
            assert!([TEXT, MORE].iter().any(|canary| plain.contains(canary)));
        }
    }
}
