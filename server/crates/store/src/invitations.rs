//! Invitations: asked for, agreed to, taken back, and accepted once.
//!
//! Never: the link itself; only its hash is kept, and not even that is audited.

use desk::access::{ManageStaff, Proof, TokenHash};
use desk::staff::{
    Account, AccountState, INVITATION_LASTS, Invitation, Inviter, NewInvitation, Opening,
    StaffError, StaffId, read_roles, role_words,
};
use portal::{Instant, Span};
use serde_json::{Value, json};

use crate::Store;
use crate::audit::{self, Actor, Deed};
use crate::credentials;
use crate::db::Tx;
use crate::error::StoreError;
use crate::sessions::still_may;
use crate::statement::{sql, statements};

macro_rules! columns {
    () => {
        "id, name, roles, made_by, made_at, expires_at, approved_by, accepted_by, revoked_at"
    };
}

statements! {
    INVITE = "INSERT INTO invitation (id, link, name, roles, made_by, made_at, expires_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7)";
    WAITING_INVITATIONS = concat!("SELECT ", columns!(), " FROM invitation
        WHERE accepted_by IS NULL AND revoked_at IS NULL AND expires_at > $1 ORDER BY made_at DESC, id DESC");
    OF_LINK = concat!("SELECT ", columns!(), " FROM invitation WHERE link = $1");
    OF_ID = concat!("SELECT ", columns!(), " FROM invitation WHERE id = $1");
    APPROVE = "UPDATE invitation SET approved_by = $2 WHERE id = $1";
    REVOKE = "UPDATE invitation SET revoked_at = $2 WHERE id = $1";
    /// What somebody asked for and nobody has taken up.
    REVOKE_ALL_OF = "UPDATE invitation SET revoked_at = $2
        WHERE made_by = $1 AND accepted_by IS NULL AND revoked_at IS NULL";
    /// What somebody agreed to and nobody has taken up waits for another person again.
    DISAPPROVE_ALL_OF = "UPDATE invitation SET approved_by = NULL
        WHERE approved_by = $1 AND accepted_by IS NULL AND revoked_at IS NULL";
    ACCEPTED = "UPDATE invitation SET accepted_by = $2 WHERE id = $1";
    LOGIN_OWNER = "SELECT id FROM staff WHERE login = $1";
    JOIN = "INSERT INTO staff (id, login, name, roles, state, created_at) VALUES ($1, $2, $3, $4, 'active', $5)";
}

/// An expired invitation is listed this long: its maker sees that it was not taken up.
const SHOWN_EXPIRED: Span = Span::hours(7 * 24);

type Row = (
    String,
    String,
    String,
    Option<String>,
    i64,
    i64,
    Option<String>,
    Option<String>,
    Option<i64>,
);

fn invitation(row: Row) -> Result<Invitation, StoreError> {
    let (id, name, roles, made_by, made_at, expires_at, approved_by, accepted_by, revoked) = row;
    let roles = read_roles(&roles).map_err(|word| StoreError::Unreadable {
        what: "the roles of invitation",
        id: id.clone(),
        reason: format!("unknown role {word}"),
    })?;
    Ok(Invitation {
        id,
        name,
        roles,
        made_by: made_by.map(StaffId),
        made_at: Instant(made_at),
        expires_at: Instant(expires_at),
        approved_by: approved_by.map(StaffId),
        accepted_by: accepted_by.map(StaffId),
        revoked: revoked.is_some(),
    })
}

async fn of_id(tx: &mut Tx, id: &str) -> Result<Option<Invitation>, StoreError> {
    let row: Option<Row> = sql!(fetch_optional, tx, OF_ID, id)?;
    row.map(invitation).transpose()
}

/// The invitation of a link, open or not.
pub(crate) async fn of_link(
    store: &Store,
    link: &TokenHash,
) -> Result<Option<Invitation>, StoreError> {
    let row: Option<Row> = sql!(fetch_optional, store.db, OF_LINK, link.0.as_str())?;
    row.map(invitation).transpose()
}

/// Those not yet accepted, revoked, or expired for long.
pub(crate) async fn waiting(store: &Store, at: Instant) -> Result<Vec<Invitation>, StoreError> {
    let since = (at - SHOWN_EXPIRED).0;
    let rows: Vec<Row> = sql!(fetch_all, store.db, WAITING_INVITATIONS, since)?;
    rows.into_iter().map(invitation).collect()
}

pub(crate) async fn invite(
    store: &Store,
    by: Inviter<'_>,
    new: NewInvitation,
    link: TokenHash,
    at: Instant,
) -> Result<Invitation, StaffError> {
    let mut tx = store.db.write().await?;
    let (actor, made_by) = match by {
        Inviter::CommandLine => (Actor::CommandLine, None),
        Inviter::Staff(proof) => {
            if !still_may(&mut tx, proof).await? {
                return Err(StaffError::NoLongerAllowed);
            }
            (Actor::Staff(proof), Some(proof.id().clone()))
        }
    };
    let made = Invitation {
        id: store.ids.fresh(at),
        name: new.name,
        roles: new.roles,
        made_by,
        made_at: at,
        expires_at: at + INVITATION_LASTS,
        approved_by: None,
        accepted_by: None,
        revoked: false,
    };
    sql!(
        execute,
        tx,
        INVITE,
        made.id.as_str(),
        link.0.as_str(),
        made.name.as_str(),
        role_words(&made.roles),
        made.made_by.as_ref().map(|id| id.0.as_str()),
        at.0,
        made.expires_at.0
    )?;
    let deed = Deed {
        by: actor,
        action: "staff.invite",
        subject: &made.id,
        before: Value::Null,
        after: json!({
            "name": made.name,
            "roles": made.roles,
            "waits": made.waits_for_approval(),
        }),
    };
    audit::append(&mut tx, deed, at).await?;
    tx.commit().await?;
    Ok(made)
}

pub(crate) async fn approve(
    store: &Store,
    by: &Proof<ManageStaff>,
    id: &str,
    at: Instant,
) -> Result<(), StaffError> {
    let mut tx = store.write_about_staff(by).await?;
    let found = of_id(&mut tx, id).await?.filter(|i| {
        i.waits_for_approval() && !i.revoked && i.accepted_by.is_none() && at < i.expires_at
    });
    let found = found.ok_or(StaffError::Gone)?;
    if found.made_by.as_ref() == Some(by.id()) {
        return Err(StaffError::NeedsAnother);
    }
    sql!(execute, tx, APPROVE, id, by.id().0.as_str())?;
    note(&mut tx, by, "staff.approve-invitation", &found, at).await?;
    Ok(tx.commit().await?)
}

pub(crate) async fn revoke(
    store: &Store,
    by: &Proof<ManageStaff>,
    id: &str,
    at: Instant,
) -> Result<(), StaffError> {
    let mut tx = store.write_about_staff(by).await?;
    let found = of_id(&mut tx, id)
        .await?
        .filter(|i| !i.revoked && i.accepted_by.is_none());
    let found = found.ok_or(StaffError::Gone)?;
    sql!(execute, tx, REVOKE, id, at.0)?;
    note(&mut tx, by, "staff.revoke-invitation", &found, at).await?;
    Ok(tx.commit().await?)
}

/// What somebody did about invitations that are not taken up is worth nothing any more, in the transaction of
/// another deed: how many of their own are revoked, and how many lose their agreement.
pub(crate) async fn end_of(
    tx: &mut Tx,
    of: &StaffId,
    at: Instant,
) -> Result<(u64, u64), StoreError> {
    let revoked = sql!(execute, tx, REVOKE_ALL_OF, of.0.as_str(), at.0)?;
    let waiting = sql!(execute, tx, DISAPPROVE_ALL_OF, of.0.as_str())?;
    Ok((revoked, waiting))
}

async fn note(
    tx: &mut Tx,
    by: &Proof<ManageStaff>,
    action: &'static str,
    about: &Invitation,
    at: Instant,
) -> Result<(), StoreError> {
    let deed = Deed {
        by: Actor::Staff(by),
        action,
        subject: &about.id,
        before: Value::Null,
        after: json!({ "name": about.name, "roles": about.roles }),
    };
    audit::append(tx, deed, at).await
}

/// Writers take turns, so that of two who open one link the second finds it accepted.
pub(crate) async fn accept(
    store: &Store,
    link: &TokenHash,
    opening: Opening,
    at: Instant,
) -> Result<Account, StaffError> {
    let mut tx = store.db.write().await?;
    let row: Option<Row> = sql!(fetch_optional, tx, OF_LINK, link.0.as_str())?;
    let found = row.map(invitation).transpose()?;
    let found = found.filter(|i| i.is_open(at)).ok_or(StaffError::Gone)?;
    let login = opening.login.as_str();
    let owner: Option<(String,)> = sql!(fetch_optional, tx, LOGIN_OWNER, login)?;
    if owner.is_some() {
        return Err(StaffError::LoginTaken);
    }
    let own = opening.id.0.as_str();
    let (name, roles) = (found.name.as_str(), role_words(&found.roles));
    sql!(execute, tx, JOIN, own, login, name, roles.as_str(), at.0)?;
    credentials::give_first(
        &mut tx,
        &opening.id,
        opening.credential,
        &opening.recovery,
        at,
    )
    .await?;
    sql!(execute, tx, ACCEPTED, found.id.as_str(), own)?;
    let deed = Deed {
        by: Actor::Account(own, &found.name),
        action: "staff.join",
        subject: own,
        before: Value::Null,
        after: json!({ "invitation": found.id, "login": login, "roles": found.roles }),
    };
    audit::append(&mut tx, deed, at).await?;
    tx.commit().await?;
    Ok(Account {
        id: opening.id,
        login: opening.login,
        name: found.name,
        roles: found.roles,
        state: AccountState::Active,
        created_at: at,
        last_seen: None,
    })
}
