//! What other sites show in a frame, and the page that tells them how.
//!
//! Owns the frames' own small documents. Never: a script, and nothing that a frame on a foreign page
//! could be used to do.

mod frame;
mod how_to;

use portal::places::{Commune, Dep, Departement};

use crate::reading::{commune_path, departement_name, departement_path};

pub use frame::{EmbedForm, embed, embed_stylesheet};
pub use how_to::{Found, how_to_embed};

/// A place whose alerts are shown elsewhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EmbedPlace {
    name: String,
    /// The French path of its page.
    page: String,
    /// The French path of its banner.
    banner: String,
    /// As a query of the how-to.
    query: String,
    dep: Dep,
}

impl EmbedPlace {
    /// A commune.
    pub fn commune(commune: &Commune) -> Self {
        Self {
            name: commune.name.to_owned(),
            page: commune_path(commune),
            banner: format!("/integrer/commune/{}", commune.insee),
            query: format!("commune={}", commune.insee),
            dep: commune.insee.departement(),
        }
    }

    /// A département.
    pub fn departement(departement: &Departement) -> Self {
        let code = &departement.code;
        Self {
            name: departement_name(code),
            page: departement_path(code),
            banner: format!("/integrer/departement/{code}"),
            query: format!("departement={code}"),
            dep: code.clone(),
        }
    }

    /// The French path of a frame.
    pub fn path(&self, form: EmbedForm) -> String {
        match form {
            EmbedForm::Banner => self.banner.clone(),
            EmbedForm::List => format!("{}/liste", self.banner),
        }
    }
}
