//! How long ago something was, as people say it.

use portal::{Instant, Span};

/// "il y a 5 min".
pub(super) fn ago(at: Instant, now: Instant) -> String {
    let passed = now - at;
    let whole = |unit: Span| passed.0 / unit.0;
    if passed < Span::minutes(1) {
        "à l'instant".to_owned()
    } else if passed < Span::hours(1) {
        format!("il y a {} min", whole(Span::minutes(1)))
    } else if passed < Span::hours(48) {
        format!("il y a {} h", whole(Span::hours(1)))
    } else {
        format!("il y a {} jours", whole(Span::hours(24)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_age_is_told_in_the_unit_that_people_use() {
        let now = Instant(1_795_460_400_000);
        assert_eq!(ago(now - Span::seconds(59), now), "à l'instant");
        assert_eq!(ago(now - Span::minutes(59), now), "il y a 59 min");
        assert_eq!(ago(now - Span::hours(47), now), "il y a 47 h");
        assert_eq!(ago(now - Span::hours(48), now), "il y a 2 jours");
    }
}
