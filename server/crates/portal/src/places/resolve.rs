//! From a CAP area to places.
//!
//! Owns the order in which an area's parts are believed, and failing open: what is not known is shown
//! wider, never hidden. Never looks at a message's other areas.

use std::collections::BTreeSet;

use super::geocode::{self, Said};
use super::hint;
use crate::cap::Area;
use crate::messages::Resolution;
use crate::places::{Dep, Insee, Places, gazetteer};

/// The shapes of communes, if an operator imported them.
pub trait Contours: Send + Sync {
    /// The communes that the area's polygons, circles or lines touch; `None` when no contours are
    /// there or the area has no usable geometry.
    fn touched_by(&self, area: &Area) -> Option<BTreeSet<Insee>>;

    /// The départements that the area's geometry may reach and whose contours were not imported:
    /// [`Contours::touched_by`] cannot speak for them.
    fn blind_to(&self, _area: &Area) -> BTreeSet<Dep> {
        BTreeSet::new()
    }
}

/// A portal without imported contours.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoContours;

impl Contours for NoContours {
    fn touched_by(&self, _area: &Area) -> Option<BTreeSet<Insee>> {
        None
    }
}

/// Where an area lies. Fails open: what cannot be resolved is the whole `territory` (empty means all
/// of France), and says so.
///
/// Believed in this order:
/// 1. Geocodes of a scheme that is known (INSEE, NUTS, EMMA_ID…), together. An unknown commune code stands for
///    its whole département; a code that could be anywhere makes the area unresolved. A whole département
///    beside a geometry is sharpened to the communes that the geometry touches there, if any.
///    Places abroad resolve to no place at all, unless the geometry touches communes.
/// 2. The geometry, when contours are there; one that touches nothing is nowhere in France.
/// 3. An `areaDesc` that is the name of a département or, without a geometry, of one commune of the territory.
///
/// Codes are believed beyond the territory: a source that speaks of its neighbour is not silenced.
pub fn resolve(area: &Area, territory: &[Dep], contours: &dyn Contours) -> Resolution {
    let said: Vec<Said> = area
        .geocodes
        .iter()
        .filter_map(geocode::read)
        .flatten()
        .collect();
    if !said.is_empty() {
        return from_geocodes(&said, area, territory, contours);
    }
    if let Some(resolution) = from_geometry(area, territory, contours) {
        return resolution;
    }
    // A shape that cannot be placed may reach further than the commune it is named after.
    let drawn = !(area.polygons.iter().all(Vec::is_empty)
        && area.circles.is_empty()
        && area.lines.iter().all(Vec::is_empty));
    let hinted =
        hint::places(&area.desc, territory).filter(|places| !drawn || places.communes().is_empty());
    match hinted {
        Some(places) => Resolution {
            places,
            resolved: true,
        },
        None => unresolved(territory, Places::default()),
    }
}

fn from_geocodes(
    said: &[Said],
    area: &Area,
    territory: &[Dep],
    contours: &dyn Contours,
) -> Resolution {
    // A département of which some unknown part is meant must stay whole.
    let mut whole = BTreeSet::new();
    let mut places = Places::default();
    let mut somewhere = false;
    for said in said {
        match said {
            Said::Places(p) => places = places.union(p),
            Said::PartOf(dep) => {
                whole.insert(dep.clone());
            }
            Said::Somewhere => somewhere = true,
        }
    }
    if somewhere {
        return unresolved(territory, places.union(&Places::new(whole, [])));
    }
    let mut places = sharpened(&places, area, contours).union(&Places::new(whole, []));
    if places.is_empty()
        && let Some(touched) = contours.touched_by(area)
    {
        // A neighbour's code, and a shape that comes over the border.
        places = Places::new([], touched).tidied();
    }
    Resolution {
        places,
        resolved: true,
    }
}

/// Whole départements cut down to the communes that the geometry touches; each one that it does not touch,
/// or of which the contours are not known, stays whole.
fn sharpened(places: &Places, area: &Area, contours: &dyn Contours) -> Places {
    if places.whole_departements().is_empty() {
        return places.clone();
    }
    let Some(touched) = contours.touched_by(area) else {
        return places.clone();
    };
    let blind = contours.blind_to(area);
    let mut departements = BTreeSet::new();
    let mut communes = places.communes().clone();
    for dep in places.whole_departements() {
        let within: Vec<&Insee> = touched.iter().filter(|c| c.departement() == *dep).collect();
        if within.is_empty() || blind.contains(dep) {
            departements.insert(dep.clone());
        } else {
            communes.extend(within.into_iter().cloned());
        }
    }
    Places::new(departements, communes).tidied()
}

fn from_geometry(area: &Area, territory: &[Dep], contours: &dyn Contours) -> Option<Resolution> {
    let touched = contours.touched_by(area)?;
    let mut blind = contours.blind_to(area);
    blind.retain(|dep| territory.is_empty() || territory.contains(dep));
    Some(Resolution {
        resolved: blind.is_empty(),
        places: Places::new(blind, touched).tidied(),
    })
}

fn unresolved(territory: &[Dep], known: Places) -> Resolution {
    let departements: Vec<Dep> = if territory.is_empty() {
        let all = gazetteer().departements().iter();
        all.map(|d| d.code.clone()).collect()
    } else {
        territory.to_vec()
    };
    Resolution {
        places: known.union(&Places::new(departements, [])),
        resolved: false,
    }
}

impl Places {
    /// With a département of which every commune is in the set taken as whole.
    fn tidied(self) -> Self {
        let mut counts = std::collections::BTreeMap::new();
        for commune in self.communes() {
            *counts.entry(commune.departement()).or_insert(0) += 1;
        }
        let whole: Vec<Dep> = counts
            .into_iter()
            .filter(|(dep, n)| gazetteer().communes_of(dep).len() == *n)
            .map(|(dep, _)| dep)
            .collect();
        if whole.is_empty() {
            return self;
        }
        self.union(&Places::new(whole, []))
    }
}
