//! The running program: ports, signals, and a power cut in the middle of a poll.

use std::io::{BufRead as _, BufReader, Read as _};
use std::process::Stdio;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use axum::Router;
use axum::extract::{Path as UrlPath, State};
use axum::routing::get;
use portal::{Clock as _, Instant, Span};
use serde_json::Value;
use server::clock::SystemClock;
use store_testing::on_both_engines;

use crate::command_line::rives;
use crate::documents::{Cap, Text, alert, feed, text};
use crate::house::until;
use crate::program::{Serving, configure, free_port, serve};

async fn alerts(client: &reqwest::Client, public: u16) -> Vec<Value> {
    let url = format!("http://127.0.0.1:{public}/api/alertes.json");
    let Ok(answer) = client.get(url).send().await else {
        return Vec::new();
    };
    let body: Value = serde_json::from_slice(&answer.bytes().await.unwrap()).unwrap();
    body["alerts"].as_array().unwrap().clone()
}

/// A message that holds now.
fn now_holding(n: usize, now: Instant) -> Cap {
    let holds = Text {
        expires: Some(now + Span::hours(2)),
        ..text(&format!("Crue {n}"))
    };
    Cap {
        sent: now - Span::minutes(1),
        ..alert(&format!("crue-{n}"), 0)
    }
    .says([holds])
}

/// A source that publishes one message more at each poll of its feed, up to a number.
async fn growing_source(most: usize) -> (String, Arc<AtomicUsize>) {
    let now = SystemClock.now();
    let published = Arc::new(AtomicUsize::new(0));
    let router = Router::new()
        .route(
            "/flux.atom",
            get(
                move |State(published): State<Arc<AtomicUsize>>| async move {
                    let n = (published.load(Ordering::SeqCst) + 5).min(most);
                    published.store(n, Ordering::SeqCst);
                    let links: Vec<String> = (0..n).map(|n| format!("/cap/{n}")).collect();
                    feed(&links.iter().map(String::as_str).collect::<Vec<_>>())
                },
            ),
        )
        .route(
            "/cap/{n}",
            get(move |UrlPath(n): UrlPath<usize>| async move { now_holding(n, now).xml() }),
        )
        .with_state(published.clone());
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/flux.atom", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
    (url, published)
}

const MOST: usize = 20;

on_both_engines! {
    async fn a_power_cut_in_the_middle_of_a_poll_loses_nothing_that_was_told_and_sigterm_ends_it_in_order(database) {
        let (url, _) = growing_source(MOST).await;
        let (public, desk) = (free_port(), free_port());
        let sources = format!("[[source]]\nid = \"crues\"\nkind = \"cap-feed\"\npublisher = \"Crues\"\nurl = \"{url}\"\npoll_interval = \"1s\"\n");
        let folder = configure(database.url(), public, desk, &sources);
        let client = reqwest::Client::new();
        let mut told: std::collections::BTreeMap<String, String> = Default::default();
        let mut serving = serve(folder.path());
        for cut in 0..2 {
            // Something new was told since the last cut, and more is on its way.
            let before = told.len();
            until("new alerts", || async { alerts(&client, public).await.len() > before }).await;
            for alert in alerts(&client, public).await {
                told.insert(alert["id"].as_str().unwrap().into(), alert["title"].as_str().unwrap().into());
            }
            serving.signal("-KILL");
            assert!(!serving.end().await.success());
            serving = serve(folder.path());
            let again = alerts(&client, public).await;
            for (id, title) in &told {
                let kept = again.iter().find(|a| a["id"] == id.as_str());
                assert_eq!(kept.map(|a| &a["title"]), Some(&title.as_str().into()), "lost by cut {cut}");
            }
        }
        until("all alerts", || async { alerts(&client, public).await.len() == MOST }).await;
        let all = alerts(&client, public).await;
        let titles: std::collections::BTreeSet<_> = all.iter().map(|a| a["title"].as_str().unwrap()).collect();
        assert_eq!(titles.len(), MOST, "each once");

        serving.signal("-TERM");
        assert!(serving.end().await.success(), "SIGTERM is an orderly end");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn serve_refuses_a_used_port_and_says_which_key_and_what_to_do() {
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let used = taken.local_addr().unwrap().port();
    for (public, desk, key) in [
        (used, free_port(), "public.listen"),
        (free_port(), used, "desk.listen"),
    ] {
        let folder = configure("sqlite://data/rives.db", public, desk, "");
        let mut child = rives(folder.path())
            .arg("serve")
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut errors = child.stderr.take().unwrap();
        let mut serving = Serving::of(child);
        assert!(!serving.end().await.success());
        let mut told = String::new();
        errors.read_to_string(&mut told).unwrap();
        assert!(
            told.contains(key) && told.contains(&used.to_string()) && told.contains("fix: "),
            "{told}"
        );
        assert!(!told.contains("panicked"));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn serve_without_a_built_site_or_a_store_says_what_to_do() {
    let folder = configure("sqlite://data/rives.db", free_port(), free_port(), "");
    std::fs::remove_dir_all(folder.path().join("site")).unwrap();
    let output = rives(folder.path()).arg("serve").output().unwrap();
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(
        !output.status.success() && told.contains("site_root") && told.contains("fix: "),
        "{told}"
    );
    let folder = configure(
        "postgres://rives@127.0.0.1:1/rien",
        free_port(),
        free_port(),
        "",
    );
    let output = rives(folder.path()).arg("serve").output().unwrap();
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(
        !output.status.success() && !told.contains("panicked") && !told.trim().is_empty(),
        "{told}"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_listener_runs_alone_when_asked_and_the_desk_without_the_sites_files() {
    let (public, desk) = (free_port(), free_port());
    let folder = configure("sqlite://data/rives.db", public, desk, "");
    let client = reqwest::Client::new();
    for (side, on, off) in [("public", public, desk), ("desk", desk, public)] {
        if side == "desk" {
            // The files of the site are the public side's: elsewhere, maybe.
            std::fs::remove_dir_all(folder.path().join("site")).unwrap();
        }
        let mut child = rives(folder.path())
            .args(["serve", "--only", side])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let mut serving = Serving::of(child);
        assert!(
            lines
                .map_while(Result::ok)
                .any(|line| line.starts_with(side))
        );
        until("an answer", || async {
            client
                .get(format!("http://127.0.0.1:{on}/healthz"))
                .send()
                .await
                .is_ok()
        })
        .await;
        assert!(
            client
                .get(format!("http://127.0.0.1:{off}/"))
                .send()
                .await
                .is_err(),
            "the other side listens too"
        );
        serving.signal("-INT");
        assert!(serving.end().await.success());
    }
}
