//! A device subscribes, or its browser replaced its subscription. JSON: only scripts can subscribe.

use std::sync::Arc;

use app::pages::follow::{Wrong, colour, wrong_words};
use axum::http::StatusCode;
use portal::push::{
    Endpoint, Follow, FollowError, Followed, NewSubscription, PushKeys, Subscribed, Tongue,
};
use serde::Deserialize;
use serde_json::json;

use super::super::Web;
use super::super::answer::{Made, Refusal};
use super::super::ask::Ask;
use super::super::sent::Sent;
use super::PublicPush;
use super::token;

/// `PushSubscription.toJSON().keys`.
#[derive(Deserialize)]
struct Keys {
    p256dh: String,
    auth: String,
}

/// What `/suivre` takes.
#[derive(Deserialize)]
struct Asked {
    endpoint: String,
    keys: Keys,
    places: Vec<String>,
    at_least: String,
    lang: String,
}

/// What `/suivre/remplacer` takes.
#[derive(Deserialize)]
struct Replacing {
    old_endpoint: String,
    endpoint: String,
    keys: Keys,
}

/// The reasons, in the language of the page that sent it.
fn refused(ask: &Ask, status: StatusCode, wrong: &[Wrong]) -> Made {
    let errors: Vec<_> = wrong.iter().map(|w| wrong_words(ask.lang, *w)).collect();
    Made::private_json(json!({ "errors": errors })).status(status)
}

/// The address and the keys, checked; what is wrong goes to `wrong`.
fn address(
    push: &PublicPush,
    endpoint: &str,
    keys: &Keys,
    wrong: &mut Vec<Wrong>,
) -> Option<(Endpoint, PushKeys)> {
    let endpoint = Endpoint::parse(endpoint, &push.services).ok();
    if endpoint.is_none() {
        wrong.push(Wrong::Endpoint);
    }
    let keys = PushKeys::parse(&keys.p256dh, &keys.auth).filter(|k| (push.on_curve)(&k.p256dh));
    if keys.is_none() {
        wrong.push(Wrong::Keys);
    }
    endpoint.zip(keys)
}

/// The choice; a place that does not exist is not left out in silence: somebody would wait for nothing.
fn choice(asked: &Asked) -> Result<Follow, Wrong> {
    let places: Option<Vec<_>> = asked.places.iter().map(|p| Followed::parse(p)).collect();
    let (Some(places), Some(tongue)) = (places, Tongue::parse(&asked.lang)) else {
        return Err(Wrong::Unreadable);
    };
    let at_least = colour(&asked.at_least).ok_or(FollowError::NoThreshold);
    at_least
        .and_then(|colour| Follow::new(places, colour, tongue))
        .map_err(Wrong::from)
}

/// `POST /suivre`.
pub(super) async fn subscribe(web: Arc<Web>, ask: Ask, sent: Sent) -> Result<Made, Refusal> {
    let push = web.follow.push.as_ref().ok_or(Refusal::Unknown)?;
    if !sent.from_here {
        return Ok(refused(&ask, StatusCode::FORBIDDEN, &[Wrong::Foreign]));
    }
    let Some(asked) = sent.json::<Asked>() else {
        let status = StatusCode::UNPROCESSABLE_ENTITY;
        return Ok(refused(&ask, status, &[Wrong::Unreadable]));
    };
    let mut wrong = Vec::new();
    let follow = choice(&asked).map_err(|w| wrong.push(w)).ok();
    let address = address(push, &asked.endpoint, &asked.keys, &mut wrong);
    let (Some(follow), Some((endpoint, keys))) = (follow, address) else {
        return Ok(refused(&ask, StatusCode::UNPROCESSABLE_ENTITY, &wrong));
    };
    let secret = token::secret(&*web.follow.random);
    let manage = token::hash(&secret).ok_or(Refusal::Unavailable)?;
    let new = NewSubscription {
        endpoint,
        keys,
        vapid_key: push.key_id.clone(),
        follow,
        manage,
    };
    match web.follow.subscriptions.subscribe(&new, web.now()).await? {
        Subscribed::Kept(_) => {
            let manage = ask.lang.path(&format!("/suivre/{secret}"));
            Ok(Made::private_json(json!({ "manage": manage })).status(StatusCode::CREATED))
        }
        Subscribed::Gone => Ok(refused(&ask, StatusCode::CONFLICT, &[])),
    }
}

/// `POST /suivre/remplacer`: only who knows the old address can, and that is the browser.
pub(super) async fn replace(web: Arc<Web>, ask: Ask, sent: Sent) -> Result<Made, Refusal> {
    let push = web.follow.push.as_ref().ok_or(Refusal::Unknown)?;
    if !sent.from_here {
        return Ok(refused(&ask, StatusCode::FORBIDDEN, &[Wrong::Foreign]));
    }
    let Some(asked) = sent.json::<Replacing>() else {
        let status = StatusCode::UNPROCESSABLE_ENTITY;
        return Ok(refused(&ask, status, &[Wrong::Unreadable]));
    };
    let mut wrong = Vec::new();
    let Some((endpoint, keys)) = address(push, &asked.endpoint, &asked.keys, &mut wrong) else {
        return Ok(refused(&ask, StatusCode::UNPROCESSABLE_ENTITY, &wrong));
    };
    let known = web
        .follow
        .subscriptions
        .replace(
            &asked.old_endpoint,
            &endpoint,
            &keys,
            &push.key_id,
            web.now(),
        )
        .await?;
    Ok(if known {
        Made::nothing()
    } else {
        refused(&ask, StatusCode::NOT_FOUND, &[])
    })
}
