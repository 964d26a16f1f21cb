//! Listings beside one: of the same contact, of the same need, of nearly the same text.

use maud::{Markup, html};
use portal::Instant;

use super::words;
use crate::exchange::{Kin, Moderated};
use crate::pages::ago::ago;

/// What is known of the poster without knowing who it is, then the texts of others.
pub(super) fn shown(item: &Moderated, now: Instant) -> Markup {
    html! {
        section aria-labelledby="contact" {
            h2 id="contact" { "Même contact" }
            @if item.contact_blocked {
                p class="warn" { "Ce contact est bloqué : tout ce qu'il publie est retenu." }
            }
            @if item.history.is_empty() {
                p class="empty" { "Aucune autre annonce de ce contact." }
            } @else {
                p class="hint" { "Le contact est reconnu par une empreinte. Il n'est montré à personne ici." }
                (listed(&item.history, now))
            }
        }
        @if !item.duplicates.is_empty() {
            section aria-labelledby="doublons" {
                h2 id="doublons" { "Même contact, même besoin" }
                p { "Rien n'est fusionné : une personne peut avoir besoin de plusieurs choses." }
                (listed(&item.duplicates, now))
            }
        }
        @if !item.similar.is_empty() {
            section aria-labelledby="pareils" {
                h2 id="pareils" { "Autres contacts, presque le même texte" }
                (listed(&item.similar, now))
            }
        }
    }
}

fn listed(kin: &[Kin], now: Instant) -> Markup {
    html! {
        ul class="rows" {
            @for other in kin {
                @let (word, look) = words::standing(other.standing);
                li {
                    div {
                        a class="next" href=(format!("/entraide/examen/{}", other.id.0)) { (words::title_of(other.side, other.kind, &other.commune)) }
                        p class="hint" {
                            "publiée " (ago(other.posted_at, now))
                            @if other.reports > 0 { " · " (words::counted(other.reports.into(), "un signalement", "signalements")) }
                        }
                    }
                    span class="tag" data-state=(look) { (word) }
                }
            }
        }
    }
}
