//! Writing: one form, three languages side by side, checked at every save. Every button saves first.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use maud::{Markup, html};
use serde_json::json;

use super::fields::{COLOURS, beside, listed, tongue_name};
use super::form::{Action, WriteForm, codes, with, without};
use super::list::{headline, purpose_words};
use super::places::{FoundPlace, search};
use super::{path_of, words};
use crate::access::{Proof, ReadMessages, WriteMessages};
use crate::messages::{
    Draft, DraftError, DraftId, DraftState, EVENTS, Finding, Level, Purpose, Tongue, Typed, check,
    event, paste, template,
};
use crate::release;
use crate::web::{Deed, Desk, May, Page, Trouble, form_token, see};

/// What the page shows beside the draft.
#[derive(Default)]
struct Shown {
    /// Results of a search.
    found: Option<(String, Vec<FoundPlace>)>,
    /// Something to tell on top.
    told: Option<&'static str>,
    /// What somebody else saved meanwhile.
    other: Option<Box<Draft>>,
    /// Whether errors are listed: not on a form just opened.
    strict: bool,
}

pub(super) async fn page(
    State(desk): State<Arc<Desk>>,
    Path(id): Path<String>,
    May(by): May<WriteMessages>,
) -> Result<Response, Trouble> {
    let id = DraftId(id);
    let reader = reader(&by)?;
    let draft = desk
        .store
        .draft(&reader, &id)
        .await?
        .ok_or(Trouble::Unknown)?;
    if !draft.state.is_open() {
        return Ok(see(&path_of(&id)));
    }
    form_page(
        &desk,
        &by,
        &draft,
        &draft.typed,
        Shown::default(),
        StatusCode::OK,
    )
    .await
}

fn reader(by: &Proof<WriteMessages>) -> Result<Proof<ReadMessages>, Trouble> {
    by.prove().ok_or(Trouble::NotYours)
}

pub(super) async fn save(
    State(desk): State<Arc<Desk>>,
    Path(id): Path<String>,
    headers: HeaderMap,
    Deed { by, form }: Deed<WriteMessages, WriteForm>,
) -> Result<Response, Trouble> {
    let id = DraftId(id);
    let reader = reader(&by)?;
    let action = Action::of(&form.action);
    let mut typed = form.typed();
    let mut shown = Shown::default();
    match &action {
        Action::Template => {
            let draft = desk
                .store
                .draft(&reader, &id)
                .await?
                .ok_or(Trouble::Unknown)?;
            fill(&mut typed, &draft.purpose);
        }
        Action::Add(code) => typed.places = with(&typed.places, code),
        Action::Remove(code) => typed.places = without(&typed.places, code),
        Action::Search => shown.found = Some((form.recherche.clone(), search(&form.recherche))),
        _ => {}
    }
    if !form.liste.trim().is_empty() {
        let pasted = paste(&form.liste);
        typed.places = typed.places.union(&pasted.places);
        let unknown = pasted.unknown.into_iter().map(|u| u.line);
        typed.unknown_places.extend(unknown);
    }
    let now = desk.now();
    let saved = desk.store.save(&by, &id, form.revision, &typed, now).await;
    if wants_json(&headers) {
        return Ok(match saved {
            Ok(revision) => Json(json!({ "revision": revision })).into_response(),
            Err(error) => {
                (StatusCode::CONFLICT, Json(json!({ "told": words(error)? }))).into_response()
            }
        });
    }
    let revision = match saved {
        Ok(revision) => revision,
        Err(DraftError::Conflict(other)) => {
            // Both are shown: what is typed here stays in the form, what was saved stands above it.
            let draft = Draft {
                revision: other.revision,
                ..(*other).clone()
            };
            shown.told = Some(
                "Quelqu'un d'autre a enregistré ce message pendant que vous écriviez. Rien n'est perdu : son texte est ci-dessous, le vôtre est dans le formulaire. Comparez, puis enregistrez.",
            );
            shown.other = Some(other);
            return form_page(&desk, &by, &draft, &typed, shown, StatusCode::CONFLICT).await;
        }
        Err(DraftError::MovedOn(other)) => {
            shown.told = Some(
                "Ce message a été soumis, publié ou retiré entre-temps : votre dernier texte n'y a pas été ajouté. Le voici, pour le copier.",
            );
            return form_page(&desk, &by, &other, &typed, shown, StatusCode::CONFLICT).await;
        }
        Err(error) => {
            words(error)?;
            return Err(Trouble::Unknown);
        }
    };
    let draft = desk
        .store
        .draft(&reader, &id)
        .await?
        .ok_or(Trouble::Unknown)?;
    match action {
        Action::Preview => Ok(see(&format!("{}/apercu", path_of(&id)))),
        Action::Submit => submit(&desk, &by, &draft, revision, shown).await,
        Action::Search => form_page(&desk, &by, &draft, &draft.typed, shown, StatusCode::OK).await,
        _ => Ok(see(&format!("{}/ecrire", path_of(&id)))),
    }
}

/// Fills what is still empty with the words proposed for the event.
fn fill(typed: &mut Typed, purpose: &Purpose) {
    let Some(event) = event(&typed.event) else {
        return;
    };
    for tongue in Tongue::ALL {
        let proposed = template(event, purpose, tongue);
        let texts = typed.texts_mut(tongue);
        for (text, proposed) in [
            (&mut texts.headline, proposed.headline),
            (&mut texts.description, proposed.description),
            (&mut texts.instruction, proposed.instruction),
        ] {
            if text.trim().is_empty() {
                *text = proposed;
            }
        }
    }
}

/// A script that saves while somebody types.
fn wants_json(headers: &HeaderMap) -> bool {
    headers
        .get(header::ACCEPT)
        .is_some_and(|v| v.as_bytes() == b"application/json")
}

async fn submit(
    desk: &Arc<Desk>,
    by: &Proof<WriteMessages>,
    draft: &Draft,
    revision: u32,
    mut shown: Shown,
) -> Result<Response, Trouble> {
    shown.strict = true;
    let Some(issuer) = &desk.settings.issuer else {
        shown.told = Some("L'émetteur n'est pas configuré : rien ne peut être soumis.");
        return form_page(
            desk,
            by,
            draft,
            &draft.typed,
            shown,
            StatusCode::UNPROCESSABLE_ENTITY,
        )
        .await;
    };
    let now = desk.now();
    if check(
        &draft.typed,
        &draft.purpose,
        &issuer.territory,
        now,
        desk.settings.exercise,
    )
    .written
    .is_none()
    {
        return form_page(
            desk,
            by,
            draft,
            &draft.typed,
            shown,
            StatusCode::UNPROCESSABLE_ENTITY,
        )
        .await;
    }
    let thread = release::thread_of(desk, &draft.purpose).await?;
    let base = release::newest(thread.as_ref());
    match desk.store.submit(by, &draft.id, revision, base, now).await {
        Ok(_) => Ok(see(&path_of(&draft.id))),
        Err(error) => {
            shown.told = Some(words(error)?);
            form_page(desk, by, draft, &draft.typed, shown, StatusCode::CONFLICT).await
        }
    }
}

async fn form_page(
    desk: &Arc<Desk>,
    by: &Proof<WriteMessages>,
    draft: &Draft,
    typed: &Typed,
    shown: Shown,
    status: StatusCode,
) -> Result<Response, Trouble> {
    let territory = desk
        .settings
        .issuer
        .as_ref()
        .map_or(&[][..], |i| &i.territory);
    let mut findings = check(
        typed,
        &draft.purpose,
        territory,
        desk.now(),
        desk.settings.exercise,
    )
    .findings;
    if !shown.strict && draft.revision <= 1 {
        // A form just opened is not a wrong one: what is missing is told when it is handed in.
        findings.retain(|f| f.level == Level::Advice && !typed.fr.headline.is_empty());
    }
    let main = html! {
        @if let Some(told) = shown.told { div class="faults" role="alert" { p { (told) } } }
        p class="hint" { (purpose_words(&draft.purpose)) }
        h1 { @if typed.fr.headline.trim().is_empty() { "Écrire un message" } @else { (headline(draft)) } }
        @if let DraftState::Returned { reason } = &draft.state {
            div class="faults" { p { strong { "Rendu : " } (reason) } }
        }
        @if let Some(other) = &shown.other { (saved_by_another(other)) }
        (listed(&findings))
        // `novalidate`: every button saves, whatever is typed; what is wrong is told by `check`, in its words.
        form method="post" action=(format!("{}/ecrire", path_of(&draft.id))) class="write" novalidate data-draft {
            (form_token(by))
            input type="hidden" name="revision" value=(draft.revision);
            // Enter in a field saves: the first button of a form is the one that it presses.
            button name="action" value="enregistrer" class="quiet" { "Enregistrer" }
            p class="hint" role="status" data-saved {}
            (what(&draft.purpose, typed, &findings))
            (where_(typed, &findings, shown.found.as_ref()))
            (when(typed, &findings))
            (texts(typed, &findings))
            (more(typed, &findings))
            div class="deeds" {
                button name="action" value="soumettre" { "Soumettre à une autre personne" }
                button name="action" value="apercu" class="quiet" { "Voir l'aperçu" }
                button name="action" value="enregistrer" class="quiet" { "Enregistrer" }
            }
        }
    };
    Page::new("Écrire", main)
        .with_scripts(&["/brouillon.js"])
        .with_status(status)
        .answer(desk, by)
        .await
}

fn saved_by_another(other: &Draft) -> Markup {
    html! {
        details open {
            summary { "Ce que l'autre personne a enregistré" }
            (super::fields::summary(&other.typed))
        }
    }
}

fn what(purpose: &Purpose, typed: &Typed, findings: &[Finding]) -> Markup {
    html! {
        fieldset {
            legend { "Quoi" }
            label for="event" { "Événement" }
            select id="event" name="event" {
                option value="" { "Choisissez" }
                @for event in EVENTS {
                    option value=(event.word) selected[event.word == typed.event] { (event.name(Tongue::French)) }
                }
            }
            (beside(findings, "event"))
            @if !matches!(purpose, Purpose::Cancel(_) | Purpose::AllClear(_)) {
                fieldset id="colour" class="choices" {
                    legend { "Couleur" }
                    @for (colour, name) in COLOURS {
                        label {
                            input type="radio" name="colour" value=(colour.word()) checked[colour.word() == typed.colour];
                            span class="mark" data-colour=(colour.word()) { (name) }
                        }
                    }
                }
                (beside(findings, "colour"))
            } @else {
                input type="hidden" name="colour" value=(typed.colour);
            }
            button name="action" value="modele" class="quiet" { "Remplir les textes vides avec le modèle" }
        }
    }
}

fn where_(
    typed: &Typed,
    findings: &[Finding],
    found: Option<&(String, Vec<FoundPlace>)>,
) -> Markup {
    let places = codes(&typed.places);
    html! {
        fieldset id="places" {
            legend { "Où" }
            @if places.is_empty() { p class="empty" { "Aucun lieu choisi." } }
            ul class="rows" {
                @for (code, name) in &places {
                    li {
                        input type="hidden" name="places" value=(code);
                        span { (name) }
                        button class="quiet" name="action" value=(format!("retirer:{code}")) aria-label=(format!("Retirer {name}")) { "Retirer" }
                    }
                }
            }
            (beside(findings, "places"))
            label for="recherche" { "Chercher une commune, un département, une intercommunalité" }
            input id="recherche" name="recherche" autocomplete="off" value=(found.map_or("", |(typed, _)| typed.as_str()));
            button class="quiet" name="action" value="chercher" { "Chercher" }
            @if let Some((typed, results)) = found {
                @if results.is_empty() { p role="status" { "Rien trouvé pour « " (typed) " »." } }
                ul class="rows" {
                    @for (code, name) in results {
                        li { span { (name) } button class="quiet" name="action" value=(format!("ajouter:{code}")) aria-label=(format!("Ajouter {name}")) { "Ajouter" } }
                    }
                }
            }
            details open[!typed.unknown_places.is_empty()] {
                summary { "Coller une liste" }
                label for="liste" { "Un nom, un code INSEE ou un code postal par ligne" }
                @for unknown in &paste(&typed.unknown_places.join("\n")).unknown {
                    p class="fault" {
                        strong { (unknown.line) }
                        @if unknown.choices.is_empty() { " : rien de tel n'est connu." }
                        @else { " peut être : " (unknown.choices.join(", ")) ". Écrivez lequel." }
                    }
                }
                textarea id="liste" name="liste" rows="4" { "\n" @for line in &typed.unknown_places { (line) "\n" } }
                button class="quiet" name="action" value="coller" { "Ajouter cette liste" }
                (beside(findings, "liste"))
            }
        }
    }
}

fn when(typed: &Typed, findings: &[Finding]) -> Markup {
    let field = |id: &str, label: &str, hint: &str, value: &str| {
        html! {
            div class="field" {
                label for=(id) { (label) }
                p class="hint" id=(format!("{id}-aide")) { (hint) }
                input type="datetime-local" id=(id) name=(id) value=(value) aria-describedby=(format!("{id}-aide"));
                (beside(findings, id))
            }
        }
    };
    html! {
        fieldset class="fields" {
            legend { "Quand (heure de Paris)" }
            (field("onset", "Début", "Vide : dès la publication.", &typed.onset))
            (field("expires", "Fin", "Obligatoire. Vous pourrez prolonger.", &typed.expires))
            (field("publish_at", "Publier le", "Vide : dès qu'une autre personne valide.", &typed.publish_at))
        }
    }
}

fn texts(typed: &Typed, findings: &[Finding]) -> Markup {
    html! {
        div class="tongues" {
            @for tongue in Tongue::ALL {
                @let prefix = tongue.field();
                @let lang = if tongue == Tongue::English { "en" } else { "fr" };
                @let of = typed.texts(tongue);
                fieldset {
                    legend { (tongue_name(tongue)) @if tongue == Tongue::French { " (obligatoire)" } }
                    label for=(format!("{prefix}_headline")) { "Titre" }
                    input id=(format!("{prefix}_headline")) name=(format!("{prefix}_headline")) lang=(lang) value=(of.headline) data-count="90";
                    (beside(findings, &format!("{prefix}_headline")))
                    label for=(format!("{prefix}_description")) { "Ce qui se passe" }
                    textarea id=(format!("{prefix}_description")) name=(format!("{prefix}_description")) lang=(lang) rows="5" data-count="700" { "\n" (of.description) }
                    (beside(findings, &format!("{prefix}_description")))
                    label for=(format!("{prefix}_instruction")) { "Ce qu'il faut faire, une consigne par ligne" }
                    textarea id=(format!("{prefix}_instruction")) name=(format!("{prefix}_instruction")) lang=(lang) rows="7" { "\n" (of.instruction) }
                    (beside(findings, &format!("{prefix}_instruction")))
                }
            }
        }
    }
}

fn more(typed: &Typed, findings: &[Finding]) -> Markup {
    html! {
        fieldset {
            legend { "Pour en savoir plus" }
            label for="link" { "Lien" }
            input type="url" id="link" name="link" value=(typed.link) placeholder="https://";
            (beside(findings, "link"))
            label for="contact" { "Contact pour les habitants" }
            input id="contact" name="contact" value=(typed.contact);
            (beside(findings, "contact"))
            label for="note" { "Note pour la personne qui relira (jamais publiée)" }
            textarea id="note" name="note" rows="2" { "\n" (typed.note) }
            (beside(findings, "note"))
        }
    }
}
