//! The needs and offers of a real flood (Sri Lanka, 2017), posted here: probable duplicates are warned of, and
//! none is blocked. Read from `../shared` beside the checkout when it is there; never copied.

#![expect(clippy::unwrap_used, reason = "a test fails by it")]

use std::collections::BTreeMap;
use std::path::Path;

use portal::Instant;
use portal::exchange::*;
use portal::places::{Dep, gazetteer, normalise};

/// One row: kind, id, contacts, city, text, heads.
struct Row {
    side: Side,
    id: u32,
    contacts: Vec<String>,
    city: String,
    text: String,
    heads: String,
}

/// Cells of a CSV with quoted cells over several lines.
fn cells(csv: &str) -> Vec<Vec<String>> {
    let (mut rows, mut row, mut cell, mut quoted) = (Vec::new(), Vec::new(), String::new(), false);
    for c in csv.chars().filter(|c| *c != '\r') {
        match c {
            '"' => quoted = !quoted,
            ',' if !quoted => row.push(std::mem::take(&mut cell)),
            '\n' if !quoted => {
                row.push(std::mem::take(&mut cell));
                rows.push(std::mem::take(&mut row));
            }
            c => cell.push(c),
        }
    }
    rows
}

fn rows(csv: &str) -> Vec<Row> {
    let read = |r: &Vec<String>| Row {
        side: if r[0] == "need" {
            Side::Need
        } else {
            Side::Offer
        },
        id: r[1].parse().unwrap(),
        contacts: r[2]
            .split('|')
            .filter(|c| !c.is_empty())
            .map(str::to_owned)
            .collect(),
        city: r[3].clone(),
        text: format!("{} {}", r[5], r[6]).trim().to_owned(),
        heads: r[7].clone(),
    };
    cells(csv)
        .iter()
        .skip(1)
        .filter(|r| r.len() > 7)
        .map(read)
        .collect()
}

fn known(city: &str) -> bool {
    !city.is_empty() && !city.to_lowercase().starts_with("not ")
}

/// A city of there as a commune of the Gard: the same one every time.
fn commune(city: &str, cities: &BTreeMap<String, usize>) -> String {
    let gard = gazetteer().communes_of(&Dep("30".into()));
    let at = cities.get(&normalise(city)).copied().unwrap_or(0);
    commune_value(&gard[at % gard.len()].insee)
}

/// The form as somebody fills it in from a row; nothing of it is corrected yet.
fn draft(row: &Row) -> Draft {
    let text = row.text.to_lowercase();
    let draft = Draft::default()
        .with(names::SIDE, row.side.code())
        .with(names::COMMUNE, row.city.as_str())
        .with(names::TEXT, row.text.as_str())
        .with(names::UNITS, row.heads.as_str());
    if text.contains("cloth") && !text.contains("lorry") {
        draft
            .with(names::KIND, "vetements")
            .with(names::WEARER, "enfant")
            .with(names::GARMENTS, "habits")
    } else if text.contains("lorry") || text.contains("truck") {
        draft
            .with(names::KIND, "trajet")
            .with(names::DAY, "2026-11-24")
            .with(names::TIME, "09:00")
            .with(names::LUGGAGE, "meubles")
    } else {
        draft.with(names::KIND, "autre").with(names::HELP, "repas")
    }
}

/// A contact of the row's tokens, which stand for numbers that were taken out.
fn contact(row: &Row) -> Draft {
    let token = |i: usize| row.contacts.get(i).map_or("", String::as_str);
    let phone = token(0)
        .strip_prefix('P')
        .map(|n| format!("06 12 34 {}{} {}", &n[..1], 0, &n[1..]));
    let email = (!token(1).is_empty()).then(|| format!("{}@exemple.fr", token(1)));
    Draft::default()
        .with(names::PHONE, phone.unwrap_or_default())
        .with(names::EMAIL, email.unwrap_or_default())
}

#[test]
fn probable_duplicates_of_a_real_flood_are_warned_of_and_none_is_blocked() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../../../shared/fixtures/aid/reliefsupports_2017_redacted.csv");
    let Ok(csv) = std::fs::read_to_string(&file) else {
        println!("absent, not tried: ../shared/fixtures/aid/reliefsupports_2017_redacted.csv");
        return;
    };
    let now = Instant::parse("2026-11-23T12:00:00+01:00").unwrap();
    let rows = rows(&csv);
    assert_eq!(rows.len(), 134);
    let mut cities: BTreeMap<String, usize> = BTreeMap::new();
    for row in rows.iter().filter(|r| known(&r.city)) {
        let next = cities.len() + 1;
        cities.entry(normalise(&row.city)).or_insert(next);
    }

    let mut posted: Vec<(Side, u32, Contact, NewListing)> = Vec::new();
    let mut warned: Vec<(Side, u32, u32)> = Vec::new();
    for row in &rows {
        let typed = draft(row);
        let errors = parse_listing(&typed, now).err().unwrap_or_default();
        // No heads, or thousands: told beside the field, and corrected.
        let heads: u32 = row.heads.parse().unwrap_or(0);
        let ride = typed.get(names::KIND) == "trajet";
        let most = if ride { 8 } else { 50 };
        let range = errors
            .iter()
            .any(|e| matches!(e, (names::UNITS, Wrong::Range { .. })));
        if !row.heads.is_empty() {
            assert_eq!(
                range,
                heads == 0 || heads > most,
                "heads of {} {}",
                row.side.code(),
                row.id
            );
        }
        // No city, or "Not sure": never a commune by chance.
        if !known(&row.city) {
            let place = errors
                .iter()
                .any(|e| matches!(e, (names::COMMUNE, Wrong::Missing | Wrong::Place)));
            assert!(place, "{:?} {errors:?}", row.city);
        }
        // A contact's other row says where, if any does.
        let city = if known(&row.city) {
            row.city.as_str()
        } else {
            let same = |r: &&Row| known(&r.city) && r.contacts.first() == row.contacts.first();
            rows.iter().find(same).map_or("", |r| r.city.as_str())
        };
        let corrected = typed
            .with(names::UNITS, heads.clamp(1, most).to_string())
            .with(names::COMMUNE, commune(city, &cities));
        let listing = parse_listing(&corrected, now);
        let listing = listing.unwrap_or_else(|e| panic!("{} {}: {e:?}", row.side.code(), row.id));
        let who = match parse_contact(&contact(row)) {
            Ok(contact) => contact,
            Err(errors) => {
                assert_eq!(
                    (row.id, errors),
                    (64, vec![(names::EMAIL, Wrong::NoContact)])
                );
                parse_contact(&Draft::default().with(names::EMAIL, "mairie@exemple.fr"))
                    .ok()
                    .unwrap()
            }
        };
        for (side, id, other, said) in &posted {
            if probably_same((&who, &listing), (other, said)) {
                warned.push((*side, *id, row.id));
            }
        }
        posted.push((row.side, row.id, who, listing));
    }
    assert_eq!(posted.len(), 134, "none is blocked");

    let find = |side: Side, id: u32| posted.iter().find(|p| p.0 == side && p.1 == id).unwrap();
    assert_eq!(
        warned,
        [
            (Side::Offer, 33, 34),
            (Side::Offer, 43, 44),
            (Side::Need, 84, 85),
            (Side::Need, 84, 100),
            (Side::Need, 85, 100),
        ],
        "the same contact twice, and nothing else"
    );
    // The same text on both sides, one of them in the wrong direction: no duplicate, but alike.
    let (need, offer) = (find(Side::Need, 31), find(Side::Offer, 11));
    assert!(!probably_same((&need.2, &need.3), (&offer.2, &offer.3)));
    assert_eq!(likeness(&need.3.text), likeness(&offer.3.text));
    // One need told twice, by two people in other words: that takes somebody who reads.
    let (one, two) = (find(Side::Need, 95), find(Side::Need, 96));
    assert!(!probably_same((&one.2, &one.3), (&two.2, &two.3)));
    assert_ne!(likeness(&one.3.text), likeness(&two.3.text));
}
