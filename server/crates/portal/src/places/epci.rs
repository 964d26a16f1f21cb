//! The EPCI à fiscalité propre (communautés, métropoles), compiled in.
//!
//! Parsed apart from the communes, at first use: only the desk asks for them.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::places::Insee;

const TABLE: &str = include_str!("data/epci.tsv");

/// A group of communes with its own taxation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Epci {
    /// SIREN, nine digits.
    pub code: &'static str,
    /// `CC`, `CA`, `CU`, `METRO` or `MET69` (Lyon).
    pub kind: &'static str,
    /// Its name: `CA Alès Agglomération`.
    pub name: &'static str,
    /// Its communes, by code.
    pub communes: Vec<Insee>,
}

struct All {
    groups: Vec<Epci>,
    of_commune: HashMap<&'static str, usize>,
}

static ALL: LazyLock<All> = LazyLock::new(|| {
    let mut groups = Vec::with_capacity(1300);
    let mut of_commune = HashMap::with_capacity(35_000);
    for line in TABLE.lines() {
        let mut cells = line.split('\t');
        let (Some(code), Some(kind), Some(name), Some(members)) =
            (cells.next(), cells.next(), cells.next(), cells.next())
        else {
            continue;
        };
        for commune in members.split(' ') {
            of_commune.insert(commune, groups.len());
        }
        groups.push(Epci {
            code,
            kind,
            name,
            communes: members.split(' ').map(|c| Insee(c.to_owned())).collect(),
        });
    }
    All { groups, of_commune }
});

/// All EPCI, by code.
pub fn all_epci() -> &'static [Epci] {
    &ALL.groups
}

/// An EPCI by its SIREN.
pub fn epci(code: &str) -> Option<&'static Epci> {
    let i = ALL
        .groups
        .binary_search_by(|e| e.code.cmp(code.trim()))
        .ok()?;
    ALL.groups.get(i)
}

/// The EPCI of a commune of today; a few islands have none.
pub fn epci_of(commune: &Insee) -> Option<&'static Epci> {
    ALL.groups.get(*ALL.of_commune.get(commune.0.as_str())?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::places::gazetteer;

    #[test]
    fn ales_is_in_its_agglomeration() {
        let group = epci_of(&Insee("30007".into())).unwrap();
        assert!(group.name.contains("Alès"), "{}", group.name);
        assert_eq!(group.kind, "CA");
        assert_eq!(epci(group.code), Some(group));
        assert_eq!(epci("000000000"), None);
    }

    #[test]
    fn every_member_is_a_commune_of_today() {
        assert!(all_epci().len() > 1200);
        for group in all_epci() {
            assert!(!group.communes.is_empty(), "{}", group.name);
            for member in &group.communes {
                let commune = gazetteer().commune(member).unwrap();
                assert_eq!(commune.insee, *member, "{}", group.name);
            }
        }
    }
}
