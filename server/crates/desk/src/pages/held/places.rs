//! Places as somebody types them: one commune or département per line.
//!
//! Owns the reading of such a list. Never guesses: a name that several places have is asked about, since
//! a message for the wrong commune is worse than a question.

use portal::places::{Commune, Dep, Departement, Gazetteer, Insee, Places, gazetteer, slug};

/// How a list is written so that it reads back as the same places.
pub(super) fn written(places: &Places) -> String {
    let g = gazetteer();
    let departements = places.whole_departements().iter().map(|code| {
        let name = g.departement(code).map_or("", |d| d.name);
        format!("{name} ({code})")
    });
    let communes = places.communes().iter().map(|code| {
        let name = g.commune(code).map_or("", |c| c.name);
        format!("{name} ({code})")
    });
    departements.chain(communes).collect::<Vec<_>>().join("\n")
}

/// The places of a list, or a sentence for each line that cannot be read.
pub(super) fn read(typed: &str) -> Result<Places, Vec<String>> {
    let (mut departements, mut communes, mut errors) = (Vec::new(), Vec::new(), Vec::new());
    let lines = typed
        .split(['\n', ';', ','])
        .map(str::trim)
        .filter(|line| !line.is_empty());
    for line in lines {
        match one(gazetteer(), line) {
            Ok(Place::Departement(code)) => departements.push(code),
            Ok(Place::Commune(code)) => communes.push(code),
            Err(error) => errors.push(error),
        }
    }
    if errors.is_empty() && departements.is_empty() && communes.is_empty() {
        errors.push("Indiquez au moins une commune ou un département.".to_owned());
    }
    if errors.is_empty() {
        Ok(Places::new(departements, communes))
    } else {
        Err(errors)
    }
}

enum Place {
    Departement(Dep),
    Commune(Insee),
}

fn one(g: &'static Gazetteer, line: &str) -> Result<Place, String> {
    let (name, code) = match line.strip_suffix(')').and_then(|l| l.rsplit_once('(')) {
        Some((name, code)) => (name.trim(), Some(code.trim().to_uppercase())),
        None => (line, None),
    };
    // As this page writes it: the code alone decides.
    if let Some(insee) = code.as_ref().filter(|code| code.len() == 5)
        && let Some(commune) = g.commune(&Insee(insee.clone()))
    {
        return Ok(Place::Commune(commune.insee.clone()));
    }
    let within = |dep: &Dep| code.as_ref().is_none_or(|code| *code == dep.0);
    let departements: Vec<&Departement> = g
        .departements()
        .iter()
        .filter(|d| (same(d.name, name) || d.code.0.eq_ignore_ascii_case(name)) && within(&d.code))
        .collect();
    let communes: Vec<&Commune> = g
        .communes()
        .iter()
        .filter(|c| is_called(c, name) && within(&c.insee.departement()))
        .collect();
    match (departements.as_slice(), communes.as_slice()) {
        ([departement], []) => Ok(Place::Departement(departement.code.clone())),
        ([], [commune]) => Ok(Place::Commune(commune.insee.clone())),
        ([], []) => Err(unknown(g, line)),
        _ => {
            let all: Vec<String> = departements
                .iter()
                .map(|d| format!("{} ({})", d.name, d.code))
                .chain(communes.iter().map(|c| format!("{} ({})", c.name, c.insee)))
                .take(8)
                .collect();
            Err(format!(
                "« {line} » désigne plusieurs lieux. Écrivez celui que vous voulez : {}.",
                all.join(", ")
            ))
        }
    }
}

fn same(name: &str, typed: &str) -> bool {
    // Cheap first: most of 35,000 names begin otherwise.
    let first = |text: &str| slug(text.get(..text.len().min(1)).unwrap_or(text));
    let (a, b) = (first(name), first(typed));
    (a.is_empty() || b.is_empty() || a == b) && slug(name) == slug(typed)
}

fn is_called(commune: &Commune, typed: &str) -> bool {
    let code = typed.len() == 5 && typed.chars().any(|c| c.is_ascii_digit());
    if code {
        commune.insee.0.eq_ignore_ascii_case(typed) || commune.postal_codes.contains(&typed)
    } else {
        same(commune.name, typed)
    }
}

fn unknown(g: &'static Gazetteer, line: &str) -> String {
    let near: Vec<String> = g
        .search(line, 3)
        .iter()
        .map(|c| format!("{} ({})", c.name, c.insee))
        .collect();
    if near.is_empty() {
        format!("« {line} » est inconnu. Vérifiez le nom, ou écrivez le code INSEE.")
    } else {
        format!(
            "« {line} » est inconnu. Vouliez-vous dire {} ?",
            near.join(", ")
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn places(departements: &[&str], communes: &[&str]) -> Places {
        Places::new(
            departements.iter().map(|d| Dep((*d).into())),
            communes.iter().map(|c| Insee((*c).into())),
        )
    }

    #[test]
    fn names_and_codes_are_read_whatever_their_accents() {
        let read = read("ales\r\nGard (30)\n48\n13055; Sète").unwrap();
        assert_eq!(read, places(&["30", "48"], &["30007", "13055", "34301"]));
    }

    #[test]
    fn what_is_written_reads_back_as_the_same_places() {
        for set in [
            places(&["30", "2A"], &["34301", "97411"]),
            places(&["86"], &["38544"]),
        ] {
            assert_eq!(read(&written(&set)), Ok(set));
        }
    }

    #[test]
    fn a_name_of_several_places_is_asked_about_and_never_guessed() {
        let errors = read("Vienne\nSaint-Denis").unwrap_err();
        assert_eq!(errors.len(), 2);
        assert!(errors[0].contains("Vienne (86)") && errors[0].contains("Vienne (38544)"));
        assert!(errors[1].contains("(93066)") && errors[1].contains("(97411)"));
    }

    #[test]
    fn an_unknown_line_is_told_with_what_may_have_been_meant() {
        let errors = read("Montpelier").unwrap_err();
        assert!(errors[0].contains("Montpellier (34172)"), "{errors:?}");
        assert_eq!(read(" \n ").unwrap_err().len(), 1);
    }
}
