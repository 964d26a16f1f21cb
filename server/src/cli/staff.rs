//! `rives staff invite`: how the first chief comes in, and how somebody comes in again when nobody can
//! invite any more. Whoever runs the machine needs nobody's approval; the audit says "ligne de commande".

use std::process::ExitCode;

use clap::Subcommand;
use desk::access::Token;
use desk::staff::{Accounts, INVITATION_LASTS, Inviter, NewInvitation, Role, Roles, read_name};
use portal::Clock as _;

use super::Outcome;
use crate::clock::SystemClock;
use crate::config::Config;
use crate::desk::SystemRandomness;

/// People of the desk.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Print a link that opens one account, once, within 24 hours.
    Invite {
        /// A role of the account; several times for several.
        #[arg(long, required = true)]
        role: Vec<String>,
        /// The person's name, as colleagues and the audit will see it.
        #[arg(long)]
        name: String,
    },
}

/// Runs the command.
pub async fn run(command: &Command, config: &Config) -> Outcome {
    let Command::Invite { role, name } = command;
    let new = NewInvitation {
        name: read_name(name).ok_or("--name: write 2 to 80 characters on one line")?,
        roles: roles(role)?,
    };
    let store = crate::open_store(config).await?;
    let link = Token::fresh(&SystemRandomness);
    let now = SystemClock.now();
    let invitation = store
        .invite(Inviter::CommandLine, new, link.hash(), now)
        .await?;
    println!("{}/invitation/{}", config.desk.origin, link.reveal());
    let until = invitation.expires_at.in_paris();
    println!(
        "For {}: works once, within {} hours, until {} (Paris). It is not shown again.",
        invitation.name,
        INVITATION_LASTS.0 / 3_600_000,
        until.strftime("%Y-%m-%d %H:%M")
    );
    Ok(ExitCode::SUCCESS)
}

/// The roles of words; commas are understood too.
fn roles(words: &[String]) -> Result<Roles, String> {
    let words = words.iter().flat_map(|w| w.split(',')).map(str::trim);
    words
        .map(|word| {
            Role::from_word(word).ok_or_else(|| {
                let known: Vec<String> = Role::ALL
                    .iter()
                    .map(|r| format!("  {:<13} {}: {}", r.word(), r.name(), r.duty()))
                    .collect();
                format!(
                    "--role: there is no role {word:?}. There are:\n{}",
                    known.join("\n")
                )
            })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use desk::staff::Role;

    use super::roles;

    #[test]
    fn an_unknown_role_is_answered_with_the_roles_that_exist() {
        let known = roles(&["chief".to_owned(), "communicator,auditor".to_owned()]).unwrap();
        assert_eq!(
            known,
            [Role::Chief, Role::Communicator, Role::Auditor].into()
        );
        let told = roles(&["boss".to_owned()]).unwrap_err();
        assert!(told.contains("\"boss\""));
        for role in Role::ALL {
            assert!(told.contains(role.word()), "{told}");
        }
    }
}
