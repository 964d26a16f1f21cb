//! Pieces of pages. They take data and a language and give views; no sentence stands here.

mod alert_card;
mod icon_paths;
mod install;
mod mark;
mod no_script;
mod numbers;
mod search_form;
mod silence;
mod text_area;
mod times;

use leptos::prelude::*;

pub(crate) use alert_card::*;
pub(crate) use icon_paths::Icon;
pub(crate) use install::*;
pub(crate) use mark::*;
pub(crate) use no_script::*;
pub(crate) use numbers::*;
pub(crate) use search_form::*;
pub(crate) use silence::*;
pub use text_area::*;
pub(crate) use times::*;

/// An icon; always beside a text, so hidden from screen readers.
pub(crate) fn icon(icon: Icon) -> impl IntoView {
    view! { <svg class="icon" viewBox="0 0 24 24" aria-hidden="true" inner_html=icon.shapes()></svg> }
}
