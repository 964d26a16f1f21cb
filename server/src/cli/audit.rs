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

impl Expected {
    /// The head.
    pub(super) fn head(&self) -> &Head {
        &self.0
    }
}

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
pub(super) fn end(
    verifier: Verifier,
    last: u64,
    head: &Head,
    missing: Option<&Head>,
) -> Result<Head, String> {
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

/// What is broken, in words.
pub(super) fn told(broken: &Broken) -> String {
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
    use async_trait::async_trait;
    use desk::access::{Proof, ReadAudit};
    use desk::audit::{Audit, BEGINNING, Entry, Head, Search};
    use portal::{Instant, PortError};

    use super::{Expected, verify};

    /// Entries as some database holds them, and its head.
    struct Kept(Vec<Entry>, Head);

    #[async_trait]
    impl Audit for Kept {
        async fn entries(
            &self,
            _by: &Proof<ReadAudit>,
            _search: &Search,
            _limit: u32,
        ) -> Result<Vec<Entry>, PortError> {
            Ok(Vec::new())
        }

        async fn entries_after(&self, seq: u64, limit: u32) -> Result<Vec<Entry>, PortError> {
            // Two at a time, so that several pages are walked.
            let limit = usize::try_from(limit).unwrap().min(2);
            let after = self.0.iter().filter(|e| e.seq > seq);
            Ok(after.take(limit).cloned().collect())
        }

        async fn head(&self) -> Result<Head, PortError> {
            Ok(self.1.clone())
        }

        async fn note_export(&self, _by: &Proof<ReadAudit>, _at: Instant) -> Result<(), PortError> {
            Ok(())
        }
    }

    fn five() -> Kept {
        let mut entries: Vec<Entry> = Vec::new();
        for seq in 1..=5 {
            let mut entry = Entry {
                seq,
                at: Instant(i64::try_from(seq).unwrap()),
                actor: String::new(),
                actor_name: "le portail".to_owned(),
                action: "message.release".to_owned(),
                subject: format!("m{seq}"),
                before: String::new(),
                after: String::new(),
                previous: entries
                    .last()
                    .map_or(BEGINNING.to_owned(), |e| e.hash.clone()),
                hash: String::new(),
            };
            entry.hash = entry.computed();
            entries.push(entry);
        }
        let head = head_of(&entries);
        Kept(entries, head)
    }

    fn head_of(entries: &[Entry]) -> Head {
        entries.last().map_or(
            Head {
                seq: 0,
                hash: BEGINNING.to_owned(),
            },
            |e| Head {
                seq: e.seq,
                hash: e.hash.clone(),
            },
        )
    }

    async fn wrong(kept: &Kept, expected: Option<&Head>) -> String {
        verify(kept, expected).await.unwrap().unwrap_err()
    }

    #[tokio::test]
    async fn a_whole_audit_gives_its_head_and_so_does_an_empty_one() {
        let kept = five();
        assert_eq!(verify(&kept, None).await.unwrap(), Ok(kept.1.clone()));
        let third = head_of(&kept.0[..3]);
        assert!(verify(&kept, Some(&third)).await.unwrap().is_ok());
        let empty = Kept(Vec::new(), head_of(&[]));
        assert!(verify(&empty, Some(&empty.1)).await.unwrap().is_ok());
    }

    #[tokio::test]
    async fn an_edited_a_dropped_and_a_reordered_entry_are_named() {
        let mut edited = five();
        edited.0[2].after = "{}".to_owned();
        assert_eq!(wrong(&edited, None).await, "entry 3 was edited");

        let mut dropped = five();
        dropped.0.remove(2);
        assert_eq!(
            wrong(&dropped, None).await,
            "an entry before entry 4 was dropped"
        );

        let mut reordered = five();
        reordered.0[2].seq = 4;
        reordered.0[3].seq = 3;
        reordered.0.swap(2, 3);
        // Renumbered with fitting hashes of their own, they still do not follow one another.
        for entry in &mut reordered.0 {
            entry.hash = entry.computed();
        }
        assert!(
            wrong(&reordered, None)
                .await
                .contains("entry 3 does not follow")
        );
    }

    #[tokio::test]
    async fn a_cut_end_shows_against_the_head_and_against_an_expected_one() {
        let mut cut = five();
        cut.0.pop();
        assert!(
            wrong(&cut, None)
                .await
                .contains("entry 5 should be the last")
        );

        // With the head set back, only what was written down elsewhere tells.
        let before = cut.1.clone();
        cut.1 = head_of(&cut.0);
        assert!(verify(&cut, None).await.unwrap().is_ok());
        assert!(
            wrong(&cut, Some(&before))
                .await
                .contains("entry 5 is expected")
        );
    }

    #[tokio::test]
    async fn another_entry_in_the_place_of_the_expected_one_shows() {
        let kept = five();
        let other = Head {
            seq: 3,
            hash: "0".repeat(64),
        };
        assert!(
            wrong(&kept, Some(&other))
                .await
                .starts_with("entry 3 is not")
        );
    }

    #[tokio::test]
    async fn entries_beyond_the_head_show() {
        let mut kept = five();
        kept.1 = head_of(&kept.0[..4]);
        assert!(wrong(&kept, None).await.contains("head says 4"));
    }

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
