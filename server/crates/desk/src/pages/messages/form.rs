//! What the writing form sends, and what becomes of it.

use portal::places::{Dep, Insee, Places, gazetteer};
use serde::Deserialize;

use crate::messages::{Typed, TypedTexts};

/// The fields of the writing form. All have a default: an older page, or a hand, may leave some out.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct WriteForm {
    /// The revision that the page showed.
    pub revision: u32,
    /// Which button was pressed: see [`Action`].
    pub action: String,
    pub event: String,
    pub colour: String,
    /// Chosen places, each `D30` or `C30189`.
    pub places: Vec<String>,
    /// Lines of a pasted list that nothing was found for.
    pub inconnus: Vec<String>,
    /// What to look for among communes, départements and intercommunalités.
    pub recherche: String,
    /// A pasted list.
    pub liste: String,
    pub onset: String,
    pub expires: String,
    pub publish_at: String,
    pub link: String,
    pub contact: String,
    pub fr_headline: String,
    pub fr_description: String,
    pub fr_instruction: String,
    pub en_headline: String,
    pub en_description: String,
    pub en_instruction: String,
    pub falc_headline: String,
    pub falc_description: String,
    pub falc_instruction: String,
    pub note: String,
}

/// What a button of the form asks for. Each saves first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Action {
    Save,
    /// Fill empty texts with the event's template.
    Template,
    /// Look for places.
    Search,
    /// Take the pasted list in.
    Paste,
    /// Add a place of the results.
    Add(String),
    /// Take a place out.
    Remove(String),
    Preview,
    Submit,
}

impl Action {
    pub(super) fn of(word: &str) -> Self {
        match word.split_once(':') {
            Some(("ajouter", code)) => Action::Add(code.to_owned()),
            Some(("retirer", code)) => Action::Remove(code.to_owned()),
            _ => match word {
                "modele" => Action::Template,
                "chercher" => Action::Search,
                "coller" => Action::Paste,
                "apercu" => Action::Preview,
                "soumettre" => Action::Submit,
                _ => Action::Save,
            },
        }
    }
}

impl WriteForm {
    /// What was typed. Line ends are those of the page's text, not of HTTP.
    pub(super) fn typed(&self) -> Typed {
        let text = |t: &str| t.replace("\r\n", "\n");
        let texts = |headline: &str, description: &str, instruction: &str| TypedTexts {
            headline: text(headline),
            description: text(description),
            instruction: text(instruction),
        };
        Typed {
            event: self.event.clone(),
            colour: self.colour.clone(),
            places: self
                .places
                .iter()
                .fold(Places::default(), |all, code| with(&all, code)),
            unknown_places: self.inconnus.clone(),
            onset: self.onset.clone(),
            expires: self.expires.clone(),
            publish_at: self.publish_at.clone(),
            link: self.link.trim().to_owned(),
            contact: self.contact.clone(),
            fr: texts(
                &self.fr_headline,
                &self.fr_description,
                &self.fr_instruction,
            ),
            en: texts(
                &self.en_headline,
                &self.en_description,
                &self.en_instruction,
            ),
            falc: texts(
                &self.falc_headline,
                &self.falc_description,
                &self.falc_instruction,
            ),
            note: text(&self.note),
        }
    }
}

/// A place's code in the form.
pub(super) fn codes(places: &Places) -> Vec<(String, String)> {
    let departements = places.whole_departements().iter().map(|d| {
        let name = gazetteer().departement(d).map_or(d.0.as_str(), |d| d.name);
        (
            format!("D{d}"),
            format!("{name} ({d}), tout le département"),
        )
    });
    let communes = places.communes().iter().map(|c| {
        let name = gazetteer().commune(c).map_or(c.0.as_str(), |c| c.name);
        (format!("C{c}"), format!("{name} ({})", c.departement()))
    });
    departements.chain(communes).collect()
}

/// The places with the one of a code; unchanged when there is no such place.
pub(super) fn with(places: &Places, code: &str) -> Places {
    places.union(&place(code))
}

/// The places without the one of a code.
pub(super) fn without(places: &Places, code: &str) -> Places {
    let gone = place(code);
    Places::new(
        places
            .whole_departements()
            .difference(gone.whole_departements())
            .cloned(),
        places.communes().difference(gone.communes()).cloned(),
    )
}

fn place(code: &str) -> Places {
    let (kind, of) = code.split_at_checked(1).unwrap_or_default();
    match kind {
        "D" => {
            let dep = Dep(of.to_owned());
            let known = gazetteer().departement(&dep).is_some();
            Places::new(known.then_some(dep), [])
        }
        "C" => {
            let insee = Insee(of.to_owned());
            let known = gazetteer().commune(&insee).is_some();
            Places::new([], known.then_some(insee))
        }
        "E" => portal::places::epci(of).map_or_else(Places::default, |epci| {
            Places::new([], epci.communes.iter().cloned())
        }),
        _ => Places::default(),
    }
}
