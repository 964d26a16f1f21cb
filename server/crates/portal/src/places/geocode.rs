//! What one CAP `geocode` says.
//!
//! Owns the names under which France's codes are published and how tolerantly their values are read.
//! Never combines several geocodes: that is [`super::resolve`].

use crate::cap::NamedValue;
use crate::places::{Dep, Insee, Meaning, Places, emma_id, epci, gazetteer, normalise, nuts};

/// What one value of a geocode says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Said {
    /// These places; empty for one that is certainly not in France.
    Places(Places),
    /// A scheme of ours with a code that is not known: some part of these départements.
    PartOf(Dep),
    /// A scheme of ours with a code that could be anywhere in France.
    Somewhere,
}

/// The schemes that are read.
#[derive(Clone, Copy)]
enum Scheme {
    CommuneOrDepartement,
    Commune,
    Departement,
    Region,
    Nuts,
    Emma,
    Epci,
    Iso,
}

impl Scheme {
    /// By the geocode's `valueName`, whatever its case and separators.
    fn named(name: &str) -> Option<Self> {
        let key = normalise(name).replace(' ', "");
        Some(match key.as_str() {
            "insee" | "codeinsee" | "inseecode" | "cog" | "codecog" => Self::CommuneOrDepartement,
            "inseecom" | "inseecommune" | "commune" | "communes" | "codecommune" | "codgeo"
            | "codecommuneinsee" | "com" => Self::Commune,
            "inseedep" | "inseedepartement" | "departement" | "departements" | "dep" | "dept"
            | "codedepartement" | "codedept" | "codedep" => Self::Departement,
            "inseereg" | "inseeregion" | "coderegion" | "region" => Self::Region,
            "emmaid" | "emma" => Self::Emma,
            "epci" | "codeepci" | "sirenepci" => Self::Epci,
            "iso31662" => Self::Iso,
            key if key.starts_with("nuts") => Self::Nuts,
            _ => return None,
        })
    }
}

/// What a geocode says, value by value; `None` when its scheme is not one of France's or it is empty.
pub(super) fn read(geocode: &NamedValue) -> Option<Vec<Said>> {
    let scheme = Scheme::named(&geocode.name)?;
    let values: Vec<&str> = geocode
        .value
        .split(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | '|'))
        .filter(|v| !v.is_empty())
        .collect();
    if values.is_empty() {
        return None;
    }
    let said: Vec<Said> = values.iter().map(|v| one(scheme, v)).collect();
    if said.contains(&Said::Somewhere)
        && let Some(places) = departement_by_name(scheme, &geocode.value)
    {
        return Some(vec![Said::Places(places)]);
    }
    Some(said)
}

fn one(scheme: Scheme, value: &str) -> Said {
    let code = value.to_ascii_uppercase();
    match scheme {
        Scheme::CommuneOrDepartement if code.len() <= 3 => departement(&code),
        Scheme::CommuneOrDepartement | Scheme::Commune => commune(&code),
        Scheme::Departement => departement(&code),
        Scheme::Region => region(&code),
        Scheme::Nuts => meaning(nuts(&code)),
        Scheme::Emma => meaning(emma_id(&code)),
        Scheme::Epci => epci(&code).map_or(Said::Somewhere, |e| {
            Said::Places(Places::new([], e.communes.iter().cloned()))
        }),
        Scheme::Iso => match code.split_once('-') {
            // Paris has been `FR-75C` since 2021.
            Some(("FR", "75C")) => departement("75"),
            Some(("FR", part)) => departement(part),
            Some((country, _)) if country.len() == 2 => Said::Places(Places::default()),
            _ => Said::Somewhere,
        },
    }
}

fn meaning(meaning: Meaning) -> Said {
    match meaning {
        Meaning::Departements(departements) => Said::Places(Places::new(departements, [])),
        Meaning::Abroad => Said::Places(Places::default()),
        Meaning::Unknown => Said::Somewhere,
    }
}

fn departement(code: &str) -> Said {
    // A spreadsheet makes 1 of 01; Corsica was 20 until 1976; INSEE cuts 69 in 69D and 69M.
    let codes: &[&str] = match code {
        "20" => &["2A", "2B"],
        "69D" | "69M" => &["69"],
        code => &[code],
    };
    let known: Vec<Dep> = codes
        .iter()
        .flat_map(|c| [Dep((*c).to_owned()), Dep(format!("0{c}"))])
        .filter(|d| gazetteer().departement(d).is_some())
        .collect();
    if known.is_empty() {
        Said::Somewhere
    } else {
        Said::Places(Places::new(known, []))
    }
}

fn commune(code: &str) -> Said {
    let with_zero = (code.len() == 4).then(|| format!("0{code}"));
    let code = with_zero.as_deref().unwrap_or(code);
    let communes = gazetteer().communes_for_code(code);
    if !communes.is_empty() {
        let communes = communes.into_iter().map(|c| c.insee.clone());
        return Said::Places(Places::new([], communes));
    }
    let departement = Insee(code.to_owned()).departement();
    if code.len() == 5 && gazetteer().departement(&departement).is_some() {
        Said::PartOf(departement)
    } else {
        Said::Somewhere
    }
}

fn region(code: &str) -> Said {
    let of = gazetteer().departements().iter();
    let of: Vec<Dep> = of
        .filter(|d| d.region == code)
        .map(|d| d.code.clone())
        .collect();
    if of.is_empty() {
        Said::Somewhere
    } else {
        Said::Places(Places::new(of, []))
    }
}

/// `<valueName>DEPARTEMENT</valueName><value>Gard</value>`.
fn departement_by_name(scheme: Scheme, value: &str) -> Option<Places> {
    matches!(scheme, Scheme::Departement)
        .then(|| super::hint::departement(value))
        .flatten()
        .map(|d| Places::new([d], []))
}
