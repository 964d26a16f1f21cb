//! An identity provider that vouches for whoever is named, and the stories of linking such an identity. The
//! protocol itself is tested against a real one.

use async_trait::async_trait;
use axum::body::Body;
use axum::http::{Request, StatusCode};
use desk::access::Randomness;
use desk::federation::{Begun, Federation, FederationError, RETURN_PATH, Returned, Vouched};
use desk::staff::{Credentials as _, Federated, Role};
use portal::{Clock as _, Span};
use store_testing::on_both_engines;

use crate::desk_access::Colleague;
use crate::house::{Answer, House, Settings};

const ISSUER: &str = "https://identite.exemple.invalid";

/// Vouches for the subject that the code names.
pub struct Vouching;

#[async_trait]
impl Federation for Vouching {
    fn name(&self) -> &str {
        "ProConnect"
    }

    async fn begin(&self, _: &dyn Randomness) -> Result<Begun, FederationError> {
        Ok(Begun {
            url: format!("{ISSUER}/auth"),
            state: "s".repeat(43),
            nonce: "n".repeat(43),
            verifier: "v".repeat(43),
        })
    }

    async fn finish(&self, begun: &Begun, returned: &Returned) -> Result<Vouched, FederationError> {
        if begun.state != returned.state {
            return Err(FederationError::Refused("state".to_owned()));
        }
        Ok(Vouched {
            who: identity(&returned.code),
            name: None,
            amr: vec![],
        })
    }
}

fn identity(subject: &str) -> Federated {
    Federated {
        issuer: ISSUER.to_owned(),
        subject: subject.to_owned(),
    }
}

async fn house(url: &str) -> House {
    let settings = Settings {
        federation: true,
        ..Settings::default()
    };
    House::with(url, vec![], settings).await
}

/// The door's cookie of an answer.
fn door(told: &Answer) -> String {
    told.header("set-cookie")
        .split(';')
        .next()
        .unwrap()
        .to_owned()
}

/// Comes back from the provider as `subject`, with these cookies.
async fn back(house: &House, cookies: &str, subject: &str) -> Answer {
    let path = format!("{RETURN_PATH}?code={subject}&state={}", "s".repeat(43));
    let request = Request::get(path).header("cookie", cookies);
    house.desk(request.body(Body::empty()).unwrap()).await
}

fn session(of: &Colleague) -> String {
    format!("__Host-rives-desk={}", of.session.reveal())
}

on_both_engines! {
    async fn an_identity_is_linked_to_whoever_asked_for_it_in_the_session_that_asked(database) {
        let house = house(database.url()).await;
        let anne = house.colleague("Anne Martin", &[Role::Editor]).await;
        let paul = house.colleague("Paul Gay", &[Role::Editor]).await;
        let of = |who: &Colleague| (who.account.id.clone(), house.store.clone());
        let linked = async |(id, store): (desk::staff::StaffId, std::sync::Arc<store::Store>)| {
            store.identities(&id).await.unwrap().len()
        };
        // Nothing leads out by a redirect of the form: the policy of the desk's pages stops those.
        let asked = house.desk(anne.post("/compte/federation", &[])).await.good();
        assert!(asked.says(&format!("href=\"{ISSUER}/auth\"")));
        // Somebody else's session in the same browser is not the one that asked, and uses it up.
        let cookies = format!("{}; {}", session(&paul), door(&asked));
        assert_eq!(back(&house, &cookies, "a").await.status, StatusCode::UNAUTHORIZED);
        let cookies = format!("{}; {}", session(&anne), door(&asked));
        assert_eq!(back(&house, &cookies, "a").await.status, StatusCode::FORBIDDEN);
        assert_eq!((linked(of(&anne)).await, linked(of(&paul)).await), (0, 0));

        let asked = house.desk(anne.post("/compte/federation", &[])).await.good();
        let cookies = format!("{}; {}", session(&anne), door(&asked));
        let told = back(&house, &cookies, "a").await;
        assert_eq!(told.header("location"), "/compte#identites");
        assert!(house.desk(anne.get("/compte")).await.good().says("Reliée le"));
        // Paul does not get what opens Anne's account.
        let asked = house.desk(paul.post("/compte/federation", &[])).await.good();
        let cookies = format!("{}; {}", session(&paul), door(&asked));
        let told = back(&house, &cookies, "a").await;
        assert_eq!(told.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(told.says("ouvre déjà le compte d'une autre personne"), "{}", told.text());
        assert_eq!((linked(of(&anne)).await, linked(of(&paul)).await), (1, 0));
        // Unlinked again, by its owner only.
        let fields = [("issuer", ISSUER), ("subject", "a")];
        let told = house.desk(paul.post("/compte/federation/retirer", &fields)).await;
        assert_eq!(told.status, StatusCode::UNPROCESSABLE_ENTITY);
        let told = house.desk(anne.post("/compte/federation/retirer", &fields)).await;
        assert_eq!(told.status, StatusCode::SEE_OTHER);
        assert_eq!(linked(of(&anne)).await, 0);
    }

    async fn a_session_opened_long_ago_confirms_itself_before_it_links_an_identity(database) {
        let house = house(database.url()).await;
        let anne = house.colleague("Anne Martin", &[Role::Editor]).await;
        house.at(house.clock.now() + Span::minutes(11));
        let told = house.desk(anne.post("/compte/federation", &[])).await;
        assert_eq!(told.status, StatusCode::SEE_OTHER);
        let confirm = told.header("location").to_owned();
        // The way in is shown although there is a session, and leads back.
        let page = house.desk(anne.get(&confirm)).await.good();
        assert!(page.says("name=\"suite\" value=\"/compte\""), "{}", page.text());
        let fresh = house.sign_in(anne.account.clone()).await;
        house.desk(fresh.post("/compte/federation", &[])).await.good();
    }

    async fn a_replaced_token_reaches_the_browser_beside_the_doors_cookie(database) {
        let house = house(database.url()).await;
        let anne = house.colleague("Anne Martin", &[Role::Editor]).await;
        // Past the rotation of the token, on a page that sets the door's cookie too.
        house.at(house.clock.now() + Span::minutes(60));
        let page = house.desk(anne.get("/connexion?confirmer=oui")).await.good();
        let set: Vec<_> = page.headers.get_all("set-cookie").iter().collect();
        let session = set.iter().find_map(|v| v.to_str().unwrap().strip_prefix("__Host-rives-desk="));
        let session = session.unwrap_or_else(|| panic!("{set:?}")).split(';').next().unwrap();
        assert_ne!(session, anne.session.reveal());
    }

    async fn a_link_from_elsewhere_bounces_to_the_desk_and_to_no_other_host(database) {
        let house = house(database.url()).await;
        for (path, onward) in [("/equipe?q=1&r=2", "/equipe?q=1&amp;r=2"), ("//exemple.invalid/", "/")] {
            let request = Request::get(path)
                .header("sec-fetch-site", "cross-site")
                .header("sec-fetch-mode", "navigate");
            let page = house.desk(request.body(Body::empty()).unwrap()).await.good();
            assert!(page.says(&format!("content=\"0;url={onward}\"")), "{}", page.text());
        }
    }
}
