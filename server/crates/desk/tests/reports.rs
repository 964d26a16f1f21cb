//! Envelopes and the desk's keys: what opens, what stays shut, and what a destroyed key takes with it.

#![expect(clippy::unwrap_used, reason = "helpers of tests, outside of #[test]")]

use std::sync::LazyLock;
use std::sync::atomic::{AtomicU8, Ordering};

use desk::access::Randomness;
use desk::reports::{
    Change, Cost, Doomed, EPOCH_LASTS, EpochState, FileError, KeyFolder, KeyRing, KeysError, Made,
    OpenError, Passphrase, RETENTION, WrapError, destroy, init, rotate, status,
};
use portal::places::Insee;
use portal::valve::{
    Category, DeskIdentity, HEAD_LEN, IdempotencyKey, Place, Report, ReportKey, SealedReport,
    SealedRow, Submission, Supplement,
};
use portal::{Instant, Span};
use proptest::prelude::*;
use zeroize::Zeroizing;

const NOW: Instant = Instant(1_800_000_000_000);
const KEY: IdempotencyKey = IdempotencyKey([9; 16]);
const CHEAP: Cost = Cost {
    memory_kib: 64,
    passes: 1,
};

/// Random bytes that are never the same.
struct Counting(AtomicU8);

impl Randomness for Counting {
    fn fill(&self, bytes: &mut [u8]) {
        bytes.fill(self.0.fetch_add(1, Ordering::Relaxed));
    }
}

/// A folder of keys in memory.
struct House {
    files: Vec<(String, String)>,
    random: Counting,
}

impl House {
    fn new() -> Self {
        let mut house = Self {
            files: Vec::new(),
            random: Counting(AtomicU8::new(1)),
        };
        let made = init(&house.folder(), (NOW, EPOCH_LASTS), None, &house.random);
        house.apply(made.ok().unwrap().changes);
        house
    }

    fn folder(&self) -> KeyFolder {
        let files = self.files.iter().cloned();
        KeyFolder::new(files.map(|(name, text)| (name, Zeroizing::new(text))))
    }

    fn apply(&mut self, changes: Vec<Change>) {
        for change in changes {
            match change {
                Change::Write { name, text } => {
                    self.files.retain(|(n, _)| *n != name);
                    self.files.push((name, text.to_string()));
                }
                Change::Erase { name } => self.files.retain(|(n, _)| *n != name),
            }
        }
    }

    fn rotate(&mut self, now: Instant) -> Made {
        let made = rotate(&self.folder(), (now, EPOCH_LASTS), true, None, &self.random);
        let mut made = made.ok().unwrap();
        self.apply(std::mem::take(&mut made.changes));
        made
    }

    fn text(&self, name: &str) -> &str {
        let file = self.files.iter().find(|(n, _)| n == name);
        &file.unwrap().1
    }

    fn key(&self) -> ReportKey {
        let desk = DeskIdentity::parse(self.text("identity.pub")).unwrap();
        ReportKey::parse(self.text("report.pub"), &desk).unwrap()
    }

    fn ring(&self) -> KeyRing {
        KeyRing::read(&self.folder(), None).ok().unwrap()
    }
}

fn submission(text: &str) -> Submission {
    let place = Place::new(Some(Insee("30189".into())), None, "sous le pont").unwrap();
    Submission::Report(Report::new(Category::RoadCut, place, NOW, text).unwrap())
}

fn row(key: &ReportKey, text: &str) -> SealedRow {
    let sealed = key.seal(&submission(text), KEY, [1; 32]).unwrap();
    sealed.into_row()
}

/// As the valve takes it from the network.
fn arrived(envelope: &[u8]) -> SealedRow {
    SealedReport::parse(envelope, false).unwrap().into_row()
}

/// One that no test changes.
static STANDING: LazyLock<House> = LazyLock::new(House::new);
static RING: LazyLock<KeyRing> = LazyLock::new(|| STANDING.ring());
static ENVELOPE: LazyLock<Vec<u8>> = LazyLock::new(|| row(&STANDING.key(), "l'eau monte").envelope);

#[test]
fn what_was_sealed_to_the_published_key_is_opened_at_the_desk() {
    let house = &*STANDING;
    let opened = house.ring().open(&row(&house.key(), "l'eau monte"));
    let opened = opened.ok().unwrap();
    assert!(*opened.submission() == submission("l'eau monte"));
    assert!(opened.idempotency() == KEY);
    assert!(!opened.sealed_at_door());
    let door = house.key().seal_at_door(&submission("x"), KEY, [1; 32]);
    let opened = house.ring().open(&door.unwrap().into_row()).ok().unwrap();
    assert!(opened.sealed_at_door());
}

#[test]
fn a_supplement_names_its_report_to_the_desk() {
    let house = &*STANDING;
    let wrong = Submission::Supplement(Supplement::wrong(KEY, NOW));
    let own = IdempotencyKey([2; 16]);
    let sealed = house.key().seal(&wrong, own, [1; 32]).unwrap().into_row();
    match house.ring().open(&sealed).ok().unwrap().into_submission() {
        Submission::Supplement(supplement) => assert!(supplement.first() == KEY),
        Submission::Report(_) => panic!("it was a supplement"),
    }
}

#[test]
fn an_older_key_opens_until_it_is_destroyed_and_never_after() {
    let mut house = House::new();
    let (old, kept_phone) = (house.key(), house.key());
    let sealed = row(&old, "avant");
    let later = NOW + EPOCH_LASTS;
    house.rotate(later);
    assert_ne!(house.key().id(), old.id());
    assert!(house.ring().open(&sealed).is_ok());
    assert!(house.ring().open(&row(&kept_phone, "hors réseau")).is_ok());

    let backup = house.files.clone();
    let (gone, changes) = destroy(&house.folder(), Doomed::Key(old.id()), later).unwrap();
    assert_eq!(gone, [old.id()]);
    house.apply(changes);
    let shut = Some(OpenError::DestroyedEpoch(old.id()));
    assert_eq!(house.ring().open(&sealed).err(), shut);
    assert!(house.ring().open(&row(&house.key(), "après")).is_ok());

    // The reports come back from a backup of the vault, and the key's file from one of the folder: the note
    // that it was destroyed stands, and status tells what is left to erase.
    let name = format!("report-{}.key", old.id());
    let file = backup.into_iter().find(|(n, _)| *n == name).unwrap();
    house.files.push(file);
    assert_eq!(house.ring().open(&sealed).err(), shut);
    let seen = status(&house.folder(), later, RETENTION).ok().unwrap();
    assert_eq!(seen.left_over, [old.id()]);
    let (_, changes) = destroy(&house.folder(), Doomed::Due(RETENTION), later).unwrap();
    house.apply(changes);
    assert!(house.files.iter().all(|(n, _)| *n != name));
}

#[test]
fn without_the_note_a_destroyed_key_is_an_unknown_one() {
    let mut house = House::new();
    let sealed = row(&house.key(), "avant");
    let id = house.key().id();
    house.rotate(NOW);
    house
        .files
        .retain(|(name, _)| *name != format!("report-{id}.key"));
    let refused = house.ring().open(&sealed).err();
    assert_eq!(refused, Some(OpenError::UnknownKey(id)));
    assert_eq!(House::new().ring().epochs(), 1);
}

#[test]
fn an_envelope_for_another_desk_does_not_open_whatever_its_head_says() {
    let (mine, mut other) = (House::new(), House::new());
    other.rotate(NOW);
    let foreign = row(&other.key(), "ailleurs");
    let unknown = Some(OpenError::UnknownKey(other.key().id()));
    assert_eq!(mine.ring().open(&foreign).err(), unknown);
    let mut relabelled = foreign.envelope;
    relabelled[2..10].copy_from_slice(&mine.key().id().0);
    let refused = mine.ring().open(&arrived(&relabelled)).err();
    assert_eq!(refused, Some(OpenError::Tampered));
}

#[test]
fn a_row_that_contradicts_its_envelope_is_not_opened() {
    let house = &*STANDING;
    let refused = |change: &dyn Fn(&mut SealedRow)| {
        let mut row = row(&house.key(), "l'eau monte");
        change(&mut row);
        house.ring().open(&row).err()
    };
    assert_eq!(refused(&|_| ()), None);
    assert_eq!(refused(&|r| r.idempotency[0] ^= 1), Some(OpenError::Row));
    assert_eq!(refused(&|r| r.key_id[0] ^= 1), Some(OpenError::Row));
    assert_eq!(refused(&|r| r.bucket = 1), Some(OpenError::Row));
    assert_eq!(refused(&|r| r.suite = 2), Some(OpenError::Row));
    assert!(matches!(
        refused(&|r| r.envelope.truncate(r.envelope.len() - 1)),
        Some(OpenError::Form(_))
    ));
}

#[test]
fn a_key_follows_another_when_it_is_due_or_when_a_person_says_so() {
    let house = &*STANDING;
    let soon = NOW + Span::hours(1);
    let asked = |now, at_once| {
        let made = rotate(
            &house.folder(),
            (now, EPOCH_LASTS),
            at_once,
            None,
            &house.random,
        );
        made.err()
    };
    assert!(matches!(asked(soon, false), Some(KeysError::NotDue(_))));
    assert!(asked(soon, true).is_none());
    assert!(asked(NOW + EPOCH_LASTS, false).is_none());
    let nothing = KeyFolder::default();
    let made = rotate(&nothing, (NOW, EPOCH_LASTS), false, None, &house.random);
    assert!(matches!(made.err(), Some(KeysError::NotThere)));
}

#[test]
fn keys_that_are_there_are_never_written_over() {
    let house = House::new();
    let again = init(&house.folder(), (NOW, EPOCH_LASTS), None, &house.random);
    assert!(matches!(again.err(), Some(KeysError::AlreadyThere)));
}

#[test]
fn only_keys_whose_time_is_over_are_due_and_the_present_one_never_is() {
    let mut house = House::new();
    let first = house.key().id();
    let second = house.rotate(NOW + EPOCH_LASTS).id;
    let states = |now| {
        let seen = status(&house.folder(), now, RETENTION).ok().unwrap();
        let states: Vec<_> = seen.epochs.iter().map(|e| (e.id, e.state)).collect();
        states
    };
    let over = NOW + EPOCH_LASTS + RETENTION;
    let opens = [(second, EpochState::Current), (first, EpochState::Opens)];
    assert_eq!(states(over - Span::seconds(1)), opens);
    let due = [(second, EpochState::Current), (first, EpochState::Due)];
    assert_eq!(states(over), due);
    let years = over + Span::hours(24 * 1_000);
    let (gone, _) = destroy(&house.folder(), Doomed::Due(RETENTION), years).unwrap();
    assert_eq!(gone, [first]);
    let present = destroy(&house.folder(), Doomed::Key(second), years);
    assert!(matches!(present, Err(KeysError::Current(id)) if id == second));
}

#[test]
fn a_key_is_destroyed_once_and_an_unknown_one_never() {
    let mut house = House::new();
    let first = house.key().id();
    house.rotate(NOW);
    let unknown = portal::valve::KeyId([0; 8]);
    let asked = destroy(&house.folder(), Doomed::Key(unknown), NOW);
    assert!(matches!(asked, Err(KeysError::Unknown(_))));
    let (_, changes) = destroy(&house.folder(), Doomed::Key(first), NOW).unwrap();
    house.apply(changes);
    let again = destroy(&house.folder(), Doomed::Key(first), NOW);
    assert!(matches!(again, Err(KeysError::AlreadyDestroyed(_))));
}

#[test]
fn wrapped_keys_open_with_their_passphrase_only() {
    let mut house = House::new();
    house.files.clear();
    let right = Passphrase::read("six mots tirés aux dés hier").unwrap();
    let wrong = Passphrase::read("six mots tirés aux dés demain").unwrap();
    let made = init(
        &house.folder(),
        (NOW, EPOCH_LASTS),
        Some((&right, CHEAP)),
        &house.random,
    );
    house.apply(made.ok().unwrap().changes);
    let sealed = row(&house.key(), "l'eau monte");
    let ring = |passphrase| KeyRing::read(&house.folder(), passphrase);
    assert!(ring(Some(&right)).ok().unwrap().open(&sealed).is_ok());
    let refused = |passphrase| match ring(passphrase).err() {
        Some(KeysError::File { error, .. }) => error,
        _ => panic!("it opened"),
    };
    assert_eq!(refused(None), FileError::Wrap(WrapError::NoPassphrase));
    assert_eq!(refused(Some(&wrong)), FileError::Wrap(WrapError::Refused));
    let next = |passphrase| {
        let cost = (passphrase, CHEAP);
        rotate(
            &house.folder(),
            (NOW, EPOCH_LASTS),
            true,
            Some(cost),
            &house.random,
        )
    };
    assert!(next(&right).is_ok());
    assert!(next(&wrong).is_err());
    // An epoch of a wrapped key that somebody made longer is not believed.
    let name = format!("report-{}.key", house.key().id());
    let longer = house.text(&name).replace("until: 20", "until: 21");
    house.apply(vec![Change::Write {
        name,
        text: Zeroizing::new(longer),
    }]);
    let read = KeyRing::read(&house.folder(), Some(&right));
    assert!(read.is_err());
}

#[test]
fn a_file_that_was_cut_or_renamed_gives_no_key() {
    let house = House::new();
    let name = format!("report-{}.key", house.key().id());
    let whole = house.text(&name).to_owned();
    let read = |name: &str, text: &str| {
        let file = (name.to_owned(), Zeroizing::new(text.to_owned()));
        match KeyRing::read(&KeyFolder::new([file]), None).err() {
            Some(KeysError::File { error, .. }) => Some(error),
            _ => None,
        }
    };
    assert_eq!(read(&name, &whole), None);
    for length in 0..whole.len() {
        assert!(read(&name, &whole[..length]).is_some(), "{length} bytes");
    }
    let other = "report-0000000000000000.key";
    assert_eq!(read(other, &whole), Some(FileError::Halves));
    let mut stranger = House::new();
    stranger.rotate(NOW);
    let foreign = stranger.text(&format!("report-{}.key", stranger.key().id()));
    let secret = |text: &str| text.lines().last().unwrap().to_owned();
    let mixed = whole.replace(&secret(&whole), &secret(foreign));
    assert_eq!(read(&name, &mixed), Some(FileError::Halves));
}

#[test]
fn the_published_files_hold_no_private_half() {
    let house = &*STANDING;
    let secrets: Vec<&str> = house
        .files
        .iter()
        .filter(|(name, _)| KeyFolder::is_secret(name))
        .filter_map(|(_, text)| text.lines().last()?.strip_prefix("secret: "))
        .collect();
    assert_eq!(secrets.len(), 2);
    for (name, text) in house.files.iter().filter(|(n, _)| !KeyFolder::is_secret(n)) {
        assert!(secrets.iter().all(|s| !text.contains(s)), "{name}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn an_envelope_with_one_bit_changed_does_not_open(at in any::<prop::sample::Index>(), bit in 0_u8..8) {
        let mut envelope = ENVELOPE.clone();
        let at = at.index(envelope.len());
        envelope[at] ^= 1 << bit;
        if let Ok(sealed) = SealedReport::parse(&envelope, false) {
            let refused = RING.open(&sealed.into_row()).err();
            if (2..10).contains(&at) {
                prop_assert!(matches!(refused, Some(OpenError::UnknownKey(_))));
            } else {
                prop_assert_eq!(refused, Some(OpenError::Tampered));
            }
        } else {
            prop_assert!(at < 2 || at == HEAD_LEN - 1);
        }
    }

    #[test]
    fn an_envelope_that_was_cut_anywhere_is_refused(at in any::<prop::sample::Index>()) {
        let mut row = arrived(&ENVELOPE);
        row.envelope.truncate(at.index(row.envelope.len()));
        prop_assert!(SealedReport::parse(&row.envelope, false).is_err());
        prop_assert!(matches!(RING.open(&row).err(), Some(OpenError::Form(_))));
    }

    #[test]
    fn another_idempotency_key_or_another_head_does_not_fit_the_sealed_part(other in any::<[u8; 16]>()) {
        prop_assume!(other != KEY.0);
        let mut envelope = ENVELOPE.clone();
        envelope[10..26].copy_from_slice(&other);
        prop_assert_eq!(RING.open(&arrived(&envelope)).err(), Some(OpenError::Tampered));
    }
}
