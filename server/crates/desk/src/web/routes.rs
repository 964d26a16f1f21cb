//! The table of routes: each with who may take it. The router is made from it, the documentation is
//! compared with it, and a test asks every one as everybody.

use std::sync::Arc;

use axum::Router;
use axum::handler::Handler;
use axum::http::Method;
use axum::routing::{MethodFilter, on};

use super::Desk;
use crate::access::Capability;
use crate::staff::Role;

/// Who may take a route.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// Anybody who reaches the desk's listener.
    Open,
    /// Whoever has signed in.
    SignedIn,
    /// Whoever has one of these roles: name of the capability, roles.
    May(&'static str, &'static [Role]),
}

/// The access of a capability.
pub fn may<C: Capability>() -> Access {
    Access::May(C::NAME, C::ROLES)
}

/// One route.
#[derive(Clone, Debug)]
pub struct RouteInfo {
    /// GET or POST.
    pub method: Method,
    /// As axum writes it: `/messages/{draft}`.
    pub path: &'static str,
    /// Who may.
    pub access: Access,
}

/// Routes being collected.
#[derive(Default)]
pub struct Routes {
    router: Router<Arc<Desk>>,
    table: Vec<RouteInfo>,
}

impl Routes {
    /// What a noun adds.
    pub fn with(self, more: impl FnOnce(Routes) -> Routes) -> Self {
        more(self)
    }

    /// A page.
    pub fn get<H, T>(self, path: &'static str, access: Access, handler: H) -> Self
    where
        H: Handler<T, Arc<Desk>>,
        T: 'static,
    {
        self.add(Method::GET, MethodFilter::GET, path, access, handler)
    }

    /// A deed.
    pub fn post<H, T>(self, path: &'static str, access: Access, handler: H) -> Self
    where
        H: Handler<T, Arc<Desk>>,
        T: 'static,
    {
        self.add(Method::POST, MethodFilter::POST, path, access, handler)
    }

    fn add<H, T>(
        mut self,
        method: Method,
        filter: MethodFilter,
        path: &'static str,
        access: Access,
        handler: H,
    ) -> Self
    where
        H: Handler<T, Arc<Desk>>,
        T: 'static,
    {
        self.router = self.router.route(path, on(filter, handler));
        self.table.push(RouteInfo {
            method,
            path,
            access,
        });
        self
    }

    /// The table.
    pub fn table(&self) -> &[RouteInfo] {
        &self.table
    }

    pub(super) fn into_router(self) -> Router<Arc<Desk>> {
        self.router
    }
}
