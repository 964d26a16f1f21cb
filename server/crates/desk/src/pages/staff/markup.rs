//! Parts that the pages of the team share.

use maud::{Markup, html};

use crate::access::Staff;
use crate::staff::{Account, Role, RoleChange, Roles, StaffId};
use crate::web::{form_token, portal_time};

/// What is wrong with a form: the field's id, or an empty one for the whole, and the words.
#[derive(Clone, Debug, Default)]
pub(super) struct Errors(Vec<(&'static str, &'static str)>);

impl Errors {
    /// One error of the whole form.
    pub(super) fn of_all(words: &'static str) -> Self {
        Self(vec![("", words)])
    }

    /// Adds an error of a field.
    pub(super) fn add(&mut self, field: &'static str, words: &'static str) {
        self.0.push((field, words));
    }

    /// Whether there are none.
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The list at the top of the page.
    pub(super) fn list(&self) -> Markup {
        html! {
            @if !self.0.is_empty() {
                div class="faults" role="alert" {
                    p { strong { "Rien n'a été fait." } }
                    ul {
                        @for (field, words) in &self.0 {
                            li { @if field.is_empty() { (words) } @else { a href={ "#" (field) } { (words) } } }
                        }
                    }
                }
            }
        }
    }

    fn of(&self, field: &str) -> Option<&'static str> {
        let mut found = self.0.iter().filter(|(f, _)| *f == field);
        found.next().map(|(_, words)| *words)
    }

    /// The error beside its field, under the id `{field}-erreur`.
    pub(super) fn beside(&self, field: &str) -> Markup {
        html! {
            @if let Some(words) = self.of(field) {
                p class="fault" id={ (field) "-erreur" } { (words) }
            }
        }
    }

    /// The id for `aria-describedby`, if the field has an error.
    pub(super) fn describes(&self, field: &str) -> Option<String> {
        self.of(field).map(|_| format!("{field}-erreur"))
    }
}

/// The French names of roles, in the order in which pages list them.
pub(super) fn role_names(roles: &Roles) -> String {
    let names: Vec<&str> = roles.iter().map(|r| r.name()).collect();
    names.join(", ")
}

/// A checkbox for every role.
pub(super) fn role_choice(chosen: &Roles, errors: &Errors) -> Markup {
    html! {
        fieldset id="roles" tabindex="-1" aria-describedby=[errors.describes("roles")] {
            legend { "Rôles" }
            (errors.beside("roles"))
            @for role in Role::ALL {
                label {
                    input type="checkbox" name="roles" value=(role.word()) checked[chosen.contains(role)];
                    span { (role.name()) " "
                    span class="hint" {
                        (role.duty())
                        @if role.needs_approval() { " (une deuxième personne doit donner son accord)" }
                    } }
                }
            }
        }
    }
}

/// The roles of a form's checkboxes; `None` if one of them is none.
pub(super) fn read_choice(words: &[String]) -> Option<Roles> {
    words.iter().map(|word| Role::from_word(word)).collect()
}

/// Somebody's name, for an id.
pub(super) fn name_of<'a>(people: &'a [Account], id: &StaffId) -> &'a str {
    let mut found = people.iter().filter(|a| a.id == *id);
    found.next().map_or("quelqu'un", |a| a.name.as_str())
}

/// A change of roles that waits, with its buttons for whoever may decide. What is refused to others is
/// refused by the store; here they only read why they see no button.
pub(super) fn waiting_change(by: &Staff, people: &[Account], change: &RoleChange) -> Markup {
    let path = format!("/equipe/changements/{}", change.id);
    let involved = change.asked_by == *by.id() || change.staff.id == *by.id();
    html! {
        div class="way" {
        h3 { (change.staff.name) }
        dl {
            div { dt { "Rôles aujourd'hui" } dd { (role_names(&change.staff.roles)) } }
            div { dt { "Rôles demandés" } dd { (role_names(&change.roles)) } }
            div { dt { "Demandé par" } dd { (name_of(people, &change.asked_by)) ", le " (portal_time(change.asked_at)) } }
        }
        @if involved {
            p { "Une autre personne doit décider : ni celle qui a demandé, ni celle dont les rôles changent." }
        } @else {
            form method="post" action=(path) class="turn" {
                (form_token(by))
                button name="decision" value="accord" { "Donner ces rôles à " (change.staff.name) }
                button class="quiet" name="decision" value="refus" { "Refuser" }
            }
        }
        }
    }
}
