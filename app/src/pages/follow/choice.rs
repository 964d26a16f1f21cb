//! The form of a choice: places, threshold, language. One plain form; every button of it keeps
//! everything, so that nothing is lost without a script.

use leptos::prelude::*;
use portal::messages::Colour;
use portal::places::{Commune, gazetteer};
use portal::push::{Followed, MOST_PLACES};

use super::draft::{Draft, colour_name, colours, name_of};
use super::start::{Wrong, wrong_word};
use crate::components::*;
use crate::reading::departement_name;
use crate::wording::Lang;

/// How many results are shown.
const RESULTS: usize = 10;

/// The form. `action` is the French path it searches on; `save` (path, word) sends it by POST.
pub(super) fn choice_form(
    lang: Lang,
    draft: &Draft,
    action: &str,
    save: Option<(String, &'static str)>,
    wrong: &[Wrong],
) -> AnyView {
    let words = &lang.words().follow.choice;
    let kept = draft
        .places
        .iter()
        .map(|p| view! { <input type="hidden" name="lieu" value=p.code()/> })
        .collect_view();
    let tongues = words
        .languages
        .iter()
        .map(|(tag, name)| {
            let chosen = draft.tongue.tag() == *tag;
            view! { <option value=*tag selected=chosen lang=*tag>{*name}</option> }
        })
        .collect_view();
    let save = save.map(|(path, word)| {
        let path = lang.path(&path);
        view! { <p><button type="submit" formmethod="post" formaction=path>{word}</button></p> }
    });
    view! {
        <form id="choix" class="choosing" action=lang.path(action) method="get">
            {kept}
            <input type="hidden" name="brouillon" value="1"/>
            <fieldset id="lieux">
                <legend><h2>{words.places}</h2></legend>
                {places(lang, draft, wrong)}
            </fieldset>
            <fieldset id="niveau" class="choice">
                <legend><h2>{words.colour}</h2></legend>
                <p id="niveau-aide" class="hint">{words.colour_hint}</p>
                {error(lang, wrong, Wrong::NoColour, "niveau-faux")}
                {thresholds(lang, draft)}
            </fieldset>
            <p>
                <label for="langue">{words.language}</label>
                <select id="langue" name="langue">{tongues}</select>
            </p>
            {save}
        </form>
    }
    .into_any()
}

fn places(lang: Lang, draft: &Draft, wrong: &[Wrong]) -> AnyView {
    let words = &lang.words().follow.choice;
    let departements = gazetteer()
        .departements()
        .iter()
        .map(|d| view! { <option value=format!("D{}", d.code)>{format!("{} {}", d.code, d.name)}</option> })
        .collect_view();
    let full = draft
        .full
        .then(|| view! { <p role="status" class="warn">{(words.full)(MOST_PLACES)}</p> });
    view! {
        <label for="q">{words.search}</label>
        <div class="field">
            <input id="q" name="q" type="search" value=draft.typed.clone() maxlength="80" autocomplete="address-level2" aria-describedby="q-hint"/>
            <button type="submit">{icon(Icon::Search)} {words.submit}</button>
        </div>
        <p id="q-hint" class="hint">{words.hint} " " {words.commune_means}</p>
        {results(lang, draft)}
        <label for="departement">{words.departement}</label>
        <div class="field">
            <select id="departement" name="departement">
                <option value="">{words.departement_none}</option>
                {departements}
            </select>
            <button type="submit">{words.departement_add}</button>
        </div>
        <h3 id="choisis">{words.chosen}</h3>
        {full}
        {error(lang, wrong, Wrong::Nowhere, "lieux-faux")}
        {chosen(lang, draft)}
    }
    .into_any()
}

/// What was found, each with a button that adds it.
fn results(lang: Lang, draft: &Draft) -> Option<AnyView> {
    if draft.typed.is_empty() {
        return None;
    }
    let words = &lang.words().follow.choice;
    let found = gazetteer().search(&draft.typed, RESULTS);
    if found.is_empty() {
        return Some(view! { <p role="status">{(words.none)(&draft.typed)}</p> }.into_any());
    }
    let items = found
        .into_iter()
        .map(|c| {
            let word = (words.add)(c.name);
            view! {
                <li>
                    <button type="submit" name="ajouter" value=c.insee.to_string()>{word}</button>
                    " " <span class="hint">{around(c)}</span>
                </li>
            }
        })
        .collect_view();
    Some(
        view! {
            <h3>{(words.found)(&draft.typed)}</h3>
            <ul class="picks">{items}</ul>
        }
        .into_any(),
    )
}

/// Its département and postal codes.
fn around(commune: &Commune) -> String {
    let codes = commune
        .postal_codes
        .iter()
        .take(3)
        .copied()
        .collect::<Vec<_>>()
        .join(", ");
    format!(
        "{} · {codes}",
        departement_name(&commune.insee.departement())
    )
}

fn chosen(lang: Lang, draft: &Draft) -> AnyView {
    let words = &lang.words().follow.choice;
    if draft.places.is_empty() {
        return view! { <p>{words.chosen_none}</p> }.into_any();
    }
    let items = draft
        .places
        .iter()
        .map(|place| {
            let name = full_name(place);
            let word = (words.remove)(&name_of(place));
            view! {
                <li>
                    {icon(Icon::Place)} <strong>{name}</strong> " "
                    <button type="submit" class="quiet" name="retirer" value=place.code()>{word}</button>
                </li>
            }
        })
        .collect_view();
    view! { <ul class="picks" aria-labelledby="choisis">{items}</ul> }.into_any()
}

/// A commune with its département; a département alone.
pub(super) fn full_name(place: &Followed) -> String {
    match place {
        Followed::Commune(insee) => {
            format!(
                "{}, {}",
                name_of(place),
                departement_name(&insee.departement())
            )
        }
        Followed::Departement(_) => name_of(place),
    }
}

fn thresholds(lang: Lang, draft: &Draft) -> AnyView {
    let words = &lang.words().follow.choice;
    colours()
        .into_iter()
        .map(|colour| {
            let chosen = draft.at_least == Some(colour);
            view! {
                <label>
                    <input type="radio" name="niveau" value=colour_name(colour) checked=chosen aria-describedby="niveau-aide"/>
                    {marks(colour)} " " {(words.from)(colour)}
                </label>
            }
        })
        .collect_view()
        .into_any()
}

/// The bars of a colour in its own colours; the words stand beside it.
pub(super) fn marks(colour: Colour) -> AnyView {
    mark(colour, "").into_any()
}

/// What is wrong with a part, beside it.
fn error(lang: Lang, wrong: &[Wrong], which: Wrong, id: &'static str) -> Option<AnyView> {
    wrong
        .contains(&which)
        .then(|| view! { <p id=id class="warn">{wrong_word(lang, which)}</p> }.into_any())
}

/// Everything wrong, on top of the page.
pub(super) fn errors(lang: Lang, wrong: &[Wrong]) -> Option<AnyView> {
    if wrong.is_empty() {
        return None;
    }
    let items = wrong
        .iter()
        .map(|w| {
            let anchor = match w {
                Wrong::NoColour => "#niveau",
                Wrong::Nowhere | Wrong::TooMany => "#lieux",
                _ => "#contenu",
            };
            view! { <li><a href=anchor>{wrong_word(lang, *w)}</a></li> }
        })
        .collect_view();
    Some(
        view! {
            <div role="alert">
                <h2>{lang.words().follow.choice.wrong}</h2>
                <ul>{items}</ul>
            </div>
        }
        .into_any(),
    )
}
