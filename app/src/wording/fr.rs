//! French: the portal's first language.

use portal::Instant;
use portal::cap::{MsgType, ResponseType};
use portal::messages::{Colour, State};
use portal::sources::SourceKind;

use super::*;

const DAYS: [&str; 7] = [
    "lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche",
];
const MONTHS: [&str; 12] = [
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
];

fn pick<'a>(names: &[&'a str], one_based: i8) -> &'a str {
    usize::try_from(one_based - 1)
        .ok()
        .and_then(|i| names.get(i))
        .copied()
        .unwrap_or_default()
}

fn day(at: Instant) -> String {
    let t = at.in_paris();
    let first = if t.day() == 1 {
        "1er".to_owned()
    } else {
        t.day().to_string()
    };
    format!(
        "{} {first} {}",
        pick(&DAYS, t.weekday().to_monday_one_offset()),
        pick(&MONTHS, t.month())
    )
}

fn clock(at: Instant) -> String {
    at.in_paris().strftime("%H:%M").to_string()
}

fn day_time(at: Instant) -> String {
    format!("{}, {}", day(at), clock(at))
}

fn full(at: Instant) -> String {
    format!("{} {}, {}", day(at), at.in_paris().year(), clock(at))
}

fn language_name(tag: &str) -> String {
    match primary(tag).as_str() {
        "fr" => "En français",
        "en" => "En anglais (English)",
        "de" => "En allemand (Deutsch)",
        "es" => "En espagnol (Español)",
        "it" => "En italien (Italiano)",
        "pt" => "En portugais (Português)",
        "nl" => "En néerlandais (Nederlands)",
        "ar" => "En arabe (العربية)",
        "br" => "En breton (Brezhoneg)",
        "oc" => "En occitan (Occitan)",
        "co" => "En corse (Corsu)",
        "eu" => "En basque (Euskara)",
        "ca" => "En catalan (Català)",
        _ => return format!("Dans une autre langue ({tag})"),
    }
    .to_owned()
}

pub(super) const WORDS: Words = Words {
    trial: super::trial::FR,
    shell: Shell {
        skip: "Aller au contenu",
        exercise_word: "EXERCICE",
        exercise: "Entraînement. Rien de ce qui est écrit ici n'est réel.",
        exercise_prefix: "EXERCICE : ",
        other_language: "English",
        navigation: "Rubriques",
        alerts: "Alertes",
        departements: "Départements",
        sources: "Sources",
        about: "À propos",
        accessibility: "Accessibilité : non auditée",
        integrations: "Flux et données",
        foot: "Rives relaie les messages officiels. Ce n'est pas un site de l'État.",
        paris: "Toutes les heures sont celles de Paris.",
        emergency: "Numéros d'urgence",
        numbers: &[
            ("112", "tel:112", "Toute urgence"),
            ("18", "tel:18", "Pompiers"),
            ("15", "tel:15", "Samu"),
            ("17", "tel:17", "Police, gendarmerie"),
            (
                "114",
                "sms:114",
                "Par SMS, si vous ne pouvez pas parler ou entendre",
            ),
        ],
        follow: "Suivre",
        atom: "Flux Atom",
    },
    time: Time {
        day,
        day_time,
        full,
        clock,
    },
    alert: Alert {
        colour: |c| match c {
            Colour::Green => "Vert",
            Colour::Yellow => "Jaune",
            Colour::Orange => "Orange",
            Colour::Red => "Rouge",
        },
        vigilance: |c| match c {
            Colour::Green => "Vigilance verte",
            Colour::Yellow => "Vigilance jaune",
            Colour::Orange => "Vigilance orange",
            Colour::Red => "Vigilance rouge",
        },
        level: |c| match c {
            Colour::Green => "Niveau vert",
            Colour::Yellow => "Niveau jaune",
            Colour::Orange => "Niveau orange",
            Colour::Red => "Niveau rouge",
        },
        state: |s| match s {
            State::Future => "À venir",
            State::Active => "En cours",
            State::Ended => "Terminée",
            State::Cancelled => "Annulée",
            State::AllClear => "Fin d'alerte",
        },
        msg_type: |t| match t {
            MsgType::Alert => "Premier message",
            MsgType::Update => "Mise à jour",
            MsgType::Cancel => "Annulation",
            MsgType::Ack => "Accusé de réception",
            MsgType::Error => "Rejet",
        },
        response: |r| match r {
            ResponseType::Shelter => Some("Mettez-vous à l'abri."),
            ResponseType::Evacuate => Some("Évacuez la zone."),
            ResponseType::Prepare => Some("Préparez-vous."),
            ResponseType::Execute => Some("Appliquez les consignes prévues."),
            ResponseType::Avoid => Some("Évitez la zone."),
            ResponseType::Monitor => Some("Tenez-vous informés."),
            ResponseType::AllClear => Some("L'événement est terminé."),
            ResponseType::Assess | ResponseType::None => None,
        },
        no_instruction: "L'émetteur ne donne pas de consigne. Tenez-vous informés.",
        where_: "Où",
        until_label: "Quand",
        todo: "À faire",
        says: "Selon",
        until: |t| format!("Jusqu'au {t}"),
        from: |t| format!("À partir du {t}"),
        from_until: |a, b| format!("Du {a} au {b}"),
        ended: |s, t| match s {
            State::Cancelled => format!("Annulée le {t}"),
            State::AllClear => format!("Fin d'alerte le {t}"),
            _ => format!("Terminée le {t}"),
        },
        no_expiry: "Sans échéance indiquée par l'émetteur",
        review: |t| format!("Sans nouvelle confirmation, Rives cesse de l'afficher le {t}."),
        unresolved: "Zone non précisée par l'émetteur : affichée pour tout le territoire de la source.",
        everywhere: "Toute la France",
        more_areas: |n| {
            if n == 1 {
                "et 1 autre zone".into()
            } else {
                format!("et {n} autres zones")
            }
        },
        exercise: "Exercice",
        untitled: "Message sans titre",
        unnamed: "Émetteur non nommé",
    },
    permalink: Permalink {
        all_instructions: "Toutes les consignes",
        instructions_then: "Consignes données alors",
        description: "Ce qui se passe",
        places: "Lieux concernés",
        by_area: "Zone par zone",
        whole: |d| format!("{d} : tout le département"),
        communes_in: |d, n| {
            if n == 1 {
                format!("{d} : 1 commune")
            } else {
                format!("{d} : {n} communes")
            }
        },
        provenance: "D'où vient ce message",
        received: |t| format!("Reçu par Rives le {t}"),
        sent: |t| format!("Émis le {t}"),
        confirmed: |t| format!("Confirmé par la source le {t}"),
        original: "Page de l'émetteur",
        raw: "Document d'origine, tel que reçu",
        cap: "Message au format CAP",
        signed: "Le document porte une signature électronique. Rives ne la vérifie pas.",
        unsigned: "Le document ne porte pas de signature électronique.",
        entry_only: "Rives n'a reçu que le résumé de ce message.",
        contact: |c| format!("Contact : {c}"),
        resources: "Documents joints par l'émetteur",
        history: "Tous les messages de cette alerte",
        superseded: "Remplacé",
        current: "En vigueur",
        fork: "Plusieurs messages de l'émetteur se suivent sans se remplacer : tous sont affichés.",
        share: "Partager",
        share_line: "Texte à copier",
        share_source: |s| format!("Source officielle : {s}"),
        by_mail: "Par courriel",
        by_sms: "Par SMS",
        map: "Voir la carte",
        language: language_name,
        easy: "En facile à lire",
        not_translated: "L'émetteur n'a pas publié ce message en français.",
    },
    home: Home {
        title: "Alertes officielles en cours",
        lead: "Ce que disent les autorités, maintenant",
        now: |n| {
            if n == 1 {
                "1 alerte en cours".into()
            } else {
                format!("{n} alertes en cours")
            }
        },
        coming: "À venir",
        empty: "Aucune alerte en cours.",
        empty_at: |p| format!("Aucune alerte en cours pour {p}."),
        checked: |t| format!("Dernière vérification : {t}."),
        empty_note: "Si vous voyez un danger, éloignez-vous et appelez le 112.",
        unknown: "Situation inconnue : aucune source officielle ne répond.",
        unknown_note: "Écoutez la radio locale. En cas d'urgence, appelez le 112.",
        doors: "Que voulez-vous faire ?",
        inform: "S'informer",
        inform_note: "Toutes les alertes, en cours et passées",
        help: "S'entraider",
        help_note: "Proposer ou demander de l'aide",
        report: "Signaler un danger",
        report_note: "L'eau monte, une route est coupée. En danger, appelez d'abord :",
    },
    search: Search {
        title: "Chercher une commune",
        label: "Votre commune ou code postal",
        hint: "Par exemple : Nîmes, ou 30000",
        submit: "Chercher",
        found: |n, q| {
            if n == 1 {
                format!("1 commune pour « {q} »")
            } else {
                format!("{n} communes pour « {q} »")
            }
        },
        none: |q| format!("Aucune commune trouvée pour « {q} »"),
        none_help: &[
            "Vérifiez l'orthographe. Les accents et les tirets ne comptent pas.",
            "Essayez le code postal.",
            "Ou choisissez votre département.",
        ],
        empty: "Écrivez le nom d'une commune ou un code postal.",
        suggestions: "{n} propositions. Flèches pour choisir, Entrée pour ouvrir.",
        no_suggestion: "Aucune proposition.",
        list: "Communes proposées",
        more: "D'autres communes correspondent : précisez votre recherche.",
    },
    place: Place {
        title: |p| format!("Alertes : {p}"),
        now: "En cours",
        coming: "À venir",
        ended: "Terminées récemment",
        ended_none: "Aucune alerte terminée récemment.",
        archive: "Toutes les alertes passées",
        communes: |n| {
            if n == 1 {
                "1 commune".into()
            } else {
                format!("{n} communes")
            }
        },
        departement: |d| format!("Tout le département : {d}"),
        departements: "Les départements",
        heard: "Sources écoutées ici :",
        unheard: "Aucune source n'est écoutée pour ce territoire. L'absence d'alerte n'est pas l'absence de danger.",
        postal: |p| format!("Code postal : {p}"),
    },
    list: List {
        title: "Alertes",
        filter: "Filtrer",
        state: "État",
        state_all: "En cours et à venir",
        state_now: "En cours",
        state_coming: "À venir",
        state_past: "Passées",
        colour: "Couleur",
        colour_all: "Toutes",
        colour_at_least: |c| format!("{c} et plus"),
        departement: "Département",
        departement_all: "Tous",
        submit: "Afficher",
        in_force: |n| {
            if n == 1 {
                "1 alerte".into()
            } else {
                format!("{n} alertes")
            }
        },
        past: "Alertes passées",
        none: "Aucune alerte pour ces critères.",
        none_past: "Aucune alerte passée pour ces critères.",
        older: "Plus anciennes",
        newest: "Revenir aux plus récentes",
    },
    map: Map {
        title: |t| format!("Carte : {t}"),
        back: "Revenir à l'alerte",
        drawn: |p, c, l| {
            let mut parts = Vec::new();
            let mut say = |n: usize, one: &str, many: &str| match n {
                0 => {}
                1 => parts.push(format!("1 {one}")),
                n => parts.push(format!("{n} {many}")),
            };
            say(p, "surface", "surfaces");
            say(c, "cercle ou point", "cercles ou points");
            say(l, "cours d'eau ou ligne", "cours d'eau ou lignes");
            format!(
                "Le dessin montre la zone donnée par l'émetteur : {}.",
                parts.join(", ")
            )
        },
        bounds: |s, n, w, e| {
            format!("Elle s'étend de {s:.2}° à {n:.2}° de latitude et de {w:.2}° à {e:.2}° de longitude.")
                .replace('.', ",")
                .trim_end_matches(',')
                .to_owned()
                + "."
        },
        nothing: "L'émetteur n'a donné ni surface ni cercle : la zone est décrite par ses lieux.",
        external: "Ouvrir OpenStreetMap à cet endroit",
        external_note: "Ce lien mène à un autre site, qui verra l'endroit que vous regardez.",
        places: "Lieux concernés",
        scale: |km| format!("{km} km"),
        north: "N",
    },
    sources: SourcesPage {
        title: "Sources",
        lead: "Rives relaie ces sources officielles, et aucune autre. Une source qui ne répond plus ne retire aucune alerte.",
        none: "Aucune source n'est configurée.",
        kind: |k| match k {
            SourceKind::Cap => "Message d'alerte (CAP)",
            SourceKind::CapFeed => "Flux de messages d'alerte (CAP)",
            SourceKind::RssNews => {
                "Actualités d'une préfecture, relues par une personne avant publication"
            }
            SourceKind::Vigicrues => "Vigilance des cours d'eau (Vigicrues)",
            SourceKind::MeteofranceVigilance => "Vigilance météorologique (Météo-France)",
        },
        kind_label: "Nature",
        territory: "Territoire",
        france: "Toute la France",
        success: "Dernière réponse",
        failure: "Dernier échec",
        never: "jamais",
        held: "Une personne confirme chaque message avant publication.",
        heard: "Répond",
        failing: "Ne répond plus, dernière réponse récente",
        silent: |who, since| format!("{who} : muette depuis le {since}."),
        silent_means: "L'absence d'alerte n'est pas l'absence de danger.",
        silent_mark: "Muette",
        silent_count: |n| {
            if n == 1 {
                "1 source muette".into()
            } else {
                format!("{n} sources muettes")
            }
        },
    },
    problem: ProblemPages {
        page: Problem {
            title: "Page introuvable",
            happened: "Cette adresse ne mène à aucune page.",
            todo: &["Vérifiez l'adresse.", "Ou cherchez votre commune."],
        },
        commune: Problem {
            title: "Commune introuvable",
            happened: "Aucune commune ne porte ce code.",
            todo: &["Cherchez votre commune par son nom ou son code postal."],
        },
        departement: Problem {
            title: "Département introuvable",
            happened: "Aucun département ne porte ce code.",
            todo: &["Choisissez-le dans la liste des départements."],
        },
        alert: Problem {
            title: "Alerte introuvable",
            happened: "Aucune alerte ne porte ce numéro. Rives n'efface pas les alertes passées : l'adresse est sans doute incomplète.",
            todo: &[
                "Vérifiez l'adresse.",
                "Ou cherchez parmi les alertes en cours et passées.",
            ],
        },
        request: Problem {
            title: "Demande incomprise",
            happened: "Cette demande contient une valeur que Rives ne connaît pas. Rien n'a été changé.",
            todo: &["Revenez en arrière et corrigez-la."],
        },
        too_many: Problem {
            title: "Trop de demandes",
            happened: "Trop de demandes sont venues de votre connexion en peu de temps.",
            todo: &["Attendez une minute, puis rechargez la page."],
        },
        failed: Problem {
            title: "Page indisponible",
            happened: "Cette page n'a pas pu être préparée. Les alertes reçues ne sont pas perdues.",
            todo: &[
                "Rechargez la page dans une minute.",
                "Écoutez la radio locale.",
                "En cas d'urgence, appelez le 112.",
            ],
        },
        unavailable: Problem {
            title: "Service momentanément indisponible",
            happened: "Rives ne peut pas répondre pour le moment. Les alertes reçues ne sont pas perdues.",
            todo: &[
                "Rechargez la page dans quelques minutes.",
                "Écoutez la radio locale.",
                "En cas d'urgence, appelez le 112.",
            ],
        },
        suggestions: "Cherchiez-vous ?",
        home: "Aller à l'accueil",
    },
    about: About {
        title: "À propos de Rives",
        sections: &[
            (
                "Ce que fait Rives",
                &[
                    "Rives rassemble les messages d'alerte que publient les autorités et les services officiels, et les montre par commune.",
                    "Rives n'écrit aucune alerte et n'en corrige aucune. Chaque message est gardé tel que reçu, avec sa source.",
                ],
            ),
            (
                "Ce que Rives n'est pas",
                &[
                    "Rives n'est pas un site de l'État. Il ne remplace ni les services de secours, ni FR-Alert, ni la radio.",
                    "En cas d'urgence, appelez le 112.",
                ],
            ),
            (
                "D'où viennent les données",
                &[
                    "Les alertes viennent des sources listées à la page Sources, et d'elles seules.",
                    "Les communes, codes postaux et départements viennent du découpage administratif publié par Etalab (licence MIT).",
                    "Les icônes sont de Lucide (licence ISC).",
                ],
            ),
            (
                "Votre vie privée",
                &[
                    "Rives ne dépose aucun cookie pour lire les alertes et ne mesure pas votre visite.",
                ],
            ),
            (
                "Licence",
                &[
                    "Le logiciel Rives est libre, sous licence Apache 2.0. Les messages restent sous la licence de leurs émetteurs.",
                ],
            ),
        ],
        accessibility_title: "Accessibilité",
        accessibility: &[
            (
                "État de conformité",
                &[
                    "Ce site n'a pas été audité selon le référentiel général d'amélioration de l'accessibilité (RGAA 4.1). Sa conformité n'est donc pas établie.",
                ],
            ),
            (
                "Ce qui est fait",
                &[
                    "Les pages se lisent sans JavaScript, au clavier, avec un lecteur d'écran, agrandies à 400 %, en clair et en sombre, et imprimées.",
                    "Les couleurs de vigilance sont toujours accompagnées d'un mot et d'une forme.",
                    "Des contrôles automatiques (axe) et des essais au clavier sont faits à chaque version. Ils ne remplacent pas un audit.",
                ],
            ),
            (
                "Ce qui peut manquer",
                &[
                    "Les textes des alertes sont ceux de leurs émetteurs : Rives ne les réécrit pas.",
                    "Les documents d'origine et les pages des émetteurs peuvent ne pas être accessibles.",
                ],
            ),
            (
                "Si vous rencontrez un obstacle",
                &[
                    "Écrivez à l'exploitant de ce portail. Sans réponse, vous pouvez saisir le Défenseur des droits.",
                ],
            ),
        ],
        integrations_title: "Flux et données",
        integrations_lead: &[
            "Tout ce que montre Rives peut être repris : flux Atom, messages CAP, JSON. Sans clé et sans inscription.",
            "Les identifiants ne changent jamais et sont les mêmes dans toutes les langues.",
        ],
        endpoints: &[
            ("/alertes.atom", "Atom : toutes les alertes"),
            (
                "/departement/{code}/alertes.atom",
                "Atom : un département, par exemple 30",
            ),
            (
                "/commune/{insee}/alertes.atom",
                "Atom : une commune, par exemple 30189",
            ),
            ("/cap.atom", "Atom : index des messages CAP"),
            ("/messages/{id}/cap.xml", "Un message au format CAP 1.2"),
            (
                "/messages/{id}/original",
                "Le document d'origine d'un message",
            ),
            ("/integrer", "Cadre à afficher sur votre site, sans script"),
            ("/api/alertes.json", "JSON : alertes en cours et à venir"),
            (
                "/api/alertes/{id}.json",
                "JSON : une alerte et ses messages",
            ),
            ("/api/sources.json", "JSON : état des sources"),
            ("/api/communes?q=", "JSON : recherche de communes"),
            ("/api/openapi.json", "Description OpenAPI 3.1"),
        ],
        integrations_rules: &[
            "Demandez avec If-None-Match : une réponse inchangée ne pèse presque rien.",
            "Nommez toujours l'émetteur officiel. Retirez une alerte de vos pages quand elle est terminée.",
        ],
    },
    live: super::live::FR,
    embed: super::embed::FR,
    feed: Feed {
        portal: "Rives : alertes officielles",
        place: |p| format!("Rives : alertes officielles, {p}"),
        cap: "Rives : messages CAP",
    },
    follow: super::follow::FR,
    exchange: super::exchange_fr::FR,
    report: super::report::FR,
    offline: super::offline::FR,
};
