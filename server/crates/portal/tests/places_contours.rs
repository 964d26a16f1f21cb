//! Contours: which communes an area touches.
//!
//! The shapes are synthetic: the communes of Gard and Hérault laid out on a grid, one square each.

use portal::cap::{Area, Circle, NamedValue, Point};
use portal::places::{ContourIndex, Contours, Dep, Insee, Outline, gazetteer, resolve};
use proptest::prelude::*;

/// A square's side, in degrees.
const SIDE: f64 = 0.05;

fn dep(code: &str) -> Dep {
    Dep(code.to_owned())
}

fn insee(code: &str) -> Insee {
    Insee(code.to_owned())
}

/// South-west corner of the square of the `i`-th commune of a grid that begins at `lon`, `lat`.
fn corner(i: usize, lon: f64, lat: f64) -> (f64, f64) {
    (lon + (i % 20) as f64 * SIDE, lat + (i / 20) as f64 * SIDE)
}

fn square(x: f64, y: f64, side: f64) -> Vec<(f64, f64)> {
    vec![
        (x, y),
        (x + side, y),
        (x + side, y + side),
        (x, y + side),
        (x, y),
    ]
}

#[expect(clippy::unwrap_used, reason = "only called by tests")]
fn outline(ring: Vec<(f64, f64)>) -> Outline {
    Outline::of_polygons([vec![ring]]).unwrap()
}

/// The communes of a département on a grid.
fn grid(code: &str, lon: f64, lat: f64) -> Vec<(Insee, Outline)> {
    let communes = gazetteer().communes_of(&dep(code));
    communes
        .into_iter()
        .enumerate()
        .map(|(i, c)| {
            let (x, y) = corner(i, lon, lat);
            (c.insee.clone(), outline(square(x, y, SIDE)))
        })
        .collect()
}

/// Gard from 4° E 44° N, Hérault from 2° E 43° N: they do not touch.
fn index() -> ContourIndex {
    ContourIndex::new(
        grid("30", 4.0, 44.0)
            .into_iter()
            .chain(grid("34", 2.0, 43.0)),
    )
}

/// The `i`-th commune of Gard.
fn gard(i: usize) -> Insee {
    gazetteer().communes_of(&dep("30"))[i].insee.clone()
}

fn points(ring: &[(f64, f64)]) -> Vec<Point> {
    ring.iter()
        .map(|(lon, lat)| Point {
            lat: *lat,
            lon: *lon,
        })
        .collect()
}

fn polygon(ring: &[(f64, f64)]) -> Area {
    Area {
        polygons: vec![points(ring)],
        ..Area::default()
    }
}

fn circle(lat: f64, lon: f64, radius_km: f64) -> Area {
    Area {
        circles: vec![Circle {
            centre: Point { lat, lon },
            radius_km,
        }],
        ..Area::default()
    }
}

#[expect(clippy::unwrap_used, reason = "only called by tests")]
fn touched(area: &Area) -> Vec<Insee> {
    let mut found: Vec<Insee> = index().touched_by(area).unwrap().into_iter().collect();
    found.sort();
    found
}

fn sorted(indices: &[usize]) -> Vec<Insee> {
    let mut all: Vec<Insee> = indices.iter().map(|i| gard(*i)).collect();
    all.sort();
    all
}

#[test]
fn a_polygon_touches_the_communes_it_overlaps_and_no_other() {
    assert_eq!(
        touched(&polygon(&square(4.01, 44.01, 0.01))),
        sorted(&[0]),
        "within one"
    );
    assert_eq!(
        touched(&polygon(&square(4.04, 44.04, 0.02))),
        sorted(&[0, 1, 20, 21]),
        "over a corner"
    );
    // Squares 21, 22, 41 and 42 lie wholly inside; the ring of squares around them is cut.
    let wide = touched(&polygon(&square(4.04, 44.04, 0.12)));
    assert_eq!(
        wide,
        sorted(&[0, 1, 2, 3, 20, 21, 22, 23, 40, 41, 42, 43, 60, 61, 62, 63])
    );
}

#[test]
fn a_large_polygon_touches_the_communes_it_swallows() {
    assert_eq!(touched(&polygon(&square(3.5, 43.9, 2.0))).len(), 350);
}

#[test]
fn an_open_polygon_is_closed() {
    let open = &square(4.04, 44.04, 0.02)[..4];
    assert_eq!(touched(&polygon(open)), sorted(&[0, 1, 20, 21]));
}

#[test]
fn a_self_crossing_polygon_is_its_hull_never_less() {
    // Corners in the wrong order: squares 40 and 44 lie between the lobes, away from every side.
    let order = [
        (4.01, 44.01),
        (4.24, 44.24),
        (4.01, 44.24),
        (4.24, 44.01),
        (4.01, 44.01),
    ];
    let found = touched(&polygon(&order));
    for within in [0, 2, 40, 42, 44, 82] {
        assert!(found.contains(&gard(within)), "{within}");
    }
    assert!(!found.contains(&gard(45)));
}

#[test]
fn a_polygon_that_is_flat_is_a_line() {
    let flat = [(4.01, 44.01), (4.06, 44.01), (4.11, 44.01), (4.01, 44.01)];
    assert_eq!(touched(&polygon(&flat)), sorted(&[0, 1, 2]));
    let two = [(4.01, 44.01), (4.06, 44.01)];
    assert_eq!(touched(&polygon(&two)), sorted(&[0, 1]));
}

#[test]
fn a_hole_of_a_commune_is_not_the_commune() {
    let mut shapes = grid("30", 4.0, 44.0);
    let hole = square(4.02, 44.02, 0.02);
    shapes[0].1 = Outline::of_polygons([vec![square(4.0, 44.0, SIDE), hole]]).unwrap();
    let index = ContourIndex::new(shapes);
    let inside = index
        .touched_by(&polygon(&square(4.025, 44.025, 0.005)))
        .unwrap();
    assert!(inside.is_empty(), "{inside:?}");
    let over = index
        .touched_by(&polygon(&square(4.025, 44.025, 0.02)))
        .unwrap();
    assert!(over.contains(&gard(0)));
}

#[test]
fn a_circle_of_radius_zero_is_a_point() {
    assert_eq!(touched(&circle(44.01, 4.01, 0.0)), sorted(&[0]));
    assert!(touched(&circle(44.01, 5.5, 0.0)).is_empty());
}

#[test]
fn a_circle_reaches_as_far_as_its_radius() {
    // From the middle of square 21 to its sides: 2.78 km north and south, 2.0 km east and west.
    assert_eq!(touched(&circle(44.075, 4.075, 1.9)), sorted(&[21]));
    assert_eq!(touched(&circle(44.075, 4.075, 2.2)), sorted(&[20, 21, 22]));
    assert_eq!(
        touched(&circle(44.075, 4.075, 2.9)),
        sorted(&[1, 20, 21, 22, 41])
    );
    assert_eq!(
        touched(&circle(44.0, 4.0, 900.0)).len(),
        350 + gazetteer().communes_of(&dep("34")).len()
    );
}

#[test]
fn a_line_touches_every_commune_it_runs_through() {
    let river = Area {
        lines: vec![
            points(&[(4.01, 44.01), (4.06, 44.02), (4.06, 44.09)]),
            points(&[(4.21, 44.01)]),
        ],
        ..Area::default()
    };
    assert_eq!(touched(&river), sorted(&[0, 1, 21, 4]));
}

#[test]
fn an_area_without_usable_geometry_is_not_known() {
    let index = index();
    assert_eq!(index.touched_by(&Area::default()), None);
    assert_eq!(index.touched_by(&polygon(&[])), None);
    assert_eq!(
        index.touched_by(&polygon(&[(4.0, 44.0), (f64::NAN, 44.0), (4.0, 45.0)])),
        None
    );
    assert_eq!(
        index.touched_by(&polygon(&[(651_000.0, 6_862_000.0)])),
        None
    );
    assert_eq!(index.touched_by(&circle(44.0, 4.0, f64::INFINITY)), None);
    assert_eq!(index.touched_by(&circle(44.0, 4.0, -1.0)), None);
    let around_the_earth = [
        (179.0, -14.0),
        (-177.0, -14.0),
        (-177.0, -15.0),
        (179.0, -14.0),
    ];
    assert_eq!(
        index.touched_by(&polygon(&around_the_earth)),
        None,
        "over the date line"
    );
    let mut half = polygon(&square(4.01, 44.01, 0.01));
    half.circles = circle(f64::NAN, 0.0, 1.0).circles;
    assert_eq!(
        index.touched_by(&half),
        None,
        "a part that cannot be read may be anywhere"
    );
    let empty = ContourIndex::new([]);
    assert_eq!(empty.touched_by(&polygon(&square(4.01, 44.01, 0.01))), None);
}

#[test]
fn a_polygon_is_sharpened_to_communes() {
    let found = resolve(&polygon(&square(4.04, 44.04, 0.02)), &[dep("30")], &index());
    assert!(found.resolved);
    assert!(found.places.whole_departements().is_empty());
    assert_eq!(found.places.communes().len(), 4);
}

#[test]
fn a_polygon_outside_of_everything_imported_is_nowhere() {
    let found = resolve(
        &polygon(&square(-97.0, 30.0, 1.0)),
        &[dep("30"), dep("34")],
        &index(),
    );
    assert!(found.resolved && found.places.is_empty(), "{found:?}");
    let all_of_france = resolve(&polygon(&square(-97.0, 30.0, 1.0)), &[], &index());
    assert!(
        all_of_france.resolved && all_of_france.places.is_empty(),
        "Texas, whatever was imported"
    );
}

#[test]
fn a_departement_without_contours_is_never_left_out() {
    let territory = [dep("30"), dep("48")];
    let found = resolve(&polygon(&square(4.01, 44.01, 0.01)), &territory, &index());
    assert!(!found.resolved, "nobody knows whether Lozère is touched");
    assert!(found.places.holds_commune(&gard(0)));
    assert!(found.places.whole_departements().contains(&dep("48")));
    assert!(!found.places.whole_departements().contains(&dep("30")));
    let reunion = resolve(
        &polygon(&square(4.01, 44.01, 0.01)),
        &[dep("30"), dep("974")],
        &index(),
    );
    assert!(reunion.resolved, "La Réunion is far away");
}

#[test]
fn a_commune_without_a_contour_is_touched_with_its_departement() {
    let shapes: Vec<_> = grid("30", 4.0, 44.0).into_iter().skip(1).collect();
    let index = ContourIndex::new(shapes);
    let near = index
        .touched_by(&polygon(&square(4.21, 44.21, 0.01)))
        .unwrap();
    assert!(near.contains(&gard(0)));
    let far = index
        .touched_by(&polygon(&square(2.0, 47.0, 0.01)))
        .unwrap();
    assert!(far.is_empty());
}

#[test]
fn a_departement_code_beside_a_polygon_is_sharpened_by_it() {
    let mut area = polygon(&square(4.01, 44.01, 0.01));
    area.geocodes = vec![NamedValue {
        name: "NUTS3".into(),
        value: "FR812".into(),
    }];
    let found = resolve(&area, &[], &index());
    assert!(found.resolved);
    assert_eq!(
        found.places.communes().iter().collect::<Vec<_>>(),
        [&gard(0)]
    );
    // A département that the polygon does not touch stays whole.
    area.geocodes[0].value = "FR812 FR813".into();
    let found = resolve(&area, &[], &index());
    assert!(found.places.whole_departements().contains(&dep("34")));
    assert!(!found.places.whole_departements().contains(&dep("30")));
    // One whose contours nobody has, too.
    area.geocodes[0].value = "FR814".into();
    let found = resolve(&area, &[], &index());
    assert_eq!(
        found.places.whole_departements().iter().collect::<Vec<_>>(),
        [&dep("48")]
    );
}

#[test]
fn a_departement_with_few_contours_is_not_sharpened() {
    let few = ContourIndex::new(grid("30", 4.0, 44.0).into_iter().take(100));
    let mut area = polygon(&square(4.01, 44.01, 0.01));
    area.geocodes = vec![NamedValue {
        name: "INSEE".into(),
        value: "30".into(),
    }];
    let found = resolve(&area, &[], &few);
    assert!(found.places.whole_departements().contains(&dep("30")));
}

#[test]
fn a_shape_that_comes_over_the_border_beside_a_code_from_abroad_is_not_hidden() {
    let mut area = polygon(&square(4.01, 44.01, 0.01));
    area.geocodes = vec![NamedValue {
        name: "EMMA_ID".into(),
        value: "ES001".into(),
    }];
    let found = resolve(&area, &[], &index());
    assert!(found.places.holds_commune(&gard(0)));
}

#[test]
fn a_commune_code_wins_over_a_polygon() {
    let mut area = polygon(&square(4.01, 44.01, 0.01));
    area.geocodes = vec![NamedValue {
        name: "INSEE".into(),
        value: "34172".into(),
    }];
    let found = resolve(&area, &[], &index());
    assert_eq!(
        found.places.communes().iter().collect::<Vec<_>>(),
        [&insee("34172")]
    );
}

#[test]
fn a_departement_touched_everywhere_is_whole() {
    let found = resolve(&polygon(&square(3.5, 43.9, 2.0)), &[dep("30")], &index());
    assert!(found.places.communes().is_empty());
    assert_eq!(
        found.places.whole_departements().iter().collect::<Vec<_>>(),
        [&dep("30")]
    );
}

#[test]
fn old_contours_are_joined_to_the_commune_of_today() {
    let index = ContourIndex::new([
        (insee("59350"), outline(square(3.0, 50.6, 0.05))),
        (insee("59355"), outline(square(2.95, 50.6, 0.05))),
        (insee("99999"), outline(square(0.0, 50.0, 0.05))),
    ]);
    assert_eq!(index.len(), 1);
    let lille = index.outline(&insee("59350")).unwrap();
    assert_eq!(lille.polygons().len(), 2);
}

#[test]
fn the_nearest_commune_is_the_one_that_holds_the_position() {
    let mut shapes = grid("30", 4.0, 44.0);
    // Square 0 becomes very wide: its middle is far from its eastern end.
    shapes[0].1 = outline(vec![
        (3.0, 44.0),
        (4.05, 44.0),
        (4.05, 44.05),
        (3.0, 44.05),
        (3.0, 44.0),
    ]);
    let index = ContourIndex::new(shapes);
    let near = index.nearest(44.02, 4.04, 3);
    assert_eq!(near[0], (gard(0), 0.0));
    assert_eq!(near[1].0, gard(1));
    assert!(near[1].1 > 2_000.0 && near[1].1 < 4_000.0, "{}", near[1].1);
    assert!(index.nearest(f64::NAN, 4.0, 3).is_empty());
    assert!(index.nearest(44.0, 4.0, 0).is_empty());
    let middle = index.centroid(&gard(1)).unwrap();
    assert!((middle.lon - 4.075).abs() < 1e-6 && (middle.lat - 44.025).abs() < 1e-6);
}

#[test]
fn communes_known_by_their_middle_only_are_touched_generously() {
    let index = ContourIndex::new(grid("30", 4.0, 44.0).into_iter().map(|(code, o)| {
        let c = o.centroid();
        (code, Outline::of_point(c.lon, c.lat).unwrap())
    }));
    let found = index.touched_by(&circle(44.15, 4.025, 0.0)).unwrap();
    assert!(found.contains(&gard(0)), "its middle is 14 km away");
    assert!(!found.contains(&gard(19)), "its middle is 76 km away");
}

fn any_area() -> impl Strategy<Value = Area> {
    // Few distinct numbers make many degenerate shapes: repeated points, spikes, touching sides.
    let number = prop_oneof![
        4 => prop_oneof![Just(4.0), Just(4.05), Just(4.1), Just(44.0), Just(44.05), Just(44.1)],
        2 => 3.9..4.5f64,
        2 => 43.9..44.6f64,
        1 => any::<f64>(),
    ];
    let point = (number.clone(), number.clone()).prop_map(|(lat, lon)| Point { lat, lon });
    let ring = proptest::collection::vec(point.clone(), 0..14);
    let circle = (point, number).prop_map(|(centre, radius_km)| Circle { centre, radius_km });
    (
        proptest::collection::vec(ring.clone(), 0..3),
        proptest::collection::vec(circle, 0..2),
        proptest::collection::vec(ring, 0..2),
    )
        .prop_map(|(polygons, circles, lines)| Area {
            polygons,
            circles,
            lines,
            ..Area::default()
        })
}

static INDEX: std::sync::LazyLock<ContourIndex> = std::sync::LazyLock::new(index);

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn no_area_makes_the_contours_panic(area in any_area()) {
        let _ = INDEX.blind_to(&area);
        let _ = INDEX.touched_by(&area);
    }

    #[test]
    fn a_commune_that_holds_a_corner_of_a_polygon_is_touched(
        corners in proptest::collection::vec((4.0..5.0f64, 44.0..44.85f64), 1..9)
    ) {
        let found = INDEX.touched_by(&polygon(&corners)).unwrap();
        for (lon, lat) in corners {
            let column = ((lon - 4.0) / SIDE).floor() as usize;
            let row = ((lat - 44.0) / SIDE).floor() as usize;
            prop_assert!(found.contains(&gard(row * 20 + column)), "{} {}", lon, lat);
        }
    }
}
