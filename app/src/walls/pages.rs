//! What every page promises.

use portal::Span;
use portal::messages::Thread;
use scraper::{ElementRef, Html, Selector};

use super::look::{all_pages, data};
use crate::pages::*;
use crate::samples::*;
use crate::wording::Lang;

fn select<'a>(tree: &'a Html, selector: &str) -> Vec<ElementRef<'a>> {
    tree.select(&Selector::parse(selector).unwrap()).collect()
}

fn text(tree: &Html, selector: &str) -> String {
    let all = select(tree, selector).into_iter().flat_map(|e| e.text());
    all.collect::<String>()
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
}

fn read(thread: &Thread, lang: Lang, now: portal::Instant) -> Html {
    let sources = two_sources();
    Html::parse_document(
        &alert(&site(false), lang, now, thread, &lines(&sources))
            .unwrap()
            .html,
    )
}

#[test]
fn an_alert_answers_its_five_questions_in_order() {
    let tree = read(&gard_thread(), Lang::Fr, noon());
    assert_eq!(text(&tree, "h1"), "Crues : vigilance orange dans le Gard");
    let answers: Vec<_> = select(&tree, ".answers dd")
        .iter()
        .map(|e| e.text().collect::<String>())
        .collect();
    assert!(answers[0].contains("Gard"));
    assert!(
        answers[1].contains("Jusqu'au mardi 24 novembre, 06:00"),
        "{}",
        answers[1]
    );
    assert!(answers[2].contains("Montez à l'étage"));
    assert!(answers[3].contains("Météo-France et Vigicrues"));
}

#[test]
fn an_instruction_too_long_for_the_first_screen_stands_whole_below() {
    let tree = read(&gard_thread(), Lang::Fr, noon());
    assert!(!text(&tree, ".answers").contains("radio"));
    assert!(text(&tree, "#consignes").contains("Écoutez la radio locale."));
}

#[test]
fn other_languages_stand_below_with_their_tag_and_direction() {
    let tree = read(&gard_thread(), Lang::En, noon());
    assert_eq!(text(&tree, "h1"), "Orange flood warning for Gard");
    let arabic = select(&tree, ".translation [lang=ar]");
    assert!(!arabic.is_empty() && arabic.iter().all(|e| e.value().attr("dir") == Some("rtl")));
    assert!(!select(&tree, ".translation [lang=fr-FR]").is_empty());
}

#[test]
fn easy_read_french_is_a_section_of_the_french_page_that_a_link_near_the_top_leads_to() {
    let tree = read(&easy_thread(), Lang::Fr, noon());
    assert_eq!(text(&tree, "h1"), gard().headline);
    assert_eq!(text(&tree, "h2#facile"), "En facile à lire");
    assert_eq!(text(&tree, "a[href='#facile']"), "En facile à lire");
    let easy = text(&tree, ".easy [lang=fr]");
    assert!(easy.starts_with("L'eau monte dans le Gard"), "{easy}");
    for said in [
        "L'eau des rivières monte vite.",
        "Montez à l'étage. Restez chez vous.",
    ] {
        assert!(easy.contains(said), "{easy}");
        let page = text(&tree, "main");
        assert_eq!(page.matches(said).count(), 1, "{said}: {page}");
    }
    // The French text is not drawn area by area because of it.
    assert!(select(&tree, ".part[data-colour]").is_empty());
}

#[test]
fn without_easy_read_french_nothing_leads_to_it() {
    let tree = read(&gard_thread(), Lang::Fr, noon());
    assert!(select(&tree, "#facile, a[href='#facile']").is_empty());
}

#[test]
fn lists_and_feeds_tell_french_once_and_leave_easy_read_french_to_the_page() {
    let (site, threads) = (site(false), [easy_thread()]);
    let nimes = portal::places::gazetteer().search("nimes", 1)[0];
    let here = Here {
        in_force: &threads,
        ended: &[],
        sources: &[],
    };
    let message = (threads[0].messages[0].clone(), threads[0].id.clone());
    for text in [
        commune(&site, Lang::Fr, noon(), nimes, here).html,
        commune(&site, Lang::En, noon(), nimes, here).html,
        crate::feeds::atom(&site, noon(), crate::feeds::FeedOf::Portal, &threads, &[]).body,
        crate::feeds::cap_index(&site, &[message]).body,
        crate::api::threads_json(&site, noon(), &threads, &[]).body,
    ] {
        assert!(text.contains("vigilance orange dans le Gard"));
        assert!(!text.contains("L'eau monte dans le Gard") && !text.contains("L&#x27;eau monte"));
        assert!(!text.contains("Restez chez vous"));
    }
}

#[test]
fn two_areas_with_different_severities_keep_their_own_colours_worst_first() {
    let tree = read(&two_areas(), Lang::Fr, noon());
    let colours: Vec<_> = select(&tree, ".part")
        .iter()
        .filter_map(|e| e.value().attr("data-colour"))
        .collect();
    assert_eq!(colours, ["red", "yellow"]);
    assert!(text(&tree, ".answers").contains("Évacuez"));
}

#[test]
fn an_area_that_could_not_be_resolved_and_a_missing_end_are_said() {
    let tree = read(&coming(), Lang::Fr, noon());
    assert!(text(&tree, ".answers").contains("Zone non précisée par l'émetteur"));
    assert!(text(&tree, ".answers").contains("Sans échéance indiquée"));
    assert!(text(&tree, ".band").contains("À venir"));
}

#[test]
fn what_is_over_says_how_and_asks_for_nothing_more() {
    let cancelled = read(&cancelled(), Lang::Fr, noon());
    assert!(text(&cancelled, ".band").contains("Annulée"));
    assert!(select(&cancelled, ".todo").is_empty());
    let ended = read(&gard_thread(), Lang::Fr, noon() + Span::hours(48));
    assert!(text(&ended, ".band").contains("Terminée"));
    assert!(text(&ended, ".answers").contains("Terminée le mardi 24 novembre 2026, 06:00"));
}

#[test]
fn the_history_marks_what_was_replaced() {
    let tree = read(&gard_thread(), Lang::Fr, noon());
    let items: Vec<_> = select(&tree, ".history > li")
        .iter()
        .map(|e| e.text().collect::<String>())
        .collect();
    assert_eq!(items.len(), 2);
    assert!(items[0].contains("Mise à jour") && items[0].contains("En vigueur"));
    assert!(items[1].contains("Premier message") && items[1].contains("Remplacé"));
}

#[test]
fn every_list_warns_of_the_silent_sources_it_depends_on_and_of_no_other() {
    let pages = all_pages(&site(false), Lang::Fr, &data());
    for name in ["home", "commune", "departement", "alertes", "archive"] {
        let (_, page) = pages.iter().find(|(n, _)| n == name).unwrap();
        let tree = Html::parse_document(&page.html);
        let said = text(&tree, ".silent");
        assert!(
            said.contains("Préfecture du Gard : muette depuis le lundi 23 novembre, 11:05"),
            "{name}: {said}"
        );
        assert!(
            said.contains("L'absence d'alerte n'est pas l'absence de danger"),
            "{name}"
        );
    }
    let sources = two_sources();
    let all = lines(&sources);
    let herault = portal::places::gazetteer()
        .departement(&portal::places::Dep("34".into()))
        .unwrap();
    let here = Here {
        in_force: &[],
        ended: &[],
        sources: &all,
    };
    let page = departement(&site(false), Lang::Fr, noon(), herault, here);
    assert!(select(&Html::parse_document(&page.html), ".silent").is_empty());
}

#[test]
fn nobody_listening_is_never_told_as_no_alert() {
    for lang in Lang::ALL {
        let page = home(&site(false), lang, noon(), &[], &[]);
        let said = text(&Html::parse_document(&page.html), "main");
        assert!(!said.contains(lang.words().home.empty));
        assert!(said.contains(lang.words().home.unknown), "{said}");
    }
}

#[test]
fn an_exercise_is_unmistakable_on_every_page() {
    for lang in Lang::ALL {
        let word = lang.words().shell.exercise_word;
        for (name, page) in all_pages(&site(true), lang, &data()) {
            let tree = Html::parse_document(&page.html);
            assert!(text(&tree, ".exercise").contains(word), "{name}");
            assert!(text(&tree, "title").starts_with(word), "{name}");
            let og = select(&tree, "meta[property='og:title']");
            assert!(
                og[0].value().attr("content").unwrap().starts_with(word),
                "{name}"
            );
        }
        for (name, page) in all_pages(&site(false), lang, &data()) {
            assert!(!page.html.contains(&format!("<strong>{word}")), "{name}");
        }
    }
}

#[test]
fn only_the_search_and_following_load_the_islands() {
    // A portal that sends no notifications has nothing to subscribe.
    let following = ["suivre", "suivre-choisi", "suivre-faux", "arrete", "lien"];
    for (name, page) in all_pages(&site(false), Lang::Fr, &data()) {
        let island = name.starts_with("communes") || following.contains(&name.as_str());
        assert_eq!(page.html.contains("/pkg/islands"), island, "{name}");
        assert_eq!(page.html.contains("<leptos-island"), island, "{name}");
    }
}

#[test]
fn the_other_language_is_one_link_away_and_ids_are_unique() {
    for (name, page) in all_pages(&site(false), Lang::En, &data()) {
        let tree = Html::parse_document(&page.html);
        assert_eq!(select(&tree, "html")[0].value().attr("lang"), Some("en"));
        let other = select(&tree, ".masthead a[lang=fr]");
        let href = other[0].value().attr("href").unwrap();
        // `/entraide` is French.
        let english = href
            .strip_prefix("/en")
            .is_some_and(|rest| !rest.starts_with("traide"));
        assert!(!english, "{name}: {href}");
        let mut ids: Vec<_> = select(&tree, "[id]")
            .iter()
            .filter_map(|e| e.value().attr("id"))
            .collect();
        ids.sort_unstable();
        assert!(ids.windows(2).all(|w| w[0] != w[1]), "{name}: {ids:?}");
        assert_eq!(select(&tree, "h1").len(), 1, "{name}");
    }
}

#[test]
fn a_page_is_the_same_bytes_for_the_same_arguments() {
    let (one, two) = (
        all_pages(&site(true), Lang::Fr, &data()),
        all_pages(&site(true), Lang::Fr, &data()),
    );
    assert!(one == two);
}

#[test]
fn a_page_is_valid_until_the_next_thing_that_changes_by_itself() {
    let sources = two_sources();
    let page = alert(
        &site(false),
        Lang::Fr,
        noon(),
        &gard_thread(),
        &lines(&sources),
    )
    .unwrap();
    let silent = sources[0].1.silent_at(&sources[0].0);
    assert_eq!(
        page.valid_until, silent,
        "the source's silence comes before the expiry"
    );
    let over = alert(
        &site(false),
        Lang::Fr,
        noon(),
        &cancelled(),
        &lines(&sources),
    )
    .unwrap();
    assert_eq!(over.valid_until, None);
}

#[test]
fn filters_are_read_from_and_written_to_the_address() {
    let pairs = [
        ("etat", "passees"),
        ("couleur", "orange"),
        ("departement", "2a"),
        ("avant", "1700000000000_abc-1"),
    ];
    let filter = Filter::parse(pairs).unwrap();
    assert_eq!(
        filter.path(),
        "/alertes?etat=passees&couleur=orange&departement=2A&avant=1700000000000_abc-1"
    );
    assert_eq!(
        Filter::parse([("etat", ""), ("inconnu", "x")]),
        Ok(Filter::default())
    );
    for bad in [
        ("etat", "x"),
        ("couleur", "bleu"),
        ("departement", "999"),
        ("avant", "1_<b>"),
    ] {
        assert_eq!(Filter::parse([bad]), Err(Meaningless), "{bad:?}");
    }
}

#[test]
fn addresses_are_never_shown_from_the_configuration() {
    for (name, page) in all_pages(&site(false), Lang::Fr, &data()) {
        assert!(!page.html.contains("token=secret"), "{name}");
    }
}

#[test]
fn headings_never_skip_a_level() {
    for (name, page) in all_pages(&site(false), Lang::Fr, &data()) {
        let tree = Html::parse_document(&page.html);
        let levels: Vec<u8> = select(&tree, "h1, h2, h3, h4")
            .iter()
            .filter_map(|h| h.value().name().strip_prefix('h')?.parse().ok())
            .collect();
        assert_eq!(levels.first(), Some(&1), "{name}");
        assert!(
            levels.windows(2).all(|w| w[1] <= w[0] + 1),
            "{name}: {levels:?}"
        );
    }
}
