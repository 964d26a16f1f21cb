//! Islands: the few places where a script truly helps. Each works without it.
//!
//! No words of their own (the page gives them in `data-…`), no props (they would pull serde in).

mod commune_search;
mod follow;

pub use commune_search::*;
pub use follow::*;

/// Called once by the loader before any island.
#[cfg(feature = "hydrate")]
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn hydrate() {
    leptos::mount::hydrate_islands();
}
