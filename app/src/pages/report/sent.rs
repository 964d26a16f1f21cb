//! It was sent: one more sentence, or "I was wrong". The same page whoever sent what, and whatever was there before.

use leptos::prelude::*;
use portal::valve::MAX_TEXT;

use super::frame::{errors, fault, hidden, lines, page};
use super::{PATH, Step, Wrong, names};
use crate::components::TextArea;
use crate::site::{Page, Site};
use crate::text::plain;
use crate::wording::Lang;

/// What the page after a report carries on.
#[derive(Clone, Copy)]
pub struct After<'a> {
    /// The report's own key: what is added names it.
    pub first: &'a str,
    /// The random key of the forms of this page.
    pub key: &'a str,
    /// What was typed into the sentence, if it was refused.
    pub text: &'a str,
    /// Whether a sentence was sent just now.
    pub added: bool,
}

/// The page after a report, and after one more sentence.
pub fn sent(site: &Site, lang: Lang, after: After<'_>, wrong: &[Wrong]) -> Page {
    let words = &lang.words().report;
    page(site, lang, words.sent, (true, false), || {
        let (id, said) = fault(lang, wrong, names::TEXT).unzip();
        let (label, value) = (words.more_label.to_owned(), plain(after.text));
        let (name, most) = (names::TEXT, MAX_TEXT as u32);
        let sentence = match id {
            Some(id) => {
                view! { <TextArea name=name label=label value=value rows=3 maxlength=most described_by=id/> }
                    .into_any()
            }
            None => {
                view! { <TextArea name=name label=label value=value rows=3 maxlength=most/> }.into_any()
            }
        };
        let top = if after.added {
            view! { <p class="told" role="status">{words.added}</p> }.into_any()
        } else {
            lines(words.sent_lines)
        };
        let first = || {
            view! { <input type="hidden" name=names::FIRST value=after.first.to_owned()/> }
        };
        view! {
            <h1>{words.sent}</h1>
            {errors(lang, wrong)}
            {top}
            <section aria-labelledby="plus">
                <h2 id="plus">{words.more}</h2>
                <form class="choosing" method="post" action=lang.path(PATH)>
                    {hidden(lang, Step::Sentence, after.key)}
                    {first()}
                    <div class="line">{said} {sentence}</div>
                    <p><button type="submit">{words.more_send}</button></p>
                </form>
            </section>
            <section aria-labelledby="erreur">
                <h2 id="erreur">{words.mistaken}</h2>
                <p>{words.mistaken_note}</p>
                <form method="post" action=lang.path(PATH)>
                    {hidden(lang, Step::Mistaken, after.key)}
                    {first()}
                    <p><button type="submit">{words.mistaken_send}</button></p>
                </form>
            </section>
            <p><a class="next" href=lang.path(PATH)>{words.again}</a></p>
        }
        .into_any()
    })
}

/// "I was wrong" was sent.
pub fn corrected(site: &Site, lang: Lang) -> Page {
    let words = &lang.words().report;
    page(site, lang, words.corrected, (true, false), || {
        view! {
            <h1>{words.corrected}</h1>
            {lines(words.corrected_lines)}
            <p><a class="next" href=lang.path(PATH)>{words.again}</a></p>
        }
        .into_any()
    })
}
