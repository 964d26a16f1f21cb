//! Which JSON it is, and who reads it.

use serde_json::Value;

use super::{Kind, MAX_ITEMS, MAX_JSON_BYTES, Read, Reading, envelope};
use crate::sources::{meteofrance, vigicrues};
use crate::xml::Element;

/// The deepest nesting of CAP written as JSON.
const MAX_DEPTH: usize = 8;

/// Types of GeoJSON (RFC 7946 §1.4).
const GEOJSON: &[&str] = &[
    "FeatureCollection",
    "Feature",
    "GeometryCollection",
    "Point",
    "MultiPoint",
    "LineString",
    "MultiLineString",
    "Polygon",
    "MultiPolygon",
];

/// Reads a JSON document.
pub(super) fn read(bytes: &[u8], reading: &Reading<'_>) -> Read {
    if bytes.len() > MAX_JSON_BYTES {
        return Read::failed(
            Kind::Json,
            format!(
                "The document has {} bytes; at most {MAX_JSON_BYTES} are read.",
                bytes.len()
            ),
        );
    }
    let document: Value = match serde_json::from_slice(bytes) {
        Ok(document) => document,
        Err(error) => {
            return Read::failed(
                guess(bytes),
                format!("This is not well-formed JSON: {error}."),
            );
        }
    };
    if is_geojson(&document) {
        let mut read = Read::of(Kind::GeoJson);
        if vigicrues::looks_like(&document) {
            vigicrues::read(&document, reading, &mut read);
        } else {
            read.add_error(
                "This GeoJSON is not Vigicrues': no feature has a stretch's code (CdEntCru, CdEntVigiCru) or level (NivInfViCr, NivSituVigiCruEnt)."
                    .to_owned(),
            );
        }
        return read;
    }
    let mut read = Read::of(Kind::Json);
    if meteofrance::looks_like(&document) {
        meteofrance::read(&document, reading, &mut read);
    } else if let Some(alerts) = cap_alerts(&document) {
        read_cap(&alerts, &mut read);
    } else {
        read.add_error(
            "This JSON has none of the known shapes: Météo-France's vigilance (product.periods), MeteoAlarm's warnings (warnings[].alert), CAP as JSON (identifier, sender, sent), Vigicrues' GeoJSON."
                .to_owned(),
        );
    }
    read
}

fn is_geojson(document: &Value) -> bool {
    let named = document
        .get("type")
        .and_then(Value::as_str)
        .is_some_and(|t| GEOJSON.contains(&t));
    named
        && ["features", "geometry", "geometries", "coordinates"]
            .iter()
            .any(|key| document.get(key).is_some())
}

fn guess(bytes: &[u8]) -> Kind {
    let head = bytes.get(..1_024).unwrap_or(bytes);
    if String::from_utf8_lossy(head).contains("FeatureCollection") {
        Kind::GeoJson
    } else {
        Kind::Json
    }
}

/// CAP as JSON: MeteoAlarm's API, or one alert alone. `None` for another shape.
fn cap_alerts(document: &Value) -> Option<Vec<&Value>> {
    if let Some(warnings) = document.get("warnings").and_then(Value::as_array) {
        let alerts: Vec<&Value> = warnings.iter().filter_map(|w| w.get("alert")).collect();
        return (warnings.is_empty() || !alerts.is_empty()).then_some(alerts);
    }
    let alert = document.get("alert").unwrap_or(document);
    ["identifier", "sender", "sent", "status", "msgType"]
        .iter()
        .all(|key| alert.get(key).is_some())
        .then(|| vec![alert])
}

fn read_cap(alerts: &[&Value], read: &mut Read) {
    if alerts.len() > MAX_ITEMS {
        read.add_error(format!(
            "only the first {MAX_ITEMS} of {} alerts were read",
            alerts.len()
        ));
    }
    for alert in alerts.iter().take(MAX_ITEMS) {
        let mut element = Element {
            name: "alert".to_owned(),
            namespace: Some("urn:oasis:names:tc:emergency:cap:1.2".to_owned()),
            ..Element::default()
        };
        children(alert, &mut element, 0);
        match envelope::whole(&element) {
            Ok(mut found) => {
                found
                    .deviations
                    .push("CAP written as JSON, which the standard does not know.".to_owned());
                read.add_alert(found);
            }
            Err(why) => read.add_error(why),
        }
    }
}

/// The order of the schema (CAP 1.2 §3.2); JSON has none.
const ORDER: &[&str] = &[
    "identifier",
    "sender",
    "sent",
    "status",
    "msgType",
    "source",
    "scope",
    "restriction",
    "addresses",
    "code",
    "note",
    "references",
    "incidents",
    "language",
    "category",
    "event",
    "responseType",
    "urgency",
    "severity",
    "certainty",
    "audience",
    "eventCode",
    "effective",
    "onset",
    "expires",
    "senderName",
    "headline",
    "description",
    "instruction",
    "web",
    "contact",
    "parameter",
    "resource",
    "areaDesc",
    "polygon",
    "circle",
    "geocode",
    "altitude",
    "ceiling",
    "resourceDesc",
    "mimeType",
    "size",
    "uri",
    "derefUri",
    "digest",
    "valueName",
    "value",
    "info",
    "area",
];

/// Members of a JSON object as child elements; an array is a repeated element.
fn children(object: &Value, to: &mut Element, depth: usize) {
    if depth > MAX_DEPTH {
        return;
    }
    for name in ORDER {
        let values = match object.get(name) {
            Some(Value::Array(values)) => values.as_slice(),
            Some(value) => std::slice::from_ref(value),
            None => continue,
        };
        for value in values {
            let mut child = Element {
                name: (*name).to_owned(),
                namespace: to.namespace.clone(),
                ..Element::default()
            };
            match value {
                Value::String(text) => child.text.clone_from(text),
                Value::Number(number) => child.text = number.to_string(),
                Value::Bool(yes) => child.text = yes.to_string(),
                Value::Object(_) => children(value, &mut child, depth + 1),
                Value::Null | Value::Array(_) => continue,
            }
            to.children.push(child);
        }
    }
}
