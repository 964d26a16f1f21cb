//! SQLite's authorizer on a connection of sqlx: a rule that SQLite asks, while it compiles a statement, about each
//! thing that the statement would do.
//!
//! Owns the one call for which neither sqlx nor anything else has a safe way, and is a crate of its own so that
//! every other one can forbid unsafe code. Never: a rule; whoever installs one brings it.
//!
//! What SQLite asks about: <https://www.sqlite.org/c3ref/c_alter_table.html>.

use std::ffi::{CStr, c_char, c_int, c_void};

use libsqlite3_sys::{
    SQLITE_DENY, SQLITE_INSERT, SQLITE_OK, SQLITE_READ, SQLITE_SELECT, sqlite3_set_authorizer,
};
use sqlx::sqlite::LockedSqliteHandle;

/// What a statement would do, as far as rules tell things apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Deed {
    /// Put rows into `table`.
    Insert,
    /// Have a `SELECT` anywhere in it.
    Select,
    /// Read `column` of `table`: of the table, or of the row that a trigger is about.
    Read,
    /// Anything else: updating, deleting, making and dropping, attaching, pragmas, functions, transactions…
    Other,
}

/// One thing that a statement would do. A name that SQLite does not give is empty.
#[derive(Clone, Copy, Debug)]
pub struct Action<'a> {
    /// What.
    pub deed: Deed,
    /// To which table or view.
    pub table: &'a str,
    /// To which of its columns, for [`Deed::Read`].
    pub column: &'a str,
    /// In which of the attached databases: `main`, `temp`, or another.
    pub database: &'a str,
    /// The innermost trigger, view or common table expression that does so; empty for the statement itself.
    pub within: &'a str,
}

/// Says whether an action may be. Must not panic: a panic ends the process.
pub type Rule = fn(&Action<'_>) -> bool;

/// SQLite did not take the rule.
#[derive(Debug, thiserror::Error)]
#[error("SQLite takes no authorizer: code {0}")]
pub struct NotTaken(c_int);

/// From here on this connection asks `rule` about everything, statements prepared before included.
pub fn install(
    connection: &mut LockedSqliteHandle<'_>,
    rule: &'static Rule,
) -> Result<(), NotTaken> {
    let handle = connection.as_raw_handle().as_ptr();
    let data = std::ptr::from_ref(rule).cast_mut().cast::<c_void>();
    #[expect(
        unsafe_code,
        reason = "sqlx has no safe way to SQLite's authorizer, and only it can take rights from a connection"
    )]
    // SAFETY: the handle is open and nobody else uses it while sqlx keeps it locked for us; `ask` has the signature
    // that SQLite calls, and reads `data` as the `Rule` that it is, which lives for ever.
    let code = unsafe { sqlite3_set_authorizer(handle, Some(ask), data) };
    if code == SQLITE_OK {
        Ok(())
    } else {
        Err(NotTaken(code))
    }
}

/// What SQLite calls.
#[expect(
    unsafe_code,
    reason = "SQLite calls it with pointers; all three blocks read what its documentation promises"
)]
unsafe extern "C" fn ask(
    data: *mut c_void,
    code: c_int,
    first: *const c_char,
    second: *const c_char,
    database: *const c_char,
    within: *const c_char,
) -> c_int {
    // SAFETY: `install` gave SQLite the address of a `Rule` that lives for ever, and nothing writes to it.
    let rule = unsafe { &*data.cast::<Rule>() };
    let text = |pointer: *const c_char| {
        if pointer.is_null() {
            return Some("");
        }
        // SAFETY: not null, hence zero-terminated, and SQLite's for as long as this call: `text` is not kept.
        let text = unsafe { CStr::from_ptr(pointer) };
        text.to_str().ok()
    };
    let names = (text(first), text(second), text(database), text(within));
    // A name that is not UTF-8 is none that a rule allows.
    let (Some(table), Some(column), Some(database), Some(within)) = names else {
        return SQLITE_DENY;
    };
    let deed = match code {
        SQLITE_INSERT => Deed::Insert,
        SQLITE_SELECT => Deed::Select,
        SQLITE_READ => Deed::Read,
        _ => Deed::Other,
    };
    let action = Action {
        deed,
        table,
        column,
        database,
        within,
    };
    if rule(&action) {
        SQLITE_OK
    } else {
        SQLITE_DENY
    }
}
