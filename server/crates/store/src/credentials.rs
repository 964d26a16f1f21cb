//! What people come in with. Changes of one's own are audited; what is shown to come in is audited by the
//! session it opens.
//!
//! Never: a secret, or its hash, in the audit.

use async_trait::async_trait;
use desk::access::{Staff, TokenHash};
use desk::staff::{
    Account, Credentials, Federated, FirstCredential, LinkedIdentity, StaffError, StaffId,
    StoredPasskey, StoredPassword,
};
use portal::{Instant, PortError};
use serde_json::{Value, json};

use crate::accounts::{AccountRow, account, account_of, select_accounts};
use crate::audit::{self, Actor, Deed};
use crate::db::Tx;
use crate::error::StoreError;
use crate::sessions::{end_others, still_in};
use crate::statement::{sql, statements};
use crate::{Store, identities};

statements! {
    OF_LOGIN = select_accounts!("WHERE s.login = $1");
    PASSKEYS = "SELECT id, credential, name, passkey, created_at, last_used FROM passkey
        WHERE staff = $1 ORDER BY created_at, id";
    PASSKEY_OWNER = "SELECT staff FROM passkey WHERE credential = $1";
    ADD_PASSKEY = "INSERT INTO passkey (id, staff, credential, name, passkey, created_at, last_used)
        VALUES ($1, $2, $3, $4, $5, $6, NULL)";
    PASSKEY_USED = "UPDATE passkey SET passkey = $2, last_used = $3 WHERE id = $1";
    PASSKEY_NAME = "SELECT name FROM passkey WHERE id = $1 AND staff = $2";
    RENAME_PASSKEY = "UPDATE passkey SET name = $3 WHERE id = $1 AND staff = $2";
    REMOVE_PASSKEY = "DELETE FROM passkey WHERE id = $1 AND staff = $2";
    /// Ways in besides one passkey. Recovery codes are none: they run out.
    OTHER_WAYS_IN = "SELECT (SELECT COUNT(*) FROM passkey WHERE staff = $1 AND id <> $2)
        + (SELECT COUNT(*) FROM password WHERE staff = $1)
        + (SELECT COUNT(*) FROM federated WHERE staff = $1)";
    PASSWORD = "SELECT hash, totp_key, last_step FROM password WHERE staff = $1";
    SET_PASSWORD = "INSERT INTO password (staff, hash, totp_key, last_step, changed_at) VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT (staff) DO UPDATE SET hash = excluded.hash, totp_key = excluded.totp_key,
            last_step = excluded.last_step, changed_at = excluded.changed_at";
    USE_STEP = "UPDATE password SET last_step = $2 WHERE staff = $1 AND last_step < $2";
    RECOVERY_LEFT = "SELECT COUNT(*) FROM recovery_code WHERE staff = $1 AND used_at IS NULL";
    USE_RECOVERY = "UPDATE recovery_code SET used_at = $3 WHERE staff = $1 AND code = $2 AND used_at IS NULL";
    FORGET_RECOVERY = "DELETE FROM recovery_code WHERE staff = $1";
    ADD_RECOVERY = "INSERT INTO recovery_code (staff, code, used_at) VALUES ($1, $2, NULL)
        ON CONFLICT (staff, code) DO NOTHING";
}

type PasskeyRow = (String, String, String, String, i64, Option<i64>);

/// Gives a new account its first credential. [`StaffError::LoginTaken`] when it lets somebody else in.
pub(crate) async fn give_first(
    tx: &mut Tx,
    to: &StaffId,
    credential: FirstCredential,
    recovery: &[TokenHash],
    at: Instant,
) -> Result<(), StaffError> {
    match credential {
        FirstCredential::Passkey(passkey) => insert_passkey(tx, to, &passkey, at).await?,
        FirstCredential::Password(password) => upsert_password(tx, to, &password, at).await?,
        FirstCredential::Federation(who) => {
            identities::give(tx, to, &who, at).await?;
        }
    }
    Ok(insert_recovery(tx, to, recovery).await?)
}

async fn insert_passkey(
    tx: &mut Tx,
    of: &StaffId,
    passkey: &StoredPasskey,
    at: Instant,
) -> Result<(), StaffError> {
    let credential = passkey.credential.as_str();
    let owner: Option<(String,)> = sql!(fetch_optional, tx, PASSKEY_OWNER, credential)?;
    if owner.is_some() {
        return Err(StaffError::LoginTaken);
    }
    sql!(
        execute,
        tx,
        ADD_PASSKEY,
        passkey.id.as_str(),
        of.0.as_str(),
        credential,
        passkey.name.as_str(),
        passkey.passkey.as_str(),
        at.0
    )?;
    Ok(())
}

async fn upsert_password(
    tx: &mut Tx,
    of: &StaffId,
    password: &StoredPassword,
    at: Instant,
) -> Result<(), StoreError> {
    sql!(
        execute,
        tx,
        SET_PASSWORD,
        of.0.as_str(),
        password.hash.as_str(),
        password.totp_key.as_slice(),
        password.last_step,
        at.0
    )?;
    Ok(())
}

async fn insert_recovery(tx: &mut Tx, of: &StaffId, codes: &[TokenHash]) -> Result<(), StoreError> {
    for code in codes {
        sql!(execute, tx, ADD_RECOVERY, of.0.as_str(), code.0.as_str())?;
    }
    Ok(())
}

/// Notes a change of one's own credentials.
pub(crate) async fn note(
    tx: &mut Tx,
    by: &Staff,
    action: &'static str,
    subject: &str,
    (before, after): (Value, Value),
    at: Instant,
) -> Result<(), StoreError> {
    let deed = Deed {
        by: Actor::Staff(by),
        action,
        subject,
        before,
        after,
    };
    audit::append(tx, deed, at).await
}

/// Ways into an account besides one passkey; with no passkey of that id, all of them.
pub(crate) async fn other_ways_in(tx: &mut Tx, of: &str, besides: &str) -> Result<i64, StoreError> {
    let (ways,): (i64,) = sql!(fetch_one, tx, OTHER_WAYS_IN, of, besides)?;
    Ok(ways)
}

impl Store {
    /// A transaction that changes something of one's own.
    pub(crate) async fn write_own(&self, by: &Staff) -> Result<Tx, StaffError> {
        let mut tx = self.db.write().await?;
        if still_in(&mut tx, by).await? {
            Ok(tx)
        } else {
            Err(StaffError::NoLongerAllowed)
        }
    }
}

#[async_trait]
impl Credentials for Store {
    async fn account_of_login(&self, login: &str) -> Result<Option<Account>, PortError> {
        let row: Option<AccountRow> = sql!(fetch_optional, self.db, OF_LOGIN, login)?;
        Ok(row.map(account).transpose()?)
    }

    async fn account_of_federated(&self, who: &Federated) -> Result<Option<Account>, PortError> {
        Ok(identities::account_of(self, who).await?)
    }

    async fn passkeys(&self, of: &StaffId) -> Result<Vec<StoredPasskey>, PortError> {
        let rows: Vec<PasskeyRow> = sql!(fetch_all, self.db, PASSKEYS, of.0.as_str())?;
        let passkey = |(id, credential, name, passkey, created, used): PasskeyRow| StoredPasskey {
            id,
            staff: of.clone(),
            credential,
            name,
            passkey,
            created_at: Instant(created),
            last_used: used.map(Instant),
        };
        Ok(rows.into_iter().map(passkey).collect())
    }

    async fn password(&self, of: &StaffId) -> Result<Option<StoredPassword>, PortError> {
        let row: Option<(String, Vec<u8>, i64)> =
            sql!(fetch_optional, self.db, PASSWORD, of.0.as_str())?;
        Ok(row.map(|(hash, totp_key, last_step)| StoredPassword {
            hash,
            totp_key,
            last_step,
        }))
    }

    async fn identities(&self, of: &StaffId) -> Result<Vec<LinkedIdentity>, PortError> {
        Ok(identities::of(self, of).await?)
    }

    async fn recovery_left(&self, of: &StaffId) -> Result<u32, PortError> {
        let (left,): (i64,) = sql!(fetch_one, self.db, RECOVERY_LEFT, of.0.as_str())?;
        Ok(u32::try_from(left).unwrap_or(u32::MAX))
    }

    async fn passkey_used(&self, id: &str, passkey: &str, at: Instant) -> Result<bool, PortError> {
        let mut tx = self.db.write().await?;
        let changed = sql!(execute, tx, PASSKEY_USED, id, passkey, at.0)?;
        tx.commit().await?;
        Ok(changed == 1)
    }

    async fn use_step(&self, of: &StaffId, step: i64) -> Result<bool, PortError> {
        let mut tx = self.db.write().await?;
        let changed = sql!(execute, tx, USE_STEP, of.0.as_str(), step)?;
        tx.commit().await?;
        Ok(changed == 1)
    }

    async fn use_recovery(
        &self,
        of: &StaffId,
        code: &TokenHash,
        at: Instant,
    ) -> Result<bool, PortError> {
        let mut tx = self.db.write().await?;
        let Some(account) = account_of(&mut tx, of).await? else {
            return Ok(false);
        };
        if sql!(
            execute,
            tx,
            USE_RECOVERY,
            of.0.as_str(),
            code.0.as_str(),
            at.0
        )? == 0
        {
            return Ok(false);
        }
        let (left,): (i64,) = sql!(fetch_one, tx, RECOVERY_LEFT, of.0.as_str())?;
        let deed = Deed {
            by: Actor::Account(&of.0, &account.name),
            action: "credential.use-recovery",
            subject: &of.0,
            before: Value::Null,
            after: json!({ "left": left }),
        };
        audit::append(&mut tx, deed, at).await?;
        tx.commit().await?;
        Ok(true)
    }

    async fn add_passkey(
        &self,
        by: &Staff,
        passkey: StoredPasskey,
        at: Instant,
    ) -> Result<(), StaffError> {
        let mut tx = self.write_own(by).await?;
        insert_passkey(&mut tx, by.id(), &passkey, at).await?;
        let change = (Value::Null, json!({ "name": passkey.name }));
        note(
            &mut tx,
            by,
            "credential.add-passkey",
            &passkey.id,
            change,
            at,
        )
        .await?;
        Ok(tx.commit().await?)
    }

    async fn rename_passkey(
        &self,
        by: &Staff,
        id: &str,
        name: &str,
        at: Instant,
    ) -> Result<(), StaffError> {
        let mut tx = self.write_own(by).await?;
        let own = by.id().0.as_str();
        let before: Option<(String,)> = sql!(fetch_optional, tx, PASSKEY_NAME, id, own)?;
        let (before,) = before.ok_or(StaffError::Gone)?;
        sql!(execute, tx, RENAME_PASSKEY, id, own, name)?;
        let change = (json!({ "name": before }), json!({ "name": name }));
        note(&mut tx, by, "credential.rename-passkey", id, change, at).await?;
        Ok(tx.commit().await?)
    }

    async fn remove_passkey(&self, by: &Staff, id: &str, at: Instant) -> Result<(), StaffError> {
        let mut tx = self.write_own(by).await?;
        let own = by.id().0.as_str();
        let name: Option<(String,)> = sql!(fetch_optional, tx, PASSKEY_NAME, id, own)?;
        let (name,) = name.ok_or(StaffError::Gone)?;
        if other_ways_in(&mut tx, own, id).await? == 0 {
            return Err(StaffError::LastCredential);
        }
        sql!(execute, tx, REMOVE_PASSKEY, id, own)?;
        let change = (json!({ "name": name }), Value::Null);
        note(&mut tx, by, "credential.remove-passkey", id, change, at).await?;
        Ok(tx.commit().await?)
    }

    async fn set_password(
        &self,
        by: &Staff,
        password: StoredPassword,
        at: Instant,
    ) -> Result<(), StaffError> {
        let mut tx = self.write_own(by).await?;
        upsert_password(&mut tx, by.id(), &password, at).await?;
        let ended = end_others(&mut tx, by).await?;
        let change = (Value::Null, json!({ "sessions_ended": ended }));
        let own = by.id().0.as_str();
        note(&mut tx, by, "credential.set-password", own, change, at).await?;
        Ok(tx.commit().await?)
    }

    async fn set_recovery(
        &self,
        by: &Staff,
        codes: Vec<TokenHash>,
        at: Instant,
    ) -> Result<(), StaffError> {
        let mut tx = self.write_own(by).await?;
        let own = by.id().0.as_str();
        let (left,): (i64,) = sql!(fetch_one, tx, RECOVERY_LEFT, own)?;
        sql!(execute, tx, FORGET_RECOVERY, own)?;
        insert_recovery(&mut tx, by.id(), &codes).await?;
        let change = (json!({ "left": left }), json!({ "left": codes.len() }));
        note(&mut tx, by, "credential.set-recovery", own, change, at).await?;
        Ok(tx.commit().await?)
    }

    async fn add_federated(
        &self,
        by: &Staff,
        who: Federated,
        at: Instant,
    ) -> Result<(), StaffError> {
        identities::add(self, by, &who, at).await
    }

    async fn remove_federated(
        &self,
        by: &Staff,
        who: &Federated,
        at: Instant,
    ) -> Result<(), StaffError> {
        identities::remove(self, by, who, at).await
    }
}
