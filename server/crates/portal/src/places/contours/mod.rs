//! The shapes of communes that an operator imported, and which of them an area touches.
//!
//! Owns the index and what it does not know: a commune or a département without a shape is never silently left
//! out. Never reads files, never stores: the store keeps one row per commune with
//! [`Outline::to_text`].

mod import;
mod outline;
mod reach;
mod shape;

use std::collections::{BTreeMap, BTreeSet};

use geo::{Coord, Rect};
use rstar::primitives::{GeomWithData, Rectangle};
use rstar::{AABB, RTree};

pub use import::{BadContours, Imported, MAX_BYTES, MAX_FEATURES, read_contours};
pub use outline::{BadOutline, MAX_POINTS, Outline};

use crate::cap::{Area, Point};
use crate::places::{Contours, Dep, Insee, gazetteer};

/// A commune's box in the tree, with its position.
type Boxed = GeomWithData<Rectangle<[f64; 2]>, usize>;

/// One commune of the index.
#[derive(Debug)]
struct Entry {
    insee: Insee,
    outline: Outline,
    bounds: Rect<f64>,
    centroid: Point,
}

/// Contours ready for questions. Built once at start and after an import: about a second for all of France.
#[derive(Debug)]
pub struct ContourIndex {
    /// By code.
    entries: Vec<Entry>,
    tree: RTree<Boxed>,
    /// Communes without a shape in départements that have them otherwise, with the box of the département's
    /// shapes: touched when the area touches that.
    missing: Vec<(Insee, Rect<f64>)>,
    /// Départements without shapes, or with too few.
    blind: BTreeSet<Dep>,
}

impl ContourIndex {
    /// An index of these shapes. Former codes are joined to the commune of today; codes that the gazetteer does not
    /// know are left out.
    pub fn new(outlines: impl IntoIterator<Item = (Insee, Outline)>) -> Self {
        let mut shapes: BTreeMap<Insee, Outline> = BTreeMap::new();
        for (code, outline) in outlines {
            for commune in gazetteer().communes_for_code(&code.0) {
                let joined = match shapes.remove(&commune.insee) {
                    // The same commune twice under its own code: the file's last word counts.
                    Some(other) if code != commune.insee => other.joined(outline.clone()),
                    _ => outline.clone(),
                };
                shapes.insert(commune.insee.clone(), joined);
            }
        }
        let entries: Vec<Entry> = shapes
            .into_iter()
            .map(|(insee, outline)| Entry {
                bounds: reach::box_of(&insee, &outline),
                centroid: outline.centroid(),
                insee,
                outline,
            })
            .collect();
        let tree = RTree::bulk_load(
            entries
                .iter()
                .enumerate()
                .map(|(i, e)| Boxed::new(Rectangle::from_aabb(envelope(&e.bounds)), i))
                .collect(),
        );
        let (missing, blind) = unknown(&entries);
        Self {
            entries,
            tree,
            missing,
            blind,
        }
    }

    /// How many communes have a shape.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether no commune has a shape.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Départements whose shapes are missing, wholly or mostly: to be told to the operator.
    pub fn blind_departements(&self) -> &BTreeSet<Dep> {
        &self.blind
    }

    fn entry(&self, insee: &Insee) -> Option<&Entry> {
        let i = self.entries.binary_search_by(|e| e.insee.cmp(insee)).ok()?;
        self.entries.get(i)
    }

    /// The shape of a commune of today.
    pub fn outline(&self, insee: &Insee) -> Option<&Outline> {
        self.entry(insee).map(|e| &e.outline)
    }

    /// The middle of a commune of today.
    pub fn centroid(&self, insee: &Insee) -> Option<Point> {
        self.entry(insee).map(|e| e.centroid)
    }

    /// The communes nearest to a position, with their distance in metres: first the one that holds it (0 m), then
    /// by the distance of their middle. Empty for what is not a position.
    pub fn nearest(&self, lat: f64, lon: f64, limit: usize) -> Vec<(Insee, f64)> {
        let here = Coord { x: lon, y: lat };
        if !outline::on_earth(here) {
            return Vec::new();
        }
        let mut near: Vec<(f64, &Entry)> = self
            .entries
            .iter()
            .map(|e| {
                let middle = geo::Point::new(e.centroid.lon, e.centroid.lat);
                (shape::distance(geo::Point(here), middle), e)
            })
            .collect();
        for b in self.tree.locate_all_at_point(&[lon, lat]) {
            if let Some((distance, e)) = near.get_mut(b.data)
                && e.outline.polygons().iter().any(|p| shape::holds(p, here))
            {
                *distance = 0.0;
            }
        }
        near.sort_by(|a, b| a.0.total_cmp(&b.0));
        near.into_iter()
            .take(limit)
            .map(|(d, e)| (e.insee.clone(), d))
            .collect()
    }
}

impl Contours for ContourIndex {
    fn touched_by(&self, area: &Area) -> Option<BTreeSet<Insee>> {
        if self.is_empty() {
            return None;
        }
        let mut touched = BTreeSet::new();
        for piece in shape::pieces(area)? {
            let around = envelope(&piece.bounds());
            for found in self.tree.locate_in_envelope_intersecting(&around) {
                if let Some(e) = self.entries.get(found.data)
                    && !touched.contains(&e.insee)
                    && piece.touches(&e.outline, &e.bounds)
                {
                    touched.insert(e.insee.clone());
                }
            }
            let missing = self.missing.iter();
            touched.extend(
                missing
                    .filter(|(_, bounds)| piece.touches_box(bounds))
                    .map(|(insee, _)| insee.clone()),
            );
        }
        Some(touched)
    }

    fn blind_to(&self, area: &Area) -> BTreeSet<Dep> {
        let Some(pieces) = shape::pieces(area) else {
            return self.blind.clone();
        };
        self.blind
            .iter()
            .filter(|dep| {
                reach::of(dep)
                    .iter()
                    .any(|r| pieces.iter().any(|p| p.touches_box(r)))
            })
            .cloned()
            .collect()
    }
}

fn envelope(bounds: &Rect<f64>) -> AABB<[f64; 2]> {
    let (min, max) = (bounds.min(), bounds.max());
    AABB::from_corners([min.x, min.y], [max.x, max.y])
}

/// The communes and départements of which no shape is known.
fn unknown(entries: &[Entry]) -> (Vec<(Insee, Rect<f64>)>, BTreeSet<Dep>) {
    let mut boxes: BTreeMap<Dep, (usize, Rect<f64>)> = BTreeMap::new();
    for e in entries {
        boxes
            .entry(e.insee.departement())
            .and_modify(|(n, b)| {
                *n += 1;
                *b = reach::around(b, &e.bounds);
            })
            .or_insert((1, e.bounds));
    }
    let known: BTreeSet<&Insee> = entries.iter().map(|e| &e.insee).collect();
    let (mut missing, mut blind) = (Vec::new(), BTreeSet::new());
    for dep in gazetteer().departements() {
        let communes = gazetteer().communes_of(&dep.code);
        match boxes.get(&dep.code) {
            Some((n, bounds)) if *n * 2 >= communes.len() => missing.extend(
                communes
                    .into_iter()
                    .filter(|c| !known.contains(&c.insee))
                    .map(|c| (c.insee.clone(), *bounds)),
            ),
            _ => {
                blind.insert(dep.code.clone());
            }
        }
    }
    (missing, blind)
}
