//! From a CAP area to places.

use std::collections::BTreeSet;

use crate::cap::Area;
use crate::messages::Resolution;
use crate::places::{Dep, Insee};

/// The shapes of communes, if an operator imported them.
pub trait Contours: Send + Sync {
    /// The communes that the area's polygons, circles or lines touch; `None` when no contours are
    /// there or the area has no usable geometry.
    fn touched_by(&self, area: &Area) -> Option<BTreeSet<Insee>>;
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
pub fn resolve(_area: &Area, _territory: &[Dep], _contours: &dyn Contours) -> Resolution {
    unimplemented!("places")
}
