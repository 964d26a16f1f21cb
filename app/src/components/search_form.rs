//! The search for a commune: a plain form; on `/communes` an island adds suggestions.

use leptos::prelude::*;

use super::{Icon, icon};
use crate::islands::CommuneSearch;
use crate::text::plain;
use crate::wording::Lang;

/// The form. `typed` stands in the field; `island` adds suggestions where JavaScript runs.
pub(crate) fn search_form(lang: Lang, typed: &str, island: bool) -> AnyView {
    let words = &lang.words().search;
    // The island reads its words and addresses here: it has none of its own.
    let island = island.then(|| {
        view! {
            <div
                class="suggest"
                data-api="/api/communes"
                data-page=lang.path("/commune/")
                data-list=words.list
                data-some=words.suggestions
                data-none=words.no_suggestion
            >
                <CommuneSearch/>
            </div>
        }
    });
    view! {
        <form class="search" action=lang.path("/communes") method="get" role="search">
            <label for="q">{words.label}</label>
            <div class="field">
                <input
                    id="q"
                    name="q"
                    type="search"
                    value=plain(typed)
                    maxlength="80"
                    autocomplete="address-level2"
                    aria-describedby="q-hint"
                />
                <button type="submit">{icon(Icon::Search)} {words.submit}</button>
            </div>
            <p id="q-hint" class="hint">{words.hint}</p>
            {island}
        </form>
    }
    .into_any()
}
