//! The rules about times.

use portal::{Instant, Span};

use super::super::times::{ParisTime, Unread, for_field, paris};
use super::{Findings, Purpose, Typed};

/// Beyond this a message is forgotten, not remembered.
const LONGEST: Span = Span::hours(7 * 24);
/// An all-clear or a cancel need not stand longer.
const LONGEST_ENDING: Span = Span::hours(24);

/// The times, read.
pub(super) struct Times {
    pub onset: Option<Instant>,
    pub expires: Instant,
    pub publish_at: Option<Instant>,
}

pub(super) fn times(
    typed: &Typed,
    purpose: &Purpose,
    now: Instant,
    found: &mut Findings,
) -> Option<Times> {
    // Of an hour that comes twice: warn from the first, until the second.
    let onset = read("onset", &typed.onset, found).map(|t| t.earlier);
    let expires = read("expires", &typed.expires, found).map(|t| t.later);
    let publish_at = read("publish_at", &typed.publish_at, found).map(|t| t.earlier);
    if typed.expires.trim().is_empty() {
        found.error("expires", "Indiquez jusqu’à quand le message est valable.");
    }
    if publish_at.is_some_and(|at| at < now) {
        found.error(
            "publish_at",
            "L’heure de publication est passée. Videz le champ pour publier dès la validation.",
        );
    }
    let expires = expires?;
    if expires <= now {
        found.error("expires", "L’heure de fin est déjà passée.");
    } else if onset.is_some_and(|onset| expires <= onset) {
        found.error("expires", "La fin doit être après le début.");
    } else if expires - now > LONGEST {
        found.error(
            "expires",
            "La fin ne peut pas être à plus de 7 jours. Vous pourrez prolonger le message.",
        );
    } else if matches!(purpose, Purpose::AllClear(_) | Purpose::Cancel(_))
        && expires - now > LONGEST_ENDING
    {
        found.advice(
            "expires",
            "Une fin d’alerte ou une annulation n’a pas besoin de rester plus de 24 heures.",
        );
    }
    if publish_at.is_some_and(|at| at >= expires) {
        found.error(
            "publish_at",
            "La publication doit avoir lieu avant la fin du message.",
        );
    }
    Some(Times {
        onset,
        expires,
        publish_at,
    })
}

fn read(field: &str, typed: &str, found: &mut Findings) -> Option<ParisTime> {
    match paris(typed)? {
        Ok(time) => {
            if time.is_twice() {
                let kept = if field == "expires" {
                    "seconde"
                } else {
                    "première"
                };
                found.advice(
                    field,
                    format!(
                        "Il sera deux fois {} cette nuit-là (passage à l’heure d’hiver) : la {kept} est retenue.",
                        for_field(time.earlier).get(11..).unwrap_or("")
                    ),
                );
            }
            Some(time)
        }
        Err(Unread::Skipped) => {
            found.error(
                field,
                "Cette heure n’existe pas (passage à l’heure d’été). Choisissez une heure plus tard.",
            );
            None
        }
        Err(Unread::NotATime) => {
            found.error(
                field,
                "Écrivez la date et l’heure ainsi : 2026-11-24T14:30.",
            );
            None
        }
    }
}
