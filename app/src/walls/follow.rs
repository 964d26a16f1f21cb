//! What the pages of following promise.

use portal::push::{Followed, Subscription, SubscriptionId, TestState};
use scraper::{ElementRef, Html, Selector};

use crate::pages::follow::*;
use crate::samples::*;
use crate::site::{Page, Site};
use crate::wording::Lang;

const SECRET: &str = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8";

fn draft(lang: Lang, typed: &str) -> Draft {
    let pairs = [
        ("lieu", "30189"),
        ("lieu", "D34"),
        ("niveau", "rouge"),
        ("langue", "en"),
        ("q", typed),
    ];
    Draft::read(lang, pairs)
}

fn device(gone: bool) -> Subscription {
    Subscription {
        id: SubscriptionId("1".into()),
        follow: draft(Lang::Fr, "").follow().unwrap(),
        created_at: noon(),
        last_ok_at: gone.then(noon),
        gone_at: gone.then(noon),
        origin: "https://updates.push.services.mozilla.com".into(),
    }
}

fn key() -> Option<PushKey<'static>> {
    Some(PushKey { public: "BKey" })
}

/// Every page of this part, by name.
pub(super) fn all_pages(site: &Site, lang: Lang, typed: &str) -> Vec<(String, Page)> {
    let (new, some) = (Draft::new(lang), draft(lang, typed));
    let wrong = [Wrong::Nowhere, Wrong::NoColour, Wrong::Keys];
    let manage = |gone, draft, note, wrong: &[Wrong]| {
        manage(site, lang, SECRET, &device(gone), draft, true, note, wrong)
    };
    let mut pages = vec![
        ("suivre", follow(site, lang, &new, key(), &[])),
        ("suivre-choisi", follow(site, lang, &some, key(), &[])),
        ("suivre-faux", follow(site, lang, &some, key(), &wrong)),
        ("suivre-sans", follow(site, lang, &some, None, &[])),
        ("appareil", manage(false, None, Note::Saved, &[])),
        (
            "appareil-change",
            manage(false, Some(&some), Note::None, &wrong),
        ),
        ("appareil-parti", manage(true, None, Note::TooSoon, &[])),
        ("arrete", removed(site, lang)),
        ("lien", unknown_link(site, lang)),
    ];
    for (name, state) in [
        ("essai-attend", Reception::Is(TestState::Waiting)),
        ("essai-parti", Reception::Is(TestState::Sent)),
        ("essai-arrive", Reception::Is(TestState::Arrived)),
        ("essai-refuse", Reception::Is(TestState::Refused(Some(410)))),
        ("essai-tard", Reception::Late),
    ] {
        let path = format!("/suivre/{SECRET}/essai/1");
        pages.push((name, test_page(site, lang, SECRET, &path, &state)));
    }
    pages.into_iter().map(|(n, p)| (n.to_owned(), p)).collect()
}

fn tree(page: &Page) -> Html {
    Html::parse_document(&page.html)
}

fn select<'a>(tree: &'a Html, selector: &str) -> Vec<ElementRef<'a>> {
    tree.select(&Selector::parse(selector).unwrap()).collect()
}

fn text(tree: &Html, selector: &str) -> String {
    select(tree, selector)
        .iter()
        .flat_map(|e| e.text())
        .collect()
}

#[test]
fn without_a_script_one_can_choose_and_is_told_why_no_notification_comes_and_what_else_there_is() {
    let tree = tree(&follow(
        &site(false),
        Lang::Fr,
        &draft(Lang::Fr, "nimes"),
        key(),
        &[],
    ));
    let form = select(&tree, "form#choix[method=get][action='/suivre']");
    assert_eq!(form.len(), 1);
    // Return in the field searches: the first button of the form is the search's.
    let first = select(&tree, "form#choix button")[0];
    assert_eq!(first.value().attr("name"), None);
    let shown: Vec<_> = select(&tree, "[data-when]:not([hidden])")
        .iter()
        .filter_map(|e| e.value().attr("data-when"))
        .collect();
    assert_eq!(shown, ["script"]);
    for other in ["FR-Alert", "radio", "Flux Atom : Nîmes"] {
        let said = text(&tree, "#autrement").replace('\u{A0}', " ");
        assert!(said.contains(other), "{other}: {said}");
    }
    assert!(!select(&tree, "#autrement a[href='/commune/30189/alertes.atom']").is_empty());
    assert!(!select(&tree, "#autrement a[href='/departement/34/alertes.atom']").is_empty());
}

#[test]
fn every_button_of_the_form_keeps_everything_that_was_chosen() {
    let tree = tree(&follow(
        &site(false),
        Lang::Fr,
        &draft(Lang::Fr, "nimes"),
        key(),
        &[],
    ));
    let values = |selector: &str| -> Vec<String> {
        let found = select(&tree, selector).into_iter();
        found
            .filter_map(|e| e.value().attr("value").map(str::to_owned))
            .collect()
    };
    assert_eq!(
        values("#choix input[type=hidden][name=lieu]"),
        ["30189", "D34"]
    );
    assert_eq!(values("#choix input[name=niveau][checked]"), ["rouge"]);
    assert_eq!(values("#choix input[name=q]"), ["nimes"]);
    assert_eq!(values("#langue option[selected]"), ["en"]);
    assert_eq!(values("#choix button[name=retirer]"), ["30189", "D34"]);
}

#[test]
fn each_threshold_is_a_word_and_bars_and_never_a_colour_alone() {
    let tree = tree(&follow(
        &site(false),
        Lang::Fr,
        &Draft::new(Lang::Fr),
        key(),
        &[],
    ));
    let labels = select(&tree, "#niveau label");
    assert_eq!(labels.len(), 3);
    for label in labels {
        let bars = Selector::parse("svg.bars").unwrap();
        assert_eq!(label.select(&bars).count(), 1);
        let said: String = label.text().collect();
        assert!(said.to_lowercase().contains("rouge"), "{said}");
    }
    let chosen = select(&tree, "#niveau input[checked]");
    assert_eq!(chosen[0].value().attr("value"), Some("orange"));
}

#[test]
fn an_island_and_its_key_are_there_only_where_notifications_are_sent() {
    let with = tree(&follow(
        &site(false),
        Lang::Fr,
        &Draft::new(Lang::Fr),
        key(),
        &[],
    ));
    assert_eq!(
        select(&with, "#recevoir[data-key=BKey] leptos-island").len(),
        1
    );
    assert_eq!(text(&with, "h2#recevoir-titre"), "4. Être prévenu");
    let without = follow(&site(false), Lang::Fr, &Draft::new(Lang::Fr), None, &[]);
    assert!(!without.html.contains("leptos-island") && !without.html.contains("islands.0.js"));
    assert!(text(&tree(&without), "#recevoir").contains("n'envoie pas de notifications"));
}

#[test]
fn every_state_of_subscribing_says_what_is_so_and_every_obstacle_what_to_do() {
    for lang in Lang::ALL {
        let tree = tree(&follow(&site(false), lang, &Draft::new(lang), key(), &[]));
        for state in [
            "install",
            "unsupported",
            "denied",
            "failed",
            "many",
            "ready",
            "done",
        ] {
            let said = text(&tree, &format!("[data-when={state}] [data-say]"));
            assert!(!said.is_empty(), "{state}");
            let todo = select(&tree, &format!("[data-when={state}] li"));
            assert!(!todo.is_empty(), "{state}");
        }
        for state in ["ready", "failed", "many", "refused"] {
            let button = format!("[data-when={state}] button[type=button][data-do=subscribe]");
            assert_eq!(select(&tree, &button).len(), 1, "{state}");
        }
    }
}

#[test]
fn what_is_wrong_stands_on_top_and_beside_its_part() {
    let page = follow(
        &site(false),
        Lang::Fr,
        &draft(Lang::Fr, ""),
        key(),
        &[Wrong::Nowhere, Wrong::NoColour],
    );
    let tree = tree(&page);
    assert_eq!(select(&tree, "[role=alert] a[href='#lieux']").len(), 1);
    assert!(text(&tree, "#lieux .warn").contains("Choisissez au moins un lieu."));
    assert!(text(&tree, "#niveau .warn").contains("Choisissez une couleur"));
}

#[test]
fn the_page_of_a_device_changes_tests_and_ends_by_forms_of_its_own_address() {
    let page = manage(
        &site(false),
        Lang::En,
        SECRET,
        &device(false),
        None,
        true,
        Note::None,
        &[],
    );
    let tree = tree(&page);
    let path = format!("/en/suivre/{SECRET}");
    let one = |selector: String| assert_eq!(select(&tree, &selector).len(), 1, "{selector}");
    one(format!("form[method=post][action='{path}/essai']"));
    one(format!("form[method=post][action='{path}/retirer']"));
    one(format!("button[formmethod=post][formaction='{path}']"));
    one("meta[name=robots][content=noindex]".to_owned());
    assert!(text(&tree, "main").contains("updates.push.services.mozilla.com"));
}

#[test]
fn a_device_that_is_gone_is_led_to_subscribe_anew_with_its_choice() {
    let page = manage(
        &site(false),
        Lang::Fr,
        SECRET,
        &device(true),
        None,
        true,
        Note::None,
        &[],
    );
    let tree = tree(&page);
    let anew = "a[href='/suivre?lieu=30189&lieu=D34&niveau=rouge&langue=en']";
    assert_eq!(select(&tree, anew).len(), 1);
    assert!(select(&tree, "form[action$='/essai']").is_empty());
}

#[test]
fn only_the_answer_to_an_end_tells_the_browser_to_end_its_own_side() {
    let site = site(false);
    let how = |page: &Page| {
        let tree = tree(page);
        select(&tree, "#oublier")[0]
            .value()
            .attr("data-forget")
            .map(str::to_owned)
    };
    assert_eq!(how(&removed(&site, Lang::Fr)).as_deref(), Some("all"));
    assert_eq!(how(&unknown_link(&site, Lang::Fr)).as_deref(), Some("this"));
}

#[test]
fn the_easy_part_is_french_on_every_page_and_says_so() {
    let tree = tree(&follow(
        &site(false),
        Lang::En,
        &Draft::new(Lang::En),
        key(),
        &[],
    ));
    let easy = select(&tree, "details.easy [lang=fr]");
    assert_eq!(easy.len(), 2);
    assert!(text(&tree, "details.easy ul").contains("Vous choisissez une ville."));
}

#[test]
fn pages_of_places_and_every_head_lead_to_following() {
    let nimes = portal::places::gazetteer().search("nimes", 1)[0];
    let here = crate::pages::Here {
        in_force: &[],
        ended: &[],
        sources: &[],
    };
    let page = crate::pages::commune(&site(false), Lang::Fr, noon(), nimes, here);
    let tree = tree(&page);
    assert_eq!(select(&tree, "main a[href='/suivre?lieu=30189']").len(), 1);
    assert_eq!(select(&tree, ".masthead a[href='/suivre']").len(), 1);
    assert_eq!(
        Followed::parse("30189").map(|p| p.code()).as_deref(),
        Some("30189")
    );
}
