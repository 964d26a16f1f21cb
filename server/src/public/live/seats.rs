//! How many may listen at once, in all and per client.
//!
//! The client's address is kept here while it listens, in memory, and for nothing else.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError};

/// The places for listeners.
#[derive(Debug)]
pub(super) struct Seats {
    most: usize,
    per_client: usize,
    taken: Mutex<Taken>,
}

#[derive(Debug, Default)]
struct Taken {
    all: usize,
    of: HashMap<IpAddr, usize>,
}

/// One taken place; given back when dropped.
#[derive(Debug)]
pub(super) struct Seat {
    seats: Arc<Seats>,
    client: IpAddr,
}

impl Seats {
    pub(super) fn new(most: usize, per_client: usize) -> Arc<Self> {
        Arc::new(Self {
            most,
            per_client,
            taken: Mutex::default(),
        })
    }

    /// A place; `None` when all are taken, or this client has its share.
    pub(super) fn take(self: &Arc<Self>, client: IpAddr) -> Option<Seat> {
        let mut taken = self.taken.lock().unwrap_or_else(PoisonError::into_inner);
        if taken.all >= self.most {
            return None;
        }
        let of = taken.of.entry(client).or_default();
        if *of >= self.per_client {
            return None;
        }
        *of += 1;
        taken.all += 1;
        Some(Seat {
            seats: self.clone(),
            client,
        })
    }

    /// How many listen.
    pub(super) fn taken(&self) -> usize {
        self.taken
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .all
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        let mut taken = self
            .seats
            .taken
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        taken.all = taken.all.saturating_sub(1);
        if let Some(of) = taken.of.get_mut(&self.client) {
            *of = of.saturating_sub(1);
            if *of == 0 {
                taken.of.remove(&self.client);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn from(n: u8) -> IpAddr {
        IpAddr::from([192, 0, 2, n])
    }

    #[test]
    fn a_client_has_its_share_and_what_is_given_back_can_be_taken_again() {
        let seats = Seats::new(3, 2);
        let one = seats.take(from(1));
        let two = seats.take(from(1));
        assert!(one.is_some() && two.is_some());
        assert!(seats.take(from(1)).is_none(), "its share");
        let three = seats.take(from(2));
        assert!(three.is_some());
        assert!(seats.take(from(3)).is_none(), "all are taken");
        drop(one);
        assert_eq!(seats.taken(), 2);
        assert!(seats.take(from(3)).is_some());
        drop((two, three));
        assert_eq!(seats.taken(), 0);
        assert!(
            seats.taken.lock().unwrap().of.is_empty(),
            "no address is kept"
        );
    }
}
