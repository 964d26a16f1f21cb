use portal::Span;
use portal::messages::{
    Completeness, DocumentId, EASY_FRENCH, Message, MessageId, Publication, Resolution, ThreadId,
};
use portal::places::{Dep, Places};
use portal::sources::SourceId;

use super::*;

const STYLE: &str = "body { color: #123 }";

fn noon() -> Instant {
    Instant::parse("2026-11-23T13:05:00+01:00").unwrap()
}

fn portal(exercise: bool) -> AppPreview {
    AppPreview::of("Rives", exercise, "https://rives.example", STYLE.to_owned())
}

fn info(language: &str, headline: &str) -> String {
    format!(
        "<info><language>{language}</language><category>Met</category><event>Crues</event>\
         <urgency>Immediate</urgency><severity>Severe</severity><certainty>Likely</certainty>\
         <expires>2026-11-24T06:00:00+01:00</expires><senderName>Préfecture du Gard</senderName>\
         <headline>{headline}</headline><description>L'eau monte.</description>\
         <instruction>Montez à l'étage.</instruction>\
         <area><areaDesc>Gard</areaDesc></area></info>"
    )
}

/// A thread of one message, as the desk hands over a draft.
fn draft(infos: &[(&str, &str)]) -> Thread {
    let infos: Vec<_> = infos.iter().map(|(tag, text)| info(tag, text)).collect();
    let text = format!(
        "<alert xmlns=\"urn:oasis:names:tc:emergency:cap:1.2\"><identifier>essai-1</identifier>\
         <sender>desk@rives.example</sender><sent>2026-11-23T13:00:00+01:00</sent>\
         <status>Actual</status><msgType>Alert</msgType><scope>Public</scope>{}</alert>",
        infos.concat()
    );
    let parsed = portal::xml::parse(text.as_bytes()).unwrap();
    let (alert, deviations) = cap::read(&parsed.root).unwrap();
    let gard = Resolution {
        places: Places::new([Dep("30".into())], []),
        resolved: true,
    };
    let message = Message {
        id: MessageId("m-1".into()),
        source: SourceId("desk".into()),
        document: DocumentId("d-1".into()),
        received_at: noon(),
        confirmed_at: noon(),
        review_after: Span::hours(24),
        default_language: "fr".into(),
        publication: Publication::Public,
        completeness: Completeness::Full,
        resolved: vec![vec![gard]; alert.infos.len()],
        alert,
        deviations,
    };
    Thread {
        id: ThreadId("t-1".into()),
        messages: vec![message],
    }
}

fn crues() -> Thread {
    draft(&[
        ("fr-FR", "Crues dans le Gard"),
        ("en-GB", "Floods in Gard"),
        (EASY_FRENCH, "L'eau monte vite"),
    ])
}

fn between<'a>(text: &'a str, before: &str, after: &str) -> &'a str {
    let (_, rest) = text.split_once(before).unwrap();
    rest.split_once(after).unwrap().0
}

/// The values of an attribute, wherever it stands.
fn values<'a>(html: &'a str, attribute: &str) -> Vec<&'a str> {
    let before = format!(" {attribute}=\"");
    let parts = html.split(before.as_str()).skip(1);
    parts.map(|rest| rest.split('"').next().unwrap()).collect()
}

#[test]
fn a_previewed_page_carries_the_headline_in_each_language_and_the_style_of_the_site() {
    let shown = portal(false).preview(&crues(), noon());
    assert!(between(&shown.page, "<h1", "</h1>").contains("Crues dans le Gard"));
    assert!(between(&shown.page_en, "<h1", "</h1>").contains("Floods in Gard"));
    assert!(shown.page.contains("L'eau monte vite"), "easy-read French");
    let style = between(&shown.page, "<style>", "</style>");
    assert!(style.starts_with(STYLE), "{style}");
}

#[test]
fn a_preview_on_an_exercise_portal_carries_its_banner_and_says_so_wherever_it_goes() {
    let real = portal(false).preview(&crues(), noon());
    assert!(!real.page.contains("EXERCICE") && !real.notification_title.contains("EXERCICE"));
    let shown = portal(true).preview(&crues(), noon());
    let body = between(&shown.page, "<body", "<main");
    assert!(body.contains("EXERCICE"), "{body}");
    assert!(between(&shown.page_en, "<body", "<main").contains("EXERCISE"));
    for text in [
        &shown.notification_title,
        &shown.card_title,
        &shown.card_description,
        between(&shown.feed_entry, "<title>", "</title>"),
    ] {
        assert!(text.starts_with("EXERCICE : "), "{text}");
    }
}

#[test]
fn links_of_a_previewed_page_lead_nowhere_but_within_it() {
    let shown = portal(false).preview(&crues(), noon());
    for page in [&shown.page, &shown.page_en] {
        let links: Vec<&str> = page.split("<a ").skip(1).collect();
        assert!(links.len() > 5, "the page has links: {page}");
        for link in links {
            let tag = link.split('>').next().unwrap();
            let marked = tag.contains("aria-disabled=\"true\"") && !tag.contains("href=");
            assert!(marked || tag.contains("href=\"#"), "{tag}");
        }
    }
}

#[test]
fn nothing_in_a_preview_works_as_script() {
    let hostile = "<script>alert(3)</script> \" onclick=\"alert(4)";
    let mut thread = crues();
    // Reading a document drops such things; a draft does not come from a document.
    for info in &mut thread.messages[0].alert.infos {
        info.headline = Some(hostile.to_owned());
        info.description = Some(hostile.to_owned());
        info.web = Some("javascript:alert(1)".into());
        info.resources.push(cap::Resource {
            desc: "Plan".into(),
            mime_type: None,
            uri: Some("javascript:alert(2)".into()),
        });
    }
    let shown = portal(false).preview(&thread, noon());
    for page in [&shown.page, &shown.page_en] {
        assert!(page.contains("alert(3)"), "the headline is told as text");
        assert!(!page.contains("<script") && !page.contains("<iframe"));
        let tags = page
            .split('<')
            .skip(1)
            .map(|t| t.split('>').next().unwrap());
        for tag in tags {
            assert!(!tag.contains(" onclick=\""), "{tag}");
        }
        let links = values(page, "href");
        assert!(!links.is_empty(), "those within the page stay");
        for link in links.into_iter().chain(values(page, "src")) {
            let harmless = ["/", "#", "https://", "tel:", "sms:", "mailto:"];
            assert!(
                harmless.iter().any(|start| link.starts_with(start)),
                "{link}"
            );
        }
    }
}

#[test]
fn the_policy_lets_the_style_in_by_its_hash_and_nothing_act() {
    let policy = portal(false).content_security_policy();
    let directives: Vec<_> = policy.split("; ").collect();
    let style = format!("{STYLE}{}", inert::STYLE);
    let style = format!("style-src {}", Safety::style_source(&style));
    for expected in [
        "default-src 'none'",
        style.as_str(),
        "img-src data: 'self'",
        "frame-ancestors 'self'",
        "sandbox",
    ] {
        assert!(directives.contains(&expected), "{expected}: {policy}");
    }
    assert!(!policy.contains("script") && !policy.contains("unsafe") && !policy.contains("allow"));
}

#[test]
fn the_card_is_what_the_head_of_the_page_has() {
    let shown = portal(false).preview(&crues(), noon());
    let meta = |property: &str| {
        let tag = shown.page.split("<meta ").find(|m| m.contains(property));
        values(&format!(" {}", tag.unwrap()), "content")[0].replace("&#x27;", "'")
    };
    assert_eq!(meta("og:title"), shown.card_title);
    assert_eq!(meta("og:description"), shown.card_description);
    assert_eq!(shown.card_site, "Rives · rives.example");
}

#[test]
fn feed_entry_and_cap_are_documents_of_their_own() {
    let shown = portal(false).preview(&crues(), noon());
    let entry = portal::xml::parse(shown.feed_entry.as_bytes())
        .unwrap()
        .root;
    assert_eq!(entry.name, "entry");
    assert!(shown.feed_entry.contains("http://www.w3.org/2005/Atom"));
    assert!(shown.feed_entry.contains("Crues dans le Gard"));
    let root = portal::xml::parse(shown.cap.as_bytes()).unwrap().root;
    let (alert, _) = cap::read(&root).unwrap();
    let languages: Vec<_> = alert.infos.iter().map(|i| i.language.as_deref()).collect();
    assert_eq!(languages, [Some("fr-FR"), Some("en-GB"), Some(EASY_FRENCH)]);
    assert!(shown.cap.contains("<valueName>INSEE</valueName>"));
}

#[test]
fn what_has_nothing_to_tell_yet_previews_as_the_page_that_residents_would_find() {
    let mut thread = crues();
    thread.messages.clear();
    let shown = portal(false).preview(&thread, noon());
    assert!(shown.page.contains("<h1"));
    assert_eq!(
        (shown.cap, shown.notification_title),
        (String::new(), String::new())
    );
}
