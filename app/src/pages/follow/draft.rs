//! A choice under way: kept in the page's address, so that it needs neither a script nor a cookie.
//!
//! Never refuses: what means nothing is as if it had not been sent.

use portal::messages::Colour;
use portal::places::gazetteer;
use portal::push::{Follow, FollowError, Followed, MOST_PLACES, Tongue};

use crate::reading::departement_name;
use crate::text::{one_line, query_value};
use crate::wording::Lang;

/// The thresholds, as addresses and forms name them.
const COLOURS: [(Colour, &str); 3] = [
    (Colour::Yellow, "jaune"),
    (Colour::Orange, "orange"),
    (Colour::Red, "rouge"),
];
/// The longest search.
const LONGEST: usize = 80;

/// What is chosen so far, and what is searched.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    /// In the order in which they were chosen.
    pub places: Vec<Followed>,
    /// From this colour on.
    pub at_least: Option<Colour>,
    /// In this language.
    pub tongue: Tongue,
    /// What is searched.
    pub typed: String,
    /// A place more was asked for than can be followed.
    pub full: bool,
    /// The address of its page is to be written anew: a place came or went.
    pub moved: bool,
}

impl Draft {
    /// Nothing yet. Orange: yellow comes every other day, red may come too late.
    pub fn new(lang: Lang) -> Self {
        Self {
            places: Vec::new(),
            at_least: Some(Colour::Orange),
            tongue: match lang {
                Lang::Fr => Tongue::Fr,
                Lang::En => Tongue::En,
            },
            typed: String::new(),
            full: false,
            moved: false,
        }
    }

    /// What is kept of a device.
    pub fn of(follow: &Follow) -> Self {
        Self {
            places: follow.places().cloned().collect(),
            at_least: Some(follow.at_least()),
            tongue: follow.tongue(),
            ..Self::new(Lang::Fr)
        }
    }

    /// Reads `lieu` (many), `ajouter`, `retirer`, `departement`, `niveau`, `langue`, `q`.
    pub fn read<'a>(lang: Lang, pairs: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        let mut draft = Self::new(lang);
        for (name, value) in pairs {
            match name {
                "lieu" => draft.add(value),
                "ajouter" | "departement" if !value.is_empty() => {
                    draft.add(value);
                    draft.moved = true;
                }
                "retirer" => {
                    draft.places.retain(|p| p.code() != value);
                    draft.moved = true;
                }
                "niveau" => draft.at_least = colour(value),
                "langue" => draft.tongue = Tongue::parse(value).unwrap_or(draft.tongue),
                "q" => draft.typed = one_line(value).chars().take(LONGEST).collect(),
                _ => {}
            }
        }
        draft
    }

    fn add(&mut self, code: &str) {
        let Some(place) = Followed::parse(code) else {
            return;
        };
        if self.places.contains(&place) {
            return;
        }
        if self.places.len() >= MOST_PLACES {
            self.full = true;
        } else {
            self.places.push(place);
        }
    }

    /// The choice, if it is one.
    pub fn follow(&self) -> Result<Follow, FollowError> {
        Follow::new(
            self.places.iter().cloned(),
            self.at_least.ok_or(FollowError::NoThreshold)?,
            self.tongue,
        )
    }

    /// `?lieu=…&niveau=…`: without what was searched.
    pub fn query(&self) -> String {
        let mut pairs: Vec<String> = self
            .places
            .iter()
            .map(|p| format!("lieu={}", query_value(&p.code())))
            .collect();
        if let Some((_, name)) = COLOURS.into_iter().find(|c| Some(c.0) == self.at_least) {
            pairs.push(format!("niveau={name}"));
        }
        pairs.push(format!("langue={}", self.tongue.tag()));
        format!("?{}", pairs.join("&"))
    }
}

/// `jaune`, `orange`, `rouge`.
pub fn colour(name: &str) -> Option<Colour> {
    COLOURS.into_iter().find(|c| c.1 == name).map(|c| c.0)
}

/// The name of a threshold in forms.
pub(super) fn colour_name(colour: Colour) -> &'static str {
    COLOURS
        .into_iter()
        .find(|c| c.0 == colour)
        .map_or("", |c| c.1)
}

/// The thresholds, mildest first.
pub(super) fn colours() -> [Colour; 3] {
    COLOURS.map(|c| c.0)
}

/// `Nîmes`, `Gard (30)`.
pub(super) fn name_of(place: &Followed) -> String {
    match place {
        Followed::Commune(insee) => gazetteer()
            .commune(insee)
            .map_or_else(|| insee.to_string(), |c| c.name.to_owned()),
        Followed::Departement(dep) => departement_name(dep),
    }
}

/// The French path of the feed of a place.
pub(super) fn feed_of(place: &Followed) -> String {
    match place {
        Followed::Commune(insee) => format!("/commune/{insee}/alertes.atom"),
        Followed::Departement(dep) => format!("/departement/{dep}/alertes.atom"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(query: &str) -> Draft {
        let pairs: Vec<_> = query
            .split('&')
            .filter_map(|pair| pair.split_once('='))
            .collect();
        Draft::read(Lang::Fr, pairs)
    }

    #[test]
    fn places_stay_in_the_order_of_their_choosing_and_once() {
        let draft = read("lieu=D34&lieu=30189&lieu=30189&lieu=99999&ajouter=30007&retirer=D34");
        assert_eq!(
            draft.places.iter().map(Followed::code).collect::<Vec<_>>(),
            ["30189", "30007"]
        );
        assert!(draft.moved);
        assert_eq!(
            draft.query(),
            "?lieu=30189&lieu=30007&niveau=orange&langue=fr"
        );
        assert!(!read("lieu=30189&departement=&q=nim").moved);
    }

    #[test]
    fn one_place_too_many_is_said_and_the_others_stay() {
        let codes: Vec<_> = gazetteer()
            .departements()
            .iter()
            .take(MOST_PLACES + 1)
            .map(|d| format!("lieu=D{}", d.code))
            .collect();
        let draft = read(&codes.join("&"));
        assert!(draft.full);
        assert_eq!(draft.places.len(), MOST_PLACES);
    }

    #[test]
    fn an_unknown_colour_is_no_choice_rather_than_another_one() {
        let draft = read("lieu=30189&niveau=vert");
        assert_eq!(draft.at_least, None);
        assert_eq!(draft.follow().unwrap_err(), FollowError::NoThreshold);
        assert!(read("lieu=30189").follow().is_ok());
    }
}
