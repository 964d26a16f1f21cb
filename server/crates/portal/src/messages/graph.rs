//! Which messages supersede which: the reference graph of a thread.
//!
//! Owns the meaning of `references` (CAP 1.2 §3.2.1): who may refer to whom, what a reference does, how
//! cycles are cut, which messages are *heads*. Everything here follows from the set of messages alone:
//! the order in which they arrived changes nothing.
//! Never: the clock, areas, expiry.

use std::collections::HashMap;

use crate::Instant;
use crate::cap::{MsgType, Reference};
use crate::messages::{Message, MessageId, Publication};

/// Whether a message has a part in threads at all: public, and not a receipt between systems
/// (Ack, Error). A withheld or held Cancel cancels nothing.
pub fn takes_part(message: &Message) -> bool {
    message.publication == Publication::Public
        && !matches!(message.alert.msg_type, MsgType::Ack | MsgType::Error)
}

/// Whether `referrer` names `referent` in its `references` and may do so: both have the same CAP
/// sender, or came from the same source. Anyone else's reference is ignored, so that a stranger's
/// Cancel cannot silence an authority. A message never refers to itself.
pub fn refers(referrer: &Message, referent: &Message) -> bool {
    may_refer(referrer, referent)
        && referrer
            .alert
            .references
            .iter()
            .any(|r| r.names(&referent.alert.identity))
}

/// The guard against spoofing, without the references.
fn may_refer(referrer: &Message, referent: &Message) -> bool {
    let (a, b) = (&referrer.alert.identity, &referent.alert.identity);
    a != b && (a.sender == b.sender || referrer.source == referent.source)
}

/// What makes one message newer than another: `sent`. Ties are broken by what the author wrote before
/// what this portal noted, so that two messages of the same instant give the same thread whichever
/// arrived first.
pub(super) fn newness(m: &Message) -> (Instant, &str, &str, Instant, &MessageId) {
    let id = &m.alert.identity;
    (id.sent, &id.identifier, &id.sender, m.received_at, &m.id)
}

/// Puts messages in the order in which a thread keeps them: `sent`, then reception, then id.
pub fn order(messages: &mut [Message]) {
    messages.sort_by(|a, b| {
        let key = |m: &Message| (m.alert.identity.sent, m.received_at);
        key(a).cmp(&key(b)).then_with(|| a.id.cmp(&b.id))
    });
}

/// The reference graph of a set of messages, by their positions in the slice it was made from.
#[derive(Clone, Debug)]
pub struct Graph {
    /// `supersedes[i]`: what message `i` supersedes by its own references. Without cycles.
    supersedes: Vec<Vec<usize>>,
    /// Whether something supersedes message `i`.
    superseded: Vec<bool>,
    /// See [`Graph::heads`].
    heads: Vec<usize>,
    /// The place of each message among all, oldest first.
    rank: Vec<usize>,
}

impl Graph {
    /// The graph of these messages. Time grows with the number of references, not with that of paths.
    pub fn of(messages: &[Message]) -> Self {
        let rank = ranks(messages);
        let mut supersedes = edges(messages);
        cut_cycles(&mut supersedes, &rank);
        let superseded = superseded(messages, &supersedes);
        let mut heads: Vec<usize> = (0..messages.len())
            .filter(|&i| takes_part(&messages[i]) && speaks(&messages[i]) && !superseded[i])
            .collect();
        heads.sort_by_key(|&i| std::cmp::Reverse(rank[i]));
        Self {
            supersedes,
            superseded,
            heads,
            rank,
        }
    }

    /// The messages that nothing supersedes, newest first; several after a fork. A message that says
    /// nothing (no `info`, and not a Cancel) is not among them: what it refers to stands.
    pub fn heads(&self) -> &[usize] {
        &self.heads
    }

    /// Whether something supersedes message `i`.
    pub fn is_superseded(&self, i: usize) -> bool {
        self.superseded.get(i).copied().unwrap_or(false)
    }

    /// What message `i` supersedes by its own references.
    pub fn supersedes(&self, i: usize) -> &[usize] {
        self.supersedes.get(i).map_or(&[][..], |s| s)
    }

    /// The last messages below `i` for which `tells` is true: going down from what `i` supersedes, the
    /// first such on every path, less those that another of them supersedes. Newest first.
    pub(super) fn last_below(&self, i: usize, tells: impl Fn(usize) -> bool) -> Vec<usize> {
        let mut found = Vec::new();
        self.walk(self.supersedes(i), |j| {
            let told = tells(j);
            if told {
                found.push(j);
            }
            !told
        });
        let mut older = vec![false; self.rank.len()];
        let below: Vec<usize> = found
            .iter()
            .flat_map(|&j| self.supersedes(j))
            .copied()
            .collect();
        self.walk(&below, |j| {
            older[j] = true;
            true
        });
        found.retain(|&j| !older[j]);
        found.sort_by_key(|&j| std::cmp::Reverse(self.rank[j]));
        found
    }

    /// Visits every message reachable from `from`, each once; below one only if `visit` says so.
    fn walk(&self, from: &[usize], mut visit: impl FnMut(usize) -> bool) {
        let mut seen = vec![false; self.supersedes.len()];
        let mut stack = from.to_vec();
        while let Some(j) = stack.pop() {
            if !std::mem::replace(&mut seen[j], true) && visit(j) {
                stack.extend(self.supersedes(j));
            }
        }
    }
}

/// Whether a message says anything about the event. An Update without `info` does not: it hides
/// nothing by itself, though what supersedes it also supersedes what it referred to.
fn speaks(m: &Message) -> bool {
    m.alert.msg_type == MsgType::Cancel || !m.alert.infos.is_empty()
}

/// The place of each message among all, oldest first.
fn ranks(messages: &[Message]) -> Vec<usize> {
    let mut by_age: Vec<usize> = (0..messages.len()).collect();
    by_age.sort_by(|&a, &b| newness(&messages[a]).cmp(&newness(&messages[b])));
    let mut rank = vec![0; messages.len()];
    for (place, &i) in by_age.iter().enumerate() {
        rank[i] = place;
    }
    rank
}

/// The references of Updates and Cancels. An Alert's references only say that it belongs to the event:
/// the standard gives them no other meaning, and superseding would hide what may still hold.
fn edges(messages: &[Message]) -> Vec<Vec<usize>> {
    let mut by_identifier: HashMap<&str, Vec<usize>> = HashMap::new();
    for (i, m) in messages.iter().enumerate().filter(|(_, m)| takes_part(m)) {
        let identifier = m.alert.identity.identifier.as_str();
        by_identifier.entry(identifier).or_default().push(i);
    }
    let targets = |m: &Message| {
        let mut targets: Vec<usize> = m
            .alert
            .references
            .iter()
            .flat_map(|r| {
                let named = by_identifier.get(r.identifier.as_str());
                meant(m, r, messages, named.map_or(&[][..], |n| n))
            })
            .collect();
        targets.sort_unstable();
        targets.dedup();
        targets
    };
    messages
        .iter()
        .map(|m| match m.alert.msg_type {
            MsgType::Update | MsgType::Cancel if takes_part(m) => targets(m),
            _ => Vec::new(),
        })
        .collect()
}

/// Which of the messages under one identifier a reference means. Without `sent` it cannot tell several
/// apart; an author can only have meant those that were there already, so a later message that reuses
/// the identifier is not hidden, unless it is the only one that fits (a clock that is wrong).
fn meant(m: &Message, r: &Reference, messages: &[Message], named: &[usize]) -> Vec<usize> {
    let fits = named
        .iter()
        .copied()
        .filter(|&j| may_refer(m, &messages[j]) && r.names(&messages[j].alert.identity));
    if r.sent.is_some() {
        return fits.collect();
    }
    let sent = m.alert.identity.sent;
    let (there, later): (Vec<usize>, Vec<usize>) =
        fits.partition(|&j| messages[j].alert.identity.sent <= sent);
    if there.is_empty() { later } else { there }
}

/// Within a cycle only references from newer to older messages count; elsewhere all do, whatever the
/// clocks of the authors said.
fn cut_cycles(supersedes: &mut [Vec<usize>], rank: &[usize]) {
    let against_time =
        |(i, targets): (usize, &Vec<usize>)| targets.iter().any(|&j| rank[j] > rank[i]);
    if !supersedes.iter().enumerate().any(against_time) {
        return;
    }
    let component = components(supersedes);
    for (i, targets) in supersedes.iter_mut().enumerate() {
        targets.retain(|&j| component[i] != component[j] || rank[j] < rank[i]);
    }
}

/// The strongly connected component of each node (Kosaraju's two passes, without recursion: a chain of
/// messages can be as long as someone cares to make it).
fn components(out: &[Vec<usize>]) -> Vec<usize> {
    let mut into = vec![Vec::new(); out.len()];
    for (i, targets) in out.iter().enumerate() {
        for &j in targets {
            into[j].push(i);
        }
    }
    let mut finished = Vec::with_capacity(out.len());
    let mut seen = vec![false; out.len()];
    for root in 0..out.len() {
        let mut path = Vec::new();
        if !std::mem::replace(&mut seen[root], true) {
            path.push((root, out[root].iter()));
        }
        while let Some((node, rest)) = path.last_mut() {
            if let Some(&next) = rest.next() {
                if !std::mem::replace(&mut seen[next], true) {
                    path.push((next, out[next].iter()));
                }
            } else {
                finished.push(*node);
                path.pop();
            }
        }
    }
    let mut component = vec![usize::MAX; out.len()];
    for &root in finished.iter().rev() {
        let mut stack = vec![root];
        while let Some(node) = stack.pop() {
            if component[node] == usize::MAX {
                component[node] = root;
                stack.extend(&into[node]);
            }
        }
    }
    component
}

/// Which messages something supersedes: all that can be reached from a message that speaks. (Below one
/// that speaks this adds nothing; one that says nothing passes on what reaches it.)
fn superseded(messages: &[Message], supersedes: &[Vec<usize>]) -> Vec<bool> {
    let mut superseded = vec![false; messages.len()];
    let mut stack: Vec<usize> = (0..messages.len())
        .filter(|&i| speaks(&messages[i]))
        .flat_map(|i| &supersedes[i])
        .copied()
        .collect();
    while let Some(j) = stack.pop() {
        if !std::mem::replace(&mut superseded[j], true) {
            stack.extend(&supersedes[j]);
        }
    }
    superseded
}
