//! `/hors-ligne`: what a device shows without network. The service worker keeps this page and writes
//! the list of what it holds into `#gardees`. Also the web app manifest, and what the worker is told.
//!
//! Never: a list of its own; the server does not know what devices keep.

use leptos::prelude::*;
use serde_json::{Value, json};

use crate::components::number_list;
use crate::shell::{Head, document};
use crate::site::{Page, Site};
use crate::wording::Lang;

/// The deep water blue of the brand: what systems paint around an installed portal.
const WATER: &str = "#0b4a6f";

/// `/hors-ligne`
pub fn offline(site: &Site, lang: Lang) -> Page {
    let words = &lang.words().offline;
    let head = Head {
        title: words.title.to_owned(),
        description: words.lead.to_owned(),
        path: "/hors-ligne".to_owned(),
        noindex: true,
        has_numbers: true,
        keeps: true,
        ..Head::default()
    };
    let html = document(site, lang, head, || {
        let sections = words
            .sections
            .iter()
            .map(|(title, lines)| {
                let lines = lines.iter().map(|l| view! { <li>{*l}</li> }).collect_view();
                view! { <h2>{*title}</h2> <ul>{lines}</ul> }
            })
            .collect_view();
        view! {
            <h1>{words.title}</h1>
            <p>{words.lead}</p>
            <section aria-labelledby="appareil">
                <h2 id="appareil">{words.kept}</h2>
                <div id="gardees"><p>{words.kept_none}</p></div>
            </section>
            {sections}
            <section aria-labelledby="urgence">
                <h2 id="urgence">{lang.words().shell.emergency}</h2>
                {number_list(lang)}
            </section>
        }
        .into_any()
    });
    Page {
        html,
        valid_until: None,
    }
}

/// The words of the service worker, by language.
pub fn worker_words() -> Value {
    let of = |lang: Lang| -> Value {
        let all = lang.words().offline.worker.all();
        all.into_iter()
            .map(|(name, text)| (name.to_owned(), Value::from(text)))
            .collect::<serde_json::Map<_, _>>()
            .into()
    };
    json!({ "fr": of(Lang::Fr), "en": of(Lang::En) })
}

/// `/manifest.webmanifest` (W3C Web Application Manifest): one, in the portal's first language.
pub fn web_manifest(site: &Site) -> String {
    let words = Lang::Fr.words();
    let prefix = if site.exercise {
        words.shell.exercise_prefix
    } else {
        ""
    };
    let mut icons: Vec<Value> = site
        .assets
        .icon
        .iter()
        .map(|src| json!({ "src": src, "type": "image/svg+xml", "sizes": "any" }))
        .collect();
    for (size, src) in &site.assets.app_icons {
        // Full bleed with the drawing inside the safe zone: the same file serves both purposes.
        for purpose in ["any", "maskable"] {
            icons.push(json!({
                "src": src, "type": "image/png", "sizes": format!("{size}x{size}"), "purpose": purpose,
            }));
        }
    }
    json!({
        "id": "/",
        "name": format!("{prefix}{}", site.name),
        "short_name": site.name,
        "description": words.shell.foot,
        "lang": "fr",
        "dir": "ltr",
        "start_url": "/",
        "scope": "/",
        "display": "standalone",
        "background_color": "#ffffff",
        "theme_color": WATER,
        "icons": icons,
        "shortcuts": [{ "name": words.shell.alerts, "url": "/alertes" }],
    })
    .to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples::site;

    #[test]
    fn the_manifest_makes_an_installable_portal_with_icons_of_both_purposes() {
        let mut site = site(true);
        site.assets.app_icons = vec![(192, "/pkg/a.png".into()), (512, "/pkg/b.png".into())];
        let manifest: Value = serde_json::from_str(&web_manifest(&site)).unwrap();
        assert_eq!(manifest["start_url"], "/");
        assert_eq!(manifest["display"], "standalone");
        assert_eq!(manifest["name"], "EXERCICE : Rives");
        let icons = manifest["icons"].as_array().unwrap();
        for (sizes, purpose) in [
            ("192x192", "any"),
            ("512x512", "any"),
            ("512x512", "maskable"),
        ] {
            let fit = |i: &&Value| i["sizes"] == sizes && i["purpose"] == purpose;
            assert!(icons.iter().any(|i| fit(&i)), "{sizes} {purpose}");
        }
    }

    #[test]
    fn the_committed_icons_are_png_of_the_sizes_that_the_manifest_says() {
        for (size, bytes) in crate::site::APP_ICONS {
            assert_eq!(bytes.get(..8), Some(&b"\x89PNG\r\n\x1a\n"[..]));
            let at = |i: usize| u32::from_be_bytes(bytes[i..i + 4].try_into().unwrap());
            assert_eq!((at(16), at(20)), (size, size));
        }
    }

    #[test]
    fn the_worker_is_told_every_word_in_both_languages() {
        let words = worker_words();
        for lang in ["fr", "en"] {
            let of = words[lang].as_object().unwrap();
            assert_eq!(of.len(), 9);
            assert!(
                of.values()
                    .all(|w| w.as_str().is_some_and(|w| !w.is_empty()))
            );
        }
    }

    #[test]
    fn the_page_has_the_place_that_the_worker_fills_and_is_not_for_search_engines() {
        let page = offline(&site(false), Lang::Fr).html;
        assert!(page.contains(r#"<div id="gardees">"#));
        assert!(page.contains(r#"content="noindex""#));
        assert!(page.contains(r#"rel="manifest" href="/manifest.webmanifest""#));
    }
}
