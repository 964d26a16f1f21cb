//! The command line.

mod audit;
mod check_config;
mod communes;
mod desk_keys;
mod exchange;
mod logbook;
mod migrate;
mod push;
mod serve;
mod source;
mod staff;
mod valve;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::config::{Config, ConfigError};

/// Rives: official flood messages to residents, mutual aid, hazard reports.
#[derive(Debug, Parser)]
#[command(name = "rives", version, about, disable_help_subcommand = true)]
pub struct Cli {
    /// The configuration file. Without it, ./rives.toml if there is one, else the defaults.
    #[arg(long, short, global = true, env = "RIVES_CONFIG")]
    config: Option<PathBuf>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Run the portal: both listeners and the relay.
    Serve(serve::Arguments),
    /// Bring the store to this version's schema (serve does it too).
    Migrate,
    /// Read the configuration, say everything that is wrong with it, and stop.
    CheckConfig,
    /// Rehearse documents of official messages.
    #[command(subcommand)]
    Source(source::Command),
    /// The shapes of communes.
    #[command(subcommand)]
    Communes(communes::Command),
    /// People of the desk.
    #[command(subcommand)]
    Staff(staff::Command),
    /// The desk of reports: its keys.
    #[command(subcommand)]
    Desk(desk_keys::Command),
    /// Notifications to devices.
    #[command(subcommand)]
    Push(push::Command),
    /// The audit.
    #[command(subcommand)]
    Audit(audit::Command),
    /// The logbook of the team on duty.
    #[command(subcommand)]
    Logbook(logbook::Command),
}

/// What a command ends with: an error's text is printed as it is.
pub type Outcome = Result<ExitCode, Box<dyn std::error::Error + Send + Sync>>;

impl Cli {
    /// Runs the command.
    pub async fn run(self) -> Outcome {
        match &self.command {
            Command::Serve(arguments) => serve::run(self.config()?, arguments).await,
            Command::Migrate => migrate::run(&self.config()?).await,
            Command::CheckConfig => check_config::run(self.path().as_deref(), self.config()),
            Command::Source(command) => source::run(command, &self.config()?).await,
            Command::Communes(command) => communes::run(command, &self.config()?).await,
            Command::Staff(command) => staff::run(command, &self.config()?).await,
            Command::Desk(command) => desk_keys::run(command),
            Command::Push(command) => push::run(command, &self.config()?),
            Command::Audit(command) => audit::run(command, &self.config()?).await,
            Command::Logbook(command) => logbook::run(command, &self.config()?).await,
        }
    }

    fn path(&self) -> Option<PathBuf> {
        let usual = PathBuf::from("rives.toml");
        self.config
            .clone()
            .or_else(|| usual.exists().then_some(usual))
    }

    fn config(&self) -> Result<Config, ConfigError> {
        Config::load(self.path().as_deref(), std::env::vars())
    }
}
