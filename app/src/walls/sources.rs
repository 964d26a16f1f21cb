//! What the source files themselves must not hold.

use std::fs;
use std::path::{Path, PathBuf};

fn files(folder: &Path, into: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap().flatten() {
        let path = entry.path();
        if path.is_dir() {
            files(&path, into);
        } else if path.extension().is_some_and(|x| x == "rs") {
            into.push(path);
        }
    }
}

/// The code of every file under `folder` of `src`, without comments and without its tests.
fn code(folders: &[&str]) -> Vec<(PathBuf, String)> {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut paths = Vec::new();
    for folder in folders {
        files(&src.join(folder), &mut paths);
    }
    paths
        .into_iter()
        .map(|path| {
            let text = fs::read_to_string(&path).unwrap();
            let text = text.split("#[cfg(test)]").next().unwrap_or_default();
            let lines = text.lines().filter(|l| !l.trim_start().starts_with("//"));
            (path, lines.collect::<Vec<_>>().join("\n"))
        })
        .collect()
}

/// Leptos 0.8 does not escape what stands in these.
#[test]
fn raw_textarea_and_noscript_stand_nowhere_but_in_their_component() {
    for (path, text) in code(&[""]) {
        if path.ends_with("components/text_area.rs")
            || path.ends_with("components/no_script.rs")
            || path.components().any(|c| c.as_os_str() == "walls")
        {
            continue;
        }
        for tag in ["<textarea", "<noscript", "textarea()", "noscript()"] {
            assert!(!text.contains(tag), "{}: {tag}", path.display());
        }
    }
}

/// So nothing but constants can stand in it.
#[test]
fn what_stands_in_for_a_script_takes_nothing_from_anyone() {
    let files = code(&["components"]);
    let (_, text) = files
        .iter()
        .find(|(path, _)| path.ends_with("no_script.rs"))
        .unwrap();
    let functions: Vec<_> = text.split("fn ").skip(1).collect();
    assert_eq!(functions.len(), 1, "{text}");
    assert!(functions[0].starts_with("refresh_without_script() ->"));
    assert_eq!(text.matches("inner_html=REFRESH").count(), 1);
    assert_eq!(text.matches("<noscript").count(), 1);
}

/// The string literals of a text: enough for sources without raw strings over several lines.
fn literals(text: &str) -> Vec<&str> {
    text.split('"').skip(1).step_by(2).collect()
}

#[test]
fn no_sentence_stands_outside_the_wording() {
    for (path, text) in code(&["components", "pages", "islands", "reading"]) {
        // Icons are shapes; hazards are words looked for in messages, never shown.
        if path.ends_with("icon_paths.rs")
            || path.ends_with("hazard.rs")
            || path.ends_with("mark.rs")
        {
            continue;
        }
        for literal in literals(&text) {
            let accents = literal.chars().any(|c| c.is_alphabetic() && !c.is_ascii());
            let words: Vec<_> = literal.split(' ').collect();
            let sentence = words.len() > 1
                && literal.starts_with(|c: char| c.is_ascii_uppercase())
                && words
                    .iter()
                    .skip(1)
                    .any(|w| w.len() > 2 && w.chars().all(|c| c.is_ascii_lowercase()));
            assert!(!accents && !sentence, "{}: {literal:?}", path.display());
        }
    }
}

#[test]
fn raw_html_is_only_ever_our_own() {
    let allowed = [
        "components/mod.rs",
        "components/mark.rs",
        "components/no_script.rs",
        "components/text_area.rs",
        "pages/map.rs",
    ];
    for (path, text) in code(&["components", "pages", "islands"]) {
        if !allowed.iter().any(|a| path.ends_with(a)) {
            assert!(!text.contains("inner_html"), "{}", path.display());
        }
    }
}
