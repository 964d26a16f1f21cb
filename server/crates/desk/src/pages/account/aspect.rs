//! Light or dark, for this browser: three buttons, since what was chosen shows.

use axum::response::Response;
use maud::{Markup, html};
use serde::Deserialize;

use crate::access::Staff;
use crate::web::{Access, Aspect, OwnDeed, Routes, form_token, see};

pub(super) fn routes(routes: Routes) -> Routes {
    routes.post("/compte/aspect", Access::SignedIn, choose)
}

#[derive(Debug, Deserialize)]
struct Chosen {
    aspect: Aspect,
}

async fn choose(OwnDeed { form, .. }: OwnDeed<Chosen>) -> Response {
    let mut answer = see("/compte");
    form.aspect.keep(answer.headers_mut());
    answer
}

/// The form.
pub(super) fn form(by: &Staff) -> Markup {
    html! {
        h2 { "Aspect" }
        p { "Pour ce navigateur. Automatique : sombre de 21 h à 7 h, sinon comme l'appareil." }
        form class="deeds" method="post" action="/compte/aspect" {
            (form_token(by))
            button class="quiet" name="aspect" value="automatique" { "Automatique" }
            button class="quiet" name="aspect" value="clair" { "Clair" }
            button class="quiet" name="aspect" value="sombre" { "Sombre" }
        }
    }
}
