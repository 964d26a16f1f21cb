//! What a person may be at the desk.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

/// Makes the roles, their words (in the store, on the command line) and their French names.
macro_rules! roles {
    ($($(#[$doc:meta])* $role:ident = $word:literal, $name:literal, $duty:literal;)+) => {
        /// A role. A person may have several; what each allows is in [`crate::access`].
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "lowercase")]
        pub enum Role { $($(#[$doc])* $role),+ }

        impl Role {
            /// Every role, in the order in which pages list them.
            pub const ALL: &'static [Role] = &[$(Role::$role),+];
            /// Its word on the command line and in the store.
            pub fn word(self) -> &'static str { match self { $(Role::$role => $word),+ } }
            /// Its French name.
            pub fn name(self) -> &'static str { match self { $(Role::$role => $name),+ } }
            /// What a person in it does, in French, for the page where roles are given.
            pub fn duty(self) -> &'static str { match self { $(Role::$role => $duty),+ } }
            /// The role of a word.
            pub fn from_word(word: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|r| r.word() == word)
            }
        }
    };
}

roles! {
    /// Watches what comes in.
    Watcher = "watcher", "Veilleur", "lit ce qui arrive et le signale";
    /// Checks what was seen.
    Verifier = "verifier", "Vérificateur", "recoupe et cote les informations";
    /// Places what was seen.
    Mapper = "mapper", "Cartographe", "situe les informations sur la carte";
    /// Writes digests.
    Editor = "editor", "Rédacteur", "rédige les synthèses";
    /// Leads the team: people and second looks.
    Chief = "chief", "Chef d'équipe", "invite, suspend, relit et valide";
    /// Keeps the exchange in order.
    Moderator = "moderator", "Modérateur", "veille sur l'entraide";
    /// Writes and releases official messages.
    Communicator = "communicator", "Communicant", "écrit et publie les messages officiels";
    /// Reads the audit.
    Auditor = "auditor", "Auditeur", "lit le journal d'audit";
    /// Runs the machine; reads no reports.
    Admin = "admin", "Administrateur", "tient les sources et les comptes, ne lit aucun signalement";
}

impl Role {
    /// Whether a second person has to agree before anyone gets this role: it can give roles to others.
    pub fn needs_approval(self) -> bool {
        matches!(self, Role::Chief | Role::Admin)
    }
}

/// The roles of one person.
pub type Roles = BTreeSet<Role>;

/// The roles of a list of words, separated by commas or white space; the first unknown word otherwise.
pub fn read_roles(text: &str) -> Result<Roles, String> {
    text.split(|c: char| c == ',' || c.is_whitespace())
        .filter(|word| !word.is_empty())
        .map(|word| Role::from_word(word).ok_or_else(|| word.to_owned()))
        .collect()
}

/// The words of roles, separated by commas.
pub fn role_words(roles: &Roles) -> String {
    let words: Vec<&str> = roles.iter().map(|r| r.word()).collect();
    words.join(",")
}
