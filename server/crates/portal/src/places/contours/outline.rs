//! The shape of one commune, and its compact text for the store.
//!
//! Owns the guarantee that a shape has finite coordinates in range and rings that enclose something.
//! Never judges whether it is the right shape.

use geo::{BoundingRect, Centroid, Coord, LineString, MultiPolygon, Polygon, Rect};

use crate::cap::Point;

/// Stored coordinates are whole numbers of 1e-5 degrees: about a metre.
const SCALE: f64 = 100_000.0;

/// More points than any commune of a detailed national file has.
pub const MAX_POINTS: usize = 300_000;

/// The shape of a commune: polygons, or only a point where no more is known.
#[derive(Clone, Debug, PartialEq)]
pub struct Outline(Shape);

#[derive(Clone, Debug, PartialEq)]
enum Shape {
    Point(Coord<f64>),
    Polygons(MultiPolygon<f64>),
}

/// Why something is not a shape.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadOutline {
    /// It has no point at all.
    #[error("the geometry is empty")]
    Empty,
    /// A coordinate is not a number, or not a longitude and latitude in degrees.
    #[error("a coordinate is not a longitude and a latitude in degrees")]
    OutOfRange,
    /// More than [`MAX_POINTS`].
    #[error("the geometry has too many points")]
    TooLarge,
    /// A stored text that was not written by [`Outline::to_text`].
    #[error("the stored outline cannot be read")]
    Damaged,
}

/// Whether these are degrees on Earth.
pub(super) fn on_earth(c: Coord<f64>) -> bool {
    (-180.0..=180.0).contains(&c.x) && (-90.0..=90.0).contains(&c.y)
}

impl Outline {
    /// Of polygons, each an outer ring and its holes, as `(longitude, latitude)`. Coordinates are rounded to
    /// 1e-5 degrees; a hole that encloses nothing is left out; polygons that enclose nothing become a point.
    pub fn of_polygons(
        polygons: impl IntoIterator<Item = Vec<Vec<(f64, f64)>>>,
    ) -> Result<Self, BadOutline> {
        let mut first = None;
        let mut points = 0usize;
        let mut kept = Vec::new();
        for rings in polygons {
            let mut clean = Vec::with_capacity(rings.len());
            for (i, ring) in rings.into_iter().enumerate() {
                points = points.saturating_add(ring.len());
                if points > MAX_POINTS {
                    return Err(BadOutline::TooLarge);
                }
                let ring = rounded(&ring)?;
                first = first.or(ring.first().copied());
                match ring.len() {
                    4.. => clean.push(LineString::new(ring)),
                    // Without its outer ring a polygon is nothing.
                    _ if i == 0 => break,
                    _ => {}
                }
            }
            let mut rings = clean.into_iter();
            if let Some(outer) = rings.next() {
                kept.push(Polygon::new(outer, rings.collect()));
            }
        }
        match (kept.is_empty(), first) {
            (false, _) => Ok(Self(Shape::Polygons(MultiPolygon::new(kept)))),
            (true, Some(point)) => Ok(Self(Shape::Point(point))),
            (true, None) => Err(BadOutline::Empty),
        }
    }

    /// Of a single point: a commune of which only the centre is known.
    pub fn of_point(lon: f64, lat: f64) -> Result<Self, BadOutline> {
        Ok(Self(Shape::Point(round(lon, lat)?)))
    }

    /// Whether only a point is known.
    pub fn is_point(&self) -> bool {
        matches!(self.0, Shape::Point(_))
    }

    /// The polygons, empty for a point.
    pub fn polygons(&self) -> &[Polygon<f64>] {
        match &self.0 {
            Shape::Point(_) => &[],
            Shape::Polygons(p) => &p.0,
        }
    }

    /// The rings for drawing, outer ones and holes alike, as `(longitude, latitude)`; empty for a point.
    pub fn rings(&self) -> impl Iterator<Item = Vec<(f64, f64)>> {
        self.polygons()
            .iter()
            .flat_map(|p| std::iter::once(p.exterior()).chain(p.interiors()))
            .map(|ring| ring.coords().map(|c| (c.x, c.y)).collect())
    }

    /// The middle.
    pub fn centroid(&self) -> Point {
        let c = match &self.0 {
            Shape::Point(c) => *c,
            Shape::Polygons(p) => p
                .centroid()
                .map(Coord::from)
                .filter(|c| on_earth(*c))
                .unwrap_or_else(|| self.bounds().center()),
        };
        Point { lat: c.y, lon: c.x }
    }

    /// The smallest box around it, in degrees.
    pub fn bounds(&self) -> Rect<f64> {
        match &self.0 {
            Shape::Point(c) => Rect::new(*c, *c),
            Shape::Polygons(p) => p
                .bounding_rect()
                .unwrap_or_else(|| Rect::new(Coord::zero(), Coord::zero())),
        }
    }

    /// Both shapes as one: communes that merged.
    pub(super) fn joined(self, other: Self) -> Self {
        match (self.0, other.0) {
            (Shape::Polygons(mut a), Shape::Polygons(b)) => {
                a.0.extend(b.0);
                Self(Shape::Polygons(a))
            }
            (a @ Shape::Polygons(_), _) | (_, a) => Self(a),
        }
    }

    /// Compact text: polygons parted by `|`, rings by `;`, points by a space, each `longitude,latitude` in
    /// 1e-5 degrees, the first of a ring as it is and the others as differences; a point begins with `@`.
    pub fn to_text(&self) -> String {
        let whole = |v: f64| (v * SCALE).round() as i64;
        match &self.0 {
            Shape::Point(c) => format!("@{},{}", whole(c.x), whole(c.y)),
            Shape::Polygons(polygons) => {
                let mut text = String::new();
                for (i, polygon) in polygons.0.iter().enumerate() {
                    if i > 0 {
                        text.push('|');
                    }
                    let rings = std::iter::once(polygon.exterior()).chain(polygon.interiors());
                    for (j, ring) in rings.enumerate() {
                        if j > 0 {
                            text.push(';');
                        }
                        let mut last = (0, 0);
                        for (k, c) in ring.coords().enumerate() {
                            let here = (whole(c.x), whole(c.y));
                            let space = if k > 0 { " " } else { "" };
                            text.push_str(&format!(
                                "{space}{},{}",
                                here.0 - last.0,
                                here.1 - last.1
                            ));
                            last = here;
                        }
                    }
                }
                text
            }
        }
    }

    /// The outline of a text that [`Outline::to_text`] wrote.
    pub fn from_text(text: &str) -> Result<Self, BadOutline> {
        if let Some(point) = text.strip_prefix('@') {
            let (lon, lat) = pair(point)?;
            return Self::of_point(lon as f64 / SCALE, lat as f64 / SCALE);
        }
        let mut polygons = Vec::new();
        for polygon in text.split('|') {
            let mut rings = Vec::new();
            for ring in polygon.split(';') {
                let mut last = (0i64, 0i64);
                let mut points = Vec::new();
                for point in ring.split(' ') {
                    let (dx, dy) = pair(point)?;
                    last = (
                        last.0.checked_add(dx).ok_or(BadOutline::Damaged)?,
                        last.1.checked_add(dy).ok_or(BadOutline::Damaged)?,
                    );
                    points.push((last.0 as f64 / SCALE, last.1 as f64 / SCALE));
                }
                rings.push(points);
            }
            polygons.push(rings);
        }
        Self::of_polygons(polygons)
    }
}

fn pair(text: &str) -> Result<(i64, i64), BadOutline> {
    let (x, y) = text.split_once(',').ok_or(BadOutline::Damaged)?;
    let number = |t: &str| t.parse().map_err(|_| BadOutline::Damaged);
    Ok((number(x)?, number(y)?))
}

fn round(lon: f64, lat: f64) -> Result<Coord<f64>, BadOutline> {
    let c = Coord { x: lon, y: lat };
    if !on_earth(c) {
        return Err(BadOutline::OutOfRange);
    }
    // Adding zero makes -0.0 into 0.0.
    let round = |v: f64| (v * SCALE).round() / SCALE + 0.0;
    Ok(Coord {
        x: round(c.x),
        y: round(c.y),
    })
}

/// Rounded, without points that fell together, closed; fewer than 4 points when nothing is enclosed.
fn rounded(ring: &[(f64, f64)]) -> Result<Vec<Coord<f64>>, BadOutline> {
    let mut points = ring
        .iter()
        .map(|(lon, lat)| round(*lon, *lat))
        .collect::<Result<Vec<_>, _>>()?;
    points.dedup();
    if let Some(first) = points.first().copied()
        && points.last() != Some(&first)
    {
        points.push(first);
    }
    Ok(points)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn square() -> Vec<(f64, f64)> {
        vec![
            (4.0, 44.0),
            (4.1, 44.0),
            (4.1, 44.1),
            (4.0, 44.1),
            (4.0, 44.0),
        ]
    }

    #[test]
    fn an_outline_comes_back_from_its_text_as_it_was() {
        let hole = vec![(4.02, 44.02), (4.04, 44.02), (4.04, 44.04), (4.02, 44.02)];
        let far = square().iter().map(|(x, y)| (x - 60.0, -y)).collect();
        let outline = Outline::of_polygons([vec![square(), hole], vec![far]]).unwrap();
        assert_eq!(Outline::from_text(&outline.to_text()), Ok(outline));
        let point = Outline::of_point(-61.5, 16.25).unwrap();
        assert_eq!(Outline::from_text(&point.to_text()), Ok(point));
    }

    #[test]
    fn a_ring_is_closed_and_its_repeated_points_are_left_out() {
        let open: Vec<_> = square().into_iter().take(4).flat_map(|p| [p, p]).collect();
        let outline = Outline::of_polygons([vec![open]]).unwrap();
        assert_eq!(outline, Outline::of_polygons([vec![square()]]).unwrap());
    }

    #[test]
    fn a_shape_that_encloses_nothing_becomes_a_point() {
        let flat = vec![(4.0, 44.0), (4.000001, 44.0), (4.0, 44.000001), (4.0, 44.0)];
        assert!(Outline::of_polygons([vec![flat]]).unwrap().is_point());
        assert_eq!(Outline::of_polygons([]), Err(BadOutline::Empty));
        assert_eq!(Outline::of_polygons([vec![vec![]]]), Err(BadOutline::Empty));
    }

    #[test]
    fn what_is_not_in_degrees_is_refused() {
        for bad in [f64::NAN, f64::INFINITY, 651_000.0] {
            assert_eq!(Outline::of_point(bad, 44.0), Err(BadOutline::OutOfRange));
            let ring = vec![(4.0, 44.0), (bad, 44.0), (4.0, 45.0)];
            assert_eq!(
                Outline::of_polygons([vec![ring]]),
                Err(BadOutline::OutOfRange)
            );
        }
    }

    #[test]
    fn a_damaged_text_is_refused() {
        for text in [
            "",
            "@",
            "@1",
            "1,2 3",
            "1,2 a,b",
            "9223372036854775807,0 1,0",
            "@99999999,0",
            "|",
            "é",
        ] {
            assert!(Outline::from_text(text).is_err(), "{text}");
        }
    }

    #[test]
    fn the_centroid_is_in_the_middle() {
        let middle = Outline::of_polygons([vec![square()]]).unwrap().centroid();
        assert!((middle.lat - 44.05).abs() < 1e-6 && (middle.lon - 4.05).abs() < 1e-6);
    }
}
