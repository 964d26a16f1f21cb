//! Where an alert holds, in names.

use portal::cap::Area;
use portal::messages::{Resolution, Shown};
use portal::places::{Commune, Dep, Departement, Places, gazetteer};

use crate::text::one_line;

/// `Gard (30)`; the bare code when the gazetteer does not know it.
pub(crate) fn departement_name(code: &Dep) -> String {
    gazetteer()
        .departement(code)
        .map_or_else(|| code.to_string(), |d| format!("{} ({})", d.name, d.code))
}

/// The French path of a commune's page.
pub(crate) fn commune_path(commune: &Commune) -> String {
    format!(
        "/commune/{}/{}",
        commune.insee,
        portal::places::slug(commune.name)
    )
}

/// The French path of a département's page.
pub(crate) fn departement_path(code: &Dep) -> String {
    format!("/departement/{code}")
}

/// The authors' words for the areas of an info, without repetition.
pub(crate) fn area_names(shown: &Shown<'_>) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for area in &shown.info.areas {
        let name = one_line(&area.desc);
        if !name.is_empty() && !names.contains(&name) {
            names.push(name);
        }
    }
    names
}

/// The areas of an info with where they lie.
pub(crate) fn areas<'a>(shown: &Shown<'a>) -> Vec<(&'a Area, &'a Resolution)> {
    shown.message.areas(shown.index).collect()
}

/// A département and the communes of it that are concerned; empty: all of it.
pub(crate) struct InDepartement {
    pub code: Dep,
    pub known: Option<&'static Departement>,
    pub communes: Vec<&'static Commune>,
    pub whole: bool,
}

/// A set of places by département.
pub(crate) fn by_departement(places: &Places) -> Vec<InDepartement> {
    places
        .departements()
        .into_iter()
        .map(|code| {
            let whole = places.whole_departements().contains(&code);
            let mut communes: Vec<_> = places
                .communes()
                .iter()
                .filter(|c| c.departement() == code)
                .filter_map(|c| gazetteer().commune(c))
                .collect();
            communes.sort_by_key(|c| portal::places::slug(c.name));
            InDepartement {
                known: gazetteer().departement(&code),
                code,
                communes,
                whole,
            }
        })
        .collect()
}

/// Whether a set is every département that there is.
pub(crate) fn is_all_of_france(places: &Places) -> bool {
    let all = gazetteer().departements();
    !all.is_empty()
        && all
            .iter()
            .all(|d| places.whole_departements().contains(&d.code))
}
