//! The desk's markup and its style sheet speak of the same things: no class without a rule, no rule for
//! what no page says.
//!
//! Reads the sources. What it cannot read (a class made up at run time) is itself a failure.

#![expect(
    clippy::unwrap_used,
    clippy::string_slice,
    reason = "a source that cannot be read fails the test, as it shall"
)]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

fn folder(below: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(below)
}

/// Every source file below a folder.
fn sources(of: &Path, ending: &str, into: &mut Vec<String>) {
    for entry in fs::read_dir(of).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, ending, into);
        } else if path.extension().is_some_and(|e| e == ending) {
            into.push(fs::read_to_string(&path).unwrap());
        }
    }
}

/// Texts between `"` in a piece of source.
fn quoted(text: &str) -> impl Iterator<Item = &str> {
    text.split('"').skip(1).step_by(2)
}

/// Where the value of `class=` ends: the string, or the parenthesis that was opened.
fn value(after: &str) -> &str {
    if let Some(text) = after.strip_prefix('"') {
        let end = text.find('"').unwrap();
        return &after[..end + 2];
    }
    assert!(
        after.starts_with('('),
        "a class that this test cannot read: {}",
        &after[..40]
    );
    let mut depth = 0;
    let end = after.find(|c| {
        depth += match c {
            '(' => 1,
            ')' => -1,
            _ => 0,
        };
        depth == 0
    });
    &after[..end.unwrap()]
}

fn said() -> BTreeSet<String> {
    let (mut markup, mut scripts) = (Vec::new(), Vec::new());
    sources(&folder("src"), "rs", &mut markup);
    sources(&folder("scripts"), "js", &mut scripts);
    let mut classes = BTreeSet::new();
    let mut add = |text: &str| classes.extend(text.split_whitespace().map(str::to_owned));
    for text in &markup {
        for (at, found) in text.match_indices("class=") {
            quoted(value(&text[at + found.len()..])).for_each(&mut add);
        }
    }
    for text in &scripts {
        for (at, found) in text.match_indices("className = '") {
            add(text[at + found.len()..].split('\'').next().unwrap());
        }
    }
    classes
}

/// The classes of a style sheet's selectors.
fn ruled(style: &str) -> BTreeSet<String> {
    let mut plain = String::new();
    let mut rest = style;
    while let Some((before, after)) = rest.split_once("/*") {
        plain.push_str(before);
        rest = after.split_once("*/").unwrap().1;
    }
    plain.push_str(rest);
    let mut classes = BTreeSet::new();
    // A selector is what stands before `{`, back to the rule or declaration before.
    for before in plain.split('{') {
        let selector = before.rsplit([';', '}']).next().unwrap();
        for part in selector.split('.').skip(1) {
            let name: String = part
                .chars()
                .take_while(|c| c.is_ascii_alphanumeric() || *c == '-')
                .collect();
            if name.starts_with(|c: char| c.is_ascii_alphabetic()) {
                classes.insert(name);
            }
        }
    }
    classes
}

fn style(file: &str) -> String {
    fs::read_to_string(folder(file)).unwrap()
}

#[test]
fn every_class_of_the_desk_has_a_rule() {
    let mut rules = ruled(&style("style/desk.css"));
    for shared in ["tokens", "base", "alert"] {
        rules.extend(ruled(&style(&format!("../../../style/{shared}.css"))));
    }
    let without: Vec<_> = said().difference(&rules).cloned().collect();
    assert!(without.is_empty(), "no rule for: {without:?}");
}

#[test]
fn every_rule_of_the_desk_is_for_a_class_that_a_page_has() {
    let dead: Vec<_> = ruled(&style("style/desk.css"))
        .difference(&said())
        .cloned()
        .collect();
    assert!(dead.is_empty(), "no page has: {dead:?}");
}

#[test]
fn every_state_of_a_message_has_a_look() {
    let looks = style("style/desk.css");
    let list = fs::read_to_string(folder("src/pages/messages/list.rs")).unwrap();
    let words = list.split("let look = match").nth(1).unwrap();
    let words: Vec<_> = quoted(words.split("};").next().unwrap()).collect();
    assert_eq!(words.len(), 6);
    for word in words.iter().filter(|w| **w != "writing") {
        assert!(
            looks.contains(&format!("[data-state=\"{word}\"]")),
            "{word}"
        );
    }
}
