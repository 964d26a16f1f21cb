//! What residents read of Météo-France's vigilance, in French and in English.
//!
//! Owns the phenomena and their wording. Must never say more than the bulletin does: a colour, a
//! place, times; the instructions are the general ones of the State for that danger.

use crate::Instant;
use crate::messages::Colour;
use crate::sources::states;

/// One of the nine phenomena.
pub(super) struct Phenomenon {
    /// `phenomenon_id`.
    pub(super) id: &'static str,
    pub(super) french: &'static str,
    pub(super) english: &'static str,
    /// MeteoAlarm's `awareness_type`.
    pub(super) awareness: &'static str,
}

/// All phenomena.
pub(super) const ALL: &[Phenomenon] = &[
    phenomenon("1", "vent violent", "violent wind", "1; Wind"),
    phenomenon("2", "pluie-inondation", "rain and flood", "13; rain-flood"),
    phenomenon("3", "orages", "thunderstorms", "3; Thunderstorm"),
    phenomenon("4", "crues", "flooding", "12; flooding"),
    phenomenon("5", "neige-verglas", "snow and ice", "2; snow-ice"),
    phenomenon("6", "canicule", "heatwave", "5; high-temperature"),
    phenomenon("7", "grand froid", "extreme cold", "6; low-temperature"),
    phenomenon("8", "avalanches", "avalanches", "11; avalanches"),
    phenomenon(
        "9",
        "vagues-submersion",
        "coastal flooding",
        "7; coastalevent",
    ),
];

const fn phenomenon(
    id: &'static str,
    french: &'static str,
    english: &'static str,
    awareness: &'static str,
) -> Phenomenon {
    Phenomenon {
        id,
        french,
        english,
        awareness,
    }
}

impl Phenomenon {
    /// The phenomenon of a `phenomenon_id`.
    pub(super) fn of(id: &str) -> Option<&'static Self> {
        ALL.iter().find(|p| p.id == id)
    }

    fn brings_water(&self) -> bool {
        matches!(self.id, "2" | "4" | "9")
    }
}

/// The texts of one info.
pub(super) struct Words {
    pub(super) event: &'static str,
    pub(super) headline: String,
    pub(super) description: String,
    pub(super) instruction: Option<&'static str>,
}

/// The texts for a language.
pub(super) fn of(
    language: &str,
    phenomenon: &Phenomenon,
    colour: Colour,
    place: &str,
    slices: &[(Colour, Instant, Instant)],
) -> Words {
    if language.starts_with("en") {
        english(phenomenon, colour, place, slices)
    } else {
        french(phenomenon, colour, place, slices)
    }
}

fn french(
    phenomenon: &Phenomenon,
    colour: Colour,
    place: &str,
    slices: &[(Colour, Instant, Instant)],
) -> Words {
    let event = phenomenon.french;
    if colour == Colour::Green {
        return Words {
            event,
            headline: format!("Fin de vigilance {event} : {place}"),
            description: format!("Météo-France a remis ce territoire au vert pour : {event}."),
            instruction: None,
        };
    }
    let word = states::french(colour);
    let mut description =
        format!("Météo-France place ce territoire en vigilance {word} pour : {event}.");
    for (colour, begin, end) in slices {
        description.push_str(&format!(
            "\nVigilance {} du {} au {} (heure de Paris).",
            states::french(*colour),
            begin.in_paris().strftime("%d/%m à %H:%M"),
            end.in_paris().strftime("%d/%m à %H:%M"),
        ));
    }
    Words {
        event,
        headline: format!("Vigilance {word} {event} : {place}"),
        description,
        instruction: Some(match (phenomenon.brings_water(), colour) {
            (true, Colour::Red) => {
                "Suivez les consignes des autorités.\nNe vous déplacez ni à pied ni en voiture.\nMontez à l'étage ou rejoignez un point haut.\nNe descendez pas dans les sous-sols ni les parkings souterrains."
            }
            (true, _) => {
                "Tenez-vous informé.\nÉloignez-vous des cours d'eau, des plages et des points bas.\nNe vous engagez pas sur une route inondée, ni à pied ni en voiture."
            }
            (false, Colour::Red) => "Suivez les consignes des autorités.\nÉvitez tout déplacement.",
            (false, _) => "Tenez-vous informé.\nSuivez les consignes des autorités.",
        }),
    }
}

fn english(
    phenomenon: &Phenomenon,
    colour: Colour,
    place: &str,
    slices: &[(Colour, Instant, Instant)],
) -> Words {
    let event = phenomenon.english;
    if colour == Colour::Green {
        return Words {
            event,
            headline: format!("End of vigilance for {event}: {place}"),
            description: format!("Météo-France has put this area back to green for: {event}."),
            instruction: None,
        };
    }
    let word = colour.word();
    let mut description =
        format!("Météo-France has put this area under {word} vigilance for: {event}.");
    for (colour, begin, end) in slices {
        description.push_str(&format!(
            "\nVigilance {} from {} to {} (Paris time).",
            colour.word(),
            begin.in_paris().strftime("%d/%m %H:%M"),
            end.in_paris().strftime("%d/%m %H:%M"),
        ));
    }
    let mut capital = word.to_owned();
    if let Some(first) = capital.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    Words {
        event,
        headline: format!("{capital} vigilance for {event}: {place}"),
        description,
        instruction: Some(match (phenomenon.brings_water(), colour) {
            (true, Colour::Red) => {
                "Follow the instructions of the authorities.\nDo not travel, on foot or by car.\nGo upstairs or to high ground.\nDo not go down to basements or underground car parks."
            }
            (true, _) => {
                "Keep informed.\nKeep away from rivers, beaches and low ground.\nDo not take a flooded road, on foot or by car."
            }
            (false, Colour::Red) => {
                "Follow the instructions of the authorities.\nAvoid all travel."
            }
            (false, _) => "Keep informed.\nFollow the instructions of the authorities.",
        }),
    }
}
