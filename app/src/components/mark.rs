//! The mark of a colour: its word and its shape (one, two, three bars), never colour alone.

use leptos::prelude::*;
use portal::messages::{Colour, State};

use super::{Icon, icon};
use crate::wording::Lang;

/// Bars: one for yellow, two for orange, three for red; a ring for green.
pub(crate) fn bars(colour: Colour) -> impl IntoView {
    let shapes = match colour {
        Colour::Green => r#"<circle cx="12" cy="12" r="8"/>"#,
        Colour::Yellow => {
            r#"<path class="bar" d="M4 16h4v6H4z"/><path d="M10 9h4v13h-4zM16 2h4v20h-4z"/>"#
        }
        Colour::Orange => {
            r#"<path class="bar" d="M4 16h4v6H4zM10 9h4v13h-4z"/><path d="M16 2h4v20h-4z"/>"#
        }
        Colour::Red => r#"<path class="bar" d="M4 16h4v6H4zM10 9h4v13h-4zM16 2h4v20h-4z"/>"#,
    };
    view! { <svg class="bars" viewBox="0 0 24 24" aria-hidden="true" inner_html=shapes></svg> }
}

/// Bars and word.
pub(crate) fn mark(colour: Colour, word: &'static str) -> impl IntoView {
    view! { <span class="mark" data-colour=colour.word()>{bars(colour)} {word}</span> }
}

/// The word for a state, with its icon; nothing for what is in force.
pub(crate) fn state_mark(state: State, lang: Lang) -> Option<AnyView> {
    let shape = match state {
        State::Active => return None,
        State::Future => Icon::Coming,
        State::Ended => Icon::Over,
        State::Cancelled => Icon::Withdrawn,
        State::AllClear => Icon::Done,
    };
    let word = (lang.words().alert.state)(state);
    Some(view! { <span class="state">{icon(shape)} {word}</span> }.into_any())
}
