//! What sources brought and a person has to confirm: the queue, one item, the two decisions.
//!
//! Never: text of a source that the desk could change; it is shown as it came.

mod decide;
mod item;
mod places;
mod queue;

use crate::access::JudgeHeld;
use crate::web::{Desk, Routes, may};

pub(super) fn routes(routes: Routes) -> Routes {
    let access = may::<JudgeHeld>();
    routes
        .get("/a-confirmer", access, queue::page)
        .get("/a-confirmer/{message}", access, item::page)
        .post("/a-confirmer/{message}/publier", access, decide::confirm)
        .post("/a-confirmer/{message}/ecarter", access, decide::dismiss)
}

/// Why an item waits, in French; what this version does not know stands as it was kept.
fn reasons(why: &str) -> Vec<String> {
    why.split("; ")
        .map(|reason| {
            if let Some(again) = again(reason) {
                return again;
            }
            match reason {
                "news of a site is never published by itself" => {
                    "Une actualité d'un site n'est jamais publiée d'elle-même."
                }
                "the source is set to publish = \"hold\"" => {
                    "La source est réglée pour qu'une personne confirme."
                }
                "the source requires a signature and the message has none" => {
                    "La source exige une signature, et ce message n'en a pas."
                }
                other => other,
            }
            .to_owned()
        })
        .collect()
}

/// Why an item waits again though somebody had decided: the whole message tells otherwise than its summary.
fn again(reason: &str) -> Option<String> {
    let (did, what) = reason
        .strip_prefix("a person ")?
        .split_once(" what the feed's entry told, and the whole message tells another ")?;
    let did = match did {
        "set aside" => "écarté",
        "released" => "publié",
        _ => return None,
    };
    let what = match what {
        "type of message" => "un autre type de message",
        "event" => "un autre événement",
        "severity" => "une autre gravité",
        "time" => "une autre période",
        "place" => "d'autres lieux",
        _ => return None,
    };
    Some(format!(
        "Une personne avait {did} son résumé ; le message complet, arrivé depuis, annonce {what}. Décidez à nouveau."
    ))
}

/// Who speaks, as residents know them; the source's id when it is configured no more.
fn publisher<'a>(desk: &'a Desk, source: &'a portal::sources::SourceId) -> &'a str {
    let known = desk.sources.iter().find(|s| s.id == *source);
    known.map_or(source.0.as_str(), |s| s.publisher.as_str())
}

/// How a message is named: as its publisher titled it.
fn title(message: &portal::messages::Message) -> &str {
    let info = message.alert.infos.first();
    info.map(|i| i.headline.as_deref().unwrap_or(&i.event))
        .filter(|title| !title.trim().is_empty())
        .unwrap_or("Message sans titre")
}

#[cfg(test)]
mod tests {
    use super::reasons;

    #[test]
    fn why_an_item_waits_again_is_told_in_french_and_what_is_unknown_stands_as_it_is() {
        let again = "a person released what the feed's entry told, and the whole message tells another place";
        assert_eq!(
            reasons(&format!("{again}; something new")),
            [
                "Une personne avait publié son résumé ; le message complet, arrivé depuis, annonce d'autres lieux. Décidez à nouveau.",
                "something new",
            ]
        );
    }
}
