//! CAP messages wherever they stand: alone, in EDXL-DE, in a list, in a feed.

use super::ReadAlert;
use crate::cap;
use crate::messages::Completeness;
use crate::xml::Element;

/// Every `alert` element at or under `root`.
pub(super) fn alerts(_root: &Element) -> Vec<&Element> {
    Vec::new()
}

/// A whole message.
pub(super) fn whole(alert: &Element) -> Result<ReadAlert, String> {
    read(alert)
}

/// A message with its deviations.
pub(super) fn read(_alert: &Element) -> Result<ReadAlert, String> {
    Err("stub".into())
}
