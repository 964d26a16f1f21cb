//! What is wrong with a message as it was typed, and what it is once nothing is.
//!
//! Owns every rule about a message's content; errors keep it from being handed in or released, advice does
//! not. The same check runs while typing, at handing in and at release, each with its own clock.
//! Never: who may write or release.

mod texts;
mod when;

use portal::Instant;
use portal::messages::Colour;
use portal::places::{Dep, Places, gazetteer};

use super::{Event, Purpose, Tongue, Typed, TypedTexts, event};

pub use texts::gaps;

/// How much a finding matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// It cannot be handed in so.
    Error,
    /// It would be better otherwise.
    Advice,
}

/// One thing to tell the author.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The form's field: `event`, `colour`, `places`, `onset`, `expires`, `publish_at`, `link`, `contact`,
    /// `note`, or a text: `fr_headline`, `en_description`, `falc_instruction`…
    pub field: String,
    /// Error or advice.
    pub level: Level,
    /// One French sentence or two.
    pub text: String,
}

/// A message without errors.
#[derive(Clone, Debug, PartialEq)]
pub struct Written {
    /// What.
    pub event: &'static Event,
    /// How bad; of no account for an all-clear.
    pub colour: Colour,
    /// Where; not empty.
    pub places: Places,
    /// From when; `None`: from the release.
    pub onset: Option<Instant>,
    /// Until when.
    pub expires: Instant,
    /// When to release it, if not at once.
    pub publish_at: Option<Instant>,
    /// `web`.
    pub link: Option<String>,
    /// `contact`.
    pub contact: Option<String>,
    /// The languages that have a headline, French first.
    pub texts: Vec<(Tongue, TypedTexts)>,
}

/// What came of a check.
#[derive(Clone, Debug, PartialEq)]
pub struct Checked {
    /// In the order of the form.
    pub findings: Vec<Finding>,
    /// The message, when there is no error.
    pub written: Option<Written>,
}

impl Checked {
    /// The errors only.
    pub fn errors(&self) -> impl Iterator<Item = &Finding> {
        self.findings.iter().filter(|f| f.level == Level::Error)
    }
}

/// Findings while they are gathered.
#[derive(Default)]
struct Findings(Vec<Finding>);

impl Findings {
    fn add(&mut self, level: Level, field: &str, text: impl Into<String>) {
        self.0.push(Finding {
            field: field.to_owned(),
            level,
            text: text.into(),
        });
    }
    fn error(&mut self, field: &str, text: impl Into<String>) {
        self.add(Level::Error, field, text);
    }
    fn advice(&mut self, field: &str, text: impl Into<String>) {
        self.add(Level::Advice, field, text);
    }
}

/// Checks what was typed, for an issuer that may speak in `territory` (empty: all of France).
pub fn check(
    typed: &Typed,
    purpose: &Purpose,
    territory: &[Dep],
    now: Instant,
    exercise: bool,
) -> Checked {
    let mut found = Findings::default();
    let event = event(&typed.event);
    if event.is_none() {
        found.error("event", "Choisissez l’événement.");
    }
    let colour = colour(typed, purpose, &mut found);
    places(typed, territory, &mut found);
    let times = when::times(typed, purpose, now, &mut found);
    let texts = texts::texts(typed, exercise, &mut found);
    let link = texts::link(&typed.link, &mut found);
    let contact = texts::contact(&typed.contact, &mut found);
    texts::note(&typed.note, &mut found);
    let sound = found.0.iter().all(|f| f.level == Level::Advice);
    let written = match (sound, event, colour, times) {
        (true, Some(event), Some(colour), Some(times)) => Some(Written {
            event,
            colour,
            places: typed.places.clone(),
            onset: times.onset,
            expires: times.expires,
            publish_at: times.publish_at,
            link,
            contact,
            texts,
        }),
        _ => None,
    };
    Checked {
        findings: found.0,
        written,
    }
}

fn colour(typed: &Typed, purpose: &Purpose, found: &mut Findings) -> Option<Colour> {
    let colour = [Colour::Yellow, Colour::Orange, Colour::Red]
        .into_iter()
        .find(|c| c.word() == typed.colour);
    // An all-clear has no colour of its own.
    if colour.is_none() && matches!(purpose, Purpose::AllClear(_)) {
        return Some(Colour::Yellow);
    }
    if colour.is_none() {
        found.error("colour", "Choisissez la couleur : jaune, orange ou rouge.");
    }
    colour
}

fn places(typed: &Typed, territory: &[Dep], found: &mut Findings) {
    let places = &typed.places;
    if places.is_empty() {
        found.error(
            "places",
            "Choisissez au moins une commune ou un département.",
        );
    }
    if !typed.unknown_places.is_empty() {
        let lines: Vec<String> = typed
            .unknown_places
            .iter()
            .take(5)
            .map(|line| format!("« {} »", line.chars().take(60).collect::<String>()))
            .collect();
        found.error(
            "places",
            format!(
                "Corrigez ou retirez ce qui n’a pas été trouvé ({}) : {}.",
                typed.unknown_places.len(),
                lines.join(", ")
            ),
        );
    }
    let nowhere = places
        .whole_departements()
        .iter()
        .filter(|d| gazetteer().departement(d).is_none())
        .map(ToString::to_string)
        // Only codes of today: an old one stands for another commune, and would not read back as itself.
        .chain(
            places
                .communes()
                .iter()
                .filter(|c| {
                    gazetteer()
                        .commune(c)
                        .is_none_or(|known| known.insee != **c)
                })
                .map(ToString::to_string),
        )
        .take(5)
        .collect::<Vec<_>>();
    if !nowhere.is_empty() {
        found.error(
            "places",
            format!("Codes inconnus : {}. Retirez-les.", nowhere.join(", ")),
        );
    }
    if !territory.is_empty() {
        let outside: Vec<String> = places
            .departements()
            .into_iter()
            .filter(|d| !territory.contains(d))
            .map(|d| {
                let name = gazetteer().departement(&d).map_or("", |known| known.name);
                format!("{name} ({d})")
            })
            .take(5)
            .collect();
        if !outside.is_empty() {
            found.error(
                "places",
                format!(
                    "Vous ne pouvez pas alerter hors de votre territoire : {}.",
                    outside.join(", ")
                ),
            );
        }
    }
}

#[cfg(test)]
mod tests;
