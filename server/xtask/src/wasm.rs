//! The islands: `rives-app` compiled to wasm, and the glue that JavaScript needs to call it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use wasm_bindgen_cli_support::Bindgen;

use crate::asset::Outcome;

const TARGET: &str = "wasm32-unknown-unknown";

/// What the browser needs of the islands.
pub struct Islands {
    /// The module.
    pub wasm: Vec<u8>,
    /// The JavaScript beside it: an ES module whose default export starts the module.
    pub glue: String,
}

/// Compiles, and gives the module as the compiler left it. Does nothing when nothing changed.
///
/// The target folder is its own: this cargo then waits for no other cargo on this machine.
pub fn compile(root: &Path) -> Outcome<Vec<u8>> {
    same_version(root)?;
    let folder = root.join("target/wasm");
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let status = Command::new(cargo)
        .current_dir(root)
        .args(["build", "--package", "rives-app", "--lib"])
        .args(["--no-default-features", "--features", "hydrate"])
        .args(["--target", TARGET, "--profile", "wasm-release"])
        .arg("--target-dir")
        .arg(&folder)
        // Flags meant for the server's processor are no use to the browser's.
        .env_remove("RUSTFLAGS")
        .env_remove("CARGO_ENCODED_RUSTFLAGS")
        .status()
        .map_err(|e| format!("cannot start cargo: {e}"))?;
    if !status.success() {
        return Err(format!(
            "the islands do not compile (see above). If the target {TARGET} is missing: \
             rustup target add {TARGET}"
        ));
    }
    let module = folder.join(TARGET).join("wasm-release/app.wasm");
    fs::read(&module).map_err(|e| format!("cannot read {module:?}: {e}"))
}

/// Makes the glue and a module without names of functions and of tools.
pub fn bind(module: Vec<u8>) -> Outcome<Islands> {
    let failed = |e| format!("wasm-bindgen refused the module: {e:#}");
    let mut output = Bindgen::new()
        .input_bytes("rives", module)
        .web(true)
        .and_then(|b| {
            b.typescript(false)
                .demangle(false)
                .remove_name_section(true)
                .remove_producers_section(true)
                .omit_default_module_path(true)
                .generate_output()
        })
        .map_err(failed)?;
    let snippets = output.snippets().values().flatten().count();
    if snippets > 0 || !output.local_modules().is_empty() {
        return Err(
            "a dependency brings JavaScript snippets of its own, which would be files without a \
             content hash: do without that dependency, or teach server/xtask/src/wasm.rs to hash them"
                .to_owned(),
        );
    }
    Ok(Islands {
        glue: output.js().to_owned(),
        wasm: output.wasm_mut().emit_wasm(),
    })
}

/// The glue and the module speak to each other in a form that changes with every release.
fn same_version(root: &Path) -> Outcome<()> {
    let path: PathBuf = root.join("Cargo.lock");
    let text = fs::read_to_string(&path).map_err(|e| format!("cannot read {path:?}: {e}"))?;
    check_versions(&text)
}

fn check_versions(lock: &str) -> Outcome<()> {
    let lock: toml::Table = toml::from_str(lock).map_err(|e| format!("Cargo.lock: {e}"))?;
    let versions = |name: &str| -> Vec<String> {
        lock.get("package")
            .and_then(toml::Value::as_array)
            .into_iter()
            .flatten()
            .filter(|package| package.get("name").and_then(toml::Value::as_str) == Some(name))
            .filter_map(|package| package.get("version").and_then(toml::Value::as_str))
            .map(str::to_owned)
            .collect()
    };
    let (library, tool) = (
        versions("wasm-bindgen"),
        versions("wasm-bindgen-cli-support"),
    );
    match (library.as_slice(), tool.as_slice()) {
        ([a], [b]) if a == b => Ok(()),
        _ => Err(format!(
            "Cargo.lock has wasm-bindgen {} and wasm-bindgen-cli-support {}: they must be one and \
             the same version. Either set `wasm-bindgen-cli-support = \"={}\"` in \
             server/xtask/Cargo.toml, or: cargo update -p wasm-bindgen --precise {}",
            library.join(" and "),
            tool.join(" and "),
            library.last().map_or("?", String::as_str),
            tool.last().map_or("?", String::as_str),
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lock(library: &str, tool: &str) -> String {
        format!(
            "version = 4\n[[package]]\nname = \"wasm-bindgen\"\nversion = \"{library}\"\n\
             [[package]]\nname = \"wasm-bindgen-cli-support\"\nversion = \"{tool}\"\n"
        )
    }

    #[test]
    fn the_tool_and_the_library_must_be_of_one_version() {
        assert_eq!(check_versions(&lock("0.2.130", "0.2.130")), Ok(()));
        let refusal = check_versions(&lock("0.2.131", "0.2.130")).unwrap_err();
        assert!(refusal.contains("=0.2.131"), "{refusal}");
        assert!(refusal.contains("--precise 0.2.130"), "{refusal}");
    }

    #[test]
    fn the_lock_file_of_this_very_workspace_is_accepted() {
        same_version(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")).unwrap();
    }
}
