//! `kill -9` in the middle of the desk's work: what was answered is there afterwards.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use desk::staff::Role;
use portal::{Clock as _, Span};
use reqwest::header::{ACCEPT, COOKIE, LOCATION, ORIGIN};
use reqwest::redirect::Policy;
use reqwest::{Response, StatusCode};
use serde_json::Value;
use server::clock::SystemClock;
use store_testing::on_both_engines;

use crate::command_line::rives;
use crate::desk_access::{Colleague, DESK};
use crate::house::{House, Settings};
use crate::program::{Serving, configure, free_port, serve};

/// How often the power is cut.
pub const CUTS: u64 = 10;

const AUTHORING: &str = "[authoring]\nsender = \"alertes@gard.exemple.invalid\"\n\
    sender_name = \"Préfecture du Gard\"\nterritory = [\"30\"]\n";

/// A folder to serve from, and two people who may each write and release, signed in.
struct Work {
    folder: tempfile::TempDir,
    public: u16,
    desk: u16,
    client: reqwest::Client,
    anne: Colleague,
    bruno: Colleague,
}

impl Work {
    async fn over(url: &str) -> Self {
        let now = SystemClock.now();
        let house = House::with(
            url,
            vec![],
            Settings {
                now,
                ..Settings::default()
            },
        )
        .await;
        let anne = house.colleague("Anne Martin", &[Role::Communicator]).await;
        let bruno = house.colleague("Bruno Roux", &[Role::Communicator]).await;
        house.store.db().close().await;
        let (public, desk) = (free_port(), free_port());
        Self {
            folder: configure(url, public, desk, AUTHORING),
            public,
            desk,
            client: reqwest::Client::builder()
                .redirect(Policy::none())
                .build()
                .unwrap(),
            anne,
            bruno,
        }
    }

    fn folder(&self) -> &Path {
        self.folder.path()
    }

    async fn get(&self, by: &Colleague, path: &str) -> String {
        let url = format!("http://127.0.0.1:{}{path}", self.desk);
        let answer = self
            .client
            .get(url)
            .header(COOKIE, by.cookie())
            .send()
            .await
            .unwrap();
        assert_eq!(answer.status(), StatusCode::OK, "{path}");
        answer.text().await.unwrap()
    }

    /// Sends a form; an error when the program is gone before it answered.
    async fn post(
        &self,
        by: &Colleague,
        path: &str,
        fields: &[(&str, &str)],
        accept: &str,
    ) -> reqwest::Result<Response> {
        let body = form_urlencoded::Serializer::new(String::new())
            .extend_pairs(fields)
            .append_pair("jeton", by.form.reveal())
            .finish();
        self.client
            .post(format!("http://127.0.0.1:{}{path}", self.desk))
            .header(COOKIE, by.cookie())
            .header(ORIGIN, DESK)
            .header(ACCEPT, accept)
            .header("content-type", "application/x-www-form-urlencoded")
            .body(body)
            .send()
            .await
    }

    /// A form that is answered by leading elsewhere; gives where.
    async fn done(&self, by: &Colleague, path: &str, fields: &[(&str, &str)]) -> String {
        let answer = self.post(by, path, fields, "text/html").await.unwrap();
        let (status, to) = (answer.status(), answer.headers().get(LOCATION).cloned());
        assert_eq!(
            status,
            StatusCode::SEE_OTHER,
            "{path}: {}",
            answer.text().await.unwrap()
        );
        to.unwrap().to_str().unwrap().to_owned()
    }

    /// Begins a message; gives its path.
    async fn begun(&self, by: &Colleague) -> String {
        let form = self.done(by, "/messages/nouveau", &[("but", "new")]).await;
        form.strip_suffix("/ecrire").unwrap().to_owned()
    }

    /// What residents are told.
    async fn titles(&self) -> Vec<String> {
        let url = format!("http://127.0.0.1:{}/api/alertes.json", self.public);
        let body = self
            .client
            .get(url)
            .send()
            .await
            .unwrap()
            .bytes()
            .await
            .unwrap();
        let told: Value = serde_json::from_slice(&body).unwrap();
        let alerts = told["alerts"].as_array().unwrap().iter();
        alerts
            .map(|a| a["title"].as_str().unwrap().to_owned())
            .collect()
    }

    /// The whole audit holds together, whatever was cut.
    fn audit_is_whole(&self) {
        let output = rives(self.folder())
            .args(["audit", "verify"])
            .output()
            .unwrap();
        let told = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.success(), "{told}");
    }
}

pub async fn cut(serving: &mut Serving) {
    serving.signal("-KILL");
    assert!(!serving.end().await.success());
}

/// The fields of a good message.
fn message(headline: &str) -> Vec<(&'static str, String)> {
    let until = (SystemClock.now() + Span::hours(12)).in_paris();
    let mut fields = vec![
        ("event", "flood".to_owned()),
        ("colour", "orange".to_owned()),
        ("places", "C30007".to_owned()),
        ("expires", until.strftime("%Y-%m-%dT%H:%M").to_string()),
        ("contact", "0 800 00 00 00".to_owned()),
        ("fr_headline", headline.to_owned()),
    ];
    for (field, text) in [
        ("fr_description", "Le Gardon déborde."),
        ("fr_instruction", "Montez à l’étage."),
        ("en_headline", "Flood in Alès"),
        ("en_description", "The Gardon is overflowing."),
        ("en_instruction", "Go upstairs."),
        ("falc_headline", "Inondation à Alès"),
        ("falc_description", "L’eau monte."),
        ("falc_instruction", "Montez en haut."),
    ] {
        fields.push((field, text.to_owned()));
    }
    fields
}

/// The value of a field of a page.
pub fn value(page: &str, name: &str) -> String {
    let named = format!("name=\"{name}\"");
    let tag = page
        .split('<')
        .find(|tag| tag.starts_with("input") && tag.contains(&named));
    let tag = tag.unwrap_or_else(|| panic!("no field {name}: {page}"));
    let value = tag
        .split("value=\"")
        .nth(1)
        .map(|v| v.split('"').next().unwrap());
    value.unwrap_or_default().to_owned()
}

/// Saves a draft as the page's script does, again and again with a new number, until the program is gone.
/// `answered` holds the last number that was acknowledged.
async fn write_on(work: Arc<Work>, path: String, mut revision: String, answered: Arc<AtomicU64>) {
    loop {
        let next = answered.load(Ordering::SeqCst) + 1;
        let headline = format!("Crue {next}");
        let fields = [
            ("revision", revision.as_str()),
            ("action", "enregistrer"),
            ("fr_headline", &headline),
        ];
        let sent = work
            .post(
                &work.anne,
                &format!("{path}/ecrire"),
                &fields,
                "application/json",
            )
            .await;
        let Ok(answer) = sent else { return };
        assert_eq!(answer.status(), StatusCode::OK);
        // The head alone may have come through.
        let Ok(body) = answer.bytes().await else {
            return;
        };
        let told: Value = serde_json::from_slice(&body).unwrap();
        revision = told["revision"].to_string();
        answered.store(next, Ordering::SeqCst);
    }
}

/// Somewhere within a writing: each cut at another instant.
fn instant_of(cut: u64) -> Duration {
    Duration::from_millis(40 + cut.wrapping_mul(7_919) % 211)
}

on_both_engines! {
    async fn a_message_handed_in_and_answered_is_there_to_be_released_after_a_power_cut(database) {
        let work = Work::over(database.url()).await;
        let mut serving = serve(work.folder());
        let mut titles = Vec::new();
        for n in 0..CUTS {
            let title = format!("Crue à Alès {n}");
            let path = work.begun(&work.anne).await;
            let mut fields = message(&title);
            fields.extend([("revision", "1".to_owned()), ("action", "soumettre".to_owned())]);
            let fields: Vec<_> = fields.iter().map(|(name, text)| (*name, text.as_str())).collect();
            let to = work.done(&work.anne, &format!("{path}/ecrire"), &fields).await;
            cut(&mut serving).await;
            assert_eq!(to, path, "handed in");

            serving = serve(work.folder());
            let page = work.get(&work.bruno, &path).await;
            assert!(page.contains(&title) && page.contains(&format!("{path}/publier")), "cut {n}: {page}");
            // What was released and answered is public after the next cut.
            work.done(&work.bruno, &format!("{path}/publier"), &[("version", "1")]).await;
            titles.push(title);
        }
        cut(&mut serving).await;
        let serving = serve(work.folder());
        let public = work.titles().await;
        for title in &titles {
            assert_eq!(public.iter().filter(|t| *t == title).count(), 1, "{title}: {public:?}");
        }
        drop(serving);
        work.audit_is_whole();
    }

    async fn what_was_saved_and_answered_while_writing_is_there_after_a_power_cut_at_any_instant(database) {
        let work = Arc::new(Work::over(database.url()).await);
        let mut serving = serve(work.folder());
        let mut drafts = Vec::new();
        for _ in 0..3 {
            drafts.push((work.begun(&work.anne).await, Arc::new(AtomicU64::new(0))));
        }
        for n in 0..CUTS {
            let mut writers = Vec::new();
            for (path, answered) in &drafts {
                let revision = value(&work.get(&work.anne, &format!("{path}/ecrire")).await, "revision");
                writers.push(tokio::spawn(write_on(work.clone(), path.clone(), revision, answered.clone())));
            }
            tokio::time::sleep(instant_of(n)).await;
            cut(&mut serving).await;
            for writer in writers {
                writer.await.unwrap();
            }
            serving = serve(work.folder());
            for (path, answered) in &drafts {
                let page = work.get(&work.anne, &format!("{path}/ecrire")).await;
                let kept = value(&page, "fr_headline");
                let kept: u64 = kept.strip_prefix("Crue ").map_or(0, |n| n.parse().unwrap());
                let told = answered.load(Ordering::SeqCst);
                // What was on its way may have arrived without its answer.
                assert!(kept == told || kept == told + 1, "cut {n}: {kept} is kept, {told} was answered");
                answered.store(kept, Ordering::SeqCst);
            }
        }
        assert!(drafts.iter().all(|(_, answered)| answered.load(Ordering::SeqCst) > CUTS / 2), "nothing was written");
        drop(serving);
        work.audit_is_whole();
    }
}
