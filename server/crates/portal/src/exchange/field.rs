//! The fields of the forms: their names, what was typed, and what is wrong with it.

use std::collections::BTreeMap;

/// The names of all fields of the exchange's forms, as HTML and URLs carry them.
pub mod names {
    /// Post: `besoin` or `offre`.
    pub const SIDE: &str = "cote";
    /// Post: `trajet`, `vetements`, `logement`, `autre`.
    pub const KIND: &str = "genre";
    /// Commune: INSEE code, or what somebody typed (name, postal code).
    pub const COMMUNE: &str = "commune";
    /// Free text.
    pub const TEXT: &str = "texte";
    /// E-mail.
    pub const EMAIL: &str = "courriel";
    /// Phone.
    pub const PHONE: &str = "telephone";
    /// Ride: destination, commune as above; empty: anywhere dry.
    pub const TO: &str = "vers";
    /// First day (`2026-11-23`): of the ride, the stay, the search.
    pub const DAY: &str = "jour";
    /// Ride: leaves between this (`08:30`, Paris) …
    pub const TIME: &str = "heure";
    /// … and this many minutes after it (0–720).
    pub const MARGIN: &str = "marge";
    /// Housing: morning of leaving (`2026-11-25`).
    pub const UNTIL: &str = "fin";
    /// Seats, pieces, beds, count.
    pub const UNITS: &str = "nombre";
    /// Child seats.
    pub const CHILD_SEATS: &str = "sieges-enfant";
    /// Checkbox (`oui`).
    pub const WHEELCHAIR: &str = "fauteuil";
    /// Checkbox.
    pub const PETS: &str = "animaux";
    /// Luggage.
    pub const LUGGAGE: &str = "bagages";
    /// Checkbox.
    pub const RETURNS: &str = "retour";
    /// Wearer.
    pub const WEARER: &str = "pour-qui";
    /// Size or age.
    pub const SIZE: &str = "taille";
    /// Garments, repeated.
    pub const GARMENTS: &str = "quoi";
    /// Checkbox.
    pub const DELIVERS: &str = "apporte";
    /// Adults.
    pub const ADULTS: &str = "adultes";
    /// Children.
    pub const CHILDREN: &str = "enfants";
    /// Household.
    pub const HOUSEHOLD: &str = "foyer";
    /// Step-free.
    pub const STEP_FREE: &str = "plain-pied";
    /// Checkbox.
    pub const OWN_ROOM: &str = "chambre";
    /// Checkbox.
    pub const SMOKING: &str = "fumeur";
    /// Help.
    pub const HELP: &str = "aide";
    /// Housing, the short form: `oui` asks for or offers a bed tonight, and the days may stay empty.
    pub const TONIGHT: &str = "ce-soir";
    /// Language of mails and pages: `fr` (when empty), `en`.
    pub const TONGUE: &str = "langue";
    /// Search: a département's code.
    pub const DEPARTEMENT: &str = "departement";
    /// Answer and conversation: what is said.
    pub const SAID: &str = "message";
    /// Checkbox: whoever posts or answers has read the safety card.
    pub const SAFETY: &str = "securite";
    /// The honeypot: hidden from people, always empty.
    pub const HONEYPOT: &str = "site-web";
    /// Search: radius in km.
    pub const RADIUS: &str = "rayon";
    /// Search: words.
    pub const WORDS: &str = "mots";
    /// Search: page, from 1.
    pub const PAGE: &str = "page";
}

/// What was typed: every field with its values, unchanged, so that nothing is lost.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Draft(BTreeMap<String, Vec<String>>);

impl Draft {
    /// From a form's pairs, in order.
    pub fn new(pairs: impl IntoIterator<Item = (String, String)>) -> Self {
        let mut fields: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for (name, value) in pairs {
            fields.entry(name).or_default().push(value);
        }
        Self(fields)
    }

    /// The first value as typed; empty when there is none.
    pub fn get(&self, name: &str) -> &str {
        self.all(name).first().map_or("", String::as_str)
    }

    /// All values of a repeated field.
    pub fn all(&self, name: &str) -> &[String] {
        self.0.get(name).map_or(&[], Vec::as_slice)
    }

    /// Whether a checkbox was ticked.
    pub fn ticked(&self, name: &str) -> bool {
        !self.get(name).is_empty()
    }

    /// With the values of a repeated field.
    pub fn with_all(mut self, name: &str, values: impl IntoIterator<Item = String>) -> Self {
        self.0.insert(name.to_owned(), values.into_iter().collect());
        self
    }

    /// With another value.
    pub fn with(mut self, name: &str, value: impl Into<String>) -> Self {
        self.0.insert(name.to_owned(), vec![value.into()]);
        self
    }
}

/// Personal or dangerous matter found in a public text, which is refused with this explanation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Forbidden {
    /// A phone number, in digits or in words.
    Phone,
    /// An e-mail address.
    Email,
    /// A street address.
    Address,
    /// A door code.
    DoorCode,
    /// A link or an account of another platform.
    Link,
    /// A payment: IBAN, card, transfer, a price.
    Payment,
}

/// What is wrong with one field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Wrong {
    /// Nothing was typed or chosen.
    Missing,
    /// It cannot be read as what the field asks for.
    Unreadable,
    /// No commune of that name or code; or several: choose.
    Place,
    /// Too small, too large.
    Range {
        /// The least.
        least: u16,
        /// The most.
        most: u16,
    },
    /// It is over already.
    Past,
    /// More than a year ahead, or more nights than 60.
    Far,
    /// Longer than this many characters.
    Long(u16),
    /// It says what may not stand in public.
    Forbidden(Forbidden),
    /// Neither an e-mail nor a phone.
    NoContact,
    /// No child without an adult.
    LoneMinor,
    /// Not ticked.
    NotAccepted,
    /// The exchange is not open in that département.
    NotOpen,
    /// Not possible as things stand now: it is closed, or more is taken than would be left.
    NotNow,
    /// No page of this portal sent it: nothing was done, it can be sent again from here.
    Foreign,
}

/// One error: the field's name (of [`names`]) and what is wrong.
pub type FieldError = (&'static str, Wrong);
