//! Light or dark: what a person chose for this browser; else dark at night, and by day as their system is.
//!
//! The style sheet itself is answered light, dark or as the system is, so that it needs no script. The choice
//! is a cookie of the browser, not of the account: a shared post in a dark room stays dark for whoever comes.
//! Never: anything else in that cookie.

use axum::http::HeaderMap;
use axum::http::HeaderValue;
use axum::http::header::{COOKIE, SET_COOKIE};
use portal::Instant;

const NAME: &str = "__Host-rives-desk-aspect";
/// A year, in seconds.
const KEPT: u32 = 31_536_000;
/// In tokens.css, once: what makes its second half dark.
const DARK: &str = "@media (prefers-color-scheme: dark)";

/// What can be chosen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Aspect {
    /// Dark from 21:00 to 07:00 in Paris, else as the system is.
    #[default]
    Automatique,
    /// Always light.
    Clair,
    /// Always dark.
    Sombre,
}

impl Aspect {
    /// What this browser chose.
    pub fn of(headers: &HeaderMap) -> Self {
        let chosen = headers
            .get_all(COOKIE)
            .iter()
            .filter_map(|v| v.to_str().ok())
            .flat_map(|v| v.split(';'))
            .filter_map(|pair| pair.trim().split_once('='))
            .find(|(key, _)| *key == NAME);
        match chosen {
            Some((_, "clair")) => Aspect::Clair,
            Some((_, "sombre")) => Aspect::Sombre,
            _ => Aspect::Automatique,
        }
    }

    /// Keeps the choice in this browser.
    pub fn keep(self, headers: &mut HeaderMap) {
        let (word, age) = match self {
            Aspect::Automatique => ("", 0),
            Aspect::Clair => ("clair", KEPT),
            Aspect::Sombre => ("sombre", KEPT),
        };
        let text =
            format!("{NAME}={word}; Path=/; Secure; HttpOnly; SameSite=Strict; Max-Age={age}");
        if let Ok(value) = HeaderValue::try_from(text) {
            headers.append(SET_COOKIE, value);
        }
    }

    /// The style sheet for this choice at that instant.
    pub(super) fn dress(self, style: &str, now: Instant) -> String {
        let hour = now.in_paris().hour();
        let night = !(7..21).contains(&hour);
        let (media, scheme) = match (self, night) {
            (Aspect::Sombre, _) | (Aspect::Automatique, true) => ("@media screen", "dark"),
            (Aspect::Clair, _) => ("@media not all", "light"),
            (Aspect::Automatique, false) => return style.to_owned(),
        };
        let style = style.replacen(DARK, media, 1);
        format!(
            "{style}\n:root {{ color-scheme: {scheme} }}\n@media print {{ :root {{ color-scheme: light }} }}\n"
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::web::assets::STYLE;

    fn at(rfc3339: &str) -> Instant {
        Instant::parse(rfc3339).unwrap()
    }

    fn is_dark(aspect: Aspect, now: &str) -> bool {
        aspect
            .dress(STYLE, at(now))
            .contains("color-scheme: dark }")
    }

    #[test]
    fn at_night_in_paris_the_desk_is_dark_and_by_day_it_is_as_the_system_is() {
        assert!(is_dark(Aspect::Automatique, "2026-11-24T20:00:00Z"));
        assert!(is_dark(Aspect::Automatique, "2026-11-24T05:59:00Z"));
        for day in ["2026-11-24T06:00:00Z", "2026-11-24T19:59:00Z"] {
            assert_eq!(Aspect::Automatique.dress(STYLE, at(day)), STYLE);
        }
    }

    #[test]
    fn what_somebody_chose_holds_at_every_hour() {
        for hour in ["2026-11-24T02:00:00Z", "2026-11-24T12:00:00Z"] {
            assert!(is_dark(Aspect::Sombre, hour));
            assert!(!is_dark(Aspect::Clair, hour));
        }
    }

    #[test]
    fn the_style_has_one_dark_half_and_the_answer_turns_just_that_one() {
        assert_eq!(STYLE.matches(DARK).count(), 1);
        let dressed = Aspect::Sombre.dress(STYLE, at("2026-11-24T12:00:00Z"));
        assert!(!dressed.contains(DARK));
    }

    #[test]
    fn a_choice_that_was_kept_is_read_back() {
        for aspect in [Aspect::Clair, Aspect::Sombre, Aspect::Automatique] {
            let mut answer = HeaderMap::new();
            aspect.keep(&mut answer);
            let cookie = answer.remove(SET_COOKIE).unwrap();
            assert!(cookie.to_str().unwrap().contains("; HttpOnly"));
            let pair = cookie.to_str().unwrap().split(';').next().unwrap();
            let mut asked = HeaderMap::new();
            asked.insert(COOKIE, format!("autre=1; {pair}").parse().unwrap());
            assert_eq!(Aspect::of(&asked), aspect);
        }
    }
}
