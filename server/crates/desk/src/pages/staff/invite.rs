//! `/equipe/inviter`: asking somebody in. The link's secret is made here, shown once, and kept nowhere.

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use maud::{Markup, html};
use serde::Deserialize;

use super::markup::{Errors, read_choice, role_choice, role_names};
use super::refusal::{About, words};
use crate::access::{ManageStaff, Staff, Token};
use crate::staff::{Invitation, Inviter, NewInvitation, Roles, read_name};
use crate::web::{Deed, Desk, May, Page, Trouble, form_token, portal_time};

/// The form as it was sent.
#[derive(Clone, Debug, Default, Deserialize)]
pub(super) struct Form {
    nom: String,
    #[serde(default)]
    roles: Vec<String>,
}

/// The empty form.
pub(super) async fn page(
    State(desk): State<Arc<Desk>>,
    May(by): May<ManageStaff>,
) -> Result<Response, Trouble> {
    let main = form(&by, "", &Roles::new(), &Errors::default());
    Page::new("Inviter", main).answer(&desk, &by).await
}

/// Invites, and shows the link.
pub(super) async fn invite(
    State(desk): State<Arc<Desk>>,
    deed: Deed<ManageStaff, Form>,
) -> Result<Response, Trouble> {
    let by = &deed.by;
    let typed = &deed.form;
    let roles = read_choice(&typed.roles).ok_or(Trouble::NotAForm)?;
    let name = read_name(&typed.nom);
    let mut errors = Errors::default();
    if name.is_none() {
        errors.add("nom", "Écrivez un nom de 2 à 80 caractères, sur une ligne.");
    }
    if roles.is_empty() {
        errors.add("roles", "Choisissez au moins un rôle.");
    }
    if let (Some(name), true) = (name, errors.is_empty()) {
        let link = Token::fresh(&*desk.random);
        let new = NewInvitation {
            name,
            roles: roles.clone(),
        };
        let asked = desk
            .store
            .invite(Inviter::Staff(by), new, link.hash(), desk.now())
            .await;
        match asked {
            Ok(invitation) => {
                let main = link_once(&desk, &invitation, &link);
                return Page::new("Invitation", main).answer(&desk, by).await;
            }
            Err(error) => errors = Errors::of_all(words(error, About::Invitation)?),
        }
    }
    Page::new("Inviter", form(by, &typed.nom, &roles, &errors))
        .with_status(StatusCode::UNPROCESSABLE_ENTITY)
        .answer(&desk, by)
        .await
}

fn form(by: &Staff, name: &str, roles: &Roles, errors: &Errors) -> Markup {
    html! {
        h1 { "Inviter quelqu'un" }
        (errors.list())
        p { "La personne reçoit de vous un lien qui fonctionne une fois, pendant 24 heures. Elle choisit elle-même comment elle se connecte." }
        form method="post" action="/equipe/inviter" {
            (form_token(by))
            div class="field" {
            label for="nom" { "Prénom et nom" }
            (errors.beside("nom"))
            input id="nom" name="nom" value=(name) autocomplete="off" required
                aria-invalid=[errors.describes("nom").map(|_| "true")]
                aria-describedby=[errors.describes("nom")];
            }
            (role_choice(roles, errors))
            p { button { "Créer le lien" } }
        }
        p { a class="next" href="/equipe" { "Retour à l'équipe" } }
    }
}

fn link_once(desk: &Desk, invitation: &Invitation, link: &Token) -> Markup {
    let address = format!("{}/invitation/{}", desk.settings.origin, link.reveal());
    html! {
        h1 { "Invitation de " (invitation.name) }
        @if invitation.waits_for_approval() {
            p {
                strong { "Une deuxième personne doit d'abord donner son accord." }
                " Le lien ne fonctionne qu'après. Demandez à un autre chef d'équipe ou administrateur d'ouvrir la page Équipe."
            }
        }
        p { "Rôles : " (role_names(&invitation.roles)) "." }
        p { "Copiez ce lien maintenant : il n'est plus affiché ensuite." }
        label for="lien" { "Lien à usage unique" }
        input id="lien" class="whole" readonly value=(address);
        p {
            "Il fonctionne une fois, jusqu'au " (portal_time(invitation.expires_at))
            ". Donnez-le à " (invitation.name) " seulement, par un moyen dont vous êtes sûr."
        }
        p { a class="next" href="/equipe" { "Retour à l'équipe" } }
    }
}
