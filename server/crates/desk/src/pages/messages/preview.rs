//! A draft as residents would see it: page, feed entry, notification, shared link.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use maud::{PreEscaped, html};

use super::path_of;
use crate::access::{Proof, ReadMessages};
use crate::messages::{DraftId, check};
use crate::preview::Previewed;
use crate::release;
use crate::web::{Desk, May, Page, Trouble};

/// The preview, and the CAP document; `None` while errors are left.
async fn previewed(
    desk: &Desk,
    by: &Proof<ReadMessages>,
    id: &DraftId,
) -> Result<Option<(Previewed, String)>, Trouble> {
    let draft = desk.store.draft(by, id).await?.ok_or(Trouble::Unknown)?;
    let Some(issuer) = &desk.settings.issuer else {
        return Ok(None);
    };
    let typed = match desk.store.versions(by, id).await?.pop() {
        Some(version) if !draft.state.is_open() => version.typed,
        _ => draft.typed.clone(),
    };
    let now = desk.now();
    let Some(written) = check(
        &typed,
        &draft.purpose,
        &issuer.territory,
        now,
        desk.settings.exercise,
    )
    .written
    else {
        return Ok(None);
    };
    let thread = release::thread_of(desk, &draft.purpose).await?;
    let issue = release::issue(desk, issuer, &draft, &written, thread.as_ref(), now)?;
    let cap = release::xml_of(&issue);
    let thread = release::as_released(&issue, issuer, thread, now);
    Ok(Some((desk.preview.preview(&thread, now), cap)))
}

pub(super) async fn page(
    State(desk): State<Arc<Desk>>,
    Path(id): Path<String>,
    May(by): May<ReadMessages>,
) -> Result<Response, Trouble> {
    let id = DraftId(id);
    let main = match previewed(&desk, &by, &id).await? {
        None => html! {
            h1 { "Aperçu" }
            p { "Il n'y a pas encore d'aperçu : des champs obligatoires manquent ou sont à corriger." }
            p { a href=(format!("{}/ecrire", path_of(&id))) { "Revenir à l'écriture" } }
        },
        Some((seen, cap)) => html! {
            h1 { "Comme les habitants le verront" }
            p { a class="next" href=(path_of(&id)) data-key="r" { "Revenir au message" } }
            section aria-labelledby="notification" {
                h2 id="notification" { "Sur le téléphone" }
                div class="preview" { strong { (seen.notification_title) } p { (seen.notification_body) } }
            }
            section aria-labelledby="partage" {
                h2 id="partage" { "Lien partagé" }
                div class="preview" { strong { (seen.card_title) } p { (seen.card_description) } p class="hint" { (seen.card_site) } }
            }
            p class="hint" { "Les deux pages qui suivent sont des aperçus : leurs liens ne mènent nulle part, et rien n'y est encore publié." }
            @for (lang, name) in [("fr", "La page"), ("en", "La page en anglais")] {
                section {
                    h2 { (name) }
                    iframe title=(name) src=(format!("{}/apercu/{lang}", path_of(&id))) sandbox="" {}
                }
            }
            section aria-labelledby="flux" {
                h2 id="flux" { "Dans les flux" }
                details { summary { "Entrée du flux Atom" } pre tabindex="0" { (seen.feed_entry) } }
                details { summary { "Message CAP 1.2" } pre tabindex="0" { (cap) } }
            }
        },
    };
    Page::new("Aperçu", main).answer(&desk, &by).await
}

/// The public page itself, to stand in a frame.
pub(super) async fn framed(
    State(desk): State<Arc<Desk>>,
    Path((id, lang)): Path<(String, String)>,
    May(by): May<ReadMessages>,
) -> Result<Response, Trouble> {
    let (seen, _) = previewed(&desk, &by, &DraftId(id))
        .await?
        .ok_or(Trouble::Unknown)?;
    let page = match lang.as_str() {
        "fr" => seen.page,
        "en" => seen.page_en,
        _ => return Err(Trouble::Unknown),
    };
    let policy = HeaderValue::try_from(desk.preview.content_security_policy())
        .map_err(|_| Trouble::Unavailable)?;
    let headers = [
        (
            header::CONTENT_TYPE,
            HeaderValue::from_static("text/html; charset=utf-8"),
        ),
        (header::CONTENT_SECURITY_POLICY, policy),
        (
            HeaderName::from_static("cross-origin-opener-policy"),
            HeaderValue::from_static("unsafe-none"),
        ),
    ];
    Ok((StatusCode::OK, headers, PreEscaped(page).0).into_response())
}
