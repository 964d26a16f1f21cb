//! What browsers download, as `cargo xtask site` made it: read once at start, served from memory,
//! immutable because every name carries a content hash.

use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;

use axum::body::{Body, Bytes};
use axum::extract::{Path as UrlPath, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, VARY};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::Response;

use super::cache::takes;

/// The files of `site_root/pkg` and what pages need to know of them.
#[derive(Debug, Default)]
pub struct Site {
    files: HashMap<String, File>,
    /// Logical name → file name: `style`, `icon`, `icon-192`, `islands`, `live`, `relative`, `sw`, `wasm`, `glue`…
    names: HashMap<String, String>,
}

#[derive(Debug)]
struct File {
    content_type: &'static str,
    identity: Bytes,
    brotli: Option<Bytes>,
    gzip: Option<Bytes>,
}

/// Why the site cannot be served.
#[derive(Debug, thiserror::Error)]
#[error(
    "{path}: {wrong}\n    fix: run `cargo xtask site` (or `make run`), or set public.site_root"
)]
pub struct SiteError {
    path: String,
    wrong: String,
}

impl Site {
    /// Reads `root/manifest.json` and `root/pkg/*`.
    pub fn load(root: &Path) -> Result<Self, SiteError> {
        let wrong = |path: &Path, wrong: String| SiteError {
            path: path.display().to_string(),
            wrong,
        };
        let read = |path: &Path| std::fs::read(path).map_err(|e| wrong(path, e.to_string()));
        let manifest_path = root.join("manifest.json");
        let manifest: serde_json::Map<String, serde_json::Value> =
            serde_json::from_slice(&read(&manifest_path)?)
                .map_err(|e| wrong(&manifest_path, e.to_string()))?;
        let names: HashMap<String, String> = manifest
            .into_iter()
            .filter_map(|(name, file)| Some((name, file.as_str()?.to_owned())))
            .collect();
        let folder = root.join("pkg");
        let mut files = HashMap::new();
        let entries = std::fs::read_dir(&folder).map_err(|e| wrong(&folder, e.to_string()))?;
        for entry in entries.flatten() {
            let path = entry.path();
            let name = entry.file_name().to_string_lossy().into_owned();
            let content_type = match path.extension().and_then(|e| e.to_str()) {
                Some("js") => "text/javascript; charset=utf-8",
                Some("css") => "text/css; charset=utf-8",
                Some("wasm") => "application/wasm",
                Some("svg") => "image/svg+xml",
                Some("png") => "image/png",
                _ => continue,
            };
            let compressed = |form: &str| {
                std::fs::read(folder.join(format!("{name}.{form}")))
                    .ok()
                    .map(Bytes::from)
            };
            let file = File {
                content_type,
                identity: read(&path)?.into(),
                brotli: compressed("br"),
                gzip: compressed("gz"),
            };
            files.insert(name, file);
        }
        if let Some(missing) = names.values().find(|file| !files.contains_key(*file)) {
            return Err(wrong(
                &manifest_path,
                format!("names {missing}, which is not there"),
            ));
        }
        Ok(Self { files, names })
    }

    /// The style sheet, to be inlined: a page needs one round trip.
    pub fn style(&self) -> Option<String> {
        self.text("style")
    }

    /// The text of a logical name, if it was built.
    pub fn text(&self, name: &str) -> Option<String> {
        let file = self.files.get(self.names.get(name)?)?;
        String::from_utf8(file.identity.to_vec()).ok()
    }

    /// For tests: a script that was built under that name.
    #[cfg(test)]
    pub(super) fn add_text(&mut self, name: &str, file: &str, text: &str) {
        self.names.insert(name.to_owned(), file.to_owned());
        self.files.insert(
            file.to_owned(),
            File {
                content_type: "text/javascript; charset=utf-8",
                identity: Bytes::from(text.to_owned()),
                brotli: None,
                gzip: None,
            },
        );
    }

    /// The URL of a logical name, if it was built.
    pub fn href(&self, name: &str) -> Option<String> {
        self.names.get(name).map(|file| format!("/pkg/{file}"))
    }
}

/// `GET /pkg/{file}`.
pub async fn get(
    State(site): State<Arc<Site>>,
    UrlPath(name): UrlPath<String>,
    asked: HeaderMap,
) -> Response {
    let mut response = Response::new(Body::empty());
    let Some(file) = site.files.get(&name) else {
        *response.status_mut() = StatusCode::NOT_FOUND;
        return response;
    };
    let (bytes, coding) = match (&file.brotli, &file.gzip) {
        (Some(bytes), _) if takes(&asked, "br") => (bytes, Some("br")),
        (_, Some(bytes)) if takes(&asked, "gzip") => (bytes, Some("gzip")),
        _ => (&file.identity, None),
    };
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(file.content_type));
    headers.insert(
        CACHE_CONTROL,
        HeaderValue::from_static("public, max-age=31536000, immutable"),
    );
    headers.insert(VARY, HeaderValue::from_static("accept-encoding"));
    if let Some(coding) = coding {
        headers.insert(CONTENT_ENCODING, HeaderValue::from_static(coding));
    }
    *response.body_mut() = Body::from(bytes.clone());
    response
}
