//! Where it is; whatever was typed stays.

use leptos::prelude::*;
use portal::exchange::commune_value;
use portal::valve::{Category, MAX_PLACE_WORDS, MAX_TEXT};

use super::frame::{easy, errors, fault, hidden, page};
use super::{Draft, PATH, Step, Wrong, names};
use crate::components::TextArea;
use crate::reading::departement_name;
use crate::site::{Page, Site};
use crate::text::plain;
use crate::wording::Lang;

/// The form that asks for the place. `key`: the form's own random key, which makes what is sent twice one report.
pub fn place(
    site: &Site,
    lang: Lang,
    what: Category,
    draft: &Draft,
    wrong: &[Wrong],
    key: &str,
) -> Page {
    let words = &lang.words().report;
    let title = (words.tile)(what);
    page(site, lang, title, (true, false), || {
        let (id, said) = fault(lang, wrong, names::TEXT).unzip();
        let (name, label, value) = (names::TEXT, words.sentence.to_owned(), plain(&draft.text));
        let most = MAX_TEXT as u32;
        let sentence = match id {
            Some(id) => {
                view! { <TextArea name=name label=label value=value rows=3 maxlength=most described_by=id/> }
                    .into_any()
            }
            None => {
                view! { <TextArea name=name label=label value=value rows=3 maxlength=most/> }.into_any()
            }
        };
        view! {
            <h1>{title}</h1>
            {errors(lang, wrong)}
            <form class="choosing" method="post" action=lang.path(PATH)>
                <input type="hidden" name=names::WHAT value=what.word()/>
                {hidden(lang, Step::Place, key)}
                <fieldset>
                    <legend><h2>{words.place}</h2></legend>
                    {commune(lang, draft, wrong)}
                    {line(lang, draft, wrong)}
                </fieldset>
                <div class="line">{said} {sentence}</div>
                <p><button type="submit">{words.send}</button></p>
            </form>
            <p>{words.reader}</p>
            <p><a class="next" href=lang.path(PATH)>{words.other}</a></p>
            {easy(lang)}
        }
        .into_any()
    })
}

/// The commune. Candidates stand before the field under the same name, so that one that is chosen counts.
fn commune(lang: Lang, draft: &Draft, wrong: &[Wrong]) -> AnyView {
    let words = &lang.words().report;
    let (id, said) = fault(lang, wrong, names::COMMUNE).unzip();
    let candidates = if wrong.contains(&Wrong::SeveralCommunes) {
        draft.candidates()
    } else {
        Vec::new()
    };
    let candidates = (!candidates.is_empty()).then(|| {
        let items = candidates.into_iter().map(|c| {
            let around = departement_name(&c.insee.departement());
            view! {
                <label>
                    <input type="radio" name=names::COMMUNE value=commune_value(&c.insee)/>
                    {format!("{}, {around}", c.name)}
                </label>
            }
        });
        view! { <fieldset class="choice"><legend>{words.candidates}</legend>{items.collect_view()}</fieldset> }
    });
    let invalid = id.is_some().then_some("true");
    let described = id.map_or_else(
        || "commune-aide".to_owned(),
        |id| format!("{id} commune-aide"),
    );
    view! {
        <div class="line">
            <label for=names::COMMUNE>{words.commune}</label>
            <p id="commune-aide" class="hint">{words.commune_hint}</p>
            {said}
            {candidates}
            <input
                id=names::COMMUNE
                name=names::COMMUNE
                type="text"
                value=plain(&draft.commune)
                maxlength="80"
                autocomplete="address-level2"
                aria-describedby=described
                aria-invalid=invalid
            />
        </div>
    }
    .into_any()
}

/// The place in a few words.
fn line(lang: Lang, draft: &Draft, wrong: &[Wrong]) -> AnyView {
    let words = &lang.words().report;
    let (id, said) = fault(lang, wrong, names::WORDS).unzip();
    let invalid = id.is_some().then_some("true");
    let described = id.map_or_else(|| "lieu-aide".to_owned(), |id| format!("{id} lieu-aide"));
    view! {
        <div class="line">
            <label for=names::WORDS>{words.words}</label>
            <p id="lieu-aide" class="hint">{words.words_hint}</p>
            {said}
            <input
                id=names::WORDS
                name=names::WORDS
                type="text"
                value=plain(&draft.words)
                maxlength=MAX_PLACE_WORDS.to_string()
                autocomplete="off"
                aria-describedby=described
                aria-invalid=invalid
            />
        </div>
    }
    .into_any()
}
