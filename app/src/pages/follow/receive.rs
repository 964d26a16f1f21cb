//! The part of `/suivre` in which an island subscribes this device.
//!
//! Every state of it stands in the page as HTML, hidden but the one for browsers without scripts: the
//! island shows one and hides the others, and has no words of its own.

use leptos::prelude::*;

use super::elsewhere::{todo, told};
use crate::islands::FollowDevice;
use crate::wording::Lang;
use crate::wording::follow::Told;

/// What a browser subscribes with.
#[derive(Clone, Copy, Debug)]
pub struct PushKey<'a> {
    /// `applicationServerKey`: base64url of the uncompressed point.
    pub public: &'a str,
}

/// The section. `chosen`: there is a place already.
pub(super) fn receive(lang: Lang, chosen: bool, key: Option<PushKey<'_>>) -> AnyView {
    let words = &lang.words().follow.receive;
    let Some(key) = key else {
        return view! {
            <section id="recevoir" aria-labelledby="recevoir-titre">
                <h2 id="recevoir-titre">{words.title}</h2>
                {told(&words.off)}
            </section>
        }
        .into_any();
    };
    let again =
        || view! { <p><button type="button" data-do="subscribe">{words.again}</button></p> };
    view! {
        <section
            id="recevoir"
            aria-labelledby="recevoir-titre"
            data-key=key.public.to_owned()
            data-post=lang.path("/suivre")
            data-chosen=chosen.to_string()
        >
            <h2 id="recevoir-titre">{words.title}</h2>
            <div class="empty" data-known="" hidden>
                <div>
                    <p><strong>{words.known}</strong></p>
                    <p><a class="next" href=lang.path("/suivre") data-manage="">{words.known_link}</a></p>
                    <p>{words.known_again}</p>
                </div>
            </div>
            <div data-when="script">{told(&words.script)}</div>
            {state("places", &words.places, None)}
            {state("ready", &words.ready, Some(view! { <p><button type="button" data-do="subscribe">{words.button}</button></p> }.into_any()))}
            {state("asking", &words.asking, None)}
            <div data-when="working" hidden><p data-say="">{words.working}</p></div>
            {state("install", &words.install, None)}
            {state("unsupported", &words.unsupported, None)}
            {state("denied", &words.denied, None)}
            {state("failed", &words.failed, Some(again().into_any()))}
            {state("many", &words.too_many, Some(again().into_any()))}
            {state("refused", &words.refused, Some(view! { <ul data-reasons=""></ul> {again()} }.into_any()))}
            {done(lang)}
            <FollowDevice/>
        </section>
    }
    .into_any()
}

/// One state; the island shows it and says its first line.
fn state(when: &'static str, words: &'static Told, more: Option<AnyView>) -> AnyView {
    view! {
        <div data-when=when hidden>
            <p data-say=""><strong>{words.said}</strong></p>
            {todo(words)}
            {more}
        </div>
    }
    .into_any()
}

/// What stands after success: the private link, once.
fn done(lang: Lang) -> AnyView {
    let receive = &lang.words().follow.receive;
    let words = &lang.words().follow.private;
    let warning = words.warning.iter().map(|w| view! { <p>{*w}</p> });
    view! {
        <div data-when="done" hidden>
            <p data-say=""><strong>{receive.done.said}</strong></p>
            {todo(&receive.done)}
            <h3>{words.title}</h3>
            {warning.collect_view()}
            <label for="lien-prive">{words.label}</label>
            <input id="lien-prive" type="text" readonly autocomplete="off" data-link=""/>
            <p class="turn">
                <button type="button" data-do="copy">{words.copy}</button>
                <a class="next" href="mailto:" data-mail=words.mail_subject>{words.mail}</a>
            </p>
            <p data-copied="" hidden>{words.copied}</p>
            <p><a class="next" href=lang.path("/suivre") data-manage="">{words.open}</a></p>
        </div>
    }
    .into_any()
}
