//! `/signaler`: reports go up, and nothing comes down. What these handlers answer depends on what was sent with the
//! request alone; whether it was there before, or anything else is, they have no way to ask.
//!
//! Never: a line of a log with anything that was typed, an answer with an id, a state or a count.

use std::sync::Arc;

use app::pages::report::{self as pages, After, Draft, PATH, Step, Wrong};
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::http::StatusCode;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use desk::access::Randomness;
use portal::valve::{IdempotencyKey, Submission, Supplement, Valve};
use sha2::{Digest as _, Sha256};

use super::answer::{Made, Refusal};
use super::ask::Ask;
use super::limits::{self, Limit, Limiter};
use super::sent::{Sent, act};
use super::{Web, handle};
use crate::valve::PublishedKey;

/// The largest body: a sentence of 400 characters in percent signs, the place, and room.
const LARGEST: usize = 16 * 1024;

/// What the public side needs to take reports.
#[derive(Clone)]
pub struct PublicReports {
    /// Where they go up.
    pub valve: Arc<dyn Valve>,
    /// What they are sealed to.
    pub key: Arc<PublishedKey>,
    /// Keys of forms, and what sealing draws.
    pub random: Arc<dyn Randomness>,
}

/// The routes. Reading is a page like any other; sending has a limit of its own.
pub(crate) fn routes(limit: impl Fn(Limit) -> Limiter) -> Router<Arc<Web>> {
    let english = format!("/en{PATH}");
    let shown = Router::new()
        .route(PATH, handle(start))
        .route(&english, handle(start))
        .layer(limit(limits::RENDER));
    let sent = Router::new()
        .route(PATH, act(post))
        .route(&english, act(post))
        .layer(limit(limits::REPORT));
    shown.merge(sent).layer(DefaultBodyLimit::max(LARGEST))
}

/// `GET /signaler`: the same for everybody, so it is kept.
async fn start(web: Arc<Web>, ask: Ask) -> Result<Made, Refusal> {
    Ok(Made::page(match &web.reports {
        Some(_) => pages::start(&web.site, ask.lang, &[]),
        None => pages::closed(&web.site, ask.lang),
    }))
}

/// `POST /signaler`: each of its forms.
async fn post(web: Arc<Web>, ask: Ask, sent: Sent) -> Result<Made, Refusal> {
    let Some(reports) = web.reports.clone() else {
        let closed = Made::fresh(pages::closed(&web.site, ask.lang));
        return Ok(closed.status(StatusCode::FORBIDDEN));
    };
    let draft = Draft::read(sent.fields());
    let here = Here {
        web,
        ask,
        reports,
        draft,
    };
    if !sent.from_here {
        return Ok(here.again(&[Wrong::Foreign], StatusCode::FORBIDDEN));
    }
    Ok(match here.draft.step {
        Step::Tile => here.tile(),
        Step::Place => here.report().await,
        Step::Sentence => here.sentence().await,
        Step::Mistaken => here.mistaken().await,
    })
}

/// A form that was sent to a portal that takes reports.
struct Here {
    web: Arc<Web>,
    ask: Ask,
    reports: PublicReports,
    draft: Draft,
}

impl Here {
    /// A tile was touched: where is it?
    fn tile(&self) -> Made {
        match self.draft.what {
            Some(_) => self.again(&[], StatusCode::OK),
            None => self.again(&[Wrong::NoCategory], StatusCode::UNPROCESSABLE_ENTITY),
        }
    }

    async fn report(&self) -> Made {
        let at = self.web.now();
        let report = match self.draft.report(at) {
            Ok(report) => report,
            Err(wrong) => return self.again(&wrong, StatusCode::UNPROCESSABLE_ENTITY),
        };
        let commune = report.place().commune().map_or("", |c| c.0.as_str());
        let what = report.category().word();
        let parts = [what, commune, &self.draft.words, &self.draft.text];
        let first = self.name(&parts);
        match self.up(&Submission::Report(report), first).await {
            Ok(()) => self.sent(&first, "", false, &[], StatusCode::OK),
            Err(wrong) => self.again(&[wrong], StatusCode::SERVICE_UNAVAILABLE),
        }
    }

    async fn sentence(&self) -> Made {
        let Some(first) = key_of(&self.draft.first) else {
            return self.again(&[Wrong::NoCategory], StatusCode::UNPROCESSABLE_ENTITY);
        };
        let text = self.draft.text.as_str();
        let refused = |wrong, status| self.sent(&first, text, false, &[wrong], status);
        let supplement = match Supplement::sentence(first, self.web.now(), text) {
            Ok(supplement) => supplement,
            Err(error) => return refused(error.into(), StatusCode::UNPROCESSABLE_ENTITY),
        };
        let own = self.name(&[Step::Sentence.word(), &self.draft.first, text]);
        match self.up(&Submission::Supplement(supplement), own).await {
            Ok(()) => self.sent(&first, "", true, &[], StatusCode::OK),
            Err(wrong) => refused(wrong, StatusCode::SERVICE_UNAVAILABLE),
        }
    }

    async fn mistaken(&self) -> Made {
        let Some(first) = key_of(&self.draft.first) else {
            return self.again(&[Wrong::NoCategory], StatusCode::UNPROCESSABLE_ENTITY);
        };
        let supplement = Supplement::wrong(first, self.web.now());
        let own = self.name(&[Step::Mistaken.word(), &self.draft.first]);
        match self.up(&Submission::Supplement(supplement), own).await {
            Ok(()) => Made::fresh(pages::corrected(&self.web.site, self.ask.lang)),
            Err(wrong) => self.sent(&first, "", false, &[wrong], StatusCode::SERVICE_UNAVAILABLE),
        }
    }

    /// Seals and hands up. A machine that filled in what people do not see is answered alike, and nothing goes up.
    async fn up(&self, submission: &Submission, own: IdempotencyKey) -> Result<(), Wrong> {
        let mut seed = [0; 32];
        self.reports.random.fill(&mut seed);
        let key = self.reports.key.current().await;
        let sealed = key.seal_at_door(submission, own, seed);
        // A key that nothing can be sealed to was refused when it was read.
        let sealed = sealed.map_err(|_| Wrong::NotKept)?;
        if self.draft.trapped {
            return Ok(());
        }
        match self.reports.valve.submit(sealed).await {
            Ok(_) => Ok(()),
            Err(error) => {
                tracing::error!(%error, "the vault takes nothing");
                Err(Wrong::NotKept)
            }
        }
    }

    /// The name of what is sent: of the form's random key and all that was typed. The same form sent again is the same
    /// report; one that was changed and sent again is another, so that no correction is lost.
    fn name(&self, typed: &[&str]) -> IdempotencyKey {
        let mut hash = Sha256::new_with_prefix(b"rives report form\0");
        let key = self.form_key();
        for part in std::iter::once(key.as_str()).chain(typed.iter().copied()) {
            hash.update((part.len() as u64).to_be_bytes());
            hash.update(part);
        }
        let mut name = [0; 16];
        name.copy_from_slice(&hash.finalize()[..16]);
        IdempotencyKey(name)
    }

    /// The form's key: the one that it came with, or a new one.
    fn form_key(&self) -> String {
        match key_of(&self.draft.key) {
            Some(_) => self.draft.key.clone(),
            None => self.fresh_key(),
        }
    }

    fn fresh_key(&self) -> String {
        let mut bytes = [0; 16];
        self.reports.random.fill(&mut bytes);
        URL_SAFE_NO_PAD.encode(bytes)
    }

    /// The form that was sent, with everything that was typed.
    fn again(&self, wrong: &[Wrong], status: StatusCode) -> Made {
        let (site, lang) = (&self.web.site, self.ask.lang);
        let added = matches!(self.draft.step, Step::Sentence | Step::Mistaken);
        if let Some(first) = key_of(&self.draft.first).filter(|_| added) {
            return self.sent(&first, &self.draft.text, false, wrong, status);
        }
        let page = match self.draft.what {
            Some(what) => pages::place(site, lang, what, &self.draft, wrong, &self.form_key()),
            None => pages::start(site, lang, wrong),
        };
        Made::fresh(page).status(status)
    }

    /// The page after a report. Its forms keep their key while what they hold was not sent.
    fn sent(
        &self,
        first: &IdempotencyKey,
        text: &str,
        added: bool,
        wrong: &[Wrong],
        status: StatusCode,
    ) -> Made {
        let first = URL_SAFE_NO_PAD.encode(first.0);
        let key = match wrong {
            [] => self.fresh_key(),
            _ => self.form_key(),
        };
        let after = After {
            first: &first,
            key: &key,
            text,
            added,
        };
        let page = pages::sent(&self.web.site, self.ask.lang, after, wrong);
        Made::fresh(page).status(status)
    }
}

/// 16 bytes in base64url, as forms carry keys.
fn key_of(text: &str) -> Option<IdempotencyKey> {
    let bytes = URL_SAFE_NO_PAD.decode(text).ok()?;
    Some(IdempotencyKey(bytes.try_into().ok()?))
}
