//! Being asked in: a link that works once, for a day.

use portal::{Instant, Span};

use super::{Account, Roles, StaffId};

/// How long an invitation's link works.
pub const INVITATION_LASTS: Span = Span::hours(24);

/// A person asked to join. The link's secret is not in it: only its hash is kept, and only by the store.
#[derive(Clone, Debug, PartialEq)]
pub struct Invitation {
    /// The id: UUIDv7.
    pub id: String,
    /// The name that the account will have.
    pub name: String,
    /// The roles that it will have.
    pub roles: Roles,
    /// Who asked; `None`: the command line.
    pub made_by: Option<StaffId>,
    /// When.
    pub made_at: Instant,
    /// Until when the link works.
    pub expires_at: Instant,
    /// Who agreed, where a second person has to ([`super::Role::needs_approval`]).
    pub approved_by: Option<StaffId>,
    /// The account that came of it.
    pub accepted_by: Option<StaffId>,
    /// Whether it was taken back.
    pub revoked: bool,
}

impl Invitation {
    /// Whether a second person still has to agree. Those from the command line need nobody: whoever has
    /// the machine has the database.
    pub fn waits_for_approval(&self) -> bool {
        self.made_by.is_some()
            && self.approved_by.is_none()
            && self.roles.iter().any(|r| r.needs_approval())
    }

    /// Whether the link opens an account at `now`.
    pub fn is_open(&self, now: Instant) -> bool {
        !self.revoked
            && self.accepted_by.is_none()
            && !self.waits_for_approval()
            && now < self.expires_at
    }
}

/// What an invitation asks for.
#[derive(Clone, Debug)]
pub struct NewInvitation {
    /// The person's name, 2 to 80 characters on one line.
    pub name: String,
    /// At least one role.
    pub roles: Roles,
}

/// A change of roles that waits for a second person.
#[derive(Clone, Debug, PartialEq)]
pub struct RoleChange {
    /// The id: UUIDv7.
    pub id: String,
    /// Whose roles.
    pub staff: Account,
    /// What they would be.
    pub roles: Roles,
    /// Who asked: may not agree to it, and neither may the person concerned.
    pub asked_by: StaffId,
    /// When.
    pub asked_at: Instant,
}

/// A name as it is kept, if it may be one: 2 to 80 characters on one line, spaces joined.
pub fn read_name(typed: &str) -> Option<String> {
    if typed.trim().contains(char::is_control) {
        return None;
    }
    let name: Vec<&str> = typed.split_whitespace().collect();
    let name = name.join(" ");
    (2..=80).contains(&name.chars().count()).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::read_name;

    #[test]
    fn a_name_is_one_line_of_two_to_eighty_characters() {
        assert_eq!(
            read_name("  Anne   Martin "),
            Some("Anne Martin".to_owned())
        );
        assert_eq!(read_name("A"), None);
        assert_eq!(read_name("Anne\nMartin"), None);
        assert_eq!(read_name(&"é".repeat(80)), Some("é".repeat(80)));
        assert_eq!(read_name(&"é".repeat(81)), None);
    }
}
