//! Strict CAP 1.2, valid against the schema: element order, date form, required elements.
//!
//! Never: decides what is written ([`strict`] does); only how.

use quick_xml::escape::partial_escape;

use super::strict::date_time_text;
use super::{Alert, Area, Info, NamedValue, Point, Reference, Resource, strict};

/// The alert as an XML document in UTF-8, ending with a line break.
pub fn write(alert: &Alert) -> String {
    let alert = strict(alert);
    let mut x = Xml(String::with_capacity(4_096));
    x.0.push_str("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    x.0.push_str("<alert xmlns=\"urn:oasis:names:tc:emergency:cap:1.2\">\n");
    x.text("identifier", &alert.identity.identifier);
    x.text("sender", &alert.identity.sender);
    x.text("sent", &alert.sent_text);
    x.text("status", alert.status.word());
    x.text("msgType", alert.msg_type.word());
    x.optional("source", alert.source.as_deref());
    x.text("scope", alert.scope.word());
    x.optional("restriction", alert.restriction.as_deref());
    x.list("addresses", &alert.addresses);
    for code in &alert.codes {
        x.text("code", code);
    }
    x.optional("note", alert.note.as_deref());
    if !alert.references.is_empty() {
        let entries: Vec<String> = alert.references.iter().map(reference).collect();
        x.text("references", &entries.join(" "));
    }
    x.list("incidents", &alert.incidents);
    for info in &alert.infos {
        x.within("info", |x| x.info(info));
    }
    x.0.push_str("</alert>\n");
    x.0
}

/// A triple; what is unknown stays out of it.
fn reference(reference: &Reference) -> String {
    let Reference {
        sender,
        identifier,
        sent,
    } = reference;
    match (sender, sent) {
        (None, None) => identifier.clone(),
        (Some(sender), None) => format!("{sender},{identifier}"),
        (sender, Some(sent)) => format!(
            "{},{identifier},{}",
            sender.as_deref().unwrap_or_default(),
            date_time_text(*sent)
        ),
    }
}

/// The document while it grows.
struct Xml(String);

impl Xml {
    fn text(&mut self, name: &str, text: &str) {
        let escaped = partial_escape(text);
        for part in ["<", name, ">", &escaped, "</", name, ">\n"] {
            self.0.push_str(part);
        }
    }

    fn optional(&mut self, name: &str, text: Option<&str>) {
        if let Some(text) = text {
            self.text(name, text);
        }
    }

    fn within(&mut self, name: &str, inner: impl FnOnce(&mut Self)) {
        for part in ["<", name, ">\n"] {
            self.0.push_str(part);
        }
        inner(self);
        for part in ["</", name, ">\n"] {
            self.0.push_str(part);
        }
    }

    /// Items separated by spaces, quoted where they hold one (§3.2.1).
    fn list(&mut self, name: &str, items: &[String]) {
        if items.is_empty() {
            return;
        }
        let quoted: Vec<String> = items
            .iter()
            .map(|item| {
                if item.contains(' ') {
                    format!("\"{item}\"")
                } else {
                    item.clone()
                }
            })
            .collect();
        self.text(name, &quoted.join(" "));
    }

    fn pairs(&mut self, name: &str, pairs: &[NamedValue]) {
        for pair in pairs {
            self.within(name, |x| {
                x.text("valueName", &pair.name);
                x.text("value", &pair.value);
            });
        }
    }

    fn info(&mut self, info: &Info) {
        self.optional("language", info.language.as_deref());
        for category in &info.categories {
            self.text("category", category.word());
        }
        self.text("event", &info.event);
        for response in &info.response_types {
            self.text("responseType", response.word());
        }
        self.text("urgency", info.urgency.word());
        self.text("severity", info.severity.word());
        self.text("certainty", info.certainty.word());
        self.optional("audience", info.audience.as_deref());
        self.pairs("eventCode", &info.event_codes);
        for (name, at) in [
            ("effective", info.effective),
            ("onset", info.onset),
            ("expires", info.expires),
        ] {
            if let Some(at) = at {
                self.text(name, &date_time_text(at));
            }
        }
        self.optional("senderName", info.sender_name.as_deref());
        self.optional("headline", info.headline.as_deref());
        self.optional("description", info.description.as_deref());
        self.optional("instruction", info.instruction.as_deref());
        self.optional("web", info.web.as_deref());
        self.optional("contact", info.contact.as_deref());
        self.pairs("parameter", &info.parameters);
        for resource in &info.resources {
            self.within("resource", |x| x.resource(resource));
        }
        for area in &info.areas {
            self.within("area", |x| x.area(area));
        }
    }

    fn resource(&mut self, resource: &Resource) {
        self.text("resourceDesc", &resource.desc);
        self.optional("mimeType", resource.mime_type.as_deref());
        self.optional("uri", resource.uri.as_deref());
    }

    fn area(&mut self, area: &Area) {
        let pair = |p: &Point| format!("{},{}", p.lat, p.lon);
        self.text("areaDesc", &area.desc);
        for polygon in &area.polygons {
            let points: Vec<String> = polygon.iter().map(pair).collect();
            self.text("polygon", &points.join(" "));
        }
        for circle in &area.circles {
            self.text(
                "circle",
                &format!("{} {}", pair(&circle.centre), circle.radius_km),
            );
        }
        self.pairs("geocode", &area.geocodes);
    }
}
