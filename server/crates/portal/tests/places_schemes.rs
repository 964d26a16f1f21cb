//! NUTS and EMMA_ID against the nomenclatures, the gazetteer, and the shared reference when it is there.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use portal::places::{Dep, Meaning, emma_id, emma_id_of, gazetteer, normalise, nuts, nuts3_of};

fn departements(codes: &[&str]) -> Meaning {
    Meaning::Departements(codes.iter().map(|c| Dep((*c).to_owned())).collect())
}

/// `shared/` beside any ancestor of this crate.
fn shared() -> Option<PathBuf> {
    if let Some(dir) = std::env::var_os("RIVES_SHARED") {
        return Some(PathBuf::from(dir));
    }
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .ancestors()
        .map(|a| a.join("shared"))
        .find(|s| s.join("fixtures").is_dir())
}

#[test]
fn an_emma_id_is_not_a_departement_number() {
    assert_eq!(emma_id("FR003"), departements(&["65"]));
    assert_eq!(emma_id("FR022"), departements(&["30"]));
    assert_eq!(emma_id("fr089 "), departements(&["2B"]));
    assert_eq!(emma_id("FR101"), departements(&["75"]));
}

#[test]
fn one_emma_id_is_paris_and_its_three_neighbours() {
    assert_eq!(emma_id("FR067"), departements(&["75", "92", "93", "94"]));
}

#[test]
fn andorra_and_foreign_areas_are_known_not_to_be_in_france() {
    assert_eq!(emma_id("FR001"), Meaning::Abroad);
    assert_eq!(emma_id("AT001"), Meaning::Abroad);
    assert_eq!(emma_id("DE-X"), Meaning::Unknown);
    assert_eq!(nuts("DE125"), Meaning::Abroad);
}

#[test]
fn what_is_not_a_code_stays_unknown() {
    for code in [
        "",
        "FR999",
        "FR0",
        "30",
        "FRZZZ",
        "FR8122",
        "ÉÉÉÉÉ",
        "FR\u{1F600}",
    ] {
        assert_eq!(emma_id(code), Meaning::Unknown, "{code}");
        assert_eq!(nuts(code), Meaning::Unknown, "{code}");
    }
}

#[test]
fn nuts_codes_of_all_years_name_the_same_departement() {
    for (codes, departement) in [
        (&["FR812", "FRJ12"][..], "30"),
        (&["FR101"], "75"),
        (&["FR831", "FRM01"], "2A"),
        (&["FR716", "FRK26"], "69"),
        (&["FR434", "FRC24"], "90"),
        (&["FR940", "FRA40", "FRY40"], "974"),
        (&["FRA50", "FRY50"], "976"),
    ] {
        for code in codes {
            assert_eq!(nuts(code), departements(&[departement]), "{code}");
        }
    }
}

#[test]
fn a_nuts_region_is_its_departements() {
    assert_eq!(nuts("FR81"), departements(&["11", "30", "34", "48", "66"]));
    assert_eq!(nuts("FRJ1"), nuts("FR81"));
    assert_eq!(nuts("FR83"), departements(&["2A", "2B"]));
    assert_eq!(nuts("FRY4"), departements(&["974"]));
    let Meaning::Departements(all) = nuts("FR") else {
        panic!("FR is France");
    };
    assert_eq!(all.len(), 101);
}

/// Each NUTS 2 region of 2010 kept its départements together within one INSEE region of today.
#[test]
fn nuts_regions_agree_with_the_regions_of_insee() {
    for region in [
        "FR10", "FR21", "FR22", "FR23", "FR24", "FR25", "FR26", "FR30", "FR41", "FR42", "FR43",
        "FR51", "FR52", "FR53", "FR61", "FR62", "FR63", "FR71", "FR72", "FR81", "FR82", "FR83",
    ] {
        let Meaning::Departements(departements) = nuts(region) else {
            panic!("{region} is unknown");
        };
        let insee: BTreeSet<&str> = departements
            .iter()
            .map(|d| gazetteer().departement(d).unwrap().region)
            .collect();
        assert_eq!(insee.len(), 1, "{region}: {insee:?}");
        // Within a region, NUTS counts its départements in the order of their own codes.
        let mut by_number: Vec<(&str, &Dep)> = departements
            .iter()
            .map(|d| (nuts3_of(d).unwrap(), d))
            .collect();
        by_number.sort();
        assert!(by_number.is_sorted_by_key(|(_, d)| *d), "{by_number:?}");
        let from_one = by_number
            .iter()
            .zip(1..)
            .all(|((n, _), i)| n.ends_with(&format!("{i}")));
        assert!(from_one, "{by_number:?}");
    }
}

#[test]
fn every_departement_with_a_prefect_has_its_codes_once() {
    let mut nuts3 = BTreeSet::new();
    let mut emma = BTreeSet::new();
    for departement in gazetteer().departements() {
        let code = &departement.code;
        let overseas = code.0.len() == 3;
        let drom = ["971", "972", "973", "974", "976"].contains(&code.0.as_str());
        assert_eq!(nuts3_of(code).is_some(), !overseas || drom, "{code}");
        assert_eq!(emma_id_of(code).is_some(), !overseas, "{code}");
        if let Some(n) = nuts3_of(code) {
            assert!(nuts3.insert(n), "{n} twice");
            assert_eq!(nuts(n), departements(&[&code.0]));
        }
        if let Some(e) = emma_id_of(code) {
            assert!(emma.insert(e), "{e} twice");
            assert_eq!(emma_id(e), departements(&[&code.0]));
        }
    }
    assert_eq!((nuts3.len(), emma.len()), (101, 96));
}

#[test]
fn the_shared_reference_agrees_but_for_what_it_leaves_open() {
    let Some(path) = shared().map(|s| s.join("reference/emma_nuts3_departement.tsv")) else {
        eprintln!("no shared reference here: nothing compared");
        return;
    };
    let Ok(text) = std::fs::read_to_string(&path) else {
        eprintln!("{} is not there: nothing compared", path.display());
        return;
    };
    let mut differences = BTreeMap::new();
    for line in text.lines().skip(1) {
        let cells: Vec<&str> = line.split('\t').collect();
        let [emma, nuts3, name, dep] = cells[..] else {
            panic!("{line}");
        };
        let expected = if dep.is_empty() {
            Meaning::Unknown
        } else {
            departements(&[dep])
        };
        if emma_id(emma) != expected {
            differences.insert(emma.to_owned(), emma_id(emma));
        }
        if nuts3.is_empty() {
            continue;
        }
        assert_eq!(nuts(nuts3), departements(&[dep]), "{nuts3} {name}");
        let ours = gazetteer().departement(&Dep(dep.to_owned())).unwrap().name;
        assert_eq!(normalise(ours), normalise(name), "{dep}");
    }
    // The file leaves these two without a département: they are not in France, and four at once.
    let named = BTreeMap::from([
        ("FR001".to_owned(), Meaning::Abroad),
        ("FR067".to_owned(), departements(&["75", "92", "93", "94"])),
    ]);
    assert_eq!(differences, named);
}
