//! Accounts as rows: the columns of `staff`, named once for every statement that gives an account.
//!
//! Never: changing them.

use desk::staff::{Account, AccountState, StaffId, read_roles};
use portal::Instant;

use crate::db::Tx;
use crate::error::StoreError;
use crate::statement::{sql, statements};

/// The columns of an [`AccountRow`], from `staff s`.
macro_rules! account_columns {
    () => {
        "s.id, s.login, s.name, s.roles, s.state, s.created_at, s.last_seen"
    };
}
pub(crate) use account_columns;

/// A SELECT of [`AccountRow`]s, from `staff s` and what the tail joins to it.
macro_rules! select_accounts {
    ($tail:literal) => {
        concat!(
            "SELECT ",
            $crate::accounts::account_columns!(),
            " FROM staff s ",
            $tail
        )
    };
}
pub(crate) use select_accounts;

statements! {
    ONE = select_accounts!("WHERE s.id = $1");
}

/// What a SELECT of the columns of `staff` gives.
pub(crate) type AccountRow = (String, String, String, String, String, i64, Option<i64>);

/// The account of a row.
pub(crate) fn account(row: AccountRow) -> Result<Account, StoreError> {
    let (id, login, name, roles, state, created_at, last_seen) = row;
    let roles = read_roles(&roles).map_err(|word| StoreError::Unreadable {
        what: "the roles of staff",
        id: id.clone(),
        reason: format!("unknown role {word}"),
    })?;
    Ok(Account {
        id: StaffId(id),
        login,
        name,
        roles,
        state: if state == "active" {
            AccountState::Active
        } else {
            AccountState::Suspended
        },
        created_at: Instant(created_at),
        last_seen: last_seen.map(Instant),
    })
}

/// One account as it is now.
pub(crate) async fn account_of(tx: &mut Tx, id: &StaffId) -> Result<Option<Account>, StoreError> {
    let row: Option<AccountRow> = sql!(fetch_optional, tx, ONE, id.0.as_str())?;
    row.map(account).transpose()
}
