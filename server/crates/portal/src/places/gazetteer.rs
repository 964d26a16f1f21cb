//! The table of communes and départements, compiled in.

use crate::places::{Dep, Insee};

/// A commune of today.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Commune {
    /// INSEE code.
    pub insee: Insee,
    /// Its name with accents: `Le Grau-du-Roi`.
    pub name: &'static str,
    /// Postal codes, ascending.
    pub postal_codes: Vec<&'static str>,
    /// Inhabitants, 0 where the table has none.
    pub population: u32,
}

/// A département.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Departement {
    /// Its code.
    pub code: Dep,
    /// Its name: `Gard`.
    pub name: &'static str,
}

/// All communes and départements. One instance, built at first use: [`gazetteer`].
#[derive(Debug, Default)]
pub struct Gazetteer {}

/// The gazetteer.
pub fn gazetteer() -> &'static Gazetteer {
    unimplemented!("places")
}

impl Gazetteer {
    /// A commune by its code of today, or by a code it had before a merger.
    pub fn commune(&self, _insee: &Insee) -> Option<&Commune> {
        unimplemented!("places")
    }
    /// A département by code.
    pub fn departement(&self, _code: &Dep) -> Option<&Departement> {
        unimplemented!("places")
    }
    /// All départements, by code.
    pub fn departements(&self) -> &[Departement] {
        unimplemented!("places")
    }
    /// The communes of a département, by name.
    pub fn communes_of(&self, _code: &Dep) -> Vec<&Commune> {
        unimplemented!("places")
    }
    /// Communes for what someone typed: a name or the beginning of one, a postal code or the beginning
    /// of one, an INSEE code; accents, case, hyphens, apostrophes, "St"/"Saint", "Ste"/"Sainte" and
    /// articles forgiven, one typing error too. Best first: exact, then prefix, then by population.
    pub fn search(&self, _typed: &str, _limit: usize) -> Vec<&Commune> {
        unimplemented!("places")
    }
}

/// The part of a URL after the code: `le-grau-du-roi`.
pub fn slug(_name: &str) -> String {
    unimplemented!("places")
}
