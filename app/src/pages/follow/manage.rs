//! `/suivre/{token}`: what one device follows, and changing, testing, ending it. Whoever has the address
//! may: it is shown to nobody else, kept by nobody.

use leptos::prelude::*;
use portal::push::Subscription;

use super::choice::{choice_form, errors, full_name};
use super::draft::Draft;
use super::elsewhere::{elsewhere, todo, told};
use super::start::Wrong;
use crate::components::mark;
use crate::islands::ForgetDevice;
use crate::shell::{Head, document};
use crate::site::{Page, Site};
use crate::wording::Lang;

/// What just happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Note {
    /// Nothing.
    None,
    /// The choice was kept.
    Saved,
    /// A test was asked for too soon.
    TooSoon,
}

/// The page of a device. `draft`: changes under way, not kept yet. `sends`: whether tests can be sent.
#[expect(
    clippy::too_many_arguments,
    reason = "each stands for one thing the page shows; a struct would only name them twice"
)]
pub fn manage(
    site: &Site,
    lang: Lang,
    token: &str,
    device: &Subscription,
    draft: Option<&Draft>,
    sends: bool,
    note: Note,
    wrong: &[Wrong],
) -> Page {
    let words = &lang.words().follow.manage;
    let path = format!("/suivre/{token}");
    let head = private(words.title, &path, false);
    let html = document(site, lang, head, || {
        let said = match note {
            Note::None => None,
            Note::Saved => Some(words.saved),
            Note::TooSoon => Some(words.too_soon),
        };
        let said = said.map(|s| view! { <p role="status"><strong>{s}</strong></p> });
        let kept = Draft::of(&device.follow);
        let change = choice_form(
            lang,
            draft.unwrap_or(&kept),
            &path,
            Some((path.clone(), words.save)),
            wrong,
        );
        let unsaved = draft
            .is_some_and(|d| d.follow().as_ref() != Ok(&device.follow))
            .then(|| view! { <p role="status" class="warn">{words.draft}</p> });
        view! {
            <h1>{words.title}</h1>
            {said}
            {errors(lang, wrong)}
            <p>{words.private}</p>
            <h2>{words.now}</h2>
            {facts(lang, device)}
            {reach(lang, device, &path, sends)}
            <section aria-labelledby="changer">
                <h2 id="changer">{words.change}</h2>
                {unsaved}
                {change}
            </section>
            <section aria-labelledby="arreter">
                <h2 id="arreter">{words.remove}</h2>
                <p>{words.remove_lead}</p>
                <form method="post" action=lang.path(&format!("{path}/retirer"))>
                    <button type="submit">{words.remove_button}</button>
                </form>
            </section>
        }
        .into_any()
    });
    Page {
        html,
        valid_until: None,
    }
}

/// A private page is for nobody's list.
pub(super) fn private(title: &str, path: &str, island: bool) -> Head {
    Head {
        title: title.to_owned(),
        description: title.to_owned(),
        path: path.to_owned(),
        island,
        noindex: true,
        ..Head::default()
    }
}

fn facts(lang: Lang, device: &Subscription) -> AnyView {
    let words = &lang.words().follow.manage;
    let choice = &lang.words().follow.choice;
    let places = device
        .follow
        .places()
        .map(|p| view! { <li>{full_name(p)}</li> })
        .collect_view();
    let colour = device.follow.at_least();
    let tongue = device.follow.tongue().tag();
    let language = choice
        .languages
        .iter()
        .find(|l| l.0 == tongue)
        .map_or(tongue, |l| l.1);
    let last = device.last_ok_at.map_or_else(
        || words.last_none.to_owned(),
        |at| (words.last_ok)(&lang.full_time(at)),
    );
    let service = device
        .origin
        .split_once("://")
        .map_or(device.origin.as_str(), |(_, host)| host);
    view! {
        <dl class="endpoints">
            <div><dt>{words.places}</dt><dd><ul>{places}</ul></dd></div>
            <div><dt>{words.colour}</dt><dd>{mark(colour, (lang.words().alert.colour)(colour))} " " {(choice.from)(colour)}</dd></div>
            <div><dt>{words.language}</dt><dd lang=tongue>{language}</dd></div>
        </dl>
        <p class="hint">{(words.since)(&lang.full_time(device.created_at))} ". " {(words.service)(service)} ". " {last}</p>
    }
    .into_any()
}

/// The test; or, for a device that is gone, how to begin anew.
fn reach(lang: Lang, device: &Subscription, path: &str, sends: bool) -> AnyView {
    let words = &lang.words().follow.manage;
    let anew = format!("/suivre{}", Draft::of(&device.follow).query());
    let body = if device.gone_at.is_some() {
        view! { {told(&words.gone)} <p><a class="next" href=lang.path(&anew)>{words.anew}</a></p> }
            .into_any()
    } else if !sends {
        view! { <p>{words.off}</p> }.into_any()
    } else {
        view! {
            <p>{words.test_lead}</p>
            <form method="post" action=lang.path(&format!("{path}/essai"))>
                <button type="submit">{words.test_button}</button>
            </form>
        }
        .into_any()
    };
    view! {
        <section aria-labelledby="tester">
            <h2 id="tester">{words.test}</h2>
            {body}
        </section>
    }
    .into_any()
}

/// After the end: the browser forgets its link and its subscription too.
pub fn removed(site: &Site, lang: Lang) -> Page {
    let words = &lang.words().follow.manage;
    let head = private(words.removed, "/suivre", true);
    let html = document(site, lang, head, || {
        view! {
            <h1>{words.removed}</h1>
            <p>{words.removed_said}</p>
            <p><a class="next" href=lang.path("/suivre")>{words.anew}</a></p>
            <div id="oublier" data-forget="all"><ForgetDevice/></div>
            {elsewhere(lang, &[])}
        }
        .into_any()
    });
    Page {
        html,
        valid_until: None,
    }
}

/// A link that leads nowhere: 404. This browser forgets it if it was its own.
pub fn unknown_link(site: &Site, lang: Lang) -> Page {
    let words = &lang.words().follow.manage;
    let head = private(words.unknown, "/suivre", true);
    let html = document(site, lang, head, || {
        view! {
            <h1>{words.unknown}</h1>
            <p>{words.unknown_said.said}</p>
            {todo(&words.unknown_said)}
            <p><a class="next" href=lang.path("/suivre")>{words.anew}</a></p>
            <div id="oublier" data-forget="this"><ForgetDevice/></div>
            {elsewhere(lang, &[])}
        }
        .into_any()
    });
    Page {
        html,
        valid_until: None,
    }
}
