//! `rives migrate`.

use std::process::ExitCode;

use super::Outcome;
use crate::config::Config;

/// Opens the store, and the vault where this configuration owns it, and brings their schemas up to date.
pub async fn run(config: &Config) -> Outcome {
    crate::open_store(config).await?;
    println!("the store has this version's schema");
    if let Some(vault) = super::valve::owner(config, None).await? {
        vault.close().await;
        println!("the vault of reports has this version's schema");
    }
    Ok(ExitCode::SUCCESS)
}
