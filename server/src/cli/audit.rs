//! `rives audit verify`: reads the whole audit and says whether anything in it is not what it was.

use std::process::ExitCode;
use std::str::FromStr;

use clap::Subcommand;
use desk::audit::{Audit, Broken, Head, Verifier};

use super::Outcome;
use crate::config::Config;

/// How many entries are read in one go.
const PAGE: u32 = 1_000;

/// The audit.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Check every entry of the audit; ends with 1 and names the entry if one was edited, dropped or reordered.
    Verify {
        /// A head that this command printed, or an export ended with, earlier: fails too if that entry is
        /// missing or another one.
        #[arg(long, value_name = "SEQ:HASH")]
        expect: Option<Expected>,
    },
}

/// A head written down earlier.
#[derive(Clone, Debug)]
pub struct Expected(Head);

impl FromStr for Expected {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = || {
            format!(
                "{text:?} is not a number, a colon and 64 hexadecimal digits, as `rives audit verify` prints them"
            )
        };
        let (seq, hash) = text.trim().split_once(':').ok_or_else(wrong)?;
        let seq = seq.parse().map_err(|_| wrong())?;
        let is_hash = hash.len() == 64 && hash.chars().all(|c| c.is_ascii_hexdigit());
        let hash = hash.to_ascii_lowercase();
        is_hash
            .then_some(Self(Head { seq, hash }))
            .ok_or_else(wrong)
    }
}

/// Runs the command.
pub async fn run(command: &Command, config: &Config) -> Outcome {
    let Command::Verify { expect } = command;
    let store = crate::open_store(config).await?;
    match verify(&*store, expect.as_ref().map(|e| &e.0)).await? {
        Ok(head) => {
            println!("{} entries, all as they were written", head.seq);
            println!("head {}:{}", head.seq, head.hash);
            Ok(ExitCode::SUCCESS)
        }
        Err(wrong) => {
            eprintln!("rives: the audit is broken: {wrong}");
            Ok(ExitCode::FAILURE)
        }
    }
}

/// Walks all entries. `Ok(Err(…))` says in words what is broken.
async fn verify(
    audit: &dyn Audit,
    expected: Option<&Head>,
) -> Result<Result<Head, String>, portal::PortError> {
    let mut verifier = Verifier::default();
    let mut last = 0;
    let mut expected_seen = expected.is_none_or(|e| e.seq == 0);
    loop {
        let entries = audit.entries_after(last, PAGE).await?;
        if entries.is_empty() {
            // A desk may be running: only a head read after the last entry tells of a cut tail, and only
            // if nothing was added in between.
            let head = audit.head().await?;
            if head.seq > last && !audit.entries_after(last, 1).await?.is_empty() {
                continue;
            }
            return Ok(end(
                verifier,
                last,
                &head,
                expected.filter(|_| !expected_seen),
            ));
        }
        for entry in &entries {
            if let Err(broken) = verifier.next(entry) {
                return Ok(Err(told(&broken)));
            }
            if let Some(e) = expected.filter(|e| e.seq == entry.seq) {
                if e.hash != entry.hash {
                    return Ok(Err(format!(
                        "entry {} is not the expected one: its hash is {}",
                        entry.seq, entry.hash
                    )));
                }
                expected_seen = true;
            }
            last = entry.seq;
        }
    }
}

/// What remains to be said after the last entry.
fn end(verifier: Verifier, last: u64, head: &Head, missing: Option<&Head>) -> Result<Head, String> {
    if last > head.seq {
        return Err(format!(
            "there are {last} entries, but the store's head says {}: it was set back, or entries were added by hand",
            head.seq
        ));
    }
    let reached = verifier.reaches(head).map_err(|broken| told(&broken))?;
    match missing {
        Some(e) => Err(format!(
            "entry {} is expected, but the last one is {}: the end was cut off",
            e.seq, reached.seq
        )),
        None => Ok(reached),
    }
}

fn told(broken: &Broken) -> String {
    match broken {
        Broken::Edited(seq) => format!("entry {seq} was edited"),
        Broken::Dropped(seq) => format!("an entry before entry {seq} was dropped"),
        Broken::Reordered(seq) => {
            format!("entry {seq} does not follow the one before it: entries were reordered")
        }
        Broken::CutOff(seq) => {
            format!("the end was cut off: entry {seq} should be the last, and is missing")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Expected;

    #[test]
    fn an_expected_head_is_a_number_a_colon_and_a_hash() {
        let hash = "Ab".repeat(32);
        let read: Expected = format!("12:{hash}").parse().unwrap();
        assert_eq!((read.0.seq, read.0.hash), (12, "ab".repeat(32)));
        for wrong in ["12", "12:", "x:y", &hash, &format!("12:{hash}0")] {
            assert!(wrong.parse::<Expected>().is_err(), "{wrong}");
        }
    }
}
