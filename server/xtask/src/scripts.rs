//! The plain scripts: small files that need no wasm. Copied as they are, comments included: what
//! readers of the site's source see is what was written.
//!
//! `islands.js` loads the wasm where a page has an island; the names of the files that it loads
//! change with their content, so it holds `{{glue}}` and `{{wasm}}` in their place.

use std::fs;
use std::path::Path;

use crate::asset::Outcome;

/// The scripts of `folder`, by name without extension, sorted.
pub fn sources(folder: &Path) -> Outcome<Vec<(String, String)>> {
    let entries = fs::read_dir(folder).map_err(|e| format!("cannot list {folder:?}: {e}"))?;
    let mut scripts = Vec::new();
    for path in entries.flatten().map(|entry| entry.path()) {
        if path.extension().is_none_or(|x| x != "js") {
            continue;
        }
        let text = fs::read_to_string(&path).map_err(|e| format!("cannot read {path:?}: {e}"))?;
        if let Some(stem) = path.file_stem() {
            scripts.push((stem.to_string_lossy().into_owned(), text));
        }
    }
    scripts.sort();
    Ok(scripts)
}

/// The script with the names of the glue and of the module in place.
pub fn fill(name: &str, text: &str, glue: &str, wasm: &str) -> Outcome<String> {
    let filled = text.replace("{{glue}}", glue).replace("{{wasm}}", wasm);
    match filled.split_once("{{") {
        None => Ok(filled),
        Some((_, after)) => Err(format!(
            "app/scripts/{name}.js: unknown placeholder {{{{{}: only {{{{glue}}}} and {{{{wasm}}}} exist",
            after.split('\n').next().unwrap_or_default()
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_loader_gets_the_hashed_names() {
        let text = "import('/pkg/{{glue}}').then(m => m.default('/pkg/{{wasm}}'))";
        assert_eq!(
            fill("islands", text, "rives.1.js", "rives.2.wasm").unwrap(),
            "import('/pkg/rives.1.js').then(m => m.default('/pkg/rives.2.wasm'))"
        );
    }

    #[test]
    fn a_misspelt_placeholder_stops_the_build() {
        assert!(fill("islands", "import('{{gleu}}')", "a", "b").is_err());
    }
}
