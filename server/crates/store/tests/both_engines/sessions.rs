//! Sessions end when they must, and what is under way is taken once.

use desk::access::{ManageStaff, Refused, Sessions as _};
use desk::staff::{Ceremonies as _, Role};
use portal::Span;
use store_testing::on_both_engines;

use crate::people::*;
use crate::telling::*;

on_both_engines! {
    async fn a_session_ends_when_it_is_not_used(database) {
        let store = store(&database).await;
        let anna = join(&store, "Anna Roy", &[Role::Editor], START).await;
        let shown = sign_in(&store, &anna.id, START).await;
        assert!(who(&store, &shown, minute(59)).await.is_some());
        // That was a use: the hour begins anew.
        assert!(who(&store, &shown, minute(118)).await.is_some());
        assert!(who(&store, &shown, minute(118 + 60)).await.is_none());
    }

    async fn a_session_ends_however_much_it_is_used(database) {
        let store = store(&database).await;
        let anna = join(&store, "Anna Roy", &[Role::Editor], START).await;
        let shown = sign_in(&store, &anna.id, START).await;
        let mut at = START;
        while at + Span::minutes(30) < START + ABSOLUTE {
            at = at + Span::minutes(30);
            assert!(who(&store, &shown, at).await.is_some(), "{}", at.rfc3339());
        }
        assert!(who(&store, &shown, START + ABSOLUTE).await.is_none());
    }

    async fn a_replaced_token_works_for_other_tabs_only_for_a_moment(database) {
        let store = store(&database).await;
        let anna = join(&store, "Anna Roy", &[Role::Editor], START).await;
        let old = sign_in(&store, &anna.id, START).await;
        let session = who(&store, &old, minute(20)).await.unwrap().session().id.clone();
        let (first, second) = (token(), token());
        let rotated = store.rotate(&session, &old.hash(), &first.hash(), minute(20)).await;
        assert!(rotated.unwrap());
        let again = store.rotate(&session, &old.hash(), &second.hash(), minute(20)).await;
        assert!(!again.unwrap(), "two tabs at once: one replaces");
        assert!(who(&store, &first, minute(20)).await.is_some());
        assert!(who(&store, &second, minute(20)).await.is_none());
        let moment = minute(20) + Span::seconds(59);
        assert!(who(&store, &old, moment).await.is_some(), "another tab");
        assert!(who(&store, &old, minute(21)).await.is_none());
        assert!(who(&store, &first, minute(21)).await.is_some());
    }

    async fn a_closed_session_opens_nothing_and_others_stay(database) {
        let store = store(&database).await;
        let anna = join(&store, "Anna Roy", &[Role::Editor], START).await;
        let phone = sign_in(&store, &anna.id, START).await;
        let desk = sign_in(&store, &anna.id, minute(1)).await;
        let staff = who(&store, &desk, minute(2)).await.unwrap();
        assert_eq!(store.sessions(&staff).await.unwrap().len(), 2);
        let on_phone = who(&store, &phone, minute(2)).await.unwrap().session().id.clone();
        store.close(&staff, &on_phone, minute(3)).await.unwrap();
        assert!(who(&store, &phone, minute(3)).await.is_none());
        assert!(who(&store, &desk, minute(3)).await.is_some());
    }

    async fn nobody_closes_the_session_of_another(database) {
        let store = store(&database).await;
        let anna = join(&store, "Anna Roy", &[Role::Editor], START).await;
        let shown = sign_in(&store, &anna.id, START).await;
        let hers = who(&store, &shown, START).await.unwrap().session().id.clone();
        let paul = person(&store, "Paul Gay", &[Role::Editor]).await;
        store.close(&paul, &hers, minute(1)).await.unwrap();
        assert!(who(&store, &shown, minute(1)).await.is_some());
    }

    async fn a_chief_ends_every_session_of_somebody(database) {
        let store = store(&database).await;
        let chief = person(&store, "Chef", &[Role::Chief]).await;
        let anna = join(&store, "Anna Roy", &[Role::Editor], START).await;
        let phone = sign_in(&store, &anna.id, START).await;
        let desk = sign_in(&store, &anna.id, START).await;
        store.close_all(&may::<ManageStaff>(&chief), &anna.id, minute(1)).await.unwrap();
        assert!(who(&store, &phone, minute(1)).await.is_none());
        assert!(who(&store, &desk, minute(1)).await.is_none());
        // She was not suspended: she may come in again.
        sign_in(&store, &anna.id, minute(2)).await;
    }

    async fn a_proof_is_worth_nothing_once_its_session_is_closed(database) {
        let store = store(&database).await;
        let chief = person(&store, "Chef", &[Role::Chief]).await;
        let anna = join(&store, "Anna Roy", &[Role::Editor], START).await;
        let held = may::<ManageStaff>(&chief);
        store.close(&chief, &chief.session().id, minute(1)).await.unwrap();
        let refused = store.close_all(&held, &anna.id, minute(2)).await.unwrap_err();
        assert!(matches!(refused, Refused::NoLongerAllowed));
    }

    async fn a_ceremony_is_taken_once(database) {
        let store = store(&database).await;
        let shown = token().hash();
        store.begin(&shown, "passkey", "{\"n\":1}", START).await.unwrap();
        assert_eq!(store.take(&token().hash(), "passkey", START).await.unwrap(), None);
        let kind = store.take(&shown, "federation", START).await.unwrap();
        assert_eq!(kind, None, "one of another kind");
        let taken = store.take(&shown, "passkey", minute(9)).await.unwrap();
        assert_eq!(taken.as_deref(), Some("{\"n\":1}"));
        assert_eq!(store.take(&shown, "passkey", minute(9)).await.unwrap(), None);
    }

    async fn a_ceremony_may_take_ten_minutes(database) {
        let store = store(&database).await;
        let shown = token().hash();
        store.begin(&shown, "passkey", "{}", START).await.unwrap();
        assert_eq!(store.take(&shown, "passkey", minute(10)).await.unwrap(), None);
    }

    async fn ceremonies_that_are_over_are_forgotten_and_the_others_kept(database) {
        let store = store(&database).await;
        let (old, young) = (token().hash(), token().hash());
        store.begin(&old, "totp", "a key", START).await.unwrap();
        store.begin(&young, "totp", "another", minute(5)).await.unwrap();
        assert_eq!(store.sweep_ceremonies(minute(9)).await.unwrap(), 0);
        assert_eq!(store.sweep_ceremonies(minute(10)).await.unwrap(), 1);
        assert_eq!(store.sweep_ceremonies(minute(10)).await.unwrap(), 0);
        assert!(store.take(&young, "totp", minute(11)).await.unwrap().is_some());
    }

    async fn a_ceremony_begun_anew_replaces_the_one_before(database) {
        let store = store(&database).await;
        let shown = token().hash();
        store.begin(&shown, "totp", "first", START).await.unwrap();
        store.begin(&shown, "totp", "second", minute(1)).await.unwrap();
        let taken = store.take(&shown, "totp", minute(2)).await.unwrap();
        assert_eq!(taken.as_deref(), Some("second"));
    }
}
