//! The running program with an exchange that residents use over the network; it may be killed at any instant.

use std::collections::BTreeMap;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

use portal::exchange::Letters as _;
use portal::{Clock as _, Span};
use reqwest::header::LOCATION;
use reqwest::redirect::Policy;
use reqwest::{RequestBuilder, StatusCode};
use server::clock::SystemClock;

use crate::house::exchange_key;
use crate::program::{configure, free_port};

/// A folder to serve from, with the stories' key.
pub struct Place {
    folder: tempfile::TempDir,
    url: String,
    port: u16,
    client: reqwest::Client,
}

/// A form: where it is sent, what is in it, and from whose machine.
#[derive(Clone)]
pub struct Form {
    pub path: String,
    pub fields: Vec<(&'static str, String)>,
    pub from: usize,
}

impl Place {
    /// Over this database. `more`: further configuration.
    pub fn over(url: &str, more: &str) -> Self {
        let port = free_port();
        let folder = configure(
            url,
            port,
            free_port(),
            &format!("[exchange]\nenabled = true\n{more}"),
        );
        // Each resident comes from a machine of their own: limits are another story's.
        let file = folder.path().join("rives.toml");
        let written = std::fs::read_to_string(&file).unwrap();
        let written = written.replacen("[public]\n", "[public]\ntrusted_proxies = 1\n", 1);
        std::fs::write(&file, written).unwrap();
        let key = folder.path().join("data/exchange.key");
        std::fs::create_dir_all(key.parent().unwrap()).unwrap();
        std::fs::write(&key, "A".repeat(43)).unwrap();
        std::fs::set_permissions(&key, std::fs::Permissions::from_mode(0o600)).unwrap();
        Self {
            folder,
            url: url.to_owned(),
            port,
            client: reqwest::Client::builder()
                .redirect(Policy::none())
                .build()
                .unwrap(),
        }
    }

    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    fn from(&self, request: RequestBuilder, n: usize) -> RequestBuilder {
        let address = format!("198.{}.{}.{}", 18 + n / 62_500, n / 250 % 250, n % 250);
        request.header("x-forwarded-for", address)
    }

    /// A page, and how it was answered.
    pub async fn get(&self, path: &str) -> (StatusCode, String) {
        let request = self
            .client
            .get(format!("http://127.0.0.1:{}{path}", self.port));
        let answer = self.from(request, path.len()).send().await.unwrap();
        (answer.status(), answer.text().await.unwrap())
    }

    /// Sends a form; `None` when the program is gone before it has answered, else the status and where it leads.
    pub async fn send(&self, form: &Form) -> Option<(StatusCode, String)> {
        let body = form_urlencoded::Serializer::new(String::new())
            .extend_pairs(form.fields.iter().map(|(n, v)| (*n, v.as_str())))
            .finish();
        let request = self
            .client
            .post(format!("http://127.0.0.1:{}{}", self.port, form.path));
        let sent = self
            .from(request, form.from)
            .header("sec-fetch-site", "same-origin")
            .header("origin", "null")
            .header("content-type", "application/x-www-form-urlencoded")
            .body(body)
            .send()
            .await;
        let answer = sent.ok()?;
        let to = answer.headers().get(LOCATION);
        let to = to.map(|to| to.to_str().unwrap().split('?').next().unwrap().to_owned());
        Some((answer.status(), to.unwrap_or_default()))
    }

    /// What was acknowledged: where a form that was kept leads; `None` when the program is gone.
    #[track_caller]
    pub fn acknowledged(answer: Option<(StatusCode, String)>) -> Option<String> {
        let (status, to) = answer?;
        assert_eq!(status, StatusCode::SEE_OTHER);
        Some(to)
    }

    /// How many letters wait in the store for each address. The program must not run.
    pub async fn letters(&self) -> BTreeMap<String, usize> {
        let store = server::open(&self.url).await.unwrap();
        let now = SystemClock.now();
        let lease = now + Span::minutes(1);
        let claimed = store
            .claim_letters("essai", 10_000, lease, now)
            .await
            .unwrap();
        let mut letters = BTreeMap::new();
        for letter in claimed {
            let to = exchange_key().open_letter(&letter.sealed).unwrap().to;
            *letters.entry(to).or_default() += 1;
        }
        store.db().close().await;
        letters
    }
}
