//! What reports say, as this process has opened them: in memory, and nowhere else.
//!
//! The board follows the vault under the proof of whoever asks. It keeps the text of reports and of what was added to
//! them, never a photo. Its memory ends with the process; what the vault purges, it forgets at its next reading.

use std::collections::BTreeMap;

use portal::places::gazetteer;
use portal::valve::{Addition, Category, Report, Submission};
use portal::{Instant, PortError, Span};
use tokio::sync::Mutex;

use super::alike::Trait;
use super::{Arrival, Key, Lane, Likely, likely};
use crate::access::{Proof, ReadReports};
use crate::reports::{After, Arrived, OpenError, RETENTION, Reports};

/// Envelopes that are asked for at once.
const STEP: u32 = 500;
/// Steps of one request: a desk that has just started reads the rest at the next.
const STEPS: u32 = 20;
/// Suggestions that are worth listing.
const LISTED: usize = 8;

/// What was added to a report.
#[derive(Clone)]
pub struct Added {
    /// When it came.
    pub received_at: Instant,
    /// What.
    pub what: Extra,
}

/// What an addition is, without its photo.
#[derive(Clone)]
pub enum Extra {
    /// A sentence.
    Sentence(String),
    /// A photo of so many bytes. It is not shown: its bytes are a stranger's.
    Photo(usize),
    /// "I was wrong."
    Wrong,
}

/// A report, opened.
#[derive(Clone)]
pub struct Seen {
    /// What it says.
    pub report: Report,
    /// The minute in which it came.
    pub received_at: Instant,
    /// Whether the portal sealed it, rather than the reporter's own browser.
    pub sealed_at_door: bool,
    /// What was added, in order of arrival.
    pub added: Vec<Added>,
}

impl Seen {
    /// Whether its reporter takes it back.
    pub fn is_withdrawn(&self) -> bool {
        self.added.iter().any(|a| matches!(a.what, Extra::Wrong))
    }

    /// The first words that there are: its own, or what was added.
    pub fn text(&self) -> Option<&str> {
        self.report.text().or_else(|| {
            self.added.iter().find_map(|a| match &a.what {
                Extra::Sentence(text) => Some(text.as_str()),
                Extra::Photo(_) | Extra::Wrong => None,
            })
        })
    }

    /// What it is compared by.
    fn trait_of(&self) -> Trait {
        let place = self.report.place();
        let mut words = Trait::words_of(place.words().unwrap_or_default());
        words.extend(Trait::words_of(self.text().unwrap_or_default()));
        Trait {
            kind: self.report.category(),
            at: self.received_at,
            commune: place.commune().cloned(),
            position: place.position(),
            words,
        }
    }
}

/// What a list shows of a report.
#[derive(Clone)]
pub struct Glance {
    /// What was tapped.
    pub kind: Category,
    /// Where, in words.
    pub place: String,
    /// The beginning of what it says.
    pub text: String,
    /// Whether its reporter takes it back.
    pub withdrawn: bool,
    /// How many photos came with it.
    pub photos: usize,
}

/// What could not be opened, by reason.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Unreadable {
    /// Sealed to a key that was destroyed, or that this desk does not have.
    pub without_key: u64,
    /// Changed, cut or not a report.
    pub spoilt: u64,
}

#[derive(Default)]
struct Pinned {
    after: Option<After>,
    reports: BTreeMap<Key, Seen>,
    /// What was added to which report, also before that report came.
    added: BTreeMap<Key, BTreeMap<Key, Added>>,
    unreadable: BTreeMap<Key, OpenError>,
    /// Reports that became items.
    admitted: std::collections::BTreeSet<Key>,
}

/// The reports that this process has opened.
#[derive(Default)]
pub struct Board(Mutex<Pinned>);

impl Board {
    /// Reads what came into the vault since the last time; the arrivals of which no item was made yet. With `false`,
    /// there is more, which the next reading takes.
    pub async fn follow(
        &self,
        vault: &dyn Reports,
        by: &Proof<ReadReports>,
        now: Instant,
    ) -> Result<(Vec<Arrival>, bool), PortError> {
        let mut pinned = self.0.lock().await;
        pinned.forget(now - RETENTION);
        let mut place = pinned.after.unwrap_or(After::BEGINNING);
        let mut whole = false;
        for _ in 0..STEPS {
            let page = vault.page(by, place, STEP).await?;
            whole = page.len() < usize::try_from(STEP).unwrap_or(usize::MAX);
            let last = page.last().map(Arrived::place);
            page.into_iter().for_each(|arrived| pinned.pin(arrived));
            place = last.unwrap_or(place);
            if whole {
                break;
            }
        }
        // Within a minute reports stand by chance: of the last two, all is read again.
        let again = Instant(place.received_at.0 - Span::minutes(1).0);
        pinned.after = Some(match whole {
            true => After {
                received_at: again,
                idempotency: None,
            },
            false => place,
        });
        let arrivals = pinned
            .reports
            .iter()
            .filter(|(key, _)| !pinned.admitted.contains(key))
            .map(|(key, seen)| Arrival {
                report: *key,
                lane: Lane::first_of(&seen.report),
                came_at: seen.received_at,
            })
            .collect();
        Ok((arrivals, whole))
    }

    /// Items were made of these.
    pub async fn admitted(&self, _by: &Proof<ReadReports>, arrivals: &[Arrival]) {
        let mut pinned = self.0.lock().await;
        pinned.admitted.extend(arrivals.iter().map(|a| a.report));
    }

    /// One report with what was added to it.
    pub async fn seen(&self, _by: &Proof<ReadReports>, key: Key) -> Option<Seen> {
        self.0.lock().await.seen(key)
    }

    /// What lists show of some reports, in their order; `None` for one that is not there.
    pub async fn glances(&self, _by: &Proof<ReadReports>, keys: &[Key]) -> Vec<Option<Glance>> {
        let pinned = self.0.lock().await;
        keys.iter()
            .map(|key| pinned.seen(*key).map(|seen| glance(&seen)))
            .collect()
    }

    /// What could not be opened.
    pub async fn unreadable(&self, _by: &Proof<ReadReports>) -> Unreadable {
        let pinned = self.0.lock().await;
        let mut told = Unreadable::default();
        for error in pinned.unreadable.values() {
            match error {
                OpenError::UnknownKey(_) | OpenError::DestroyedEpoch(_) => told.without_key += 1,
                _ => told.spoilt += 1,
            }
        }
        told
    }

    /// Reports that probably tell of the same as one, the likeliest first.
    pub async fn like(&self, _by: &Proof<ReadReports>, key: Key) -> Vec<(Key, Likely)> {
        let pinned = self.0.lock().await;
        let Some(own) = pinned.seen(key).map(|seen| seen.trait_of()) else {
            return Vec::new();
        };
        let mut found: Vec<(Key, Likely)> = pinned
            .reports
            .keys()
            .filter(|other| **other != key)
            .filter_map(|other| {
                let seen = pinned.seen(*other)?;
                Some((*other, likely(&own, &seen.trait_of())?))
            })
            .collect();
        found.sort_by_key(|(key, likely)| (std::cmp::Reverse(likely.of_100), *key));
        found.truncate(LISTED);
        found
    }
}

impl Pinned {
    fn seen(&self, key: Key) -> Option<Seen> {
        let mut seen = self.reports.get(&key)?.clone();
        if let Some(added) = self.added.get(&key) {
            seen.added = added.values().cloned().collect();
            seen.added.sort_by_key(|a| a.received_at);
        }
        Some(seen)
    }

    fn pin(&mut self, arrived: Arrived) {
        let (key, received_at) = (Key::from(arrived.idempotency), arrived.received_at);
        let opened = match arrived.opened {
            Ok(opened) => opened,
            Err(error) => {
                self.unreadable.insert(key, error);
                return;
            }
        };
        let sealed_at_door = opened.sealed_at_door();
        match opened.into_submission() {
            Submission::Report(report) => {
                self.reports.entry(key).or_insert(Seen {
                    report,
                    received_at,
                    sealed_at_door,
                    added: Vec::new(),
                });
            }
            Submission::Supplement(supplement) => {
                let what = match supplement.addition() {
                    Addition::Sentence(text) => Extra::Sentence(text.text().to_owned()),
                    Addition::Photo(bytes) => Extra::Photo(bytes.len()),
                    Addition::Wrong => Extra::Wrong,
                };
                let first = Key::from(supplement.first());
                let added = Added { received_at, what };
                self.added.entry(first).or_default().insert(key, added);
            }
        }
    }

    fn forget(&mut self, before: Instant) {
        self.reports.retain(|_, seen| seen.received_at >= before);
        for added in self.added.values_mut() {
            added.retain(|_, one| one.received_at >= before);
        }
        self.added.retain(|_, added| !added.is_empty());
        let reports = &self.reports;
        self.admitted.retain(|key| reports.contains_key(key));
    }
}

/// Characters of a text that stand in a list.
const GLIMPSE: usize = 140;

fn glance(seen: &Seen) -> Glance {
    let place = seen.report.place();
    let commune = place.commune().map(|insee| {
        gazetteer().commune(insee).map_or_else(
            || insee.0.clone(),
            |c| format!("{} ({})", c.name, insee.departement()),
        )
    });
    let words = place.words().map(str::to_owned);
    let told: Vec<String> = [commune, words].into_iter().flatten().collect();
    let photos = seen
        .added
        .iter()
        .filter(|a| matches!(a.what, Extra::Photo(_)))
        .count();
    let mut text: String = seen.text().unwrap_or_default().to_owned();
    if let Some((at, _)) = text.char_indices().nth(GLIMPSE) {
        text.truncate(at);
        text.push('…');
    }
    Glance {
        kind: seen.report.category(),
        place: match (told.is_empty(), place.position()) {
            (true, Some(at)) => format!("{:.4} N, {:.4} E", at.latitude(), at.longitude()),
            _ => told.join(", "),
        },
        text,
        withdrawn: seen.is_withdrawn(),
        photos,
    }
}
