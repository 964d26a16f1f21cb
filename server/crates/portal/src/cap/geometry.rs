//! `polygon` and `circle` (CAP 1.2 §3.2.4, §3.3.1): `lat,lon` pairs, WGS 84.
//!
//! Never: invents a point. What cannot be read is dropped and told; whoever resolves areas sees an
//! area without geometry then, and fails open.

use geo::{Coord, Intersects, Line};

use super::{Circle, Notes, Point};

/// Rings with more points are not checked for crossing themselves: the check is quadratic.
const MAX_CHECKED_POINTS: usize = 500;
/// Pairs of segments compared for one document, all rings together.
const MAX_PAIRS: usize = 2_000_000;
/// Half the Earth's circumference, in kilometres: no circle is larger.
const MAX_RADIUS_KM: f64 = 20_038.0;

/// How many pairs of segments may still be compared for this document.
#[derive(Debug)]
pub(super) struct CrossingBudget(usize);

impl Default for CrossingBudget {
    fn default() -> Self {
        Self(MAX_PAIRS)
    }
}

/// A `polygon`'s text as a closed ring of at least 4 points.
pub(super) fn polygon(
    text: &str,
    budget: &mut CrossingBudget,
    notes: &mut Notes,
) -> Option<Vec<Point>> {
    if text.trim().is_empty() {
        notes.add("polygon is empty; dropped.".to_owned());
        return None;
    }
    let mut points = Vec::new();
    let mut pending: Option<&str> = None;
    for token in text.split_whitespace() {
        let bare = token.trim_matches(',');
        if bare.len() < token.len() {
            notes.add("polygon has stray commas.".to_owned());
        }
        match (bare.is_empty(), bare.split_once(','), pending.take()) {
            (true, _, waiting) => pending = waiting,
            (_, Some((lat, lon)), waiting) => {
                if waiting.is_some() {
                    notes.add("polygon has a lone number; dropped.".to_owned());
                }
                points.extend(pair(lat, lon, "polygon", notes));
            }
            (_, None, Some(lat)) => {
                notes.add("polygon has white space within its pairs.".to_owned());
                points.extend(pair(lat, bare, "polygon", notes));
            }
            (_, None, None) => pending = Some(bare),
        }
    }
    if pending.is_some() {
        notes.add("polygon has a lone number; dropped.".to_owned());
    }
    let ring = ring(points, notes)?;
    if crosses_itself(&ring, budget) {
        notes.add("polygon touches or crosses itself; kept.".to_owned());
    }
    Some(ring)
}

/// Closes a ring; `None` when it has no area even then. Points out of range are left out.
pub(super) fn ring(mut points: Vec<Point>, notes: &mut Notes) -> Option<Vec<Point>> {
    points.retain(|p| in_range(*p));
    if let (Some(first), Some(last)) = (points.first().copied(), points.last().copied())
        && first != last
    {
        notes.add("polygon was open; closed.".to_owned());
        points.push(first);
    }
    if points.len() < 4 {
        notes.add("polygon has fewer than four points; dropped.".to_owned());
        return None;
    }
    Some(points)
}

/// A `circle`'s text: `lat,lon radius`.
pub(super) fn circle(text: &str, notes: &mut Notes) -> Option<Circle> {
    if text.trim().is_empty() {
        notes.add("circle is empty; dropped.".to_owned());
        return None;
    }
    let mut numbers = text
        .split(|c: char| c == ',' || c.is_whitespace())
        .filter(|t| !t.is_empty());
    let (Some(lat), Some(lon)) = (numbers.next(), numbers.next()) else {
        notes.add("circle cannot be read; dropped.".to_owned());
        return None;
    };
    let centre = pair(lat, lon, "circle", notes)?;
    let radius_km = match numbers.next() {
        None => {
            notes.add("circle has no radius; read as a point.".to_owned());
            0.0
        }
        Some(radius) => match number(radius) {
            Some(radius) => radius,
            None => {
                notes.add("circle has a radius that is no number; dropped.".to_owned());
                return None;
            }
        },
    };
    if numbers.next().is_some() {
        notes.add("circle has more than three numbers; the first three count.".to_owned());
    }
    sound(Circle { centre, radius_km }, notes)
}

/// A circle within range, or `None`; a radius beyond the Earth is cut.
pub(super) fn sound(circle: Circle, notes: &mut Notes) -> Option<Circle> {
    if !in_range(circle.centre) || !circle.radius_km.is_finite() || circle.radius_km < 0.0 {
        notes.add("circle is out of range; dropped.".to_owned());
        return None;
    }
    if circle.radius_km > MAX_RADIUS_KM {
        notes.add("circle is larger than the Earth; cut.".to_owned());
    }
    Some(Circle {
        radius_km: circle.radius_km.min(MAX_RADIUS_KM),
        ..circle
    })
}

fn pair(lat: &str, lon: &str, what: &str, notes: &mut Notes) -> Option<Point> {
    let lon = match lon.split_once(',') {
        Some((lon, _)) => {
            notes.add(format!("{what} has points of more than two numbers."));
            lon
        }
        None => lon,
    };
    let (Some(lat), Some(lon)) = (number(lat), number(lon)) else {
        notes.add(format!("{what} has points that cannot be read; dropped."));
        return None;
    };
    let point = Point { lat, lon };
    if !in_range(point) {
        notes.add(format!("{what} has points out of range; dropped."));
        return None;
    }
    Some(point)
}

fn number(text: &str) -> Option<f64> {
    text.parse().ok().filter(|n: &f64| n.is_finite())
}

fn in_range(point: Point) -> bool {
    (-90.0..=90.0).contains(&point.lat) && (-180.0..=180.0).contains(&point.lon)
}

/// Whether two segments that are not neighbours meet. Not checked beyond the limits above.
fn crosses_itself(ring: &[Point], budget: &mut CrossingBudget) -> bool {
    let n = ring.len();
    let pairs = n * n / 2;
    if n > MAX_CHECKED_POINTS || pairs > budget.0 {
        return false;
    }
    budget.0 -= pairs;
    let coord = |p: &Point| Coord { x: p.lon, y: p.lat };
    let segments: Vec<Line> = ring
        .iter()
        .zip(ring.iter().skip(1))
        // A point given twice makes a segment without length, which meets its neighbours' neighbours.
        .filter(|(a, b)| a != b)
        .map(|(a, b)| Line::new(coord(a), coord(b)))
        .collect();
    let last = segments.len().saturating_sub(1);
    segments.iter().enumerate().any(|(i, a)| {
        segments
            .iter()
            .enumerate()
            .skip(i + 2)
            .any(|(j, b)| !(i == 0 && j == last) && boxes_meet(a, b) && a.intersects(b))
    })
}

/// The cheap question first: it answers most pairs.
fn boxes_meet(a: &Line, b: &Line) -> bool {
    a.start.x.min(a.end.x) <= b.start.x.max(b.end.x)
        && b.start.x.min(b.end.x) <= a.start.x.max(a.end.x)
        && a.start.y.min(a.end.y) <= b.start.y.max(b.end.y)
        && b.start.y.min(b.end.y) <= a.start.y.max(a.end.y)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> (Option<Vec<(f64, f64)>>, Vec<String>) {
        let mut notes = Notes::default();
        let ring = polygon(text, &mut CrossingBudget::default(), &mut notes);
        let ring = ring.map(|r| r.iter().map(|p| (p.lat, p.lon)).collect());
        (ring, notes.into_deviations())
    }

    const SQUARE: [(f64, f64); 5] = [
        (43.5, 7.0),
        (43.6, 7.0),
        (43.6, 7.1),
        (43.5, 7.1),
        (43.5, 7.0),
    ];

    #[test]
    fn a_closed_ring_is_lat_then_lon_whatever_the_white_space() {
        for text in [
            "43.5,7.0 43.6,7.0 43.6,7.1 43.5,7.1 43.5,7.0",
            "\n\t43.5,7 43.6,7\r\n43.6,7.1\t43.5,7.1   43.5,7.0 \n",
        ] {
            assert_eq!(read(text), (Some(SQUARE.to_vec()), vec![]));
        }
    }

    #[test]
    fn repairable_rings_are_repaired_and_told() {
        for text in [
            "43.5,7.0 43.6,7.0 43.6,7.1 43.5,7.1",
            "43.5,7.0, 43.6,7.0, 43.6,7.1, 43.5,7.1, 43.5,7.0",
            "43.5, 7.0 43.6, 7.0 43.6 ,7.1 43.5 , 7.1 43.5,7.0",
            "43.5 7.0 43.6 7.0 43.6 7.1 43.5 7.1 43.5 7.0",
            "43.5,7.0,0 43.6,7.0,0 43.6,7.1,0 43.5,7.1,0 43.5,7.0,0",
            "43.5,7.0 43.6,7.0 43.6,7.1) (43.6,7.05 43.6,7.1 43.5,7.1 43.5,7.0",
            "43.5,7.0 91,7 43.6,7.0 NaN,inf 43.6,7.1 43.5,181 43.5,7.1 43.5,7.0",
            "43.5,7.0 43.6,7.0 12 43.6,7.1 43.5,7.1 43.5,7.0 3",
        ] {
            let (ring, told) = read(text);
            assert_eq!(ring.as_deref(), Some(&SQUARE[..]), "{text}");
            assert!(!told.is_empty(), "{text}");
        }
    }

    #[test]
    fn what_has_no_area_is_dropped_and_told() {
        for text in [
            "",
            " \n",
            "43.5,7.0",
            "43.5,7.0 43.6,7.0 43.5,7.0",
            "partout",
        ] {
            let (ring, told) = read(text);
            assert_eq!(ring, None, "{text}");
            assert!(told.iter().any(|t| t.contains("dropped")), "{text}");
        }
    }

    #[test]
    fn a_ring_that_crosses_itself_is_kept_and_told() {
        let (ring, told) = read("0,0 1,1 0,1 1,0 0,0");
        assert_eq!(ring.map(|r| r.len()), Some(5));
        assert_eq!(told, ["polygon touches or crosses itself; kept."]);
    }

    #[test]
    fn thousands_of_points_and_rings_cost_little() {
        let point = |i: usize| {
            let a = i as f64 / 1_000.0;
            format!("{},{}", a.sin(), a.cos())
        };
        let long: Vec<String> = (0..100_000).map(point).collect();
        assert_eq!(read(&long.join(" ")).0.map(|r| r.len()), Some(100_001));
        let ring = long
            .iter()
            .step_by(15)
            .take(400)
            .cloned()
            .collect::<Vec<_>>()
            .join(" ");
        let mut budget = CrossingBudget::default();
        for _ in 0..1_000 {
            assert!(polygon(&ring, &mut budget, &mut Notes::default()).is_some());
        }
        assert!(budget.0 < 400 * 400);
    }

    #[test]
    fn circles_of_no_radius_are_points_and_bad_ones_are_dropped() {
        let read = |text: &str| {
            let mut notes = Notes::default();
            let c = circle(text, &mut notes).map(|c| (c.centre.lat, c.centre.lon, c.radius_km));
            (c, notes.into_deviations().len())
        };
        assert_eq!(read("43.5,7.0 0"), (Some((43.5, 7.0, 0.0)), 0));
        assert_eq!(read(" 43.5,7.0\n12.5 "), (Some((43.5, 7.0, 12.5)), 0));
        assert_eq!(read("43.5,7.0"), (Some((43.5, 7.0, 0.0)), 1));
        assert_eq!(
            read("43.5,7.0 99999999"),
            (Some((43.5, 7.0, MAX_RADIUS_KM)), 1)
        );
        for bad in [
            "",
            "43.5",
            "43.5,7.0 -1",
            "43.5,7.0 NaN",
            "95,7 1",
            "43.5,7.0 grand",
        ] {
            assert_eq!(read(bad), (None, 1), "{bad}");
        }
    }
}
