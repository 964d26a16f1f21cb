//! What the form of a report holds while it is filled in.

use portal::Instant;
use portal::exchange::communes_typed;
use portal::places::{Commune, Insee};
use portal::valve::{Category, Place, Report, ReportError};

/// Names of the fields.
pub mod names {
    /// The tile.
    pub const WHAT: &str = "quoi";
    /// Which of the forms was sent.
    pub const STEP: &str = "etape";
    /// Random, made with the form: the same form sent twice is one report.
    pub const KEY: &str = "cle";
    /// The key of the report that something is added to.
    pub const FIRST: &str = "premier";
    /// The commune.
    pub const COMMUNE: &str = "commune";
    /// The place's words.
    pub const WORDS: &str = "lieu";
    /// The sentence.
    pub const TEXT: &str = "phrase";
    /// Hidden from people, always empty.
    pub const HONEYPOT: &str = "site-web";
}

/// Which of the forms was sent.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Step {
    /// A tile was touched: its place is still to be told.
    #[default]
    Tile,
    /// The place: this is a report.
    Place,
    /// One more sentence about what was sent.
    Sentence,
    /// "I was wrong."
    Mistaken,
}

impl Step {
    /// Its name in forms.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Tile => "",
            Self::Place => "envoi",
            Self::Sentence => "phrase",
            Self::Mistaken => "erreur",
        }
    }

    fn of(word: &str) -> Self {
        [Self::Place, Self::Sentence, Self::Mistaken]
            .into_iter()
            .find(|step| step.word() == word)
            .unwrap_or_default()
    }
}

/// Why nothing was sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wrong {
    /// No tile was touched.
    NoCategory,
    /// Neither commune nor words.
    NoPlace,
    /// No commune of that name or code.
    UnknownCommune,
    /// More than one.
    SeveralCommunes,
    /// Too many characters.
    PlaceTooLong,
    /// Too many characters.
    TextTooLong,
    /// An empty sentence.
    Nothing,
    /// Not sent from a page of this portal.
    Foreign,
    /// The portal could not keep it.
    NotKept,
}

impl Wrong {
    /// The field that it is wrong with.
    pub(super) const fn field(self) -> Option<&'static str> {
        match self {
            Self::NoPlace | Self::UnknownCommune | Self::SeveralCommunes => Some(names::COMMUNE),
            Self::PlaceTooLong => Some(names::WORDS),
            Self::TextTooLong | Self::Nothing => Some(names::TEXT),
            Self::NoCategory | Self::Foreign | Self::NotKept => None,
        }
    }
}

impl From<ReportError> for Wrong {
    fn from(error: ReportError) -> Self {
        match error {
            ReportError::NoPlace => Self::NoPlace,
            ReportError::Commune => Self::UnknownCommune,
            ReportError::PlaceTooLong => Self::PlaceTooLong,
            ReportError::TextTooLong | ReportError::PhotoTooLarge => Self::TextTooLong,
            ReportError::Nothing => Self::Nothing,
        }
    }
}

/// What was typed and touched so far. No `Debug`: no log holds it by accident.
#[derive(Clone, Default)]
pub struct Draft {
    /// The tile.
    pub what: Option<Category>,
    /// Which form it came by.
    pub step: Step,
    /// The form's own random key, as it came.
    pub key: String,
    /// The key of the report that something is added to, as it came.
    pub first: String,
    /// The commune, as it was typed.
    pub commune: String,
    /// The place's words, as they were typed.
    pub words: String,
    /// The sentence, as it was typed.
    pub text: String,
    /// A machine filled in what people do not see.
    pub trapped: bool,
}

impl Draft {
    /// Of a form's fields. Of two communes the first that is not blank counts: a chosen candidate stands before
    /// what was typed.
    pub fn read(fields: impl IntoIterator<Item = (String, String)>) -> Self {
        let mut draft = Self::default();
        for (name, value) in fields {
            match name.as_str() {
                names::WHAT => draft.what = Category::from_word(&value),
                names::STEP => draft.step = Step::of(&value),
                names::KEY => draft.key = value,
                names::FIRST => draft.first = value,
                names::COMMUNE if draft.commune.trim().is_empty() => draft.commune = value,
                names::WORDS => draft.words = value,
                names::TEXT => draft.text = value,
                names::HONEYPOT => draft.trapped = !value.is_empty(),
                _ => {}
            }
        }
        draft
    }

    /// The communes that may be meant, while it is not clear which.
    pub(super) fn candidates(&self) -> Vec<&'static Commune> {
        let found = communes_typed(&self.commune);
        if found.len() > 1 { found } else { Vec::new() }
    }

    fn commune(&self) -> Result<Option<Insee>, Wrong> {
        if self.commune.trim().is_empty() {
            return Ok(None);
        }
        match communes_typed(&self.commune).as_slice() {
            [] => Err(Wrong::UnknownCommune),
            [one] => Ok(Some(one.insee.clone())),
            _ => Err(Wrong::SeveralCommunes),
        }
    }

    /// The report, or everything that is wrong with it.
    pub fn report(&self, at: Instant) -> Result<Report, Vec<Wrong>> {
        let category = self.what.ok_or(Wrong::NoCategory);
        let place = self
            .commune()
            .and_then(|commune| Place::new(commune, None, &self.words).map_err(Wrong::from));
        let (category, place) = match (category, place) {
            (Ok(category), Ok(place)) => (category, place),
            (category, place) => {
                let wrong = [category.err(), place.err(), self.text_wrong()];
                return Err(wrong.into_iter().flatten().collect());
            }
        };
        Report::new(category, place, at, &self.text).map_err(|error| vec![error.into()])
    }

    fn text_wrong(&self) -> Option<Wrong> {
        let read = portal::valve::Written::read(&self.text, portal::valve::MAX_TEXT);
        read.is_err().then_some(Wrong::TextTooLong)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draft(pairs: &[(&str, &str)]) -> Draft {
        let own = |(n, v): &(&str, &str)| ((*n).to_owned(), (*v).to_owned());
        Draft::read(pairs.iter().map(own))
    }

    fn wrong(pairs: &[(&str, &str)]) -> Vec<Wrong> {
        draft(pairs).report(Instant(0)).err().unwrap_or_default()
    }

    #[test]
    fn a_place_is_a_commune_or_words_and_everything_wrong_is_told_at_once() {
        let long = "x".repeat(401);
        assert_eq!(
            wrong(&[("quoi", "volcan"), ("phrase", &long)]),
            [Wrong::NoCategory, Wrong::NoPlace, Wrong::TextTooLong]
        );
        let what = ("quoi", "road-cut");
        assert_eq!(wrong(&[what, ("lieu", "pont")]), []);
        assert_eq!(wrong(&[what, ("commune", "Nîmes")]), []);
        assert_eq!(
            wrong(&[what, ("commune", "xyzzyq")]),
            [Wrong::UnknownCommune]
        );
        assert_eq!(
            wrong(&[what, ("commune", "Saint-Aubin")]),
            [Wrong::SeveralCommunes]
        );
    }

    #[test]
    fn a_chosen_candidate_counts_before_what_was_typed() {
        let chosen = draft(&[
            ("quoi", "other"),
            ("commune", "Nîmes (30189)"),
            ("commune", "Saint-Aubin"),
        ]);
        let report = chosen.report(Instant(0)).unwrap_or_else(|_| panic!());
        assert_eq!(
            report.place().commune().map(|c| c.0.as_str()),
            Some("30189")
        );
    }
}
