//! Whatever a message or a visitor says, pages hold it as text.

use portal::cap::Severity;
use portal::messages::Thread;
use scraper::{Html, Selector};

use super::look::{Data, all_pages};
use crate::api::{sources_json, thread_json, threads_json};
use crate::feeds::{FeedOf, atom, cap_index};
use crate::samples::*;
use crate::wording::Lang;

/// Everything that should never get out of its place.
const HOSTILE: &str = "\"'><script>pwned()</script></title></style></textarea></svg><img src=x onerror=pwned()> \
    \u{202E}retourné\0 &lt;b&gt; <!-- ]]> javascript:pwned() {{7*7}} %22%3E";

fn hostile() -> Say {
    let text = HOSTILE.to_owned();
    Say {
        headline: text.clone(),
        event: text.clone(),
        description: format!("{text}\n{text}"),
        instruction: format!("{text}\n{text}"),
        area: text.clone(),
        who: text.clone(),
        web: Some("javascript:pwned()".to_owned()),
        language: "fr\" onload=\"pwned()".to_owned(),
        severity: Severity::Extreme,
        ..gard()
    }
}

pub(super) fn hostile_data() -> Data {
    let say = hostile();
    let also = Say {
        language: "ar".to_owned(),
        ..say.clone()
    };
    let first = message(std::slice::from_ref(&say), portal::cap::MsgType::Alert, &[]);
    let mut second = message(
        &[say.clone(), also],
        portal::cap::MsgType::Update,
        &[&first],
    );
    second.alert.note = Some(HOSTILE.to_owned());
    second.alert.source = Some(HOSTILE.to_owned());
    let ended = Say {
        id: "fini",
        expires: Some(say.sent),
        ..say
    };
    let mut sources = two_sources();
    for (source, status) in &mut sources {
        source.publisher = HOSTILE.to_owned();
        status.last_error = Some(HOSTILE.to_owned());
        status.last_failure = Some(noon());
    }
    Data {
        in_force: vec![thread("mauvais", vec![first, second])],
        ended: vec![simple(&ended)],
        sources,
        typed: HOSTILE.to_owned(),
    }
}

fn elements(html: &str, selector: &str) -> usize {
    Html::parse_document(html)
        .select(&Selector::parse(selector).unwrap())
        .count()
}

#[test]
fn hostile_texts_never_become_markup_on_any_page() {
    for lang in Lang::ALL {
        let clean: Vec<_> = all_pages(&site(true), lang, &super::look::data());
        for (name, page) in all_pages(&site(true), lang, &hostile_data()) {
            let html = &page.html;
            let tree = Html::parse_document(html);
            for element in tree
                .root_element()
                .descendants()
                .filter_map(scraper::ElementRef::wrap)
            {
                let value = element.value();
                for (attribute, text) in value.attrs() {
                    assert!(!attribute.starts_with("on"), "{name}: {attribute}");
                    assert!(
                        !attribute.contains(['"', '\'', '<', '>']),
                        "{name}: {attribute}"
                    );
                    let link = matches!(attribute, "href" | "src" | "action");
                    let scheme = text.trim_start().to_ascii_lowercase();
                    assert!(
                        !(link && scheme.starts_with("javascript")),
                        "{name}: {text}"
                    );
                }
                assert_ne!(value.name(), "img", "{name}");
                if value.name() == "script" {
                    assert!(
                        value.attr("src").is_some_and(|s| s.starts_with("/pkg/")),
                        "{name}"
                    );
                    assert_eq!(
                        element.text().collect::<String>(),
                        "",
                        "{name}: inline script"
                    );
                }
            }
            assert!(!html.contains('\0') && !html.contains('\u{202E}'), "{name}");
            let Some((_, other)) = clean.iter().find(|(n, _)| *n == name) else {
                continue;
            };
            for single in ["html", "head", "title", "style", "body", "main", "footer"] {
                assert_eq!(elements(html, single), 1, "{name}: {single}");
            }
            assert_eq!(
                elements(html, "script"),
                elements(&other.html, "script"),
                "{name}"
            );
        }
    }
}

#[test]
fn hostile_texts_never_become_markup_in_feeds_or_json() {
    let data = hostile_data();
    let threads: Vec<Thread> = data.in_force.iter().chain(&data.ended).cloned().collect();
    let sources = lines(&data.sources);
    let messages: Vec<_> = threads
        .iter()
        .flat_map(|t| t.messages.iter().map(|m| (m.clone(), t.id.clone())))
        .collect();
    let feed = atom(&site(true), noon(), FeedOf::Portal, &threads, &sources).body;
    let index = cap_index(&site(true), &messages).body;
    for xml in [&feed, &index] {
        let names = super::feeds::names(xml);
        assert!(
            !names
                .iter()
                .any(|n| matches!(n.as_str(), "script" | "img" | "b")),
            "{names:?}"
        );
        assert!(!xml.contains('\0') && !xml.contains('\u{202E}'));
    }
    for entry in super::feeds::texts(&feed, "content") {
        assert_eq!(elements(&entry, "script, img, [onerror]"), 0, "{entry}");
    }
    for json in [
        threads_json(&site(true), noon(), &threads, &sources).body,
        thread_json(&site(true), noon(), &threads[0]).unwrap().body,
        sources_json(noon(), &sources).body,
    ] {
        serde_json::from_str::<serde_json::Value>(&json).unwrap();
    }
}
