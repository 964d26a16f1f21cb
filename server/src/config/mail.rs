//! `[mail]`: the server that takes letters.

use std::fmt;

use lettre::message::Mailbox;
use serde::Deserialize;

use super::Problems;

/// An address with a password in it, that no log shows.
#[derive(Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(transparent)]
pub struct SmtpAddress(pub String);

impl fmt::Debug for SmtpAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.0.is_empty() { "none" } else { "…" })
    }
}

/// The server that takes letters. Without `smtp` they wait until they are of no more use.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct MailConfig {
    /// `smtps://user:password@host:465`, or `smtp://…` with STARTTLS, which is left out for this machine only.
    pub smtp: SmtpAddress,
    /// Who writes: `Rives <entraide@example.fr>`.
    pub from: String,
}

impl MailConfig {
    /// Whether letters are sent.
    pub fn is_on(&self) -> bool {
        !self.smtp.0.is_empty()
    }

    pub(super) fn validate(&self, problems: &mut Problems) {
        if !self.is_on() {
            return;
        }
        // What is wrong is not shown: it may hold a password.
        let good = url::Url::parse(&self.smtp.0).is_ok_and(|url| {
            matches!(url.scheme(), "smtp" | "smtps")
                && url.host_str().is_some_and(|host| !host.is_empty())
                && matches!(url.path(), "" | "/")
                && url.query().is_none()
        });
        if !good {
            problems.add(
                "mail.smtp",
                "is not the address of a mail server",
                "write smtp = \"smtps://user:password@smtp.example.fr:465\", with %40 for an @ in the user's name",
            );
        }
        if self.from.parse::<Mailbox>().is_err() {
            problems.add(
                "mail.from",
                format!("\"{}\" is no address to write from", self.from),
                "write from = \"Rives <entraide@example.fr>\"",
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problems(smtp: &str, from: &str) -> String {
        let config = MailConfig {
            smtp: SmtpAddress(smtp.to_owned()),
            from: from.to_owned(),
        };
        let mut problems = Problems::default();
        config.validate(&mut problems);
        super::super::list(&problems.0)
    }

    #[test]
    fn no_mail_needs_nothing_and_mail_needs_a_server_and_a_sender() {
        assert_eq!(problems("", ""), "");
        for good in [
            "smtps://rives:geheim@smtp.example.fr:465",
            "smtp://127.0.0.1:2525",
        ] {
            assert_eq!(problems(good, "Rives <entraide@example.fr>"), "");
            assert!(problems(good, "Rives").contains("mail.from"));
        }
    }

    #[test]
    fn a_wrong_address_is_told_without_its_password() {
        for bad in [
            "https://rives:geheim@smtp.example.fr",
            "smtp.example.fr:geheim",
            "smtp://u:geheim@h/path",
            "smtp://u:geheim@h?tls=none",
        ] {
            let said = problems(bad, "entraide@example.fr");
            assert!(said.contains("mail.smtp"), "{bad}");
            assert!(!said.contains("geheim"), "{said}");
        }
        let config = MailConfig {
            smtp: SmtpAddress("smtp://u:geheim@h".to_owned()),
            ..MailConfig::default()
        };
        assert!(!format!("{config:?}").contains("geheim"));
    }
}
