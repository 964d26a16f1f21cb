//! The alert as CAP 1.2 §3.2 structures it.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::Instant;

/// `identifier`, `sender` and `sent` together: what makes a message this message (§3.2.1).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Identity {
    /// `identifier`, trimmed.
    pub identifier: String,
    /// `sender`, trimmed.
    pub sender: String,
    /// `sent`, compared as an instant whatever its offset was.
    pub sent: Instant,
}

/// One entry of `references` (§3.2.1: "sender,identifier,sent"); some feeds give a bare identifier.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Reference {
    /// Absent when only a bare identifier was given.
    pub sender: Option<String>,
    /// The referenced message's `identifier`.
    pub identifier: String,
    /// Absent when not given or not a date-time.
    pub sent: Option<Instant>,
}

impl Reference {
    /// Whether this entry names `identity`. Where all three parts are given all three must agree
    /// (an identifier may be reused with another `sent`); a part that was left out is not compared.
    pub fn names(&self, identity: &Identity) -> bool {
        self.identifier == identity.identifier
            && self.sender.as_ref().is_none_or(|s| *s == identity.sender)
            && self.sent.is_none_or(|t| t == identity.sent)
    }
}

/// Makes one of CAP's enumerations: the schema's words, read without regard to case.
macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $word:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum $name { $($(#[$vdoc])* #[doc = concat!("`", $word, "`")] $variant),+ }
        impl $name {
            /// Every value, in the schema's order.
            pub const ALL: &'static [$name] = &[$($name::$variant),+];
            /// The schema's word.
            pub fn word(self) -> &'static str { match self { $($name::$variant => $word),+ } }
            /// The value of a word, trimmed, in any case; `None` for a word the schema does not have.
            pub fn from_word(word: &str) -> Option<Self> {
                let word = word.trim();
                Self::ALL.iter().copied().find(|v| v.word().eq_ignore_ascii_case(word))
            }
        }
    };
}

words!(/** `status` (§3.2.1). */ Status { Actual = "Actual", Exercise = "Exercise", System = "System", Test = "Test", Draft = "Draft" });
words!(/** `msgType` (§3.2.1). */ MsgType { Alert = "Alert", Update = "Update", Cancel = "Cancel", Ack = "Ack", Error = "Error" });
words!(/** `scope` (§3.2.1). */ Scope { Public = "Public", Restricted = "Restricted", Private = "Private" });
words!(/** `category` (§3.2.2). */ Category { Geo = "Geo", Met = "Met", Safety = "Safety", Security = "Security", Rescue = "Rescue", Fire = "Fire", Health = "Health", Env = "Env", Transport = "Transport", Infra = "Infra", Cbrne = "CBRNE", Other = "Other" });
words!(/** `responseType` (§3.2.2). */ ResponseType { Shelter = "Shelter", Evacuate = "Evacuate", Prepare = "Prepare", Execute = "Execute", Avoid = "Avoid", Monitor = "Monitor", Assess = "Assess", AllClear = "AllClear", None = "None" });
words!(/** `urgency` (§3.2.2). */ Urgency { Immediate = "Immediate", Expected = "Expected", Future = "Future", Past = "Past", Unknown = "Unknown" });
words!(/** `severity` (§3.2.2), worst first. */ Severity { Extreme = "Extreme", Severe = "Severe", Moderate = "Moderate", Minor = "Minor", Unknown = "Unknown" });
words!(/** `certainty` (§3.2.2); CAP 1.0's "Very Likely" is read as `Likely` (§3.2.2 note). */ Certainty { Observed = "Observed", Likely = "Likely", Possible = "Possible", Unlikely = "Unlikely", Unknown = "Unknown" });

/// Which version's namespace the document carried.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum CapVersion {
    /// CAP 1.0 (`http://www.incident.com/cap/1.0`).
    V1_0,
    /// CAP 1.1 (`urn:oasis:names:tc:emergency:cap:1.1`).
    V1_1,
    /// CAP 1.2 (`urn:oasis:names:tc:emergency:cap:1.2`).
    V1_2,
    /// No namespace or a wrong one; read as 1.2, with a deviation.
    Unknown,
}

/// A `valueName`/`value` pair: `parameter`, `eventCode`, `geocode`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct NamedValue {
    /// `valueName`, trimmed (CAP 1.0 wrote `name=value` in one text).
    pub name: String,
    /// `value`, trimmed.
    pub value: String,
}

/// One `alert`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Alert {
    /// Who, which, when.
    pub identity: Identity,
    /// `sent` exactly as written.
    pub sent_text: String,
    /// The namespace's version.
    pub version: CapVersion,
    /// `status`.
    pub status: Status,
    /// `msgType`.
    pub msg_type: MsgType,
    /// `source`.
    pub source: Option<String>,
    /// `scope`; CAP 1.0 allowed to leave it out.
    pub scope: Scope,
    /// `restriction`.
    pub restriction: Option<String>,
    /// `addresses`, split.
    pub addresses: Vec<String>,
    /// `code`.
    pub codes: Vec<String>,
    /// `note`.
    pub note: Option<String>,
    /// `references`.
    pub references: Vec<Reference>,
    /// `incidents`.
    pub incidents: Vec<String>,
    /// `info`, in document order.
    pub infos: Vec<Info>,
    /// Whether an XML signature was present (never checked, never broken: the raw bytes are kept).
    pub signed: bool,
}

/// One `info`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Info {
    /// `language` as given (RFC 3066/5646 tag). Absent means en-US by the standard; a source may say otherwise.
    pub language: Option<String>,
    /// `category`.
    pub categories: Vec<Category>,
    /// `event`.
    pub event: String,
    /// `responseType`.
    pub response_types: Vec<ResponseType>,
    /// `urgency`.
    pub urgency: Urgency,
    /// `severity`.
    pub severity: Severity,
    /// `certainty`.
    pub certainty: Certainty,
    /// `audience`.
    pub audience: Option<String>,
    /// `eventCode`.
    pub event_codes: Vec<NamedValue>,
    /// `effective`.
    pub effective: Option<Instant>,
    /// `onset`.
    pub onset: Option<Instant>,
    /// `expires`. Never invented.
    pub expires: Option<Instant>,
    /// `senderName`.
    pub sender_name: Option<String>,
    /// `headline`.
    pub headline: Option<String>,
    /// `description`, markup removed, line breaks kept.
    pub description: Option<String>,
    /// `instruction`, markup removed, line breaks kept.
    pub instruction: Option<String>,
    /// `web`, only when an absolute http(s) URL.
    pub web: Option<String>,
    /// `contact`.
    pub contact: Option<String>,
    /// `parameter`.
    pub parameters: Vec<NamedValue>,
    /// `resource`, without embedded data.
    pub resources: Vec<Resource>,
    /// `area`.
    pub areas: Vec<Area>,
}

impl Info {
    /// Whether this info says that the event is over (`responseType` = AllClear).
    pub fn is_all_clear(&self) -> bool {
        self.response_types.contains(&ResponseType::AllClear)
    }

    /// The first parameter of that name, whatever its case.
    pub fn parameter(&self, name: &str) -> Option<&str> {
        self.parameters
            .iter()
            .find(|p| p.name.eq_ignore_ascii_case(name))
            .map(|p| p.value.as_str())
    }
}

/// One `resource` (§3.2.3), by reference.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Resource {
    /// `resourceDesc`.
    pub desc: String,
    /// `mimeType`.
    pub mime_type: Option<String>,
    /// `uri`, only when an absolute http(s) URL.
    pub uri: Option<String>,
}

/// A point, in degrees WGS 84. CAP writes `lat,lon`; GeoJSON the other way round.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Point {
    /// Latitude, −90 to 90.
    pub lat: f64,
    /// Longitude, −180 to 180.
    pub lon: f64,
}

/// `circle`: centre and radius in kilometres; a radius of 0 is a point.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Circle {
    /// The centre.
    pub centre: Point,
    /// Kilometres, ≥ 0.
    pub radius_km: f64,
}

/// One `area` (§3.2.4).
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Area {
    /// `areaDesc`.
    pub desc: String,
    /// `polygon`s: closed rings of ≥ 4 points (an open one was closed, with a deviation).
    pub polygons: Vec<Vec<Point>>,
    /// `circle`s.
    pub circles: Vec<Circle>,
    /// `geocode`s.
    pub geocodes: Vec<NamedValue>,
    /// Lines along which the area lies: not CAP; river stretches of Vigicrues.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub lines: Vec<Vec<Point>>,
}

/// What a document does that its standard does not allow, or that a reader should know;
/// each one sentence, in English, for operators.
pub type Deviations = Vec<String>;

impl Alert {
    /// The languages of all `info`, as tags, with `default` where none is given.
    pub fn languages(&self, default: &str) -> BTreeSet<String> {
        self.infos
            .iter()
            .map(|i| i.language.clone().unwrap_or_else(|| default.to_owned()))
            .collect()
    }
}
