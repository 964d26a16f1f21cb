//! From fetched bytes to kept messages. The one path: live sources, the exercise and
//! `rives source replay` all come through here.

use std::sync::Arc;

use portal::cap::{Area, Identity};
use portal::documents::{self, Link, Read, ReadAlert, Reading};
use portal::messages::{self, Intake, Message, NewDocument, NewMessage, Taken};
use portal::places::{Contours, resolve};
use portal::sources::Source;
use portal::{Instant, PortError};

/// What became of one document.
#[derive(Debug)]
pub struct Ingested {
    /// CAP documents that it links to.
    pub links: Vec<Link>,
    /// The messages it carried, new or known.
    pub carried: Vec<Identity>,
    /// What became of its messages.
    pub taken: Vec<Taken>,
    /// Why nothing, or not everything, could be read.
    pub error: Option<String>,
}

/// Reads a document, decides what of it is public and where it holds, and keeps all of it in one
/// transaction. Unreadable bytes are kept too.
pub async fn ingest(
    intake: &dyn Intake,
    contours: Arc<dyn Contours>,
    source: &Source,
    exercise: bool,
    document: NewDocument,
    at: Instant,
) -> Result<Ingested, PortError> {
    let previous = intake.newest(&source.id).await?;
    // Parsing a megabyte or intersecting contours takes milliseconds: not on the threads that serve.
    let (source_, document, read, previous, messages) = {
        let source = source.clone();
        tokio::task::spawn_blocking(move || {
            let read = documents::read(&document.bytes, &reading(&source, exercise, &previous, at));
            let messages = read
                .alerts
                .iter()
                .map(|a| describe(a.clone(), &source, exercise, &*contours))
                .collect::<Vec<_>>();
            (source, document, read, previous, messages)
        })
        .await
        .map_err(|_| PortError::Corrupt("the document's reader stopped".to_owned()))?
    };
    let Read {
        alerts,
        links,
        confirmed,
        error,
        ..
    } = read;
    let mut carried: Vec<Identity> = alerts.into_iter().map(|a| a.alert.identity).collect();
    let (_, taken) = intake.receive(&source_.id, document, messages, at).await?;
    let unchanged: Vec<Identity> = confirmed
        .iter()
        .filter_map(|i| previous.get(*i))
        .map(|m| m.alert.identity.clone())
        .collect();
    if !unchanged.is_empty() {
        intake.confirm(&source_.id, &unchanged, at).await?;
        carried.extend(unchanged);
    }
    Ok(Ingested {
        links,
        carried,
        taken,
        error,
    })
}

/// What the reader is told about a source.
pub fn reading<'a>(
    source: &'a Source,
    exercise: bool,
    previous: &'a [Message],
    at: Instant,
) -> Reading<'a> {
    Reading {
        kind: Some(source.kind),
        publisher: &source.publisher,
        source: &source.id.0,
        default_language: &source.default_language,
        at,
        previous,
        exercise,
    }
}

/// Adds to an alert what this portal decides: public or not, and where.
pub fn describe(
    read: ReadAlert,
    source: &Source,
    exercise: bool,
    contours: &dyn Contours,
) -> NewMessage {
    let ReadAlert {
        alert,
        completeness,
        deviations,
    } = read;
    let publication = messages::verdict(&alert, source, exercise);
    let resolved = alert
        .infos
        .iter()
        .map(|info| {
            if info.areas.is_empty() {
                // No area at all is an area that says nothing: the whole territory.
                return vec![resolve(&Area::default(), &source.territory, contours)];
            }
            info.areas
                .iter()
                .map(|area| resolve(area, &source.territory, contours))
                .collect()
        })
        .collect();
    NewMessage {
        resolved,
        publication,
        completeness,
        deviations,
        review_after: source.review_after,
        default_language: source.default_language.clone(),
        alert,
    }
}
