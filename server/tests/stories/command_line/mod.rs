//! The commands as operators type them.

mod audit;
mod check;
mod config;
mod replay;
mod staff;

use std::path::Path;
use std::process::{Command, Output};

use serde_json::Value;

/// `rives` in an empty folder, with nothing of this machine's environment that it reads.
pub fn rives(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_rives"));
    command.current_dir(folder);
    for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("RIVES_")) {
        command.env_remove(name);
    }
    command
}

fn run(folder: &Path, arguments: &[&str]) -> Output {
    rives(folder).args(arguments).output().unwrap()
}

pub fn both(output: &Output) -> String {
    format!(
        "{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    )
}

fn json(output: &Output) -> Vec<Value> {
    serde_json::from_slice(&output.stdout).unwrap_or_else(|e| panic!("{e}: {}", both(output)))
}

/// Whether `value` is an object of exactly these fields.
#[track_caller]
fn has_exactly(value: &Value, fields: &[&str], more: &[&str]) {
    let object = value
        .as_object()
        .unwrap_or_else(|| panic!("not an object: {value}"));
    for field in fields {
        assert!(object.contains_key(*field), "{field} missing in {value}");
    }
    for key in object.keys() {
        assert!(
            fields.contains(&key.as_str()) || more.contains(&key.as_str()),
            "{key} is not documented: {value}"
        );
    }
}
