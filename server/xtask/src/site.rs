//! `cargo xtask site`: everything that browsers download, in `target/site/pkg`, and
//! `target/site/manifest.json` that tells the server the names.
//!
//! A part whose sources did not change since the last run is left alone: `built-from.json` keeps a
//! fingerprint of each part's sources.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Instant;

use serde::{Deserialize, Serialize};

use crate::asset::{self, Asset, Outcome, Sizes};
use crate::{scripts, style, wasm};

/// Raised when this tool makes other bytes from the same sources.
const RECIPE: &[u8] = b"1";

/// What the server reads: the file name for each role, and sizes by file name.
#[derive(Serialize)]
struct Manifest<'a> {
    #[serde(flatten)]
    files: BTreeMap<&'a str, &'a str>,
    sizes: BTreeMap<&'a str, Sizes>,
}

/// What the last run made, by part.
#[derive(Default, Serialize, Deserialize)]
struct Built {
    parts: BTreeMap<String, Part>,
}

/// One part: made from sources with this fingerprint, it consists of these files (by role).
#[derive(Clone, Serialize, Deserialize)]
struct Part {
    from: String,
    assets: BTreeMap<String, Asset>,
}

/// Builds the site.
pub fn build() -> Outcome<()> {
    let started = Instant::now();
    let root = root()?;
    let site = root.join("target/site");
    let pkg = site.join("pkg");
    fs::create_dir_all(&pkg).map_err(|e| format!("cannot create {pkg:?}: {e}"))?;
    let mut run = Run {
        before: read_built(&site),
        after: Built::default(),
        pkg: &pkg,
    };

    println!("site 1/3: the islands (Rust to wasm)");
    let module = wasm::compile(&root)?;
    let from = asset::fingerprint([RECIPE, &module]);
    let islands = run.part("wasm", from, |pkg| {
        println!("          glue, hash, compression");
        let islands = wasm::bind(module)?;
        Ok(vec![
            ("wasm", asset::write(pkg, "rives", "wasm", &islands.wasm)?),
            (
                "glue",
                asset::write(pkg, "rives", "js", islands.glue.as_bytes())?,
            ),
        ])
    })?;

    println!("site 2/3: the style and the icon");
    let sheets = style::sources(&root.join("style"))?;
    let texts = sheets.iter().map(|(_, text)| text.as_bytes());
    let from = asset::fingerprint([RECIPE].into_iter().chain(texts));
    run.part("style", from, |pkg| {
        let css = style::minify(&sheets)?;
        Ok(vec![(
            "style",
            asset::write(pkg, "style", "css", css.as_bytes())?,
        )])
    })?;

    let path = root.join("style/icon.svg");
    let icon = fs::read(&path).map_err(|e| format!("cannot read {path:?}: {e}"))?;
    let from = asset::fingerprint([RECIPE, &icon]);
    run.part("icon", from, |pkg| {
        Ok(vec![("icon", asset::write(pkg, "icon", "svg", &icon)?)])
    })?;

    for size in [192, 512] {
        let name = format!("icon-{size}");
        let path = root.join(format!("style/{name}.png"));
        let icon = fs::read(&path).map_err(|e| format!("cannot read {path:?}: {e}"))?;
        let from = asset::fingerprint([RECIPE, &icon]);
        run.part(&name, from, |pkg| {
            Ok(vec![(
                name.as_str(),
                asset::write(pkg, &name, "png", &icon)?,
            )])
        })?;
    }

    println!("site 3/3: the plain scripts");
    for (name, text) in scripts::sources(&root.join("app/scripts"))? {
        let text = scripts::fill(&name, &text, &islands["glue"].file, &islands["wasm"].file)?;
        let from = asset::fingerprint([RECIPE, text.as_bytes()]);
        run.part(&name, from, |pkg| {
            let asset = asset::write(pkg, &name, "js", text.as_bytes())?;
            Ok(vec![(name.as_str(), asset)])
        })?;
    }

    let assets = run.finish(&site)?;
    for (role, asset) in &assets {
        let Sizes { raw, br, gz } = asset.size;
        println!("          {role:<9} {raw:>8} bytes, {br:>7} brotli, {gz:>7} gzip");
    }
    println!(
        "site: ready in {:.1} s, target/site/manifest.json",
        started.elapsed().as_secs_f32()
    );
    Ok(())
}

/// One run of the tool.
struct Run<'a> {
    before: Built,
    after: Built,
    pkg: &'a Path,
}

impl Run<'_> {
    /// Makes a part, unless it is already there, made from the same sources.
    fn part<'n>(
        &mut self,
        name: &str,
        from: String,
        make: impl FnOnce(&Path) -> Outcome<Vec<(&'n str, Asset)>>,
    ) -> Outcome<BTreeMap<String, Asset>> {
        let kept = self.before.parts.get(name).filter(|part| {
            part.from == from && part.assets.values().all(|a| asset::is_there(self.pkg, a))
        });
        let part = match kept {
            Some(part) => part.clone(),
            None => Part {
                from,
                assets: make(self.pkg)?
                    .into_iter()
                    .map(|(role, asset)| (role.to_owned(), asset))
                    .collect(),
            },
        };
        self.after.parts.insert(name.to_owned(), part.clone());
        Ok(part.assets)
    }

    /// Writes the manifest, then removes what no page names any more.
    fn finish(self, site: &Path) -> Outcome<BTreeMap<String, Asset>> {
        let assets: BTreeMap<String, Asset> = self
            .after
            .parts
            .values()
            .flat_map(|part| part.assets.clone())
            .collect();
        let manifest = Manifest {
            files: assets
                .iter()
                .map(|(role, asset)| (role.as_str(), asset.file.as_str()))
                .collect(),
            sizes: assets
                .values()
                .map(|asset| (asset.file.as_str(), asset.size))
                .collect(),
        };
        asset::put(site, "manifest.json", &json(&manifest)?)?;
        asset::put(site, "built-from.json", &json(&self.after)?)?;
        asset::sweep(self.pkg, &assets)?;
        Ok(assets)
    }
}

fn json(value: &impl Serialize) -> Outcome<Vec<u8>> {
    serde_json::to_vec_pretty(value).map_err(|e| format!("cannot write JSON: {e}"))
}

/// Nothing kept, or an unreadable note of it, means that everything is made again.
fn read_built(site: &Path) -> Built {
    fs::read(site.join("built-from.json"))
        .ok()
        .and_then(|bytes| serde_json::from_slice(&bytes).ok())
        .unwrap_or_default()
}

/// The workspace, from where cargo found this crate.
fn root() -> Outcome<PathBuf> {
    let here = std::env::var_os("CARGO_MANIFEST_DIR")
        .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
    here.ancestors()
        .nth(2)
        .map(Path::to_path_buf)
        .ok_or_else(|| format!("no workspace above {here:?}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder(name: &str) -> PathBuf {
        let folder =
            std::env::temp_dir().join(format!("rives-xtask-{}-{name}", std::process::id()));
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(folder.join("pkg")).unwrap();
        folder
    }

    fn once(site: &Path, from: &str, content: &[u8]) -> (bool, BTreeMap<String, Asset>) {
        let pkg = site.join("pkg");
        let mut run = Run {
            before: read_built(site),
            after: Built::default(),
            pkg: &pkg,
        };
        let mut made = false;
        run.part("style", from.to_owned(), |pkg| {
            made = true;
            Ok(vec![("style", asset::write(pkg, "style", "css", content)?)])
        })
        .unwrap();
        (made, run.finish(site).unwrap())
    }

    #[test]
    fn a_second_run_makes_nothing_and_a_change_makes_one_part_and_removes_the_old_file() {
        let site = folder("second");
        let (made, first) = once(&site, "a", b"p{}");
        assert!(made);
        assert!(!once(&site, "a", b"p{}").0);
        let (made, second) = once(&site, "b", b"q{}");
        assert!(made);
        assert_ne!(first, second);
        assert!(!site.join("pkg").join(&first["style"].file).exists());
        assert!(site.join("pkg").join(&second["style"].file).exists());
        let manifest: serde_json::Value =
            serde_json::from_slice(&fs::read(site.join("manifest.json")).unwrap()).unwrap();
        assert_eq!(manifest["style"], second["style"].file);
        assert_eq!(manifest["sizes"][&second["style"].file]["raw"], 3);
        fs::remove_dir_all(&site).unwrap();
    }

    #[test]
    fn a_file_that_was_removed_by_hand_is_made_again() {
        let site = folder("removed");
        let (_, first) = once(&site, "a", b"p{}");
        fs::remove_file(site.join("pkg").join(format!("{}.br", first["style"].file))).unwrap();
        assert!(once(&site, "a", b"p{}").0);
        fs::remove_dir_all(&site).unwrap();
    }
}
