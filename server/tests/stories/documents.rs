//! CAP documents as text, written for these stories (synthetic: no authority issued them).

use portal::{Instant, Span};

/// 2026-11-23, 20:00 in Paris.
pub const START: Instant = Instant(1_795_460_400_000);
/// Who speaks in these stories.
pub const SENDER: &str = "crues@exemple.invalid";

/// `n` minutes after the start.
pub fn minute(n: i64) -> Instant {
    START + Span::minutes(n)
}

/// One text of a message.
#[derive(Clone, Debug)]
pub struct Text {
    pub language: Option<&'static str>,
    pub headline: String,
    pub severity: &'static str,
    pub response: Option<&'static str>,
    pub onset: Option<Instant>,
    pub expires: Option<Instant>,
    /// `(areaDesc, INSEE code)`
    pub areas: Vec<(&'static str, &'static str)>,
    pub extra: &'static str,
}

/// A message about the Gard, for two hours.
pub fn text(headline: &str) -> Text {
    Text {
        language: Some("fr-FR"),
        headline: headline.to_owned(),
        severity: "Severe",
        response: None,
        onset: None,
        expires: Some(minute(120)),
        areas: vec![("Gard", "30")],
        extra: "",
    }
}

/// One CAP document.
#[derive(Clone, Debug)]
pub struct Cap {
    pub identifier: String,
    pub sent: Instant,
    pub status: &'static str,
    pub scope: &'static str,
    pub msg_type: &'static str,
    pub references: Vec<(String, Instant)>,
    pub infos: Vec<Text>,
}

/// An Alert sent `sent` minutes after the start, whose headline is its identifier's.
pub fn alert(identifier: &str, sent: i64) -> Cap {
    Cap {
        identifier: identifier.to_owned(),
        sent: minute(sent),
        status: "Actual",
        scope: "Public",
        msg_type: "Alert",
        references: Vec::new(),
        infos: vec![text(&format!("Titre {identifier}"))],
    }
}

impl Cap {
    /// As an Update of these.
    pub fn updates(mut self, referents: &[(&str, i64)]) -> Self {
        self.msg_type = "Update";
        self.refers(referents)
    }

    /// As a Cancel of these, without a text.
    pub fn cancels(mut self, referents: &[(&str, i64)]) -> Self {
        self.msg_type = "Cancel";
        self.infos.clear();
        self.refers(referents)
    }

    fn refers(mut self, referents: &[(&str, i64)]) -> Self {
        let named = referents
            .iter()
            .map(|(id, at)| ((*id).to_owned(), minute(*at)));
        self.references = named.collect();
        self
    }

    /// With these texts.
    pub fn says(mut self, infos: impl Into<Vec<Text>>) -> Self {
        self.infos = infos.into();
        self
    }

    /// The document.
    pub fn xml(&self) -> String {
        let Cap {
            identifier,
            status,
            scope,
            msg_type,
            ..
        } = self;
        let mut out = format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!-- synthétique -->\n\
             <alert xmlns=\"urn:oasis:names:tc:emergency:cap:1.2\">\
             <identifier>{identifier}</identifier><sender>{SENDER}</sender><sent>{}</sent>\
             <status>{status}</status><msgType>{msg_type}</msgType><scope>{scope}</scope>",
            offset(self.sent)
        );
        if !self.references.is_empty() {
            let all: Vec<String> = self
                .references
                .iter()
                .map(|(id, at)| format!("{SENDER},{id},{}", offset(*at)))
                .collect();
            out.push_str(&format!("<references>{}</references>", all.join(" ")));
        }
        for info in &self.infos {
            out.push_str(&info.xml());
        }
        out.push_str("</alert>\n");
        out
    }
}

impl Text {
    fn xml(&self) -> String {
        let element = |name: &str, value: Option<String>| {
            value
                .map(|v| format!("<{name}>{v}</{name}>"))
                .unwrap_or_default()
        };
        let areas: String = self
            .areas
            .iter()
            .map(|(desc, code)| {
                format!(
                    "<area><areaDesc>{desc}</areaDesc><geocode><valueName>INSEE</valueName>\
                     <value>{code}</value></geocode></area>"
                )
            })
            .collect();
        format!(
            "<info>{}<category>Met</category><event>Crue</event>{}<urgency>Immediate</urgency>\
             <severity>{}</severity><certainty>Likely</certainty>{}{}\
             <senderName>Service des crues</senderName><headline>{}</headline>{}{areas}</info>",
            element("language", self.language.map(str::to_owned)),
            element("responseType", self.response.map(str::to_owned)),
            self.severity,
            element("onset", self.onset.map(offset)),
            element("expires", self.expires.map(offset)),
            self.headline,
            self.extra,
        )
    }
}

/// As CAP writes date-times: an offset, no `Z`, no fraction.
pub fn offset(at: Instant) -> String {
    at.rfc3339().replace('Z', "-00:00")
}

/// An Atom feed that links to these documents.
pub fn feed(links: &[&str]) -> String {
    let entries: String = links
        .iter()
        .map(|href| {
            format!(
                "<entry><id>{href}</id><title>lien</title><updated>2026-11-23T19:00:00Z</updated>\
                 <link type=\"application/cap+xml\" href=\"{href}\"/></entry>"
            )
        })
        .collect();
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><feed xmlns=\"http://www.w3.org/2005/Atom\">\
         <id>urn:exemple</id><title>flux</title><updated>2026-11-23T19:00:00Z</updated>{entries}</feed>"
    )
}
