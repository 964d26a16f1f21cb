//! How a message will look to residents: the public side's own rendering, handed to the desk.
//!
//! Owns which renderings are gathered. Never: a text or a page of its own, a store, a clock.

mod inert;

use app::pages::{Problem, alert, problem, shared_card};
use app::{Assets, Css, Lang, Site, feeds, notice};
use desk::preview::{Preview, Previewed};
use portal::Instant;
use portal::cap;
use portal::messages::{Thread, relayed};

use super::DeskDeps;
use crate::public::Safety;

/// The public side's rendering.
pub(super) struct AppPreview {
    site: Site,
    policy: String,
}

impl AppPreview {
    pub(super) fn new(deps: &DeskDeps) -> Self {
        Self::of(
            &deps.portal.name,
            deps.portal.exercise,
            &deps.public_origin,
            deps.site.style().unwrap_or_else(app::stylesheet),
        )
    }

    fn of(name: &str, exercise: bool, origin: &str, mut style: String) -> Self {
        style.push_str(inert::STYLE);
        let directives = [
            "default-src 'none'".to_owned(),
            format!("style-src {}", Safety::style_source(&style)),
            "img-src data: 'self'".to_owned(),
            "form-action 'none'".to_owned(),
            "base-uri 'none'".to_owned(),
            // The desk's own page frames it, nobody else.
            "frame-ancestors 'self'".to_owned(),
            // No script, no form, and an origin of its own: what is previewed has no hold on the desk.
            "sandbox".to_owned(),
        ];
        Self {
            site: Site {
                name: name.to_owned(),
                origin: origin.to_owned(),
                exercise,
                // No scripts: they would be refused, and the desk does not serve them.
                assets: Assets {
                    css: Css::Inline(style),
                    ..Assets::default()
                },
            },
            policy: directives.join("; "),
        }
    }

    /// The alert's page, or the page that residents find where there is nothing to tell; its links lead nowhere.
    fn page(&self, lang: Lang, now: Instant, thread: &Thread) -> String {
        let page = alert(&self.site, lang, now, thread, &[])
            .unwrap_or_else(|| problem(&self.site, lang, Problem::Alert));
        inert::inert(&page.html)
    }

    /// The host that a shared link names.
    fn host(&self) -> &str {
        let origin = &self.site.origin;
        origin.split_once("://").map_or(origin, |(_, host)| host)
    }
}

impl Preview for AppPreview {
    fn preview(&self, thread: &Thread, now: Instant) -> Previewed {
        let mut out = Previewed {
            page: self.page(Lang::Fr, now, thread),
            page_en: self.page(Lang::En, now, thread),
            feed_entry: feeds::atom_entry(&self.site, now, thread).unwrap_or_default(),
            // As `/messages/{id}/cap.xml` gives it.
            cap: thread
                .messages
                .last()
                .map(|message| cap::write(&relayed(message, &[])))
                .unwrap_or_default(),
            ..Previewed::default()
        };
        if let Some(notice) = notice::notice(&self.site, Lang::Fr, now, thread) {
            out.notification_title = notice.title;
            out.notification_body = notice.body;
        }
        if let Some(card) = shared_card(&self.site, Lang::Fr, now, thread) {
            out.card_title = card.title;
            out.card_description = card.description;
            out.card_site = format!("{} · {}", card.site_name, self.host());
        }
        out
    }

    fn content_security_policy(&self) -> String {
        self.policy.clone()
    }
}

#[cfg(test)]
mod tests;
