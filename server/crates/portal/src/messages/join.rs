//! Which messages are one event: the threads in a set of messages.
//!
//! Owns the rule that links two messages, and the grouping by it. The rule looks at two messages only
//! and never at what else is there, so joining one by one, in any order, gives the same threads as
//! joining all at once.
//! Never: what supersedes what (that is [`crate::messages::Graph`]).

use std::collections::HashMap;

use crate::cap::Reference;
use crate::messages::{Message, refers, takes_part};
use crate::sources::SourceId;

/// Whether two messages belong to one thread on their own account: one refers to the other (an Alert's
/// references count here too), they are the same message, or both refer to the same one, received or
/// not, and are of the same sender or source.
///
/// Candidates for `a` share an identifier with it: one that `a` has or refers to, and the other has or
/// refers to.
pub fn links(a: &Message, b: &Message) -> bool {
    takes_part(a)
        && takes_part(b)
        && (a.alert.identity == b.alert.identity
            || refers(a, b)
            || refers(b, a)
            || share_a_referent(a, b))
}

/// Whether both refer to the same message, with the guard of [`refers`] between the two.
fn share_a_referent(a: &Message, b: &Message) -> bool {
    same_origin(stance(a), stance(b))
        && a.alert
            .references
            .iter()
            .any(|r| b.alert.references.iter().any(|s| may_be_one(r, s)))
}

/// Whether two references may mean one message: no part that both give differs.
fn may_be_one(r: &Reference, s: &Reference) -> bool {
    fn agree<T: PartialEq>(a: Option<&T>, b: Option<&T>) -> bool {
        a.zip(b).is_none_or(|(a, b)| a == b)
    }
    r.identifier == s.identifier
        && is_a_name(r)
        && is_a_name(s)
        && agree(r.sender.as_ref(), s.sender.as_ref())
        && agree(r.sent.as_ref(), s.sent.as_ref())
}

/// Whether a reference names a message at all: feeds write `none` or `0` where they have none, and all
/// of a source's messages would become one event. A bare identifier has to look like one.
pub fn is_a_name(r: &Reference) -> bool {
    let looks_like_one =
        || r.identifier.len() >= 4 && r.identifier.chars().any(|c| c.is_ascii_digit());
    r.sender.is_some() || r.sent.is_some() || looks_like_one()
}

/// Who speaks, and who brought it.
type Stance<'a> = (&'a str, &'a SourceId);

fn stance(m: &Message) -> Stance<'_> {
    (&m.alert.identity.sender, &m.source)
}

fn same_origin(a: Stance<'_>, b: Stance<'_>) -> bool {
    a.0 == b.0 || a.1 == b.1
}

/// The threads in a set of messages: the groups that [`links`] connects, as positions in `messages`,
/// each ascending, in order of their first message. Messages without a part in threads (not public,
/// Ack, Error) are in no group.
pub fn join(messages: &[Message]) -> Vec<Vec<usize>> {
    let mut by_identifier: HashMap<&str, Named<'_>> = HashMap::new();
    let mut groups = Groups::of(messages.len());
    for (i, m) in messages.iter().enumerate().filter(|(_, m)| takes_part(m)) {
        let own = by_identifier.entry(&m.alert.identity.identifier);
        own.or_default().bearers.push(i);
        for r in &m.alert.references {
            let named = by_identifier.entry(&r.identifier).or_default();
            // Those who refer alike, from the same sender and source, are one to everyone else:
            // long chains in which everyone lists everyone stay cheap.
            let alike = named.referrers.entry((r, stance(m))).or_default();
            if let (Some(&first), true) = (alike.first(), is_a_name(r)) {
                groups.unite(first, i);
            } else {
                alike.push(i);
            }
        }
    }
    for named in by_identifier.values() {
        named.unite(messages, &mut groups);
    }
    let mut found: HashMap<usize, usize> = HashMap::new();
    let mut threads: Vec<Vec<usize>> = Vec::new();
    for i in (0..messages.len()).filter(|&i| takes_part(&messages[i])) {
        let place = *found.entry(groups.root(i)).or_insert(threads.len());
        match threads.get_mut(place) {
            Some(thread) => thread.push(i),
            None => threads.push(vec![i]),
        }
    }
    threads
}

/// What has to do with one identifier.
#[derive(Default)]
struct Named<'a> {
    /// The messages that have it.
    bearers: Vec<usize>,
    /// Those who refer to it, by what they say and who they are; of those who say the same, only the
    /// first (all, where that does not make them one event).
    referrers: HashMap<(&'a Reference, Stance<'a>), Vec<usize>>,
}

impl Named<'_> {
    fn unite(&self, messages: &[Message], groups: &mut Groups) {
        let referrers: Vec<_> = self.referrers.iter().collect();
        for (at, ((r, s), alike)) in referrers.iter().enumerate() {
            for ((other, t), others) in referrers.iter().skip(at + 1) {
                if same_origin(*s, *t) && may_be_one(r, other) {
                    groups.unite_all(alike.iter().chain(others.iter()));
                }
            }
            for j in &self.bearers {
                let bearer = &messages[*j];
                if same_origin(*s, stance(bearer)) && r.names(&bearer.alert.identity) {
                    groups.unite_all(alike.iter().chain([j]));
                }
            }
        }
        let mut same = HashMap::new();
        for &j in &self.bearers {
            groups.unite(*same.entry(&messages[j].alert.identity).or_insert(j), j);
        }
    }
}

/// Disjoint sets of positions.
struct Groups {
    parent: Vec<usize>,
}

impl Groups {
    fn of(n: usize) -> Self {
        Self {
            parent: (0..n).collect(),
        }
    }

    fn root(&mut self, mut i: usize) -> usize {
        while self.parent[i] != i {
            self.parent[i] = self.parent[self.parent[i]];
            i = self.parent[i];
        }
        i
    }

    fn unite_all<'a>(&mut self, mut positions: impl Iterator<Item = &'a usize>) {
        if let Some(&first) = positions.next() {
            positions.for_each(|&i| self.unite(first, i));
        }
    }

    fn unite(&mut self, a: usize, b: usize) {
        let (a, b) = (self.root(a), self.root(b));
        let (low, high) = (a.min(b), a.max(b));
        self.parent[high] = low;
    }
}
