//! Whatever staff may release is CAP 1.2 by the schema, reads back without a deviation, and lies exactly
//! where they said.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test stops at the first thing that is not as it should be"
)]

use std::path::Path;
use std::process::Command;

use desk::messages::{
    DraftId, EVENTS, Event, Heading, Purpose, Tongue, Typed, check, compile, identifier_of,
    template,
};
use portal::cap::{self, Alert, Reference, Status};
use portal::messages::ThreadId;
use portal::places::{Dep, Insee, NoContours, Places, resolve};
use portal::{Instant, xml};

const SENDER: &str = "alertes@gard.example.fr";

fn typed(event: &'static Event, colour: &str, purpose: &Purpose) -> Typed {
    let mut typed = Typed {
        event: event.word.to_owned(),
        colour: colour.to_owned(),
        places: Places::new(
            [Dep("75".into()), Dep("974".into()), Dep("2A".into())],
            [Insee("30007".into()), Insee("48095".into())],
        ),
        expires: "2026-11-25T10:00".to_owned(),
        onset: "2026-11-24T18:00".to_owned(),
        link: "https://www.gard.gouv.fr/crue?a=1&b=é".to_owned(),
        contact: "0 800 00 00 00 & SMS 114".to_owned(),
        ..Typed::default()
    };
    for tongue in Tongue::ALL {
        let mut texts = template(event, purpose, tongue);
        for text in [
            &mut texts.headline,
            &mut texts.description,
            &mut texts.instruction,
        ] {
            *text = text.replace(['[', ']'], "");
        }
        *typed.texts_mut(tongue) = texts;
    }
    typed
}

fn read(document: &str) -> Alert {
    let parsed = xml::parse(document.as_bytes()).unwrap();
    let (alert, deviations) = cap::read(&parsed.root).unwrap();
    assert!(deviations.is_empty(), "{deviations:?}\n{document}");
    alert
}

fn assert_valid(documents: &[String]) {
    let dir = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("desk-{}", std::process::id()));
    std::fs::create_dir_all(&dir).unwrap();
    for (n, document) in documents.iter().enumerate() {
        std::fs::write(dir.join(format!("{n}.xml")), document).unwrap();
    }
    let schema = Path::new(env!("CARGO_MANIFEST_DIR")).join("../portal/tests/schema/cap-1.2.xsd");
    let output = Command::new("xmllint")
        .args(["--nonet", "--noout", "--schema"])
        .arg(schema)
        .args((0..documents.len()).map(|n| format!("{n}.xml")))
        .current_dir(&dir)
        .output()
        .expect("xmllint is needed: apt-get install libxml2-utils");
    std::fs::remove_dir_all(&dir).unwrap();
    let words = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{words}");
}

#[test]
fn every_event_colour_and_purpose_is_valid_and_reads_back_as_it_was_chosen() {
    let now = Instant::parse("2026-11-24T12:00:00Z").unwrap();
    let t = ThreadId("thread".to_owned());
    let mut documents = Vec::new();
    for event in EVENTS {
        for colour in ["yellow", "orange", "red"] {
            for purpose in [
                Purpose::New,
                Purpose::Update(t.clone()),
                Purpose::Extend(t.clone()),
                Purpose::AllClear(t.clone()),
                Purpose::Cancel(t.clone()),
            ] {
                let typed = typed(event, colour, &purpose);
                let checked = check(&typed, &purpose, &[], now, false);
                let written = checked.written.expect(event.word);
                let heading = Heading {
                    sender: SENDER,
                    sender_name: "Préfecture du Gard",
                    identifier: identifier_of(&DraftId("0190, <a>".to_owned()), SENDER),
                    sent: now,
                    references: purpose
                        .thread()
                        .map(|_| Reference {
                            sender: Some(SENDER.to_owned()),
                            identifier: "before".to_owned(),
                            sent: Some(now),
                        })
                        .into_iter()
                        .collect(),
                    status: Status::Actual,
                };
                let alert = compile(&written, &purpose, &heading);
                let document = cap::write(&alert);
                let again = read(&document);
                assert_eq!(again, cap::strict(&alert));
                assert_eq!(again.identity.identifier, heading.identifier);
                assert_eq!(again.infos.len(), 3);
                for info in &again.infos {
                    let places = info
                        .areas
                        .iter()
                        .map(|a| resolve(a, &[], &NoContours).places);
                    let all = places.fold(Places::default(), |all, p| all.union(&p));
                    assert_eq!(all, typed.places);
                    let over = matches!(purpose, Purpose::AllClear(_));
                    assert_eq!(info.is_all_clear(), over);
                    assert!(over || portal::messages::colour(info).word() == colour);
                }
                documents.push(document);
            }
        }
    }
    assert_valid(&documents);
}
