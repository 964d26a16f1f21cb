//! The events that staff can write about.
//!
//! Owns their words, their names in the three languages, and how CAP 1.2 and MeteoAlarm class them.
//! Never: what is said about an event; that is in [`super::templates`].

use portal::cap::{Category, ResponseType};

use super::Tongue;

/// A kind of event.
#[derive(Debug, PartialEq, Eq)]
pub struct Event {
    /// As drafts keep it and forms send it.
    pub word: &'static str,
    /// French: CAP `event`.
    pub french: &'static str,
    /// English.
    pub english: &'static str,
    /// Easy-read French.
    pub easy: &'static str,
    /// CAP `category`.
    pub category: Category,
    /// MeteoAlarm's `awareness_type`, where it has one.
    pub awareness: Option<&'static str>,
    /// CAP `responseType` while it lasts.
    pub response: ResponseType,
}

impl Event {
    /// Its name in a language.
    pub fn name(&self, tongue: Tongue) -> &'static str {
        match tongue {
            Tongue::French => self.french,
            Tongue::English => self.english,
            Tongue::EasyFrench => self.easy,
        }
    }
}

const FLOODING: Option<&str> = Some("12; flooding");

/// One row of the catalogue.
const fn row(
    word: &'static str,
    [french, english, easy]: [&'static str; 3],
    category: Category,
    awareness: Option<&'static str>,
    response: ResponseType,
) -> Event {
    Event {
        word,
        french,
        english,
        easy,
        category,
        awareness,
        response,
    }
}

/// The catalogue, in the order of the form: water first.
pub static EVENTS: &[Event] = &[
    row(
        "flood",
        ["Inondation", "Flood", "Inondation"],
        Category::Met,
        FLOODING,
        ResponseType::Avoid,
    ),
    row(
        "flash-flood",
        ["Crue soudaine", "Flash flood", "L’eau monte très vite"],
        Category::Met,
        Some("13; rain-flood"),
        ResponseType::Shelter,
    ),
    row(
        "dam",
        [
            "Rupture ou menace de rupture de barrage",
            "Dam failure or threat of failure",
            "Danger : barrage",
        ],
        Category::Infra,
        FLOODING,
        ResponseType::Evacuate,
    ),
    row(
        "dike",
        [
            "Rupture ou menace de rupture de digue",
            "Dike failure or threat of failure",
            "Danger : digue",
        ],
        Category::Infra,
        FLOODING,
        ResponseType::Evacuate,
    ),
    row(
        "coastal-flood",
        [
            "Submersion marine",
            "Coastal flood",
            "La mer monte sur la terre",
        ],
        Category::Met,
        Some("7; coastalevent"),
        ResponseType::Avoid,
    ),
    row(
        "heavy-rain",
        ["Fortes pluies", "Heavy rain", "Très fortes pluies"],
        Category::Met,
        Some("10; Rain"),
        ResponseType::Avoid,
    ),
    row(
        "storm",
        [
            "Tempête, vent violent",
            "Storm, violent wind",
            "Vent très fort",
        ],
        Category::Met,
        Some("1; Wind"),
        ResponseType::Shelter,
    ),
    row(
        "thunderstorm",
        ["Orages violents", "Severe thunderstorms", "Gros orages"],
        Category::Met,
        Some("3; Thunderstorm"),
        ResponseType::Shelter,
    ),
    row(
        "snow-ice",
        ["Neige et verglas", "Snow and ice", "Neige et glace"],
        Category::Met,
        Some("2; snow-ice"),
        ResponseType::Avoid,
    ),
    row(
        "heat",
        ["Canicule", "Heatwave", "Très forte chaleur"],
        Category::Met,
        Some("5; high-temperature"),
        ResponseType::Prepare,
    ),
    row(
        "cold",
        ["Grand froid", "Extreme cold", "Très grand froid"],
        Category::Met,
        Some("6; low-temperature"),
        ResponseType::Prepare,
    ),
    row(
        "evacuation",
        ["Évacuation", "Evacuation", "Vous devez partir"],
        Category::Safety,
        None,
        ResponseType::Evacuate,
    ),
    row(
        "boil-water",
        [
            "Eau du robinet : à faire bouillir",
            "Boil tap water",
            "Eau du robinet dangereuse",
        ],
        Category::Health,
        None,
        ResponseType::Execute,
    ),
    row(
        "road-closure",
        ["Route coupée", "Road closed", "Route fermée"],
        Category::Transport,
        None,
        ResponseType::Avoid,
    ),
    row(
        "power-cut",
        ["Coupure d’électricité", "Power cut", "Pas d’électricité"],
        Category::Infra,
        None,
        ResponseType::Prepare,
    ),
    row(
        "landslide",
        ["Glissement de terrain", "Landslide", "La terre glisse"],
        Category::Geo,
        None,
        ResponseType::Evacuate,
    ),
    row(
        "fire",
        ["Incendie", "Fire", "Feu"],
        Category::Fire,
        None,
        ResponseType::Shelter,
    ),
    row(
        "pollution",
        ["Pollution", "Pollution", "Pollution"],
        Category::Env,
        None,
        ResponseType::Avoid,
    ),
    row(
        "chemical",
        [
            "Accident industriel, nuage toxique",
            "Industrial accident, toxic cloud",
            "Air dangereux",
        ],
        Category::Cbrne,
        None,
        ResponseType::Shelter,
    ),
    row(
        "other",
        ["Autre danger", "Other danger", "Autre danger"],
        Category::Safety,
        None,
        ResponseType::Monitor,
    ),
];

/// The event of a word.
pub fn event(word: &str) -> Option<&'static Event> {
    EVENTS.iter().find(|e| e.word == word)
}

/// The event of a CAP `event`, as this desk writes it in any language: to continue a thread.
pub fn event_named(name: &str) -> Option<&'static Event> {
    let name = name.trim();
    EVENTS
        .iter()
        .find(|e| Tongue::ALL.iter().any(|t| e.name(*t) == name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_and_every_french_name_means_one_event() {
        for event in EVENTS {
            assert_eq!(super::event(event.word), Some(event));
            assert_eq!(event_named(event.french), Some(event));
            assert_eq!(event_named(event.easy).map(|e| e.word), Some(event.word));
        }
        assert_eq!(super::event(""), None);
    }
}
