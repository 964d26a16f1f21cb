//! The words of `/signaler`: reporting a danger.
//!
//! Owns sentences, nothing else. Never: a word about what others reported, or how many did.

use portal::valve::Category;

use super::T;
use crate::pages::report::Wrong;

/// `/signaler`.
#[derive(Debug)]
pub struct Report {
    /// Title.
    pub title: T,
    /// What it is for.
    pub lead: T,
    /// Danger card: its question.
    pub danger: T,
    /// Danger card: what to do first.
    pub danger_note: T,
    /// Heading over the tiles.
    pub what: T,
    /// A tile.
    pub tile: fn(Category) -> T,
    /// Heading over the place.
    pub place: T,
    /// Label of the commune.
    pub commune: T,
    /// Help with it.
    pub commune_hint: T,
    /// Several communes of that name.
    pub candidates: T,
    /// Label of the place's words.
    pub words: T,
    /// Help with them.
    pub words_hint: T,
    /// Label of the sentence.
    pub sentence: T,
    /// Button.
    pub send: T,
    /// Back to the tiles.
    pub other: T,
    /// Who reads it, and that nothing comes back.
    pub reader: T,
    /// It was sent.
    pub sent: T,
    /// What happens now.
    pub sent_lines: &'static [T],
    /// The sentence was sent.
    pub added: T,
    /// Heading over the second sentence.
    pub more: T,
    /// Label of the second sentence.
    pub more_label: T,
    /// Button.
    pub more_send: T,
    /// Heading over the way back.
    pub mistaken: T,
    /// What it does.
    pub mistaken_note: T,
    /// Button.
    pub mistaken_send: T,
    /// It was noted.
    pub corrected: T,
    /// What happens now.
    pub corrected_lines: &'static [T],
    /// Link to another report.
    pub again: T,
    /// Nothing is taken here: title.
    pub closed: T,
    /// What to do then.
    pub closed_lines: &'static [T],
    /// Over everything that is wrong.
    pub wrong_title: T,
    /// What is wrong.
    pub wrong: fn(Wrong) -> T,
    /// Easy-read French, on the pages of either language.
    pub easy: &'static [T],
}

/// Whoever needs easy-read French reads French.
const EASY: &[T] = &[
    "Vous voyez un danger. Vous pouvez le dire ici.",
    "Une personne risque de mourir ou d'être blessée ? Appelez le 112.",
    "Vous ne pouvez pas parler ? Envoyez un SMS au 114.",
    "Touchez l'image qui montre le danger.",
    "Écrivez où est le danger.",
    "Appuyez sur le bouton Envoyer.",
    "Des personnes formées lisent votre message.",
    "Personne d'autre ne lit votre message.",
    "Vous ne recevez pas de réponse.",
    "N'allez pas vers le danger pour mieux voir.",
];

pub(super) const FR: Report = Report {
    title: "Signaler un danger",
    lead: "Touchez ce que vous voyez. Une équipe lit chaque signalement.",
    danger: "Quelqu'un est en danger ?",
    danger_note: "Appelez d'abord. Un signalement ici n'envoie pas les secours.",
    what: "Que voyez-vous ?",
    tile: |category| match category {
        Category::WaterRising => "L'eau monte",
        Category::RoadCut => "Route coupée",
        Category::ElectricityOrGas => "Électricité ou gaz",
        Category::LandslideOrTree => "Glissement ou arbre",
        Category::BuildingDamaged => "Bâtiment abîmé",
        Category::Pollution => "Pollution",
        Category::SomeoneIsolated => "Personne isolée",
        Category::RumourSeen => "Rumeur vue",
        Category::Other => "Autre chose",
    },
    place: "Où est-ce ?",
    commune: "Commune ou code postal",
    commune_hint: "Par exemple : Nîmes, ou 30000",
    candidates: "Plusieurs communes portent ce nom. Choisissez :",
    words: "Ou dites où, en quelques mots",
    words_hint: "Par exemple : pont de Russan, côté école",
    sentence: "Une phrase de plus, si vous voulez",
    send: "Envoyer",
    other: "Choisir un autre danger",
    reader: "Seule l'équipe de veille lit votre signalement. Il n'est jamais publié. Vous ne recevrez pas de réponse.",
    sent: "Signalement envoyé",
    sent_lines: &[
        "L'équipe de veille va le lire. Vous ne recevrez pas de réponse.",
        "Éloignez-vous du danger. Si quelqu'un est en danger, appelez le 112.",
    ],
    added: "Votre phrase est envoyée.",
    more: "Ajouter une phrase",
    more_label: "Ce que l'équipe doit savoir de plus",
    more_send: "Envoyer la phrase",
    mistaken: "Vous vous êtes trompé de danger ou de lieu ?",
    mistaken_note: "Dites-le : l'équipe le saura.",
    mistaken_send: "Je me suis trompé",
    corrected: "C'est noté",
    corrected_lines: &["L'équipe saura que ce signalement était une erreur. Merci de l'avoir dit."],
    again: "Signaler autre chose",
    closed: "Ce portail ne reçoit pas de signalements",
    closed_lines: &[
        "Si quelqu'un est en danger, appelez le 112.",
        "Sinon, prévenez votre mairie.",
    ],
    wrong_title: "Votre signalement n'est pas parti",
    wrong: |wrong| match wrong {
        Wrong::NoCategory => "Touchez d'abord ce que vous voyez.",
        Wrong::NoPlace => "Dites où : une commune, ou quelques mots.",
        Wrong::UnknownCommune => {
            "Cette commune n'est pas connue. Corrigez-la, ou videz la case et dites où en quelques mots."
        }
        Wrong::SeveralCommunes => "Plusieurs communes portent ce nom. Choisissez la bonne.",
        Wrong::PlaceTooLong => "Le lieu est trop long : 80 caractères au plus.",
        Wrong::TextTooLong => "La phrase est trop longue : 400 caractères au plus.",
        Wrong::Nothing => "La phrase est vide. Écrivez-la, puis envoyez.",
        Wrong::Foreign => {
            "L'envoi ne venait pas d'une page de ce portail. Tout est encore là : envoyez de nouveau."
        }
        Wrong::NotKept => {
            "Une panne empêche l'envoi. Tout est encore là : envoyez de nouveau dans un instant."
        }
    },
    easy: EASY,
};

pub(super) const EN: Report = Report {
    title: "Report a danger",
    lead: "Tap what you see. A team reads every report.",
    danger: "Is someone in danger?",
    danger_note: "Call first. A report here does not send help.",
    what: "What do you see?",
    tile: |category| match category {
        Category::WaterRising => "Water rising",
        Category::RoadCut => "Road cut",
        Category::ElectricityOrGas => "Electricity or gas",
        Category::LandslideOrTree => "Landslide or tree",
        Category::BuildingDamaged => "Building damaged",
        Category::Pollution => "Pollution",
        Category::SomeoneIsolated => "Someone cut off",
        Category::RumourSeen => "Rumour seen",
        Category::Other => "Something else",
    },
    place: "Where is it?",
    commune: "Commune or postal code",
    commune_hint: "For example: Nîmes, or 30000",
    candidates: "Several communes have this name. Choose one:",
    words: "Or say where, in a few words",
    words_hint: "For example: Russan bridge, school side",
    sentence: "One more sentence, if you like",
    send: "Send",
    other: "Choose another danger",
    reader: "Only the watch team reads your report. It is never published. You will get no answer.",
    sent: "Report sent",
    sent_lines: &[
        "The watch team will read it. You will get no answer.",
        "Move away from the danger. If someone is in danger, call 112.",
    ],
    added: "Your sentence was sent.",
    more: "Add a sentence",
    more_label: "What else the team should know",
    more_send: "Send the sentence",
    mistaken: "Wrong danger or wrong place?",
    mistaken_note: "Say so: the team will know.",
    mistaken_send: "I was wrong",
    corrected: "Noted",
    corrected_lines: &[
        "The team will know that this report was a mistake. Thank you for saying so.",
    ],
    again: "Report something else",
    closed: "This portal takes no reports",
    closed_lines: &[
        "If someone is in danger, call 112.",
        "If not, tell your town hall.",
    ],
    wrong_title: "Your report was not sent",
    wrong: |wrong| match wrong {
        Wrong::NoCategory => "First tap what you see.",
        Wrong::NoPlace => "Say where: a commune, or a few words.",
        Wrong::UnknownCommune => {
            "This commune is not known. Correct it, or empty the field and say where in a few words."
        }
        Wrong::SeveralCommunes => "Several communes have this name. Choose the right one.",
        Wrong::PlaceTooLong => "The place is too long: 80 characters at most.",
        Wrong::TextTooLong => "The sentence is too long: 400 characters at most.",
        Wrong::Nothing => "The sentence is empty. Write it, then send.",
        Wrong::Foreign => {
            "This was not sent from a page of this portal. Everything is still here: send it again."
        }
        Wrong::NotKept => {
            "A failure prevents sending. Everything is still here: send it again in a moment."
        }
    },
    easy: EASY,
};
