//! What a push service's answer means.
//!
//! Never: what is done about it (the worker's).

use std::time::Duration;

use portal::Instant;
use reqwest::header::HeaderValue;

use super::Answer;

/// The longest pause that a service can ask for: an alert cannot wait longer for another try.
pub const LONGEST_RETRY_AFTER: Duration = Duration::from_secs(3_600);
/// The shortest: a service that says "now" while it refuses would be asked without end.
const SHORTEST_RETRY_AFTER: Duration = Duration::from_secs(1);

/// The meaning of `status` from the service of `origin`.
pub(super) fn answer(
    status: u16,
    origin: &str,
    retry_after: Option<&HeaderValue>,
    now: Instant,
) -> Answer {
    match status {
        200..=299 => Answer::Sent,
        404 | 410 => Answer::Gone,
        401 | 403 => Answer::Misconfigured,
        429 | 503 => Answer::Slow {
            retry_after: pause(retry_after, now),
        },
        // Windows' service: throttled, where others say 429.
        406 if origin.ends_with(".notify.windows.com") => Answer::Slow {
            retry_after: pause(retry_after, now),
        },
        408 | 500.. => Answer::Failed,
        // A redirection too: it is not followed.
        _ => Answer::Refused,
    }
}

/// `Retry-After` (RFC 9110 §10.2.3): seconds, or a date.
fn pause(value: Option<&HeaderValue>, now: Instant) -> Option<Duration> {
    let text = value?.to_str().ok()?.trim();
    let length = if !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit()) {
        // More digits than a number holds: long.
        text.parse()
            .map_or(LONGEST_RETRY_AFTER, Duration::from_secs)
    } else {
        let at = httpdate::parse_http_date(text).ok()?;
        let at = at.duration_since(std::time::UNIX_EPOCH).ok()?;
        let now = Duration::from_millis(u64::try_from(now.0).ok()?);
        at.saturating_sub(now)
    };
    Some(length.clamp(SHORTEST_RETRY_AFTER, LONGEST_RETRY_AFTER))
}

#[cfg(test)]
mod tests {
    use super::*;

    const FCM: &str = "https://fcm.googleapis.com";
    const WNS: &str = "https://wns2-par02p.notify.windows.com";
    /// 2026-11-23T20:00:00Z.
    const NOW: Instant = Instant(1_795_464_000_000);

    fn read(status: u16) -> Answer {
        answer(status, FCM, None, NOW)
    }

    fn retry(value: &'static str) -> Option<u64> {
        let value = HeaderValue::from_static(value);
        match answer(429, FCM, Some(&value), NOW) {
            Answer::Slow { retry_after } => retry_after.map(|d| d.as_secs()),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn every_status_has_the_meaning_of_the_table() {
        let slow = Answer::Slow { retry_after: None };
        for (status, meaning) in [
            (200, Answer::Sent),
            (201, Answer::Sent),
            (202, Answer::Sent),
            (301, Answer::Refused),
            (307, Answer::Refused),
            (400, Answer::Refused),
            (401, Answer::Misconfigured),
            (403, Answer::Misconfigured),
            (404, Answer::Gone),
            (406, Answer::Refused),
            (408, Answer::Failed),
            (410, Answer::Gone),
            (413, Answer::Refused),
            (429, slow),
            (500, Answer::Failed),
            (502, Answer::Failed),
            (503, slow),
            (504, Answer::Failed),
            (599, Answer::Failed),
        ] {
            assert_eq!(read(status), meaning, "{status}");
        }
    }

    #[test]
    fn windows_says_406_where_others_say_429() {
        let slow = Answer::Slow { retry_after: None };
        assert_eq!(answer(406, WNS, None, NOW), slow);
        let evil = "https://notify.windows.com.example.org";
        assert_eq!(answer(406, evil, None, NOW), Answer::Refused);
    }

    #[test]
    fn retry_after_is_read_as_seconds_and_as_a_date() {
        assert_eq!(retry("120"), Some(120));
        assert_eq!(retry("Mon, 23 Nov 2026 20:02:00 GMT"), Some(120));
        assert_eq!(retry("soon"), None);
        assert_eq!(retry("-5"), None);
        assert_eq!(retry(""), None);
    }

    #[test]
    fn retry_after_is_never_nothing_and_never_over_an_hour() {
        assert_eq!(retry("0"), Some(1));
        assert_eq!(retry("Mon, 23 Nov 2026 19:00:00 GMT"), Some(1));
        assert_eq!(retry("86400"), Some(3_600));
        assert_eq!(retry("99999999999999999999999"), Some(3_600));
        assert_eq!(retry("Mon, 23 Nov 2099 20:00:00 GMT"), Some(3_600));
    }
}
