//! `rives staff invite`: the first chief, on a real database, up to the page that the link opens.

use axum::body::Body;
use axum::http::{Request, StatusCode};
use desk::audit::Audit as _;
use portal::Clock as _;
use server::clock::SystemClock;
use store_testing::on_both_engines;

use super::{both, rives};
use crate::house::{House, Settings};

on_both_engines! {
    async fn an_invitation_from_the_command_line_opens_the_desk_s_door_once_known_only_to_who_was_told(database) {
        let folder = tempfile::tempdir().unwrap();
        let invite = |arguments: &[&str]| {
            rives(folder.path())
                .env("RIVES__STORE__URL", database.url())
                .env("RIVES__DESK__ORIGIN", "https://poste.exemple.invalid")
                .args(["staff", "invite"])
                .args(arguments)
                .output()
                .unwrap()
        };
        let done = invite(&["--role", "chief", "--role", "communicator", "--name", "Anne Martin"]);
        assert!(done.status.success(), "{}", both(&done));
        let told = String::from_utf8(done.stdout).unwrap();
        let (link, rest) = told.split_once('\n').unwrap();
        let token = link.strip_prefix("https://poste.exemple.invalid/invitation/").unwrap();
        assert!(rest.contains("Anne Martin") && rest.contains("24 hours"), "{rest}");

        let settings = Settings { now: SystemClock.now(), ..Settings::default() };
        let house = House::with(database.url(), vec![], settings).await;
        let door = async |token: &str| {
            let request = Request::get(format!("/invitation/{token}")).body(Body::empty()).unwrap();
            house.desk(request).await
        };
        let page = door(token).await.good();
        assert!(page.says("Anne Martin"), "{}", page.text());
        let stranger = door(&token.chars().rev().collect::<String>()).await;
        assert!(!stranger.says("Anne Martin"), "{}", stranger.text());

        let entries = house.store.entries_after(0, 10).await.unwrap();
        let [entry] = &entries[..] else { panic!("{entries:?}") };
        assert_eq!((entry.actor.as_str(), entry.actor_name.as_str()), ("", "ligne de commande"));
        assert!(entry.after.contains("Anne Martin") && entry.after.contains("chief"), "{}", entry.after);
        assert!(!format!("{entry:?}").contains(token), "the audit holds the link");

        for (arguments, named) in [
            (&["--role", "boss", "--name", "Anne Martin"][..], "communicator"),
            (&["--role", "chief", "--name", "A"], "--name"),
            (&["--name", "Anne Martin"], "--role"),
        ] {
            let refused = invite(arguments);
            assert!(!refused.status.success() && both(&refused).contains(named), "{}", both(&refused));
        }
        assert_eq!(house.store_entries().await, 1, "a refused invitation left something");
    }

    async fn an_invitation_a_day_old_opens_nothing(database) {
        let folder = tempfile::tempdir().unwrap();
        let done = rives(folder.path())
            .env("RIVES__STORE__URL", database.url())
            .args(["staff", "invite", "--role", "chief", "--name", "Anne Martin"])
            .output()
            .unwrap();
        let told = String::from_utf8(done.stdout).unwrap();
        let path = told.lines().next().unwrap().rsplit_once("/invitation/").unwrap().1.to_owned();
        let later = SystemClock.now() + portal::Span::hours(25);
        let house = House::with(database.url(), vec![], Settings { now: later, ..Settings::default() }).await;
        let request = Request::get(format!("/invitation/{path}")).body(Body::empty()).unwrap();
        let page = house.desk(request).await;
        assert_ne!(page.status, StatusCode::OK, "{}", page.text());
        assert!(!page.says("Anne Martin"));
    }
}
