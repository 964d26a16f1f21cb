//! What the door may: the rule that SQLite asks, and the question that PostgreSQL is asked. Both are lists of what
//! is allowed, or refuse what is not known.

use authorizer::{Action, Deed, Rule};
use sqlx::PgConnection;

use crate::error::StoreError;

/// The trigger that puts into the table what was put into the letterbox.
const FALLS: &str = "letterbox_falls";
/// The trigger that leaves a row as it came.
const STAYS: &str = "sealed_report_stays";

/// Putting into the letterbox; and what its triggers do then, under their names. Names of triggers, views and
/// common table expressions share one field, so the statement itself must never be allowed a `SELECT`: without it,
/// nothing can take a trigger's name.
pub(super) static LETTERBOX_ONLY: Rule = |action: &Action<'_>| {
    let known = action.database.is_empty() || action.database == "main";
    known
        && match (action.deed, action.table, action.within) {
            (Deed::Insert, table, "") => table == "letterbox",
            (Deed::Insert, table, FALLS) => table == "sealed_report",
            (Deed::Select, _, FALLS | STAYS) | (Deed::Read, "letterbox", FALLS) => true,
            (Deed::Read, "sealed_report", FALLS | STAYS) => action.column == "idempotency",
            _ => false,
        }
};

/// Whether this connection's role may do, or take the right to do, more than put into the letterbox.
const MAY_MORE: &str = "SELECT has_schema_privilege('vault', 'CREATE')
    OR EXISTS (SELECT FROM pg_roles WHERE rolname = current_user AND (rolsuper OR rolcreaterole))
    OR EXISTS (SELECT FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE n.nspname = 'vault' AND c.relkind IN ('r', 'v')
            AND (pg_has_role(c.relowner, 'MEMBER')
                OR has_table_privilege(c.oid, 'SELECT, UPDATE, DELETE, TRUNCATE, REFERENCES, TRIGGER')
                OR has_any_column_privilege(c.oid, 'SELECT, UPDATE, REFERENCES')
                OR (c.relname <> 'letterbox' AND has_any_column_privilege(c.oid, 'INSERT'))))";

/// Refuses a role that may do more than put in: an owner's URL given to the door by mistake would leave the wall
/// standing in the documentation only.
pub(super) async fn puts_in_only(connection: &mut PgConnection) -> Result<(), StoreError> {
    let more: bool = sqlx::query_scalar(MAY_MORE).fetch_one(connection).await?;
    if more {
        return Err(StoreError::Door);
    }
    Ok(())
}
