//! Fields of the forms about credentials, with what is wrong beside them.

use maud::{Markup, html};

/// What is wrong with a form: the field's name (empty: the form as a whole) and the words.
pub(in crate::pages) type Faults = Vec<(&'static str, String)>;

/// What is wrong, on top of the page, each with a link to its field.
pub(in crate::pages) fn fault_list(faults: &Faults) -> Markup {
    html! {
        @if !faults.is_empty() {
            div class="faults" role="alert" {
                h2 { "À corriger" }
                ul { @for (field, words) in faults {
                    li { @if field.is_empty() { (words) } @else { a href=(format!("#{field}")) { (words) } } }
                } }
            }
        }
    }
}

/// One field of a form.
#[derive(Clone, Copy, Debug)]
pub(in crate::pages) struct Field<'a> {
    /// The id, unique on the page.
    pub id: &'a str,
    /// The form's name for it.
    pub name: &'a str,
    /// What stands above it.
    pub label: &'a str,
    /// `text` or `password`.
    pub kind: &'a str,
    /// `autocomplete`.
    pub autocomplete: &'a str,
    /// What it holds; nothing for secrets.
    pub value: &'a str,
    /// A hint below the label, or nothing.
    pub hint: &'a str,
}

impl Field<'_> {
    /// The field, with what is wrong with it.
    pub fn show(&self, faults: &Faults) -> Markup {
        let fault = faults.iter().find(|(field, _)| *field == self.id);
        let (hint_id, fault_id) = (format!("{}-aide", self.id), format!("{}-faute", self.id));
        let described: Vec<&str> = [
            (!self.hint.is_empty()).then_some(hint_id.as_str()),
            fault.map(|_| fault_id.as_str()),
        ]
        .into_iter()
        .flatten()
        .collect();
        let described = (!described.is_empty()).then(|| described.join(" "));
        let code = self.autocomplete == "one-time-code";
        html! {
            div class="field" {
                label for=(self.id) { (self.label) }
                @if !self.hint.is_empty() { p class="hint" id=(hint_id) { (self.hint) } }
                input id=(self.id) name=(self.name) type=(self.kind) autocomplete=(self.autocomplete)
                    value=(self.value) required maxlength="512" spellcheck="false" autocapitalize="none"
                    inputmode=[code.then_some("numeric")] aria-invalid=[fault.map(|_| "true")]
                    aria-describedby=[described];
                @if let Some((_, words)) = fault { p class="fault" id=(fault_id) { (words) } }
            }
        }
    }
}

/// What a form that runs a passkey ceremony ends with: its answer's field, its button (shown by the
/// script), its note.
pub(in crate::pages) fn passkey_button(words: &str) -> Markup {
    html! {
        input type="hidden" name="reponse" value="";
        button hidden { (words) }
        p class="hint" role="status" data-note {}
        noscript { p { "Les clés d'accès demandent JavaScript. Le mot de passe fonctionne sans." } }
    }
}

/// Recovery codes, shown this once.
pub(in crate::pages) fn shown_codes(codes: &[String]) -> Markup {
    html! {
        p { "Notez ces codes sur papier, ou dans votre gestionnaire de mots de passe. " strong { "Ils ne seront plus affichés." } }
        p { "Chacun ouvre une seule session, si vous perdez votre téléphone ou votre clé." }
        ol class="codes" { @for code in codes { li { code { (code) } } } }
    }
}
