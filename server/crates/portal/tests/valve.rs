//! What is sealed, and what can be seen of it.

#![expect(clippy::unwrap_used, reason = "helpers of tests, outside of #[test]")]

use ed25519_dalek::{Signer as _, SigningKey};
use hpke::kem::X25519HkdfSha256;
use hpke::{Kem as _, Serializable as _};
use portal::Instant;
use portal::places::Insee;
use portal::valve::{
    BUCKETS, Category, DeskIdentity, ENC_LEN, EnvelopeError, HEAD_LEN, IdempotencyKey, KeyError,
    MAX_ENVELOPE_LEN, MAX_PHOTO_LEN, MAX_PLACE_WORDS, MAX_TEXT, Place, Position, Report, ReportKey,
    SealedReport, SealedRow, Submission, Supplement, TAG_LEN, UnsignedKey,
};
use proptest::prelude::*;

const FIRST: IdempotencyKey = IdempotencyKey([9; 16]);

fn signer() -> SigningKey {
    SigningKey::from_bytes(&[3; 32])
}

fn identity() -> DeskIdentity {
    DeskIdentity::new(signer().verifying_key().as_bytes()).unwrap()
}

fn unsigned() -> UnsignedKey {
    let (_, public) = X25519HkdfSha256::derive_keypair(&[4; 32]);
    UnsignedKey {
        public: public.to_bytes().into(),
        from: Instant(1_000),
        until: Instant(2_000),
    }
}

fn key() -> ReportKey {
    let unsigned = unsigned();
    let signature = signer().sign(&unsigned.to_be_signed());
    ReportKey::parse(&unsigned.document(&signature.to_bytes()), &identity()).unwrap()
}

fn report(words: &str, text: &str) -> Submission {
    let place = Place::new(
        Some(Insee("30189".into())),
        Position::new(43.836_7, 4.360_1, 12.0),
        words,
    );
    let report = Report::new(Category::WaterRising, place.unwrap(), Instant(5), text);
    Submission::Report(report.unwrap())
}

fn row(submission: &Submission, seed: [u8; 32]) -> SealedRow {
    key().seal(submission, FIRST, seed).unwrap().into_row()
}

#[test]
fn whatever_is_written_has_one_length() {
    let everything = report(&"𝄞".repeat(MAX_PLACE_WORDS), &"𝄞".repeat(MAX_TEXT));
    let least = Report::new(
        Category::Other,
        Place::new(Some(Insee("2A004".into())), None, "").unwrap(),
        Instant(5),
        "",
    );
    let sentence = Supplement::sentence(FIRST, Instant(6), &"𝄞".repeat(MAX_TEXT));
    for submission in [
        everything,
        Submission::Report(least.unwrap()),
        Submission::Supplement(sentence.unwrap()),
        Submission::Supplement(Supplement::wrong(FIRST, Instant(6))),
    ] {
        let row = row(&submission, [1; 32]);
        assert_eq!(row.bucket, 0);
        assert_eq!(
            row.envelope.len(),
            HEAD_LEN + ENC_LEN + BUCKETS[0] + TAG_LEN
        );
    }
}

#[test]
fn photos_of_one_bucket_have_one_length_and_the_largest_fits() {
    let lengths = |bytes: usize| {
        let photo = Supplement::photo(FIRST, Instant(6), vec![7; bytes]).unwrap();
        let row = row(&Submission::Supplement(photo), [1; 32]);
        (row.bucket, row.envelope.len())
    };
    assert_eq!(lengths(3_000), lengths(60_000));
    assert_ne!(lengths(60_000), lengths(70_000));
    assert_eq!(lengths(MAX_PHOTO_LEN), (3, MAX_ENVELOPE_LEN));
}

#[test]
fn nothing_of_what_was_written_stands_in_the_envelope() {
    let canary = "CANARI-7f3a";
    let submission = report(&format!("lieu {canary}"), &format!("texte {canary}"));
    let photo = Supplement::photo(FIRST, Instant(6), canary.repeat(50).into_bytes()).unwrap();
    for submission in [submission, Submission::Supplement(photo)] {
        let (_, plaintext) = submission.encode();
        assert!(
            holds(&plaintext, canary.as_bytes()),
            "it was there before it was sealed"
        );
        let row = row(&submission, [1; 32]);
        for trace in [canary.as_bytes(), b"30189", b"CANARI", b"\0\0\0\0\0\0\0\0"] {
            assert!(!holds(&row.envelope, trace));
        }
    }
}

#[test]
fn a_supplement_does_not_show_which_report_it_follows() {
    let first = IdempotencyKey(*b"first-envelope-k");
    let wrong = Submission::Supplement(Supplement::wrong(first, Instant(6)));
    let row = key()
        .seal(&wrong, IdempotencyKey([2; 16]), [1; 32])
        .unwrap()
        .into_row();
    assert_eq!(row.idempotency, [2; 16]);
    assert!(!holds(&row.envelope, &first.0));
}

#[test]
fn one_seed_used_twice_by_mistake_does_not_make_one_key_stream() {
    let (one, other) = (report("pont", "un"), report("pont", "deux"));
    let enc = |submission| row(submission, [1; 32]).envelope[HEAD_LEN..][..ENC_LEN].to_vec();
    assert_ne!(enc(&one), enc(&other));
    assert_eq!(enc(&one), enc(&one));
}

#[test]
fn an_envelope_tells_who_sealed_it_only_to_the_row() {
    let door = key()
        .seal_at_door(&report("pont", ""), FIRST, [1; 32])
        .unwrap();
    let door = door.into_row();
    assert!(door.sealed_at_door);
    let browser = row(&report("pont", ""), [1; 32]);
    assert!(!browser.sealed_at_door);
    assert!(door.envelope == browser.envelope);
    let parsed = SealedReport::parse(&browser.envelope, false)
        .unwrap()
        .into_row();
    assert_eq!(parsed.idempotency, FIRST.0);
    assert_eq!(parsed.key_id, key().id().0);
    assert!(parsed.envelope == browser.envelope);
}

#[test]
fn an_envelope_of_another_form_is_refused() {
    let good = row(&report("pont", ""), [1; 32]).envelope;
    let refused = |change: &dyn Fn(&mut Vec<u8>)| {
        let mut bytes = good.clone();
        change(&mut bytes);
        SealedReport::parse(&bytes, false).err()
    };
    assert_eq!(refused(&|_| ()), None);
    assert_eq!(refused(&|b| b[0] = 2), Some(EnvelopeError::Version));
    assert_eq!(refused(&|b| b[1] = 0), Some(EnvelopeError::Suite));
    assert_eq!(refused(&|b| b[26] = 4), Some(EnvelopeError::Bucket));
    assert_eq!(refused(&|b| b[26] = 1), Some(EnvelopeError::Length));
    assert_eq!(refused(&|b| b.push(0)), Some(EnvelopeError::Length));
    assert_eq!(refused(&|b| b.clear()), Some(EnvelopeError::Length));
}

#[test]
fn a_key_that_this_desk_did_not_sign_seals_nothing() {
    let refused = |key: UnsignedKey, signed: &[u8], by: &SigningKey| {
        let document = key.document(&by.sign(signed).to_bytes());
        ReportKey::parse(&document, &identity()).err()
    };
    let (good, stranger) = (unsigned(), SigningKey::from_bytes(&[5; 32]));
    assert_eq!(refused(good, &good.to_be_signed(), &signer()), None);
    let forged = Some(KeyError::Signature);
    assert_eq!(refused(good, &good.to_be_signed(), &stranger), forged);
    let longer = UnsignedKey {
        until: Instant(9_000),
        ..good
    };
    assert_eq!(refused(longer, &good.to_be_signed(), &signer()), forged);
    let other = UnsignedKey {
        public: [8; 32],
        ..good
    };
    assert_eq!(refused(other, &good.to_be_signed(), &signer()), forged);
    let without_its_name = &good.to_be_signed()[19..];
    assert_eq!(refused(good, without_its_name, &signer()), forged);
    assert_eq!(
        ReportKey::parse("AAAA", &identity()).err(),
        Some(KeyError::Form)
    );
}

#[test]
fn a_long_term_key_that_proves_nothing_is_none() {
    let mut neutral = [0; 32];
    neutral[0] = 1;
    assert!(DeskIdentity::new(&neutral).is_none());
    let shown = identity().to_string();
    assert_eq!(DeskIdentity::parse(&shown), Ok(identity()));
    assert_eq!(DeskIdentity::parse("hello"), Err(KeyError::Identity));
}

fn holds(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}

proptest! {
    #[test]
    fn what_was_encoded_is_read_back_and_has_one_encoding(
        category in 0_usize..9,
        position in proptest::option::of((-90.0_f64..=90.0, -180.0_f64..=180.0, 0.0_f64..1e9)),
        words in "\\PC{1,40}",
        text in "(\\PC|\\n|\\r|\\t){0,300}",
        at in any::<i64>(),
    ) {
        let position = position.and_then(|(n, e, within)| Position::new(n, e, within));
        let place = Place::new(Some(Insee("30189".into())), position, &words).unwrap();
        let report = Report::new(Category::ALL[category], place, Instant(at), &text).unwrap();
        let submission = Submission::Report(report);
        let (bucket, bytes) = submission.encode();
        prop_assert_eq!(bytes.len(), BUCKETS[usize::from(bucket)]);
        let read = Submission::decode(&bytes).unwrap();
        prop_assert!(read == submission);
        prop_assert!(read.encode() == (bucket, bytes));
    }

    #[test]
    fn supplements_are_read_back(
        first in any::<[u8; 16]>(),
        at in any::<i64>(),
        text in "[a-zéè]{1,60}",
        photo in proptest::collection::vec(any::<u8>(), 1..5_000),
    ) {
        let first = IdempotencyKey(first);
        for supplement in [
            Supplement::sentence(first, Instant(at), &text).unwrap(),
            Supplement::photo(first, Instant(at), photo).unwrap(),
            Supplement::wrong(first, Instant(at)),
        ] {
            let submission = Submission::Supplement(supplement);
            prop_assert!(Submission::decode(&submission.encode().1).unwrap() == submission);
        }
    }

    #[test]
    fn hostile_plaintext_is_read_or_refused_and_never_panics(
        mut bytes in proptest::collection::vec(any::<u8>(), 0..200),
        kind in 0_u8..6,
        length in 0_usize..220,
    ) {
        let _ = Submission::decode(&bytes);
        let mut framed = (length as u32).to_be_bytes().to_vec();
        framed.push(kind);
        framed.append(&mut bytes);
        framed.resize(length + 4 + 8, 0);
        let _ = Submission::decode(&framed);
    }

    #[test]
    fn hostile_envelopes_are_read_or_refused_and_never_panic(
        bytes in proptest::collection::vec(any::<u8>(), 0..3_000),
    ) {
        let _ = SealedReport::parse(&bytes, false);
    }
}
