//! To how many a need is shown at once.
//!
//! Offers outnumber needs by 19 to 1 and more (Valencia, 2024): shown to all at once, everybody writes to the
//! same person, and the others hear nothing. So a need goes to a few offers at a time, the best first, and to
//! the next few only when it is still open after a while.
//!
//! Owns the order and the numbers. Telling, and noting who was told, is the caller's.

use sha2::{Digest as _, Sha256};

use crate::exchange::{Details, Fit, Listing, Side, TALKS_PER_NEED, suits};
use crate::{Instant, Span};

/// Offers in one wave: as many as may talk with a need at once.
pub const WAVE: usize = TALKS_PER_NEED as usize;
/// Offers told of one need in all.
pub const MOST_TOLD: u32 = 20;
/// A need still open so long after a wave has the next one.
pub const NEXT_WAVE: Span = Span::hours(6);
/// Letters of needs to the owner of one offer in a day.
pub const TOLD_PER_DAY: u32 = 5;
/// Offers in one letter to the owner of a need, and suggestions on a page.
pub const SUGGESTED: usize = 5;
/// When owners of needs are written to of new offers: at this hour, in Paris.
pub const NIGHT: i8 = 5;
/// The same where it is for tonight, or a ride that leaves within [`SOON`].
pub const NEXT_WAVE_SOON: Span = Span::minutes(30);
/// See [`NEXT_WAVE_SOON`].
pub const SOON: Span = Span::hours(12);
/// Fits whose scores differ by less are alike, and chance decides between them.
const ALIKE: u16 = 50;

/// The offers to which a need is shown next: positions in `offers`, the first to be told first, at most
/// `per_wave`. `offers`: those that suit and were not told of it yet; `already`: how many were.
///
/// The best come first. Between those about as good, the order is another for every need, and always the same
/// for one need: else the first in a list would hear of all needs, and the last of none. Empty for what is not a
/// need, when nothing of it is left to find, or when [`MOST_TOLD`] know of it.
pub fn wave(
    need: &Listing,
    offers: &[(Listing, Fit)],
    already: u32,
    per_wave: usize,
) -> Vec<usize> {
    let open = need.left.iter().any(|(_, left)| *left > 0);
    if need.said.side != Side::Need || !open {
        return Vec::new();
    }
    let room = usize::try_from(MOST_TOLD.saturating_sub(already)).unwrap_or(0);
    let mut order: Vec<usize> = offers
        .iter()
        .enumerate()
        .filter(|(_, (offer, _))| offer.said.side == Side::Offer)
        .filter(|(_, (offer, _))| offer.left.iter().any(|(_, left)| *left > 0))
        .map(|(i, _)| i)
        .collect();
    order.sort_by_cached_key(|i| {
        offers.get(*i).map(|(offer, fit)| {
            let chance = Sha256::digest(format!("{}\n{}", need.id.0, offer.id.0));
            (std::cmp::Reverse(fit.score / ALIKE), chance.to_vec())
        })
    });
    order.truncate(per_wave.min(room));
    order
}

/// How long after a wave the next one is due, if the need is still open then.
pub fn next_wave(need: &Listing, now: Instant) -> Span {
    let soon = match &need.said.details {
        Details::Ride(ride) => ride.from <= now + SOON,
        Details::Housing(housing) => housing.from <= crate::exchange::tonight(now),
        Details::Clothing(_) | Details::Other(_) => false,
    };
    if soon { NEXT_WAVE_SOON } else { NEXT_WAVE }
}

/// The fits of a listing among others, the best first, at most [`SUGGESTED`].
pub fn suggested(listing: &Listing, others: Vec<Listing>) -> Vec<(Listing, Fit)> {
    let mut fits: Vec<(Listing, Fit)> = others
        .into_iter()
        .filter_map(|other| suits(listing, &other).map(|fit| (other, fit)))
        .collect();
    fits.sort_by_key(|(_, fit)| std::cmp::Reverse(fit.score));
    fits.truncate(SUGGESTED);
    fits
}

/// When owners of needs are next written to: [`NIGHT`] o'clock in Paris, today or tomorrow.
pub fn next_night(now: Instant) -> Instant {
    let today = now.in_paris().date();
    let tomorrow = today.tomorrow().unwrap_or(today);
    [today, tomorrow]
        .into_iter()
        .filter_map(|day| Instant::of_paris(day.at(NIGHT, 0, 0, 0)))
        .find(|night| *night > now)
        .unwrap_or(now + Span::hours(24))
}
