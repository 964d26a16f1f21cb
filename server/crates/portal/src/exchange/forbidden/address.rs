//! Street addresses: finer than a commune.
//!
//! Owns the words for streets. The name of a road between towns is none, unless it has a house number.

use super::spelling::Token;

/// With a house number before, these are nothing but streets.
const STREETS: &[&str] = &[
    "rue",
    "avenue",
    "av",
    "ave",
    "boulevard",
    "bd",
    "bld",
    "bvd",
    "boul",
    "chemin",
    "che",
    "chem",
    "impasse",
    "imp",
    "allee",
    "allees",
    "quai",
    "route",
    "rte",
    "faubourg",
    "fbg",
    "fg",
    "montee",
    "traverse",
    "lotissement",
    "ruelle",
    "esplanade",
    "sentier",
    "venelle",
];
/// With a house number before, these are streets when a name follows.
const PLACES: &[&str] = &[
    "place",
    "pl",
    "cours",
    "square",
    "passage",
    "voie",
    "cite",
    "residence",
    "villa",
    "clos",
    "promenade",
    "chaussee",
    "hameau",
    "mas",
    "domaine",
    "r",
    "ch",
    "all",
    "quartier",
    "rond",
];
/// Without a number, these are streets when a name follows.
const NAMED: &[&str] = &[
    "rue",
    "avenue",
    "boulevard",
    "bd",
    "bld",
    "impasse",
    "allee",
    "faubourg",
    "lotissement",
    "ruelle",
];
const ARTICLES: &[&str] = &["de", "du", "des", "d", "la", "le", "les", "l"];
/// What streets are called, for whoever writes no capitals.
const NAMES: &[&str] = &[
    "republique",
    "gambetta",
    "jaures",
    "jean",
    "victor",
    "hugo",
    "pasteur",
    "liberation",
    "leclerc",
    "general",
    "marechal",
    "docteur",
    "president",
    "moulin",
    "gaulle",
    "foch",
    "mairie",
    "eglise",
    "ecole",
    "ecoles",
    "marche",
    "gare",
    "verdun",
    "victoire",
    "resistance",
    "europe",
    "fontaine",
    "paix",
    "poste",
    "saint",
    "sainte",
    "st",
    "emile",
    "zola",
    "nationale",
    "chateau",
    "lavoir",
    "temple",
    "fleurs",
    "lilas",
    "pins",
    "oliviers",
    "vignes",
    "pont",
    "stade",
    "cimetiere",
];
/// What rooms are counted in: `appartement 3 pièces` is no door.
const ROOMS: &[&str] = &[
    "piece",
    "pieces",
    "chambre",
    "chambres",
    "lit",
    "lits",
    "pers",
    "personne",
    "personnes",
    "place",
    "places",
    "couchage",
    "couchages",
    "p",
    "m",
    "adultes",
    "enfants",
    "nuits",
    "jours",
    "salles",
    "etages",
];

/// Whether a street address, a flat or a point on the map is told.
pub(super) fn found(tokens: &[Token]) -> bool {
    (0..tokens.len()).any(|i| street(tokens, i) || flat(tokens.get(i..).unwrap_or_default()))
        || tokens.windows(4).any(|four| match four {
            // 43.8345, 4.3601
            [_, a, _, b] => decimals(a) && decimals(b),
            _ => false,
        })
}

fn decimals(token: &Token) -> bool {
    token.number && token.text.len() >= 4 && matches!(token.before.as_str(), "." | ",")
}

fn street(tokens: &[Token], i: usize) -> bool {
    let Some((token, after)) = tokens.get(i..).and_then(<[Token]>::split_first) else {
        return false;
    };
    let name = || named(after, token);
    (token.is(STREETS) && numbered(tokens, i))
        || (token.is(PLACES) && numbered(tokens, i) && name() && whole(token, after))
        || (token.is(NAMED) && name())
}

/// `2 ch Nîmes` are two rooms: an abbreviation has its dot or an article behind it.
fn whole(street: &Token, after: &[Token]) -> bool {
    !street.is(&["r", "ch", "pl", "all"])
        || after
            .first()
            .is_some_and(|t| t.before.starts_with('.') || t.is(ARTICLES))
}

/// Whether a name follows, in the same sentence, behind its articles.
fn named(after: &[Token], street: &Token) -> bool {
    let articles = after.iter().take(3).take_while(|t| t.is(ARTICLES)).count();
    // One seat "de Nîmes" is no square; "place du" and "place de la" are.
    let bare = articles == 1 && after.first().is_some_and(|t| t.is(&["de"]));
    if bare && street.is(&["place", "pl", "voie", "passage"]) {
        return false;
    }
    after.get(articles).is_some_and(|t| {
        !t.after_stop() && !t.before.contains([',', ':', '(']) && (t.capital || t.is(NAMES))
    })
}

/// Whether a house number stands right before: `12`, `12 bis`, `12 B`, `12,`, `douze`.
fn numbered(tokens: &[Token], i: usize) -> bool {
    let stands = |token: &Token| !token.after_stop();
    let Some(own) = tokens.get(i).filter(|t| stands(t)) else {
        return false;
    };
    let house = |token: &Token| {
        (token.number && token.text.len() <= 4)
            || token.is(&[
                "deux",
                "trois",
                "quatre",
                "cinq",
                "six",
                "sept",
                "huit",
                "neuf",
                "dix",
                "onze",
                "douze",
                "treize",
                "quatorze",
                "quinze",
                "seize",
                "vingt",
                "trente",
                "quarante",
                "cinquante",
                "soixante",
                "cent",
            ])
    };
    let before = |n: usize| i.checked_sub(n).and_then(|i| tokens.get(i));
    let extra = |t: &Token| {
        t.is(&["bis", "ter", "quater"])
            || (t.text.len() == 1 && !t.number && !t.is(&["a", "h", "m", "l", "y", "d"]))
    };
    match (before(1), before(2)) {
        (Some(one), _) if house(one) => !own.before.contains('\n'),
        (Some(one), Some(two)) => extra(one) && house(two),
        _ => false,
    }
}

/// `appartement n° 12`, `apt 3`, `bât. B`.
fn flat(tokens: &[Token]) -> bool {
    const FLATS: &[&str] = &["appt", "apt", "bat", "batiment"];
    // These have to say that a number is meant: a trailer "porte 300 kg".
    const WORDS: &[&str] = &["appartement", "appart", "porte", "etage", "studio"];
    let Some((flat, after)) = tokens.split_first() else {
        return false;
    };
    let numero = usize::from(
        after
            .first()
            .is_some_and(|t| t.is(&["n", "no", "num", "numero"])),
    );
    let (own, next) = (after.get(numero), after.get(numero + 1));
    let number = own.is_some_and(|t| {
        t.number && !t.after_stop() && t.text.len() <= 4 && !t.before.contains(',')
    });
    let lettered = own.is_some_and(|t| {
        t.text.len() == 1 && !t.number && !t.is(&["a", "c", "d", "l", "n", "s", "y"])
    });
    let counted = next.is_some_and(|t| t.is(ROOMS));
    if flat.is(FLATS) {
        (number && !counted) || (lettered && flat.is(&["bat", "batiment"]))
    } else {
        flat.is(WORDS) && number && numero > 0
    }
}
