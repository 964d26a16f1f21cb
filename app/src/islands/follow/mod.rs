//! Subscribing this device, on `/suivre`; and forgetting it after its end.
//!
//! The page holds every state as HTML; here one is shown and the others hidden. The permission is asked
//! after a click only. What is kept in the browser is the device's private link, so that `/suivre` can
//! lead back to it.

use leptos::prelude::*;

#[cfg(feature = "hydrate")]
mod browser;
#[cfg(feature = "hydrate")]
mod device;

/// Goes through the states of `#recevoir`; says what is under way to screen readers.
#[island]
pub fn FollowDevice() -> impl IntoView {
    let said = RwSignal::new(String::new());
    #[cfg(feature = "hydrate")]
    browser::attach(said);
    view! { <p class="unseen" role="status">{move || said.get()}</p> }
}

/// On a page that says that a link leads nowhere any more: forgets it if it was this browser's.
#[island]
pub fn ForgetDevice() -> impl IntoView {
    #[cfg(feature = "hydrate")]
    browser::forget();
    view! { <span hidden></span> }
}
