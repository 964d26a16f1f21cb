//! Words of what other sites show in a frame, and of the page that tells them how.

use super::{T, With};

/// The frames and their how-to.
#[derive(Debug)]
pub struct EmbedWords {
    /// Title of the how-to.
    pub title: T,
    /// Its first paragraphs.
    pub lead: &'static [T],
    /// Label of the search.
    pub label: T,
    /// Under the field.
    pub hint: T,
    /// Button.
    pub submit: T,
    /// Heading over what was found.
    pub choose: T,
    /// Nothing was found.
    pub none: With,
    /// Heading over the snippets of a place.
    pub snippets: With,
    /// Label of a snippet.
    pub banner: T,
    /// Label of a snippet.
    pub list: T,
    /// Link to see it.
    pub see_banner: T,
    /// Link to see it.
    pub see_list: T,
    /// Heading over the rules.
    pub rules_title: T,
    /// One a line.
    pub rules: &'static [T],
    /// The frame's title: for screen readers, and the frame's own.
    pub frame: With,
    /// Link to the page of the place, in a new tab.
    pub more: With,
    /// Of so many others in force.
    pub others: fn(usize) -> String,
    /// When the frame was made.
    pub made: With,
    /// Told to screen readers after each link.
    pub new_tab: T,
}

pub(super) const FR: EmbedWords = EmbedWords {
    title: "Afficher les alertes sur votre site",
    lead: &[
        "Mairies, médias, associations : affichez les alertes officielles de votre commune ou de votre département sur vos pages.",
        "Choisissez un lieu, puis copiez le code dans votre page. Le cadre ne contient aucun script et ne dépose aucun cookie.",
    ],
    label: "Votre commune ou département",
    hint: "Par exemple : Nîmes, 30900, Gard",
    submit: "Chercher",
    choose: "Choisissez un lieu",
    none: |typed| format!("Aucun lieu trouvé pour « {typed} ». Essayez un code postal."),
    snippets: |place| format!("Le code pour {place}"),
    banner: "Bandeau : l'alerte la plus grave",
    list: "Liste : toutes les alertes",
    see_banner: "Voir le bandeau",
    see_list: "Voir la liste",
    rules_title: "Bon à savoir",
    rules: &[
        "Le cadre se met à jour tout seul, au plus tard toutes les cinq minutes.",
        "Ses liens ouvrent le portail dans un nouvel onglet.",
        "Ne recouvrez pas le cadre et ne modifiez pas ce qu'il affiche.",
        "Adaptez la hauteur à votre page : le contenu défile s'il est plus long.",
    ],
    frame: |place| format!("Alertes officielles : {place}"),
    more: |place| format!("Toute l'information : {place}"),
    others: |n| {
        if n == 1 {
            "et 1 autre alerte".to_owned()
        } else {
            format!("et {n} autres alertes")
        }
    },
    made: |at| format!("État au {at}"),
    new_tab: "nouvel onglet",
};

pub(super) const EN: EmbedWords = EmbedWords {
    title: "Show alerts on your site",
    lead: &[
        "Town halls, media, associations: show the official alerts of your commune or département on your pages.",
        "Choose a place, then copy the code into your page. The frame holds no script and sets no cookie.",
    ],
    label: "Your commune or département",
    hint: "For example: Nîmes, 30900, Gard",
    submit: "Search",
    choose: "Choose a place",
    none: |typed| format!("No place found for “{typed}”. Try a postal code."),
    snippets: |place| format!("The code for {place}"),
    banner: "Banner: the most serious alert",
    list: "List: all alerts",
    see_banner: "See the banner",
    see_list: "See the list",
    rules_title: "Good to know",
    rules: &[
        "The frame updates by itself, at least every five minutes.",
        "Its links open the portal in a new tab.",
        "Do not cover the frame, and do not change what it shows.",
        "Fit its height to your page: what is longer scrolls.",
    ],
    frame: |place| format!("Official alerts: {place}"),
    more: |place| format!("All information: {place}"),
    others: |n| {
        if n == 1 {
            "and 1 other alert".to_owned()
        } else {
            format!("and {n} other alerts")
        }
    },
    made: |at| format!("As of {at}"),
    new_tab: "new tab",
};
