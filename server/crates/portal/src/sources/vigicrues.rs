//! Vigicrues: the GeoJSON of river stretches (`InfoVigiCru.geojson`) becomes one message per stretch.
//!
//! Owns the shape of that document and the words of those messages. Must never read an all-clear out
//! of a stretch that is missing or unreadable: only level 1 (vert), said by Vigicrues, ends a message.
//!
//! Properties as published: `CdEntCru`, `lbentcru`/`LbEntCru`, `acroentcru`, `NivInfViCr`; since v1.1
//! of the service `CdEntVigiCru`, `NomEntVigiCru`, `NivSituVigiCruEnt`. Licence Ouverte 2.0.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use crate::cap::{Area, Category, Certainty, Info, Point, ResponseType, Urgency};
use crate::documents::{Read, Reading};
use crate::messages::{Colour, Message};
use crate::sources::states::{self, Newest};

/// How many features are read; France has about 340 stretches.
pub(crate) const MAX_FEATURES: usize = 5_000;
/// How many points of all stretches together are kept.
const MAX_POINTS: usize = 500_000;

const CODE: &[&str] = &["CdEntCru", "CdEntVigiCru", "acroentcru", "AcroEntVigiCru"];
const NAME: &[&str] = &["lbentcru", "NomEntVigiCru", "NomEntCru", "LbEntVigiCru"];
const LEVEL: &[&str] = &["NivInfViCr", "NivSituVigiCruEnt", "NivInfVigiCru"];
/// The parameter that carries a stretch's code.
const STRETCH: &str = "vigicrues-stretch";

/// Whether a GeoJSON document is one of river stretches: some feature has a level's property.
pub(crate) fn looks_like(document: &Value) -> bool {
    features(document)
        .iter()
        .filter_map(|f| f.get("properties")?.as_object())
        .any(|p| property(p, LEVEL).is_some() || property(p, CODE).is_some())
}

/// Reads the stretches into `read`.
pub(crate) fn read(document: &Value, reading: &Reading<'_>, read: &mut Read) {
    let all = features(document);
    let mut faults = Vec::new();
    if all.len() > MAX_FEATURES {
        faults.push(format!(
            "only the first {MAX_FEATURES} of {} features were read",
            all.len()
        ));
    }
    let mut stretches: BTreeMap<String, Stretch> = BTreeMap::new();
    let mut unreadable = 0_usize;
    let mut example = String::new();
    let mut points = MAX_POINTS;
    for (index, feature) in all.iter().take(MAX_FEATURES).enumerate() {
        match stretch(feature, &mut points) {
            Ok((code, found)) => match stretches.get_mut(&code) {
                // One stretch cut into several features: the worst level holds for all of it.
                Some(known) => {
                    known.colour = known.colour.max(found.colour);
                    known.lines.extend(found.lines);
                    known.outside |= found.outside;
                }
                None => {
                    stretches.insert(code, found);
                }
            },
            Err(why) => {
                unreadable += 1;
                if example.is_empty() {
                    example = format!("feature {index}: {why}");
                }
            }
        }
    }
    if unreadable > 0 {
        faults.push(format!(
            "{unreadable} features could not be read ({example})"
        ));
    }
    if points == 0 {
        faults.push(format!("only {MAX_POINTS} points of geometry were kept"));
    }
    if stretches.is_empty() {
        faults.push("no river stretch could be read: nothing is known, nothing ends".to_owned());
    }
    let newest = Newest::of(reading);
    for (code, stretch) in stretches {
        say(&code, stretch, reading, &newest, read);
    }
    if !faults.is_empty() {
        read.error = Some(faults.join("; "));
    }
}

/// What a feature says.
struct Stretch {
    name: String,
    colour: Colour,
    lines: Vec<Vec<Point>>,
    /// Some positions were not degrees and were left out.
    outside: bool,
}

/// Makes, confirms or ends the message of one stretch.
fn say(code: &str, stretch: Stretch, reading: &Reading<'_>, newest: &Newest<'_>, read: &mut Read) {
    let prefix = format!("vigicrues.{}", states::name_part(code));
    let before = newest.get(&prefix);
    let live = before.filter(|(_, m)| !states::is_over(m, reading.at));
    if let Some((index, message)) = live
        && states::level(message) == Some(stretch.colour)
        && name_of(message) == Some(stretch.name.as_str())
    {
        read.confirmed.push(index);
        return;
    }
    let sent = states::sent(reading.at, before.map(|(_, m)| m));
    let follows = live.map(|(_, m)| m);
    let over = stretch.colour == Colour::Green;
    if over && follows.is_none() {
        return;
    }
    let area = Area {
        desc: stretch.name.clone(),
        lines: stretch.lines,
        ..Area::default()
    };
    let infos = ["fr-FR", "en-GB"]
        .into_iter()
        .map(|language| {
            let words = words(language, stretch.colour, &stretch.name);
            let mut info = states::info(reading, language, words.event, &words.headline);
            info.categories = vec![Category::Met];
            info.urgency = if over {
                Urgency::Past
            } else {
                Urgency::Expected
            };
            info.severity = states::severity(stretch.colour);
            info.certainty = if over {
                Certainty::Observed
            } else {
                Certainty::Likely
            };
            if over {
                info.response_types = vec![ResponseType::AllClear];
                info.expires = Some(sent + states::ALL_CLEAR_SHOWN);
            } else {
                info.response_types = vec![ResponseType::Monitor];
            }
            info.description = Some(words.description);
            info.instruction = words.instruction.map(str::to_owned);
            info.web = Some("https://www.vigicrues.gouv.fr/".to_owned());
            info.parameters = vec![
                states::awareness_level(stretch.colour),
                states::named("awareness_type", "12; Flooding"),
                states::named(STRETCH, code),
            ];
            info.areas = vec![area.clone()];
            info
        })
        .collect::<Vec<Info>>();
    let mut made = states::message(reading, &prefix, sent, follows, infos);
    if stretch.outside {
        made.deviations.push(
            "Positions of this stretch that are not degrees (WGS 84) were left out.".to_owned(),
        );
    }
    read.alerts.push(made);
}

fn name_of(message: &Message) -> Option<&str> {
    Some(message.alert.infos.first()?.areas.first()?.desc.as_str())
}

fn features(document: &Value) -> &[Value] {
    document
        .get("features")
        .and_then(Value::as_array)
        .map_or(&[], Vec::as_slice)
}

/// The first of these properties, whatever its case: `lbentcru` and `LbEntCru` both occur.
fn property<'a>(properties: &'a Map<String, Value>, names: &[&str]) -> Option<&'a Value> {
    names.iter().find_map(|name| {
        properties
            .iter()
            .find(|(key, value)| key.eq_ignore_ascii_case(name) && !value.is_null())
            .map(|(_, value)| value)
    })
}

fn stretch(feature: &Value, points: &mut usize) -> Result<(String, Stretch), &'static str> {
    let properties = feature
        .get("properties")
        .and_then(Value::as_object)
        .ok_or("no properties")?;
    let code = property(properties, CODE)
        .and_then(states::text)
        .ok_or("no code (CdEntCru, CdEntVigiCru)")?;
    let colour = property(properties, LEVEL)
        .and_then(states::rank)
        .ok_or("no level from 1 to 4 (NivInfViCr, NivSituVigiCruEnt)")?;
    let name = property(properties, NAME)
        .and_then(states::text)
        .unwrap_or_else(|| code.clone());
    let mut outside = false;
    let lines = feature
        .get("geometry")
        .map(|g| lines(g, points, &mut outside))
        .unwrap_or_default();
    Ok((
        code,
        Stretch {
            name,
            colour,
            lines,
            outside,
        },
    ))
}

/// The lines of a `LineString` or `MultiLineString`; positions that are not degrees are left out.
fn lines(geometry: &Value, points: &mut usize, outside: &mut bool) -> Vec<Vec<Point>> {
    let coordinates = geometry.get("coordinates");
    let lines: Vec<&Value> = match geometry.get("type").and_then(Value::as_str) {
        Some("LineString") => coordinates.into_iter().collect(),
        Some("MultiLineString") => coordinates
            .and_then(Value::as_array)
            .map(|lines| lines.iter().collect())
            .unwrap_or_default(),
        _ => Vec::new(),
    };
    let mut all = Vec::new();
    for line in lines {
        let line: Vec<Point> = line
            .as_array()
            .map_or(&[][..], Vec::as_slice)
            .iter()
            .filter_map(|position| {
                let point = point(position);
                *outside |= point.is_none();
                point
            })
            .take(*points)
            .collect();
        *points -= line.len();
        if line.len() >= 2 {
            all.push(line);
        }
    }
    all
}

/// GeoJSON writes longitude first (RFC 7946 §3.1.1).
fn point(position: &Value) -> Option<Point> {
    let position = position.as_array()?;
    let lon = position.first()?.as_f64()?;
    let lat = position.get(1)?.as_f64()?;
    ((-90.0..=90.0).contains(&lat) && (-180.0..=180.0).contains(&lon)).then_some(Point { lat, lon })
}

/// What residents read.
struct Words {
    event: &'static str,
    headline: String,
    description: String,
    instruction: Option<&'static str>,
}

/// What Vigicrues' colours mean, in plain words.
fn words(language: &str, colour: Colour, name: &str) -> Words {
    if language.starts_with("en") {
        english(colour, name)
    } else {
        french(colour, name)
    }
}

fn french(colour: Colour, name: &str) -> Words {
    let (means, instruction) = match colour {
        Colour::Green => (
            "Vert : Vigicrues ne demande pas de vigilance particulière.",
            None,
        ),
        Colour::Yellow => (
            "Jaune : des débordements localisés ou une montée rapide des eaux sont possibles.",
            Some(
                "Tenez-vous informé.\nÉloignez-vous des cours d'eau.\nNe vous engagez pas sur une route inondée.",
            ),
        ),
        Colour::Orange => (
            "Orange : des débordements importants sont possibles, dangereux pour les personnes et les biens.",
            Some(
                "Tenez-vous informé.\nÉloignez-vous des cours d'eau et des points bas.\nNe vous engagez pas sur une route inondée, ni à pied ni en voiture.\nMettez vos biens hors d'eau tant que c'est sans danger.",
            ),
        ),
        Colour::Red => (
            "Rouge : une crue majeure est possible, qui menace directement les personnes et les biens.",
            Some(
                "Suivez les consignes des autorités.\nMontez à l'étage ou rejoignez un point haut.\nNe vous déplacez ni à pied ni en voiture.\nNe descendez pas dans les sous-sols ni les parkings souterrains.",
            ),
        ),
    };
    if colour == Colour::Green {
        return Words {
            event: "Crue",
            headline: format!("Fin de vigilance crues : {name}"),
            description: format!("Vigicrues a remis ce tronçon au vert : {name}.\n{means}"),
            instruction,
        };
    }
    let colour = states::french(colour);
    Words {
        event: "Crue",
        headline: format!("Vigilance {colour} crues : {name}"),
        description: format!("Vigicrues place ce tronçon en vigilance {colour} : {name}.\n{means}"),
        instruction,
    }
}

fn english(colour: Colour, name: &str) -> Words {
    let (means, instruction) = match colour {
        Colour::Green => ("Green: Vigicrues asks for no particular vigilance.", None),
        Colour::Yellow => (
            "Yellow: local overflowing or rapidly rising water is possible.",
            Some("Keep informed.\nKeep away from rivers.\nDo not take a flooded road."),
        ),
        Colour::Orange => (
            "Orange: major overflowing is possible, dangerous for people and property.",
            Some(
                "Keep informed.\nKeep away from rivers and low ground.\nDo not take a flooded road, on foot or by car.\nMove your belongings above water level while it is safe.",
            ),
        ),
        Colour::Red => (
            "Red: a major flood is possible, a direct threat to people and property.",
            Some(
                "Follow the instructions of the authorities.\nGo upstairs or to high ground.\nDo not travel, on foot or by car.\nDo not go down to basements or underground car parks.",
            ),
        ),
    };
    if colour == Colour::Green {
        return Words {
            event: "Flood",
            headline: format!("End of flood vigilance: {name}"),
            description: format!(
                "Vigicrues has put this river stretch back to green: {name}.\n{means}"
            ),
            instruction,
        };
    }
    let word = match colour {
        Colour::Green => "Green",
        Colour::Yellow => "Yellow",
        Colour::Orange => "Orange",
        Colour::Red => "Red",
    };
    Words {
        event: "Flood",
        headline: format!("{word} flood vigilance: {name}"),
        description: format!(
            "Vigicrues has put this river stretch under {} vigilance: {name}.\n{means}",
            word.to_lowercase()
        ),
        instruction,
    }
}
