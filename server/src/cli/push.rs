//! `rives push`: the key of push messages.

use std::process::ExitCode;

use clap::Subcommand;

use super::Outcome;
use crate::config::Config;
use crate::desk::SystemRandomness;
use crate::push::Vapid;

/// Notifications to devices.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Show the portal's public key; makes the key's file if there is none yet.
    Keys,
}

/// Runs the command.
pub fn run(command: &Command, config: &Config) -> Outcome {
    let Command::Keys = command;
    let file = &config.push.key_file;
    let vapid = Vapid::open_or_create(file, &config.push.subject, &SystemRandomness)?;
    println!("public key   {}", vapid.public_key());
    println!("short name   {}", vapid.key_id());
    println!("file         {} (keep a copy of it)", file.display());
    Ok(ExitCode::SUCCESS)
}
