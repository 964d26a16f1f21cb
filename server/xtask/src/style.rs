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
        let text = read(&main)?;
        let (names, rest) = imports(&text)?;
        let mut sheets = names
            .iter()
            .map(|name| {
                let path = folder.join(name);
                read(&path).map(|text| (path, text))
            })
            .collect::<Outcome<Vec<_>>>()?;
        sheets.push((main, rest));
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
        out.push('\n');
    }
    Ok(out)
}

/// The files that a sheet imports, and the sheet without these imports.
fn imports(text: &str) -> Outcome<(Vec<String>, String)> {
    let (mut names, mut rest) = (Vec::new(), String::new());
    for line in text.lines() {
        match line.trim().strip_prefix("@import ") {
            None => {
                rest.push_str(line);
                rest.push('\n');
            }
            Some(target) => {
                let name = target
                    .trim_end_matches(';')
                    .trim()
                    .trim_matches(['"', '\'']);
                if name.contains([' ', '(', '/', '"', '\'']) {
                    return Err(format!(
                        "style/main.css: `{line}`: only `@import \"file.css\";` of a neighbouring \
                         file; put layers and media inside that file"
                    ));
                }
                names.push(name.to_owned());
            }
        }
    }
    Ok((names, rest))
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
        let (names, rest) = imports(
            "@layer a, b;\n@import \"tokens.css\";\n@import 'page.css';\np { margin: 0 }\n",
        )
        .unwrap();
        assert_eq!(names, ["tokens.css", "page.css"]);
        assert!(rest.contains("@layer a, b;") && rest.contains("margin"));
        assert!(imports("@import url(https://example.org/x.css);").is_err());
    }
}
