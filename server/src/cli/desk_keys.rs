//! `rives desk keys`: the keys that reports are sealed to and opened with.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Subcommand};
use desk::reports::{
    Cost, Doomed, EpochState, EpochStatus, KeysStatus, Made, Passphrase, destroy, init, rotate,
    status,
};
use portal::valve::KeyId;
use portal::{Clock as _, Instant, Span};
use zeroize::Zeroizing;

use super::Outcome;
use crate::clock::SystemClock;
use crate::desk::{KeyDirectory, SystemRandomness, publish};

/// The desk of reports.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// The keys that reports are sealed to and opened with.
    #[command(subcommand)]
    Keys(Keys),
}

/// The keys that reports are sealed to and opened with.
#[derive(Debug, Subcommand)]
pub enum Keys {
    /// Make the long-term key and the first epoch's.
    Init {
        #[command(flatten)]
        folder: Folder,
        #[command(flatten)]
        epoch: Epoch,
    },
    /// Make the next epoch's key when it is due: for a daily timer.
    Rotate {
        #[command(flatten)]
        folder: Folder,
        #[command(flatten)]
        epoch: Epoch,
        /// Even if the present key is not due.
        #[arg(long)]
        now: bool,
    },
    /// Destroy keys: what was sealed to them can never be opened again, from no backup either.
    Destroy {
        #[command(flatten)]
        folder: Folder,
        /// This key, at once.
        #[arg(long, value_name = "ID", conflicts_with = "due", value_parser = key_id)]
        key: Option<KeyId>,
        /// Those whose epoch ended longer ago than reports are retained: for a daily timer.
        #[arg(long, required_unless_present = "key")]
        due: bool,
        #[command(flatten)]
        retention: Retention,
    },
    /// Show how the keys stand. Needs no passphrase.
    Status {
        #[command(flatten)]
        folder: Folder,
        #[command(flatten)]
        retention: Retention,
    },
}

/// Where the keys are.
#[derive(Debug, Args)]
pub struct Folder {
    /// The folder of the keys: of the desk's user, and nobody else's.
    #[arg(long, value_name = "PATH")]
    dir: PathBuf,
}

/// How new keys are made.
#[derive(Debug, Args)]
pub struct Epoch {
    /// How many days reports are sealed to it.
    #[arg(long, value_name = "DAYS", default_value_t = 30, value_parser = clap::value_parser!(u16).range(1..=366))]
    epoch_days: u16,
    /// A file with the passphrase around the private halves, 16 characters at least.
    #[arg(long, value_name = "PATH", env = "RIVES_DESK_PASSPHRASE_FILE")]
    passphrase_file: Option<PathBuf>,
    /// Write the signed public key there too, for the public side.
    #[arg(long, value_name = "PATH")]
    publish: Option<PathBuf>,
}

/// How long reports are kept.
#[derive(Debug, Args)]
pub struct Retention {
    /// How many days reports are retained.
    #[arg(long, value_name = "DAYS", default_value_t = 90, value_parser = clap::value_parser!(u16).range(1..))]
    retention_days: u16,
}

impl Retention {
    fn span(&self) -> Span {
        days(self.retention_days)
    }
}

/// Runs the command.
pub fn run(command: &Command) -> Outcome {
    let Command::Keys(keys) = command;
    let now = SystemClock.now();
    match keys {
        Keys::Init { folder, epoch } => make(folder, epoch, |folder, passphrase| {
            let lasts = days(epoch.epoch_days);
            init(folder, (now, lasts), passphrase, &SystemRandomness)
        }),
        Keys::Rotate {
            folder,
            epoch,
            now: at_once,
        } => {
            let there = KeyDirectory::at(&folder.dir).read()?;
            // A daily timer is no error on the days on which there is nothing to do.
            let seen = status(&there, now, Span(0))?;
            if let Some(current) = seen.current().filter(|c| c.until > now && !at_once) {
                println!(
                    "nothing to do   {} lasts until {}",
                    current.id,
                    day(current.until)
                );
                return Ok(ExitCode::SUCCESS);
            }
            make(folder, epoch, |folder, passphrase| {
                let lasts = days(epoch.epoch_days);
                rotate(
                    folder,
                    (now, lasts),
                    *at_once,
                    passphrase,
                    &SystemRandomness,
                )
            })
        }
        Keys::Destroy {
            folder,
            key,
            due: _,
            retention,
        } => {
            let directory = KeyDirectory::at(&folder.dir);
            let doomed = key.map_or(Doomed::Due(retention.span()), Doomed::Key);
            let (gone, changes) = destroy(&directory.read()?, doomed, now)?;
            directory.apply(&changes)?;
            for id in &gone {
                println!("destroyed   {id}");
            }
            if changes.is_empty() {
                println!("nothing to do");
            }
            Ok(ExitCode::SUCCESS)
        }
        Keys::Status { folder, retention } => {
            let there = KeyDirectory::at(&folder.dir).read()?;
            let status = status(&there, now, retention.span())?;
            print!("{}", told(&status, now));
            let well = status.current().is_some_and(|c| c.until > now);
            Ok(if well {
                ExitCode::SUCCESS
            } else {
                ExitCode::FAILURE
            })
        }
    }
}

/// Makes a key, keeps it, then publishes it.
fn make(
    folder: &Folder,
    epoch: &Epoch,
    made: impl FnOnce(
        &desk::reports::KeyFolder,
        Option<(&Passphrase, Cost)>,
    ) -> Result<Made, desk::reports::KeysError>,
) -> Outcome {
    let passphrase = match &epoch.passphrase_file {
        None => None,
        Some(path) => {
            let text = std::fs::read_to_string(path).map(Zeroizing::new);
            let text = text.map_err(|error| format!("{}: {error}", path.display()))?;
            let read = Passphrase::read(&text);
            Some(read.ok_or("the passphrase is shorter than 16 characters")?)
        }
    };
    let passphrase = passphrase.as_ref().map(|p| (p, Cost::default()));
    let directory = KeyDirectory::at(&folder.dir);
    let made = made(&directory.read()?, passphrase)?;
    directory.apply(&made.changes)?;
    if let Some(path) = &epoch.publish {
        publish(path, &made.document)?;
    }
    println!("desk         {}", made.identity);
    println!("key          {}", made.id);
    println!("next due     {}", day(made.until));
    println!("document     {}", made.document);
    if passphrase.is_none() {
        println!(
            "Its private half is readable by this user: a passphrase (--passphrase-file) would wrap it."
        );
    }
    Ok(ExitCode::SUCCESS)
}

fn told(status: &KeysStatus, now: Instant) -> String {
    let mut text = String::new();
    match &status.identity {
        Some(identity) => text.push_str(&format!("desk   {identity}\n")),
        None => text.push_str("desk   no long-term key here: rives desk keys init\n"),
    }
    for epoch in &status.epochs {
        text.push_str(&format!(
            "{}   {} to {}   {}{}\n",
            epoch.id,
            day(epoch.from),
            day(epoch.until),
            does(epoch, now),
            if epoch.wrapped { ", wrapped" } else { "" }
        ));
    }
    if status.current().is_none() && status.identity.is_some() {
        text.push_str("No key of this folder is published: rives desk keys rotate --now\n");
    }
    for (id, at) in &status.destroyed {
        text.push_str(&format!("{id}   destroyed on {}\n", day(*at)));
    }
    for id in &status.left_over {
        text.push_str(&format!(
            "{id}   was destroyed, and its file is back: rives desk keys destroy --due\n"
        ));
    }
    text
}

fn does(epoch: &EpochStatus, now: Instant) -> &'static str {
    match epoch.state {
        EpochState::Current if epoch.until <= now => "sealed to; the next is overdue: rotate",
        EpochState::Current => "sealed to",
        EpochState::Opens => "opens",
        EpochState::Due => "to be destroyed: destroy --due",
    }
}

fn key_id(text: &str) -> Result<KeyId, &'static str> {
    KeyId::parse(text).ok_or("a key's id is 16 hex digits: rives desk keys status shows them")
}

fn days(n: u16) -> Span {
    Span::hours(i64::from(n) * 24)
}

fn day(at: Instant) -> String {
    at.in_paris().strftime("%Y-%m-%d").to_string()
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use clap::Parser;
    use desk::reports::{KeyFolder, KeyRing};
    use portal::valve::{DeskIdentity, IdempotencyKey, ReportKey, Submission, Supplement};

    use super::*;

    #[derive(Parser)]
    struct Line {
        #[command(subcommand)]
        command: Command,
    }

    fn run_line(dir: &Path, words: &str) -> Outcome {
        let words = format!("desk keys {words} --dir {}", dir.display());
        run(&Line::try_parse_from(words.split(' '))?.command)
    }

    fn folder(dir: &Path) -> KeyFolder {
        KeyDirectory::at(dir).read().unwrap()
    }

    fn published(dir: &Path, document: &Path) -> ReportKey {
        let text = |path: &Path| std::fs::read_to_string(path).unwrap();
        let desk = DeskIdentity::parse(&text(&dir.join("identity.pub"))).unwrap();
        ReportKey::parse(&text(document), &desk).unwrap()
    }

    #[test]
    fn keys_are_made_published_followed_and_destroyed_from_the_command_line() {
        let parent = tempfile::tempdir().unwrap();
        let (dir, document) = (parent.path().join("keys"), parent.path().join("report.pub"));
        let publish = format!("--publish {}", document.display());
        run_line(&dir, &format!("init {publish}")).unwrap();
        assert!(run_line(&dir, "init").is_err());
        let first = published(&dir, &document);
        let wrong = Submission::Supplement(Supplement::wrong(IdempotencyKey([1; 16]), Instant(0)));
        let sealed = first
            .seal(&wrong, IdempotencyKey([2; 16]), [3; 32])
            .unwrap();
        let row = sealed.into_row();
        let opens = || {
            KeyRing::read(&folder(&dir), None)
                .ok()
                .unwrap()
                .open(&row)
                .is_ok()
        };
        assert!(opens());

        let destroy = format!("destroy --key {}", first.id());
        assert!(
            run_line(&dir, &destroy).is_err(),
            "reports are sealed to it"
        );
        run_line(&dir, &format!("rotate {publish}")).unwrap();
        assert_eq!(published(&dir, &document).id(), first.id(), "not due");
        run_line(&dir, &format!("rotate --now {publish}")).unwrap();
        assert_ne!(published(&dir, &document).id(), first.id());
        assert!(opens());
        run_line(&dir, "destroy --due").unwrap();
        assert!(opens());
        run_line(&dir, &destroy).unwrap();
        assert!(!opens());
        run_line(&dir, "status").unwrap();
        let seen = status(&folder(&dir), SystemClock.now(), Span(0))
            .ok()
            .unwrap();
        let text = told(&seen, SystemClock.now());
        assert!(text.contains("sealed to"), "{text}");
        assert!(
            text.contains(&format!("{}   destroyed on", first.id())),
            "{text}"
        );
    }

    #[test]
    fn a_key_to_destroy_is_named_or_due_and_never_guessed() {
        let parent = tempfile::tempdir().unwrap();
        for line in [
            "destroy",
            "destroy --key 12",
            "destroy --due --key 0011223344556677",
        ] {
            assert!(run_line(parent.path(), line).is_err(), "{line}");
        }
    }
}
