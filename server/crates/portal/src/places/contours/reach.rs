//! Where a place can be at most, when its shape is not known.
//!
//! Owns rough boxes, drawn generously. Never used to say that a place *is* touched where shapes are known.

use geo::{Coord, Rect};

use super::Outline;
use crate::places::{Dep, Insee};

/// How far a commune known by its middle only may extend, in degrees of latitude: 20 km covers all but a few
/// of the mainland; Guyane's are as large as départements.
const MARGIN: f64 = 0.18;
const MARGIN_GUYANE: f64 = 1.8;

/// The box of a commune's shape; a wide one around a middle.
pub(super) fn box_of(insee: &Insee, outline: &Outline) -> Rect<f64> {
    let bounds = outline.bounds();
    if !outline.is_point() {
        return bounds;
    }
    let margin = if insee.0.starts_with("973") {
        MARGIN_GUYANE
    } else {
        MARGIN
    };
    // A degree of longitude is shorter: at 51° north by a third.
    let wide = margin * 1.6;
    let c = bounds.center();
    Rect::new(
        Coord {
            x: c.x - wide,
            y: c.y - margin,
        },
        Coord {
            x: c.x + wide,
            y: c.y + margin,
        },
    )
}

/// The box around two boxes.
pub(super) fn around(a: &Rect<f64>, b: &Rect<f64>) -> Rect<f64> {
    Rect::new(
        Coord {
            x: a.min().x.min(b.min().x),
            y: a.min().y.min(b.min().y),
        },
        Coord {
            x: a.max().x.max(b.max().x),
            y: a.max().y.max(b.max().y),
        },
    )
}

/// Boxes in which a département lies: the mainland and Corsica for all of them, the territory's own overseas.
pub(super) fn of(dep: &Dep) -> Vec<Rect<f64>> {
    // West, south, east, north.
    let boxes: &[[f64; 4]] = match dep.0.as_str() {
        "971" => &[[-62.0, 15.6, -60.8, 16.7]],
        "972" => &[[-61.5, 14.2, -60.6, 15.1]],
        "973" => &[[-54.8, 1.9, -51.4, 6.2]],
        "974" => &[[55.0, -21.6, 56.0, -20.7]],
        "975" => &[[-56.7, 46.6, -56.0, 47.3]],
        "976" => &[[44.8, -13.2, 45.5, -12.4]],
        "977" | "978" => &[[-63.4, 17.6, -62.6, 18.4]],
        "984" => &[
            [68.0, -50.5, 71.0, -48.0],
            [49.5, -47.0, 53.0, -45.5],
            [77.0, -39.0, 78.0, -37.5],
            [136.0, -90.0, 142.5, -65.0],
            [39.0, -23.0, 55.0, -11.0],
        ],
        "986" => &[[-178.5, -14.7, -175.8, -12.9]],
        "987" => &[[-155.5, -28.5, -134.0, -7.5]],
        "988" => &[[157.0, -23.5, 173.0, -17.0]],
        "989" => &[[-109.5, 10.0, -109.0, 10.6]],
        _ => &[[-5.5, 41.2, 9.8, 51.3]],
    };
    boxes
        .iter()
        .map(|[west, south, east, north]| {
            Rect::new(
                Coord {
                    x: *west,
                    y: *south,
                },
                Coord {
                    x: *east,
                    y: *north,
                },
            )
        })
        .collect()
}
