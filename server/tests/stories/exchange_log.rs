//! What the running program logs of the exchange when it logs everything (TRACE), on all its threads: requests,
//! the store, the worker that sends letters and the one that keeps order.

use std::io::{BufRead as _, BufReader, Read as _};
use std::process::Stdio;

use portal::{Clock as _, Span};
use reqwest::StatusCode;
use server::clock::SystemClock;
use store_testing::on_both_engines;

use crate::command_line::rives;
use crate::exchange_running::{Form, Place};
use crate::exchange_town::{Canary, STREET, form_id};
use crate::house::until;
use crate::letters::Catcher;
use crate::program::Serving;

const LEA: &str = "lea.canari@courrier-exemple.fr";
const KARIM: &str = "karim.canari@courrier-exemple.fr";

/// A form of somebody.
fn form(path: &str, fields: &[(&'static str, &str)]) -> Form {
    let fields = fields.iter().map(|(n, v)| (*n, (*v).to_owned())).collect();
    Form {
        path: path.to_owned(),
        fields,
        from: 1,
    }
}

async fn led(place: &Place, path: &str, fields: &[(&'static str, &str)]) -> String {
    Place::acknowledged(place.send(&form(path, fields)).await).unwrap()
}

on_both_engines! {
    async fn nothing_private_is_in_a_log_of_everything(database) {
        let catcher = Catcher::default();
        let mail = format!("[mail]\nsmtp = \"smtp://127.0.0.1:{}\"\nfrom = \"Rives <entraide@rives.example>\"\n", catcher.open().await);
        let place = Place::over(database.url(), &mail);
        let mut child = rives(place.folder())
            .arg("serve")
            .env("RIVES_LOG", "trace")
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut stderr = child.stderr.take().unwrap();
        let reading = std::thread::spawn(move || {
            let mut log = Vec::new();
            stderr.read_to_end(&mut log).unwrap();
            String::from_utf8_lossy(&log).into_owned()
        });
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let mut serving = Serving::of(child);
        assert!(lines.by_ref().map_while(Result::ok).any(|line| line.starts_with("desk ")));

        let day = (SystemClock.now() + Span::hours(24)).in_paris().date().to_string();
        let (one, two) = (form_id(1), form_id(2));
        let ride = [
            ("cote", "besoin"), ("genre", "trajet"), ("commune", "Nîmes (30189)"), ("jour", day.as_str()), ("heure", "08:30"),
            ("nombre", "2"), ("texte", "Deux personnes et un parapluie mauve"), ("courriel", LEA),
            ("telephone", "06 41 52 63 74"), ("formulaire", &one),
        ];
        let manage = led(&place, "/entraide/publier", &ride).await;
        let (_, data) = place.get(&format!("{manage}/donnees")).await;
        let data: serde_json::Value = serde_json::from_str(&data).unwrap();
        let listing = format!("/entraide/annonce/{}", data["id"].as_str().unwrap());
        let said = format!("Une voiture ocre attend au {STREET}");
        let answer = [
            ("message", said.as_str()), ("nombre", "2"), ("courriel", KARIM), ("telephone", "+33 6 97 86 75 64"), ("formulaire", &two),
        ];
        let theirs = led(&place, &format!("{listing}/repondre"), &answer).await;
        // The owner's letters, the helper's, sent by the worker.
        until("three letters", || async { catcher.taken.lock().unwrap().len() >= 3 }).await;
        let mine = mail_link(&catcher, LEA, "/entraide/echange/");
        for (path, deed) in [(&mine, "accept"), (&theirs, "montrer"), (&mine, "montrer"), (&theirs, "cacher")] {
            led(&place, path, &[("geste", deed)]).await;
        }
        led(&place, &theirs, &[("geste", "dire"), ("message", "Le portail est orange")]).await;
        led(&place, &mine, &[("geste", "signaler"), ("message", "Il appelle du 06 97 86 75 64")]).await;
        // What is refused, what is not there, what no form sends.
        let wrong = form("/entraide/publier", &[("texte", "Au 06 41 52 63 74"), ("courriel", LEA)]);
        assert_eq!(place.send(&wrong).await.unwrap().0, StatusCode::UNPROCESSABLE_ENTITY);
        let bad = form(&mine, &[("geste", "lea.canari@courrier-exemple.fr")]);
        assert_eq!(place.send(&bad).await.unwrap().0, StatusCode::BAD_REQUEST);
        let lost = form("/entraide/lien-perdu", &[("courriel", LEA)]);
        assert_eq!(place.send(&lost).await.unwrap().0, StatusCode::OK);
        for path in [&manage, &mine, &theirs, &format!("/en{mine}?nouveau=1"), &format!("/entraide?mots={LEA}")] {
            place.get(path).await;
        }
        until("the letter with new links", || async { catcher.taken.lock().unwrap().len() >= 6 }).await;
        let anew = mail_link(&catcher, LEA, "/entraide/gerer/");
        assert_eq!(place.send(&form(&anew, &[("geste", "effacer")])).await.unwrap().0, StatusCode::OK);
        serving.signal("-TERM");
        assert!(serving.end().await.success());
        let log = reading.join().unwrap();

        for worked in ["DEBUG", "INSERT INTO exchange_listing", "a letter was sent"] {
            assert!(log.contains(worked), "it did not log everything: {worked} is missing");
        }
        let mut canaries = vec![
            Canary::of("", "e-mail", LEA),
            Canary::of("", "e-mail", KARIM),
            Canary::phone("", "641526374"),
            Canary::phone("", "697867564"),
            Canary::of("", "street", STREET),
        ];
        for text in ["parapluie mauve", "voiture ocre", "portail est orange"] {
            canaries.push(Canary::of("", "what was said", text));
        }
        for path in [&manage, &mine, &theirs, &anew] {
            canaries.push(Canary::of("", "secret link", path.rsplit('/').next().unwrap()));
        }
        for canary in &canaries {
            let line = log.lines().find(|line| canary.is_in(line));
            assert!(line.is_none(), "{}: {}", canary.name, line.unwrap());
        }
    }
}

/// The last link of that sort in the letters to somebody.
fn mail_link(catcher: &Catcher, to: &str, sort: &str) -> String {
    let taken = catcher.taken.lock().unwrap();
    let letters = taken.iter().filter(|l| l.contains(&format!("To: {to}")));
    // Long lines are folded (quoted-printable).
    let texts = letters.map(|l| l.replace("=\n", ""));
    let mut links = texts.filter_map(|l| {
        let (_, rest) = l.rsplit_once(sort)?;
        Some(format!("{sort}{}", &rest[..43]))
    });
    links.next_back().unwrap()
}
