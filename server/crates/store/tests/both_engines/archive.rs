//! Lists by place, time and colour.

use portal::cap::Severity;
use portal::messages::{Messages as _, Past, Taken, Where, extent};
use portal::places::{Dep, Insee};
use store::Store;
use store_testing::on_both_engines;

use crate::telling::*;

fn gard() -> Where {
    Where::Departement(Dep("30".into()))
}

fn sommieres() -> Where {
    Where::Commune(Insee("30321".into()))
}

/// The whole archive of a place, page by page.
async fn pages(store: &Store, place: &Where, at_least: u8, size: u32) -> Vec<String> {
    let mut past = Past {
        at_least,
        before: None,
    };
    let mut seen = Vec::new();
    loop {
        let page = store
            .ended(place, &past, size, minute(100_000))
            .await
            .unwrap();
        let Some((last, _)) = page.last() else {
            return seen;
        };
        assert!(page.len() <= usize::try_from(size).unwrap());
        past.before = Some(last.clone());
        seen.extend(
            page.iter()
                .map(|(_, t)| t.messages[0].alert.identity.identifier.clone()),
        );
    }
}

on_both_engines! {
    async fn the_archive_is_complete_without_gaps_or_repeats(database) {
        let store = store(&database).await;
        let (mut all, mut red, mut here) = (vec![], vec![], vec![]);
        for n in 0..60 {
            let name = format!("{n:02}");
            let severity = if n % 7 == 0 { Severity::Extreme } else { Severity::Moderate };
            // Whole Gard, the commune alone, elsewhere; several end at the same instant.
            let places = match n % 3 {
                0 => departement("30"),
                1 => commune("30321"),
                _ => departement("34"),
            };
            message(&name, n).at(places).severity(severity).until(Some(200 + n / 4))
                .received(&store, n).await;
            if n % 7 == 0 { red.push(name.clone()); }
            if n % 3 != 2 { here.push(name.clone()); }
            all.push(name);
        }
        for list in [&mut all, &mut red, &mut here] {
            list.reverse();
        }
        for size in [1, 7, 60, 100] {
            assert_eq!(pages(&store, &Where::Everywhere, 0, size).await, all);
            let rank = extent(&only_of(&store, "00").await).colour_rank;
            assert_eq!(pages(&store, &Where::Everywhere, rank, size).await, red);
            assert_eq!(pages(&store, &sommieres(), 1, size).await, here);
            assert_eq!(pages(&store, &gard(), 1, size).await, here);
        }
    }

    async fn a_place_finds_what_holds_in_it_around_it_and_in_part_of_it(database) {
        let store = store(&database).await;
        message("whole", 0).at(departement("30")).received(&store, 0).await;
        message("commune", 1).at(commune("30321")).received(&store, 1).await;
        message("neighbour", 2).at(commune("30189")).received(&store, 2).await;
        message("elsewhere", 3).at(departement("34")).received(&store, 3).await;
        message("nowhere told", 4).at(Default::default()).received(&store, 4).await;
        let names = async |place: &Where| {
            let threads = in_force(&store, place, 5).await;
            let mut names: Vec<String> =
                threads.iter().map(|t| identifiers(t)[0].to_owned()).collect();
            names.sort();
            names
        };
        assert_eq!(names(&sommieres()).await, ["commune", "whole"]);
        assert_eq!(names(&gard()).await, ["commune", "neighbour", "whole"]);
        assert_eq!(names(&Where::Departement(Dep("48".into()))).await, [""; 0]);
        assert_eq!(names(&Where::Everywhere).await.len(), 5);
    }

    async fn a_thread_of_hundreds_of_communes_is_found_from_each(database) {
        let store = store(&database).await;
        let communes: Vec<Insee> = (1..=350).map(|n| Insee(format!("30{n:03}"))).collect();
        let places = portal::places::Places::new([], communes.clone());
        message("wide", 0).at(places).received(&store, 0).await;
        for insee in communes {
            assert_eq!(in_force(&store, &Where::Commune(insee), 1).await.len(), 1);
        }
        assert_eq!(in_force(&store, &Where::Commune(Insee("30351".into())), 1).await.len(), 0);
    }

    async fn feeds_get_the_latest_messages_of_a_place_newest_first(database) {
        let store = store(&database).await;
        message("a", 0).received(&store, 10).await;
        message("b", 1).at(departement("34")).received(&store, 11).await;
        message("c", 2).received(&store, 12).await;
        // An old thread becomes the latest by its newest message.
        message("d", 3).updates(&[("a", 0)]).received(&store, 13).await;
        let latest = async |place: Where, limit| -> Vec<String> {
            let latest = store.latest(&place, limit).await.unwrap();
            latest.into_iter().map(|(m, _)| m.alert.identity.identifier).collect()
        };
        assert_eq!(latest(Where::Everywhere, 10).await, ["d", "c", "b", "a"]);
        assert_eq!(latest(Where::Everywhere, 2).await, ["d", "c"]);
        assert_eq!(latest(gard(), 10).await, ["d", "c", "a"]);
        assert_eq!(latest(sommieres(), 10).await, ["d", "c", "a"]);
    }

    async fn a_cancel_without_places_is_in_the_feed_of_what_it_cancels(database) {
        let store = store(&database).await;
        message("alert", 0).received(&store, 0).await;
        message("cancel", 5).cancels(&[("alert", 0)]).received(&store, 5).await;
        let latest = store.latest(&sommieres(), 1).await.unwrap();
        assert_eq!(latest[0].0.alert.identity.identifier, "cancel");
    }

    async fn geometry_is_kept_apart_and_comes_back_exactly(database) {
        let store = store(&database).await;
        let told = message("alert", 0);
        let polygons = told.0.alert.infos[0].areas[0].polygons.clone();
        let Taken::New(id) = told.received(&store, 0).await else { panic!() };
        let (message, _) = store.message(&id).await.unwrap().unwrap();
        assert!(message.alert.infos[0].areas[0].polygons.is_empty());
        let geometry = store.geometry(&id).await.unwrap().unwrap();
        for (kept, told) in geometry[0][0].polygons.iter().flatten().zip(polygons.iter().flatten()) {
            assert!((kept.lat - told.lat).abs() < 1e-12 && (kept.lon - told.lon).abs() < 1e-12);
        }
        assert_eq!(geometry[0][0].polygons[0].len(), 4);
    }
}

/// The thread of the message with that identifier.
async fn only_of(store: &Store, identifier: &str) -> portal::messages::Thread {
    let threads = listed(store, 0).await;
    threads
        .into_iter()
        .find(|t| identifiers(t) == [identifier])
        .unwrap()
}
