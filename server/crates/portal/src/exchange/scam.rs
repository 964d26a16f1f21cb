//! Words that make a person look twice.
//!
//! Owns the patterns of scams, and of attempts to lead somebody away from here. They hold or warn; what is
//! refused outright is in `forbidden`.

use crate::exchange::{Details, Forbidden, HoldReason, NewListing, forbidden};
use crate::places::normalise;

/// Beginnings of words, one after the other, as scams and advances have them.
const SCAMS: &[&str] = &[
    "frais de dossier",
    "frais de livraison",
    "frais de reservation",
    "verser une caution",
    "caution a verser",
    "caution demandee",
    "acompte",
    "avance d argent",
    "payer d avance",
    "payable d avance",
    "heritage",
    "investissement",
    "investir",
    "pret entre particulier",
    "pret d argent",
    "credit rapide",
    "gagner de l argent",
    "gagnez",
    "travail a domicile",
    "revenu complementaire",
    "revenus complementaires",
    "carte d identite",
    "piece d identite",
    "passeport",
    "coordonnees bancaire",
    "compte bancaire",
    "code de carte",
    "coupon recharge",
    "coupon pcs",
    "carte cadeau",
    "cartes cadeaux",
    "carte prepayee",
    "don d argent",
    "cagnotte",
    "je suis a l etranger",
    "mon transporteur",
    "un transporteur viendra",
    "en contrepartie",
    "contre service",
    "services intime",
    "celibataire",
    "jolie fille",
    "jolie femme",
    "massage",
    "rencontre coquine",
    "relation serieuse",
    "pour jeune fille",
    "pour jeune femme",
    "jeune femme seule",
    "jeune fille seule",
    "femme seule uniquement",
    "femmes seules uniquement",
    "uniquement femme",
    "uniquement des femmes",
];

/// The same, of pushes to another channel.
const AWAY: &[&str] = &[
    "ajoute moi",
    "ajoutez moi",
    "ajouter moi",
    "rejoins moi sur",
    "rejoignez moi sur",
    "contacte moi sur",
    "contactez moi sur",
    "contacter sur",
    "contact sur",
    "ecris moi sur",
    "ecrivez moi sur",
    "parlons ailleurs",
    "parler ailleurs",
    "discuter ailleurs",
    "en dehors du site",
    "en dehors de ce site",
    "hors du site",
    "hors de la plateforme",
    "hors plateforme",
    "mon numero",
    "ton numero",
    "votre numero",
    "mon mail",
    "ton mail",
    "votre mail",
    "mon adresse mail",
    "ton adresse mail",
    "votre adresse mail",
    "mon insta",
    "ton insta",
    "mon snap",
    "ton snap",
    "mon compte",
    "en mp",
    "en message prive",
    "add me",
    "text me on",
    "my number",
    "your number",
    "outside this site",
];

/// Why a listing waits for a moderator before it is shown. Housing always; anything with the words of a scam.
pub fn holds(listing: &NewListing) -> Vec<HoldReason> {
    let mut reasons = Vec::new();
    if matches!(listing.details, Details::Housing(_)) {
        reasons.push(HoldReason::Housing);
    }
    if begins_words(&listing.text, SCAMS) || leaves_platform(&listing.text) {
        reasons.push(HoldReason::Scam);
    }
    reasons
}

/// Whether somebody pushes to another channel: the reader is warned.
pub fn leaves_platform(text: &str) -> bool {
    begins_words(text, AWAY)
        || forbidden(text)
            .iter()
            .any(|f| matches!(f, Forbidden::Phone | Forbidden::Email | Forbidden::Link))
}

/// Whether any of the patterns stands in the text, from the beginning of a word on.
fn begins_words(text: &str, patterns: &[&str]) -> bool {
    let text = format!(" {}", normalise(text));
    patterns.iter().any(|p| text.contains(&format!(" {p}")))
}
