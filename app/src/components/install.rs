//! Offers to install the portal, where the browser says that it can (`app/scripts/keep.js` shows it then).

use leptos::prelude::*;

use crate::wording::Lang;

/// Hidden until the browser offers it: nothing is promised that it cannot do.
pub(crate) fn install(lang: Lang) -> AnyView {
    let words = &lang.words().offline;
    view! {
        <div data-install="" hidden>
            <p>{words.install_why}</p>
            <p><button type="button">{words.install}</button></p>
        </div>
    }
    .into_any()
}
