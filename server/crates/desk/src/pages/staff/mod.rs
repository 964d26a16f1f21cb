//! The team: who is there, who is asked in, who may do what.
//!
//! Owns the pages under `/equipe`. Never: a secret shown twice; a decision of its own about who may do
//! what, which is the store's, in the transaction of the deed.

mod invite;
mod markup;
mod person;
mod refusal;
mod team;

use crate::access::ManageStaff;
use crate::web::{Routes, may};

pub(super) fn routes(routes: Routes) -> Routes {
    let manage = may::<ManageStaff>();
    routes
        .get("/equipe", manage, team::page)
        .get("/equipe/inviter", manage, invite::page)
        .post("/equipe/inviter", manage, invite::invite)
        .post(
            "/equipe/invitations/{invitation}/accord",
            manage,
            team::approve,
        )
        .post(
            "/equipe/invitations/{invitation}/retrait",
            manage,
            team::revoke,
        )
        .post("/equipe/changements/{change}", manage, team::decide)
        .get("/equipe/{staff}", manage, person::page)
        .post("/equipe/{staff}/suspendre", manage, person::suspend)
        .post("/equipe/{staff}/retablir", manage, person::reinstate)
        .post("/equipe/{staff}/roles", manage, person::change_roles)
        .post("/equipe/{staff}/sessions", manage, person::close_sessions)
}
