//! `rives check-config`.

use std::path::Path;
use std::process::ExitCode;

use super::Outcome;
use crate::config::{Config, ConfigError};

/// Prints what would be used, or everything that is wrong.
pub fn run(path: Option<&Path>, config: Result<Config, ConfigError>) -> Outcome {
    let from = path.map_or_else(|| "the defaults".to_owned(), |p| p.display().to_string());
    let config = config?;
    println!("{from}: good");
    println!(
        "  portal   {}{}",
        config.portal.name,
        if config.portal.exercise {
            " (EXERCISE)"
        } else {
            ""
        }
    );
    println!(
        "  public   http://{} as {}",
        config.public.listen, config.public.origin
    );
    println!("  desk     http://{}", config.desk.listen);
    println!("  sources  {}", config.sources.len());
    for source in &config.sources {
        println!(
            "    {:<24} {:?}, every {}, {}",
            source.id, source.kind, source.poll_interval, source.publisher
        );
    }
    if config.sources.is_empty() {
        println!("    none: residents will see an empty portal that says so; add a [[source]]");
    }
    Ok(ExitCode::SUCCESS)
}
