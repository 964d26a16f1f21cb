//! Reading an official GeoJSON of communes (IGN, INSEE, geo.api.gouv.fr, Etalab).
//!
//! Owns what such files look like. Features are read one at a time and let go; one that cannot be read is
//! counted and the others are kept. Never asks where the file came from.

use std::fmt;

use serde::de::{Deserializer as _, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::Value;

use super::outline::{BadOutline, Outline};
use crate::places::Insee;

/// Largest file, in bytes: the most detailed national one is a third of it.
pub const MAX_BYTES: usize = 1 << 30;
/// Most features; France has 35,000 communes.
pub const MAX_FEATURES: usize = 100_000;
/// How many refused features are told one by one.
const TOLD: usize = 20;

/// The names of the property that holds the INSEE code, as the official files write it.
const CODE: [&str; 7] = [
    "code",
    "codgeo",
    "INSEE_COM",
    "insee_com",
    "insee",
    "code_insee",
    "CODGEO",
];

/// What a file gave.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Imported {
    /// Communes with their shape, in the file's order; a code may come twice.
    pub outlines: Vec<(Insee, Outline)>,
    /// How many features were refused.
    pub refused: usize,
    /// The first refused ones, each a sentence for the operator, in English.
    pub reasons: Vec<String>,
}

/// Why a whole file was refused.
#[derive(Debug, thiserror::Error)]
pub enum BadContours {
    /// Larger than [`MAX_BYTES`].
    #[error("the file is larger than {} MB", MAX_BYTES >> 20)]
    TooLarge,
    /// Not JSON, or not a FeatureCollection, or more than [`MAX_FEATURES`] features.
    #[error("this is not a GeoJSON FeatureCollection of communes: {0}")]
    NotGeoJson(String),
    /// Readable, but no feature was a commune with a shape.
    #[error("no feature is a commune with a geometry in degrees; the first: {0}")]
    NoCommune(String),
}

/// The communes of a GeoJSON FeatureCollection in WGS 84 whose features have the INSEE code in a property
/// `code`, `codgeo`, `INSEE_COM` or `insee` and a Polygon, MultiPolygon or Point.
pub fn read_contours(bytes: &[u8]) -> Result<Imported, BadContours> {
    if bytes.len() > MAX_BYTES {
        return Err(BadContours::TooLarge);
    }
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let mut reader = serde_json::Deserializer::from_slice(bytes);
    let imported = reader
        .deserialize_map(Collection)
        .and_then(|found| reader.end().map(|()| found))
        .map_err(|e| BadContours::NotGeoJson(e.to_string()))?;
    if imported.outlines.is_empty() {
        let why = imported.reasons.into_iter().next();
        return Err(BadContours::NoCommune(
            why.unwrap_or_else(|| "the file has no feature".to_owned()),
        ));
    }
    Ok(imported)
}

struct Collection;

impl<'de> Visitor<'de> for Collection {
    type Value = Imported;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a FeatureCollection")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Imported, A::Error> {
        let mut imported = None;
        while let Some(key) = map.next_key::<String>()? {
            if key == "features" {
                imported = Some(map.next_value::<Features>()?.0);
            } else {
                map.next_value::<IgnoredAny>()?;
            }
        }
        imported.ok_or_else(|| serde::de::Error::missing_field("features"))
    }
}

struct Features(Imported);

impl<'de> serde::Deserialize<'de> for Features {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_seq(FeatureList).map(Features)
    }
}

struct FeatureList;

impl<'de> Visitor<'de> for FeatureList {
    type Value = Imported;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of features")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Imported, A::Error> {
        let mut imported = Imported::default();
        let mut count = 0;
        while let Some(value) = seq.next_element::<Value>()? {
            count += 1;
            if count > MAX_FEATURES {
                return Err(serde::de::Error::custom("too many features"));
            }
            match feature(&value) {
                Ok(commune) => imported.outlines.push(commune),
                Err(why) => {
                    imported.refused += 1;
                    if imported.reasons.len() < TOLD {
                        imported.reasons.push(format!("feature {count}: {why}"));
                    }
                }
            }
        }
        Ok(imported)
    }
}

/// Why one feature was refused.
#[derive(Debug, thiserror::Error)]
enum BadFeature {
    #[error("no property holds an INSEE code of five characters")]
    NoCode,
    #[error("{0}: the geometry is not a Polygon, MultiPolygon or Point")]
    NoGeometry(String),
    #[error("{0}: {1}")]
    Outline(String, BadOutline),
}

fn feature(value: &Value) -> Result<(Insee, Outline), BadFeature> {
    let properties = value.get("properties");
    let code = CODE
        .iter()
        .filter_map(|name| properties?.get(name)?.as_str())
        .map(|code| code.trim().to_ascii_uppercase())
        .find(|code| is_code(code))
        .ok_or(BadFeature::NoCode)?;
    let geometry = value.get("geometry");
    let kind = geometry.and_then(|g| g.get("type")).and_then(Value::as_str);
    let coordinates = geometry.and_then(|g| g.get("coordinates"));
    let outline = match (kind, coordinates) {
        (Some("Point"), Some(c)) => point(c).map(|(lon, lat)| Outline::of_point(lon, lat)),
        (Some("Polygon"), Some(c)) => polygon(c).map(|p| Outline::of_polygons([p])),
        (Some("MultiPolygon"), Some(c)) => c
            .as_array()
            .and_then(|all| all.iter().map(polygon).collect::<Option<Vec<_>>>())
            .map(Outline::of_polygons),
        _ => None,
    };
    match outline {
        None => Err(BadFeature::NoGeometry(code)),
        Some(Err(why)) => Err(BadFeature::Outline(code, why)),
        Some(Ok(outline)) => Ok((Insee(code), outline)),
    }
}

fn is_code(code: &str) -> bool {
    let b = code.as_bytes();
    b.len() == 5
        && b.iter().skip(2).all(u8::is_ascii_digit)
        && b.first().is_some_and(u8::is_ascii_digit)
        && b.get(1)
            .is_some_and(|c| c.is_ascii_digit() || matches!(c, b'A' | b'B'))
}

fn polygon(value: &Value) -> Option<Vec<Vec<(f64, f64)>>> {
    let rings = value.as_array()?.iter();
    rings
        .map(|ring| ring.as_array()?.iter().map(point).collect())
        .collect()
}

fn point(value: &Value) -> Option<(f64, f64)> {
    Some((value.get(0)?.as_f64()?, value.get(1)?.as_f64()?))
}
