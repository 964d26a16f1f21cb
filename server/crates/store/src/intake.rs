//! Taking messages in: the port of the relay. One document, one transaction.

use async_trait::async_trait;
use portal::cap::{Alert, CapVersion, Identity};
use portal::messages::{
    Completeness, DocumentId, Intake, Message, MessageId, NewDocument, NewMessage, Publication,
    Taken,
};
use portal::sources::SourceId;
use portal::{Instant, PortError};
use sha2::{Digest as _, Sha256};

use crate::db::Tx;
use crate::error::StoreError;
use crate::{Store, documents, messages, push, threads, versions};

#[async_trait]
impl Intake for Store {
    async fn receive(
        &self,
        source: &SourceId,
        document: NewDocument,
        messages: Vec<NewMessage>,
        at: Instant,
    ) -> Result<(DocumentId, Vec<Taken>), PortError> {
        let mut tx = self.db.write().await?;
        let received = receive_in(&mut tx, self, source, document, messages, at).await?;
        tx.commit().await?;
        Ok(received)
    }

    async fn confirm(
        &self,
        source: &SourceId,
        identities: &[Identity],
        at: Instant,
    ) -> Result<(), PortError> {
        let mut tx = self.db.write().await?;
        let mut seen = false;
        for identity in identities {
            if let Some(kept) = messages::find(&mut tx, source, identity).await? {
                seen |= confirm(&mut tx, &kept, at).await?;
            }
        }
        if seen {
            versions::raise(&mut tx).await?;
        }
        Ok(tx.commit().await?)
    }

    async fn known(&self, identities: &[Identity]) -> Result<Vec<Identity>, PortError> {
        let mut tx = self.db.read().await?;
        let mut known = Vec::new();
        for identity in identities {
            // Whichever source brought it.
            let kept = messages::find(&mut tx, &SourceId(String::new()), identity).await?;
            if kept.is_some_and(|kept| kept.completeness == Completeness::Full) {
                known.push(identity.clone());
            }
        }
        Ok(known)
    }

    async fn newest(&self, source: &SourceId) -> Result<Vec<Message>, PortError> {
        let mut tx = self.db.read().await?;
        Ok(messages::newest(&mut tx, source).await?)
    }
}

/// Takes one document in, in a transaction that may hold more: what staff release comes this way too.
pub(crate) async fn receive_in(
    tx: &mut Tx,
    store: &Store,
    source: &SourceId,
    document: NewDocument,
    messages: Vec<NewMessage>,
    at: Instant,
) -> Result<(DocumentId, Vec<Taken>), StoreError> {
    let document = documents::keep(tx, source, document, at, || store.ids.fresh(at)).await?;
    let reception = Reception {
        store,
        source,
        document: &document,
        at,
    };
    let (mut taken, mut seen, mut carries) = (Vec::with_capacity(messages.len()), false, false);
    for message in messages {
        let one = reception.take(tx, message).await?;
        taken.push(one.what);
        seen |= one.seen;
        carries |= one.carries;
    }
    documents::settle(tx, source, &document.id, carries).await?;
    if seen {
        versions::raise(tx).await?;
    }
    Ok((document.id, taken))
}

/// Notes that a message is still carried; tells whether pages change by it.
async fn confirm(tx: &mut Tx, kept: &messages::Kept, at: Instant) -> Result<bool, StoreError> {
    if messages::confirm(tx, kept, at).await?
        && let Some(thread) = &kept.thread
    {
        let change = threads::refresh(tx, thread).await?;
        return Ok(change.before != change.after);
    }
    Ok(false)
}

/// One document being taken in.
struct Reception<'a> {
    store: &'a Store,
    source: &'a SourceId,
    document: &'a documents::Kept,
    at: Instant,
}

/// What became of one message.
struct One {
    what: Taken,
    /// Whether pages change by it.
    seen: bool,
    /// Whether its bytes have to be kept.
    carries: bool,
}

/// How many other contents under one identity are noted, and their bytes kept: a source that rewrites a
/// message at every poll must not fill the disk.
const MOST_DIFFERENCES: usize = 5;
/// How such a deviation begins.
const DIFFERENCE: &str = "another content under the same identity";

impl Reception<'_> {
    async fn take(&self, tx: &mut Tx, new: NewMessage) -> Result<One, StoreError> {
        let Some(kept) = messages::find(tx, self.source, &new.alert.identity).await? else {
            let id = MessageId(self.store.ids.fresh(self.at));
            let seen = self.write(tx, id.clone(), self.at, None, new).await?;
            return Ok(One {
                what: Taken::New(id),
                seen,
                carries: true,
            });
        };
        let (was, is) = (kept.completeness, new.completeness);
        // A fuller message replaces a poorer one, and a public one what was held back under its identity:
        // no source can keep another's message from residents by sending it first.
        let fuller = was == Completeness::Entry && is == Completeness::Full;
        let freed = kept.thread.is_none() && new.publication == Publication::Public && is >= was;
        if fuller || freed {
            let first = messages::one(tx, &kept.id).await?;
            let received_at = first.map_or(self.at, |(message, _)| message.received_at);
            let seen = self
                .write(tx, kept.id.clone(), received_at, Some(&kept), new)
                .await?;
            return Ok(One {
                what: Taken::Completed(kept.id),
                seen,
                carries: true,
            });
        }
        let mut seen = confirm(tx, &kept, self.at).await?;
        // An entry is a summary whose wording may vary from feed to feed: only whole messages are compared.
        if is == Completeness::Entry || self.tells_the_same(tx, &kept, &new.alert).await? {
            return Ok(One {
                what: Taken::Known(kept.id),
                seen,
                carries: false,
            });
        }
        let noted = self.note_difference(tx, &kept.id, &new.alert).await?;
        seen |= noted && kept.thread.is_some();
        Ok(One {
            what: Taken::Differs(kept.id),
            seen,
            carries: noted,
        })
    }

    /// Writes a message under `id`, joins it to its thread, or takes it out of `kept`'s.
    async fn write(
        &self,
        tx: &mut Tx,
        id: MessageId,
        received_at: Instant,
        kept: Option<&messages::Kept>,
        new: NewMessage,
    ) -> Result<bool, StoreError> {
        let (alert, geometry) = messages::split(new.alert);
        let message = Message {
            id,
            source: self.source.clone(),
            document: self.document.id.clone(),
            received_at,
            confirmed_at: self.at.max(received_at),
            review_after: new.review_after,
            default_language: new.default_language,
            publication: new.publication,
            completeness: new.completeness,
            alert,
            resolved: new.resolved,
            deviations: new.deviations,
        };
        let own = kept.and_then(|kept| kept.thread.as_ref());
        let home = if message.publication == Publication::Public {
            let fresh = || self.store.ids.fresh(self.at);
            Some(threads::home(tx, &message, own, fresh).await?)
        } else {
            None
        };
        messages::write(tx, &message, &geometry, home.as_ref()).await?;
        if let Some(thread) = &home {
            let telling = self.store.ids.fresh(self.at);
            push::tell(tx, &telling, thread, &message.id, self.at).await?;
        }
        match home.as_ref().or(own) {
            Some(thread) => Ok(threads::refresh(tx, thread).await?.is_seen()),
            None => Ok(false),
        }
    }

    /// Whether the kept message came in the same bytes, or says the same.
    async fn tells_the_same(
        &self,
        tx: &mut Tx,
        kept: &messages::Kept,
        new: &Alert,
    ) -> Result<bool, StoreError> {
        let first = documents::sha256(tx, &kept.document).await?;
        if first.as_ref() == Some(&self.document.sha256) {
            return Ok(true);
        }
        let Some((message, _)) = messages::one(tx, &kept.id).await? else {
            return Ok(false);
        };
        let geometry = messages::geometry(tx, &kept.id).await?.unwrap_or_default();
        let (alert, areas) = messages::split(new.clone());
        Ok(told(&message.alert) == told(&as_kept(&alert)?) && geometry == as_kept(&areas)?)
    }

    /// Adds the deviation, once for each other content; tells whether it is new.
    async fn note_difference(
        &self,
        tx: &mut Tx,
        id: &MessageId,
        other: &Alert,
    ) -> Result<bool, StoreError> {
        let Some((mut message, _)) = messages::one(tx, id).await? else {
            return Ok(false);
        };
        let hash = documents::hex(&Sha256::digest(serde_json::to_string(&told(other))?));
        let fingerprint = hash.get(..12).unwrap_or(&hash);
        let noted = |d: &&String| d.starts_with(DIFFERENCE);
        let already = message.deviations.iter().any(|d| d.contains(fingerprint));
        if already || message.deviations.iter().filter(noted).count() >= MOST_DIFFERENCES {
            return Ok(false);
        }
        message.deviations.push(format!(
            "{DIFFERENCE} was received at {} (fingerprint {fingerprint}); the first is shown",
            self.at.rfc3339(),
        ));
        messages::set_deviations(tx, id, &message.deviations).await?;
        Ok(true)
    }
}

/// An alert without what another envelope or feed may write otherwise though it tells the same.
fn told(alert: &Alert) -> Alert {
    Alert {
        sent_text: String::new(),
        signed: false,
        version: CapVersion::Unknown,
        ..alert.clone()
    }
}

/// A value as it would come back from the store.
fn as_kept<T: serde::Serialize + serde::de::DeserializeOwned>(value: &T) -> Result<T, StoreError> {
    Ok(serde_json::from_str(&serde_json::to_string(value)?)?)
}
