//! What is understood, what is told, and what is refused.

use crate::fixtures::{alerts, one, own_named};
use portal::cap::{
    CapError, CapVersion, Category, Certainty, MAX_AREAS, MAX_INFOS, MsgType, ResponseType, Scope,
    Severity, Status, Urgency,
};

/// An alert with this inside; `%` stands for the six required elements.
fn alert(inner: &str) -> Vec<u8> {
    let required = "<identifier>i</identifier><sender>s</sender>\
        <sent>2026-11-23T21:00:00+01:00</sent><status>Actual</status><msgType>Alert</msgType>\
        <scope>Public</scope>";
    format!(
        "<alert xmlns='urn:oasis:names:tc:emergency:cap:1.2'>{}</alert>",
        inner.replace('%', required)
    )
    .into_bytes()
}

fn error(bytes: &[u8]) -> CapError {
    alerts(bytes).unwrap().remove(0).unwrap_err()
}

fn without(element: &str) -> Vec<u8> {
    let whole = String::from_utf8(alert("%")).unwrap();
    let start = whole.find(&format!("<{element}>")).unwrap();
    let close = format!("</{element}>");
    let end = whole.find(&close).unwrap() + close.len();
    format!("{}{}", &whole[..start], &whole[end..]).into_bytes()
}

#[test]
fn a_clean_alert_is_read_whole_and_without_deviation() {
    let (a, deviations) = one(&own_named("crue_deux_langues.xml"));
    assert_eq!(deviations, Vec::<String>::new());
    assert_eq!(
        a.identity.identifier,
        "2.49.0.0.250.0.FR.20261123200000.000001"
    );
    assert_eq!(a.identity.sent.rfc3339(), "2026-11-23T20:00:00Z");
    assert_eq!(a.sent_text, "2026-11-23T21:00:00+01:00");
    assert_eq!(a.version, CapVersion::V1_2);
    assert_eq!(
        (a.status, a.msg_type, a.scope),
        (Status::Exercise, MsgType::Update, Scope::Public)
    );
    assert_eq!(a.references.len(), 2);
    assert_eq!(
        a.references[1].identifier,
        "2.49.0.0.250.0.FR.20261123180000.000002"
    );
    assert_eq!(a.incidents, ["crue de la Siagne", "exercice-2026"]);
    assert_eq!(a.codes, ["profile:rives:exercice"]);
    assert!(!a.signed);
    let i = &a.infos[0];
    assert_eq!(i.language.as_deref(), Some("fr-FR"));
    assert_eq!(i.categories, [Category::Met, Category::Safety]);
    assert_eq!(
        i.response_types,
        [ResponseType::Shelter, ResponseType::Monitor]
    );
    assert_eq!(
        (i.urgency, i.severity, i.certainty),
        (Urgency::Immediate, Severity::Severe, Certainty::Likely)
    );
    assert_eq!(i.onset.unwrap().rfc3339(), "2026-11-23T21:00:00Z");
    assert_eq!(i.expires.unwrap().rfc3339(), "2026-11-24T05:00:00Z");
    assert_eq!(
        i.description.as_deref(),
        Some("Fortes pluies.\n\nDébordements attendus à 22 h.")
    );
    assert_eq!(i.parameter("AWARENESS_LEVEL"), Some("3; orange; Severe"));
    assert_eq!(
        i.web.as_deref(),
        Some("https://rives.example/alertes/1?langue=fr")
    );
    assert_eq!(
        i.resources[0].uri.as_deref(),
        Some("https://rives.example/carte.png")
    );
    assert_eq!(i.areas.len(), 2);
    assert_eq!(i.areas[0].polygons[0].len(), 5);
    assert_eq!(
        (i.areas[0].polygons[0][0].lat, i.areas[0].polygons[0][0].lon),
        (43.5, 6.9)
    );
    assert_eq!(i.areas[0].circles[0].radius_km, 2.5);
    assert_eq!(i.areas[0].geocodes[1].name, "EMMA_ID");
    assert_eq!(
        a.languages("fr").into_iter().collect::<Vec<_>>(),
        ["en-GB", "fr-FR"]
    );
}

#[test]
fn a_signed_cancel_without_info_is_whole() {
    let (a, deviations) = one(&own_named("annulation_sans_info.xml"));
    assert_eq!(deviations, Vec::<String>::new());
    assert_eq!(a.msg_type, MsgType::Cancel);
    assert!(a.signed && a.infos.is_empty());
    let (referent, _) = one(&own_named("crue_deux_langues.xml"));
    assert!(
        a.references[0].names(&referent.identity),
        "+01:00 and -00:00 are one instant"
    );
}

#[test]
fn cap_1_0_is_read_as_its_authors_wrote_it() {
    let (a, deviations) = one(&own_named("cap_1_0.xml"));
    assert_eq!(a.version, CapVersion::V1_0);
    assert_eq!(a.scope, Scope::Public);
    assert_eq!(
        deviations,
        ["scope is missing; CAP 1.0 allows it, read as Public."]
    );
    let i = &a.infos[0];
    assert_eq!(i.certainty, Certainty::Likely);
    assert_eq!(
        (
            i.event_codes[0].name.as_str(),
            i.event_codes[0].value.as_str()
        ),
        ("same", "FLW")
    );
    assert_eq!(i.parameter("niveau"), Some("3=orange"));
    assert_eq!(i.areas[0].geocodes[0].value, "30189");
}

#[test]
fn alerts_are_found_within_an_envelope_whatever_their_version() {
    let all = alerts(&own_named("enveloppe_edxl.xml")).unwrap();
    let versions: Vec<_> = all.into_iter().map(|a| a.unwrap().0.version).collect();
    assert_eq!(versions, [CapVersion::V1_1, CapVersion::V1_2]);
    assert!(
        alerts(b"<feed><alert>bientot</alert></feed>")
            .unwrap()
            .is_empty()
    );
}

#[test]
fn a_disorderly_document_is_understood_and_every_fault_is_told() {
    let (a, deviations) = one(&own_named("desordre_latin1.xml"));
    assert_eq!(a.identity.identifier, "désordre 1");
    assert_eq!(a.identity.sent.rfc3339(), "2026-11-23T20:00:00Z");
    assert_eq!((a.status, a.scope), (Status::Exercise, Scope::Public));
    assert_eq!(a.references.len(), 2);
    let i = &a.infos[0];
    assert_eq!(
        (i.urgency, i.severity, i.certainty),
        (Urgency::Unknown, Severity::Unknown, Certainty::Likely)
    );
    assert_eq!(i.categories, [Category::Other]);
    assert!(i.is_all_clear());
    assert_eq!(i.expires, None);
    assert_eq!(i.headline.as_deref(), Some("Crue éclair ce soir"));
    assert_eq!(
        i.description.as_deref(),
        Some("Montez à l'étage.\nRestez-y.")
    );
    assert_eq!(i.web, None);
    assert_eq!(i.parameters[0].name, "vide");
    let area = &i.areas[0];
    assert_eq!(area.desc, "");
    assert_eq!(area.polygons.len(), 1);
    assert_eq!(area.polygons[0].len(), 5);
    assert_eq!(area.circles[0].radius_km, 0.0);
    assert_eq!(area.geocodes[0].name, "INSEE");
    for told in [
        "namespace is \"urn:example:not-cap\"",
        "<identifier> stands in the wrong place",
        "<inconnu> is not known",
        "identifier holds a space",
        "sent has no T between day and hour, has fractions of seconds, has Z for an offset.",
        "status is not written",
        "scope is not written",
        "references has stray commas",
        "without sender and sent",
        "category \"Meteo\"",
        "responseType is not written",
        "urgency \"now\"",
        "severity is missing",
        "Very Likely",
        "expires cannot be read: \"ce soir\"",
        "description holds markup",
        "web is not an absolute",
        "areaDesc is missing",
        "polygon was open",
        "polygon is empty",
        "out of range",
        "points that cannot be read",
        "fewer than four points",
        "circle has no radius",
        "geocode is one text",
    ] {
        assert!(
            deviations.iter().any(|d| d.contains(told)),
            "{told}: {deviations:#?}"
        );
    }
}

#[test]
fn without_identity_status_type_or_scope_there_is_no_alert() {
    for element in ["identifier", "sender", "sent", "status", "msgType", "scope"] {
        assert_eq!(error(&without(element)), CapError::Missing(element));
        let empty = format!("<{element}> </{element}>");
        let mut bytes = String::from_utf8(without(element)).unwrap();
        bytes = bytes.replace("</alert>", &format!("{empty}</alert>"));
        assert_eq!(error(bytes.as_bytes()), CapError::Missing(element));
    }
    assert_eq!(
        error(&without("scope")).to_string(),
        "The alert has no scope."
    );
}

#[test]
fn a_status_type_or_scope_that_cannot_be_read_never_becomes_actual_or_public() {
    for (from, to, element) in [
        ("Actual", "Réel", "status"),
        ("Actual", "Actual Test", "status"),
        ("<msgType>Alert", "<msgType>News", "msgType"),
        ("Public", "Publique", "scope"),
        ("2026-11-23T21:00:00+01:00", "hier", "sent"),
    ] {
        let bytes = String::from_utf8(alert("%")).unwrap().replace(from, to);
        let e = error(bytes.as_bytes());
        assert!(
            matches!(&e, CapError::Unreadable { element: x, .. } if *x == element),
            "{e}"
        );
        assert!(e.to_string().len() < 200);
    }
}

#[test]
fn a_missing_or_unknown_namespace_is_told_and_needs_its_scope() {
    let bare = String::from_utf8(alert("%")).unwrap();
    let bare = bare.replace(" xmlns='urn:oasis:names:tc:emergency:cap:1.2'", "");
    let (a, deviations) = one(bare.as_bytes());
    assert_eq!(a.version, CapVersion::Unknown);
    assert!(deviations[0].contains("no namespace"));
    let unscoped = bare.replace("<scope>Public</scope>", "");
    assert_eq!(error(unscoped.as_bytes()), CapError::Missing("scope"));
}

#[test]
fn repeated_elements_keep_the_first_that_says_something() {
    let (a, deviations) = one(&alert(
        "%<info><headline/><headline>un</headline><headline>deux</headline></info>",
    ));
    assert_eq!(a.infos[0].headline.as_deref(), Some("un"));
    assert!(
        deviations
            .iter()
            .any(|d| d.contains("<headline> is repeated"))
    );
}

#[test]
fn an_update_that_references_nothing_is_told() {
    let bytes = String::from_utf8(alert("%")).unwrap();
    let bytes = bytes.replace("<msgType>Alert", "<msgType>Update");
    assert_eq!(
        one(bytes.as_bytes()).1,
        ["The alert is Update and references nothing."]
    );
}

#[test]
fn an_expiry_before_the_onset_is_told_unless_it_is_an_all_clear() {
    let info = |response: &str| {
        one(&alert(&format!(
            "%<info><category>Met</category><event>e</event>{response}<urgency>Past</urgency>\
             <severity>Minor</severity><certainty>Likely</certainty>\
             <onset>2026-11-23T22:00:00+01:00</onset><expires>2026-11-23T22:00:00+01:00</expires></info>"
        )))
        .1
    };
    assert_eq!(info(""), ["expires is not later than the beginning."]);
    assert!(info("<responseType>AllClear</responseType>").is_empty());
}

#[test]
fn counts_have_limits_that_are_told() {
    let (a, deviations) = one(&alert(&format!("%{}", "<info/>".repeat(MAX_INFOS + 1))));
    assert_eq!(a.infos.len(), MAX_INFOS);
    assert!(deviations.iter().any(|d| d.contains("more than 200 info")));
    let areas = "<area><areaDesc>a</areaDesc></area>".repeat(MAX_AREAS + 1);
    let (a, deviations) = one(&alert(&format!("%<info>{areas}</info>")));
    assert_eq!(a.infos[0].areas.len(), MAX_AREAS);
    assert!(deviations.iter().any(|d| d.contains("more than 2000 area")));
}
