//! English.

use portal::Instant;
use portal::cap::{MsgType, ResponseType};
use portal::messages::{Colour, State};
use portal::sources::SourceKind;

use super::*;

fn clock(at: Instant) -> String {
    at.in_paris().strftime("%H:%M").to_string()
}

fn day(at: Instant) -> String {
    at.in_paris().strftime("%A %-d %B").to_string()
}

fn day_time(at: Instant) -> String {
    at.in_paris().strftime("%A %-d %B, %H:%M").to_string()
}

fn full(at: Instant) -> String {
    at.in_paris().strftime("%A %-d %B %Y, %H:%M").to_string()
}

fn language_name(tag: &str) -> String {
    match primary(tag).as_str() {
        "fr" => "In French (français)",
        "en" => "In English",
        "de" => "In German (Deutsch)",
        "es" => "In Spanish (Español)",
        "it" => "In Italian (Italiano)",
        "pt" => "In Portuguese (Português)",
        "nl" => "In Dutch (Nederlands)",
        "ar" => "In Arabic (العربية)",
        "br" => "In Breton (Brezhoneg)",
        "oc" => "In Occitan (Occitan)",
        "co" => "In Corsican (Corsu)",
        "eu" => "In Basque (Euskara)",
        "ca" => "In Catalan (Català)",
        _ => return format!("In another language ({tag})"),
    }
    .to_owned()
}

pub(super) const WORDS: Words = Words {
    trial: super::trial::EN,
    shell: Shell {
        skip: "Skip to content",
        exercise_word: "EXERCISE",
        exercise: "Training. Nothing written here is real.",
        exercise_prefix: "EXERCISE: ",
        other_language: "Français",
        navigation: "Sections",
        alerts: "Alerts",
        departements: "Départements",
        sources: "Sources",
        about: "About",
        accessibility: "Accessibility: not audited",
        integrations: "Feeds and data",
        foot: "Rives relays official messages. It is not a government site.",
        paris: "All times are Paris time.",
        emergency: "Emergency numbers",
        numbers: &[
            ("112", "tel:112", "Any emergency"),
            ("18", "tel:18", "Fire and rescue"),
            ("15", "tel:15", "Ambulance"),
            ("17", "tel:17", "Police"),
            (
                "114",
                "sms:114",
                "By text message, if you cannot speak or hear",
            ),
        ],
        follow: "Follow",
        atom: "Atom feed",
    },
    time: Time {
        day,
        day_time,
        full,
        clock,
    },
    alert: Alert {
        colour: |c| match c {
            Colour::Green => "Green",
            Colour::Yellow => "Yellow",
            Colour::Orange => "Orange",
            Colour::Red => "Red",
        },
        vigilance: |c| match c {
            Colour::Green => "Green vigilance",
            Colour::Yellow => "Yellow vigilance",
            Colour::Orange => "Orange vigilance",
            Colour::Red => "Red vigilance",
        },
        level: |c| match c {
            Colour::Green => "Green level",
            Colour::Yellow => "Yellow level",
            Colour::Orange => "Orange level",
            Colour::Red => "Red level",
        },
        state: |s| match s {
            State::Future => "To come",
            State::Active => "In force",
            State::Ended => "Ended",
            State::Cancelled => "Cancelled",
            State::AllClear => "All clear",
        },
        msg_type: |t| match t {
            MsgType::Alert => "First message",
            MsgType::Update => "Update",
            MsgType::Cancel => "Cancellation",
            MsgType::Ack => "Acknowledgement",
            MsgType::Error => "Rejection",
        },
        response: |r| match r {
            ResponseType::Shelter => Some("Take shelter."),
            ResponseType::Evacuate => Some("Leave the area."),
            ResponseType::Prepare => Some("Prepare yourselves."),
            ResponseType::Execute => Some("Follow the planned instructions."),
            ResponseType::Avoid => Some("Stay away from the area."),
            ResponseType::Monitor => Some("Keep yourselves informed."),
            ResponseType::AllClear => Some("The event is over."),
            ResponseType::Assess | ResponseType::None => None,
        },
        no_instruction: "The issuer gives no instruction. Keep yourselves informed.",
        where_: "Where",
        until_label: "When",
        todo: "To do",
        says: "From",
        until: |t| format!("Until {t}"),
        from: |t| format!("From {t}"),
        from_until: |a, b| format!("From {a} to {b}"),
        ended: |s, t| match s {
            State::Cancelled => format!("Cancelled on {t}"),
            State::AllClear => format!("All clear on {t}"),
            _ => format!("Ended on {t}"),
        },
        no_expiry: "No end time given by the issuer",
        review: |t| format!("Unless confirmed again, Rives stops showing it on {t}."),
        unresolved: "Area not specified by the issuer: shown for the source's whole territory.",
        everywhere: "All of France",
        more_areas: |n| {
            if n == 1 {
                "and 1 other area".into()
            } else {
                format!("and {n} other areas")
            }
        },
        exercise: "Exercise",
        untitled: "Message without a title",
        unnamed: "Issuer not named",
    },
    permalink: Permalink {
        all_instructions: "All instructions",
        instructions_then: "Instructions given then",
        description: "What is happening",
        places: "Places concerned",
        by_area: "Area by area",
        whole: |d| format!("{d}: the whole département"),
        communes_in: |d, n| {
            if n == 1 {
                format!("{d}: 1 commune")
            } else {
                format!("{d}: {n} communes")
            }
        },
        provenance: "Where this message comes from",
        received: |t| format!("Received by Rives on {t}"),
        sent: |t| format!("Issued on {t}"),
        confirmed: |t| format!("Confirmed by the source on {t}"),
        original: "The issuer's page",
        raw: "Original document, as received",
        cap: "Message in CAP format",
        signed: "The document carries an electronic signature. Rives does not verify it.",
        unsigned: "The document carries no electronic signature.",
        entry_only: "Rives has received only the summary of this message.",
        contact: |c| format!("Contact: {c}"),
        resources: "Documents attached by the issuer",
        history: "All messages of this alert",
        superseded: "Replaced",
        current: "In effect",
        fork: "Several messages of the issuer follow without replacing each other: all are shown.",
        share: "Share",
        share_line: "Text to copy",
        share_source: |s| format!("Official source: {s}"),
        by_mail: "By e-mail",
        by_sms: "By text message",
        map: "See the map",
        language: language_name,
        easy: "In easy-to-read French",
        not_translated: "The issuer has not published this message in English.",
    },
    home: Home {
        title: "Official alerts in force",
        lead: "What the authorities say, now",
        now: |n| {
            if n == 1 {
                "1 alert in force".into()
            } else {
                format!("{n} alerts in force")
            }
        },
        coming: "To come",
        empty: "No alert in force.",
        empty_at: |p| format!("No alert in force for {p}."),
        checked: |t| format!("Last checked: {t}."),
        empty_note: "If you see a danger, move away and call 112.",
        unknown: "Situation unknown: no official source is answering.",
        unknown_note: "Listen to local radio. In an emergency, call 112.",
        doors: "What do you want to do?",
        inform: "Get informed",
        inform_note: "All alerts, in force and past",
        help: "Help each other",
        help_note: "Offer or ask for help",
        report: "Report a danger",
        report_note: "Water rising, a road cut. In danger, call first:",
    },
    search: Search {
        title: "Find a commune",
        label: "Your commune or postal code",
        hint: "For example: Nîmes, or 30000",
        submit: "Search",
        found: |n, q| {
            if n == 1 {
                format!("1 commune for “{q}”")
            } else {
                format!("{n} communes for “{q}”")
            }
        },
        none: |q| format!("No commune found for “{q}”"),
        none_help: &[
            "Check the spelling. Accents and hyphens do not matter.",
            "Try the postal code.",
            "Or choose your département.",
        ],
        empty: "Type the name of a commune or a postal code.",
        suggestions: "{n} suggestions. Arrows to choose, Enter to open.",
        no_suggestion: "No suggestion.",
        list: "Suggested communes",
        more: "More communes match: make your search more precise.",
    },
    place: Place {
        title: |p| format!("Alerts: {p}"),
        now: "In force",
        coming: "To come",
        ended: "Recently ended",
        ended_none: "No alert ended recently.",
        archive: "All past alerts",
        communes: |n| {
            if n == 1 {
                "1 commune".into()
            } else {
                format!("{n} communes")
            }
        },
        departement: |d| format!("The whole département: {d}"),
        departements: "The départements",
        heard: "Sources listened to here:",
        unheard: "No source is listened to for this territory. No alert does not mean no danger.",
        postal: |p| format!("Postal code: {p}"),
    },
    list: List {
        title: "Alerts",
        filter: "Filter",
        state: "State",
        state_all: "In force and to come",
        state_now: "In force",
        state_coming: "To come",
        state_past: "Past",
        colour: "Colour",
        colour_all: "All",
        colour_at_least: |c| format!("{c} or worse"),
        departement: "Département",
        departement_all: "All",
        submit: "Show",
        in_force: |n| {
            if n == 1 {
                "1 alert".into()
            } else {
                format!("{n} alerts")
            }
        },
        past: "Past alerts",
        none: "No alert for these criteria.",
        none_past: "No past alert for these criteria.",
        older: "Older ones",
        newest: "Back to the newest",
    },
    map: Map {
        title: |t| format!("Map: {t}"),
        back: "Back to the alert",
        drawn: |p, c, l| {
            let mut parts = Vec::new();
            let mut say = |n: usize, one: &str, many: &str| match n {
                0 => {}
                1 => parts.push(format!("1 {one}")),
                n => parts.push(format!("{n} {many}")),
            };
            say(p, "surface", "surfaces");
            say(c, "circle or point", "circles or points");
            say(l, "river or line", "rivers or lines");
            format!(
                "The drawing shows the area given by the issuer: {}.",
                parts.join(", ")
            )
        },
        bounds: |s, n, w, e| {
            format!(
                "It lies between {s:.2}° and {n:.2}° of latitude and {w:.2}° and {e:.2}° of longitude."
            )
        },
        nothing: "The issuer gave neither surface nor circle: the area is described by its places.",
        external: "Open OpenStreetMap at this place",
        external_note: "This link leads to another site, which will see the place you look at.",
        places: "Places concerned",
        scale: |km| format!("{km} km"),
        north: "N",
    },
    sources: SourcesPage {
        title: "Sources",
        lead: "Rives relays these official sources, and no other. A source that stops answering withdraws no alert.",
        none: "No source is configured.",
        kind: |k| match k {
            SourceKind::Cap => "Alert message (CAP)",
            SourceKind::CapFeed => "Feed of alert messages (CAP)",
            SourceKind::RssNews => "News of a prefecture, read by a person before publication",
            SourceKind::Vigicrues => "River vigilance (Vigicrues)",
            SourceKind::MeteofranceVigilance => "Weather vigilance (Météo-France)",
        },
        kind_label: "Kind",
        territory: "Territory",
        france: "All of France",
        success: "Last answer",
        failure: "Last failure",
        never: "never",
        held: "A person confirms each message before publication.",
        heard: "Answering",
        failing: "Not answering, last answer recent",
        silent: |who, since| format!("{who}: silent since {since}."),
        silent_means: "No alert does not mean no danger.",
        silent_mark: "Silent",
        silent_count: |n| {
            if n == 1 {
                "1 silent source".into()
            } else {
                format!("{n} silent sources")
            }
        },
    },
    problem: ProblemPages {
        page: Problem {
            title: "Page not found",
            happened: "This address leads to no page.",
            todo: &["Check the address.", "Or search for your commune."],
        },
        commune: Problem {
            title: "Commune not found",
            happened: "No commune has this code.",
            todo: &["Search for your commune by name or postal code."],
        },
        departement: Problem {
            title: "Département not found",
            happened: "No département has this code.",
            todo: &["Choose it in the list of départements."],
        },
        alert: Problem {
            title: "Alert not found",
            happened: "No alert has this number. Rives does not delete past alerts: the address is probably incomplete.",
            todo: &[
                "Check the address.",
                "Or search the alerts in force and past.",
            ],
        },
        request: Problem {
            title: "Request not understood",
            happened: "This request holds a value that Rives does not know. Nothing was changed.",
            todo: &["Go back and correct it."],
        },
        too_many: Problem {
            title: "Too many requests",
            happened: "Too many requests came from your connection in a short time.",
            todo: &["Wait a minute, then reload the page."],
        },
        failed: Problem {
            title: "Page unavailable",
            happened: "This page could not be prepared. The alerts received are not lost.",
            todo: &[
                "Reload the page in a minute.",
                "Listen to local radio.",
                "In an emergency, call 112.",
            ],
        },
        unavailable: Problem {
            title: "Service unavailable for the moment",
            happened: "Rives cannot answer for the moment. The alerts received are not lost.",
            todo: &[
                "Reload the page in a few minutes.",
                "Listen to local radio.",
                "In an emergency, call 112.",
            ],
        },
        suggestions: "Were you looking for?",
        home: "Go to the home page",
    },
    about: About {
        title: "About Rives",
        sections: &[
            (
                "What Rives does",
                &[
                    "Rives gathers the alert messages that authorities and official services publish, and shows them by commune.",
                    "Rives writes no alert and corrects none. Each message is kept as received, with its source.",
                ],
            ),
            (
                "What Rives is not",
                &[
                    "Rives is not a government site. It replaces neither the emergency services, nor FR-Alert, nor the radio.",
                    "In an emergency, call 112.",
                ],
            ),
            (
                "Where the data come from",
                &[
                    "Alerts come from the sources listed on the Sources page, and from them alone.",
                    "Communes, postal codes and départements come from the administrative division published by Etalab (MIT licence).",
                    "Icons are Lucide's (ISC licence).",
                ],
            ),
            (
                "Your privacy",
                &["Rives sets no cookie for reading alerts and does not measure your visit."],
            ),
            (
                "Licence",
                &[
                    "The Rives software is free, under the Apache 2.0 licence. Messages remain under their issuers' licences.",
                ],
            ),
        ],
        accessibility_title: "Accessibility",
        accessibility: &[
            (
                "Conformance",
                &[
                    "This site has not been audited against the French accessibility reference (RGAA 4.1). Its conformance is therefore not established.",
                ],
            ),
            (
                "What is done",
                &[
                    "Pages can be read without JavaScript, with the keyboard, with a screen reader, enlarged to 400 %, light and dark, and printed.",
                    "Vigilance colours always come with a word and a shape.",
                    "Automatic checks (axe) and keyboard trials are made for each version. They do not replace an audit.",
                ],
            ),
            (
                "What may be missing",
                &[
                    "The texts of alerts are their issuers': Rives does not rewrite them.",
                    "Original documents and issuers' pages may not be accessible.",
                ],
            ),
            (
                "If you meet an obstacle",
                &[
                    "Write to the operator of this portal. Without an answer, you may turn to the Défenseur des droits.",
                ],
            ),
        ],
        integrations_title: "Feeds and data",
        integrations_lead: &[
            "Everything Rives shows can be reused: Atom feeds, CAP messages, JSON. No key, no registration.",
            "Identifiers never change and are the same in every language.",
        ],
        endpoints: &[
            ("/alertes.atom", "Atom: all alerts"),
            (
                "/departement/{code}/alertes.atom",
                "Atom: a département, for example 30",
            ),
            (
                "/commune/{insee}/alertes.atom",
                "Atom: a commune, for example 30189",
            ),
            ("/cap.atom", "Atom: index of CAP messages"),
            ("/messages/{id}/cap.xml", "A message in CAP 1.2"),
            (
                "/messages/{id}/original",
                "The original document of a message",
            ),
            ("/integrer", "A frame for your site, without scripts"),
            ("/api/alertes.json", "JSON: alerts in force and to come"),
            ("/api/alertes/{id}.json", "JSON: an alert and its messages"),
            ("/api/sources.json", "JSON: how the sources do"),
            ("/api/communes?q=", "JSON: search for communes"),
            ("/api/openapi.json", "OpenAPI 3.1 description"),
        ],
        integrations_rules: &[
            "Ask with If-None-Match: an unchanged answer weighs next to nothing.",
            "Always name the official issuer. Remove an alert from your pages when it has ended.",
        ],
    },
    live: super::live::EN,
    embed: super::embed::EN,
    feed: Feed {
        portal: "Rives: official alerts",
        place: |p| format!("Rives: official alerts, {p}"),
        cap: "Rives: CAP messages",
    },
    follow: super::follow::EN,
    exchange: super::exchange_en::EN,
    report: super::report::EN,
    offline: super::offline::EN,
};
