//! `rives source replay DIR|FILE… --at RFC3339 [--json]`.

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use portal::messages::{self, Found, Intake, Messages, NewDocument, Taken, Thread, ThreadId};
use portal::places::Contours;
use portal::sources::Source;
use portal::{Clock as _, Instant};
use serde::Serialize;

use super::Outcome;
use crate::clock::{SystemClock, UuidIds};
use crate::config::Config;
use crate::relay::{expand_document, ingest};

#[derive(Debug, Serialize)]
struct Replayed {
    id: String,
    state: String,
    current: String,
    members: Vec<String>,
    colour: Option<&'static str>,
    severity: Option<&'static str>,
    languages: Vec<String>,
    departements: Vec<String>,
    communes: Vec<String>,
    /// Whether some area could not be resolved, so that the places are the source's whole territory.
    unresolved: bool,
    until: Option<String>,
}

/// Replays the documents and prints the threads.
pub async fn run(
    config: &Config,
    documents: &[PathBuf],
    at: Option<&str>,
    json: bool,
    source: &Source,
    exercise: bool,
) -> Outcome {
    let at = match at {
        Some(text) => Instant::parse(text).ok_or_else(|| {
            format!("--at {text}: not an RFC 3339 date-time; write 2026-11-23T21:00:00+01:00")
        })?,
        None => SystemClock.now(),
    };
    let contours = crate::contours_if_any(config).await;
    let folder = Throwaway::new()?;
    let store = crate::open(&folder.url()).await?;
    let mut messages = Vec::new();
    for file in files(documents)? {
        messages.extend(replay(&store, contours.clone(), source, exercise, &file, at).await?);
    }
    let threads = threads_of(&*store, &messages).await?;
    let mut replayed: Vec<Replayed> = threads.iter().filter_map(|t| told(t, at)).collect();
    replayed.sort_by(|a, b| a.members.cmp(&b.members));
    if json {
        println!("{}", serde_json::to_string_pretty(&replayed)?);
    } else {
        for thread in &replayed {
            println!(
                "{:<10} {:<7} {}  ({} message(s)) until {}",
                thread.state,
                thread.colour.unwrap_or("-"),
                thread.current,
                thread.members.len(),
                thread.until.as_deref().unwrap_or("-")
            );
        }
        println!("{} thread(s) at {}", replayed.len(), at.rfc3339());
    }
    Ok(ExitCode::SUCCESS)
}

/// Folders give their files in the order of their names, files stay as they were given.
fn files(documents: &[PathBuf]) -> Result<Vec<PathBuf>, String> {
    let mut all = Vec::new();
    for path in documents {
        let wrong = |e: std::io::Error| format!("{}: cannot be read: {e}", path.display());
        if path.is_dir() {
            let mut inside: Vec<PathBuf> = std::fs::read_dir(path)
                .map_err(wrong)?
                .filter_map(|entry| Some(entry.ok()?.path()))
                .filter(|p| p.is_file())
                .collect();
            inside.sort();
            all.extend(inside);
        } else {
            std::fs::metadata(path).map_err(wrong)?;
            all.push(path.clone());
        }
    }
    Ok(all)
}

async fn replay(
    store: &store::Store,
    contours: Arc<dyn Contours>,
    source: &Source,
    exercise: bool,
    file: &Path,
    at: Instant,
) -> Result<Vec<portal::messages::MessageId>, Box<dyn std::error::Error + Send + Sync>> {
    let bytes =
        std::fs::read(file).map_err(|e| format!("{}: cannot be read: {e}", file.display()))?;
    let bytes = if exercise {
        expand_document(bytes, at)
    } else {
        bytes
    };
    // A document is received when its newest message was sent, or at `at` if that comes first: what a
    // relay that never sleeps would have seen.
    let read = portal::documents::read(
        &bytes,
        &portal::documents::reading(source, exercise, &[], at),
    );
    let received = read
        .alerts
        .iter()
        .map(|a| a.alert.identity.sent)
        .max()
        .unwrap_or(at)
        .min(at);
    let document = NewDocument {
        url: file.display().to_string(),
        content_type: None,
        bytes,
    };
    let intake: &dyn Intake = store;
    let ingested = ingest(intake, contours, source, exercise, document, received).await?;
    if let Some(error) = ingested.error {
        eprintln!("{}: {error}", file.display());
    }
    Ok(ingested
        .taken
        .into_iter()
        .map(|taken| match taken {
            Taken::New(id) | Taken::Known(id) | Taken::Completed(id) | Taken::Differs(id) => id,
        })
        .collect())
}

async fn threads_of(
    store: &dyn Messages,
    messages: &[portal::messages::MessageId],
) -> Result<Vec<Thread>, portal::PortError> {
    let mut ids: Vec<ThreadId> = Vec::new();
    for id in messages {
        // Held and withheld messages have no thread.
        if let Some((_, thread)) = store.message(id).await?
            && !ids.contains(&thread)
        {
            ids.push(thread);
        }
    }
    let mut threads = Vec::new();
    for id in ids {
        if let Some(Found::Thread(thread)) = store.thread(&id).await? {
            threads.push(*thread);
        }
    }
    Ok(threads)
}

fn told(thread: &Thread, at: Instant) -> Option<Replayed> {
    let members = thread
        .messages
        .iter()
        .map(|m| m.alert.identity.identifier.clone())
        .collect();
    let id = thread.id.0.clone();
    let Some(view) = messages::view(thread, at) else {
        // A Cancel that came before what it cancels: nothing to show, but it is there.
        let last = thread.messages.last()?;
        return Some(Replayed {
            id,
            state: "cancelled".to_owned(),
            current: last.alert.identity.identifier.clone(),
            members,
            colour: None,
            severity: None,
            languages: Vec::new(),
            departements: Vec::new(),
            communes: Vec::new(),
            unresolved: false,
            until: None,
        });
    };
    Some(Replayed {
        id,
        state: serde_json::to_value(view.state).ok()?.as_str()?.to_owned(),
        current: view.current.alert.identity.identifier.clone(),
        members,
        colour: Some(view.colour.word()),
        severity: Some(view.severity.word()),
        languages: view.languages.iter().cloned().collect(),
        departements: view
            .places
            .departements()
            .into_iter()
            .map(|d| d.0)
            .collect(),
        communes: view.places.communes().iter().map(|c| c.0.clone()).collect(),
        unresolved: view.unresolved,
        until: view.until.map(Instant::rfc3339),
    })
}

/// A folder that is gone when this is dropped.
struct Throwaway(PathBuf);

impl Throwaway {
    fn new() -> std::io::Result<Self> {
        use portal::Ids as _;
        let path =
            std::env::temp_dir().join(format!("rives-replay-{}", UuidIds.fresh(SystemClock.now())));
        std::fs::create_dir(&path)?;
        Ok(Self(path))
    }

    fn url(&self) -> String {
        format!("sqlite://{}", self.0.join("replay.db").display())
    }
}

impl Drop for Throwaway {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}
