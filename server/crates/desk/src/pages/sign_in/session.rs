//! What every way in ends with: a fresh session.

use axum::Extension;
use axum::http::HeaderMap;
use axum::response::Response;

use crate::access::{NewSession, Staff, Token};
use crate::staff::{Method, StaffId};
use crate::web::{
    ClientAddress, DOOR, Desk, SESSION, Trouble, clear_cookie, device_of, set_cookie,
};

/// The client's address, where the listener tells it.
pub(in crate::pages) type Address = Option<Extension<ClientAddress>>;

/// Counts a try to come in.
pub(in crate::pages) fn counted(
    desk: &Desk,
    login: Option<&str>,
    from: Address,
) -> Result<(), Trouble> {
    desk.throttle
        .try_once(login, from.map(|Extension(ClientAddress(ip))| ip))
        .map_err(Trouble::TooMany)
}

/// Opens a session; `None` when the account may not come in. A session that the browser had ends.
pub(in crate::pages) async fn open(
    desk: &Desk,
    staff: StaffId,
    method: Method,
    headers: &HeaderMap,
    before: Option<&Staff>,
) -> Result<Option<Token>, Trouble> {
    let now = desk.now();
    let token = Token::fresh(&*desk.random);
    let new = NewSession {
        staff,
        method,
        token: token.hash(),
        form_token: Token::fresh(&*desk.random),
        device: device_of(headers),
        ends_at: now + desk.settings.sessions.absolute,
    };
    if !desk.store.open(new, now).await? {
        return Ok(None);
    }
    if let Some(before) = before {
        desk.store.close(before, &before.session().id, now).await?;
    }
    Ok(Some(token))
}

/// The same answer with the session's cookie, and without the door's.
pub(in crate::pages) fn entered(mut response: Response, token: &Token) -> Response {
    set_cookie(response.headers_mut(), SESSION, token);
    clear_cookie(response.headers_mut(), DOOR);
    response
}
