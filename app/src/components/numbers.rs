//! Emergency numbers, as links that dial.

use leptos::prelude::*;

use crate::wording::Lang;

/// The list of numbers.
pub(crate) fn number_list(lang: Lang) -> AnyView {
    let numbers = lang
        .words()
        .shell
        .numbers
        .iter()
        .map(|(number, href, what)| {
            view! { <li><a href=*href><strong>{*number}</strong> " " <span>{*what}</span></a></li> }
        })
        .collect_view();
    view! { <ul class="numbers">{numbers}</ul> }.into_any()
}

/// The list with its heading.
pub(crate) fn emergency_numbers(lang: Lang) -> AnyView {
    view! {
        <section class="emergency" aria-labelledby="urgence">
            <h2 id="urgence">{lang.words().shell.emergency}</h2>
            {number_list(lang)}
        </section>
    }
    .into_any()
}
