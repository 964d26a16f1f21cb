//! A message as this portal hands it on: the same alert, with its geometry, and with INSEE codes of our
//! own beside whatever its author used, so that readers in France need no other table.

use crate::cap::{Alert, Area, NamedValue};
use crate::messages::Message;

/// The geocode's name for communes and départements (INSEE's official geographical code).
const INSEE: &str = "INSEE";

/// The alert of `message` with its geometry (`[info][area]`, as [`crate::messages::Messages::geometry`]
/// gives it) and INSEE geocodes for every area that was resolved. An area that was not resolved gets
/// none: codes for a whole territory would claim what its author did not say.
pub fn relayed(message: &Message, geometry: &[Vec<Area>]) -> Alert {
    let mut alert = message.alert.clone();
    for (i, info) in alert.infos.iter_mut().enumerate() {
        for (j, area) in info.areas.iter_mut().enumerate() {
            if let Some(whole) = geometry.get(i).and_then(|areas| areas.get(j)) {
                area.polygons.clone_from(&whole.polygons);
                area.circles.clone_from(&whole.circles);
            }
            let Some(resolution) = message
                .resolved
                .get(i)
                .and_then(|r| r.get(j))
                .filter(|r| r.resolved)
            else {
                continue;
            };
            let places = &resolution.places;
            let codes = places.whole_departements().iter().map(ToString::to_string);
            for value in codes.chain(places.communes().iter().map(ToString::to_string)) {
                let code = NamedValue {
                    name: INSEE.to_owned(),
                    value,
                };
                if !area.geocodes.contains(&code) {
                    area.geocodes.push(code);
                }
            }
        }
    }
    alert
}
