//! What is offered or asked for, typed by kind.

use std::collections::BTreeSet;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::Instant;
use crate::places::Insee;

/// Declares an enum with the words it has in URLs, forms and the store.
macro_rules! coded {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $code:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, ::serde::Serialize, ::serde::Deserialize)]
        pub enum $name {
            $($(#[$vdoc])* #[serde(rename = $code)] $variant),+
        }
        impl $name {
            /// Every one, in the order in which forms show them.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];
            /// Its word in URLs, forms and the store.
            pub const fn code(self) -> &'static str {
                match self { $(Self::$variant => $code),+ }
            }
            /// The one of that word.
            pub fn parse(code: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|v| v.code() == code)
            }
        }
    };
}
pub(crate) use coded;

coded! {
    /// Which side of the exchange.
    Side {
        /// Somebody needs it.
        Need = "besoin",
        /// Somebody has it to give.
        Offer = "offre",
    }
}

impl Side {
    /// The other one.
    pub fn opposite(self) -> Self {
        match self {
            Self::Need => Self::Offer,
            Self::Offer => Self::Need,
        }
    }
}

coded! {
    /// What is exchanged.
    Kind {
        /// A ride (covoiturage).
        Ride = "trajet",
        /// Clothing and bedding.
        Clothing = "vetements",
        /// A bed, a room, a home.
        Housing = "logement",
        /// Anything else.
        Other = "autre",
    }
}

coded! {
    /// What a car can carry beside people.
    Luggage {
        /// Nothing.
        None = "aucun",
        /// Bags.
        Bags = "sacs",
        /// Furniture.
        Furniture = "meubles",
    }
}

/// A ride. Prices do not exist here: it is free.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ride {
    /// To which commune; `None`: anywhere dry. The listing's own commune is where it starts.
    pub to: Option<Insee>,
    /// Leaves not before.
    pub from: Instant,
    /// Leaves not after.
    pub until: Instant,
    /// Seats offered or asked, 1–8.
    pub seats: u8,
    /// Of them, child seats needed or there, 0–4.
    pub child_seats: u8,
    /// A wheelchair comes or fits.
    pub wheelchair: bool,
    /// Pets come or may.
    pub pets: bool,
    /// What comes along or fits.
    pub luggage: Luggage,
    /// The way back too.
    pub returns: bool,
}

coded! {
    /// For whom clothes are.
    Wearer {
        /// Up to two years.
        Baby = "bebe",
        /// A child.
        Child = "enfant",
        /// A woman.
        Woman = "femme",
        /// A man.
        Man = "homme",
    }
}

coded! {
    /// What kind of clothes.
    Garment {
        /// Coats, rainwear.
        Coat = "manteau",
        /// Shoes, boots.
        Shoes = "chaussures",
        /// Everyday clothes.
        Clothes = "habits",
        /// Underwear, new only.
        Underwear = "sous-vetements-neufs",
        /// Sheets, blankets.
        Bedding = "literie",
    }
}

/// Clothing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Clothing {
    /// For whom.
    pub wearer: Wearer,
    /// Size or age as people write it: `8 ans`, `M`, `42`; at most 20 characters, may be empty.
    pub size: String,
    /// At least one.
    pub garments: BTreeSet<Garment>,
    /// Pieces, 1–50.
    pub pieces: u8,
    /// An offer: can bring them. A need: cannot come for them.
    pub delivers: bool,
}

coded! {
    /// Steps on the way to the bed.
    StepFree {
        /// None: step-free all the way.
        All = "oui",
        /// In part.
        Partly = "en-partie",
        /// Not step-free.
        No = "non",
        /// Not known.
        Unknown = "inconnu",
    }
}

coded! {
    /// Whom a host takes in, or who asks.
    Household {
        /// Anyone (offers only).
        Anyone = "tous",
        /// Women, with or without children.
        Women = "femmes",
        /// A family or couple with whoever belongs to it.
        Family = "famille",
        /// Men.
        Men = "hommes",
    }
}

/// Housing. No address, no door code: a commune is all that is public.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Housing {
    /// Beds offered, or people who need one (adults + children); 1–20.
    pub beds: u8,
    /// The first night.
    pub from: Date,
    /// The morning of leaving: the night before it is the last. At most 60 nights.
    pub until: Date,
    /// Offers: adults who live there. Needs: adults asking; at least one, no child goes alone.
    pub adults: u8,
    /// Offers: children who live there. Needs: children who come along.
    pub children: u8,
    /// Whom the host takes in, or who asks.
    pub household: Household,
    /// Steps. A need of [`StepFree::All`] needs it.
    pub step_free: StepFree,
    /// Pets may come, or come.
    pub pets: bool,
    /// A room of one's own, not a shared one.
    pub own_room: bool,
    /// Smoking is allowed there, or somebody smokes.
    pub smoking: bool,
    /// Porte ouverte: a bed tonight, by the short form.
    pub tonight: bool,
}

coded! {
    /// Help of other kinds.
    Help {
        /// Meals.
        Meals = "repas",
        /// Storing furniture and things.
        Storage = "stockage",
        /// Tools, pumps, generators.
        Tools = "outils",
        /// Hands to clean.
        Cleaning = "nettoyage",
        /// Pets taken in.
        Pets = "animaux",
        /// Childcare.
        Childcare = "garde-enfants",
        /// Somebody to talk to.
        Listening = "ecoute",
        /// Something else: the text says what.
        Else = "divers",
    }
}

/// Other help.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Other {
    /// What.
    pub help: Help,
    /// How many (meals, hands, pets …), 1–50.
    pub count: u8,
}

/// What a listing is about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind")]
pub enum Details {
    /// A ride.
    Ride(Ride),
    /// Clothing.
    Clothing(Clothing),
    /// Housing.
    Housing(Housing),
    /// Other help.
    Other(Other),
}

/// One unit of time in which capacity is counted: a night, or the whole listing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Slot {
    /// The listing has one capacity for all its life.
    Whole,
    /// The night that begins on this date.
    Night(Date),
}

impl Slot {
    /// As the store keeps it: empty, or `2026-11-23`.
    pub fn code(self) -> String {
        match self {
            Self::Whole => String::new(),
            Self::Night(date) => date.to_string(),
        }
    }

    /// Reads what [`Slot::code`] wrote.
    pub fn parse(code: &str) -> Option<Self> {
        if code.is_empty() {
            return Some(Self::Whole);
        }
        code.parse().ok().map(Self::Night)
    }
}

impl Details {
    /// Its kind.
    pub fn kind(&self) -> Kind {
        match self {
            Self::Ride(_) => Kind::Ride,
            Self::Clothing(_) => Kind::Clothing,
            Self::Housing(_) => Kind::Housing,
            Self::Other(_) => Kind::Other,
        }
    }

    /// How much there is of it in each slot: seats, pieces, beds, count.
    pub fn units(&self) -> u8 {
        match self {
            Self::Ride(r) => r.seats,
            Self::Clothing(c) => c.pieces,
            Self::Housing(h) => h.beds,
            Self::Other(o) => o.count,
        }
    }

    /// The slots in which it is counted, in order.
    pub fn slots(&self) -> Vec<Slot> {
        match self {
            Self::Housing(h) => h
                .from
                .series(jiff::Span::new().days(1))
                .take_while(|night| *night < h.until)
                .take(MOST_NIGHTS)
                .map(Slot::Night)
                .collect(),
            _ => vec![Slot::Whole],
        }
    }
}

/// The most nights of one listing.
pub const MOST_NIGHTS: usize = 60;
