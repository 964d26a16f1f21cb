//! What stands in for a script where there is none.
//!
//! Leptos 0.8 does not escape what stands in a `<noscript>` (see `text_area`): only constants may. The
//! function below takes nothing, and a test in `walls` keeps it so.

use leptos::prelude::*;

/// Two minutes: seldom enough to read on, often enough to hear of the next message.
const REFRESH: &str = r#"<meta http-equiv="refresh" content="120">"#;

/// Loads the page again from time to time, where no script tells of changes.
pub(crate) fn refresh_without_script() -> AnyView {
    view! { <noscript inner_html=REFRESH></noscript> }.into_any()
}
