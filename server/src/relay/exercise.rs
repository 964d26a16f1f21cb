//! Exercise files hold moments relative to the start of play, so that an exercise is live whenever it
//! is started: `{{now-2h}}` (CAP date-time), `{{z:now-2h}}` (`…Z`), `{{rfc822:now-2h}}` (RSS),
//! `{{stamp:now-2h}}` (`YYYYMMDDHHMMSS`, for identifiers). Units: m, h, d.
//!
//! Only files of a portal in exercise mode are expanded, never anything fetched.

use portal::{Instant, Span};

/// How long one play lasts; then the moments start anew, with new identifiers.
pub const PLAY: Span = Span::hours(24);

/// The start of the play that is on at `now`, when the first one began at `first`.
pub fn start_of_play(first: Instant, now: Instant) -> Instant {
    let played = (now - first).0.max(0);
    first + Span(played - played % PLAY.0)
}

/// A document with its moments replaced; bytes that are not UTF-8 stay as they are.
pub fn expand_document(bytes: Vec<u8>, start: Instant) -> Vec<u8> {
    match String::from_utf8(bytes) {
        Ok(text) => expand(&text, start).into_bytes(),
        Err(not_text) => not_text.into_bytes(),
    }
}

/// Replaces every moment in `text`, relative to `start`. What is not a moment stays as it is.
fn expand(text: &str, start: Instant) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(open) = rest.find("{{") {
        let (before, from) = rest.split_at(open);
        out.push_str(before);
        let expanded = from
            .find("}}")
            .and_then(|close| Some((moment(from.get(2..close)?, start)?, close + 2)));
        match expanded {
            Some((moment, end)) => {
                out.push_str(&moment);
                rest = from.get(end..).unwrap_or_default();
            }
            None => {
                out.push_str("{{");
                rest = from.get(2..).unwrap_or_default();
            }
        }
    }
    out.push_str(rest);
    out
}

fn moment(token: &str, start: Instant) -> Option<String> {
    let (form, offset) = token.split_once(':').unwrap_or(("cap", token));
    let offset = offset.strip_prefix("now")?;
    let span = if offset.is_empty() {
        Span(0)
    } else {
        let unit = offset.chars().last()?;
        let number: i64 = offset.strip_suffix(unit)?.parse().ok()?;
        match unit {
            'm' => Span::minutes(number),
            'h' => Span::hours(number),
            'd' => Span::hours(24 * number),
            _ => return None,
        }
    };
    let at = (start + span).timestamp();
    Some(
        match form {
            "cap" => at.strftime("%Y-%m-%dT%H:%M:%S+00:00"),
            "z" => at.strftime("%Y-%m-%dT%H:%M:%SZ"),
            "rfc822" => at.strftime("%a, %d %b %Y %H:%M:%S +0000"),
            "stamp" => at.strftime("%Y%m%d%H%M%S"),
            _ => return None,
        }
        .to_string(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn start() -> Instant {
        Instant::parse("2026-11-23T21:00:00Z").unwrap()
    }

    #[test]
    fn moments_are_written_in_the_form_their_place_needs() {
        let text = "<sent>{{now-2h}}</sent> {{z:now+30m}} {{rfc822:now-1d}} {{stamp:now}}";
        assert_eq!(
            expand(text, start()),
            "<sent>2026-11-23T19:00:00+00:00</sent> 2026-11-23T21:30:00Z Sun, 22 Nov 2026 21:00:00 +0000 20261123210000"
        );
    }

    #[test]
    fn what_is_not_a_moment_stays() {
        for text in ["{{", "}}", "{{now-2w}}", "{{later}}", "{{now+}}", "{{{{now"] {
            assert_eq!(expand(text, start()), text);
        }
    }

    #[test]
    fn a_restart_within_a_day_goes_on_with_the_same_play_and_the_next_day_begins_anew() {
        assert_eq!(start_of_play(start(), start() + Span::hours(23)), start());
        assert_eq!(
            start_of_play(start(), start() + Span::hours(49)),
            start() + Span::hours(48)
        );
    }
}
