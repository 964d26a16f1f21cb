//! What pages need to know of the portal they belong to, and what they give back.
//!
//! Never: anything about a visitor.

use portal::Instant;

/// The whole stylesheet: `style/*.css` in order, comments and needless white space removed.
pub fn stylesheet() -> String {
    const SHEETS: [&str; 5] = [
        include_str!("../../style/tokens.css"),
        include_str!("../../style/base.css"),
        include_str!("../../style/alert.css"),
        include_str!("../../style/pages.css"),
        include_str!("../../style/print.css"),
    ];
    squeeze(&SHEETS.concat())
}

/// The script that hydrates islands, as text; the build replaces `__GLUE__` and `__WASM__` by the
/// addresses of wasm-bindgen's module and of the wasm file.
pub const ISLANDS_JS: &str = include_str!("../../style/islands.js");

/// The optional script that adds "dans 3 heures" beside absolute times.
pub const RELATIVE_JS: &str = include_str!("../../style/relative.js");

/// The portal's icon.
pub const ICON_SVG: &str = include_str!("../../style/icon.svg");

/// Removes comments and runs of white space. Our own stylesheets hold no string with either.
fn squeeze(css: &str) -> String {
    let mut out = String::with_capacity(css.len());
    let mut rest = css;
    while let Some(start) = rest.find("/*") {
        let (before, comment) = rest.split_at(start);
        out.push_str(before);
        rest = comment.find("*/").map_or("", |end| &comment[end + 2..]);
    }
    out.push_str(rest);
    let mut squeezed = String::with_capacity(out.len());
    for word in out.split_whitespace() {
        let tight = squeezed.ends_with(['{', '}', ';', ',']) || word.starts_with(['{', '}']);
        if !squeezed.is_empty() && !tight {
            squeezed.push(' ');
        }
        squeezed.push_str(word);
    }
    squeezed.replace(";}", "}")
}

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
    /// `/pkg/icon.<hash>.svg`.
    pub icon: Option<String>,
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

/// A rendered feed or JSON document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text {
    /// The whole document.
    pub body: String,
    /// As for [`Page::valid_until`].
    pub valid_until: Option<Instant>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn squeezing_keeps_descendant_spaces_and_drops_comments() {
        assert_eq!(
            squeeze("/* a */ a  b {\n color : red;\n}\n@media print { p { top: 1px } }"),
            "a b{color : red}@media print{p{top: 1px}}"
        );
    }
}
