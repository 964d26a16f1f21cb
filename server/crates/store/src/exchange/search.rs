//! Search: along the index that fits what is asked, newest first; the nearest communes first.

use portal::Instant;
use portal::exchange::{Found, Search};

use super::{
    ALL, ALL_NUMBER, DEPARTEMENT, DEPARTEMENT_KIND, DEPARTEMENT_KIND_NUMBER, DEPARTEMENT_NUMBER,
    KIND, KIND_NUMBER, NEAR, NEAR_NUMBER, RARE, WORD, WORD_NUMBER, rows,
};
use crate::Store;
use crate::db::Tx;
use crate::error::StoreError;
use crate::statement::{Statement, sql};

/// Counting stops here.
const MOST: i64 = 1_000;
/// A word of fewer listings than this is looked up before anything else.
const RARE_BELOW: i64 = 500;
/// So many communes are searched at once, the nearest first.
const COMMUNES: usize = 16;
/// The width of a commune in a packed text.
const INSEE: usize = 5;
/// The most words.
const WORDS: usize = 5;

/// What `asked!` asks, its parameters $1 to $16 in order.
struct Filter {
    side: Option<&'static str>,
    kind: Option<&'static str>,
    now: i64,
    from: Option<String>,
    until: Option<String>,
    units: i64,
    flags: [i64; 4],
    words: [Option<String>; WORDS],
    /// Nights that must be free; 0: none is asked for.
    nights: i64,
}

impl Filter {
    fn of(search: &Search, now: Instant) -> Self {
        let nights = match (search.from, search.until) {
            (None, None) => 0,
            (Some(from), Some(until)) => i64::from((until - from).get_days()).max(1),
            _ => 1,
        };
        let mut words = search.words.iter().map(|w| rows::word(w));
        Self {
            side: search.side.map(|s| s.code()),
            kind: search.kind.map(|k| k.code()),
            now: now.0,
            from: search.from.map(|d| d.to_string()),
            until: search.until.map(|d| d.to_string()),
            units: i64::from(search.units.unwrap_or(1).max(1)),
            flags: [
                search.step_free,
                search.child_seat,
                search.wheelchair,
                search.pets,
            ]
            .map(i64::from),
            words: std::array::from_fn(|_| words.next()),
            nights,
        }
    }
}

/// Where to look: a département, communes, or everywhere.
struct Place<'a> {
    text: Option<&'a str>,
    communes: i64,
}

/// Runs a search statement: filter, place, limit, skip.
macro_rules! run {
    ($fetch:ident, $tx:expr, $statement:expr, $f:expr, $place:expr, $limit:expr, $skip:expr) => {
        sql!(
            $fetch,
            $tx,
            $statement,
            $f.side,
            $f.kind,
            $f.now,
            $f.from.as_deref(),
            $f.until.as_deref(),
            $f.units,
            $f.flags[0],
            $f.flags[1],
            $f.flags[2],
            $f.flags[3],
            $f.words[0].as_deref(),
            $f.words[1].as_deref(),
            $f.words[2].as_deref(),
            $f.words[3].as_deref(),
            $f.words[4].as_deref(),
            $f.nights,
            $place.text,
            $limit,
            $skip,
            $place.communes,
        )
    };
}

async fn number(
    tx: &mut Tx,
    statement: Statement,
    filter: &Filter,
    place: &Place<'_>,
    most: i64,
) -> Result<i64, StoreError> {
    let (n,): (i64,) = run!(fetch_one, tx, statement, filter, place, most, 0_i64)?;
    Ok(n)
}

async fn page(
    tx: &mut Tx,
    statement: Statement,
    filter: &Filter,
    place: &Place<'_>,
    (limit, skip): (i64, i64),
) -> Result<Vec<(i64, String)>, StoreError> {
    run!(fetch_all, tx, statement, filter, place, limit, skip)
}

/// Looks a rare word up first, if there is one: gives whether.
async fn by_word(tx: &mut Tx, filter: &mut Filter) -> Result<bool, StoreError> {
    let mut rarest: Option<(i64, usize)> = None;
    for (i, word) in filter.words.iter().enumerate() {
        let Some(word) = word else { continue };
        let (n,): (i64,) = sql!(fetch_one, tx, RARE, word.as_str(), RARE_BELOW)?;
        rarest = Some(rarest.map_or((n, i), |least| least.min((n, i))));
    }
    match rarest {
        Some((n, i)) if n < RARE_BELOW => {
            filter.words.swap(0, i);
            Ok(true)
        }
        _ => Ok(false),
    }
}

pub(super) async fn find(
    store: &Store,
    search: &Search,
    now: Instant,
) -> Result<Found, StoreError> {
    let mut filter = Filter::of(search, now);
    let mut tx = store.db.read().await?;
    let skip = i64::from(search.skip).min(MOST);
    let limit = i64::from(search.limit).min(MOST - skip);
    let (ids, total) = if search.communes.is_empty() {
        in_departements(&mut tx, search, &mut filter, (limit, skip)).await?
    } else {
        near(&mut tx, search, &filter, (limit, skip)).await?
    };
    Ok(Found {
        listings: rows::some(&mut tx, &ids).await?,
        total: u32::try_from(total).unwrap_or(0),
    })
}

type Page = (Vec<String>, i64);

/// Everywhere, or in each of some départements: their pages are put together by time.
async fn in_departements(
    tx: &mut Tx,
    search: &Search,
    filter: &mut Filter,
    (limit, skip): (i64, i64),
) -> Result<Page, StoreError> {
    let by_kind = filter.side.is_some() && filter.kind.is_some();
    let (all, all_number, one, one_number) = if by_word(tx, filter).await? {
        (WORD, WORD_NUMBER, WORD, WORD_NUMBER)
    } else if by_kind {
        (KIND, KIND_NUMBER, DEPARTEMENT_KIND, DEPARTEMENT_KIND_NUMBER)
    } else {
        (ALL, ALL_NUMBER, DEPARTEMENT, DEPARTEMENT_NUMBER)
    };
    if search.departements.is_empty() {
        let place = Place {
            text: None,
            communes: 0,
        };
        let total = number(tx, all_number, filter, &place, MOST).await?;
        let found = page(tx, all, filter, &place, (limit, skip)).await?;
        return Ok((found.into_iter().map(|(_, id)| id).collect(), total));
    }
    let mut total = 0;
    let mut found = Vec::new();
    for departement in &search.departements {
        let place = Place {
            text: Some(&departement.0),
            communes: 0,
        };
        if total < MOST {
            total += number(tx, one_number, filter, &place, MOST - total).await?;
        }
        found.extend(page(tx, one, filter, &place, (limit + skip, 0)).await?);
    }
    found.sort_by(|a, b| b.cmp(a));
    let (skip, limit) = (
        usize::try_from(skip).unwrap_or(0),
        usize::try_from(limit).unwrap_or(0),
    );
    let page = found.into_iter().skip(skip).take(limit);
    Ok((page.map(|(_, id)| id).collect(), total))
}

/// In these communes, the nearest first.
async fn near(
    tx: &mut Tx,
    search: &Search,
    filter: &Filter,
    (limit, mut skip): (i64, i64),
) -> Result<Page, StoreError> {
    let mut total = 0;
    let mut ids: Vec<String> = Vec::new();
    for communes in search.communes.chunks(COMMUNES) {
        let codes: Vec<&str> = communes.iter().map(|c| c.0.as_str()).collect();
        let packed = rows::pack::<INSEE>(&codes);
        let place = Place {
            text: Some(&packed),
            communes: rows::count(codes.len()),
        };
        let here = number(tx, NEAR_NUMBER, filter, &place, MOST - total).await?;
        total += here;
        let missing = limit - rows::count(ids.len());
        if missing > 0 && here > skip {
            let found = page(tx, NEAR, filter, &place, (missing, skip)).await?;
            ids.extend(found.into_iter().map(|(_, id)| id));
        }
        skip = (skip - here).max(0);
        if total >= MOST {
            break;
        }
    }
    Ok((ids, total))
}
