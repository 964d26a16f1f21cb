//! What the form holds when a thread is continued: what the thread says now.
//!
//! Never: a new text that nobody wrote, but for the templates of an all-clear and a cancel.

use portal::cap::Info;
use portal::messages::{Colour, Message, Thread, view};
use portal::{Instant, Span};

use super::compile::EVENT_CODE;
use super::times::for_field;
use super::{Event, Purpose, Tongue, Typed, TypedTexts, event, event_named, template};

/// How long an all-clear or a cancel stands, unless its author says otherwise.
const ENDING: Span = Span::hours(12);

/// The form for continuing `thread`; nearly empty when the thread has nothing to tell.
pub fn prefill(purpose: &Purpose, thread: &Thread, now: Instant) -> Typed {
    let Some(view) = view(thread, now) else {
        return Typed::default();
    };
    let info = view
        .shown
        .iter()
        .find(|s| is(s.message, s.info, Tongue::French));
    let Some(info) = info.or(view.shown.first()).map(|s| s.info) else {
        return Typed::default();
    };
    let event = event_of(info);
    let mut typed = Typed {
        event: event.map(|e| e.word.to_owned()).unwrap_or_default(),
        colour: match view.colour {
            Colour::Green => Colour::Yellow,
            colour => colour,
        }
        .word()
        .to_owned(),
        places: view.places.clone(),
        onset: info.onset.map(for_field).unwrap_or_default(),
        expires: view
            .until
            .filter(|until| *until > now)
            .map(for_field)
            .unwrap_or_default(),
        link: info.web.clone().unwrap_or_default(),
        contact: info.contact.clone().unwrap_or_default(),
        ..Typed::default()
    };
    let ending = matches!(purpose, Purpose::AllClear(_) | Purpose::Cancel(_));
    if ending {
        typed.expires = for_field(now + ENDING);
        typed.onset.clear();
    }
    for tongue in Tongue::ALL {
        let said = view
            .shown
            .iter()
            .find(|s| is(s.message, s.info, tongue))
            .map(|s| s.info);
        *typed.texts_mut(tongue) = match (said, event) {
            (_, Some(event)) if ending => template(event, purpose, tongue),
            (Some(info), _) if !ending => texts_of(info),
            _ => TypedTexts::default(),
        };
    }
    typed
}

fn is(message: &Message, info: &Info, tongue: Tongue) -> bool {
    let tag = message.language(info);
    match tongue {
        Tongue::EasyFrench => tag == tongue.tag(),
        Tongue::French => tag.starts_with("fr") && tag != Tongue::EasyFrench.tag(),
        Tongue::English => tag.starts_with("en"),
    }
}

fn texts_of(info: &Info) -> TypedTexts {
    TypedTexts {
        headline: info.headline.clone().unwrap_or_default(),
        description: info.description.clone().unwrap_or_default(),
        instruction: info.instruction.clone().unwrap_or_default(),
    }
}

fn event_of(info: &Info) -> Option<&'static Event> {
    info.event_codes
        .iter()
        .find(|c| c.name == EVENT_CODE)
        .and_then(|c| event(&c.value))
        .or_else(|| event_named(&info.event))
}
