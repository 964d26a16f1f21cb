//! Suggestions under the field that searches a commune.
//!
//! On the server this is nothing but its place: the form around it is complete without it.

use leptos::prelude::*;

/// The island.
#[island]
pub fn CommuneSearch() -> impl IntoView {
    view! { <p></p> }
}
