//! Suggestions under the field that searches a commune: the combobox pattern of the ARIA Authoring
//! Practices (list autocomplete, manual selection).
//!
//! On the server this is an empty, hidden list: the form around it is complete without it, and the
//! field becomes a combobox only where this runs.

use leptos::prelude::*;

/// One suggestion.
#[derive(Clone, PartialEq)]
struct Found {
    /// Where it leads.
    path: String,
    /// The commune.
    name: String,
    /// Its département and postal code.
    around: String,
}

/// What is suggested, which of it is chosen, and what is said to screen readers.
#[derive(Clone, Copy)]
struct Suggesting {
    found: RwSignal<Vec<Found>>,
    chosen: RwSignal<Option<usize>>,
    said: RwSignal<String>,
}

/// The list under the field of id `q`, in an element that gives addresses and words in `data-…`.
#[island]
pub fn CommuneSearch() -> impl IntoView {
    let state = Suggesting {
        found: RwSignal::new(Vec::new()),
        chosen: RwSignal::new(None),
        said: RwSignal::new(String::new()),
    };
    #[cfg(feature = "hydrate")]
    browser::attach(state);
    let options = move || {
        let found = state.found.get().into_iter().enumerate();
        found
            .map(|(i, f)| {
                let chosen = move || (state.chosen.get() == Some(i)).to_string();
                let path = f.path;
                view! {
                    <li
                        id=format!("q-{i}")
                        role="option"
                        aria-selected=chosen
                        on:mousedown=move |event| {
                            event.prevent_default();
                            open(&path);
                        }
                    >
                        <strong>{f.name}</strong>
                        <span>{f.around}</span>
                    </li>
                }
            })
            .collect_view()
    };
    view! {
        <ul id="q-list" role="listbox" hidden=move || state.found.with(Vec::is_empty)>
            {options}
        </ul>
        <p class="unseen" role="status">{move || state.said.get()}</p>
    }
}

/// Goes to a page; on the server there is nowhere to go.
fn open(path: &str) {
    #[cfg(feature = "hydrate")]
    browser::go(path);
    #[cfg(not(feature = "hydrate"))]
    let _ = path;
}

#[cfg(feature = "hydrate")]
mod browser {
    use std::time::Duration;

    use js_sys::{Array, Reflect, encode_uri_component};
    use leptos::prelude::*;
    use wasm_bindgen::prelude::*;
    use wasm_bindgen_futures::{JsFuture, spawn_local};
    use web_sys::{Element, Event, HtmlInputElement, KeyboardEvent, Response};

    use super::{Found, Suggesting};

    /// Pause in typing after which suggestions are asked for.
    const PAUSE: Duration = Duration::from_millis(150);
    /// Shorter texts match too much.
    const LEAST: usize = 2;
    /// The most suggestions shown.
    const MOST: usize = 8;

    pub(super) fn go(path: &str) {
        // A refused navigation leaves the page as it is: the form still works.
        let _ = web_sys::window().map(|w| w.location().set_href(path));
    }

    /// Makes the field a combobox. Where anything is missing the form stays as it was.
    pub(super) fn attach(state: Suggesting) {
        let Some(document) = web_sys::window().and_then(|w| w.document()) else {
            return;
        };
        let input = document
            .get_element_by_id("q")
            .and_then(|e| e.dyn_into::<HtmlInputElement>().ok());
        let frame = document.query_selector(".suggest").ok().flatten();
        let (Some(input), Some(frame)) = (input, frame) else {
            return;
        };
        for (name, value) in [
            ("role", "combobox"),
            ("aria-autocomplete", "list"),
            ("aria-controls", "q-list"),
            ("autocomplete", "off"),
        ] {
            set(&input, name, Some(value));
        }
        let (field, words) = (input.clone(), frame.clone());
        Effect::new(move |_| {
            let some = state.found.with(|f| !f.is_empty());
            set(
                &field,
                "aria-expanded",
                Some(if some { "true" } else { "false" }),
            );
            let active = state.chosen.get().map(|i| format!("q-{i}"));
            set(&field, "aria-activedescendant", active.as_deref());
            if let Some(list) = words.query_selector("#q-list").ok().flatten() {
                set(
                    &list,
                    "aria-label",
                    words.get_attribute("data-list").as_deref(),
                );
            }
        });
        let turn = StoredValue::new(0_u32);
        let field = input.clone();
        on(&input, "input", move |_| {
            let mine = turn.get_value().wrapping_add(1);
            turn.set_value(mine);
            let (field, frame) = (field.clone(), frame.clone());
            set_timeout(
                move || {
                    if turn.get_value() == mine {
                        spawn_local(async move {
                            let found = ask(&frame, field.value().trim()).await;
                            // An answer that comes after more was typed is not shown.
                            if turn.get_value() == mine {
                                show(state, &frame, found);
                            }
                        });
                    }
                },
                PAUSE,
            );
        });
        on(&input, "blur", move |_| close(state));
        on(&input, "keydown", move |event| {
            let Ok(event) = event.dyn_into::<KeyboardEvent>() else {
                return;
            };
            let count = state.found.with_untracked(Vec::len);
            let chosen = state.chosen.get_untracked();
            match event.key().as_str() {
                "ArrowDown" if count > 0 => {
                    event.prevent_default();
                    state
                        .chosen
                        .set(Some(chosen.map_or(0, |i| (i + 1) % count)));
                }
                "ArrowUp" if count > 0 => {
                    event.prevent_default();
                    state
                        .chosen
                        .set(Some(chosen.map_or(count - 1, |i| (i + count - 1) % count)));
                }
                "Escape" if count > 0 => {
                    event.prevent_default();
                    close(state);
                }
                "Enter" => {
                    let path = state
                        .found
                        .with_untracked(|f| chosen.and_then(|i| f.get(i)).map(|f| f.path.clone()));
                    if let Some(path) = path {
                        event.prevent_default();
                        go(&path);
                    }
                }
                _ => {}
            }
        });
    }

    fn set(element: &Element, name: &str, value: Option<&str>) {
        // Setting an attribute of a known name cannot fail.
        let _ = match value {
            Some(value) => element.set_attribute(name, value),
            None => element.remove_attribute(name),
        };
    }

    /// Listens for as long as the page lives.
    fn on(target: &HtmlInputElement, name: &str, act: impl FnMut(Event) + 'static) {
        let act = Closure::<dyn FnMut(Event)>::new(act);
        let _ = target.add_event_listener_with_callback(name, act.as_ref().unchecked_ref());
        act.forget();
    }

    fn close(state: Suggesting) {
        state.chosen.set(None);
        state.found.set(Vec::new());
        state.said.set(String::new());
    }

    /// `None`: nothing asked, or no answer; the form still works.
    async fn ask(frame: &Element, typed: &str) -> Option<Vec<Found>> {
        if typed.chars().count() < LEAST {
            return None;
        }
        let api = frame.get_attribute("data-api")?;
        let page = frame.get_attribute("data-page")?;
        let url = format!("{api}?q={}", String::from(encode_uri_component(typed)));
        let response = JsFuture::from(web_sys::window()?.fetch_with_str(&url))
            .await
            .ok()?;
        let response: Response = response.dyn_into().ok().filter(Response::ok)?;
        let answer = JsFuture::from(response.json().ok()?).await.ok()?;
        let communes: Array = Reflect::get(&answer, &"communes".into())
            .ok()?
            .dyn_into()
            .ok()?;
        Some(
            communes
                .iter()
                .take(MOST)
                .filter_map(|c| found(&c, &page))
                .collect(),
        )
    }

    fn found(commune: &JsValue, page: &str) -> Option<Found> {
        let text = |name: &str| Reflect::get(commune, &name.into()).ok()?.as_string();
        let postal = Reflect::get(commune, &"postal_codes".into())
            .ok()
            .and_then(|codes| codes.dyn_into::<Array>().ok())
            .and_then(|codes| codes.get(0).as_string());
        let around = [text("departement_name"), postal]
            .into_iter()
            .flatten()
            .collect::<Vec<_>>()
            .join(" · ");
        Some(Found {
            path: format!("{page}{}/{}", text("insee")?, text("slug")?),
            name: text("name")?,
            around,
        })
    }

    fn show(state: Suggesting, frame: &Element, found: Option<Vec<Found>>) {
        let Some(found) = found else {
            return close(state);
        };
        let words = |name: &str| frame.get_attribute(name).unwrap_or_default();
        state.said.set(if found.is_empty() {
            words("data-none")
        } else {
            words("data-some").replace("{n}", &found.len().to_string())
        });
        state.chosen.set(None);
        state.found.set(found);
    }
}
