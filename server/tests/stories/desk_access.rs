//! Every route of the desk, as everybody: what the table says, and nothing else.

use axum::body::Body;
use axum::http::{Method, Request, StatusCode};
use desk::access::{NewSession, Sessions as _, Token};
use desk::staff::{
    Account, Accounts as _, FirstCredential, Inviter, NewInvitation, Opening, Role, StaffId,
    StoredPassword, login_of,
};
use desk::web::{Access, RouteInfo};
use portal::{Clock as _, Ids as _, Span};
use server::clock::UuidIds;
use server::desk::SystemRandomness;
use store_testing::on_both_engines;

use crate::house::{Answer, House, answer};

/// Where the desk believes that it is (the configuration's default).
pub const DESK: &str = "http://localhost:3001";

/// Somebody at the desk, with a session.
pub struct Colleague {
    pub account: Account,
    /// The cookie's token.
    pub session: Token,
    /// The token that forms of the session carry.
    pub form: Token,
}

impl House {
    /// Somebody with these roles, invited from the command line, who has signed in.
    pub async fn colleague(&self, name: &str, roles: &[Role]) -> Colleague {
        let now = self.clock.now();
        let link = Token::fresh(&SystemRandomness).hash();
        let new = NewInvitation {
            name: name.to_owned(),
            roles: roles.iter().copied().collect(),
        };
        self.store
            .invite(Inviter::CommandLine, new, link.clone(), now)
            .await
            .unwrap();
        let opening = Opening {
            id: StaffId(UuidIds.fresh(now)),
            login: login_of(name),
            credential: FirstCredential::Password(StoredPassword {
                hash: "$argon2id$never-checked-here".to_owned(),
                totp_key: vec![1; 20],
                last_step: 0,
            }),
            recovery: vec![],
        };
        let account = self.store.accept(&link, opening, now).await.unwrap();
        self.sign_in(account).await
    }

    /// A session of somebody.
    pub async fn sign_in(&self, account: Account) -> Colleague {
        let now = self.clock.now();
        let (session, form) = (
            Token::fresh(&SystemRandomness),
            Token::fresh(&SystemRandomness),
        );
        let new = NewSession {
            staff: account.id.clone(),
            method: desk::staff::Method::Password,
            token: session.hash(),
            form_token: form.clone(),
            device: "Firefox, Linux".to_owned(),
            ends_at: now + Span::hours(12),
        };
        assert!(self.store.open(new, now).await.unwrap());
        Colleague {
            account,
            session,
            form,
        }
    }

    /// Asks the desk.
    pub async fn desk(&self, request: Request<Body>) -> Answer {
        answer(&self.desk, request).await
    }
}

impl Colleague {
    /// A page.
    pub fn get(&self, path: &str) -> Request<Body> {
        Request::get(path)
            .header("cookie", self.cookie())
            .body(Body::empty())
            .unwrap()
    }

    /// A form sent from a page of the session.
    pub fn post(&self, path: &str, fields: &[(&str, &str)]) -> Request<Body> {
        let mut fields = fields.to_vec();
        fields.push(("jeton", self.form.reveal()));
        self.post_as_given(path, &fields, Some(DESK))
    }

    /// A form as an attacker would have it sent.
    pub fn post_as_given(
        &self,
        path: &str,
        fields: &[(&str, &str)],
        origin: Option<&str>,
    ) -> Request<Body> {
        form(path, fields, origin, Some(&self.cookie()))
    }

    /// What the browser sends back.
    pub fn cookie(&self) -> String {
        format!("__Host-rives-desk={}", self.session.reveal())
    }
}

/// A form, from wherever.
pub fn form(
    path: &str,
    fields: &[(&str, &str)],
    origin: Option<&str>,
    cookie: Option<&str>,
) -> Request<Body> {
    let body = form_urlencoded::Serializer::new(String::new())
        .extend_pairs(fields)
        .finish();
    let mut request =
        Request::post(path).header("content-type", "application/x-www-form-urlencoded");
    for (name, value) in [("origin", origin), ("cookie", cookie)] {
        if let Some(value) = value {
            request = request.header(name, value);
        }
    }
    request.body(Body::from(body)).unwrap()
}

/// A route's path with something in every gap: nothing of that name exists.
fn example(route: &RouteInfo) -> String {
    route
        .path
        .split('/')
        .map(|part| {
            if part.starts_with('{') {
                "00000000-0000-7000-8000-000000000000"
            } else {
                part
            }
        })
        .collect::<Vec<_>>()
        .join("/")
}

/// Whether an answer means that whoever asked was let in: found or not, readable or not.
fn let_in(status: StatusCode) -> bool {
    !matches!(status, StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN)
}

on_both_engines! {
    async fn every_route_lets_in_whom_the_table_names_and_nobody_else(database) {
        let house = House::open(database.url(), vec![]).await;
        let routes = desk::routes();
        assert!(routes.table().len() > 40, "the table is empty");
        for role in Role::ALL {
            let colleague = house.colleague(role.word(), &[*role]).await;
            for route in routes.table() {
                // Ends the session that the other routes are asked with: has its own test.
                if route.path == "/deconnexion" || route.path == "/readyz" {
                    continue;
                }
                let path = example(route);
                let may = match route.access {
                    Access::Open | Access::SignedIn => true,
                    Access::May(_, roles) => roles.contains(role),
                };
                let request = if route.method == Method::GET {
                    colleague.get(&path)
                } else {
                    colleague.post(&path, &[])
                };
                let status = house.desk(request).await.status;
                if route.access == Access::Open && route.method == Method::POST {
                    // A form at the door is tied to the door's cookie, which this request lacks.
                    assert_eq!(status, StatusCode::FORBIDDEN, "{role:?} {path}");
                    continue;
                }
                assert_eq!(let_in(status), may, "{role:?} {} {path}: {status}", route.method);
                if !may {
                    assert_eq!(status, StatusCode::FORBIDDEN, "{role:?} {path}");
                }
            }
        }
    }

    async fn without_a_session_every_page_leads_to_the_door_and_every_form_is_refused(database) {
        let house = House::open(database.url(), vec![]).await;
        for route in desk::routes().table() {
            let path = example(route);
            let is_page = route.method == Method::GET;
            let request = if is_page {
                Request::get(&path).body(Body::empty()).unwrap()
            } else {
                form(&path, &[("texte", "déjà écrit")], Some(DESK), None)
            };
            let told = house.desk(request).await;
            match (route.access, is_page) {
                (Access::Open, true) => assert!(let_in(told.status), "{path}: {}", told.status),
                (Access::Open, false) => assert_eq!(told.status, StatusCode::FORBIDDEN, "{path}"),
                (_, true) => {
                    assert_eq!(told.status, StatusCode::SEE_OTHER, "{path}");
                    assert!(told.header("location").starts_with("/connexion"), "{path}");
                }
                (_, false) => {
                    assert_eq!(told.status, StatusCode::UNAUTHORIZED, "{path}");
                    assert!(told.says("déjà écrit"), "{path} lost what was typed");
                }
            }
        }
    }

    async fn a_forged_form_is_refused_on_every_route(database) {
        let house = House::open(database.url(), vec![]).await;
        let all: Vec<Role> = Role::ALL.to_vec();
        let victim = house.colleague("Anne Martin", &all).await;
        let other = house.colleague("Bruno Roux", &all).await;
        let none = Token::fresh(&SystemRandomness);
        let entries = house.store_entries().await;
        for route in desk::routes().table().iter().filter(|r| r.method == Method::POST) {
            let path = example(route);
            let forged: [(&str, Option<&Token>, Option<&str>); 5] = [
                ("without a token", None, Some(DESK)),
                ("with an invented token", Some(&none), Some(DESK)),
                ("with another person's token", Some(&other.form), Some(DESK)),
                ("with the right token from another site", Some(&victim.form), Some("https://exemple.invalid")),
                ("with the right token from nowhere", Some(&victim.form), None),
            ];
            for (how, token, origin) in forged {
                let fields: Vec<_> = token.iter().map(|t| ("jeton", t.reveal())).collect();
                let status = house.desk(victim.post_as_given(&path, &fields, origin)).await.status;
                assert_eq!(status, StatusCode::FORBIDDEN, "{path} {how}");
            }
            let mut request = victim.post(&path, &[]);
            request.headers_mut().insert("sec-fetch-site", "same-site".parse().unwrap());
            assert_eq!(house.desk(request).await.status, StatusCode::FORBIDDEN, "{path} from a neighbour");
        }
        assert_eq!(house.store_entries().await, entries, "a forged form did something");
    }

    async fn every_path_of_the_desk_is_unknown_on_the_public_listener(database) {
        let house = House::open(database.url(), vec![]).await;
        let unknown = house.get("/nulle-part-du-tout").await;
        assert_eq!(unknown.status, StatusCode::NOT_FOUND);
        // What both sides have: the first page, the list of sources and the exchange, each its own.
        let both = ["/", "/sources", "/entraide"];
        for route in desk::routes().table().iter().filter(|r| !both.contains(&r.path)) {
            let path = example(route);
            let told = house.get(&path).await;
            assert_eq!(told.status, StatusCode::NOT_FOUND, "{path}");
            let same = |a: &Answer| a.text().replace(&path, "").replace("/nulle-part-du-tout", "");
            assert_eq!(same(&told), same(&unknown), "{path} is told apart");
        }
    }

    async fn signing_out_ends_the_session_and_a_suspension_ends_all_of_them_at_once(database) {
        let house = House::open(database.url(), vec![]).await;
        let chief = house.colleague("Anne Martin", &[Role::Chief]).await;
        let watcher = house.colleague("Bruno Roux", &[Role::Watcher]).await;
        let again = house.sign_in(watcher.account.clone()).await;
        house.desk(again.get("/")).await.good();
        let out = house.desk(again.post("/deconnexion", &[])).await;
        assert_eq!(out.status, StatusCode::SEE_OTHER);
        assert_eq!(house.desk(again.get("/")).await.status, StatusCode::SEE_OTHER);
        house.desk(watcher.get("/")).await.good();
        let path = format!("/equipe/{}/suspendre", watcher.account.id.0);
        let done = house.desk(chief.post(&path, &[("motif", "A quitté l'équipe")])).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text());
        assert_eq!(house.desk(watcher.get("/")).await.status, StatusCode::SEE_OTHER);
    }
}

impl House {
    /// How many entries the audit has.
    pub async fn store_entries(&self) -> u64 {
        use desk::audit::Audit as _;
        self.store.head().await.unwrap().seq
    }
}
