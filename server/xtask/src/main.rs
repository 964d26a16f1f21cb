//! The build tool: `cargo xtask site` makes what browsers download.
//!
//! Owns the command line and nothing else. Never part of the product: no crate of ours depends on it.

mod asset;
mod scripts;
mod site;
mod style;
mod wasm;

use std::process::ExitCode;

const USAGE: &str = "\
cargo xtask site    build what browsers download (wasm, its glue, style, scripts) into target/site

The same bytes go to tests and to production: there is one build and no option.";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["site"] => match site::build() {
            Ok(()) => ExitCode::SUCCESS,
            Err(problem) => {
                eprintln!("cargo xtask site: {problem}");
                ExitCode::FAILURE
            }
        },
        ["help" | "--help" | "-h"] => {
            println!("{USAGE}");
            ExitCode::SUCCESS
        }
        _ => {
            eprintln!("{USAGE}");
            ExitCode::FAILURE
        }
    }
}
