//! Who is here, and who holds what.

use maud::{Markup, html};
use portal::{Instant, Span};

use crate::items::OnShift;
use crate::pages::ago::ago;
use crate::web::portal_time;

/// Whoever gave no sign for longer is not here.
pub(super) const HERE: Span = Span::minutes(15);

/// The list.
pub(super) fn shown(people: &[OnShift], now: Instant) -> Markup {
    html! {
        section aria-labelledby="en-poste" {
            h2 id="en-poste" { "En poste" }
            @if people.is_empty() { p class="empty" { "Personne d'autre n'a donné signe depuis un quart d'heure." } }
            @else {
                ul class="rows" {
                    @for one in people {
                        li {
                            div {
                                strong { (one.name) } " "
                                span class="hint" {
                                    @for (n, role) in one.roles.iter().enumerate() { @if n > 0 { ", " } (role.name()) }
                                    @if one.seen_at.0 > 0 { " · " (ago(one.seen_at, now)) }
                                }
                            }
                            @if one.holds.is_empty() { span class="hint" { "rien en main" } }
                            @for (item, until) in &one.holds {
                                a class="next" href=(format!("/signalements/{}", item.0)) { "En main jusqu'à " (portal_time(*until)) }
                            }
                        }
                    }
                }
            }
        }
    }
}
