//! The queue: one lane at a time, what fits, who is here.

use std::sync::Arc;

use axum::extract::{Query, State};
use axum::response::Response;
use maud::{Markup, html};
use portal::places::{Insee, gazetteer, normalise};
use portal::valve::Category;
use portal::{Instant, PortError, Span};
use serde::Deserialize;

use super::{follow, shift, words};
use crate::access::{Capability as _, Proof, ReadReports, SortReports, Staff};
use crate::items::{
    Count, Filter, Glance, InformationGrade, Item, Lane, Origin, SourceGrade, Unreadable,
};
use crate::pages::ago::ago;
use crate::web::{Desk, May, Page, Trouble, form_token};

/// Items of a lane that are looked through.
const LOOKED_THROUGH: u32 = 500;
/// Items that are listed; the others come up as these are sorted.
const LISTED: usize = 100;

/// What is asked for. All of it stands in the address, so nothing of a report does.
#[derive(Clone, Debug, Default, Deserialize)]
pub(super) struct Asked {
    /// The lane's code.
    #[serde(default)]
    voie: String,
    /// A category's word.
    #[serde(default)]
    genre: String,
    /// A commune, as typed.
    #[serde(default)]
    commune: String,
    /// Hours.
    #[serde(default)]
    depuis: String,
    /// Grade of the source.
    #[serde(default)]
    source: String,
    /// Grade of the information.
    #[serde(default)]
    info: String,
    /// `clos`: what is done or dropped.
    #[serde(default)]
    etat: String,
    /// What has just been done.
    #[serde(default)]
    fait: String,
}

impl Asked {
    fn lane(&self) -> Lane {
        Lane::parse(&self.voie).unwrap_or(Lane::Urgent)
    }

    fn filter(&self, now: Instant) -> Filter {
        let hours: Option<i64> = self.depuis.parse().ok().filter(|h| (1..=2_160).contains(h));
        Filter {
            lane: self.lane(),
            open: self.etat != "clos",
            since: hours.map(|h| now - Span::hours(h)),
            source: SourceGrade::parse(&self.source),
            information: InformationGrade::parse(&self.info),
        }
    }

    /// The commune that was typed, if one is meant without doubt.
    fn insee(&self) -> Option<Insee> {
        let found = gazetteer().search(&self.commune, 1);
        found.first().map(|commune| commune.insee.clone())
    }
}

pub(super) async fn page(
    State(desk): State<Arc<Desk>>,
    May(by): May<ReadReports>,
    Query(asked): Query<Asked>,
) -> Result<Response, Trouble> {
    let now = desk.now();
    let whole = follow(&desk, &by).await?;
    let counts = desk.store.item_counts(&by, now).await?;
    let found = found(&desk, &by, &asked, now).await?;
    let people = desk.store.on_shift(&by, shift::HERE, now).await?;
    let shut = desk.board.unreadable(&by).await;
    let sorts = by.has(SortReports::ROLES);
    let main = html! {
        h1 { "Signalements" }
        @if let Some(told) = told(&asked.fait) { p class="done" role="status" { (told) } }
        @if desk.reports.is_none() {
            p class="advice" { "Ce poste ne lit pas de signalements : le coffre ou ses clés ne sont pas configurés. La veille du web fonctionne." }
        }
        @if !whole { p class="warn" role="status" { "Des signalements sont encore en cours d'ouverture. Chargez la page de nouveau pour voir la suite." } }
        (unreadable(shut))
        (lanes(&asked, &counts))
        p class="deeds" { a class="button" href="/signalements/veille" data-key="w" { "Noter un message vu sur le web " kbd aria-hidden="true" { "w" } } }
        (search(&asked))
        (listed(&by, &asked, &found, now, sorts))
        (shift::shown(&people, now))
    };
    Page::new("Signalements", main).answer(&desk, &by).await
}

/// Items that fit, each with what can be shown of it.
async fn found(
    desk: &Arc<Desk>,
    by: &Proof<ReadReports>,
    asked: &Asked,
    now: Instant,
) -> Result<Vec<(Item, Option<Glance>)>, PortError> {
    let items = desk
        .store
        .items_waiting(by, &asked.filter(now), LOOKED_THROUGH)
        .await?;
    let kind = Category::from_word(&asked.genre);
    let commune = asked
        .insee()
        .map(|insee| normalise(&words::commune(&insee)));
    let mut found = with_glances(desk, by, items).await;
    found.retain(|(_, glance)| {
        let of_kind = kind.is_none_or(|kind| glance.as_ref().is_some_and(|g| g.kind == kind));
        let there = commune.as_ref().is_none_or(|commune| {
            glance
                .as_ref()
                .is_some_and(|g| normalise(&g.place).contains(commune))
        });
        of_kind && there
    });
    Ok(found)
}

/// Items with what can be shown of them.
pub(super) async fn with_glances(
    desk: &Arc<Desk>,
    by: &Proof<ReadReports>,
    items: Vec<Item>,
) -> Vec<(Item, Option<Glance>)> {
    let key = |item: &Item| match &item.origin {
        Origin::Report(key) => Some(*key),
        Origin::Post(_) => None,
    };
    let keys: Vec<_> = items.iter().filter_map(key).collect();
    let mut glances = desk.board.glances(by, &keys).await.into_iter();
    items
        .into_iter()
        .map(|item| {
            let seen = key(&item).and_then(|_| glances.next().flatten());
            let glance = words::glance(&item, seen);
            (item, glance)
        })
        .collect()
}

fn told(done: &str) -> Option<&'static str> {
    Some(match done {
        "rendu" => "Le signalement est rendu à la file.",
        "traite" => "Le signalement est traité.",
        "ecarte" => "Le signalement est écarté.",
        "deplaces" => {
            "Les signalements choisis sont déplacés. Ceux qu'une autre personne tient n'ont pas bougé."
        }
        "rien" => {
            "Rien n'a été déplacé : rien n'était choisi, ou une autre personne tient ces signalements."
        }
        _ => return None,
    })
}

fn unreadable(shut: Unreadable) -> Markup {
    html! {
        @if shut.without_key > 0 { p class="hint" { (shut.without_key) " enveloppes sont scellées avec une clé détruite ou absente : personne ne peut les ouvrir ici." } }
        @if shut.spoilt > 0 { p class="hint" { (shut.spoilt) " enveloppes sont abîmées ou ne contiennent pas de signalement." } }
    }
}

fn lanes(asked: &Asked, counts: &[Count]) -> Markup {
    html! {
        nav class="lanes" aria-label="Voies" {
            @for (count, key) in counts.iter().zip(["1", "2", "3", "4"]) {
                a class="waits" href=(format!("/signalements?voie={}", count.lane.code())) data-key=(key)
                    aria-current=[(count.lane == asked.lane()).then_some("page")] {
                    strong { (count.open) } span { (count.lane.words()) @if count.held > 0 { span class="hint" { " dont " (count.held) " en main" } } } kbd aria-hidden="true" { (key) }
                }
            }
        }
    }
}

fn search(asked: &Asked) -> Markup {
    html! {
        form class="sought" method="get" action="/signalements" role="search" aria-label="Filtrer la file" {
            input type="hidden" name="voie" value=(asked.lane().code());
            div class="field" { label for="genre" { "Nature" }
                select id="genre" name="genre" {
                    option value="" { "Toutes" }
                    @for kind in Category::ALL { option value=(kind.word()) selected[asked.genre == kind.word()] { (words::kind(kind)) } }
                } }
            div class="field" { label for="commune" { "Commune" } input id="commune" name="commune" value=(asked.commune); }
            div class="field" { label for="depuis" { "Reçus depuis" }
                select id="depuis" name="depuis" {
                    option value="" { "Toujours" }
                    @for (hours, text) in [("1", "1 heure"), ("6", "6 heures"), ("24", "24 heures")] { option value=(hours) selected[asked.depuis == hours] { (text) } }
                } }
            div class="field" { label for="source" { "Source" }
                select id="source" name="source" {
                    option value="" { "Toutes" }
                    @for grade in SourceGrade::ALL { option value=(grade.code()) selected[asked.source == grade.code()] { (grade.code()) ", " (grade.words()) } }
                } }
            div class="field" { label for="info" { "Information" }
                select id="info" name="info" {
                    option value="" { "Toutes" }
                    @for grade in InformationGrade::ALL { option value=(grade.code()) selected[asked.info == grade.code()] { (grade.code()) ", " (grade.words()) } }
                } }
            div class="field" { label for="etat" { "État" }
                select id="etat" name="etat" {
                    option value="" { "En attente ou pris" }
                    option value="clos" selected[asked.etat == "clos"] { "Traités ou écartés" }
                } }
            button { "Filtrer" }
        }
    }
}

fn listed(
    by: &Staff,
    asked: &Asked,
    found: &[(Item, Option<Glance>)],
    now: Instant,
    sorts: bool,
) -> Markup {
    html! {
        section aria-labelledby="file" {
            h2 id="file" { (asked.lane().words()) }
            @if found.is_empty() { p class="empty" { "Rien ici. Ce qui arrive apparaît au prochain chargement de la page." } }
            @else {
                p class="hint" { (found.len()) " trouvés, les plus anciens d'abord." @if found.len() > LISTED { " Les " (LISTED) " premiers sont affichés." } }
                @if sorts {
                    form method="post" action="/signalements/lot" {
                        (form_token(by))
                        ol class="rows" { @for (item, glance) in found.iter().take(LISTED) { li { (row(item, glance.as_ref(), now)) (choice(item)) } } }
                        div class="deeds" {
                            div class="field" { label for="vers" { "Déplacer les choisis vers" }
                                select id="vers" name="vers" { @for lane in Lane::ALL.iter().rev() { option value=(lane.code()) { (lane.words()) } } } }
                            button class="quiet" data-key="q" { "Déplacer " kbd aria-hidden="true" { "q" } }
                        }
                    }
                } @else {
                    ol class="rows" { @for (item, glance) in found.iter().take(LISTED) { li { (row(item, glance.as_ref(), now)) } } }
                }
            }
        }
    }
}

fn choice(item: &Item) -> Markup {
    html! { label { input type="checkbox" name="choisi" value=(item.id.0); " Choisir" } }
}

/// One line of a list.
pub(super) fn row(item: &Item, glance: Option<&Glance>, now: Instant) -> Markup {
    html! {
        div {
            h3 { a class="next" href=(format!("/signalements/{}", item.id.0)) { (words::title(glance)) } }
            p class="hint" {
                "reçu " (ago(item.came_at, now)) " · cote " (words::grade(item))
                @if matches!(item.origin, Origin::Post(_)) { " · veille du web" }
                @if let Some(glance) = glance {
                    @if glance.photos > 0 { " · " (glance.photos) " photo" @if glance.photos > 1 { "s" } }
                    @if glance.withdrawn { " · retiré par son auteur" }
                }
            }
            @if let Some(glance) = glance { @if !glance.text.is_empty() { p { (glance.text) } } }
            p { (words::standing(item, now)) }
        }
    }
}
