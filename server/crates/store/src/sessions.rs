//! Sessions of staff: one row each, found by the hash of the cookie's token.

use async_trait::async_trait;
use desk::access::{
    Capability, ManageStaff, NewSession, Proof, ROTATION_GRACE, Refused, Session, Sessions, Staff,
    Token, TokenHash,
};
use desk::staff::{AccountState, Method, StaffId};
use portal::{Instant, PortError, Span};
use serde_json::json;

use crate::Store;
use crate::accounts::{account, account_columns, account_of};
use crate::audit::{self, Actor, Deed};
use crate::db::Tx;
use crate::error::StoreError;
use crate::statement::{sql, statements};

/// A SELECT of [`Row`]s, from `session e` and `staff s`.
macro_rules! select_sessions {
    ($tail:literal) => {
        concat!(
            "SELECT e.id, e.form_token, e.method, e.opened_at, e.seen_at, e.rotated_at, e.ends_at, e.device, ",
            account_columns!(),
            " FROM session e JOIN staff s ON s.id = e.staff ",
            $tail
        )
    };
}

statements! {
    OPEN = "INSERT INTO session (id, token, replaced, staff, form_token, method, opened_at, seen_at, rotated_at, ends_at, device)
        VALUES ($1, $2, NULL, $3, $4, $5, $6, $6, $6, $7, $8)";
    FIND = select_sessions!("WHERE e.token = $1 AND s.state = 'active'");
    FIND_REPLACED = select_sessions!("WHERE e.replaced = $1 AND e.rotated_at > $2 AND s.state = 'active'");
    OF_STAFF = select_sessions!("WHERE e.staff = $1 AND e.ends_at > $2 ORDER BY e.seen_at DESC, e.id");
    SEEN = "UPDATE session SET seen_at = $2 WHERE id = $1";
    STAFF_SEEN = "UPDATE staff SET last_seen = $2 WHERE id = $1";
    ROTATE = "UPDATE session SET token = $3, replaced = $2, rotated_at = $4 WHERE id = $1 AND token = $2";
    CLOSE = "DELETE FROM session WHERE id = $1 AND staff = $2";
    CLOSE_ALL = "DELETE FROM session WHERE staff = $1";
    CLOSE_OTHERS = "DELETE FROM session WHERE staff = $1 AND id <> $2";
    SWEEP = "DELETE FROM session WHERE ends_at <= $1";
    STILL_OPEN = "SELECT id FROM session WHERE id = $1 AND staff = $2";
}

type Row = (
    String,
    String,
    String,
    i64,
    i64,
    i64,
    i64,
    String,
    String,
    String,
    String,
    String,
    String,
    i64,
    Option<i64>,
);

fn session(row: Row) -> Result<Session, StoreError> {
    let (
        id,
        form,
        method,
        opened,
        seen,
        rotated,
        ends,
        device,
        staff,
        login,
        name,
        roles,
        state,
        created,
        last,
    ) = row;
    let unreadable = |reason: &str| StoreError::Unreadable {
        what: "session",
        id: id.clone(),
        reason: reason.to_owned(),
    };
    Ok(Session {
        form_token: Token::shown(&form).ok_or_else(|| unreadable("its form token"))?,
        method: Method::from_word(&method).ok_or_else(|| unreadable("its method"))?,
        account: account((staff, login, name, roles, state, created, last))?,
        opened_at: Instant(opened),
        seen_at: Instant(seen),
        rotated_at: Instant(rotated),
        ends_at: Instant(ends),
        device,
        id,
    })
}

/// Whether somebody who was let in still is, now, in this transaction: the session is there, the account
/// active, and it has one of the roles.
pub(crate) async fn still_may<C: Capability>(
    tx: &mut Tx,
    by: &Proof<C>,
) -> Result<bool, StoreError> {
    Ok(still_in(tx, by).await?
        && account_of(tx, by.id())
            .await?
            .is_some_and(|a| C::ROLES.iter().any(|role| a.roles.contains(role))))
}

/// Whether the session of somebody is still there and the account active.
pub(crate) async fn still_in(tx: &mut Tx, by: &Staff) -> Result<bool, StoreError> {
    let (session, staff) = (by.session().id.as_str(), by.id().0.as_str());
    let open: Option<(String,)> = sql!(fetch_optional, tx, STILL_OPEN, session, staff)?;
    let account = account_of(tx, by.id()).await?;
    Ok(open.is_some() && account.is_some_and(|a| a.state == AccountState::Active))
}

/// Ends every session of somebody, in a transaction of another deed.
pub(crate) async fn end_all(tx: &mut Tx, of: &StaffId) -> Result<u64, StoreError> {
    sql!(execute, tx, CLOSE_ALL, of.0.as_str())
}

/// Ends every session of somebody but this one.
pub(crate) async fn end_others(tx: &mut Tx, by: &Staff) -> Result<u64, StoreError> {
    sql!(
        execute,
        tx,
        CLOSE_OTHERS,
        by.id().0.as_str(),
        by.session().id.as_str()
    )
}

/// A use of a session is written down at most this often.
const SEEN_EVERY: Span = Span::minutes(1);

#[async_trait]
impl Sessions for Store {
    async fn open(&self, new: NewSession, at: Instant) -> Result<bool, PortError> {
        let mut tx = self.db.write().await?;
        let account = account_of(&mut tx, &new.staff).await?;
        let Some(account) = account.filter(|a| a.state == AccountState::Active) else {
            return Ok(false);
        };
        sql!(execute, tx, SWEEP, at.0)?;
        let id = self.ids.fresh(at);
        sql!(
            execute,
            tx,
            OPEN,
            id.as_str(),
            new.token.0.as_str(),
            new.staff.0.as_str(),
            new.form_token.reveal(),
            new.method.word(),
            at.0,
            new.ends_at.0,
            new.device.as_str(),
        )?;
        sql!(execute, tx, STAFF_SEEN, new.staff.0.as_str(), at.0)?;
        let deed = Deed {
            by: Actor::Account(&account.id.0, &account.name),
            action: "session.open",
            subject: &id,
            before: serde_json::Value::Null,
            after: json!({ "method": new.method.word(), "device": new.device }),
        };
        audit::append(&mut tx, deed, at).await?;
        tx.commit().await?;
        Ok(true)
    }

    async fn session(
        &self,
        token: &TokenHash,
        idle: Span,
        at: Instant,
    ) -> Result<Option<Session>, PortError> {
        let mut row: Option<Row> = sql!(fetch_optional, self.db, FIND, token.0.as_str())?;
        if row.is_none() {
            let since = (at - ROTATION_GRACE).0;
            row = sql!(
                fetch_optional,
                self.db,
                FIND_REPLACED,
                token.0.as_str(),
                since
            )?;
        }
        let Some(found) = row.map(session).transpose()? else {
            return Ok(None);
        };
        if at - found.seen_at >= idle || at >= found.ends_at {
            return Ok(None);
        }
        if at - found.seen_at >= SEEN_EVERY {
            let mut tx = self.db.write().await?;
            sql!(execute, tx, SEEN, found.id.as_str(), at.0)?;
            sql!(execute, tx, STAFF_SEEN, found.account.id.0.as_str(), at.0)?;
            tx.commit().await?;
        }
        Ok(Some(found))
    }

    async fn rotate(
        &self,
        session: &str,
        from: &TokenHash,
        to: &TokenHash,
        at: Instant,
    ) -> Result<bool, PortError> {
        let mut tx = self.db.write().await?;
        let changed = sql!(
            execute,
            tx,
            ROTATE,
            session,
            from.0.as_str(),
            to.0.as_str(),
            at.0
        )?;
        tx.commit().await?;
        Ok(changed == 1)
    }

    async fn sessions(&self, by: &Staff) -> Result<Vec<Session>, PortError> {
        let now = by.session().seen_at.0;
        let rows: Vec<Row> = sql!(fetch_all, self.db, OF_STAFF, by.id().0.as_str(), now)?;
        Ok(rows.into_iter().map(session).collect::<Result<_, _>>()?)
    }

    async fn close(&self, by: &Staff, session: &str, at: Instant) -> Result<(), PortError> {
        let mut tx = self.db.write().await?;
        if sql!(execute, tx, CLOSE, session, by.id().0.as_str())? == 1 {
            let deed = Deed {
                by: Actor::Staff(by),
                action: "session.close",
                subject: session,
                before: serde_json::Value::Null,
                after: serde_json::Value::Null,
            };
            audit::append(&mut tx, deed, at).await?;
        }
        Ok(tx.commit().await?)
    }

    async fn close_all(
        &self,
        by: &Proof<ManageStaff>,
        of: &StaffId,
        at: Instant,
    ) -> Result<(), Refused> {
        let mut tx = self.db.write().await?;
        if !still_may(&mut tx, by).await? {
            return Err(Refused::NoLongerAllowed);
        }
        let ended = end_all(&mut tx, of).await?;
        let deed = Deed {
            by: Actor::Staff(by),
            action: "session.close-all",
            subject: &of.0,
            before: json!({ "sessions": ended }),
            after: serde_json::Value::Null,
        };
        audit::append(&mut tx, deed, at).await?;
        tx.commit().await?;
        Ok(())
    }
}
