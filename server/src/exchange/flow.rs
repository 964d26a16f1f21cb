//! Shows needs to offers in small waves, and tells owners of needs of new offers every night.
//!
//! Owns which letters are written. Never: an offer told of a need that it does not suit; somebody told of the
//! same listing twice, which the store sees to.

use portal::exchange::{
    Due, Fit, For, Listing, MOST_TOLD, NewLetter, Run, Telling, WAVE, next_night, next_wave,
    suggested, suits, wave,
};
use portal::{Instant, PortError};

use super::{Keeping, Told};

/// Needs in one visit.
const AT_ONCE: u32 = 200;
/// Listings of each place that are compared with one.
const COMPARED: u32 = 200;

/// The public page of a listing.
fn path(listing: &Listing) -> String {
    format!("/entraide/annonce/{}", listing.id.0)
}

impl Keeping {
    /// Everything whose turn it is.
    pub(super) async fn flow(&self, now: Instant) -> Result<(), PortError> {
        for due in self.exchange.due(Run::Wave, AT_ONCE, now).await? {
            self.wave(&due, now).await?;
        }
        for due in self.exchange.due(Run::Night, AT_ONCE, now).await? {
            self.night(&due, now).await?;
        }
        Ok(())
    }

    /// A need is shown to the next few offers whose owners can be written to: as many as may still talk with it.
    async fn wave(&self, due: &Due, now: Instant) -> Result<(), PortError> {
        let need = &due.need;
        let mut offers: Vec<(Listing, Fit)> = Vec::new();
        let mut letters: Vec<NewLetter> = Vec::new();
        let found = self
            .exchange
            .candidates(need, For::Wave, COMPARED, now)
            .await?;
        for (offer, sealed) in found {
            let Some(fit) = suits(need, &offer) else {
                continue;
            };
            let (tongue, told) = (offer.said.tongue, Told::Wanted(&need.said));
            let letter = self.opened(&sealed).and_then(|contact| {
                let paths = [path(need)];
                self.writer.sealed(&contact, tongue, &told, &paths, now)
            });
            if let Some(letter) = letter {
                offers.push((offer, fit));
                letters.push(letter);
            }
        }
        let room = WAVE.saturating_sub(due.talks as usize);
        let tellings: Vec<Telling> = wave(need, &offers, due.told, room)
            .into_iter()
            .filter_map(|i| {
                Some(Telling {
                    told: offers.get(i)?.0.id.clone(),
                    about: vec![need.id.clone()],
                    letter: letters.get(i)?.clone(),
                })
            })
            .collect();
        let told = due.told as usize + tellings.len();
        let next = (told < MOST_TOLD as usize).then(|| now + next_wave(need, now));
        self.exchange
            .tell(Run::Wave, due, next, &tellings, now)
            .await
    }

    /// The owner of a need hears of the offers that suit best and that were not told yet.
    async fn night(&self, due: &Due, now: Instant) -> Result<(), PortError> {
        let need = &due.need;
        let found = self
            .exchange
            .candidates(need, For::Night, COMPARED, now)
            .await?;
        let offers = found.into_iter().map(|(offer, _)| offer).collect();
        let fits = suggested(need, offers);
        let paths: Vec<String> = fits.iter().map(|(offer, _)| path(offer)).collect();
        let letter = match paths.as_slice() {
            [] => None,
            paths => self.opened(&due.contact).and_then(|contact| {
                let told = Told::Offered(&need.said);
                self.writer
                    .sealed(&contact, need.said.tongue, &told, paths, now)
            }),
        };
        let telling = letter.map(|letter| Telling {
            told: need.id.clone(),
            about: fits.into_iter().map(|(offer, _)| offer.id).collect(),
            letter,
        });
        let next = Some(next_night(now));
        self.exchange
            .tell(Run::Night, due, next, telling.as_slice(), now)
            .await
    }
}
