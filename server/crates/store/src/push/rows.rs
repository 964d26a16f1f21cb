//! What rows say, and how many values travel in one parameter.

use std::collections::BTreeSet;

use portal::Instant;
use portal::messages::Colour;
use portal::places::Places;
use portal::push::{
    FanoutId, Follow, Followed, Outcome, PushKeys, Settled, Subscription, SubscriptionId, Tongue,
};
use sha2::{Digest as _, Sha256};

use crate::documents::hex;
use crate::error::StoreError;

/// After every id: ids are hexadecimal digits and dashes.
pub(super) const LAST: &str = "~";
/// So many place codes travel in one parameter: the engines read such a text anew for each.
const CODES_AT_ONCE: usize = 256;
/// The width of an id in a packed text.
const ID: usize = 40;

/// The hash under which an endpoint is known, also once it is gone.
pub(super) fn endpoint_hash(url: &str) -> String {
    hex(&Sha256::digest(url))
}

/// A place code of `push_area`, six characters.
fn code(kind: char, of: &str) -> String {
    format!("{kind}{of:<5}")
}

/// Place codes as parameters: a text of them and how many it holds.
pub(super) fn packed(codes: &BTreeSet<String>) -> Vec<(String, i64)> {
    let codes: Vec<&str> = codes.iter().map(String::as_str).collect();
    codes
        .chunks(CODES_AT_ONCE)
        .map(|some| (some.concat(), count(some.len())))
        .collect()
}

/// The codes under which a device is found.
pub(super) fn codes_of_follow(follow: &Follow) -> BTreeSet<String> {
    follow
        .places()
        .flat_map(|place| match place {
            Followed::Commune(insee) => {
                vec![code('C', &insee.0), code('P', &insee.departement().0)]
            }
            Followed::Departement(dep) => vec![code('D', &dep.0)],
        })
        .collect()
}

/// The codes of a telling: of each commune and its département's followers, or of a whole département and the
/// followers of its communes.
pub(super) fn codes_of_places(places: &Places) -> BTreeSet<String> {
    let communes = places.communes().iter();
    let whole = places.whole_departements().iter();
    communes
        .flat_map(|c| [code('C', &c.0), code('D', &c.departement().0)])
        .chain(whole.flat_map(|d| [code('D', &d.0), code('P', &d.0)]))
        // Codes come from outside; one of another form would shift all after it, and nobody follows it.
        .filter(|code| code.len() == 6 && code.is_ascii())
        .collect()
}

/// A choice as it is kept.
pub(super) fn follows(follow: &Follow) -> String {
    let codes: Vec<String> = follow.places().map(Followed::code).collect();
    codes.join(" ")
}

/// What `select_devices!` gives.
pub(super) type DeviceRow = (
    String,
    String,
    String,
    i64,
    String,
    i64,
    Option<i64>,
    Option<i64>,
);

pub(super) fn device(row: DeviceRow) -> Result<Subscription, StoreError> {
    let (id, origin, follows, at_least, lang, created_at, last_ok_at, gone_at) = row;
    let unreadable = |reason: &str| StoreError::Unreadable {
        what: "the choice of device",
        id: id.clone(),
        reason: reason.to_owned(),
    };
    let at_least = u8::try_from(at_least).ok().and_then(Colour::from_rank);
    let at_least = at_least.ok_or_else(|| unreadable("its threshold is no colour"))?;
    // A commune that a newer gazetteer no longer knows is left out.
    let places = follows.split(' ').filter_map(Followed::parse);
    let follow =
        Follow::new(places, at_least, tongue(&lang)).map_err(|e| unreadable(&e.to_string()))?;
    Ok(Subscription {
        follow,
        origin,
        created_at: Instant(created_at),
        last_ok_at: last_ok_at.map(Instant),
        gone_at: gone_at.map(Instant),
        id: SubscriptionId(id),
    })
}

/// The language of a device; French when its tag is of another version.
pub(super) fn tongue(tag: &str) -> Tongue {
    Tongue::parse(tag).unwrap_or(Tongue::Fr)
}

/// The keys of a row.
pub(super) fn keys(device: &str, p256dh: &[u8], auth: &[u8]) -> Result<PushKeys, StoreError> {
    let keys = p256dh.try_into().ok().zip(auth.try_into().ok());
    let Some((p256dh, auth)) = keys else {
        return Err(StoreError::Unreadable {
            what: "the keys of device",
            id: device.to_owned(),
            reason: "they are not of their length".to_owned(),
        });
    };
    Ok(PushKeys { p256dh, auth })
}

/// A result as a line of `SETTLE`.
pub(super) struct Line;

impl Line {
    /// Characters of a line; the statement knows them too.
    const WIDTH: usize = 108;

    /// The word of an outcome in `push_delivery.state`, and when it is tried again.
    pub(super) fn word(outcome: &Outcome, now: Instant) -> (&'static str, Instant) {
        match outcome {
            Outcome::Sent => ("sent", now),
            Outcome::Gone => ("gone", now),
            Outcome::Refused => ("refused", now),
            Outcome::Again(at) => ("open", *at),
            Outcome::Lapsed => ("lapsed", now),
        }
    }

    /// The line; `None` when an id has no form of ours, so that no such row can be.
    pub(super) fn of(result: &Settled, outcome: &Outcome, now: Instant) -> Option<String> {
        let FanoutId(fanout) = &result.fanout;
        let SubscriptionId(subscription) = &result.subscription;
        let (word, next) = Self::word(outcome, now);
        let (next, status) = (next.0.max(0), result.status.unwrap_or(0));
        let line = format!("{fanout:<ID$}{subscription:<ID$}{word:<8}{next:015}{status:05}");
        (line.len() == Self::WIDTH && line.is_ascii()).then_some(line)
    }
}

/// Ids as one text of `REACHED`.
pub(super) fn packed_ids<'a>(ids: impl Iterator<Item = &'a str>) -> String {
    ids.map(|id| format!("{id:<ID$}")).collect()
}

pub(super) fn count(n: usize) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use portal::places::{Dep, Insee};

    use super::*;

    #[test]
    fn a_follower_and_a_telling_meet_exactly_where_one_holds_for_the_other() {
        let follow = |code: &str| {
            codes_of_follow(
                &Follow::new(Followed::parse(code), Colour::Yellow, Tongue::Fr).unwrap(),
            )
        };
        let whole = |dep: &str| codes_of_places(&Places::new([Dep(dep.into())], []));
        let commune = |insee: &str| codes_of_places(&Places::new([], [Insee(insee.into())]));
        let meet = |a: &BTreeSet<String>, b: BTreeSet<String>| a.intersection(&b).count() > 0;
        for (followed, told, expected) in [
            ("30189", commune("30189"), true),
            ("30189", commune("30007"), false),
            ("30189", whole("30"), true),
            ("30189", whole("34"), false),
            ("D30", commune("30189"), true),
            ("D30", whole("30"), true),
            ("D30", commune("34172"), false),
            ("97411", whole("974"), true),
            ("D974", commune("97411"), true),
            ("D2A", commune("2A004"), true),
        ] {
            assert_eq!(meet(&follow(followed), told), expected, "{followed}");
        }
    }

    #[test]
    fn codes_of_another_form_are_not_packed() {
        let places = Places::new([Dep("ÎLE".into())], [Insee("30189-bis".into())]);
        assert_eq!(packed(&codes_of_places(&places)), [("D30   ".into(), 1)]);
    }
}
