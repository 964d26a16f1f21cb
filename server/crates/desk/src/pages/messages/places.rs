//! Finding places for the writing form: communes, départements, intercommunalités by name or code.

use portal::places::{all_epci, gazetteer, normalise};

/// A place that was found: its code in the form, and its name.
pub(super) type FoundPlace = (String, String);

/// How many of each kind are offered.
const OFFERED: usize = 8;

/// The places for what was typed, départements first, then intercommunalités, then communes.
pub(super) fn search(typed: &str) -> Vec<FoundPlace> {
    let key = normalise(typed.trim());
    if key.is_empty() || typed.len() > 100 {
        return Vec::new();
    }
    let departements = gazetteer()
        .departements()
        .iter()
        .filter(|d| {
            d.code.0.eq_ignore_ascii_case(typed.trim()) || normalise(d.name).starts_with(&key)
        })
        .take(OFFERED)
        .map(|d| {
            (
                format!("D{}", d.code),
                format!("{} ({}), tout le département", d.name, d.code),
            )
        });
    let groups = all_epci()
        .iter()
        .filter(|e| key.len() > 2 && (e.code == key || normalise(e.name).contains(&key)))
        .take(OFFERED)
        .map(|e| {
            (
                format!("E{}", e.code),
                format!("{}, {} communes", e.name, e.communes.len()),
            )
        });
    let communes = gazetteer().find(typed, OFFERED).into_iter().map(|m| {
        let commune = m.commune;
        let by =
            m.by.map(|by| format!(", où se trouve {by}"))
                .unwrap_or_default();
        (
            format!("C{}", commune.insee),
            format!("{} ({}){by}", commune.name, commune.insee.departement()),
        )
    });
    departements.chain(groups).chain(communes).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_departement_its_groups_and_its_communes_are_found_by_name_or_code() {
        let codes = |typed: &str| {
            search(typed)
                .into_iter()
                .map(|(code, _)| code)
                .collect::<Vec<_>>()
        };
        assert_eq!(codes("Gard").first().map(String::as_str), Some("D30"));
        assert!(codes("30").contains(&"D30".to_owned()));
        assert!(codes("Nîmes").contains(&"C30189".to_owned()));
        assert!(
            search("nimes metropole")
                .iter()
                .any(|(code, _)| code.starts_with('E'))
        );
        assert!(codes("  ").is_empty());
    }
}
