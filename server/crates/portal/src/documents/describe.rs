//! From a read alert to a message ready to be kept: public or not, and where.
//!
//! The one place where that is decided for live sources, the exercise, rehearsals and the desk alike.

use super::{ReadAlert, Reading};
use crate::Instant;
use crate::cap::Area;
use crate::messages::{self, Completeness, Message, NewMessage};
use crate::places::{Contours, resolve};
use crate::sources::{Signature, Source};

/// What the reader is told about a source.
pub fn reading<'a>(
    source: &'a Source,
    exercise: bool,
    previous: &'a [Message],
    at: Instant,
) -> Reading<'a> {
    Reading {
        kind: Some(source.kind),
        publisher: &source.publisher,
        source: &source.id.0,
        default_language: &source.default_language,
        at,
        previous,
        exercise,
    }
}

/// Adds to an alert what this portal decides: public or not, and where.
pub fn describe(
    read: ReadAlert,
    source: &Source,
    exercise: bool,
    contours: &dyn Contours,
) -> NewMessage {
    let ReadAlert {
        alert,
        completeness,
        mut deviations,
    } = read;
    // A feed's entry is never signed; the document behind it is what is expected to be.
    if source.signature != Signature::Optional
        && completeness == Completeness::Full
        && !alert.signed
    {
        deviations.push("No XML signature, though this source is expected to sign.".to_owned());
    }
    let publication = messages::verdict(&alert, source, exercise);
    let resolved = alert
        .infos
        .iter()
        .map(|info| {
            if info.areas.is_empty() {
                // No area at all is an area that says nothing: the whole territory.
                return vec![resolve(&Area::default(), &source.territory, contours)];
            }
            info.areas
                .iter()
                .map(|area| resolve(area, &source.territory, contours))
                .collect()
        })
        .collect();
    NewMessage {
        resolved,
        publication,
        completeness,
        deviations,
        review_after: source.review_after,
        default_language: source.default_language.clone(),
        alert,
    }
}
