//! One thread as a page tells it.

use std::cmp::Reverse;

use portal::Instant;
use portal::cap::{Info, Status};
use portal::messages::{Colour, Message, Shown, State, Thread, View, colour, view};

use crate::text::{one_line, plain};
use crate::wording::{Lang, is_easy_french, primary};

/// A thread beside its view at an instant.
#[derive(Debug)]
pub(crate) struct Told<'a> {
    pub thread: &'a Thread,
    pub view: View<'a>,
}

/// The threads that have something to tell at `now`: worst first (colour, then newest).
pub(crate) fn told(threads: &[Thread], now: Instant) -> Vec<Told<'_>> {
    let mut all: Vec<_> = threads
        .iter()
        .filter_map(|thread| tell(thread, now))
        .collect();
    all.sort_by_cached_key(|t| {
        (
            Reverse(t.view.colour),
            Reverse(t.view.current.alert.identity.sent),
            t.thread.id.clone(),
        )
    });
    all
}

/// One thread, if it has something to tell.
pub(crate) fn tell(thread: &Thread, now: Instant) -> Option<Told<'_>> {
    view(thread, now).map(|view| Told { thread, view })
}

/// The next instant at which one of these changes by itself.
pub(crate) fn next_change<'a>(all: impl IntoIterator<Item = &'a Told<'a>>) -> Option<Instant> {
    all.into_iter().filter_map(|t| t.view.next_change).min()
}

impl Told<'_> {
    /// Over, whatever the ending.
    pub(crate) fn is_over(&self) -> bool {
        matches!(
            self.view.state,
            State::Ended | State::Cancelled | State::AllClear
        )
    }

    /// The message of an exercise.
    pub(crate) fn is_exercise(&self) -> bool {
        self.view.current.alert.status == Status::Exercise
    }

    /// The path of its page in French.
    pub(crate) fn path(&self) -> String {
        format!("/alertes/{}", self.thread.id.0)
    }
}

/// The infos of one language, worst first. Easy-read French is a language of its own.
#[derive(Debug)]
pub(crate) struct Voice<'a> {
    /// The language tag as the message has it.
    pub tag: String,
    /// Its infos, worst first, else document order.
    pub infos: Vec<Shown<'a>>,
}

impl Voice<'_> {
    /// Whether it is easy-read French.
    pub(crate) fn is_easy(&self) -> bool {
        is_easy_french(&self.tag)
    }

    fn has(&self, tag: &str) -> bool {
        self.is_easy() == is_easy_french(tag) && primary(&self.tag) == primary(tag)
    }
}

/// How well a tag suits a page: the page's language, else French, else any; easy-read French last, as
/// it leaves out what the others tell.
fn suits(tag: &str, lang: Lang) -> u8 {
    if lang.speaks(tag) {
        0
    } else if Lang::Fr.speaks(tag) {
        1
    } else if is_easy_french(tag) {
        3
    } else {
        2
    }
}

/// The info that names a single message: the page's language first, easy-read French only when there
/// is nothing else.
pub(crate) fn info_of(message: &Message, lang: Lang) -> Option<&Info> {
    let infos = || message.alert.infos.iter();
    infos()
        .find(|i| lang.speaks(message.language(i)))
        .or_else(|| infos().find(|i| !is_easy_french(message.language(i))))
        .or_else(|| infos().next())
}

/// The shown infos by language: the page's own first, else French, else the first met. Easy-read French
/// comes last: it leads only where a message has nothing else.
pub(crate) fn voices<'a>(view: &View<'a>, lang: Lang) -> Vec<Voice<'a>> {
    let mut voices: Vec<Voice<'a>> = Vec::new();
    for shown in &view.shown {
        let tag = shown.message.language(shown.info).to_owned();
        match voices.iter_mut().find(|v| v.has(&tag)) {
            Some(voice) => voice.infos.push(*shown),
            None => voices.push(Voice {
                tag,
                infos: vec![*shown],
            }),
        }
    }
    for voice in &mut voices {
        voice.infos.sort_by_key(|s| Reverse(colour(s.info)));
    }
    voices.sort_by_key(|v| suits(&v.tag, lang));
    voices
}

/// The info that speaks for a thread: the worst of the page's language.
pub(crate) fn lead<'a>(view: &View<'a>, lang: Lang) -> Option<Shown<'a>> {
    voices(view, lang)
        .first()
        .and_then(|v| v.infos.first().copied())
}

/// Headline, else event, else nothing: on one line.
pub(crate) fn title(info: &Info) -> Option<String> {
    [info.headline.as_deref(), Some(info.event.as_str())]
        .into_iter()
        .flatten()
        .map(one_line)
        .find(|t| !t.is_empty())
}

/// Who says so: `senderName`, else `sender`; `None` when the message names nobody.
pub(crate) fn says(shown: &Shown<'_>) -> Option<String> {
    let alert = &shown.message.alert;
    [
        shown.info.sender_name.as_deref(),
        alert.source.as_deref(),
        Some(alert.identity.sender.as_str()),
    ]
    .into_iter()
    .flatten()
    .map(one_line)
    .find(|t| !t.is_empty())
}

/// What to do, as the author wrote it; else by its response types, in the page's language.
pub(crate) fn instruction(info: &Info, lang: Lang) -> Option<String> {
    if let Some(text) = info
        .instruction
        .as_deref()
        .map(plain)
        .filter(|t| !t.is_empty())
    {
        return Some(text);
    }
    let words: Vec<_> = info
        .response_types
        .iter()
        .filter_map(|r| (lang.words().alert.response)(*r))
        .collect();
    (!words.is_empty()).then(|| words.join(" "))
}

/// Whether the source itself named the colour (else it follows from `severity`).
pub(crate) fn colour_was_said(info: &Info) -> bool {
    info.parameter("awareness_level").is_some()
}

/// The word for an info's colour.
pub(crate) fn colour_word(info: Option<&Info>, colour: Colour, lang: Lang) -> &'static str {
    let words = &lang.words().alert;
    match info {
        Some(info) if colour_was_said(info) => (words.vigilance)(colour),
        _ => (words.level)(colour),
    }
}

/// A thread's messages for its history: newest first, each with whether something supersedes it.
pub(crate) fn history<'a>(told: &Told<'a>) -> Vec<(&'a Message, bool)> {
    let heads: Vec<_> = told.view.heads.iter().map(|m| &m.id).collect();
    told.thread
        .messages
        .iter()
        .rev()
        .map(|m| (m, heads.contains(&&m.id)))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples::*;
    use portal::messages::EASY_FRENCH;

    fn tags(thread: &Thread, lang: Lang) -> Vec<String> {
        let view = view(thread, noon()).unwrap();
        voices(&view, lang).into_iter().map(|v| v.tag).collect()
    }

    #[test]
    fn easy_read_french_is_a_voice_of_its_own_and_comes_last() {
        assert_eq!(tags(&easy_thread(), Lang::Fr), ["fr-FR", EASY_FRENCH]);
        assert_eq!(tags(&easy_thread(), Lang::En), ["fr-FR", EASY_FRENCH]);
    }

    #[test]
    fn easy_read_french_yields_even_to_a_language_the_page_does_not_speak() {
        let gard = gard();
        let says = [easy(&gard), arabic(&gard)];
        let thread = thread(
            "0190",
            vec![message(&says, portal::cap::MsgType::Alert, &[])],
        );
        assert_eq!(tags(&thread, Lang::Fr), ["ar", EASY_FRENCH]);
    }

    #[test]
    fn easy_read_french_leads_only_where_there_is_nothing_else() {
        let thread = simple(&easy(&gard()));
        let view = view(&thread, noon()).unwrap();
        assert_eq!(
            lead(&view, Lang::Fr).and_then(|s| title(s.info)).unwrap(),
            "L'eau monte dans le Gard"
        );
    }

    #[test]
    fn variants_of_french_stay_one_voice() {
        let gard = gard();
        let canadian = Say {
            language: "fr-CA".into(),
            ..gard.clone()
        };
        let says = [gard, canadian];
        let thread = thread(
            "0190",
            vec![message(&says, portal::cap::MsgType::Alert, &[])],
        );
        assert_eq!(tags(&thread, Lang::Fr), ["fr-FR"]);
    }

    #[test]
    fn a_message_is_named_in_french_though_easy_read_french_stands_first() {
        let thread = easy_thread();
        let info = info_of(&thread.messages[0], Lang::En).unwrap();
        assert_eq!(title(info).unwrap(), gard().headline);
    }
}
