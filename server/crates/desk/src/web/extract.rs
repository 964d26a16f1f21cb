//! Who asks for a page: extractors that give proofs.

use std::sync::Arc;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::response::Response;

use super::{Desk, Trouble, sign_in_first};
use crate::access::{Capability, Proof, Staff};

/// Whoever has signed in. Anybody else is led to the door.
#[derive(Clone, Debug)]
pub struct SignedIn(pub Staff);

impl FromRequestParts<Arc<Desk>> for SignedIn {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, _: &Arc<Desk>) -> Result<Self, Response> {
        match parts.extensions.get::<Staff>() {
            Some(staff) => Ok(Self(staff.clone())),
            None => Err(sign_in_first(&parts.uri)),
        }
    }
}

/// Whoever may `C`. Those signed in without one of its roles get a 403.
#[derive(Debug)]
pub struct May<C: Capability>(pub Proof<C>);

impl<C: Capability> FromRequestParts<Arc<Desk>> for May<C> {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, desk: &Arc<Desk>) -> Result<Self, Response> {
        use axum::response::IntoResponse as _;
        let SignedIn(staff) = SignedIn::from_request_parts(parts, desk).await?;
        staff
            .prove::<C>()
            .map(Self)
            .ok_or_else(|| Trouble::NotYours.into_response())
    }
}
