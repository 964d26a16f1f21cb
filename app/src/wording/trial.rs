//! The words of a test of reception: the notification that a device shows when somebody asks for one.

use super::T;

/// A test of reception.
#[derive(Debug)]
pub struct Trial {
    /// Its title.
    pub title: T,
    /// Its text.
    pub body: T,
}

pub(super) const FR: Trial = Trial {
    title: "Essai de réception",
    body: "Cet appareil reçoit les alertes. Ceci n'est qu'un essai : vous n'avez rien à faire.",
};

pub(super) const EN: Trial = Trial {
    title: "Reception test",
    body: "This device receives alerts. This is only a test: there is nothing you need to do.",
};
