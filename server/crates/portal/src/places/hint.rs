//! What an `areaDesc` says when nothing else does.
//!
//! Free text: only a text that *is* the name of a département, or of exactly one commune that the source
//! may speak for, is believed. Never searches within a sentence.

use super::normal::{article, place_key};
use crate::places::{Dep, Places, gazetteer};

/// Longer texts are sentences.
const LONGEST: usize = 200;

/// The département that a text names: `Gard`, `Département du Gard`, `Gard (30)`, `30 - Gard`.
pub(super) fn departement(text: &str) -> Option<Dep> {
    if text.len() > LONGEST {
        return None;
    }
    let key = place_key(text);
    let key = key
        .strip_prefix("departement ")
        .map_or(key.as_str(), preposition);
    if let Some(found) = gazetteer().index().departement_named(key) {
        return Some(found.clone());
    }
    // A code beside the name must be the name's.
    let (name, code) = match (key.rsplit_once(' '), key.split_once(' ')) {
        (Some((name, code)), _) if is_code(code) => (name, code),
        (_, Some((code, name))) if is_code(code) => (preposition(name), code),
        _ => return None,
    };
    gazetteer()
        .index()
        .departement_named(name)
        .filter(|d| d.0.eq_ignore_ascii_case(code))
        .cloned()
}

fn is_code(word: &str) -> bool {
    gazetteer()
        .departement(&Dep(word.to_ascii_uppercase()))
        .is_some()
}

/// Without `du`, `de la`, `de l'`, `des`, `d'`.
fn preposition(key: &str) -> &str {
    ["du ", "des ", "de ", "d "]
        .into_iter()
        .find_map(|p| key.strip_prefix(p))
        .unwrap_or(key)
}

/// Where a free text lies, for a source that speaks for `territory` (empty: all of France).
pub(super) fn places(text: &str, territory: &[Dep]) -> Option<Places> {
    if text.len() > LONGEST {
        return None;
    }
    let within = |dep: &Dep| territory.is_empty() || territory.contains(dep);
    let communes: Vec<_> = {
        let key = place_key(text);
        let key = key
            .strip_prefix("commune ")
            .map_or(key.as_str(), preposition);
        let bare = key.get(article(key)..).unwrap_or("");
        let named = gazetteer().index().communes_named(key);
        let named = if named.is_empty() && bare != key {
            gazetteer().index().communes_named(bare)
        } else {
            named
        };
        named
            .into_iter()
            .filter_map(|i| gazetteer().communes().get(i))
            .map(|c| c.insee.clone())
            .filter(|c| within(&c.departement()))
            .collect()
    };
    match departement(text) {
        // Vienne is a département and a commune of Isère: both, as far as the source speaks for them.
        Some(dep) if within(&dep) || communes.is_empty() => Some(Places::new([dep], communes)),
        _ if communes.len() == 1 => Some(Places::new([], communes)),
        _ => several(text),
    }
}

/// `Gard, Hérault et Lozère`: every part must be a département.
fn several(text: &str) -> Option<Places> {
    let parts: Option<Vec<Dep>> = text
        .split([',', ';', '/', '\n'])
        .flat_map(|part| part.split(" et "))
        .map(departement)
        .collect();
    parts
        .filter(|p| p.len() > 1)
        .map(|parts| Places::new(parts, []))
}
