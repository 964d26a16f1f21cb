//! The worker that sends letters: claims them for a time, hands them to the mail server, tries again with
//! longer and longer pauses until they are of no more use.
//!
//! Never: an address, a subject or a server's words in a log: those often repeat the address.

use std::sync::Arc;
use std::time::Duration;

use lettre::address::AddressError;
use lettre::message::header::ContentType;
use lettre::message::{Mailbox, Message};
use lettre::transport::smtp::Error as SmtpError;
use lettre::{AsyncSmtpTransport, AsyncTransport as _, Tokio1Executor};
use portal::exchange::{ClaimedLetter, Letters};
use portal::{Clock, Instant, Span};
use tokio::sync::watch;

use super::{ContactKey, Letter};
use crate::config::MailConfig;

/// How often it is looked for letters.
const EVERY: Duration = Duration::from_secs(2);
/// How many are taken at once.
const AT_ONCE: u32 = 20;
/// The longest that the mail server may take for one step.
const TIMEOUT: Duration = Duration::from_secs(20);
/// How long letters are held: all of a batch, each slow.
const LEASE: Span = Span::minutes(15);
/// The first pause before trying again, doubled each time …
const FIRST_PAUSE: Span = Span::minutes(1);
/// … up to this.
const LONGEST_PAUSE: Span = Span::hours(2);

/// Why letters cannot be sent at all.
#[derive(Debug, thiserror::Error)]
pub enum MailError {
    /// `mail.smtp` is no address of a server.
    #[error("mail.smtp is not the address of a mail server")]
    Server,
    /// `mail.from` is no address.
    #[error("mail.from: {0}")]
    From(#[from] AddressError),
}

/// The mail server.
pub struct Post {
    from: Mailbox,
    smtp: AsyncSmtpTransport<Tokio1Executor>,
}

/// Why one letter was not sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Unsent {
    /// It never will be; the server's code, if it is the server that says so.
    Never(Option<u16>),
    /// Perhaps later.
    NotNow(Option<u16>),
}

impl Post {
    /// The configured server.
    pub fn new(config: &MailConfig) -> Result<Self, MailError> {
        let mut url = url::Url::parse(&config.smtp.0).map_err(|_| MailError::Server)?;
        // Letters hold secret links: they leave this machine encrypted, or not at all.
        if url.scheme() == "smtp" && !is_here(&url) {
            url.set_query(Some("tls=required"));
        }
        let smtp = AsyncSmtpTransport::<Tokio1Executor>::from_url(url.as_str())
            .map_err(|_| MailError::Server)?
            .timeout(Some(TIMEOUT))
            .build();
        Ok(Self {
            from: config.from.parse()?,
            smtp,
        })
    }

    async fn send(&self, letter: Letter) -> Result<(), Unsent> {
        let to = letter.to.parse().map_err(|_| Unsent::Never(None))?;
        let message = Message::builder()
            .from(self.from.clone())
            .to(Mailbox::new(None, to))
            .subject(letter.subject)
            .header(ContentType::TEXT_PLAIN)
            .body(letter.body)
            .map_err(|_| Unsent::Never(None))?;
        self.smtp
            .send(message)
            .await
            .map(drop)
            .map_err(|e| unsent(&e))
    }
}

/// Whether the mail server is on this machine.
fn is_here(url: &url::Url) -> bool {
    match url.host() {
        Some(url::Host::Ipv4(address)) => address.is_loopback(),
        Some(url::Host::Ipv6(address)) => address.is_loopback(),
        // Of schemes that it does not know, the parser leaves addresses as text.
        Some(url::Host::Domain(name)) => {
            name == "localhost"
                || name
                    .parse::<std::net::IpAddr>()
                    .is_ok_and(|a| a.is_loopback())
        }
        None => false,
    }
}

fn unsent(error: &SmtpError) -> Unsent {
    let code = error.status().map(u16::from);
    // A refused sign-in or an unknown command is the portal's fault, not the letter's: it waits.
    let of_the_letter = matches!(code, Some(550..=554));
    if error.is_permanent() && of_the_letter {
        Unsent::Never(code)
    } else {
        Unsent::NotNow(code)
    }
}

/// The pause after so many attempts.
fn pause(attempts: u32) -> Span {
    let doubled = FIRST_PAUSE.0.saturating_mul(1 << attempts.min(20));
    Span(doubled.min(LONGEST_PAUSE.0))
}

/// What sending letters needs.
pub struct Mailing {
    /// What is to be sent.
    pub letters: Arc<dyn Letters>,
    /// What they are sealed under.
    pub key: Arc<ContactKey>,
    /// The mail server.
    pub post: Post,
    /// The clock.
    pub clock: Arc<dyn Clock>,
    /// This process's name among those that send on one store.
    pub worker: String,
}

impl Mailing {
    /// Runs until asked to stop; what is in flight then is still sent and noted.
    pub async fn run(self, mut stopping: watch::Receiver<bool>) {
        while !*stopping.borrow() {
            let more = self.visit(&stopping).await;
            if more {
                continue;
            }
            tokio::select! {
                () = tokio::time::sleep(EVERY) => {}
                _ = stopping.wait_for(|s| *s) => return,
            }
        }
    }

    /// Sends what is due; whether there may be more.
    async fn visit(&self, stopping: &watch::Receiver<bool>) -> bool {
        let now = self.clock.now();
        let claimed = self
            .letters
            .claim_letters(&self.worker, AT_ONCE, now + LEASE, now)
            .await;
        let claimed = match claimed {
            Ok(claimed) => claimed,
            Err(error) => {
                tracing::error!(%error, "letters cannot be read; tried again");
                return false;
            }
        };
        let more = claimed.len() >= AT_ONCE as usize;
        for letter in claimed {
            let again = if *stopping.borrow() {
                // Given back: the next start sends it.
                Some(self.clock.now())
            } else {
                self.send(&letter).await
            };
            let settled = self.letters.settle_letter(&self.worker, &letter.id, again);
            if let Err(error) = settled.await {
                tracing::error!(%error, letter = letter.id, "what became of a letter cannot be kept");
            }
        }
        more
    }

    /// Sends one letter; when to try again, if it is to be.
    async fn send(&self, claimed: &ClaimedLetter) -> Option<Instant> {
        let id = claimed.id.as_str();
        let Some(letter) = self.key.open_letter(&claimed.sealed) else {
            tracing::error!(letter = id, "a letter is sealed under another key");
            return None;
        };
        match self.post.send(letter).await {
            Ok(()) => {
                tracing::debug!(letter = id, "a letter was sent");
                None
            }
            Err(Unsent::Never(code)) => {
                tracing::warn!(letter = id, code, "a letter is refused for good");
                None
            }
            Err(Unsent::NotNow(code)) => {
                let attempts = claimed.attempts;
                tracing::warn!(
                    letter = id,
                    code,
                    attempts,
                    "a letter is not taken; tried again"
                );
                Some(self.clock.now() + pause(attempts))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::SmtpAddress;

    #[test]
    fn pauses_grow_and_end_at_two_hours() {
        let minutes: Vec<i64> = (0..9).map(|n| pause(n).0 / 60_000).collect();
        assert_eq!(minutes, [1, 2, 4, 8, 16, 32, 64, 120, 120]);
        assert_eq!(pause(u32::MAX), LONGEST_PAUSE);
    }

    #[test]
    fn only_this_machines_server_may_do_without_tls() {
        let here = |text: &str| is_here(&url::Url::parse(text).unwrap());
        for text in ["smtp://127.0.0.1:25", "smtp://localhost", "smtp://[::1]:25"] {
            assert!(here(text), "{text}");
        }
        for text in [
            "smtp://smtp.example.fr",
            "smtp://192.0.2.1",
            "smtp://localhost.example",
        ] {
            assert!(!here(text), "{text}");
        }
    }

    #[tokio::test]
    async fn a_server_needs_an_address_and_a_sender() {
        let post = |smtp: &str, from: &str| {
            Post::new(&MailConfig {
                smtp: SmtpAddress(smtp.to_owned()),
                from: from.to_owned(),
            })
        };
        assert!(post("smtp://smtp.example.fr", "Rives <a@example.fr>").is_ok());
        assert!(post("smtps://u:p@smtp.example.fr:465", "a@example.fr").is_ok());
        assert!(post("https://smtp.example.fr", "a@example.fr").is_err());
        assert!(post("smtp://smtp.example.fr", "nobody").is_err());
    }
}
