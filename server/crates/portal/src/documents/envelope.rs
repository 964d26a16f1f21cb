//! CAP messages wherever they stand: alone, in EDXL-DE, in a list, in a feed.

use super::ReadAlert;
use crate::cap;
use crate::messages::Completeness;
use crate::xml::Element;

pub(super) use crate::cap::find_alerts as alerts;

/// Reads a whole message with its deviations; `Err` is a sentence for operators.
pub(super) fn whole(alert: &Element) -> Result<ReadAlert, String> {
    let (alert, deviations) =
        cap::read(alert).map_err(|error| match alert.text_of("identifier") {
            Some(identifier) => {
                let short: String = identifier.chars().take(80).collect();
                format!("Message {short}: {error}")
            }
            None => error.to_string(),
        })?;
    Ok(ReadAlert {
        alert,
        completeness: Completeness::Full,
        deviations,
    })
}
