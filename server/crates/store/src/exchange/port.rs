//! The port of the public side, each deed in its own file.

use async_trait::async_trait;
use portal::exchange::{
    Answered, Answering, ContactHash, Deed, Did, Exchange, Found, HoldReason, LinkHash, Listing,
    ListingId, Managed, MatchDeed, MatchState, NewLetter, NewListing, Posted, Posting, Reported,
    Search, Slot, Talk,
};
use portal::push::Tongue;
use portal::{Instant, PortError};

use super::{listings, matches, owners, reports, search, sweep, talks};
use crate::Store;

#[async_trait]
impl Exchange for Store {
    async fn post(&self, posting: &Posting, at: Instant) -> Result<Posted, PortError> {
        Ok(listings::post(self, posting, at).await?)
    }

    async fn find(&self, search: &Search, now: Instant) -> Result<Found, PortError> {
        Ok(search::find(self, search, now).await?)
    }

    async fn listing(&self, id: &ListingId, now: Instant) -> Result<Option<Listing>, PortError> {
        Ok(listings::public(self, id, now).await?)
    }

    async fn owner(&self, id: &ListingId) -> Result<Option<(Vec<u8>, Tongue)>, PortError> {
        Ok(listings::owner(self, id).await?)
    }

    async fn managed(&self, link: &LinkHash, _now: Instant) -> Result<Option<Managed>, PortError> {
        Ok(owners::managed(self, link).await?)
    }

    async fn edit(
        &self,
        link: &LinkHash,
        listing: &NewListing,
        hold: &[HoldReason],
        likeness: &str,
        at: Instant,
    ) -> Result<Did, PortError> {
        Ok(owners::edit(self, link, listing, hold, likeness, at).await?)
    }

    async fn deed(&self, link: &LinkHash, deed: &Deed, at: Instant) -> Result<Did, PortError> {
        Ok(owners::deed(self, link, deed, at).await?)
    }

    async fn erase(&self, link: &LinkHash, _at: Instant) -> Result<Did, PortError> {
        Ok(owners::erase(self, link).await?)
    }

    async fn open_listings_of(
        &self,
        contact: &ContactHash,
        now: Instant,
    ) -> Result<Vec<(ListingId, Tongue)>, PortError> {
        Ok(listings::of_contact(self, contact, now).await?)
    }

    async fn relink(
        &self,
        links: &[(ListingId, LinkHash)],
        letter: &NewLetter,
        at: Instant,
    ) -> Result<(), PortError> {
        Ok(owners::relink(self, links, letter, at).await?)
    }

    async fn answer(&self, answering: &Answering, at: Instant) -> Result<Answered, PortError> {
        Ok(talks::answer(self, answering, at).await?)
    }

    async fn talk(&self, link: &LinkHash, _now: Instant) -> Result<Option<Talk>, PortError> {
        Ok(talks::talk(self, link).await?)
    }

    async fn listing_of_talk(&self, link: &LinkHash) -> Result<Option<Listing>, PortError> {
        Ok(talks::listing(self, link).await?)
    }

    async fn correspondent(&self, link: &LinkHash) -> Result<Option<(Vec<u8>, Tongue)>, PortError> {
        Ok(talks::correspondent(self, link).await?)
    }

    async fn say(
        &self,
        link: &LinkHash,
        text: &str,
        letter: Option<&NewLetter>,
        at: Instant,
    ) -> Result<Did, PortError> {
        Ok(talks::say(self, link, text, letter, at).await?)
    }

    async fn propose(
        &self,
        link: &LinkHash,
        units: u8,
        slots: &[Slot],
        letter: Option<&NewLetter>,
        at: Instant,
    ) -> Result<Option<MatchState>, PortError> {
        Ok(matches::propose(self, link, units, slots, letter, at).await?)
    }

    async fn matched(
        &self,
        link: &LinkHash,
        deed: MatchDeed,
        letter: Option<&NewLetter>,
        at: Instant,
    ) -> Result<Did, PortError> {
        Ok(matches::matched(self, link, deed, letter, at).await?)
    }

    async fn reveal(&self, link: &LinkHash, shown: bool, at: Instant) -> Result<Did, PortError> {
        Ok(talks::reveal(self, link, shown, at).await?)
    }

    async fn block(&self, link: &LinkHash, at: Instant) -> Result<Did, PortError> {
        Ok(talks::block(self, link, at).await?)
    }

    async fn report(&self, what: &Reported, reason: &str, at: Instant) -> Result<Did, PortError> {
        Ok(reports::report(self, what, reason, at).await?)
    }

    async fn sweep(&self, now: Instant) -> Result<u64, PortError> {
        Ok(sweep::sweep(self, now).await?)
    }

    async fn to_remind(
        &self,
        now: Instant,
        limit: u32,
    ) -> Result<Vec<(ListingId, Vec<u8>, Tongue)>, PortError> {
        Ok(sweep::to_remind(self, now, limit).await?)
    }

    async fn reminded(
        &self,
        id: &ListingId,
        link: &LinkHash,
        letter: Option<&NewLetter>,
        at: Instant,
    ) -> Result<(), PortError> {
        Ok(sweep::reminded(self, id, link, letter, at).await?)
    }
}
