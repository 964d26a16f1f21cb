//! Passing an alert on: always with its official source and its permalink.

use leptos::prelude::*;
use portal::messages::Shown;

use super::alert::{state_or_colour, when_text};
use crate::components::{Icon, icon, join_areas};
use crate::reading::{Told, area_names, says};
use crate::site::Site;
use crate::text::query_value;
use crate::wording::Lang;

/// The line and the links.
pub(super) fn share(
    site: &Site,
    told: &Told<'_>,
    lead: Option<Shown<'_>>,
    name: &str,
    lang: Lang,
) -> AnyView {
    let words = &lang.words().permalink;
    let exercise = if site.exercise {
        lang.words().shell.exercise_prefix
    } else {
        ""
    };
    let place = lead
        .map(|s| join_areas(area_names(&s), 4, lang))
        .unwrap_or_default();
    let who = lead
        .and_then(|s| says(&s))
        .unwrap_or_else(|| lang.words().alert.unnamed.to_owned());
    let url = format!("{}{}", site.origin, lang.path(&told.path()));
    let what = format!("{exercise}{} · {name}", state_or_colour(told, lead, lang));
    let line = [
        what.clone(),
        place,
        when_text(told, lang),
        (words.share_source)(&who),
        url,
    ]
    .into_iter()
    .filter(|t| !t.is_empty())
    .collect::<Vec<_>>()
    .join("\n");
    let mail = format!(
        "mailto:?subject={}&body={}",
        query_value(&what),
        query_value(&line)
    );
    let sms = format!("sms:?body={}", query_value(&line));
    view! {
        <section class="share" aria-labelledby="partager">
            <h2 id="partager">{words.share}</h2>
            <p id="ligne">{words.share_line}</p>
            <p class="line" aria-describedby="ligne">{line}</p>
            <p class="turn">
                <a class="next" href=mail>{icon(Icon::Share)} {words.by_mail}</a>
                " "
                <a class="next" href=sms>{icon(Icon::Share)} {words.by_sms}</a>
            </p>
        </section>
    }
    .into_any()
}
