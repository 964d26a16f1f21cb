//! A set of places.

use std::collections::BTreeSet;
use std::fmt;

use serde::{Deserialize, Serialize};

/// A département's code: `01`…`95`, `2A`, `2B`, `971`…`989`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Dep(pub String);

/// A commune's INSEE code (COG), five characters: `30189`, `2A004`, `97411`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Insee(pub String);

impl Insee {
    /// The département of this commune, from the code itself (overseas codes have three characters).
    pub fn departement(&self) -> Dep {
        let n = if self.0.starts_with("97") || self.0.starts_with("98") {
            3
        } else {
            2
        };
        Dep(self.0.chars().take(n).collect())
    }
}

impl fmt::Display for Dep {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Display for Insee {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A set of places: whole départements, and single communes of others.
/// Kept normal: a commune whose whole département is in the set is not listed beside it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Places {
    departements: BTreeSet<Dep>,
    communes: BTreeSet<Insee>,
}

impl Places {
    /// The set of these, normalised.
    pub fn new(
        departements: impl IntoIterator<Item = Dep>,
        communes: impl IntoIterator<Item = Insee>,
    ) -> Self {
        let departements: BTreeSet<Dep> = departements.into_iter().collect();
        let communes = communes
            .into_iter()
            .filter(|c| !departements.contains(&c.departement()))
            .collect();
        Self {
            departements,
            communes,
        }
    }

    /// No place at all.
    pub fn is_empty(&self) -> bool {
        self.departements.is_empty() && self.communes.is_empty()
    }

    /// Whole départements.
    pub fn whole_departements(&self) -> &BTreeSet<Dep> {
        &self.departements
    }

    /// Single communes, outside the whole départements.
    pub fn communes(&self) -> &BTreeSet<Insee> {
        &self.communes
    }

    /// Every département touched, wholly or in part.
    pub fn departements(&self) -> BTreeSet<Dep> {
        self.departements
            .iter()
            .cloned()
            .chain(self.communes.iter().map(Insee::departement))
            .collect()
    }

    /// Whether the commune is in the set.
    pub fn holds_commune(&self, commune: &Insee) -> bool {
        self.communes.contains(commune) || self.departements.contains(&commune.departement())
    }

    /// Whether any part of the département is in the set.
    pub fn touches_departement(&self, dep: &Dep) -> bool {
        self.departements.contains(dep) || self.communes.iter().any(|c| c.departement() == *dep)
    }

    /// Both sets together.
    pub fn union(&self, other: &Places) -> Places {
        Places::new(
            self.departements.iter().chain(&other.departements).cloned(),
            self.communes.iter().chain(&other.communes).cloned(),
        )
    }
}
