//! Hazard reports: they go up, whole and once, and nothing comes down.

mod canaries;
mod interference;
mod upstairs;
mod users;

use std::sync::Arc;

use async_trait::async_trait;
use axum::http::StatusCode;
use desk::reports::{Doomed, destroy, rotate};
use portal::valve::{Ack, SealedReport, Valve};
use portal::{PortError, Span};
use server::desk::SystemRandomness;
use store_testing::on_both_engines;

use self::upstairs::{Upstairs, field, form, send};
use crate::documents::START;
use crate::house::{House, Secrets, Settings, gard};

const KEY: &str = "AAAAAAAAAAAAAAAAAAAAAA";

/// A road that is cut, where and how.
fn road_cut(words: &str) -> Vec<(&'static str, &str)> {
    vec![
        ("quoi", "road-cut"),
        ("etape", "envoi"),
        ("cle", KEY),
        ("commune", "Nîmes"),
        ("lieu", words),
        ("phrase", "L'eau passe par-dessus."),
    ]
}

/// A vault that is out of order.
struct OutOfOrder;

#[async_trait]
impl Valve for OutOfOrder {
    async fn submit(&self, _: SealedReport) -> Result<Ack, PortError> {
        Err(PortError::Unavailable("the disk is full".to_owned()))
    }
}

on_both_engines! {
    async fn a_report_and_what_is_added_reach_the_desk_and_only_it_can_read_them(database) {
        let up = Upstairs::of(&database).await;
        let house = up.house(&database).await;
        let by = house.watcher().await;

        let asked = send(&house, &[("quoi", "road-cut")]).await.good();
        assert!(up.read(&by).await.is_empty(), "no place was told yet");
        let key = field(&asked, "cle");
        let mut fields = road_cut("pont de Russan");
        fields[2].1 = &key;
        let sent = send(&house, &fields).await.good();
        assert!(sent.says("Signalement envoyé"));
        let first = field(&sent, "premier");
        let added = send(&house, &[("etape", "phrase"), ("premier", &first), ("cle", &field(&sent, "cle")),
            ("phrase", "Une voiture est au milieu.")]).await.good();
        assert!(added.says("Votre phrase est envoyée."));
        let mistaken = send(&house, &[("etape", "erreur"), ("premier", &first), ("cle", &field(&added, "cle"))]).await.good();
        assert!(mistaken.says("C'est noté") || mistaken.says("C&#x27;est noté"), "{}", mistaken.text());

        assert_eq!(up.read(&by).await, [
            "!|true",
            "+|true|Une voiture est au milieu.",
            "road-cut|30189|pont de Russan|L'eau passe par-dessus.",
        ]);
        for answer in [&asked, &sent, &added, &mistaken] {
            assert_eq!(answer.header("cache-control"), "no-store");
            assert!(answer.header("set-cookie").is_empty());
        }
    }

    async fn the_same_form_sent_again_is_one_row_and_a_corrected_one_is_another(database) {
        let up = Upstairs::of(&database).await;
        let house = up.house(&database).await;
        let by = house.watcher().await;
        let sent = send(&house, &road_cut("pont")).await.good();
        let first = field(&sent, "premier");
        for _ in 0..5 {
            assert_eq!(field(&send(&house, &road_cut("pont")).await.good(), "premier"), first);
        }
        assert_eq!(up.vault.count(&by).await.unwrap(), 1);
        let other = send(&house, &road_cut("pont neuf")).await.good();
        assert_ne!(field(&other, "premier"), first);
        assert_eq!(up.vault.count(&by).await.unwrap(), 2);
        let more = [("etape", "phrase"), ("premier", first.as_str()), ("cle", KEY), ("phrase", "Deux fois.")];
        let wrong = [("etape", "erreur"), ("premier", first.as_str()), ("cle", KEY)];
        for _ in 0..3 {
            send(&house, &more).await.good();
            send(&house, &wrong).await.good();
        }
        assert_eq!(up.vault.count(&by).await.unwrap(), 4);
    }

    async fn what_is_refused_keeps_what_was_typed_and_sends_nothing(database) {
        let up = Upstairs::of(&database).await;
        let house = up.house(&database).await;
        let by = house.watcher().await;
        let with = |name: &'static str, value: &'static str| {
            let mut fields = road_cut("près du moulin");
            fields.retain(|(n, _)| *n != name);
            fields.push((name, value));
            fields
        };
        let long: &'static str = "x".repeat(401).leak();
        for (fields, said) in [
            (with("commune", "xyzzyq"), "n'est pas connue"),
            (with("commune", "Saint-Aubin"), "Plusieurs communes portent ce nom"),
            (with("phrase", long), "trop longue"),
        ] {
            let answer = send(&house, &fields).await;
            assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
            let text = answer.text().replace("&#x27;", "'").replace("&#39;", "'");
            assert!(text.contains(said), "{said}: {text}");
            assert_eq!(field(&answer, "cle"), KEY);
            assert_eq!(field(&answer, "quoi"), "road-cut");
            for (name, value) in &fields {
                assert!(["etape", "quoi", "cle"].contains(name) || text.contains(value), "{name} is lost");
            }
        }
        // From another site, and into the trap of machines.
        let foreign = house.ask(form("/signaler", &road_cut("près du moulin"), "cross-site")).await;
        assert_eq!(foreign.status, StatusCode::FORBIDDEN);
        assert!(foreign.says("près du moulin"));
        let trapped = send(&house, &with("site-web", "https://x.example")).await.good();
        assert!(trapped.says("Signalement envoyé"), "a machine learns nothing");
        assert_eq!(send(&house, &[("etape", "phrase"), ("premier", "?")]).await.status, StatusCode::UNPROCESSABLE_ENTITY);
        let huge = "x".repeat(20_000);
        assert_eq!(send(&house, &[("phrase", &huge)]).await.status, StatusCode::PAYLOAD_TOO_LARGE);
        assert_eq!(up.vault.count(&by).await.unwrap(), 0);
    }

    async fn a_vault_out_of_order_loses_nothing_that_was_typed_and_says_so(database) {
        let up = Upstairs::of(&database).await;
        let reports = up.reports_by(Arc::new(OutOfOrder), Arc::new(Secrets::default()));
        let settings = Settings { reports: Some(reports), ..Settings::default() };
        let house = House::with(database.url(), vec![gard()], settings).await;
        let answer = send(&house, &road_cut("près du moulin")).await;
        assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE);
        assert!(answer.says("près du moulin") && answer.says("tel:112") && !answer.says("disk"));
        assert_eq!(field(&answer, "cle"), KEY, "sent again it is the same report");
    }

    async fn who_sends_far_too_much_is_told_when_to_come_back_and_nothing_else(database) {
        let up = Upstairs::of(&database).await;
        let house = up.house(&database).await;
        let mut refused = None;
        for _ in 0..800 {
            let answer = send(&house, &[("etape", "envoi"), ("lieu", "canari")]).await;
            if answer.status == StatusCode::TOO_MANY_REQUESTS {
                refused = Some(answer);
                break;
            }
        }
        let refused = refused.unwrap();
        assert!(refused.header("retry-after").parse::<u64>().is_ok());
        assert!(!refused.says("canari"));
        house.get("/signaler").await.good();
    }

    async fn keys_that_change_while_it_runs_are_followed_and_a_destroyed_one_opens_nothing(database) {
        let up = Upstairs::of(&database).await;
        let house = up.house(&database).await;
        let by = house.watcher().await;
        send(&house, &road_cut("avant")).await.good();
        assert_eq!(up.read(&by).await.len(), 1);
        let first = up.key.current().await.id();
        let made = rotate(&up.keys().read().unwrap(), (START, Span::hours(24)), true, None, &SystemRandomness).unwrap();
        up.keys().apply(&made.changes).unwrap();
        up.publish(&made.document);
        send(&house, &road_cut("après")).await.good();
        assert_eq!(up.key.current().await.id(), made.id);
        assert_eq!(up.read(&by).await.len(), 2, "both epochs open");
        let (_, changes) = destroy(&up.keys().read().unwrap(), Doomed::Key(first), START).unwrap();
        up.keys().apply(&changes).unwrap();
        assert_eq!(up.openable(&by).await, 1);
        up.publish("nonsense");
        send(&house, &road_cut("encore")).await.good();
        assert_eq!(up.openable(&by).await, 2, "sealed to the last good key");
    }

    async fn a_portal_without_a_desk_takes_nothing_and_shows_the_numbers(database) {
        let house = House::open(database.url(), vec![gard()]).await;
        for path in ["/signaler", "/en/signaler"] {
            let page = house.get(path).await.good();
            assert!(page.says("tel:112") && page.says("sms:114") && !page.says("<button"));
        }
        assert_eq!(send(&house, &road_cut("pont")).await.status, StatusCode::FORBIDDEN);
    }
}
