//! `rives communes import FILE`: an operator's contours of communes.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Subcommand;
use portal::places::read_contours;

use super::Outcome;
use crate::config::Config;

/// The shapes of communes.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Import contours (GeoJSON FeatureCollection of communes with their INSEE codes), replacing what
    /// was imported before. Alerts received from then on are sharpened to communes.
    Import {
        /// The file.
        file: PathBuf,
    },
}

/// Runs the command.
pub async fn run(command: &Command, config: &Config) -> Outcome {
    let Command::Import { file } = command;
    let name = file.display();
    let bytes = std::fs::read(file).map_err(|e| format!("{name}: cannot be read: {e}"))?;
    let read = read_contours(&bytes).map_err(|e| format!("{name}: {e}"))?;
    let rows: Vec<_> = read
        .outlines
        .iter()
        .map(|(insee, outline)| (insee.clone(), outline.to_text()))
        .collect();
    let store = crate::open_store(config).await?;
    let count = rows.len();
    store.replace_contours(rows).await?;
    println!(
        "{count} commune(s) imported, {} feature(s) left out",
        read.refused
    );
    for reason in &read.reasons {
        println!("  left out: {reason}");
    }
    println!("restart `rives serve` to use them");
    Ok(ExitCode::SUCCESS)
}
