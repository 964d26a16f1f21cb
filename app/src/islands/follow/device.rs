//! What the browser can do, and the subscription itself: W3C Push API, RFC 8292 key.

use js_sys::{Array, Object, Promise, Reflect};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    Notification, NotificationPermission, PushManager, PushSubscription,
    PushSubscriptionOptionsInit, ServiceWorkerRegistration,
};

/// Longest wait for one answer of the browser. In the first seconds after its start some never answer.
const PATIENCE_MS: i32 = 10_000;
/// How often subscribing is tried.
const TRIES: u32 = 3;

/// What stands in the way before anything was asked.
pub(super) fn hindrance() -> Option<&'static str> {
    let Some(window) = web_sys::window() else {
        return Some("unsupported");
    };
    let has = |of: &JsValue, name: &str| Reflect::has(of, &name.into()).unwrap_or(false);
    let navigator = window.navigator();
    let able = window.is_secure_context()
        && has(&navigator, "serviceWorker")
        && has(&window, "PushManager")
        && has(&window, "Notification");
    if !able {
        return Some(if is_ios() && !is_installed() {
            "install"
        } else {
            "unsupported"
        });
    }
    (Notification::permission() == NotificationPermission::Denied).then_some("denied")
}

/// iPhones, and iPads, which say that they are a Mac with a touch screen.
fn is_ios() -> bool {
    let Some(navigator) = web_sys::window().map(|w| w.navigator()) else {
        return false;
    };
    let agent = navigator.user_agent().unwrap_or_default();
    let touch = navigator.max_touch_points() > 1;
    ["iPhone", "iPad", "iPod"].iter().any(|n| agent.contains(n))
        || (agent.contains("Macintosh") && touch)
}

/// Opened from the Home Screen.
fn is_installed() -> bool {
    web_sys::window()
        .and_then(|w| w.match_media("(display-mode: standalone)").ok().flatten())
        .is_some_and(|m| m.matches())
}

/// A promise, or an error when it takes too long.
async fn soon(promise: Promise) -> Result<JsValue, JsValue> {
    let late = Promise::new(&mut |_, reject| {
        if let Some(window) = web_sys::window() {
            // Without a timer the browser's own answer is waited for.
            let _ =
                window.set_timeout_with_callback_and_timeout_and_arguments_0(&reject, PATIENCE_MS);
        }
    });
    JsFuture::from(Promise::race(&Array::of2(&promise, &late))).await
}

/// This browser's service worker, registered if it is not yet.
async fn registration() -> Result<ServiceWorkerRegistration, JsValue> {
    let window = web_sys::window().ok_or(JsValue::NULL)?;
    let workers = window.navigator().service_worker();
    soon(workers.register("/sw.js")).await?;
    soon(workers.ready()?).await?.dyn_into()
}

async fn existing(manager: &PushManager) -> Option<PushSubscription> {
    soon(manager.get_subscription().ok()?)
        .await
        .ok()?
        .dyn_into()
        .ok()
}

/// Subscribes with this key. A subscription made with another key of the portal is given up first, and so
/// is one that the portal says is gone (`anew`).
pub(super) async fn subscribe(key: &str, anew: bool) -> Result<PushSubscription, JsValue> {
    let manager = registration().await?.push_manager()?;
    let options = PushSubscriptionOptionsInit::new();
    options.set_user_visible_only(true);
    options.set_application_server_key_opt_str(Some(key));
    let mut give_up = anew;
    let mut last = JsValue::NULL;
    for _ in 0..TRIES {
        if give_up && let Some(old) = existing(&manager).await {
            soon(old.unsubscribe()?).await?;
        }
        match soon(manager.subscribe_with_options(&options)?).await {
            Ok(made) => return made.dyn_into(),
            Err(error) => last = error,
        }
        // InvalidStateError: there is one with another key.
        give_up = true;
    }
    Err(last)
}

/// Ends this browser's own side, if it has one.
pub(super) async fn end() {
    let Some(window) = web_sys::window() else {
        return;
    };
    if !Reflect::has(&window.navigator(), &"serviceWorker".into()).unwrap_or(false) {
        return;
    }
    let Ok(found) = soon(window.navigator().service_worker().get_registration()).await else {
        return;
    };
    let manager = found
        .dyn_into::<ServiceWorkerRegistration>()
        .ok()
        .and_then(|r| r.push_manager().ok());
    if let Some(manager) = manager
        && let Some(subscription) = existing(&manager).await
        && let Ok(promise) = subscription.unsubscribe()
    {
        // Nothing more can be done about it here: the portal has erased its side.
        let _ = soon(promise).await;
    }
}

/// What the portal is told, as JSON.
pub(super) fn body(
    subscription: &PushSubscription,
    places: &Array,
    at_least: &str,
    lang: &str,
) -> Option<String> {
    let told = subscription.to_json().ok()?;
    let body = Object::new();
    let set = |name: &str, value: &JsValue| Reflect::set(&body, &name.into(), value).is_ok();
    let keys = Reflect::get(&told, &"keys".into()).ok()?;
    let all = set("endpoint", &subscription.endpoint().into())
        && set("keys", &keys)
        && set("places", places)
        && set("at_least", &at_least.into())
        && set("lang", &lang.into());
    all.then(|| js_sys::JSON::stringify(&body).ok())
        .flatten()
        .map(String::from)
}
