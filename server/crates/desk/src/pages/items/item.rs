//! One item: what was reported, what was added, and what is made of it.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::response::Response;
use maud::{Markup, html};
use portal::{Instant, PortError};

use super::deeds::LONGEST_NOTE;
use super::list::{row, with_glances};
use super::{follow, words};
use crate::access::{Capability as _, LeadReports, Proof, ReadReports, SortReports, Staff};
use crate::items::{
    Check, Extra, Filter, Glance, InformationGrade, Item, ItemId, Lane, Likely, Origin, Post, Seen,
    SourceGrade, State as How, Tie, Whole,
};
use crate::pages::ago::ago;
use crate::web::{Desk, May, Page, Trouble, form_token, portal_time};

/// Items of the same lane beside this one.
const BESIDE: u32 = 30;

/// What the page shows of another item.
type Other = (Item, Option<Glance>);

/// Everything that the page shows.
struct Shown {
    whole: Whole,
    seen: Option<Seen>,
    glance: Option<Glance>,
    /// Items of the lane.
    beside: Vec<Other>,
    /// Tied items, in the order of the ties.
    tied: Vec<Other>,
    /// What probably tells of the same.
    likely: Vec<(Other, Likely)>,
}

pub(super) async fn page(
    State(desk): State<Arc<Desk>>,
    May(by): May<ReadReports>,
    Path(id): Path<String>,
) -> Result<Response, Trouble> {
    let now = desk.now();
    follow(&desk, &by).await?;
    let whole = desk.store.item(&by, &ItemId(id)).await?;
    let whole = whole.ok_or(Trouble::Unknown)?;
    let shown = gathered(&desk, &by, whole).await?;
    let title = words::title(shown.glance.as_ref());
    let item = &shown.whole.item;
    let main = html! {
        p { a class="next" href=(format!("/signalements?voie={}", item.lane.code())) data-key="f" { "Retour à la file " kbd aria-hidden="true" { "f" } } }
        h1 { (title) }
        p { (words::standing(item, now)) " " span class="hint" { (item.lane.words()) " · cote " (words::grade(item)) } }
        div class="board" {
            nav class="beside" aria-label="File" { ol class="rows" { @for (other, glance) in &shown.beside { li { (row(other, glance.as_ref(), now)) } } } }
            div class="split" {
                div {
                    (content(&shown, now))
                    (ties(&by, &shown, now))
                    (notes(&by, &shown.whole, now))
                }
                div { (deeds(&by, item, now)) }
            }
        }
    };
    Page::new(title, main).answer(&desk, &by).await
}

async fn gathered(
    desk: &Arc<Desk>,
    by: &Proof<ReadReports>,
    whole: Whole,
) -> Result<Shown, PortError> {
    let (mut seen, mut likely) = (None, Vec::new());
    if let Origin::Report(key) = &whole.item.origin {
        seen = desk.board.seen(by, *key).await;
        for (other, how) in desk.board.like(by, *key).await {
            let Some(id) = desk.store.item_of(by, other).await? else {
                continue;
            };
            // What somebody judged already is not suggested.
            if whole.links.iter().any(|link| link.other == id) {
                continue;
            }
            if let Some(other) = other_item(desk, by, &id).await? {
                likely.push((other, how));
            }
        }
    }
    let mut tied = Vec::new();
    for link in &whole.links {
        tied.extend(other_item(desk, by, &link.other).await?);
    }
    let filter = Filter {
        lane: whole.item.lane,
        open: true,
        since: None,
        source: None,
        information: None,
    };
    let beside = desk.store.items_waiting(by, &filter, BESIDE).await?;
    let own = with_glances(desk, by, vec![whole.item.clone()]).await;
    Ok(Shown {
        glance: own.into_iter().next().and_then(|(_, glance)| glance),
        beside: with_glances(desk, by, beside).await,
        whole,
        seen,
        tied,
        likely,
    })
}

async fn other_item(
    desk: &Arc<Desk>,
    by: &Proof<ReadReports>,
    id: &ItemId,
) -> Result<Option<Other>, PortError> {
    let Some(whole) = desk.store.item(by, id).await? else {
        return Ok(None);
    };
    Ok(with_glances(desk, by, vec![whole.item]).await.pop())
}

fn content(shown: &Shown, now: Instant) -> Markup {
    html! {
        section class="said" aria-labelledby="contenu-recu" {
            @match (&shown.whole.item.origin, &shown.seen) {
                (Origin::Post(post), _) => (posted(post)),
                (Origin::Report(_), Some(seen)) => (reported(seen, now)),
                (Origin::Report(_), None) => {
                    h2 id="contenu-recu" { "Ce signalement ne peut pas être ouvert" }
                    p { "Il a été effacé après sa durée de conservation, sa clé a été détruite, ou ce poste n'a pas la clé." }
                },
            }
        }
    }
}

fn posted(post: &Post) -> Markup {
    html! {
        h2 id="contenu-recu" { "Vu sur le web" }
        p class="typed" { (post.quote) }
        dl {
            // Not a link: whoever follows it shows the desk's address to a stranger's site.
            div { dt { "Adresse" } dd { code { (post.url) } } }
            @if !post.note.is_empty() { div { dt { "Remarque" } dd { (post.note) } } }
        }
    }
}

fn reported(seen: &Seen, now: Instant) -> Markup {
    let report = &seen.report;
    let place = report.place();
    html! {
        h2 id="contenu-recu" { "Le signalement" }
        @if seen.is_withdrawn() { p class="warn" { "Son auteur écrit qu'il s'est trompé." } }
        @if let Some(text) = report.text() { p class="typed" { (text) } }
        dl {
            div { dt { "Nature" } dd { (words::kind(report.category())) } }
            @if let Some(commune) = place.commune() { div { dt { "Commune" } dd { (words::commune(commune)) } } }
            @if let Some(words) = place.words() { div { dt { "Lieu" } dd { (words) } } }
            @if let Some(at) = place.position() { div { dt { "Position" } dd { (format!("{:.5} N, {:.5} E, à {} m près", at.latitude(), at.longitude(), at.within_metres())) } } }
            div { dt { "Reçu" } dd { (portal_time(seen.received_at)) " (" (ago(seen.received_at, now)) ")" } }
            div { dt { "Heure de l'appareil" } dd { (portal_time(report.at())) } }
            div { dt { "Scellé" } dd { @if seen.sealed_at_door { "à l'arrivée sur le portail" } @else { "dans le navigateur de son auteur" } } }
        }
        @if !seen.added.is_empty() {
            h3 { "Ajouté ensuite" }
            ul {
                @for added in &seen.added {
                    li {
                        @match &added.what {
                            Extra::Sentence(text) => span class="typed" { (text) },
                            Extra::Photo(bytes) => { "Une photo de " (bytes / 1_000) " ko. Elle n'est pas affichée." },
                            Extra::Wrong => "« Je me suis trompé. »",
                        }
                        " " span class="hint" { (ago(added.received_at, now)) }
                    }
                }
            }
        }
    }
}

/// The fields that every form of a lease has.
fn under(by: &Staff, item: &Item) -> Markup {
    html! { (form_token(by)) input type="hidden" name="bail" value=(item.fence); }
}

fn ties(by: &Staff, shown: &Shown, now: Instant) -> Markup {
    let item = &shown.whole.item;
    let mine = item.is_held_by(by.id(), now) && by.has(SortReports::ROLES);
    let action = format!("/signalements/{}/lien", item.id.0);
    let link = |id: &ItemId| shown.whole.links.iter().find(|link| link.other == *id);
    html! {
        @if !shown.tied.is_empty() {
            section aria-labelledby="liens" {
                h2 id="liens" { "Liens" }
                ul class="rows" {
                    @for (other, glance) in &shown.tied {
                        li {
                            (row(other, glance.as_ref(), now))
                            @if let Some(link) = link(&other.id) { span class="hint" { (link.tie.words()) ", jugé par " (link.by) } }
                            @if mine {
                                form method="post" action=(action) { (under(by, item)) input type="hidden" name="autre" value=(other.id.0); button class="quiet" { "Délier" } }
                            }
                        }
                    }
                }
            }
        }
        @if !shown.likely.is_empty() {
            section aria-labelledby="proches" {
                h2 id="proches" { "Peut-être le même fait" }
                ul class="rows" {
                    @for ((other, glance), likely) in &shown.likely {
                        li {
                            (row(other, glance.as_ref(), now))
                            span class="hint" {
                                @if let Some(metres) = likely.metres { "à " (metres) " m, " } @else { "même commune, " }
                                (likely.minutes) " min d'écart"
                                @if likely.words > 0 { ", " (likely.words) " mots communs" }
                            }
                            @if mine {
                                form class="inline" method="post" action=(action) {
                                    (under(by, item))
                                    input type="hidden" name="autre" value=(other.id.0);
                                    @for tie in Tie::ALL { button class="quiet" name="lien" value=(tie.code()) { (tie.words()) } }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn notes(by: &Staff, whole: &Whole, now: Instant) -> Markup {
    html! {
        section aria-labelledby="notes" {
            h2 id="notes" { "Notes" }
            @for note in &whole.notes {
                p class="hint" { (note.by) ", " (ago(note.at, now)) }
                p class="typed" { (note.words) }
            }
            form method="post" action=(format!("/signalements/{}/note", whole.item.id.0)) {
                (form_token(by))
                div class="field" {
                    label for="mots" { "Ajouter une note " kbd aria-hidden="true" { "n" } }
                    p class="hint" id="mots-aide" { "Gardée en clair, avec votre nom. Ni nom de particulier, ni numéro, ni copie du signalement." }
                    textarea id="mots" name="mots" rows="2" required maxlength=(LONGEST_NOTE) aria-describedby="mots-aide" data-key="n" {}
                }
                button class="quiet" { "Noter" }
            }
        }
    }
}

fn deeds(by: &Staff, item: &Item, now: Instant) -> Markup {
    let path = |word: &str| format!("/signalements/{}/{word}", item.id.0);
    let held = item.held(now);
    let mine = item.is_held_by(by.id(), now);
    html! {
        @if by.has(SortReports::ROLES) && held.is_none() {
            section class="way" aria-labelledby="prendre" {
                h2 id="prendre" { @if item.state.is_open() { "Prendre" } @else { "Reprendre" } }
                p class="hint" { "Dix minutes pour vous seul, prolongées à chaque enregistrement." }
                form method="post" action=(path("prendre")) { (form_token(by)) button data-key="a" { "Prendre ce signalement " kbd aria-hidden="true" { "a" } } }
            }
        }
        @if by.has(SortReports::ROLES) && mine { (mine_forms(by, item, &path)) }
        @if by.has(LeadReports::ROLES) && held.is_some() && !mine {
            section class="way" aria-labelledby="liberer" {
                h2 id="liberer" { "Libérer" }
                p class="hint" { "La personne qui le tient ne pourra plus rien y enregistrer." }
                form method="post" action=(path("liberer")) { (form_token(by)) button class="quiet" { "Libérer ce signalement" } }
            }
        }
    }
}

fn mine_forms(by: &Staff, item: &Item, path: &dyn Fn(&str) -> String) -> Markup {
    html! {
        section class="way" aria-labelledby="trier" {
            h2 id="trier" { "Trier" }
            form method="post" action=(path("trier")) {
                (under(by, item))
                div class="field" { label for="voie" { "Voie" }
                    select id="voie" name="voie" { @for lane in Lane::ALL { option value=(lane.code()) selected[*lane == item.lane] { (lane.words()) } } } }
                div class="field" { label for="source" { "Source" }
                    select id="source" name="source" { @for grade in SourceGrade::ALL { option value=(grade.code()) selected[*grade == item.grade.source] { (grade.code()) ", " (grade.words()) } } } }
                div class="field" { label for="info" { "Information" }
                    p class="hint" id="info-aide" { "« 1 » demande un lien vers une source indépendante." }
                    select id="info" name="info" aria-describedby="info-aide" { @for grade in InformationGrade::ALL { option value=(grade.code()) selected[*grade == item.grade.information] { (grade.code()) ", " (grade.words()) } } } }
                fieldset {
                    legend { "Contrôles faits" }
                    @for check in Check::ALL { label { input type="checkbox" name="controle" value=(check.code()) checked[item.checks.contains(check)]; " " (check.words()) } }
                }
                button data-key="v" { "Enregistrer " kbd aria-hidden="true" { "v" } }
            }
        }
        section class="way" aria-labelledby="finir" {
            h2 id="finir" { "Et ensuite" }
            div class="deeds" {
                form method="post" action=(path("clore")) { (under(by, item)) input type="hidden" name="etat" value=(How::Done.code()); button class="quiet" data-key="o" { "Traité " kbd aria-hidden="true" { "o" } } }
                form method="post" action=(path("clore")) { (under(by, item)) input type="hidden" name="etat" value=(How::Dropped.code()); button class="quiet" data-key="x" { "Écarter " kbd aria-hidden="true" { "x" } } }
                form method="post" action=(path("rendre")) { (under(by, item)) button class="quiet" data-key="r" { "Rendre " kbd aria-hidden="true" { "r" } } }
                form method="post" action=(path("garder")) { (under(by, item)) button class="quiet" data-key="g" { "J'y travaille encore " kbd aria-hidden="true" { "g" } } }
            }
        }
    }
}
