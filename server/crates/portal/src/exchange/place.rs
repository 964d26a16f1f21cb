//! The commune that a form means.
//!
//! Owns when what was typed means one commune, and what to offer when it does not. Never guesses between two.

use crate::places::{Commune, Insee, gazetteer, normalise};

/// How many communes are offered to choose from.
const CHOICES: usize = 10;

/// The communes that what was typed may mean, best first; exactly one when it is clear: an INSEE code, a postal
/// code of one commune, a name of one commune, a name with its postal or INSEE code (see [`commune_value`]).
pub fn communes_typed(typed: &str) -> Vec<&'static Commune> {
    let typed = typed.trim();
    let mut found = gazetteer().search(typed, CHOICES);
    let key = normalise(typed);
    if typed.len() == 5 && found.len() != 1 {
        // A code leads to the commune that has it; the beginning of a code to none in particular.
        let upper = typed.to_ascii_uppercase();
        let exact = |c: &&Commune| c.insee.0 == upper || c.postal_codes.contains(&upper.as_str());
        if found.iter().any(exact) {
            found.retain(exact);
        }
    }
    // One commune of exactly this name is meant, however many names begin with it.
    let named: Vec<_> = found
        .iter()
        .copied()
        .filter(|c| normalise(c.name) == key)
        .collect();
    match named.as_slice() {
        [] => found,
        _ => named,
    }
}

/// The one commune that what was typed means.
pub fn commune_typed(typed: &str) -> Option<&'static Commune> {
    match communes_typed(typed).as_slice() {
        [one] => Some(one),
        _ => None,
    }
}

/// What a form's field holds for a commune, clear to people and to [`commune_typed`]: `Alès (30007)`. A bare
/// code is not: `30100` is the postal code of Alès and the INSEE code of another commune.
pub fn commune_value(insee: &Insee) -> String {
    gazetteer()
        .commune(insee)
        .map_or_else(|| insee.0.clone(), |c| format!("{} ({})", c.name, c.insee))
}
