//! The desk's pages, one folder or file per noun.

mod account;
mod ago;
mod audit;
mod exchange;
mod federation;
mod held;
mod home;
mod items;
mod logbook;
mod messages;
mod sign_in;
mod sources;
mod staff;
mod telling;

use crate::web::Routes;

/// The routes of every noun.
pub fn routes(routes: Routes) -> Routes {
    routes
        .with(home::routes)
        .with(sign_in::routes)
        .with(account::routes)
        .with(federation::routes)
        .with(staff::routes)
        .with(messages::routes)
        .with(held::routes)
        .with(items::routes)
        .with(logbook::routes)
        .with(exchange::routes)
        .with(telling::routes)
        .with(sources::routes)
        .with(audit::routes)
}
