//! Words of the portal without network: the page `/hors-ligne`, and what the service worker says.
//!
//! Owns sentences, nothing else. Never: markup.

use super::{Section, T};

/// Words of one language.
#[derive(Debug)]
pub struct Offline {
    /// `/hors-ligne`: its title.
    pub title: T,
    /// What this page is.
    pub lead: T,
    /// Heading over what this device keeps.
    pub kept: T,
    /// Said where nothing is kept, or where a page is read without the service worker.
    pub kept_none: T,
    /// What to do without network.
    pub sections: &'static [Section],
    /// Offers to install the portal.
    pub install: T,
    /// Why one would.
    pub install_why: T,
    /// What the service worker says.
    pub worker: Worker,
}

/// What the service worker writes into pages. Handed to it as JSON.
#[derive(Debug)]
pub struct Worker {
    /// No network.
    pub offline: T,
    /// The network did not answer within the time limit.
    pub slow: T,
    /// Before the time at which the page was received.
    pub state_at: T,
    /// Asks for the page again.
    pub retry: T,
    /// An alert whose end has passed since.
    pub ended: T,
    /// The same, over a list.
    pub some_ended: T,
    /// Heading over notifications kept.
    pub told: T,
    /// Before the time at which a notification was received.
    pub told_at: T,
    /// Heading over pages kept.
    pub pages: T,
}

impl Worker {
    /// By name, for the JSON.
    pub fn all(&self) -> [(&'static str, T); 9] {
        [
            ("offline", self.offline),
            ("slow", self.slow),
            ("stateAt", self.state_at),
            ("retry", self.retry),
            ("ended", self.ended),
            ("someEnded", self.some_ended),
            ("told", self.told),
            ("toldAt", self.told_at),
            ("pages", self.pages),
        ]
    }
}

/// French.
pub const FR: Offline = Offline {
    title: "Sans réseau",
    lead: "Votre appareil garde les dernières pages lues : relisez-les ici quand le réseau manque.",
    kept: "Sur cet appareil",
    kept_none: "Rien n'est gardé pour le moment. Ouvrez l'accueil et la page de votre commune tant que le réseau répond.",
    sections: &[(
        "Ce que vous pouvez faire",
        &[
            "Écoutez la radio locale : elle émet quand le réseau mobile ne répond plus.",
            "Suivez les consignes déjà reçues. Une page gardée dit à quelle heure elle a été reçue : la situation a pu changer depuis.",
            "Si l'eau monte, montez à l'étage. Ne prenez pas votre voiture.",
            "Réservez le téléphone aux urgences. Envoyez un SMS plutôt que d'appeler : il passe plus souvent.",
            "Économisez la batterie : baissez la luminosité, fermez les autres applications.",
        ],
    )],
    install: "Installer Rives sur cet appareil",
    install_why: "Installé, Rives s'ouvre depuis l'écran d'accueil, même sans réseau.",
    worker: Worker {
        offline: "Hors ligne",
        slow: "Réseau trop lent",
        state_at: "état à",
        retry: "Actualiser",
        ended: "Terminée : échéance passée",
        some_ended: "Liste dépassée : échéance passée pour une alerte au moins",
        told: "Messages reçus",
        told_at: "reçu à",
        pages: "Pages gardées",
    },
};

/// English.
pub const EN: Offline = Offline {
    title: "Without network",
    lead: "Your device keeps the last pages you read: read them again here when there is no network.",
    kept: "On this device",
    kept_none: "Nothing is kept yet. Open the home page and the page of your commune while the network answers.",
    sections: &[(
        "What you can do",
        &[
            "Listen to local radio: it broadcasts when the mobile network no longer answers.",
            "Follow the instructions you already have. A kept page says when it was received: things may have changed since.",
            "If water rises, go upstairs. Do not take your car.",
            "Keep the telephone for emergencies. Send a text message rather than call: it gets through more often.",
            "Save your battery: lower the brightness, close other applications.",
        ],
    )],
    install: "Install Rives on this device",
    install_why: "Once installed, Rives opens from the home screen, even without network.",
    worker: Worker {
        offline: "Offline",
        slow: "Network too slow",
        state_at: "as of",
        retry: "Refresh",
        ended: "Ended: its time has passed",
        some_ended: "List out of date: the time of at least one alert has passed",
        told: "Messages received",
        told_at: "received at",
        pages: "Pages kept",
    },
};
