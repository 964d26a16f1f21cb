//! `/cap.atom`: one entry per message, leading to its CAP document.

use std::io;

use portal::Instant;
use portal::messages::{Message, ThreadId};

use super::{ATOM, Xml, author, element, empty, xml};
use crate::pages::{cap_path, original_path};
use crate::reading::{info_of, title};
use crate::site::{Site, Text};
use crate::wording::Lang;

const LANG: Lang = Lang::Fr;
const PATH: &str = "/cap.atom";

/// The index: messages most recently received, newest first. A message never changes, nor does its entry.
pub fn cap_index(site: &Site, messages: &[(Message, ThreadId)]) -> Text {
    let prefix = if site.exercise {
        LANG.words().shell.exercise_prefix
    } else {
        ""
    };
    let updated = messages
        .iter()
        .map(|(m, _)| m.received_at)
        .max()
        .unwrap_or(Instant(0));
    let own = format!("{}{PATH}", site.origin);
    let body = xml(|x| {
        x.create_element("feed")
            .with_attributes([("xmlns", ATOM), ("xml:lang", LANG.tag())])
            .write_inner_content(|x| {
                element(x, "id", &[], &own)?;
                element(
                    x,
                    "title",
                    &[],
                    &format!("{prefix}{}", LANG.words().feed.cap),
                )?;
                element(x, "updated", &[], &updated.rfc3339())?;
                author(x, &site.name)?;
                empty(
                    x,
                    "link",
                    &[
                        ("rel", "self"),
                        ("type", "application/atom+xml"),
                        ("href", &own),
                    ],
                )?;
                messages
                    .iter()
                    .try_for_each(|(m, thread)| one(x, site, prefix, m, thread))
            })?;
        Ok(())
    });
    Text {
        body,
        valid_until: None,
    }
}

fn one(
    x: &mut Xml,
    site: &Site,
    prefix: &str,
    message: &Message,
    thread: &ThreadId,
) -> io::Result<()> {
    let alert = &message.alert;
    let info = info_of(message, LANG);
    let name = info
        .and_then(title)
        .unwrap_or_else(|| (LANG.words().alert.msg_type)(alert.msg_type).to_owned());
    let who = info
        .and_then(|i| i.sender_name.clone())
        .filter(|n| !n.trim().is_empty())
        .unwrap_or_else(|| alert.identity.sender.clone());
    let link = |path: &str| format!("{}{path}", site.origin);
    x.create_element("entry").write_inner_content(|x| {
        element(x, "id", &[], &link(&format!("/messages/{}", message.id.0)))?;
        element(x, "title", &[], &format!("{prefix}{name}"))?;
        element(x, "updated", &[], &message.received_at.rfc3339())?;
        element(x, "published", &[], &alert.identity.sent.rfc3339())?;
        author(x, &who)?;
        let cap = link(&cap_path(message));
        empty(
            x,
            "link",
            &[
                ("rel", "alternate"),
                ("type", "application/cap+xml"),
                ("href", &cap),
            ],
        )?;
        empty(
            x,
            "link",
            &[("rel", "via"), ("href", &link(&original_path(message)))],
        )?;
        let page = link(&format!("/alertes/{}", thread.0));
        empty(
            x,
            "link",
            &[("rel", "related"), ("type", "text/html"), ("href", &page)],
        )?;
        empty(x, "category", &[("term", alert.msg_type.word())])?;
        element(
            x,
            "summary",
            &[],
            &format!("{} · {}", alert.msg_type.word(), alert.identity.identifier),
        )
    })?;
    Ok(())
}
