//! The words of `/suivre`: choosing places, being told, the private link, the test of reception.

use portal::messages::Colour;

use super::{T, With};

/// A thing said, and what one can do about it, line by line.
#[derive(Debug)]
pub struct Told {
    /// What is so.
    pub said: T,
    /// What to do.
    pub todo: &'static [T],
}

/// `/suivre` and the pages behind it.
#[derive(Debug)]
pub struct Follow {
    /// Title of the page.
    pub title: T,
    /// What it is for.
    pub lead: T,
    /// Heading of the easy part; French on every page.
    pub easy_title: T,
    /// One idea a line.
    pub easy: &'static [T],
    /// Link on the page of a place.
    pub link: With,
    /// The choice.
    pub choice: Choice,
    /// Subscribing.
    pub receive: Receive,
    /// The private link.
    pub private: Private,
    /// The page of a device.
    pub manage: Manage,
    /// The test of reception.
    pub test: Test,
    /// Other ways.
    pub elsewhere: Elsewhere,
}

/// The form of the choice.
#[derive(Debug)]
pub struct Choice {
    /// First part.
    pub places: T,
    /// The field.
    pub search: T,
    /// Below it.
    pub hint: T,
    /// Its button.
    pub submit: T,
    /// A whole département.
    pub departement: T,
    /// No département.
    pub departement_none: T,
    /// Its button.
    pub departement_add: T,
    /// What a commune's follower is told of.
    pub commune_means: T,
    /// Results.
    pub found: With,
    /// No results.
    pub none: With,
    /// On the button of a result.
    pub add: With,
    /// Chosen places.
    pub chosen: T,
    /// None yet.
    pub chosen_none: T,
    /// On the button of a chosen place.
    pub remove: With,
    /// No more than so many.
    pub full: fn(usize) -> String,
    /// Second part.
    pub colour: T,
    /// Its explanation.
    pub colour_hint: T,
    /// From this colour on.
    pub from: fn(Colour) -> T,
    /// Third part.
    pub language: T,
    /// Languages and their own names.
    pub languages: &'static [(T, T)],
    /// Title of what is wrong.
    pub wrong: T,
    /// Wrong: no place.
    pub nowhere: T,
    /// Wrong: no colour.
    pub no_colour: T,
    /// Wrong: an endpoint of no known service.
    pub bad_endpoint: T,
    /// Wrong: keys that are none.
    pub bad_keys: T,
    /// Wrong: nothing could be read.
    pub unreadable: T,
    /// Wrong: sent from another site's page.
    pub foreign: T,
}

/// Subscribing, as the island goes through it.
#[derive(Debug)]
pub struct Receive {
    /// Heading.
    pub title: T,
    /// This device follows already.
    pub known: T,
    /// Link to its page.
    pub known_link: T,
    /// Subscribing again replaces.
    pub known_again: T,
    /// No script runs.
    pub script: Told,
    /// The portal sends none.
    pub off: Told,
    /// No place yet.
    pub places: Told,
    /// Before the click.
    pub ready: Told,
    /// The button.
    pub button: T,
    /// The browser asks.
    pub asking: Told,
    /// Under way.
    pub working: T,
    /// iPhone, iPad outside of an installed page.
    pub install: Told,
    /// A browser without push.
    pub unsupported: Told,
    /// The permission was refused.
    pub denied: Told,
    /// No answer in time, or a failure on the way.
    pub failed: Told,
    /// Asked too often.
    pub too_many: Told,
    /// The server refuses; its reasons follow.
    pub refused: Told,
    /// Try again.
    pub again: T,
    /// Done.
    pub done: Told,
}

/// The private link.
#[derive(Debug)]
pub struct Private {
    /// Heading.
    pub title: T,
    /// Label of its field.
    pub label: T,
    /// What it is, and the warning.
    pub warning: &'static [T],
    /// Button.
    pub copy: T,
    /// After it.
    pub copied: T,
    /// Link.
    pub mail: T,
    /// Subject of the mail.
    pub mail_subject: T,
    /// Link.
    pub open: T,
}

/// The page of a device.
#[derive(Debug)]
pub struct Manage {
    /// Title.
    pub title: T,
    /// Warning.
    pub private: T,
    /// Heading of what is followed.
    pub now: T,
    /// Places.
    pub places: T,
    /// Threshold.
    pub colour: T,
    /// Language.
    pub language: T,
    /// Since.
    pub since: With,
    /// Last push taken by the service.
    pub last_ok: With,
    /// None yet.
    pub last_none: T,
    /// Its service.
    pub service: With,
    /// Heading of the test.
    pub test: T,
    /// What it does.
    pub test_lead: T,
    /// Button.
    pub test_button: T,
    /// There was one just now.
    pub too_soon: T,
    /// Heading of the change.
    pub change: T,
    /// Not kept yet.
    pub draft: T,
    /// Button.
    pub save: T,
    /// Kept.
    pub saved: T,
    /// Heading.
    pub remove: T,
    /// What it does.
    pub remove_lead: T,
    /// Button.
    pub remove_button: T,
    /// Title after it.
    pub removed: T,
    /// What was done.
    pub removed_said: T,
    /// The service says that the device is gone.
    pub gone: Told,
    /// Link to begin anew.
    pub anew: T,
    /// Title: no such link.
    pub unknown: T,
    /// And what to do.
    pub unknown_said: Told,
    /// Tests cannot be sent.
    pub off: T,
}

/// The test of reception.
#[derive(Debug)]
pub struct Test {
    /// Title.
    pub title: T,
    /// In the outbox.
    pub waiting: Told,
    /// With the push service.
    pub sent: Told,
    /// Shown.
    pub arrived: Told,
    /// Refused.
    pub refused: Told,
    /// The service's answer.
    pub status: fn(u16) -> String,
    /// Nothing in time.
    pub late: Told,
    /// The page reloads by itself.
    pub reloads: T,
    /// Link.
    pub reload: T,
    /// Link.
    pub back: T,
}

/// Other ways to be told.
#[derive(Debug)]
pub struct Elsewhere {
    /// Heading.
    pub title: T,
    /// Alerts to telephones.
    pub fr_alert: Told,
    /// Radio.
    pub radio: Told,
    /// Feeds.
    pub atom: T,
    /// The feed of a place.
    pub atom_of: With,
    /// Of everything.
    pub atom_all: T,
}

const EASY: &[T] = &[
    "Vous choisissez une ville.",
    "Vous choisissez une couleur de danger : jaune, orange ou rouge.",
    "Vous appuyez sur le bouton.",
    "Votre téléphone pose une question. Vous répondez « Autoriser ».",
    "Si un danger arrive, votre téléphone vous montre un message.",
    "Gardez votre radio : le téléphone peut tomber en panne.",
];

const LANGUAGES: &[(T, T)] = &[("fr", "Français"), ("en", "English")];

pub(super) const FR: Follow = Follow {
    title: "Suivre des lieux",
    lead: "Ce téléphone ou cet ordinateur vous prévient quand une alerte officielle concerne un lieu que vous suivez.",
    easy_title: "En facile à lire",
    easy: EASY,
    link: |p| format!("Être prévenu pour {p}"),
    choice: Choice {
        places: "1. Où",
        search: "Ajouter une commune : nom ou code postal",
        hint: "Par exemple : Nîmes, ou 30000. Vingt lieux au plus.",
        submit: "Chercher",
        departement: "Ou tout un département",
        departement_none: "Aucun",
        departement_add: "Ajouter ce département",
        commune_means: "Pour une commune, vous êtes prévenu aussi de ce qui concerne tout son département.",
        found: |q| format!("Communes pour « {q} »"),
        none: |q| {
            format!(
                "Aucune commune trouvée pour « {q} ». Vérifiez l'orthographe, ou essayez le code postal."
            )
        },
        add: |p| format!("Ajouter {p}"),
        chosen: "Lieux choisis",
        chosen_none: "Aucun lieu choisi.",
        remove: |p| format!("Retirer {p}"),
        full: |n| {
            format!(
                "Vous suivez déjà {n} lieux, le plus possible. Retirez-en un pour en ajouter un autre."
            )
        },
        colour: "2. À partir de quelle couleur",
        colour_hint: "La couleur dit la gravité. Une mise à jour qui n'aggrave rien arrive sans bruit.",
        from: |c| match c {
            Colour::Red => "Rouge seulement",
            Colour::Orange => "Orange et rouge",
            _ => "Jaune, orange et rouge",
        },
        language: "3. Dans quelle langue",
        languages: LANGUAGES,
        wrong: "À corriger",
        nowhere: "Choisissez au moins un lieu.",
        no_colour: "Choisissez une couleur : jaune, orange ou rouge.",
        bad_endpoint: "Ce navigateur utilise un service de notifications que ce portail ne connaît pas. Essayez avec un autre navigateur.",
        bad_keys: "Les clés données par ce navigateur ne sont pas valables. Rechargez la page et recommencez.",
        unreadable: "La demande n'a pas pu être lue. Rechargez la page et recommencez.",
        foreign: "Cette demande ne vient pas d'une page de ce portail. Rien n'a été changé. Rechargez la page et recommencez.",
    },
    receive: Receive {
        title: "4. Être prévenu",
        known: "Cet appareil suit déjà des lieux.",
        known_link: "Gérer cet appareil",
        known_again: "S'inscrire à nouveau remplace son choix et son lien privé.",
        script: Told {
            said: "Les notifications ne peuvent pas être activées ici : ce navigateur n'exécute pas les scripts de cette page.",
            todo: &[
                "Activez JavaScript pour ce site, puis rechargez la page.",
                "Ou utilisez un des autres moyens ci-dessous.",
            ],
        },
        off: Told {
            said: "Ce portail n'envoie pas de notifications pour le moment.",
            todo: &["Utilisez un des autres moyens ci-dessous."],
        },
        places: Told {
            said: "Choisissez d'abord un lieu.",
            todo: &[],
        },
        ready: Told {
            said: "Appuyez sur le bouton. Votre navigateur demandera alors si ce site peut vous envoyer des notifications : répondez « Autoriser ».",
            todo: &[
                "Nous gardons vos lieux, votre couleur et l'adresse que votre navigateur donne pour cet appareil. Ni nom, ni courriel, ni numéro.",
                "Vous pouvez arrêter à tout moment : tout est alors effacé.",
            ],
        },
        button: "Recevoir les notifications",
        asking: Told {
            said: "Votre navigateur vous pose une question.",
            todo: &["Répondez « Autoriser »."],
        },
        working: "Inscription en cours.",
        install: Told {
            said: "Sur iPhone et iPad, les notifications demandent d'abord d'installer cette page.",
            todo: &[
                "Il faut iOS 16.4 ou plus récent.",
                "Dans Safari, touchez le bouton Partager.",
                "Touchez « Sur l'écran d'accueil », puis « Ajouter ».",
                "Ouvrez Rives depuis l'écran d'accueil et revenez à « Suivre ».",
            ],
        },
        unsupported: Told {
            said: "Ce navigateur ne sait pas recevoir de notifications de sites.",
            todo: &[
                "Quittez la navigation privée, si vous y êtes.",
                "Mettez le navigateur à jour, ou essayez avec Firefox, Chrome, Edge ou Safari.",
                "Ou utilisez un des autres moyens ci-dessous.",
            ],
        },
        denied: Told {
            said: "Les notifications de ce site sont refusées sur cet appareil.",
            todo: &[
                "Touchez l'icône à gauche de l'adresse de la page, puis « Notifications », puis « Autoriser ».",
                "Vérifiez aussi, dans les réglages du téléphone, que le navigateur peut envoyer des notifications.",
                "Rechargez ensuite cette page. Votre choix est dans son adresse : il est conservé.",
            ],
        },
        failed: Told {
            said: "L'inscription n'a pas abouti. Votre choix est conservé.",
            todo: &[
                "Vérifiez votre connexion, puis réessayez.",
                "Si cela se répète, fermez le navigateur, rouvrez-le et revenez ici.",
            ],
        },
        too_many: Told {
            said: "Trop de demandes sont venues de votre connexion. Votre choix est conservé.",
            todo: &["Attendez une minute, puis réessayez."],
        },
        refused: Told {
            said: "L'inscription n'a pas été acceptée. Votre choix est conservé.",
            todo: &[],
        },
        again: "Réessayer",
        done: Told {
            said: "C'est fait : cet appareil vous préviendra.",
            todo: &[
                "Ouvrez maintenant la page de cet appareil et testez la réception.",
                "Gardez une radio à piles : une notification peut ne pas arriver.",
            ],
        },
    },
    private: Private {
        title: "Votre lien privé",
        label: "Adresse privée de cet appareil",
        warning: &[
            "Ce lien sert à changer votre choix ou à arrêter. Il n'est montré qu'une fois : gardez-le.",
            "Ne le publiez pas : qui l'a peut changer ou arrêter vos notifications. Il ne dit pas qui vous êtes.",
        ],
        copy: "Copier le lien",
        copied: "Lien copié.",
        mail: "Me l'envoyer par courriel",
        mail_subject: "Mon lien privé Rives",
        open: "Ouvrir la page de cet appareil",
    },
    manage: Manage {
        title: "Vos notifications",
        private: "Cette page est privée. Ne donnez pas son adresse : qui l'a peut changer ou arrêter vos notifications.",
        now: "Ce que cet appareil suit",
        places: "Lieux",
        colour: "Couleurs",
        language: "Langue",
        since: |t| format!("Depuis {t}"),
        last_ok: |t| format!("Dernier message remis au service de notifications : {t}"),
        last_none: "Aucun message n'a encore été envoyé à cet appareil.",
        service: |s| format!("Service de notifications : {s}"),
        test: "Tester la réception",
        test_lead: "Un vrai message part vers cet appareil par le même chemin qu'une alerte. La page suivante dit s'il est arrivé.",
        test_button: "Tester la réception",
        too_soon: "Un test a été demandé il y a moins d'une minute. Attendez une minute, puis recommencez.",
        change: "Changer le choix",
        draft: "Ces changements ne sont pas encore enregistrés.",
        save: "Enregistrer le choix",
        saved: "Votre choix est enregistré.",
        remove: "Arrêter",
        remove_lead: "Cet appareil ne sera plus prévenu. Tout ce que nous gardons de lui est effacé.",
        remove_button: "Arrêter et tout effacer",
        removed: "C'est arrêté",
        removed_said: "Cet appareil ne sera plus prévenu. Ce que nous gardions de lui est effacé, et son lien ne mène plus à rien.",
        gone: Told {
            said: "Le service de notifications dit que cet appareil n'existe plus pour lui : aucun message ne peut plus l'atteindre.",
            todo: &[
                "Inscrivez-vous à nouveau sur cet appareil. Vos lieux sont conservés dans le lien ci-dessous.",
            ],
        },
        anew: "S'inscrire à nouveau",
        unknown: "Ce lien ne mène à aucun appareil",
        unknown_said: Told {
            said: "Le lien est incomplet, ou les notifications de cet appareil ont été arrêtées, ou une nouvelle inscription a remplacé ce lien.",
            todo: &[
                "Vérifiez que l'adresse est entière.",
                "Ou inscrivez-vous à nouveau sur cet appareil.",
            ],
        },
        off: "Ce portail n'envoie pas de notifications pour le moment.",
    },
    test: Test {
        title: "Test de réception",
        waiting: Told {
            said: "Le message attend de partir.",
            todo: &["Gardez cette page ouverte."],
        },
        sent: Told {
            said: "Le message est parti : le service de notifications l'a pris.",
            todo: &["Regardez si une notification apparaît sur cet appareil."],
        },
        arrived: Told {
            said: "Le message est arrivé : cet appareil peut être prévenu.",
            todo: &["Vous n'avez rien d'autre à faire."],
        },
        refused: Told {
            said: "Le service de notifications a refusé le message.",
            todo: &[
                "Inscrivez-vous à nouveau sur cet appareil.",
                "Si cela se répète, essayez avec un autre navigateur.",
            ],
        },
        status: |code| format!("Sa réponse : {code}."),
        late: Told {
            said: "Le message n'est pas arrivé en deux minutes.",
            todo: &[
                "Si vous avez vu la notification, tout va bien : seule la confirmation s'est perdue.",
                "Vérifiez que l'appareil est connecté et n'est pas en mode « Ne pas déranger ».",
                "Vérifiez, dans les réglages de l'appareil, que le navigateur peut envoyer des notifications.",
                "Enlevez le navigateur des applications mises en veille par l'économie de batterie.",
                "Puis recommencez le test.",
            ],
        },
        reloads: "Cette page se recharge toute seule.",
        reload: "Recharger maintenant",
        back: "Revenir à la page de cet appareil",
    },
    elsewhere: Elsewhere {
        title: "Les autres moyens d'être prévenu",
        fr_alert: Told {
            said: "FR-Alert : l'État envoie les alertes graves sur tous les téléphones présents dans la zone.",
            todo: &[
                "Rien à installer, aucune inscription.",
                "Laissez le téléphone allumé, hors mode avion.",
                "Dans les réglages du téléphone, laissez activées les « alertes d'urgence ».",
            ],
        },
        radio: Told {
            said: "La radio locale : elle marche sans internet et sans réseau de téléphone.",
            todo: &[
                "Gardez un poste à piles ou à manivelle.",
                "Écoutez « ici » (France Bleu) ou votre radio locale.",
            ],
        },
        atom: "Un flux Atom se lit dans un lecteur de flux, sans rien donner de vous :",
        atom_of: |p| format!("Flux Atom : {p}"),
        atom_all: "Flux Atom : toutes les alertes",
    },
};

pub(super) const EN: Follow = Follow {
    title: "Follow places",
    lead: "This phone or computer tells you when an official alert concerns a place that you follow.",
    easy_title: "En facile à lire",
    easy: EASY,
    link: |p| format!("Be told about {p}"),
    choice: Choice {
        places: "1. Where",
        search: "Add a commune: name or postal code",
        hint: "For example: Nîmes, or 30000. Twenty places at most.",
        submit: "Search",
        departement: "Or a whole département",
        departement_none: "None",
        departement_add: "Add this département",
        commune_means: "For a commune, you are also told of what concerns its whole département.",
        found: |q| format!("Communes for “{q}”"),
        none: |q| {
            format!("No commune found for “{q}”. Check the spelling, or try the postal code.")
        },
        add: |p| format!("Add {p}"),
        chosen: "Places chosen",
        chosen_none: "No place chosen.",
        remove: |p| format!("Remove {p}"),
        full: |n| {
            format!(
                "You already follow {n} places, as many as possible. Remove one to add another."
            )
        },
        colour: "2. From which colour on",
        colour_hint: "The colour tells how serious it is. An update that makes nothing worse arrives without a sound.",
        from: |c| match c {
            Colour::Red => "Red only",
            Colour::Orange => "Orange and red",
            _ => "Yellow, orange and red",
        },
        language: "3. In which language",
        languages: LANGUAGES,
        wrong: "To be corrected",
        nowhere: "Choose at least one place.",
        no_colour: "Choose a colour: yellow, orange or red.",
        bad_endpoint: "This browser uses a notification service that this portal does not know. Try another browser.",
        bad_keys: "The keys given by this browser are not valid. Reload the page and try again.",
        unreadable: "The request could not be read. Reload the page and try again.",
        foreign: "This request does not come from a page of this portal. Nothing was changed. Reload the page and try again.",
    },
    receive: Receive {
        title: "4. Be told",
        known: "This device already follows places.",
        known_link: "Manage this device",
        known_again: "Subscribing again replaces its choice and its private link.",
        script: Told {
            said: "Notifications cannot be switched on here: this browser does not run this page's scripts.",
            todo: &[
                "Switch JavaScript on for this site, then reload the page.",
                "Or use one of the other ways below.",
            ],
        },
        off: Told {
            said: "This portal sends no notifications for the moment.",
            todo: &["Use one of the other ways below."],
        },
        places: Told {
            said: "Choose a place first.",
            todo: &[],
        },
        ready: Told {
            said: "Press the button. Your browser will then ask whether this site may send you notifications: answer “Allow”.",
            todo: &[
                "We keep your places, your colour and the address that your browser gives for this device. No name, no e-mail, no number.",
                "You can stop at any time: everything is then erased.",
            ],
        },
        button: "Receive notifications",
        asking: Told {
            said: "Your browser is asking you a question.",
            todo: &["Answer “Allow”."],
        },
        working: "Subscribing.",
        install: Told {
            said: "On iPhone and iPad, notifications need this page to be installed first.",
            todo: &[
                "You need iOS 16.4 or newer.",
                "In Safari, tap the Share button.",
                "Tap “Add to Home Screen”, then “Add”.",
                "Open Rives from the Home Screen and come back to “Follow”.",
            ],
        },
        unsupported: Told {
            said: "This browser cannot receive notifications from sites.",
            todo: &[
                "Leave private browsing, if you are in it.",
                "Update the browser, or try Firefox, Chrome, Edge or Safari.",
                "Or use one of the other ways below.",
            ],
        },
        denied: Told {
            said: "Notifications from this site are blocked on this device.",
            todo: &[
                "Tap the icon to the left of the page's address, then “Notifications”, then “Allow”.",
                "Check also, in the phone's settings, that the browser may send notifications.",
                "Then reload this page. Your choice is in its address: it is kept.",
            ],
        },
        failed: Told {
            said: "Subscribing did not succeed. Your choice is kept.",
            todo: &[
                "Check your connection, then try again.",
                "If it happens again, close the browser, open it and come back here.",
            ],
        },
        too_many: Told {
            said: "Too many requests came from your connection. Your choice is kept.",
            todo: &["Wait a minute, then try again."],
        },
        refused: Told {
            said: "The subscription was not accepted. Your choice is kept.",
            todo: &[],
        },
        again: "Try again",
        done: Told {
            said: "Done: this device will tell you.",
            todo: &[
                "Now open this device's page and test the reception.",
                "Keep a battery radio: a notification may fail to arrive.",
            ],
        },
    },
    private: Private {
        title: "Your private link",
        label: "Private address of this device",
        warning: &[
            "This link is for changing your choice or stopping. It is shown only once: keep it.",
            "Do not publish it: whoever has it can change or stop your notifications. It does not tell who you are.",
        ],
        copy: "Copy the link",
        copied: "Link copied.",
        mail: "Send it to me by e-mail",
        mail_subject: "My private Rives link",
        open: "Open this device's page",
    },
    manage: Manage {
        title: "Your notifications",
        private: "This page is private. Do not give its address away: whoever has it can change or stop your notifications.",
        now: "What this device follows",
        places: "Places",
        colour: "Colours",
        language: "Language",
        since: |t| format!("Since {t}"),
        last_ok: |t| format!("Last message handed to the notification service: {t}"),
        last_none: "No message has been sent to this device yet.",
        service: |s| format!("Notification service: {s}"),
        test: "Test the reception",
        test_lead: "A real message goes to this device on the same path as an alert. The next page tells whether it arrived.",
        test_button: "Test the reception",
        too_soon: "A test was asked for less than a minute ago. Wait a minute, then try again.",
        change: "Change the choice",
        draft: "These changes are not saved yet.",
        save: "Save the choice",
        saved: "Your choice is saved.",
        remove: "Stop",
        remove_lead: "This device will no longer be told. Everything we keep about it is erased.",
        remove_button: "Stop and erase everything",
        removed: "Stopped",
        removed_said: "This device will no longer be told. What we kept about it is erased, and its link leads nowhere.",
        gone: Told {
            said: "The notification service says that this device no longer exists for it: no message can reach it any more.",
            todo: &["Subscribe again on this device. Your places are kept in the link below."],
        },
        anew: "Subscribe again",
        unknown: "This link leads to no device",
        unknown_said: Told {
            said: "The link is incomplete, or this device's notifications were stopped, or a new subscription replaced this link.",
            todo: &[
                "Check that the address is complete.",
                "Or subscribe again on this device.",
            ],
        },
        off: "This portal sends no notifications for the moment.",
    },
    test: Test {
        title: "Reception test",
        waiting: Told {
            said: "The message is waiting to leave.",
            todo: &["Keep this page open."],
        },
        sent: Told {
            said: "The message has left: the notification service has taken it.",
            todo: &["Look whether a notification appears on this device."],
        },
        arrived: Told {
            said: "The message has arrived: this device can be told.",
            todo: &["There is nothing else to do."],
        },
        refused: Told {
            said: "The notification service refused the message.",
            todo: &[
                "Subscribe again on this device.",
                "If it happens again, try another browser.",
            ],
        },
        status: |code| format!("Its answer: {code}."),
        late: Told {
            said: "The message did not arrive within two minutes.",
            todo: &[
                "If you saw the notification, all is well: only the confirmation was lost.",
                "Check that the device is connected and not in “Do not disturb”.",
                "Check, in the device's settings, that the browser may send notifications.",
                "Take the browser off the list of apps put to sleep to save the battery.",
                "Then test again.",
            ],
        },
        reloads: "This page reloads by itself.",
        reload: "Reload now",
        back: "Back to this device's page",
    },
    elsewhere: Elsewhere {
        title: "Other ways to be told",
        fr_alert: Told {
            said: "FR-Alert: the State sends serious alerts to every phone present in the area.",
            todo: &[
                "Nothing to install, no subscription.",
                "Keep the phone on, out of flight mode.",
                "In the phone's settings, leave “emergency alerts” switched on.",
            ],
        },
        radio: Told {
            said: "Local radio: it works without internet and without a phone network.",
            todo: &[
                "Keep a battery or wind-up radio.",
                "Listen to “ici” (France Bleu) or your local radio.",
            ],
        },
        atom: "An Atom feed is read in a feed reader, and gives nothing of yours away:",
        atom_of: |p| format!("Atom feed: {p}"),
        atom_all: "Atom feed: all alerts",
    },
};
