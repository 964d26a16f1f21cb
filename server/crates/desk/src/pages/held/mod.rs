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
