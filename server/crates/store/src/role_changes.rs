//! Changes of roles: done at once, or waiting for a second person.

use desk::access::{ManageStaff, Proof};
use desk::staff::{
    Account, Changed, RoleChange, Roles, StaffError, StaffId, read_roles, role_words,
};
use portal::Instant;
use serde_json::{Value, json};

use crate::Store;
use crate::accounts::{account, account_columns, account_of};
use crate::audit::{self, Actor, Deed};
use crate::db::Tx;
use crate::error::StoreError;
use crate::staff::{manage, others_manage};
use crate::statement::{sql, statements};

macro_rules! select_changes {
    ($tail:literal) => {
        concat!(
            "SELECT c.id, c.roles, c.asked_by, c.asked_at, ",
            account_columns!(),
            " FROM role_change c JOIN staff s ON s.id = c.staff WHERE c.decision IS NULL ",
            $tail
        )
    };
}

statements! {
    WAITING_CHANGES = select_changes!("ORDER BY c.asked_at, c.id");
    WAITING_CHANGE = select_changes!("AND c.id = $1");
    SET_ROLES = "UPDATE staff SET roles = $2 WHERE id = $1";
    ASK_ROLES = "INSERT INTO role_change (id, staff, roles, asked_by, asked_at) VALUES ($1, $2, $3, $4, $5)";
    DECIDE = "UPDATE role_change SET decided_by = $2, decided_at = $3, decision = $4 WHERE id = $1";
    /// A later wish about the same person takes the place of what waits: what is agreed to is never stale.
    WITHDRAW = "UPDATE role_change SET decided_by = $2, decided_at = $3, decision = 'refused'
        WHERE staff = $1 AND decision IS NULL";
}

type Row = (
    String,
    String,
    String,
    i64,
    String,
    String,
    String,
    String,
    String,
    i64,
    Option<i64>,
);

fn change(row: Row) -> Result<RoleChange, StoreError> {
    let (id, wanted, asked_by, asked_at, staff, login, name, roles, state, created, seen) = row;
    Ok(RoleChange {
        roles: read_roles(&wanted).map_err(|word| StoreError::Unreadable {
            what: "the roles of role_change",
            id: id.clone(),
            reason: format!("unknown role {word}"),
        })?,
        id,
        staff: account((staff, login, name, roles, state, created, seen))?,
        asked_by: StaffId(asked_by),
        asked_at: Instant(asked_at),
    })
}

pub(crate) async fn waiting(store: &Store) -> Result<Vec<RoleChange>, StoreError> {
    let rows: Vec<Row> = sql!(fetch_all, store.db, WAITING_CHANGES)?;
    rows.into_iter().map(change).collect()
}

/// Whether the desk can spare what somebody would no longer be.
async fn can_spare(tx: &mut Tx, of: &Account, roles: &Roles) -> Result<bool, StoreError> {
    Ok(manage(roles) || others_manage(tx, of).await?)
}

pub(crate) async fn ask(
    store: &Store,
    by: &Proof<ManageStaff>,
    of: &StaffId,
    roles: Roles,
    at: Instant,
) -> Result<Changed, StaffError> {
    let mut tx = store.write_about_staff(by).await?;
    let account = account_of(&mut tx, of).await?.ok_or(StaffError::Gone)?;
    if !can_spare(&mut tx, &account, &roles).await? {
        return Err(StaffError::LastOne);
    }
    if of == by.id() {
        return Err(StaffError::NeedsAnother);
    }
    let own = of.0.as_str();
    sql!(execute, tx, WITHDRAW, own, by.id().0.as_str(), at.0)?;
    let waits = roles.difference(&account.roles).any(|r| r.needs_approval());
    let (action, after, changed) = if waits {
        let id = store.ids.fresh(at);
        let words = role_words(&roles);
        let asker = by.id().0.as_str();
        sql!(
            execute,
            tx,
            ASK_ROLES,
            id.as_str(),
            own,
            words.as_str(),
            asker,
            at.0
        )?;
        let after = json!({ "roles": roles, "change": id });
        ("staff.ask-roles", after, Changed::Waits(id))
    } else {
        sql!(execute, tx, SET_ROLES, own, role_words(&roles))?;
        ("staff.roles", json!({ "roles": roles }), Changed::Now)
    };
    let before = json!({ "roles": account.roles });
    note(&mut tx, by, action, of, (before, after), at).await?;
    tx.commit().await?;
    Ok(changed)
}

pub(crate) async fn decide(
    store: &Store,
    by: &Proof<ManageStaff>,
    id: &str,
    agree: bool,
    at: Instant,
) -> Result<(), StaffError> {
    let mut tx = store.write_about_staff(by).await?;
    let row: Option<Row> = sql!(fetch_optional, tx, WAITING_CHANGE, id)?;
    let found = row.map(change).transpose()?.ok_or(StaffError::Gone)?;
    let own = found.staff.id.0.as_str();
    if agree {
        // Whoever asked may take it back, and the person concerned may decline; neither may agree.
        if [&found.asked_by, &found.staff.id].contains(&by.id()) {
            return Err(StaffError::NeedsAnother);
        }
        if !can_spare(&mut tx, &found.staff, &found.roles).await? {
            return Err(StaffError::LastOne);
        }
        sql!(execute, tx, SET_ROLES, own, role_words(&found.roles))?;
    }
    let decision = if agree { "agreed" } else { "refused" };
    sql!(execute, tx, DECIDE, id, by.id().0.as_str(), at.0, decision)?;
    let before = json!({ "roles": found.staff.roles });
    let after = json!({ "roles": found.roles, "change": id, "decision": decision });
    let change = (before, after);
    note(
        &mut tx,
        by,
        "staff.decide-roles",
        &found.staff.id,
        change,
        at,
    )
    .await?;
    Ok(tx.commit().await?)
}

async fn note(
    tx: &mut Tx,
    by: &Proof<ManageStaff>,
    action: &'static str,
    of: &StaffId,
    (before, after): (Value, Value),
    at: Instant,
) -> Result<(), StoreError> {
    let deed = Deed {
        by: Actor::Staff(by),
        action,
        subject: &of.0,
        before,
        after,
    };
    audit::append(tx, deed, at).await
}
