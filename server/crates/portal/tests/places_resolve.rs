//! From CAP areas to places, without contours.

use std::collections::BTreeSet;

use portal::cap::{Area, Circle, NamedValue, Point};
use portal::messages::Resolution;
use portal::places::{Dep, Insee, NoContours, Places, gazetteer, resolve};
use proptest::prelude::*;

fn deps(codes: &[&str]) -> Vec<Dep> {
    codes.iter().map(|c| Dep((*c).to_owned())).collect()
}

fn area(desc: &str, geocodes: &[(&str, &str)]) -> Area {
    Area {
        desc: desc.to_owned(),
        geocodes: geocodes
            .iter()
            .map(|(name, value)| NamedValue {
                name: (*name).to_owned(),
                value: (*value).to_owned(),
            })
            .collect(),
        ..Area::default()
    }
}

/// With the territory Gard and Hérault.
fn of(geocodes: &[(&str, &str)]) -> Resolution {
    resolve(&area("", geocodes), &deps(&["30", "34"]), &NoContours)
}

fn known(departements: &[&str], communes: &[&str]) -> Resolution {
    Resolution {
        places: places(departements, communes),
        resolved: true,
    }
}

fn open(departements: &[&str], communes: &[&str]) -> Resolution {
    Resolution {
        places: places(departements, communes),
        resolved: false,
    }
}

fn places(departements: &[&str], communes: &[&str]) -> Places {
    Places::new(
        deps(departements),
        communes.iter().map(|c| Insee((*c).to_owned())),
    )
}

#[test]
fn a_commune_code_is_read_under_all_its_names() {
    for name in [
        "INSEE",
        "insee",
        "INSEE_COM",
        "Insee-Com",
        "COMMUNE",
        "codgeo",
        "Code INSEE",
        "code_commune",
    ] {
        assert_eq!(of(&[(name, "30007")]), known(&[], &["30007"]), "{name}");
    }
    assert_eq!(of(&[("INSEE", " 2a004 ")]), known(&[], &["2A004"]));
    assert_eq!(of(&[("INSEE", "97411")]), known(&[], &["97411"]));
    assert_eq!(
        of(&[("INSEE_COM", "1004")]),
        known(&[], &["01004"]),
        "a lost zero"
    );
}

#[test]
fn a_departement_code_is_read_under_all_its_names() {
    for name in [
        "INSEE",
        "INSEE_DEP",
        "DEPARTEMENT",
        "Département",
        "code_departement",
    ] {
        assert_eq!(of(&[(name, "30")]), known(&["30"], &[]), "{name}");
    }
    assert_eq!(of(&[("INSEE", "2b")]), known(&["2B"], &[]));
    assert_eq!(of(&[("INSEE", "974")]), known(&["974"], &[]));
    assert_eq!(of(&[("INSEE_DEP", "1")]), known(&["01"], &[]));
    assert_eq!(of(&[("INSEE_DEP", "20")]), known(&["2A", "2B"], &[]));
    assert_eq!(of(&[("DEPARTEMENT", "Gard")]), known(&["30"], &[]));
    assert_eq!(
        of(&[("DEPARTEMENT", "Alpes-de-Haute-Provence")]),
        known(&["04"], &[])
    );
}

#[test]
fn nuts_emma_regions_and_epci_are_read() {
    assert_eq!(of(&[("NUTS3", "FR812")]), known(&["30"], &[]));
    assert_eq!(of(&[("NUTS2", "FR83")]), known(&["2A", "2B"], &[]));
    assert_eq!(of(&[("EMMA_ID", "FR022")]), known(&["30"], &[]));
    assert_eq!(
        of(&[("EMMA_ID", "FR067")]),
        known(&["75", "92", "93", "94"], &[])
    );
    assert_eq!(of(&[("INSEE_REG", "94")]), known(&["2A", "2B"], &[]));
    assert_eq!(of(&[("ISO 3166-2", "FR-30")]), known(&["30"], &[]));
    let group = portal::places::epci_of(&Insee("30007".into())).unwrap();
    let all: BTreeSet<Insee> = group.communes.iter().cloned().collect();
    assert_eq!(*of(&[("EPCI", group.code)]).places.communes(), all);
}

#[test]
fn several_geocodes_are_one_area() {
    let codes = [("INSEE", "30007"), ("INSEE", "30189"), ("NUTS3", "FR813")];
    assert_eq!(of(&codes), known(&["34"], &["30007", "30189"]));
    assert_eq!(
        of(&[("INSEE", "30007 30189;30133")]),
        known(&[], &["30007", "30189", "30133"])
    );
    let both = [("INSEE", "30007"), ("NUTS3", "FR812")];
    assert_eq!(of(&both), known(&["30"], &[]), "the commune is within");
}

#[test]
fn an_old_code_means_the_commune_of_today() {
    assert_eq!(of(&[("INSEE", "59355")]), known(&[], &["59350"]));
    assert_eq!(of(&[("INSEE", "75101")]), known(&[], &["75056"]));
    assert_eq!(of(&[("INSEE", "55273")]), known(&[], &["55245", "55386"]));
}

#[test]
fn an_unknown_commune_code_stands_for_its_departement() {
    let codes = [("INSEE", "34172"), ("INSEE", "30999")];
    assert_eq!(of(&codes), known(&["30"], &["34172"]));
    assert_eq!(of(&[("INSEE", "97499")]), known(&["974"], &[]));
}

#[test]
fn a_code_that_could_be_anywhere_opens_the_territory_and_keeps_what_is_known() {
    let codes = [("INSEE", "75056"), ("INSEE", "XYZ")];
    assert_eq!(of(&codes), open(&["30", "34"], &["75056"]));
    assert_eq!(of(&[("EMMA_ID", "FR999")]), open(&["30", "34"], &[]));
    assert_eq!(of(&[("INSEE", "99123")]), open(&["30", "34"], &[]));
}

#[test]
fn schemes_of_other_countries_are_passed_over() {
    assert_eq!(
        of(&[("FIPS6", "048201"), ("UGC", "TXC201"), ("SAME", "30007")]),
        open(&["30", "34"], &[])
    );
    assert_eq!(
        of(&[("FIPS6", "048201"), ("INSEE", "30007")]),
        known(&[], &["30007"])
    );
    assert_eq!(
        of(&[("INSEE", ""), ("INSEE", "  ")]),
        open(&["30", "34"], &[]),
        "empty codes say nothing"
    );
}

#[test]
fn a_place_abroad_is_nowhere_in_france() {
    assert_eq!(of(&[("EMMA_ID", "FR001")]), known(&[], &[]), "Andorra");
    assert_eq!(of(&[("EMMA_ID", "AT001")]), known(&[], &[]));
    assert_eq!(
        of(&[("EMMA_ID", "FR001"), ("EMMA_ID", "FR008")]),
        known(&["09"], &[])
    );
}

#[test]
fn nothing_known_is_the_whole_territory_or_all_of_france() {
    assert_eq!(of(&[]), open(&["30", "34"], &[]));
    let france = resolve(&area("près de la rivière", &[]), &[], &NoContours);
    assert!(!france.resolved);
    assert_eq!(
        france.places.whole_departements().len(),
        gazetteer().departements().len()
    );
}

fn drawn(desc: &str) -> Area {
    let mut drawn = area(desc, &[]);
    drawn.polygons = vec![vec![
        Point {
            lat: 44.0,
            lon: 4.0,
        },
        Point {
            lat: 44.1,
            lon: 4.0,
        },
        Point {
            lat: 44.1,
            lon: 4.1,
        },
        Point {
            lat: 44.0,
            lon: 4.0,
        },
    ]];
    drawn
}

#[test]
fn a_polygon_without_contours_is_the_whole_territory() {
    let territory = deps(&["30"]);
    for desc in ["Bords du Gardon", "Alès", ""] {
        let found = resolve(&drawn(desc), &territory, &NoContours);
        assert_eq!(
            found,
            open(&["30"], &[]),
            "{desc}: it may reach beyond what it is named after"
        );
    }
    let found = resolve(&drawn("Gard"), &deps(&["30", "34"]), &NoContours);
    assert_eq!(found, known(&["30"], &[]));
}

fn described(desc: &str, territory: &[&str]) -> Resolution {
    resolve(&area(desc, &[]), &deps(territory), &NoContours)
}

#[test]
fn a_description_that_is_a_departement_is_believed() {
    for desc in [
        "Gard",
        "GARD",
        "Département du Gard",
        "Gard (30)",
        "30 - Gard",
        "Le Gard",
    ] {
        assert_eq!(described(desc, &[]), known(&["30"], &[]), "{desc}");
    }
    assert_eq!(
        described("Département des Bouches-du-Rhône", &[]),
        known(&["13"], &[])
    );
    assert_eq!(
        described("Département de l'Hérault", &[]),
        known(&["34"], &[])
    );
    assert_eq!(described("Val-d’Oise", &[]), known(&["95"], &[]));
    assert_eq!(
        described("Gard, Hérault et Lozère", &[]),
        known(&["30", "34", "48"], &[])
    );
    assert!(
        !described("Gard (34)", &["30", "34"]).resolved,
        "name and code disagree"
    );
    assert!(
        !described("Le nord du Gard", &["30"]).resolved,
        "a part is not the whole"
    );
}

#[test]
fn a_description_that_is_one_commune_of_the_territory_is_believed() {
    assert_eq!(described("Alès", &["30"]), known(&[], &["30007"]));
    assert_eq!(described("Commune d'Alès", &["30"]), known(&[], &["30007"]));
    assert_eq!(described("Saint-Denis", &["93"]), known(&[], &["93066"]));
    assert!(!described("Saint-Denis", &[]).resolved, "there are several");
    assert!(!described("Saint-Denis", &["34"]).resolved, "none there");
}

#[test]
fn a_name_of_a_departement_and_of_a_commune_means_both_unless_the_territory_tells() {
    assert_eq!(described("Vienne", &["38"]), known(&[], &["38544"]));
    assert_eq!(described("Vienne", &["86"]), known(&["86"], &[]));
    assert_eq!(described("Vienne", &[]), known(&["86"], &["38544"]));
}

fn any_area() -> impl Strategy<Value = Area> {
    let number = prop_oneof![any::<f64>(), -180.0..180.0, Just(0.0), Just(44.0)];
    let point = (number.clone(), number.clone()).prop_map(|(lat, lon)| Point { lat, lon });
    let ring = proptest::collection::vec(point.clone(), 0..12);
    let name = prop_oneof![
        Just("INSEE"),
        Just("NUTS3"),
        Just("EMMA_ID"),
        Just("ISO3166-2"),
        Just("EPCI"),
        Just("DEP"),
        Just("x")
    ];
    let value = prop_oneof!["\\PC{0,12}", "[0-9AB]{0,6}", "FR[0-9A-Z]{0,4}"];
    let geocode = (name, value).prop_map(|(name, value)| NamedValue {
        name: name.to_owned(),
        value,
    });
    (
        "\\PC{0,40}",
        proptest::collection::vec(ring.clone(), 0..3),
        proptest::collection::vec((point, number), 0..3),
        proptest::collection::vec(geocode, 0..3),
        proptest::collection::vec(ring, 0..3),
    )
        .prop_map(|(desc, polygons, circles, geocodes, lines)| Area {
            desc,
            polygons,
            circles: circles
                .into_iter()
                .map(|(centre, radius_km)| Circle { centre, radius_km })
                .collect(),
            geocodes,
            lines,
        })
}

proptest! {
    #[test]
    fn what_is_not_resolved_holds_the_whole_territory(area in any_area()) {
        let territory = deps(&["30", "2A"]);
        let found = resolve(&area, &territory, &NoContours);
        if !found.resolved {
            for dep in &territory {
                prop_assert!(found.places.whole_departements().contains(dep));
            }
        }
    }
}
