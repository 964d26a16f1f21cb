//! The desk's door: what looking at it leaves behind, and what it tells of who exists.

use axum::body::Body;
use axum::http::{Request, StatusCode};
use desk::access::{Token, authenticate};
use desk::staff::{
    Accounts as _, Ceremonies as _, Credentials as _, Inviter, NewInvitation, Role, StoredPasskey,
};
use portal::{Clock as _, Span};
use serde_json::json;
use server::desk::SystemRandomness;
use store_testing::on_both_engines;
use uuid::Uuid;

use crate::desk_access::{DESK, form};
use crate::house::{Answer, House};

/// A browser that has seen a page at the door.
struct Visitor {
    cookie: String,
    token: String,
}

/// The value of the first field of that name.
fn field(page: &str, name: &str) -> String {
    let (_, rest) = page
        .split_once(&format!("name=\"{name}\" value=\""))
        .unwrap();
    rest.split('"').next().unwrap().to_owned()
}

impl Visitor {
    async fn at(house: &House, path: &str) -> Self {
        let request = Request::get(path).body(Body::empty()).unwrap();
        let page = house.desk(request).await.good();
        let set = page.header("set-cookie");
        Self {
            cookie: set.split(';').next().unwrap().to_owned(),
            token: field(&page.text(), "jeton"),
        }
    }

    async fn posts(&self, house: &House, path: &str, fields: &[(&str, &str)]) -> Answer {
        let mut fields = fields.to_vec();
        fields.push(("jeton", &self.token));
        let request = form(path, &fields, Some(DESK), Some(&self.cookie));
        house.desk(request).await
    }

    /// The words of a page, without what is this browser's own and without what was typed.
    fn plain(&self, told: &Answer, typed: &str) -> String {
        told.text().replace(&self.token, "").replace(typed, "")
    }
}

/// How many ceremonies are under way.
async fn under_way(house: &House) -> u64 {
    let later = house.clock.now() + Span::hours(1);
    house.store.sweep_ceremonies(later).await.unwrap()
}

/// What a browser answers with this credential of this user; its signature proves nothing.
fn shown(credential: &str, user: Uuid) -> String {
    use base64::Engine as _;
    use base64::engine::general_purpose::URL_SAFE_NO_PAD;
    let user = URL_SAFE_NO_PAD.encode(user.as_bytes());
    json!({"id": credential, "rawId": credential, "type": "public-key", "extensions": {},
        "response": {"authenticatorData": "AQID", "clientDataJSON": "AQID", "signature": "AQID",
            "userHandle": user}})
    .to_string()
}

on_both_engines! {
    async fn looking_at_the_door_leaves_nothing_behind_and_a_passkey_is_asked_for_when_it_is_used(database) {
        let house = House::open(database.url(), vec![]).await;
        for _ in 0..3 {
            Visitor::at(&house, "/connexion").await;
        }
        assert_eq!(under_way(&house).await, 0);
        let visitor = Visitor::at(&house, "/connexion").await;
        let asked = visitor.posts(&house, "/connexion/cle/demande", &[]).await.good();
        assert_eq!(asked.header("content-type"), "application/json");
        assert!(asked.json()["publicKey"]["challenge"].is_string());
        assert_eq!(under_way(&house).await, 1);
        // Another site's page cannot ask.
        let fields = [("jeton", visitor.token.as_str())];
        let request = form("/connexion/cle/demande", &fields, Some("https://exemple.invalid"), Some(&visitor.cookie));
        assert_eq!(house.desk(request).await.status, StatusCode::FORBIDDEN);
        assert_eq!(under_way(&house).await, 0);
    }

    async fn a_login_that_nobody_has_is_answered_and_limited_as_a_wrong_password_is(database) {
        let house = House::open(database.url(), vec![]).await;
        house.colleague("Anne Martin", &[Role::Editor]).await;
        let visitor = Visitor::at(&house, "/connexion").await;
        let mut pages = Vec::new();
        for login in ["anne.martin", "zoe.personne"] {
            for path in ["/connexion/mot-de-passe", "/connexion/secours"] {
                let fields = [("login", login), ("mot_de_passe", "quatre mots au hasard"), ("code", "123456")];
                let told = visitor.posts(&house, path, &fields).await;
                assert_eq!(told.status, StatusCode::UNPROCESSABLE_ENTITY, "{login} {path}");
                pages.push(visitor.plain(&told, login));
            }
            // The other way in counts too: four more are heard.
            let fields = [("login", login), ("code", "AAAA-BBBB-CCCC-DDDD")];
            for _ in 0..4 {
                let told = visitor.posts(&house, "/connexion/secours", &fields).await;
                assert_eq!(told.status, StatusCode::UNPROCESSABLE_ENTITY, "{login}");
            }
            let told = visitor.posts(&house, "/connexion/secours", &fields).await;
            assert_eq!(told.status, StatusCode::TOO_MANY_REQUESTS, "{login}");
        }
        assert_eq!(pages[0], pages[2], "password");
        assert_eq!(pages[1], pages[3], "recovery code");
    }

    async fn a_passkey_that_nobody_has_is_answered_and_limited_as_one_that_proves_nothing(database) {
        let house = House::open(database.url(), vec![]).await;
        let anne = house.colleague("Anne Martin", &[Role::Editor]).await;
        let now = house.clock.now();
        let by = authenticate(&*house.store, &anne.session, Span::hours(1), now).await.unwrap().unwrap();
        let passkey = StoredPasskey {
            id: "cle".into(),
            staff: anne.account.id.clone(),
            credential: "AQID".into(),
            name: "Téléphone".into(),
            passkey: "{}".into(),
            created_at: now,
            last_used: None,
        };
        house.store.add_passkey(&by, passkey, now).await.unwrap();
        let visitor = Visitor::at(&house, "/connexion").await;
        let hers = Uuid::parse_str(&anne.account.id.0).unwrap();
        let mut pages = Vec::new();
        for (credential, user) in [("AQID", hers), ("BAUG", Uuid::from_u128(7))] {
            let answer = shown(credential, user);
            for n in 1..=6 {
                visitor.posts(&house, "/connexion/cle/demande", &[]).await.good();
                let told = visitor.posts(&house, "/connexion/cle", &[("reponse", &answer)]).await;
                assert_eq!(told.status, StatusCode::UNPROCESSABLE_ENTITY, "{credential} {n}");
                pages.push(visitor.plain(&told, &answer));
            }
            let told = visitor.posts(&house, "/connexion/cle", &[("reponse", &answer)]).await;
            assert_eq!(told.status, StatusCode::TOO_MANY_REQUESTS, "{credential}");
        }
        assert!(pages.windows(2).all(|two| two[0] == two[1]), "told apart");
        // Another key of another person is heard.
        let told = visitor.posts(&house, "/connexion/cle", &[("reponse", &shown("BwgJ", hers))]).await;
        assert_eq!(told.status, StatusCode::UNPROCESSABLE_ENTITY);
    }

    async fn tries_with_one_invitation_are_counted_whether_it_exists_or_not(database) {
        let house = House::open(database.url(), vec![]).await;
        let (real, invented) = (Token::fresh(&SystemRandomness), Token::fresh(&SystemRandomness));
        let new = NewInvitation { name: "Paul Gay".into(), roles: [Role::Editor].into_iter().collect() };
        let now = house.clock.now();
        house.store.invite(Inviter::CommandLine, new, real.hash(), now).await.unwrap();
        let visitor = Visitor::at(&house, "/connexion").await;
        let fields = [("login", "paul.gay"), ("mot_de_passe", "court"), ("encore", ""), ("code", "1"), ("reponse", "{}")];
        for (link, status) in [(&real, StatusCode::UNPROCESSABLE_ENTITY), (&invented, StatusCode::NOT_FOUND)] {
            for n in 1..=6 {
                let way = if n % 2 == 0 { "cle" } else { "mot-de-passe" };
                let path = format!("/invitation/{}/{way}", link.reveal());
                assert_eq!(visitor.posts(&house, &path, &fields).await.status, status, "{n}");
            }
            for way in ["cle", "mot-de-passe"] {
                let path = format!("/invitation/{}/{way}", link.reveal());
                let told = visitor.posts(&house, &path, &fields).await;
                assert_eq!(told.status, StatusCode::TOO_MANY_REQUESTS, "{way}");
            }
        }
    }
}
