//! Good crisis wording to begin from, in three languages.
//!
//! Owns the words: short, imperative, one instruction a line, no exclamation marks. What only the author
//! knows stands in brackets, and [`super::check`] lets no bracket through.
//! Never: a text that is released as it stands without anybody having filled it in.

mod endings;
mod life;
mod water;
mod weather;

use super::{Event, Purpose, Tongue, TypedTexts};

/// Headline, description, instruction.
type Words = [&'static str; 3];

/// The words for one event.
struct Template {
    event: &'static str,
    french: Words,
    english: Words,
    easy: Words,
}

fn typed([headline, description, instruction]: Words) -> TypedTexts {
    TypedTexts {
        headline: headline.to_owned(),
        description: description.to_owned(),
        instruction: instruction.to_owned(),
    }
}

/// The proposed texts for an event and a purpose, in a language. Empty for an event without a template.
pub fn template(event: &Event, purpose: &Purpose, tongue: Tongue) -> TypedTexts {
    match purpose {
        Purpose::AllClear(_) => return endings::all_clear(event, tongue),
        Purpose::Cancel(_) => return endings::cancel(event, tongue),
        Purpose::New | Purpose::Update(_) | Purpose::Extend(_) => {}
    }
    [water::ALL, weather::ALL, life::ALL]
        .into_iter()
        .flatten()
        .find(|t| t.event == event.word)
        .map(|t| {
            typed(match tongue {
                Tongue::French => t.french,
                Tongue::English => t.english,
                Tongue::EasyFrench => t.easy,
            })
        })
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::messages::{EVENTS, gaps};
    use portal::messages::ThreadId;

    #[test]
    fn every_event_has_calm_and_short_words_in_three_languages_for_every_purpose() {
        let thread = ThreadId("t".into());
        for event in EVENTS {
            for purpose in [
                Purpose::New,
                Purpose::AllClear(thread.clone()),
                Purpose::Cancel(thread.clone()),
            ] {
                for tongue in Tongue::ALL {
                    let texts = template(event, &purpose, tongue);
                    let at = format!("{} {} {tongue:?}", event.word, purpose.word());
                    for text in [&texts.headline, &texts.description, &texts.instruction] {
                        assert!(!text.is_empty(), "{at}");
                        assert!(!text.contains(['!', '<', '>', '\'']), "{at}: {text}");
                    }
                    assert!(texts.headline.chars().count() <= 90, "{at}");
                    assert!(texts.description.chars().count() <= 700, "{at}");
                    for line in texts.instruction.lines() {
                        assert!(line.chars().count() <= 120, "{at}: {line}");
                        assert!(line.ends_with('.'), "{at}: {line}");
                    }
                }
            }
        }
    }

    #[test]
    fn no_template_can_be_released_untouched() {
        for event in EVENTS {
            let texts = template(event, &Purpose::New, Tongue::French);
            assert!(!gaps(&texts.headline).is_empty(), "{}", event.word);
        }
    }
}
