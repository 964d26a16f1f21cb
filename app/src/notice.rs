//! An alert as a notification on a telephone: a title in bold and a short text below it.
//!
//! Owns what fits there. Never: sends anything.

use portal::Instant;
use portal::messages::Thread;

use crate::components::join_areas;
use crate::pages::when_text;
use crate::reading::{Told, area_names, colour_word, instruction, lead, tell, title};
use crate::site::Site;
use crate::text::{first_sentence, one_line};
use crate::wording::Lang;

/// The most characters of the text: what telephones show without being opened.
pub const LONGEST_BODY: usize = 178;
/// The most characters of the areas: the instruction keeps the greater part.
const LONGEST_PLACE: usize = 60;
/// How many areas are named.
const AREAS: usize = 2;

/// A notification.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// The colour's word (the state's when it is over) and the headline.
    pub title: String,
    /// What to do first, where, until when: at most [`LONGEST_BODY`] characters.
    pub body: String,
}

/// The notification of a thread; `None` when it has nothing to tell yet.
pub fn notice(site: &Site, lang: Lang, now: Instant, thread: &Thread) -> Option<Notice> {
    let told = tell(thread, now)?;
    let words = lang.words();
    let lead = lead(&told.view, lang);
    let info = lead.map(|s| s.info);
    let prefix = if site.exercise || told.is_exercise() {
        words.shell.exercise_prefix
    } else {
        ""
    };
    let word = if told.is_over() {
        (words.alert.state)(told.view.state)
    } else {
        colour_word(info, told.view.colour, lang)
    };
    let name = info
        .and_then(title)
        .unwrap_or_else(|| words.alert.untitled.to_owned());
    let place = lead
        .map(|s| join_areas(area_names(&s), AREAS, lang))
        .unwrap_or_default();
    Some(Notice {
        title: format!("{prefix}{word} · {name}"),
        body: body(&told, &place, lang),
    })
}

/// The notification of a test of reception.
pub fn trial(site: &Site, lang: Lang) -> Notice {
    let words = lang.words();
    let prefix = if site.exercise {
        words.shell.exercise_prefix
    } else {
        ""
    };
    Notice {
        title: format!("{prefix}{} · {}", words.trial.title, site.name),
        body: words.trial.body.to_owned(),
    }
}

fn body(told: &Told<'_>, place: &str, lang: Lang) -> String {
    let where_when = [ended(cut(place, LONGEST_PLACE)), when_text(told, lang)]
        .into_iter()
        .filter(|t| !t.is_empty())
        .collect::<Vec<_>>()
        .join(" ");
    // What is over asks for nothing more.
    let todo = (!told.is_over()).then(|| {
        let room = LONGEST_BODY.saturating_sub(where_when.chars().count() + 1);
        let all = lead(&told.view, lang)
            .and_then(|s| instruction(s.info, lang))
            .unwrap_or_else(|| lang.words().alert.no_instruction.to_owned());
        first_of(&all, room)
    });
    let parts: Vec<_> = todo.into_iter().chain([where_when]).collect();
    cut(&parts.join(" "), LONGEST_BODY)
}

/// The first line of an instruction, by whole sentences where they fit.
fn first_of(instruction: &str, most: usize) -> String {
    let line = instruction
        .lines()
        .map(one_line)
        .find(|l| !l.is_empty())
        .unwrap_or_default();
    let (text, whole) = first_sentence(&line, most);
    if !whole && text.ends_with('…') {
        return cut(&line, most);
    }
    if text.chars().count() >= most {
        text
    } else {
        ended(text)
    }
}

/// With a full stop, so that something may follow.
fn ended(mut text: String) -> String {
    if !text.is_empty() && !text.ends_with(['.', '!', '?', '…', ':']) {
        text.push('.');
    }
    text
}

/// At most `most` characters: cut at a word, and said to be cut; inside a word only where the first one
/// is longer than all the room.
fn cut(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    let room = most.saturating_sub(1);
    let mut short: String = text.chars().take(room).collect();
    let inside_a_word = text
        .chars()
        .nth(room)
        .is_some_and(|next| !next.is_whitespace());
    if inside_a_word && let Some((whole_words, _)) = short.rsplit_once(char::is_whitespace) {
        short = whole_words.to_owned();
    }
    let kept = short.trim_end_matches(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | '.'));
    format!("{kept}…")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples::*;
    use portal::Span;
    use portal::cap::Status;

    fn of(thread: &Thread, lang: Lang) -> Notice {
        notice(&site(false), lang, noon(), thread).unwrap()
    }

    #[test]
    fn a_notice_says_colour_headline_first_instruction_area_and_end() {
        let notice = of(&gard_thread(), Lang::Fr);
        assert_eq!(
            notice.title,
            "Vigilance orange · Crues : vigilance orange dans le Gard"
        );
        assert_eq!(
            notice.body,
            "Montez à l'étage si l'eau approche. Ne descendez pas au sous-sol. Gard. \
             Jusqu'au mardi 24 novembre, 06:00"
        );
    }

    #[test]
    fn a_notice_speaks_the_language_that_is_asked_for() {
        let notice = of(&gard_thread(), Lang::En);
        assert!(notice.title.ends_with("Orange flood warning for Gard"));
        assert!(notice.body.starts_with("Go upstairs if water comes near."));
    }

    #[test]
    fn a_long_notice_is_cut_at_a_word_and_keeps_where_and_until_when() {
        let thread = simple(&Say {
            instruction: "Rejoignez calmement ".repeat(40),
            area: "Quartiers riverains du Gardon ".repeat(12),
            ..gard()
        });
        let body = of(&thread, Lang::Fr).body;
        assert!(body.chars().count() <= LONGEST_BODY, "{body}");
        assert!(body.contains("calmement… Quartiers riverains"), "{body}");
        assert!(
            body.ends_with("Gardon… Jusqu'au mardi 24 novembre, 06:00"),
            "{body}"
        );
    }

    #[test]
    fn one_endless_word_still_fits() {
        let thread = simple(&Say {
            instruction: "é".repeat(900),
            area: "ü".repeat(900),
            ..gard()
        });
        let body = of(&thread, Lang::Fr).body;
        assert!(body.chars().count() <= LONGEST_BODY, "{body}");
        assert!(body.starts_with('é') && body.contains('ü'), "{body}");
    }

    #[test]
    fn an_exercise_says_so_first_on_its_portal_and_by_its_message() {
        let mut thread = gard_thread();
        let on_exercise_portal = notice(&site(true), Lang::Fr, noon(), &thread).unwrap();
        assert!(on_exercise_portal.title.starts_with("EXERCICE : "));
        for message in &mut thread.messages {
            message.alert.status = Status::Exercise;
        }
        assert!(of(&thread, Lang::Fr).title.starts_with("EXERCICE : "));
    }

    #[test]
    fn what_is_over_is_told_as_over_and_asks_for_nothing() {
        let now = noon() + Span::hours(48);
        let notice = notice(&site(false), Lang::Fr, now, &gard_thread()).unwrap();
        assert!(notice.title.starts_with("Terminée · "), "{}", notice.title);
        assert!(!notice.body.contains("Montez"), "{}", notice.body);
    }
}
