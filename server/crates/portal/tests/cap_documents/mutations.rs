//! Damaged documents: read, or refused, never a panic. The fuzz target goes further.

use crate::fixtures::{alerts, own};
use portal::cap::{strict, write};
use proptest::prelude::*;

/// What one damage does to a document.
#[derive(Clone, Debug)]
enum Damage {
    Flip(usize, u8),
    Cut(usize),
    Remove(usize, usize),
    Repeat(usize, usize),
    Insert(usize, &'static str),
}

fn damage() -> impl Strategy<Value = Damage> {
    let pieces: &[&'static str] = &[
        "<",
        ">",
        "&",
        "&#0;",
        "&lt;b&gt;",
        "]]>",
        "<![CDATA[",
        "<!--",
        "\u{0}",
        "é",
        "NaN",
        "1e999",
        "-",
        "<info>",
        "</info>",
        "<alert/>",
        "<!DOCTYPE a>",
        "\u{feff}",
        ",",
        "Z",
        "\"",
    ];
    prop_oneof![
        4 => (any::<usize>(), any::<u8>()).prop_map(|(at, bits)| Damage::Flip(at, bits)),
        1 => any::<usize>().prop_map(Damage::Cut),
        1 => (any::<usize>(), 1..200_usize).prop_map(|(at, n)| Damage::Remove(at, n)),
        1 => (any::<usize>(), 1..400_usize).prop_map(|(at, n)| Damage::Repeat(at, n)),
        3 => (any::<usize>(), proptest::sample::select(pieces)).prop_map(|(at, p)| Damage::Insert(at, p)),
    ]
}

fn apply(bytes: &mut Vec<u8>, damage: &Damage) {
    if bytes.is_empty() {
        return;
    }
    let n = bytes.len();
    match *damage {
        Damage::Flip(at, bits) => bytes[at % n] ^= bits,
        Damage::Cut(at) => bytes.truncate(at % n),
        Damage::Remove(at, len) => {
            let at = at % n;
            bytes.drain(at..(at + len).min(n));
        }
        Damage::Repeat(at, len) => {
            let at = at % n;
            let part = bytes[at..(at + len).min(n)].to_vec();
            bytes.splice(at..at, part);
        }
        Damage::Insert(at, piece) => {
            let at = at % n;
            bytes.splice(at..at, piece.bytes());
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]
    #[test]
    fn a_damaged_document_is_read_or_refused_and_what_is_read_can_be_written(
        which in any::<prop::sample::Index>(),
        damages in proptest::collection::vec(damage(), 1..6),
    ) {
        let own = own();
        let mut bytes = which.get(&own).1.clone();
        for damage in &damages {
            apply(&mut bytes, damage);
        }
        for (alert, _) in alerts(&bytes).into_iter().flatten().flatten() {
            let again = alerts(write(&alert).as_bytes()).unwrap().remove(0).unwrap().0;
            prop_assert_eq!(again, strict(&alert));
        }
    }
}
