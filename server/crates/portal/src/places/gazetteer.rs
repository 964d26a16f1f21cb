//! The table of communes and départements, compiled in.
//!
//! Owns what is known of today's communes and of the codes and names they had. Searching by what
//! people type is in [`super::search`]; shapes come from an operator's import, never from here.

use std::sync::LazyLock;

use super::search::Index;
use crate::places::{Dep, Insee};

const COMMUNES: &str = include_str!("data/communes.tsv");
const FORMER: &str = include_str!("data/former.tsv");
const DEPARTEMENTS: &str = include_str!("data/departements.tsv");

/// A commune of today.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Commune {
    /// INSEE code.
    pub insee: Insee,
    /// Its name with accents: `Le Grau-du-Roi`.
    pub name: &'static str,
    /// Postal codes, ascending; a few uninhabited islands have none.
    pub postal_codes: Vec<&'static str>,
    /// Inhabitants, 0 where the table has none.
    pub population: u32,
}

/// A département, or an overseas collectivity that has a code like one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Departement {
    /// Its code.
    pub code: Dep,
    /// Its name: `Gard`.
    pub name: &'static str,
    /// INSEE code of its region: `76`.
    pub region: &'static str,
}

/// What a commune of today was, or has within it: an associated or delegated commune, a municipal
/// arrondissement, or a code that a merger ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Former {
    /// The old code; empty when it is today's commune's own.
    pub code: &'static str,
    /// Position of today's commune.
    pub commune: usize,
    /// The old name; empty when only the code is known.
    pub name: &'static str,
}

/// All communes and départements. One instance, built at first use: [`gazetteer`].
#[derive(Debug, Default)]
pub struct Gazetteer {
    /// By code.
    communes: Vec<Commune>,
    /// By code, then today's commune.
    former: Vec<Former>,
    departements: Vec<Departement>,
    index: Index,
}

static GAZETTEER: LazyLock<Gazetteer> = LazyLock::new(Gazetteer::read);

/// The gazetteer.
pub fn gazetteer() -> &'static Gazetteer {
    &GAZETTEER
}

impl Gazetteer {
    fn read() -> Self {
        let mut communes = Vec::with_capacity(36_000);
        for line in COMMUNES.lines() {
            let [code, name, postal, population] = cells(line);
            communes.push(Commune {
                insee: Insee(code.to_owned()),
                name,
                postal_codes: postal.split_ascii_whitespace().collect(),
                population: population.parse().unwrap_or(0),
            });
        }
        let mut former = Vec::with_capacity(5_000);
        for line in FORMER.lines() {
            let [code, today, _, name] = cells(line);
            if let Ok(commune) = communes.binary_search_by(|c| c.insee.0.as_str().cmp(today)) {
                former.push(Former {
                    code,
                    commune,
                    name,
                });
            }
        }
        let mut departements: Vec<Departement> = DEPARTEMENTS
            .lines()
            .map(|line| {
                let [code, name, region, _] = cells(line);
                Departement {
                    code: Dep(code.to_owned()),
                    name,
                    region,
                }
            })
            .collect();
        departements.sort_by(|a, b| a.code.cmp(&b.code));
        let index = Index::of(&communes, &former, &departements);
        Self {
            communes,
            former,
            departements,
            index,
        }
    }

    /// A commune by its code of today, or by a code it had before a merger; the code of an arrondissement
    /// of Paris, Lyon or Marseille gives the city. The first one where a merger was undone in part:
    /// see [`Gazetteer::communes_for_code`].
    pub fn commune(&self, insee: &Insee) -> Option<&Commune> {
        self.communes_for_code(&insee.0).into_iter().next()
    }

    /// Every commune of today that a code of today or of former days stands for: one, rarely two, or none.
    pub fn communes_for_code(&self, code: &str) -> Vec<&Commune> {
        if let Ok(i) = self
            .communes
            .binary_search_by(|c| c.insee.0.as_str().cmp(code))
        {
            return self.communes.get(i).into_iter().collect();
        }
        if code.is_empty() {
            return Vec::new();
        }
        let from = self.former.partition_point(|f| f.code < code);
        self.former
            .iter()
            .skip(from)
            .take_while(|f| f.code == code)
            .filter_map(|f| self.communes.get(f.commune))
            .collect()
    }

    /// Every commune of today, by code.
    pub fn communes(&self) -> &[Commune] {
        &self.communes
    }

    /// A département by code.
    pub fn departement(&self, code: &Dep) -> Option<&Departement> {
        let i = self
            .departements
            .binary_search_by(|d| d.code.cmp(code))
            .ok()?;
        self.departements.get(i)
    }

    /// All départements, by code; overseas collectivities among them (`975`, `977`…`989`).
    pub fn departements(&self) -> &[Departement] {
        &self.departements
    }

    /// The communes of a département, by name.
    pub fn communes_of(&self, code: &Dep) -> Vec<&Commune> {
        if self.departement(code).is_none() {
            return Vec::new();
        }
        // The communes of a département stand together, since its code begins theirs.
        let from = self
            .communes
            .partition_point(|c| c.insee.0.as_str() < code.0.as_str());
        let mut found: Vec<(usize, &Commune)> = self
            .communes
            .iter()
            .enumerate()
            .skip(from)
            .take_while(|(_, c)| c.insee.0.starts_with(&code.0))
            .collect();
        found.sort_by_key(|(i, _)| self.index.key_of(*i));
        found.into_iter().map(|(_, c)| c).collect()
    }

    pub(super) fn former(&self) -> &[Former] {
        &self.former
    }

    pub(super) fn index(&self) -> &Index {
        &self.index
    }
}

/// The first four cells of a line, empty where the line is shorter.
fn cells(line: &'static str) -> [&'static str; 4] {
    let mut cells = line.split('\t');
    std::array::from_fn(|_| cells.next().unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(code: &str) -> &'static str {
        gazetteer()
            .commune(&Insee(code.into()))
            .map_or("", |c| c.name)
    }

    #[test]
    fn all_of_france_is_there() {
        assert_eq!(gazetteer().communes().len(), 34_969);
        assert_eq!(gazetteer().departements().len(), 109);
        for code in [
            "01", "2A", "2B", "75", "95", "971", "972", "973", "974", "976", "988",
        ] {
            let code = Dep(code.into());
            assert!(gazetteer().departement(&code).is_some(), "{code}");
            assert!(!gazetteer().communes_of(&code).is_empty(), "{code}");
        }
        assert!(gazetteer().departement(&Dep("20".into())).is_none());
    }

    #[test]
    fn every_commune_lies_in_a_departement_of_the_table() {
        let g = gazetteer();
        for commune in g.communes() {
            assert!(
                g.departement(&commune.insee.departement()).is_some(),
                "{}",
                commune.insee
            );
        }
        let all: usize = g
            .departements()
            .iter()
            .map(|d| g.communes_of(&d.code).len())
            .sum();
        assert_eq!(all, g.communes().len());
    }

    #[test]
    fn a_commune_is_found_by_its_code_of_today() {
        assert_eq!(name("30007"), "Alès");
        assert_eq!(name("2A004"), "Ajaccio");
        assert_eq!(name("2B033"), "Bastia");
        assert_eq!(name("97411"), "Saint-Denis");
        assert_eq!(name("30000"), "");
        assert_eq!(name(""), "");
    }

    #[test]
    fn an_old_code_leads_to_the_commune_of_today() {
        assert_eq!(name("59298"), "Lille", "Hellemmes, associated");
        assert_eq!(name("69232"), "Lyon", "a code without a name");
        let split = gazetteer().communes_for_code("55273");
        assert_eq!(split.len(), 2, "a merger that was undone in part");
    }

    #[test]
    fn arrondissements_lead_to_their_city() {
        assert_eq!(name("75101"), "Paris");
        assert_eq!(name("75120"), "Paris");
        assert_eq!(name("69381"), "Lyon");
        assert_eq!(name("13208"), "Marseille");
    }

    #[test]
    fn the_communes_of_a_departement_come_by_name() {
        let gard = gazetteer().communes_of(&Dep("30".into()));
        assert_eq!(gard.len(), 350);
        assert_eq!(gard.first().map(|c| c.name), Some("Aigaliers"));
        let estezargues = gard.iter().position(|c| c.name == "Estézargues").unwrap();
        let euzet = gard.iter().position(|c| c.name == "Euzet").unwrap();
        assert!(estezargues < euzet, "accents do not matter for the order");
    }
}
