//! Contours: the operator's import and the form in which the store keeps them.

use std::time::Instant;

use portal::cap::{Area, Point};
use portal::places::{BadContours, ContourIndex, Contours, Outline, gazetteer, read_contours};
use proptest::prelude::*;

const SYNTHETIC: &str = r#"{
 "type": "FeatureCollection", "name": "synthetic", "crs": {"type": "name"},
 "features": [
  {"type": "Feature", "properties": {"code": "30007", "nom": "Alès"},
   "geometry": {"type": "Polygon", "coordinates": [[[4.0,44.0],[4.1,44.0],[4.1,44.1],[4.0,44.1],[4.0,44.0]]]}},
  {"type": "Feature", "properties": {"codgeo": "30189"},
   "geometry": {"type": "MultiPolygon", "coordinates": [[[[5.0,44.0,12.5],[5.1,44.0,12.5],[5.1,44.1,0],[5.0,44.0,0]]]]}},
  {"type": "Feature", "properties": {"INSEE_COM": "2A004", "code": "FR"},
   "geometry": {"type": "Point", "coordinates": [8.7, 41.9]}},
  {"type": "Feature", "properties": {"insee": 30133}, "geometry": null},
  {"type": "Feature", "properties": {"insee": "30133"}, "geometry": null},
  {"type": "Feature", "properties": {"insee": "30134"},
   "geometry": {"type": "Point", "coordinates": [651000.0, 6862000.0]}},
  {"type": "Feature", "properties": {"insee": "30135"},
   "geometry": {"type": "Polygon", "coordinates": [[["a", 1]]]}},
  7
 ]}"#;

#[test]
fn an_official_file_is_read_and_bad_features_are_counted() {
    let imported = read_contours(SYNTHETIC.as_bytes()).unwrap();
    let codes: Vec<_> = imported
        .outlines
        .iter()
        .map(|(c, _)| c.0.as_str())
        .collect();
    assert_eq!(codes, ["30007", "30189", "2A004"]);
    assert_eq!((imported.refused, imported.reasons.len()), (5, 5));
    assert!(
        imported.reasons[2].contains("30134") && imported.reasons[2].contains("degrees"),
        "{:?}",
        imported.reasons
    );
    assert!(imported.outlines[2].1.is_point());
    let with_bom = [b"\xef\xbb\xbf", SYNTHETIC.as_bytes()].concat();
    assert_eq!(read_contours(&with_bom).unwrap(), imported);
}

#[test]
fn a_file_that_is_no_geojson_of_communes_is_refused_with_a_reason() {
    for bad in [
        "",
        "[]",
        "{}",
        "null",
        "{\"features\": 3}",
        "{\"features\": [",
        "{\"features\": []} x",
    ] {
        let why = read_contours(bad.as_bytes()).unwrap_err();
        assert!(matches!(why, BadContours::NotGeoJson(_)), "{bad}: {why}");
    }
    let why = read_contours(br#"{"features": [{"properties": {"name": "Texas"}}]}"#).unwrap_err();
    assert!(why.to_string().contains("INSEE code"), "{why}");
    let deep = format!("{{\"features\": {}", "[".repeat(100_000));
    assert!(read_contours(deep.as_bytes()).is_err());
}

proptest! {
    #[test]
    fn any_outline_comes_back_from_its_text(
        ring in proptest::collection::vec((-180.0..180.0f64, -90.0..90.0f64), 1..30)
    ) {
        let outline = Outline::of_polygons([vec![ring]]).unwrap();
        prop_assert_eq!(Outline::from_text(&outline.to_text()), Ok(outline));
    }

    #[test]
    fn no_text_makes_an_outline_panic(text in "[0-9,;|@ -]{0,40}") {
        let _ = Outline::from_text(&text);
    }
}

/// Timings: `cargo test --release -p rives-portal --test places_import -- --ignored --nocapture`.
#[test]
#[ignore = "a measurement, not a test"]
fn how_long_all_of_france_takes() {
    // 35,000 communes of 120 points, laid out over the mainland.
    let mut text = String::from("{\"type\":\"FeatureCollection\",\"features\":[");
    for (i, commune) in gazetteer().communes().iter().enumerate() {
        let (x, y) = (
            -4.0 + (i % 190) as f64 * 0.05,
            42.0 + (i / 190) as f64 * 0.05,
        );
        let ring: Vec<String> = (0..=120)
            .map(|k| f64::from(k % 120) / 120.0 * std::f64::consts::TAU)
            .map(|a| format!("[{},{}]", x + a.cos() * 0.03, y + a.sin() * 0.03))
            .collect();
        let comma = if i > 0 { "," } else { "" };
        text.push_str(&format!(
            "{comma}{{\"properties\":{{\"code\":\"{}\"}},\"geometry\":{{\"type\":\"Polygon\",\"coordinates\":[[{}]]}}}}",
            commune.insee,
            ring.join(",")
        ));
    }
    text.push_str("]}");
    let start = Instant::now();
    let imported = read_contours(text.as_bytes()).unwrap();
    eprintln!("read {} MB: {:?}", text.len() >> 20, start.elapsed());
    let start = Instant::now();
    let stored: Vec<_> = imported
        .outlines
        .iter()
        .map(|(c, o)| (c.clone(), o.to_text()))
        .collect();
    let size: usize = stored.iter().map(|(_, t)| t.len()).sum();
    eprintln!("to text, {} MB: {:?}", size >> 20, start.elapsed());
    let start = Instant::now();
    let index = ContourIndex::new(
        stored
            .iter()
            .map(|(c, t)| (c.clone(), Outline::from_text(t).unwrap())),
    );
    eprintln!("from text and index: {:?}", start.elapsed());
    for (name, radius, corners) in [
        ("small", 0.1, 12),
        ("département", 0.6, 500),
        ("region", 2.0, 5_000),
    ] {
        let ring = (0..=corners)
            .map(|k| f64::from(k % corners) / f64::from(corners) * std::f64::consts::TAU)
            .map(|a| Point {
                lat: 45.0 + a.sin() * radius,
                lon: 2.0 + a.cos() * radius,
            })
            .collect();
        let area = Area {
            polygons: vec![ring],
            ..Area::default()
        };
        let start = Instant::now();
        let n = index.touched_by(&area).unwrap().len();
        eprintln!(
            "{name}, {corners} corners: {n} communes in {:?}",
            start.elapsed()
        );
    }
    let start = Instant::now();
    let _ = index.nearest(44.1, 4.1, 10);
    eprintln!("nearest: {:?}", start.elapsed());
}
