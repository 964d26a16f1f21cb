//! What pages need to know of the portal they belong to, and what they give back.
//!
//! Never: anything about a visitor.

use portal::Instant;

/// The whole stylesheet as written, in the order of `style/main.css`. The build makes a smaller one
/// (`cargo xtask site`): pages should carry that; this is for tests and for a portal without a build.
pub fn stylesheet() -> String {
    [
        include_str!("../../style/tokens.css"),
        include_str!("../../style/base.css"),
        include_str!("../../style/alert.css"),
        include_str!("../../style/pages.css"),
        include_str!("../../style/exchange.css"),
        include_str!("../../style/live.css"),
        include_str!("../../style/print.css"),
    ]
    .concat()
}

/// The portal's icon.
pub const ICON_SVG: &str = include_str!("../../style/icon.svg");

/// The icon as installed portals need it: size, PNG. Drawn from `style/icon-app.svg` (full bleed, the drawing
/// within the safe zone of maskable icons) by `end2end/portal/icons.mjs`.
pub const APP_ICONS: [(u32, &[u8]); 2] = [
    (192, include_bytes!("../../style/icon-192.png")),
    (512, include_bytes!("../../style/icon-512.png")),
];

/// One portal.
#[derive(Clone, Debug)]
pub struct Site {
    /// Its name: `Rives`.
    pub name: String,
    /// `https://host[:port]`, no trailing slash: permalinks and feeds are absolute.
    pub origin: String,
    /// Every page, feed and title says EXERCICE.
    pub exercise: bool,
    /// Where the files beside the pages are.
    pub assets: Assets,
}

/// Where style and scripts are.
#[derive(Clone, Debug, Default)]
pub struct Assets {
    /// The stylesheet.
    pub css: Css,
    /// `/pkg/islands.<hash>.js`, loaded by pages with an island only.
    pub islands_js: Option<String>,
    /// `/pkg/relative.<hash>.js`, deferred on every page that shows a time.
    pub relative_js: Option<String>,
    /// `/pkg/live.<hash>.js`, deferred on pages that tell of changes.
    pub live_js: Option<String>,
    /// `/pkg/icon.<hash>.svg`.
    pub icon: Option<String>,
    /// The icons of an installed portal: size in pixels, `/pkg/icon-<size>.<hash>.png`.
    pub app_icons: Vec<(u32, String)>,
    /// `/pkg/keep.<hash>.js`: registers the service worker, offers to install.
    pub keep_js: Option<String>,
}

/// How pages carry their style.
#[derive(Clone, Debug)]
pub enum Css {
    /// In a `<style>` element: one round trip. The CSP must allow its hash: it is the SHA-256 of
    /// exactly this text.
    Inline(String),
    /// By a link to this address.
    Href(String),
}

impl Default for Css {
    fn default() -> Self {
        Css::Inline(stylesheet())
    }
}

/// A rendered page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    /// The whole document.
    pub html: String,
    /// The next instant at which the page becomes another by itself (an onset, an expiry, a source
    /// going silent, a check time growing old); `None`: only new content changes it.
    pub valid_until: Option<Instant>,
}

/// What a shared link to a page shows: OpenGraph.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Card {
    /// `og:title`
    pub title: String,
    /// `og:description`
    pub description: String,
    /// `og:site_name`
    pub site_name: String,
}

/// A rendered feed or JSON document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text {
    /// The whole document.
    pub body: String,
    /// As for [`Page::valid_until`].
    pub valid_until: Option<Instant>,
}
