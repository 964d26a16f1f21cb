//! The exchange in numbers.
//!
//! Never: anything about one person.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use maud::{Markup, html};
use portal::exchange::{Kind, Side, Standing};

use super::words;
use crate::access::ModerateExchange;
use crate::exchange::{Count, Statistics};
use crate::web::{Desk, May, Page, Trouble};

/// The columns, in order.
const STANDINGS: [Standing; 7] = [
    Standing::Live,
    Standing::Full,
    Standing::Paused,
    Standing::Held,
    Standing::Expired,
    Standing::Closed,
    Standing::Blocked,
];

pub(super) async fn page(
    State(desk): State<Arc<Desk>>,
    May(by): May<ModerateExchange>,
) -> Result<Response, Trouble> {
    let numbers = desk.store.exchange_statistics(&by, desk.now()).await?;
    let main = html! {
        p { a class="next" href="/entraide" { "Retour à la file" } }
        h1 { "L'entraide en chiffres" }
        h2 { "Annonces, par besoin et offre" }
        (table("Quoi", &by_kind(&numbers.listings)))
        h2 { "Annonces, par département" }
        (table("Où", &by_departement(&numbers.listings)))
        (others(&numbers))
    };
    Page::new("Chiffres", main).answer(&desk, &by).await
}

/// One row: its name, and how many of each standing.
type Row = (String, [u64; STANDINGS.len()]);

/// Sums counts under the key of each, in the order of the keys.
fn summed<K: Ord>(
    counts: &[Count],
    key: impl Fn(&Count) -> K,
) -> BTreeMap<K, [u64; STANDINGS.len()]> {
    let mut rows: BTreeMap<K, [u64; STANDINGS.len()]> = BTreeMap::new();
    for count in counts {
        let row = rows.entry(key(count)).or_default();
        for (column, standing) in row.iter_mut().zip(STANDINGS) {
            if standing == count.standing {
                *column += count.listings;
            }
        }
    }
    rows
}

fn by_kind(counts: &[Count]) -> Vec<Row> {
    let rows = summed(counts, |count| (count.kind, count.side));
    let named =
        |(kind, side): (Kind, Side)| format!("{} · {}", words::kind(kind), words::side(side));
    rows.into_iter()
        .map(|(key, row)| (named(key), row))
        .collect()
}

fn by_departement(counts: &[Count]) -> Vec<Row> {
    let rows = summed(counts, |count| count.departement.clone());
    rows.into_iter()
        .map(|(dep, row)| (words::departement(&dep), row))
        .collect()
}

fn table(what: &str, rows: &[Row]) -> Markup {
    html! {
        @if rows.is_empty() {
            p class="empty" { "Aucune annonce." }
        } @else {
            div class="wide" role="region" aria-label=(what) tabindex="0" {
                table {
                    thead { tr { th scope="col" { (what) } @for standing in STANDINGS { th scope="col" { (words::standing(standing).0) } } } }
                    tbody {
                        @for (name, row) in rows {
                            tr { th scope="row" { (name) } @for n in row { td { (n) } } }
                        }
                    }
                }
            }
        }
    }
}

fn others(numbers: &Statistics) -> Markup {
    html! {
        h2 { "Accords" }
        @if numbers.matches.is_empty() { p class="empty" { "Aucun accord demandé." } }
        dl { @for (state, n) in &numbers.matches { div { dt { (words::matched(*state)) } dd { (n) } } } }
        h2 { "Autres" }
        dl {
            div { dt { "Conversations" } dd { (numbers.talks) } }
            div { dt { "Signalements" } dd { (numbers.reports) } }
            div { dt { "Contacts bloqués" } dd { (numbers.blocked) } }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use portal::places::Dep;

    #[test]
    fn counts_are_summed_by_what_a_row_is_and_stand_under_their_standing() {
        let count = |side, departement: &str, standing, listings| Count {
            side,
            kind: Kind::Ride,
            departement: Dep(departement.into()),
            standing,
            listings,
        };
        let counts = [
            count(Side::Offer, "30", Standing::Live, 2),
            count(Side::Offer, "34", Standing::Live, 3),
            count(Side::Need, "30", Standing::Held, 1),
        ];
        let kinds = by_kind(&counts);
        assert_eq!(kinds[0], ("trajet · Besoin".into(), [0, 0, 0, 1, 0, 0, 0]));
        assert_eq!(kinds[1], ("trajet · Offre".into(), [5, 0, 0, 0, 0, 0, 0]));
        let places = by_departement(&counts);
        assert_eq!(places[0], ("Gard (30)".into(), [2, 0, 0, 1, 0, 0, 0]));
    }
}
