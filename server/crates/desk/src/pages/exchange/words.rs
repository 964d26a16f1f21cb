//! The exchange's words in French, as moderators read them.

use portal::exchange::{HoldReason, Kind, Listing, MatchState, Party, Side, Standing};
use portal::places::{Dep, Insee, gazetteer};

use crate::exchange::{Report, Why};

/// "Besoin" or "Offre".
pub(super) fn side(side: Side) -> &'static str {
    match side {
        Side::Need => "Besoin",
        Side::Offer => "Offre",
    }
}

/// "trajet", "logement" …
pub(super) fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Ride => "trajet",
        Kind::Clothing => "vêtements",
        Kind::Housing => "logement",
        Kind::Other => "autre aide",
    }
}

/// "Besoin · logement · Sommières (30)".
pub(super) fn title(listing: &Listing) -> String {
    let said = &listing.said;
    title_of(said.side, said.details.kind(), &said.commune)
}

/// The same of its parts.
pub(super) fn title_of(of: Side, what: Kind, place: &Insee) -> String {
    format!("{} · {} · {}", side(of), kind(what), commune(place))
}

/// A commune's name with its département, else its code.
pub(super) fn commune(insee: &Insee) -> String {
    match gazetteer().commune(insee) {
        Some(commune) => format!("{} ({})", commune.name, insee.departement()),
        None => insee.0.clone(),
    }
}

/// A département's name with its code, else its code.
pub(super) fn departement(dep: &Dep) -> String {
    match gazetteer().departement(dep) {
        Some(known) => format!("{} ({dep})", known.name),
        None => dep.0.clone(),
    }
}

/// How a listing stands: its word, and the look of its tag.
pub(super) fn standing(standing: Standing) -> (&'static str, &'static str) {
    match standing {
        Standing::Live => ("en ligne", "released"),
        Standing::Full => ("en ligne, complète", "released"),
        Standing::Paused => ("en pause", "scheduled"),
        Standing::Held => ("retenue", "submitted"),
        Standing::Expired => ("échue", "withdrawn"),
        Standing::Closed => ("close", "withdrawn"),
        Standing::Blocked => ("bloquée", "returned"),
    }
}

/// Why a listing is held.
pub(super) fn hold(reason: HoldReason) -> &'static str {
    match reason {
        HoldReason::Housing => "Un logement attend l'accord de deux modérateurs.",
        HoldReason::Scam => "Le texte ressemble à une arnaque.",
        HoldReason::Similar => "D'autres personnes ont publié presque le même texte.",
        HoldReason::KnownContact => "Ce contact a été bloqué auparavant.",
        HoldReason::Reported => "Signalée par des lecteurs.",
        HoldReason::Moderator => "Retenue ou rendue par un modérateur.",
    }
}

/// Why a listing stands in the queue, as the heading of its part.
pub(super) fn why(why: Why) -> &'static str {
    match why {
        Why::Held => "Retenues, non publiées",
        Why::Reported => "En ligne et signalées",
        Why::Similar => "En ligne, textes presque pareils",
        Why::New => "En ligne, pas encore relues",
    }
}

/// Which side of a conversation.
pub(super) fn party(party: Party) -> &'static str {
    match party {
        Party::Owner => "Auteur de l'annonce",
        Party::Responder => "Personne qui a répondu",
    }
}

/// What a report is about, without what it says.
pub(super) fn report(report: &Report) -> &'static str {
    match report.by {
        None => "Annonce signalée par un lecteur",
        Some(Party::Owner) => "Conversation signalée par l'auteur de l'annonce",
        Some(Party::Responder) => "Conversation signalée par la personne qui a répondu",
    }
}

/// Where a match stands.
pub(super) fn matched(state: MatchState) -> &'static str {
    match state {
        MatchState::Waiting => "en liste d'attente",
        MatchState::Proposed => "demandés",
        MatchState::Accepted => "acceptés, à confirmer",
        MatchState::Confirmed => "convenus",
        MatchState::Done => "faits",
        MatchState::NoShow => "personne n'est venu",
        MatchState::Declined => "refusés",
        MatchState::Cancelled => "annulés",
        MatchState::Lapsed => "sans réponse à temps",
    }
}

/// "une annonce", "3 annonces".
pub(super) fn counted(n: u64, one: &str, many: &str) -> String {
    match n {
        0 => format!(
            "aucune {}",
            one.split_once(' ').map_or(one, |(_, word)| word)
        ),
        1 => one.to_owned(),
        n => format!("{n} {many}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_listing_is_named_by_side_kind_and_commune() {
        let named = title_of(Side::Need, Kind::Housing, &Insee("30321".into()));
        assert_eq!(named, "Besoin · logement · Sommières (30)");
        let unknown = title_of(Side::Offer, Kind::Ride, &Insee("99999".into()));
        assert_eq!(unknown, "Offre · trajet · 99999");
    }

    #[test]
    fn none_one_and_many_are_said_as_people_say_them() {
        let say = |n| counted(n, "une annonce", "annonces");
        assert_eq!(
            [say(0), say(1), say(12)],
            ["aucune annonce", "une annonce", "12 annonces"]
        );
    }
}
