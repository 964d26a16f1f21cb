//! What residents type, and the commune they mean.

use portal::places::{Dep, Insee, gazetteer};
use proptest::prelude::*;

/// The codes found, best first.
fn codes(typed: &str) -> Vec<&'static str> {
    gazetteer()
        .search(typed, 10)
        .into_iter()
        .map(|c| c.insee.0.as_str())
        .collect()
}

#[track_caller]
fn leads_to(typed: &str, insee: &str) {
    let found = codes(typed);
    assert_eq!(
        found.first().copied(),
        Some(insee),
        "{typed:?} found {found:?}"
    );
}

#[test]
fn a_name_is_found_without_accents_case_or_hyphens() {
    for typed in ["Alès", "ales", "ALES", "  alès ", "Ale\u{300}s"] {
        leads_to(typed, "30007");
    }
    for typed in [
        "Saint-Hippolyte-du-Fort",
        "saint-hippolyte-du-fort",
        "St Hippolyte du Fort",
        "st-hippolyte du  fort",
        "SAINT HIPPOLYTE DU FORT",
        "saint hippolyte fort",
        "hippolyte du fort",
    ] {
        leads_to(typed, "30263");
    }
    leads_to("nimes", "30189");
    leads_to("ste enimie", "48146");
}

#[test]
fn apostrophes_and_ligatures_are_forgiven() {
    for typed in [
        "L'Haÿ-les-Roses",
        "lhay les roses",
        "l hay les roses",
        "L’Haÿ les Roses",
        "hay les roses",
    ] {
        leads_to(typed, "94038");
    }
    for typed in ["Œuilly", "oeuilly", "OEUILLY"] {
        let mut found = codes(typed);
        found.truncate(2);
        assert_eq!(found, ["51410", "02565"], "{typed}: both, the larger first");
    }
}

#[test]
fn a_leading_article_may_be_left_out() {
    for typed in ["Le Grau du Roi", "grau du roi", "le grau-du-roi", "grau du"] {
        leads_to(typed, "30133");
    }
    leads_to("mans", "72181");
    leads_to("rochelle", "17300");
    leads_to("y", "80829");
}

#[test]
fn a_postal_code_finds_its_communes_the_largest_first() {
    leads_to("30100", "30007");
    leads_to("30 100", "30007");
    leads_to("301", "30007");
    leads_to("30", "30189");
    leads_to("75015", "75056");
    leads_to("20000", "2A004");
    leads_to("97400", "97411");
}

#[test]
fn an_insee_code_finds_its_commune() {
    leads_to("30007", "30007");
    leads_to("2A004", "2A004");
    leads_to("2b033", "2B033");
    leads_to("97411", "97411");
    leads_to("2a", "2A004");
}

#[test]
fn the_departement_or_postal_code_may_stand_beside_the_name() {
    for typed in [
        "Alès (30)",
        "Alès Gard",
        "30100 Alès",
        "Alès 30100",
        "ales, gard",
        "30 Alès",
    ] {
        leads_to(typed, "30007");
    }
    leads_to("Saint-Denis (974)", "97411");
    leads_to("Saint-Denis La Réunion", "97411");
    leads_to("Saint-Denis Réunion", "97411");
    leads_to("Saint-Denis 93", "93066");
    assert_eq!(
        codes("Saint-Denis").get(..2),
        Some(&["97411", "93066"][..]),
        "by population"
    );
    leads_to("Œuilly 02", "02565");
    leads_to("Œuilly Aisne", "02565");
    leads_to("Saint-Martin de Fenouillet 66", "66184");
}

#[test]
fn one_typing_error_is_forgiven_in_a_long_word() {
    leads_to("Nmes", "30189");
    leads_to("Marseile", "13055");
    leads_to("Marsielle", "13055");
    leads_to("Montpelleir", "34172");
    leads_to("Saint-Hipolyte-du-Fort", "30263");
    assert!(codes("st hipolyte").contains(&"30263"));
    leads_to("Toulousse", "31555");
    leads_to("Nmes (30)", "30189");
    assert!(
        !codes("Als").contains(&"30007"),
        "a short word is taken as it is"
    );
}

#[test]
fn whoever_typed_a_name_rightly_is_not_offered_its_neighbours() {
    for commune in gazetteer().search("Nîmes", 20) {
        assert!(commune.name.starts_with("Nîmes"), "{}", commune.name);
    }
}

#[test]
fn arrondissements_lead_to_their_city() {
    for typed in [
        "Marseille 8e",
        "marseille 8eme",
        "Marseille 8",
        "Marseille 8e Arrondissement",
    ] {
        leads_to(typed, "13055");
    }
    leads_to("Paris 13", "75056");
    leads_to("Paris 5ème", "75056");
    leads_to("Lyon 3e", "69123");
    leads_to("75101", "75056");
    leads_to("69381", "69123");
}

#[test]
fn an_old_name_leads_to_the_commune_of_today() {
    let found = gazetteer().find("Bellegarde-sur-Valserine", 1);
    let found = found.first().unwrap();
    assert_eq!(found.commune.name, "Valserhône");
    assert_eq!(found.by, Some("Bellegarde-sur-Valserine"));
    leads_to("lomme", "59350");
    leads_to("59355", "59350");
    let own = gazetteer().find("Valserhône", 1);
    assert_eq!(own.first().unwrap().by, None);
}

#[test]
fn exact_comes_before_prefix_and_prefix_before_words() {
    let found = gazetteer().search("Saint-Jean", 500);
    let rank = |name: &str| match name {
        "Saint-Jean" => 0,
        n if n.starts_with("Saint-Jean") => 1,
        _ => 2,
    };
    // Former names stand after today's names of the same rank; only today's are compared here.
    let own: Vec<_> = gazetteer()
        .find("Saint-Jean", 500)
        .into_iter()
        .filter(|m| m.by.is_none())
        .map(|m| rank(m.commune.name))
        .collect();
    assert!(found.len() > 50);
    assert!(own.is_sorted(), "{own:?}");
    assert_eq!(own.first(), Some(&0));
}

#[test]
fn nothing_is_found_for_absurd_queries() {
    let long = "a".repeat(10_000);
    let accents = "é".repeat(10_000);
    for typed in [
        "", " ", "😀", "%", "'", "\"", "';--", "\0", "qqqqqq", "99999", "123456", "-", &long,
        &accents,
    ] {
        assert_eq!(codes(typed), Vec::<&str>::new(), "{typed:.20}");
    }
}

#[test]
fn never_more_than_asked_for_and_never_one_twice() {
    assert!(gazetteer().search("saint", 0).is_empty());
    let found = gazetteer().search("saint", 7);
    assert_eq!(found.len(), 7);
    let all = gazetteer().search("paris", 1_000);
    let mut unique: Vec<_> = all.iter().map(|c| &c.insee).collect();
    unique.sort();
    unique.dedup();
    assert_eq!(unique.len(), all.len());
}

#[test]
fn every_commune_is_found_by_its_own_name_and_departement() {
    // Every 97th, so that all regions and shapes of names are among them.
    for commune in gazetteer().communes().iter().step_by(97) {
        let typed = format!("{} ({})", commune.name, commune.insee.departement());
        let found = gazetteer().search(&typed, 10);
        assert!(found.contains(&commune), "{typed}");
        assert!(
            gazetteer().search(commune.name, 200).contains(&commune),
            "{typed}"
        );
    }
}

#[test]
fn the_gazetteer_knows_codes_that_are_no_commune() {
    assert!(gazetteer().commune(&Insee("30999".into())).is_none());
    assert!(gazetteer().communes_of(&Dep("97".into())).is_empty());
    assert!(gazetteer().communes_of(&Dep(String::new())).is_empty());
}

proptest! {
    #[test]
    fn no_text_makes_the_search_panic(typed in "\\PC{0,60}") {
        prop_assert!(gazetteer().search(&typed, 5).len() <= 5);
    }

    #[test]
    fn no_near_name_makes_the_search_panic(typed in "(st|le|l'|30|2a|é|œ|[a-z]{1,3}| |-|8e|97){0,12}") {
        prop_assert!(gazetteer().search(&typed, 5).len() <= 5);
    }
}

/// Timings: `cargo test --release -p rives-portal --test places_search -- --ignored --nocapture`.
#[test]
#[ignore = "a measurement, not a test"]
fn how_long_it_takes() {
    let start = std::time::Instant::now();
    let _ = gazetteer();
    eprintln!("first use: {:?}", start.elapsed());
    for typed in [
        "saint",
        "s",
        "Nmes",
        "montpelier herault",
        "30100",
        "st hipolyte du fort",
        "zzzzzzzz",
        "aeinrst",
    ] {
        let start = std::time::Instant::now();
        let n = (0..20)
            .map(|_| gazetteer().search(typed, 20).len())
            .sum::<usize>()
            / 20;
        eprintln!("{typed}: {:?}, {n} found", start.elapsed() / 20);
    }
}
