//! What changed, for people: an entry's JSON as terms and their values. Nothing is left out and nothing is
//! translated that the table does not know: the audit is evidence.

use maud::{Markup, html};
use serde_json::Value;

/// Deeper than this, JSON is shown as it is.
const DEEPEST: usize = 4;

/// `before` or `after` of an entry; nothing for an empty one.
pub(super) fn change(text: &str) -> Markup {
    if text.is_empty() {
        return html! { "–" };
    }
    match serde_json::from_str::<Value>(text) {
        Ok(value) => shown(&value, DEEPEST),
        Err(_) => html! { code { (text) } },
    }
}

fn shown(value: &Value, deeper: usize) -> Markup {
    match value {
        Value::Null => html! { "–" },
        Value::Bool(true) => html! { "oui" },
        Value::Bool(false) => html! { "non" },
        Value::Number(number) => html! { (number) },
        Value::String(text) if text.is_empty() => html! { "–" },
        Value::String(text) => html! { span class="typed" { (text) } },
        Value::Array(_) | Value::Object(_) if deeper == 0 => html! { code { (value) } },
        Value::Array(items) if items.iter().all(is_plain) => html! {
            @for (index, item) in items.iter().enumerate() {
                @if index > 0 { ", " }
                (shown(item, deeper - 1))
            }
            @if items.is_empty() { "–" }
        },
        Value::Array(items) => html! {
            ul { @for item in items { li { (shown(item, deeper - 1)) } } }
        },
        Value::Object(fields) if fields.is_empty() => html! { "–" },
        Value::Object(fields) => html! {
            dl {
                @for (key, value) in fields {
                    div { dt { (term(key)) } dd { (shown(value, deeper - 1)) } }
                }
            }
        },
    }
}

fn is_plain(value: &Value) -> bool {
    !matches!(value, Value::Array(_) | Value::Object(_))
}

/// The French name of a field, or the field's own.
fn term(key: &str) -> &str {
    match key {
        "reason" => "motif",
        "name" => "nom",
        "login" => "identifiant",
        "roles" => "rôles",
        "state" => "état",
        "sessions_ended" => "sessions fermées",
        "invitations_revoked" => "invitations retirées",
        "approvals_withdrawn" => "accords retirés",
        "method" => "moyen de connexion",
        "device" => "appareil",
        "expires_at" => "jusqu'au",
        "headline" => "titre",
        "areas" => "zones",
        "event" => "événement",
        "colour" => "couleur",
        "version" => "version",
        "moderation" => "modération",
        "hold" => "retenue pour",
        "approvals" => "accords",
        "reports_settled" => "signalements traités",
        "returned" => "rendue à son auteur",
        "contact_blocked" => "contact bloqué",
        "conversations" => "conversations",
        "conversations_ended" => "conversations terminées",
        "matches_voided" => "accords annulés",
        "report" => "signalement",
        "listings" => "annonces",
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::change;

    #[test]
    fn an_object_becomes_terms_and_values_and_markup_in_it_stays_text() {
        let shown = change(r#"{"reason":"<b>perdu</b>","roles":["chief","editor"],"open":true}"#);
        let shown = shown.into_string();
        assert!(shown.contains("<dt>motif</dt>"), "{shown}");
        assert!(shown.contains("&lt;b&gt;perdu&lt;/b&gt;"), "{shown}");
        assert!(shown.contains("<dt>open</dt><dd>oui</dd>"), "{shown}");
        assert!(!shown.contains("<b>"), "{shown}");
    }

    #[test]
    fn what_is_no_json_or_too_deep_is_shown_as_it_is() {
        assert!(change("pas du JSON").into_string().contains("pas du JSON"));
        let deep = change(r#"{"a":{"b":{"c":{"d":{"e":"fond"}}}}}"#).into_string();
        assert!(deep.contains("fond"), "{deep}");
        assert_eq!(change("").into_string(), "–");
    }
}
