//! What can be done at the desk, and by which roles. The table in `docs/desk.md` says the same; a test
//! compares the two by asking every route as every role.

use crate::staff::Role;

/// Something that some roles may do. Its types have no values: they only name the capability in
/// [`super::Proof`].
pub trait Capability: Send + Sync + 'static {
    /// Its name in the documentation.
    const NAME: &'static str;
    /// Who may.
    const ROLES: &'static [Role];
}

macro_rules! capabilities {
    ($($(#[$doc:meta])* $name:ident = $word:literal, $roles:expr;)+) => {
        $($(#[$doc])*
        #[derive(Debug)]
        pub enum $name {}
        impl Capability for $name {
            const NAME: &'static str = $word;
            const ROLES: &'static [Role] = $roles;
        })+
    };
}

capabilities! {
    /// Seeing drafts, versions and what was released.
    ReadMessages = "read messages", &[Role::Chief, Role::Communicator, Role::Editor, Role::Auditor];
    /// Writing a message, handing it in, taking it back.
    WriteMessages = "write messages", &[Role::Chief, Role::Communicator, Role::Editor];
    /// Releasing or returning what another person wrote; releasing in an emergency where that is configured.
    ReleaseMessages = "release messages", &[Role::Chief, Role::Communicator];
    /// Deciding about what sources brought and a person has to confirm.
    JudgeHeld = "judge held", &[Role::Chief, Role::Communicator];
    /// Reading hazard reports: nobody else at the desk, the admin and the auditor included.
    ReadReports = "read reports", &[Role::Chief, Role::Verifier, Role::Watcher];
    /// Taking an item, moving, grading, tying and closing it.
    SortReports = "sort reports", &[Role::Chief, Role::Verifier];
    /// Ending somebody else's lease of an item.
    LeadReports = "lead reports", &[Role::Chief];
    /// Keeping the exchange in order: holding, approving, blocking, returning, erasing.
    ModerateExchange = "moderate exchange", &[Role::Chief, Role::Moderator];
    /// Seeing how sources do.
    ReadSources = "read sources",
        &[Role::Admin, Role::Auditor, Role::Chief, Role::Communicator, Role::Editor, Role::Mapper,
          Role::Moderator, Role::Verifier, Role::Watcher];
    /// Pausing sources, asking them now.
    SteerSources = "steer sources", &[Role::Admin, Role::Chief];
    /// Inviting, suspending, changing roles.
    ManageStaff = "manage staff", &[Role::Admin, Role::Chief];
    /// Reading, searching and exporting the audit.
    ReadAudit = "read audit", &[Role::Admin, Role::Auditor, Role::Chief];
}
