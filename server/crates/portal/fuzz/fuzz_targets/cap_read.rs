//! Any bytes: read or refused. What was read is written, read again as the same, and written again
//! byte for byte. Seeds: `tests/fixtures/cap`, and real feeds where there are any.
#![no_main]

use libfuzzer_sys::fuzz_target;
use portal::{cap, xml};

fuzz_target!(|bytes: &[u8]| {
    let Ok(parsed) = xml::parse(bytes) else {
        return;
    };
    for element in cap::find_alerts(&parsed.root) {
        let Ok((alert, _)) = cap::read(element) else {
            continue;
        };
        let written = cap::write(&alert);
        let strict = cap::strict(&alert);
        assert_eq!(cap::strict(&strict), strict);
        let again = xml::parse(written.as_bytes()).expect("what we write is XML");
        assert!(again.notes.is_empty(), "{:?}", again.notes);
        let (again, _) = cap::read(&again.root).expect("what we write is CAP");
        assert_eq!(again, strict);
        assert_eq!(cap::write(&again), written);
    }
});
