//! The style sheets: several files to write, one small file to download.

use std::fs;
use std::path::{Path, PathBuf};

use lightningcss::printer::PrinterOptions;
use lightningcss::stylesheet::{ParserOptions, StyleSheet};

use crate::asset::Outcome;

/// The style sheets of `folder` in the order of the cascade: as `main.css` imports them where there
/// is a `main.css`, else by name with `tokens.css` first.
pub fn sources(folder: &Path) -> Outcome<Vec<(PathBuf, String)>> {
    let main = folder.join("main.css");
    if main.is_file() {
        let Imports {
            before,
            names,
            after,
        } = imports(&read(&main)?)?;
        let mut sheets = vec![(main.clone(), before)];
        for name in names {
            let path = folder.join(name);
            let text = read(&path)?;
            sheets.push((path, text));
        }
        sheets.push((main, after));
        return Ok(sheets);
    }
    let mut paths: Vec<PathBuf> = fs::read_dir(folder)
        .map_err(|e| format!("cannot list {folder:?}: {e}"))?
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| path.extension().is_some_and(|x| x == "css"))
        .collect();
    paths.sort_by_key(|path| {
        (
            path.file_name().is_none_or(|n| n != "tokens.css"),
            path.clone(),
        )
    });
    paths
        .into_iter()
        .map(|path| read(&path).map(|text| (path, text)))
        .collect()
}

/// One minified sheet. A mistake in a source stops the build and says where it is.
pub fn minify(sheets: &[(PathBuf, String)]) -> Outcome<String> {
    let mut out = String::new();
    for (path, text) in sheets {
        let name = path.display().to_string();
        let options = ParserOptions {
            filename: name.clone(),
            ..Default::default()
        };
        let sheet = StyleSheet::parse(text, options).map_err(|e| format!("style: {e}"))?;
        // No `minify()` pass: it merges and reorders rules, which this project's sheets, small and
        // in layers, do not need. Printing tightly already says every rule in its shortest form.
        let printed = sheet
            .to_css(PrinterOptions {
                minify: true,
                ..Default::default()
            })
            .map_err(|e| format!("style: {name}: {e}"))?;
        out.push_str(&printed.code);
    }
    Ok(out)
}

/// A sheet that imports others.
#[derive(Debug, Default, PartialEq, Eq)]
struct Imports {
    /// What stands over the imports: the order of the layers.
    before: String,
    /// The imported files.
    names: Vec<String>,
    /// What stands below them.
    after: String,
}

fn imports(text: &str) -> Outcome<Imports> {
    let mut found = Imports::default();
    for line in text.lines() {
        let Some(target) = line.trim().strip_prefix("@import ") else {
            let part = if found.names.is_empty() {
                &mut found.before
            } else {
                &mut found.after
            };
            part.push_str(line);
            part.push('\n');
            continue;
        };
        let name = target
            .trim_end_matches(';')
            .trim()
            .trim_matches(['"', '\'']);
        if name.contains([' ', '(', '/', '"', '\'']) {
            return Err(format!(
                "style/main.css: `{line}`: only `@import \"file.css\";` of a neighbouring file; \
                 put layers and media inside that file"
            ));
        }
        found.names.push(name.to_owned());
    }
    Ok(found)
}

fn read(path: &Path) -> Outcome<String> {
    fs::read_to_string(path).map_err(|e| format!("cannot read {path:?}: {e}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn minified(text: &str) -> Outcome<String> {
        minify(&[(PathBuf::from("a.css"), text.to_owned())])
    }

    #[test]
    fn comments_and_white_space_go_and_modern_rules_stay() {
        let css = minified(
            "/* why */ @layer base, page;\n@layer page { .alert { inset-inline: calc(1px + 2vw);\n \
             & .where { color: light-dark(#112233, #ffeedd) } @container (width > 20em) { gap: 8px } } }",
        )
        .unwrap();
        assert!(!css.contains("why"), "{css}");
        assert!(!css.contains("  "), "{css}");
        assert!(css.contains("@layer base,page;"), "{css}");
        assert!(css.contains("inset-inline:calc(1px + 2vw)"), "{css}");
        assert!(css.contains("& .where{"), "{css}");
        assert!(css.contains("light-dark("), "{css}");
        assert!(css.contains("@container (width>20em)"), "{css}");
    }

    #[test]
    fn a_broken_sheet_stops_the_build_and_says_where() {
        let refusal = minified("p { color: red; }\n} q").unwrap_err();
        assert!(refusal.contains("a.css"), "{refusal}");
    }

    #[test]
    fn main_css_gives_the_order() {
        let found = imports(
            "@layer a, b;\n@import \"tokens.css\";\n@import 'page.css';\np { margin: 0 }\n",
        )
        .unwrap();
        assert_eq!(found.before, "@layer a, b;\n");
        assert_eq!(found.names, ["tokens.css", "page.css"]);
        assert_eq!(found.after, "p { margin: 0 }\n");
        assert!(imports("@import url(https://example.org/x.css);").is_err());
    }
}
