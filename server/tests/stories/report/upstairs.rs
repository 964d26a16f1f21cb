//! What stands above the valve: a vault with keys of its own, and somebody who may read.

use std::sync::Arc;

use axum::body::Body;
use axum::http::Request;
use desk::access::{Proof, Randomness, ReadReports, authenticate};
use desk::reports::{After, KeyFolder, Reports as _, init};
use desk::staff::Role;
use portal::valve::{Addition, Submission, Valve};
use portal::{Clock as _, Span};
use server::desk::{KeyDirectory, SystemRandomness, publish};
use server::public::PublicReports;
use server::valve::{PublishedKey, Reader};
use store::{Vault, VaultDoor};
use store_testing::Database;

use crate::documents::START;
use crate::house::{Answer, House, Secrets, Settings, gard};

/// Where the vault beside a main database is: a file of its own, or the same database of PostgreSQL.
pub fn vault_url(database: &Database) -> String {
    database.url().replace("/rives.db", "/vault.db")
}

/// What the door is opened with.
pub fn door_url(database: &Database) -> String {
    vault_url(database).replace("//rives@", "//rives_door@")
}

/// A vault with its keys.
pub struct Upstairs {
    pub vault: Vault,
    pub reader: Reader,
    pub door: VaultDoor,
    pub key: Arc<PublishedKey>,
    folder: tempfile::TempDir,
}

impl Upstairs {
    pub async fn of(database: &Database) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let (keys, document) = (folder.path().join("keys"), folder.path().join("report.pub"));
        let lasts = Span::hours(24 * 30);
        let made = init(
            &KeyFolder::default(),
            (START, lasts),
            None,
            &SystemRandomness,
        )
        .unwrap();
        KeyDirectory::at(&keys).apply(&made.changes).unwrap();
        publish(&document, &made.document).unwrap();
        let key = PublishedKey::open(&document, &made.identity.to_string()).unwrap();
        let vault = Vault::open(&vault_url(database)).await.unwrap();
        vault.migrate().await.unwrap();
        let clock = Arc::new(server::clock::SystemClock);
        Self {
            reader: Reader::open(vault.clone(), &keys, "".as_ref()).unwrap(),
            door: VaultDoor::open(&door_url(database), clock).await.unwrap(),
            vault,
            key: Arc::new(key),
            folder,
        }
    }

    /// The desk's folder of keys.
    pub fn keys(&self) -> KeyDirectory {
        KeyDirectory::at(&self.folder.path().join("keys"))
    }

    /// Publishes a key, or something that is none.
    pub fn publish(&self, document: &str) {
        publish(&self.folder.path().join("report.pub"), document).unwrap();
    }

    /// How many envelopes open.
    pub async fn openable(&self, by: &Proof<ReadReports>) -> usize {
        let all = self.reader.page(by, After::BEGINNING, 100).await.unwrap();
        all.iter().filter(|arrived| arrived.opened.is_ok()).count()
    }

    /// What a public side is given.
    pub fn reports(&self, random: Arc<dyn Randomness>) -> PublicReports {
        self.reports_by(Arc::new(self.door.clone()), random)
    }

    pub fn reports_by(&self, valve: Arc<dyn Valve>, random: Arc<dyn Randomness>) -> PublicReports {
        PublicReports {
            valve,
            key: self.key.clone(),
            random,
        }
    }

    /// A portal below it.
    pub async fn house(&self, database: &Database) -> House {
        let settings = Settings {
            reports: Some(self.reports(Arc::new(Secrets::default()))),
            ..Settings::default()
        };
        House::with(database.url(), vec![gard()], settings).await
    }

    /// Everything that can be opened, in words: what, where, its sentence; for a supplement, whether the report it
    /// names is there.
    pub async fn read(&self, by: &Proof<ReadReports>) -> Vec<String> {
        let all = self.reader.page(by, After::BEGINNING, 2_000).await.unwrap();
        let mut told: Vec<String> = all
            .iter()
            .map(|arrived| {
                let opened = arrived.opened.as_ref().unwrap_or_else(|e| panic!("{e}"));
                assert!(opened.sealed_at_door());
                match opened.submission() {
                    Submission::Report(report) => {
                        let place = report.place();
                        let commune = place.commune().map_or("", |c| c.0.as_str());
                        let (words, text) = (place.words(), report.text());
                        let (words, text) = (words.unwrap_or_default(), text.unwrap_or_default());
                        format!("{}|{commune}|{words}|{text}", report.category().word())
                    }
                    Submission::Supplement(more) => {
                        let known = all.iter().any(|a| a.idempotency == more.first());
                        match more.addition() {
                            Addition::Sentence(text) => format!("+|{known}|{}", text.text()),
                            Addition::Wrong => format!("!|{known}"),
                            Addition::Photo(_) => panic!("no photo was sent"),
                        }
                    }
                }
            })
            .collect();
        told.sort();
        told
    }
}

impl House {
    /// Somebody who may read reports, proved as the desk proves it.
    pub async fn watcher(&self) -> Proof<ReadReports> {
        let vera = self.colleague("Vera Veille", &[Role::Watcher]).await;
        let (idle, now) = (Span::hours(1), self.clock.now());
        let staff = authenticate(&*self.store, &vera.session, idle, now).await;
        staff.unwrap().unwrap().prove().unwrap()
    }
}

/// A form of `/signaler`, sent from where a browser says.
pub fn form(path: &str, fields: &[(&str, &str)], site: &str) -> Request<Body> {
    let body = form_urlencoded::Serializer::new(String::new())
        .extend_pairs(fields)
        .finish();
    Request::post(path)
        .header("content-type", "application/x-www-form-urlencoded")
        .header("sec-fetch-site", site)
        .header("origin", "null")
        .body(Body::from(body))
        .unwrap()
}

/// Sends a form as the portal's own page does.
pub async fn send(house: &House, fields: &[(&str, &str)]) -> Answer {
    house.ask(form("/signaler", fields, "same-origin")).await
}

/// The value of the first field of that name on a page.
pub fn field(page: &Answer, name: &str) -> String {
    let text = page.text();
    let of = format!("name=\"{name}\" value=\"");
    let (_, rest) = text.split_once(&of).unwrap();
    rest.split('"').next().unwrap().to_owned()
}
