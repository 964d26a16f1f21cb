//! Danger first, then nine tiles.

use leptos::prelude::*;
use portal::valve::Category;

use super::frame::{easy, errors, lines, page};
use super::{PATH, Wrong, names};
use crate::components::*;
use crate::site::{Page, Site};
use crate::wording::Lang;

/// The icon of a tile.
const fn tile_icon(category: Category) -> Icon {
    match category {
        Category::WaterRising => Icon::Flood,
        Category::RoadCut => Icon::Road,
        Category::ElectricityOrGas => Icon::Power,
        Category::LandslideOrTree => Icon::Tree,
        Category::BuildingDamaged => Icon::House,
        Category::Pollution => Icon::Pollution,
        Category::SomeoneIsolated => Icon::Person,
        Category::RumourSeen => Icon::Rumour,
        Category::Other => Icon::Else,
    }
}

/// "Someone in danger?", with the numbers.
fn danger(lang: Lang) -> AnyView {
    let words = &lang.words().report;
    view! {
        <section class="told" aria-labelledby="danger">
            <h2 id="danger">{icon(Icon::Danger)} " " {words.danger}</h2>
            <p>{words.danger_note}</p>
            {number_list(lang)}
        </section>
    }
    .into_any()
}

/// `/signaler`, where reports are taken.
pub fn start(site: &Site, lang: Lang, wrong: &[Wrong]) -> Page {
    let words = &lang.words().report;
    let refused = !wrong.is_empty();
    page(site, lang, words.title, (refused, true), || {
        let tiles = Category::ALL.map(|category| {
            view! {
                <li>
                    <button type="submit" name=names::WHAT value=category.word()>
                        {icon(tile_icon(category))} {(words.tile)(category)}
                    </button>
                </li>
            }
        });
        view! {
            <h1>{words.title}</h1>
            {errors(lang, wrong)}
            {danger(lang)}
            <form method="post" action=lang.path(PATH)>
                <h2 id="quoi">{words.what}</h2>
                <ul class="tiles" aria-labelledby="quoi">{tiles.collect_view()}</ul>
            </form>
            <p>{words.reader}</p>
            {easy(lang)}
        }
        .into_any()
    })
}

/// `/signaler`, where no reports are taken.
pub fn closed(site: &Site, lang: Lang) -> Page {
    let words = &lang.words().report;
    page(site, lang, words.closed, (true, true), || {
        view! {
            <h1>{words.closed}</h1>
            {lines(words.closed_lines)}
            {danger(lang)}
            {easy(lang)}
        }
        .into_any()
    })
}
