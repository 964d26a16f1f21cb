//! `/diffusion`: how residents' devices are told of messages.
//!
//! Never: who they are; only counts.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use maud::{Markup, html};
use portal::push::Progress;
use portal::{Instant, Span};

use super::ago::ago;
use crate::access::ReadMessages;
use crate::telling::{PausedService, WhyPaused};
use crate::web::{Desk, May, Page, Routes, Trouble, may, portal_time};

/// Tellings shown.
const SHOWN: u32 = 50;

pub(super) fn routes(routes: Routes) -> Routes {
    routes.get("/diffusion", may::<ReadMessages>(), page)
}

async fn page(
    State(desk): State<Arc<Desk>>,
    May(by): May<ReadMessages>,
) -> Result<Response, Trouble> {
    let now = desk.now();
    let tellings = desk.store.tellings(SHOWN).await?;
    let devices = desk.store.devices().await?;
    let sending = desk.sending.as_ref();
    let paused = sending.map(|s| s.paused(now)).unwrap_or_default();
    let rate = sending.and_then(|s| s.rate(now));
    let main = html! {
        h1 { "Diffusion" }
        p { "Les appareils des habitants qui suivent un lieu sont prévenus dès qu'un message est publié ou relayé." }
        @for service in &paused { (alarm(service)) }
        (followers(&devices))
        section aria-labelledby="envois" {
            h2 id="envois" { "Envois" }
            @if tellings.is_empty() { p { "Aucun envoi pour le moment." } }
            ul class="rows" {
                @for telling in &tellings {
                    li { (row(&desk, telling, rate, now)) }
                }
            }
        }
        @if sending.is_none() {
            p class="hint" { "Ce poste ne fait pas les envois lui-même : il ne sait pas quels services de notification font attendre." }
        }
    };
    Page::new("Diffusion", main).answer(&desk, &by).await
}

fn alarm(service: &PausedService) -> Markup {
    let until = portal_time(service.until);
    html! {
        p class="warn" role="status" {
            strong { (host(&service.origin)) } " : "
            @match service.why {
                WhyPaused::Asked => { "ce service demande d'attendre ; les envois reprennent à " (until) "." }
                WhyPaused::Failing => { "ce service ne répond pas ; nouvel essai à " (until) "." }
                WhyPaused::Key => {
                    "ce service refuse la clé du portail : aucun de ses appareils n'est prévenu. Prévenez l'administrateur (réglage [push]). Nouvel essai à " (until) "."
                }
            }
        }
    }
}

fn followers(devices: &[(String, u64)]) -> Markup {
    let all: u64 = devices.iter().map(|(_, n)| n).sum();
    html! {
        section aria-labelledby="appareils" {
            h2 id="appareils" { "Appareils" }
            p { (count(all, "appareil suit", "appareils suivent")) " au moins un lieu." }
            @if !devices.is_empty() {
                ul {
                    @for (origin, n) in devices { li { (host(origin)) " : " (number(*n)) } }
                }
            }
        }
    }
}

fn row(desk: &Desk, telling: &Progress, rate: Option<f64>, now: Instant) -> Markup {
    let settled = settled(telling);
    html! {
        h3 {
            @match &telling.thread {
                Some(thread) => { a href=(format!("{}/alertes/{}", desk.settings.public_origin, thread.0)) rel="external" { "Envoi du " (portal_time(telling.made_at)) } }
                None => { "Essai du " (portal_time(telling.made_at)) }
            }
        }
        p { (ago(telling.made_at, now)) " · " (standing(telling, rate, now)) }
        @if telling.expected > 0 {
            p {
                label { (percent(settled, telling.expected)) " % "
                    progress max=(telling.expected) value=(settled.min(telling.expected)) {}
                }
            }
            p {
                "Sur " (number(telling.expected)) " : " (number(telling.sent)) " remis, "
                (number(telling.gone)) " appareils disparus, " (number(telling.refused)) " refusés, "
                (number(telling.lapsed)) " trop tard."
            }
        }
    }
}

/// Through, whatever came of them.
fn settled(telling: &Progress) -> u64 {
    telling.sent + telling.gone + telling.refused + telling.lapsed
}

/// Rounded down: all is only said when all is through.
fn percent(settled: u64, expected: u64) -> u64 {
    (settled.min(expected) * 100)
        .checked_div(expected)
        .unwrap_or(100)
}

fn standing(telling: &Progress, rate: Option<f64>, now: Instant) -> String {
    if telling.superseded {
        return "remplacé par un envoi plus récent".to_owned();
    }
    if telling.done_at.is_some() {
        return if telling.expected == 0 {
            "personne à prévenir".to_owned()
        } else {
            "terminé".to_owned()
        };
    }
    match remaining(telling, rate, now) {
        Some(left) => format!("en cours, encore {}", duration(left)),
        None => "en attente".to_owned(),
    }
}

/// How long the rest takes, at the rate that is measured: this process's, else since the telling was asked for.
fn remaining(telling: &Progress, rate: Option<f64>, now: Instant) -> Option<Span> {
    let settled = settled(telling);
    let seconds = ((now - telling.made_at).0 as f64 / 1_000.0).max(1.0);
    let rate = rate.unwrap_or(settled as f64 / seconds);
    let left = telling.expected.saturating_sub(settled) as f64;
    (telling.expected > 0 && rate > 0.0).then(|| Span((left / rate * 1_000.0) as i64))
}

fn duration(left: Span) -> String {
    let seconds = left.0 / 1_000;
    match seconds {
        ..60 => "moins d'une minute".to_owned(),
        60..5_400 => format!("environ {} min", (seconds + 59) / 60),
        _ => format!("environ {} h", (seconds + 3_599) / 3_600),
    }
}

/// "environ 1 250 appareils seront prévenus": for the review of a message.
pub(super) fn estimate(devices: u64) -> String {
    match devices {
        0 => "Aucun appareil ne suit ces lieux à ce niveau : personne ne sera prévenu par notification."
            .to_owned(),
        1 => "1 appareil sera prévenu.".to_owned(),
        n => format!("{} appareils seront prévenus.", number(n)),
    }
}

fn count(n: u64, one: &str, many: &str) -> String {
    format!("{} {}", number(n), if n < 2 { one } else { many })
}

/// With narrow spaces, as French writes thousands.
fn number(n: u64) -> String {
    let digits = n.to_string();
    let mut out = String::new();
    for (i, c) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push('\u{202f}');
        }
        out.push(c);
    }
    out
}

fn host(origin: &str) -> &str {
    origin.split_once("://").map_or(origin, |(_, host)| host)
}

#[cfg(test)]
mod tests {
    use super::*;
    use portal::push::FanoutId;

    const NOON: Instant = Instant(1_795_518_000_000);

    fn telling(expected: u64, sent: u64) -> Progress {
        Progress {
            id: FanoutId("f".into()),
            thread: None,
            made_at: NOON,
            expires_at: None,
            done_at: None,
            superseded: false,
            expected,
            sent,
            gone: 0,
            refused: 0,
            lapsed: 0,
        }
    }

    #[test]
    fn the_rest_is_estimated_from_the_measured_rate_else_from_what_is_through() {
        let now = NOON + Span::seconds(10);
        let half = telling(10_000, 5_000);
        assert_eq!(remaining(&half, Some(50.0), now), Some(Span::seconds(100)));
        assert_eq!(remaining(&half, None, now), Some(Span::seconds(10)));
        assert_eq!(remaining(&telling(10, 0), None, now), None);
        assert_eq!(
            standing(&half, Some(50.0), now),
            "en cours, encore environ 2 min"
        );
        assert_eq!(standing(&telling(10, 0), None, now), "en attente");
    }

    #[test]
    fn a_hundred_percent_is_only_said_of_all() {
        assert_eq!(percent(999, 1_000), 99);
        assert_eq!(percent(1_000, 1_000), 100);
        assert_eq!(percent(0, 0), 100);
    }

    #[test]
    fn an_estimate_is_a_sentence_for_none_one_and_many() {
        assert!(estimate(0).starts_with("Aucun"));
        assert_eq!(estimate(1), "1 appareil sera prévenu.");
        assert_eq!(estimate(12_345), "12\u{202f}345 appareils seront prévenus.");
    }
}
