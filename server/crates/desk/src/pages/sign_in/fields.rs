//! Fields of the forms about credentials, with what is wrong beside them.

use maud::{Markup, html};

use crate::staff::{qr_image, totp_typed, totp_url};
use crate::web::Desk;

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

/// What its owner calls a passkey.
pub(in crate::pages) fn key_name_field() -> Field<'static> {
    Field {
        id: "nom",
        name: "nom",
        label: "Nom de la clé",
        kind: "text",
        autocomplete: "off",
        value: "Cet appareil",
        hint: "Pour la reconnaître : « Téléphone », « Clé bleue ».",
    }
}

/// A new password, twice.
pub(in crate::pages) fn password_fields(faults: &Faults) -> Markup {
    let password = Field {
        id: "mot_de_passe",
        name: "mot_de_passe",
        label: "Mot de passe",
        kind: "password",
        autocomplete: "new-password",
        value: "",
        hint: "Au moins 12 caractères. Quatre mots au hasard conviennent.",
    };
    let again = Field {
        id: "encore",
        name: "encore",
        label: "Mot de passe, encore une fois",
        hint: "",
        ..password
    };
    html! { (password.show(faults)) (again.show(faults)) }
}

/// The code that the authenticator app shows.
pub(in crate::pages) fn code_field() -> Field<'static> {
    Field {
        id: "code",
        name: "code",
        label: "Code à 6 chiffres que l'application affiche",
        kind: "text",
        autocomplete: "one-time-code",
        value: "",
        hint: "",
    }
}

/// The key for the authenticator app: as a QR code, as a link for a phone, as text.
pub(in crate::pages) fn totp_offer(desk: &Desk, key: &[u8], person: &str) -> Markup {
    let url = totp_url(key, &desk.settings.name, person);
    html! {
        div class="totp" {
            p { "Scannez ce code avec une application de codes (FreeOTP, Aegis, Google Authenticator)." }
            @if let Some(url) = &url {
                @if let Some(image) = qr_image(url) {
                    img class="qr" src=(image) width="220" height="220" alt="Code à scanner ; la clé est écrite en dessous";
                }
                p { a class="next" href=(url) { "Ouvrir dans l'application de cet appareil" } }
            }
            p { "Ou recopiez la clé : " code { (totp_typed(key)) } }
        }
    }
}
