//! A configured source with how it does: what both pages show.

use std::collections::HashMap;

use maud::{Markup, html};
use portal::sources::{Source, SourceStatus, Steering};
use portal::{Instant, PortError};

use crate::access::{Staff, SteerSources};
use crate::pages::ago::ago;
use crate::web::{Desk, form_token, portal_time};

/// One source at an instant.
pub(super) struct Standing<'a> {
    pub(super) source: &'a Source,
    status: SourceStatus,
    steering: Steering,
    now: Instant,
}

/// Every configured source, in the order of the configuration.
pub(super) async fn standings(desk: &Desk) -> Result<Vec<Standing<'_>>, PortError> {
    let now = desk.now();
    let mut statuses: HashMap<_, _> = desk.store.statuses().await?.into_iter().collect();
    let mut steerings: HashMap<_, _> = desk.store.steering().await?.into_iter().collect();
    let sources = desk.sources.iter().map(|source| Standing {
        source,
        status: statuses.remove(&source.id).unwrap_or_default(),
        steering: steerings.remove(&source.id).unwrap_or_default(),
        now,
    });
    Ok(sources.collect())
}

impl Standing<'_> {
    /// In a few words, the worst first.
    pub(super) fn words(&self) -> Markup {
        let silent = self.status.silent_since(self.source, self.now);
        html! {
            @if let Some(paused) = self.steering.paused_at {
                strong class="warn" { "En pause" } " depuis le " (portal_time(paused)) ". "
            }
            @if let Some(since) = silent {
                strong class="warn" { "Silencieuse" } " depuis le " (portal_time(since)) "."
            } @else if self.status.failures > 0 {
                strong class="warn" { "En échec" } @if self.status.failures > 1 { " (" (self.status.failures) " essais de suite)" } "."
            } @else if self.status.last_success.is_none() {
                "Pas encore interrogée."
            } @else if self.steering.paused_at.is_none() {
                "Répond."
            }
        }
    }

    /// When it last answered, when it last failed, and how.
    pub(super) fn facts(&self) -> Markup {
        let status = &self.status;
        html! {
            dl {
                div { dt { "Dernière réponse" } dd { (self.moment(status.last_success)) } }
                div {
                    dt { "Dernier échec" }
                    dd {
                        (self.moment(status.last_failure))
                        @if let Some(error) = &status.last_error { " : " (explained(error)) " (" code { (error) } ")" }
                    }
                }
                @if let Some(asked) = self.steering.asked_at {
                    div { dt { "Dernière demande" } dd { (self.moment(Some(asked))) } }
                }
            }
        }
    }

    fn moment(&self, at: Option<Instant>) -> Markup {
        html! { @match at {
            Some(at) => { (ago(at, self.now)) " (" (portal_time(at)) ")" }
            None => { "jamais" }
        } }
    }

    /// The forms, for those who may.
    pub(super) fn forms(&self, by: &Staff) -> Markup {
        if by.prove::<SteerSources>().is_none() {
            return html! {};
        }
        let (id, name) = (&self.source.id.0, &self.source.publisher);
        let form = |deed: &str, words: &str| {
            html! {
                form method="post" action=(format!("/sources/{id}/{deed}")) {
                    (form_token(by))
                    button class="quiet" aria-label=(format!("{words} : {name}")) { (words) }
                }
            }
        };
        html! {
            div class="turn" {
                (form("interroger", "Interroger maintenant"))
                @if self.steering.paused_at.is_some() {
                    (form("reprendre", "Reprendre"))
                } @else {
                    (form("suspendre", "Mettre en pause"))
                }
            }
        }
    }
}

/// A stable word of the relay, in French.
fn explained(error: &str) -> &'static str {
    if error.starts_with("linked-") {
        return "les documents liés n'ont pas pu être lus";
    }
    match error {
        "timeout" => "la source n'a pas répondu à temps",
        "unreadable" => "sa réponse est illisible",
        "store" => "la base de données de ce portail a refusé",
        "bad-url" => "son adresse est mal configurée",
        "too-large" => "sa réponse est trop longue",
        "redirected" => "elle renvoie vers une autre adresse",
        "file-unreadable" => "son fichier ne peut être lu",
        status if status.starts_with("http-") => "son serveur a répondu par une erreur",
        _ => "la connexion a échoué",
    }
}
