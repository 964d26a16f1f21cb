//! From fetched bytes to kept messages. The one path: live sources, the exercise and
//! `rives source replay` all come through here.

use std::sync::Arc;

use portal::cap::Identity;
use portal::documents::{self, Link, Read, describe, reading};
use portal::messages::{Intake, NewDocument, Taken};
use portal::places::Contours;
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
#[cfg(test)]
mod tests {
    use portal::messages::NewMessage;
    use portal::places::NoContours;
    use portal::sources::SourceKind;

    use super::*;

    const ALERT: &str = include_str!("../../examples/typical.cap.xml");

    fn read(signature: &str) -> NewMessage {
        let text = format!(
            "id = \"s\"\nkind = \"cap\"\npublisher = \"P\"\nurl = \"https://x.org\"\nsignature = \"{signature}\"\nterritory = [\"30\"]"
        );
        let source = toml::from_str::<crate::config::SourceConfig>(&text)
            .unwrap()
            .source();
        assert_eq!(source.kind, SourceKind::Cap);
        let mut alerts =
            documents::read(ALERT.as_bytes(), &reading(&source, false, &[], Instant(0))).alerts;
        describe(alerts.remove(0), &source, false, &NoContours)
    }

    #[test]
    fn a_missing_signature_is_told_where_one_is_expected_and_only_there() {
        let told = |m: &NewMessage| m.deviations.iter().any(|d| d.contains("signature"));
        assert!(!told(&read("optional")));
        assert!(told(&read("expected")));
        assert!(told(&read("required")));
    }

    #[test]
    fn an_info_without_any_area_holds_in_the_whole_territory() {
        let source = toml::from_str::<crate::config::SourceConfig>(
            "id = \"s\"\nkind = \"cap\"\npublisher = \"P\"\nurl = \"https://x.org\"\nterritory = [\"30\"]",
        )
        .unwrap()
        .source();
        let mut alert =
            documents::read(ALERT.as_bytes(), &reading(&source, false, &[], Instant(0)))
                .alerts
                .remove(0);
        alert.alert.infos.iter_mut().for_each(|i| i.areas.clear());
        let message = describe(alert, &source, false, &NoContours);
        let places = &message.resolved[0][0];
        assert!(
            !places.resolved
                && places
                    .places
                    .whole_departements()
                    .iter()
                    .all(|d| d.0 == "30")
        );
    }
}
