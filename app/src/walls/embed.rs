//! What frames on other sites promise, whatever messages say.

use portal::places::gazetteer;
use scraper::{Html, Selector};

use super::escaping::hostile_data;
use super::look::{Data, data};
use crate::pages::{EmbedForm, EmbedPlace, Found, embed, how_to_embed};
use crate::samples::*;
use crate::site::Page;
use crate::wording::Lang;

fn frames(data: &Data, lang: Lang, exercise: bool) -> Vec<Page> {
    let nimes = gazetteer().search("nimes", 1)[0];
    let lines = lines(&data.sources);
    [EmbedForm::Banner, EmbedForm::List]
        .map(|form| {
            let place = EmbedPlace::commune(nimes);
            embed(
                &site(exercise),
                lang,
                noon(),
                &place,
                form,
                &data.in_force,
                &lines,
            )
        })
        .into()
}

fn count(tree: &Html, selector: &str) -> usize {
    tree.select(&Selector::parse(selector).unwrap()).count()
}

#[test]
fn hostile_texts_never_become_markup_in_a_frame() {
    for lang in Lang::ALL {
        for page in frames(&hostile_data(), lang, true) {
            let tree = Html::parse_document(&page.html);
            assert_eq!(
                count(&tree, "script, img, iframe, form, [onerror], [onload]"),
                0
            );
            for single in ["html", "head", "title", "style", "body", "main", "h1"] {
                assert_eq!(count(&tree, single), 1, "{single}");
            }
            assert_eq!(
                count(&tree, "a"),
                count(&tree, "a[target=_blank][rel=noopener]")
            );
            assert!(!page.html.contains('\0') && !page.html.contains('\u{202E}'));
        }
    }
}

#[test]
fn an_exercise_is_unmistakable_in_a_frame() {
    for lang in Lang::ALL {
        let word = lang.words().shell.exercise_word;
        for page in frames(&data(), lang, true) {
            let tree = Html::parse_document(&page.html);
            assert_eq!(count(&tree, ".exercise"), 1);
            assert!(page.html.contains(&format!("<title>{word}")));
        }
        for page in frames(&data(), lang, false) {
            assert_eq!(count(&Html::parse_document(&page.html), ".exercise"), 0);
        }
    }
}

#[test]
fn what_was_searched_for_stays_text_on_the_how_to() {
    let data = hostile_data();
    let found = Found {
        typed: &data.typed,
        ..Found::default()
    };
    let clean = how_to_embed(
        &site(false),
        Lang::Fr,
        None,
        Found {
            typed: "x",
            ..found
        },
    );
    let page = how_to_embed(&site(false), Lang::Fr, None, found);
    let (clean, tree) = (
        Html::parse_document(&clean.html),
        Html::parse_document(&page.html),
    );
    for selector in [
        "script", "img", "textarea", "style", "title", "form", "input",
    ] {
        assert_eq!(
            count(&tree, selector),
            count(&clean, selector),
            "{selector}"
        );
    }
}
