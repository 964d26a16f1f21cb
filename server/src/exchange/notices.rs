//! Tells both sides when somebody who waited in line moved up, whatever made room.

use portal::exchange::{MatchState, NewLetter, Notice, Party};
use portal::{Instant, PortError};

use super::{Keeping, Told};

/// Notices in one visit.
const AT_ONCE: u32 = 200;

impl Keeping {
    /// Writes what is to be written, once.
    pub(super) async fn tell_who_moved_up(&self, now: Instant) -> Result<(), PortError> {
        for notice in self.exchange.notices(AT_ONCE).await? {
            // What is over already is told by what ended it.
            let letters = match notice.state {
                MatchState::Proposed => self.moved_up(&notice, now),
                _ => Vec::new(),
            };
            self.exchange.noticed(&notice, &letters, now).await?;
        }
        Ok(())
    }

    /// One letter to each side that has an e-mail, with that side's own link.
    fn moved_up(&self, notice: &Notice, now: Instant) -> Vec<NewLetter> {
        let (sealed, tongue) = (&notice.responder.0, notice.responder.1);
        let sides = [
            (
                Party::Responder,
                sealed,
                tongue,
                Told::MovedUp(&notice.listing),
            ),
            (
                Party::Owner,
                &notice.owner,
                notice.listing.tongue,
                Told::ToAnswer(&notice.listing),
            ),
        ];
        sides
            .into_iter()
            .filter_map(|(party, sealed, tongue, told)| {
                let contact = self.opened(sealed)?;
                let secret = self.writer.key.talk_secret(&notice.talk, party);
                let paths = [format!("/entraide/echange/{secret}")];
                self.writer.sealed(&contact, tongue, &told, &paths, now)
            })
            .collect()
    }
}
