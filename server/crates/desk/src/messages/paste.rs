//! A pasted list of places, as prefectures keep them: names, INSEE or postal codes, départements, EPCI.
//!
//! Never guesses: a name that several communes bear, or that none bears exactly, is given back with the
//! choices.

use portal::places::{Commune, Dep, Insee, Places, all_epci, epci, gazetteer, normalise};

/// Lines beyond this many are not read.
pub const MAX_PASTED: usize = 5_000;
/// So many choices are told for one name.
const CHOICES: usize = 8;

/// A line that means no place, or several.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownPlace {
    /// As pasted.
    pub line: String,
    /// What it may mean, as it can be pasted again: `Saint-Denis (97411)`. Empty: nothing is like it.
    pub choices: Vec<String>,
}

/// What a list meant.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Pasted {
    /// All places found.
    pub places: Places,
    /// The rest, to be mended.
    pub unknown: Vec<UnknownPlace>,
}

/// Reads a list, one place a line or separated by commas, semicolons or tabs.
pub fn paste(list: &str) -> Pasted {
    let mut departements = Vec::new();
    let mut communes = Vec::new();
    let mut unknown = Vec::new();
    let lines = list
        .split(['\n', '\r', ',', ';', '\t'])
        .map(str::trim)
        .filter(|line| !line.is_empty());
    for (n, line) in lines.enumerate() {
        let meant = if n < MAX_PASTED {
            one(line)
        } else {
            Err(Vec::new())
        };
        match meant {
            Ok(places) => {
                departements.extend(places.whole_departements().iter().cloned());
                communes.extend(places.communes().iter().cloned());
            }
            Err(choices) => unknown.push(UnknownPlace {
                line: line.chars().take(120).collect(),
                choices,
            }),
        }
    }
    Pasted {
        places: Places::new(departements, communes),
        unknown,
    }
}

fn of(communes: &[&Commune]) -> Places {
    Places::new([], communes.iter().map(|c| c.insee.clone()))
}

fn one(line: &str) -> Result<Places, Vec<String>> {
    let code = code_of(line).to_ascii_uppercase();
    let dep = Dep(code.clone());
    if gazetteer().departement(&dep).is_some() && code == line.to_ascii_uppercase() {
        return Ok(Places::new([dep], []));
    }
    if let Some(dep) = departement_named(line) {
        // A commune may bear the name of a département: that of the commune is then written with its code.
        return Ok(Places::new([dep], []));
    }
    if let Some(group) = epci(&code) {
        return Ok(Places::new([], group.communes.iter().cloned()));
    }
    if code.len() == 5 {
        let insee = gazetteer().communes_for_code(&code);
        let postal: Vec<&Commune> = gazetteer()
            .communes()
            .iter()
            .filter(|c| c.postal_codes.contains(&code.as_str()))
            .collect();
        match (insee.as_slice(), postal.as_slice()) {
            // `Alès (30007)` says which reading is meant; so does a code with only one.
            ([_, ..], []) if code == line.to_ascii_uppercase() => return Ok(of(&insee)),
            ([], [_, ..]) if code == line.to_ascii_uppercase() => return Ok(of(&postal)),
            ([only], _) if code != line.to_ascii_uppercase() && names(only, line) => {
                return Ok(of(&insee));
            }
            ([_, ..], [_, ..]) if code == line.to_ascii_uppercase() => {
                return Err(choices(insee.iter().chain(&postal).copied()));
            }
            _ => {}
        }
    }
    let groups: Vec<_> = all_epci()
        .iter()
        .filter(|e| normalise(e.name) == normalise(line))
        .collect();
    if let [group] = groups.as_slice() {
        return Ok(Places::new([], group.communes.iter().cloned()));
    }
    let found = gazetteer().find(line, CHOICES);
    let exact: Vec<&Commune> = found
        .iter()
        .filter(|m| {
            names(m.commune, line) || m.by.is_some_and(|by| normalise(by) == normalise(line))
        })
        .map(|m| m.commune)
        .collect();
    match exact.as_slice() {
        [only] => Ok(of(&[only])),
        [] => Err(choices(found.iter().map(|m| m.commune))),
        several => Err(choices(several.iter().copied())),
    }
}

/// Whether the line is the commune's name, perhaps with a code or a département beside it.
fn names(commune: &Commune, line: &str) -> bool {
    let name = normalise(commune.name);
    let line = normalise(line);
    let rest = line
        .strip_prefix(&name)
        .or_else(|| line.strip_suffix(&name))
        .map(str::trim);
    let dep = commune.insee.departement();
    rest.is_some_and(|rest| {
        rest.is_empty()
            || rest == normalise(&commune.insee.0)
            || rest == normalise(&dep.0)
            || commune.postal_codes.contains(&rest)
            || gazetteer()
                .departement(&dep)
                .is_some_and(|d| normalise(d.name) == rest)
    })
}

/// The code at the end in brackets, or the whole line.
fn code_of(line: &str) -> &str {
    line.strip_suffix(')')
        .and_then(|line| line.rsplit_once('('))
        .map_or(line, |(_, code)| code.trim())
}

fn departement_named(line: &str) -> Option<Dep> {
    let wanted = normalise(line);
    gazetteer()
        .departements()
        .iter()
        .find(|d| {
            let name = normalise(d.name);
            wanted == name || wanted == format!("{name} {}", normalise(&d.code.0))
        })
        .map(|d| d.code.clone())
}

fn choices<'a>(communes: impl IntoIterator<Item = &'a Commune>) -> Vec<String> {
    let mut seen: Vec<&Insee> = Vec::new();
    let mut choices = Vec::new();
    for commune in communes {
        if !seen.contains(&&commune.insee) && choices.len() < CHOICES {
            seen.push(&commune.insee);
            choices.push(format!("{} ({})", commune.name, commune.insee));
        }
    }
    choices
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_codes_departements_and_groups_are_read_from_one_list() {
        let pasted = paste("Alès\n34; Nîmes (30189), 48095\tLozère (48)");
        assert_eq!(pasted.unknown, []);
        assert!(pasted.places.holds_commune(&Insee("30007".into())));
        assert!(pasted.places.holds_commune(&Insee("30189".into())));
        let whole: Vec<_> = pasted.places.whole_departements().iter().cloned().collect();
        assert_eq!(whole, [Dep("34".into()), Dep("48".into())]);
        let group = paste("CA Alès Agglomération");
        assert!(group.places.communes().len() > 50);
    }

    #[test]
    fn a_name_of_several_communes_tells_the_choices_which_can_be_pasted() {
        let pasted = paste("Saint-Denis\nAtlantide");
        assert!(pasted.places.is_empty());
        assert_eq!(pasted.unknown.len(), 2);
        assert!(pasted.unknown[0].choices.len() > 1);
        for choice in &pasted.unknown[0].choices {
            let again = paste(choice);
            assert_eq!(again.unknown, [], "{choice}");
            assert_eq!(again.places.communes().len(), 1);
        }
    }
}
