//! What the store refused, in French.

use crate::access::Refused;
use crate::staff::StaffError;
use crate::web::Trouble;

/// What a refused deed was about: the same refusal reads differently.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum About {
    /// An invitation.
    Invitation,
    /// A change of roles that waits.
    Change,
    /// A person.
    Person,
}

/// The words for a refusal that its page shows; `Err` for what no page can mend.
pub(super) fn words(error: StaffError, about: About) -> Result<&'static str, Trouble> {
    Ok(match (error, about) {
        (StaffError::Port(error), _) => return Err(error.into()),
        (StaffError::NoLongerAllowed, _) => return Err(Trouble::NotYours),
        (StaffError::Gone, About::Invitation) => {
            "Cette invitation n'est plus ouverte : elle a été acceptée, retirée ou elle est périmée. Rien n'a changé."
        }
        (StaffError::Gone, About::Change) => {
            "Ce changement n'attend plus : quelqu'un d'autre a décidé. Rien n'a changé."
        }
        (StaffError::Gone, About::Person) => {
            "L'état de ce compte a changé entre-temps. Rien n'a été fait : relisez cette page."
        }
        (StaffError::NeedsAnother, About::Invitation) => {
            "Une deuxième personne doit donner son accord : pas celle qui a invité. Demandez à un autre chef d'équipe ou administrateur."
        }
        (StaffError::NeedsAnother, About::Change) => {
            "Une deuxième personne doit décider : ni celle qui a demandé, ni celle dont les rôles changent. Demandez à un autre chef d'équipe ou administrateur."
        }
        (StaffError::NeedsAnother, About::Person) => {
            "Vous ne pouvez pas le faire pour vous-même. Demandez à un autre chef d'équipe ou administrateur."
        }
        (StaffError::LastOne, _) => {
            "Plus personne ne pourrait gérer l'équipe. Donnez d'abord le rôle de chef d'équipe ou d'administrateur à quelqu'un d'autre."
        }
        (StaffError::LoginTaken, _) => "Cet identifiant appartient déjà à quelqu'un d'autre.",
        (StaffError::LastCredential, _) => {
            "C'est le dernier moyen de connexion de ce compte : il ne peut pas être retiré."
        }
    })
}

/// A refusal of the sessions' port.
pub(super) fn trouble(refused: Refused) -> Trouble {
    match refused {
        Refused::NoLongerAllowed => Trouble::NotYours,
        Refused::Port(error) => error.into(),
    }
}
