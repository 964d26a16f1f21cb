//! News of a prefecture's site as messages that wait for a person.
//!
//! Owns the message made from a news item. Must never decide that one is public: the relay holds them
//! all. They say nothing about severity, because the item does not.

use crate::Instant;
use crate::cap::{Area, Category, Info};
use crate::documents::{Dated, Item, Read, Reading};
use crate::messages::Message;
use crate::sources::states::{self, Newest};

/// How many words of a description stand in for a missing title.
const HEADLINE_WORDS: usize = 12;

/// Makes messages of news items: one per item, found again by its `guid` (or link) wherever it stands;
/// an item that changed is an Update of what it said before.
pub(crate) fn read(items: &[Item<'_>], reading: &Reading<'_>, read: &mut Read) {
    let newest = Newest::of(reading);
    let mut without_name = 0_usize;
    let mut seen = std::collections::BTreeSet::new();
    for item in items {
        let Some(name) = item.id.as_deref().or_else(|| item.page()) else {
            without_name += 1;
            continue;
        };
        let prefix = format!("news.{:016x}", stable_hash(name));
        if !seen.insert(prefix.clone()) {
            continue;
        }
        say(&prefix, item, reading, &newest, read);
    }
    if without_name > 0 {
        read.add_error(format!(
            "{without_name} items have neither guid nor link and were left out"
        ));
    }
}

fn say(prefix: &str, item: &Item<'_>, reading: &Reading<'_>, newest: &Newest<'_>, read: &mut Read) {
    let info = info(item, reading);
    let before = newest.get(prefix);
    if let Some((index, message)) = before
        && same(message, &info)
    {
        read.confirmed.push(index);
        return;
    }
    let dated = item.dated();
    let mut notes = Vec::new();
    let said: Option<Instant> = match dated {
        Some(Dated { at, note }) if at <= reading.at => {
            notes.extend(note);
            Some(at)
        }
        Some(_) => {
            notes.push("the item's date lies in the future: the time of reception is used".into());
            None
        }
        None => {
            notes.push("the item has no readable date: the time of reception is used".into());
            None
        }
    };
    // A changed item often keeps its date; its new text is from when it was seen, at the earliest.
    let sent = states::sent(said.unwrap_or(reading.at), None);
    let follows = before.map(|(_, m)| m);
    let sent = match follows {
        Some(m) if m.alert.identity.sent >= sent => states::sent(reading.at, follows),
        _ => sent,
    };
    let mut made = states::message(reading, prefix, sent, follows, vec![info]);
    made.deviations = notes;
    read.alerts.push(made);
}

fn info(item: &Item<'_>, reading: &Reading<'_>) -> Info {
    let description = item.text();
    let headline = item
        .title
        .clone()
        .or_else(|| first_words(&description))
        .unwrap_or_else(|| event(reading).to_owned());
    let mut info = states::info(reading, reading.default_language, event(reading), &headline);
    info.categories = vec![Category::Other];
    info.description = Some(description).filter(|d| !d.is_empty());
    info.web = item.page().map(str::to_owned);
    info.areas = vec![Area {
        desc: reading.publisher.trim().to_owned(),
        ..Area::default()
    }];
    info
}

fn event(reading: &Reading<'_>) -> &'static str {
    if reading.default_language.starts_with("en") {
        "Information from the authorities"
    } else {
        "Information des autorités"
    }
}

fn first_words(text: &str) -> Option<String> {
    let words: Vec<&str> = text.split_whitespace().take(HEADLINE_WORDS + 1).collect();
    match words.get(..HEADLINE_WORDS) {
        Some(first) if words.len() > HEADLINE_WORDS => Some(format!("{} …", first.join(" "))),
        _ => Some(words.join(" ")).filter(|w| !w.is_empty()),
    }
}

fn same(message: &Message, info: &Info) -> bool {
    message.alert.infos.first().is_some_and(|before| {
        before.headline == info.headline
            && before.description == info.description
            && before.web == info.web
    })
}

/// FNV-1a, 64 bits: the same in every build and on every machine, unlike std's hashers, so that an
/// item keeps its identifier for good.
fn stable_hash(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    })
}
