//! Which icon an alert gets. A hint for the eye only: the words beside it are the authors'.

use portal::cap::Info;

use crate::components::Icon;

/// The icon of what an info is about: MeteoAlarm's `awareness_type`, else words in `event`.
pub(crate) fn hazard(info: &Info) -> Icon {
    let awareness = info
        .parameter("awareness_type")
        .and_then(|v| v.split(';').next())
        .and_then(|n| n.trim().parse::<u8>().ok());
    match awareness {
        Some(1) => return Icon::Wind,
        Some(2) => return Icon::Snow,
        Some(3) => return Icon::Storm,
        Some(5) => return Icon::Heat,
        Some(6) => return Icon::Cold,
        Some(7) | Some(12) => return Icon::Flood,
        Some(10) | Some(13) => return Icon::Rain,
        _ => {}
    }
    let event = info.event.to_lowercase();
    let has = |words: &[&str]| words.iter().any(|w| event.contains(w));
    if has(&[
        "crue",
        "inond",
        "flood",
        "submersion",
        "vague",
        "coastal",
        "hochwasser",
        "river",
    ]) {
        Icon::Flood
    } else if has(&["pluie", "rain", "précipit"]) {
        Icon::Rain
    } else if has(&["orage", "thunder", "storm", "gewitter"]) {
        Icon::Storm
    } else if has(&["vent", "wind", "tempête", "cyclon"]) {
        Icon::Wind
    } else if has(&["avalanche"]) {
        Icon::Avalanche
    } else if has(&["neige", "verglas", "snow", "ice"]) {
        Icon::Snow
    } else if has(&["canicule", "heat", "chaleur"]) {
        Icon::Heat
    } else if has(&["froid", "cold"]) {
        Icon::Cold
    } else {
        Icon::Danger
    }
}
