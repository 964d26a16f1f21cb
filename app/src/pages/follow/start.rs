//! `/suivre`: complete as information and search without a script; an island subscribes this device.

use leptos::prelude::*;

use super::choice::{choice_form, errors};
use super::draft::Draft;
use super::elsewhere::elsewhere;
use super::receive::{PushKey, receive};
use crate::components::install;
use crate::shell::{Head, document};
use crate::site::{Page, Site};
use crate::wording::Lang;

/// Why a choice or a subscription is refused, as a visitor is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wrong {
    /// No place.
    Nowhere,
    /// Too many.
    TooMany,
    /// No threshold.
    NoColour,
    /// An endpoint of no known push service.
    Endpoint,
    /// Keys that are none.
    Keys,
    /// Nothing could be read.
    Unreadable,
    /// Sent from elsewhere.
    Foreign,
}

impl From<portal::push::FollowError> for Wrong {
    fn from(error: portal::push::FollowError) -> Self {
        use portal::push::FollowError;
        match error {
            FollowError::Nowhere => Self::Nowhere,
            FollowError::TooMany => Self::TooMany,
            FollowError::NoThreshold => Self::NoColour,
        }
    }
}

/// The sentence for it.
pub fn wrong_words(lang: Lang, wrong: Wrong) -> String {
    wrong_word(lang, wrong)
}

pub(super) fn wrong_word(lang: Lang, wrong: Wrong) -> String {
    let words = &lang.words().follow.choice;
    match wrong {
        Wrong::Nowhere => words.nowhere,
        Wrong::TooMany => return (words.full)(portal::push::MOST_PLACES),
        Wrong::NoColour => words.no_colour,
        Wrong::Endpoint => words.bad_endpoint,
        Wrong::Keys => words.bad_keys,
        Wrong::Unreadable => words.unreadable,
        Wrong::Foreign => words.foreign,
    }
    .to_owned()
}

/// The page. `key` is the portal's public key; `None`: it sends no notifications.
pub fn follow(
    site: &Site,
    lang: Lang,
    draft: &Draft,
    key: Option<PushKey<'_>>,
    wrong: &[Wrong],
) -> Page {
    let words = &lang.words().follow;
    let chosen = !draft.places.is_empty();
    let head = Head {
        title: words.title.to_owned(),
        description: words.lead.to_owned(),
        path: if chosen {
            format!("/suivre{}", draft.query())
        } else {
            "/suivre".to_owned()
        },
        island: key.is_some(),
        keeps: true,
        noindex: chosen || !draft.typed.is_empty(),
        ..Head::default()
    };
    let html = document(site, lang, head, || {
        let easy = words.easy.iter().map(|line| view! { <li>{*line}</li> });
        view! {
            <h1>{words.title}</h1>
            <p>{words.lead}</p>
            {errors(lang, wrong)}
            <details class="easy">
                <summary lang="fr">{words.easy_title}</summary>
                <ul lang="fr">{easy.collect_view()}</ul>
            </details>
            {choice_form(lang, draft, "/suivre", None, wrong)}
            {receive(lang, chosen, key)}
            {install(lang)}
            {elsewhere(lang, &draft.places)}
        }
        .into_any()
    });
    Page {
        html,
        valid_until: None,
    }
}
