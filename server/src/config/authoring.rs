//! `[authoring]`: who speaks when staff release a message.

use desk::web::Issuer;
use portal::Span;
use portal::places::{Dep, gazetteer};
use portal::sources::{Publish, Signature, Source, SourceId, SourceKind};
use serde::Deserialize;

use super::Problems;

/// The source under which released messages are kept; no `[[source]]` may have it.
pub const SOURCE: &str = "redaction";

/// Who speaks. Without `sender` nobody can write a message.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct AuthoringConfig {
    /// CAP `sender`: unique to this authority, without spaces, commas, `<` and `&`. Never change it: updates
    /// and cancels refer to it.
    pub sender: String,
    /// CAP `senderName`: who speaks, as residents know them.
    pub sender_name: String,
    /// Départements in which it may speak; empty means all of France.
    pub territory: Vec<String>,
    /// Proposed as CAP `contact`.
    pub contact: String,
    /// Proposed as CAP `web`.
    pub web: String,
    /// Whether one person alone may release a red message, with a reason, alarming all others.
    pub emergency_release: bool,
}

impl AuthoringConfig {
    /// Who speaks, if anybody is configured.
    pub fn issuer(&self) -> Option<Issuer> {
        if self.sender.is_empty() {
            return None;
        }
        let territory: Vec<Dep> = self.territory.iter().cloned().map(Dep).collect();
        Some(Issuer {
            sender: self.sender.clone(),
            name: self.sender_name.clone(),
            contact: self.contact.clone(),
            web: self.web.clone(),
            emergency_release: self.emergency_release,
            source: Source {
                id: SourceId(SOURCE.to_owned()),
                kind: SourceKind::Cap,
                publisher: self.sender_name.clone(),
                url: "desk:".to_owned(),
                default_language: "fr-FR".to_owned(),
                territory: territory.clone(),
                poll_interval: Span::hours(24),
                publish: Publish::Auto,
                signature: Signature::Optional,
                review_after: Span::hours(24),
                silent_after: Span(i64::MAX),
            },
            territory,
        })
    }

    pub(super) fn validate(&self, problems: &mut Problems) {
        if self.sender.is_empty() {
            let given = !self.sender_name.is_empty() || self.emergency_release;
            if given {
                problems.add(
                    "authoring.sender",
                    "is missing, though other keys of [authoring] are given",
                    "an address of the authority's domain: \"alertes@gard.example.fr\"",
                );
            }
            return;
        }
        let forbidden = |c: char| c.is_whitespace() || matches!(c, ',' | '<' | '&');
        if self.sender.contains(forbidden) || self.sender.len() > 200 {
            problems.add(
                "authoring.sender",
                "holds a space, a comma, < or &, which CAP forbids, or is longer than 200 characters",
                "an address of the authority's domain: \"alertes@gard.example.fr\"",
            );
        }
        if self.sender_name.trim().is_empty() {
            problems.add(
                "authoring.sender_name",
                "is missing",
                "who speaks, as residents know them: \"Préfecture du Gard\"",
            );
        }
        for code in &self.territory {
            if gazetteer().departement(&Dep(code.clone())).is_none() {
                problems.add(
                    "authoring.territory",
                    format!("\"{code}\" is no département"),
                    "codes such as \"30\", \"2A\", \"974\"",
                );
            }
        }
        if !self.web.is_empty()
            && !self.web.starts_with("https://")
            && !self.web.starts_with("http://")
        {
            problems.add(
                "authoring.web",
                "is not an address",
                "\"https://www.gard.example.fr\"",
            );
        }
    }
}
