//! `/suivre/{token}/essai/{id}`: whether a test arrived. The server tells the browser to ask again while
//! that is open.

use leptos::prelude::*;
use portal::push::TestState;

use super::elsewhere::told;
use super::manage::private;
use crate::shell::document;
use crate::site::{Page, Site};
use crate::wording::Lang;

/// How a test stands, as the page shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reception {
    /// As the outbox says.
    Is(TestState),
    /// Not arrived in time.
    Late,
}

impl Reception {
    /// Whether it may still become another.
    pub fn is_open(&self) -> bool {
        matches!(self, Self::Is(TestState::Waiting | TestState::Sent))
    }

    /// `waiting`, `sent`, `arrived`, `refused`, `late`: for programs.
    pub fn word(&self) -> &'static str {
        match self {
            Self::Is(TestState::Waiting) => "waiting",
            Self::Is(TestState::Sent) => "sent",
            Self::Is(TestState::Arrived) => "arrived",
            Self::Is(TestState::Refused(_)) => "refused",
            Self::Late => "late",
        }
    }
}

/// The page; `path` is its own, French.
pub fn test_page(site: &Site, lang: Lang, token: &str, path: &str, state: &Reception) -> Page {
    let words = &lang.words().follow.test;
    let head = private(words.title, path, false);
    let html = document(site, lang, head, || {
        let (text, status) = match state {
            Reception::Is(TestState::Waiting) => (&words.waiting, None),
            Reception::Is(TestState::Sent) => (&words.sent, None),
            Reception::Is(TestState::Arrived) => (&words.arrived, None),
            Reception::Is(TestState::Refused(status)) => (&words.refused, *status),
            Reception::Late => (&words.late, None),
        };
        let again = state.is_open().then(|| {
            view! {
                <p class="hint">{words.reloads}</p>
                <p><a class="next" href=lang.path(path)>{words.reload}</a></p>
            }
        });
        view! {
            <h1>{words.title}</h1>
            <div role="status" data-reception=state.word()>
                {told(text)}
                {status.map(|code| view! { <p class="hint">{(words.status)(code)}</p> })}
            </div>
            {again}
            <p><a class="next" href=lang.path(&format!("/suivre/{token}"))>{words.back}</a></p>
        }
        .into_any()
    });
    Page {
        html,
        valid_until: None,
    }
}
