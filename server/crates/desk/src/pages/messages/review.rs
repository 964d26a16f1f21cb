//! One draft, read over: what it says, what residents would see, what can be done with it.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use maud::{Markup, html};
use portal::push::{Plan, plan};

use super::list::{headline, purpose_words, state_tag};
use super::{fields, path_of};
use crate::access::{Capability as _, Proof, ReadMessages, ReleaseMessages, WriteMessages};
use crate::messages::{Draft, DraftId, DraftState, Typed, Version, check};
use crate::pages::telling;
use crate::release;
use crate::web::{Desk, May, Page, Trouble, form_token, portal_time};

pub(super) async fn page(
    State(desk): State<Arc<Desk>>,
    Path(id): Path<String>,
    May(by): May<ReadMessages>,
) -> Result<Response, Trouble> {
    shown(&desk, &by, &DraftId(id), None, StatusCode::OK).await
}

/// The page with what kept a deed from being done.
pub(super) async fn told(
    desk: &Arc<Desk>,
    by: &Proof<ReadMessages>,
    id: &DraftId,
    told: &str,
    status: StatusCode,
) -> Result<Response, Trouble> {
    shown(desk, by, id, Some(told), status).await
}

async fn shown(
    desk: &Arc<Desk>,
    by: &Proof<ReadMessages>,
    id: &DraftId,
    told: Option<&str>,
    status: StatusCode,
) -> Result<Response, Trouble> {
    let draft = desk.store.draft(by, id).await?.ok_or(Trouble::Unknown)?;
    let versions = desk.store.versions(by, id).await?;
    let last = versions.last();
    // What is decided about is the version handed in, not what may be typed since.
    let typed = match &draft.state {
        DraftState::Writing | DraftState::Returned { .. } => &draft.typed,
        _ => last.map_or(&draft.typed, |v| &v.typed),
    };
    let reach = reach(desk, &draft, typed).await?;
    let main = html! {
        @if let Some(told) = told {
            div class="faults" role="alert" { p { (told) } }
        }
        p class="hint" { (purpose_words(&draft.purpose)) }
        h1 { (headline(&draft)) }
        p { (state_tag(&draft)) " " (standing(desk, &draft)) }
        @if draft.emergency {
            p class="warn" { "Publié en urgence par une seule personne. Motif : " (last.map_or("", |v| v.reason.as_str())) }
        }
        nav aria-label="Ce message" class="turn" {
            a href=(format!("{}/apercu", path_of(id))) data-key="a" { "Voir comme les habitants" }
            a href=(format!("{}/versions", path_of(id))) data-key="v" { "Versions et différences" }
        }
        div class="split" {
        div {
        (fields::summary(typed))
        @if !typed.note.trim().is_empty() {
            section { h2 { "Note de l'auteur" } p class="typed" { (typed.note) } }
        }
        @if let Some(devices) = reach {
            section aria-labelledby="prevenus" {
                h2 id="prevenus" { "Notifications" }
                p { (telling::estimate(devices)) }
            }
        }
        }
        (deeds(desk, by, &draft, last))
        }
    };
    Page::new(headline(&draft), main)
        .with_status(status)
        .answer(desk, by)
        .await
}

/// How many devices would be told, if it were released now; `None`: it is out, is to be told to whoever was
/// told before, or cannot go as it is.
async fn reach(desk: &Desk, draft: &Draft, typed: &Typed) -> Result<Option<u64>, Trouble> {
    let over = matches!(
        draft.state,
        DraftState::Released { .. } | DraftState::Withdrawn { .. }
    );
    let Some(issuer) = desk.settings.issuer.as_ref().filter(|_| !over) else {
        return Ok(None);
    };
    let (now, settings) = (desk.now(), &desk.settings);
    let checked = check(
        typed,
        &draft.purpose,
        &issuer.territory,
        now,
        settings.exercise,
    );
    let Some(written) = checked.written else {
        return Ok(None);
    };
    let thread = release::thread_of(desk, &draft.purpose).await?;
    let issue = release::issue(desk, issuer, draft, &written, thread.as_ref(), now)?;
    let planned = plan(&release::as_released(&issue, issuer, thread, now), now);
    match planned {
        Plan::Alert { .. } => Ok(Some(desk.store.reach(&planned).await?)),
        Plan::End { .. } | Plan::Nothing => Ok(None),
    }
}

/// What the state alone does not say.
fn standing(desk: &Desk, draft: &Draft) -> Markup {
    html! {
        @match &draft.state {
            DraftState::Returned { reason } => { "Motif : " (reason) }
            DraftState::Withdrawn { reason } => { "Motif : " (reason) }
            DraftState::Scheduled { publish_at } => { "pour le " (portal_time(*publish_at)) }
            DraftState::Released { thread, .. } => {
                a href=(format!("{}/alertes/{}", desk.settings.public_origin, thread.0)) rel="external" { "page publique" }
            }
            _ => {}
        }
    }
}

/// The forms of what this person may do in this state. Hiding one allows nothing: the store decides.
fn deeds(desk: &Desk, by: &Proof<ReadMessages>, draft: &Draft, last: Option<&Version>) -> Markup {
    let own = draft.is_by(by.id());
    let (writes, releases) = (by.has(WriteMessages::ROLES), by.has(ReleaseMessages::ROLES));
    let open = draft.state.is_open();
    let submitted = draft.state == DraftState::Submitted;
    let scheduled = matches!(draft.state, DraftState::Scheduled { .. });
    let version = last.map_or(0, |v| v.number);
    let issuer = desk.settings.issuer.as_ref();
    let urgent = issuer.is_some_and(|i| i.emergency_release)
        && draft.purpose.may_be_urgent()
        && last.is_some_and(|v| v.typed.colour == "red");
    let still_good = issuer.zip(last).is_some_and(|(issuer, v)| {
        check(
            &v.typed,
            &draft.purpose,
            &issuer.territory,
            desk.now(),
            desk.settings.exercise,
        )
        .written
        .is_some()
    });
    if !(writes || releases) || !(open || submitted || scheduled) {
        return html! {};
    }
    html! {
        section class="way" aria-labelledby="agir" {
            h2 id="agir" { "Agir" }
            @if open && writes {
                p { a class="button" href=(format!("{}/ecrire", path_of(&draft.id))) data-key="e" { "Écrire" } }
            }
            @if submitted && releases && !own {
                @if !still_good {
                    p class="warn" { "Ce message ne peut plus partir tel quel (échéance passée, par exemple) : rendez-le." }
                }
                form method="post" action=(format!("{}/publier", path_of(&draft.id))) {
                    (form_token(by)) input type="hidden" name="version" value=(version);
                    button { "Publier la version " (version) }
                    p class="hint" { "Les habitants la verront dans la seconde, ou à l'heure programmée." }
                }
                form method="post" action=(format!("{}/rendre", path_of(&draft.id))) {
                    (form_token(by)) input type="hidden" name="version" value=(version);
                    (reason_field("motif-rendre", "Pourquoi le rendre à son auteur"))
                    button class="quiet" { "Rendre à l'auteur" }
                }
            }
            @if submitted && own {
                p { "Vous l'avez écrit : une autre personne doit le publier." }
            }
            @if submitted && releases && urgent {
                details {
                    summary { "Personne d'autre n'est joignable : publication d'urgence" }
                    form method="post" action=(format!("{}/urgence", path_of(&draft.id))) {
                        (form_token(by)) input type="hidden" name="version" value=(version);
                        p { "Message rouge seulement. Tous les autres seront alarmés, et le journal le dira." }
                        (reason_field("motif-urgence", "Pourquoi seul"))
                        button class="grave" { "Publier seul, en urgence" }
                    }
                }
            }
            @if (submitted || scheduled) && writes {
                form method="post" action=(format!("{}/reprendre", path_of(&draft.id))) {
                    (form_token(by))
                    button class="quiet" { "Reprendre l'écriture" }
                }
            }
            @if (open || submitted || scheduled) && writes {
                details {
                    summary { "Retirer ce message" }
                    form method="post" action=(format!("{}/retirer", path_of(&draft.id))) {
                        (form_token(by))
                        (reason_field("motif-retirer", "Pourquoi le retirer"))
                        button class="quiet" { "Retirer" }
                    }
                }
            }
        }
    }
}

fn reason_field(id: &str, label: &str) -> Markup {
    html! {
        div class="field" {
            label for=(id) { (label) }
            input id=(id) name="motif" required minlength="5" maxlength="500" autocomplete="off";
        }
    }
}
