//! Drafts: official messages as staff write them, and their way to the public.
//!
//! Owns the two-person rule: whatever a page allows, no author's release passes here, and of two releases
//! at once only one does. Every change is one transaction with its audit entry.
//! Never: what a message says (what goes out comes in as an `Issue`), another way in than the intake's.

mod alarms;
mod release;
mod rows;
mod way;
mod writing;

use async_trait::async_trait;
use desk::access::{Capability, Proof, ReadMessages, ReleaseMessages, Staff, WriteMessages};
use desk::messages::{
    Alarm, Draft, DraftError, DraftId, DraftLine, Drafts, Issue, Pile, Purpose, Released, Typed,
    Version,
};
use portal::messages::MessageId;
use portal::{Instant, PortError};

use crate::Store;
use crate::accounts::select_accounts;
use crate::db::Tx;
use crate::sessions;
use crate::statement::statements;

/// A SELECT of [`rows::Row`]s.
macro_rules! select_drafts {
    ($tail:literal) => {
        concat!(
            "SELECT id, purpose, thread, state, reason, publish_at, message, released_thread, revision, version,
            typed, emergency, begun_at, changed_at FROM draft ",
            $tail
        )
    };
}

/// A SELECT of [`rows::VersionRow`]s of one draft.
macro_rules! select_versions {
    ($tail:literal) => {
        concat!(
            "SELECT number, typed, staff, at, base, outcome, decided_by, decided_at, reason
            FROM draft_version WHERE draft = $1 ",
            $tail
        )
    };
}

statements! {
    ONE = select_drafts!("WHERE id = $1");
    OPEN = select_drafts!("WHERE state IN ('writing', 'returned') ORDER BY changed_at DESC, id DESC LIMIT 200");
    WAITING = select_drafts!("WHERE state IN ('submitted', 'scheduled') ORDER BY changed_at DESC, id DESC LIMIT 200");
    DONE = select_drafts!("WHERE state IN ('released', 'withdrawn') ORDER BY changed_at DESC, id DESC LIMIT 200");
    DUE = select_drafts!("WHERE state = 'scheduled' AND publish_at <= $1 ORDER BY publish_at, id");
    AUTHORS = select_accounts!("JOIN draft_author a ON a.staff = s.id WHERE a.draft = $1 ORDER BY a.position");
    VERSIONS = select_versions!("ORDER BY number");
    VERSION = select_versions!("AND number = $2");
    BEGIN = "INSERT INTO draft (id, purpose, thread, state, reason, revision, version, typed, emergency, begun_at, changed_at)
        VALUES ($1, $2, $3, 'writing', '', 1, 0, $4, 0, $5, $5)";
    ADD_AUTHOR = "INSERT INTO draft_author (draft, position, staff)
        SELECT CAST($1 AS TEXT), count(*), CAST($2 AS TEXT) FROM draft_author WHERE draft = $1
        ON CONFLICT (draft, staff) DO NOTHING";
    SAVE = "UPDATE draft SET typed = $2, revision = $3, changed_at = $4 WHERE id = $1";
    MOVE = "UPDATE draft SET state = $2, reason = $3, publish_at = $4, message = $5, released_thread = $6,
        emergency = $7, changed_at = $8 WHERE id = $1";
    SET_VERSION = "UPDATE draft SET version = $2 WHERE id = $1";
    ADD_VERSION = "INSERT INTO draft_version (draft, number, typed, staff, at, base, outcome, reason)
        VALUES ($1, $2, $3, $4, $5, $6, '', '')";
    DECIDE = "UPDATE draft_version SET outcome = $3, decided_by = $4, decided_at = $5, reason = $6
        WHERE draft = $1 AND number = $2";
    /// A scheduled version goes out: who released it, and when, stays.
    WENT_OUT = "UPDATE draft_version SET outcome = 'released' WHERE draft = $1 AND number = $2";
    NEWEST = "SELECT id FROM message WHERE thread = $1 ORDER BY sent DESC, received_at DESC, id DESC LIMIT 1";
    /// Whether anything public of an event was written here.
    OWN = "SELECT id FROM message WHERE thread = $1 AND source = $2 LIMIT 1";
    /// A public message that a reference names in full, if it was written here or sent in this very name.
    NAMED = "SELECT id FROM message WHERE identifier = $1 AND sender = $2 AND sent = $3 AND thread IS NOT NULL
        AND (source = $4 OR sender = $5) LIMIT 1";
    ACTIVE = select_accounts!("WHERE s.state = 'active'");
    RAISE = "INSERT INTO alarm (draft, staff, raised_at) VALUES ($1, $2, $3)";
    ALARMS = "SELECT a.draft, d.typed, s.name, a.raised_at, v.reason
        FROM alarm a JOIN draft d ON d.id = a.draft
        JOIN draft_version v ON v.draft = a.draft AND v.outcome = 'emergency'
        JOIN staff s ON s.id = v.decided_by
        WHERE a.staff = $1 AND a.seen_at IS NULL ORDER BY a.raised_at, a.draft";
    SEEN = "UPDATE alarm SET seen_at = $3 WHERE draft = $1 AND staff = $2 AND seen_at IS NULL";
}

/// Refuses whoever may no longer do so, now, in this transaction.
async fn allowed<C: Capability>(tx: &mut Tx, by: &Proof<C>) -> Result<(), DraftError> {
    if sessions::still_may(tx, by).await? {
        Ok(())
    } else {
        Err(DraftError::NoLongerAllowed)
    }
}

/// A reason as it is kept: PostgreSQL takes no NUL.
fn cleaned(reason: &str) -> String {
    reason.replace('\0', "")
}

#[async_trait]
impl Drafts for Store {
    async fn begin_draft(
        &self,
        by: &Proof<WriteMessages>,
        purpose: Purpose,
        typed: Typed,
        at: Instant,
    ) -> Result<Draft, DraftError> {
        writing::begin(self, by, purpose, typed, at).await
    }

    async fn draft(
        &self,
        _by: &Proof<ReadMessages>,
        id: &DraftId,
    ) -> Result<Option<Draft>, PortError> {
        let mut tx = self.db.read().await?;
        Ok(rows::one(&mut tx, id).await?)
    }

    async fn drafts(
        &self,
        _by: &Proof<ReadMessages>,
        pile: Pile,
    ) -> Result<Vec<DraftLine>, PortError> {
        let mut tx = self.db.read().await?;
        Ok(rows::pile(&mut tx, pile).await?)
    }

    async fn versions(
        &self,
        _by: &Proof<ReadMessages>,
        id: &DraftId,
    ) -> Result<Vec<Version>, PortError> {
        let mut tx = self.db.read().await?;
        Ok(rows::versions(&mut tx, id).await?)
    }

    async fn save(
        &self,
        by: &Proof<WriteMessages>,
        id: &DraftId,
        revision: u32,
        typed: &Typed,
        at: Instant,
    ) -> Result<u32, DraftError> {
        writing::save(self, by, id, revision, typed, at).await
    }

    async fn submit(
        &self,
        by: &Proof<WriteMessages>,
        id: &DraftId,
        revision: u32,
        base: Option<MessageId>,
        at: Instant,
    ) -> Result<u32, DraftError> {
        writing::submit(self, by, id, revision, base, at).await
    }

    async fn take_back(
        &self,
        by: &Proof<WriteMessages>,
        id: &DraftId,
        at: Instant,
    ) -> Result<(), DraftError> {
        writing::take_back(self, by, id, at).await
    }

    async fn withdraw(
        &self,
        by: &Proof<WriteMessages>,
        id: &DraftId,
        reason: &str,
        at: Instant,
    ) -> Result<(), DraftError> {
        writing::withdraw(self, by, id, &cleaned(reason), at).await
    }

    async fn give_back(
        &self,
        by: &Proof<ReleaseMessages>,
        id: &DraftId,
        version: u32,
        reason: &str,
        at: Instant,
    ) -> Result<(), DraftError> {
        release::give_back(self, by, id, version, &cleaned(reason), at).await
    }

    async fn release(
        &self,
        by: &Proof<ReleaseMessages>,
        id: &DraftId,
        version: u32,
        issue: Issue,
        at: Instant,
    ) -> Result<Released, DraftError> {
        release::release(self, by, id, version, issue, at).await
    }

    async fn schedule(
        &self,
        by: &Proof<ReleaseMessages>,
        id: &DraftId,
        version: u32,
        publish_at: Instant,
        at: Instant,
    ) -> Result<(), DraftError> {
        release::schedule(self, by, id, version, publish_at, at).await
    }

    async fn release_in_emergency(
        &self,
        by: &Proof<ReleaseMessages>,
        id: &DraftId,
        version: u32,
        issue: Issue,
        reason: &str,
        at: Instant,
    ) -> Result<Released, DraftError> {
        release::in_emergency(self, by, id, version, issue, &cleaned(reason), at).await
    }

    async fn due(&self, at: Instant) -> Result<Vec<(Draft, Version)>, PortError> {
        let mut tx = self.db.read().await?;
        Ok(rows::due(&mut tx, at).await?)
    }

    async fn release_due(
        &self,
        id: &DraftId,
        version: u32,
        issue: Issue,
        at: Instant,
    ) -> Result<Released, DraftError> {
        release::due(self, id, version, issue, at).await
    }

    async fn give_back_due(
        &self,
        id: &DraftId,
        version: u32,
        reason: &str,
        at: Instant,
    ) -> Result<(), DraftError> {
        release::give_back_due(self, id, version, &cleaned(reason), at).await
    }

    async fn alarms(&self, by: &Staff) -> Result<Vec<Alarm>, PortError> {
        let mut tx = self.db.read().await?;
        Ok(alarms::of(&mut tx, by).await?)
    }

    async fn acknowledge(
        &self,
        by: &Staff,
        draft: &DraftId,
        at: Instant,
    ) -> Result<(), DraftError> {
        alarms::acknowledge(self, by, draft, at).await
    }
}
