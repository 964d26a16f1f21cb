//! The sentences of letters, in French and English.

use portal::exchange;
use portal::push::Tongue;

/// The sentences of letters in one language: subject and body.
pub(super) struct Words {
    pub colon: &'static str,
    pub need: &'static str,
    pub offer: &'static str,
    pub ride: &'static str,
    pub clothing: &'static str,
    pub housing: &'static str,
    pub other: &'static str,
    pub exercise: &'static str,
    pub posted: (&'static str, &'static str),
    pub answered: (&'static str, &'static str),
    pub answering: (&'static str, &'static str),
    pub news: (&'static str, &'static str),
    pub links: (&'static str, &'static str),
    pub ends_soon: (&'static str, &'static str),
    pub wanted: (&'static str, &'static str),
    pub offered: (&'static str, &'static str),
    pub moved_up: (&'static str, &'static str),
    pub to_answer: (&'static str, &'static str),
    pub stop: &'static str,
    pub keep: &'static str,
    pub never: &'static str,
}

pub(super) fn words(tongue: Tongue) -> &'static Words {
    match tongue {
        Tongue::Fr => &FR,
        Tongue::En => &EN,
    }
}

const _: () = assert!(
    exchange::REMINDER.0 == 24 * 3_600_000 && exchange::ANSWER_WITHIN.0 == 24 * 3_600_000,
    "the letters say 24 hours"
);

const FR: Words = Words {
    colon: " : ",
    need: "besoin",
    offer: "offre",
    ride: "trajet",
    clothing: "vêtements",
    housing: "logement",
    other: "autre aide",
    exercise: "EXERCICE\n",
    posted: (
        "votre annonce",
        "Votre annonce est enregistrée. Cette adresse permet de la modifier, de la prolonger, de la fermer et de voir les réponses :",
    ),
    answered: (
        "une réponse à votre annonce",
        "Quelqu'un a répondu à votre annonce. Lisez et répondez ici :",
    ),
    answering: (
        "votre réponse à une annonce",
        "Votre réponse est envoyée. Suivez la conversation ici :",
    ),
    news: (
        "du nouveau dans une conversation",
        "Il y a du nouveau dans l'une de vos conversations d'entraide :",
    ),
    links: (
        "vos liens",
        "Vous avez demandé les liens de vos annonces. Les anciens liens ne fonctionnent plus ; voici les nouveaux :",
    ),
    ends_soon: (
        "votre annonce se termine bientôt",
        "Votre annonce se termine dans moins de 24 heures. Cette adresse permet de la prolonger ou de la fermer :",
    ),
    wanted: (
        "quelqu'un a besoin de ce que vous proposez",
        "Cette personne cherche ce que vous proposez. Lisez l'annonce et, si vous pouvez, répondez-y ici :",
    ),
    offered: (
        "de nouvelles offres pour votre besoin",
        "Ces offres conviennent peut-être à votre annonce. Lisez-les et répondez ici :",
    ),
    moved_up: (
        "une place s'est libérée pour vous",
        "Vous attendiez dans la file : c'est votre tour. Votre demande est partie, l'autre personne a 24 heures pour répondre. Suivez-la ici :",
    ),
    to_answer: (
        "une demande attend votre réponse",
        "Une place s'est libérée et la personne suivante dans la file la demande. Répondez dans les 24 heures, sinon sa demande tombe :",
    ),
    stop: "Vous recevez ce courriel parce que votre annonce est en ligne. Pour ne plus en recevoir, mettez-la en pause ou retirez-la avec le lien reçu en la publiant. Lien perdu :",
    keep: "Ne transmettez pas cette adresse : elle donne tous les droits sur l'annonce ou la conversation.",
    never: "L'entraide est gratuite. Ne payez rien, n'envoyez pas de code, et signalez qui vous le demande. En cas de danger : 18 ou 112.",
};

const EN: Words = Words {
    colon: ": ",
    need: "need",
    offer: "offer",
    ride: "ride",
    clothing: "clothing",
    housing: "housing",
    other: "other help",
    exercise: "EXERCISE\n",
    posted: (
        "your listing",
        "Your listing is kept. At this address you can change it, renew it, close it and see the answers:",
    ),
    answered: (
        "an answer to your listing",
        "Somebody answered your listing. Read and reply here:",
    ),
    answering: (
        "your answer to a listing",
        "Your answer was sent. Follow the conversation here:",
    ),
    news: (
        "news in a conversation",
        "There is news in one of your mutual-aid conversations:",
    ),
    links: (
        "your links",
        "You asked for the links of your listings. The old links no longer work; here are the new ones:",
    ),
    ends_soon: (
        "your listing ends soon",
        "Your listing ends in less than 24 hours. At this address you can renew or close it:",
    ),
    wanted: (
        "somebody needs what you offer",
        "This person is looking for what you offer. Read the listing and, if you can, answer it here:",
    ),
    offered: (
        "new offers for your need",
        "These offers may suit your listing. Read and answer them here:",
    ),
    moved_up: (
        "a place is free for you",
        "You were waiting in line: it is your turn. Your request was sent, the other person has 24 hours to answer. Follow it here:",
    ),
    to_answer: (
        "a request waits for your answer",
        "A place is free and the next person in line asks for it. Answer within 24 hours, or the request lapses:",
    ),
    stop: "You receive this e-mail because your listing is online. To receive no more, pause or withdraw it with the link you were given when you posted. Lost link:",
    keep: "Do not pass this address on: it gives every right over the listing or the conversation.",
    never: "Mutual aid is free. Pay nothing, send no code, and report whoever asks you to. In danger: 18 or 112.",
};
