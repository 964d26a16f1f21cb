//! The geometry of an alert's area, ready to be held against communes.
//!
//! Owns how tolerantly CAP's polygons, circles and lines are read as shapes: a self-crossing polygon becomes its
//! convex hull, a circle a polygon around it, so that a fault makes the area larger and never smaller.
//! Never panics on any coordinates.

use geo::convex_hull::graham_hull;
use geo::coordinate_position::{CoordPos, CoordinatePosition};
use geo::{Coord, Destination, Haversine, Intersects, Line, LineString, Polygon, Rect};

use super::outline::{Outline, on_earth};
use crate::cap::{Area, Circle, Point};

/// Corners of the polygon drawn around a circle.
const CORNERS: u32 = 64;
/// A polygon of more points is not checked for crossing itself; its hull is taken.
const MAX_CHECKED: usize = 20_000;
/// Circles above this are held against distances only: a polygon around them would leave the map.
const MAX_DRAWN_KM: f64 = 500.0;

/// One piece of an area.
#[derive(Clone, Debug)]
pub(super) enum Piece {
    /// Lines, and what they enclose if they are a polygon's.
    Drawn {
        bounds: Rect<f64>,
        lines: Vec<Line<f64>>,
        inside: Option<Polygon<f64>>,
    },
    /// A very large circle.
    Around {
        centre: geo::Point<f64>,
        metres: f64,
    },
}

/// The pieces of an area; `None` when there are none, or when one of them cannot be understood, since then
/// nobody can say what the area leaves out.
pub(super) fn pieces(area: &Area) -> Option<Vec<Piece>> {
    let mut pieces = Vec::new();
    for polygon in area.polygons.iter().filter(|p| !p.is_empty()) {
        pieces.push(Piece::polygon(polygon)?);
    }
    for circle in &area.circles {
        pieces.push(Piece::circle(circle)?);
    }
    for line in area.lines.iter().filter(|l| !l.is_empty()) {
        pieces.push(Piece::drawn(coords(line)?, false)?);
    }
    (!pieces.is_empty()).then_some(pieces)
}

fn coords(points: &[Point]) -> Option<Vec<Coord<f64>>> {
    let mut coords = points
        .iter()
        .map(|p| Coord { x: p.lon, y: p.lat })
        .map(|c| on_earth(c).then_some(c))
        .collect::<Option<Vec<_>>>()?;
    coords.dedup();
    Some(coords)
}

impl Piece {
    fn polygon(points: &[Point]) -> Option<Self> {
        let mut ring = coords(points)?;
        if ring.first() != ring.last() {
            ring.extend(ring.first().copied());
        }
        if ring.len() >= 4 && (ring.len() > MAX_CHECKED || crosses_itself(&ring)) {
            ring = graham_hull(&mut ring, false).into_inner();
        }
        Self::drawn(ring, true)
    }

    /// CAP's radius is in kilometres; 0 is a point.
    fn circle(circle: &Circle) -> Option<Self> {
        let (c, km) = (circle.centre, circle.radius_km);
        let centre = geo::Point::new(c.lon, c.lat);
        if !on_earth(centre.0) || !km.is_finite() || km < 0.0 {
            return None;
        }
        if km == 0.0 {
            return Self::drawn(vec![centre.0], false);
        }
        let metres = km * 1_000.0;
        let far = Piece::Around { centre, metres };
        if km > MAX_DRAWN_KM {
            return Some(far);
        }
        // Around the circle, not within it.
        let corner = metres / (std::f64::consts::PI / f64::from(CORNERS)).cos();
        let ring: Vec<Coord<f64>> = (0..=CORNERS)
            .map(|i| f64::from(i % CORNERS) * 360.0 / f64::from(CORNERS))
            .map(|bearing| Haversine.destination(centre, bearing, corner).0)
            .collect();
        // Over a pole or the date line the ring is no polygon of the map.
        let drawn = ring
            .iter()
            .all(|c| on_earth(*c) && (c.x - centre.x()).abs() < 90.0);
        if drawn {
            Self::drawn(ring, true)
        } else {
            Some(far)
        }
    }

    /// `None` for nothing, or for what goes around the Earth: it crosses the date line.
    fn drawn(coords: Vec<Coord<f64>>, encloses: bool) -> Option<Self> {
        let first = *coords.first()?;
        let bounds = coords.iter().fold(Rect::new(first, first), |b, c| {
            Rect::new(
                Coord {
                    x: b.min().x.min(c.x),
                    y: b.min().y.min(c.y),
                },
                Coord {
                    x: b.max().x.max(c.x),
                    y: b.max().y.max(c.y),
                },
            )
        });
        if bounds.width() > 180.0 {
            return None;
        }
        let mut lines: Vec<Line<f64>> = coords
            .windows(2)
            .filter_map(|w| match w {
                [a, b] => Some(Line::new(*a, *b)),
                _ => None,
            })
            .collect();
        if lines.is_empty() {
            lines.push(Line::new(first, first));
        }
        let inside = (encloses && coords.len() >= 4)
            .then(|| Polygon::new(LineString::new(coords), Vec::new()));
        Some(Piece::Drawn {
            bounds,
            lines,
            inside,
        })
    }

    /// The box that the piece lies in.
    pub fn bounds(&self) -> Rect<f64> {
        match self {
            Piece::Drawn { bounds, .. } => *bounds,
            Piece::Around { .. } => Rect::new(
                Coord {
                    x: -180.0,
                    y: -90.0,
                },
                Coord { x: 180.0, y: 90.0 },
            ),
        }
    }

    /// Whether it touches a box.
    pub fn touches_box(&self, other: &Rect<f64>) -> bool {
        match self {
            Piece::Drawn {
                bounds,
                lines,
                inside,
            } => {
                bounds.intersects(other)
                    && (lines.iter().any(|l| other.intersects(l))
                        || inside.as_ref().is_some_and(|p| holds(p, other.min())))
            }
            Piece::Around { centre, metres } => {
                let middle = geo::Point(other.center());
                let corner = geo::Point(other.min());
                let reach = distance(middle, corner);
                distance(*centre, middle) <= metres + reach
            }
        }
    }

    /// Whether it touches a commune's shape; `around` is the commune's box, wide for one known as a point only.
    pub fn touches(&self, outline: &Outline, around: &Rect<f64>) -> bool {
        let Piece::Drawn { lines, inside, .. } = self else {
            return self.touches_box(around);
        };
        if outline.is_point() {
            return self.touches_box(around);
        }
        let near: Vec<&Line<f64>> = lines
            .iter()
            .filter(|l| around.intersects(&boxed(l)))
            .collect();
        outline.polygons().iter().any(|polygon| {
            let corner = polygon.exterior().coords().next();
            // Where no side meets a side, one corner tells for all.
            lines.first().is_some_and(|l| holds(polygon, l.start))
                || inside
                    .as_ref()
                    .zip(corner)
                    .is_some_and(|(p, c)| holds(p, *c))
                || std::iter::once(polygon.exterior())
                    .chain(polygon.interiors())
                    .flat_map(LineString::lines)
                    .any(|side| {
                        let side_box = boxed(&side);
                        near.iter()
                            .any(|l| side_box.intersects(&boxed(l)) && l.intersects(&side))
                    })
        })
    }
}

fn boxed(line: &Line<f64>) -> Rect<f64> {
    Rect::new(line.start, line.end)
}

pub(super) fn distance(a: geo::Point<f64>, b: geo::Point<f64>) -> f64 {
    use geo::Distance;
    Haversine.distance(a, b)
}

pub(super) fn holds(polygon: &Polygon<f64>, c: Coord<f64>) -> bool {
    polygon.coordinate_position(&c) != CoordPos::Outside
}

/// Whether two sides of a closed ring meet anywhere but where one ends and the next begins.
fn crosses_itself(ring: &[Coord<f64>]) -> bool {
    let mut sides: Vec<(usize, Line<f64>)> = ring
        .windows(2)
        .enumerate()
        .filter_map(|(i, w)| match w {
            [a, b] => Some((i, Line::new(*a, *b))),
            _ => None,
        })
        .collect();
    let count = sides.len();
    let (left, right) = (
        |l: &Line<f64>| l.start.x.min(l.end.x),
        |l: &Line<f64>| l.start.x.max(l.end.x),
    );
    sides.sort_by(|a, b| left(&a.1).total_cmp(&left(&b.1)));
    sides.iter().enumerate().any(|(k, (i, a))| {
        sides
            .iter()
            .skip(k + 1)
            .take_while(|(_, b)| left(b) <= right(a))
            .any(|(j, b)| {
                let apart = i.abs_diff(*j);
                let neighbours = apart == 1 || apart + 1 == count;
                !neighbours && boxed(a).intersects(&boxed(b)) && a.intersects(b)
            })
    })
}
