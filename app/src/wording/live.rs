//! Words of open pages that are told of something new.

use super::T;

/// What an open page says of its newer version.
#[derive(Debug)]
pub struct LiveWords {
    /// The sentence; `{}` stands for the time.
    pub updated: T,
    /// The link that loads it.
    pub show: T,
}

pub(super) const FR: LiveWords = LiveWords {
    updated: "Mise à jour à {}.",
    show: "Afficher",
};

pub(super) const EN: LiveWords = LiveWords {
    updated: "Updated at {}.",
    show: "Show",
};
