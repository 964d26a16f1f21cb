//! The rules about texts: length, gaps, tone, links.

use url::{Host, Url};

use super::super::{Tongue, Typed, TypedTexts};
use super::Findings;

const HEADLINE: usize = 160;
const HEADLINE_ADVISED: usize = 90;
const LONG_TEXT: usize = 4_000;
const DESCRIPTION_ADVISED: usize = 700;
const LINE_ADVISED: usize = 120;
const LINK: usize = 500;
const CONTACT: usize = 200;
const NOTE: usize = 2_000;

/// The gaps of a template that are still to be filled: `[commune]`.
pub fn gaps(text: &str) -> Vec<&str> {
    let mut rest = text;
    let mut gaps = Vec::new();
    while let Some((_, after)) = rest.split_once('[') {
        let Some((gap, beyond)) = after.split_once(']') else {
            break;
        };
        gaps.push(gap);
        rest = beyond;
    }
    gaps
}

/// Checks the texts of all languages; gives those that have a headline, trimmed.
pub(super) fn texts(
    typed: &Typed,
    exercise: bool,
    found: &mut Findings,
) -> Vec<(Tongue, TypedTexts)> {
    let mut written = Vec::new();
    for tongue in Tongue::ALL {
        let texts = TypedTexts {
            headline: typed.texts(tongue).headline.trim().to_owned(),
            description: typed.texts(tongue).description.trim().to_owned(),
            instruction: typed.texts(tongue).instruction.trim().to_owned(),
        };
        let field = |name: &str| format!("{}_{name}", tongue.field());
        let given = texts != TypedTexts::default();
        if given || tongue == Tongue::French {
            required(&texts, tongue, &field, found);
            lengths(&texts, &field, found);
            for (name, text) in [
                ("headline", &texts.headline),
                ("description", &texts.description),
                ("instruction", &texts.instruction),
            ] {
                content(&field(name), text, found);
            }
            if tongue == Tongue::French {
                exercises(&field("headline"), &texts.headline, exercise, found);
            }
            written.push((tongue, texts));
        } else {
            found.advice(
                &field("headline"),
                match tongue {
                    Tongue::English => "Ajoutez une version en anglais.",
                    _ => "Ajoutez une version facile à lire et à comprendre (FALC).",
                },
            );
        }
    }
    written
}

fn required(
    texts: &TypedTexts,
    tongue: Tongue,
    field: &impl Fn(&str) -> String,
    found: &mut Findings,
) {
    let language = match tongue {
        Tongue::French => "en français",
        Tongue::English => "en anglais",
        Tongue::EasyFrench => "en français facile",
    };
    if texts.headline.is_empty() {
        found.error(&field("headline"), format!("Écrivez le titre {language}."));
    }
    if texts.instruction.is_empty() {
        found.error(
            &field("instruction"),
            format!("Écrivez {language} ce que les gens doivent faire."),
        );
    }
    if texts.description.is_empty() {
        found.advice(
            &field("description"),
            format!("Décrivez {language} ce qui se passe."),
        );
    }
}

fn lengths(texts: &TypedTexts, field: &impl Fn(&str) -> String, found: &mut Findings) {
    let headline = texts.headline.chars().count();
    if headline > HEADLINE {
        found.error(
            &field("headline"),
            format!("Le titre a {headline} caractères : {HEADLINE} au plus."),
        );
    } else if headline > HEADLINE_ADVISED {
        found.advice(
            &field("headline"),
            format!("Le titre a {headline} caractères : il sera coupé sur certains téléphones. Visez {HEADLINE_ADVISED}."),
        );
    }
    if texts.headline.lines().count() > 1 {
        found.error(&field("headline"), "Écrivez le titre sur une seule ligne.");
    }
    for (name, text) in [
        ("description", &texts.description),
        ("instruction", &texts.instruction),
    ] {
        let length = text.chars().count();
        if length > LONG_TEXT {
            found.error(
                &field(name),
                format!("Le texte a {length} caractères : {LONG_TEXT} au plus."),
            );
        }
    }
    let length = texts.description.chars().count();
    if length > DESCRIPTION_ADVISED && length <= LONG_TEXT {
        found.advice(
            &field("description"),
            format!("La description a {length} caractères : visez {DESCRIPTION_ADVISED}, on la lit dans l’urgence."),
        );
    }
    let long = texts
        .instruction
        .lines()
        .position(|line| line.chars().count() > LINE_ADVISED);
    if let Some(line) = long {
        found.advice(
            &field("instruction"),
            format!(
                "La consigne {} est longue : une consigne par ligne, {LINE_ADVISED} caractères au plus.",
                line + 1
            ),
        );
    }
}

/// What no text may hold, and what it had better not.
fn content(field: &str, text: &str, found: &mut Findings) {
    for gap in gaps(text).into_iter().take(5) {
        let gap: String = gap.chars().take(60).collect();
        found.error(field, format!("Remplissez le blanc [{gap}]."));
    }
    if gaps(text).is_empty() && text.contains(['[', ']']) {
        found.error(field, "Retirez le crochet qui reste.");
    }
    if text.contains(['<', '>']) {
        found.error(field, "Retirez les signes < et >.");
    }
    if text
        .chars()
        .any(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t'))
    {
        found.error(field, "Retirez les caractères invisibles.");
    }
    if text.contains('!') {
        found.advice(
            field,
            "Retirez les points d’exclamation : le calme est mieux suivi.",
        );
    }
    if shouts(text) {
        found.advice(
            field,
            "Évitez les majuscules : elles se lisent plus lentement.",
        );
    }
}

/// Two capital words of four letters or more in a row. One alone may be a name (SNCF, EXERCICE).
fn shouts(text: &str) -> bool {
    let capital = |word: &str| {
        word.chars().filter(|c| c.is_alphabetic()).count() >= 4
            && !word.chars().any(char::is_lowercase)
    };
    let mut before = false;
    text.split_whitespace().any(|word| {
        let now = capital(word);
        std::mem::replace(&mut before, now) && now
    })
}

/// An exercise says so, and nothing else does: an exercise on the real portal would be believed.
fn exercises(field: &str, headline: &str, exercise: bool, found: &mut Findings) {
    let says_so = portal::places::normalise(headline)
        .split(' ')
        .next()
        .is_some_and(|first| first == "exercice");
    if says_so && !exercise {
        found.error(
            field,
            "Un exercice ne se publie que sur un portail d’exercice.",
        );
    }
    if exercise && !says_so && !headline.is_empty() {
        found.advice(field, "Commencez le titre par « Exercice : ».");
    }
}

pub(super) fn link(typed: &str, found: &mut Findings) -> Option<String> {
    let typed = typed.trim();
    if typed.is_empty() {
        return None;
    }
    if typed.chars().count() > LINK {
        found.error(
            "link",
            format!("Le lien est trop long : {LINK} caractères au plus."),
        );
        return None;
    }
    let read = Url::parse(typed).ok().filter(|url| {
        matches!(url.scheme(), "http" | "https")
            // `https://gouv.fr@example.org` leads elsewhere than it seems to.
            && url.username().is_empty()
            && url.password().is_none()
            && matches!(url.host(), Some(Host::Domain(_) | Host::Ipv4(_)))
            && !typed.contains(['[', ']'])
    });
    if read.is_none() {
        found.error(
            "link",
            "Écrivez une adresse complète, qui commence par https://.",
        );
    }
    read.map(String::from)
}

pub(super) fn contact(typed: &str, found: &mut Findings) -> Option<String> {
    let typed = typed.trim();
    if typed.is_empty() {
        found.advice(
            "contact",
            "Indiquez un numéro que les habitants peuvent appeler.",
        );
        return None;
    }
    if typed.chars().count() > CONTACT {
        found.error(
            "contact",
            format!("Le contact est trop long : {CONTACT} caractères au plus."),
        );
    }
    if typed.lines().count() > 1 {
        found.error("contact", "Écrivez le contact sur une seule ligne.");
    }
    content("contact", typed, found);
    Some(typed.to_owned())
}

pub(super) fn note(typed: &str, found: &mut Findings) {
    if typed.chars().count() > NOTE {
        found.error(
            "note",
            format!("La note est trop longue : {NOTE} caractères au plus."),
        );
    }
}
