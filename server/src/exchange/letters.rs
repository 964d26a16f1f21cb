//! Letters: what is said in them. They carry the link of who receives them, and never the other's address.

use std::sync::Arc;

use desk::access::Randomness;
use portal::Instant;
use portal::Span;
use portal::exchange::{Contact, Kind, NewLetter, NewListing, Side};
use portal::places::gazetteer;
use portal::push::Tongue;
use serde::{Deserialize, Serialize};

use super::ContactKey;
use super::words::{Words, words};

/// How long a letter is worth sending: mail servers are back by then, or the news is old.
const GOOD_FOR: Span = Span::hours(72);

/// A letter, opened. No `Debug`: it holds an address and a secret link.
#[derive(Serialize, Deserialize)]
pub struct Letter {
    /// To whom.
    pub to: String,
    /// What it is about.
    pub subject: String,
    /// What it says: plain text.
    pub body: String,
}

/// What a letter tells.
pub enum Told<'a> {
    /// The listing is kept; the link manages it.
    Posted(&'a NewListing),
    /// Somebody answered the listing; the link leads to the conversation.
    Answered(&'a NewListing),
    /// Your answer is kept; the link leads to the conversation.
    Answering(&'a NewListing),
    /// There is news in a conversation.
    News,
    /// New links, in place of those that were lost.
    Links,
    /// The listing ends soon; the link manages it.
    EndsSoon,
    /// A need suits the reader's offer; the link is its public page.
    Wanted(&'a NewListing),
    /// Offers suit the reader's need; the links are their public pages.
    Offered(&'a NewListing),
    /// The reader waited in line and moved up; the link leads to the conversation.
    MovedUp(&'a NewListing),
    /// Somebody who waited in line asks now; the link leads to the conversation.
    ToAnswer(&'a NewListing),
}

/// Who writes: the portal.
#[derive(Clone)]
pub struct Writer {
    /// Its name.
    pub name: String,
    /// Its address, without a slash at the end.
    pub origin: String,
    /// Whether it is only an exercise.
    pub exercise: bool,
    /// What letters are sealed under.
    pub key: Arc<ContactKey>,
    /// For sealing.
    pub random: Arc<dyn Randomness>,
}

impl Writer {
    /// A letter to be sent from `now` on, if the contact has an e-mail. `paths`: see [`Writer::letter`].
    pub fn sealed(
        &self,
        to: &Contact,
        tongue: Tongue,
        told: &Told<'_>,
        paths: &[String],
        now: Instant,
    ) -> Option<NewLetter> {
        let letter = self.letter(to, tongue, told, paths)?;
        Some(NewLetter {
            sealed: self.key.seal_letter(&letter, &*self.random)?,
            not_before: now,
            expires_at: now + GOOD_FOR,
        })
    }

    /// A letter to this contact, if it has an e-mail. `paths`: of its links, French, without a language.
    pub fn letter(
        &self,
        to: &Contact,
        tongue: Tongue,
        told: &Told<'_>,
        paths: &[String],
    ) -> Option<Letter> {
        let to = to.email.clone()?;
        let words = words(tongue);
        let prefix = match tongue {
            Tongue::Fr => "",
            Tongue::En => "/en",
        };
        let links: Vec<String> = paths
            .iter()
            .map(|path| format!("{}{prefix}{path}", self.origin))
            .collect();
        let (subject, said) = told.words(tongue, words);
        let exercise = if self.exercise { words.exercise } else { "" };
        let note = match told {
            // Public pages: nothing to keep secret, but a way not to be written to.
            Told::Wanted(_) | Told::Offered(_) => {
                format!(
                    "{}\n{}{prefix}/entraide/lien-perdu",
                    words.stop, self.origin
                )
            }
            _ => words.keep.to_owned(),
        };
        let body = format!(
            "{exercise}{said}\n\n{}\n\n{note}\n{}\n\n{} — {}\n",
            links.join("\n"),
            words.never,
            self.name,
            self.origin,
        );
        Some(Letter {
            to,
            subject: format!("{exercise}{}{}{subject}", self.name, words.colon).replace('\n', " "),
            body,
        })
    }
}

impl Told<'_> {
    fn words(&self, tongue: Tongue, words: &Words) -> (String, String) {
        let about = |listing: &NewListing| title(listing, tongue);
        let (subject, said, listing) = match self {
            Self::Posted(listing) => (words.posted.0, words.posted.1, Some(*listing)),
            Self::Answered(listing) => (words.answered.0, words.answered.1, Some(*listing)),
            Self::Answering(listing) => (words.answering.0, words.answering.1, Some(*listing)),
            Self::News => (words.news.0, words.news.1, None),
            Self::Links => (words.links.0, words.links.1, None),
            Self::Wanted(need) => (words.wanted.0, words.wanted.1, Some(*need)),
            Self::Offered(need) => (words.offered.0, words.offered.1, Some(*need)),
            Self::MovedUp(listing) => (words.moved_up.0, words.moved_up.1, Some(*listing)),
            Self::ToAnswer(listing) => (words.to_answer.0, words.to_answer.1, Some(*listing)),
            Self::EndsSoon => (words.ends_soon.0, words.ends_soon.1, None),
        };
        let Some(listing) = listing else {
            return (subject.to_owned(), said.to_owned());
        };
        let title = about(listing);
        (format!("{subject} ({title})"), format!("{title}\n\n{said}"))
    }
}

/// What a listing is and where, without a word of its own text.
fn title(listing: &NewListing, tongue: Tongue) -> String {
    let words = words(tongue);
    let side = match listing.side {
        Side::Need => words.need,
        Side::Offer => words.offer,
    };
    let kind = match listing.details.kind() {
        Kind::Ride => words.ride,
        Kind::Clothing => words.clothing,
        Kind::Housing => words.housing,
        Kind::Other => words.other,
    };
    let place = gazetteer()
        .commune(&listing.commune)
        .map_or("", |commune| commune.name);
    let colon = words.colon;
    format!("{side}{colon}{kind}, {place}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn writer(exercise: bool) -> Writer {
        Writer {
            name: "Rives".to_owned(),
            origin: "https://rives.example".to_owned(),
            exercise,
            key: Arc::new(ContactKey::read(&"A".repeat(43)).unwrap()),
            random: Arc::new(crate::desk::SystemRandomness),
        }
    }

    fn contact(email: Option<&str>) -> Contact {
        Contact {
            email: email.map(str::to_owned),
            phone: Some("+33612345678".to_owned()),
        }
    }

    #[test]
    fn a_letter_carries_the_link_in_its_readers_language_and_no_phone() {
        let paths = ["/entraide/gerer/abc".to_owned()];
        let to = contact(Some("lea@exemple.fr"));
        let letter = |tongue| {
            writer(false)
                .letter(&to, tongue, &Told::Links, &paths)
                .unwrap()
        };
        let french = letter(Tongue::Fr);
        assert!(
            french
                .body
                .contains("https://rives.example/entraide/gerer/abc\n")
        );
        assert_eq!(french.to, "lea@exemple.fr");
        let english = letter(Tongue::En);
        assert!(
            english
                .body
                .contains("https://rives.example/en/entraide/gerer/abc\n")
        );
        for letter in [french, english] {
            assert!(!letter.body.contains("612345678") && !letter.body.contains("EXERCI"));
        }
    }

    #[test]
    fn an_exercise_says_so_and_who_has_no_mail_gets_none() {
        let letter = writer(true).letter(
            &contact(Some("lea@exemple.fr")),
            Tongue::Fr,
            &Told::News,
            &[],
        );
        let letter = letter.unwrap();
        assert!(letter.subject.starts_with("EXERCICE ") && letter.body.starts_with("EXERCICE\n"));
        let none = writer(true).letter(&contact(None), Tongue::Fr, &Told::News, &[]);
        assert!(none.is_none());
    }
}
