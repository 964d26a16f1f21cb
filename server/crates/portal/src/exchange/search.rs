//! From the form of a search to what is looked for.
//!
//! Owns the reading of the query: what cannot be read is told beside its field and left out of the search, so
//! that a list is always shown.

use jiff::civil::Date;

use crate::exchange::typed::{count, few, read_day};
use crate::exchange::{Draft, FieldError, Kind, Search, Side, Wrong, commune_typed, names};
use crate::places::{Dep, Insee, gazetteer, normalise};

/// Listings on a page.
pub const PAGE_SIZE: u32 = 20;
/// The last page: no more than 1,000 are counted.
pub const LAST_PAGE: u32 = 50;
/// The largest radius, in km.
pub const MOST_RADIUS: u16 = 100;
/// Words of a search that count.
const MOST_WORDS: usize = 5;

/// What somebody looks for, as it was asked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SearchAsk {
    /// Needs or offers; both when `None`.
    pub side: Option<Side>,
    /// Of this kind.
    pub kind: Option<Kind>,
    /// In this commune, or around it.
    pub commune: Option<Insee>,
    /// In this département; never together with a commune.
    pub departement: Option<Dep>,
    /// So many km around the commune, 1–100.
    pub radius_km: Option<u16>,
    /// From this day on.
    pub from: Option<Date>,
    /// Until this day, or this morning.
    pub until: Option<Date>,
    /// At least so many left.
    pub units: Option<u8>,
    /// Only step-free.
    pub step_free: bool,
    /// Only with a child seat.
    pub child_seat: bool,
    /// Only where a wheelchair fits.
    pub wheelchair: bool,
    /// Only where pets may come.
    pub pets: bool,
    /// Words, normalised; at most 5.
    pub words: Vec<String>,
    /// Which page, from 1.
    pub page: u32,
}

/// Reads a search. What is asked holds everything that could be read; a number typed out of its range is an
/// error, a page out of its range the nearest page.
pub fn parse_search(draft: &Draft) -> (SearchAsk, Vec<FieldError>) {
    let mut errors = Vec::new();
    let e = &mut errors;
    let (commune, departement) = place(draft, e);
    let mut ask = SearchAsk {
        side: chosen(draft, names::SIDE, Side::parse, e),
        kind: chosen(draft, names::KIND, Kind::parse, e),
        commune,
        departement,
        from: chosen(draft, names::DAY, read_day, e),
        until: chosen(draft, names::UNTIL, read_day, e),
        // Read as the form's own selectors are: any of them but `non` and `inconnu`.
        step_free: !matches!(draft.get(names::STEP_FREE).trim(), "" | "non" | "inconnu"),
        child_seat: !matches!(draft.get(names::CHILD_SEATS).trim(), "" | "0"),
        wheelchair: draft.ticked(names::WHEELCHAIR),
        pets: draft.ticked(names::PETS),
        page: page(draft.get(names::PAGE)),
        ..SearchAsk::default()
    };
    if !draft.get(names::RADIUS).trim().is_empty() {
        // 0: the commune alone.
        ask.radius_km = count(draft, names::RADIUS, (0, MOST_RADIUS), None, e).filter(|km| *km > 0);
    }
    if !draft.get(names::UNITS).trim().is_empty() {
        ask.units = few(draft, names::UNITS, (1, 50), None, e);
    }
    if let (Some(from), Some(until)) = (ask.from, ask.until)
        && until < from
    {
        e.push((names::UNTIL, Wrong::Past));
        ask.until = None;
    }
    let words = normalise(draft.get(names::WORDS));
    ask.words = words
        .split(' ')
        .filter(|w| !w.is_empty())
        .take(MOST_WORDS)
        .map(str::to_owned)
        .collect();
    (ask, errors)
}

/// What is chosen, if anything is.
fn chosen<T>(
    draft: &Draft,
    field: &'static str,
    parse: impl Fn(&str) -> Option<T>,
    errors: &mut Vec<FieldError>,
) -> Option<T> {
    let typed = draft.get(field).trim();
    let read = parse(typed);
    if read.is_none() && !typed.is_empty() {
        errors.push((field, Wrong::Unreadable));
    }
    read
}

/// A commune, or a département by its code, which the commune's field takes too.
fn place(draft: &Draft, errors: &mut Vec<FieldError>) -> (Option<Insee>, Option<Dep>) {
    let departement = |typed: &str| {
        let code = Dep(typed.trim().to_ascii_uppercase());
        gazetteer().departement(&code).map(|d| d.code.clone())
    };
    let typed = draft.get(names::COMMUNE).trim();
    if typed.is_empty() {
        return (None, chosen(draft, names::DEPARTEMENT, departement, errors));
    }
    if let Some(code) = departement(typed) {
        return (None, Some(code));
    }
    let commune = commune_typed(typed).map(|c| c.insee.clone());
    if commune.is_none() {
        errors.push((names::COMMUNE, Wrong::Place));
    }
    (commune, None)
}

fn page(typed: &str) -> u32 {
    typed.trim().parse().unwrap_or(1).clamp(1, LAST_PAGE)
}

impl SearchAsk {
    /// For the store. `near`: the communes within the radius, the nearest first; empty where none was asked for
    /// or none is known, and then the commune alone. The départements stay empty unless one was asked for:
    /// whoever calls narrows them to where the exchange is on.
    pub fn search(&self, near: Vec<Insee>) -> Search {
        let communes = match &self.commune {
            Some(commune) if near.is_empty() => vec![commune.clone()],
            Some(_) => near,
            None => Vec::new(),
        };
        Search {
            side: self.side,
            kind: self.kind,
            departements: self.departement.iter().cloned().collect(),
            communes,
            from: self.from,
            until: self.until,
            units: self.units,
            step_free: self.step_free,
            child_seat: self.child_seat,
            wheelchair: self.wheelchair,
            pets: self.pets,
            words: self.words.clone(),
            skip: self.page.saturating_sub(1).saturating_mul(PAGE_SIZE),
            limit: PAGE_SIZE,
        }
    }
}
