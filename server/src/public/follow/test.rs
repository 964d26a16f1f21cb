//! The test of reception: asked for, watched, and confirmed by the device.

use std::sync::Arc;

use app::pages::follow::{self as pages, Reception, Wrong};
use axum::http::{HeaderName, StatusCode};
use portal::push::{FanoutId, TestAsked, TestState};
use portal::{Instant, Span};
use serde::Deserialize;
use serde_json::json;

use super::super::Web;
use super::super::answer::{Made, Refusal};
use super::super::ask::Ask;
use super::super::sent::Sent;
use super::manage::{Managed, unknown};
use super::token;

/// After so long the page says what to check; the page's words say "two minutes".
const LATE_AFTER: Span = Span::minutes(2);
/// The page asks again after so many seconds.
const AGAIN: &str = "3";

/// `POST /suivre/{token}/essai`.
pub(super) async fn ask(web: Arc<Web>, ask: Ask, sent: Sent) -> Result<Made, Refusal> {
    let Some(managed) = Managed::of(&web, &ask).await? else {
        return Ok(unknown(&web, &ask));
    };
    if !sent.from_here {
        return Ok(managed.foreign(&web, &ask, None));
    }
    let path = managed.path();
    if web.follow.push.is_none() {
        return Ok(Made::redirect(ask.lang.path(&path)));
    }
    let now = web.now();
    let receipt = token::secret(&*web.follow.random);
    let asked = web
        .follow
        .subscriptions
        .ask_test(&managed.hash, &receipt, now)
        .await?;
    let to = match asked {
        TestAsked::Asked(FanoutId(id)) => format!("{path}/essai/{id}?depuis={}", now.0),
        TestAsked::TooSoon => format!("{path}?fait=attendre"),
        // Gone or ended meanwhile: its page says so.
        TestAsked::Unknown => path,
    };
    Ok(Made::redirect(ask.lang.path(&to)))
}

/// `GET /suivre/{token}/essai/{id}`, and with `.json` for programs.
pub(super) async fn show(web: Arc<Web>, ask: Ask) -> Result<Made, Refusal> {
    let Some(managed) = Managed::of(&web, &ask).await? else {
        return Ok(unknown(&web, &ask));
    };
    let id = ask.parameter("id");
    let (id, as_json) = match id.strip_suffix(".json") {
        Some(id) => (id, true),
        None => (id, false),
    };
    let fit = id.len() <= 64 && id.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    if !fit {
        return Err(Refusal::Unknown);
    }
    let test = FanoutId(id.to_owned());
    let state = web.follow.subscriptions.test(&managed.hash, &test).await?;
    let state = state.ok_or(Refusal::Unknown)?;
    let since = ask.query("depuis").and_then(|text| text.parse().ok());
    let reception = judge(state, since.map(Instant), web.now());
    if as_json {
        let status = match &reception {
            Reception::Is(TestState::Refused(status)) => *status,
            _ => None,
        };
        let told = json!({ "state": reception.word(), "status": status });
        return Ok(Made::private_json(told));
    }
    let since = since.map_or_else(String::new, |at: i64| format!("?depuis={at}"));
    let path = format!("{}/essai/{id}{since}", managed.path());
    let page = pages::test_page(&web.site, ask.lang, &managed.secret, &path, &reception);
    let made = Made::secret(page);
    Ok(if reception.is_open() {
        // As `<meta http-equiv=refresh>`, without a script (HTML, "The `Refresh` header").
        made.header(HeaderName::from_static("refresh"), AGAIN)
    } else {
        made
    })
}

/// What is still open after [`LATE_AFTER`], or since nobody knows when, is late.
fn judge(state: TestState, since: Option<Instant>, now: Instant) -> Reception {
    let is = Reception::Is(state);
    let waits = since.is_some_and(|at| at <= now && now < at + LATE_AFTER);
    if is.is_open() && !waits {
        Reception::Late
    } else {
        is
    }
}

/// What a device's service worker sends when it showed a test.
#[derive(Deserialize)]
struct Receipt {
    receipt: String,
}

/// `POST /suivre/recu`. The answer does not tell whether there was such a test.
pub(super) async fn arrived(web: Arc<Web>, ask: Ask, sent: Sent) -> Result<Made, Refusal> {
    if !sent.from_here {
        let errors = [pages::wrong_words(ask.lang, Wrong::Foreign)];
        return Ok(Made::private_json(json!({ "errors": errors })).status(StatusCode::FORBIDDEN));
    }
    let receipt = sent
        .json::<Receipt>()
        .filter(|r| token::is_secret(&r.receipt));
    let Some(Receipt { receipt }) = receipt else {
        let errors = [pages::wrong_words(ask.lang, Wrong::Unreadable)];
        let made = Made::private_json(json!({ "errors": errors }));
        return Ok(made.status(StatusCode::UNPROCESSABLE_ENTITY));
    };
    web.follow
        .subscriptions
        .arrived(&receipt, web.now())
        .await?;
    Ok(Made::nothing())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_open_test_is_late_after_two_minutes_and_an_arrived_one_never() {
        let start = Instant(1_000_000);
        let at = |minutes| start + Span::minutes(minutes);
        let judged = |state, now| judge(state, Some(start), now).word();
        assert_eq!(judged(TestState::Sent, at(1)), "sent");
        assert_eq!(judged(TestState::Sent, at(2)), "late");
        assert_eq!(judged(TestState::Waiting, at(3)), "late");
        assert_eq!(judged(TestState::Arrived, at(60)), "arrived");
        assert_eq!(judge(TestState::Waiting, None, start).word(), "late");
        assert_eq!(judged(TestState::Waiting, at(-5)), "late");
    }
}
