//! The fields of a message: as a form, and as a summary to be read over.

use maud::{Markup, html};
use portal::messages::Colour;

use super::form::codes;
use crate::messages::{Finding, Level, Tongue, Typed, event};

/// The colours that staff may give, with their words.
pub(super) const COLOURS: [(Colour, &str); 3] = [
    (Colour::Yellow, "Jaune"),
    (Colour::Orange, "Orange"),
    (Colour::Red, "Rouge"),
];

/// The name of a language of the form.
pub(super) fn tongue_name(tongue: Tongue) -> &'static str {
    match tongue {
        Tongue::French => "Français",
        Tongue::English => "Anglais",
        Tongue::EasyFrench => "Facile à lire (FALC)",
    }
}

/// A message as it will be read over.
pub(super) fn summary(typed: &Typed) -> Markup {
    let chosen = event(&typed.event).map_or("Non choisi", |e| e.name(Tongue::French));
    let colour = COLOURS.iter().find(|(c, _)| c.word() == typed.colour);
    html! {
        section aria-labelledby="contenu-message" {
            h2 id="contenu-message" { "Le message" }
            dl {
                div { dt { "Événement" } dd { (chosen) } }
                div { dt { "Couleur" } dd {
                    @match colour {
                        Some((colour, name)) => span class="mark" data-colour=(colour.word()) { (name) },
                        None => "Non choisie",
                    }
                } }
                div { dt { "Où" } dd {
                    @let places = codes(&typed.places);
                    @if places.is_empty() { "Aucun lieu" }
                    ul { @for (_, name) in places.iter().take(30) { li { (name) } } }
                    @if places.len() > 30 { p { "… et " (places.len() - 30) " autres." } }
                } }
                div { dt { "Début" } dd { @if typed.onset.is_empty() { "À la publication" } @else { (moment(&typed.onset)) } } }
                div { dt { "Fin" } dd { @if typed.expires.is_empty() { "Non donnée" } @else { (moment(&typed.expires)) } } }
                @if !typed.publish_at.is_empty() { div { dt { "À publier le" } dd { (moment(&typed.publish_at)) } } }
                @if !typed.link.is_empty() { div { dt { "Lien" } dd { (typed.link) } } }
                @if !typed.contact.is_empty() { div { dt { "Contact" } dd { (typed.contact) } } }
            }
            @for tongue in Tongue::ALL {
                @let texts = typed.texts(tongue);
                @if !(texts.headline.is_empty() && texts.description.is_empty() && texts.instruction.is_empty()) {
                    section lang=(if tongue == Tongue::English { "en" } else { "fr" }) {
                        h3 { (tongue_name(tongue)) }
                        p { strong { (texts.headline) } }
                        p class="typed" { (texts.description) }
                        ul { @for line in texts.instruction.lines().filter(|l| !l.trim().is_empty()) { li { (line) } } }
                    }
                }
            }
        }
    }
}

/// `2026-11-24T14:30` as people read it; as typed where it is no date.
fn moment(typed: &str) -> String {
    typed.parse::<jiff::civil::DateTime>().map_or_else(
        |_| typed.to_owned(),
        |at| at.strftime("%d/%m/%Y %H:%M").to_string(),
    )
}

/// What is wrong with a field, beside it.
pub(super) fn beside(findings: &[Finding], field: &str) -> Markup {
    html! {
        @for finding in findings.iter().filter(|f| f.field == field) {
            p class=(match finding.level { Level::Error => "fault", Level::Advice => "advice" }) id=(format!("{field}-{}", level_word(finding.level))) {
                strong { (level_name(finding.level)) " " } (finding.text)
            }
        }
    }
}

/// All findings, errors first, each leading to its field.
pub(super) fn listed(findings: &[Finding]) -> Markup {
    let of = |level: Level| findings.iter().filter(move |f| f.level == level);
    html! {
        @if of(Level::Error).next().is_some() {
            div class="faults" role="alert" {
                h2 { "À corriger avant de soumettre" }
                ul { @for f in of(Level::Error) { li { a href=(format!("#{}", f.field)) { (f.text) } } } }
            }
        }
        @if of(Level::Advice).next().is_some() {
            div class="advice" {
                h2 { "Conseils" }
                ul { @for f in of(Level::Advice) { li { a href=(format!("#{}", f.field)) { (f.text) } } } }
            }
        }
    }
}

fn level_word(level: Level) -> &'static str {
    match level {
        Level::Error => "erreur",
        Level::Advice => "conseil",
    }
}

fn level_name(level: Level) -> &'static str {
    match level {
        Level::Error => "À corriger :",
        Level::Advice => "Conseil :",
    }
}
