//! Items' words in French.

use maud::{Markup, html};
use portal::Instant;
use portal::places::{Insee, gazetteer};
use portal::valve::Category;

use crate::items::{Glance, Item, Origin};
use crate::web::portal_time;

/// What is reported, as the tiles say it.
pub(super) fn kind(kind: Category) -> &'static str {
    match kind {
        Category::WaterRising => "Eau qui monte",
        Category::RoadCut => "Route coupée",
        Category::ElectricityOrGas => "Électricité ou gaz",
        Category::LandslideOrTree => "Éboulement ou arbre",
        Category::BuildingDamaged => "Bâtiment abîmé",
        Category::Pollution => "Pollution",
        Category::SomeoneIsolated => "Personne isolée",
        Category::RumourSeen => "Rumeur",
        Category::Other => "Autre",
    }
}

/// A commune's name with its département, else its code.
pub(super) fn commune(insee: &Insee) -> String {
    gazetteer().commune(insee).map_or_else(
        || insee.0.clone(),
        |c| format!("{} ({})", c.name, insee.departement()),
    )
}

/// What a list shows of an item: of a report what the board has, of a post what was typed.
pub(super) fn glance(item: &Item, seen: Option<Glance>) -> Option<Glance> {
    match &item.origin {
        Origin::Report(_) => seen,
        Origin::Post(post) => Some(Glance {
            kind: post.kind,
            place: post.commune.as_ref().map(commune).unwrap_or_default(),
            text: post.quote.chars().take(140).collect(),
            withdrawn: false,
            photos: 0,
        }),
    }
}

/// "Eau qui monte · Sommières (30)".
pub(super) fn title(glance: Option<&Glance>) -> String {
    match glance {
        Some(glance) if glance.place.is_empty() => kind(glance.kind).to_owned(),
        Some(glance) => format!("{} · {}", kind(glance.kind), glance.place),
        None => "Signalement fermé".to_owned(),
    }
}

/// The two grades: "C3".
pub(super) fn grade(item: &Item) -> String {
    let grade = item.grade;
    format!("{}{}", grade.source.code(), grade.information.code())
}

/// Who has it, or how far it is.
pub(super) fn standing(item: &Item, now: Instant) -> Markup {
    html! {
        @match item.held(now) {
            Some(lease) => { span class="tag" data-state="submitted" { "pris" } " par " (lease.name) " jusqu'à " (portal_time(lease.until)) },
            None if item.state.is_open() => span class="tag" data-state="scheduled" { "à prendre" },
            None => span class="tag" data-state="withdrawn" { (item.state.words()) },
        }
    }
}
