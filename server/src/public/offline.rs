//! `/sw.js` and `/manifest.webmanifest`: the portal on a device without network.
//!
//! The worker's text is `app/scripts/sw.js` with what it must know written before it. Browsers compare
//! it byte for byte: whatever changes its words or a file that it keeps makes it a new version.

use axum::Router;
use axum::body::{Body, Bytes};
use axum::http::header::{CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, VARY};
use axum::http::{HeaderMap, HeaderValue};
use axum::response::Response;
use axum::routing::{MethodRouter, get};
use serde_json::json;
use sha2::{Digest, Sha256};

use super::assets::Site;
use super::cache::{brotli, takes};

/// How long a page may take before the worker shows the one that it kept: what somebody on a slow network
/// waits without believing that nothing happens. In milliseconds.
const WAIT_MS: u32 = 4_000;

/// The files that the worker keeps beside pages, by logical name.
const FILES: [&str; 4] = ["relative", "ended", "icon", "icon-192"];

/// The worker's routes; without a built site there is no worker, only the manifest.
pub fn routes(site: &Site, portal: &app::Site) -> Router {
    let manifest = app::pages::web_manifest(portal);
    let manifest = Served::new(
        "application/manifest+json",
        manifest,
        "public, max-age=3600",
    );
    let router = Router::new().route("/manifest.webmanifest", manifest.route());
    match site.text("sw") {
        Some(text) => {
            let worker = script(site, portal, &text);
            // Asked for anew at every check: a worker with a fault must be replaceable at once.
            let worker = Served::new("text/javascript; charset=utf-8", worker, "no-cache");
            router.route("/sw.js", worker.route())
        }
        None => router,
    }
}

/// The worker with its setting before it.
fn script(site: &Site, portal: &app::Site, text: &str) -> String {
    let files: Vec<String> = FILES.iter().filter_map(|name| site.href(name)).collect();
    let icon = site.href("icon-192");
    let words = app::pages::worker_words();
    let mut hash = Sha256::new();
    for part in [
        text,
        &portal.name,
        &files.join(" "),
        &words.to_string(),
        &site.href("style").unwrap_or_default(),
    ] {
        hash.update(part.len().to_be_bytes());
        hash.update(part);
    }
    let version: String = hash
        .finalize()
        .iter()
        .take(6)
        .map(|b| format!("{b:02x}"))
        .collect();
    let setting = json!({
        "version": version, "name": portal.name, "words": words, "files": files, "icon": icon,
        "wait": WAIT_MS,
    });
    format!("self.RIVES={setting};\n{text}")
}

/// One text, compressed once.
#[derive(Clone)]
struct Served {
    content_type: &'static str,
    cache_control: &'static str,
    identity: Bytes,
    brotli: Bytes,
}

impl Served {
    fn new(content_type: &'static str, text: String, cache_control: &'static str) -> Self {
        Self {
            content_type,
            cache_control,
            brotli: brotli(text.as_bytes()).into(),
            identity: text.into(),
        }
    }

    fn route(self) -> MethodRouter {
        get(move |asked: HeaderMap| {
            let served = self.clone();
            async move { served.answer(&asked) }
        })
    }

    fn answer(&self, asked: &HeaderMap) -> Response {
        let mut response = Response::new(Body::empty());
        let headers = response.headers_mut();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static(self.content_type));
        headers.insert(CACHE_CONTROL, HeaderValue::from_static(self.cache_control));
        headers.insert(VARY, HeaderValue::from_static("accept-encoding"));
        let bytes = if takes(asked, "br") {
            headers.insert(CONTENT_ENCODING, HeaderValue::from_static("br"));
            &self.brotli
        } else {
            &self.identity
        };
        *response.body_mut() = Body::from(bytes.clone());
        response
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const WORKER: &str = include_str!("../../../app/scripts/sw.js");

    fn portal(exercise: bool) -> app::Site {
        app::Site {
            name: "Rives".into(),
            origin: "https://rives.example".into(),
            exercise,
            assets: app::Assets::default(),
        }
    }

    fn built(files: &[(&str, &str)]) -> Site {
        let mut site = Site::default();
        for (name, file) in files {
            site.add_text(name, file, WORKER);
        }
        site
    }

    fn version(script: &str) -> &str {
        let (_, after) = script.split_once(r#""version":""#).unwrap();
        after.split('"').next().unwrap()
    }

    #[test]
    fn another_file_to_keep_is_another_version_and_the_same_files_are_the_same() {
        let first = built(&[("sw", "sw.1.js"), ("ended", "ended.1.js")]);
        let second = built(&[("sw", "sw.1.js"), ("ended", "ended.2.js")]);
        let of = |site: &Site| script(site, &portal(false), WORKER);
        assert_eq!(of(&first), of(&first));
        assert_ne!(version(&of(&first)), version(&of(&second)));
        assert!(of(&second).contains("/pkg/ended.2.js"));
    }

    #[test]
    fn another_word_in_the_worker_is_another_version() {
        let site = built(&[("sw", "sw.1.js")]);
        let changed = format!("{WORKER}\n// changed");
        assert_ne!(
            version(&script(&site, &portal(false), WORKER)),
            version(&script(&site, &portal(false), &changed))
        );
    }

    #[test]
    fn the_worker_costs_at_most_six_kilobytes_on_the_wire() {
        let site = built(&[("sw", "sw.1.js")]);
        let bytes = brotli(script(&site, &portal(false), WORKER).as_bytes()).len();
        assert!(bytes <= 6_000, "{bytes}");
    }

    #[tokio::test]
    async fn the_worker_is_asked_for_anew_each_time_and_compressed_for_those_who_take_it() {
        let site = built(&[("sw", "sw.1.js")]);
        let served = Served::new(
            "text/javascript",
            script(&site, &portal(false), WORKER),
            "no-cache",
        );
        let plain = served.answer(&HeaderMap::new());
        assert_eq!(plain.headers()["cache-control"], "no-cache");
        assert!(!plain.headers().contains_key("content-encoding"));
        let asked = HeaderMap::from_iter([(
            axum::http::header::ACCEPT_ENCODING,
            HeaderValue::from_static("gzip, br"),
        )]);
        assert_eq!(served.answer(&asked).headers()["content-encoding"], "br");
    }
}
