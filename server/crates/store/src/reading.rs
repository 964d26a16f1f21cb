//! Reading what is public: the port of pages and feeds.

use async_trait::async_trait;
use portal::cap::Area;
use portal::messages::{
    Cursor, Document, Found, Message, MessageId, Messages, Past, Thread, ThreadId, Where,
};
use portal::{Instant, PortError};

use crate::{Store, areas, documents, messages, threads, versions};

#[async_trait]
impl Messages for Store {
    async fn version(&self) -> Result<u64, PortError> {
        Ok(versions::current(&self.db).await?)
    }

    async fn in_force(&self, place: &Where, now: Instant) -> Result<Vec<Thread>, PortError> {
        let mut tx = self.db.read().await?;
        let rows = areas::in_force(&mut tx, place, now).await?;
        Ok(threads::group(rows)?)
    }

    async fn ended(
        &self,
        place: &Where,
        past: &Past,
        limit: u32,
        now: Instant,
    ) -> Result<Vec<(Cursor, Thread)>, PortError> {
        let mut tx = self.db.read().await?;
        let mut page = Vec::new();
        for cursor in areas::ended(&mut tx, place, past, limit, now).await? {
            if let Some(thread) = threads::load(&mut tx, &cursor.id).await? {
                page.push((cursor, thread));
            }
        }
        Ok(page)
    }

    async fn thread(&self, id: &ThreadId) -> Result<Option<Found>, PortError> {
        let mut tx = self.db.read().await?;
        Ok(match threads::load(&mut tx, id).await? {
            Some(thread) => Some(Found::Thread(Box::new(thread))),
            None => threads::alias(&mut tx, id).await?.map(Found::Moved),
        })
    }

    async fn message(&self, id: &MessageId) -> Result<Option<(Message, ThreadId)>, PortError> {
        let mut tx = self.db.read().await?;
        Ok(threads::public_message(&mut tx, id).await?)
    }

    async fn geometry(&self, id: &MessageId) -> Result<Option<Vec<Vec<Area>>>, PortError> {
        let mut tx = self.db.read().await?;
        Ok(match threads::public_message(&mut tx, id).await? {
            Some(_) => messages::geometry(&mut tx, id).await?,
            None => None,
        })
    }

    async fn document(&self, id: &MessageId) -> Result<Option<Document>, PortError> {
        let mut tx = self.db.read().await?;
        Ok(documents::of_public_message(&mut tx, id).await?)
    }

    async fn latest(
        &self,
        place: &Where,
        limit: u32,
    ) -> Result<Vec<(Message, ThreadId)>, PortError> {
        let mut tx = self.db.read().await?;
        let mut latest = Vec::new();
        for id in areas::latest(&mut tx, place, limit).await? {
            if let Some(thread) = threads::load(&mut tx, &id).await? {
                latest.extend(thread.messages.into_iter().map(|m| (m, id.clone())));
            }
        }
        latest.sort_by(|(a, _), (b, _)| (b.received_at, &b.id).cmp(&(a.received_at, &a.id)));
        latest.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
        Ok(latest)
    }
}
