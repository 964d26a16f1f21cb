//! The first page after signing in: what waits for this person.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use maud::html;

use crate::web::{Access, Desk, Page, Routes, SignedIn, Trouble};

pub(super) fn routes(routes: Routes) -> Routes {
    routes.get("/", Access::SignedIn, home)
}

async fn home(State(desk): State<Arc<Desk>>, SignedIn(by): SignedIn) -> Result<Response, Trouble> {
    let main = html! {
        h1 { "Bonjour " (by.account().name) }
    };
    Page::new("Poste", main).answer(&desk, &by).await
}
