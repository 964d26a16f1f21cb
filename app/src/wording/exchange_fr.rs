//! The exchange in French.

use portal::exchange::{
    Forbidden, Garment, Help, Household, Kind, Luggage, MatchState, Party, Reason, Side, Standing,
    StepFree, Wearer, Wrong, names,
};

use super::exchange::*;
use crate::pages::exchange::Note;

fn label(name: &str, side: Side, kind: Kind) -> &'static str {
    let need = side == Side::Need;
    match (name, kind) {
        (names::SIDE, _) => "Besoin ou offre",
        (names::KIND, _) => "Quelle entraide",
        (names::COMMUNE, Kind::Ride) => "Départ : commune ou code postal",
        (names::COMMUNE, _) => "Commune ou code postal",
        (names::TO, _) => "Arrivée : commune ou code postal",
        (names::TEXT, _) => "Précisions",
        (names::EMAIL, _) => "Courriel",
        (names::PHONE, _) => "Téléphone",
        (names::DAY, Kind::Ride) => "Jour du départ",
        (names::DAY, Kind::Housing) => "Première nuit",
        (names::DAY, _) => "À partir du",
        (names::TIME, _) => "Départ à partir de",
        (names::MARGIN, _) => "Souplesse sur l'heure",
        (names::UNTIL, Kind::Housing) => "Matin du départ",
        (names::UNTIL, _) => "Jusqu'au",
        (names::UNITS, Kind::Ride) if need => "Places demandées",
        (names::UNITS, Kind::Ride) => "Places proposées",
        (names::UNITS, Kind::Clothing) => "Nombre de pièces",
        (names::UNITS, Kind::Housing) if need => "Nombre de personnes",
        (names::UNITS, Kind::Housing) => "Nombre de couchages",
        (names::UNITS, Kind::Other) => "Combien",
        (names::CHILD_SEATS, _) if need => "Sièges enfant nécessaires",
        (names::CHILD_SEATS, _) => "Sièges enfant dans la voiture",
        (names::WHEELCHAIR, _) if need => "Une personne en fauteuil roulant vient",
        (names::WHEELCHAIR, _) => "Un fauteuil roulant peut venir",
        (names::PETS, _) if need => "Un animal vient",
        (names::PETS, _) => "Les animaux peuvent venir",
        (names::LUGGAGE, _) if need => "Ce que vous emportez",
        (names::LUGGAGE, _) => "Ce que vous pouvez transporter",
        (names::RETURNS, _) => "Le retour aussi",
        (names::WEARER, _) => "Pour qui",
        (names::SIZE, _) => "Taille ou âge",
        (names::GARMENTS, _) => "Quels vêtements",
        (names::DELIVERS, _) if need => "Je ne peux pas me déplacer",
        (names::DELIVERS, _) => "Je peux les apporter",
        (names::ADULTS, _) if need => "Adultes",
        (names::ADULTS, _) => "Adultes qui vivent là",
        (names::CHILDREN, _) if need => "Enfants",
        (names::CHILDREN, _) => "Enfants qui vivent là",
        (names::HOUSEHOLD, _) if need => "Qui demande",
        (names::HOUSEHOLD, _) => "Qui vous accueillez",
        (names::STEP_FREE, _) if need => "Besoin d'un accès sans marche",
        (names::STEP_FREE, _) => "Accès sans marche jusqu'au lit",
        (names::OWN_ROOM, _) if need => "J'ai besoin d'une chambre à part",
        (names::OWN_ROOM, _) => "La chambre est à part",
        (names::SMOKING, _) if need => "Une personne fume",
        (names::SMOKING, _) => "On fume dans ce logement",
        (names::HELP, _) => "Quelle aide",
        (names::SAID, _) => "Votre message",
        (names::SAFETY, _) => "J'ai lu les conseils de sécurité",
        (names::DEPARTEMENT, _) => "Département",
        (names::RADIUS, _) => "Autour",
        (names::WORDS, _) => "Mots",
        _ => "Formulaire",
    }
}

fn hint(name: &str, side: Side, kind: Kind) -> &'static str {
    match (name, kind) {
        (names::COMMUNE, _) => "Par exemple : Nîmes, ou 30000. Jamais de rue ni de numéro.",
        (names::TO, _) => "Laissez vide pour aller n'importe où au sec.",
        (names::TEXT, _) => {
            "Ce texte est public. Ni nom, ni téléphone, ni adresse, ni code de porte, ni prix."
        }
        (names::EMAIL, _) => "Pour recevoir votre lien et les réponses.",
        (names::PHONE, _) => "Par exemple : 06 12 34 56 78.",
        (names::SIZE, _) => "Par exemple : 8 ans, M, 42.",
        (names::UNITS, Kind::Ride) if side == Side::Offer => {
            "Sans compter qui conduit. Le trajet est gratuit."
        }
        (names::UNTIL, Kind::Housing) => "60 nuits au plus.",
        (names::SAID, _) => {
            "Ni téléphone, ni adresse, ni lien. Un bouton sert à montrer votre contact plus tard."
        }
        (names::WORDS, _) => "Cinq mots au plus.",
        _ => "",
    }
}

fn wrong(wrong: Wrong) -> String {
    match wrong {
        Wrong::Missing => "Remplissez ce champ ou choisissez une réponse.",
        Wrong::Unreadable => "Nous n'avons pas compris. Vérifiez ce que vous avez écrit.",
        Wrong::Place => "Nous ne trouvons pas cette commune, ou il y en a plusieurs. Choisissez dans la liste, ou essayez le code postal.",
        Wrong::Range { least, most } => return format!("Indiquez un nombre de {least} à {most}."),
        Wrong::Past => "C'est déjà passé. Choisissez un autre moment.",
        Wrong::Far => "C'est trop loin. Un an à l'avance au plus, et 60 nuits au plus.",
        Wrong::Long(most) => {
            return format!("C'est trop long : {most} caractères au plus. Votre texte est conservé.");
        }
        Wrong::Forbidden(Forbidden::Phone) => "Retirez le numéro de téléphone. Vous pourrez le montrer plus tard, par un bouton, à la personne que vous choisissez.",
        Wrong::Forbidden(Forbidden::Email) => "Retirez l'adresse de courriel. Vous pourrez la montrer plus tard, par un bouton, à la personne que vous choisissez.",
        Wrong::Forbidden(Forbidden::Address) => "Retirez l'adresse. La commune suffit ici.",
        Wrong::Forbidden(Forbidden::DoorCode) => "Retirez le code de porte. Ne l'écrivez nulle part en ligne.",
        Wrong::Forbidden(Forbidden::Link) => "Retirez le lien ou le nom de compte. L'échange se fait ici.",
        Wrong::Forbidden(Forbidden::Payment) => "Retirez ce qui parle d'argent. L'entraide est gratuite.",
        Wrong::NoContact => "Donnez un courriel ou un téléphone. Il reste caché.",
        Wrong::LoneMinor => "Un enfant ne part pas seul. Indiquez au moins un adulte.",
        Wrong::NotOpen => "L'entraide n'est pas ouverte dans ce département. Votre mairie sait où trouver de l'aide.",
        Wrong::NotNow => "Ce n'est pas possible en ce moment : l'annonce est close, ou il en reste moins que cela.",
        Wrong::Foreign => "Ce formulaire ne vient pas d'une page de ce portail. Rien n'a été envoyé. Vérifiez, puis envoyez-le d'ici.",
        Wrong::NotAccepted => "Lisez les conseils de sécurité, puis cochez la case.",
    }
    .to_owned()
}

fn side(side: Side) -> &'static str {
    match side {
        Side::Need => "Besoin",
        Side::Offer => "Offre",
    }
}

fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Ride => "Trajet",
        Kind::Clothing => "Vêtements",
        Kind::Housing => "Logement",
        Kind::Other => "Autre aide",
    }
}

fn count(n: impl Into<u32>, one: &str, more: &str) -> String {
    let n = n.into();
    format!("{n} {}", if n < 2 { one } else { more })
}

fn empty(side: Option<Side>, kind: Option<Kind>, place: Option<&str>, tonight: bool) -> String {
    let what = match (kind, side) {
        (Some(Kind::Housing), Some(Side::Offer)) => "Aucun lit proposé",
        (Some(Kind::Housing), Some(Side::Need)) => "Aucun lit demandé",
        (Some(Kind::Housing), None) => "Aucune annonce de logement",
        (Some(Kind::Ride), Some(Side::Offer)) => "Aucun trajet proposé",
        (Some(Kind::Ride), Some(Side::Need)) => "Aucun trajet demandé",
        (Some(Kind::Ride), None) => "Aucune annonce de trajet",
        (Some(Kind::Clothing), Some(Side::Offer)) => "Aucun vêtement proposé",
        (Some(Kind::Clothing), Some(Side::Need)) => "Aucun vêtement demandé",
        (Some(Kind::Clothing), None) => "Aucune annonce de vêtements",
        (Some(Kind::Other), Some(Side::Offer)) => "Aucune autre aide proposée",
        (Some(Kind::Other), Some(Side::Need)) => "Aucune autre aide demandée",
        (Some(Kind::Other), None) => "Aucune autre annonce",
        (None, Some(Side::Offer)) => "Aucune offre",
        (None, Some(Side::Need)) => "Aucun besoin",
        (None, None) => "Aucune annonce",
    };
    let place = place.map(|p| format!(" à {p}")).unwrap_or_default();
    let when = if tonight { "ce soir" } else { "pour le moment" };
    format!("{what}{place} {when}.")
}

fn units(kind: Kind, n: u8) -> String {
    match kind {
        Kind::Ride => count(n, "place", "places"),
        Kind::Clothing => count(n, "pièce", "pièces"),
        Kind::Housing => count(n, "couchage", "couchages"),
        Kind::Other => n.to_string(),
    }
}

fn left(side: Side, kind: Kind, left: u8, of: u8) -> String {
    let all = match (kind, side) {
        (Kind::Housing, Side::Need) => count(of, "personne", "personnes"),
        _ => units(kind, of),
    };
    match (side, left) {
        (_, 0) => "Tout est pris".to_owned(),
        (Side::Offer, n) if n == of => format!("{all} libre{}", if n < 2 { "" } else { "s" }),
        (Side::Offer, n) if kind == Kind::Other => format!("{n} sur {of} disponibles"),
        (Side::Offer, n) => format!("{} sur {of}", units(kind, n)),
        (Side::Need, n) if n == of => format!("À trouver : {all}"),
        (Side::Need, n) => format!("Encore à trouver : {n} sur {of}"),
    }
}

fn household(household: Household) -> &'static str {
    match household {
        Household::Anyone => "Tout le monde",
        Household::Women => "Femmes, avec ou sans enfants",
        Household::Family => "Famille ou couple",
        Household::Men => "Hommes",
    }
}

fn people(side: Side, adults: u8, children: u8) -> String {
    let adults = count(adults, "adulte", "adultes");
    let all = match children {
        0 => adults,
        n => format!("{adults}, {}", count(n, "enfant", "enfants")),
    };
    match side {
        Side::Need => all,
        Side::Offer => format!("Vivent là : {all}"),
    }
}

fn help(help: Help) -> &'static str {
    match help {
        Help::Meals => "Repas",
        Help::Storage => "Stockage de meubles et d'affaires",
        Help::Tools => "Outils, pompe, groupe électrogène",
        Help::Cleaning => "Bras pour nettoyer",
        Help::Pets => "Garde d'animaux",
        Help::Childcare => "Garde d'enfants",
        Help::Listening => "Une personne à qui parler",
        Help::Else => "Autre chose",
    }
}

fn reason(reason: Reason) -> String {
    match reason {
        Reason::SameCommune => "même commune",
        Reason::SameDepartement => "même département",
        Reason::SameDestination => "même arrivée",
        Reason::SameTime { minutes: 0 } => "même heure",
        Reason::SameTime { minutes } => return format!("{minutes} minutes d'écart"),
        Reason::Nights { shared } => {
            return count(shared, "nuit en commun", "nuits en commun");
        }
        Reason::Enough => "assez pour tous",
        Reason::PartOfIt => "une partie",
        Reason::Size => "même taille",
        Reason::StepFree => "sans marche",
        Reason::ChildSeat => "siège enfant",
        Reason::Wheelchair => "fauteuil roulant",
        Reason::Pets => "animaux acceptés",
        Reason::Household => "accueil possible",
    }
    .to_owned()
}

fn form_title(side: Side, kind: Kind) -> String {
    match (side, kind) {
        (Side::Need, Kind::Ride) => "Demander un trajet",
        (Side::Offer, Kind::Ride) => "Proposer un trajet",
        (Side::Need, Kind::Clothing) => "Demander des vêtements",
        (Side::Offer, Kind::Clothing) => "Proposer des vêtements",
        (Side::Need, Kind::Housing) => "Demander un logement",
        (Side::Offer, Kind::Housing) => "Proposer un logement",
        (Side::Need, Kind::Other) => "Demander une autre aide",
        (Side::Offer, Kind::Other) => "Proposer une autre aide",
    }
    .to_owned()
}

fn note(note: Note) -> &'static str {
    match note {
        Note::None => "",
        Note::Saved => "C'est enregistré.",
        Note::Sent => "Votre message est parti.",
        Note::Renewed => "L'annonce est prolongée d'une semaine.",
        Note::Paused => "L'annonce est en pause : personne ne la voit.",
        Note::Resumed => "L'annonce est de nouveau visible.",
        Note::Closed => "L'annonce est close.",
        Note::NotNow => {
            "Ce n'est pas possible en ce moment. Rien n'a changé. Regardez où en est l'échange, puis recommencez."
        }
        Note::Reported => "Votre signalement est reçu. Des modérateurs le lisent.",
        Note::Blocked => "Cette personne ne peut plus vous écrire à propos de vos annonces.",
        Note::Foreign => {
            "Cette demande ne vient pas d'une page de ce portail. Rien n'a changé. Recommencez d'ici."
        }
        Note::TooMany => {
            "Trop de messages en peu de temps. Votre texte est conservé. Attendez un peu, puis recommencez."
        }
    }
}

fn deed(code: &str) -> &'static str {
    match code {
        "modifier" => "Modifier l'annonce",
        "suspendre" => "Mettre en pause",
        "reprendre" => "Rendre de nouveau visible",
        "prolonger" => "Prolonger d'une semaine",
        "pourvu" => "C'est trouvé ou donné",
        "annuler" => "Retirer l'annonce",
        "effacer" => "Tout effacer",
        "demander" => "Envoyer la demande",
        "accept" => "Dire oui",
        "decline" => "Dire non",
        "confirm" => "Confirmer",
        "cancel" => "Annuler",
        "done" => "C'est fait",
        "no-show" => "L'autre personne n'est pas venue",
        "montrer" => "Montrer mon contact",
        "cacher" => "Cacher mon contact",
        "bloquer" => "Bloquer cette personne",
        "signaler" => "Signaler cet échange",
        _ => "Continuer",
    }
}

fn deed_note(code: &str) -> &'static str {
    match code {
        "suspendre" => "Personne ne la voit, vous pouvez la reprendre.",
        "prolonger" => "Elle reste visible sept jours de plus.",
        "pourvu" => "Elle disparaît. Les personnes en attente le savent.",
        "annuler" => "Elle disparaît. Les échanges en attente s'arrêtent.",
        "effacer" => {
            "L'annonce, votre contact et vos échanges sont effacés. C'est définitif. Ce qui a été signalé reste gardé comme preuve."
        }
        _ => "",
    }
}

fn state(state: MatchState, party: Party) -> &'static str {
    match (state, party) {
        (MatchState::Waiting, Party::Owner) => "Cette personne attend que quelque chose se libère.",
        (MatchState::Waiting, Party::Responder) => {
            "Tout est pris pour le moment. Vous êtes dans la file."
        }
        (MatchState::Proposed, Party::Owner) => "Une demande attend votre réponse.",
        (MatchState::Proposed, Party::Responder) => "Votre demande attend une réponse.",
        (MatchState::Accepted, Party::Owner) => {
            "Vous avez dit oui. L'autre personne doit encore confirmer."
        }
        (MatchState::Accepted, Party::Responder) => {
            "La réponse est oui. Confirmez pour que ce soit sûr."
        }
        (MatchState::Confirmed, _) => "C'est convenu entre vous.",
        (MatchState::Done, _) => "C'est fait.",
        (MatchState::NoShow, _) => "Une personne n'est pas venue.",
        (MatchState::Declined, Party::Owner) => "Vous avez dit non.",
        (MatchState::Declined, Party::Responder) => {
            "La réponse est non. Une autre annonce vous attend peut-être."
        }
        (MatchState::Cancelled, _) => "La demande est annulée.",
        (MatchState::Lapsed, _) => "La réponse n'est pas venue à temps. La demande est tombée.",
    }
}

fn answered_said(state: Option<MatchState>) -> &'static str {
    match state {
        Some(MatchState::Waiting) => {
            "Tout est pris pour le moment : vous êtes dans la file. Si une place se libère, la demande part toute seule."
        }
        Some(_) => "Votre demande est partie. L'autre personne a 24 heures pour répondre.",
        None => "Votre message est parti.",
    }
}

pub(super) const FR: Exchange = Exchange {
    title: "S'entraider",
    nav: "Entraide",
    lead: "Demandez ou proposez un trajet, des vêtements, un lit, un coup de main. C'est gratuit. Votre contact reste caché.",
    here: |place| format!("Entraide à {place}"),
    side,
    kind,
    label,
    hint,
    wrong,
    wrong_title: "À corriger. Tout ce que vous avez écrit est conservé.",
    list: List {
        ask: "J'ai besoin d'aide",
        give: "Je propose mon aide",
        tonight: "#PorteOuverte : un lit pour cette nuit",
        easy: &[
            "Ici, des habitants s'entraident.",
            "Vous avez besoin d'aide ? Écrivez une annonce.",
            "Vous pouvez aider ? Répondez à une annonce.",
            "Tout est gratuit. Ne donnez pas d'argent.",
            "Personne ne voit votre téléphone.",
            "Danger maintenant ? Appelez le 112.",
        ],
        official: |place| format!("Messages officiels : {place}"),
        search: "Chercher une annonce",
        any_side: "Besoins et offres",
        any_kind: "Toutes les entraides",
        any_departement: "Tous",
        more: "Plus de critères",
        no_radius: "La commune seule",
        radius: |km| format!("{km} km"),
        submit: "Chercher",
        found: |n| match n {
            1 => "1 annonce".to_owned(),
            1000.. => "1 000 annonces ou plus".to_owned(),
            n => format!("{n} annonces"),
        },
        empty,
        empty_note: "Cela ne veut pas dire que personne ne peut aider.",
        empty_post: |side| match side {
            Side::Need => "Publier ce besoin : les personnes qui peuvent aider le verront",
            Side::Offer => "Publier cette offre : les personnes qui en ont besoin la verront",
        },
        empty_widen: "Chercher plus loin, sans les autres critères",
        empty_call: "Sans toit ce soir, appelez le 115. En danger, appelez le 112.",
        previous: "Annonces précédentes",
        next: "Annonces suivantes",
        only: |places| format!("L'entraide est ouverte ici : {places}."),
        safety: "Échanger en sécurité",
        lost: "J'ai perdu le lien de mon annonce",
    },
    says: Says {
        ride: |from, to| match to {
            Some(to) => format!("Trajet : {from} vers {to}"),
            None => format!("Trajet : {from} vers un lieu au sec"),
        },
        clothing: |wearer, size| {
            if size.is_empty() {
                format!("Vêtements : {}", wearer.to_lowercase())
            } else {
                format!("Vêtements : {}, {size}", wearer.to_lowercase())
            }
        },
        housing: |side, n| match side {
            Side::Need => format!("Logement pour {}", count(n, "personne", "personnes")),
            Side::Offer => format!("Logement : {}", count(n, "couchage", "couchages")),
        },
        left,
        night: |day, left, of| format!("Nuit du {day} : {left} sur {of}"),
        stay: |from, until, nights| {
            format!(
                "Du {from} au {until} au matin ({})",
                count(u32::try_from(nights).unwrap_or(u32::MAX), "nuit", "nuits")
            )
        },
        between: |from, until| format!("Départ : {from}, au plus tard {until}"),
        posted: |at| format!("Publiée le {at}"),
        until: |at| format!("Visible jusqu'au {at}"),
        wearer: |wearer| match wearer {
            Wearer::Baby => "Bébé",
            Wearer::Child => "Enfant",
            Wearer::Woman => "Femme",
            Wearer::Man => "Homme",
        },
        garment: |garment| match garment {
            Garment::Coat => "Manteaux, vêtements de pluie",
            Garment::Shoes => "Chaussures, bottes",
            Garment::Clothes => "Vêtements de tous les jours",
            Garment::Underwear => "Sous-vêtements, neufs seulement",
            Garment::Bedding => "Draps, couvertures",
        },
        luggage: |luggage| match luggage {
            Luggage::None => "Pas de bagages",
            Luggage::Bags => "Des sacs",
            Luggage::Furniture => "Des meubles",
        },
        step_free: |steps| match steps {
            StepFree::All => "Sans marche",
            StepFree::Partly => "Quelques marches",
            StepFree::No => "Avec des marches",
            StepFree::Unknown => "Marches : on ne sait pas",
        },
        household,
        household_of: |side, who| match side {
            Side::Offer => format!("Accueille : {}", household(who).to_lowercase()),
            Side::Need => household(who).to_owned(),
        },
        people,
        help,
        child_seats: |n| count(n, "siège enfant", "sièges enfant"),
        wheelchair: |side| match side {
            Side::Need => "Avec un fauteuil roulant",
            Side::Offer => "Place pour un fauteuil roulant",
        },
        pets: |side| match side {
            Side::Need => "Avec un animal",
            Side::Offer => "Animaux acceptés",
        },
        returns: "Le retour aussi",
        delivers: |side| match side {
            Side::Need => "Ne peut pas se déplacer",
            Side::Offer => "Peut apporter",
        },
        own_room: "Chambre à part",
        smoking: |side| match side {
            Side::Need => "Une personne fume",
            Side::Offer => "On fume dans ce logement",
        },
        tonight: "#PorteOuverte",
        standing: |standing| match standing {
            Standing::Live => None,
            Standing::Full => Some("Tout est pris"),
            Standing::Paused => Some("En pause"),
            Standing::Held => Some("En attente d'un modérateur"),
            Standing::Expired => Some("Terminée"),
            Standing::Closed => Some("Close"),
            Standing::Blocked => Some("Refusée"),
        },
        reason,
        words: "Précisions",
        facts: "L'annonce",
        answer: |side| match side {
            Side::Need => "Je peux aider",
            Side::Offer => "J'en ai besoin",
        },
        full: "Tout est pris. Répondez quand même : vous entrez dans la file.",
        report: "Signaler cette annonce",
        private: "Le contact de cette personne reste caché. Écrivez-lui ici.",
    },
    form: Form {
        title: form_title,
        start: "Publier une annonce",
        which_side: "Que voulez-vous faire ?",
        which_kind: "De quoi s'agit-il ?",
        easy: &[
            "Vous écrivez une annonce.",
            "Tout le monde peut la lire.",
            "N'écrivez pas votre nom, votre rue ou votre téléphone dans le texte.",
            "Votre contact reste caché.",
            "Vous recevez un lien secret. Gardez-le.",
        ],
        other: "Choisir autre chose",
        place: "Où et quand",
        what: "Ce qu'il faut savoir",
        contact: "Comment vous joindre",
        contact_note: "Donnez un courriel, un téléphone, ou les deux. Personne ne les voit tant que vous ne l'avez pas décidé.",
        candidates: "Est-ce une de ces communes ?",
        commune_is: |name| format!("C'est : {name}."),
        margin: |minutes| match minutes {
            0 => "À l'heure exacte".to_owned(),
            m if m < 60 => format!("{m} minutes"),
            m => count(m / 60, "heure", "heures"),
        },
        safety: "Lire les conseils de sécurité",
        honeypot: "Laissez ce champ vide",
        publish: "Publier",
        save: "Enregistrer",
        edit: "Modifier l'annonce",
        tonight: "Un lit pour cette nuit",
        tonight_easy: &[
            "Dites si vous cherchez un lit ou si vous en avez un.",
            "Dites dans quelle ville.",
            "Dites combien de personnes.",
            "Des modérateurs lisent chaque annonce de logement avant de la montrer.",
            "Vous êtes dehors maintenant ? Appelez le 115.",
        ],
        housing_waits: "Deux modérateurs lisent chaque annonce de logement avant qu'elle soit visible. Sans toit ce soir, appelez aussi le 115.",
        answer: |side| match side {
            Side::Need => "Proposer votre aide",
            Side::Offer => "Demander",
        },
        wants: |side| match side {
            Side::Need => "Ce que vous pouvez apporter",
            Side::Offer => "Ce que vous demandez",
        },
        wants_note: "Laissez vide pour poser seulement une question.",
        send: "Envoyer",
    },
    link: Link {
        posted: "Votre annonce est enregistrée",
        visible: "Tout le monde peut la voir.",
        held: "Un modérateur la lit d'abord. Elle sera visible ensuite.",
        held_housing: "Deux modérateurs la lisent d'abord, comme chaque annonce de logement. Elle sera visible ensuite. Sans toit ce soir, appelez aussi le 115.",
        title: "Votre lien secret",
        label: "Adresse à garder",
        manage: &[
            "Ce lien sert à lire les réponses, à modifier l'annonce, à la retirer.",
            "Gardez-le : copiez-le, ou imprimez cette page. Nous ne pouvons pas le montrer une deuxième fois.",
            "Ne le donnez à personne : qui l'a peut tout changer.",
        ],
        talk: &[
            "Ce lien ouvre votre échange : vous y lisez la réponse.",
            "Gardez-le : copiez-le, ou imprimez cette page. Nous ne pouvons pas le montrer une deuxième fois.",
            "Ne le donnez à personne.",
        ],
        open: "Ouvrir cette page",
        no_mail: "Ce portail n'envoie pas de courriel : gardez ce lien, revenez voir.",
        probably: "Vous avez peut-être déjà publié cela. Si c'est la même chose, retirez une des deux annonces.",
        this: "Annonce qui ressemble à celle-ci",
        answered: "C'est envoyé",
        answered_said,
        lost: "Lien perdu",
        lost_lead: "Donnez le courriel de vos annonces. Nous y envoyons de nouveaux liens. Les anciens ne marchent plus ensuite.",
        lost_no_mail: &[
            "Ce portail n'envoie pas de courriel : un lien perdu ne peut pas être remplacé.",
            "Gardez le lien de vos annonces. Sans lui, publiez une nouvelle annonce : l'ancienne se termine d'elle-même.",
        ],
        lost_button: "Recevoir de nouveaux liens",
        lost_sent: &[
            "Si des annonces ouvertes ont ce contact, de nouveaux liens partent par courriel.",
            "Rien ne vient ? Regardez les courriers indésirables, puis vérifiez l'adresse.",
        ],
        unknown: "Ce lien ne mène nulle part",
        unknown_said: &[
            "Il a été remplacé ou effacé, ou il est incomplet.",
            "Copiez-le en entier, depuis le courriel ou la page imprimée.",
        ],
    },
    manage: Manage {
        title: "Votre annonce",
        private: "Cette page est privée. Ne donnez son adresse à personne.",
        note,
        held: "Des modérateurs la lisent. Elle n'est pas encore visible.",
        reason: "Ce que disent les modérateurs",
        reason_note: "Vous pouvez modifier l'annonce : elle est relue ensuite.",
        with_whom: "Avec qui ?",
        with_none: "Avec quelqu'un d'autre, ou je ne le dis pas",
        actions: "Que faire",
        deed,
        deed_note,
        talks: "Réponses",
        talks_none: "Personne n'a encore répondu.",
        talks_note: "Ouvrez un échange pour répondre.",
        open: "Ouvrir cet échange",
        began: |at| format!("Commencé le {at}"),
        suggestions: "Annonces qui peuvent convenir",
        suggestions_none: "Aucune pour le moment. Cette liste change quand de nouvelles annonces arrivent.",
        contact: "Votre contact",
        contact_note: "Personne d'autre ne le voit, sauf si vous le montrez dans un échange.",
        data: "Vos données",
        export: "Télécharger tout ce que nous gardons (JSON)",
    },
    talk: Conversation {
        title: "Votre échange",
        private: "Cette page est privée. Ne donnez son adresse à personne.",
        about: "Annonce",
        leaves: &[
            "Attention : cette personne veut continuer ailleurs.",
            "Restez ici : sur Rives, vous pouvez bloquer et signaler.",
            "Ne donnez ni argent, ni code, ni photo de vos papiers.",
        ],
        said: "Messages",
        me: "Vous",
        other: |party| match party {
            Party::Owner => "La personne qui a publié",
            Party::Responder => "La personne qui répond",
        },
        send: "Envoyer",
        ended: "Cet échange est terminé. Personne ne peut plus y écrire.",
        unsent: "Votre message n'est pas parti. Le voici, pour le copier :",
        matched: "Où vous en êtes",
        state,
        units,
        by: |at| format!("Réponse attendue avant le {at}."),
        ahead: |n| match n {
            0 => "Vous êtes au premier rang.".to_owned(),
            n => format!("Avant vous : {}.", count(n, "demande", "demandes")),
        },
        ask: |side| match side {
            Side::Need => "Proposer ce que vous pouvez apporter",
            Side::Offer => "Demander",
        },
        deed,
        contact: "Contacts",
        theirs: "Contact de l'autre personne",
        theirs_hidden: "L'autre personne ne montre pas son contact.",
        mine: "L'autre personne voit votre contact.",
        mine_hidden: "L'autre personne ne voit pas votre contact.",
        helper_first: "La personne qui aide montre son contact en premier. Vous décidez ensuite.",
        problem: "Un problème",
        block_note: "L'échange s'arrête. Cette personne ne peut plus vous répondre.",
        reason: "Que se passe-t-il ?",
    },
    safety: Safety {
        title: "Échanger en sécurité",
        easy: &[
            "Parlez d'abord avec la personne, ici.",
            "Dites à un proche où vous allez.",
            "Ne donnez jamais d'argent.",
            "Vous pouvez dire non.",
            "Vous avez peur ? Partez. Appelez le 17 ou le 112.",
        ],
        parts: &[
            (
                "Avant de dire oui",
                &[
                    "Écrivez-vous ici : un échange peut être bloqué et signalé.",
                    "Dites à un proche où vous allez, avec qui, jusqu'à quand.",
                    "Donnez-vous rendez-vous dans un lieu public et éclairé.",
                    "Vous pouvez dire non à tout moment, sans raison.",
                ],
            ),
            (
                "Chez quelqu'un, ou chez vous",
                &[
                    "Arrivez de jour si vous le pouvez, à deux si vous le pouvez.",
                    "Gardez votre téléphone chargé et sur vous.",
                    "Demandez à voir la chambre avant de rester.",
                    "Un enfant ne va jamais seul chez quelqu'un, ni seul dans une voiture.",
                    "Rives ne vérifie l'identité de personne.",
                ],
            ),
            (
                "Ne donnez jamais",
                &[
                    "D'argent, de numéro de carte, d'IBAN : l'entraide est gratuite.",
                    "De photo de vos papiers, ni de code reçu par SMS.",
                    "D'adresse ou de code de porte dans une annonce.",
                ],
            ),
            (
                "Sur la route",
                &[
                    "Ne traversez jamais une route inondée, même en voiture.",
                    "Regardez les alertes avant de partir. Renoncez si une alerte rouge est en cours.",
                ],
            ),
            (
                "Si quelque chose ne va pas",
                &[
                    "Partez. Appelez le 17 ou le 112. Par SMS : 114.",
                    "Ensuite, bloquez la personne et signalez l'échange.",
                    "Violences faites aux femmes : 3919. Enfant en danger : 119.",
                    "Sans toit ce soir : 115, jour et nuit, gratuit.",
                ],
            ),
        ],
        card: &[
            "Parlez-vous ici avant de vous rencontrer.",
            "Dites à un proche où vous allez.",
            "Jamais d'argent. Jamais un enfant seul.",
        ],
    },
    pages: Pages {
        off: (
            "L'entraide n'est pas ouverte ici",
            &[
                "Ce portail n'a pas ouvert l'entraide, ou pas encore.",
                "Sans toit ce soir, appelez le 115. En danger, appelez le 112.",
                "Votre mairie sait où trouver de l'aide.",
            ],
        ),
        gone: (
            "Cette annonce n'est plus là",
            &[
                "Elle a été retirée, ou elle est terminée.",
                "Cherchez une autre annonce, ou publiez la vôtre.",
            ],
        ),
        too_many: (
            "Trop d'annonces ou de réponses",
            &[
                "Ce contact a publié ou répondu autant que possible pour le moment, ou cette annonce a déjà assez de réponses.",
                "Rien n'a été envoyé. Revenez plus tard, ou choisissez une autre annonce.",
            ],
        ),
        until: |at| format!("Vous pourrez recommencer le {at}."),
        erased: (
            "C'est effacé",
            &[
                "L'annonce, votre contact et vos échanges sont effacés. Le lien ne mène plus à rien.",
            ],
        ),
        report: (
            "Signaler cette annonce",
            &[
                "Des modérateurs lisent chaque signalement. La personne ne sait pas qui signale.",
                "Quelqu'un est en danger ? Appelez d'abord le 17 ou le 112.",
            ],
        ),
        reason: "Qu'est-ce qui ne va pas ?",
        report_button: "Envoyer le signalement",
        reported: (
            "Votre signalement est reçu",
            &["Des modérateurs le lisent. Merci."],
        ),
        back: "Toutes les annonces",
    },
};
