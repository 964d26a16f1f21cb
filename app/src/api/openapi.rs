//! `/api/openapi.json`: OpenAPI 3.1.

use serde_json::{Map, Value, json};

use crate::site::{Site, Text};

/// A field: name, schema, description.
type Field = (&'static str, &'static str, &'static str);

const ALERT: &[Field] = &[
    (
        "id",
        "string",
        "Permanent identifier of the thread: one event, however many messages.",
    ),
    ("url", "string", "The alert's page."),
    (
        "state",
        "state",
        "Where the thread stands at the time of the answer.",
    ),
    ("colour", "colour", "The worst colour shown."),
    ("severity", "severity", "The worst CAP severity shown."),
    (
        "title",
        "string?",
        "Headline, else event, in French where the issuer gave it.",
    ),
    (
        "areas",
        "[string]",
        "The issuer's words for the areas of the worst information.",
    ),
    (
        "departements",
        "[string]",
        "Codes of the départements wholly concerned.",
    ),
    (
        "communes",
        "[string]",
        "INSEE codes of the communes concerned in other départements.",
    ),
    (
        "unresolved",
        "boolean",
        "Whether an area could not be resolved, so that the places are the source's whole territory.",
    ),
    ("instruction", "string?", "What to do."),
    ("publisher", "string?", "Who says so."),
    (
        "source",
        "string",
        "Identifier of the source, as in /api/sources.json.",
    ),
    (
        "languages",
        "[string]",
        "BCP 47 tags of the languages of what is shown.",
    ),
    ("sent", "instant", "When the newest message was sent."),
    (
        "received_at",
        "instant",
        "When the newest message was received.",
    ),
    ("starts_at", "instant", "When it begins or began."),
    (
        "until",
        "instant?",
        "Until when, as the issuer said; null when the issuer gave no end.",
    ),
    (
        "review_at",
        "instant?",
        "When this portal stops showing it unless it is confirmed again.",
    ),
    ("ended_at", "instant?", "When it ended."),
    ("exercise", "boolean", "An exercise: nothing in it is real."),
    ("cap", "string", "Address of the newest message as CAP 1.2."),
    (
        "original",
        "string",
        "Address of the newest message's document as received.",
    ),
];

const MESSAGE: &[Field] = &[
    (
        "id",
        "string",
        "Permanent identifier of the message on this portal.",
    ),
    ("identifier", "string", "CAP identifier."),
    ("sender", "string", "CAP sender."),
    ("sent", "instant", "CAP sent."),
    ("received_at", "instant", "When it was received."),
    ("msg_type", "string", "CAP msgType."),
    ("status", "string", "CAP status."),
    (
        "current",
        "boolean",
        "Whether no other message supersedes it.",
    ),
    (
        "signed",
        "boolean",
        "Whether the document carries an XML signature; it is not verified.",
    ),
    ("cap", "string", "Address as CAP 1.2."),
    ("original", "string", "Address of the document as received."),
    (
        "infos",
        "[Info]",
        "CAP info blocks: translations, or different areas and severities.",
    ),
];

const INFO: &[Field] = &[
    ("language", "string", "BCP 47 tag."),
    ("event", "string", "CAP event."),
    ("headline", "string?", "CAP headline."),
    ("description", "string?", "CAP description."),
    ("instruction", "string?", "CAP instruction."),
    ("web", "string?", "The issuer's page."),
    ("colour", "colour", "Colour of vigilance."),
    ("severity", "severity", "CAP severity."),
    ("urgency", "string", "CAP urgency."),
    ("certainty", "string", "CAP certainty."),
    ("onset", "instant?", "CAP onset."),
    ("expires", "instant?", "CAP expires; never invented."),
    ("areas", "[Area]", "Areas."),
];

const AREA: &[Field] = &[
    ("desc", "string", "CAP areaDesc."),
    ("resolved", "boolean", "Whether the area could be resolved."),
    ("departements", "[string]", "Codes of whole départements."),
    (
        "communes",
        "[string]",
        "INSEE codes of communes in other départements.",
    ),
];

const ALERTS: &[Field] = &[
    (
        "exercise",
        "boolean",
        "An exercise portal: nothing here is real.",
    ),
    (
        "checked_at",
        "instant?",
        "Every heard source was listened to at or after this instant; null when none is heard: no alert then does not mean no danger.",
    ),
    ("silent_sources", "[string]", "Sources that are silent."),
    ("alerts", "[Alert]", "In force and to come, worst first."),
];

const SOURCE: &[Field] = &[
    ("id", "string", "Identifier."),
    ("publisher", "string", "Who speaks."),
    ("kind", "string", "Shape of its documents."),
    (
        "territory",
        "[string]",
        "Codes of départements; empty: all of France.",
    ),
    ("last_success", "instant?", "Last usable answer."),
    ("last_failure", "instant?", "Last failure."),
    ("last_error", "string?", "What went wrong then."),
    ("silent", "boolean", "Whether it counts as silent now."),
    ("silent_since", "instant?", "Since when."),
];

const COMMUNE: &[Field] = &[
    ("insee", "string", "INSEE code."),
    ("name", "string", "Name."),
    (
        "slug",
        "string",
        "Name as in the address /commune/{insee}/{slug}.",
    ),
    ("departement", "string", "Code of its département."),
    ("departement_name", "string?", "Name of its département."),
    ("postal_codes", "[string]", "Postal codes."),
    ("population", "integer", "Inhabitants, 0 where unknown."),
];

fn schema(of: &str) -> Value {
    if let Some(inner) = of.strip_prefix('[').and_then(|o| o.strip_suffix(']')) {
        return json!({ "type": "array", "items": schema(inner) });
    }
    if let Some(inner) = of.strip_suffix('?') {
        let mut inner = schema(inner);
        if let Some(kind) = inner.get("type").cloned() {
            inner["type"] = json!([kind, "null"]);
        }
        return inner;
    }
    match of {
        "instant" => json!({ "type": "string", "format": "date-time" }),
        "state" => {
            json!({ "type": "string", "enum": ["future", "active", "ended", "cancelled", "all_clear"] })
        }
        "colour" => json!({ "type": "string", "enum": ["green", "yellow", "orange", "red"] }),
        "severity" => {
            json!({ "type": "string", "enum": ["Extreme", "Severe", "Moderate", "Minor", "Unknown"] })
        }
        "string" | "boolean" | "integer" => json!({ "type": of }),
        name => json!({ "$ref": format!("#/components/schemas/{name}") }),
    }
}

fn object(fields: &[Field]) -> Value {
    let properties: Map<String, Value> = fields
        .iter()
        .map(|(name, of, description)| {
            let mut schema = schema(of);
            schema["description"] = json!(description);
            ((*name).to_owned(), schema)
        })
        .collect();
    let required: Vec<_> = fields.iter().map(|f| f.0).collect();
    json!({ "type": "object", "properties": properties, "required": required })
}

fn get(summary: &str, of: &str, parameter: Option<Value>) -> Value {
    let mut responses = json!({
        "200": { "description": summary, "content": { "application/json": { "schema": schema(of) } } },
        "304": { "description": "Nothing new: If-None-Match was sent and still holds." },
        "429": { "description": "Too many requests: wait a minute." },
        "503": { "description": "Out of service for a moment." },
    });
    let parameters: Vec<Value> = parameter.into_iter().collect();
    if parameters.iter().any(|p| p["in"] == "path") {
        responses["404"] = json!({ "description": "No such alert." });
    }
    json!({ "get": { "summary": summary, "parameters": parameters, "responses": responses } })
}

/// The description.
pub fn openapi(site: &Site) -> Text {
    let mut whole = ALERT.to_vec();
    whole.push((
        "messages",
        "[Message]",
        "All public messages of the thread, in order of sent.",
    ));
    let id = json!({ "name": "id", "in": "path", "required": true, "schema": schema("string") });
    let q = json!({
        "name": "q", "in": "query", "required": true, "schema": schema("string"),
        "description": "A name or the beginning of one, a postal code, an INSEE code.",
    });
    let document = json!({
        "openapi": "3.1.0",
        "info": {
            "title": site.name,
            "version": "1",
            "description": "Official alert messages, relayed. Name the official issuer; remove an alert when it has ended.",
            "license": { "name": "Apache-2.0", "identifier": "Apache-2.0" },
        },
        "servers": [{ "url": site.origin }],
        "paths": {
            "/api/alertes.json": get("Alerts in force and to come", "Alerts", None),
            "/api/alertes/{id}.json": get("One alert with its messages", "AlertWithMessages", Some(id)),
            "/api/sources.json": get("How the sources do", "Sources", None),
            "/api/communes": get("Communes for what someone typed, best first", "Communes", Some(q)),
        },
        "components": { "schemas": {
            "Alerts": object(ALERTS),
            "Alert": object(ALERT),
            "AlertWithMessages": object(&whole),
            "Message": object(MESSAGE),
            "Info": object(INFO),
            "Area": object(AREA),
            "Sources": object(&[("sources", "[Source]", "Every configured source.")]),
            "Source": object(SOURCE),
            "Communes": object(&[("communes", "[Commune]", "Best first.")]),
            "Commune": object(COMMUNE),
        } },
    });
    Text {
        body: document.to_string(),
        valid_until: None,
    }
}
