//! The pages of `/signaler`: what they ask, keep and never say.

use portal::valve::Category;
use scraper::{ElementRef, Html, Selector};

use crate::pages::report::*;
use crate::samples::*;
use crate::site::{Page, Site};
use crate::wording::Lang;

const KEY: &str = "AAAAAAAAAAAAAAAAAAAAAA";

fn draft(typed: &str) -> Draft {
    Draft {
        commune: typed.to_owned(),
        words: typed.to_owned(),
        text: typed.to_owned(),
        ..Draft::default()
    }
}

fn after(text: &str, added: bool) -> After<'_> {
    After {
        first: KEY,
        key: KEY,
        text,
        added,
    }
}

/// Every page of it, by name.
pub(super) fn all_pages(site: &Site, lang: Lang, typed: &str) -> Vec<(String, Page)> {
    let all = [
        Wrong::NoPlace,
        Wrong::PlaceTooLong,
        Wrong::TextTooLong,
        Wrong::Foreign,
        Wrong::NotKept,
    ];
    let form =
        |draft: &Draft, wrong: &[Wrong]| place(site, lang, Category::RoadCut, draft, wrong, KEY);
    let several = draft("Saint-Aubin");
    [
        ("signaler", start(site, lang, &[])),
        ("signaler-faux", start(site, lang, &[Wrong::NoCategory])),
        ("signaler-ferme", closed(site, lang)),
        ("signaler-lieu", form(&Draft::default(), &[])),
        ("signaler-lieu-faux", form(&draft(typed), &all)),
        (
            "signaler-communes",
            form(&several, &[Wrong::SeveralCommunes]),
        ),
        ("signaler-envoye", sent(site, lang, after("", false), &[])),
        ("signaler-ajoute", sent(site, lang, after("", true), &[])),
        (
            "signaler-ajout-faux",
            sent(site, lang, after(typed, false), &[Wrong::TextTooLong]),
        ),
        ("signaler-erreur", corrected(site, lang)),
    ]
    .map(|(name, page)| (name.to_owned(), page))
    .into()
}

fn select<'a>(tree: &'a Html, selector: &str) -> Vec<ElementRef<'a>> {
    tree.select(&Selector::parse(selector).unwrap()).collect()
}

#[test]
fn danger_comes_first_and_nine_tiles_send_one_form_without_a_script() {
    for lang in Lang::ALL {
        let html = start(&site(false), lang, &[]).html;
        let tree = Html::parse_document(&html);
        let links = |scheme: &str| select(&tree, &format!("main a[href^='{scheme}']")).len();
        assert_eq!((links("tel:"), links("sms:")), (4, 1));
        assert!(html.find("tel:112").unwrap() < html.find("water-rising").unwrap());
        let tiles = select(
            &tree,
            "main form[method=post] button[type=submit][name=quoi]",
        );
        let words: Vec<_> = tiles
            .iter()
            .filter_map(|t| t.value().attr("value"))
            .collect();
        assert_eq!(words, Category::ALL.map(Category::word));
        let action = select(&tree, "main form")[0].value().attr("action");
        assert_eq!(action, Some(lang.path("/signaler").as_str()));
        assert!(!html.contains(".wasm") && !html.contains("type=\"module\""));
    }
}

#[test]
fn what_was_typed_stays_and_each_fault_stands_beside_its_field() {
    let typed = "près du \"pont\" <b> & l'école";
    let wrong = [
        Wrong::UnknownCommune,
        Wrong::PlaceTooLong,
        Wrong::TextTooLong,
    ];
    let page = place(
        &site(false),
        Lang::Fr,
        Category::Other,
        &draft(typed),
        &wrong,
        KEY,
    );
    let tree = Html::parse_document(&page.html);
    for field in ["commune", "lieu"] {
        let input = select(&tree, &format!("input#{field}"))[0].value();
        assert_eq!(input.attr("value"), Some(typed));
        assert_eq!(input.attr("aria-invalid"), Some("true"));
        for id in input.attr("aria-describedby").unwrap().split(' ') {
            assert_eq!(select(&tree, &format!("#{id}")).len(), 1, "{id}");
        }
    }
    let area = select(&tree, "textarea#phrase")[0];
    assert_eq!(area.text().collect::<String>().trim(), typed);
    let hidden = |name: &str| {
        select(&tree, &format!("input[name={name}]"))[0]
            .value()
            .attr("value")
    };
    assert_eq!(hidden("quoi"), Some("other"));
    assert_eq!(hidden("cle"), Some(KEY));
}

#[test]
fn a_name_of_several_communes_is_a_choice() {
    let several = draft("Saint-Aubin");
    let wrong = [Wrong::SeveralCommunes];
    let page = place(
        &site(false),
        Lang::Fr,
        Category::Other,
        &several,
        &wrong,
        KEY,
    );
    let tree = Html::parse_document(&page.html);
    assert!(select(&tree, "input[type=radio][name=commune]").len() > 1);
}
