//! Whether residents see a message.
//!
//! Owns the one place where that is decided for an automatic reading, with the reason in a sentence for
//! operators. Confirming a held message is the desk's.
//! Never: places, time, other messages.

use crate::cap::{Alert, MsgType, NamedValue, Scope, Status};
use crate::messages::Publication;
use crate::sources::{Publish, Signature, Source, SourceKind};

/// Whether residents see `alert` from `source`. On a portal for exercises (`exercise`) they see
/// exercises and nothing else; on any other, everything actual and no exercise.
pub fn verdict(alert: &Alert, source: &Source, exercise: bool) -> Publication {
    if let Some(why) = withheld(alert, exercise) {
        return Publication::Withheld(why);
    }
    match held(alert, source) {
        Some(why) => Publication::Held(why),
        None => Publication::Public,
    }
}

/// Why nobody may see it.
fn withheld(alert: &Alert, exercise: bool) -> Option<String> {
    let status = alert.status.word();
    match (exercise, alert.status) {
        (false, Status::Actual) | (true, Status::Exercise) => {}
        (false, _) => return Some(format!("status is {status}, not Actual")),
        (true, _) => {
            return Some(format!(
                "status is {status}, not Exercise, and this portal shows exercises only"
            ));
        }
    }
    if alert.scope != Scope::Public {
        return Some(format!("scope is {}, not Public", alert.scope.word()));
    }
    if let MsgType::Ack | MsgType::Error = alert.msg_type {
        return Some(format!(
            "msgType is {}: a receipt between systems",
            alert.msg_type.word()
        ));
    }
    // An exercise is no disguise: there the parameter says only what the status says.
    let test = alert
        .infos
        .iter()
        .flat_map(|i| &i.parameters)
        .find(|p| alert.status == Status::Actual && marks_a_test(p))?;
    Some(format!(
        "a test in disguise: status is Actual, but parameter {} is {}",
        test.name, test.value
    ))
}

/// Why a person has to confirm it.
fn held(alert: &Alert, source: &Source) -> Option<String> {
    let reasons: Vec<&str> = [
        (
            source.kind == SourceKind::RssNews,
            "news of a site is never published by itself",
        ),
        (
            source.publish == Publish::Hold,
            "the source is set to publish = \"hold\"",
        ),
        (
            source.signature == Signature::Required && !alert.signed,
            "the source requires a signature and the message has none",
        ),
    ]
    .into_iter()
    .filter_map(|(applies, why)| applies.then_some(why))
    .collect();
    (!reasons.is_empty()).then(|| reasons.join("; "))
}

/// Whether a parameter says that an actual-looking message is a test: LU-Alert's `cb-eu-level` = `TEST`
/// (or `EU-TEST`…), any other `…level`, `…status` or `…mode` that is `TEST` and nothing more, or a
/// parameter `test` that is on. Words that merely occur in a text prove nothing.
fn marks_a_test(p: &NamedValue) -> bool {
    let name = plain(&p.name);
    let value = plain(&p.value);
    let is_a_level = ["level", "status", "mode"]
        .iter()
        .any(|end| name.ends_with(end));
    match name.as_str() {
        "cbeulevel" => value.contains("test"),
        "test" | "istest" => ["test", "true", "yes", "1"].contains(&value.as_str()),
        _ => is_a_level && value == "test",
    }
}

/// Letters and digits only, in lower case.
fn plain(text: &str) -> String {
    text.chars()
        .filter(char::is_ascii_alphanumeric)
        .map(|c| c.to_ascii_lowercase())
        .collect()
}
