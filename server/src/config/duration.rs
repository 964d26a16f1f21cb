//! Lengths of time as people write them: `90s`, `15m`, `24h`, `7d`.

use std::fmt;

use portal::Span;
use serde::{Deserialize, Deserializer, de};

/// A length of time in the configuration.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Duration(Span);

impl Duration {
    /// From a span.
    pub const fn of(span: Span) -> Self {
        Self(span)
    }
    /// As the domain's span.
    pub const fn span(self) -> Span {
        self.0
    }
    /// As the standard library's duration; never negative.
    pub fn std(self) -> std::time::Duration {
        std::time::Duration::from_millis(u64::try_from(self.0.0).unwrap_or(0))
    }

    fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let unit = text.chars().last()?;
        let number: i64 = text
            .strip_suffix(unit)?
            .trim()
            .parse()
            .ok()
            .filter(|n| *n >= 0)?;
        let ms = match unit {
            's' => 1_000,
            'm' => 60_000,
            'h' => 3_600_000,
            'd' => 86_400_000,
            _ => return None,
        };
        number.checked_mul(ms).map(|n| Self(Span(n)))
    }
}

impl fmt::Display for Duration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let s = self.0.0 / 1_000;
        match s {
            s if s >= 86_400 && s % 86_400 == 0 => write!(f, "{}d", s / 86_400),
            s if s >= 3_600 && s % 3_600 == 0 => write!(f, "{}h", s / 3_600),
            s if s >= 60 && s % 60 == 0 => write!(f, "{}m", s / 60),
            s => write!(f, "{s}s"),
        }
    }
}

impl<'de> Deserialize<'de> for Duration {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).ok_or_else(|| {
            de::Error::custom(format!(
                "\"{text}\" is not a length of time; write a whole number and a unit: \"90s\", \"15m\", \"24h\" or \"7d\""
            ))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_people_write_and_nothing_else() {
        for (text, ms) in [
            ("90s", 90_000),
            ("15m", 900_000),
            ("24h", 86_400_000),
            ("7d", 604_800_000),
        ] {
            assert_eq!(
                Duration::parse(text).map(|d| d.span().0),
                Some(ms),
                "{text}"
            );
            assert_eq!(
                Duration::parse(&Duration::parse(text).unwrap().to_string())
                    .unwrap()
                    .span()
                    .0,
                ms
            );
        }
        for text in [
            "",
            "s",
            "1",
            "-1s",
            "1.5h",
            "1 week",
            "9223372036854775807d",
        ] {
            assert_eq!(Duration::parse(text), None, "{text}");
        }
    }
}
