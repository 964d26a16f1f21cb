//! The first request on a cold way to a service goes alone: until its connection stands, nobody knows that
//! it carries a hundred requests, and each of a herd would make one of its own.
//!
//! Never: a wait of any length. A first request that fails lets the others go too.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use portal::{Instant, Span};
use tokio::sync::watch::{self, Receiver, Sender};

/// The longest that others wait for the first.
const LONGEST_WAIT: Duration = Duration::from_secs(2);
/// A way that nobody used for so long is cold again: a little less than connections are kept.
const COLD_AFTER: Span = Span::seconds(50);
/// The most ways kept: Windows' service has many hosts.
const MOST_WAYS: usize = 4_096;

/// The ways that are warm or being warmed: by service, and by which of the clients.
#[derive(Debug, Default)]
pub(super) struct Ways(Mutex<HashMap<Way, Warmed>>);

/// The service's origin, and which of the clients.
type Way = (String, usize);
/// Ends when the first answer is there; when the way was last used.
type Warmed = (Receiver<()>, Instant);

/// Held by who goes first, until its answer is there; dropping it lets the others go.
#[derive(Debug)]
#[must_use]
pub(super) struct First(#[expect(dead_code, reason = "it is its end that tells")] Sender<()>);

impl Ways {
    /// Returns when the caller may send; with `Some` when it goes first.
    pub(super) async fn turn(&self, origin: &str, client: usize, now: Instant) -> Option<First> {
        let mut first = {
            let mut ways = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            match ways.get_mut(&(origin.to_owned(), client)) {
                Some((first, used)) if now < *used + COLD_AFTER => {
                    *used = now;
                    first.clone()
                }
                _ => {
                    if ways.len() >= MOST_WAYS {
                        ways.clear();
                    }
                    let (going, first) = watch::channel(());
                    ways.insert((origin.to_owned(), client), (first, now));
                    return Some(First(going));
                }
            }
        };
        // Nothing is ever sent: it ends when the first is through, at once if it has long been.
        let _ = tokio::time::timeout(LONGEST_WAIT, first.changed()).await;
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ORIGIN: &str = "https://fcm.googleapis.com";

    #[tokio::test]
    async fn others_wait_for_the_first_and_go_when_it_is_through_even_if_it_broke_off() {
        let ways = Ways::default();
        let now = Instant(0);
        let first = ways.turn(ORIGIN, 0, now).await;
        assert!(first.is_some());
        assert!(ways.turn(ORIGIN, 1, now).await.is_some(), "another client");
        let mut second = Box::pin(ways.turn(ORIGIN, 0, now));
        assert!(
            std::future::poll_fn(|c| {
                std::task::Poll::Ready(second.as_mut().poll(c).is_pending())
            })
            .await
        );
        drop(first);
        assert!(second.await.is_none());
    }

    #[tokio::test]
    async fn a_way_that_was_not_used_for_long_is_warmed_again() {
        let ways = Ways::default();
        let first = ways.turn(ORIGIN, 0, Instant(0)).await;
        drop(first);
        let at = |now| ways.turn(ORIGIN, 0, Instant(0) + now);
        assert!(at(Span::seconds(49)).await.is_none());
        assert!(at(Span::seconds(98)).await.is_none());
        assert!(at(Span::seconds(148)).await.is_some());
    }
}
