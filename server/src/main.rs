//! `rives`: see `rives --help`.

use std::process::ExitCode;

use clap::Parser as _;
use tracing_subscriber::EnvFilter;

#[tokio::main]
async fn main() -> ExitCode {
    let filter =
        EnvFilter::try_from_env("RIVES_LOG").unwrap_or_else(|_| EnvFilter::new("info,sqlx=warn"));
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .init();
    match server::cli::Cli::parse().run().await {
        Ok(code) => code,
        Err(error) => {
            eprintln!("rives: {error}");
            ExitCode::FAILURE
        }
    }
}
