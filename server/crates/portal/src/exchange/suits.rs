//! Who suits whom.
//!
//! Owns the rules and their order, and says why. Nobody is matched by this: it only shows the two to each other.
//! What would put somebody at risk (a child without a seat, steps for who cannot climb them, a woman with a man
//! who lives alone) is not a lower score but no suggestion.

use crate::exchange::{
    Clothing, Details, Garment, Household, Housing, Kind, Listing, Luggage, Other, Ride, Side,
    Slot, StepFree, sizes,
};
use crate::places::Insee;

/// The farthest that two rides' hours may lie apart, in minutes: people can talk about it.
pub const APART: u16 = 120;

/// Why a listing suits another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Reason {
    /// In the same commune; a ride starts there.
    SameCommune,
    /// In the same département.
    SameDepartement,
    /// Goes where it is asked to; or anywhere dry is asked for.
    SameDestination,
    /// The hours meet, or lie so many minutes apart (at most [`APART`]).
    SameTime {
        /// 0 when they meet.
        minutes: u16,
    },
    /// Nights in common.
    Nights {
        /// How many.
        shared: u8,
    },
    /// As much as is needed, or more.
    Enough,
    /// Less than is needed, or not all of the nights.
    PartOfIt,
    /// Sizes meet.
    Size,
    /// Step-free, as is needed.
    StepFree,
    /// With the child seats that are needed.
    ChildSeat,
    /// A wheelchair comes and fits.
    Wheelchair,
    /// Pets come and may.
    Pets,
    /// The host takes in who asks.
    Household,
}

/// How well one suits the other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fit {
    /// Higher is better; comparable between fits of the same listing.
    pub score: u16,
    /// In the order in which they are told.
    pub reasons: Vec<Reason>,
}

impl Fit {
    fn add(&mut self, score: u16, reason: Reason) {
        self.score = self.score.saturating_add(score);
        self.reasons.push(reason);
    }

    fn amount(&mut self, needed: u8, left: u8) {
        if left >= needed {
            self.add(100, Reason::Enough);
        } else {
            self.add(40, Reason::PartOfIt);
        }
    }

    fn less(&mut self, score: u16) {
        self.score = self.score.saturating_sub(score);
    }
}

/// Whether two listings suit each other: opposite sides of the same kind, close enough, with something left of
/// both, and nothing that rules it out. Symmetric.
pub fn suits(new: &Listing, other: &Listing) -> Option<Fit> {
    let (need, offer) = match (new.said.side, other.said.side) {
        (Side::Need, Side::Offer) => (new, other),
        (Side::Offer, Side::Need) => (other, new),
        _ => return None,
    };
    let mut fit = Fit {
        score: 0,
        reasons: Vec::new(),
    };
    match near(&need.said.commune, &offer.said.commune)? {
        Reason::SameCommune => fit.add(200, Reason::SameCommune),
        reason => fit.add(100, reason),
    }
    match (&need.said.details, &offer.said.details) {
        (Details::Ride(n), Details::Ride(o)) => ride(&mut fit, n, o, whole(need)?, whole(offer)?)?,
        (Details::Clothing(n), Details::Clothing(o)) => {
            clothing(&mut fit, n, o, whole(need)?, whole(offer)?)?;
        }
        (Details::Housing(n), Details::Housing(o)) => {
            housing(&mut fit, n, o, &need.left, &offer.left)?;
        }
        (Details::Other(n), Details::Other(o)) => {
            helps(n, o)?;
            fit.amount(whole(need)?, whole(offer)?);
        }
        _ => return None,
    }
    Some(fit)
}

/// What is left of a listing that is counted as a whole; `None` when nothing is.
fn whole(listing: &Listing) -> Option<u8> {
    debug_assert!(listing.said.details.kind() != Kind::Housing);
    listing
        .left
        .iter()
        .map(|(_, left)| *left)
        .min()
        .filter(|left| *left > 0)
}

fn near(a: &Insee, b: &Insee) -> Option<Reason> {
    if a == b {
        Some(Reason::SameCommune)
    } else {
        (a.departement() == b.departement()).then_some(Reason::SameDepartement)
    }
}

fn ride(fit: &mut Fit, need: &Ride, offer: &Ride, needed: u8, left: u8) -> Option<()> {
    match (&need.to, &offer.to) {
        (Some(n), Some(o)) if n == o => fit.add(150, Reason::SameDestination),
        // Another place of the same département may lie on the way.
        (Some(n), Some(o)) => {
            near(n, o)?;
            fit.score = fit.score.saturating_add(30);
        }
        (None, _) => fit.add(100, Reason::SameDestination),
        // Anywhere dry: the driver may go there.
        (Some(_), None) => fit.score = fit.score.saturating_add(60),
    }
    let apart = (need.from.0 - offer.until.0)
        .max(offer.from.0 - need.until.0)
        .max(0)
        / 60_000;
    let minutes = u16::try_from(apart).ok().filter(|m| *m <= APART)?;
    fit.add(150 - minutes, Reason::SameTime { minutes });
    fit.amount(needed, left);
    if need.child_seats > offer.child_seats {
        return None;
    }
    if need.child_seats > 0 {
        fit.add(50, Reason::ChildSeat);
    }
    wanted(fit, need.wheelchair, offer.wheelchair, Reason::Wheelchair)?;
    wanted(fit, need.pets, offer.pets, Reason::Pets)?;
    match (need.luggage, offer.luggage) {
        (Luggage::Furniture, Luggage::None | Luggage::Bags) => return None,
        (Luggage::Bags, Luggage::None) => fit.less(30),
        _ => {}
    }
    if need.returns && !offer.returns {
        fit.less(20);
    }
    Some(())
}

/// What is needed has to be there; there without being needed, it does no harm.
fn wanted(fit: &mut Fit, needed: bool, there: bool, reason: Reason) -> Option<()> {
    if needed {
        there.then(|| fit.add(50, reason))
    } else {
        Some(())
    }
}

fn clothing(fit: &mut Fit, need: &Clothing, offer: &Clothing, needed: u8, left: u8) -> Option<()> {
    let shared: Vec<&Garment> = need.garments.intersection(&offer.garments).collect();
    if shared.is_empty() || (need.delivers && !offer.delivers) {
        return None;
    }
    // Sheets and blankets fit everybody.
    if shared.iter().any(|g| **g != Garment::Bedding) {
        if need.wearer != offer.wearer {
            return None;
        }
        match sizes::meet(&need.size, &offer.size) {
            Some(true) => fit.add(100, Reason::Size),
            Some(false) => return None,
            None => {}
        }
    }
    fit.amount(needed, left);
    Some(())
}

fn helps(need: &Other, offer: &Other) -> Option<()> {
    (need.help == offer.help).then_some(())
}

fn housing(
    fit: &mut Fit,
    need: &Housing,
    offer: &Housing,
    needed: &[(Slot, u8)],
    free: &[(Slot, u8)],
) -> Option<()> {
    if need.adults == 0 || !takes_in(offer, need) {
        return None;
    }
    // Nights in which both have something left.
    let mut shared: u8 = 0;
    let (mut people, mut beds) = (0, u8::MAX);
    for (slot, asked) in needed.iter().filter(|(_, n)| *n > 0) {
        if let Some((_, left)) = free.iter().find(|(s, left)| s == slot && *left > 0) {
            shared = shared.saturating_add(1);
            people = people.max(*asked);
            beds = beds.min(*left);
        }
    }
    if shared == 0 {
        return None;
    }
    fit.add(100 + u16::from(shared.min(30)), Reason::Nights { shared });
    let open = needed.iter().filter(|(_, n)| *n > 0).count();
    if usize::from(shared) < open && beds >= people {
        fit.add(60, Reason::PartOfIt);
    } else {
        fit.amount(people, beds);
    }
    match (need.step_free, offer.step_free) {
        (StepFree::All, StepFree::All) | (StepFree::Partly, StepFree::All | StepFree::Partly) => {
            fit.add(80, Reason::StepFree);
        }
        (StepFree::All, _) | (StepFree::Partly, StepFree::No) => return None,
        _ => {}
    }
    wanted(fit, need.pets, offer.pets, Reason::Pets)?;
    fit.add(40, Reason::Household);
    if need.own_room && !offer.own_room {
        fit.less(40);
    }
    if need.smoking && !offer.smoking {
        fit.less(20);
    }
    Some(())
}

/// Whether a host takes in who asks. Women, alone or with children, are never suggested to one adult who lives
/// alone and takes in anyone: nobody knows here who that is (the UN's advice for private hosts).
fn takes_in(host: &Housing, guest: &Housing) -> bool {
    match (host.household, guest.household) {
        (Household::Anyone, Household::Women) => host.adults != 1,
        (Household::Anyone, _) => true,
        // A mother with her children is a family.
        (Household::Family, Household::Women) => guest.children > 0,
        (host, guest) => host == guest,
    }
}
