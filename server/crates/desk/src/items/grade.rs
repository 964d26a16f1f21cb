//! How far something is believed: the Admiralty code, source and information each by itself, and what was checked.

use std::collections::BTreeSet;

/// Makes an enum whose values have a code in the store and in forms, and words in French.
macro_rules! coded {
    ($(#[$doc:meta])* $name:ident { $($(#[$each:meta])* $value:ident = $code:literal, $words:literal;)+ }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $($(#[$each])* $value),+ }
        impl $name {
            /// All of them, in order.
            pub const ALL: &'static [Self] = &[$(Self::$value),+];
            /// Its code in the store and in forms: never another's again.
            pub const fn code(self) -> &'static str { match self { $(Self::$value => $code),+ } }
            /// What it means, in French.
            pub const fn words(self) -> &'static str { match self { $(Self::$value => $words),+ } }
            /// That of a code.
            pub fn parse(code: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|value| value.code() == code)
            }
        }
    };
}

pub(super) use coded;

coded! {
    /// How far a source is relied on, whatever it says this time.
    SourceGrade {
        /// Known, and always right so far.
        A = "A", "toujours fiable";
        /// Mostly right.
        B = "B", "généralement fiable";
        /// Right fairly often.
        C = "C", "assez fiable";
        /// Wrong more often than right.
        D = "D", "peu fiable";
        /// Never right.
        E = "E", "non fiable";
        /// Nobody knows: anybody who reports without a name.
        F = "F", "fiabilité inconnue";
    }
}

coded! {
    /// How far what is said is believed, whoever says it.
    InformationGrade {
        /// Said by two who do not know of each other.
        Confirmed = "1", "confirmée par une autre source, indépendante";
        /// It fits what else is known.
        Probable = "2", "probable";
        /// It may be.
        Possible = "3", "possible";
        /// It does not fit well.
        Doubtful = "4", "douteuse";
        /// It contradicts what is known.
        Improbable = "5", "improbable";
        /// Nobody can say.
        Unknown = "6", "impossible à juger";
    }
}

/// Both grades. They say different things: a good source may be wrong, and a stranger right.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Grade {
    /// Of the source.
    pub source: SourceGrade,
    /// Of the information.
    pub information: InformationGrade,
}

impl Grade {
    /// Where everything begins: an unknown source, and nothing to judge it by.
    pub const UNKNOWN: Self = Self {
        source: SourceGrade::F,
        information: InformationGrade::Unknown,
    };
}

coded! {
    /// Something that a verifier looks at.
    Check {
        /// The place fits what is said and shown.
        Place = "place", "lieu recoupé";
        /// So does the time.
        Time = "time", "heure recoupée";
        /// The picture was not seen elsewhere before.
        ReverseImage = "reverse-image", "recherche inversée de l'image";
        /// Somebody else says so.
        SecondSource = "second-source", "deuxième source";
        /// A gauge or the weather agrees.
        Gauge = "gauge", "accord avec la station de mesure ou la météo";
        /// It is its author's own, not handed on.
        Original = "original", "original, pas un relais";
    }
}

impl Check {
    /// Those of a text of codes, apart by spaces; what is not known is left out.
    pub fn of(codes: &str) -> BTreeSet<Self> {
        codes.split_whitespace().filter_map(Self::parse).collect()
    }

    /// That text.
    pub fn text(checks: &BTreeSet<Self>) -> String {
        let codes: Vec<&str> = checks.iter().map(|check| check.code()).collect();
        codes.join(" ")
    }
}
