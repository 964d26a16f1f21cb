//! What the messages of a thread say together, before the clock is asked: which infos may hold, and
//! what the thread is once none does.
//!
//! Owns the three endings. `view` and `extent` both read from here, so that they agree.
//! Never: now.

use crate::Instant;
use crate::cap::{Info, MsgType};
use crate::messages::{Graph, Interval, Message, Shown, State, takes_part};

/// A thread's messages, read.
pub(super) struct Reading<'a> {
    messages: &'a [Message],
    graph: Graph,
    /// The infos of the heads that hold, will hold or held; newest head first, in document order.
    pub live: Vec<Live<'a>>,
}

/// An info of a head that is neither an all-clear nor part of a Cancel.
#[derive(Clone, Copy)]
pub(super) struct Live<'a> {
    pub shown: Shown<'a>,
    pub interval: Interval,
}

/// What a thread is once nothing of it holds or will hold.
pub(super) struct Over<'a> {
    pub state: State,
    pub current: &'a Message,
    pub shown: Vec<Shown<'a>>,
    pub starts_at: Instant,
    pub ended_at: Instant,
}

impl<'a> Reading<'a> {
    pub fn of(messages: &'a [Message]) -> Self {
        let graph = Graph::of(messages);
        let live = graph
            .heads()
            .iter()
            .flat_map(|&i| live(&messages[i]))
            .collect();
        Self {
            messages,
            graph,
            live,
        }
    }

    /// The messages that nothing supersedes, newest first.
    pub fn heads(&self) -> Vec<&'a Message> {
        self.graph
            .heads()
            .iter()
            .map(|&i| &self.messages[i])
            .collect()
    }

    /// All messages that take part.
    pub fn messages(&self) -> impl Iterator<Item = &'a Message> {
        self.messages.iter().filter(|m| takes_part(m))
    }

    /// What the thread is once over: the newest head that tells anything decides. `None` when no head
    /// does (Cancels that came before what they cancel): there is nothing to show yet.
    pub fn over(&self) -> Option<Over<'a>> {
        let (head, shown) = self.graph.heads().iter().find_map(|&i| {
            let shown = self.told(i);
            (!shown.is_empty()).then_some((i, shown))
        })?;
        let current = &self.messages[head];
        let state = match current.alert.msg_type {
            MsgType::Cancel => State::Cancelled,
            _ if current.alert.infos.iter().all(Info::is_all_clear) => State::AllClear,
            _ => State::Ended,
        };
        let starts_at = match state {
            State::Ended => live(current).map(|l| l.interval.start).min(),
            _ => self.began(head),
        }
        .unwrap_or(current.alert.identity.sent);
        // A Cancel or an all-clear acts from its reception: the author's clock may be ahead of ours.
        let word =
            (state != State::Ended).then(|| current.alert.identity.sent.min(current.received_at));
        // After a fork another head may have held on for longer than the deciding one.
        let ended_at = self.last_end().max(word)?;
        Some(Over {
            state,
            current,
            shown,
            starts_at,
            ended_at,
        })
    }

    /// When the last info that may hold is over.
    pub fn last_end(&self) -> Option<Instant> {
        self.live.iter().map(|l| l.interval.end).max()
    }

    /// What head `i` tells: its infos; for a Cancel without areas of its own, those of what it cancelled.
    fn told(&self, i: usize) -> Vec<Shown<'a>> {
        let message = &self.messages[i];
        if tells(message) {
            return shown(message).collect();
        }
        let mut last = self.graph.last_below(i, |j| tells(&self.messages[j]));
        if last.is_empty() && message.alert.infos.is_empty() {
            // Cancels all the way down, of which one may say in words what it was about.
            let speaks = |j: usize| !self.messages[j].alert.infos.is_empty();
            last = self.graph.last_below(i, speaks);
        }
        if last.is_empty() {
            last.push(i);
        }
        last.iter()
            .flat_map(|&j| shown(&self.messages[j]))
            .collect()
    }

    /// When that which the Cancel or all-clear `i` ended had begun.
    fn began(&self, i: usize) -> Option<Instant> {
        let last = self
            .graph
            .last_below(i, |j| live(&self.messages[j]).next().is_some());
        last.iter()
            .flat_map(|&j| live(&self.messages[j]))
            .map(|l| l.interval.start)
            .min()
    }
}

/// Whether a message says by itself what it is about: a Cancel does if it has areas.
fn tells(m: &Message) -> bool {
    match m.alert.msg_type {
        MsgType::Cancel => m.alert.infos.iter().any(|i| !i.areas.is_empty()),
        _ => !m.alert.infos.is_empty(),
    }
}

/// The infos of a message that hold at some time.
pub(super) fn live(m: &Message) -> impl Iterator<Item = Live<'_>> {
    let withdraws = m.alert.msg_type == MsgType::Cancel;
    shown(m)
        .filter(move |s| !withdraws && !s.info.is_all_clear())
        .map(|shown| Live {
            shown,
            interval: Interval::of(shown.message, shown.info),
        })
}

/// All infos of a message.
pub(super) fn shown(message: &Message) -> impl Iterator<Item = Shown<'_>> {
    message.infos().map(move |(index, info)| Shown {
        message,
        index,
        info,
    })
}
