//! The fields of the exchange's forms: label, help, what is wrong beside it, what was typed kept in it.

use leptos::prelude::*;
use portal::exchange::{
    Draft, FieldError, Kind, Side, Wrong, commune_typed, commune_value, communes_typed, names,
};

use crate::components::TextArea;
use crate::reading::departement_name;
use crate::text::plain;
use crate::wording::Lang;

/// The field that carries the form's id.
pub const FORM_ID: &str = "formulaire";
/// The field, or the buttons, that say what is to be done on a page of a secret link.
pub const DEED: &str = "geste";
/// The field with whom a listing was fulfilled: a conversation's id.
pub const WITH: &str = "avec";
/// The value of a ticked box.
pub(super) const YES: &str = "oui";

/// A one-line field.
#[derive(Clone, Copy, Default)]
pub(super) struct Line {
    /// HTML's type.
    pub kind: &'static str,
    /// Least and most, for numbers.
    pub range: Option<(u16, u16)>,
    /// HTML's autocomplete.
    pub autocomplete: Option<&'static str>,
    /// What stands in it before anything is typed.
    pub default: &'static str,
}

impl Line {
    /// A field of that type.
    pub const fn of(kind: &'static str) -> Self {
        Self {
            kind,
            range: None,
            autocomplete: None,
            default: "",
        }
    }

    /// A number.
    pub const fn number(least: u16, most: u16, default: &'static str) -> Self {
        Self {
            kind: "number",
            range: Some((least, most)),
            autocomplete: None,
            default,
        }
    }
}

/// A form under way.
#[derive(Clone, Copy)]
pub(super) struct Form<'a> {
    pub lang: Lang,
    pub draft: &'a Draft,
    pub wrong: &'a [FieldError],
    pub side: Side,
    pub kind: Kind,
}

impl Form<'_> {
    fn label(&self, name: &str) -> &'static str {
        (self.lang.words().exchange.label)(name, self.side, self.kind)
    }

    /// What was typed, or what stands there before.
    fn value(&self, name: &str, default: &str) -> String {
        if self.draft.all(name).is_empty() {
            default.to_owned()
        } else {
            plain(self.draft.get(name))
        }
    }

    fn holds(&self, name: &str, code: &str) -> bool {
        self.draft.all(name).iter().any(|v| v == code)
    }

    fn faults(&self, name: &str) -> Vec<Wrong> {
        let of_it = self.wrong.iter().filter(|(n, _)| *n == name);
        of_it.map(|(_, wrong)| *wrong).collect()
    }

    /// What is wrong with it, and what helps with it.
    fn around(&self, name: &'static str) -> Around {
        let words = &self.lang.words().exchange;
        self.around_with(name, (words.hint)(name, self.side, self.kind))
    }

    fn around_with(&self, name: &'static str, hint: &'static str) -> Around {
        let mut ids = Vec::new();
        let wrong = self.faults_of(name).map(|said| {
            ids.push(format!("{name}-faux"));
            view! { <p id=format!("{name}-faux") class="warn">{said}</p> }.into_any()
        });
        let hint = (!hint.is_empty()).then(|| {
            ids.push(format!("{name}-aide"));
            view! { <p id=format!("{name}-aide") class="hint">{hint}</p> }.into_any()
        });
        Around {
            invalid: wrong.is_some().then_some("true"),
            described: (!ids.is_empty()).then(|| ids.join(" ")),
            view: view! { {hint} {wrong} }.into_any(),
        }
    }

    /// One line.
    pub fn line(&self, name: &'static str, line: Line) -> AnyView {
        let around = self.around(name);
        let most = (line.kind == "text").then_some("120");
        view! {
            <div class="line">
                <label for=name>{self.label(name)}</label>
                {around.view}
                <input
                    id=name
                    name=name
                    type=line.kind
                    value=self.value(name, line.default)
                    min=line.range.map(|r| r.0.to_string())
                    max=line.range.map(|r| r.1.to_string())
                    maxlength=most
                    autocomplete=line.autocomplete
                    aria-describedby=around.described
                    aria-invalid=around.invalid
                />
            </div>
        }
        .into_any()
    }

    /// A commune. Candidates stand before the field under the same name, so that one that is chosen counts.
    pub fn commune(&self, name: &'static str) -> AnyView {
        let around = self.around(name);
        let words = &self.lang.words().exchange.form;
        let typed = self.value(name, "");
        let known = commune_typed(&typed).filter(|c| c.name != typed).map(|c| {
            let said = format!("{}, {}", c.name, departement_name(&c.insee.departement()));
            view! { <p class="hint">{(words.commune_is)(&said)}</p> }
        });
        let candidates = (self.faults(name).contains(&Wrong::Place) && !typed.is_empty())
            .then(|| communes_typed(&typed))
            .filter(|found| !found.is_empty())
            .map(|found| {
                let items = found
                    .into_iter()
                    .map(|c| {
                        let around = departement_name(&c.insee.departement());
                        view! {
                            <label>
                                <input type="radio" name=name value=commune_value(&c.insee)/>
                                {format!("{}, {around}", c.name)}
                            </label>
                        }
                    })
                    .collect_view();
                view! { <fieldset class="choice"><legend>{words.candidates}</legend>{items}</fieldset> }
            });
        view! {
            <div class="line">
                <label for=name>{self.label(name)}</label>
                {around.view}
                {candidates}
                {known}
                <input
                    id=name
                    name=name
                    type="text"
                    value=typed
                    maxlength="80"
                    autocomplete="off"
                    aria-describedby=around.described
                    aria-invalid=around.invalid
                />
            </div>
        }
        .into_any()
    }

    /// One box.
    pub fn tick(&self, name: &'static str) -> AnyView {
        let around = self.around(name);
        view! {
            <div class="choice">
                {around.view}
                <label>
                    <input
                        id=name
                        name=name
                        type="checkbox"
                        value=YES
                        checked=self.draft.ticked(name)
                        aria-describedby=around.described
                        aria-invalid=around.invalid
                    />
                    {self.label(name)}
                </label>
            </div>
        }
        .into_any()
    }

    /// One of several, or some of several. The first has the field's id, where errors lead.
    pub fn choice(
        &self,
        name: &'static str,
        options: &[(&'static str, &'static str)],
        default: &str,
        several: bool,
    ) -> AnyView {
        let around = self.around(name);
        let untouched = self.draft.all(name).is_empty();
        let input = if several { "checkbox" } else { "radio" };
        let items = options
            .iter()
            .enumerate()
            .map(|(i, (code, word))| {
                let chosen = self.holds(name, code) || (untouched && *code == default);
                view! {
                    <label>
                        <input
                            id=(i == 0).then_some(name)
                            name=name
                            type=input
                            value=*code
                            checked=chosen
                            aria-describedby=around.described.clone()
                            aria-invalid=around.invalid
                        />
                        {*word}
                    </label>
                }
            })
            .collect_view();
        view! {
            <fieldset class="choice">
                <legend>{self.label(name)}</legend>
                {around.view}
                {items}
            </fieldset>
        }
        .into_any()
    }

    /// One of several in a list.
    pub fn select(
        &self,
        name: &'static str,
        options: Vec<(String, String)>,
        default: &str,
    ) -> AnyView {
        let around = self.around(name);
        let untouched = self.draft.all(name).is_empty();
        let items = options
            .into_iter()
            .map(|(code, word)| {
                let chosen = self.holds(name, &code) || (untouched && code == default);
                view! { <option value=code selected=chosen>{word}</option> }
            })
            .collect_view();
        view! {
            <div class="line">
                <label for=name>{self.label(name)}</label>
                {around.view}
                <select id=name name=name aria-describedby=around.described aria-invalid=around.invalid>
                    {items}
                </select>
            </div>
        }
        .into_any()
    }

    /// Several lines.
    pub fn text(&self, name: &'static str, most: u32) -> AnyView {
        self.area(name, self.label(name), self.around(name), most)
    }

    /// Several lines under another label, which says all.
    pub fn text_as(&self, name: &'static str, label: &'static str, most: u32) -> AnyView {
        self.area(name, label, self.around_with(name, ""), most)
    }

    fn area(&self, name: &'static str, label: &'static str, around: Around, most: u32) -> AnyView {
        let value = self.value(name, "");
        let label = label.to_owned();
        // The component marks as wrong whatever it describes: help alone is not given to it.
        let field = match around.described.filter(|_| around.invalid.is_some()) {
            Some(ids) => {
                view! { <TextArea name=name label=label value=value maxlength=most described_by=ids/> }
                    .into_any()
            }
            None => view! { <TextArea name=name label=label value=value maxlength=most/> }.into_any(),
        };
        view! { <div class="line">{around.view} {field}</div> }.into_any()
    }

    /// E-mail and phone.
    pub fn contact(&self) -> AnyView {
        let words = &self.lang.words().exchange.form;
        let mut email = Line::of("email");
        email.autocomplete = Some("email");
        let mut phone = Line::of("tel");
        phone.autocomplete = Some("tel");
        view! {
            <fieldset>
                <legend><h2>{words.contact}</h2></legend>
                <p>{words.contact_note}</p>
                {self.line(names::EMAIL, email)}
                {self.line(names::PHONE, phone)}
            </fieldset>
        }
        .into_any()
    }

    /// The box for the safety advice, with the advice in short.
    pub fn safety(&self) -> AnyView {
        let all = &self.lang.words().exchange;
        let lines = all.safety.card.iter().map(|l| view! { <li>{*l}</li> });
        view! {
            <fieldset>
                <legend><h2>{all.safety.title}</h2></legend>
                <ul>{lines.collect_view()}</ul>
                <p><a class="next" href=self.lang.path("/entraide/securite")>{all.form.safety}</a></p>
                {self.tick(names::SAFETY)}
            </fieldset>
        }
        .into_any()
    }

    /// What people do not see: the form's id, and a field that only robots fill.
    pub fn hidden(&self, form_id: &str) -> AnyView {
        view! {
            <input type="hidden" name=FORM_ID value=form_id.to_owned()/>
            <input type="hidden" name=names::TONGUE value=self.lang.tag()/>
            <div hidden>
                <label for=names::HONEYPOT>{self.lang.words().exchange.form.honeypot}</label>
                <input id=names::HONEYPOT name=names::HONEYPOT type="text" tabindex="-1" autocomplete="off"/>
            </div>
        }
        .into_any()
    }

    /// What is wrong with a field, in words.
    pub fn faults_of(&self, name: &str) -> Option<String> {
        let faults = self.faults(name);
        let said = faults
            .iter()
            .map(|w| (self.lang.words().exchange.wrong)(*w));
        (!faults.is_empty()).then(|| said.collect::<Vec<_>>().join(" "))
    }

    /// Everything that is wrong, on top, each leading to its field.
    pub fn errors(&self) -> Option<AnyView> {
        self.errors_at(None)
    }

    /// The same where all of it is wrong with one field, of that id.
    pub fn errors_at(&self, id: Option<&'static str>) -> Option<AnyView> {
        if self.wrong.is_empty() {
            return None;
        }
        let words = &self.lang.words().exchange;
        let items = self
            .wrong
            .iter()
            .map(|(name, wrong)| {
                let said = (words.wrong)(*wrong);
                view! {
                    <li><a href=format!("#{}", id.unwrap_or(name))>{self.label(name)}</a> <br/> {said}</li>
                }
            })
            .collect_view();
        Some(
            view! {
                <div role="alert" class="faults">
                    <h2>{words.wrong_title}</h2>
                    <ul>{items}</ul>
                </div>
            }
            .into_any(),
        )
    }
}

struct Around {
    view: AnyView,
    described: Option<String>,
    invalid: Option<&'static str>,
}
