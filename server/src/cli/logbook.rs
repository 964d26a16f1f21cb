//! `rives logbook verify`: reads the whole logbook and says whether anything in it is not what it was.

use std::process::ExitCode;

use clap::Subcommand;
use desk::audit::{Head, Verifier};
use desk::logbook::Logbook;

use super::Outcome;
use super::audit::{Expected, end, told};
use crate::config::Config;

/// How many entries are read in one go.
const PAGE: u32 = 1_000;

/// The logbook.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Check every entry of the logbook; ends with 1 and names the entry if one was edited, dropped or reordered.
    Verify {
        /// A head that this command printed earlier: fails too if that entry is missing or another one.
        #[arg(long, value_name = "SEQ:HASH")]
        expect: Option<Expected>,
    },
}

/// Runs the command.
pub async fn run(command: &Command, config: &Config) -> Outcome {
    let Command::Verify { expect } = command;
    let store = crate::open_store(config).await?;
    match verify(&*store, expect.as_ref().map(Expected::head)).await? {
        Ok(head) => {
            println!("{} entries, all as they were written", head.seq);
            println!("head {}:{}", head.seq, head.hash);
            Ok(ExitCode::SUCCESS)
        }
        Err(wrong) => {
            eprintln!("rives: the logbook is broken: {wrong}");
            Ok(ExitCode::FAILURE)
        }
    }
}

/// Walks all entries. `Ok(Err(…))` says in words what is broken.
async fn verify(
    logbook: &dyn Logbook,
    expected: Option<&Head>,
) -> Result<Result<Head, String>, portal::PortError> {
    let mut verifier = Verifier::default();
    let mut last = 0;
    let mut missing = expected.filter(|e| e.seq > 0);
    loop {
        let entries = logbook.logbook_after(last, PAGE).await?;
        if entries.is_empty() {
            // A desk may be running: see the audit's.
            let head = logbook.logbook_head().await?;
            if head.seq > last && !logbook.logbook_after(last, 1).await?.is_empty() {
                continue;
            }
            return Ok(end(verifier, last, &head, missing));
        }
        for entry in &entries {
            if let Err(broken) = entry.check(&mut verifier) {
                return Ok(Err(told(&broken)));
            }
            if let Some(e) = missing.filter(|e| e.seq == entry.seq) {
                if e.hash != entry.hash {
                    return Ok(Err(format!(
                        "entry {} is not the expected one: its hash is {}",
                        entry.seq, entry.hash
                    )));
                }
                missing = None;
            }
            last = entry.seq;
        }
    }
}
