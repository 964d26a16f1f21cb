//! The states of `#recevoir`, and what its buttons do.

use js_sys::{Array, Object, Reflect, encode_uri_component};
use leptos::prelude::*;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{
    Document, Element, HtmlElement, HtmlInputElement, HtmlSelectElement, Notification, RequestInit,
    Response, Storage,
};

use super::device;

/// Where the browser keeps the device's private link.
const STORED: &str = "rives.suivre";

fn document() -> Option<Document> {
    web_sys::window()?.document()
}

fn storage() -> Option<Storage> {
    web_sys::window()?.local_storage().ok().flatten()
}

fn all(of: &Element, selector: &str) -> Vec<Element> {
    let Ok(found) = of.query_selector_all(selector) else {
        return Vec::new();
    };
    (0..found.length())
        .filter_map(|i| found.get(i)?.dyn_into().ok())
        .collect()
}

fn show(element: &Element, shown: bool) {
    // Setting an attribute of a known name cannot fail.
    let _ = if shown {
        element.remove_attribute("hidden")
    } else {
        element.set_attribute("hidden", "")
    };
}

/// The section under way.
#[derive(Clone)]
struct Receiving {
    section: Element,
    said: RwSignal<String>,
}

/// Brings the section to life. Where anything is missing it stays as it was.
pub(super) fn attach(said: RwSignal<String>) {
    let Some(section) = document().and_then(|d| d.get_element_by_id("recevoir")) else {
        return;
    };
    let receiving = Receiving { section, said };
    receiving.known();
    let chosen = receiving.attribute("data-chosen") == "true";
    receiving.to(match device::hindrance() {
        Some(hindrance) => hindrance,
        None if !chosen => "places",
        None => "ready",
    });
    for button in all(&receiving.section, "[data-do]") {
        let what = button.get_attribute("data-do").unwrap_or_default();
        let receiving = receiving.clone();
        let act = Closure::<dyn FnMut()>::new(move || match what.as_str() {
            "subscribe" => receiving.clicked(),
            "copy" => receiving.copy(),
            _ => {}
        });
        let _ = button.add_event_listener_with_callback("click", act.as_ref().unchecked_ref());
        act.forget();
    }
}

impl Receiving {
    fn attribute(&self, name: &str) -> String {
        self.section.get_attribute(name).unwrap_or_default()
    }

    /// Leads to this browser's device, if it has one.
    fn known(&self) {
        let Some(link) = storage().and_then(|s| s.get_item(STORED).ok().flatten()) else {
            return;
        };
        // Only ever a page of this portal.
        if !link.starts_with('/') || link.starts_with("//") {
            return;
        }
        self.lead(&link);
        for notice in all(&self.section, "[data-known]") {
            show(&notice, true);
        }
    }

    fn lead(&self, link: &str) {
        for anchor in all(&self.section, "[data-manage]") {
            let _ = anchor.set_attribute("href", link);
        }
    }

    /// Shows one state and hides the others.
    fn to(&self, state: &str) -> Option<Element> {
        let mut shown = None;
        for element in all(&self.section, "[data-when]") {
            let is = element.get_attribute("data-when").as_deref() == Some(state);
            show(&element, is);
            if is {
                shown = Some(element);
            }
        }
        shown
    }

    /// Something is under way: said, without moving what one is reading.
    fn under_way(&self, state: &str) {
        let text = self
            .to(state)
            .and_then(|e| e.query_selector("[data-say]").ok().flatten())
            .and_then(|e| e.text_content());
        self.said.set(text.unwrap_or_default());
    }

    /// It came to an end: the button that was pressed is gone, so the reader is taken to what is so now.
    fn ends(&self, state: &str) {
        self.said.set(String::new());
        if let Some(shown) = self
            .to(state)
            .and_then(|e| e.dyn_into::<HtmlElement>().ok())
        {
            let _ = shown.set_attribute("tabindex", "-1");
            let _ = shown.focus();
        }
    }

    /// The permission is asked within the click itself: browsers refuse it elsewhere.
    fn clicked(&self) {
        self.under_way("asking");
        let asked = Notification::request_permission();
        let this = self.clone();
        spawn_local(async move {
            let answer = match asked {
                Ok(promise) => JsFuture::from(promise).await.ok(),
                Err(_) => None,
            };
            match answer.and_then(|a| a.as_string()).as_deref() {
                Some("granted") => {
                    this.under_way("working");
                    let end = this.subscribe().await.unwrap_or("failed");
                    this.ends(end);
                }
                Some("denied") => this.ends("denied"),
                // Closed without an answer: it can be asked again.
                _ => this.ends("ready"),
            }
        });
    }

    /// Subscribes and tells the portal; gives the state that it ends in.
    async fn subscribe(&self) -> Option<&'static str> {
        let (places, at_least, lang) = choice()?;
        if places.length() == 0 {
            return Some("places");
        }
        let key = self.attribute("data-key");
        for anew in [false, true] {
            let subscription = device::subscribe(&key, anew).await.ok()?;
            let body = device::body(&subscription, &places, &at_least, &lang)?;
            let response = self.post(&body).await?;
            let answer = match response.json() {
                Ok(promise) => JsFuture::from(promise).await.unwrap_or(JsValue::NULL),
                Err(_) => JsValue::NULL,
            };
            match response.status() {
                201 => return self.kept(&answer),
                // The push service said that this one is gone: once more, with another.
                409 => {}
                422 => {
                    self.reasons(&answer);
                    return Some("refused");
                }
                429 => return Some("many"),
                _ => return Some("failed"),
            }
        }
        Some("failed")
    }

    async fn post(&self, body: &str) -> Option<Response> {
        let headers = Object::new();
        Reflect::set(&headers, &"content-type".into(), &"application/json".into()).ok()?;
        let init = RequestInit::new();
        init.set_method("POST");
        init.set_headers(&headers);
        init.set_body(&body.into());
        let promise =
            web_sys::window()?.fetch_with_str_and_init(&self.attribute("data-post"), &init);
        JsFuture::from(promise).await.ok()?.dyn_into().ok()
    }

    /// Shows the private link, and keeps it in this browser.
    fn kept(&self, answer: &JsValue) -> Option<&'static str> {
        let path = Reflect::get(answer, &"manage".into()).ok()?.as_string()?;
        if let Some(storage) = storage() {
            // A browser that keeps nothing still shows the link.
            let _ = storage.set_item(STORED, &path);
        }
        self.lead(&path);
        let url = format!("{}{path}", web_sys::window()?.location().origin().ok()?);
        for field in all(&self.section, "[data-link]") {
            if let Ok(field) = field.dyn_into::<HtmlInputElement>() {
                field.set_value(&url);
            }
        }
        for anchor in all(&self.section, "[data-mail]") {
            let subject = anchor.get_attribute("data-mail").unwrap_or_default();
            let encode = |text: &str| String::from(encode_uri_component(text));
            let href = format!("mailto:?subject={}&body={}", encode(&subject), encode(&url));
            let _ = anchor.set_attribute("href", &href);
        }
        for notice in all(&self.section, "[data-known]") {
            show(&notice, false);
        }
        Some("done")
    }

    /// Why the portal refuses, in its own words.
    fn reasons(&self, answer: &JsValue) {
        let list = all(&self.section, "[data-reasons]");
        let reasons = Reflect::get(answer, &"errors".into())
            .ok()
            .and_then(|e| e.dyn_into::<Array>().ok());
        let (Some(list), Some(reasons), Some(document)) = (list.first(), reasons, document())
        else {
            return;
        };
        list.set_text_content(None);
        for reason in reasons.iter().filter_map(|r| r.as_string()) {
            if let Ok(item) = document.create_element("li") {
                item.set_text_content(Some(&reason));
                let _ = list.append_child(&item);
            }
        }
    }

    fn copy(&self) {
        let field = all(&self.section, "[data-link]").into_iter().next();
        let Some(field) = field.and_then(|f| f.dyn_into::<HtmlInputElement>().ok()) else {
            return;
        };
        // Selected too: where the clipboard is closed, one can copy by hand.
        field.select();
        let Some(window) = web_sys::window() else {
            return;
        };
        let this = self.clone();
        let copied = window.navigator().clipboard().write_text(&field.value());
        spawn_local(async move {
            if JsFuture::from(copied).await.is_ok() {
                for notice in all(&this.section, "[data-copied]") {
                    show(&notice, true);
                    this.said.set(notice.text_content().unwrap_or_default());
                }
            }
        });
    }
}

/// What the form says at this moment: places, threshold, language.
fn choice() -> Option<(Array, String, String)> {
    let form = document()?.get_element_by_id("choix")?;
    let value = |e: Element| e.dyn_into::<HtmlInputElement>().ok().map(|i| i.value());
    let places: Array = all(&form, "input[name=lieu]")
        .into_iter()
        .filter_map(value)
        .map(JsValue::from)
        .collect();
    let at_least = all(&form, "input[name=niveau]:checked")
        .into_iter()
        .find_map(value)
        .unwrap_or_default();
    let lang = form
        .query_selector("#langue")
        .ok()
        .flatten()
        .and_then(|e| e.dyn_into::<HtmlSelectElement>().ok())
        .map(|s| s.value())
        .unwrap_or_default();
    Some((places, at_least, lang))
}

/// Forgets the link kept here, if it is the one that this page is about; after an end also the browser's
/// own subscription. A page that somebody is merely led to changes nothing.
pub(super) fn forget() {
    let (Some(document), Some(storage)) = (document(), storage()) else {
        return;
    };
    let kept = storage.get_item(STORED).ok().flatten().unwrap_or_default();
    let token = kept.rsplit('/').next().unwrap_or_default();
    let here = web_sys::window()
        .and_then(|w| w.location().pathname().ok())
        .unwrap_or_default();
    if token.is_empty() || !here.split('/').any(|part| part == token) {
        return;
    }
    let _ = storage.remove_item(STORED);
    let how = document
        .get_element_by_id("oublier")
        .and_then(|e| e.get_attribute("data-forget"));
    if how.as_deref() == Some("all") {
        spawn_local(device::end());
    }
}
