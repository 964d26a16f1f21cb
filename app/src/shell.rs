//! The document around every page: head, banner of an exercise, masthead, foot.
//!
//! No inline script ever: the CSP is `script-src 'self' 'wasm-unsafe-eval'`.

use std::sync::Arc;

use hydration_context::SsrSharedContext;
use leptos::prelude::*;
use portal::messages::Fingerprint;

use crate::components::{emergency_numbers, refresh_without_script};
use crate::site::{Card, Css, Site};
use crate::typography::{set, unmarked};
use crate::wording::Lang;

/// What a page tells its document.
#[derive(Debug, Default)]
pub(crate) struct Head {
    /// The title, without the portal's name.
    pub title: String,
    /// One or two sentences for search engines and shared links.
    pub description: String,
    /// The French path with its query: canonical address and link to the other language.
    pub path: String,
    /// Feeds of this page: title, French path.
    pub feeds: Vec<(String, String)>,
    /// Whether the page holds an island.
    pub island: bool,
    /// `article` for an alert, else `website`.
    pub article: bool,
    /// Error pages and searches are not for search engines.
    pub noindex: bool,
    /// What the page shows: its reader is told when that changes.
    pub live: Option<Fingerprint>,
    /// Emergency numbers stand in the foot unless the page has them itself.
    pub has_numbers: bool,
    /// Whether the page registers the service worker and can be installed: those that people come
    /// back to, not an alert's, which must stay within one round trip.
    pub keeps: bool,
}

impl Head {
    /// What a shared link shows.
    pub(crate) fn card(&self, site: &Site, lang: Lang) -> Card {
        let prefix = exercise_prefix(site, lang);
        Card {
            title: format!("{prefix}{}", self.title),
            description: format!("{prefix}{}", self.description),
            site_name: site.name.clone(),
        }
    }
}

fn exercise_prefix(site: &Site, lang: Lang) -> &'static str {
    if site.exercise {
        lang.words().shell.exercise_prefix
    } else {
        ""
    }
}

/// The whole document.
pub(crate) fn document(
    site: &Site,
    lang: Lang,
    head: Head,
    main: impl FnOnce() -> AnyView,
) -> String {
    let island = head.island;
    let owner = Owner::new_root(Some(Arc::new(SsrSharedContext::new_islands())));
    let html = owner.with(|| page(site, lang, head, main()).to_html());
    owner.cleanup();
    finish(&html, island)
}

/// A small document without anything around it, that loads itself again after `refresh` seconds: for
/// frames on other sites.
pub(crate) fn bare(
    site: &Site,
    lang: Lang,
    title: &str,
    style: &'static str,
    refresh: i64,
    main: impl FnOnce() -> AnyView,
) -> String {
    let title = format!("{}{title} · {}", exercise_prefix(site, lang), site.name);
    let html = fragment(|| {
        view! {
            <html lang=lang.tag()>
                <head>
                    <meta charset="utf-8"/>
                    <meta name="viewport" content="width=device-width, initial-scale=1"/>
                    <title>{title}</title>
                    <style inner_html=style></style>
                    <meta name="color-scheme" content="light dark"/>
                    <meta name="robots" content="noindex"/>
                    <meta http-equiv="refresh" content=refresh.to_string()/>
                </head>
                <body>{main()}</body>
            </html>
        }
        .into_any()
    });
    finish(&html, false)
}

/// What every document's text goes through at last.
fn finish(html: &str, island: bool) -> String {
    let mut out = String::with_capacity(html.len() + 15);
    out.push_str("<!DOCTYPE html>");
    // Hydration markers between texts serve islands only.
    let html = if island {
        html.to_owned()
    } else {
        html.replace("<!>", "")
    };
    // Not in the head: the style must stay the very text whose hash the CSP names.
    let (top, body) = html.split_at(html.find("<body").unwrap_or(0));
    out.push_str(&unmarked(top));
    out.push_str(&set(body));
    out
}

/// A piece of HTML outside any document: for feeds.
pub(crate) fn fragment(view: impl FnOnce() -> AnyView) -> String {
    let owner = Owner::new_root(Some(Arc::new(SsrSharedContext::new_islands())));
    let html = owner.with(|| view().to_html());
    owner.cleanup();
    html.replace("<!>", "")
}

fn page(site: &Site, lang: Lang, head: Head, main: AnyView) -> AnyView {
    let words = &lang.words().shell;
    let Card {
        title: og_title,
        description,
        site_name,
    } = head.card(site, lang);
    let title = format!("{og_title} · {}", site.name);
    let url = |l: Lang| format!("{}{}", site.origin, l.path(&head.path));
    let other = match lang {
        Lang::Fr => Lang::En,
        Lang::En => Lang::Fr,
    };
    let alternates = Lang::ALL
        .map(|l| view! { <link rel="alternate" hreflang=l.tag() href=url(l)/> })
        .collect_view();
    let feeds = head
        .feeds
        .iter()
        .map(|(title, path)| {
            view! { <link rel="alternate" type="application/atom+xml" title=title.clone() href=path.clone()/> }
        })
        .collect_view();
    let style = match &site.assets.css {
        Css::Inline(css) => view! { <style inner_html=css.clone()></style> }.into_any(),
        Css::Href(href) => view! { <link rel="stylesheet" href=href.clone()/> }.into_any(),
    };
    let icon = site
        .assets
        .icon
        .clone()
        .map(|i| view! { <link rel="icon" type="image/svg+xml" href=i/> });
    let relative = site
        .assets
        .relative_js
        .clone()
        .map(|s| view! { <script defer src=s></script> });
    let keeps = head.keeps.then(|| {
        let keep = site.assets.keep_js.clone();
        let touch = site.assets.app_icons.first().map(|(_, src)| src.clone());
        view! {
            <link rel="manifest" href="/manifest.webmanifest"/>
            {touch.map(|src| view! { <link rel="apple-touch-icon" href=src/> })}
            {keep.map(|src| view! { <script defer src=src></script> })}
        }
    });
    // A preview is not followed: it has no scripts, and nothing loads it again.
    let live = head.live.filter(|_| site.assets.live_js.is_some()).map(|seen| {
        let words = &lang.words().live;
        let script = site.assets.live_js.clone().map(|s| {
            view! {
                <script defer src=s data-seen=seen.to_string() data-say=words.updated data-show=words.show></script>
            }
        });
        view! { {script} {refresh_without_script()} }
    });
    let islands = site
        .assets
        .islands_js
        .clone()
        .filter(|_| head.island)
        .map(|s| view! { <script type="module" src=s></script> });
    let robots = head
        .noindex
        .then(|| view! { <meta name="robots" content="noindex"/> });
    let og_type = if head.article { "article" } else { "website" };
    let locale = match lang {
        Lang::Fr => "fr_FR",
        Lang::En => "en_GB",
    };
    let exercise = site.exercise.then(|| {
        view! {
            <aside class="exercise" aria-label=words.exercise_word>
                <p><strong>{words.exercise_word}</strong> " " {words.exercise}</p>
            </aside>
        }
    });
    let link =
        |path: &str, name: &'static str| view! { <li><a href=lang.path(path)>{name}</a></li> };
    view! {
        <html lang=lang.tag()>
            <head>
                <meta charset="utf-8"/>
                <meta name="viewport" content="width=device-width, initial-scale=1"/>
                <title>{title}</title>
                {style}
                <meta name="description" content=description.clone()/>
                <meta name="color-scheme" content="light dark"/>
                {robots}
                <link rel="canonical" href=url(lang)/>
                {alternates}
                {feeds}
                {icon}
                {og("og:title", og_title)}
                {og("og:description", description)}
                {og("og:type", og_type.to_owned())}
                {og("og:url", url(lang))}
                {og("og:site_name", site_name)}
                {og("og:locale", locale.to_owned())}
                {keeps}
                {relative}
                {live}
                {islands}
            </head>
            <body>
                <a class="skip" href="#contenu">{words.skip}</a>
                {exercise}
                <header class="masthead">
                    <a class="brand" href=lang.path("/")>{site.name.clone()}</a>
                    <nav aria-label=words.navigation>
                        <a href=lang.path("/alertes")>{words.alerts}</a>
                        <a href=lang.path("/entraide")>{lang.words().exchange.nav}</a>
                        <a href=lang.path("/suivre")>{words.follow}</a>
                        <a href=other.path(&head.path) lang=other.tag() hreflang=other.tag()>
                            {words.other_language}
                        </a>
                    </nav>
                </header>
                <main id="contenu" tabindex="-1">{main}</main>
                <footer>
                    {(!head.has_numbers).then(|| emergency_numbers(lang))}
                    <ul class="links">
                        {link("/alertes", words.alerts)} {link("/departements", words.departements)}
                        {link("/sources", words.sources)} {link("/integrations", words.integrations)}
                        {link("/a-propos", words.about)} {link("/accessibilite", words.accessibility)}
                    </ul>
                    <p>{words.foot} " " {words.paris}</p>
                </footer>
            </body>
        </html>
    }
    .into_any()
}

/// One OpenGraph property.
fn og(name: &'static str, content: String) -> impl IntoView {
    leptos::html::meta().attr("property", name).content(content)
}
