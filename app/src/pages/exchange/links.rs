//! Secret links: shown after posting and answering, asked for anew, leading nowhere. And the small pages.

use leptos::prelude::*;
use portal::Instant;
use portal::exchange::{
    Draft, FieldError, Fit, Kind, Listing, ListingId, MatchState, Moderation, Side, names,
};

use super::card::{marks, title};
use super::fields::{FORM_ID, Form, Line};
use super::frame::{head, page, secret_head, small};
use super::manage::suiting;
use super::one::facts;
use crate::components::*;
use crate::site::{Page, Site};
use crate::wording::Lang;

/// The link in a field to copy from, and as a link.
fn secret_link(site: &Site, lang: Lang, path: &str, lines: &'static [&'static str]) -> AnyView {
    let words = &lang.words().exchange.link;
    let address = format!("{}{}", site.origin, lang.path(path));
    let lines = lines.iter().map(|l| view! { <li>{*l}</li> });
    view! {
        <section class="secret" aria-labelledby="lien-titre">
            <h2 id="lien-titre">{icon(Icon::Private)} {words.title}</h2>
            <ul>{lines.collect_view()}</ul>
            <label for="lien">{words.label}</label>
            <input id="lien" type="text" readonly value=address autocomplete="off" spellcheck="false"/>
            <p><a class="act" href=lang.path(path)>{words.open}</a></p>
        </section>
    }
    .into_any()
}

/// After posting. `probably`: other open listings of the same contact that look alike. `suggestions`: listings of
/// the other side that may suit, best first. `mails`: whether this portal sends letters; where it does not, it says so.
pub fn published(
    site: &Site,
    lang: Lang,
    secret: &str,
    listing: &Listing,
    probably: &[ListingId],
    suggestions: &[(Listing, Fit)],
    mails: bool,
) -> Page {
    let words = &lang.words().exchange.link;
    let path = format!("/entraide/gerer/{secret}");
    page(site, lang, secret_head(words.posted, &path), || {
        let held = listing.moderation == Moderation::Held;
        let state = match listing.said.details.kind() {
            Kind::Housing if held => words.held_housing,
            _ if held => words.held,
            _ => words.visible,
        };
        let probably = (!probably.is_empty()).then(|| {
            let items = probably.iter().map(|id| {
                let path = format!("/entraide/annonce/{}", id.0);
                view! { <li><a class="next" href=lang.path(&path)>{words.this}</a></li> }
            });
            view! { <p class="told">{words.probably}</p> <ul>{items.collect_view()}</ul> }
        });
        view! {
            <h1>{words.posted}</h1>
            <p role="status">{state}</p>
            {secret_link(site, lang, &path, words.manage)}
            {(!mails).then(|| no_mail(lang))}
            {probably}
            <h2>{lang.words().exchange.says.facts}</h2>
            {marks(&listing.said, lang)}
            <p><strong>{title(&listing.said, lang)}</strong></p>
            {facts(listing, lang)}
            {(!suggestions.is_empty()).then(|| suiting(suggestions, lang))}
            <p><a class="next" href=lang.path("/entraide")>{lang.words().exchange.pages.back}</a></p>
        }
        .into_any()
    })
}

/// Nobody is written to: whoever wants to know has to come back.
fn no_mail(lang: Lang) -> AnyView {
    let said = lang.words().exchange.link.no_mail;
    view! { <p class="told"><strong>{said}</strong></p> }.into_any()
}

/// After answering: the responder's link to the conversation. `mails`: see [`published`].
pub fn answered(
    site: &Site,
    lang: Lang,
    secret: &str,
    state: Option<MatchState>,
    mails: bool,
) -> Page {
    let words = &lang.words().exchange;
    let path = format!("/entraide/echange/{secret}");
    page(site, lang, secret_head(words.link.answered, &path), || {
        let lines = words.safety.card.iter().map(|l| view! { <li>{*l}</li> });
        view! {
            <h1>{words.link.answered}</h1>
            <p role="status">{(words.link.answered_said)(state)}</p>
            {secret_link(site, lang, &path, words.link.talk)}
            {(!mails).then(|| no_mail(lang))}
            <h2>{words.safety.title}</h2>
            <ul>{lines.collect_view()}</ul>
            <p><a class="next" href=lang.path("/entraide/securite")>{words.form.safety}</a></p>
        }
        .into_any()
    })
}

/// `/entraide/lien-perdu`. What it says after sending is the same whether there is a listing or not. Where no
/// letter is sent (`mails`), it asks for nothing.
pub fn lost(
    site: &Site,
    lang: Lang,
    draft: &Draft,
    wrong: &[FieldError],
    sent: bool,
    mails: bool,
) -> Page {
    let words = &lang.words().exchange.link;
    let path = "/entraide/lien-perdu";
    if !mails {
        return small(site, lang, path, words.lost, words.lost_no_mail, || {
            ().into_any()
        });
    }
    if sent {
        return small(site, lang, path, words.lost, words.lost_sent, || {
            ().into_any()
        });
    }
    let form = Form {
        lang,
        draft,
        wrong,
        side: Side::Need,
        kind: Kind::Other,
    };
    page(site, lang, head(words.lost, path), || {
        let mut email = Line::of("email");
        email.autocomplete = Some("email");
        view! {
            <h1>{words.lost}</h1>
            {form.errors()}
            <p>{words.lost_lead}</p>
            <form id=FORM_ID class="choosing" method="post" action=lang.path(path)>
                {form.hidden("")}
                {form.line(names::EMAIL, email)}
                <p><button type="submit">{words.lost_button}</button></p>
            </form>
            <p><a class="next" href=lang.path("/entraide")>{lang.words().exchange.pages.back}</a></p>
        }
        .into_any()
    })
}

/// A secret link that leads nowhere: 404.
pub fn unknown_link(site: &Site, lang: Lang) -> Page {
    let words = &lang.words().exchange;
    small(
        site,
        lang,
        "/entraide",
        words.link.unknown,
        words.link.unknown_said,
        || {
            let path = lang.path("/entraide/lien-perdu");
            view! { <p><a class="next" href=path>{words.list.lost}</a></p> }.into_any()
        },
    )
}

/// A listing that is not, or no longer, public: 404.
pub fn unknown_listing(site: &Site, lang: Lang) -> Page {
    let words = &lang.words().exchange;
    small(
        site,
        lang,
        "/entraide",
        words.pages.gone.0,
        words.pages.gone.1,
        || {
            let path = lang.path("/entraide/publier");
            view! { <p><a class="next" href=path>{words.form.start}</a></p> }.into_any()
        },
    )
}

/// The contact has posted or answered as much as it may, or the listing has answers enough: 429.
pub fn too_many(site: &Site, lang: Lang, until: Option<Instant>) -> Page {
    let words = &lang.words().exchange.pages;
    small(
        site,
        lang,
        "/entraide",
        words.too_many.0,
        words.too_many.1,
        || {
            until
            .map(|at| view! { <p><strong>{sentence(words.until, at, Long::Day, lang)}</strong></p> })
            .into_any()
        },
    )
}

/// After erasing: the link leads nowhere any more.
pub fn erased(site: &Site, lang: Lang) -> Page {
    let words = &lang.words().exchange.pages;
    small(
        site,
        lang,
        "/entraide",
        words.erased.0,
        words.erased.1,
        || ().into_any(),
    )
}

/// The exchange is not open: what to do instead.
pub fn switched_off(site: &Site, lang: Lang) -> Page {
    let words = &lang.words().exchange.pages;
    page(site, lang, head(words.off.0, "/entraide"), || {
        let lines = words.off.1.iter().map(|l| view! { <p>{*l}</p> });
        view! {
            <h1>{words.off.0}</h1>
            {lines.collect_view()}
            <p><a class="next" href=lang.path("/alertes")>{lang.words().shell.alerts}</a></p>
        }
        .into_any()
    })
}
