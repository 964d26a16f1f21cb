//! What is under way between two requests of a ceremony: kept under a token's hash, taken once.
//!
//! Never: audited, since nothing has happened yet.

use async_trait::async_trait;
use desk::access::TokenHash;
use desk::staff::Ceremonies;
use portal::{Instant, PortError, Span};

use crate::Store;
use crate::statement::{sql, statements};

statements! {
    SWEEP = "DELETE FROM ceremony WHERE ends_at <= $1";
    /// A ceremony begun anew under the same token replaces the one before.
    BEGIN = "INSERT INTO ceremony (token, kind, state, ends_at) VALUES ($1, $2, $3, $4)
        ON CONFLICT (token) DO UPDATE SET kind = excluded.kind, state = excluded.state, ends_at = excluded.ends_at";
    TAKE = "DELETE FROM ceremony WHERE token = $1 AND kind = $2 AND ends_at > $3 RETURNING state";
}

/// How long a ceremony may take.
const LASTS: Span = Span::minutes(10);

#[async_trait]
impl Ceremonies for Store {
    async fn begin(
        &self,
        token: &TokenHash,
        kind: &str,
        state: &str,
        at: Instant,
    ) -> Result<(), PortError> {
        let mut tx = self.db.write().await?;
        sql!(execute, tx, SWEEP, at.0)?;
        let ends_at = (at + LASTS).0;
        sql!(execute, tx, BEGIN, token.0.as_str(), kind, state, ends_at)?;
        Ok(tx.commit().await?)
    }

    async fn take(
        &self,
        token: &TokenHash,
        kind: &str,
        at: Instant,
    ) -> Result<Option<String>, PortError> {
        let mut tx = self.db.write().await?;
        let state: Option<(String,)> =
            sql!(fetch_optional, tx, TAKE, token.0.as_str(), kind, at.0)?;
        tx.commit().await?;
        Ok(state.map(|(state,)| state))
    }

    async fn sweep_ceremonies(&self, at: Instant) -> Result<u64, PortError> {
        let mut tx = self.db.write().await?;
        let swept = sql!(execute, tx, SWEEP, at.0)?;
        tx.commit().await?;
        Ok(swept)
    }
}
