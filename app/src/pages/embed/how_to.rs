//! `/integrer`: choosing a place, and the code to copy. Works without JavaScript: a search, then a link.

use leptos::prelude::*;
use portal::places::{Commune, Departement};

use super::{EmbedForm, EmbedPlace};
use crate::components::*;
use crate::reading::departement_name;
use crate::shell::{Head, document};
use crate::site::{Page, Site};
use crate::text::{one_line, plain};
use crate::wording::Lang;

/// What was found for what was typed.
#[derive(Clone, Copy, Debug, Default)]
pub struct Found<'a> {
    /// As typed; empty when nothing was.
    pub typed: &'a str,
    /// Départements, best first.
    pub departements: &'a [&'a Departement],
    /// Communes, best first.
    pub communes: &'a [&'a Commune],
}

/// The page; `chosen`: the place whose code is shown.
pub fn how_to_embed(
    site: &Site,
    lang: Lang,
    chosen: Option<&EmbedPlace>,
    found: Found<'_>,
) -> Page {
    let words = &lang.words().embed;
    let asked: String = one_line(found.typed).chars().take(80).collect();
    let head = Head {
        title: words.title.to_owned(),
        description: words.lead.first().copied().unwrap_or_default().to_owned(),
        path: chosen.map_or_else(
            || "/integrer".to_owned(),
            |place| format!("/integrer?{}", place.query),
        ),
        noindex: chosen.is_some() || !asked.is_empty(),
        ..Head::default()
    };
    let html = document(site, lang, head, || {
        let lead = words
            .lead
            .iter()
            .map(|p| view! { <p>{*p}</p> })
            .collect_view();
        let rules = words
            .rules
            .iter()
            .map(|r| view! { <li>{*r}</li> })
            .collect_view();
        view! {
            <h1>{words.title}</h1>
            {lead}
            <form class="search" action=lang.path("/integrer") method="get" role="search">
                <label for="lieu">{words.label}</label>
                <div class="field">
                    <input id="lieu" name="q" type="search" value=plain(&asked) maxlength="80" aria-describedby="lieu-aide"/>
                    <button type="submit">{icon(Icon::Search)} {words.submit}</button>
                </div>
                <p id="lieu-aide" class="hint">{words.hint}</p>
            </form>
            {(!asked.is_empty()).then(|| results(&asked, found, lang))}
            {chosen.map(|place| snippets(site, place, lang))}
            <h2>{words.rules_title}</h2>
            <ul>{rules}</ul>
        }
        .into_any()
    });
    Page {
        html,
        valid_until: None,
    }
}

fn results(asked: &str, found: Found<'_>, lang: Lang) -> AnyView {
    let words = &lang.words().embed;
    if found.departements.is_empty() && found.communes.is_empty() {
        return view! { <p role="status">{(words.none)(asked)}</p> }.into_any();
    }
    let link = |place: EmbedPlace, around: String| {
        let to = lang.path(&format!("/integrer?{}", place.query));
        view! { <li><a class="next" href=to>{place.name} " " {around}</a></li> }
    };
    let departements = found
        .departements
        .iter()
        .map(|d| link(EmbedPlace::departement(d), String::new()))
        .collect_view();
    let communes = found
        .communes
        .iter()
        .map(|c| {
            link(
                EmbedPlace::commune(c),
                departement_name(&c.insee.departement()),
            )
        })
        .collect_view();
    view! {
        <h2>{words.choose}</h2>
        <ul class="facts">{departements} {communes}</ul>
    }
    .into_any()
}

fn snippets(site: &Site, place: &EmbedPlace, lang: Lang) -> AnyView {
    let words = &lang.words().embed;
    let code = |form, height| snippet(site, place, form, height, lang);
    view! {
        <h2>{(words.snippets)(&place.name)}</h2>
        <TextArea name="bandeau" label=words.banner.to_owned() value=code(EmbedForm::Banner, 260) readonly=true/>
        <p><a class="next" href=lang.path(&place.path(EmbedForm::Banner))>{words.see_banner}</a></p>
        <TextArea name="liste" label=words.list.to_owned() value=code(EmbedForm::List, 480) readonly=true/>
        <p><a class="next" href=lang.path(&place.path(EmbedForm::List))>{words.see_list}</a></p>
    }
    .into_any()
}

/// What is copied. No `sandbox`: a frame that may run no scripts may not load itself again either (HTML,
/// the sandboxed automatic features flag), and an old alert would stay.
fn snippet(site: &Site, place: &EmbedPlace, form: EmbedForm, height: u32, lang: Lang) -> String {
    let src = format!("{}{}", site.origin, lang.path(&place.path(form)));
    let title = (lang.words().embed.frame)(&place.name)
        .replace('&', "&amp;")
        .replace('"', "&quot;")
        .replace('<', "&lt;");
    format!(
        "<iframe src=\"{src}\" title=\"{title}\" width=\"100%\" height=\"{height}\" \
         style=\"border:0\" loading=\"lazy\" referrerpolicy=\"no-referrer\"></iframe>"
    )
}
