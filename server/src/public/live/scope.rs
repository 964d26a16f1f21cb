//! What an open page shows, from its address.
//!
//! Never: a page that is not live. Searches, archives and pages that only tell change when one asks.

use app::Lang;
use portal::messages::ThreadId;
use portal::places::{Dep, Insee, gazetteer};

/// What an open page shows.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Scope {
    /// `/`
    Everywhere,
    /// `/alertes/{id}`
    Alert(ThreadId),
    /// `/commune/{insee}/…`
    Commune(Insee),
    /// `/departement/{code}`
    Departement(Dep),
}

impl Scope {
    /// The scope of a page's path in either language; `None` where there is nothing to follow. Both
    /// languages, old codes and wrong names of a commune are one scope.
    pub fn of_path(path: &str) -> Option<Self> {
        let (lang, french) = Lang::of_path(path);
        // One address each: `/en/` is no page.
        if lang.path(&french) != path {
            return None;
        }
        let mut parts = french.strip_prefix('/')?.split('/');
        let scope = match (parts.next()?, parts.next(), parts.next()) {
            ("", None, None) => Scope::Everywhere,
            ("alertes", Some(id), None) => {
                let fit = (1..=64).contains(&id.len())
                    && id.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
                fit.then(|| Scope::Alert(ThreadId(id.to_owned())))?
            }
            ("commune", Some(insee), _) => {
                let asked = Insee(insee.to_ascii_uppercase());
                Scope::Commune(gazetteer().commune(&asked)?.insee.clone())
            }
            ("departement", Some(code), None) => {
                let asked = Dep(code.to_ascii_uppercase());
                Scope::Departement(gazetteer().departement(&asked)?.code.clone())
            }
            _ => return None,
        };
        parts.next().is_none().then_some(scope)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_languages_and_every_spelling_of_a_place_are_one_scope() {
        let nimes = Some(Scope::Commune(Insee("30189".into())));
        for path in [
            "/commune/30189/nimes",
            "/en/commune/30189/nimes",
            "/commune/30189/autre",
        ] {
            assert_eq!(Scope::of_path(path), nimes, "{path}");
        }
        let corsica = Some(Scope::Departement(Dep("2A".into())));
        assert_eq!(Scope::of_path("/departement/2a"), corsica);
        assert_eq!(Scope::of_path("/"), Some(Scope::Everywhere));
        assert_eq!(Scope::of_path("/en"), Some(Scope::Everywhere));
        let alert = Some(Scope::Alert(ThreadId("0190-a".into())));
        assert_eq!(Scope::of_path("/en/alertes/0190-a"), alert);
    }

    #[test]
    fn pages_that_do_not_change_by_themselves_are_not_followed() {
        for path in [
            "",
            "alertes",
            "/alertes",
            "/alertes/",
            "/alertes/a/carte",
            "/alertes/a b",
            "/alertes/../desk",
            "/commune/99999/x",
            "/commune/30189/nimes/x",
            "/departement/00",
            "/departement/30/x",
            "/sources",
            "//",
            "/en/",
            "https://exemple.invalid/",
        ] {
            assert_eq!(Scope::of_path(path), None, "{path}");
        }
    }
}
