//! What the exchange needs beside its pages: sealing, letters, and the workers that send them and let what is
//! over be over.
//!
//! Never: an address, a number or a link in a log; one side's address in a letter to the other.

mod flow;
mod keeping;
mod letters;
mod mail;
mod notices;
mod seal;
mod words;

pub use self::keeping::Keeping;
pub use self::letters::{Letter, Told, Writer};
pub use self::mail::{MailError, Mailing, Post};
pub use self::seal::{ContactKey, KeyError, link_hash};
